"""What a normal form says, by mpmath: values of generators, relations and signs, for tests only."""

from __future__ import annotations

import mpmath as mp
from mpmath_values import INTEGERS, MPMATH, value

from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.tower import Generator

_mpf = mp.mpf
INTEGERS.update({
    "rgamma": mp.rgamma, "hurwitz": mp.zeta, "factorial2": mp.fac2, "dirichlet_eta": mp.altzeta,
    "bernoulli": lambda n: _mpf(1) / 2 if n == 1 else mp.bernoulli(int(n)), "fibonacci": mp.fib,
    "ceiling": mp.ceil, "Mod": lambda a, b: a - b * mp.floor(a / b),
    "KroneckerDelta": lambda *a: _mpf(int((a[0] if len(a) == 1 else a[0] - a[1]) == 0)),
})  # fmt: skip


class Values:
    """The generators of one normal form at one point (name -> number)."""

    def __init__(self, nf: NormalForm, point: dict) -> None:
        self.nf, self.point = nf, point
        self.memo: dict[int, object] = {}

    def polynomial(self, p):
        total = mp.mpf(0)
        for exps, c in self.nf.tower.terms(p):
            term = mp.mpf(int(c.p)) / int(c.q)
            for i, k in enumerate(exps):
                if k:
                    term *= self.generator(self.nf.tower.generators[i]) ** k
            total += term
        return total

    def fraction(self, f):
        return self.polynomial(f.n) / (self.polynomial(f.d) if f.d is not None else 1)

    def generator(self, g: Generator):
        if g.index not in self.memo:
            self.memo[g.index] = self._generator(g)
        return self.memo[g.index]

    def _generator(self, g: Generator):
        kind, payload = g.kind, g.payload
        if kind == "I":
            return mp.mpc(0, 1)
        if kind == "pi":
            return +mp.pi
        if kind == "constant":
            return +(mp.euler if payload == "EulerGamma" else mp.catalan)
        if kind == "symbol":
            name, q = payload
            return self.point[name] if q == 1 else mp.mpc(self.point[name]) ** (mp.mpf(1) / q)
        if kind == "conj":
            return mp.conj(self.point[payload[0]])
        if kind == "root":
            return mp.mpc(self.fraction(payload[0])) ** (mp.mpf(1) / payload[1])
        if kind in ("exp", "log"):
            return getattr(mp, kind)(self.fraction(payload))
        if kind == "abs":
            return abs(self.fraction(payload))
        if kind == "parity":
            m = mp.mpf(1)
            for h, k in payload[0]:
                m *= self.generator(h) ** k
            return mp.expjpi(m / payload[1])
        if kind == "unity":
            return mp.expjpi(mp.mpf(1) / payload)
        if kind in ("Sum", "Product", "Integral", "Piecewise"):
            return value(payload, self.point)
        return (MPMATH | INTEGERS)[kind](*[_plain(self.fraction(a)) for a in payload])

    def relations(self):
        """Pairs of numbers that the tower takes for equal."""
        for lead, right in self.nf.tower.relations:
            left = mp.mpf(1)
            for i, k in lead:
                left *= self.generator(self.nf.tower.generators[i]) ** k
            yield left, self.fraction(right)


def _plain(z):
    """A number without a rounding error where it should be real or an integer."""
    z = mp.mpc(z)
    if abs(z.imag) < mp.eps * 2**20 * (1 + abs(z)):
        z = z.real
        n = mp.nint(z)
        if abs(z - n) < mp.eps * 2**20 * (1 + abs(z)):
            return n
    return z


def has_sign(z, sign: str) -> bool:
    """Whether a number has a sign of the sign oracle, up to rounding."""
    z = mp.mpc(z)
    if sign == "!0":
        return bool(z != 0)
    tiny = mp.mpf(10) ** -15 * (1 + abs(z))
    if abs(z.imag) > tiny:
        return False
    return bool({"+": z.real > 0, "-": z.real < 0, "0+": z.real > -tiny, "0-": z.real < tiny,
                 "0": abs(z) < tiny}[sign])  # fmt: skip


def close(a, b) -> bool:
    return bool(abs(a - b) < mp.mpf(10) ** -12 * (1 + abs(a) + abs(b)))
