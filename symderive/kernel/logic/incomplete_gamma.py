"""Incomplete gamma functions and exponential integrals through Gamma(s, x), shifted upward in s.

lowergamma = gamma - uppergamma, expint(n, x) = x^(n-1) Gamma(1 - n, x); whole and half orders are
elementary, or Ei, or erfc (DLMF 8.2.3, 8.4, 8.8.2, 8.19.1; principal branches).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("x > 0"), read("a > 0")]))
>>> nf.of(read("uppergamma(a + 1, x) - a*uppergamma(a, x) - x^a*exp(-x)")).zero
True
>>> nf.of(read("uppergamma(1/2, x^2) - sqrt(pi)*erfc(x)")).zero
True
"""

from __future__ import annotations

from fractions import Fraction

from symderive.kernel.logic.error_integrals import ei
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.gamma_family import gamma
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import (
    exactly,
    integer_of,
    least,
    nonnegative,
    number_of,
    pole_at_zero,
    positive,
    real,
)

HALF = Fraction(1, 2)
MAX_STEPS = 120


def upper(nf: NormalForm, s: Fraction_, x: Fraction_) -> Fraction_:
    """Gamma(s, x), principal branch in x."""
    t = nf.tower
    s, x = t.reduce(s), t.reduce(x)
    c = number_of(s)
    if x.zero:
        if real(nf, s) and positive(nf, s):
            return gamma(nf, s)
        raise Undefined("Gamma(s, 0) where s may have no positive real part")
    if c is None:
        base, k = least(nf, f"uppergamma({x.key})", s, MAX_STEPS)
        return _upward(nf, base, _generator(nf, base, x), x, k)
    k = c.numerator // c.denominator
    if abs(k) > MAX_STEPS:
        raise TooLarge(f"an incomplete gamma function of order {c}")
    unit = c - k
    if unit == 0 and k >= 1:
        return _upward(nf, t.one, nf.exp(-x), x, k - 1)
    start = exactly(nf, unit)
    value = _at_zero(nf, x) if unit == 0 else _at_half(nf, x) if unit == HALF else None
    value = value if value is not None else _generator(nf, start, x)
    return _upward(nf, start, value, x, k) if k >= 0 else _downward(nf, unit, value, x, -k)


def _generator(nf: NormalForm, s: Fraction_, x: Fraction_) -> Fraction_:
    is_real = real(nf, s, x) and positive(nf, x)
    return nf.opaque("uppergamma", [s, x], real=is_real, sign="+" if is_real else None)


def _at_zero(nf: NormalForm, x: Fraction_) -> Fraction_ | None:
    """Gamma(0, x) = -Ei(-x) for x > 0, and less by i pi for x < 0 (DLMF 6.2.6, 6.5.1)."""
    if not real(nf, x):
        return None
    if positive(nf, x):
        return -ei(nf, -x)
    return -ei(nf, -x) - nf.i * nf.pi if positive(nf, -x) else None


def _at_half(nf: NormalForm, x: Fraction_) -> Fraction_:
    """Gamma(1/2, x) = sqrt(pi) erfc(sqrt x) (DLMF 8.4.6)."""
    return nf.power(nf.pi, HALF) * FUNCTIONS["erfc"](nf, [nf.power(x, HALF)])


def _upward(nf: NormalForm, s: Fraction_, value: Fraction_, x: Fraction_, k: int) -> Fraction_:
    """Gamma(s + k, x) from Gamma(s, x): Gamma(s + 1, x) = s Gamma(s, x) + x^s exp(-x)."""
    if not k:
        return value
    t = nf.tower
    power = t.mul(_power(nf, x, s), nf.exp(-x))
    for j in range(k):
        value = t.mul(s + nf.number(j), value) + power
        power = t.mul(power, x)
    return value


def _downward(nf: NormalForm, s: Fraction, value: Fraction_, x: Fraction_, k: int) -> Fraction_:
    """Gamma(s - k, x); at negative orders x = 0 is a pole."""
    t = nf.tower
    decay = nf.exp(-x)
    for _ in range(k):
        s -= 1
        value = exactly(nf, 1 / s) * (value - t.mul(nf.power(x, s), decay))
    return value


def _power(nf: NormalForm, x: Fraction_, s: Fraction_) -> Fraction_:
    c = number_of(s)
    if c is not None:
        return nf.power(x, c)
    nf.exclude_fraction(x)
    return nf.exp(s * nf.log(x))


def _lower(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    s, x = args
    t = nf.tower
    if x.zero and real(nf, s) and positive(nf, s):
        return t.nought
    value = t.reduce(gamma(nf, s) - upper(nf, s, x))
    if real(nf, s, x) and positive(nf, s) and nonnegative(nf, x):
        t.learn(value, "+" if positive(nf, x) else "0+")
    return value


def _upper(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    s, x = args
    c = number_of(s)
    if c is not None and c <= 0:
        pole_at_zero(nf, x)
    return upper(nf, s, x)


def _expint(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    n, z = args
    t = nf.tower
    k = integer_of(n)
    if z.zero:
        if real(nf, n) and positive(nf, t.reduce(n - t.one)):
            return t.reduce(n - t.one).inverse()
        raise Undefined("expint(n, 0) where n may be no more than 1")
    if k is not None and k <= 1:
        pole_at_zero(nf, z)
    else:  # there is a value at 0, but not by this rule
        nf.exclude_fraction(z)
    return t.mul(_power(nf, z, n - t.one), upper(nf, t.one - n, z))


FUNCTIONS.update({
    "uppergamma": _upper, "lowergamma": _lower, "expint": _expint,
})  # fmt: skip
