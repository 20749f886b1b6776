"""Expansions at X -> oo: finitely many terms c*m in falling order, and an O(remainder).

f = sum c_i m_i + O(r) as X -> oo, with r = None for an exact finite sum.  Sums, products,
quotients, exponentials, logarithms and powers of expansions are expansions (Hardy 1910; van der
Hoeven, "Transseries and Real Differential Algebra", 2006); a leading coefficient must be proved
nonzero before it is divided by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.limits.scale import (
    DEPTH,
    UNIT,
    GiveUp,
    Monomial,
    NeedMore,
    Scale,
    log_term,
    number,
    pure,
)
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import ONE, ZERO, Term, call, pow_

MAX_POWER = 60


@dataclass(frozen=True)
class Series:
    terms: tuple[tuple[Term, Monomial], ...] = ()
    rest: Monomial | None = None

    @property
    def exact_zero(self) -> bool:
        return not self.terms and self.rest is None


class Calculus:
    """Operations on expansions that keep at most `order` terms."""

    def __init__(self, scale: Scale, order: int) -> None:
        self.scale, self.order = scale, order

    def constant(self, c: Term) -> Series:
        return Series(() if self.scale.zero(c) else ((c, UNIT),))

    def size(self, m: Monomial) -> Series:
        return Series((), m)

    def larger(self, a: Monomial | None, b: Monomial | None) -> Monomial | None:
        if a is None or b is None:
            return b if a is None else a
        return a if self.scale.compare(a, b) >= 0 else b

    def collect(self, terms: Sequence[tuple[Term, Monomial]], rest: Monomial | None) -> Series:
        """Sorted, merged, cut off at the remainder and at `order` terms."""
        sc = self.scale
        merged: dict[Monomial, Term] = {}
        for c, m in terms:
            merged[m] = sc.add(merged[m], c) if m in merged else c
        out: list[tuple[Term, Monomial]] = []
        for m, c in merged.items():
            if c == ZERO or (rest is not None and sc.compare(m, rest) <= 0):
                continue
            k = 0
            while k < len(out):
                order = sc.compare(m, out[k][1])
                if order >= 0:
                    break
                k += 1
            if k < len(out) and sc.compare(m, out[k][1]) == 0:
                out[k] = (sc.add(out[k][0], c), out[k][1])
            else:
                out.insert(k, (c, m))
        kept = [(c, m) for c, m in out if not sc.zero(c)]
        if len(kept) > self.order:
            rest = kept[self.order][1]
            kept = kept[: self.order]
        return Series(tuple(kept), rest)

    def add(self, *parts: Series) -> Series:
        rest = None
        for p in parts:
            rest = self.larger(rest, p.rest)
        return self.collect([t for p in parts for t in p.terms], rest)

    def neg(self, s: Series) -> Series:
        return Series(tuple((self.scale.neg(c), m) for c, m in s.terms), s.rest)

    def scaled(self, s: Series, c: Term, m: Monomial = UNIT) -> Series:
        sc = self.scale
        terms = tuple((sc.mul(c, d), sc.times(m, n)) for d, n in s.terms)
        return Series(terms, None if s.rest is None else sc.times(m, s.rest))

    def top(self, s: Series) -> Monomial | None:
        """A monomial m with s = O(m); None for the exact zero."""
        return s.terms[0][1] if s.terms else s.rest

    def mul(self, a: Series, b: Series) -> Series:
        if a.exact_zero or b.exact_zero:
            return Series()
        sc = self.scale
        ta, tb = self.top(a), self.top(b)
        assert ta is not None and tb is not None
        rest = None
        if a.rest is not None:
            rest = sc.times(a.rest, tb)
        if b.rest is not None:
            rest = self.larger(rest, sc.times(b.rest, ta))
        products = [(sc.mul(c, d), sc.times(m, n)) for c, m in a.terms for d, n in b.terms]
        return self.collect(products, rest)

    def lead(self, s: Series) -> tuple[Term, Monomial, Series]:
        """s = c m (1 + e) with c proved nonzero and e vanishing: (c, m, e)."""
        if not s.terms:
            raise NeedMore("no leading term is known") if s.rest else GiveUp("division by zero")
        c, m = s.terms[0]
        if not self.scale.nonzero(c):
            raise GiveUp("a leading coefficient is not proved nonzero")
        tail = Series(s.terms[1:], s.rest)
        return c, m, self.scaled(tail, self.scale.div(ONE, c), self.scale.power(m, minus(ONE)))

    def compose(self, coefficients: Sequence[Term], e: Series, complete: bool = False) -> Series:
        """sum a_k e^k + O(e^n) for a vanishing e and an analytic function (or a polynomial)."""
        if e.exact_zero:
            return self.constant(coefficients[0])
        top = self.top(e)
        assert top is not None
        if not self.scale.vanishes(top):
            raise GiveUp("an argument does not tend to the centre of its series")
        n = len(coefficients)
        rest = None if complete else self.scale.power(top, number_of(n))
        out = Series()
        for a in reversed(coefficients):
            out = self.add(self.mul(out, e), self.constant(a))
        return self.add(out, Series((), rest))

    def inverse(self, s: Series) -> Series:
        c, m, e = self.lead(s)
        signs = [ONE if k % 2 == 0 else minus(ONE) for k in range(self.order + 1)]
        inner = self.compose(signs, e)
        return self.scaled(inner, self.scale.div(ONE, c), self.scale.power(m, minus(ONE)))

    # --- log, exp, powers -------------------------------------------------------------------------

    def log_of(self, m: Monomial) -> Series:
        out = [Series(tuple(m.growth))] if m.growth else []
        for level, p in enumerate(m.powers):
            if p == ZERO:
                continue
            if level + 1 >= DEPTH:
                raise GiveUp("logarithms nested too deeply")
            out.append(Series(((p, pure(level + 1)),)))
        return self.add(*[self.collect(s.terms, None) for s in out]) if out else Series()

    def log(self, s: Series, real: bool) -> Series:
        """The principal logarithm; `real` tells that s is real near the limit."""
        c, m, e = self.lead(s)
        sign = self.scale.sign(c)
        if not self._branch_known(c, sign, real):
            raise GiveUp("the branch of a logarithm is not known")
        first = log_term(c)
        ones = [ZERO, *(number_of((-1) ** (k + 1), k) for k in range(1, self.order + 1))]
        return self.add(self.constant(first), self.log_of(m), self.compose(ones, e))

    def _branch_known(self, c: Term, sign: str | None, real: bool) -> bool:
        """c > 0; c < 0 where all is real (along the cut); or c off the cut, by its real part."""
        return sign == "+" or (sign == "-" and real) or self.scale.sign(call("re", c)) == "+"

    def exp(self, s: Series) -> Series:
        sc = self.scale
        infinite = [(c, m) for c, m in s.terms if sc.explodes(m)]
        finite = [c for c, m in s.terms if sc.compare(m, UNIT) == 0]
        small = Series(tuple((c, m) for c, m in s.terms if sc.vanishes(m)), s.rest)
        # Of a complex exponent only the real part tells the size.
        bounded_only = any(not is_real(c, sc.givens) for c, _ in infinite)
        if bounded_only:
            parts = [(c if is_real(c, sc.givens) else call("re", c), m) for c, m in infinite]
            infinite = [(c, m) for c, m in parts if not sc.zero(c)]
        growth = self._grown(infinite)
        if s.rest is not None and not sc.vanishes(s.rest):
            if sc.explodes(s.rest):
                raise NeedMore("an exponent known only up to an unbounded remainder")
            return self.size(growth)
        if bounded_only:
            return self.size(growth)
        factorial, ones = 1, [ONE]
        for k in range(1, self.order + 1):
            factorial *= k
            ones.append(number_of(1, factorial))
        tail = self.compose(ones, small)
        c0 = ONE if not finite else sc.short(call("exp", finite[0]))
        return self.scaled(tail, c0, growth)

    def _grown(self, infinite: Sequence[tuple[Term, Monomial]]) -> Monomial:
        """exp of an infinite part; exp(c log X) is X^c."""
        powers = [ZERO] * DEPTH
        growth = []
        for c, m in infinite:
            level = next((k for k in range(DEPTH - 1) if m == pure(k + 1)), None)
            if level is None:
                growth.append((c, m))
            else:
                powers[level] = c
        return Monomial(tuple(powers), tuple(growth))

    def power(self, s: Series, p: Term, real: bool) -> Series:
        """s^p for an exponent free of X; principal, as `log`."""
        q = constant(p)
        sc = self.scale
        if q is not None and q.denominator == 1 and 0 <= q <= 4:
            out = self.constant(ONE)
            for _ in range(int(q)):
                out = self.mul(out, s)
            return out
        if not s.terms:
            if sc.sign(p) != "+":
                raise NeedMore("a power of an unknown leading term")
            return Series() if s.rest is None else self.size(sc.power(s.rest, p))
        c, m, e = self.lead(s)
        whole = q is not None and q.denominator == 1
        sign = sc.sign(c)
        if not whole and not integral(p, sc) and not self._branch_known(c, sign, real):
            raise GiveUp("the branch of a power is not known")
        binomials = [ONE]
        for k in range(1, self.order + 1):
            step = sc.div(sc.add(p, number_of(1 - k)), number_of(k))
            binomials.append(sc.mul(binomials[-1], step))
        first = ONE if c == ONE else sc.short(pow_(c, p))
        return self.scaled(self.compose(binomials, e), first, sc.power(m, p))


def integral(p: Term, sc: Scale) -> bool:
    """Whether an exponent is an integer by its form."""
    if p.head == "Symbol":
        return sc.givens.sort(p.data).domain == "integer"
    if p.head in ("Add", "Mul", "Neg"):
        return all(integral(a, sc) for a in p.args)
    return p.head == "Integer"


def number_of(p: int, q: int = 1) -> Term:
    from fractions import Fraction

    return number(Fraction(p, q))
