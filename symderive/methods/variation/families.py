"""Families of extremals, as the worker finds them: formulas with constants, to be put in by the kernel.

A row has `kind` (explicit, implicit, parametric), `bodies` {name: text} or `sides`, `also` (values of
multipliers), `limits` (inequalities on the new names), `constants`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import (
    central,
    fields,
    homogeneous,
    linear,
    modes,
    momenta,
    multipliers,
    open_quadratures,
    orders,
    quadratures,
    reductions,
    routh,
    slopes,
)
from symderive.methods.variation.model import Model
from symderive.methods.variation.rows import Row, explicit, implicit

PATIENCE = 1.5  # seconds after which what was found is handed over
_running: dict[str, Any] = {}


def propose(task: dict[str, Any]) -> dict[str, Any]:
    """The next families, best first, and whether there are more: {"rows": [..], "done": ..}.

    `task["skip"]` rows were handed over before; the routes go on where they stopped.
    """
    skip = task["skip"]
    key = repr(sorted((k, repr(v)) for k, v in task.items() if k != "skip"))
    if _running.get("key") != key or _running.get("count") != skip:
        _running.update(key=key, count=0, rows=_all(Model(task, positive=True)))
        for _ in range(skip):
            next(_running["rows"], None)
        _running["count"] = skip
    rows: list[Row] = []
    start = time.monotonic()
    while len(rows) < 4 and (not rows or time.monotonic() - start < PATIENCE):
        row = next(_running["rows"], None)
        if row is None:
            return {"rows": rows, "done": True}
        rows.append(row)
        _running["count"] += 1
    return {"rows": rows, "done": False}


def _all(model: Model) -> Iterator[Row]:
    """Those with a multiplier of known sign come first where it is an eigenvalue or under a root."""
    if model.functions:
        yield from multipliers.pointwise(model, ordinary_routes)
        return
    signed = multipliers.signed(model, ordinary_routes)
    if model.multipliers and not _plain(model):
        yield from signed
        yield from ordinary_routes(model)
    else:
        yield from ordinary_routes(model)
        yield from signed


def _plain(model: Model) -> bool:
    """The equations are linear, and the multiplier is only a force."""
    for e in equations_of(model):
        for s, _, _ in model.jets(e):
            c = sp.diff(e, s)
            if model.jets(c) or c.free_symbols & set(model.multipliers):
                return False
    return True


def ordinary_routes(model: Model) -> Iterator[Row]:
    """The families of all routes, each within its time."""
    seen: list[Row] = []
    for seconds, route in ROUTES:
        rows = within(1, lambda r=route: iter(r(model)))
        end = time.monotonic() + seconds
        while rows is not None and time.monotonic() < end:
            row = within(end - time.monotonic(), lambda r=rows: next(r, None))
            if row is None:
                break
            if row not in seen and not _complex(row):
                seen.append(row)
                yield row


def _complex(row: Row) -> bool:
    """A formula with the imaginary unit."""
    texts = [*row.get("bodies", {}).values(), *row.get("sides", ())]
    return any(re.search(r"\bI\b|zoo|\boo\b|nan", t) for t in texts)


def equations_of(model: Model) -> list[Any]:
    """The Euler-Lagrange equations, numerators only."""
    return [sp.numer(sp.together(e)) for e in model.euler_lagrange()]


def _algebraic(model: Model) -> Iterator[Row]:
    """Equations without derivatives: a Lagrangian linear in the slopes."""
    equations = [sp.factor(e) for e in equations_of(model)]
    if any(model.order(e) for e in equations) or model.functions:
        return
    names = [model.jet(u, *(0,) * len(model.x)) for u in model.unknowns]
    for found in sp.solve(equations, names, dict=True):
        if set(found) == set(names):
            yield explicit({u: found[n] for u, n in zip(model.unknowns, names, strict=True)}, [])


def _linear(model: Model) -> Iterator[Row]:
    if len(model.x) != 1 or model.functions:
        return
    found = linear.solve(model, equations_of(model))
    if found is not None:
        yield explicit(*found)


def _modes(model: Model) -> Iterator[Row]:
    if len(model.x) != 1 or model.functions or len(model.unknowns) < 2:
        return
    found = modes.modes(model, equations_of(model))
    if found is not None:
        yield explicit(*found)


def _affine(model: Model) -> Iterator[Row]:
    """Straight lines, where they satisfy all equations."""
    if len(model.x) != 1 or model.order(model.whole) != 1 or model.functions:
        return
    bodies, names = {}, []
    for k, u in enumerate(model.unknowns):
        a, b = model.symbol(f"C{2 * k + 1}"), model.symbol(f"C{2 * k + 2}")
        names += [a, b]
        bodies[u] = a + b * model.x[0]
    if all(sp.simplify(model.put(e, bodies)) == 0 for e in equations_of(model)):
        yield explicit(bodies, names)


def _single(model: Model) -> bool:
    return len(model.x) == 1 and len(model.unknowns) == 1 and not model.functions


def _momentum(model: Model) -> Iterator[Row]:
    if _single(model):
        yield from reductions.momentum(model)


def _second(model: Model) -> Iterator[Row]:
    if _single(model):
        yield from reductions.second_solution(model)


def _routh(model: Model) -> Iterator[Row]:
    yield from routh.routh(model, ordinary_routes)


def _parametric(model: Model) -> Iterator[Row]:
    yield from homogeneous.by_one_unknown(model, ordinary_routes)


def _cyclic(model: Model) -> Iterator[Row]:
    if (
        _single(model)
        and model.order(model.whole) == 1
        and not sp.simplify(sp.diff(model.whole, model.jet(model.unknowns[0], 0)))
    ):
        yield from slopes.cyclic(model)


def _autonomous(model: Model) -> Iterator[Row]:
    if (
        _single(model)
        and model.order(model.whole) == 1
        and not sp.simplify(sp.diff(model.whole, model.x[0]))
    ):
        yield from quadratures.autonomous(model)


def _open(model: Model) -> Iterator[Row]:
    """Integrals left as they are, where no data are to be fitted."""
    if not _single(model) or model.task.get("data"):
        return
    if model.order(model.whole) != 1:
        yield from orders.by_slope(model)
        return
    if not sp.simplify(sp.diff(model.whole, model.jet(model.unknowns[0], 0))):
        yield from open_quadratures.by_momentum(model)
    elif not sp.simplify(sp.diff(model.whole, model.x[0])):
        yield from open_quadratures.by_energy(model)


def _dsolve(model: Model) -> Iterator[Row]:
    """What SymPy's solver of ordinary equations finds."""
    if not _single(model):
        return
    x, u = model.x[0], model.unknowns[0]
    f = sp.Function("f_")
    (equation,) = equations_of(model)
    put = {s: sp.diff(f(x), x, o[0]) if o[0] else f(x) for s, _, o in model.jets(equation)}
    e = equation.subs(put)
    found = sp.dsolve(sp.Eq(e, 0), f(x))
    for row in found if isinstance(found, list) else [found]:
        names = sorted((s for s in row.free_symbols if s not in e.free_symbols and s != x),
                       key=str)  # fmt: skip
        named = {c: model.symbol(f"C{k + 1}") for k, c in enumerate(names)}
        if row.lhs == f(x) and not row.rhs.has(sp.Integral, f):
            yield explicit({u: row.rhs.subs(named)}, list(named.values()))
        elif not row.has(sp.Integral):
            y = model.jet(u, 0)
            sides = (row.lhs.subs(f(x), y).subs(named), row.rhs.subs(f(x), y).subs(named))
            yield implicit(sides, list(named.values()))


def _constant(model: Model) -> Iterator[Row]:
    """Constants that satisfy the equations: they are often limits of the other families."""
    if len(model.x) != 1 or model.functions:
        return
    names = [model.symbol(f"C{k + 1}") for k in range(len(model.unknowns))]
    bodies = dict(zip(model.unknowns, names, strict=True))
    left = [sp.simplify(model.put(e, bodies)) for e in equations_of(model)]
    if all(e == 0 for e in left):
        yield explicit(bodies, names)
        return
    for found in sp.solve([e for e in left if e != 0], names, dict=True)[:3]:
        put = {u: b.subs(found) for u, b in bodies.items()}
        left = set().union(*(b.free_symbols for b in put.values())) & set(names)
        yield explicit(put, sorted(left, key=str))


def _constant_first(model: Model) -> Iterator[Row]:
    """With data a constant is soon tried, and soon refused."""
    if model.task.get("data") or model.task.get("loose"):
        yield from _constant(model)


Route = Callable[[Model], Iterator[Row]]
# Seconds that each route may take, and the route.
ROUTES: list[tuple[float, Route]] = [
    (4, _algebraic), (6, _linear), (6, _modes), (4, _affine), (4, _constant_first), (5, _momentum),
    (8, momenta.known), (8, central.plane), (4, reductions.circles), (16, _parametric), (26, _routh),
    (8, _second), (10, fields.linear), (6, fields.several), (12, fields.reduced), (12, _cyclic),
    (16, _autonomous), (12, _open), (12, _dsolve), (4, _constant),
]  # fmt: skip
