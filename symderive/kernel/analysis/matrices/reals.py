"""Which scalars are proved real: matrices are of real numbers, so every multiple of one must be.

An atom made of real matrices (a trace, a determinant, a form) is real.  What is put aside, an
integral or a limit, may be complex, and is taken to be so unless its form says otherwise.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.kernel.analysis.matrices.algebra import Algebra
>>> a = Algebra(Givens.of([read("A is n x n matrix"), read("c > 0"), read("z is complex")]))
>>> [real(a, read(t)) for t in ("sqrt(c)", "sqrt(b)", "(-1)^n", "c^b", "b^c", "2*z", "I", "exp(b)")]
[True, False, True, True, False, False, False, True]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.kernel.analysis.ranges.realness import (
    PARTS,
    REAL_CONSTANTS,
    REAL_HEADS,
    plainly_nonnegative,
)
from symderive.terms.tree import BINDERS, ZERO, Term

if TYPE_CHECKING:
    from symderive.kernel.analysis.matrices.algebra import Algebra

MADE_OF_MATRICES = frozenset("Matrix transpose inverse det trace Identity ZeroMatrix Index".split())


def real(a: Algebra, t: Term) -> bool:
    """Whether a scalar term is proved real at every admissible point."""
    if t not in a.reals:
        a.reals[t] = False  # while it is being asked
        a.reals[t] = _real(a, t)
    return a.reals[t]


def _real(a: Algebra, t: Term) -> bool:
    head, args = t.head, t.args
    if head == "Symbol":
        return t.data not in a.complex and a.givens.sort(t.data).domain != "complex"
    if head in REAL_CONSTANTS or head in PARTS or head == "W2sq":
        return True
    if head in ("sqrt", "log"):
        return real(a, args[0]) and _nonnegative(a, args[0])
    if head == "Pow":
        whole = all(map(_integer(a), _leaves(args[1]))) and args[1].head != "Div"
        return all(real(a, u) for u in args) and (whole or _nonnegative(a, args[0]))
    if head in BINDERS or head == "VolumeIntegral":
        return all(real(a, u) for u in (args[0], *args[2:]) if u.head != "oo")
    known = head in REAL_HEADS or head in MADE_OF_MATRICES
    return known and all(real(a, u) for u in args)


def _nonnegative(a: Algebra, t: Term) -> bool:
    return plainly_nonnegative(t, a.complex | _complex_names(a, t)) or a.holds(
        Term("Ge", (t, ZERO))
    )


def _complex_names(a: Algebra, t: Term) -> frozenset[str]:
    return frozenset(n for n in t.free if a.givens.sort(n).domain == "complex")


def _leaves(t: Term) -> list[Term]:
    if t.head in ("Add", "Mul", "Neg"):
        return [v for u in t.args for v in _leaves(u)]
    return [t]


def _integer(a: Algebra):  # type: ignore[no-untyped-def]
    sizes = {n for m in a.givens.matrices.values() for d in (m.rows, m.columns) for n in d.free}

    def known(t: Term) -> bool:
        named = t.head == "Symbol" and (
            t.data in sizes or a.givens.sort(t.data).domain == "integer"
        )
        return t.head == "Integer" or named

    return known
