"""Extremals along the slope: y or x as a function of y', the other by an integral; roles exchanged.

With a constant energy y is a function of the slope and x is integrated along y' = cot(th/2), tan(th)
or sinh(th); with a constant momentum the functional for x as a function of y has a constant energy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.roots import is_elementary
from symderive.methods.variation.rows import Row, curve, explicit, implicit


def by_parameter(model: Model, energy: Any, y: Any, p: Any, c: Any) -> Iterator[Row]:
    """y as a function of the slope, x by integrating dy/y'."""
    shift, th = model.symbol("C2"), sp.Symbol("th", real=True)
    angle = sp.Symbol("th", positive=True)
    k = sp.Symbol("C1", positive=True)
    rooted = any(a.exp.is_Rational and a.exp.q == 2 and sp.expand(a.base - 1 - p**2) == 0
                 for a in energy.atoms(sp.Pow))  # fmt: skip
    if not rooted and not energy.is_rational_function(p):
        return
    levels = [k, 1 / k] if rooted else [k, -k]
    if any(a.exp.is_Rational and a.exp.q == 2 and not a.base.has(p) for a in energy.atoms(sp.Pow)):
        levels = [1 / sp.sqrt(2 * k), sp.sqrt(k), k]
    for level in levels:
        values = within(5, lambda k=level: sp.solve(energy - k, y)) or []

        for value in values[:2]:
            if value.has(sp.I):
                continue
            whole = [(angle, None, [sp.Gt(th, 0)])]
            for slope, square, limits in _slopes(angle) if rooted else whole:
                row = within(6, lambda v=value, s=slope, q=square, li=limits: _along(
                    model, v, p, s, q, angle, th, k, shift, li))  # fmt: skip
                if row is not None:
                    yield row
                    if not rooted:
                        yield {**row, "limits": row["limits"][1:]}


def _slopes(th: Any) -> list[tuple[Any, Any, list[Any]]]:
    """(y', sqrt(1 + y'^2), limits on the parameter)."""
    real = sp.Symbol("th", real=True)
    return [
        (sp.cot(th / 2), 1 / sp.sin(th / 2), [sp.Gt(real, 0), sp.Lt(real, 2 * sp.pi)]),
        (sp.tan(th), 1 / sp.cos(th), [sp.Gt(real, -sp.pi / 2), sp.Lt(real, sp.pi / 2)]),
        (sp.sinh(th), sp.cosh(th), []),
        (th, sp.sqrt(1 + th**2), []),
    ]


def _along(
    model: Model, value: Any, p: Any, slope: Any, square: Any, angle: Any, th: Any, c: Any,
    shift: Any, limits: list[Any],
) -> Row | None:  # fmt: skip
    r = sp.Symbol("r_", positive=True)
    body = value.replace(
        lambda e: (
            e.is_Pow and e.exp.is_Rational and e.exp.q == 2 and sp.expand(e.base - 1 - p**2) == 0
        ),
        lambda e: r**e.exp.p,
    )
    if square is not None:
        body = sp.simplify(body.subs(1 + p**2, r**2).subs(p**2, r**2 - 1)).subs(r, square)
    body = sp.simplify(body.subs(p, slope))
    rate = sp.simplify(sp.diff(body, angle) / slope)
    inner = antiderivative(rate, angle)
    if inner is None or body.has(sp.I):
        return None
    x = sp.simplify(inner) + shift
    lines = [sp.simplify(body).rewrite(sp.cos) if body.has(sp.sin) else body, x]
    ys, xs = (sp.expand(sp.simplify(e)).subs(angle, th) for e in lines)
    held = [sp.Gt(sp.Symbol(c.name, real=True), 0), *limits]
    return curve({str(model.x[0]): xs, model.unknowns[0]: ys}, "th", [c, shift], held)


def by_momentum(momentum: Any, p: Any, k: Any) -> list[Any]:
    """p^2 where the momentum is k, if its square is rational in p^2, of degree one."""
    top = sp.expand(sp.numer(sp.together(momentum**2 - k**2)))
    if top.is_polynomial(p) and sp.degree(top, p) == 2 and top.coeff(p, 1) == 0:
        return [-top.coeff(p, 0) / top.coeff(p, 2)]
    return []


def cyclic(model: Model) -> Iterator[Row]:
    """The momentum is constant; y is a quadrature of the slope, or x is found as a function of y."""
    u = model.unknowns[0]
    p, x = model.jet(u, 1), model.x[0]
    momentum = sp.simplify(sp.diff(model.whole, p))
    c, shift = model.symbol("C1"), model.symbol("C2")
    known = within(2, lambda: by_momentum(momentum, p, c))
    if known and not any(is_elementary(f, x) for f in known):
        return
    yield from _turned(model)
    level = sp.Symbol("C1", positive=True)
    place = sp.Symbol(x.name, positive=True)
    for value in (c, 2 * c, 1 / c):
        for slope in within(6, lambda k=value: sp.solve(momentum - k, p)) or []:
            f = sp.simplify(slope.subs({c: level, x: place}))
            if value != c and slope.is_polynomial(c, x):
                continue
            found = within(8, lambda f=f: _shifted(f, place))
            if found is not None and not found.has(sp.Integral, sp.I):
                body = sp.simplify(found).subs({level: c, place: x}) + shift
                yield explicit({u: body}, [c, shift])
                yield explicit({u: body}, [c, shift], [sp.Gt(c, 0)])
    th = sp.Symbol("th", positive=True)
    for value in (c, 1 / c):
        for place_ in within(5, lambda k=value: sp.solve(momentum - k, x)) or []:
            row = within(6, lambda v=place_: _swapped(model, v, p, th, c, shift))
            if row is not None:
                yield row


def _turned(model: Model) -> Iterator[Row]:
    """The functional for x as a function of y holds no y: its families, turned back."""
    x, u = model.x[0], model.unknowns[0]
    p, y = model.jet(u, 1), model.jet(u, 0)
    slope = sp.Symbol(f"{x.name}_{u}", positive=True)
    whole = model.whole.subs(p, 1 / slope) * slope
    whole = sp.sqrt(sp.simplify(whole**2)) if whole.atoms(sp.Pow) else sp.simplify(whole)
    whole = sp.powsimp(sp.simplify(whole), force=True)
    plain = {
        s: sp.Symbol(s.name, real=True) for s in whole.free_symbols if s.name in (f"{x.name}_{u}",)
    }
    sorts = {n: {"positive": True} for n in model.task.get("positive", ())}
    task = {"variables": [u], "unknowns": [x.name], "lagrangian": say(whole.subs(plain)),
            "positive": list(sorts)}  # fmt: skip
    other = Model(task, positive=True)
    if sp.simplify(sp.diff(other.whole, other.jet(x.name, 1), 2)) == 0:
        return
    from symderive.methods.variation.quadratures import autonomous

    for row in autonomous(other):
        if row["kind"] != "explicit":
            if row["kind"] == "implicit":
                yield row
            continue
        body = model.read(row["bodies"][x.name])
        names = [model.symbol(n) for n in row["constants"]]
        limits = [model.read(t) for t in row["limits"]]
        found = within(3, lambda b=body: sp.solve(b - x, y)) or []
        for f in found[:2]:
            yield explicit({u: f}, names, limits)
        yield implicit((body, x), names, limits)


def _shifted(f: Any, x: Any) -> Any | None:
    """An antiderivative, perhaps after moving a zero of the integrand to the origin."""
    found = within(4, lambda: antiderivative(f, x))
    if found is not None and not found.has(sp.Integral):
        return found
    top, bottom = sp.fraction(sp.together(f**2))
    z = sp.Symbol("z_", positive=True)
    for g in (top, bottom):
        for q, _ in sp.factor_list(g)[1] if g.is_polynomial(x) else ():
            if sp.degree(q, x) == 1:
                (r,) = sp.solve(q, x)
                if r == 0:
                    continue
                h = sp.simplify(f.subs(x, z + r))
                found = within(4, lambda h=h: antiderivative(h, z))
                if found is not None and not found.has(sp.Integral):
                    return found.subs(z, x - r)
    return None


def _swapped(model: Model, place: Any, p: Any, th: Any, c: Any, shift: Any) -> Row | None:
    """x as a function of the slope, y by integrating y' dx."""
    for slope, _, limits in _slopes(th)[:3]:
        xs = sp.simplify(place.subs(p, slope))
        inner = antiderivative(sp.simplify(slope * sp.diff(xs, th)), th)
        if inner is None or xs.has(sp.I):
            continue
        real = sp.Symbol("th", real=True)
        ys = sp.simplify(inner) + shift
        held = [sp.Gt(sp.Symbol(c.name, real=True), 0), *limits]
        return curve({str(model.x[0]): xs.subs(th, real), model.unknowns[0]: ys.subs(th, real)},
                     "th", [c, shift], held)  # fmt: skip
    return None
