"""A cyclic unknown of two: Routh's function of the other one, then quadratures.

With the momentum C3 of z constant, y is an extremal of L - C3 z' (Whittaker, Analytical Dynamics, 1937,
Sec. 38). Where no closed form is found the curve is given by y itself: x and z are integrals over y.

>>> from symderive.methods.variation.model import Model
>>> text = "(r_t^2 + r^2*p_t^2)/2 - 1/r^4"
>>> m = Model({"variables": ["t"], "unknowns": ["r", "p"], "lagrangian": text})
>>> next(by_unknown(m, *reduced(m)[0]))["bodies"]["p"]
'C4 + Integral(C3/sqrt(2*C1*s^4 - C3^2*s^2 - 2), (s, C2, th))'
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within
from symderive.methods.variation.jacobi import differentiable
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.open_quadratures import by_start, dummy, is_real, root_of
from symderive.methods.variation.phases import of_phase
from symderive.methods.variation.quadratures import autonomous, squares
from symderive.methods.variation.rows import Row, curve

Routes = Callable[[Model], Iterator[Row]]
Reduced = tuple[str, str, Any, Any]  # the cyclic unknown, the other one, Routh's function, the rate
FULL = 4  # constants of two unknowns with second-order equations


def routh(model: Model, routes: Routes) -> Iterator[Row]:
    """Families with four constants, the quickest first: the cyclic slope may itself be constant."""
    if len(model.unknowns) != 2 or len(model.x) != 1 or model.order(model.whole) != 1:
        return
    found = reduced(model)
    k = sp.Symbol("C3", positive=True)
    smaller = []
    for z, y, _, _ in found[:1]:
        whole = model.whole.subs(model.jet(z, 1), k)
        for row in _behind(model, _own(routes, whole, model), whole, k, z, y):
            if len(row["constants"]) == FULL:
                yield row
            else:
                smaller.append(row)
    for z, y, whole, rate in found:
        yield from _behind(model, _own(routes, whole, model), whole, rate, z, y)
    yield from smaller
    for z, y, whole, rate in found:
        if not model.task.get("data") and not whole.has(model.x[0]):
            yield from by_unknown(model, z, y, whole, rate)


def _own(routes: Routes, whole: Any, model: Model) -> Routes:
    """The routes of the energy where there is one."""
    return routes if sp.simplify(sp.diff(whole, model.x[0])) else autonomous


def reduced(model: Model) -> list[Reduced]:
    """Each cyclic unknown with what it leaves."""
    out: list[Reduced] = []
    k = sp.Symbol("C3", positive=True)
    for z, y in (model.unknowns, model.unknowns[::-1]):
        slope = model.jet(z, 1)
        momentum = sp.diff(model.whole, slope)
        if momentum == 0 or sp.simplify(sp.diff(model.whole, model.jet(z, 0))) != 0:
            continue
        found = within(4, lambda p=momentum - k, s=slope: sp.solve(sp.simplify(p), s)) or []
        out += [(z, y, sp.simplify(model.whole.subs(slope, r) - k * r), r) for r in found[:2]]
    return out


def _behind(model: Model, routes: Routes, whole: Any, rate: Any, z: str, y: str) -> Iterator[Row]:
    x, end = model.x[0], model.symbol("C4")
    inner = _inner(model, whole, y)
    if not inner.jets(inner.whole):
        return
    for row in _timed(routes(inner), 9):
        if row["kind"] != "explicit":
            continue
        body = differentiable(model.read(row["bodies"][y]))
        put = {model.jet(y, 0): body, model.jet(y, 1): sp.diff(body, x)}
        f = sp.simplify(rate.subs(put))
        other = within(5, lambda f=f: of_phase(f, x)) or within(5, lambda f=f: antiderivative(f, x))
        if other is not None and not other.has(sp.Integral):
            bodies = {y: row["bodies"][y], z: say(other + end)}
            yield {**row, "bodies": {u: bodies[u] for u in model.unknowns},
                   "constants": [*row["constants"], "C3", "C4"],
                   "limits": [*row["limits"], "C3 > 0"]}  # fmt: skip


def _timed(rows: Iterator[Row], seconds: float) -> Iterator[Row]:
    """The first six rows, as long as there is time."""
    end = time.monotonic() + seconds
    for _ in range(6):
        row = within(max(0.1, end - time.monotonic()), lambda: next(rows, None))
        if row is None:
            return
        yield row


def _inner(model: Model, whole: Any, y: str) -> Model:
    task = {"variables": model.names, "unknowns": [y], "lagrangian": say(whole),
            "positive": [*model.task.get("positive", ()), "C3"]}  # fmt: skip
    return Model(task, positive=True)


def by_unknown(model: Model, z: str, y: str, whole: Any, rate: Any) -> Iterator[Row]:
    """The curve with y as its parameter; C2 is the value of y at x = 0."""
    inner = _inner(model, whole, y)
    value, p = inner.jet(y, 0), inner.jet(y, 1)
    c1, c2, c3, c4 = (model.symbol(f"C{n}") for n in (1, 2, 3, 4))
    th, s, level = sp.Symbol("th", real=True), dummy(model), inner.symbol("C1")
    energy = sp.simplify(inner.whole - p * sp.diff(inner.whole, p))
    if p in rate.free_symbols:
        return
    found = squares(energy, value, p, level, (-level,))
    for g in (h for f in found for h in by_start(f, value, level, c2)):
        for inverse in root_of(1 / g):
            if not is_real(inverse, value, level):
                continue
            turn = within(2, lambda t=inverse: sp.simplify(t * rate)) or inverse * rate
            for sign in (1, -1):
                bodies = {str(model.x[0]): sign * sp.Integral(inverse.subs(value, s), (s, c2, th)),
                          y: th, z: c4 + sign * sp.Integral(turn.subs(value, s), (s, c2, th))}  # fmt: skip
                yield curve(bodies, "th", [c1, c2, c3, c4], [sp.Gt(c3, 0)])
