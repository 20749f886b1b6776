"""Elliptic integrals by the parameter m, and Jacobi's functions with their two quadratic relations.

K and E of m and 1 - m are tied by Legendre's relation; complete integrals have gamma values at the
lemniscate; incomplete ones are odd in the amplitude (DLMF 19.2, 19.6, 19.7.1, 22.4-6, 22.16).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("0 < m"), read("m < 1")]))
>>> nf.of(read("jacobi_dn(u, m)^2 + m*jacobi_sn(u, m)^2"))
1
>>> nf.of(read("elliptic_k(1/2) - gamma(1/4)^2/(4*sqrt(pi))")).zero
True
"""

from __future__ import annotations

from fractions import Fraction

from symderive.kernel.logic.elementary import Rule
from symderive.kernel.logic.exponentials import cos_sin, cosh_sinh
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.gamma_family import gamma
from symderive.kernel.logic.normal import EXP_I_OF, FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import (
    made,
    negative_lead,
    nonnegative,
    number_of,
    positive,
    real,
)
from symderive.kernel.logic.tower import Generator

HALF = Fraction(1, 2)


# --- complete integrals ---------------------------------------------------------------------------


def complete(nf: NormalForm, head: str, m: Fraction_) -> Fraction_:
    """K(m) or E(m) for head elliptic_k, elliptic_e."""
    t = nf.tower
    m = t.reduce(m)
    c = number_of(m)
    if c == 0:
        return nf.number(1, 2) * nf.pi
    if c == 1:
        if head == "elliptic_k":
            raise Undefined("elliptic_k(1) is infinite", nf.written)
        return t.one
    if c in (HALF, -1):
        return _lemniscate(nf, head, c)
    below = real(nf, m) and positive(nf, t.reduce(t.one - m))
    before = len(t.generators)
    value = nf.opaque(head, [m], real=below, sign="+" if below else None)
    if len(t.generators) > before and below and positive(nf, m):
        _legendre(nf, m)
    return value


def _lemniscate(nf: NormalForm, head: str, c: Fraction) -> Fraction_:
    """The values at 1/2, and at -1 by K(-1) = K(1/2)/sqrt 2, E(-1) = sqrt 2 E(1/2)."""
    t = nf.tower
    square = gamma(nf, nf.number(1, 4)) ** 2
    k = t.mul(square, nf.power(nf.pi, -HALF) * nf.number(1, 4))
    if head == "elliptic_k":
        return k if c == HALF else t.mul(k, nf.power(nf.number(2), -HALF))
    e = nf.number(1, 2) * k + t.mul(nf.power(nf.pi, 3 * HALF), square.inverse())
    return e if c == HALF else t.mul(e, nf.power(nf.number(2), HALF))


def _legendre(nf: NormalForm, m: Fraction_) -> None:
    """E(m) K(1-m) + E(1-m) K(m) - K(m) K(1-m) = pi/2 for 0 < m < 1 (DLMF 19.7.1)."""
    t = nf.tower
    n = t.reduce(t.one - m)
    found = [made(nf, h, [x]) for h in ("elliptic_k", "elliptic_e") for x in (m, n)]
    if not all(found) or not t.once("legendre", *sorted(g.index for g in found if g)):
        return
    k, k1, e, e1 = found
    assert k and k1 and e and e1
    value = nf.number(1, 2) * nf.pi + t.poly(k1) * (t.poly(k) - t.poly(e))
    t.relate(((k, 1), (e1, 1)), value)


# --- incomplete integrals -------------------------------------------------------------------------


def _incomplete(nf: NormalForm, head: str, z: Fraction_, m: Fraction_) -> Fraction_:
    """F(z, m) or E(z, m): odd in z; at multiples of pi/2 that of the complete one for m < 1."""
    t = nf.tower
    z, m = t.reduce(z), t.reduce(m)
    if z.zero or m.zero:
        return z
    if negative_lead(z):
        return -_incomplete(nf, head, -z, m)
    below = real(nf, m) and positive(nf, t.reduce(t.one - m))
    quarters = number_of(nf.number(2) * z * nf.pi.inverse())
    if below and quarters is not None and quarters.denominator == 1:
        name = "elliptic_k" if head == "elliptic_f" else "elliptic_e"
        return nf.number(int(quarters)) * complete(nf, name, m)
    if head == "elliptic_e" and t.same(m, t.one) and _first_quadrant(nf, z):
        return cos_sin(nf, z)[1]
    is_real = below and real(nf, z)
    return nf.opaque(head, [z, m], real=is_real, sign=t.sign(z) if is_real else None)


def _first_quadrant(nf: NormalForm, z: Fraction_) -> bool:
    half = nf.number(1, 2) * nf.pi
    return real(nf, z) and nonnegative(nf, half - z) and nonnegative(nf, half + z)


def _elliptic_e(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    if len(args) == 1:
        return complete(nf, "elliptic_e", args[0])
    return _incomplete(nf, "elliptic_e", *args)


def _elliptic_pi(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    n, *rest = args
    t = nf.tower
    if n.zero:
        return FUNCTIONS["elliptic_k" if len(rest) == 1 else "elliptic_f"](nf, rest)
    below = all(real(nf, x) and positive(nf, t.reduce(t.one - x)) for x in (n, rest[-1]))
    return nf.opaque("elliptic_pi", args, real=below and real(nf, rest[0]))


# --- Jacobi's functions ---------------------------------------------------------------------------

# head -> parity in u, value at u = 0
_JACOBI = {"jacobi_sn": (-1, 0), "jacobi_cn": (1, 1), "jacobi_dn": (1, 1)}


def _jacobi(head: str) -> Rule:
    parity, at_zero = _JACOBI[head]

    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        t = nf.tower
        u, m = (t.reduce(a) for a in args)
        if u.zero:
            return nf.number(at_zero)
        if negative_lead(u):
            return nf.number(parity) * rule(nf, [-u, m])
        if m.zero:
            cos, sin = cos_sin(nf, u)
            return {"jacobi_sn": sin, "jacobi_cn": cos, "jacobi_dn": t.one}[head]
        if t.same(m, t.one):
            cosh, sinh = cosh_sinh(nf, u)
            inverse = t.reduce(cosh.inverse())
            return t.mul(sinh, inverse) if head == "jacobi_sn" else inverse
        return t.poly(_generator(nf, head, u, m))

    return rule


def _generator(nf: NormalForm, head: str, u: Fraction_, m: Fraction_) -> Generator:
    """cn and dn with cn^2 = 1 - sn^2 and dn^2 = 1 - m sn^2 (DLMF 22.6.1)."""
    t = nf.tower
    is_real = real(nf, u, m)
    sign = None
    if head == "jacobi_dn" and is_real and positive(nf, t.reduce(t.one - m)):
        sign = "+"
    sn = None if head == "jacobi_sn" else _generator(nf, "jacobi_sn", u, m)
    before = len(t.generators)
    g = nf.opaque_generator(head, [u, m], is_real, sign)
    if sn is not None and len(t.generators) > before:
        weight = t.one if head == "jacobi_cn" else m
        t.relate(((g, 2),), t.one - weight * t.poly(sn) ** 2)
    return g


def _am(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    t = nf.tower
    u, m = (t.reduce(a) for a in args)
    if u.zero or m.zero:
        return u
    if negative_lead(u):
        return -_am(nf, [-u, m])
    is_real = real(nf, u, m) and positive(nf, t.reduce(t.one - m))
    return nf.opaque("jacobi_am", [u, m], real=is_real, sign=t.sign(u) if is_real else None)


def _exp_i_am(nf: NormalForm, g: Generator) -> Fraction_ | None:
    """exp(i am) = cn + i sn, for real u and m < 1 (DLMF 22.16.11)."""
    if not g.real:
        return None
    args = list(g.payload)
    return FUNCTIONS["jacobi_cn"](nf, args) + nf.i * FUNCTIONS["jacobi_sn"](nf, args)


EXP_I_OF["jacobi_am"] = _exp_i_am
for _head in _JACOBI:
    FUNCTIONS[_head] = _jacobi(_head)
FUNCTIONS.update({
    "elliptic_k": lambda nf, a: complete(nf, "elliptic_k", a[0]), "elliptic_e": _elliptic_e,
    "elliptic_f": lambda nf, a: _incomplete(nf, "elliptic_f", *a), "elliptic_pi": _elliptic_pi,
    "jacobi_am": _am,
})  # fmt: skip
