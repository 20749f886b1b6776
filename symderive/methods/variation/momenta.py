"""Several unknowns whose forces are known: every momentum is, the slopes follow, each is integrated.

Where the Lagrangian is L(x, y', z', ..) + f(x) y + g(x) z, the momenta are P_k = the integral of the
force and a constant; a Lagrangian in y'^2 + z'^2 alone is inverted along the direction of P (an elastic
cable, rays in layers across the variable).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["x"], "unknowns": ["y", "z"], "lagrangian": "sqrt(1 + y_x^2 + z_x^2)"})
>>> next(known(m))["bodies"]
{'y': 'C1*x/sqrt(1 - C1^2 - C2^2) + C3', 'z': 'C2*x/sqrt(1 - C1^2 - C2^2) + C4'}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model
from symderive.methods.variation.rows import Row, explicit


def known(model: Model) -> Iterator[Row]:
    """Families for at least two unknowns of one variable, first derivatives only."""
    if len(model.x) != 1 or len(model.unknowns) < 2 or model.order(model.whole) != 1:
        return
    if model.functions:
        return
    x, n = model.x[0], len(model.unknowns)
    slopes = [model.jet(u, 1) for u in model.unknowns]
    forces = [sp.simplify(sp.diff(model.whole, model.jet(u, 0))) for u in model.unknowns]
    momenta = [sp.simplify(sp.diff(model.whole, p)) for p in slopes]
    if any(model.jets(f) for f in forces):
        return
    if any(m.has(model.jet(u, 0)) for m in momenta for u in model.unknowns):
        return
    constants = [model.symbol(f"C{k + 1}") for k in range(2 * n)]
    z = sp.Symbol("z_", **({"positive": True} if x.is_positive else {"real": True}))
    values, shift = [], sp.S.Zero
    for c, f in zip(constants, forces, strict=False):
        whole = antiderivative(f, x) if f != 0 else f
        if whole is None:
            return
        if f != 0 and not f.has(x) and shift == 0 and not any(m.has(x) for m in momenta):
            shift = c  # the force is constant: the variable is counted from where its momentum is 0
            values.append(f * z)
        else:
            values.append(whole + c)
    values = [v.subs(x, z + shift) for v in values]
    momenta = [m.subs(x, z + shift) for m in momenta]
    for rates in _slopes(slopes, momenta, values):
        bodies = {}
        for u, rate, end in zip(model.unknowns, rates, constants[n:], strict=True):
            inner = within(6, lambda f=rate: _integral(f, z))
            if inner is None or inner.has(sp.Integral):
                break
            bodies[u] = inner.subs(z, x - shift) + end
        else:
            yield explicit(bodies, constants)
            if constants[0] != shift:
                yield explicit(bodies, constants, [sp.Gt(constants[0], 0)])


def _slopes(slopes: list[Any], momenta: list[Any], values: list[Any]) -> Iterator[list[Any]]:
    """The slopes at given values of the momenta."""
    radial = _radial(slopes, momenta)
    if radial is None:
        names = [sp.Symbol(f"p{k}_") for k in range(len(slopes))]
        rows = [m - p for m, p in zip(momenta, names, strict=True)]
        for found in within(6, lambda: sp.solve(rows, slopes, dict=True)) or []:
            if set(found) >= set(slopes):
                put = dict(zip(names, values, strict=True))
                yield [found[s].subs(put) for s in slopes]
        return
    weights, factor, size = radial
    whole = sp.Symbol("P_", positive=True)
    length = sp.sqrt(sp.Add(*(v**2 / a for v, a in zip(values, weights, strict=True))))
    for r in within(5, lambda: _inverse(factor * size, size, whole)) or []:
        # P_k = factor a_k v_k and P = factor r
        yield [sp.expand(sp.expand(r / whole).subs(whole, length) * v / a)
               for v, a in zip(values, weights, strict=True)]  # fmt: skip


def _inverse(f: Any, r: Any, whole: Any) -> list[Any]:
    """r with f(r) = whole; a root that is split is put together again."""
    found = sp.solve(f - whole, r) or sp.solve(f**2 - whole**2, r)
    out = []
    for e in found:
        square = sp.factor(sp.simplify(e**2))
        top, bottom = (sp.expand(t) for t in sp.fraction(square))
        if square.is_rational_function(whole) and not e.is_rational_function(whole):
            small = {n: sp.Integer(1 + k) for k, n in enumerate(bottom.free_symbols)}
            if bottom.subs({**small, whole: sp.S.Half}).is_negative:
                top, bottom = -top, -bottom
            e = sp.sqrt(top) / sp.sqrt(bottom)
        out.append(e)
    return out


def _radial(slopes: list[Any], momenta: list[Any]) -> tuple[list[Any], Any, Any] | None:
    """(a, f, r) with momenta f(r) a_k v_k, where r^2 = sum of a_k v_k^2."""
    ratios = [sp.simplify(m / v) for m, v in zip(momenta, slopes, strict=True)]
    if ratios[0] == 0:
        return None
    weights = [sp.simplify(q / ratios[0]) for q in ratios]
    if any(w.free_symbols & set(slopes) or w == 0 for w in weights):
        return None
    r = sp.Symbol("r_", positive=True)
    first = r**2 - sp.Add(*(w * v**2 for w, v in zip(weights[1:], slopes[1:], strict=True)))
    factor = sp.simplify(ratios[0].subs(slopes[0], sp.sqrt(first)))
    return None if factor.free_symbols & set(slopes) else (weights, factor, r)


def _integral(f: Any, z: Any) -> Any | None:
    """Term by term, the constants as positive names."""
    positive = {s: sp.Symbol(s.name, positive=True) for s in f.free_symbols if s != z}
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(f.subs(positive))):
        inner = _arsinh(term, z) or antiderivative(term, z) if term.has(z) else term * z
        if inner is None:
            return None
        total += inner
    return total.subs({v: k for k, v in positive.items()})


def _arsinh(f: Any, z: Any) -> Any | None:
    """The integral of k/sqrt(a + b z^2) with positive a and b."""
    k, rest = f.as_independent(z, as_Add=False)
    if not (rest.is_Pow and rest.exp == -sp.S.Half and sp.degree(rest.base, z) == 2):
        return None
    a, b = rest.base.subs(z, 0), sp.diff(rest.base, z, 2) / 2
    if sp.diff(rest.base, z).subs(z, 0) != 0 or not (a.is_positive and b.is_positive):
        return None
    return k / sp.sqrt(b) * sp.asinh(sp.sqrt(b / a) * z)
