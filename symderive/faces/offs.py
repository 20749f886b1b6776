"""By what a false equation is off: a factor, a constant, the sign of one term; each proved anew.

A hint is a claim of its own: the corrected equation is decided by the kernel before it is said.

>>> from symderive.terms.reader import read
>>> off(read("sin(2*x) = -2*sin(x)*cos(x)"), [])
'off by the factor -1'
>>> off(read("(x + 1)^2 = x^2 + 2*x"), []), off(read("(x - y)^2 = x^2 + 2*x*y + y^2"), [])
('off by the constant 1', 'true with the other sign of the term 2*x*y')
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction

from symderive.faces.check import SEARCHED, check
from symderive.kernel.analysis.algebra import relation
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import first_point
from symderive.terms.tree import Term, add, integer, mul, neg, rational
from symderive.terms.writer import write

MAX_TERMS = 8
SECONDS = 1.0
_FACTORS = (Fraction(-1), Fraction(2), Fraction(1, 2), Fraction(-2), Fraction(-1, 2), Fraction(3),
            Fraction(1, 3), Fraction(4), Fraction(1, 4))  # fmt: skip
_CONSTANTS = (Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-1, 2), Fraction(2), Fraction(-2))
_OTHERS = (Term("pi"), Term("Mul", (integer(2), Term("pi"))), Term("Div", (integer(1), Term("pi"))),
           Term("sqrt", (integer(2),)), Term("sqrt", (Term("pi"),)))  # fmt: skip


def off(claim: Term, given: Sequence[Term]) -> str | None:
    """The first correction under which a false equation is proved, in words; None if none is."""
    if claim.head != "Eq":
        return None
    givens = Givens.of(given)
    end = time.perf_counter() + SECONDS
    for corrected, words in _corrections(*claim.args):
        if time.perf_counter() > end:
            return None
        if _proved(corrected, givens):
            return words
    return None


def _corrections(left: Term, right: Term) -> Iterator[tuple[Term, str]]:
    zero = Term("Integer", (), 0)
    if zero not in (left, right):
        for q in _FACTORS:
            factor = rational(q.numerator, q.denominator)
            yield Term("Eq", (left, mul(factor, right))), f"off by the factor {q}"
    for q in _CONSTANTS:
        constant = rational(q.numerator, q.denominator)
        yield Term("Eq", (left, add(right, constant))), f"off by the constant {q}"
    if zero not in (left, right):
        for t in _OTHERS:
            yield Term("Eq", (left, mul(t, right))), f"off by the factor {write(t)}"
    for k, side in ((1, right), (0, left)):
        if side.head != "Add" or len(side.args) > MAX_TERMS:
            continue
        for n, t in enumerate(side.args):
            bare = t.args[0] if t.head == "Neg" else neg(t)
            other = side.rebuild([*side.args[:n], bare, *side.args[n + 1 :]])
            words = (
                f"true with the other sign of the term {write(t.args[0] if t.head == 'Neg' else t)}"
            )
            yield Term("Eq", (left, other) if k else (other, right)), words


def _proved(claim: Term, givens: Givens) -> bool:
    try:
        if first_point(claim, givens) is not None:
            return False
        if SEARCHED & {t.head for t in claim.walk()}:
            return check(claim, givens.statements, SECONDS).verdict == "verified"
        return not relation(claim, givens, thorough=False).open
    except (
        Undecided,
        Rejected,
        ArithmeticError,
        ValueError,
        TypeError,
        LookupError,
        RecursionError,
    ):
        return False
