r"""What is raised in LaTeX: transposes, inverses of matrices, conjugates, and powers that are refused.

>>> from symderive.terms.latex_reader import read_latex
>>> try:
...     read_latex(r"A^T")
... except ValueError as why:
...     print(why.hint)
write \top and declare the matrix, or assume T is real
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms.latex_brackets import is_matrix
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader


def raised_mark(r: Reader, base: Term, at: int) -> Term | None:
    """A transpose, an inverse of a matrix, a conjugate; None (nothing consumed) for a power."""
    inside = _peek_script(r)
    texts = [t.text for t in inside]
    matrix = is_matrix(r, base)
    if texts in ([r"\top"], [r"\intercal"]) or (
        texts in (["T"], [r"\mathsf", "{", "T", "}"], [r"\mathrm", "{", "T", "}"]) and matrix
    ):
        if not matrix and not r.setting.own:
            r.fail("the transpose of what is no declared matrix", at, "assume A is n x n matrix")
        r.argument()
        return Term("transpose", (base,))
    if texts == ["-", "1"] and matrix:
        r.argument()
        return Term("inverse", (base,))
    if (
        texts == ["T"]
        and "T" not in r.setting.numbers
        and not r.setting.own
        and (base.head not in ("Integer", "E") and "T" not in r.bound)
    ):
        r.fail(
            "a transpose, or a power?",
            at,
            r"write \top and declare the matrix, or assume T is real",
        )
    if texts in (["*"], [r"\dagger"]):
        names = base.free
        if texts == ["*"] and names and names <= r.setting.complex:
            r.argument()
            return Term("conjugate", (base,))
        r.fail(
            "a star: a conjugate, an adjoint, or a name?", at, "declare it as a name (declare x^*)"
        )
    if texts[:1] in ([r"\circ"], ["+"]) or texts == ["-"]:
        r.fail(f"the superscript {texts[0]} is not read", at)
    if texts[:1] == [r"\underline"] and "FallingFactorial" in r.setting.heads.get("", ""):
        r.i += 2
        found = r.group()
        r.expect("}")
        return Term("FallingFactorial", (base, found))
    if texts[:1] == ["("] and texts[-1:] == [")"] and len(texts) == 3:
        r.fail("a number in brackets as a superscript", at, "declare the function, or the name")
    return None


def _peek_script(r: Reader) -> list:  # type: ignore[type-arg]
    at = r.i
    inside = r.argument()
    r.i = at
    return inside
