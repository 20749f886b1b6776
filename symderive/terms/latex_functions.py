r"""Brackets, roots, bars, named functions, matrices and cases in LaTeX.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\sin^2\omega t + \sqrt[3]{|x|}\ln\cos(x/c)"))
'sin(omega*t)^2 + cbrt(Abs(x))*log(cos(x/c))'
>>> try:
...     read_latex(r"\sin x y")
... except ValueError as why:
...     print(why.message)
where does the argument of \sin end?
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from symderive.terms import (
    latex_brackets,
    latex_calculus,
    latex_elementary,
    latex_expectations,
    latex_names,
)
from symderive.terms.latex_words import (
    ACCENTS,
    DOTS,
    ELEMENTARY,
    FACES,
    GREEK,
    OPEN,
)
from symderive.terms.limits import GROWING, MAX_DIGITS, too_large_argument
from symderive.terms.tree import Term, rational

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

    Row = Callable[[Reader], Term]

_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "vmatrix", "smallmatrix"))


def primary(r: Reader) -> Term:
    """One factor without what is raised to it."""
    tok = r.tok
    if tok.isdigit() or (tok == "." and r.toks[r.i + 1].text.isdigit()):
        return number(r)
    if tok in OPEN:
        return latex_brackets.bracket(r)
    if tok in ELEMENTARY:
        r.i += 1
        return latex_elementary.elementary(r, ELEMENTARY[tok], tok)
    if tok in (r"\operatorname", r"\mathrm", r"\mathsf", r"\mathtt"):
        return latex_elementary.word(r)
    if len(tok) == 1 and tok.isalpha():
        return latex_names.letter_factor(r)
    if (
        tok in GREEK
        or tok in ACCENTS
        or tok in DOTS
        or tok in FACES
        or tok in (r"\mathbf", r"\mathit")
    ):
        return latex_names.letter_factor(r)
    row: Row | None = _ROWS.get(tok) or latex_calculus.ROWS.get(tok)
    if row is None:
        r.unexpected("a formula")
    return row(r)


def number(r: Reader) -> Term:
    """Digits side by side, with at most one decimal point."""
    at = r.i
    digits = [r.tok]
    r.i += 1
    while True:
        t = r.toks[r.i]
        point = t.text == "." and "." not in digits and r.toks[r.i + 1].text.isdigit()
        if not (t.text.isdigit() or point):
            break
        if t.space or t.gap:
            r.fail("a gap within a number")
        digits.append(t.text)
        r.i += 1
    if len(digits) > MAX_DIGITS:
        r.fail(f"a number of more than {MAX_DIGITS} digits", at, "write it as a power")
    text = "".join(digits)
    if "." not in text:
        return Term("Integer", (), int(text))
    return fraction_of(text)


def fraction_of(text: str) -> Term:
    """A decimal as the exact fraction that it is."""
    whole, _, part = text.partition(".")
    p, q = int(whole + part), 10 ** len(part)
    common = math.gcd(p, q)
    return rational(p // common, q // common)


def _sqrt(r: Reader) -> Term:
    r.i += 1
    degree = None
    at = r.i
    if r.take("["):
        degree = r.expression()
        r.expect("]")
    body = r.group()
    if degree is None or degree == Term("Integer", (), 2):
        return Term("sqrt", (body,))
    if degree == Term("Integer", (), 3):
        return Term("cbrt", (body,))
    root = Term("Div", (Term("Integer", (), 1), degree))
    if degree.head == "Integer" and degree.data % 2:  # the real root, as for the third one
        return Term("Mul", (Term("sign", (body,)), Term("Pow", (Term("Abs", (body,)), root))))
    if degree.head == "Integer" and degree.data == 0:
        r.fail("a root of degree 0", at)
    return Term("Pow", (body, root))


def _binom(r: Reader) -> Term:
    at = r.i
    r.i += 1
    args = (r.group(), r.group())
    why = too_large_argument("binomial", args) if "binomial" in GROWING else None
    if why is not None:
        r.fail(why, at)
    return Term("binomial", args)


def _infinity(r: Reader) -> Term:
    r.i += 1
    return Term("oo")


def _overline(r: Reader) -> Term:
    at = r.i
    r.i += 1
    found = r.group()
    if not found.free & r.setting.complex and not r.setting.own:
        r.fail("a line over what is not declared complex: a conjugate, or a mean?", at,
               "assume z is complex")  # fmt: skip
    return Term("conjugate", (found,))


def _boxed(r: Reader) -> Term:
    r.i += 1
    return r.group()


def _brace(r: Reader) -> Term:
    """`\\underbrace{X}_{\\text{...}}` is X; an annotation in formulas would be a claim."""
    r.i += 1
    found = r.group()
    if r.tok in ("_", "^"):
        at = r.i
        r.i += 1
        inside = r.argument()
        if not inside or inside[0].text != r"\text":
            r.fail("a brace with a formula beside it", at, r"annotate by \text{...}")
    return found


# --- environments ---------------------------------------------------------------------------------


def _environment(r: Reader) -> Term:
    at = r.i
    r.i += 1
    name = "".join(t.text for t in r.argument())
    if name == "array" and r.setting.own:
        r.argument()
    elif name not in _MATRICES and name != "cases":
        r.fail(f"the environment {name} within a formula is not read", at)
    if not is_cell(r):
        r.unexpected("an entry")
    frames, r.frames = r.frames, []
    bars, r.bars = r.bars, 0
    found = latex_calculus.cases(r, at) if name == "cases" else _matrix(r, at)
    r.frames, r.bars = frames, bars
    r.expect(r"\end")
    if "".join(t.text for t in r.argument()) != name:
        r.fail(f"the environment {name} is closed by another name", at)
    return Term("det", (found,)) if name == "vmatrix" else found


def is_cell(r: Reader) -> bool:
    return r.tok not in ("&", r"\\", r"\end", "")


def _matrix(r: Reader, at: int) -> Term:
    rows: list[list[Term]] = [[]]
    while True:
        rows[-1].append(r.expression())
        if r.take("&"):
            continue
        if r.take(r"\\"):
            if r.tok == r"\end":
                break
            rows.append([])
            continue
        break
    if len({len(row) for row in rows}) != 1:
        r.fail("rows of different lengths", at)
    return Term("Matrix", [a for row in rows for a in row], (len(rows), len(rows[0])))


_ROWS = {
    **latex_brackets.ROWS, r"\sqrt": _sqrt, r"\binom": _binom, r"\infty": _infinity,
    r"\det": latex_elementary.determinant, r"\max": latex_elementary.extreme("Max"),
    r"\min": latex_elementary.extreme("Min"), r"\overline": _overline,
    r"\begin": _environment, r"\boxed": _boxed, r"\underbrace": _brace, r"\overbrace": _brace,
    r"\mathbb": latex_expectations.blackboard,
}  # fmt: skip
