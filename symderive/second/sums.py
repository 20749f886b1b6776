"""Sums of monomials in atoms, times exponentials: the numbers of the second checker.

A sum is a dict from (powers of atoms, exponential) to a rational; an exponential is the number of
its exponent in a table.  There is no gcd here: fractions are compared by multiplying across.

>>> one = {UNIT: fmpq(1)}
>>> plus(one, one, -1)
{}
"""

from __future__ import annotations

from flint import fmpq

Powers = tuple[tuple[int, int], ...]
Monomial = tuple[Powers, int]
Sum = dict[Monomial, fmpq]

UNIT: Monomial = ((), 0)  # no atom; exponential 0 is exp(0)
ZERO, ONE = fmpq(0), fmpq(1)
MOST = 4000  # monomials of one sum


class Silent(Exception):
    """Outside the fragment of the second checker: nothing is said."""


def number(q: fmpq | int) -> Sum:
    q = fmpq(q)
    return {UNIT: q} if q else {}


def plus(a: Sum, b: Sum, factor: fmpq | int = 1) -> Sum:
    """a + factor*b."""
    out = dict(a)
    for m, c in b.items():
        total = out.get(m, ZERO) + c * factor
        if total:
            out[m] = total
        else:
            out.pop(m, None)
    return out


def joined(a: Powers, b: Powers) -> Powers:
    if not a or not b:
        return a or b
    powers = dict(a)
    for atom, e in b:
        powers[atom] = powers.get(atom, 0) + e
    return tuple(sorted((atom, e) for atom, e in powers.items() if e))


def content(a: Sum) -> Powers:
    """The largest powers of atoms that divide every monomial."""
    common: dict[int, int] | None = None
    for powers, _ in a:
        here = dict(powers)
        if common is None:
            common = here
        else:
            common = {k: min(e, here[k]) for k, e in common.items() if k in here}
        if not common:
            return ()
    return tuple(sorted((common or {}).items()))


def lowered(a: Sum, powers: Powers) -> Sum:
    """The sum divided by powers that divide it."""
    down = tuple((k, -e) for k, e in powers)
    return {(joined(p, down), e): c for (p, e), c in a.items()}


def key(a: Sum) -> frozenset[tuple[Monomial, str]]:
    return frozenset((m, str(c)) for m, c in a.items())


def constant(a: Sum) -> fmpq | None:
    """The rational that a sum is, if it is one."""
    if not a:
        return ZERO
    return a[UNIT] if len(a) == 1 and UNIT in a else None


def leading(a: Sum) -> fmpq:
    return a[max(a)]
