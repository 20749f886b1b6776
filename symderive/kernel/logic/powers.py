"""Rational powers, absolute values and logarithms of fractions, split only where a sign is proved.

The base is factored; factors of known sign leave the radical, even powers of real factors become
absolute values, and what remains is one generator with the relation g^q = base.  The rules used are
exactly: (P U)^r = P^r U^r and log(P U) = log P + log U for P > 0, U any nonzero complex number.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from flint import fmpq, fmpz

from symderive.kernel.logic import realvalued
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.nested_roots import square_of
from symderive.kernel.logic.tower import Generator

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

POSITIVE, NEGATIVE = ("+", "0+"), ("-", "0-")


def lone(nf: NormalForm, p: Fraction_) -> Generator | None:
    """The generator that p is, if p is exactly one generator."""
    if p.d is not None or len(p.n) != 1 or p.n.total_degree() != 1:
        return None
    if p.n.leading_coefficient() != 1:
        return None
    return nf.tower.generators[next(i for i, k in enumerate(p.n.degrees()) if k)]


class Split:
    """f = content * prod(positive factors, sizes^2) * (-1)^negative * unknown, for the rules above."""

    def __init__(self, nf: NormalForm, f: Fraction_) -> None:
        t = nf.tower
        c, found = t.factors(f)
        self.content = abs(c)
        self.negative = c < 0
        self.positive: list[tuple[Fraction_, int]] = []
        self.unknown: list[tuple[Fraction_, int]] = []
        self.sizes: list[Fraction_] = []  # each stands for its square
        for p, e in found:
            square = square_of(nf, p) if e % 2 and t.real(p) else None
            if square is not None:
                # p = m V^2 with V real: p^e = m^e (V^2)^e
                m, v = square
                size = realvalued.size(nf, v if e > 0 else v.inverse())
                self.content *= abs(m) ** e
                self.negative ^= m < 0
                self.sizes += [size] * abs(e)
                continue
            s = t.sign(p)
            if s in POSITIVE:
                self.positive.append((p, e))
            elif s in NEGATIVE:
                self.positive.append((-p, e))
                self.negative ^= e % 2 == 1
            elif t.real(p):
                if e // 2:
                    self.positive.append((absolute_of_factor(nf, p), e - e % 2))
                if e % 2:
                    self.unknown.append((p, 1))
            else:
                self.unknown.append((p, e))
        self._real_square(nf)

    def _real_square(self, nf: NormalForm) -> None:
        """Complex factors whose product is the square of a real number leave as |V|^2."""
        complex_ = [(p, e) for p, e in self.unknown if not nf.tower.real(p)]
        found = realvalued.squared(nf, complex_) if complex_ else None
        if found is not None:
            v, negative = found
            self.unknown = [(p, e) for p, e in self.unknown if nf.tower.real(p)]
            self.sizes.append(realvalued.size(nf, v))
            self.negative ^= negative

    def rest(self, nf: NormalForm) -> Fraction_:
        """(-1)^negative times the unknown factors."""
        out = nf.tower.number(-1 if self.negative else 1)
        for p, e in self.unknown:
            out = out * p**e
        return out


def power(nf: NormalForm, f: Fraction_, r: Fraction) -> Fraction_:
    """The principal power f^r for a rational r; raises `Undefined` for 0^r, r < 0."""
    t = nf.tower
    f = t.reduce(f)
    if r.denominator == 1:
        return t.reduce(f ** int(r))
    if f.zero:
        if r < 0:
            raise Undefined("zero to a negative power")
        return f
    real, f = _real_exponential(nf, f)
    parts = Split(nf, f)
    out = _constant_power(nf, parts.content, r)
    if not real.zero:
        out = t.mul(out, nf.exp(t.mul(real, t.number(fmpq(r.numerator, r.denominator)))))
    for p, e in parts.positive:
        out = t.mul(out, _positive_power(nf, p, e * r))
    for w in parts.sizes:
        out = t.mul(out, w ** int(2 * r) if (2 * r).denominator == 1 else _root(nf, w, 2 * r, "0+"))
    if not parts.unknown:
        return t.mul(out, nf.root_of_unity(r)) if parts.negative else out
    if len(parts.unknown) == 1 and not nf.tower.real(parts.unknown[0][0]):
        rest = parts.rest(nf)
        for unit, angle in ((nf.i, Fraction(1, 2)), (-nf.i, Fraction(-1, 2))):
            if t.same(rest, unit):
                return t.mul(out, nf.root_of_unity(r * angle))
    if not parts.negative and len(parts.unknown) == 1:
        p, e = parts.unknown[0]
        g = lone(nf, p)
        if g is not None and g.kind == "symbol" and 0 < e <= g.payload[1]:
            # |arg x^(e/q)| <= pi, so the principal power of the power is the power of the product.
            return t.mul(out, _symbol_power(nf, g, e * r))
    u = parts.rest(nf)
    if r.denominator == 2 and u.d is not None and t.real(u):
        # sqrt(n/d) = sqrt(n d)/|d| for real n and d.
        below = absolute(nf, Fraction_(u.d))
        out = t.mul(out, (below ** int(2 * r)).inverse())
        u = Fraction_(u.n * u.d)
    return t.mul(out, _root(nf, u, r, sign=None))


def _symbol_power(nf: NormalForm, g: Generator, s: Fraction) -> Fraction_:
    """(x^(1/q))^s for the generator x^(1/q) of a symbol."""
    if s.denominator != 1:
        name, q = g.payload
        nf.tower.unit("symbol:" + name, q * s.denominator)  # replans
    return nf.tower.poly(g) ** int(s)


def _positive_power(nf: NormalForm, p: Fraction_, s: Fraction) -> Fraction_:
    """p^s for an irreducible p >= 0."""
    if s.denominator == 1:
        return nf.tower.reduce(p ** int(s))
    g = lone(nf, p)
    if g is not None:
        if g.kind == "symbol":
            return _symbol_power(nf, g, s)
        if g.kind == "exp":
            return nf.exp(g.payload * nf.tower.number(fmpq(s.numerator, s.denominator)))
        if g.kind == "root" and nf.tower.sign(g.payload[0]) in POSITIVE:
            # The base as it is: reduced by given equations it could contain the root again.
            return _root(nf, g.payload[0], s / g.payload[1], g.sign)
    return _root(nf, p, s, sign="+" if nf.tower.sign(p) == "+" else "0+")


def _root(nf: NormalForm, base: Fraction_, s: Fraction, sign: str | None) -> Fraction_:
    """base^s through the generator base^(1/q), with its relation."""
    t = nf.tower
    key = "root:" + base.key
    q = t.unit(key, s.denominator)
    fresh = key not in t.by_key
    g = t.make(key, "root", sign=sign, payload=(base, q))
    if fresh:
        t.relate(((g, q),), base)
    k = int(s * q)
    return t.reduce(t.poly(g) ** k)


def _constant_power(nf: NormalForm, c: fmpq, r: Fraction) -> Fraction_:
    """c^r for a positive rational c, over its prime factors."""
    t = nf.tower
    out = t.one
    for prime, e in primes(c):
        s = e * r
        whole = s.numerator // s.denominator
        out = out * t.number(fmpq(prime) ** whole)
        if s != whole:
            out = t.mul(out, _root(nf, t.number(prime), s - whole, sign="+"))
    return out


def primes(c: fmpq) -> list[tuple[int, int]]:
    """The factorisation of a positive rational; a very large cofactor is kept whole."""
    out: list[tuple[int, int]] = []
    for value, sign in ((c.p, 1), (c.q, -1)):
        out += [(int(p), sign * int(e)) for p, e in _prime_factors(value)]
    return out


def _prime_factors(n: fmpz) -> list[tuple[fmpz, int]]:
    if n == 1:
        return []
    if n.bit_length() <= 128:
        return list(n.factor())
    found = []
    for p in range(2, 1000):
        e = 0
        while n % p == 0:
            n, e = n // p, e + 1
        if e:
            found.append((fmpz(p), e))
    return found + ([(n, 1)] if n != 1 else [])


# --- absolute value -------------------------------------------------------------------------------


def absolute(nf: NormalForm, f: Fraction_) -> Fraction_:
    """|f|, over the factors of f."""
    t = nf.tower
    f = t.reduce(f)
    if f.zero:
        return f
    if not t.real(f) and realvalued.real(nf, f):
        return realvalued.size(nf, f)
    c, found = t.factors(f)
    out = t.number(abs(c))
    for p, e in found:
        s = t.sign(p)
        size = p if s in POSITIVE else -p if s in NEGATIVE else absolute_of_factor(nf, p)
        out = t.mul(out, size**e)
    return out


def absolute_of_factor(nf: NormalForm, p: Fraction_) -> Fraction_:
    """|p| for an irreducible p of unknown sign: a generator with |p|^2 = p conj(p)."""
    t = nf.tower
    g0 = lone(nf, p)
    if g0 is not None and g0.kind == "I":
        return t.one
    if t.real(p):
        square = p * p
    else:
        square = t.reduce(p * nf.conjugate(p))
        if square.constant() is not None or (t.real(square) and t.sign(square) in POSITIVE):
            return power(nf, square, Fraction(1, 2))
    key = "abs:" + p.key
    fresh = key not in t.by_key
    g = t.make(key, "abs", sign="+" if t.sign(p) == "!0" else "0+", payload=p)
    if fresh:
        t.relate(((g, 2),), square)
    return t.poly(g)


# --- logarithm ------------------------------------------------------------------------------------


def logarithm(nf: NormalForm, f: Fraction_) -> Fraction_:
    """The principal logarithm; raises `Undefined` at zero."""
    t = nf.tower
    f = t.reduce(f)
    if f.zero:
        raise Undefined("log(0)")
    out, f = _real_exponential(nf, f)
    parts = Split(nf, f)
    for prime, e in primes(parts.content):
        out = out + t.number(e) * _log_generator(nf, t.number(prime), "+")
    for p, e in parts.positive:
        out = out + t.number(e) * _log_positive(nf, p)
    for w in parts.sizes:
        out = out + t.number(2) * _log_generator(nf, w, "+")
    if not parts.unknown:
        return out + nf.i * nf.pi if parts.negative else out
    if len(parts.unknown) == 1 and not parts.negative:
        p, e = parts.unknown[0]
        g = lone(nf, p)
        if g is not None and g.kind == "symbol" and 0 < e <= g.payload[1]:
            return out + t.number(fmpq(e, g.payload[1])) * _symbol_log(nf, g)
        if g is not None and g.kind == "exp" and e == 1 and nf.within_strip(g.payload):
            exponent: Fraction_ = g.payload
            return out + exponent
    rest = parts.rest(nf)
    polar = _polar_log(nf, rest)
    return out + (polar if polar is not None else _log_generator(nf, rest, None))


def _real_exponential(nf: NormalForm, f: Fraction_) -> tuple[Fraction_, Fraction_]:
    """(E, f/exp(E)): complex exponentials in f whose product is exp(E), E real, as exp(k cos x)."""
    t = nf.tower
    exponent, whole = t.nought, t.one
    for p, e in t.factors(f)[1]:
        g = lone(nf, p)
        if g is not None and g.kind == "exp" and not g.real:
            exponent, whole = exponent + t.number(e) * g.payload, whole * p**e
    if exponent.zero or not realvalued.real(nf, t.reduce(exponent)):
        return t.nought, f
    return t.reduce(exponent), t.reduce(f * whole.inverse())


def _polar_log(nf: NormalForm, z: Fraction_) -> Fraction_ | None:
    """log z = log|z| + i arg z for z = a + ib with a of known sign (and b, where a <= 0)."""
    t = nf.tower
    found = None if t.real(z) else nf.parts(z)
    if found is None:
        return None
    a, b = found
    sa, sb = t.sign(a), t.sign(b)
    half = nf.number(1, 2)
    if sa == "0":
        angle = half * nf.pi if sb == "+" else -half * nf.pi if sb == "-" else None
    elif sa == "+":
        angle = nf.arctangent(t.reduce(b * a.inverse()))
    elif sa == "-" and sb in ("+", "0+", "-"):
        turn = nf.pi if sb != "-" else -nf.pi
        angle = nf.arctangent(t.reduce(b * a.inverse())) + turn
    else:
        angle = None
    if angle is None:
        return None
    return half * logarithm(nf, t.reduce(a * a + b * b)) + nf.i * angle


def any_logarithm(nf: NormalForm, f: Fraction_) -> Fraction_:
    """Some logarithm of f, additive over its factors: enough under an integer exponent."""
    t = nf.tower
    f = t.reduce(f)
    if f.zero:
        raise Undefined("zero to a symbolic power")
    c, found = t.factors(f)
    out = nf.i * nf.pi if c < 0 else t.nought
    for prime, e in primes(abs(c)):
        out = out + t.number(e) * _log_generator(nf, t.number(prime), "+")
    for p, e in found:
        g = lone(nf, p)
        if g is not None and g.kind == "exp":
            one = g.payload
        elif g is not None and g.kind == "I":
            one = t.number(fmpq(1, 2)) * nf.i * nf.pi
        else:
            one = logarithm(nf, p)
        out = out + t.number(e) * one
    return out


def _symbol_log(nf: NormalForm, g: Generator) -> Fraction_:
    name, _q = g.payload
    t = nf.tower
    base = nf.symbol_value(name)
    real = g.sign in ("+", "0+")
    above = t.sign(base - t.one) if real else None
    own = above if above in ("+", "-", "0+", "0-", "!0") else None
    return t.poly(t.make("log:symbol:" + name, "log", real=real, sign=own, payload=base))


def _log_positive(nf: NormalForm, p: Fraction_) -> Fraction_:
    """log p for an irreducible p > 0."""
    t = nf.tower
    g = lone(nf, p)
    if g is not None:
        if g.kind == "symbol":
            return t.number(fmpq(1, g.payload[1])) * _symbol_log(nf, g)
        if g.kind == "exp":
            return g.payload  # type: ignore[no-any-return]
        if g.kind == "root" and t.sign(g.payload[0]) in POSITIVE:
            return t.number(fmpq(1, g.payload[1])) * logarithm(nf, g.payload[0])
        special = nf.log_of_generator(g)
        if special is not None:
            return special
    return _log_generator(nf, p, "+")


def _log_generator(nf: NormalForm, base: Fraction_, sign: str | None) -> Fraction_:
    """The generator log(base); real where the base is known positive."""
    t = nf.tower
    real = sign == "+"
    own: str | None = None
    if real:
        above = t.sign(base - t.one)
        own = above if above in ("+", "-", "0+", "0-", "!0") else None
    return t.poly(t.make("log:" + base.key, "log", real=real, sign=own, payload=base))
