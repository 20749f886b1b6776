"""The gamma function and what is made of it, in normal form.

Gamma is counted upward from the least argument of its family; 1/gamma, which is entire, downward
from the greatest.  Reflection and multiplication are product relations between generators; these
hold wherever every gamma in them has a value, because gamma never vanishes (DLMF 5.2, 5.5).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("z is complex")]))
>>> nf.of(read("gamma(z)*gamma(1 - z) - pi/sin(pi*z)")).zero, nf.of(read("gamma(5)"))
(True, 24)
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from flint import fmpz

from symderive.kernel.logic.exponentials import cos_sin
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import (
    MAX_SHIFT,
    exactly,
    integer_of,
    least,
    nonnegative,
    number_of,
    others,
    positive,
    real,
    rising,
    split,
)
from symderive.kernel.logic.tower import Generator
from symderive.terms.tree import Term, call, mul

HALF = Fraction(1, 2)
MAX_FACTORIAL = 2_000
# What else ties a new gamma to the generators of the claim (the functional equation of zeta).
ON_NEW_GAMMA: list[Callable[[NormalForm], None]] = []


def gamma(nf: NormalForm, e: Fraction_) -> Fraction_:
    """gamma(e); `Undefined` at 0, -1, -2, .."""
    e = nf.tower.reduce(e)
    c = number_of(e)
    if c is not None:
        return _gamma_number(nf, c)
    if nf.tower.integral(e) and nf.tower.sign(e) in ("-", "0-"):
        raise Undefined("gamma at 0, -1, -2, .. is a pole", nf.written)
    base, k = least(nf, "gamma", e)
    # DLMF 5.5.1; where gamma(base) has a value, base .. base + k - 1 are not zero.
    return nf.tower.mul(rising(nf, base, k), nf.tower.poly(_generator(nf, base)))


def _generator(nf: NormalForm, e: Fraction_) -> Generator:
    t = nf.tower
    is_real = real(nf, e)
    sign = "+" if is_real and nonnegative(nf, e) else "!0"  # at 0 there is a pole
    before = len(t.generators)
    g = nf.opaque_generator("gamma", [e], is_real, sign)
    if len(t.generators) > before:
        _reflect(nf, g)
        _multiply(nf, g)
        for h in t.generators:
            if h.kind == "rgamma":
                _reciprocal(nf, g, h)
        for tie in ON_NEW_GAMMA:
            tie(nf)
    return g


def ratio(nf: NormalForm, e: Fraction_, k: int) -> Fraction_:
    """gamma(e + k)/gamma(e) for any integer k."""
    if k >= 0:
        return rising(nf, e, k)
    return rising(nf, e + nf.number(k), -k).inverse()


# --- numbers --------------------------------------------------------------------------------------


def _gamma_number(nf: NormalForm, c: Fraction) -> Fraction_:
    if c.denominator == 1:
        if c <= 0:
            raise Undefined(f"gamma({c}) is a pole", nf.written)
        if c > MAX_FACTORIAL:
            raise TooLarge(f"gamma({c})")
        return nf.tower.number(int(fmpz.fac_ui(int(c) - 1)))
    k = c.numerator // c.denominator
    if abs(k) > MAX_SHIFT:
        raise TooLarge(f"gamma({c})")
    unit = c - k
    return ratio(nf, exactly(nf, unit), k) * _gamma_unit(nf, unit)


def _gamma_unit(nf: NormalForm, f: Fraction) -> Fraction_:
    """gamma(p/q) for 0 < p < q, over as few gammas as reflection and duplication leave."""
    t = nf.tower
    q = f.denominator
    if f == HALF:
        return nf.power(nf.pi, HALF)
    if f > HALF:  # DLMF 5.5.3
        sine = cos_sin(nf, nf.pi * exactly(nf, f))[1]
        return t.mul(nf.pi, t.reduce(sine * _gamma_unit(nf, 1 - f)).inverse())
    if q % 4 == 2:  # DLMF 5.5.5 at p/q, whose other half p/q + 1/2 has an odd denominator
        below = _gamma_unit(nf, f + HALF)
        return t.mul(_duplication(nf, exactly(nf, f)), _gamma_unit(nf, 2 * f) * below.inverse())
    if q % 4 == 0 and f > Fraction(1, 4):  # duplication at 1/2 - f, then reflection of 1 - f
        sine = cos_sin(nf, nf.pi * exactly(nf, f))[1]
        below = _duplication(nf, exactly(nf, HALF - f)) * _gamma_unit(nf, 1 - 2 * f) * sine
        return t.mul(nf.pi * _gamma_unit(nf, HALF - f), t.reduce(below).inverse())
    return nf.opaque("gamma", [exactly(nf, f)], real=True, sign="+")


def _duplication(nf: NormalForm, e: Fraction_) -> Fraction_:
    """2^(1-2e) sqrt(pi), which times gamma(2e) is gamma(e) gamma(e + 1/2) (DLMF 5.5.5)."""
    two = nf.exp((nf.tower.one - e - e) * nf.log(nf.number(2)))
    return nf.tower.mul(two, nf.power(nf.pi, HALF))


# --- relations ------------------------------------------------------------------------------------


def sine_of(nf: NormalForm, e: Fraction_) -> tuple[Fraction_, Term | None]:
    """sin(pi e), and as a term where e is one."""
    term = nf.term_of(e)
    return cos_sin(nf, nf.pi * e)[1], term and call("sin", mul(Term("pi"), term))


def _reflect(nf: NormalForm, g: Generator) -> None:
    """gamma(e) gamma(k - e) = pi/sin(pi e) gamma(k - e)/gamma(1 - e)."""
    t = nf.tower
    (e,) = g.payload
    for h in others(nf, g):
        k = integer_of(t.reduce(e + h.payload[0]))
        if k is None or abs(k) > MAX_SHIFT or not t.once("reflect", g.index, h.index):
            continue
        sine, written = sine_of(nf, e)
        if sine.zero:
            continue  # e is an integer: one of the two is a pole, or both are factorials
        if k >= 2:  # both have a value at e = 1 .. k - 1, where the right side is 0/0
            nf.exclude_fraction(sine, written)
        value = nf.pi * sine.inverse() * ratio(nf, t.one - e, k - 1)
        t.relate(((g, 1), (h, 1)), t.reduce(value))


def _multiply(nf: NormalForm, g: Generator) -> None:
    """gamma(e) gamma(e + 1/2) and gamma(e) gamma(e + 1/3) gamma(e + 2/3) (DLMF 5.5.5, 5.5.6)."""
    t = nf.tower
    rest = others(nf, g)
    if len(rest) < 2 or len(rest) > 12:
        return
    every = [*rest, g]
    for n in (2, 3):
        for parts in combinations(every, n):
            found = _spread(nf, parts, n)
            if found is None:
                continue
            first, shifts = found
            for d in every:
                k = integer_of(t.reduce(d.payload[0] - nf.number(n) * first))
                if k is None or d in parts or g not in (*parts, d):
                    continue
                if not t.once("multiply", *sorted(p.index for p in parts), d.index):
                    continue
                value = _product(nf, first, n) * ratio(nf, nf.number(n) * first, k).inverse()
                for j, shift in enumerate(shifts):
                    value = value * ratio(nf, first + nf.number(j, n), shift)
                lead = tuple((p, 1) for p in parts)
                t.relate(lead, t.reduce(value * t.poly(d)))


def _spread(
    nf: NormalForm, parts: tuple[Generator, ...], n: int
) -> tuple[Fraction_, list[int]] | None:
    """(e, shifts) where the arguments of `parts` are e + j/n + shifts[j], j = 0 .. n - 1."""
    first = parts[0].payload[0]
    shifts: dict[int, int] = {}
    for p in parts:
        c = number_of(nf.tower.reduce(p.payload[0] - first))
        if c is None or (c * n).denominator != 1:
            return None
        j = int(c * n) % n
        shifts[j] = int(c - Fraction(j, n))
    if len(shifts) < n or max(map(abs, shifts.values())) > MAX_SHIFT:
        return None
    return first, [shifts[j] for j in range(n)]


def _product(nf: NormalForm, e: Fraction_, n: int) -> Fraction_:
    """prod gamma(e + j/n) / gamma(n e) = (2 pi)^((n-1)/2) n^(1/2 - n e)."""
    t = nf.tower
    power = nf.exp((nf.number(1, 2) - nf.number(n) * e) * nf.log(nf.number(n)))
    return t.mul(nf.power(nf.number(2) * nf.pi, Fraction(n - 1, 2)), power)


# --- the reciprocal -------------------------------------------------------------------------------


def reciprocal(nf: NormalForm, e: Fraction_) -> Fraction_:
    """1/gamma(e), entire: 0 at 0, -1, -2, .."""
    t = nf.tower
    e = t.reduce(e)
    c = number_of(e)
    if c is not None:
        return t.nought if c.denominator == 1 and c <= 0 else _gamma_number(nf, c).inverse()
    if positive(nf, e):
        return t.reduce(gamma(nf, e).inverse())
    base, k = split(nf, e)
    top = -t.floor(f"rgamma:{base.key}", -k)
    if top - k > MAX_SHIFT:
        raise TooLarge(f"1/gamma at arguments {top - k} apart")
    before = len(t.generators)
    g = nf.opaque_generator("rgamma", [base + nf.number(top)], real(nf, e))
    if len(t.generators) > before:
        for h in t.generators:
            if h.kind == "gamma" and number_of(h.payload[0]) is None:
                _reciprocal(nf, h, g)
    return t.mul(rising(nf, e, top - k), t.poly(g))


def _reciprocal(nf: NormalForm, g: Generator, r: Generator) -> None:
    """gamma(e) times 1/gamma(e + k); and 1/gamma(e) by the gamma of 1 - e."""
    t = nf.tower
    (e,), (f,) = g.payload, r.payload
    k = integer_of(t.reduce(f - e))
    if k is not None and abs(k) <= MAX_SHIFT and t.once("reciprocal", g.index, r.index):
        t.relate(((g, 1), (r, 1)), ratio(nf, e, k).inverse())
        return
    k = integer_of(t.reduce(f + e))
    if k is not None and -MAX_SHIFT < k <= 1 and t.once("reciprocal", g.index, r.index):
        # gamma(1 - f) = (k - f) .. (-f) gamma(k - f), and gamma(k - f) is g.
        value = sine_of(nf, f)[0] * nf.pi.inverse() * rising(nf, e, 1 - k) * t.poly(g)
        t.relate(((r, 1),), t.reduce(value))


FUNCTIONS.update({
    "gamma": lambda nf, a: gamma(nf, a[0]), "rgamma": lambda nf, a: reciprocal(nf, a[0]),
})  # fmt: skip
