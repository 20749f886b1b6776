"""Substitutions and reflections that may lead to an antiderivative, from a short list.

A row says when it is tried, x as a function of u, and u as a function of x; the ends of u are limits.

>>> from symderive.terms.writer import write
>>> [write(phi) for phi, _ in fitting(read("sqrt(tan(x))"), "x", "u")]
['atan(u^2)', 'atan(u)', 'u^2', 'sin(u)']
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, eq, mul, sub, symbol
from symderive.terms.writer import write

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
    seen = {"log(u)", "exp(u)"} if heads & _CIRCULAR else set()  # waves of logarithms, exponentials
    if heads & _CIRCULAR and _even(body):
        seen.add("2*atan(u)")
    if not any(t.head in ("sqrt", "Pow") and t.args[0].head in ("tan", "cot") for t in body.walk()):
        seen.add("atan(u^2)")
    if not any(t.head == "log" and _monomial(t.args[0], x) for t in body.walk()):
        seen.add("exp(u)")
    for power in _under_waves(body, x):
        yield Term("Pow", (symbol(u), div(ONE, power.args[1]))), power
    for head, phi, inverse in _ROWS:
        if head in heads and phi not in seen:
            seen.add(phi)
            yield (substitute(read(phi), {"u": symbol(u)}),
                   substitute(read(inverse), {"x": symbol(x)}))  # fmt: skip


def _under_waves(body: Term, x: str) -> list[Term]:
    """The powers of the variable of which sines and cosines are taken, as x^3 in sin(2*x^3)."""
    found = [p for t in body.walk() if t.head in ("sin", "cos") and _monomial(t.args[0], x)
             for p in t.args[0].walk() if p.head == "Pow" and p.args[0] == symbol(x)]  # fmt: skip
    return list(dict.fromkeys(p for p in found if x not in p.args[1].free))


def to_unit(body: Term, x: Term, u: str, low: Term, high: Term) -> Iterator[tuple[Term, Term]]:
    """The straight map of (0, 1) onto a finite range with names in its ends, or a half of one."""
    circular = any(t.head in _CIRCULAR and x.data in t.free for t in body.walk())
    if infinite(low) or infinite(high) or circular or (low, high) == (ZERO, ONE):
        return
    if low == ZERO:
        yield mul(high, symbol(u)), div(x, high)
    else:
        width = sub(high, low)
        yield add(low, mul(width, symbol(u))), div(sub(x, low), width)


def _even(t: Term) -> bool:
    """Sines and cosines stand in even powers only: a function of the tangent."""
    if t.head == "Pow" and t.args[0].head in ("sin", "cos"):
        return t.args[1].head == "Integer" and t.args[1].data % 2 == 0
    return t.head not in ("sin", "cos", "sec", "csc") and all(_even(a) for a in t.args)


def _monomial(t: Term, x: str) -> bool:
    """A power of the variable, perhaps with a factor."""
    if t.head in ("Mul", "Div"):
        return all(_monomial(a, x) or x not in a.free for a in t.args)
    return t == symbol(x) or (t.head in ("Pow", "sqrt") and t.args[0] == symbol(x))


def substituted(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value after one substitution of the list, by an antiderivative."""
    body, x, low, high = integral.args
    base = without(x.data, routes.givens(under))
    if orientation(low, high, base) != "+":
        return None
    u = fresh("u", body.free | base.sorts.keys()) if "u" in body.free else "u"
    rows = [*fitting(body, x.data, u), *to_unit(body, x, u, low, high)]
    for phi, inverse in rows:
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
            v = routes.value(new, under)
            if v is None:
                continue
            n = routes.work.step(
                "change_of_variables", eq(integral, new), [v], under, {"phi": phi})  # fmt: skip
            if n is not None:
                return routes.put(n, v, under)
    return None
