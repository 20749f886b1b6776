"""Constraints with multipliers: signs of a multiplier, eigenvalues, and constraints at every point.

An integral constraint's multiplier may have either sign: lam = -c^2 or c^2 for linear equations,
where it is an eigenvalue, -c or c else.  A constraint at every point is solved for an unknown, or by
an angle on a circle, and the multiplier follows from an equation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import jacobi, linear
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.rows import Row, explicit

Routes = Callable[[Model], Iterator[Row]]


def signed(model: Model, routes: Routes) -> Iterator[Row]:
    """One multiplier of known sign: families with a new positive constant for it."""
    if not model.multipliers or model.functions or len(model.x) != 1:
        return
    if len(model.multipliers) > 1:
        yield from _rotated(model, routes)
        yield from _only_one(model)
        return
    lam = model.multipliers[0]
    count = 2 * model.order(model.whole) * len(model.unknowns)
    name = f"C{count + 1}"
    c = sp.Symbol(name, positive=True)
    equations = [sp.numer(sp.together(e)) for e in model.euler_lagrange()]
    eigen = _is_eigenvalue(model, equations, lam)
    values = [-(c**2), c**2] if eigen else [-c, c]
    if eigen:
        yield from _modes(model, lam)
    for value in values:
        whole = model.whole.subs(lam, value)
        task = {"variables": model.names, "unknowns": model.unknowns, "lagrangian": say(whole),
                "positive": [*model.task.get("positive", ()), name]}  # fmt: skip
        for row in routes(Model(task, positive=True)):
            yield _with(row, name, lam, value)


def _rotated(model: Model, routes: Routes) -> Iterator[Row]:
    """The integrals of cos(y) and sin(y) are given: lam1 and lam2 are C3 times cos(C4) and sin(C4)."""
    if len(model.multipliers) != 2 or len(model.unknowns) != 1:
        return
    (u,) = model.unknowns
    y, turn = model.jet(u, 0), model.symbol("C4")
    size = sp.Symbol("C3", positive=True)
    values = {}
    for lam in model.multipliers:
        part = sp.diff(model.whole, lam)
        for f in (sp.cos, sp.sin):
            factor = sp.simplify(part / f(y))
            if factor.is_number and f(turn) not in {v * factor / size for v in values.values()}:
                values[lam] = size * f(turn) / factor
    rest = model.whole.subs(dict.fromkeys(model.multipliers, 0))
    if len(values) != 2 or rest.has(y):
        return
    task = {"variables": model.names, "unknowns": [u], "lagrangian": say(rest + size * sp.cos(y)),
            "positive": [*model.task.get("positive", ()), "C3"]}  # fmt: skip
    for row in routes(Model(task)):
        if row["kind"] == "explicit":
            yield {**row, "bodies": {u: say(model.read(row["bodies"][u]) + turn)},
                   "constants": [*row["constants"], "C3", "C4"],
                   "limits": [*row["limits"], "C3 > 0"],
                   "also": {str(lam): say(v) for lam, v in values.items()}}  # fmt: skip


def _only_one(model: Model) -> Iterator[Row]:
    """Eigenvalues where the other multipliers are zero."""
    for lam in model.multipliers:
        others = [m for m in model.multipliers if m != lam]
        kept = dict.fromkeys(others, sp.S.Zero)
        one = Model(model.task)
        one.whole = model.whole.subs(kept)
        if _is_eigenvalue(one, one.euler_lagrange(), lam):
            for row in _modes(one, lam):
                yield {**row, "also": {**row["also"], **{str(m): "0" for m in others}}}


def _with(row: Row, name: str, lam: Any, value: Any) -> Row:
    """The row with its multiplier said."""
    return {**row, "constants": [*row["constants"], name], "limits": [*row["limits"], f"{name} > 0"],
            "also": {**row.get("also", {}), str(lam): say(value)}}  # fmt: skip


def _is_eigenvalue(model: Model, equations: list[Any], lam: Any) -> bool:
    """The equations are linear, and the multiplier stands beside an unknown."""
    for e in equations:
        for s, _, _ in model.jets(e):
            c = sp.diff(e, s)
            if model.jets(c):
                return False
            if c.has(lam):
                return True
    return False


def _modes(model: Model, lam: Any) -> Iterator[Row]:
    """Sines and cosines whose half waves fit the interval, with the multiplier that they need."""
    places = sorted({t for _, _, at, _ in model.task.get("data", ()) for t in at})
    places += [t for _, _, at in model.task.get("loose", ()) for t in at]
    places = sorted(set(places))
    if len(places) != 2 or len(model.unknowns) != 1:
        return
    a, b = (model.read(t) for t in places)
    if sp.simplify(b - a).is_negative:
        a, b = b, a
    x, u = model.x[0], model.unknowns[0]
    c = model.symbol("C1")
    (equation,) = [sp.numer(sp.together(e)) for e in model.euler_lagrange()]
    for n in (2, 1, 4, 3, 6):
        w = n * sp.pi / (2 * (b - a))
        for f in (sp.sin, sp.cos):
            body = c * f(w * (x - a))
            found = sp.solve(sp.simplify(model.put(equation, {u: body})), lam)
            if len(found) == 1 and not found[0].has(x):
                value = sp.simplify(found[0])
                yield explicit({u: body}, [c], [sp.Gt(c, 0)], {str(lam): value})
                yield explicit({u: body}, [c], [], {str(lam): value})


def pointwise(model: Model, routes: Routes) -> Iterator[Row]:
    """Holonomic constraints: fewer unknowns, then back, the multipliers last."""
    if not model.functions or len(model.x) != 1 or model.multipliers:
        return
    for put, extra, names, more in _solved(model):
        whole = model.lagrangian
        values = {}
        for s, u, (n,) in model.jets(whole):
            if u in put:
                body = put[u]
                for _ in range(n):
                    body = _total(model, body, extra)
                values[s] = body
        whole = sp.simplify(whole.subs(values, simultaneous=True))
        task = {"variables": model.names, "unknowns": names, "lagrangian": say(whole),
                "positive": model.task.get("positive", ())}  # fmt: skip
        for row in [*more, *routes(Model(task))] if names else more:
            if row["kind"] != "explicit":
                continue
            found = within(6, lambda r=row, p=put: _back(model, r, p))
            if found is not None:
                yield found
    yield from _great_circles(model)


Reduction = tuple[dict[str, Any], list[str], list[str], list[Row]]


def _solved(model: Model) -> Iterator[Reduction]:
    """({unknown: by the others}, new unknowns, all unknowns left, rows known at once)."""
    if len(model.holonomic) != 1:
        return
    (f,) = (sp.expand(t) for t in model.holonomic)
    jets = [model.jet(u, 0) for u in model.unknowns]
    for u, y in zip(model.unknowns, jets, strict=True):
        slope = sp.diff(f, y)
        if slope != 0 and not (slope.free_symbols & set(jets)) and not model.order(f):
            body = sp.solve(f, y)[0]
            yield {u: body}, [], [v for v in model.unknowns if v != u], []
    for i, u in enumerate(model.unknowns):
        for v in model.unknowns[i + 1 :]:
            y, z = model.jet(u, 0), model.jet(v, 0)
            rest = sp.expand(f - y**2 - z**2)
            scale = sp.S.One
            if f.coeff(y, 2) == f.coeff(z, 2) and f.coeff(y, 2) != 0:
                scale = f.coeff(y, 2)
                rest = sp.expand(f / scale - y**2 - z**2)
            radius = _radius(-rest, jets)
            if radius is not None and not model.order(f):
                taken = {*model.unknowns, *model.names, *(str(t) for t in f.free_symbols)}
                angle = next(n for n in ("q", "phi", "al", "w", "ga", "de", "ze") if n not in taken)
                q = sp.Symbol(angle, real=True)
                others = [w for w in model.unknowns if w not in (u, v)]
                if model.lagrangian.has(z):  # a force along v: the angle is counted from it
                    down = {u: radius * sp.sin(q), v: -radius * sp.cos(q)}
                    yield down, [angle], [*others, angle], []
                put = {u: radius * sp.cos(q), v: radius * sp.sin(q)}
                yield put, [angle], [*others, angle], []


def _radius(square: Any, jets: list[Any]) -> Any | None:
    """The root of a square free of the unknowns, or a multiple of one of them: a cone."""
    if not square.free_symbols & set(jets):
        return sp.sqrt(sp.factor(square))
    for w in jets:
        ratio = sp.cancel(square / w**2)
        if not ratio.free_symbols & set(jets) and not ratio.could_extract_minus_sign():
            return sp.sqrt(ratio) * w
    return None


def _total(model: Model, e: Any, extra: list[str]) -> Any:
    """The total derivative, new unknowns among the jets."""
    x = model.x[0]
    out = sp.diff(e, x)
    names = {f"{u}_{x.name * n}" if n else u: (u, n)
             for u in [*model.unknowns, *extra] for n in range(3)}  # fmt: skip
    for s in sorted(e.free_symbols, key=str):
        if s.name in names:
            u, n = names[s.name]
            up = f"{u}_{x.name * (n + 1)}"
            out += sp.diff(e, s) * (model.symbol(up) if u in model.unknowns else
                                    sp.Symbol(up, real=True))  # fmt: skip
    return out


def _back(model: Model, row: Row, put: dict[str, Any]) -> Row | None:
    """All unknowns as functions of the variable, and the multipliers."""
    bodies = {u: jacobi.differentiable(model.read(t)) for u, t in row["bodies"].items()}
    values = {sp.Symbol(u, real=True): b for u, b in bodies.items()}
    values |= {sp.Symbol(u, positive=True): b for u, b in bodies.items()}
    for u, body in put.items():
        bodies[u] = jacobi.of_amplitudes(body.subs(values))
    bodies = {u: bodies[u] for u in model.unknowns}
    also = _multipliers(model, bodies)
    if also is None:
        return None
    return {**row, "bodies": {u: say(b) for u, b in bodies.items()}, "also": also}


def _multipliers(model: Model, bodies: dict[str, Any]) -> dict[str, str] | None:
    """From the equations, linear in the multipliers."""
    names = [sp.Symbol(f"m{k}_") for k in range(len(model.functions))]
    rows = []
    for e in model.euler_lagrange():
        e = e.subs(dict(zip(model.functions, names, strict=True)))
        put = model.put(e, bodies)
        put = put.replace(lambda p: p.is_Pow and p.exp.is_Rational and p.exp.q == 2,
                          lambda p: sp.trigsimp(sp.expand(p.base)) ** p.exp)  # fmt: skip
        if len(names) == 1 and rows and rows[-1] != 0:
            break
        rows.append(jacobi.in_sn(put) if put.has(jacobi.jacobi_sn) else sp.simplify(put))
    found = sp.solve([r for r in rows if r != 0][: len(names)], names, dict=True)
    if not found or set(found[0]) != set(names):
        return None
    return {
        f.func.__name__: say(sp.simplify(found[0][n]))
        for f, n in zip(model.functions, names, strict=True)
    }


def _great_circles(model: Model) -> Iterator[Row]:
    """Uniform motion on a great circle, where the constraint is a sphere."""
    jets = [model.jet(u, 0) for u in model.unknowns]
    if len(model.holonomic) != 1 or len(jets) != 3:
        return
    f = sp.expand(model.holonomic[0])
    rest = sp.expand(f - sum(y**2 for y in jets))
    if rest.free_symbols & set(jets):
        return
    r = sp.sqrt(sp.factor(-rest))
    c1, c2, c3, c4 = (model.symbol(f"C{k}") for k in (1, 2, 3, 4))
    c1 = sp.Symbol("C1", positive=True)
    w = c1 * model.x[0] + c2
    bodies = dict(zip(model.unknowns, (
        r * (sp.cos(c3) * sp.cos(w) - sp.sin(c3) * sp.cos(c4) * sp.sin(w)),
        r * (sp.sin(c3) * sp.cos(w) + sp.cos(c3) * sp.cos(c4) * sp.sin(w)),
        r * sp.sin(c4) * sp.sin(w)), strict=True))  # fmt: skip
    also = within(4, lambda: _of_speed(model, c1 * r)) or within(
        8, lambda: _multipliers(model, bodies)
    )
    if also is not None:
        yield {**explicit(bodies, [c1, c2, c3, c4], [sp.Gt(model.symbol("C1"), 0)]), "also": also}
        yield {**explicit(bodies, [c1, c2, c3, c4]), "also": also}


def _of_speed(model: Model, speed: Any) -> dict[str, str] | None:
    """The multiplier of x^2 + y^2 + z^2 = r^2 where the Lagrangian holds the speed alone."""
    slopes = [model.jet(u, 1) for u in model.unknowns]
    if any(model.lagrangian.has(model.jet(u, 0)) for u in model.unknowns):
        return None
    rest = sp.sqrt(speed**2 - sum(v**2 for v in slopes[1:]))
    mass = sp.simplify((sp.diff(model.lagrangian, slopes[0]) / slopes[0]).subs(slopes[0], rest))
    if mass.free_symbols & {*slopes, model.x[0]}:
        return None
    radius = sp.sqrt(
        sp.expand(sum(model.jet(u, 0) ** 2 for u in model.unknowns) - model.holonomic[0])
    )
    return {model.functions[0].func.__name__: say(sp.simplify(-mass * (speed / radius) ** 2 / 2))}


__all__ = ["linear", "pointwise", "signed"]
