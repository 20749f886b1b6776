"""Simple forms of Euler-Lagrange equations: E with EL = K E, several to choose from.

>>> row = propose({"variables": ["x"], "unknowns": ["y"], "lagrangian": "sqrt(1 + y_x^2)"})[0]
>>> row[0]
['y_xx', '-1/(y_x^2 + 1)^(3/2)']
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say
from symderive.terms.writer import write


def propose(task: dict[str, Any]) -> list[list[list[str]]]:
    """For each unknown (E, K), the simplest first; the raw one is the last."""
    model = Model(task)
    rows = [[[say(a), say(b)] for a, b in options(model, e)] for e in model.euler_lagrange()]
    return [[*more, *row] for more, row in zip(_with_root(task), rows, strict=True)]


def _with_root(task: dict[str, Any]) -> list[list[list[str]]]:
    """E as if what stands under a root were positive, K with the root as it is written."""
    model = Model(task, positive=True)
    none: list[list[list[str]]] = [[] for _ in model.unknowns]
    roots = model.roots()
    if not any(u in model.sorts for u in model.unknowns) or len(roots) != 1:
        return none
    base = write(roots[0])
    root = sp.sqrt(model.read(base))
    out = []
    for e in model.euler_lagrange():
        row = []
        for kept, factor in options(model, e)[:2]:
            rest = sp.powsimp(sp.simplify(factor / root), force=True)
            if not any(p.exp.is_Rational and not p.exp.is_Integer for p in rest.atoms(sp.Pow)):
                top, bottom = sp.fraction(sp.cancel(sp.together(rest * model.read(base))))
                row.append([say(kept), f"({say(top)})/(({say(bottom)})*sqrt({base}))"])
        out.append(row)
    return out


def options(model: Model, e: Any) -> list[tuple[Any, Any]]:
    """(E, K) with e = K E."""
    raw = (sp.expand(e) if e.is_polynomial() else e, sp.S.One)
    if e == 0 or sp.expand(e) == 0:
        return [(sp.S.Zero, sp.S.One)]
    out: list[tuple[Any, Any]] = []
    whole = within(8, lambda: _factored(e))
    if whole is not None:
        if whole == 0:
            return [(sp.S.Zero, sp.S.One), raw]
        top = max((sum(o) for _, _, o in model.jets(whole)), default=0)
        for keep in (lambda f: top and model.order(f) == top, lambda f: model.jets(f)):
            kept, rest = sp.S.One, sp.S.One
            for f in sp.Mul.make_args(whole):
                base, power = f.as_base_exp()
                if keep(base) and power.is_positive:
                    kept *= f
                else:
                    rest *= f
            pair = _signed(model, sp.expand(kept), rest, top)
            if kept != 1 and pair not in out:
                out.append(pair)
        top_, bottom = sp.fraction(whole)
        number = [f for f in sp.Mul.make_args(top_) if f.is_number]
        rest = sp.Mul(*number) / bottom
        pair = _signed(model, sp.expand(top_ / sp.Mul(*number)), rest, top)
        if pair not in out:
            out.append(pair)
    return [*out, raw]


def _factored(e: Any) -> Any:
    e = sp.together(sp.simplify(e)) if e.has(sp.Pow) and not e.is_polynomial() else e
    return sp.factor(e)


def _signed(model: Model, kept: Any, rest: Any, top: int) -> tuple[Any, Any]:
    """The highest derivative with a positive coefficient, whole numbers divided out."""
    leading = [s for s, _, o in model.jets(kept) if sum(o) == top]
    if leading:
        coefficient = sp.diff(kept, leading[0])
        first = sp.Add.make_args(sp.expand(coefficient))[0]
        if first.could_extract_minus_sign():
            kept, rest = sp.expand(-kept), -rest
    content, _ = kept.as_content_primitive()
    if content != 1 and content.is_Rational:
        kept, rest = sp.expand(kept / content), rest * content
    return kept, rest
