"""Integrals of a system whose unknowns obey linear equations: exp(-M T) v, where dT/ds is the factor of M.

du/ds = m(x_i) M u + h(x_i) with a matrix M of numbers, along dx_i/ds = r(x_i): then T = integral of m/r,
and exp(-M T) u - integral of exp(-M T) h/r is constant.

>>> x, u, v = sp.symbols("x u v", real=True)
>>> linear_values([x], [u, v], {x: x, u: v, v: u})
[u*x/2 + u/(2*x) - v*x/2 + v/(2*x), -u*x/2 + u/(2*x) + v*x/2 + v/(2*x)]
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative, last_resort
from symderive.methods.characteristics.patience import within


def linear_values(variables: list[Any], values: list[Any], field: dict[Any, Any]) -> list[Any]:
    """One integral for each unknown, or none."""
    every = {*variables, *values}
    matrix = sp.Matrix([[sp.simplify(sp.diff(field[u], w)) for w in values] for u in values])
    source = sp.Matrix([sp.simplify(field[u].subs(dict.fromkeys(values, 0))) for u in values])
    entries = [e for e in matrix if e != 0]
    inside = set().union(*(e.free_symbols for e in (*matrix, *source))) & every
    if not entries or inside & set(values):
        return []
    for x in variables:
        rate = field[x]
        if rate == 0 or (rate.free_symbols | inside) & every - {x}:
            continue
        first = min(entries, key=sp.count_ops)
        numbers = (matrix / first).applyfunc(sp.simplify)
        if numbers.free_symbols & every:
            continue
        with last_resort():
            turned = within(4, lambda x=x, f=first / rate: antiderivative(sp.simplify(f), x))
        if turned is None:
            continue
        back = _exponential(numbers, turned)
        if back is None:
            continue
        put = sp.zeros(len(values), 1)
        if any(source):
            with last_resort():
                rows = [within(4, lambda e=e, x=x: antiderivative(sp.expand(e), x))
                        for e in back * source / rate]  # fmt: skip
            if None in rows:
                continue
            put = sp.Matrix(rows)
        return [sp.expand(e) for e in back * sp.Matrix(values) - put]
    return []


def _exponential(numbers: Any, turned: Any) -> Any | None:
    """exp(-M T) with real entries."""
    t = sp.Dummy("t", real=True)
    back = within(4, lambda: (-numbers * t).exp())
    if back is None:
        return None
    if back.has(sp.I):
        back = sp.simplify(back.rewrite(sp.cos).applyfunc(lambda e: sp.expand(e, complex=True)))
    short = within(4, lambda: sp.simplify(back))
    back = short if short is not None else back
    if back.has(sp.I):
        return None
    if turned.has(sp.log):  # powers rather than hyperbolic functions of a logarithm
        return sp.simplify(back.rewrite(sp.exp).subs(t, turned))
    return back.subs(t, turned)
