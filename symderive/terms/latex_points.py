r"""Values at a point and between two ends in LaTeX.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\left[\frac{x^3}{3}\right]_0^1"))
'1^3/3 - 0^3/3'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_calculus
from symderive.terms.latex_tokens import Token
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, add, neg, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader


def at_point(r: Reader) -> Term:
    r"""`\left. X \right|_{x=a}`, with `^{x=b}` or `^{b}` the difference of two values."""
    at = r.i
    r.i += 1
    frames, r.frames = r.frames, []
    body = r.expression()
    r.frames = frames
    r.expect(r"\rvert")
    if r.tok != "_":
        r.fail("a bar without its point", at)
    r.i += 1
    places = _places(r, r.argument(), at)
    if r.tok == "^" and len(places) == 1 and places[0][0]:
        r.i += 1
        upper = _places(r, r.argument(), at)
        return _difference(r, body, places[0][0], upper[0][1], places[0][1])
    if any(not name for name, _ in places):
        r.fail("a value at a point of which variable?", at, "write x=a")
    names = [symbol(name) for name, _ in places]
    return Term("Subs", (body, *names, *(value for _, value in places)))


def _places(r: Reader, toks: list[Token], at: int) -> list[tuple[str, Term]]:
    parts: list[list[Token]] = [[]]
    for t in toks:
        if t.text == ",":
            parts.append([])
        else:
            parts[-1].append(t)
    out = []
    for part in parts:
        texts = [t.text for t in part]
        if "=" in texts:
            k = texts.index("=")
            left = latex_calculus._sub(r, part[:k])
            if left.head != "Symbol":
                r.fail("the point of a value is x=a", at)
            out.append((str(left.data), latex_calculus._sub(r, part[k + 1 :])))
        else:
            out.append(("", latex_calculus._sub(r, part)))
    return out


def between(r: Reader, body: Term) -> Term:
    """`[F]_a^b` for an F with one free name, or `[F]_{x=a}^{b}`."""
    at = r.i
    r.i += 1
    low = _places(r, r.argument(), at)
    if r.tok != "^" or len(low) != 1:
        r.fail("a bracket with a subscript", at, "[F]_a^b has two ends")
    r.i += 1
    high = _places(r, r.argument(), at)
    name = low[0][0] or high[0][0]
    if not name:
        if len(body.free) != 1:
            r.fail("values between two ends of which variable?", at, "write [F]_{x=a}^{x=b}")
        (name,) = body.free
    return _difference(r, body, name, high[0][1], low[0][1])


def _difference(r: Reader, body: Term, name: str, high: Term, low: Term) -> Term:
    def at(point: Term) -> Term:
        if any(t.head == "oo" for t in point.walk()):
            return Term("Limit", (body, symbol(name), point), "+-")
        return substitute(body, {name: point})

    return add(at(high), neg(at(low)))
