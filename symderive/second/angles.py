"""Exponents: whole turns dropped, and what exp makes of logarithms, inverse functions and angles.

exp(c*log u) = u^c, exp(I*asin u) = I*u + sqrt(1 - u^2), exp(I*atan u) = (1 + I*u)/sqrt(1 + u^2):
DLMF 4.23, valid wherever the principal values exist.
"""

from __future__ import annotations

from flint import fmpq

from symderive.second.ring import Atom, Fraction, Ring
from symderive.second.signs import root_by_factors
from symderive.second.sums import Monomial


def pi(ring: Ring) -> int:
    return ring.atom("pi", lambda: Atom("constant", "pi", sign="+"))


def half_turn(ring: Ring) -> Fraction:
    """pi*I."""
    return ring.times(ring.of_atom(pi(ring)), ring.unit)


def turned(ring: Ring, a: Fraction) -> Fraction:
    """The exponent with every even multiple of pi*I times an integer left out."""
    if a.below:
        return a
    top = dict(a.top)
    for m, c in a.top.items():
        if _turn(ring, m, integers=True):
            left = c - 2 * ((c + 1) / 2).floor()
            if left:
                top[m] = left
            else:
                del top[m]
    return Fraction(top)


def _turn(ring: Ring, m: Monomial, integers: bool) -> bool:
    """Whether a monomial is pi*I, or that times names of integers."""
    powers = dict(m[0])
    if m[1] or powers.pop(0, 0) != 1 or powers.pop(pi(ring), 0) != 1:
        return False
    if not integers:
        return not powers
    return all(ring.atoms[k].kind == "integer" for k in powers)


def extraction(ring: Ring, a: Fraction) -> tuple[Fraction, int] | None:
    """(what of exp(a) is no exponential, the rest of the exponent); None where there is nothing."""
    if a.below:
        return None
    factor, rest, found = ring.whole(1), dict(a.top), False
    for m, c in a.top.items():
        value = _value(ring, m, c)
        if value is not None:
            found = True
            del rest[m]
            factor = ring.times(factor, value)
    return (factor, ring._number_of(Fraction(rest))) if found else None


def _value(ring: Ring, m: Monomial, c: fmpq) -> Fraction | None:
    powers, e = m
    if e:
        return None
    if _turn(ring, m, integers=False):
        return turn_of_unity(ring, c) if int(c.q) in _TURNS else None
    names = [k for k, n in powers if n == 1]
    if len(names) != len(powers):
        return None
    if len(names) == 1:
        atom = ring.atoms[names[0]]
        if atom.kind == "opaque" and atom.data[0] == "log":
            u = atom.data[1][0]
            return ring.power(root_by_factors(ring, u, int(c.q)), int(c.p))
    if len(names) == 2 and names[0] == 0 and c.q == 1:
        atom = ring.atoms[names[1]]
        if atom.kind == "opaque" and atom.data[0] in ("asin", "atan"):
            u = atom.data[1][0]
            squared, one = ring.power(u, 2), ring.whole(1)
            up = ring.times(ring.unit, u)
            if atom.data[0] == "asin":
                base = ring.plus(up, root_by_factors(ring, ring.minus(one, squared), 2))
            else:
                root = root_by_factors(ring, ring.plus(one, squared), 2)
                base = ring.times(ring.plus(one, up), ring.inverse(root))
            return ring.power(base, int(c.p))
    return None


_TURNS = (1, 2, 3, 4, 5, 6, 10, 12)


def turn_of_unity(ring: Ring, c: fmpq) -> Fraction:
    """exp(pi*I*c) in radicals for the denominators of `_TURNS`, else an exponential."""
    n, q = int(c.p) % (2 * int(c.q)), int(c.q)
    if q not in _TURNS:
        m = Fraction({(((0, 1), (pi(ring), 1)), 0): fmpq(n if n <= q else n - 2 * q, q)})
        number = ring._number_of(m)
        return Fraction({((), number): fmpq(1)})
    i, two = ring.unit, ring.whole(2)

    def surd(k: int) -> Fraction:
        return ring.bare_root(ring.whole(k), 2)

    if q in (1, 2):
        base = ring.whole(-1) if q == 1 else i
    elif q in (3, 6):  # 1/2 + sqrt(3)/2*I, sqrt(3)/2 + 1/2*I
        a, b = (ring.whole(1), surd(3)) if q == 3 else (surd(3), ring.whole(1))
        base = ring.times(ring.plus(a, ring.times(b, i)), ring.inverse(two))
    elif q == 4:
        base = ring.times(ring.plus(ring.whole(1), i), ring.times(surd(2), ring.whole(fmpq(1, 2))))
    elif q == 12:  # 1/3 - 1/4
        base = ring.times(turn_of_unity(ring, fmpq(1, 3)), turn_of_unity(ring, fmpq(-1, 4)))
    elif q == 10:  # 1/10 = 3/5 - 1/2
        base = ring.times(turn_of_unity(ring, fmpq(3, 5)), ring.scaled(i, -1))
    else:  # cos(pi/5) = (1 + sqrt(5))/4, sin(pi/5) = sqrt(2)*sqrt(5 - sqrt(5))/4
        cos = ring.scaled(ring.plus(ring.whole(1), surd(5)), fmpq(1, 4))
        sin = root_by_factors(ring, ring.minus(ring.whole(1), ring.power(cos, 2)), 2)
        base = ring.plus(cos, ring.times(i, sin))
    return ring.power(base, n)
