"""What SymPy is asked for about F(x, z, p) = 0 in the worker: complete integrals, strips, surfaces."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.complete import by_method
from symderive.methods.characteristics.elimination import fits
from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.proposals import Names, Task, text, texts
from symderive.methods.characteristics.strips import (
    TAU,
    eliminated,
    polynomials,
    slope_line,
    strips,
)
from symderive.worker import report


def _problem(task: Task) -> tuple[Names, Any, list[Any]]:
    names = Names(task)
    left, right = (names.of(t) for t in task["equation"])
    return names, left - right, [names.of(p) for p in task["slopes"]]


def integrals_with_constants(task: Task) -> list[list[str]]:
    """Pairs (A, B) with the constants of the task in them."""
    names, f, ps = _problem(task)
    constants = [sp.Symbol(c, positive=True) for c in task["constants"]]
    out: list[list[str]] = []
    for form in by_method(task["method"], f, names.variables, names.z, ps, constants):
        sides = texts(*form)
        if sides is not None and sides not in out:
            out.append(sides)
            report(sides)
    return out


def with_data(task: Task) -> dict[str, Any]:
    """Explicit solutions and surfaces; keys as those of `proposals.cauchy`."""
    names, f, ps = _problem(task)
    xs, z = names.variables, names.z
    rename = {
        names.of(p): sp.Symbol(f"s{k + 1}_", real=True) for k, p in enumerate(task["parameters"])
    }
    at = {v: names.of(a).subs(rename) for v, a in zip(xs, task["at"], strict=True)}
    value, parameters = names.of(task["datum"]).subs(rename), list(rename.values())
    out: dict[str, Any] = {"explicit": [], "implicit": [], "surfaces": [], "slopeless": []}
    for solved in strips(f, xs, z, ps, at, value, parameters):
        for body in eliminated(solved, xs, z, parameters):
            if fits(body, at, value, parameters) and (t := text(body)) is not None:
                out["explicit"].append(t)
                report({"explicit": [t]})
        row = texts(*[solved[x] for x in xs], *[solved[p] for p in ps], solved[z])
        if row is not None:
            n = len(xs)
            surface = {"X": row[:n], "P": row[n:-1], "U": row[-1], "tau": str(TAU)}
            surface["s"] = [str(s) for s in parameters]
            out["surfaces"].append(surface)
            report({"surfaces": [surface]})
    if not out["explicit"]:
        args = (f, xs, z, ps, at, value, parameters)
        bodies = within(5, lambda: polynomials(*args)) or []
        out["explicit"] += [t for b in bodies if (t := text(b)) is not None]
    if not out["explicit"] and not out["surfaces"]:
        out["slopeless"] = _slopeless(f, xs, z, ps, at, value, rename)
    out["explicit"] = sorted(
        dict.fromkeys(out["explicit"]), key=lambda t: (len(t), t.count("- sqrt"))
    )
    return out


def _slopeless(
    f: Any, xs: list[Any], z: Any, ps: list[Any], at: dict[Any, Any], value: Any, rename: Any
) -> list[dict[str, Any]]:
    """Places on the data at which no real slopes satisfy the equation."""
    free = sp.Symbol("q_", real=True)
    found = slope_line(f, xs, z, ps, at, value, list(rename.values()), free)
    out = []
    if found is not None:
        own = {s: old for old, s in rename.items()}
        gap, slopes = (e for e in found)
        for k in (None, *map(sp.Rational, ("0", "1", "2", "1/2", "-1", "3"))):
            put = {} if k is None else dict.fromkeys(rename.values(), k)
            here = sp.simplify(gap.subs(put))
            if here.has(sp.zoo, sp.nan, sp.I) or (k is not None and _real_root(here, free)):
                continue
            row = texts(here.subs(own), *[p.subs(own) for p in slopes])
            if row is not None:
                places = [] if k is None else [str(k)] * len(rename)
                out.append({"gap": row[0], "p": row[1:], "at": places, "free": str(free)})
    return out


def _real_root(gap: Any, free: Any) -> bool:
    roots = within(3, lambda: sp.solve(gap, free))
    return roots is None or any(sp.im(sp.N(r)) == 0 for r in roots if r.is_number)
