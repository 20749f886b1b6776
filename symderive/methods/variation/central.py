"""Motion in the plane: polar coordinates turned into Cartesian ones, and the field of an inverse square.

A Lagrangian in r and an angle whose equations are linear in Cartesian coordinates is solved there.
For m (x'^2 + y'^2)/2 + k/r the eccentric anomaly is the parameter of the ellipse (Goldstein,
Classical Mechanics, Sec. 3.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import linear
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.rows import Row, curve, explicit


def plane(model: Model) -> Iterator[Row]:
    """Families for two unknowns of one variable."""
    if len(model.x) != 1 or len(model.unknowns) != 2 or model.order(model.whole) != 1:
        return
    if model.functions or sp.simplify(sp.diff(model.whole, model.x[0])) != 0:
        return
    for r, q in (model.unknowns, model.unknowns[::-1]):
        yield from _polar(model, r, q)
    yield from _cartesian(model)


def _polar(model: Model, r: str, q: str) -> Iterator[Row]:
    """r and the angle q: L = m (r'^2 + r^2 q'^2)/2 - V(r)."""
    rho, angle = model.jet(r, 0), model.jet(q, 0)
    dr, dq = model.jet(r, 1), model.jet(q, 1)
    whole = sp.expand(model.whole)
    mass = sp.simplify(sp.diff(whole, dr, 2))
    if mass.free_symbols & {rho, angle, dr, dq} or mass == 0 or whole.has(angle):
        return
    rest = sp.simplify(whole - mass * (dr**2 + rho**2 * dq**2) / 2)
    if model.order(rest):
        return
    t = model.x[0]
    k = sp.simplify(rest * rho)
    if k != 0 and not k.has(rho):
        yield from _kepler(model, k / mass, {r: None, q: None}, r, q)
        return
    plain = Model({"variables": [t.name], "unknowns": ["X_1", "X_2"], "lagrangian": "0",
                   "positive": model.task.get("positive", ())})  # fmt: skip
    x, y = (plain.jet(u, 0) for u in plain.unknowns)
    body = rest.subs(rho, sp.sqrt(x**2 + y**2))
    plain.whole = mass * sum(plain.jet(u, 1) ** 2 for u in plain.unknowns) / 2 + sp.expand(body)
    found = within(4, lambda: linear.solve(plain, plain.euler_lagrange()))
    if found is None:
        return
    bodies, names = found
    a = bodies[plain.unknowns[0]]
    if rest == 0:
        c1, c2, c3, c4 = (model.symbol(f"C{i}") for i in (1, 2, 3, 4))
        out = {r: sp.sqrt(c1**2 + c2**2 * (t - c3) ** 2), q: c4 + sp.atan(c2 * (t - c3) / c1)}
        yield explicit({u: out[u] for u in model.unknowns}, [c1, c2, c3, c4], [sp.Gt(c1, 0)])
        return
    # An orbit with its axes along the coordinates, turned by an angle and shifted in time.
    c1, c2, c3, c4 = (model.symbol(f"C{i}") for i in (1, 2, 3, 4))
    half = [n for n in names if n in a.free_symbols]
    if len(half) == 2:
        e1 = a.subs({half[0]: c1, half[1]: 0}).subs(t, t - c3)
        e2 = a.subs({half[0]: 0, half[1]: c2}).subs(t, t - c3)
        out = {r: sp.sqrt(e1**2 + e2**2), q: c4 + sp.atan(e2 / e1)}
        yield explicit({u: out[u] for u in model.unknowns}, [c1, c2, c3, c4], [sp.Gt(c1, 0)])


def _cartesian(model: Model) -> Iterator[Row]:
    """L = m (x'^2 + y'^2)/2 + k/sqrt(x^2 + y^2)."""
    x, y = (model.jet(u, 0) for u in model.unknowns)
    dx, dy = (model.jet(u, 1) for u in model.unknowns)
    mass = sp.simplify(sp.diff(model.whole, dx, 2))
    if mass == 0 or mass.free_symbols & {x, y, dx, dy}:
        return
    rest = sp.simplify(model.whole - mass * (dx**2 + dy**2) / 2)
    k = sp.simplify(rest * sp.sqrt(x**2 + y**2))
    if k.free_symbols & {x, y, dx, dy} or k == 0:
        return
    yield from _kepler(model, k / mass, None, *model.unknowns)


def _kepler(model: Model, k: Any, polar: Any, first: str, second: str) -> Iterator[Row]:
    """The ellipse of semi-axis C1 and eccentricity C2, passed at C3, turned by C4."""
    t = model.x[0]
    s = sp.Symbol("s", real=True)
    a, e, start, turn = (sp.Symbol(f"C{i}", real=True) for i in (1, 2, 3, 4))
    big = sp.Symbol("C1", positive=True)
    time = start + sp.sqrt(big**3 / sp.factor(k)) * (s - e * sp.sin(s))
    if polar is not None:
        bodies = {t.name: time, first: a * (1 - e * sp.cos(s)),
                  second: turn + 2 * sp.atan(sp.sqrt((1 + e) / (1 - e)) * sp.tan(s / 2))}  # fmt: skip
    else:
        # s is the tangent of half the anomaly: what stands under roots is rational and positive.
        cosine, sine = (1 - s**2) / (1 + s**2), 2 * s / (1 + s**2)
        u, v = a * (cosine - e), a * sp.sqrt(1 - e**2) * sine
        time = start + sp.sqrt(big**3 / sp.factor(k)) * (2 * sp.atan(s) - e * sine)
        bodies = {t.name: time, first: u * sp.cos(turn) - v * sp.sin(turn),
                  second: u * sp.sin(turn) + v * sp.cos(turn)}  # fmt: skip
    limits = [sp.Gt(a, 0), sp.Gt(e, 0), sp.Lt(e, 1)]
    yield curve(bodies, "s", [a, e, start, turn], limits)


__all__ = ["plane", "say"]
