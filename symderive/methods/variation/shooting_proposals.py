"""Families of extremals by their slope at the left end, in the worker.

>>> task = {"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2", "slope": "t",
...         "bodies": ["C1*cos(x) + C2*sin(x)"], "constants": ["C1", "C2"], "low": "0", "high": "pi",
...         "first": "0", "last": "1"}
>>> propose(task)
[('t*sin(x)', ('0', '1'), None)]
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say

GRID = [k / 4 for k in range(-16, 17)]
Proposal = tuple[str, tuple[str, str], str | None]


def propose(task: Mapping[str, Any]) -> list[Proposal]:
    """(Y, the sides of the order at the right end, the difference as a product or None)."""
    model = Model(task)
    t = model.symbol(task["slope"])
    low, high, first, last = (model.read(task[k]) for k in ("low", "high", "first", "last"))
    constants = [model.symbol(n) for n in task["constants"]]
    out: list[Proposal] = []
    for text in task["bodies"]:
        body = model.read(text)
        for way in (_by_sinh, _by_slope):
            rows = within(5, lambda w=way, y=body: list(w(model, y, low, first, t, constants)))
            for values in rows or []:
                with suppress(Exception):
                    found = _aside(
                        model, body.subs(values, simultaneous=True), low, high, first, last, t
                    )
                    if found is not None and found not in out:
                        out.append(found)
            if out:
                return out[:3]
    return out[:3]


def _by_sinh(
    model: Model, body: Any, low: Any, first: Any, t: Any, constants: list[Any]
) -> Iterator[dict[Any, Any]]:
    """The slope at the left end is sinh(u): let u be t."""
    x = model.x[0]
    value, slope = body.subs(x, low) - first, sp.diff(body, x).subs(x, low)
    a, b = constants
    for u in [h.args[0] for h in sp.preorder_traversal(slope) if isinstance(h, sp.sinh)][:1]:
        for sign in (1, -1):
            for shift in sp.solve(u - sign * t, b, dict=True):
                for scale in sp.solve(value.subs(shift), a, dict=True):
                    yield {a: scale[a], b: shift[b].subs(scale)}


def _by_slope(
    model: Model, body: Any, low: Any, first: Any, t: Any, constants: list[Any]
) -> Iterator[dict[Any, Any]]:
    x = model.x[0]
    value, slope = body.subs(x, low) - first, sp.diff(body, x).subs(x, low)
    for found in sp.solve([value, slope - t], constants, dict=True):
        if set(found) == set(constants):
            yield found


def _aside(
    model: Model, curve: Any, low: Any, high: Any, first: Any, last: Any, t: Any
) -> Proposal | None:
    x = model.x[0]
    curve = sp.simplify(curve)
    end = sp.simplify(curve.subs(x, high))
    gap = end - last
    if gap.free_symbols - {t}:
        return None
    slope = sp.diff(curve, x).subs(x, low)
    signs = set()
    for v in GRID:
        at = {t: v}
        start = complex(sp.N(curve.subs(x, low).subs(at)) - sp.N(first))
        rate = complex(sp.N(slope.subs(at)))
        if abs(start) > 1e-9 or min(abs(rate - v), abs(rate - math.sinh(v))) > 1e-7 * (
            1 + abs(rate)
        ):
            return None
        signs.add(1 if float(sp.re(sp.N(gap.subs(at)))) > 0 else -1)
    if len(signs) != 1:
        return None
    sign = signs.pop()
    sides = (say(last), say(end)) if sign > 0 else (say(end), say(last))
    form = _product(gap)
    return say(curve), sides, None if form is None else say(sign * form)


def _product(gap: Any) -> Any | None:
    """c (cosh A - cosh B) as a product of two sinh."""
    gap = sp.together(gap)
    top, bottom = sp.fraction(gap)
    terms = sp.Add.make_args(sp.expand(top))
    if len(terms) != 2:
        return None
    heads = [[f for f in sp.Mul.make_args(u) if isinstance(f, sp.cosh)] for u in terms]
    if any(len(h) != 1 for h in heads):
        return None
    (p,), (q,) = heads
    c, d = sp.simplify(terms[0] / p), sp.simplify(terms[1] / q)
    if sp.simplify(c + d) != 0:
        return None
    u, v = p.args[0], q.args[0]
    product = 2 * c * sp.sinh(sp.simplify((u + v) / 2)) * sp.sinh(sp.simplify((u - v) / 2))
    return product / bottom
