"""Values at a few points: a reason to stop looking for a proof of a sign, never a proof of one.

>>> from symderive.terms.reader import read
>>> hopeless(read("x - 1/2"), Givens.of([read("0 < x < 3")]), None)
True
>>> hopeless(read("(x - 1)^2"), Givens.of([read("0 < x < 3")]), "0+")
True
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from flint import acb, arb, fmpq

from symderive.kernel.analysis.limits.ends import End, Range
from symderive.kernel.analysis.ranges.values import value_range
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.givens import Givens, Sign
from symderive.terms.tree import Term

MAX_POINTS = 16
PLAIN = (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(2), Fraction(-7, 3))


def hopeless(term: Term, givens: Givens, weak: Sign | None) -> bool:
    """Both signs occur, or zero does where a weak sign is known: nothing better can be proved."""
    if term.functions:
        return False
    names = sorted(term.free)
    grids: list[list[acb]] = []
    for name in names:
        r = value_range(Term("Symbol", (), name), givens)
        if r is None:
            return False
        grids.append(_points(r))
    seen: set[int] = set()
    for k, values in enumerate(product(*grids)):
        if k >= MAX_POINTS:
            break
        value = evaluate(term, dict(zip(names, values, strict=True)))
        if not value.is_finite() or not value.imag.is_zero():
            continue
        if value.real > 0:
            seen.add(1)
        elif value.real < 0:
            seen.add(-1)
        elif value.is_zero() and weak is not None:
            return True
        if {1, -1} <= seen:
            return True
    return False


def _points(r: Range) -> list[acb]:
    """Numbers strictly inside a range, plain ones first."""
    inside = [acb(arb(fmpq(q.numerator, q.denominator))) for q in PLAIN]
    out = [z for z in inside if _above(z.real, r.low) and _below(z.real, r.high)]
    low = None if r.low.infinite else arb(r.low.value.mid())
    high = None if r.high.infinite else arb(r.high.value.mid())
    if low is not None and high is not None:
        out += [acb(low + (high - low) * k / 16) for k in (8, 1, 15, 4, 12)]
    elif low is not None:
        out += [acb(low + arb(2) ** k) for k in (-4, 2, 5)]
    elif high is not None:
        out += [acb(high - arb(2) ** k) for k in (-4, 2, 5)]
    else:
        out += [acb(10), acb(-10)]
    return out


def _above(x: arb, e: End) -> bool:
    return bool(e.infinite) or bool(x > e.value)


def _below(x: arb, e: End) -> bool:
    return bool(e.infinite) or bool(x < e.value)
