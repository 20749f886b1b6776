"""Data for F(x, z, p) = 0 by characteristic strips: slopes on the data, the strips, elimination.

The strips dx = F_p, dz = p.F_p, dp = -F_x - p F_z (all over d tau) are solved name by name: what depends
on known names is integrated, a linear block with constant coefficients has an exponential.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within

TAU = sp.Symbol("tau_", real=True)


def strips(
    f: Any,
    xs: list[Any],
    z: Any,
    ps: list[Any],
    at: dict[Any, Any],
    value: Any,
    parameters: list[Any],
) -> list[dict[Any, Any]]:
    """x, z, p as functions of tau and the parameters of the data, one for each choice of slopes."""
    out = []
    for start in _slopes(f, xs, z, ps, at, value, parameters):
        initial = {**at, z: value, **start}
        field = {x: sp.diff(f, p) for x, p in zip(xs, ps, strict=True)}
        field[z] = sum(p * field[x] for x, p in zip(xs, ps, strict=True))
        field |= {p: -sp.diff(f, x) - p * sp.diff(f, z) for x, p in zip(xs, ps, strict=True)}
        solved = within(10, lambda field=field, initial=initial: _solve(field, initial, f, z))
        if solved is not None:
            out.append(solved)
    return out


def _slopes(
    f: Any,
    xs: list[Any],
    z: Any,
    ps: list[Any],
    at: dict[Any, Any],
    value: Any,
    parameters: list[Any],
) -> list[dict[Any, Any]]:
    """Slopes on the data: g_s = p.X_s and F = 0."""
    strip = [
        sp.diff(value, s) - sum(p * sp.diff(at[x], s) for x, p in zip(xs, ps, strict=True))
        for s in parameters
    ]
    linear = sp.solve(strip, ps, dict=True)
    if not linear:
        return []
    known = linear[0]
    rest = f.subs({**at, z: value}, simultaneous=True).subs(known)
    free = [p for p in ps if p not in known]
    if len(free) != 1:
        return []
    out = []
    for r in within(6, lambda: sp.solve(sp.numer(sp.together(rest)), free[0])) or []:
        if r.has(sp.I) or r.has(sp.Piecewise):
            continue
        r = sp.simplify(r)
        out.append({p: sp.simplify(e.subs(free[0], r)) for p, e in known.items()} | {free[0]: r})
    return out


def _solve(field: dict[Any, Any], initial: dict[Any, Any], f: Any, z: Any) -> dict[Any, Any] | None:
    known: dict[Any, Any] = {}
    while len(known) < len(field):
        left = [n for n in field if n not in known]
        rates = {n: sp.expand(sp.expand(field[n]).subs(known)) for n in left}
        if not (_direct(left, rates, initial, known) or _own(left, rates, initial, known)
                or _block(left, rates, initial, known)):  # fmt: skip
            return None
    return known


def _direct(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A rate of known names only."""
    for n in left:
        if not rates[n].free_symbols & set(left):
            total = antiderivative(rates[n], TAU)
            if total is None:
                continue
            known[n] = _short(initial[n] + total - total.subs(TAU, 0))
            return True
    return False


def _own(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A rate of the name itself and known ones: linear, or free of tau."""
    for n in left:
        if rates[n].free_symbols & (set(left) - {n}):
            continue
        slope = sp.simplify(sp.diff(rates[n], n))
        if not slope.has(n):
            whole = antiderivative(slope, TAU)
            if whole is None:
                continue
            grow = sp.exp(whole - whole.subs(TAU, 0))
            rest = antiderivative(sp.simplify((rates[n] - slope * n) / grow), TAU)
            if rest is not None:
                known[n] = _short(grow * (initial[n] + rest - rest.subs(TAU, 0)))
                return True
        elif not rates[n].has(TAU):
            left_side = antiderivative(1 / rates[n], n)
            if left_side is None:
                continue
            w = sp.Dummy("w", real=True)
            for r in sp.solve(left_side - left_side.subs(n, initial[n]) - w, n):
                if sp.simplify(r.subs(w, 0) - initial[n]) == 0:
                    known[n] = _short(r.subs(w, TAU))
                    return True
    return False


def _block(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A closed linear block with constant coefficients, the smallest one first."""
    for n in left:
        block = {n}
        while True:
            more = {m for k in block for m in rates[k].free_symbols & set(left)} | block
            if more == block:
                break
            block = more
        names = [m for m in left if m in block]
        if any(rates[m].has(TAU) for m in names):
            continue
        matrix = sp.Matrix([[sp.diff(rates[m], k) for k in names] for m in names])
        if matrix.free_symbols & set(names):
            continue
        start = sp.Matrix([initial[m] for m in names])
        shift = sp.Matrix([rates[m].subs(dict.fromkeys(names, 0)) for m in names])
        flow = (matrix * TAU).exp()
        fixed = sp.zeros(len(names), 1)
        if any(shift):
            if sp.simplify(matrix.det()) == 0:
                continue
            fixed = -matrix.inv() * shift
        final = flow * (start - fixed) + fixed
        for m, e in zip(names, final, strict=True):
            e = sp.simplify(sp.re(e)) if e.has(sp.I) else e
            known[m] = _short(e)
        return True
    return False


def _short(e: Any) -> Any:
    forms = [e, sp.simplify(e), sp.expand(e)]
    return min(forms, key=sp.count_ops)


def eliminated(solved: dict[Any, Any], xs: list[Any], z: Any, parameters: list[Any]) -> list[Any]:
    """The unknown as a function of the variables, tau and the parameters eliminated."""
    equations = [solved[x] - x for x in xs]
    unknown = [TAU, *parameters]
    g = sp.Dummy("g", positive=True)
    turned = [sp.expand(e).subs(sp.exp(TAU), g) for e in equations]
    if not any(e.has(TAU) for e in turned) and any(e.has(g) for e in turned):
        found = _solved(turned, [g, *parameters])
        found = [{TAU: sp.log(s[g]), **{p: s[p] for p in parameters}} for s in found
                 if set(s) >= {g, *parameters}]  # fmt: skip
    else:
        found = _solved(equations, unknown)
    out = _around(solved, xs, z, parameters)
    for s in found:
        if set(s) >= set(unknown):
            body = solved[z].subs(s)
            if not body.free_symbols & set(unknown):
                short = within(3, lambda b=body: _short(sp.powsimp(b)))
                out.append(short if short is not None else body)
    return out


def _around(solved: dict[Any, Any], xs: list[Any], z: Any, parameters: list[Any]) -> list[Any]:
    """A single angle by its sine and cosine: they are unknowns with one more equation."""
    if len(parameters) != 1 or not any(solved[x].has(sp.sin, sp.cos) for x in xs):
        return []
    c, d = sp.Dummy("c", real=True), sp.Dummy("d", real=True)
    put = {sp.cos(parameters[0]): c, sp.sin(parameters[0]): d}
    plain = {k: sp.expand(e).subs(put) for k, e in solved.items()}
    if any(plain[n].has(parameters[0]) for n in (*xs, z)):
        return []
    found = _solved([*(plain[x] - x for x in xs), c**2 + d**2 - 1], [TAU, c, d])
    bodies = [plain[z].subs(s) for s in found if set(s) == {TAU, c, d}]
    return [_short(b) for b in bodies if not b.free_symbols & {TAU, c, d}]


def _solved(equations: list[Any], unknown: list[Any]) -> list[dict[Any, Any]]:
    found = within(8, lambda: sp.solve(equations, unknown, dict=True)) or []
    return [s for s in found if not any(e.has(sp.Piecewise) for e in s.values())]
