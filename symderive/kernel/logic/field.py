"""Fractions of polynomials over Q, in lowest terms: the field in which normal forms live.

`Fraction_` is a numerator and a denominator in one `fmpq_mpoly` context; the denominator's leading
coefficient is 1.  Products and gcds are estimated before they are asked of FLINT, which cannot be
interrupted: over the cap `TooLarge` is raised.

>>> ctx = context(4)
>>> x, y = (Fraction_(g) for g in ctx.gens()[:2])
>>> (x * x - y * y) / (x - y)
g0 + g1
>>> ONE_OVER = ctx.constant(1)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

MAX_TERMS = 40_000
MAX_PRODUCT = 3_000_000
MAX_DEGREE = 3_000


class TooLarge(ArithmeticError):
    """The exact form would exceed the caps on terms or degree."""


class Undefined(ArithmeticError):
    """An element whose normal form is zero was inverted; `written` if the claim's text inverts it."""

    def __init__(self, message: str, written: bool = False) -> None:
        super().__init__(message)
        self.written = written


@lru_cache(maxsize=16)
def context(size: int) -> Any:
    """The polynomial context with generators g0 .. g{size-1}, lexicographic order."""
    return fmpq_mpoly_ctx.get([f"g{i}" for i in range(size)], Ordering.lex)


def times(a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
    """a*b, refused beforehand where it could be too large."""
    if len(a) * len(b) > MAX_PRODUCT:
        raise TooLarge(f"a product of {len(a)} by {len(b)} terms")
    return a * b


class Fraction_:
    """n/d in lowest terms; `d` is None for 1.  Immutable by convention."""

    __slots__ = ("d", "n")

    def __init__(self, n: fmpq_mpoly, d: fmpq_mpoly | None = None) -> None:
        self.n = n
        self.d = d

    @property
    def zero(self) -> bool:
        return bool(self.n.is_zero())

    def constant(self) -> fmpq | None:
        """The rational value if this is a constant, else None."""
        if self.d is None and self.n.is_constant():
            return self.n.leading_coefficient() if not self.n.is_zero() else fmpq(0)
        return None

    def __repr__(self) -> str:
        return str(self.n) if self.d is None else f"({self.n})/({self.d})"

    @property
    def key(self) -> str:
        """A text that two fractions share exactly when they are the same."""
        return repr(self)

    def __neg__(self) -> Fraction_:
        return Fraction_(-self.n, self.d)

    def __add__(self, other: Fraction_) -> Fraction_:
        a, b, c, d = self.n, self.d, other.n, other.d
        if b is None and d is None:
            return Fraction_(a + c)
        if d is None:
            assert b is not None
            return Fraction_(a + times(c, b), b)
        if b is None:
            return Fraction_(times(a, d) + c, d)
        if b == d:
            return lowest(a + c, b)
        g = b.gcd(d)
        b1, d1 = b / g, d / g
        n = times(a, d1) + times(c, b1)
        return lowest(n, times(b, d1))

    def __sub__(self, other: Fraction_) -> Fraction_:
        return self + (-other)

    def __mul__(self, other: Fraction_) -> Fraction_:
        a, b, c, d = self.n, self.d, other.n, other.d
        if b is None and d is None:
            return Fraction_(times(a, c))
        if a.is_zero() or c.is_zero():
            return Fraction_(a * 0)
        if d is not None:
            g = a.gcd(d)
            if not g.is_one():
                a, d = a / g, d / g
        if b is not None:
            g = c.gcd(b)
            if not g.is_one():
                c, b = c / g, b / g
        den = times(b, d) if b is not None and d is not None else b if b is not None else d
        return monic(times(a, c), den)

    def inverse(self) -> Fraction_:
        """1/self; raises `Undefined` at zero."""
        if self.n.is_zero():
            raise Undefined("division by an element that is identically zero")
        one = self.n * 0 + 1
        return monic(self.d if self.d is not None else one, self.n)

    def __truediv__(self, other: Fraction_) -> Fraction_:
        return self * other.inverse()

    def __pow__(self, k: int) -> Fraction_:
        if k < 0:
            return self.inverse() ** -k
        size = max(len(self.n), len(self.d) if self.d is not None else 1)
        if size > 1 and (k > 400 or k ** min(size - 1, 8) > MAX_TERMS * 50):
            raise TooLarge(f"the power {k} of a sum of {size} terms")
        if k > 10**6:
            raise TooLarge(f"the power {k}")
        n = self.n**k
        if len(n) > MAX_TERMS:
            raise TooLarge(f"a polynomial of {len(n)} terms")
        return Fraction_(n, None if self.d is None else self.d**k)


def monic(n: fmpq_mpoly, d: fmpq_mpoly | None) -> Fraction_:
    """n/d, already coprime, with the denominator's leading coefficient made 1."""
    if d is None:
        return Fraction_(n)
    c = d.leading_coefficient()
    if d.is_constant():
        return Fraction_(n / c)
    return Fraction_(n, d) if c == 1 else Fraction_(n / c, d / c)


def lowest(n: fmpq_mpoly, d: fmpq_mpoly) -> Fraction_:
    """n/d in lowest terms."""
    if n.is_zero():
        return Fraction_(n)
    g = n.gcd(d)
    return monic(n, d) if g.is_one() else monic(n / g, d / g)
