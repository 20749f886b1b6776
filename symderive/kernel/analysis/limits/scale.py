"""The scale of growth at X -> oo: exp(P) X^a L1^b L2^c L3^d with L1 = log X, L2 = log L1 ..

Exponents and coefficients are terms free of X; P is a finite sum of monomials that tend to oo.
Two monomials are compared by the leading term of the logarithm of their quotient, whose sign the
sign oracle must prove; `GiveUp` where it cannot.  After G. H. Hardy, "Orders of Infinity" (1910).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.continuity.zeros import is_zero as proved_zero
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.field import Undefined
from symderive.kernel.logic.givens import Givens, Sign, constant
from symderive.kernel.logic.normal import NormalForm
from symderive.terms.tree import ONE, ZERO, Term, call, rational

MAX_SIZE = 250  # nodes of a coefficient
MAX_QUESTIONS = 500  # coefficients whose vanishing is asked for in one limit
DEPTH = 4  # X, log X, log log X, log log log X


class GiveUp(ArithmeticError):
    """The comparison or expansion is not decided: what is missing."""


class NeedMore(GiveUp):
    """All known terms cancelled: more of them are wanted."""


@dataclass(frozen=True)
class Monomial:
    """`powers` of X, L1, L2, L3; `growth` the terms (coefficient, monomial) of P."""

    powers: tuple[Term, ...] = (ZERO,) * DEPTH
    growth: tuple[tuple[Term, Monomial], ...] = ()

    @property
    def plain(self) -> bool:
        return not self.growth and all(p == ZERO for p in self.powers)


UNIT = Monomial()


def pure(level: int, exponent: Term = ONE) -> Monomial:
    """X^e for level 0, (log X)^e for level 1 .."""
    powers = [ZERO] * DEPTH
    powers[level] = exponent
    return Monomial(tuple(powers))


class Scale:
    """Arithmetic of coefficients and monomials under fixed givens, with a memory."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self._signs: dict[Term, Sign | None] = {}
        self._zeros: dict[Term, bool] = {}
        self._orders: dict[tuple[Monomial, Monomial], int] = {}

    # --- coefficients -----------------------------------------------------------------------------

    def sign(self, c: Term) -> Sign | None:
        q = constant(c)
        if q is not None:
            return "0" if q == 0 else "+" if q > 0 else "-"
        if c not in self._signs:
            self._signs[c] = "0" if self.zero(c) else sign_of(c, self.givens, 0)
        return self._signs[c]

    def zero(self, c: Term) -> bool:
        """Proved to be zero."""
        q = constant(c)
        if q is not None:
            return q == 0
        if c not in self._zeros:
            if len(self._zeros) > MAX_QUESTIONS:
                raise GiveUp("too many coefficients")
            self._zeros[c] = proved_zero(c, self.givens)
        return self._zeros[c]

    def nonzero(self, c: Term) -> bool:
        return self.sign(c) in ("+", "-", "!0")

    def add(self, a: Term, b: Term) -> Term:
        p, q = constant(a), constant(b)
        if p is not None and q is not None:
            return number(p + q)
        total = _small(plus(a, b))
        return ZERO if self.zero(total) else total

    def mul(self, a: Term, b: Term) -> Term:
        p, q = constant(a), constant(b)
        if p is not None and q is not None:
            return number(p * q)
        if p == 0 or q == 0:
            return ZERO
        return _small(times(a, b))

    def div(self, a: Term, b: Term) -> Term:
        p, q = constant(a), constant(b)
        if q == 1:
            return a
        if p is not None and q:
            return number(p / q)
        if q:
            return self.mul(number(1 / q), a)
        return over(a, b)

    def neg(self, a: Term) -> Term:
        q = constant(a)
        return minus(a) if q is None else number(-q)

    def short(self, c: Term) -> Term:
        """The rational number that a coefficient is, if its normal form says so."""
        if constant(c) is not None:
            return number(constant(c) or Fraction(0))
        try:
            value = NormalForm(self.givens).of(c).constant()
        except (ArithmeticError, ValueError):
            return c
        return c if value is None else number(Fraction(int(value.p), int(value.q)))

    def defined(self, c: Term) -> Term:
        """A part of the claim that is free of X, as `short`; one that has no value gives up."""
        if not c.free and not c.functions and not evaluate(c, {}).is_finite():
            raise GiveUp(f"{_text(c)} has no value")
        if constant(c) is not None or c.head == "Symbol":
            return self.short(c)
        try:
            value = NormalForm(self.givens).of(c).constant()
        except Undefined:
            raise GiveUp(f"{_text(c)} has no value") from None
        except (ArithmeticError, ValueError):
            return c
        return c if value is None else number(Fraction(int(value.p), int(value.q)))

    # --- monomials --------------------------------------------------------------------------------

    def times(self, a: Monomial, b: Monomial) -> Monomial:
        if a.plain or b.plain:
            return b if a.plain else a
        powers = tuple(self.add(p, q) for p, q in zip(a.powers, b.powers, strict=True))
        return Monomial(powers, self.sum_(a.growth, b.growth))

    def power(self, a: Monomial, e: Term) -> Monomial:
        powers = tuple(self.short(self.mul(p, e)) if p != ZERO else p for p in a.powers)
        return Monomial(powers, tuple((self.short(self.mul(c, e)), m) for c, m in a.growth))

    def over(self, a: Monomial, b: Monomial) -> Monomial:
        return self.times(a, self.power(b, minus(ONE)))

    def sum_(
        self, a: tuple[tuple[Term, Monomial], ...], b: tuple[tuple[Term, Monomial], ...]
    ) -> tuple[tuple[Term, Monomial], ...]:
        out: dict[Monomial, Term] = {}
        for c, m in (*a, *b):
            key = next((k for k in out if k == m or self.compare(k, m) == 0), m)
            out[key] = self.add(out[key], c) if key in out else c
        return tuple((c, m) for m, c in out.items() if not self.zero(c))

    def compare(self, a: Monomial, b: Monomial) -> int:
        """1 if a/b -> oo, -1 if a/b -> 0, 0 if a = b; raises GiveUp."""
        if a == b:
            return 0
        if (a, b) not in self._orders:
            self._orders[a, b] = self._compare(a, b)
        return self._orders[a, b]

    def _compare(self, a: Monomial, b: Monomial) -> int:
        negative = tuple((self.neg(c), m) for c, m in b.growth)
        growth = self.sum_(a.growth, negative)
        powers = [self.add(p, self.neg(q)) for p, q in zip(a.powers, b.powers, strict=True)]
        leading: list[tuple[Term, Monomial]] = list(growth)
        for level, p in enumerate(powers):
            if not self.zero(p):
                if level + 1 < DEPTH:
                    leading.append((p, pure(level + 1)))
                    break
                if not leading:
                    return self.direction(p)
        if not leading:
            return 0
        c, m = leading[0]
        for other, n in leading[1:]:
            if self.compare(n, m) > 0:
                c, m = other, n
        return self.direction(c)

    def direction(self, c: Term) -> int:
        s = self.sign(c)
        if s in ("+", "-"):
            return 1 if s == "+" else -1
        if s == "0":
            return 0
        raise GiveUp(f"the sign of {_text(c)} is not known")

    def vanishes(self, m: Monomial) -> bool:
        return self.compare(m, UNIT) < 0

    def explodes(self, m: Monomial) -> bool:
        return self.compare(m, UNIT) > 0


@lru_cache(maxsize=20_000)
def _size(t: Term) -> int:
    return 1 + sum(_size(a) for a in t.args)


def _small(c: Term) -> Term:
    if _size(c) > MAX_SIZE:
        raise GiveUp("coefficients grow too large")
    return c


def number(q: Fraction) -> Term:
    return rational(q.numerator, q.denominator)


def _text(c: Term) -> str:
    from symderive.kernel.analysis.ranges.ranges import said

    return said(c)


def log_term(c: Term) -> Term:
    return ZERO if c == ONE else call("log", c)
