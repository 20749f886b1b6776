"""Substitutions and reflections that may lead to an antiderivative, from a short list.

A row says when it is tried, x as a function of u, and u as a function of x; the ends of u are limits.

>>> from symderive.terms.writer import write
>>> [write(phi) for phi, _ in fitting(read("sqrt(tan(x))"), "x", "u")]
['atan(u^2)', 'atan(u)', '2*atan(u)', 'u^2', 'sin(u)']
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from symderive.kernel.analysis.calculus.tidy import plus
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import TWO, ZERO, Term, add, div, eq, mul, sub, symbol
from symderive.terms.writer import write

MORE = 6  # terms by which the mean of f(x) and f(a + b - x) may be longer
_CIRCULAR = frozenset("sin cos tan cot sec csc".split())
# (a head that must occur, x of u, u of x)
_ROWS = (
    ("tan", "atan(u^2)", "sqrt(tan(x))"),
    ("tan", "atan(u)", "tan(x)"),
    ("circular", "2*atan(u)", "tan(x/2)"),
    ("circular", "atan(u)", "tan(x)"),
    ("exp", "log(u)", "exp(x)"),
    ("log", "exp(u)", "log(x)"),
    ("root", "u^2", "sqrt(x)"),
    ("root", "sin(u)", "asin(x)"),
)


def fitting(body: Term, x: str, u: str) -> Iterator[tuple[Term, Term]]:
    """(phi, its inverse) for the rows whose head occurs in the body, each phi once."""
    heads = {t.head for t in body.walk() if x in t.free}
    heads |= {"circular"} if heads & _CIRCULAR else set()
    heads |= {"root"} if heads & {"sqrt", "asin", "acos"} or any(
        t.head == "Pow" and t.args[1].head == "Div" for t in body.walk()) else set()  # fmt: skip
    seen = set()
    for head, phi, inverse in _ROWS:
        if head in heads and phi not in seen:
            seen.add(phi)
            yield (substitute(read(phi), {"u": symbol(u)}),
                   substitute(read(inverse), {"x": symbol(x)}))  # fmt: skip


def substituted(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value after one substitution of the list, by an antiderivative."""
    body, x, low, high = integral.args
    base = without(x.data, routes.givens(under))
    if orientation(low, high, base) != "+":
        return None
    u = fresh("u", body.free | base.sorts.keys()) if "u" in body.free else "u"
    for phi, inverse in fitting(body, x.data, u):
        ends = []
        for end, side in ((low, "+"), (high, "-")):
            found = routes.work.tried(partial(limit, inverse, x.data, end, side, base))
            ends.append(None if found is None else found.value)
        a, b = ends
        if a is None or b is None:
            continue
        for g in routes.ask(
            f"{PROPOSALS}:substituted", write(body), x.data, write(phi), u, under=under
        ):
            new = Term("Integral", (g, symbol(u), a, b))
            v = routes.work.value(new, under)
            if v is None:
                continue
            n = routes.work.step(
                "change_of_variables", eq(integral, new), [v], under, {"phi": phi})  # fmt: skip
            if n is not None:
                return routes.put(n, v, under)
    return None


def reflected(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """Half the integral of f(x) + f(a + b - x), where that is simpler."""
    body, x, low, high = integral.args
    if infinite(low) or infinite(high):
        return None
    turned = sub(plus(low, high), x)
    mirror = substitute(body, {x.data: turned})
    for half in routes.ask(
        f"{PROPOSALS}:simplified", write(div(add(body, mirror), TWO)), under=under
    ):
        if half == body or sum(1 for _ in half.walk()) > sum(1 for _ in body.walk()) + MORE:
            continue
        whole = integral.rebuild((half, x, low, high))
        other = integral.rebuild((mirror, x, low, high))
        v = routes.work.value(whole, under) or halves(routes, whole, under)
        v = v or substituted(routes, whole, under)
        step = routes.work.step
        c = None if v is None else step("convergence", eq(integral, integral), (), under)
        if v is None or c is None:
            continue
        same = step("change_of_variables", eq(integral, other), [c], under, {"phi": turned})
        parts = add(div(integral, TWO), div(other, TWO))
        both = None if same is None else step("linearity", eq(whole, parts), [c, same], under)
        value = routes.work.steps[v].gives.args[1]
        if both is not None:
            return step("algebra", eq(integral, value), [both, same or 0, v, c], under)
    return None


def halves(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """A circular function over a whole or half turn, cut in the middle."""
    body, _, low, high = integral.args
    pi = Term("pi")
    middle = {pi: div(pi, TWO), mul(TWO, pi): pi}.get(high)
    circular = any(t.head in _CIRCULAR for t in body.walk())
    if low != ZERO or middle is None or not circular:
        return None
    return split(routes, integral, middle, under)


def split(routes: Parameters, integral: Term, at: Term, under: Under = ()) -> int | None:
    """The value as a sum of those before and after a point."""
    body, x, low, high = integral.args
    parts = [integral.rebuild((body, x, *ends)) for ends in ((low, at), (at, high))]
    values = []
    for part in parts:
        v = routes.work.value(part, under) or substituted(routes, part, under)
        if v is None:
            return None
        values.append(v)
    total = add(*(routes.work.steps[v].gives.args[1] for v in values))
    n = routes.work.step("split", eq(integral, add(*parts)), values, under)
    short = routes.ask(f"{PROPOSALS}:simplified", write(total), under=under)
    for value in [*short, total] if n is not None else ():
        done = routes.work.step("algebra", eq(integral, value), [n or 0, *values], under)
        if done is not None:
            return done
    return None
