"""Square roots and absolute values in the field of coefficients.

Roots give up their squares, with a sign that the sign oracle finds or that stands as a generator of
its own: sqrt(p^2) = sign(p) p, sign(p)^2 = 1, constant where p is not zero (which is kept).
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from symderive.kernel.analysis.forms import coefficient_bases as bases
from symderive.kernel.logic.field import Fraction_
from symderive.terms.tree import Term, call

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.coefficients import Coefficients, Generator


def root(k: Coefficients, f: Fraction_) -> Fraction_:
    """The principal square root: squares come out with their signs, the rest is a generator."""
    c = f.constant()
    if f.zero:
        return f
    if c is not None and c < 0:
        return k.mul(k.read(Term("I")), root(k, -f))
    lead, factors = k.factors(f)
    outside, p, q = k.one, int(abs(lead.p)), int(lead.q)
    square, free = _squarefree(p * q)
    outside = k.number(square, q)
    rest = k.number(free if lead > 0 else -free)
    for base, e in factors:
        if not real(k, base):
            rest = k.mul(rest, k.power(base, e))
            continue
        half, odd = divmod(abs(e), 2)
        side = 1 if e > 0 else -1
        if half:
            size = base if half % 2 == 0 else absolute(k, base)
            outside = k.mul(outside, k.power(size, half * side))
        if odd:
            rest = k.mul(rest, k.power(base, side))
    if rest.constant() == 1:
        return outside
    turned = rest.inverse()
    if ("root", turned.key) in k.by_key and sign_of(k, rest) == "+":
        return k.over(outside, k.poly(radical(k, turned)))
    return k.mul(outside, k.poly(radical(k, rest)))


def radical(k: Coefficients, rest: Fraction_) -> Generator:
    """The generator sqrt(rest)."""
    key = ("root", rest.key)
    found = k.by_key.get(key)
    return found or k.make(key, "root", call("sqrt", k.write(rest)), square=rest, inner=rest)


def absolute(k: Coefficients, f: Fraction_) -> Fraction_:
    """|f| for a real f, factor by factor."""
    if f.zero:
        return f
    lead, factors = k.factors(f)
    out = k.number(abs(lead))
    for base, e in factors:
        out = k.mul(out, k.power(base, e))
        if e % 2 == 0 and real(k, base):
            continue
        if not real(k, base):
            raise ArithmeticError("the absolute value of what may not be real")
        found = sign_of(k, base)
        if found in ("-", "0-"):
            out = -out
        elif found not in ("+", "0+"):
            out = k.mul(out, k.poly(sign(k, base)))
    return out


def sign(k: Coefficients, f: Fraction_) -> Generator:
    """The generator sign(f): its square is 1 where f does not vanish, which `inverted` keeps."""
    t = k.write(f)
    k.inverted[t] = None
    return k.make(("sign", f.key), "sign", call("sign", t), square=k.one)


def sign_of(k: Coefficients, f: Fraction_) -> str | None:
    """What the givens or the sign oracle of the kernel say of a fraction."""
    t = k.write(f)
    if t not in k.signs:
        k.signs[t] = _given_sign(k, f) or bases.proved_sign(t, k.givens)
    return k.signs[t]


def _given_sign(k: Coefficients, f: Fraction_) -> str | None:
    """The sign of f where a given says that of a number times an odd power of it."""
    lead, factors = k.factors(f)
    if len(factors) != 1 or factors[0][1] % 2 == 0:
        return None
    for relation, a, b in k.givens.relations:
        if relation not in ("Lt", "Le"):
            continue
        try:
            c, parts = k.factors(k.add(k.read(b), -k.read(a)))
        except ArithmeticError:
            continue
        if len(parts) == 1 and parts[0][1] % 2 and parts[0][0].key == factors[0][0].key:
            return ("+" if c * lead > 0 else "-") if relation == "Lt" else None
    return None


def real(k: Coefficients, f: Fraction_) -> bool:
    """Whether only real names and functions real on the reals occur."""
    return all(_real_generator(k, g) for g in k.used(f))


def _real_generator(k: Coefficients, g: Generator) -> bool:
    if g.unit > 1 and k.givens.sort(g.term.data).sign not in ("+", "0+"):
        return False
    return bases.plainly_real(g.term, k.givens)


def _squarefree(n: int) -> tuple[int, int]:
    """(a, b) with n = a^2 b, as far as small primes tell; b is then no perfect square."""
    a = 1
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23):
        while n % (p * p) == 0:
            n //= p * p
            a *= p
    r = isqrt(n)
    return (a * r, 1) if r * r == n else (a, n)
