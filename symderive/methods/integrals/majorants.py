"""Proposals for majorants: every factor replaced by a bound, the running parameter by an end.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> found = majorants(read("exp(-s*x)*sin(b*x)"), "s", (read("p/2"), read("2*p")),
...                   Givens.of([read("x > 0"), read("p > 0")]))
>>> write(next(found))
'exp(-p/2*x)'
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.continuity.intervals import infinite, span_of
from symderive.kernel.analysis.continuity.zeros import neat
from symderive.kernel.analysis.ranges.ranges import NEGATIVE, POSITIVE, sign_of
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, TWO, Term, add, call, div, integer, mul, sub, symbol

MOST = 24
_TURNS = frozenset("sin cos".split())


def neighbourhood(t: str, givens: Givens) -> tuple[Term, Term] | None:
    """Ends between which the parameter may run: halfway to the ends of its interval, or 1 away."""
    span = span_of(t, givens)
    if span is None:
        return None
    low, high, *_ = span
    x = symbol(t)
    if infinite(low):
        a = sub(x, ONE)
    else:
        a = div(x, TWO) if low == integer(0) else div(add(low, x), TWO)
    if infinite(high):
        b = mul(TWO, x) if low == integer(0) else add(x, ONE)
    else:
        b = div(add(x, high), TWO)
    return a, b


def majorants(term: Term, s: str, ends: tuple[Term, ...], givens: Givens) -> Iterator[Term]:
    """Upper bounds of |term| that may hold for s between the ends, the plainest first."""
    found: dict[Term, None] = {}
    for small in (False, True):
        for top, bottom in _quotients(term, small, givens):
            if small and any(f.head == "Pow" for f in bottom):
                top, bottom = _thinned(top, bottom, givens)
            factors = [*((f, 1) for f in top), *((f, -1) for f in bottom)]
            moving = [i for i, (f, _) in enumerate(factors) if s in f.free]
            for choice in islice(product(ends, repeat=len(moving)), MOST):
                put = dict(zip(moving, choice, strict=True))
                done = [(_tidy(substitute(f, {s: put[i]})) if i in put else f, k)
                        for i, (f, k) in enumerate(factors)]  # fmt: skip
                found[_product(done)] = None
    yield from islice(found, MOST)


def _thinned(top: list[Term], bottom: list[Term], givens: Givens) -> tuple[list[Term], list[Term]]:
    """A power of a sum below is no less than that of an exponential in it; exponentials together."""
    growth: Term = integer(0)
    rest: tuple[list[Term], list[Term]] = ([], [])
    for side, sign in ((top, 1), (bottom, -1)):
        for f in side:
            base, n = f.args if f.head == "Pow" else (f, ONE)
            waves = [a for a in base.args if a.head == "exp"] if base.head == "Add" else [base]
            if waves and waves[0].head == "exp" and (sign < 0 or base.head == "exp"):
                e = times(n, waves[0].args[0])
                growth = plus(growth, e if sign > 0 else minus(e))
            else:
                rest[sign < 0].append(f)
    if growth != integer(0):
        rest[0].append(call("exp", neat(growth, givens)))
    return rest


def _product(factors: list[tuple[Term, int]]) -> Term:
    """The quotient of the factors, those on both sides cancelled."""
    top: list[Term] = []
    bottom: list[Term] = []
    for f in [f for f, k in factors if k > 0]:
        top += f.args if f.head == "Mul" else (f,)
    for f in [f for f, k in factors if k < 0]:
        for g in f.args if f.head == "Mul" else (f,):
            if g in top:
                top.remove(g)
            else:
                bottom.append(g)
    return over(times(*top), times(*bottom))


def _tidy(t: Term) -> Term:
    args = [_tidy(a) for a in t.args]
    if t.head == "Mul":
        return times(*(a for a in args if a != ONE))
    return minus(args[0]) if t.head == "Neg" else t.rebuild(args)


def _quotients(t: Term, small: bool, givens: Givens) -> Iterator[tuple[list[Term], list[Term]]]:
    top: list[Term] = []
    bottom: list[Term] = []
    _factors(t, small, givens, top, bottom)
    yield top, bottom


def _factors(t: Term, small: bool, givens: Givens, top: list[Term], bottom: list[Term]) -> None:
    if t.head in ("Neg", "Abs"):
        _factors(t.args[0], small, givens, top, bottom)
    elif t.head == "Mul":
        for a in t.args:
            _factors(a, small, givens, top, bottom)
    elif t.head == "Div":
        _factors(t.args[0], small, givens, top, bottom)
        _factors(t.args[1], False, givens, bottom, []) if _plain(t.args[1]) else bottom.append(
            _absolute(t.args[1], givens)
        )
    else:
        b = _bound(t, small, givens)
        if b != ONE:
            top.append(b)


def _plain(t: Term) -> bool:
    """A denominator whose factors are kept as they are."""
    return t.head == "Mul" and all(u.head not in _TURNS for u in t.walk())


def _bound(t: Term, small: bool, givens: Givens) -> Term:
    if t.head in _TURNS:
        return _absolute(t.args[0], givens) if small and t.head == "sin" else ONE
    if t.head == "Pow" and t.args[1].head == "Integer":
        return power(_bound(t.args[0], small, givens), t.args[1])
    if t.head == "Add":
        gap = _gap(t)
        if gap is not None:
            return over(power(gap, TWO), TWO) if small else TWO
        return plus(*(_bounded(a, small, givens) for a in t.args))
    return _absolute(t, givens)


def _bounded(t: Term, small: bool, givens: Givens) -> Term:
    top: list[Term] = []
    bottom: list[Term] = []
    _factors(t, small, givens, top, bottom)
    return over(times(*top), times(*bottom))


def _gap(t: Term) -> Term | None:
    """u of 1 - cos(u)."""
    for a, b in (t.args, t.args[::-1]) if len(t.args) == 2 else ():
        if a == ONE and b.head == "Neg" and b.args[0].head == "cos":
            return b.args[0].args[0]
    return None


def _absolute(t: Term, givens: Givens) -> Term:
    sign = sign_of(t, givens, 1)
    return t if sign in POSITIVE else minus(t) if sign in NEGATIVE else call("Abs", t)
