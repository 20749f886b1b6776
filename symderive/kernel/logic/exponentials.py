"""Exponentials in additive units: exp(E) becomes a product of generators exp(monomial/unit).

Every exponent of a claim is written over one common denominator before its monomials are made into
generators, so that exp(a) exp(b) = exp(a + b) is an identity of polynomials.  Trigonometric and
hyperbolic functions are exponentials; roots of unity are written in radicals where they have them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_poly

from symderive.kernel.logic.field import Fraction_, TooLarge, lowest
from symderive.kernel.logic.powers import power
from symderive.kernel.logic.tower import Generator, Replan

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm


def exp(nf: NormalForm, e: Fraction_) -> Fraction_:
    """exp(e), split over the monomials of e."""
    t = nf.tower
    e = t.reduce(e)
    if e.zero:
        return t.one
    out = t.one
    if e.d is not None and len(e.d) == 1 and len(e.n) > 1:
        # Over a monomial each summand has lowest terms of its own: exp(a + b) = exp(a) exp(b).
        for exps, c in t.terms(e.n):
            out = t.mul(out, exp(nf, lowest(t.ctx.from_dict({exps: c}), e.d)))
        return out
    over = None if e.d is None else _common_denominator(nf, Fraction_(e.d))
    whole, part = (e.n, e.n * 0) if over is None else divmod(e.n * (over.n / e.d), over.n)
    for exps, c in t.terms(whole):
        out = t.mul(out, _exp_monomial(nf, exps, None, c))
    for exps, c in t.terms(part):
        out = t.mul(out, _exp_monomial(nf, exps, over, c))
    return out


def _common_denominator(nf: NormalForm, d: Fraction_) -> Fraction_:
    """The planned denominator of all exponents if d divides it; else the plan changes.

    The plan is kept as terms: the generators are made anew, perhaps in another order.  What no term
    says stays a denominator of its own.
    """
    t = nf.tower
    if t.exponent_denominator is None and t.denominators:
        common = t.ctx.constant(1)
        for planned in list(t.denominators):
            below = t.reduce(nf.convert(planned)).n
            common = common * below / common.gcd(below)
        if common.total_degree() > 40:
            raise TooLarge("exponents over too many different denominators")
        t.exponent_denominator = Fraction_(common)
    if t.exponent_denominator is not None and lowest(t.exponent_denominator.n, d.n).d is None:
        return t.exponent_denominator
    term = nf.term_of(d)
    if term is None or term in t.denominators:
        return d
    fresh = not t.denominators
    t.denominators[term] = None
    if not fresh:
        raise Replan
    t.exponent_denominator = d
    return d


def _exp_monomial(
    nf: NormalForm, exps: tuple[int, ...], over: Fraction_ | None, c: fmpq
) -> Fraction_:
    """exp(c * monomial / over)."""
    t = nf.tower
    r = Fraction(int(c.p), int(c.q))
    used = [(t.generators[i], k) for i, k in enumerate(exps) if k]
    known: Fraction_ | None = None
    if over is None:
        if len(used) == 1 and used[0][1] == 1 and used[0][0].kind == "log":
            return power(nf, used[0][0].payload, r)
        kinds = {g.kind for g, _ in used}
        if "I" in kinds:
            rest = [(g, k) for g, k in used if g.kind != "I"]
            others = [(g, k) for g, k in rest if g.kind != "pi"]
            if [k for g, k in rest if g.kind == "pi"] == [1]:
                if not others:
                    return root_of_unity(nf, r)
                if all(g.integer for g, _ in others):
                    return _parity(nf, others, r)
            if len(rest) == 1 and rest[0][1] == 1:
                known = nf.exp_i_of_generator(rest[0][0])
        elif len(used) == 1 and used[0][1] == 1:
            known = nf.exp_of_generator(used[0][0])
        if known is not None and r.denominator == 1:
            return t.reduce(known ** int(r))
    key = f"exp:{exps}" + ("" if over is None else "/" + over.key)
    q = t.unit(key, r.denominator)
    fresh = key not in t.by_key
    exponent = t.monomial(exps) * t.number(fmpq(1, q))
    if over is not None:
        exponent = exponent / over
    real = t.real(exponent)
    g = t.make(key, "exp", real=real, sign="+" if real else "!0", payload=exponent)
    if fresh:
        if known is not None:
            t.relate(((g, q),), known)
        nf.relate_exponential(g, used, q)
    return t.poly(g) ** int(r * q)


def _parity(nf: NormalForm, others: list[tuple[Generator, int]], r: Fraction) -> Fraction_:
    """exp(i pi r m) for an integer-valued monomial m: a 2q-th root of unity."""
    t = nf.tower
    parity = nf.parity_of(others)
    if parity == "even" and r.denominator == 1:
        return t.one
    if parity == "odd" and r.denominator == 1:
        return t.number(-1 if r.numerator % 2 else 1)
    key = "parity:" + ",".join(f"{g.index}^{k}" for g, k in others)
    q = t.unit(key, r.denominator)
    if q == 1 and any(k > 1 for _, k in others):
        return _parity(nf, [(g, 1) for g, _ in others], r)  # n^k and n have the same parity
    fresh = key not in t.by_key
    g = t.make(key, "parity", real=q == 1, sign="!0", payload=(others, q))
    if fresh:
        if parity is None:
            t.relate(((g, 2 * q),), t.one)
        else:
            t.relate(((g, q),), t.number(1 if parity == "even" else -1))
    return t.reduce(t.poly(g) ** (int(r * q) % (2 * q)))


# --- roots of unity -------------------------------------------------------------------------------


def root_of_unity(nf: NormalForm, r: Fraction) -> Fraction_:
    """exp(i pi r), in radicals for denominators 2^a 3^b 5^c (a <= 4, b, c <= 1)."""
    t = nf.tower
    r = r % 2
    if r >= 1:
        return -root_of_unity(nf, r - 1)
    if r == 0:
        return t.one
    if r == Fraction(1, 2):
        return nf.i
    q = r.denominator
    two = q & -q
    odd = q // two
    if two > 1 and odd > 1:
        # r = a/two + b/odd by Bezout: the 2-part and the odd part are separate factors.
        b = (r.numerator * pow(two, -1, odd)) % odd
        a = (r.numerator - b * two) // odd
        return t.mul(root_of_unity(nf, Fraction(a, two)), root_of_unity(nf, Fraction(b, odd)))
    if odd == 1 and two <= 16:
        base = nf.i
        for k in range(2, two.bit_length()):
            base = _half(nf, base, Fraction(1, 2 ** (k - 1)))
        return t.reduce(base**r.numerator)
    half = t.number(fmpq(1, 2))
    if q == 3:
        root3 = power(nf, t.number(3), Fraction(1, 2))
        return t.reduce((half * (t.one + nf.i * root3)) ** r.numerator)
    if q == 5:
        root5 = power(nf, t.number(5), Fraction(1, 2))
        cos = t.number(fmpq(1, 4)) * (t.one + root5)
        sin = power(nf, t.one - t.reduce(cos * cos), Fraction(1, 2))
        return t.reduce((cos + nf.i * sin) ** r.numerator)
    return _cyclotomic(nf, r)


def _half(nf: NormalForm, z: Fraction_, angle: Fraction) -> Fraction_:
    """exp(i pi angle/2) from z = exp(i pi angle), 0 < angle <= 1/2: half-angle formulas."""
    t = nf.tower
    half = t.number(fmpq(1, 2))
    cos = half * (z + nf.conjugate(z))
    cos = t.reduce(cos)
    c = power(nf, half * (t.one + cos), Fraction(1, 2))
    s = power(nf, half * (t.one - cos), Fraction(1, 2))
    return c + nf.i * s


def _cyclotomic(nf: NormalForm, r: Fraction) -> Fraction_:
    """exp(i pi p/m), m odd, through z = exp(i pi/m) and its minimal polynomial."""
    t = nf.tower
    m = t.unit("cyclotomic", r.denominator)
    if m % 2 == 0 or m > 400:
        raise TooLarge("roots of unity of this order")
    key = "cyclotomic:"
    fresh = key not in t.by_key
    g = t.make(key, "unity", sign="!0", payload=m)
    if fresh:
        minimal = fmpq_poly.cyclotomic(2 * m) if hasattr(fmpq_poly, "cyclotomic") else _phi(2 * m)
        degree = minimal.degree()
        tail = t.nought
        for k in range(degree):
            tail = tail - t.number(minimal[k] / minimal[degree]) * t.poly(g) ** k
        t.relate(((g, degree),), tail)
    return t.reduce(t.poly(g) ** int(r * m))


def _phi(n: int) -> fmpq_poly:
    """The n-th cyclotomic polynomial by exact division."""
    out = fmpq_poly([-1] + [0] * (n - 1) + [1])
    for d in range(1, n):
        if n % d == 0:
            out = out // _phi(d)
    return out


# --- trigonometric and hyperbolic -----------------------------------------------------------------


def cos_sin(nf: NormalForm, e: Fraction_) -> tuple[Fraction_, Fraction_]:
    t = nf.tower
    u = exp(nf, nf.i * e)
    turns = (e * nf.pi.inverse()).constant()
    # The inverse of a root of unity is a polynomial in radicals, not a quotient.
    v = root_of_unity(nf, Fraction(int(-turns.p), int(turns.q))) if turns else t.reduce(u.inverse())
    half = t.number(fmpq(1, 2))
    return t.reduce(half * (u + v)), t.reduce(half * nf.i * (v - u))


def cosh_sinh(nf: NormalForm, e: Fraction_) -> tuple[Fraction_, Fraction_]:
    t = nf.tower
    u = exp(nf, e)
    v = t.reduce(u.inverse())
    half = t.number(fmpq(1, 2))
    return t.reduce(half * (u + v)), t.reduce(half * (u - v))


__all__ = ["cos_sin", "cosh_sinh", "exp", "root_of_unity"]
