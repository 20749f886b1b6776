"""Zeta functions and polylogarithms: values, functional equation, shift in a, relations of Li_s.

Sources: DLMF 25.2, 25.4, 25.6, 25.11, 25.12.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("0 < x"), read("x < 1")]))
>>> nf.of(read("zeta(4) - pi^4/90")).zero, nf.of(read("zeta(-1)"))
(True, -1/12)
>>> nf.of(read("polylog(2, x) + polylog(2, 1 - x) - pi^2/6 + log(x)*log(1 - x)")).zero
True
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial

from flint import fmpq, fmpz

from symderive.kernel.logic.exponentials import cos_sin
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.gamma_family import ON_NEW_GAMMA, gamma
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.polygamma_family import psi
from symderive.kernel.logic.shifts import (
    integer_of,
    least,
    nonnegative,
    number_of,
    others,
    positive,
    real,
    split,
)
from symderive.kernel.logic.tower import Generator

MAX_BERNOULLI = 500
MAX_NEGATIVE_ORDER = 40


# --- Riemann and Hurwitz --------------------------------------------------------------------------


def zeta(nf: NormalForm, s: Fraction_) -> Fraction_:
    """The Riemann zeta function; `Undefined` at 1."""
    t = nf.tower
    s = t.reduce(s)
    n = integer_of(s)
    if n is not None:
        if n == 1:
            raise Undefined("zeta(1) is a pole", nf.written)
        if abs(n) > MAX_BERNOULLI:
            raise TooLarge(f"zeta({n})")
        if n <= 0:
            return t.number(_bernoulli_number(1 - n) * (-1) ** (-n) / (1 - n))
        if n % 2 == 0:  # DLMF 25.6.2
            value = abs(_bernoulli_number(n)) * fmpq(2 ** (n - 1), factorial(n))
            return t.number(value) * nf.pi**n
    is_real = real(nf, s)
    sign = "+" if is_real and nonnegative(nf, t.reduce(s - t.one)) else None
    before = len(t.generators)
    g = nf.opaque_generator("zeta", [s], is_real, sign)
    if len(t.generators) > before:
        functional_equation(nf)
    return t.poly(g)


def _bernoulli_number(n: int) -> fmpq:
    """B_n with B_1 = -1/2."""
    return fmpq(-1, 2) if n == 1 else fmpq.bernoulli(n)


def functional_equation(nf: NormalForm) -> None:
    """zeta(s) = 2^s pi^(s-1) sin(pi s/2) gamma(1-s) zeta(1-s), where the claim has gamma(1-s)."""
    t = nf.tower
    found = [g for g in t.generators if g.kind == "zeta" and len(g.payload) == 1]
    for g in found:
        for h in found:
            s = g.payload[0]
            if h is g or not t.same(s + h.payload[0], t.one):
                continue
            if not _has_gamma(nf, t.reduce(t.one - s)) or not t.once(
                "zeta", *sorted((g.index, h.index))
            ):
                continue
            value = nf.exp(s * nf.log(nf.number(2)) + (s - t.one) * nf.log(nf.pi))
            value = value * cos_sin(nf, nf.number(1, 2) * nf.pi * s)[1] * gamma(nf, t.one - s)
            t.relate(((g, 1),), t.reduce(value * t.poly(h)))


def _has_gamma(nf: NormalForm, e: Fraction_) -> bool:
    """Whether the claim has gamma at e or below: then gamma(e) has a value where the claim has."""
    for g in nf.tower.generators:
        if g.kind == "gamma":
            k = integer_of(nf.tower.reduce(e - g.payload[0]))
            if k is not None and k >= 0:
                return True
    return False


def hurwitz(nf: NormalForm, s: Fraction_, a: Fraction_) -> Fraction_:
    """zeta(s, a) = sum of (k + a)^(-s)."""
    t = nf.tower
    s, a = t.reduce(s), t.reduce(a)
    if t.same(a, t.one):
        return zeta(nf, s)
    n = integer_of(s)
    if n == 1:
        raise Undefined("zeta(1, a) is a pole", nf.written)
    if n is not None and n >= 2:  # DLMF 25.11.12
        return nf.number((-1) ** n) * psi(nf, n - 1, a) * nf.number(1, factorial(n - 1))
    if n is not None and n >= -MAX_NEGATIVE_ORDER:  # DLMF 25.11.14
        return -nf.number(1, 1 - n) * _bernoulli_polynomial(nf, 1 - n, a)
    base, k = a, 0
    if positive(nf, a) and real(nf, a):
        base, k = _lowest_positive(nf, s, a)
    out = _hurwitz_at(nf, s, base)
    for j in range(k):  # DLMF 25.11.4
        out = out - nf.exp(-s * nf.log(base + nf.number(j)))
    return out


def _hurwitz_at(nf: NormalForm, s: Fraction_, a: Fraction_) -> Fraction_:
    c = number_of(a)
    if c == 1:
        return zeta(nf, s)
    if c == Fraction(1, 2):  # DLMF 25.11.11
        return (nf.exp(s * nf.log(nf.number(2))) - nf.tower.one) * zeta(nf, s)
    is_real = real(nf, s, a) and positive(nf, a)
    sign = "+" if is_real and positive(nf, nf.tower.reduce(s - nf.tower.one)) else None
    return nf.opaque("hurwitz", [s, a], real=is_real, sign=sign)


def _lowest_positive(nf: NormalForm, s: Fraction_, a: Fraction_) -> tuple[Fraction_, int]:
    """The least positive argument of this family in the claim, and how far a lies above it."""
    if number_of(a) is not None:
        low, k = split(nf, a)
        return (low, k) if not low.zero else (nf.tower.one, k - 1)
    return least(nf, f"hurwitz({s.key})", a)


def _bernoulli_polynomial(nf: NormalForm, n: int, a: Fraction_) -> Fraction_:
    out = nf.tower.nought
    for k in range(n + 1):
        out = nf.tower.mul(out, a) + nf.tower.number(comb(n, k) * _bernoulli_number(k))
    return out


def _zeta(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    return zeta(nf, args[0]) if len(args) == 1 else hurwitz(nf, *args)


def eta(nf: NormalForm, s: Fraction_) -> Fraction_:
    """(1 - 2^(1-s)) zeta(s), and log 2 at s = 1 (DLMF 25.2.3)."""
    t = nf.tower
    if t.same(s, t.one):
        return nf.log(nf.number(2))
    nf.exclude_fraction(s - t.one)
    return (t.one - nf.exp((t.one - s) * nf.log(nf.number(2)))) * zeta(nf, s)


# --- polylogarithm --------------------------------------------------------------------------------


def polylog(nf: NormalForm, s: Fraction_, z: Fraction_) -> Fraction_:
    """Li_s(z), principal branch, cut along [1, oo)."""
    t = nf.tower
    s, z = t.reduce(s), t.reduce(z)
    if z.zero:
        return z
    n, x = integer_of(s), number_of(z)
    if n is not None and n <= 1:
        return _low_order(nf, n, z)
    if x == 1:
        if n is None and not (real(nf, s) and positive(nf, t.reduce(s - t.one))):
            return nf.opaque("polylog", [s, z])
        return zeta(nf, s)
    if x == -1:
        return -eta(nf, s)
    if x == Fraction(1, 2) and n in (2, 3):  # DLMF 25.12.6 and its companion
        log = nf.log(nf.number(2))
        if n == 2:
            return nf.number(1, 12) * nf.pi**2 - nf.number(1, 2) * log**2
        tail = nf.number(1, 6) * log**3 - nf.number(1, 12) * nf.pi**2 * log
        return nf.number(7, 8) * zeta(nf, nf.number(3)) + tail
    below = real(nf, z) and positive(nf, t.reduce(t.one - z))
    sign = t.sign(z) if below and n is not None else None
    before = len(t.generators)
    g = nf.opaque_generator("polylog", [s, z], below and real(nf, s), sign)
    if len(t.generators) > before:
        _relate_polylogs(nf, g)
    return t.poly(g)


def _low_order(nf: NormalForm, n: int, z: Fraction_) -> Fraction_:
    """Li_1 = -log(1 - z), and by z d/dz downward: Li_{-m} = sum of k! S(m, k) z^k/(1 - z)^(k+1)."""
    t = nf.tower
    rest = t.reduce(t.one - z)
    if rest.zero:
        raise Undefined("a polylogarithm at 1", nf.written)
    if n == 1:
        return -nf.log(rest)
    if n < -MAX_NEGATIVE_ORDER:
        raise TooLarge(f"polylog({n}, z)")
    w = rest.inverse()
    if n == 0:
        return t.mul(z, w)
    out = t.nought
    for k in range(1, -n + 1):
        out = out + nf.number(factorial(k) * _stirling(-n, k)) * t.mul(z**k, w ** (k + 1))
    return out


def _stirling(m: int, k: int) -> int:
    total: int = sum(int((-1) ** (k - j)) * comb(k, j) * j**m for j in range(k + 1))
    return total // factorial(k)


def _relate_polylogs(nf: NormalForm, g: Generator) -> None:
    t = nf.tower
    s, z = g.payload
    family = [h for h in others(nf, g) if t.same(h.payload[0], s)]
    if integer_of(s) == 2 and g.real:
        for h in family:
            value = _dilogarithms(nf, z, h.payload[1]) if h.real else None
            if value is not None:
                t.relate(((g, 1),), t.reduce(value - t.poly(h)))
                return
    every = [*family, g]
    for a in every:  # DLMF 25.12.5 for m = 2, continued: Li_s(z) + Li_s(-z) = 2^(1-s) Li_s(z^2)
        for b in every:
            if a.index >= b.index or not t.same(a.payload[1], -b.payload[1]):
                continue
            square = t.reduce(a.payload[1] ** 2)
            if not (real(nf, square) and positive(nf, t.reduce(t.one - square))):
                continue
            for c in every:
                if t.same(c.payload[1], square) and t.once("square", a.index, b.index, c.index):
                    two = nf.exp((s - t.one) * nf.log(nf.number(2)))
                    t.relate(((c, 1),), t.reduce(two * (t.poly(a) + t.poly(b))))


def _dilogarithms(nf: NormalForm, z: Fraction_, w: Fraction_) -> Fraction_ | None:
    """Li_2(z) + Li_2(w) for real z, w < 1 tied by w = 1 - z, w = 1/z or w = z/(z - 1)."""
    t = nf.tower
    half, sixth = nf.number(1, 2), nf.number(1, 6)
    if t.same(z + w, t.one) and positive(nf, z) and positive(nf, w):  # DLMF 25.12.6
        return sixth * nf.pi**2 - nf.log(z) * nf.log(w)
    if t.same(z * w, t.one) and positive(nf, -z):  # DLMF 25.12.4 with log(-z) real
        return -sixth * nf.pi**2 - half * nf.log(-z) ** 2
    if t.same(z * w, z + w):  # DLMF 25.12.3
        return -half * nf.log(t.one - z) ** 2
    return None


# --- Bernoulli and Fibonacci numbers --------------------------------------------------------------


def _bernoulli(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    n = integer_of(args[0])
    if n is None or n < 0:
        return nf.opaque("bernoulli", args, real=False)
    if n > MAX_BERNOULLI:
        raise TooLarge(f"bernoulli({n})")
    # B_1 = 1/2 as in SymPy
    return nf.number(1, 2) if n == 1 else nf.tower.number(fmpq.bernoulli(n))


def _fibonacci(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """F(n), from the two least members of its family upward."""
    t = nf.tower
    e = t.reduce(args[0])
    n = integer_of(e)
    if n is not None:
        if abs(n) > 10_000:
            raise TooLarge(f"fibonacci({n})")
        value = int(fmpz.fib_ui(abs(n)))
        return nf.number(value if n >= 0 or n % 2 else -value)
    if not t.integral(e):
        return nf.opaque("fibonacci", [e])
    base, k = least(nf, "fibonacci", e)
    made = [nf.opaque("fibonacci", [base], integer=True, real=True)]
    if k:
        made.append(nf.opaque("fibonacci", [base + t.one], integer=True, real=True))
    for _ in range(k - 1):
        made.append(made[-1] + made[-2])
    return made[k]


ON_NEW_GAMMA.append(functional_equation)
FUNCTIONS.update({
    "zeta": _zeta, "hurwitz": _zeta, "dirichlet_eta": lambda nf, a: eta(nf, a[0]),
    "polylog": lambda nf, a: polylog(nf, *a), "bernoulli": _bernoulli, "fibonacci": _fibonacci,
})  # fmt: skip
