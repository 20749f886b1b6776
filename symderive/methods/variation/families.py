"""Families of extremals, as the worker finds them: formulas with constants, to be put in by the kernel.

A row has `kind` (explicit, implicit, parametric), `bodies` {name: text} or `sides`, `also` (values of
multipliers), `limits` (inequalities on the new names), `constants`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import linear
from symderive.methods.variation.model import Model, say

Row = dict[str, Any]


def propose(task: dict[str, Any]) -> list[Row]:
    """Families, best first."""
    model = Model(task)
    equations = [sp.factor(sp.together(e)) for e in model.euler_lagrange()]
    out: list[Row] = []
    for route in ROUTES:
        found = within(10, lambda r=route: list(r(model, equations)))
        for row in found or []:
            if row not in out:
                out.append(row)
        if out:
            break
    return out


def explicit(
    bodies: dict[str, Any], constants: list[Any], limits: list[Any] = (), also: Any = None
) -> Row:
    return {
        "kind": "explicit", "bodies": {u: say(b) for u, b in bodies.items()},
        "constants": [str(c) for c in constants], "limits": [say(t) for t in limits],
        "also": {n: say(v) for n, v in (also or {}).items()},
    }  # fmt: skip


def _algebraic(model: Model, equations: list[Any]) -> Iterator[Row]:
    """Equations without derivatives: a Lagrangian linear in the slopes."""
    if any(model.order(e) for e in equations):
        return
    names = [model.jet(u, *(0,) * len(model.x)) for u in model.unknowns]
    for found in sp.solve([sp.numer(sp.together(e)) for e in equations], names, dict=True):
        if set(found) == set(names):
            yield explicit({u: found[n] for u, n in zip(model.unknowns, names, strict=True)}, [])


def _linear(model: Model, equations: list[Any]) -> Iterator[Row]:
    if len(model.x) != 1 or model.functions:
        return
    found = linear.solve(model, [sp.numer(sp.together(e)) for e in equations])
    if found is not None:
        yield explicit(*found)


def _dsolve(model: Model, equations: list[Any]) -> Iterator[Row]:
    """What SymPy's solver of ordinary equations finds."""
    if len(model.x) != 1 or len(equations) != 1 or model.functions:
        return
    x, u = model.x[0], model.unknowns[0]
    f = sp.Function("f_")
    put = {s: sp.diff(f(x), x, o[0]) if o[0] else f(x) for s, _, o in model.jets(equations[0])}
    e = sp.numer(sp.together(equations[0])).subs(put)
    found = sp.dsolve(sp.Eq(e, 0), f(x))
    for row in found if isinstance(found, list) else [found]:
        if row.lhs == f(x) and not row.rhs.has(sp.Integral, f):
            names = sorted((s for s in row.rhs.free_symbols if s not in e.free_symbols and s != x),
                           key=str)  # fmt: skip
            named = {c: model.symbol(f"C{k + 1}") for k, c in enumerate(names)}
            yield explicit({u: row.rhs.subs(named)}, list(named.values()))


ROUTES: list[Callable[[Model, list[Any]], Iterator[Row]]] = [_algebraic, _linear, _dsolve]
