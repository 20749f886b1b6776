"""What SymPy is asked for about F(x, z, p) = 0 in the worker: complete integrals, strips, surfaces."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.complete import by_method
from symderive.methods.characteristics.elimination import fits
from symderive.methods.characteristics.proposals import Names, Task, text, texts
from symderive.methods.characteristics.strips import TAU, eliminated, strips
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
    out: dict[str, Any] = {"explicit": [], "implicit": [], "surfaces": []}
    for solved in strips(f, xs, z, ps, at, value, parameters):
        for body in eliminated(solved, xs, z, parameters):
            if fits(body, at, value, parameters) and (t := text(body)) is not None:
                out["explicit"].append(t)
                report({"explicit": [t]})
        row = texts(*[solved[x] for x in xs], solved[z])
        if row is not None:
            out["surfaces"].append(
                {"X": row[:-1], "U": row[-1], "tau": str(TAU), "s": [str(s) for s in parameters]}
            )
    out["explicit"] = sorted(
        dict.fromkeys(out["explicit"]), key=lambda t: (len(t), t.count("- sqrt"))
    )
    return out
