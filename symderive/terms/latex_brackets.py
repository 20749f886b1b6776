r"""Brackets, bars, norms and lists of arguments in LaTeX.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\left|x\right|\,[1 + \{a-b\}]"))
'Abs(x)*(1 + (a - b))'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_calculus, latex_doubts, latex_points
from symderive.terms.latex_words import OPEN
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

_ARITHMETIC = frozenset(("Neg", "Add", "Mul", "Div", "Pow"))
_MATRIX = frozenset(("Matrix", "inverse", "transpose", "Identity", "ZeroMatrix"))


def bracket(r: Reader) -> Term:
    """An expression in brackets; `[F]_a^b` is a difference of values where one name is free."""
    at = r.i
    close = OPEN[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 0
    frames, r.frames = r.frames, []
    found = r.expression()
    r.frames, r.bars = frames, bars
    if r.tok == ",":
        r.fail("a list in brackets is no number", at)
    r.expect(close)
    if r.tok == "_" and close == "]":
        return latex_points.between(r, found)
    if r.tok == "_" or r.tok == "'":
        derived = latex_calculus.derived(r, found)
        if derived is not None:
            return derived
    if r.tok == "_" and "RisingFactorial" in r.setting.heads.get("", ""):
        r.i += 1
        return Term("RisingFactorial", (found, r.group()))
    return found


def arguments(r: Reader, between: tuple[str, ...] = (",",)) -> tuple[Term, ...]:
    """The list in the brackets that the reader stands on."""
    if r.tok not in OPEN:
        r.unexpected("'(' and an argument")
    at = r.i
    close = OPEN[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1  # a bar separates here, it does not open
    frames, r.frames = r.frames, []
    args = [r.expression()]
    while r.tok in between:
        r.i += 1
        args.append(r.expression())
    r.bars, r.frames = bars, frames
    if r.tok in ("|", r"\mid", r"\|", ";"):
        r.fail(f"'{r.tok}' between arguments has no meaning here", None, "separate them by commas")
    if r.tok != close:
        if r.tok == "":
            r.fail("a bracket that is not closed", at)
        r.unexpected(f"'{close}'")
    r.i += 1
    return tuple(args)


def _group(r: Reader) -> Term:
    at = r.i
    end = r.group_end()
    over = next((k for k in range(at + 1, end) if r.toks[k].text in (r"\choose", r"\over")), -1)
    if over > 0:
        r.fail(f"{r.toks[over].text} is not read", over, r"write \binom{n}{k} or \frac{a}{b}")
    if end == at + 1:
        return _empty_group(r)
    r.i += 1
    frames, r.frames = r.frames, []
    found = r.expression()
    r.frames = frames
    if r.i != end:
        r.unexpected("'}'")
    r.i = end + 1
    return found


def _empty_group(r: Reader) -> Term:
    """`{}_2F_1(a,b;c;z)`; any other empty group means nothing."""
    texts = [t.text for t in r.toks[r.i + 2 : r.i + 12]]
    flat = "".join(t for t in texts if t not in "{}")
    if not flat.startswith("_2F_1("):
        r.fail("an empty group")
    while r.tok != "(":
        r.i += 1
    args = arguments(r, (",", ";"))
    if len(args) != 4:
        r.fail("2F1 has four arguments: a, b; c; z")
    return Term("hyp2f1", args)


def _bars(r: Reader) -> Term:
    at = r.i
    close = {"|": "|", r"\lvert": r"\rvert"}[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1 if close == "|" else 0
    frames, r.frames = r.frames, []
    found = r.expression()
    r.bars, r.frames = bars, frames
    if r.tok != close:
        if r.tok == "":
            r.fail("a bar that is not closed", at)
        r.unexpected(f"'{close}'")
    r.i += 1
    name = str(found.data) if found.head == "Symbol" else ""
    if name[:1].isupper() and "_" not in name.rstrip("_") and not latex_doubts.known(r, name):
        shown = name.rstrip("_")
        r.fail(f"|{shown}|: of a number, a matrix or a set?", at, f"assume {shown} is real")
    return Term("det" if is_matrix(r, found) else "Abs", (found,))


def _norm(r: Reader) -> Term:
    """The Euclidean norm of a declared vector, the absolute value of a declared number."""
    at = r.i
    close = {r"\|": r"\|", r"\lVert": r"\rVert"}[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1
    found = r.expression()
    r.bars = bars
    r.expect(close)
    if r.tok == "_":
        inside = [t.text for t in r.toks[r.i + 1 : r.i + 4]]
        if inside[0] == "2" or inside == ["{", "2", "}"]:
            r.i += 2 if inside[0] == "2" else 4
        else:
            r.fail("a norm with a subscript is not read", at)
    names = found.free
    vectors = r.setting.vectors
    if not names & vectors:
        r.fail("the norm of what is no declared vector", at, "assume x is n vector, or write |x|")
    square = Term("Mul", (Term("transpose", (found,)), found))
    if (
        r.tok == "^"
        and r.toks[r.i + 1].text in ("2", "{")
        and (
            r.toks[r.i + 1].text == "2" or [t.text for t in r.toks[r.i + 2 : r.i + 4]] == ["2", "}"]
        )
    ):
        r.i += 2 if r.toks[r.i + 1].text == "2" else 4
        return square
    return Term("sqrt", (square,))


def _angle(r: Reader) -> Term:
    at = r.i
    r.i += 1
    left = r.expression()
    r.expect(",")
    right = r.expression()
    r.expect(r"\rangle")
    if not (left.free & r.setting.vectors and right.free & r.setting.vectors):
        r.fail("an inner product of what are no declared vectors", at, "assume x is n vector")
    return Term("Mul", (Term("transpose", (left,)), right))


def _fence(head: str, close: str):  # type: ignore[no-untyped-def]
    def row(r: Reader) -> Term:
        r.i += 1
        found = r.expression()
        r.expect(close)
        return Term(head, (found,))

    return row


def is_matrix(r: Reader, t: Term) -> bool:
    if t.head == "Symbol":
        return t.data in r.setting.context.matrices
    if t.head in _ARITHMETIC:
        return any(is_matrix(r, a) for a in t.args)
    return t.head in _MATRIX


ROWS = {
    "{": _group, "|": _bars, r"\lvert": _bars, r"\|": _norm, r"\lVert": _norm, r"\langle": _angle,
    r"\lfloor": _fence("floor", r"\rfloor"), r"\lceil": _fence("ceiling", r"\rceil"),
}  # fmt: skip
