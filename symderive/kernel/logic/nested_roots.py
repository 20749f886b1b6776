"""A square in which a root stands: A + B g = m (s + r g)^2, where g^2 = R and m is rational.

A^2 - B^2 R is a square D^2 exactly where it is one; then m s^2 = (A + D)/2 or (A - D)/2, and r = B/(2 m s)
has to be a polynomial (Borodin, Fagin, Hopcroft and Tompa, Decreasing the nesting depth of expressions
involving square roots, 1985).  What is found is multiplied out again: an identity, no condition.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.zero import prove_equal
>>> from symderive.terms.reader import read
>>> given = Givens.of([read("a > 0")])
>>> nested = read("x/sqrt(a^2 + b^2 + c^2 + 2*a*sqrt(b^2 + c^2))")
>>> prove_equal(nested, read("x/(a + sqrt(b^2 + c^2))"), given) is not None
True
>>> prove_equal(nested, read("x/(a - sqrt(b^2 + c^2))"), given) is not None
False
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.tower import Generator

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

MOST_TERMS = 40


def square_of(nf: NormalForm, p: Fraction_) -> tuple[fmpq, Fraction_] | None:
    """(m, v) with p = m v^2, v linear in a square root; None if there is no such v."""
    t = nf.tower
    if p.d is not None or len(p.n) > MOST_TERMS or len(p.n) < 2:
        return None
    for k, degree in enumerate(p.n.degrees()):
        g = t.generators[k] if degree == 1 else None
        if g is not None and g.kind == "root" and g.payload[1] == 2:
            found = _linear(nf, p, g, k)
            if found is not None:
                return found
    return None


def _linear(nf: NormalForm, p: Fraction_, g: Generator, k: int) -> tuple[fmpq, Fraction_] | None:
    """The same for p = A + B g."""
    t = nf.tower
    root = t.poly(g)
    base = g.payload[0]
    slope = Fraction_(p.n.derivative(k))
    rest = t.reduce(p - slope * root)
    if rest.zero or base.d is not None:
        return None
    norm = _root(nf, t.reduce(rest * rest - slope * slope * base))
    if norm is None or norm[0] != 1:
        return None
    half = t.number(fmpq(1, 2))
    for d in (norm[1], -norm[1]):
        part = t.reduce(half * (rest + d))
        found = None if part.zero else _root(nf, part)
        if found is None:
            continue
        m, s = found
        v = t.reduce(s + slope * (t.number(2 * m) * s).inverse() * root)
        if v.d is None and t.same(t.number(m) * v * v, p):
            return m, v
    return None


def _root(nf: NormalForm, f: Fraction_) -> tuple[fmpq, Fraction_] | None:
    """(m, s) with f = m s^2, m without square factors; s is a polynomial."""
    t = nf.tower
    if f.d is not None:
        return None
    if f.zero:
        return fmpq(1), f
    content, factors = t.factors(f)
    if any(e % 2 for _, e in factors):
        return None
    s = t.one
    for q, e in factors:
        s = s * q ** (e // 2)
    top, bottom = abs(content.p), content.q
    if top.is_square() and bottom.is_square():
        size = fmpq(top.isqrt(), bottom.isqrt())
        return fmpq(1 if content > 0 else -1), t.number(size) * s
    return content, s
