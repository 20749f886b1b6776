"""Constant factors taken out, sums taken apart: each part must have a value of its own.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> [write(t) for t in summands(read("2*x - sin(x)/3"))]
['2*x', '-sin(x)/3']
"""

from __future__ import annotations

from symderive.methods.guesses import constant_factor
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.tree import ONE, Term, add, eq, mul, neg
from symderive.terms.writer import write

MOST = 8  # parts of a sum


def summands(t: Term) -> list[Term]:
    """The terms of a sum, signs kept."""
    if t.head == "Add":
        return [s for a in t.args for s in summands(a)]
    if t.head == "Neg" and t.args[0].head == "Add":
        return [s.args[0] if s.head == "Neg" else neg(s) for s in summands(t.args[0])]
    return [t]


def scaled(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """c times the integral without its constant factor."""
    body = integral.args[0]
    minus = body.head == "Neg"
    inner = integral.rebuild((body.args[0], *integral.args[1:])) if minus else integral
    c, rest = constant_factor(inner)
    c = neg(c) if minus else c
    if c == ONE or rest.args[0] == ONE:
        return None
    v = routes.same_depth(rest, under)
    n = None if v is None else routes.work.step("linearity", eq(integral, mul(c, rest)), [v], under)
    if n is None or v is None:
        return None
    return routes.closed(integral, mul(c, routes.work.steps[v].gives.args[1]), [n, v], under)


def summed(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The sum of the values of the parts of the integrand, expanded in one way or another."""
    body, x, low, high = integral.args
    tried = set()
    for form in [body, *routes.ask(f"{PROPOSALS}:apart", write(body), x.data, under=under)]:
        parts = summands(form)
        key = frozenset(parts)
        if not 1 < len(parts) <= MOST or key in tried:
            continue
        tried.add(key)
        pieces = [integral.rebuild((p, x, low, high)) for p in parts]
        values: list[int] = []
        for piece in pieces:
            v = None if routes.exists(piece, under) is None else routes.value(piece, under)
            if v is None:
                break
            values.append(v)
        if len(values) < len(pieces):
            continue
        n = routes.work.step("linearity", eq(integral, add(*pieces)), values, under)
        if n is not None:
            total = add(*(routes.work.steps[v].gives.args[1] for v in values))
            return routes.closed(integral, total, [n, *values], under)
    return None
