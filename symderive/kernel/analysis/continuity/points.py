"""Continuity and analyticity at one point: the demands of the heads, strictly, at that point.

A demand that holds strictly at a point holds near it, because what it is made on is continuous.

>>> from symderive.terms.reader import read
>>> continuous_at(read("log(x)/x"), "x", read("1"), Givens.of([]))
True
>>> continuous_at(read("sin(x)/x"), "x", read("0"), Givens.of([]))
False
"""

from __future__ import annotations

from symderive.kernel.analysis.continuity.domains import demands
from symderive.kernel.analysis.continuity.intervals import SMOOTH, smoothness
from symderive.kernel.analysis.ranges.ranges import NONZERO, sign_of
from symderive.kernel.analysis.ranges.values import is_real, value_range
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, call


def continuous_at(term: Term, name: str, point: Term, givens: Givens) -> bool:
    """Whether the term is proved continuous in `name` (any real number) at the finite point.

    `givens` must not speak of the name.
    """
    if name not in term.free or term.head == "Symbol":
        return True
    if term.head == "Apply":
        known = smoothness(term.data[0], givens)
        if known is None or known < sum(term.data[1]):
            return False
    elif not regular(term, name, point, givens):
        return False
    return all(continuous_at(a, name, point, givens) for a in term.args)


def regular(term: Term, name: str, point: Term, givens: Givens) -> bool:
    """Whether the outermost head is analytic at its arguments (continuous, for |u| and max)."""
    if term.head in ("Abs", "Max", "Min", "cbrt", "re", "im", "conjugate"):
        return term.head != "cbrt" or is_real(term.args[0], givens)
    found = demands(term, SMOOTH)
    if found is None:
        return False
    return all(_holds(kind, u, name, point, givens) for kind, u in found)


def _holds(kind: str, u: Term, name: str, point: Term, givens: Givens) -> bool:
    if kind == "real":
        return is_real(u, givens)
    if kind == "constant":
        return name not in u.free
    value = substitute(u, {name: point})
    if kind in ("integer", "natural"):
        whole = value.head == "Symbol" and givens.sort(value.data).domain == "integer"
        if kind == "natural" and value.head != "Integer":
            return whole and sign_of(value, givens, 0) in ("+", "0+", "0")
        return whole or value.head == "Integer" or (
            value.head == "Neg" and value.args[0].head == "Integer"
        )  # fmt: skip
    if kind == "off-cut":
        return is_real(u, givens) or sign_of(call("re", value), givens, 0) == "+"
    if kind == "nonzero":
        return sign_of(value, givens, 0) in NONZERO
    if kind in ("positive", "nonnegative"):  # at one point, strictness keeps a neighbourhood
        return sign_of(value, givens, 0) == "+"
    if kind == "slit":
        y, x = value.args
        return sign_of(x, givens, 0) == "+" or sign_of(y, givens, 0) in NONZERO
    if kind == "power":
        return sign_of(value.args[0], givens, 0) == "+"
    if kind == "no-integer":
        span = value_range(value, givens)
        if span is None or span.low.infinite or span.high.infinite:
            return False
        n = int(span.low.value.floor().unique_fmpz() or 0)
        return bool(span.low.value > n and span.high.value < n + 1)
    return False
