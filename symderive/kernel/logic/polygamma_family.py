"""Digamma, trigamma and the polygammas, one family: shift, reflection, multiplication, values.

Relations are linear.  Where every polygamma in one has a value, so has the rational function in it
(in lowest terms): a sum of finite terms is finite (DLMF 5.4, 5.5, 5.15).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("polygamma(1, 1/4) - pi^2 - 8*Catalan")).zero
True
>>> nf.of(read("digamma(x + 2) - digamma(x) - 1/x - 1/(x + 1)")).zero
True
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import factorial

from flint import fmpq

from symderive.kernel.logic.exponentials import cos_sin
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.gamma_family import sine_of
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm, Unsupported
from symderive.kernel.logic.shifts import (
    MAX_SHIFT,
    exactly,
    integer_of,
    least,
    nonnegative,
    number_of,
    real,
)
from symderive.kernel.logic.tower import Generator
from symderive.terms.tree import Term

HALF = Fraction(1, 2)
MAX_ORDER = 40
MAX_HARMONIC = 2_000


def psi(nf: NormalForm, n: int, e: Fraction_) -> Fraction_:
    """polygamma(n, e); `Undefined` at 0, -1, -2, .."""
    if n > MAX_ORDER:
        raise TooLarge(f"polygamma of order {n}")
    e = nf.tower.reduce(e)
    c = number_of(e)
    if c is not None:
        return _number(nf, n, c)
    if nf.tower.integral(e) and nf.tower.sign(e) in ("-", "0-"):
        raise Undefined("polygamma at 0, -1, -2, .. is a pole", nf.written)
    base, k = least(nf, f"polygamma{n}", e)
    return nf.tower.poly(_generator(nf, n, base)) + step(nf, n, base, k)


def step(nf: NormalForm, n: int, e: Fraction_, k: int) -> Fraction_:
    """polygamma(n, e + k) - polygamma(n, e) = (-1)^n n! (e^(-n-1) + .. + (e + k - 1)^(-n-1))."""
    if k < 0:
        return -step(nf, n, e + nf.number(k), -k)
    out = nf.tower.nought
    for j in range(k):
        out = out + (e + nf.number(j)).inverse() ** (n + 1)
    return nf.number((-1) ** n * factorial(n)) * out


def _generator(nf: NormalForm, n: int, e: Fraction_) -> Generator:
    t = nf.tower
    is_real = real(nf, e)
    sign = None  # odd orders are sums of even powers; even orders are negative to the right of 0
    if is_real and n:
        sign = "+" if n % 2 else "-" if nonnegative(nf, e) else None
    before = len(t.generators)
    g = nf.opaque_generator("polygamma", [nf.number(n), e], is_real, sign)
    if len(t.generators) > before:
        family = [
            h for h in t.generators
            if h.kind == "polygamma" and number_of(h.payload[1]) is None
            and t.same(h.payload[0], nf.number(n))
        ]  # fmt: skip
        _reflect(nf, n, g, family)
        _multiply(nf, n, g, family)
    return g


def _reflect(nf: NormalForm, n: int, g: Generator, family: list[Generator]) -> None:
    """polygamma(n, 1 - z) = (-1)^n (polygamma(n, z) + pi d^n/dz^n cot(pi z))."""
    t = nf.tower
    e = g.payload[1]
    for h in family:
        k = integer_of(t.reduce(e + h.payload[1]))
        if h is g or k is None or abs(k) > MAX_SHIFT or not t.once("reflect", g.index, h.index):
            continue
        sine, written = sine_of(nf, h.payload[1])
        if sine.zero:
            continue
        if k >= 2:  # both have a value where the right side has none
            nf.exclude_fraction(sine, written)
        f = h.payload[1]
        value = t.poly(h) + cotangent(nf, n, f)
        value = (-value if n % 2 else value) + step(nf, n, t.one - f, k - 1)
        t.relate(((g, 1),), t.reduce(value))


def cotangent(nf: NormalForm, n: int, e: Fraction_) -> Fraction_:
    """pi d^n/dz^n cot(pi z) at e: pi^(n+1) P(cot(pi e)), P' by (cot)' = -(1 + cot^2)."""
    t = nf.tower
    p = [0, 1]
    for _ in range(n):
        d = [i * c for i, c in enumerate(p)][1:]
        p = [-a - b for a, b in zip([*d, 0, 0], [0, 0, *d], strict=True)]
    cos, sin = cos_sin(nf, nf.pi * e)
    cot = t.mul(cos, sin.inverse())
    out = t.nought
    for c in reversed(p):
        out = t.mul(out, cot) + nf.number(c)
    return t.mul(nf.pi ** (n + 1), out)


def _multiply(nf: NormalForm, n: int, g: Generator, family: list[Generator]) -> None:
    """polygamma(n, 2z) = (polygamma(n, z) + polygamma(n, z + 1/2))/2^(n+1), + log 2 for n = 0."""
    t = nf.tower
    for a, b in combinations(family, 2):
        e = a.payload[1]
        shift = number_of(t.reduce(b.payload[1] - e - nf.number(1, 2)))
        if shift is None or shift.denominator != 1 or abs(shift) > MAX_SHIFT:
            continue
        for d in family:
            k = integer_of(t.reduce(d.payload[1] - e - e))
            if k is None or abs(k) > MAX_SHIFT or d in (a, b) or g not in (a, b, d):
                continue
            if t.once("multiply", a.index, b.index, d.index):
                value = t.poly(a) + t.poly(b) - step(nf, n, e + nf.number(1, 2), int(shift))
                value = nf.number(1, 2 ** (n + 1)) * value + step(nf, n, e + e, k)
                if n == 0:
                    value = value + nf.log(nf.number(2))
                t.relate(((d, 1),), t.reduce(value))


# --- numbers --------------------------------------------------------------------------------------


def _number(nf: NormalForm, n: int, c: Fraction) -> Fraction_:
    if c.denominator == 1:
        if c <= 0:
            raise Undefined(f"polygamma({n}, {c}) is a pole", nf.written)
        return step(nf, n, nf.tower.one, _few(int(c) - 1)) + _at_one(nf, n)
    k = _few(c.numerator // c.denominator)
    unit = c - k
    return step(nf, n, exactly(nf, unit), k) + _unit(nf, n, unit)


def _few(k: int) -> int:
    if abs(k) > MAX_HARMONIC:
        raise TooLarge(f"a harmonic sum of {abs(k)} terms")
    return k


def _constant(nf: NormalForm, name: str) -> Fraction_:
    return nf.convert(Term(name))


def _at_one(nf: NormalForm, n: int) -> Fraction_:
    if n == 0:
        return -_constant(nf, "EulerGamma")
    return nf.number((-1) ** (n + 1) * factorial(n)) * FUNCTIONS["zeta"](nf, [nf.number(n + 1)])


def _unit(nf: NormalForm, n: int, f: Fraction) -> Fraction_:
    """polygamma(n, f) for 0 < f < 1 (DLMF 5.4.13-15, 5.15.3)."""
    t = nf.tower
    if f > HALF:
        value = _unit(nf, n, 1 - f) + cotangent(nf, n, exactly(nf, 1 - f))
        return -value if n % 2 else value
    if f == HALF:
        if n:
            return nf.number(2 ** (n + 1) - 1) * _at_one(nf, n)
        return _at_one(nf, 0) - nf.number(2) * nf.log(nf.number(2))
    if n == 0 and f in _LOGS:  # Gauss: DLMF 5.4.19
        below, logs = _LOGS[f]
        cot = t.mul(*(_cot_parts(nf, f)))
        out = -_constant(nf, "EulerGamma") - nf.number(1, 2) * nf.pi * cot
        for prime, weight in logs.items():
            out = out - nf.tower.number(fmpq(weight, below)) * nf.log(nf.number(prime))
        return out
    if n == 1 and f == Fraction(1, 4):
        return nf.pi**2 + nf.number(8) * _constant(nf, "Catalan")
    if n and f == Fraction(1, 6):  # multiplication by 2 at 1/6 (DLMF 5.15.7)
        third = Fraction(1, 3)
        return nf.number(2 ** (n + 1)) * _unit(nf, n, third) - _unit(nf, n, 1 - third)
    if n and n % 2 == 0 and f.denominator in (3, 4):
        # The sum of both classes by multiplication, their difference by reflection (DLMF 5.15.6).
        both = 3 ** (n + 1) - 1 if f.denominator == 3 else 4 ** (n + 1) - 2 ** (n + 1)
        gap = cotangent(nf, n, exactly(nf, f))
        return nf.number(1, 2) * (nf.number(both) * _at_one(nf, n) - gap)
    sign = None if n == 0 else "+" if n % 2 else "-"
    return nf.opaque("polygamma", [nf.number(n), exactly(nf, f)], real=True, sign=sign)


def _cot_parts(nf: NormalForm, f: Fraction) -> tuple[Fraction_, Fraction_]:
    cos, sin = cos_sin(nf, nf.pi * exactly(nf, f))
    return cos, sin.inverse()


# digamma(f) = -EulerGamma - (pi/2) cot(pi f) - sum of (weight/below) log(prime)
_LOGS: dict[Fraction, tuple[int, dict[int, int]]] = {
    Fraction(1, 3): (2, {3: 3}), Fraction(1, 4): (1, {2: 3}), Fraction(1, 6): (2, {2: 4, 3: 3}),
}  # fmt: skip


def _polygamma(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    n = integer_of(args[0])
    if n is None or n < 0:
        if n is not None or args[0].constant() is not None:
            raise Unsupported("polygamma of an order that is not 0, 1, 2, ..")
        return nf.opaque("polygamma", args)
    return psi(nf, n, args[1])


def _harmonic(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """harmonic(z) = digamma(z + 1) + EulerGamma (DLMF 5.4.14, 5.7.6)."""
    n = integer_of(args[0])
    if n is not None and 0 <= n <= MAX_HARMONIC:
        return nf.tower.number(fmpq.harmonic(n))
    return psi(nf, 0, args[0] + nf.tower.one) + _constant(nf, "EulerGamma")


FUNCTIONS.update({
    "polygamma": _polygamma, "harmonic": _harmonic,
    "digamma": lambda nf, a: psi(nf, 0, a[0]), "trigamma": lambda nf, a: psi(nf, 1, a[0]),
})  # fmt: skip
