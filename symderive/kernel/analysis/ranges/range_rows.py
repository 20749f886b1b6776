"""How each head moves a range: monotone rows, periodic heads, and a few with a bound of their own.

A row is a function from the ranges of the arguments (real numbers) to the range of the value, or
None where the value may fail to be real.  Sources: DLMF 4.15, 4.28, 4.13, 5.4, 7.2, 6.2, 10.14.1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from flint import arb

from symderive.kernel.analysis.limits.ends import (
    EVERYTHING,
    MINUS_OO,
    NOUGHT,
    OO,
    UNIT,
    End,
    Range,
    exact,
    lowest,
)

Row = Callable[..., "Range | None"]
HALF_PI, PI = exact(0, Fraction(1, 2)), exact(0, 1)


def _ball(value: Callable[[arb], arb]) -> Callable[[End], End]:
    return lambda e: End(ball=value(e.value))


def increasing(
    value: Callable[[arb], arb],
    domain: tuple[End, bool, End, bool],
    at_ends: tuple[End, End],
    known: dict[Fraction, End] | None = None,
) -> Row:
    """A continuous increasing function on `domain`, with its limits at the ends of it.

    `domain` is (low, whether the values left of it are not real or absent, high, likewise).
    """
    low, low_wall, high, high_wall = domain
    exactly = known or {}

    def at(e: End) -> End:
        q = e.rational
        if q is not None and q in exactly:
            return exactly[q]
        return End(ball=value(e.value))

    def of(u: Range) -> Range | None:
        below, above = u.low.compare(low), high.compare(u.high)
        if (low_wall and below not in (0, 1)) or (high_wall and above not in (0, 1)):
            return None
        a, a_open = (at_ends[0], u.low_open) if below == 0 else (at(u.low), u.low_open)
        b, b_open = (at_ends[1], u.high_open) if above == 0 else (at(u.high), u.high_open)
        return Range(a, b, a_open or bool(a.infinite), b_open or bool(b.infinite))

    return of


def decreasing(row: Row, flip: Callable[[Range], Range]) -> Row:
    """flip(f(u)) for an increasing f, e.g. pi/2 - asin(u)."""

    def of(u: Range) -> Range | None:
        inner = row(u)
        return None if inner is None else flip(inner)

    return of


LINE = (MINUS_OO, False, OO, False)
FROM_ZERO = (NOUGHT, True, OO, False)

_exp = increasing(arb.exp, LINE, (NOUGHT, OO), {Fraction(0): UNIT})
_log = increasing(arb.log, FROM_ZERO, (MINUS_OO, OO), {Fraction(1): NOUGHT})
_asin = increasing(
    arb.asin, (exact(-1), True, UNIT, True), (-HALF_PI, HALF_PI), {Fraction(0): NOUGHT}
)
_sinh = increasing(arb.sinh, LINE, (MINUS_OO, OO), {Fraction(0): NOUGHT})
_tanh = increasing(arb.tanh, LINE, (exact(-1), UNIT), {Fraction(0): NOUGHT})
_atan = increasing(
    arb.atan, LINE, (-HALF_PI, HALF_PI),
    {Fraction(0): NOUGHT, Fraction(1): exact(0, Fraction(1, 4)),
     Fraction(-1): exact(0, Fraction(-1, 4))},
)  # fmt: skip
_erf = increasing(arb.erf, LINE, (exact(-1), UNIT), {Fraction(0): NOUGHT})


def root_of(e: End) -> End:
    """The square root of an end >= 0, exact for squares."""
    q = e.rational
    if e.infinite or q is None:
        return e if e.infinite else End(ball=e.value.sqrt())
    n, d = isqrt(q.numerator), isqrt(q.denominator)
    if n * n == q.numerator and d * d == q.denominator:
        return exact(Fraction(n, d))
    return End(ball=e.value.sqrt())


def sqrt(u: Range) -> Range | None:
    if u.sign() not in ("+", "0+", "0"):
        return None
    return Range(root_of(u.low), root_of(u.high), u.low_open, u.high_open)


def _cbrt_ball(x: arb) -> arb:
    def root(y: arb) -> arb:
        return y.root(3) if y > 0 else -((-y).root(3)) if y < 0 else arb(0)

    ends = root(arb(x.lower())), root(arb(x.upper()))
    return ends[0].union(ends[1])


_cbrt = increasing(_cbrt_ball, LINE, (MINUS_OO, OO), {Fraction(k**3): exact(k) for k in (-1, 0, 1)})


def _cosh(u: Range) -> Range | None:
    v = u.magnitude()
    at = increasing(arb.cosh, LINE, (MINUS_OO, OO), {Fraction(0): UNIT})
    return at(v)


# --- periodic heads -------------------------------------------------------------------------------

_COS: dict[Fraction, Fraction] = {
    Fraction(0): Fraction(1), Fraction(1, 3): Fraction(1, 2), Fraction(1, 2): Fraction(0),
    Fraction(2, 3): Fraction(-1, 2), Fraction(1): Fraction(-1),
}  # fmt: skip


def _cos_at(e: End) -> End:
    if e.ball is None and not e.q:
        turn = abs(e.r) % 2
        turn = min(turn, 2 - turn)
        if turn in _COS:
            return exact(_COS[turn])
    return End(ball=e.value.cos())


def _half_turn(u: Range, shift: End) -> int | None:
    """The k with u.low in [k pi + shift, (k+1) pi + shift], as far as it is certain."""
    if u.low.infinite or u.high.infinite:
        return None
    at = u.low - shift
    k = int((at.value / arb.pi()).mid().floor().unique_fmpz() or 0)
    for n in (k, k - 1, k + 1):
        left, right = at.compare(exact(0, n)), exact(0, n + 1).compare(at)
        if left in (0, 1) and right == 1:
            return n
    return None


def cos(u: Range) -> Range:
    whole = Range.of(-1, 1, "[]")
    k = _half_turn(u, NOUGHT)
    if k is None:
        return whole
    first, second = (u.high.compare(exact(0, k + n)) for n in (1, 2))
    a, b = _cos_at(u.low), _cos_at(u.high)
    if first in (-1, 0):
        out = Range(b, a, u.high_open, u.low_open)
    elif second in (-1, 0):  # passes the least value, attained at (k+1) pi if k is even
        ends = [(-a if k % 2 == 0 else a, u.low_open), (-b if k % 2 == 0 else b, u.high_open)]
        high, high_open = lowest(ends)
        out = Range(exact(-1), -high, False, high_open)
        return out if k % 2 == 0 else -out
    else:
        return whole
    return out if k % 2 == 0 else Range(a, b, u.low_open, u.high_open)


def sin(u: Range) -> Range:
    return cos(u + Range.point(-HALF_PI))


def tan(u: Range) -> Range:
    k = _half_turn(u, -HALF_PI)
    if k is None or u.high.compare(exact(0, k + Fraction(1, 2))) not in (-1, 0):
        return EVERYTHING
    left = u.low.compare(exact(0, k - Fraction(1, 2))) == 0
    right = u.high.compare(exact(0, k + Fraction(1, 2))) == 0

    def at(e: End) -> End:
        if e.ball is None and not e.q and e.r == k:
            return NOUGHT
        return End(ball=e.value.tan())

    low = MINUS_OO if left else at(u.low)
    high = OO if right else at(u.high)
    return Range(low, high, u.low_open or left, u.high_open or right)


def _cot(u: Range) -> Range:
    return tan(Range.point(HALF_PI) + -u)


# --- heads with a bound of their own --------------------------------------------------------------


def _factorial_like(shift: int) -> Row:
    def of(u: Range) -> Range | None:
        v = u + Range.point(shift)
        # gamma(v) >= 0.8856 for v > 0 (DLMF 5.4.19, 5.4.20)
        return Range.of(Fraction(8856, 10000), OO) if v.sign() == "+" else EVERYTHING

    return of


def _steps(u: Range) -> Range:
    """floor: the integers from floor(low) to floor(high)."""
    low, high = u.low, u.high
    a = low if low.infinite else End(ball=arb(low.value.floor().lower()))
    b = high if high.infinite else End(ball=arb(high.value.floor().upper()))
    q, p = low.rational, high.rational
    if q is not None:
        a = exact(q.numerator // q.denominator)
    if p is not None:
        whole = p.numerator // p.denominator
        b = exact(whole - 1 if u.high_open and p.denominator == 1 else whole)
    return Range(a, b, bool(a.infinite), bool(b.infinite))


def _sign_row(u: Range) -> Range:
    s = u.sign()
    low = {"+": 1, "0+": 0, "0": 0}.get(s or "", -1)
    high = {"-": -1, "0-": 0, "0": 0}.get(s or "", 1)
    return Range.of(low, high, "[]")


def _bounded(low: Fraction | int, high: Fraction | int, ends: str = "[]") -> Row:
    return lambda *_: Range.of(low, high, ends)


def _through(outer: Row, inner: Row) -> Row:
    def of(u: Range) -> Range | None:
        v = inner(u)
        return None if v is None else outer(v)

    return of


def _reciprocal(u: Range) -> Range:
    return u.reciprocal()


ROWS: dict[str, Row] = {
    "exp": _exp, "log": _log, "sqrt": sqrt, "cbrt": _cbrt,
    "sinh": _sinh, "cosh": _cosh, "tanh": _tanh,
    "coth": _through(_reciprocal, _tanh), "csch": _through(_reciprocal, _sinh),
    "sech": _through(_reciprocal, _cosh),
    "sin": sin, "cos": cos, "tan": tan, "cot": _cot,
    "sec": _through(_reciprocal, cos), "csc": _through(_reciprocal, sin),
    "asin": _asin, "acos": decreasing(_asin, lambda v: Range.point(HALF_PI) + -v),
    "atan": _atan, "acot": _through(_atan, _reciprocal),
    "asinh": increasing(arb.asinh, LINE, (MINUS_OO, OO), {Fraction(0): NOUGHT}),
    "acosh": increasing(arb.acosh, (UNIT, True, OO, False), (NOUGHT, OO)),
    "atanh": increasing(arb.atanh, (exact(-1), True, UNIT, True), (MINUS_OO, OO),
                        {Fraction(0): NOUGHT}),
    "erf": _erf, "erfc": decreasing(_erf, lambda v: Range.point(1) + -v),
    "erfi": increasing(arb.erfi, LINE, (MINUS_OO, OO), {Fraction(0): NOUGHT}),
    "Shi": increasing(arb.shi, LINE, (MINUS_OO, OO), {Fraction(0): NOUGHT}),
    "LambertW": increasing(arb.lambertw, (End(ball=-(arb(-1).exp())), True, OO, False),
                           (exact(-1), OO), {Fraction(0): NOUGHT}),
    "Si": _bounded(Fraction(-186, 100), Fraction(186, 100)),  # |Si| <= Si(pi) < 1.852
    "Abs": Range.magnitude, "sign": _sign_row, "Heaviside": _bounded(0, 1),
    "floor": _steps, "ceiling": lambda u: -_steps(-u),
    "gamma": _factorial_like(0), "factorial": _factorial_like(1),
    "re": lambda u: u, "conjugate": lambda u: u, "im": lambda u: Range.point(0),
    "airyai": lambda u: EVERYTHING, "airybi": lambda u: EVERYTHING,
    "fresnels": _bounded(-1, 1), "fresnelc": _bounded(-1, 1),
    "sinc": _bounded(Fraction(-1, 4), 1),  # the least value is above -0.2173
    "digamma": lambda u: EVERYTHING if u.sign() == "+" else None,
    "trigamma": lambda u: Range.of(0, OO) if u.sign() == "+" else None,
    "loggamma": lambda u: Range.of(Fraction(-1, 8), OO) if u.sign() == "+" else None,
}  # fmt: skip
