"""Second derivatives without the unknown itself: one order less for the slope, then two quadratures.

L(y', y'') has the constant momentum C3 and the constant energy of L(v, v') - C3 v, v = y'; the curve is
given by the angle of its slope, v = tan(th), with integrals that stand (Euler's elastica: Love, A
Treatise on the Mathematical Theory of Elasticity, 1927, Sec. 262).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_xx^2/(1 + y_x^2)^(5/2)"})
>>> next(by_slope(m))["bodies"]["y"]
'C4 + Integral(sin(s)/sqrt(C1*cos(s) + C3*sin(s)), (s, 0, th))'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.variation.model import Model
from symderive.methods.variation.open_quadratures import dummy, is_real, root_of
from symderive.methods.variation.quadratures import squares
from symderive.methods.variation.rows import Row, curve

STARTS = (sp.S.Zero, sp.S.Half, -sp.S.Half, sp.S.One)


def by_slope(model: Model) -> Iterator[Row]:
    """Curves by the angle of the slope; nothing where the Lagrangian holds x or y."""
    if len(model.x) != 1 or len(model.unknowns) != 1 or model.order(model.whole) != 2:
        return
    x, u = model.x[0], model.unknowns[0]
    y, v, p = (model.jet(u, k) for k in range(3))
    if model.functions or model.whole.has(x) or model.whole.has(y):
        return
    c, start, k, end = (model.symbol(f"C{n}") for n in (1, 2, 3, 4))
    whole = model.whole + k * v
    energy = sp.simplify(whole - p * sp.diff(whole, p))
    th, s = sp.Symbol("th", real=True), dummy(model)
    for g in squares(energy, v, p, c, (-c,)):
        # dx/dth = (dv/dth)/v', with v = tan(th)
        square = _by_angle(1 / (g * sp.cos(th) ** 4), v, th)
        for rate in root_of(square):
            start_at = next((a for a in STARTS if is_real(rate, None, c, {th: a})), None)
            if start_at is None:
                continue
            rate = rate.replace(sp.Pow, lambda b, e: sp.trigsimp(b) ** e)
            other = sp.simplify(rate * sp.tan(th))
            for sign in (1, -1):
                bodies = {str(x): start + sign * sp.Integral(rate.subs(th, s), (s, start_at, th)),
                          u: end + sign * sp.Integral(other.subs(th, s), (s, start_at, th))}  # fmt: skip
                limits = [sp.Gt(th, -sp.pi / 2), sp.Lt(th, sp.pi / 2)]
                yield curve(bodies, "th", [c, start, k, end], limits)


def _by_angle(f: Any, v: Any, th: Any) -> Any:
    """f(tan(th)), powers of 1 + v^2 as powers of cos(th) > 0."""
    near = sp.Symbol("c_", positive=True)
    f = sp.factor(sp.powdenest(sp.factor(f), force=True))
    f = f.replace(lambda e: e.is_Pow and sp.expand(e.base - 1 - v**2) == 0,
                  lambda e: near ** (-2 * e.exp))  # fmt: skip
    f = f.subs(v, sp.sin(th) / near)
    return sp.factor(sp.powsimp(sp.together(f))).subs(near, sp.cos(th))
