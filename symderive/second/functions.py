"""Roots, logarithms, conjugates, maxima, gamma, derivatives, finite sums: a rule for each head."""

from __future__ import annotations

from flint import fmpq

from symderive.second.reading import Matrix, Reader, rule
from symderive.second.ring import Atom, Fraction
from symderive.second.signs import (
    conjugate,
    log_by_factors,
    magnitude,
    real,
    root_by_factors,
    sign,
    split,
)
from symderive.second.slopes import expanded
from symderive.second.sums import Silent
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, integer

MOST_TERMS = 60  # of a finite sum or product


@rule("log")
def _log(r: Reader, t: Term) -> Fraction:
    return log_by_factors(r.ring, r.scalar(t.args[0]))


@rule("sqrt")
def _sqrt(r: Reader, t: Term) -> Fraction:
    return root_by_factors(r.ring, r.scalar(t.args[0]), 2)


@rule("cbrt")
def _cbrt(r: Reader, t: Term) -> Fraction:
    u = r.scalar(t.args[0])
    s = sign(r.ring, u)
    if s in ("+", "0+"):
        return root_by_factors(r.ring, u, 3)
    if s in ("-", "0-"):
        return r.ring.scaled(root_by_factors(r.ring, r.ring.scaled(u, -1), 3), -1)
    raise Silent("a real cube root of unknown sign")


@rule("Abs")
def _abs(r: Reader, t: Term) -> Fraction:
    u = r.scalar(t.args[0])
    if real(r.ring, u):
        return magnitude(r.ring, u)
    _pairs(r, t)
    out = r.ring.whole(1)
    for f, e in split(r.ring, u):
        bar = conjugate(r.ring, f)
        if bar is None:
            raise Silent("the absolute value of what has no known conjugate")
        size = root_by_factors(r.ring, r.ring.times(f, bar), 2)
        out = r.ring.times(out, r.ring.power(size, e))
    return out


@rule("sign")
def _sign(r: Reader, t: Term) -> Fraction:
    u = r.scalar(t.args[0])
    s = sign(r.ring, u)
    if s not in ("+", "-"):
        raise Silent("an unknown sign")
    return r.ring.whole(1 if s == "+" else -1)


@rule("conjugate", "re", "im")
def _conjugate(r: Reader, t: Term) -> Fraction:
    u = r.scalar(t.args[0])
    _pairs(r, t)
    bar = conjugate(r.ring, u)
    if bar is None:
        raise Silent("an unknown conjugate")
    if t.head == "conjugate":
        return bar
    if t.head == "re":
        return r.ring.scaled(r.ring.plus(u, bar), fmpq(1, 2))
    return r.ring.times(r.ring.scaled(r.ring.minus(u, bar), fmpq(-1, 2)), r.ring.unit)


def _pairs(r: Reader, t: Term) -> None:
    """Each complex name of a term has a conjugate, an atom of its own."""
    ring = r.ring
    for name in sorted(t.free):
        k = ring.atom(name, lambda name=name: r._name(name))
        if not ring.atoms[k].real and k not in ring.conjugates:
            bar = ring.atom(
                ("conjugate", name), lambda name=name: Atom("symbol", f"conjugate {name}", False)
            )
            ring.conjugates[k], ring.conjugates[bar] = bar, k


@rule("Max", "Min")
def _max(r: Reader, t: Term) -> Fraction:
    ring, out = r.ring, r.scalar(t.args[0])
    for a in t.args[1:]:
        u = r.scalar(a)
        gap = ring.minus(out, u)
        if not real(ring, gap):
            raise Silent("an order of what may not be real")
        size = magnitude(ring, gap) if gap.top else gap
        total = ring.plus(out, u)
        out = ring.scaled(
            ring.plus(total, ring.scaled(size, 1 if t.head == "Max" else -1)), fmpq(1, 2)
        )
    return out


@rule("gamma")
def _gamma(r: Reader, t: Term) -> Fraction:
    return r.gamma(r.scalar(t.args[0]))


@rule("binomial")
def _binomial(r: Reader, t: Term) -> Fraction:
    n, k = t.args
    if k.head != "Integer" or k.data > 20:
        raise Silent("a binomial of symbolic kind")
    u, out = r.scalar(n), r.ring.whole(1)
    for j in range(k.data):
        step = r.ring.minus(u, r.ring.whole(j))
        out = r.ring.times(out, r.ring.scaled(step, fmpq(1, j + 1)))
    return out


@rule("Apply")
def _apply(r: Reader, t: Term) -> Fraction:
    args = tuple(r.scalar(a) for a in t.args)
    complex_ = "complex" in r.words.get(t.data[0], ())
    return r.ring.opaque(t.data, args, not complex_ and all(real(r.ring, a) for a in args), None)


@rule("Derivative")
def _derivative(r: Reader, t: Term) -> Fraction | Matrix:
    return r.value(expanded(t))


@rule("Subs")
def _subs(r: Reader, t: Term) -> Fraction | Matrix:
    body, rest = t.args[0], t.args[1:]
    half = len(rest) // 2
    values = {v.data: p for v, p in zip(rest[:half], rest[half:], strict=True)}
    while body.head == "Derivative":
        body = expanded(body)
    return r.value(substitute(body, values))


@rule("Sum", "Product")
def _sum(r: Reader, t: Term) -> Fraction:
    body, k, low, high = t.args
    a, b = (r.ring.constant(r.scalar(end)) for end in (low, high))
    if a is None or b is None or a.q != 1 or b.q != 1 or not 0 <= b - a < MOST_TERMS:
        raise Silent("a sum of symbolic length")
    out = r.ring.whole(0 if t.head == "Sum" else 1)
    for j in range(int(a.p), int(b.p) + 1):
        one = r.scalar(substitute(body, {k.data: integer(j)}))
        out = r.ring.plus(out, one) if t.head == "Sum" else r.ring.times(out, one)
    return out
