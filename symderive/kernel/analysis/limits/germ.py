"""Germs: what a function is on (0, d] next to one end of its interval, with a proven remainder.

A germ stands for  exp(phi(u)) * u^s * sum_k log(1/u)^k * P_k(u):  phi a sum of negative powers of
u that make it small, P_k a polynomial whose last coefficient is a ball that contains a function of
u.  From it follow tails of integrals and sums, limits, and proofs of divergence.  Remainders as in
Taylor models (Makino and Berz 2003).

>>> near = Scale(Fraction(1, 16))
>>> u = near.power(Fraction(1))
>>> g = near.compose(acb_series.sin, u)            # sin(u) = u * (1 - u^2/6 + ...)
>>> g.s, g.parts[0][0].str(5), g.parts[0][2].str(3)
(Fraction(1, 1), '1.0000', '[-0.167 +/- 3.34e-4]')
>>> near.integral(near.power(Fraction(-1, 2))).str(5, radius=False)
'0.50000'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from flint import acb, acb_poly, acb_series, arb, fmpq

from symderive.kernel.logic.ballfunctions import is_real

ORDER = 8  # degree of the polynomials; FLINT's series are capped at ten terms
Poly = list[acb]
Phi = dict[Fraction, acb]  # exponent m > 0 -> coefficient of u^-m


class Unknown(Exception):
    """The germ cannot be found or used this way: nothing is concluded."""


@dataclass(frozen=True)
class Germ:
    """exp(sum phi_m u^-m) * u^s * sum_k log(1/u)^k * parts[k](u) on (0, d]."""

    phi: Phi
    s: Fraction
    parts: dict[int, Poly]


def to_arb(q: Fraction | int) -> arb:
    q = Fraction(q)
    return arb(fmpq(q.numerator, q.denominator))


def fraction_of(c: acb) -> Fraction | None:
    """An exactly known real coefficient as a fraction."""
    if not (c.is_exact() and is_real(c)):
        return None
    p, q = c.real.fmpq().p, c.real.fmpq().q
    return Fraction(int(p), int(q))


def disk() -> acb:
    """A ball that contains the closed unit disk."""
    return acb(arb(0, 1), arb(0, 1))


def real(g: Germ) -> bool:
    """Whether the germ has real values (its coefficients are exactly real)."""
    return all(is_real(c) for p in (*g.parts.values(), [*g.phi.values()]) for c in p)


def around(bound: arb, real_only: bool) -> acb:
    """The ball of all numbers (all real ones) of modulus at most `bound`."""
    part = arb(0, 1) * bound.upper()
    return acb(part) if real_only else acb(part, part)


class Scale:
    """The interval (0, d] and the arithmetic of germs on it; d <= 1/8, so log(1/u) > 2."""

    def __init__(self, d: Fraction) -> None:
        assert 0 < d <= Fraction(1, 8)
        self.d = d
        self.top = to_arb(d)
        self.unit = acb(arb(0).union(self.top))  # contains every u
        self.log = -self.top.log()  # least value of log(1/u)

    # --- building ---------------------------------------------------------------------------------

    def constant(self, c: acb) -> Germ:
        return Germ({}, Fraction(0), {0: [c, acb(0)]})

    def power(self, s: Fraction) -> Germ:
        return Germ({}, s, {0: [acb(1), acb(0)]})

    def bounded(self, ball: acb, s: Fraction = Fraction(0)) -> Germ:
        """u^s times some function with values in the ball."""
        return Germ({}, s, {0: [ball]})

    # --- polynomials whose last coefficient varies ------------------------------------------------

    def cut(self, p: Poly, degree: int) -> Poly:
        """The same function with at most that degree: higher terms go into the last coefficient."""
        if len(p) <= degree + 1:
            return p
        rest = acb(0)
        for c in reversed(p[degree:]):
            rest = rest * self.unit + c
        return [*p[:degree], rest]

    def span(self, p: Poly) -> acb:
        """A ball that contains all values of p on (0, d]."""
        return self.cut(p, 0)[0]

    def _plus(self, p: Poly, q: Poly) -> Poly:
        n = min(len(p), len(q)) - 1
        short, long = (p, q) if len(p) <= len(q) else (q, p)
        if short[-1].is_zero():  # an exact polynomial has every higher degree
            short = short + [acb(0)] * (len(long) - len(short))
            n = len(long) - 1
        return [a + b for a, b in zip(self.cut(short, n), self.cut(long, n), strict=True)]

    def _times(self, p: Poly, q: Poly) -> Poly:
        n = max(
            min(len(r) - 1 for r in (p, q) if not r[-1].is_zero())
            if any(not r[-1].is_zero() for r in (p, q))
            else ORDER,
            0,
        )
        product = (acb_poly(p) * acb_poly(q)).coeffs() or [acb(0)]
        if len(product) <= n:
            product += [acb(0)] * (n + 1 - len(product))
        return self.cut(product, n)

    def _shift(self, p: Poly, d: int) -> Poly:
        return self.cut([acb(0)] * d + p, ORDER)

    # --- arithmetic -------------------------------------------------------------------------------

    def times(self, a: Germ, b: Germ) -> Germ:
        parts: dict[int, Poly] = {}
        for k, p in a.parts.items():
            for j, q in b.parts.items():
                r = self._times(p, q)
                parts[k + j] = self._plus(parts[k + j], r) if k + j in parts else r
        phi = dict(a.phi)
        for m, c in b.phi.items():
            phi[m] = phi.get(m, acb(0)) + c
        return self.normal(
            Germ({m: c for m, c in phi.items() if not c.is_zero()}, a.s + b.s, parts)
        )

    def scaled(self, a: Germ, c: acb) -> Germ:
        return Germ(a.phi, a.s, {k: [c * z for z in p] for k, p in a.parts.items()})

    def plus(self, a: Germ, b: Germ) -> Germ:
        if _is_zero(a):
            return b
        if _is_zero(b):
            return a
        if a.phi.keys() != b.phi.keys() or not all((a.phi[m] - b.phi[m]).is_zero() for m in a.phi):
            return self._absorbed(a, b)
        if b.s < a.s:
            a, b = b, a
        d = b.s - a.s
        parts = dict(a.parts)
        for k, q in b.parts.items():
            if d.denominator == 1:
                q, at = self._shift(q, int(d)), k
            else:  # u^d = u^floor(d) * u^frac, the second factor inside [0, d^frac]
                whole = floor(d)
                part = acb(arb(0).union(self.top ** to_arb(d - whole)))
                q, at = self._shift([self.span(q) * part], whole), k
            parts[at] = self._plus(parts[at], q) if at in parts else q
        return self.normal(Germ(a.phi, a.s, parts))

    def _absorbed(self, a: Germ, b: Germ) -> Germ:
        """a + b where the exponential factor of one is small against the other's."""
        for big, small in ((a, b), (b, a)):
            phi = {m: small.phi.get(m, acb(0)) - big.phi.get(m, acb(0))
                   for m in small.phi.keys() | big.phi.keys()}  # fmt: skip
            rate = self.decay(phi)
            if rate is None:
                continue
            # small/(exp u^s) of big is at most exp(-c u^-m) u^q L^k |P|; keep it at degree ORDER.
            bound = arb(0)
            for k, p in small.parts.items():
                q = small.s - big.s - ORDER - max(k, 0)
                bound += abs(self.span(p)).upper() * self._peak(rate, -q)
            extra = around(bound, real(small) and real(big))
            parts = dict(big.parts)
            parts[0] = self._plus(parts.get(0, [acb(0), acb(0)]), [acb(0)] * ORDER + [extra])
            return self.normal(Germ(big.phi, big.s, parts))
        raise Unknown("two exponential factors of the same size")

    def decay(self, phi: Phi) -> tuple[arb, Fraction] | None:
        """(c, m) with Re phi(u) <= -c u^-m on (0, d] and c > 0; None if it does not decay."""
        if not phi:
            return None
        m = max(phi)
        c = -phi[m].real
        for j, z in phi.items():
            if j != m:
                c -= abs(z).upper() * self.top ** to_arb(m - j)
        low = c.lower()
        return (low, m) if low > 0 else None

    def _peak(self, rate: tuple[arb, Fraction], q: Fraction) -> arb:
        """An upper bound of x^q exp(-c x^m) for x >= 1/d."""
        c, m = rate
        x = 1 / self.top
        if q > 0:
            turn = (to_arb(q) / (c * to_arb(m))) ** to_arb(1 / m)
            x = x.max(turn)
        return (x ** to_arb(q) * (-c * x ** to_arb(m)).exp()).upper()

    def normal(self, g: Germ) -> Germ:
        """Leading coefficients that are exactly zero taken out of the polynomials."""
        parts = {k: p for k, p in g.parts.items() if any(not c.is_zero() for c in p)}
        if not parts:
            return Germ({}, Fraction(0), {0: [acb(0), acb(0)]})
        lead = min(next(i for i, c in enumerate(p) if not c.is_zero()) for p in parts.values())
        return Germ(g.phi, g.s + lead, {k: p[lead:] for k, p in parts.items()})

    # --- functions --------------------------------------------------------------------------------

    def plain(self, g: Germ) -> Poly:
        """The germ as a polynomial if it is one: bounded, no logarithm, no exponential factor."""
        if g.phi or set(g.parts) != {0} or g.s < 0:
            raise Unknown("the argument is not bounded near the end")
        if g.s.denominator == 1:
            return self._shift(g.parts[0], int(g.s))
        return [self.span(g.parts[0]) * acb(arb(0).union(self.top ** to_arb(g.s)))]

    def compose(self, f: Callable[[acb_series], acb_series], g: Germ) -> Germ:
        """f(g) for analytic f: coefficients at u = 0, the last one over all of (0, d]."""
        p = self.plain(g)
        n = len(p) - 1
        if p[-1].is_zero():
            n, p = ORDER, (p + [acb(0)] * ORDER)[: ORDER + 1]
        low = f(acb_series(p[:n], prec=n)) if n else None
        moved = acb_poly(p)(acb_poly([self.unit, acb(1)])).coeffs()  # p(tau + t), tau in (0, d]
        high = f(acb_series(moved[: n + 1], prec=n + 1))
        coefficients = [low[i] for i in range(n)] if low is not None else []
        return self._checked(Germ({}, Fraction(0), {0: [*coefficients, high[n]]}))

    def inverse(self, g: Germ) -> Germ:
        if len(g.parts) != 1:
            raise Unknown("a sum with logarithms in a denominator")
        ((k, p),) = g.parts.items()
        if self.span(p).contains(0):
            raise Unknown("a denominator that may vanish")
        unit = self.compose(acb_series.inv, Germ({}, Fraction(0), {0: p}))
        return Germ({m: -c for m, c in g.phi.items()}, unit.s - g.s, {-k: unit.parts[0]})

    def _checked(self, g: Germ) -> Germ:
        if not all(c.is_finite() for p in g.parts.values() for c in p):
            raise Unknown("a value or a derivative is not finite near the end")
        return self.normal(g)

    # --- conclusions ------------------------------------------------------------------------------

    def integral(self, g: Germ) -> acb:
        """The integral over (0, d]; raises Unknown unless it converges absolutely."""
        if g.phi:
            return self._small_integral(g)
        total = acb(0)
        for k, p in g.parts.items():
            for i, c in enumerate(p):
                if c.is_zero():
                    continue
                a = to_arb(g.s + i + 1)
                if not a > 0:
                    raise Unknown("the integrand is not bounded by an integrable power")
                if k < 0:
                    total += c * acb(arb(0).union(self.log**k)) * (self.top**a / a)
                else:  # DLMF 8.2.2 with t = a log(1/u)
                    total += c * acb(a * self.log).gamma_upper(acb(k + 1)) / a ** (k + 1)
        return total

    def _small_integral(self, g: Germ) -> acb:
        rate = self.decay(g.phi)
        if rate is None:
            raise Unknown("the exponential factor does not decay")
        c, m = rate
        bound = arb(0)
        for k, p in g.parts.items():
            # the integral of x^q exp(-c x^m) over x >= 1/d, with log x <= x
            q = -g.s - 2 + max(k, 0)
            e = to_arb((q + 1) / m)
            tail = acb(c * self.top ** to_arb(-m)).gamma_upper(acb(e)).real
            bound += abs(self.span(p)).upper() * (tail / (to_arb(m) * c**e)).upper()
        return around(bound, real(g))

    def limit(self, g: Germ) -> acb:
        """The limit as u tends to 0; raises Unknown where none is proved."""
        if _is_zero(g):
            return acb(0)
        if g.phi:
            if self.decay(g.phi) is None:
                raise Unknown("the exponential factor does not decay")
            return acb(0)
        if g.s > 0:
            return acb(0)
        if g.s < 0 or any(k > 0 and (len(p) < 2 or not p[0].is_zero()) for k, p in g.parts.items()):
            raise Unknown("no finite limit")
        constant = g.parts.get(0, [acb(0), acb(0)])
        if len(constant) < 2:
            raise Unknown("the leading coefficient is only bounded")
        return constant[0]


def _is_zero(g: Germ) -> bool:
    return all(c.is_zero() for p in g.parts.values() for c in p)


# --- signs ----------------------------------------------------------------------------------------


def size(g: Germ, scale: Scale) -> acb:
    """A ball that contains g over exp(phi)*u^s*log(1/u)^k, k being the highest power, on (0, d]."""
    top = max(g.parts)
    span = acb(0)
    for k, p in g.parts.items():
        share = acb(1) if k == top else acb(arb(0).union(scale.log ** (k - top)))
        span += scale.span(p) * share
    return span


def keeps_sign(g: Germ, scale: Scale) -> int | None:
    """The highest power of log(1/u) if the germ, or its real or imaginary part, has one sign."""
    if any(not is_real(c) for c in g.phi.values()):
        return None
    span = size(g, scale)
    one = any(x > 0 or x < 0 for x in (span.real, span.imag))
    return max(g.parts) if one else None


def grows(g: Germ, scale: Scale) -> bool:
    """The exponential factor exceeds every power."""
    return scale.decay({m: -c for m, c in g.phi.items()}) is not None
