"""What numbers say of an extremal, in the worker: where to ask for convexity and for Jacobi's condition.

>>> task = {"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2", "bodies": {"y": "0"},
...         "also": {}, "low": "0", "high": "1", "about": [], "jacobi": ["cos(x)", "sin(x)"]}
>>> propose(task)[0]
('weak_minimum', 1, 'cos(x)')
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.numeric import numeric
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

GRID, TRIES = 41, 60
Proposal = tuple[str, int, str | None]


def propose(task: Mapping[str, Any]) -> list[Proposal]:
    """(primitive, sense, solution of Jacobi's inequality), the strongest first."""
    model = Model(task)
    at = {model.symbol(n): sp.Float(v, 25) for n, v in task.get("fitted", {}).items()}
    rng = random.Random(9)
    whole = model.whole
    for name, text in task["also"].items():
        whole = whole.subs(model.symbol(name), model.read(text))
    for s in model.parameters(whole) + [s for t in (task["low"], task["high"])
                                        for s in model.read(t).free_symbols]:  # fmt: skip
        at.setdefault(s, sp.Float(rng.uniform(0.6, 1.5), 25))
    out: list[Proposal] = []
    with suppress(Exception):  # numbers alone: without them nothing is proposed
        out += [("minimum", s, None) for s in _definite(model, task, whole, at, rng)]
    if not out and len(model.unknowns) == 1 and model.order(whole) == 1 and not task.get("free"):
        with suppress(Exception):
            out += within(8, lambda: _weak(model, task, whole, at)) or []
    return out


def _definite(
    model: Model, task: Mapping[str, Any], whole: Any, at: dict[Any, Any], rng: random.Random
) -> list[int]:
    """The senses in which the Hessian has one sign at random jets."""
    names = [s for s, _, _ in model.jets(whole)]
    if not 1 <= len(names) <= 4:
        return []
    hessian = sp.Matrix(len(names), len(names), lambda i, j: sp.diff(whole, names[i], names[j]))
    if all(e == 0 for e in hessian):
        return []
    x = model.x[0]
    low, high = (float(model.read(task[k]).subs(at)) for k in ("low", "high"))
    about = [read(t) for t in task["about"]]
    f = numeric([x, *names], list(hessian.subs(at)), mpmath.fp)
    n = len(names)
    senses, seen = {1, -1}, 0
    for _ in range(TRIES):
        point = [rng.choice((-1, 1)) * 10 ** rng.uniform(-1.5, 1.5) for _ in names]
        here = dict(zip(names, point, strict=True))
        if not all(_holds(s, model, {**at, **here}) for s in about):
            continue
        try:
            flat = [mpmath.re(v) for v in f(low + (high - low) * rng.random(), *point)]
            m = mpmath.matrix([flat[k : k + n] for k in range(0, n * n, n)])
            values = [float(v) for v in mpmath.eigsy(m, eigvals_only=True)]
        except (TypeError, ValueError, ZeroDivisionError):
            return []
        seen += 1
        size = 1e-9 * (1 + max(map(abs, values)))
        if min(values) < -size:
            senses.discard(1)
        if max(values) > size:
            senses.discard(-1)
    return sorted(senses, reverse=True) if seen > 5 else []


def _holds(s: Any, model: Model, at: Mapping[Any, Any]) -> bool:
    left, right = (to_sympy(t, model.sorts).subs(at) for t in s.args)
    gap = float(left - right)
    return gap > 0 if s.head in ("Gt", "Ge") else gap < 0 if s.head in ("Lt", "Le") else gap != 0


def _weak(model: Model, task: Mapping[str, Any], whole: Any, at: dict[Any, Any]) -> list[Proposal]:
    x, u = model.x[0], model.unknowns[0]
    y, p = model.jet(u, 0), model.jet(u, 1)
    bodies = {n: model.read(t) for n, t in task["bodies"].items()}
    low, high = (float(model.read(task[k]).subs(at)) for k in ("low", "high"))
    legendre = model.put(sp.diff(whole, p, 2), bodies)
    mixed = model.put(sp.diff(whole, p, y), bodies)
    rest = model.put(sp.diff(whole, y, 2), bodies) - sp.diff(mixed, x)
    grid = [low + (high - low) * k / (GRID - 1) for k in range(GRID)]
    values = _on(legendre, x, at, grid)
    if values is None or not (min(values) > 0 or max(values) < 0):
        return []
    sense = 1 if values[0] > 0 else -1
    out: list[Proposal] = []
    again = _on(rest, x, at, grid)
    if again is not None and min(sense * v for v in again) > -1e-12:
        out.append(("weak_minimum", sense, "1"))
    out += _positive([model.read(t) for t in task["jacobi"]], sense, x, at, grid)
    if not out:
        out += _positive(_solved(legendre, rest, x), sense, x, at, grid)
    return list(dict.fromkeys(out))[:4]


def _positive(
    known: list[Any], sense: int, x: Any, at: Mapping[Any, Any], grid: list[float]
) -> list[Proposal]:
    """Solutions, and combinations of two, that are positive on the grid."""
    out: list[Proposal] = []
    rows = [(k, v) for k in known if (v := _on(k, x, at, grid)) is not None]
    for k, v in rows:
        if min(v) > 1e-9 or max(v) < -1e-9:
            out.append(("weak_minimum", sense, _said(k if v[0] > 0 else -k)))
    for i, (k, v) in enumerate(rows):
        for m, w in rows[i + 1 :]:
            found = _between(v, w)
            if found is not None:
                out.append(("weak_minimum", sense, _said(found[0] * k + found[1] * m)))
    return out


def _on(e: Any, x: Any, at: Mapping[Any, Any], grid: list[float]) -> list[float] | None:
    try:
        f = numeric([x], [e.subs(at)], mpmath.fp)
        values = [complex(f(v)[0]) for v in grid]
    except (TypeError, ValueError, ZeroDivisionError, NameError, OverflowError):
        return None
    if any(abs(v.imag) > 1e-12 or not math.isfinite(v.real) for v in values):
        return None
    return [v.real for v in values]


def _solved(legendre: Any, rest: Any, x: Any) -> list[Any]:
    """Solutions of Jacobi's equation itself, where SymPy has them."""
    if any(e.has(sp.Function("jacobi_sn")) for e in (legendre, rest)):
        return []
    f = sp.Function("u_")
    e = sp.simplify(legendre) * f(x).diff(x, 2) + sp.simplify(sp.diff(legendre, x)) * f(x).diff(x)
    found = within(4, lambda: sp.dsolve(sp.Eq(e - sp.simplify(rest) * f(x), 0), f(x)))
    if found is None or isinstance(found, list):
        return []
    names = sorted((s for s in found.rhs.free_symbols if s.name in ("C1", "C2")), key=str)
    return [sp.diff(found.rhs, n) for n in names if not sp.diff(found.rhs, n).has(n)]


def _between(v: list[float], w: list[float]) -> tuple[Any, Any] | None:
    """Short coefficients of a combination that is positive on the grid."""
    angles = [math.atan2(b, a) for a, b in zip(v, w, strict=True)]
    turned = [angles[0]]
    for a in angles[1:]:
        step = (a - turned[-1] + math.pi) % (2 * math.pi) - math.pi
        turned.append(turned[-1] + step)
    low, high = min(turned), max(turned)
    if high - low > math.pi - 0.02:
        return None
    middle = (low + high) / 2
    a, b = math.cos(middle), math.sin(middle)
    size = max(abs(a), abs(b))
    for limit in (1, 2, 4, 10, 50):
        p, q = (Fraction(t / size).limit_denominator(limit) for t in (a, b))
        if all(float(p) * s + float(q) * t > 1e-6 for s, t in zip(v, w, strict=True)):
            return sp.Rational(p.numerator, p.denominator), sp.Rational(q.numerator, q.denominator)
    return None


def _said(e: Any) -> str:
    short = within(1, lambda: sp.simplify(e))
    return say(short if short is not None and sp.count_ops(short) <= sp.count_ops(e) else e)
