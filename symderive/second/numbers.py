"""Numbers without names, enclosed by balls: their signs, and nothing about equality.

>>> from symderive.second.ring import Ring
>>> ring = Ring()
>>> root = ring.bare_root(ring.whole(3), 2)
>>> sign(ring, ring.minus(ring.whole(2), root).top)
'+'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import acb, arb, ctx, fmpq

from symderive.second.sums import Silent, Sum

if TYPE_CHECKING:
    from symderive.second.ring import Fraction, Ring

BITS = 160
_VALUES: dict[str, Callable[[acb], acb]] = {
    "log": lambda z: z.log(), "atan": lambda z: z.atan(), "asin": lambda z: z.asin(),
}  # fmt: skip


def sign(ring: Ring, a: Sum) -> str | None:
    """+ or - of a sum of numbers, where a ball around it excludes zero; else None."""
    try:
        z = ball(ring, a)
    except Silent:
        return None
    if not (z.imag.is_zero() or _real(ring, a)) or not z.real.is_finite():
        return None
    return "+" if z.real > 0 else "-" if z.real < 0 else None


def _real(ring: Ring, a: Sum) -> bool:
    return all(not e and all(ring.atoms[k].real for k, _ in powers) for powers, e in a)


def ball(ring: Ring, a: Sum) -> acb:
    """An enclosure; Silent where a name stands in the sum."""
    old, ctx.prec = ctx.prec, BITS
    try:
        total = acb(0)
        for (powers, e), c in a.items():
            part = acb(arb(fmpq(c)))
            for k, n in powers:
                part *= _atom(ring, k) ** n
            if e:
                part *= fraction(ring, ring.exponents[e]).exp()
            total += part
        return total
    finally:
        ctx.prec = old


def fraction(ring: Ring, a: Fraction) -> acb:
    """An enclosure of a fraction; not finite where its denominator may be zero."""
    out = ball(ring, a.top)
    for f, e in a.below.values():
        out /= ball(ring, f) ** e
    return out


def _atom(ring: Ring, k: int) -> acb:
    atom = ring.atoms[k]
    if k == 0:
        return acb(0, 1)
    if atom.kind == "constant" and atom.data == "pi":
        return acb(arb.pi())
    if atom.kind == "root":
        value = fraction(ring, atom.data[0])
        if atom.real:
            value = acb(value.real)
        return (value.log() / atom.order).exp() * fraction(ring, atom.data[1])
    if atom.kind == "opaque" and atom.data[0] in _VALUES:
        z = _VALUES[atom.data[0]](fraction(ring, atom.data[1][0]))
        return acb(z.real) if atom.real else z
    raise Silent("no number")
