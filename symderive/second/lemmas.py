"""Three lemmas for differences that are no visible zero: injectivity of exp, angles, equal powers.

- A real d with exp(d) = 1 is zero.
- A real d with exp(k*I*d) = 1 and |k*d| < 2 pi is zero; |asin| and |atan| are at most pi/2.
- a, b >= 0 with a^q = b^q are equal.
"""

from __future__ import annotations

from flint import arb, fmpq

from symderive.second import numbers
from symderive.second.angles import pi
from symderive.second.ring import Fraction, Ring
from symderive.second.signs import POSITIVE, real, sign
from symderive.second.sums import Silent


def equal(ring: Ring, a: Fraction, b: Fraction) -> bool:
    """Whether a lemma proves a = b."""
    return any(_tried(lemma, ring, a, b) for lemma in (_powers, _exponential, _angle))


def _tried(lemma: object, ring: Ring, a: Fraction, b: Fraction) -> bool:
    try:
        return bool(lemma(ring, a, b))  # type: ignore[operator]
    except (Silent, ArithmeticError):
        return False


def _powers(ring: Ring, a: Fraction, b: Fraction) -> bool:
    if not any(x.kind == "root" for x in ring.atoms):
        return False
    if sign(ring, a) not in POSITIVE or sign(ring, b) not in POSITIVE:
        return False
    return any(ring.zero(ring.minus(ring.power(a, q), ring.power(b, q))) for q in (2, 3, 4))


def _exponential(ring: Ring, a: Fraction, b: Fraction) -> bool:
    d = ring.minus(a, b)
    if not any(x.kind == "opaque" and x.data[0] == "log" for x in ring.atoms) or not real(ring, d):
        return False
    return ring.zero(ring.minus(ring.exp(a), ring.exp(b)))


def _angle(ring: Ring, a: Fraction, b: Fraction) -> bool:
    d = ring.minus(a, b)
    if not real(ring, d):
        return False
    for k in (1, 2):
        if _small(ring, ring.scaled(d, k)):
            turns = ring.exp(ring.times(ring.scaled(d, k), ring.unit))
            return ring.zero(ring.minus(turns, ring.whole(1)))
    return False


def _small(ring: Ring, d: Fraction) -> bool:
    """Whether |d| < 2 pi: by a ball for a number, else angle by angle, in units of pi."""
    try:
        z = numbers.fraction(ring, d)
        if z.is_finite():
            return bool(abs(z.real) < 2 * arb.pi())
    except Silent:
        pass
    if d.below:
        return False
    total = fmpq(0)
    for (powers, e), c in d.top.items():
        if e or len(powers) != 1 or powers[0][1] != 1:
            return False
        k = powers[0][0]
        atom = ring.atoms[k]
        if k == pi(ring):
            total += abs(c)
        elif atom.kind == "opaque" and atom.data[0] in ("asin", "atan"):
            total += abs(c) / 2
        else:
            return False
    return total < 2
