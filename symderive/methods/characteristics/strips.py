"""Data for F(x, z, p) = 0 by characteristic strips: slopes on the data, the strips, elimination.

The strips dx = F_p, dz = p.F_p, dp = -F_x - p F_z (all over d tau) are solved name by name: what depends
on known names is integrated, a linear block with constant coefficients has an exponential.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
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
        field = {k: written(e) for k, e in field.items()}
        solved = within(10, lambda field=field, initial=initial: solve_strips(field, initial, f, z))
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


def written(e: Any) -> Any:
    """H'(p) with a name of its own inside, so that p may be put in."""

    def opened(d: Any) -> Any:
        f, (name, n) = d.expr, d.args[1]
        if f.args.count(name) != 1 or len(d.args) != 2:
            return d
        v = sp.Dummy("v", real=True)
        return sp.Subs(sp.Derivative(f.subs(name, v), (v, n)), v, name)

    inner = [d for d in e.atoms(sp.Derivative) if isinstance(d.expr, sp.core.function.AppliedUndef)]
    return e.xreplace({d: opened(d) for d in inner})


def slope_line(
    f: Any, xs: list[Any], z: Any, ps: list[Any], at: dict[Any, Any], value: Any,
    parameters: list[Any], free: Any,
) -> tuple[Any, list[Any]] | None:  # fmt: skip
    """F and the slopes on the data by one of them, `free`; None where they are no line."""
    strip = [
        sp.diff(value, s) - sum(p * sp.diff(at[x], s) for x, p in zip(xs, ps, strict=True))
        for s in parameters
    ]
    for known in sp.solve(strip, ps, dict=True):
        loose = [p for p in ps if p not in known]
        if len(loose) == 1:
            slopes = [known.get(p, p).subs(loose[0], free) for p in ps]
            put = {**at, z: value, **dict(zip(ps, slopes, strict=True))}
            return f.subs(put, simultaneous=True), slopes
    return None


def solve_strips(
    field: dict[Any, Any], initial: dict[Any, Any], f: Any, z: Any
) -> dict[Any, Any] | None:
    known: dict[Any, Any] = {}
    while len(known) < len(field):
        left = [n for n in field if n not in known]
        rates = {n: sp.expand(sp.expand(field[n]).subs(known)) for n in left}
        if _one(left, rates, initial, known):
            continue
        if not any(_one(left, r, initial, known) for r in _reduced(left, rates, f, known)):
            return None
    return known


def _one(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """One more name, or a block of names, is known."""
    ways = (_resting, _direct, _own, _block, _ratio)
    return any(way(left, rates, initial, known) for way in ways)


def _reduced(
    left: list[Any], rates: dict[Any, Any], f: Any, known: dict[Any, Any]
) -> Iterator[dict[Any, Any]]:
    """The rates modulo F = 0, which holds along a strip."""
    here = sp.numer(sp.together(f.subs(known)))
    names = [n for n in left if here.has(n)]
    if not here.is_polynomial(*names):
        return
    for order in permutations(names):
        out = {}
        for n in left:
            top, bottom = sp.fraction(sp.together(rates[n]))
            if not top.is_polynomial(*names) or bottom.free_symbols & set(names):
                return
            rest = within(1, lambda e=top, g=order: sp.reduced(e, [here], *g, order="lex")[1])
            if rest is None:
                return
            out[n] = sp.expand(rest / bottom)
        yield out


def _ratio(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """Rates of two names in a constant proportion k to the names: n^k/m is constant."""
    for n, m in permutations(left, 2):
        a, b = sp.cancel(rates[n] / n), sp.cancel(rates[m] / m)
        if a == 0 or b == 0 or initial[n] == 0 or initial[m] == 0:
            continue
        k = sp.cancel(b / a)
        if k.free_symbols or not k.is_Rational:
            continue
        body = initial[m] * (n / initial[n]) ** k
        trial = {n: sp.simplify(rates[n].subs(m, body))}
        alone: dict[Any, Any] = {}
        if not trial[n].free_symbols & (set(left) - {n}) and _own([n], trial, initial, alone):
            known[n] = alone[n]
            known[m] = shortest(body.subs(n, alone[n]))
            return True
    return False


def _resting(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A rate that vanishes at the initial value, whatever the others do: the name stays there."""
    for n in left:
        if rates[n] != 0 and sp.expand(rates[n].subs(n, initial[n])) == 0:
            known[n] = initial[n]
            return True
    return False


def _direct(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A rate of known names only."""
    for n in left:
        if not rates[n].free_symbols & set(left):
            total = antiderivative(rates[n], TAU, plain=True)
            if total is None:
                continue
            total = _real_logarithms(total)
            known[n] = shortest(initial[n] + total - total.subs(TAU, 0))
            return True
    return False


def _real_logarithms(e: Any) -> Any:
    """log(-a) for log(a) where a is negative on the data: another antiderivative."""
    turned = [f for f in e.atoms(sp.log) if f.args[0].subs(TAU, 0).is_negative]
    return e.xreplace({f: sp.log(-f.args[0]) for f in turned})


def _own(
    left: list[Any], rates: dict[Any, Any], initial: dict[Any, Any], known: dict[Any, Any]
) -> bool:
    """A rate of the name itself and known ones: linear, or free of tau."""
    for n in left:
        if rates[n].free_symbols & (set(left) - {n}):
            continue
        slope = sp.simplify(sp.diff(rates[n], n))
        if not slope.has(n):
            whole = antiderivative(slope, TAU, plain=True)
            if whole is None:
                continue
            grow = sp.exp(whole - whole.subs(TAU, 0))
            rest = antiderivative(sp.simplify((rates[n] - slope * n) / grow), TAU, plain=True)
            if rest is not None:
                known[n] = shortest(grow * (initial[n] + rest - rest.subs(TAU, 0)))
                return True
        elif not rates[n].has(TAU):
            left_side = antiderivative(1 / rates[n], n, plain=True)
            if left_side is None:
                continue
            w = sp.Dummy("w", real=True)
            for r in sp.solve(left_side - left_side.subs(n, initial[n]) - w, n):
                if sp.simplify(r.subs(w, 0) - initial[n]) == 0:
                    known[n] = shortest(r.subs(w, TAU))
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
            known[m] = shortest(e)
        return True
    return False


def shortest(e: Any) -> Any:
    forms = [e, sp.simplify(e), sp.expand(e)]
    return min(forms, key=sp.count_ops)


def eliminated(solved: dict[Any, Any], xs: list[Any], z: Any, parameters: list[Any]) -> list[Any]:
    """The unknown as a function of the variables, tau and the parameters eliminated."""
    equations = [solved[x] - x for x in xs]
    unknown = [TAU, *parameters]
    found = through_one(equations, parameters)
    if found is None:
        found = solutions(equations, unknown)
    out = _around(solved, xs, z, parameters)
    for s in found:
        if set(s) >= set(unknown):
            body = solved[z].subs(s)
            if not body.free_symbols & set(unknown):
                short = within(3, lambda b=body: shortest(sp.powsimp(b)))
                out.append(short if short is not None else body)
    return out


def through_one(equations: list[Any], parameters: list[Any]) -> list[dict[Any, Any]] | None:
    """tau stands in one function only, as exp(tau): that is solved for; None where it is not so."""
    g = sp.Dummy("g", positive=True)
    inner = {f for e in equations for f in sp.expand(e).atoms(sp.exp, sp.log) if f.has(TAU)}
    for f in [sp.exp(TAU), *sorted(inner, key=sp.count_ops)]:
        turned = [sp.expand(e).subs(f, g) for e in equations]
        if any(e.has(TAU) for e in turned) or not any(e.has(g) for e in turned):
            continue
        back = sp.solve(sp.Eq(f, g), TAU)
        return [{TAU: back[0].subs(g, s[g]), **{p: s[p] for p in parameters}}
                for s in solutions(turned, [g, *parameters]) if set(s) >= {g, *parameters}]  # fmt: skip
    return None


def _around(solved: dict[Any, Any], xs: list[Any], z: Any, parameters: list[Any]) -> list[Any]:
    """A single angle by its sine and cosine: they are unknowns with one more equation."""
    if len(parameters) != 1 or not any(solved[x].has(sp.sin, sp.cos) for x in xs):
        return []
    c, d = sp.Dummy("c", real=True), sp.Dummy("d", real=True)
    put = {sp.cos(parameters[0]): c, sp.sin(parameters[0]): d}
    plain = {k: sp.expand(e).subs(put) for k, e in solved.items()}
    if any(plain[n].has(parameters[0]) for n in (*xs, z)):
        return []
    circle = [*(plain[x] - x for x in xs), c**2 + d**2 - 1]
    found = through_one(circle, [c, d])
    if found is None:
        found = solutions(circle, [TAU, c, d])
    bodies = [plain[z].subs(s) for s in found if set(s) == {TAU, c, d}]
    return [shortest(b) for b in bodies if not b.free_symbols & {TAU, c, d}]


def solutions(equations: list[Any], unknown: list[Any]) -> list[dict[Any, Any]]:
    found = within(8, lambda: sp.solve(equations, unknown, dict=True)) or []
    return [s for s in found if not any(e.has(sp.Piecewise) for e in s.values())]


def polynomials(
    f: Any, xs: list[Any], z: Any, ps: list[Any], at: dict[Any, Any], value: Any,
    parameters: list[Any], constant: Any = None,
) -> list[Any]:  # fmt: skip
    """Quadratic polynomials that solve F = 0 with the data, where strips do not lead off these.

    With a `constant` those that contain one more, by that name.
    """
    monomials = [sp.S.One, *xs, *[x * y for i, x in enumerate(xs) for y in xs[i:]]]
    weights = [sp.Dummy(f"w{k}") for k in range(len(monomials))]
    body = sum(w * m for w, m in zip(weights, monomials, strict=True))
    on = sp.numer(sp.together(body.subs(at, simultaneous=True) - value))
    if not on.is_polynomial(*parameters):
        return []
    linear = sp.solve(sp.Poly(on, *parameters).coeffs(), weights, dict=True)
    if not linear:
        return []
    body = body.subs(linear[0])
    put = {z: body, **{p: sp.diff(body, x) for p, x in zip(ps, xs, strict=True)}}
    gap = sp.numer(sp.together(f.subs(put, simultaneous=True)))
    if not gap.is_polynomial(*xs):
        return []
    loose = [w for w in weights if body.has(w)]
    if not loose:
        return [body] if sp.expand(gap) == 0 else []
    found = sp.solve(sp.Poly(gap, *xs).coeffs(), loose, dict=True)
    bodies = [sp.factor(body.subs(s)) for s in found]
    if constant is not None:
        bodies = [b.subs(w, constant) for b in bodies for w in b.free_symbols & set(weights)]
    return [b for b in bodies if not b.has(sp.I) and not b.free_symbols & set(weights)]
