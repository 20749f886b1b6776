"""Bessel functions: the two least orders of a family, and the others by recurrence upward.

J, Y (with the Hankel functions) and I, K share their least order, so that their Wronskian is one
product relation.  Half-integer orders are elementary; whole orders are reflected to n >= 0
(DLMF 10.2, 10.4, 10.5, 10.6.1, 10.16.1, 10.27, 10.28, 10.29.1, 10.39.2, 10.51.1).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("x > 0")]))
>>> nf.of(read("besselj(n - 1, x) + besselj(n + 1, x) - 2*n*besselj(n, x)/x")).zero
True
>>> nf.of(read("besseli(n, x)*besselk(n + 1, x) + besseli(n + 1, x)*besselk(n, x) - 1/x")).zero
True
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symderive.kernel.logic.elementary import Rule
from symderive.kernel.logic.exponentials import cos_sin, cosh_sinh
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import (
    integer_of,
    least,
    made,
    negative_lead,
    nonnegative,
    number_of,
    over_i,
    pole_at_zero,
    positive,
    real,
    split,
)

HALF = Fraction(1, 2)
MAX_ORDERS = 60
FAMILY = {
    "besselj": "cylinder", "bessely": "cylinder", "besseli": "modified", "besselk": "modified",
}  # fmt: skip
# f_(n+1) = a (2n/z) f_n + b f_(n-1)
RECURRENCE = {"besselj": (1, -1), "bessely": (1, -1), "besseli": (-1, 1), "besselk": (1, 1)}
ENTIRE = ("besselj", "besseli")  # for whole orders


def bessel(nf: NormalForm, head: str, n: Fraction_, z: Fraction_) -> Fraction_:
    t = nf.tower
    n, z = t.reduce(n), t.reduce(z)
    c = number_of(n)
    if z.zero:
        return _at_zero(nf, head, c)
    if c is not None and c.denominator == 2:
        return _half_integer(nf, head, c, z)
    if t.integral(n):
        back = _negative(nf, n)
        if back:
            n = -n
        turned = head in ENTIRE and negative_lead(z)
        if turned:
            z = -z
        if (back and head in ("besselj", "bessely")) != turned:
            return _parity(nf, n) * _upward(nf, head, n, z)
        w = over_i(nf, z) if head in ENTIRE and integer_of(n) is not None else None
        if w is not None:  # J_n(iw) = i^n I_n(w) and I_n(iw) = i^n J_n(w) (DLMF 10.27.6)
            other = "besseli" if head == "besselj" else "besselj"
            return t.reduce(nf.i ** int(integer_of(n) or 0)) * bessel(nf, other, n, w)
    elif head == "besselk" and _negative(nf, n):
        n = -n  # DLMF 10.27.3
    return _upward(nf, head, n, z)


def _negative(nf: NormalForm, n: Fraction_) -> bool:
    """Of n and -n, families that differ by more than a shift, one is chosen."""
    base, k = split(nf, n)
    return k < 0 if base.constant() is not None else negative_lead(base)


def _parity(nf: NormalForm, n: Fraction_) -> Fraction_:
    """(-1)^n for an integer n."""
    return nf.exp(nf.i * nf.pi * n)


def _at_zero(nf: NormalForm, head: str, n: Fraction | None) -> Fraction_:
    if head not in ENTIRE:
        raise Undefined(f"{head}(n, 0) is a pole", nf.written)
    if n is None or (n.denominator > 1 and n < 0):
        raise Undefined(f"{head}(n, 0) depends on n")
    return nf.tower.one if n == 0 else nf.tower.nought


def _upward(nf: NormalForm, head: str, n: Fraction_, z: Fraction_) -> Fraction_:
    t = nf.tower
    base, k = least(nf, f"{FAMILY[head]}({z.key})", n, MAX_ORDERS)
    first = _generator(nf, head, base, z)
    if not k:
        return first
    second = _generator(nf, head, base + t.one, z)
    if k > 1:
        nf.exclude_fraction(z)
    a, b = RECURRENCE[head]
    for j in range(1, k):
        order = base + nf.number(j)
        first, second = second, _step(nf, a, b, order, z, first, second)
    return second


def _step(
    nf: NormalForm, a: int, b: int, n: Fraction_, z: Fraction_, below: Fraction_, at: Fraction_
) -> Fraction_:
    t = nf.tower
    return t.reduce(nf.number(2 * a) * n * z.inverse() * at + nf.number(b) * below)


def _generator(nf: NormalForm, head: str, n: Fraction_, z: Fraction_) -> Fraction_:
    t = nf.tower
    is_real = real(nf, n, z)
    whole = t.integral(n)
    right = is_real and positive(nf, z)
    sign = None
    if right and (head == "besselk" or (head == "besseli" and (whole or nonnegative(nf, n)))):
        sign = "+"
    is_real = right or (is_real and whole and head in ENTIRE)
    before = len(t.generators)
    value = nf.opaque(head, [n, z], real=is_real, sign=sign)
    if len(t.generators) > before:
        for m in (n, n - t.one):
            _wronskian(nf, FAMILY[head], m, z)
    return value


def _wronskian(nf: NormalForm, family: str, n: Fraction_, z: Fraction_) -> None:
    """J_(n+1) Y_n - J_n Y_(n+1) = 2/(pi z) and I_n K_(n+1) + I_(n+1) K_n = 1/z."""
    t = nf.tower
    first, second = [h for h in FAMILY if FAMILY[h] == family]
    above = n + t.one
    found = [made(nf, first, [n, z]), made(nf, first, [above, z]),
             made(nf, second, [n, z]), made(nf, second, [above, z])]  # fmt: skip
    if not all(found) or not t.once("wronskian", *found):
        return
    a0, a1, b0, b1 = found
    assert a0 and a1 and b0 and b1
    product = t.poly(a0) * t.poly(b1)
    if family == "cylinder":  # DLMF 10.5.2; where Y has a value z is not 0
        value = nf.number(2) * (nf.pi * z).inverse() + product
    else:  # DLMF 10.28.2
        value = z.inverse() - product
    t.relate(((a1, 1), (b0, 1)), t.reduce(value))


# --- half-integer orders --------------------------------------------------------------------------


def _half_integer(nf: NormalForm, head: str, c: Fraction, z: Fraction_) -> Fraction_:
    """From the orders -1/2 and 1/2 up or down; at z = 0 the value of a positive order is 0."""
    t = nf.tower
    m = c.numerator // 2  # c = m + 1/2
    if abs(m) > MAX_ORDERS:
        raise TooLarge(f"{head} of order {c}")
    if head == "bessely":  # DLMF 10.47.(iv), 10.2.3: Y_(m+1/2) = (-1)^(m+1) J_(-m-1/2)
        value = _half_integer(nf, "besselj", -c, z)
        return value if m % 2 else -value
    if head == "besselk":
        m = max(m, -m - 1)
    if c > 0:
        nf.exclude_fraction(z)
    root = nf.power(z, -HALF)
    if head == "besselk":  # DLMF 10.39.2
        scale = nf.power(nf.number(1, 2) * nf.pi, HALF)
        below = above = nf.exp(-z)
    else:  # DLMF 10.16.1, 10.39.1
        scale = nf.power(nf.number(2) * nf.pi.inverse(), HALF)
        below, above = (cos_sin if head == "besselj" else cosh_sinh)(nf, z)
    low, high = below, above  # orders j - 1/2 and j + 1/2 at j = 0
    a, b = RECURRENCE[head]
    for j in range(m):
        low, high = high, _step(nf, a, b, nf.number(2 * j + 1, 2), z, low, high)
    for j in range(0, m, -1):  # f_(n-1) = (f_(n+1) - a (2n/z) f_n)/b
        low, high = _step(nf, -a * b, b, nf.number(2 * j - 1, 2), z, high, low), low
    return t.mul(t.mul(scale, root), high)


# --- Hankel and spherical functions ---------------------------------------------------------------


def _hankel(sign: int) -> Rule:
    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        pole_at_zero(nf, args[1])
        return bessel(nf, "besselj", *args) + nf.number(sign) * nf.i * bessel(nf, "bessely", *args)

    return rule


def _spherical(head: str) -> Rule:
    """j_n, y_n: elementary for whole n, else the two least orders upward (DLMF 10.49, 10.51.1)."""

    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        n, z = (nf.tower.reduce(a) for a in args)
        t = nf.tower
        k = integer_of(n)
        if z.zero:
            if head == "jn" and k is not None and k >= 0:
                return t.number(int(k == 0))
            raise Undefined(f"{head}(n, 0) is a pole or depends on n")
        if k is None:
            base, up = least(nf, f"spherical({z.key})", n, MAX_ORDERS)
            is_real = real(nf, n, z) and positive(nf, z)
            pair = [nf.opaque(head, [base, z], real=is_real)]
            if up:
                pair.append(nf.opaque(head, [base + t.one, z], real=is_real))
            if up > 1:
                nf.exclude_fraction(z)
            return _spherical_upward(nf, pair, base, z, up)
        if abs(k) > MAX_ORDERS:
            raise TooLarge(f"{head} of order {k}")
        if head == "yn" or k < 0:
            pole_at_zero(nf, z)
        else:
            nf.exclude_fraction(z)
        if k < 0:  # DLMF 10.47.(iv): j_(-k-1) = (-1)^k y_k read from below
            other, sign = ("yn", (-1) ** -k) if head == "jn" else ("jn", (-1) ** (-k - 1))
            return nf.number(sign) * FUNCTIONS[other](nf, [nf.number(-k - 1), z])
        cos, sin = cos_sin(nf, z)
        w = z.inverse()
        zero, one = (t.mul(sin, w), t.mul(t.mul(sin, w) - cos, w))
        if head == "yn":
            zero, one = (-t.mul(cos, w), -t.mul(t.mul(cos, w) + sin, w))
        return _spherical_upward(nf, [zero, one], t.nought, z, k)

    return rule


def _spherical_upward(
    nf: NormalForm, pair: list[Fraction_], base: Fraction_, z: Fraction_, k: int
) -> Fraction_:
    """f_(n+1) = (2n + 1)/z f_n - f_(n-1)."""
    while len(pair) <= k:
        order = base + nf.number(len(pair) - 1) + nf.number(1, 2)
        pair.append(_step(nf, 1, -1, order, z, pair[-2], pair[-1]))
    return pair[k]


def _rule(head: str) -> Callable[[NormalForm, list[Fraction_]], Fraction_]:
    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        if head not in ENTIRE:
            pole_at_zero(nf, args[1])
        return bessel(nf, head, *args)

    return rule


FUNCTIONS.update({head: _rule(head) for head in FAMILY})
FUNCTIONS.update({
    "hankel1": _hankel(1), "hankel2": _hankel(-1), "jn": _spherical("jn"), "yn": _spherical("yn"),
})  # fmt: skip
