"""Real numbers in complex clothes: cos x = (u + 1/u)/2 with u = exp(ix) is real although u is not.

A product of complex factors that equals its own conjugate is real.  Where it is a square V^2 of
something real its root is |V|, and the sign of V is known when V is a multiple of cos(t) or sin(t)
with t in a known quadrant.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from flint import fmpq

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.tower import Generator

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

WEAK = {"+": "+", "0+": "0+"}


def squared(nf: NormalForm, factors: list[tuple[Fraction_, int]]) -> tuple[Fraction_, bool] | None:
    """(V, negative) with V real and prod p^e = V^2, or -V^2 if negative; None if there is no such V.

    An exponential of odd multiplicity is a square of a finer one: its unit is halved (`Replan`).
    """
    t = nf.tower
    whole = t.one
    for p, e in factors:
        whole = whole * p**e
    if not real(nf, whole):
        return None
    halves = factors
    if any(e % 2 and _exponential(nf, p) is None for p, e in factors):
        turned = _turned(nf, factors)
        if turned is None:
            return None
        halves = turned
    for p, e in halves:
        g = _exponential(nf, p)
        if e % 2 and g is not None:
            key = next(k for k, made in t.by_key.items() if made is g)
            t.unit(key, 2 * t.units[key])  # replans
    v = t.one
    for p, e in halves:
        v = v * p ** (e // 2)
    v = t.reduce(v)
    if halves is not factors:
        square = t.reduce(v * v)
        # A unit permutes the coefficients up to sign, so the largest ones give the factor.
        scale = max(map(abs, whole.n.coeffs())) / max(map(abs, square.n.coeffs()))
        units = [t.number(scale) * nf.i**k for k in range(4)]
        rest = next((c for c in units if t.same(whole, c * square)), None)
        if rest is None:
            return None
        v = t.reduce(v * nf.power(rest, Fraction(1, 2)))
    mirror = nf.conjugate(v)
    if t.same(mirror, v):
        return v, False
    if t.same(mirror, -v):
        return t.reduce(v * nf.i), True
    return None


def _turned(
    nf: NormalForm, factors: list[tuple[Fraction_, int]]
) -> list[tuple[Fraction_, int]] | None:
    """The factors once more after u -> iu for one exponential u: 1 + sin x is then a square.

    Factorisation knows no i; turned by a quarter, such a polynomial has rational coefficients.
    Units (1, -1, i, -i) and rational constants are left out.
    """
    t = nf.tower
    found = {i for p, _ in factors for i, k in enumerate(p.n.degrees()) if k}
    for g in [t.generators[i] for i in found if t.generators[i].kind == "exp"]:
        exponents = [m[g.index] for p, _ in factors if len(p.n) > 1 for m, _ in t.terms(p.n)]
        step = gcd(*exponents)
        if not step:
            continue
        out: list[tuple[Fraction_, int]] = []
        for p, e in factors:
            if _exponential(nf, p) is g:
                out.append((p, e))
                continue
            for h, m in t.factors(t.reduce(_turn(nf, p, g, step, 1)))[1]:
                if any(k[g.index] % step for k, _ in t.terms(h.n)):
                    return None
                lone = next((t.generators[i] for i, k in enumerate(h.n.degrees()) if k), None)
                if len(h.n) > 1 or (lone is not None and lone.kind != "I"):
                    out.append((t.reduce(_turn(nf, h, g, step, 3)), m * e))
        if all(m % 2 == 0 or _exponential(nf, h) is not None for h, m in out):
            return out
    return None


def _turn(nf: NormalForm, p: Fraction_, g: Generator, step: int, quarters: int) -> Fraction_:
    """p with g^step replaced by i^quarters g^step."""
    t = nf.tower
    out = t.nought
    for m, c in t.terms(p.n):
        out = out + t.monomial(m) * t.number(c) * nf.i ** (quarters * (m[g.index] // step) % 4)
    return out


def real(nf: NormalForm, f: Fraction_) -> bool:
    """Whether f is real at every admissible point: real generators, or equal to its conjugate."""
    if nf.tower.real(f):
        return True
    try:
        return nf.tower.same(nf.conjugate(f), f)
    except ArithmeticError:
        return False


def nonnegative(nf: NormalForm, f: Fraction_) -> bool:
    """Whether f >= 0 is known: by its sign, or as the square of something real."""
    if sign(nf, f) in WEAK:
        return True
    c, factors = nf.tower.factors(f)
    if nf.tower.real(f) or not factors:
        return False
    found = squared(nf, factors)
    return found is not None and found[1] == (c < 0)


def _exponential(nf: NormalForm, p: Fraction_) -> Generator | None:
    if p.d is not None or len(p.n) != 1 or p.n.total_degree() != 1:
        return None
    g = nf.tower.generators[next(i for i, k in enumerate(p.n.degrees()) if k)]
    return g if g.kind == "exp" else None


def size(nf: NormalForm, v: Fraction_) -> Fraction_:
    """|V| of a real V: with its sign if that is known, else a generator with |V|^2 = V^2."""
    t = nf.tower
    s = sign(nf, v)
    if s in ("+", "0+"):
        return v
    if s in ("-", "0-"):
        return -v
    c, _ = t.factors(v)
    v = v * t.number(1 / c)
    key = "abs:" + v.key
    fresh = key not in t.by_key
    g = t.make(key, "abs", sign="0+", payload=v)
    if fresh:
        t.relate(((g, 2),), t.reduce(v * v))
    return t.number(abs(c)) * t.poly(g)


def sign(nf: NormalForm, v: Fraction_) -> str | None:
    """The sign of a real-valued V that is r cos(t) or r sin(t), r rational, t in a known quadrant."""
    t = nf.tower
    known = t.sign(v)
    if known not in (None, "!0"):
        return known
    form = _sinusoid(nf, v) or (None if v.zero else _sinusoid(nf, v.inverse()))
    if form is None:
        return known
    r, angle, kind = form
    half = nf.number(1, 2) * nf.pi
    low, high = (-half, half) if kind == "cos" else (t.nought, nf.pi)
    for shift in (0, 1, -1):  # cos and sin change sign by a shift of pi
        a = t.sign(angle - low - nf.number(shift) * nf.pi)
        b = t.sign(high + nf.number(shift) * nf.pi - angle)
        if a in WEAK and b in WEAK:
            strict = a == "+" and b == "+"
            positive = (r > 0) == (shift == 0)
            return ("+" if positive else "-") if strict else ("0+" if positive else "0-")
    return None


def _sinusoid(nf: NormalForm, v: Fraction_) -> tuple[Fraction, Fraction_, str] | None:
    """(r, t, kind) with V = r cos(t) or r sin(t)."""
    t = nf.tower
    terms = t.terms(v.n)
    below = t.terms(v.d) if v.d is not None else []
    if len(terms) != 2 or len(below) > 1:
        return None
    index = t.by_key["I"].index
    found: list[tuple[fmpq, int, Fraction_]] = []
    for exps, c in terms:
        exponent = t.nought
        powers = exps[index]
        for i, k in enumerate(exps):
            if below:
                k -= below[0][0][i]
                powers = exps[index] - below[0][0][index]
            if not k or i == index:
                continue
            g = t.generators[i]
            if g.kind != "exp":
                return None
            exponent = exponent + nf.number(k) * g.payload
        found.append((c / below[0][1] if below else c, powers % 4, t.reduce(exponent)))
    (c1, i1, e1), (c2, i2, e2) = found
    if not t.same(e1, -e2) or i1 != i2:
        return None
    angle = t.reduce(-nf.i * e1)
    if not t.real(angle):
        return None
    r = Fraction(int(c1.p), int(c1.q))
    if c1 == c2 and i1 % 2 == 0:
        return (2 * r if i1 == 0 else -2 * r), angle, "cos"
    if c1 == -c2 and i1 % 2 == 1:
        # c i (e^{it} - e^{-it}) = -2 c sin t
        return (-2 * r if i1 == 1 else 2 * r), angle, "sin"
    return None
