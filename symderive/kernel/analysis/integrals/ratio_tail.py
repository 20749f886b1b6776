"""Tails of hypergeometric sums: the quotient of neighbouring terms is a rational function of the index.

Where its modulus stays below a q < 1 from `start` on, the tail is at most |a(start)|/(1 - q).  The
quotient is read off the term factor by factor; the bound is a ball over 1/k in [0, 1/start].

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.balls import Evaluator
>>> body = read("binomial(2*k, k)*(1/5)^k")
>>> bool(bound(body, "k", 200, Evaluator({}, {})) < 0.81)
True

Source: Rudin, Principles of Mathematical Analysis, Thm 3.34 (ratio test, with its remainder).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import acb, acb_poly, arb

from symderive.kernel.analysis.limits.germ import Unknown, around
from symderive.kernel.logic.ballfunctions import is_real, whole
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.tree import Term

_STEEPEST = 12  # largest slope of a factorial's argument


@dataclass
class _Quotient:
    """a(k + 1)/a(k) = factor * product(above)/product(below), polynomials in k."""

    factor: acb = field(default_factory=lambda: acb(1))
    above: list[acb_poly] = field(default_factory=list)
    below: list[acb_poly] = field(default_factory=list)


def tail(body: Term, name: str, start: int, e: Evaluator) -> acb:
    """A ball around the sum of the body over name >= start; raises Unknown."""
    first = e.with_values({name: acb(start)}).scalar(body)
    if not first.is_finite():
        raise Unknown("a term of the sum has no value")
    q = bound(body, name, start, e)
    return around(abs(first).upper() / (1 - q), is_real(first))


def bound(body: Term, name: str, start: int, e: Evaluator) -> arb:
    """A q < 1 above |a(k + 1)/a(k)| for all k >= start; raises Unknown where there is none."""
    quotient = _Quotient()
    _Reader(name, start, e).read(body, 1, quotient)
    u = acb(arb(0).union(arb(1) / start))
    value = quotient.factor
    degree = 0
    for p in quotient.above:
        value *= _reversed(p)(u)
        degree += p.degree()
    for p in quotient.below:
        below = _reversed(p)(u)
        if not abs(below) > 0:
            raise Unknown("the quotient of the terms may have a pole")
        value /= below
        degree -= p.degree()
    if degree > 0:
        raise Unknown("the quotient of the terms grows")
    size = abs(value).upper() / arb(start) ** -degree
    if not size < 1:
        raise Unknown("the quotient of the terms is not below 1")
    return size.upper()


class _Reader:
    def __init__(self, name: str, start: int, e: Evaluator) -> None:
        self.name, self.start, self.e = name, start, e

    def read(self, t: Term, power: int, q: _Quotient) -> None:
        """Multiply the quotient of t^power into q."""
        if self.name not in t.free:
            return
        head = t.head
        if head == "Mul":
            for a in t.args:
                self.read(a, power, q)
        elif head == "Neg":
            self.read(t.args[0], power, q)
        elif head == "Div":
            self.read(t.args[0], power, q)
            self.read(t.args[1], -power, q)
        elif head == "Pow":
            self._pow(t, power, q)
        elif head == "exp":
            q.factor *= acb(self._slope(t.args[0])).exp() ** power
        elif head in ("factorial", "gamma"):
            shift = 1 if head == "factorial" else 0
            self._gamma(self._linear(t.args[0], shift), power, q)
        elif head == "binomial":
            self._binomial(t, power, q)
        else:
            p = self._polynomial(t)
            self._times(p(acb_poly([1, 1])), power, q)
            self._times(p, -power, q)

    def _times(self, p: acb_poly, power: int, q: _Quotient) -> None:
        (q.above if power > 0 else q.below).extend([p] * abs(power))

    def _pow(self, t: Term, power: int, q: _Quotient) -> None:
        base, exponent = t.args
        if self.name in exponent.free:
            if self.name in base.free:
                self._tower(base, exponent, power, q)
                return
            # c^(x + y) = c^x c^y for the principal powers of any c that is not zero.
            c = self.e.scalar(base)
            if not abs(c) > 0:
                raise Unknown("the base of a power may be zero")
            slope = self._slope(exponent)
            n = whole(slope)
            q.factor *= (c**n if n is not None else (slope * c.log()).exp()) ** power
            return
        n = whole(self.e.scalar(exponent))
        if n is None or abs(n) > 64:
            raise Unknown("a power of the index that is no integer")
        self.read(base, n * power, q)

    def _tower(self, base: Term, exponent: Term, power: int, q: _Quotient) -> None:
        """k^(k + c): the quotient is (k + 1)*(1 + 1/k)^k*(1 + 1/k)^c, and (1 + 1/k)^k rises to e."""
        p = self._polynomial(exponent)
        c = whole(p[0])
        if base.head != "Symbol" or p.degree() > 1 or whole(p[1]) != 1 or c is None or abs(c) > 64:
            raise Unknown("a power of the index to the index")
        if self.start < 1:
            raise Unknown("a power of zero")
        rising = (1 + arb(1) / self.start) ** self.start
        q.factor *= acb(rising.union(arb.const_e())) ** power
        self._times(acb_poly([1, 1]), power * (1 + c), q)
        self._times(acb_poly([0, 1]), -power * c, q)

    def _gamma(self, line: tuple[int, acb], power: int, q: _Quotient) -> None:
        """gamma(a*k + b), its argument positive from `start` on."""
        a, b = line
        if a < 0 or not (b + a * self.start).real > 0:
            raise Unknown("a factorial whose argument is not positive")
        for j in range(a):
            self._times(acb_poly([b + j, a]), power, q)

    def _binomial(self, t: Term, power: int, q: _Quotient) -> None:
        """n!/(m! (n - m)!), all three arguments at least 0 from `start` on."""
        n, m = (self._linear(a, 0) for a in t.args)
        d = (n[0] - m[0], n[1] - m[1])
        for a, b in (n, m, d):
            if a < 0 or not (b + a * self.start).real > -1:
                raise Unknown("a binomial coefficient outside 0 <= m <= n")
        self._gamma((n[0], n[1] + 1), power, q)
        self._gamma((m[0], m[1] + 1), -power, q)
        self._gamma((d[0], d[1] + 1), -power, q)

    def _slope(self, t: Term) -> acb:
        p = self._polynomial(t)
        if p.degree() > 1:
            raise Unknown("an exponent that is not linear in the index")
        return p[1]

    def _linear(self, t: Term, shift: int) -> tuple[int, acb]:
        """(a, b) with t + shift = a*k + b, a an integer and b real."""
        p = self._polynomial(t)
        a = whole(p[1]) if p.degree() <= 1 else None
        if a is None or abs(a) > _STEEPEST or not is_real(p[0]):
            raise Unknown("a factorial of something that is not linear")
        return a, p[0] + shift

    def _polynomial(self, t: Term) -> acb_poly:
        if self.name not in t.free:
            value = self.e.scalar(t)
            if not value.is_finite():
                raise Unknown("a coefficient has no value")
            return acb_poly([value])
        if t.head == "Symbol":
            return acb_poly([0, 1])
        if t.head == "Neg":
            return -self._polynomial(t.args[0])
        if t.head == "Add":
            return sum((self._polynomial(a) for a in t.args), acb_poly([0]))
        if t.head == "Mul":
            product = acb_poly([1])
            for a in t.args:
                product *= self._polynomial(a)
            return product
        if t.head == "Div" and self.name not in t.args[1].free:
            return self._polynomial(t.args[0]) * (1 / self.e.scalar(t.args[1]))
        if t.head == "Pow" and t.args[1].head == "Integer" and 0 <= t.args[1].data <= 64:
            return self._polynomial(t.args[0]) ** int(t.args[1].data)
        raise Unknown(f"{t.head} of the index is no polynomial")


def _reversed(p: acb_poly) -> acb_poly:
    """u^degree * p(1/u)."""
    if p.degree() < 0:
        raise Unknown("a factor of the terms may vanish")
    return acb_poly(p.coeffs()[::-1])
