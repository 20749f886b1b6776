"""Parametric problems: a Lagrangian of degree one in the slopes does not see the parameter.

One unknown is taken as the parameter, and the others are extremals of the Lagrangian that is left
(Gelfand and Fomin, Calculus of Variations, 1963, Sec. 10).

>>> from symderive.methods.variation.model import Model
>>> from symderive.methods.variation.quadratures import autonomous
>>> m = Model({"variables": ["t"], "unknowns": ["x", "y"], "lagrangian": "y*sqrt(x_t^2 + y_t^2)"})
>>> next(by_one_unknown(m, autonomous))["bodies"]
{'x': 't', 'y': 'C1*cosh((t - C2)/C1)'}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.rows import Row

Routes = Callable[[Model], Iterator[Row]]


def by_one_unknown(model: Model, routes: Routes) -> Iterator[Row]:
    """The families of the Lagrangian in which one unknown is the variable."""
    if len(model.x) != 1 or len(model.unknowns) < 2 or model.order(model.whole) != 1:
        return
    if (
        model.functions
        or model.whole.has(model.x[0])
        or not within(4, lambda: _is_degree_one(model))
    ):
        return
    (t,) = model.x
    for first in model.unknowns:
        others = [u for u in model.unknowns if u != first]
        put = {model.jet(first, 1): sp.S.One}
        put |= {model.jet(u, 1): sp.Symbol(f"{u}_{first}", real=True) for u in others}
        whole = sp.simplify(model.whole.subs(put))
        task = {"variables": [first], "unknowns": others, "lagrangian": say(whole),
                "positive": list(model.task.get("positive", ()))}  # fmt: skip
        inner = Model(task, positive=True)
        for row in routes(inner):
            found = _turned(model, inner, row, first, t)
            if found is not None:
                yield found


def _is_degree_one(model: Model) -> bool:
    slopes = [model.jet(u, 1) for u in model.unknowns]
    return bool(sp.simplify(sum(p * sp.diff(model.whole, p) for p in slopes) - model.whole) == 0)


def _turned(model: Model, inner: Model, row: Row, first: str, t: Any) -> Row | None:
    """The row with the parameter in place of the variable, or of the parameter of a curve."""
    if row["kind"] == "implicit":
        return None
    old = inner.x[0] if row["kind"] == "explicit" else sp.Symbol(row["parameter"], real=True)

    def said(text: str) -> str:
        return say(inner.read(text).subs(old, sp.Symbol(t.name, real=True)))

    bodies = {u: said(b) for u, b in row["bodies"].items()}
    bodies.setdefault(first, t.name)
    limits = [said(s) for s in row["limits"]]
    if any(t.name in str(model.read(s).free_symbols) for s in limits):
        limits = [s for s in limits if t not in model.read(s).free_symbols]
    return {**row, "kind": "explicit", "bodies": {u: bodies[u] for u in model.unknowns},
            "limits": limits}  # fmt: skip
