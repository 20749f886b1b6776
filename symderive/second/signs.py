"""Signs and realness in the second checker, and what they allow: roots and logarithms by factors.

A product leaves a root or a logarithm only where its factors are proved nonnegative; of a real
factor of unknown sign the even part leaves as an absolute value.
"""

from __future__ import annotations

from math import gcd

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz

from symderive.second import numbers
from symderive.second.ring import Fraction, Ring
from symderive.second.sums import UNIT, Silent, Sum, constant, leading, number, plus

POSITIVE = ("+", "0+")
_LARGEST = 10**12  # integers beyond are not factored


# --- conjugates and signs -----------------------------------------------------------------


def conjugate(ring: Ring, a: Fraction) -> Fraction | None:
    """The complex conjugate, if that of every atom is known."""
    try:
        out = _conjugate_sum(ring, a.top)
        for f, e in a.below.values():
            out = ring.times(out, ring.inverse(ring.power(_conjugate_sum(ring, f), e)))
        return out
    except _Unknown:
        return None


class _Unknown(Exception):
    pass


def _conjugate_sum(ring: Ring, a: Sum) -> Fraction:
    plain = {m: c for m, c in a.items() if not m[1] and all(ring.atoms[k].real for k, _ in m[0])}
    out = Fraction(plain)
    for (powers, e), c in a.items():
        if (powers, e) in plain:
            continue
        piece = ring.whole(c)
        for k, n in powers:
            atom = ring.atoms[k]
            if k == 0:
                factor = ring.scaled(ring.unit, -1)
            elif atom.real:
                factor = ring.of_atom(k)
            elif k in ring.conjugates:
                factor = ring.of_atom(ring.conjugates[k])
            else:
                raise _Unknown
            piece = ring.times(piece, ring.power(factor, n))
        if e:
            exponent = conjugate(ring, ring.exponents[e])
            if exponent is None:
                raise _Unknown
            piece = ring.times(piece, ring.exp(exponent))
        out = ring.plus(out, piece)
    return out


def real(ring: Ring, a: Fraction) -> bool:
    bar = conjugate(ring, a)
    return bar is not None and ring.zero(ring.minus(a, bar))


def sign(ring: Ring, a: Fraction) -> str | None:
    """+ 0+ - 0- of a fraction that is proved real with that sign, else None."""
    out = _sum_sign(ring, a.top)
    for f, e in a.below.values():
        if e % 2 == 0 and real(ring, Fraction(f)):
            continue
        out = _product(out, _strict(_sum_sign(ring, f)))
    return out


def _strict(s: str | None) -> str | None:
    return s[-1] if s else None  # a denominator does not vanish where there is a value


def _product(s: str | None, t: str | None) -> str | None:
    if s is None or t is None:
        return None
    sign_ = "+" if s[-1] == t[-1] else "-"
    return "0" + sign_ if "0" in s + t else sign_


def _sum_sign(ring: Ring, a: Sum) -> str | None:
    if not a:
        return "0+"
    plain = _termwise(ring, a)
    if plain is not None:
        return plain
    plain = numbers.sign(ring, a)
    if plain is not None:
        return plain
    for fact, s in ring.facts:
        if s == "!0" or fact.below or not fact.top:
            continue
        ratio = _ratio(a, fact.top)
        if ratio is not None:
            return s if ratio > 0 else s.replace("+", "-")
        for turn in (1, -1):  # a = fact + something of one sign
            rest = _termwise(ring, plus({m: c * turn for m, c in a.items()}, fact.top, -1))
            if rest in POSITIVE:
                strict = "+" if "+" in (rest, s) else "0+"
                return strict if turn > 0 else strict.replace("+", "-")
    parts = factors(ring, a)
    if parts is not None and len(parts) > 1:
        out: str | None = "+"
        for f, e in parts:
            one = _sum_sign(ring, f)
            if one is None and e % 2 == 0 and real(ring, Fraction(f)):
                one = "0+"
            out = _product(out, one if e % 2 or one is None else one.replace("-", "+"))
        return out
    return None


def _ratio(a: Sum, b: Sum) -> fmpq | None:
    if a.keys() != b.keys():
        return None
    q = leading(a) / leading(b)
    return q if all(c == q * b[m] for m, c in a.items()) else None


def _termwise(ring: Ring, a: Sum) -> str | None:
    """All monomials of one sign."""
    found = {"+": False, "-": False}
    strict = False
    for (powers, e), c in a.items():
        s = "+" if c > 0 else "-"
        weak = False
        if e and not real(ring, ring.exponents[e]):
            return None
        for k, n in powers:
            atom = ring.atoms[k]
            if atom.sign is None or atom.sign == "!0":
                if not atom.real or n % 2:
                    return None
                weak |= atom.sign is None
            elif n % 2:
                s = s if atom.sign[-1] == "+" else "+" if s == "-" else "-"
                weak |= atom.sign[0] == "0"
            else:
                weak |= atom.sign[0] == "0"
        found[s] = True
        strict |= not weak
    if found["+"] and found["-"]:
        return None
    one = "+" if found["+"] else "-"
    return one if strict else "0" + one


# --- factors ------------------------------------------------------------------------------


def factors(ring: Ring, a: Sum) -> list[tuple[Sum, int]] | None:
    """Factors with their powers, the rational content first; None where exponentials are mixed."""
    exponentials = {e for _, e in a}
    if len(exponentials) != 1:
        return None
    (e,) = exponentials
    used = sorted({k for powers, _ in a for k, _ in powers})
    out: list[tuple[Sum, int]] = []
    if used:
        ctx = fmpq_mpoly_ctx.get([f"a{k}" for k in used], Ordering.lex)
        place = {k: i for i, k in enumerate(used)}
        rows = {}
        for (powers, _), c in a.items():
            exps = [0] * len(used)
            for k, n in powers:
                exps[place[k]] = n
            rows[tuple(exps)] = c
        unit, parts = ctx.from_dict(rows).factor()
        for poly, n in parts:
            back: Sum = {}
            for exps, c in poly.to_dict().items():
                powers = tuple((used[i], int(x)) for i, x in enumerate(exps) if x)
                back[(powers, 0)] = fmpq(c)
            scale = leading(back)
            unit = unit * scale**n
            out.append(({m: c / scale for m, c in back.items()}, int(n)))
        rational = fmpq(unit)
    else:
        rational = next(iter(a.values()))
    if rational != 1:
        out.insert(0, (number(rational), 1))
    if e:
        out.append(({((), e): fmpq(1)}, 1))
    return out


def _primes(q: fmpq) -> list[tuple[int, int]] | None:
    if max(abs(int(q.p)), int(q.q)) > _LARGEST:
        return None
    top = [(int(p), int(n)) for p, n in fmpz(abs(int(q.p))).factor()]
    return top + [(int(p), -int(n)) for p, n in fmpz(int(q.q)).factor()]


def split(ring: Ring, a: Fraction) -> list[tuple[Fraction, int]]:
    """The factors of a fraction with their powers: primes, polynomials, an exponential, -1."""
    whole = [(a.top, 1), *((f, -e) for f, e in a.below.values())]
    out: list[tuple[Fraction, int]] = []
    for f, e in whole:
        parts = factors(ring, f)
        for g, n in [(f, 1)] if parts is None else parts:
            q = constant(g)
            primes = None if q is None else _primes(q)
            if q is None or primes is None:
                out.append((Fraction(g), n * e))
                continue
            out += [(ring.whole(p), m * n * e) for p, m in primes]
            if q < 0 and n * e % 2:
                out.append((ring.whole(-1), 1))
    return out


# --- roots and logarithms -----------------------------------------------------------------


def root_by_factors(ring: Ring, a: Fraction, q: int) -> Fraction:
    if q == 1 or not a.top:
        return a
    out, rest = ring.whole(1), ring.whole(1)
    for f, e in split(ring, a):
        if (
            UNIT not in f.top
            and len(f.top) == 1
            and next(iter(f.top))[1]
            and not next(iter(f.top))[0]
        ):
            exponent = ring.exponents[next(iter(f.top))[1]]
            if real(ring, exponent):
                out = ring.times(out, ring.exp(ring.scaled(exponent, fmpq(e, q))))
                continue
        s = sign(ring, f)
        if s in ("-", "0-"):
            f, s = ring.scaled(f, -1), s.replace("-", "+")
            if e % 2:
                rest = ring.scaled(rest, -1)
        if s in POSITIVE:
            out = ring.times(out, _rational_power(ring, f, e, q))
        elif q % 2 == 0 and abs(e) >= q and real(ring, f):
            whole, left = divmod(abs(e), q)
            turn = 1 if e > 0 else -1
            out = ring.times(out, ring.power(magnitude(ring, f), turn * whole))
            rest = ring.times(rest, ring.power(f, turn * left))
        else:
            rest = ring.times(rest, ring.power(f, e))
    c = ring.constant(rest)
    if c == 1:
        return out
    if c == -1:
        from symderive.second.angles import turn_of_unity

        return ring.times(out, turn_of_unity(ring, fmpq(1, q)))
    return ring.times(out, ring.bare_root(rest, q))


def _rational_power(ring: Ring, f: Fraction, e: int, q: int) -> Fraction:
    """f^(e/q) of a nonnegative f."""
    whole, left = divmod(e, q)
    out = ring.power(f, whole)
    if left:
        g = gcd(left, q)
        left, q = left // g, q // g
        if ring.order % q == 0:  # x^(1/2) and x^(1/3) are powers of x^(1/6)
            left, q = left * ring.order // q, ring.order
        out = ring.times(out, ring.power(ring.bare_root(f, q), left))
    return out


def magnitude(ring: Ring, f: Fraction) -> Fraction:
    """|f| of a real f: +-f where the sign is known, else the root of its square."""
    s = sign(ring, f)
    if s is not None:
        return f if s in POSITIVE else ring.scaled(f, -1)
    out = ring.whole(1)
    for g, e in split(ring, f):
        s = sign(ring, g)
        if s is not None:
            g = g if s in POSITIVE else ring.scaled(g, -1)
        elif e % 2 and real(ring, g):
            g = ring.bare_root(ring.power(g, 2), 2)
        elif not real(ring, g):
            raise Silent("the absolute value of factors that are not real")
        out = ring.times(out, ring.power(g, e))
    return out


def log_by_factors(ring: Ring, a: Fraction, formally: bool = False) -> Fraction:
    """log a; `formally` up to full turns, which an integer factor makes harmless."""
    if not a.top:
        raise Silent("the logarithm of zero")
    out, rest = ring.whole(0), ring.whole(1)
    for f, e in split(ring, a):
        ((powers, exponential), c) = next(iter(f.top.items()))
        if len(f.top) == 1 and c == 1 and not powers and exponential:
            exponent = ring.exponents[exponential]
            if formally or real(ring, exponent):
                out = ring.plus(out, ring.scaled(exponent, e))
                continue
        s = sign(ring, f)
        if s == "-":
            f, s = ring.scaled(f, -1), "+"
            if e % 2:
                rest = ring.scaled(rest, -1)
        if ring.constant(f) == 1:
            continue
        if s in POSITIVE or (formally and ring.constant(f) != -1):
            out = ring.plus(out, ring.scaled(_log(ring, f), e))
        elif e % 2 == 0 and real(ring, f):
            out = ring.plus(out, ring.scaled(_log(ring, magnitude(ring, f)), e))
        else:
            rest = ring.times(rest, ring.power(f, e))
    c = ring.constant(rest)
    if c == -1:
        from symderive.second.angles import half_turn

        return ring.plus(out, half_turn(ring))
    return out if c == 1 else ring.plus(out, _log(ring, rest))


def _log(ring: Ring, f: Fraction) -> Fraction:
    """The atom of a logarithm; of a root r with r^q = u it is log(u)/q."""
    if len(f.top) == 1 and not f.below:
        ((powers, e), c) = next(iter(f.top.items()))
        if len(powers) == 1 and powers[0][1] == 1 and not e and c == 1:
            atom = ring.atoms[powers[0][0]]
            if atom.kind == "root" and ring.constant(atom.data[1]) == 1:
                u = atom.data[0]
                square = atom.order == 2 and len(split(ring, u)) == 1 and split(ring, u)[0][1] == 2
                if not square:
                    return ring.scaled(log_by_factors(ring, u), fmpq(1, atom.order))
    s = sign(ring, f)
    return ring.opaque("log", (f,), real=s in POSITIVE, sign=None)
