"""A sign by monotonicity: the derivative keeps its sign on the interval, and one end is known.

Where the derivative changes sign at 0, 1 or -1, the interval is cut there first.

>>> from symderive.terms.reader import read
>>> by_monotonicity(read("exp(x) - 1 - x"), Givens.of([]), 3)[0]
'0+'
>>> by_monotonicity(read("x - 1 - log(x)"), Givens.of([read("x > 0")]), 3)[0]
'0+'
"""

from __future__ import annotations

from flint import acb

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.intervals import SMOOTH, infinite, on_interval, span_of
from symderive.kernel.analysis.ranges.ranges import (
    NEGATIVE,
    POSITIVE,
    Signed,
    between,
    is_real,
    prove_sign,
    said,
)
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.givens import Givens, Sign
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, integer, sub

CUTS = (0, 1, -1)


def by_monotonicity(term: Term, givens: Givens, depth: int) -> Signed | None:
    """The sign of a real term that is monotone in one of its names; None if that is not proved."""
    if depth <= 0 or len(term.free) > 3 or not is_real(term, givens):
        return None
    for name in sorted(term.free):
        span = span_of(name, givens)
        if span is None:
            continue
        low, high, low_closed, high_closed, base = span
        sign = _on(term, name, low, high, (low_closed, high_closed), base, depth, cut=True)
        if sign is not None:
            return sign, f"{said(term)} is monotone in {name} up to an end where its sign is known"
    return None


def _on(
    term: Term, name: str, low: Term, high: Term, closed: tuple[bool, bool], base: Givens,
    depth: int, cut: bool = False,
) -> Sign | None:  # fmt: skip
    from symderive.kernel.analysis.continuity.continuity import continuous_on

    found = differentiate_on(term, name, low, high, base)
    if found is None:
        return None
    slope, conditions = found
    if not all(c.settled for c in conditions):
        return None
    inner = on_interval(name, low, high, base)
    turn = prove_sign(slope, inner, depth - 1)
    if turn is None or turn[0] == "!0":
        return _cut(term, name, low, high, closed, base, depth) if cut else None
    smooth = continuous_on(term, name, low, high, base, closed=closed, depth=depth - 1)
    if not all(c.settled for c in smooth):
        return None
    rising = turn[0] in POSITIVE
    strict = turn[0] in ("+", "-") or _isolated(term, slope, name, low, high, base)
    start, stop = ((low, 0), (high, 1)) if rising else ((high, 1), (low, 0))
    for (end, which), wanted, strong in ((start, POSITIVE, "+"), (stop, NEGATIVE, "-")):
        sign = _at(term, name, end, "+" if which == 0 else "-", closed[which], base, depth)
        if sign is None or sign not in wanted:
            continue
        if sign == strong:
            return strong
        # At an open end the limit is not attained, and f is strictly monotone.
        return strong if strict and not closed[which] else "0" + strong
    return None


def _at(
    term: Term, name: str, end: Term, side: str, closed: bool, base: Givens, depth: int
) -> Sign | None:
    """The sign of the value or the one-sided limit at an end."""
    from symderive.kernel.analysis.continuity.points import continuous_at
    from symderive.kernel.analysis.limits.limits import limit

    if not infinite(end) and (closed or continuous_at(term, name, end, base)):
        found = prove_sign(substitute(term, {name: end}), base, depth - 1)
        return None if found is None else found[0]

    found_limit = limit(term, name, end, side, base)
    if found_limit is None or found_limit.kind == "none":
        return None
    if found_limit.value is None:
        return None
    if infinite(found_limit.value):
        return "+" if infinite(found_limit.value) > 0 else "-"
    known = prove_sign(found_limit.value, base, 0)
    return None if known is None else known[0]


def _isolated(term: Term, slope: Term, name: str, low: Term, high: Term, base: Givens) -> bool:
    """An analytic derivative that is not zero at one point has isolated zeros only."""
    from symderive.kernel.analysis.continuity.continuity import smooth_on

    if term.free != {name} or term.functions:
        return False
    wanted = infinite(low), infinite(high)
    for x in _inside(low, high, wanted):
        value = evaluate(slope, {name: x})
        if value.is_finite() and not value.contains(0):
            found = smooth_on(term, name, low, high, base, SMOOTH, closed=(False, False), depth=0)
            return all(c.settled for c in found)
    return False


def _inside(low: Term, high: Term, wanted: tuple[int, int]) -> list[acb]:
    """A few points of the interval; none where its ends are no numbers."""
    a = None if wanted[0] else evaluate(low, {}).real
    b = None if wanted[1] else evaluate(high, {}).real
    if any(e is not None and not e.is_finite() for e in (a, b)):
        return []
    if a is not None and b is not None:
        return [acb(a + (b - a) * k / 7) for k in (3, 5)]
    if a is not None:
        return [acb(a + k) for k in (1, 2)]
    if b is not None:
        return [acb(b - k) for k in (1, 2)]
    return [acb(1), acb(2)]


def _cut(
    term: Term, name: str, low: Term, high: Term, closed: tuple[bool, bool], base: Givens,
    depth: int,
) -> Sign | None:  # fmt: skip
    for c in CUTS:
        point = integer(c)
        left = infinite(low) or _sign(sub(point, low), base) == "+"
        right = infinite(high) or _sign(sub(high, point), base) == "+"
        if not (left and right):
            continue
        middle = prove_sign(substitute(term, {name: point}), base, depth - 1)
        if middle is None:
            continue
        a = _on(term, name, low, point, (closed[0], False), base, depth)
        if a is None:
            continue
        b = _on(term, name, point, high, (False, closed[1]), base, depth)
        if b is None:
            continue
        out = between(a, b)
        return None if out is None else between(out, middle[0])
    return None


def _sign(t: Term, givens: Givens) -> Sign | None:
    found = prove_sign(t, givens, 0)
    return None if found is None else found[0]
