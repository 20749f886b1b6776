"""In the worker: where Jacobi's field vanishes again, and variations with a second variation below zero.

>>> task = {"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2", "bodies": {"y": "0"},
...         "also": {}, "low": "0", "high": "4", "about": [], "jacobi": ["cos(x)", "sin(x)"],
...         "data": [["y", [0], ["0"], "0"], ["y", [0], ["4"], "0"]]}
>>> found = propose(task)
>>> found["conjugate"], found["variations"][0][:2]
([('sin(x)', 'pi')], (1, {'H1': 'sin(pi*x/4)'}))
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import product
from typing import Any

import mpmath
import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.fitting_numbers import recognise
from symderive.methods.variation.judging_proposals import Line
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.numeric import numeric

GRID, WAVES, MOST = 60, 4, 2


def propose(task: Mapping[str, Any]) -> dict[str, Any]:
    """`conjugate` [(U, c)], `variations` [(sense, {role: text}, [(integral, F, value)])]."""
    model = Model(task)
    at = {model.symbol(n): sp.Float(v, 25) for n, v in task.get("fitted", {}).items()
          if "<" not in v and v != "real"}  # fmt: skip
    rng = random.Random(9)
    whole = model.whole
    for name, text in task["also"].items():
        whole = whole.subs(model.symbol(name), model.read(text))
    for s in model.parameters(whole) + [s for t in (task["low"], task["high"])
                                        for s in model.read(t).free_symbols]:  # fmt: skip
        at.setdefault(s, sp.Float(rng.uniform(0.6, 1.5), 25))
    out: dict[str, Any] = {"conjugate": [], "variations": []}
    line = None
    with suppress(Exception):
        line = Line(model, task, whole, at)
    if line is None:
        return out
    if [k for _, k in line.jets] == [0, 1]:
        with suppress(Exception):
            out["conjugate"] = list(dict.fromkeys(within(6, lambda: list(_conjugate(line))) or []))
    for sense in (1, -1):
        with suppress(Exception):
            out["variations"] += within(8, lambda s=sense: _variations(line, s)) or []
    return out


def _conjugate(line: Line) -> Iterator[tuple[str, str]]:
    """A solution that vanishes at the left end, and its next zero."""
    x, model = line.x, line.model
    low = model.read(line.task["low"])
    known = [model.read(t) for t in line.task["jacobi"]] or line.solved()
    fields = [k for k in known if abs(_value(line, k, line.low)) < 1e-9]
    for i, k in enumerate(known):
        for m in known[i + 1 :]:
            fields.append(sp.simplify(k * m.subs(x, low) - m * k.subs(x, low)))
    for u in fields:
        f = numeric([x], [u.subs(line.at)], mpmath.mp)
        step = (line.high - line.low) / GRID
        values = [complex(f(line.low + step * (k + 0.5))[0]).real for k in range(GRID + 1)]
        for k in range(GRID):
            if values[k] * values[k + 1] < 0:
                mpmath.mp.dps = 60
                near = line.low + step * (k + 1)
                root = mpmath.re(mpmath.findroot(lambda v, g=f: g(v)[0], near))
                if not line.low < root <= line.high + 1e-12:
                    break
                form = recognise(root) if not _named(line, u) else _solved(u, x, root, line)
                if form is not None:
                    sign = 1 if values[0] > 0 else -1
                    yield say(sp.simplify(sign * u)), say(form)
                break


def _named(line: Line, u: Any) -> bool:
    return bool(u.free_symbols - {line.x})


def _solved(u: Any, x: Any, root: Any, line: Line) -> Any | None:
    """The zero as a term in parameters."""
    for r in sp.solve(u, x)[:6]:
        for k in range(-3, 7):
            for unit in (sp.S.Zero, sp.pi):
                for w in {sp.diff(f.args[0], x) for f in u.atoms(sp.sin, sp.cos)} or {sp.S.One}:
                    form = r + k * unit / w
                    if abs(_number(form, line) - root) < 1e-9:
                        return sp.simplify(form)
    return None


def _number(e: Any, line: Line) -> float:
    return float(sp.re(sp.N(e.subs(line.at), 20)))


def _value(line: Line, e: Any, where: float) -> float:
    return float(sp.re(sp.N(e.subs(line.x, where).subs(line.at), 20)))


def _shapes(line: Line) -> Iterator[dict[str, Any]]:
    """Simple functions that vanish at the fixed ends, for one unknown, two, .."""
    x, model = line.x, line.model
    a, b = (model.read(line.task[k]) for k in ("low", "high"))
    order = max(k for _, k in line.jets)
    s = (x - a) / (b - a)
    if order == 1 and len(model.unknowns) == 1 and len(line.fixed) < 2:  # straight lines
        (u,) = model.unknowns
        low, high = ((u, 0, e) in line.fixed for e in (0, 1))
        lines = [s] if low else [1 - s] if high else [sp.S.One, 2 - s, 1 + s]
        yield from ({u: t} for t in lines)
    for n in range(1, WAVES + 1):
        for signs in product((0, 1, -1), repeat=len(model.unknowns)):
            if next((t for t in signs if t), -1) < 0:
                continue
            out = {}
            for u, sign in zip(model.unknowns, signs, strict=True):
                held = [(u, 0, e) in line.fixed for e in (0, 1)]
                if order > 1:
                    body = sp.sin(n * sp.pi * s) ** 2 if n > 1 else (x - a) ** 2 * (x - b) ** 2
                elif all(held):
                    body = sp.sin(n * sp.pi * s)
                elif any(held):
                    body = (sp.sin if held[0] else sp.cos)((2 * n - 1) * sp.pi * s / 2)
                else:
                    body = sp.cos((n - 1) * sp.pi * s)
                if sign:
                    out[u] = sign * sp.simplify(body)
            yield out


def _variations(line: Line, sense: int) -> list[Any]:
    """Those whose second variation has the wrong sign, with its integral."""
    x, model = line.x, line.model
    a, b = (model.read(line.task[k]) for k in ("low", "high"))
    cost = line.cost()
    out: list[Any] = []
    for shape in _shapes(line):
        jets = [sp.diff(shape.get(u, sp.S.Zero), x, k) if k else shape.get(u, sp.S.Zero)
                for u, k in line.jets]  # fmt: skip
        form = sense * sum(line.hessian[i][j] * p * q
                           for i, p in enumerate(jets) for j, q in enumerate(jets))  # fmt: skip
        f = numeric([x], [form.subs(line.at)], mpmath.fp)
        size = mpmath.fp.quad(lambda v, g=f: mpmath.re(g(v)[0]), [line.low, line.high])
        if cost is not None:
            size += sense * _ends(line, shape, cost)
        if size > -1e-6:
            continue
        form = sp.simplify(form)
        inner = within(4, lambda e=form: sp.integrate(sp.expand(e), x))
        if inner is None or inner.has(sp.Integral, sp.Piecewise):
            continue
        value = sp.simplify(inner.subs(x, b) - inner.subs(x, a))
        roles = {f"H{k + 1}": say(shape[u]) for k, u in enumerate(model.unknowns) if u in shape}
        integral = sp.Integral(form, (x, a, b))
        out.append((sense, roles, [(say(integral), say(inner), say(value))]))
        if len(out) >= MOST:
            break
    return out


def _ends(line: Line, shape: dict[str, Any], cost: Any) -> float:
    """The part of the cost."""
    total = 0.0
    places = [((u, k), e) for u, k in line.jets for e in (0, 1)]
    for p, e in places:
        for q, f in places:
            t = cost((p, e), (q, f))
            if t:
                values = []
                for (u, k), end in ((p, e), (q, f)):
                    body = (
                        sp.diff(shape.get(u, sp.S.Zero), line.x, k)
                        if k
                        else shape.get(u, sp.S.Zero)
                    )
                    values.append(_value(line, body, (line.low, line.high)[end]))
                total += t * values[0] * values[1]
    return total
