"""Ends of ranges: exact numbers q + r*pi, balls, and the two infinities, compared without doubt.

A range is where a real term lives; its ends are attained (closed) or not (open).  Exact ends keep
`x < pi` and `sin(x) > 0` apart from `x <= pi`; everything else is a ball that contains the end.

>>> Range.of(0, 1) + Range.point(2)
(2, 3)
>>> Range.of(-1, 2, "[]").power(2), Range.of(0, 1).reciprocal()
([0, 4], (1, oo))
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

Rational = int | Fraction


@dataclass(frozen=True, eq=False)
class End:
    """q + r*pi if `ball` is None and `infinite` is 0; a ball; or an infinity with its sign."""

    q: Fraction = Fraction(0)
    r: Fraction = Fraction(0)
    ball: arb | None = None
    infinite: int = 0

    def __repr__(self) -> str:
        if self.infinite:
            return "oo" if self.infinite > 0 else "-oo"
        if self.ball is not None:
            return str(self.ball.str(8, radius=False))
        if not self.r:
            return str(self.q)
        return f"{self.r}*pi" if not self.q else f"{self.q} + {self.r}*pi"

    @property
    def rational(self) -> Fraction | None:
        exact = not self.infinite and self.ball is None and not self.r
        return self.q if exact else None

    @property
    def value(self) -> arb:
        """The enclosure of a finite end."""
        if self.ball is not None:
            return self.ball
        out = _arb(self.q)
        return out + _arb(self.r) * arb.pi() if self.r else out

    def sign(self) -> int | None:
        """-1, 0, 1, or None where the ball does not tell."""
        if self.infinite:
            return self.infinite
        if self.ball is None:
            if not self.r:
                return (self.q > 0) - (self.q < 0)
            if not self.q:
                return 1 if self.r > 0 else -1
        v = self.value
        return 1 if v > 0 else -1 if v < 0 else 0 if v.is_zero() else None

    def __neg__(self) -> End:
        ball = None if self.ball is None else -self.ball
        return End(-self.q, -self.r, ball, -self.infinite)

    def __add__(self, other: End) -> End:
        if self.infinite or other.infinite:
            return self if self.infinite else other
        if self.ball is None and other.ball is None:
            return End(self.q + other.q, self.r + other.r)
        return End(ball=self.value + other.value)

    def __sub__(self, other: End) -> End:
        return self + (-other)

    def __mul__(self, other: End) -> End:
        """The product; 0 * oo is 0, as the corner of a product of ranges wants it."""
        s, t = self.sign(), other.sign()
        if s == 0 or t == 0:
            return NOUGHT
        if self.infinite or other.infinite:
            if s is None or t is None:
                return End(ball=arb.nan())
            return End(infinite=s * t)
        if self.ball is None and other.ball is None and (not self.r or not other.r):
            q, of = (self.q, other) if not self.r else (other.q, self)
            return End(q * of.q, q * of.r)
        return End(ball=self.value * other.value)

    def compare(self, other: End) -> int | None:
        """The sign of self - other."""
        if self.infinite and self.infinite == other.infinite:
            return 0
        return (self - other).sign()


def _arb(q: Fraction) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def exact(q: Rational, r: Rational = 0) -> End:
    return End(Fraction(q), Fraction(r))


NOUGHT, UNIT = exact(0), exact(1)
OO, MINUS_OO = End(infinite=1), End(infinite=-1)


@dataclass(frozen=True, eq=False)
class Range:
    """An interval that contains every value; an open end is not attained."""

    low: End = MINUS_OO
    high: End = OO
    low_open: bool = True
    high_open: bool = True

    def __repr__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{left}{self.low!r}, {self.high!r}{right}"

    @classmethod
    def of(cls, low: End | Rational, high: End | Rational, ends: str = "()") -> Range:
        a = low if isinstance(low, End) else exact(low)
        b = high if isinstance(high, End) else exact(high)
        return cls(a, b, ends[0] == "(", ends[1] == ")")

    @classmethod
    def point(cls, value: End | Rational) -> Range:
        return cls.of(value, value, "[]")

    def sign(self) -> str | None:
        """The sign that every value has: + - 0+ 0- 0, or None."""
        low, high = self.low.sign(), self.high.sign()
        if low == 0 and high == 0:
            return "0"
        if low is not None and low >= 0:
            return "+" if low > 0 or self.low_open else "0+"
        if high is not None and high <= 0:
            return "-" if high < 0 or self.high_open else "0-"
        return None

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.high_open, self.low_open)

    def __add__(self, other: Range) -> Range:
        return Range(
            self.low + other.low, self.high + other.high,
            self.low_open or other.low_open, self.high_open or other.high_open,
        )  # fmt: skip

    def __mul__(self, other: Range) -> Range:
        corners = []
        for a, a_open in ((self.low, self.low_open), (self.high, self.high_open)):
            for b, b_open in ((other.low, other.low_open), (other.high, other.high_open)):
                nil = (a.sign() == 0 and not a_open) or (b.sign() == 0 and not b_open)
                corners.append((a * b, (a_open or b_open) and not nil))
        low, low_open = lowest(corners)
        high, high_open = lowest([(-e, o) for e, o in corners])
        return Range(low, -high, low_open, high_open)

    def reciprocal(self) -> Range:
        """1/v of the nonzero values v."""
        s = self.sign()
        if s in ("+", "0+"):
            least = NOUGHT if self.high.sign() != 1 else _inverse(self.high)
            return Range(least, _inverse(self.low), self.high_open, self.low_open)
        if s in ("-", "0-"):
            return -(-self).reciprocal()
        return EVERYTHING

    def magnitude(self) -> Range:
        """|v|."""
        s = self.sign()
        if s in ("+", "0+", "0"):
            return self
        if s in ("-", "0-"):
            return -self
        high, high_open = lowest([(-self.high, self.high_open), (self.low, self.low_open)])
        return Range(NOUGHT, -high, False, high_open)

    def power(self, n: int) -> Range:
        """v^n for an integer n (v^0 = 1)."""
        if n < 0:
            return self.power(-n).reciprocal()
        if n == 0:
            return Range.point(1)
        base = self.magnitude() if n % 2 == 0 else self
        return Range(_whole_power(base.low, n), _whole_power(base.high, n),
                     base.low_open, base.high_open)  # fmt: skip

    def union(self, other: Range) -> Range:
        low, low_open = lowest([(self.low, self.low_open), (other.low, other.low_open)])
        high, high_open = lowest([(-self.high, self.high_open), (-other.high, other.high_open)])
        return Range(low, -high, low_open, high_open)


EVERYTHING = Range()


def _inverse(e: End) -> End:
    """1/e of an end e >= 0."""
    if e.infinite:
        return NOUGHT
    if e.sign() != 1:
        return OO
    return exact(1 / e.rational) if e.rational is not None else End(ball=1 / e.value)


def _whole_power(e: End, n: int) -> End:
    if e.infinite:
        return OO if n % 2 == 0 else e
    if n == 1:
        return e
    q = e.rational
    if q is not None and n * max(q.numerator.bit_length(), q.denominator.bit_length()) < 4000:
        return exact(q**n)
    return End(ball=e.value**n)


def lowest(ends: list[tuple[End, bool]]) -> tuple[End, bool]:
    """The least of several ends and whether it is missed by all that reach it."""
    best, is_open = ends[0]
    for e, o in ends[1:]:
        order = e.compare(best)
        if order == -1:
            best, is_open = e, o
        elif order == 0:
            is_open = is_open and o
        elif order is None:
            if e.infinite or best.infinite:
                best, is_open = MINUS_OO, True
            else:
                best, is_open = End(ball=e.value.union(best.value)), False
    return best, is_open
