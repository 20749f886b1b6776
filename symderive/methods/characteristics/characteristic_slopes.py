"""Data for F(x, z, p) = 0 that lie along characteristic strips, as SymPy sees them in the worker.

The slopes that the data allow are a line p(q); where every real root of F on it is characteristic, the
strip condition fails, and there is no solution, or it holds, and there is a family of them: members of
a complete integral, quadratic polynomials, or the conoids of all strips through a point of the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.complete import SIMPLE, by_method
from symderive.methods.characteristics.conoid import conoid
from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.proposals import Names, Task, text, texts
from symderive.methods.characteristics.strips import TAU, polynomials, slope_line
from symderive.worker import report

Q = sp.Symbol("q_", real=True)


class _Data:
    def __init__(self, task: Task) -> None:
        self.names = Names(task)
        left, right = (self.names.of(t) for t in task["equation"])
        self.f = left - right
        self.xs, self.z = self.names.variables, self.names.z
        self.ps = [self.names.of(p) for p in task["slopes"]]
        self.rename = {
            self.names.of(p): sp.Symbol(f"s{k + 1}_", real=True)
            for k, p in enumerate(task["parameters"])
        }
        self.back = {s: old for old, s in self.rename.items()}
        self.parameters = list(self.rename.values())
        ends = [self.names.of(a).subs(self.rename) for a in task["at"]]
        self.at = dict(zip(self.xs, ends, strict=True))
        self.value = self.names.of(task["datum"]).subs(self.rename)


def strip_condition(task: Task) -> dict[str, Any] | None:
    """The roots on the line of slopes, if all are characteristic, and what each lacks; else None."""
    d = _Data(task)
    found = within(5, lambda: _line(d))
    if found is None:
        return None
    gap, slopes = found
    gap = within(3, lambda: sp.factor(sp.trigsimp(sp.expand(gap)))) or gap
    if gap == 0:
        return {"roots": [], "open": True}
    parts = within(4, lambda: _roots(gap))
    if not parts or not parts[1]:
        return None
    rest, roots = parts
    rows = []
    for r, m in roots:
        row = within(5, lambda r=r: _root(d, slopes, r))
        if row is None:
            return None
        rows.append(row | {"m": int(m)})
    told = texts(sp.simplify(rest).subs(d.back), *[p.subs(d.back) for p in slopes])
    if told is None or any(None in (r["r"], *r["l"], *r["E"]) for r in rows):
        return None
    is_open = any(all(e == "0" for e in r["E"]) for r in rows)
    return {"roots": rows, "open": is_open, "rest": told[0], "p": told[1:], "free": str(Q)}


def _line(d: _Data) -> tuple[Any, list[Any]] | None:
    """F and the slopes on the data: along a curve, and across it by q."""
    if len(d.xs) != 2:
        return slope_line(d.f, d.xs, d.z, d.ps, d.at, d.value, d.parameters, Q)
    s = d.parameters[0]
    x, y = (sp.diff(d.at[v], s) for v in d.xs)
    steep = sp.simplify(sp.diff(d.value, s) / (x**2 + y**2))
    slopes = [sp.simplify(steep * x - Q * y), sp.simplify(steep * y + Q * x)]
    put = {**d.at, d.z: d.value, **dict(zip(d.ps, slopes, strict=True))}
    return d.f.subs(put, simultaneous=True), slopes


def _roots(gap: Any) -> tuple[Any, list[tuple[Any, int]]] | None:
    """gap = rest * product of (q - r)^m over its real roots."""
    top, bottom = sp.fraction(sp.together(gap))
    if not top.is_polynomial(Q) or bottom.has(Q):
        return None
    front, factors = sp.factor_list(top, Q)
    rest, roots = front / bottom, []
    for factor, m in factors:
        degree = sp.degree(factor, Q)
        if degree == 0:
            rest *= factor**m
            continue
        lead = sp.Poly(factor, Q).LC()
        real = [r for r in sp.solve(factor, Q) if not r.has(sp.I)]
        if len(real) == degree:
            roots += [(sp.simplify(r), m) for r in real]
            rest *= lead**m
        elif not real:
            rest *= factor**m
        else:
            return None
    return rest, roots


def _root(d: _Data, slopes: list[Any], r: Any) -> dict[str, Any] | None:
    """F_p as a combination of the tangents, and what the strip condition lacks; None otherwise."""
    own = [sp.simplify(p.subs(Q, r)) for p in slopes]
    put = {**d.at, d.z: d.value, **dict(zip(d.ps, own, strict=True))}
    across = [sp.simplify(sp.diff(d.f, p).subs(put, simultaneous=True)) for p in d.ps]
    names = [sp.Dummy(f"l{k}") for k in range(len(d.parameters))]
    system = [
        sum(l_ * sp.diff(d.at[x], s) for l_, s in zip(names, d.parameters, strict=True)) - a
        for x, a in zip(d.xs, across, strict=True)
    ]
    found = sp.solve(system, names, dict=True)
    if not found or set(found[0]) != set(names):
        return None
    factors = [sp.simplify(found[0][n]) for n in names]
    lacks = []
    for x, p, e in zip(d.xs, d.ps, own, strict=True):
        turn = (sp.diff(d.f, x) + p * sp.diff(d.f, d.z)).subs(put, simultaneous=True)
        along = sum(k * sp.diff(e, s) for k, s in zip(factors, d.parameters, strict=True))
        lacks.append(sp.simplify(turn + along))
    return {
        "r": text(r.subs(d.back)), "l": [text(k.subs(d.back)) for k in factors],
        "E": [text(e.subs(d.back)) for e in lacks],
    }  # fmt: skip


def families(task: Task) -> list[dict[str, Any]]:
    """Explicit solutions with one more constant `c`, each with where it might stand."""
    d = _without_idle(_Data(task))
    c = sp.Symbol(task["c"], real=True)
    out: list[dict[str, Any]] = []
    ways = ((_polynomial, 6), (_members, 8), (_conoids, 12))
    for way, seconds in ways:
        found: list[Any] = []

        def job(way: Any = way, found: list[Any] = found) -> None:
            for body in way(d, c):
                found.append(body)
                if len(found) >= 4:
                    return

        within(seconds, job)
        for body in found:
            told = text(body)
            if told is not None and body.has(c) and all(told != row["body"] for row in out):
                out.append({"body": told, "limits": _limits(d, c)})
                report(out[-1])
    return out


def _without_idle(d: _Data) -> _Data:
    """Variables on which neither equation nor data depend: a solution that does not, either."""
    for x, p in list(zip(d.xs, d.ps, strict=True)):
        s = d.at[x]
        others = [d.value, *(e for y, e in d.at.items() if y != x)]
        if len(d.xs) > 2 and s in d.parameters and not any(e.has(s) for e in others):
            if d.f.has(x):
                continue
            d.f = d.f.subs(p, 0)
            d.xs = [y for y in d.xs if y != x]
            d.ps = [q for q in d.ps if q != p]
            d.parameters = [t for t in d.parameters if t != s]
            d.at = {y: e for y, e in d.at.items() if y != x}
    return d


def _limits(d: _Data, c: Any) -> list[str]:
    """Sides of the place c of the data, where a variable is its parameter."""
    own = [x for x in d.xs if d.at[x] in d.parameters]
    return ["", *(f"{x} {side} {c}" for x in own for side in (">", "<"))]


def _polynomial(d: _Data, c: Any) -> Iterator[Any]:
    yield from polynomials(d.f, d.xs, d.z, d.ps, d.at, d.value, d.parameters, c)


def _members(d: _Data, c: Any) -> Iterator[Any]:
    """Members of a complete integral that have the data."""
    names = [sp.Symbol(f"a{k}_", real=True) for k in range(len(d.xs))]
    for method in SIMPLE:
        for left, right in by_method(method, d.f, d.xs, d.z, d.ps, names, 3):
            if left != d.z:
                continue
            on = sp.numer(sp.together(right.subs(d.at, simultaneous=True) - d.value))
            if not on.is_polynomial(*d.parameters):
                continue
            for s in sp.solve(sp.Poly(on, *d.parameters).coeffs(), names, dict=True):
                body = right.subs(s)
                loose = [n for n in names if body.has(n)]
                if len(loose) == 1 and not body.has(sp.I):
                    yield body.subs(loose[0], c)


def _conoids(d: _Data, c: Any) -> Iterator[Any]:
    if len(d.xs) != 2 or TAU in d.f.free_symbols:
        return
    at = {x: e.subs(d.parameters[0], c) for x, e in d.at.items()}
    yield from conoid(d.f, d.xs, d.z, d.ps, at, d.value.subs(d.parameters[0], c))


__all__ = ["families", "strip_condition"]
