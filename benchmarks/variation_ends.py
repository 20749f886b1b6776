"""Natural boundary conditions and transversality of an answer, by numbers."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from symderive.terms.reader import read

from .variation_model import SMALL, VALUE, Row, expression


def natural(work: Any, at: Row, low: Any, high: Any) -> bool:
    whole = work.whole()
    cost = work.row.get("endpoint_cost")
    places = list(work.row.get("free", ()))
    if cost:
        fixed = {t.split("=")[0].replace(" ", "") for t in work.row.get("at", ())}
        places += [m[0] for m in VALUE.finditer(cost) if m[1] in work.unknowns
                   and m[0] not in fixed and m[0] not in places]  # fmt: skip
    for text in places:
        m = VALUE.fullmatch(text.replace("'", "_" + work.variables[0]))
        assert m is not None
        key = work.key(sp.Symbol(m[1], real=True))
        assert key is not None
        place = work._number(expression(m[2]), at)
        momentum = work.momentum(whole, key[0], key[1][0])
        found = work.valued(momentum, place, at)
        if abs(place - high) > SMALL:
            found = [-v for v in found]
        slope = _cost_slope(work, cost, text, at) if cost else mpmath.mpf(0)
        if all(abs(v + slope) > SMALL * 100 for v in found):
            return False
    return True


def _cost_slope(work: Any, cost: str, text: str, at: Row) -> Any:
    names = {m[0]: sp.Symbol(f"V{k}", real=True)
             for k, m in enumerate(VALUE.finditer(cost)) if m[1] in work.unknowns}  # fmt: skip
    body = cost
    for t, s in names.items():
        body = body.replace(t, s.name)
    e = expression(body)
    here = dict(at)
    for t, s in names.items():
        values = work.value(t, at)
        here[s] = values[0] if values else mpmath.nan
    if text not in names:
        return mpmath.mpf(0)
    return work._number(sp.diff(e, names[text]), here)


def transversal(work: Any, at: Row) -> bool:
    if "end_on" not in work.row:
        return True
    left, right = read(work.row["end_on"]).args
    u = sp.Symbol(work.unknowns[0], real=True)
    surface = expression(left) - expression(right)
    gap = work.along(surface)
    p = work.momentum(work.whole(), work.unknowns[0], 0)
    energy = work.along(work.whole()) - work.along(sp.Symbol(f"{u}_{work.x[0]}", real=True)) * p
    cross = energy * work.along(sp.diff(surface, u)) - p * work.along(sp.diff(surface, work.x[0]))
    name = work.s if work.kind == "parametric" else work.x[0]
    told = [expression(t) for t in work.result.get("ends", {}).values()]
    starts = [work._number(t, at) for t in told] if work.kind == "explicit" else []
    for start in (*starts, 0.4, 1, 2, 3, 5, -1):
        try:
            root = mpmath.findroot(lambda v: work._number(gap, {**at, name: v}), start)
        except (ValueError, ZeroDivisionError, TypeError):
            continue
        found = work._number(cross, {**at, name: root})
        if found is not None and abs(found) < SMALL * 100:
            return True
    return False
