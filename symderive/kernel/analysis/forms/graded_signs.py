"""Signs (-1)^E with E a polynomial in integer names, and degrees that are linear in such names.

An exponent is taken mod 2, where k^2 = k for integers: a set of square-free monomials.  Coefficients
are sums of rational numbers times such signs; a name for the sign of a metric is such a sign too.

>>> from symderive.terms.reader import read
>>> exponent(read("p*(n - p)"), {"p", "n"}) == exponent(read("n*p + p"), {"p", "n"})
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from symderive.kernel.logic.givens import constant
from symderive.terms.tree import Term

Monomial = frozenset[str]
Exponent = frozenset[Monomial]
Coefficient = dict[Exponent, Fraction]
Degree = tuple[tuple[str, int], ...]  # names with their factors, "" for the constant

ZERO_EXPONENT: Exponent = frozenset()
ONE_MONOMIAL: Monomial = frozenset()


class NotGraded(ArithmeticError):
    """What has no place in the algebra of forms of symbolic degree."""


def plus(a: Exponent, b: Exponent) -> Exponent:
    return a ^ b


def times(a: Exponent, b: Exponent) -> Exponent:
    out: set[Monomial] = set()
    for x in a:
        for y in b:
            out ^= {x | y}
    return frozenset(out)


def exponent(t: Term, names: Iterable[str]) -> Exponent:
    """A polynomial with integer coefficients mod 2; raises NotGraded for anything else."""
    head = t.head
    if head == "Integer":
        return frozenset([ONE_MONOMIAL]) if t.data % 2 else ZERO_EXPONENT
    if head == "Symbol" and t.data in names:
        return frozenset([frozenset([t.data])])
    if head == "Neg":
        return exponent(t.args[0], names)
    if head == "Add":
        out = ZERO_EXPONENT
        for a in t.args:
            out = plus(out, exponent(a, names))
        return out
    if head == "Mul":
        out = frozenset([ONE_MONOMIAL])
        for a in t.args:
            out = times(out, exponent(a, names))
        return out
    if head == "Pow" and t.args[1].head == "Integer" and t.args[1].data > 0:
        return exponent(t.args[0], names)
    raise NotGraded(f"{head} in the exponent of a sign")


# --- coefficients ---------------------------------------------------------------------------------


def number(q: Fraction | int) -> Coefficient:
    return {ZERO_EXPONENT: Fraction(q)} if q else {}


def sign(e: Exponent) -> Coefficient:
    """(-1)^e; an odd constant part is a minus."""
    if ONE_MONOMIAL in e:
        return {e - {ONE_MONOMIAL}: Fraction(-1)}
    return {e: Fraction(1)}


def added(a: Coefficient, b: Coefficient) -> Coefficient:
    out = dict(a)
    for e, q in b.items():
        out[e] = out.get(e, Fraction(0)) + q
    return {e: q for e, q in out.items() if q}


def multiplied(a: Coefficient, b: Coefficient) -> Coefficient:
    out: Coefficient = {}
    for e, q in a.items():
        for f, r in b.items():
            for g, s in sign(plus(e, f)).items():
                out[g] = out.get(g, Fraction(0)) + q * r * s
    return {e: q for e, q in out.items() if q}


# --- degrees --------------------------------------------------------------------------------------


def degree(t: Term) -> Degree:
    """A linear polynomial in names; raises NotGraded."""
    return _packed(_linear(t))


def _linear(t: Term) -> dict[str, int]:
    c = constant(t)
    if c is not None and c.denominator == 1:
        return {"": int(c)}
    if t.head == "Symbol":
        return {t.data: 1}
    if t.head == "Neg":
        return {n: -k for n, k in _linear(t.args[0]).items()}
    if t.head == "Add":
        out: dict[str, int] = {}
        for a in t.args:
            for n, k in _linear(a).items():
                out[n] = out.get(n, 0) + k
        return out
    raise NotGraded(f"{t.head} in a degree")


def _packed(d: Mapping[str, int]) -> Degree:
    return tuple(sorted((n, k) for n, k in d.items() if k))


def shifted(d: Degree, by: int) -> Degree:
    out = dict(d)
    out[""] = out.get("", 0) + by
    return _packed(out)


def difference(a: Degree, b: Degree, factor: int = -1) -> Degree:
    out = dict(a)
    for n, k in b:
        out[n] = out.get(n, 0) + factor * k
    return _packed(out)


def known(d: Degree) -> int | None:
    """The degree if it is a number."""
    return dict(d).get("", 0) if all(not n for n, _ in d) else None


def parity(d: Degree) -> Exponent:
    out: set[Monomial] = set()
    for n, k in d:
        if k % 2:
            out ^= {frozenset([n]) if n else ONE_MONOMIAL}
    return frozenset(out)
