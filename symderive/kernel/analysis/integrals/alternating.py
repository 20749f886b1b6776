"""Tails of alternating sums: (-1)^k*h(k) with h, -h', h'', .. of one sign beyond the start.

Then h and its differences D h(n) = h(n) - h(n + 1), D^2 h, .. have that sign and fall (mean value
theorem), so the tail from N on, up to the sign (-1)^N, is the sum of D^j h(N)/2^(j + 1), j < m, and
something between 0 and D^m h(N)/2^m: Leibniz's estimate after m steps of Euler's transformation
(Knopp, Theory and Application of Infinite Series, 15 and 62).

>>> from symderive.kernel.logic.balls import Evaluator
>>> from symderive.terms.reader import read
>>> tail(read("(-1)^k/(2*k + 1)"), "k", 256, Evaluator({}, {})).str(12)
'[0.000976558774781 +/- 2.84e-16]'
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from flint import acb, arb

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.factors import factors, product, slope
from symderive.kernel.analysis.limits.end_germs import Place
from symderive.kernel.analysis.limits.germ import Germ, Scale, Unknown, real, size
from symderive.kernel.logic.balls import Evaluator
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, integer, rational

STEPS = 6  # of Euler's transformation


def tail(body: Term, name: str, start: int, e: Evaluator) -> acb:
    """A ball around the sum of the body over name >= start; raises Unknown."""
    turn, h = _parted(body, name, start, e)
    known = {n: rational(q.numerator, q.denominator) for n, (q, _) in e.exact_reals().items()}
    h = substitute(h, {n: t for n, t in known.items() if n != name})
    if h.free != {name} or h.functions:
        raise Unknown("the terms hold names without an exact value")
    steps = _falling(h, name, start, e)
    values = [e.with_values({name: acb(start + j)}).scalar(h) for j in range(steps + 1)]
    total = acb(0)
    for j in range(steps):
        total += values[0] / 2 ** (j + 1)
        values = [a - b for a, b in pairwise(values)]
    rest = values[0].real / 2**steps
    total += acb(arb(0).union(rest))
    if not total.is_finite():
        raise Unknown("a term of the sum has no value")
    return turn * total


def _parted(body: Term, name: str, start: int, e: Evaluator) -> tuple[int, Term]:
    """(the sign at the start, h) where the body is (-1)^(a*k + b)*h with an odd a."""
    found = factors(body)
    turning = [
        (f, s) for f in found if (s := _sign(f.base, f.exponent, name, start, e)) is not None
    ]
    if len(turning) != 1:
        raise Unknown("the terms do not alternate by one factor")
    ((turn, sign),) = turning
    return sign, product([f for f in found if f is not turn])


def _sign(base: Term, exponent: Fraction, name: str, start: int, e: Evaluator) -> int | None:
    """The value at the start of (-1)^(a*k + b) or cos(pi*(a*k + b)), a odd; None for another factor."""
    if exponent not in (1, -1):
        return None
    if base.head == "Pow" and constant(base.args[0]) == -1:
        line, part = slope(base.args[1], name, e.exact_reals()), 0
    elif base.head == "cos":
        line, part = slope(base.args[0], name, e.exact_reals()), 1
    else:
        return None
    if line is None or any(v[1 - part] for v in line):
        return None
    b, a = (v[part] for v in line)
    if a.denominator != 1 or b.denominator != 1 or a.numerator % 2 == 0:
        return None
    return -1 if (b.numerator + a.numerator * start) % 2 else 1


def _falling(h: Term, name: str, start: int, e: Evaluator) -> int:
    """How many differences of h are proved to be of one sign and to fall; h tends to 0."""
    scale = Scale(Fraction(1, start))
    g = _germ(h, name, scale, e)
    if not scale.limit(g).is_zero():
        raise Unknown("the terms do not tend to zero")
    wanted = _one_sign(g, scale)
    steps = 0
    while steps <= STEPS:
        found = differentiate_on(h, name, integer(start - 1), Term("oo"), Givens())
        if found is None or not all(c.settled for c in found[1]):
            break
        h = found[0]
        wanted = -wanted
        try:
            if _one_sign(_germ(h, name, scale, e), scale) != wanted:
                break
        except Unknown:
            break
        steps += 1
    if not steps:
        raise Unknown("the terms are not proved to fall in size")
    return steps - 1


def _germ(h: Term, name: str, scale: Scale, e: Evaluator) -> Germ:
    return Place(name, None, 1, scale, e).germ(h)


def _one_sign(g: Germ, scale: Scale) -> int:
    span = size(g, scale)
    if real(g) and (span.real > 0 or span.real < 0):
        return 1 if span.real > 0 else -1
    raise Unknown("a sign is not proved")
