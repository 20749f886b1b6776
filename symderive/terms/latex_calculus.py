r"""Integrals, sums, products, limits, cases and values at a point in LaTeX.

A differential closes its integral, or opens it (`\int dx\,f`), or stands in a numerator
(`\int\frac{dx}{x}`).  A sum takes the product that follows; where a later summand mentions its index
the formula is refused.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\int_1^2\frac{dx}{x} = \int_0^1\!dt\,\frac{1}{1+t}"))
'Integral(1/x, (x, 1, 2)) = Integral(1/(1 + t), (t, 0, 1))'
>>> write(read_latex(r"\lim_{x\to0^+}x\ln x + \sum_{k=1}^{n}k"))
'Limit(x*log(x), x, 0+) + Sum(k, (k, 1, n))'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from symderive.terms import latex_derivatives, latex_doubts, latex_names, latex_points
from symderive.terms.latex_setting import letter
from symderive.terms.latex_tokens import Token
from symderive.terms.latex_words import ACCENTS, GREEK
from symderive.terms.tree import ONE, Term, add, neg, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

derived = latex_derivatives.derived
is_operator = latex_derivatives.is_operator
_BIG = frozenset(("Sum", "Product", "Limit"))


@dataclass
class Frame:
    """An integral whose differential is looked for, and its variable once it is found."""

    variable: Term | None = None

    def closed(self, r: Reader) -> bool:
        return self.variable is not None


def open_names(t: Term) -> set[str]:
    """Names bound in the last factor of a term, by an operator with no closing mark."""
    while t.head in ("Mul", "Neg", "Div"):
        t = t.args[-1] if t.head != "Div" else t.args[0]
    return {t.args[1].data} if t.head in _BIG else set()


def refuse_shadow(r: Reader, factors: list[Term], factor: Term, at: int) -> None:
    """A factor after an integral that mentions its variable: the differential came too early."""
    before = factors[-1]
    if before.head == "Integral" and before.args[1].data in factor.free:
        r.fail(f"{before.args[1].data} is bound by the integral before, and free here", at,
               "put the differential at the end, or use brackets")  # fmt: skip


# --- differentials --------------------------------------------------------------------------------


def sign_width(toks: list[Token], k: int) -> int:
    r"""How many tokens the sign of a differential at `k` has: `d`, `\mathrm{d}`; 0 if none."""
    if toks[k].text == "d":
        width = 1
    elif toks[k].text == r"\mathrm" and toks[k + 1].text == "d":
        width = 2
    elif toks[k].text == r"\mathrm" and [t.text for t in toks[k + 1 : k + 4]] == ["{", "d", "}"]:
        width = 4
    else:
        return 0
    after = toks[k + width] if k + width < len(toks) else None
    if after is not None and (
        letter(after) or after.text in ACCENTS or after.text in (r"\mathbf",)
    ):
        return width
    return 0


def at_differential(r: Reader) -> bool:
    return bool(r.frames) and sign_width(r.toks, r.i) > 0


def variable(r: Reader) -> Term:
    """The variable of the differential that the reader stands on."""
    r.i += sign_width(r.toks, r.i)
    at = r.i
    g = latex_names.base(r)
    name = g.name
    if r.tok == "_":
        name = f"{name}_{latex_names._subscript_name(r)}"
    if r.tok in ("^", "'", "("):
        r.fail("a differential of more than a variable", at)
    if g.bold or name in r.setting.context.matrices:
        r.fail("an integral over a vector is not read", at)
    return _binder(r, name, at)


def _binder(r: Reader, name: str, at: int) -> Term:
    name = r.setting.names.get(name, name)
    if name in r.setting.context.unknowns or name in r.setting.functions:
        r.fail(f"{name} is declared a function, and bound here", at)
    if name in ("pi", "e"):
        r.fail(f"{name} is a constant, and bound here", at)
    return symbol(latex_names.safe(name))


def _announced(r: Reader) -> list[str]:
    """Names of the differentials that are still to come: numbers within the integral."""
    found = []
    for k in range(r.i, len(r.toks) - 1):
        width = sign_width(r.toks, k)
        if width and (n := letter(r.toks[k + width])) and n not in r.setting.context.unknowns:
            found.append(n)
    return found


def integral(r: Reader) -> Term:
    """A definite integral; one without bounds is kept as `Integral(f, x)` for its relation."""
    at = r.i
    r.i += 1
    low = high = None
    named = ""
    while r.tok in ("_", "^"):
        lower = r.tok == "_"
        if (low if lower else high) is not None:
            r.fail("a second bound of one kind")
        r.i += 1
        if lower and _everything(r):
            low, high = neg(Term("oo")), Term("oo")
            continue
        if lower:
            named, low = _lower(r)
        else:
            high = r.group()
    if (low is None) != (high is None):
        r.fail("an integral with one bound: over a set it is not read", at, "write both bounds")
    if r.tok == r"\int" and low is None:
        r.fail("an iterated integral without bounds is not read", at)
    before = list(r.bound)
    r.bound += _announced(r)
    if sign_width(r.toks, r.i):
        x = variable(r)
        frames, r.frames = r.frames, []
        more = r.starts() and not (frames and sign_width(r.toks, r.i))
        body = r.product() if more else ONE
        r.frames = frames
    else:
        frame = Frame()
        r.frames.append(frame)
        body = r.expression()
        if frame.variable is not None and body.head == "Add":
            r.fail("a differential in one summand of an integrand", at, "put it at the end")
        if frame.variable is None:
            if not at_differential(r):
                r.fail("an integral without its differential", at, r"end it with \,dx")
            frame.variable = variable(r)
        r.frames.pop()
        x = frame.variable
    r.bound = before
    if named and named != x.data:
        r.fail(f"the bound names {named}, the differential {x.data}", at)
    latex_doubts.integrand(r, body, str(x.data), "an integral", at)
    if low is None or high is None:
        return Term("Integral", (body, x))
    return Term("Integral", (body, x, low, high))


def _everything(r: Reader) -> bool:
    r"""`\mathbb{R}` as the range of an integral; consumed."""
    texts = [t.text for t in r.toks[r.i : r.i + 6]]
    for width, wanted in ((6, ["{", r"\mathbb", "{", "R", "}", "}"]), (4, ["{", r"\mathbb", "R", "}"]),
                          (4, [r"\mathbb", "{", "R", "}"])):  # fmt: skip
        if texts[:width] == wanted:
            r.i += width
            return True
    return False


def _lower(r: Reader) -> tuple[str, Term]:
    """A lower bound, perhaps with the variable named: `x=0`."""
    if r.tok == "{" and r.toks[r.i + 2].text == "=" and (n := letter(r.toks[r.i + 1])):
        end = r.group_end()
        r.i += 3
        low = r.expression()
        if r.i != end:
            r.unexpected("'}'")
        r.i += 1
        return latex_names.safe(n), low
    return "", r.group()


# --- sums and products ----------------------------------------------------------------------------


def _big(head: str):  # type: ignore[no-untyped-def]
    def row(r: Reader) -> Term:
        at = r.i
        r.i += 1
        scripts: dict[str, list[Token]] = {}
        while r.tok in ("_", "^") and r.tok not in scripts:
            mark = r.tok
            r.i += 1
            scripts[mark] = r.argument()
        names, low, high = _range(r, scripts.get("_"), scripts.get("^"), at)
        r.bound += names
        if not r.starts() and r.tok not in ("-",):
            r.unexpected("a summand")
        body = r.product()
        del r.bound[len(r.bound) - len(names) :]
        for name in names:
            latex_doubts.integrand(r, body, latex_names.safe(name), "a sum", at)
        for name in reversed(names):
            body = Term(head, (body, symbol(latex_names.safe(name)), low, high))
        return body

    return row


def _sub(r: Reader, toks: list[Token]) -> Term:
    """The expression that a slice of the tokens is."""
    inner = type(r)(toks, r.text, r.setting, r.toks[r.i - 1].at)
    inner.bound = r.bound
    found = inner.expression()
    if inner.tok:
        inner.unexpected("the end")
    return found


def _range(
    r: Reader, below: list[Token] | None, above: list[Token] | None, at: int
) -> tuple[list[str], Term, Term]:
    hint = r"write \sum_{k=0}^{n}"
    if not below:
        r.fail("a sum without its range", at, hint)
    texts = [t.text for t in below]
    marks = [k for k, t in enumerate(texts) if t in ("=", r"\ge", ">", r"\le", "<", r"\in")]
    if not marks:
        r.fail("a sum whose range is not said", at, hint)
    first = marks[0]
    one = Term("Integer", (), 1)
    names: list[str] = []
    low: Term
    if texts[first] in (r"\le", "<") and len(marks) == 2 and above is None:  # 1 <= k <= n
        name = letter(below[first + 1]) if marks[1] == first + 2 else None
        if name is None or texts[marks[1]] not in (r"\le", "<"):
            r.fail("a range of a sum that is not read", at, hint)
        low = _sub(r, below[:first])
        high = _sub(r, below[marks[1] + 1 :])
        low = add(low, one) if texts[first] == "<" else low
        high = add(high, neg(one)) if texts[marks[1]] == "<" else high
        return [name], low, high
    if len(marks) > 1 or texts[first] not in ("=", r"\ge", ">"):
        r.fail("a range of a sum that is not read", at, hint)
    for t in below[:first]:
        name = letter(t)
        if name is not None:
            names.append(name)
        elif t.text != ",":
            r.fail("an index of a sum is a letter", at, hint)
    low = _sub(r, below[first + 1 :])
    if texts[first] == "=":
        if above is None:
            r.fail("a sum without its upper bound", at, hint)
        high = _sub(r, above)
    else:
        if above is not None:
            r.fail("a range of a sum that is not read", at, hint)
        high = Term("oo")
        low = add(low, one) if texts[first] == ">" else low
    for name in names:
        _binder(r, name, at)
    return names, low, high


# --- limits ---------------------------------------------------------------------------------------


def limit(r: Reader) -> Term:
    at = r.i
    r.i += 1
    if r.tok != "_":
        r.fail("a limit without its point", at, r"write \lim_{x\to 0}")
    r.i += 1
    inside = r.argument()
    arrows = [k for k, t in enumerate(inside) if t.text in (r"\to", r"\downarrow", r"\uparrow")]
    if len(arrows) != 1 or arrows[0] == 0:
        r.fail("a limit whose point is not read", at, r"write \lim_{x\to 0}")
    k = arrows[0]
    name = letter(inside[0])
    if name is not None and k > 1 and inside[1].text == "_":
        name = f"{name}_" + "".join(t.text for t in inside[2:k] if t.text not in "{}")
    elif k != 1:
        name = None
    if name is None:
        r.fail("the variable of a limit is a letter", at)
    x = _binder(r, name, at)
    side = {r"\downarrow": "+", r"\uparrow": "-"}.get(inside[k].text, "+-")
    rest = inside[k + 1 :]
    texts = [t.text for t in rest]
    for sign in "+-":
        for tail in (["^", sign], ["^", "{", sign, "}"]):
            if side == "+-" and len(texts) > len(tail) and texts[-len(tail) :] == tail:
                side, rest = sign, rest[: -len(tail)]
                break
    point = _sub(r, rest)
    r.bound.append(name)
    body = r.product()
    r.bound.pop()
    latex_doubts.integrand(r, body, str(x.data), "a limit", at)
    return Term("Limit", (body, x, point), side)


# --- cases ----------------------------------------------------------------------------------------


def cases(r: Reader, at: int) -> Term:
    """The rows of an environment `cases`, up to its end."""
    from symderive.terms.latex_relations import condition

    parts: list[Term] = []
    while r.tok != r"\end":
        parts.append(r.expression())
        r.take(",")
        if not r.take("&"):
            r.fail("a case without its condition", None, r"write value & \text{if } x > 0")
        end = r.i
        depth = 0
        while r.toks[end].at >= 0 and not (depth == 0 and r.toks[end].text in (r"\\", r"\end")):
            depth += {"{": 1, "}": -1}.get(r.toks[end].text, 0)
            end += 1
        parts.append(condition(r, end))
        r.take(",")
        if not r.take(r"\\"):
            break
    if len(parts) < 2:
        r.fail("cases without a case", at)
    return Term("Piecewise", parts)


ROWS = {
    r"\int": integral, r"\sum": _big("Sum"), r"\prod": _big("Product"), r"\lim": limit,
    r"\left.": latex_points.at_point, r"\frac": latex_derivatives.fraction,
    r"\partial": latex_derivatives.partial,
}  # fmt: skip
__all__ = ["GREEK", "ROWS", "Frame", "at_differential", "cases", "derived"]
