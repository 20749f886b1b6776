"""Shorter forms of an answer, for the kernel to accept or not.

>>> forms({"variables": ["x"], "unknowns": ["y"], "parts": [["y", "2*x - x"]]})
[[['y', 'x']]]
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say


def forms(task: dict[str, Any]) -> list[list[list[str]]]:
    """The statement in one or two shorter forms."""
    model = Model({"lagrangian": "0", **{k: v for k, v in task.items() if k != "parts"}})
    out: list[list[list[str]]] = []
    for shorten in (_short, _expanded):
        found = within(5, lambda f=shorten: [
            [say(f(model.read(a))), say(f(model.read(b)))] for a, b in task["parts"]])  # fmt: skip
        if found and found not in out:
            out.append(found)
    return out


def _short(e: Any) -> Any:
    return min((sp.simplify(e), sp.factor(sp.expand(e)), e), key=sp.count_ops)


def _expanded(e: Any) -> Any:
    return sp.expand(e)


def cleared(task: dict[str, Any]) -> list[str]:
    """Equations `left = right` without denominators and without a single square root."""
    model = Model({"lagrangian": "0", **{k: v for k, v in task.items() if k != "rows"}})
    out = []
    for left, right in task["rows"]:
        found = within(4, lambda a=left, b=right: _cleared(model.read(a) - model.read(b)))
        out.append(f"{left} = {right}" if found is None else f"{say(found)} = 0")
    return out


def integrands(task: dict[str, Any]) -> list[str]:
    """Integrals (body, variable, low, high) with roots of quotients as quotients of roots."""
    model = Model({"lagrangian": "0", **{k: v for k, v in task.items() if k != "integrals"}})
    out = []
    for body, name, low, high in task["integrals"]:
        found = within(5, lambda b=body, n=name, a=low, c=high: _parted(
            model.read(b), model.symbol(n), model.read(a), model.read(c)))  # fmt: skip
        out.append(body if found is None else say(found))
    return out


def _parted(e: Any, x: Any, low: Any, high: Any) -> Any:
    middle = {x: (low + 2 * high) / 3}

    def part(a: Any) -> Any:
        top, bottom = sp.fraction(sp.factor(sp.together(a.base)))
        if bottom.subs(middle).is_negative:
            top, bottom = -top, -bottom
        return top**a.exp / sp.expand(bottom) ** a.exp

    return e.replace(lambda a: a.is_Pow and a.exp.is_Rational and a.exp.q == 2, part)


def _cleared(e: Any) -> Any | None:
    if e.has(sp.Integral):
        return None
    e = sp.numer(sp.together(sp.simplify(e)))
    roots = {a.base for a in e.atoms(sp.Pow) if a.exp.is_Rational and a.exp.q == 2
             and a.base.free_symbols}  # fmt: skip
    if len(roots) == 1:
        base = roots.pop()
        r = sp.Symbol("r_", positive=True)
        poly = sp.Poly(sp.expand(e.replace(
            lambda a: a.is_Pow and a.base == base and a.exp.is_Rational and a.exp.q == 2,
            lambda a: r**a.exp.p)), r)  # fmt: skip
        even = sum(c * base ** (n // 2) for (n,), c in poly.terms() if n % 2 == 0)
        odd = sum(c * base ** (n // 2) for (n,), c in poly.terms() if n % 2)
        e = sp.numer(sp.together(odd**2 * base - even**2)) if even != 0 else odd**2 * base
        if even == 0:
            e = sp.numer(sp.together(sp.simplify(odd * base)))
    return sp.factor(sp.expand(e)) if e.is_polynomial() else e
