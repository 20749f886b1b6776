"""Data put into first integrals, their parameters eliminated: explicit solutions, implicit, parametric.

On the data every integral I is a function of the parameters; n - 1 of them give the parameters, and
the one that is left gives a relation between the integrals.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.antiderivatives import GENERIC, Opaque
from symderive.methods.characteristics.patience import within


def relations(
    integrals: list[Any], put: dict[Any, Any], parameters: list[Any]
) -> list[tuple[Any, Any]]:
    """Pairs (I, psi): I = psi(other integrals) for the solution with the data, best first."""
    out: list[tuple[Any, Any]] = []
    finite = [_finite(i, put) for i in integrals]
    values = [on for _, on in finite]
    chosen = [i for i, _ in finite]
    for i, v in zip(chosen, values, strict=True):
        if (
            v is not None
            and not v.free_symbols & set(parameters)
            and not v.has(sp.zoo, sp.nan, sp.oo)
        ):
            out.append((i, v))
    out += _by_combination(chosen, values, parameters)
    marks = [sp.Dummy(f"k{k}", real=True) for k in range(len(chosen))]
    for some in combinations(range(len(chosen)), len(parameters)):
        if any(values[k] is None for k in range(len(chosen))):
            continue
        wanted = [sp.Eq(values[k], marks[k]) for k in some]
        rest = [k for k in range(len(chosen)) if k not in some]
        if any(isinstance(w, sp.logic.boolalg.BooleanAtom) for w in wanted):
            continue
        for s in within(6, lambda w=wanted: sp.solve(w, parameters, dict=True)) or []:
            if set(s) != set(parameters) or any(
                v.free_symbols & set(parameters) for v in s.values()
            ):
                continue
            back = {marks[k]: chosen[k] for k in some}
            for m in rest:
                psi = values[m].subs(s)
                if not psi.has(sp.zoo, sp.nan):
                    psi = within(2, lambda p=psi: _shorter(p)) or psi
                    out.append((chosen[m], psi.subs(back)))
    return out


def _by_combination(
    chosen: list[Any], values: list[Any], parameters: list[Any]
) -> list[tuple[Any, Any]]:
    """Each parameter as a linear combination of values that are more than that parameter."""
    if len(values) <= len(parameters) or any(v is None or v in parameters for v in values):
        return []
    weights = [sp.Dummy(f"w{k}") for k in range(len(values) + 1)]
    whole = sum(w * v for w, v in zip(weights, [*values, sp.S.One], strict=True))
    back: dict[Any, Any] = {}
    for s in parameters:
        e = sp.expand(whole - s)
        rows: dict[Any, Any] = {}
        for term in sp.Add.make_args(e):
            c, d = term.as_independent(*parameters, as_Add=False)
            rows[d] = rows.get(d, 0) + c
        found = sp.solve(list(rows.values()), weights, dict=True)
        if not found:
            return []
        w = [found[0].get(k, sp.S.Zero).subs(dict.fromkeys(weights, 0)) for k in weights]
        back[s] = sum(k * i for k, i in zip(w, [*chosen, sp.S.One], strict=True))
    return [(i, v.subs(back, simultaneous=True)) for i, v in zip(chosen, values, strict=True)]


def _shorter(e: Any) -> Any:
    for w in e.atoms(sp.LambertW):
        if len(w.args) == 1:  # exp(W(a)) = a/W(a), on every branch
            e = e.subs(sp.exp(w), w.args[0] / w)
    found = sp.simplify(e)
    return found if sp.count_ops(found) <= sp.count_ops(e) else e


def _finite(i: Any, put: dict[Any, Any]) -> tuple[Any, Any]:
    """The integral, or its inverse, that has a value on the data."""
    for form in (i, 1 / i):
        on = within(2, lambda f=form: sp.simplify(_at(f, put)))
        if on is not None and not on.has(sp.zoo, sp.nan, sp.oo):
            return form, on
    return i, None


def _at(e: Any, put: dict[Any, Any]) -> Any:
    return e.subs(put, simultaneous=True)


def explicit(pair: tuple[Any, Any], z: Any) -> list[Any]:
    """The relation solved for the unknown."""
    left, right = pair
    if not right.has(z) and left == z:
        return list(dict.fromkeys([plain_arguments(right), right]))
    top = sp.numer(sp.together(left - right))
    if top.is_polynomial(z) and any(sp.degree(g, z) > 2 for g, _ in sp.factor_list(top, z)[1]):
        return []
    if _hopeless(top, z):
        return []
    found = within(2.5, lambda: sp.solve(sp.Eq(left, right), z)) or []
    out = []
    for f in found:
        if f.has(z) or f.has(sp.Piecewise):
            continue
        short = within(3, lambda f=f: _best(f))
        out.append(short if short is not None else f)
    return out


def _hopeless(e: Any, z: Any) -> bool:
    """The unknown inside a transcendental function and outside of it, too."""
    inside = {f for f in e.atoms(sp.Function) if f.has(z)}
    outside = e.subs({f: sp.Dummy() for f in inside}).has(z)
    return bool(inside) and (outside or len(inside) > 1)


def _best(f: Any) -> Any:
    """The shortest of a few forms."""
    f = plain_arguments(f)
    forms = [f, sp.simplify(f), sp.factor(f), sp.cancel(f) if f.is_rational_function() else f]
    return min(forms, key=sp.count_ops)


def implicit(pair: tuple[Any, Any], z: Any) -> tuple[Any, Any]:
    """A = B, with the unknown alone on the left where it stands linearly in the integral."""
    left, right = pair
    if left == z:
        return left, right
    slope = sp.diff(left, z)
    if slope != 0 and not slope.has(z):
        rest = sp.simplify(left - slope * z)
        if not rest.has(z):
            return z, sp.simplify((right - rest) / slope) if not right.has(z) else (
                right - rest
            ) / slope
    return left, right


def surface(integrals: list[Any], put: dict[Any, Any], wanted: list[Any]) -> list[dict[Any, Any]]:
    """The names `wanted` by the others and the parameters: solved one after the other."""
    equations = [i - _at(i, put) for i in integrals]
    found = within(6, lambda: _triangular(equations, wanted))
    if found:
        return [found]
    return within(8, lambda: sp.solve(equations, wanted, dict=True)) or []


def _triangular(equations: list[Any], wanted: list[Any]) -> dict[Any, Any] | None:
    left, known = list(equations), {}
    while len(known) < len(wanted):
        for e in left:
            here = e.subs(known)
            free = [w for w in wanted if here.has(w) and w not in known]
            if len(free) != 1:
                continue
            solutions = [s for s in sp.solve(here, free[0]) if not s.has(free[0])]
            if not solutions:
                continue
            best = solutions[-1]
            known = {k: _open(v.subs(free[0], best)) for k, v in known.items()}
            known[free[0]] = _open(best)
            left.remove(e)
            break
        else:
            return None
    return known


def _open(e: Any) -> Any:
    """Sums kept apart where that is shorter."""
    forms = [e, sp.expand(e), sp.simplify(e), sp.cancel(e) if e.is_rational_function() else e]
    forms.append(sp.Add(*[sp.simplify(a) for a in sp.Add.make_args(sp.expand(e))]))
    return min(forms, key=sp.count_ops)


def plain_arguments(e: Any) -> Any:
    """Arguments of generic functions, simplified one by one."""
    return e.replace(
        lambda f: isinstance(f, sp.core.function.AppliedUndef),
        lambda f: f.func(*[_shorter(sp.expand(a)) for a in f.args]),
    )


def fits(body: Any, at: dict[Any, Any], value: Any, parameters: list[Any]) -> bool:
    """Whether u = body has the data, by numbers; True where numbers cannot tell."""
    gap = body.subs(at, simultaneous=True) - value
    if gap.atoms(GENERIC, Opaque):
        return True
    free = sorted(gap.free_symbols, key=str)
    told = False
    for k in range(4):
        point = {s: sp.Rational(3 * k + 2 * i + 2, 7 + i) for i, s in enumerate(free)}
        number = within(2, lambda p=point: sp.N(gap.subs(p), 15))
        if number is None or not number.is_number or number.has(sp.nan, sp.zoo, sp.oo):
            continue
        told = True
        if abs(number) < 1e-9:
            return True
    return not told
