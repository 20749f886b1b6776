"""What numbers say of an extremal, in the worker: where to ask for convexity and for Jacobi's condition.

>>> task = {"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2", "bodies": {"y": "0"},
...         "also": {}, "low": "0", "high": "1", "about": [], "jacobi": ["cos(x)", "sin(x)"],
...         "data": [["y", [0], ["0"], "0"], ["y", [0], ["1"], "0"]]}
>>> propose(task)[0]
('minimum', 1, {'U': 'cos(x)'})
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
from symderive.methods.variation.judging_riccati import Numbers, weights
from symderive.methods.variation.model import Model, say
from symderive.methods.variation.numeric import numeric
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

GRID, TRIES = 41, 60
Proposal = tuple[str, int, dict[str, str]]


def propose(task: Mapping[str, Any]) -> list[Proposal]:
    """(primitive, sense, solution of Jacobi's inequality), the strongest first."""
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
    out: list[Proposal] = []
    with suppress(Exception):  # numbers alone: without them nothing is proposed
        out += [("minimum", s, {}) for s in _definite(model, task, whole, at, rng)]
    if out:
        return out
    line = Line(model, task, whole, at)
    if len(model.unknowns) == 1 and model.order(whole) == 1:
        with suppress(Exception):
            out += within(8, line.weak) or []
    if not out:
        out += within(12, line.matrix) or []
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


class Line:
    """One extremal on its interval, the Hessian along it, and what is fixed at the ends."""

    def __init__(
        self, model: Model, task: Mapping[str, Any], whole: Any, at: dict[Any, Any]
    ) -> None:
        self.model, self.task, self.whole, self.at = model, task, whole, at
        self.x = model.x[0]
        self.bodies = {n: model.read(t) for n, t in task["bodies"].items()}
        self.low, self.high = (float(model.read(task[k]).subs(at)) for k in ("low", "high"))
        self.grid = [self.low + (self.high - self.low) * k / (GRID - 1) for k in range(GRID)]
        orders = {u: max((o[0] for _, v, o in model.jets(whole) if v == u), default=0)
                  for u in model.unknowns}  # fmt: skip
        self.jets = [(u, k) for u in model.unknowns for k in range(orders[u] + 1)]
        names = [model.jet(u, k) for u, k in self.jets]
        self.raw = [[sp.diff(whole, a, b) for b in names] for a in names]
        self.hessian = [[model.put(e, self.bodies) for e in row] for row in self.raw]
        ends = (task["low"], task["high"])
        self.fixed = {
            (u, o[0], ends.index(t)) for u, o, (t,), _ in task.get("data", ()) if t in ends
        }
        third = any(model.jets(e) for row in self.raw for e in row)
        cost = model.read(task.get("cost", "0"))
        values = [model.symbol(n) for n, *_ in task.get("values", ())]
        bent = any(sp.diff(cost, a, b, c) != 0 for a in values for b in values for c in values)
        self.by = "weak_minimum" if third or bent or task["about"] else "minimum"

    def cost(self) -> Any:
        """The second derivatives of the cost by two values at the ends, as a function of these."""
        rows = self.task.get("values", ())
        if not rows:
            return None
        model, ends = self.model, (self.task["low"], self.task["high"])
        body = model.read(self.task["cost"])
        put = {model.symbol(n): model.put(model.jet(u, k), self.bodies).subs(self.x, model.read(t))
               for n, u, k, t in rows}  # fmt: skip
        names = {((u, k), ends.index(t)): model.symbol(n) for n, u, k, t in rows}

        def second(a: Any, b: Any) -> float:
            if a not in names or b not in names:
                return 0.0
            return float(sp.diff(body, names[a], names[b]).subs(put).subs(self.at))

        return second

    def weak(self) -> list[Proposal]:
        """Positive solutions of Jacobi's inequality, for one unknown and its first derivative."""
        (by_yy, mixed), (_, legendre) = self.hessian
        x, at, grid = self.x, self.at, self.grid
        rest = by_yy - sp.diff(mixed, x)
        values = _on(legendre, x, at, grid)
        if values is None or not (min(values) > 0 or max(values) < 0):
            return []
        self.sense = 1 if values[0] > 0 else -1
        out: list[Any] = []
        again = _on(rest, x, at, grid)
        if again is not None and min(self.sense * v for v in again) > -1e-12:
            out.append(sp.S.One)
        out += self._positive([self.model.read(t) for t in self.task["jacobi"]])
        if not out:
            out += self._positive(self.solved())
        known = list(dict.fromkeys(_said(u) for u in out if self._right_at_ends(u)))
        return [(self.by, self.sense, {"U": u}) for u in known][:4]

    def solved(self) -> list[Any]:
        """Solutions of Jacobi's equation by SymPy."""
        (by_yy, mixed), (_, legendre) = self.hessian
        return _solved(legendre, by_yy - sp.diff(mixed, self.x), self.x)

    def _right_at_ends(self, u: Any) -> bool:
        """The values at free ends: the cost with W, which is -(P U' + R U)/U."""
        (unknown, _), _ = self.jets
        loose = [e for e in (0, 1) if (unknown, 0, e) not in self.fixed]
        if not loose:
            return True
        cost, sense = self.cost(), self.sense
        w = -(self.hessian[1][1] * sp.diff(u, self.x) + self.hessian[0][1] * u) / u
        rows = []
        for e in loose:
            end = (self.low, self.high)[e]
            value = sense * float(w.subs(self.x, end).subs(self.at)) * (1 if e == 0 else -1)
            key = ((unknown, 0), e)
            rows.append([(sense * cost(key, ((unknown, 0), f)) if cost else 0.0) + value * (e == f)
                         for f in loose])  # fmt: skip
        if len(rows) == 1:
            return bool(rows[0][0] > -1e-12)
        return bool(rows[0][0] > 0 and rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0] > 0)

    def _positive(self, known: list[Any]) -> list[Any]:
        """Solutions, and combinations of two, that are positive on the grid."""
        out: list[Any] = []
        x, at, grid = self.x, self.at, self.grid
        rows = [(k, v) for k in known if (v := _on(k, x, at, grid)) is not None]
        for k, v in rows:
            if min(v) > 1e-9 or max(v) < -1e-9:
                out.append(k if v[0] > 0 else -k)
        for i, (k, v) in enumerate(rows):
            for m, w in rows[i + 1 :]:
                for p, q in _between(v, w):
                    out.append(p * k + q * m)
        if self.by == "minimum":  # a simple zero at a fixed end is no harm
            for k, v in rows:
                inner = v[1:-1]
                if min(inner) > 1e-9 or max(inner) < -1e-9:
                    out.append(k if inner[0] > 0 else -k)
        return out

    def matrix(self) -> list[Proposal]:
        """Legendre's W as polynomials, where everything is a number."""
        tops = Numbers([], self.jets).tops
        middle = (self.low + self.high) / 2
        value = self.hessian[tops[0]][tops[0]].subs(self.x, middle).subs(self.at)
        sense = 1 if float(value) > 0 else -1
        at = self.at
        f = [[_real(sense * e, self.x, at) for e in row] for row in self.hessian]
        cost = self.cost()
        turned = None if cost is None else (lambda a, b: sense * cost(a, b))
        found = weights(Numbers(f, self.jets), self.low, self.high, self.fixed, turned)
        if found is None:
            return []
        texts = {k: _said(sum(sp.Rational(c.numerator, c.denominator) * self.x**n
                              for n, c in enumerate(v))) for k, v in found.items()}  # fmt: skip
        return [(self.by, sense, texts)]


def _real(e: Any, x: Any, at: Mapping[Any, Any]) -> Any:
    f = numeric([x], [e.subs(at)], mpmath.fp)
    return lambda v: float(mpmath.re(f(v)[0]))


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


def _between(v: list[float], w: list[float]) -> list[tuple[Any, Any]]:
    """Short coefficients of combinations that are positive on the grid: the middle one, and others."""
    angles = [math.atan2(b, a) for a, b in zip(v, w, strict=True)]
    turned = [angles[0]]
    for a in angles[1:]:
        step = (a - turned[-1] + math.pi) % (2 * math.pi) - math.pi
        turned.append(turned[-1] + step)
    low, high = min(turned), max(turned)
    room = math.pi - (high - low)
    if room < 0.02:
        return []
    out = []
    for part in (0.0, 0.6, -0.6, 0.9, -0.9):
        middle = (low + high) / 2 + part * room / 2
        a, b = math.cos(middle), math.sin(middle)
        size = max(abs(a), abs(b))
        for limit in (1, 2, 4, 10, 50):
            p, q = (Fraction(t / size).limit_denominator(limit) for t in (a, b))
            if all(float(p) * s + float(q) * t > 1e-6 for s, t in zip(v, w, strict=True)):
                out.append((sp.Rational(p.numerator, p.denominator),
                            sp.Rational(q.numerator, q.denominator)))  # fmt: skip
                break
    return list(dict.fromkeys(out))


def _said(e: Any) -> str:
    short = within(1, lambda: sp.simplify(e))
    return say(short if short is not None and sp.count_ops(short) <= sp.count_ops(e) else e)
