"""What SymPy is asked for in the worker: first integrals, solutions, surfaces, breaking times.

Everything comes back as text, with the value of the unknown as a plain name; nothing is believed.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.antiderivatives import GENERIC, hidden, shown
from symderive.methods.characteristics.breaking import breaking
from symderive.methods.characteristics.elimination import (
    explicit,
    fits,
    implicit,
    relations,
    surface,
)
from symderive.methods.characteristics.integrals import first_integrals
from symderive.methods.characteristics.patience import within
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write
from symderive.worker import report

Task = dict[str, Any]


class Names:
    """The names of a task as SymPy symbols: positive parameters, real variables and unknown."""

    def __init__(self, task: Task) -> None:
        self.sorts = {n: {"positive": True} for n in task["positive"]}
        self.variables = [self.of(v) for v in task["variables"]]
        self.z = self.of(task["value"])

    def of(self, text: str) -> Any:
        return hidden(to_sympy(read(text), self.sorts))


def text(e: Any) -> str | None:
    """The text of an expression; None for what has no counterpart."""
    try:
        return write(from_sympy(shown(e)))
    except ValueError:
        return None


def texts(*parts: Any) -> list[str] | None:
    found = [text(p) for p in parts]
    return None if None in found else [str(f) for f in found]


def integrals(task: Task) -> list[str]:
    """First integrals of dx/a = .. = du/c; task: variables, value, rates (a, .., c), positive."""
    names = Names(task)
    rates = [names.of(r) for r in task["rates"]]
    every = [*names.variables, names.z]
    clock = names.of(task["clock"]) if task.get("clock") else None
    found = first_integrals(every, rates, bool(task.get("data")), clock)
    if len(found) < len(
        names.variables
    ):  # as if all were positive; the kernel decides where it holds
        plain = {n: sp.Symbol(n.name, positive=True) for n in every}
        for t in map(text, found):
            report(t)
        more = first_integrals(list(plain.values()), [sp.simplify(r.subs(plain)) for r in rates])
        found = more if len(more) > len(found) else found
    return [t for t in map(text, found) if t is not None]


def general(task: Task) -> list[list[str]]:
    """Pairs (A, B) for A = B with the arbitrary function F, from `integrals`."""
    names = Names(task)
    z, found = names.z, [names.of(i) for i in task["integrals"]]
    f = sp.Function(task["F"])
    out: list[list[str] | None] = []
    with_z = [i for i in found if i.has(z)]
    if len(with_z) == 1:
        last = with_z[0]
        free = f(*[i for i in found if i != last])
        w = sp.Dummy("w", real=True)
        bodies = within(6, lambda: sp.solve(sp.Eq(last, w), z)) or []
        for body in bodies if len(bodies) == 1 else []:
            shorter = within(3, lambda b=body: sp.simplify(b))
            for b in (body, shorter):
                if b is not None:
                    out.append(texts(z, b.subs(w, free)))
        out.append(texts(last, free))
    elif z in found:
        out.append(texts(z, f(*[i for i in found if i != z])))
    out.append(texts(f(*found), sp.S.Zero))
    # As they stand: SymPy may write an integral in another form than the one that was proved.
    if len(with_z) == 1:
        last_text = task["integrals"][found.index(with_z[0])]
        rest = [t for t in task["integrals"] if t != last_text]
        out.append([last_text, f"{task['F']}({', '.join(rest)})"])
    out.append([f"{task['F']}({', '.join(task['integrals'])})", "0"])
    return [o for o in out if o is not None]


def cauchy(task: Task) -> dict[str, Any]:
    """Solutions with data: task has `integrals`, `at`, `datum`, `parameters` besides."""
    names = Names(task)
    z, found = names.z, [names.of(i) for i in task["integrals"]]
    rename = {
        names.of(p): sp.Symbol(f"s{k + 1}_", real=True) for k, p in enumerate(task["parameters"])
    }
    at = {v: names.of(a).subs(rename) for v, a in zip(names.variables, task["at"], strict=True)}
    value = names.of(task["datum"]).subs(rename)
    parameters = list(rename.values())
    put = {**at, z: value}
    out: dict[str, Any] = {"explicit": [], "implicit": [], "parametric": []}
    pairs = within(15, lambda: relations(found, put, parameters)) or []
    for pair in pairs:
        if (not pair[0].has(z) and not pair[1].has(z)) or sp.simplify(pair[0] - pair[1]) == 0:
            continue
        bodies = explicit(pair, z)
        good = [b for b in bodies if fits(b, at, value, parameters)]
        out["explicit"] += [t for t in map(text, good) if t is not None]
        report({"explicit": out["explicit"]})
        for form in (implicit(pair, z), pair):
            sides = texts(*form)
            if sides is not None and sides not in out["implicit"]:
                out["implicit"].append(sides)
                report({"implicit": [sides]})
    out["explicit"] = sorted(dict.fromkeys(out["explicit"]), key=len)
    known = _functions(" ".join([task["datum"], *task["integrals"]]))
    out["implicit"].sort(key=lambda sides: _weight(sides, known))
    if len(names.variables) == 2 and task.get("surface"):
        out |= _surface(names, found, at, value, parameters[0])
    return out


def _weight(sides: list[str], known: frozenset[str]) -> tuple[int, int]:
    """Functions that the problem does not have are inverses, with branches: they come last."""
    whole = " ".join(sides)
    return len(_functions(whole) - known), len(whole)


def _functions(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"([A-Za-z]\w*)\(", text))


def _surface(
    names: Names, found: list[Any], at: dict[Any, Any], value: Any, s: Any
) -> dict[str, Any]:
    """X(s, t) and U(s, t) by the variable that is constant on the data, and the breaking time."""
    out: dict[str, Any] = {}
    for k, t in enumerate(names.variables):
        space = names.variables[1 - k]
        if at[t].has(s):
            continue
        for solved in surface(found, {**at, names.z: value}, [space, names.z]):
            if not {space, names.z} <= solved.keys():
                continue
            x, u = solved[space], solved[names.z]
            parts = texts(x, u)
            if parts is None or x.has(space) or u.has(space):
                continue
            out["parametric"] = [
                {"time": text(t), "space": text(space), "s": text(s), "X": parts[0], "U": parts[1]}
            ]
            if at[space] == s and sp.diff(x, s).has(t) and not x.atoms(GENERIC):
                end = within(15, lambda t=t, x=x, u=u: breaking(x, u, s, t, at[t]))
                if end is not None:
                    out["breaking"] = _told(end)
            return out
    return out or _swept(names, found, at, value, s)


def _swept(
    names: Names, found: list[Any], at: dict[Any, Any], value: Any, s: Any
) -> dict[str, Any]:
    """T(s, x) and U(s, x), where the position by the time would be the inverse of an integral."""
    for k, t in enumerate(names.variables):
        space = names.variables[1 - k]
        if at[t].has(s) or at[space] != s:
            continue
        for solved in surface(found, {**at, names.z: value}, [t, names.z]):
            if not {t, names.z} <= solved.keys() or solved[t].has(t) or solved[names.z].has(t):
                continue
            parts = texts(solved[t], solved[names.z])
            if parts is not None:
                return {"parametric": [{"time": text(space), "space": text(t), "s": text(s),
                                        "X": parts[0], "U": parts[1], "swept": True}]}  # fmt: skip
    return {}


def _told(end: dict[str, Any]) -> dict[str, Any] | None:
    told: dict[str, Any] = {}
    for key, e in end.items():
        if key == "cuts":
            told[key] = [t for c in e if (t := texts(*c)) is not None]
        elif key in ("turns", "breaks"):
            told[key] = texts(*e)
        elif key != "slope":
            told[key] = text(e)
    if "w" in told:
        told["J"] = text(end["J"].subs(end["w"], sp.Symbol("w_", real=True)))
        told["w"] = "w_"
    return told


def tidy(task: Task) -> list[list[str]]:
    """The sides of each pair, as they stand and simplified."""
    names = Names(task)
    out = []
    for pair in task["pairs"]:
        sides = [names.of(p) for p in pair]
        out += [texts(*[sp.simplify(e) for e in sides]), texts(*sides)]
    return [o for o in out if o is not None]


def tangent(task: Task) -> list[str]:
    """Rates r with a = r1 X_s1 + r2 X_s2 + .. on the data; task has `at`, `along`, `parameters`."""
    names = Names(task)
    parameters = [names.of(p) for p in task["parameters"]]
    at = [names.of(t) for t in task["at"]]
    rates = [sp.Dummy(f"r{k}") for k in range(len(parameters))]
    gaps = [sum(r * sp.diff(x, s) for r, s in zip(rates, parameters, strict=True)) - names.of(a)
            for x, a in zip(at, task["along"], strict=True)]  # fmt: skip
    found = within(4, lambda: sp.solve(gaps, rates, dict=True)) or []
    if len(found) != 1:
        return []
    return texts(*[sp.simplify(found[0].get(r, sp.S.Zero).subs(dict.fromkeys(rates, 0)))
                   for r in rates]) or []  # fmt: skip


def _on_a_surface(
    found: list[Any], put: dict[Any, Any], z: Any, parameters: list[Any], f: Any
) -> list[list[str] | None]:
    """n - 2 integrals give the others on the data: I = psi(J) + (K - chi(J)) F(J, K, ..)."""
    out: list[list[str] | None] = []
    plain = [i for i in found if not i.has(z)]
    values = {i: sp.simplify(i.subs(put, simultaneous=True)) for i in found}
    marks = [sp.Dummy(f"m{k}", real=True) for k in range(len(parameters) - 1)]
    for some in combinations(plain, len(parameters) - 1):
        equations = [values[i] - m for i, m in zip(some, marks, strict=True)]
        for s in within(4, lambda e=equations: sp.solve(e, parameters, dict=True)) or []:
            back = dict(zip(marks, some, strict=True))
            on = {i: sp.simplify(values[i].subs(s)) for i in found if i not in some}
            if any(v.free_symbols & set(parameters) for v in on.values()):
                continue
            on = {i: v.subs(back) for i, v in on.items()}
            lasts = [i for i in on if i.has(z)]
            gaps = [i - v for i, v in on.items() if not i.has(z)]
            if len(lasts) != 1 or not gaps:
                continue
            last, free = lasts[0], f(*plain)
            w = sp.Dummy("w", real=True)
            level = on[last] + gaps[0] * w
            for body in within(6, lambda i=last, k=level: sp.solve(sp.Eq(i, k), z)) or []:
                out.append(texts(z, body.subs(w, free)))
            out.append(texts(last, level.subs(w, free)))
    return out


def families(task: Task) -> list[list[str]]:
    """On characteristic data every integral is a number c: I - c = (J - c) F(J), solved."""
    names = Names(task)
    z, found = names.z, [names.of(i) for i in task["integrals"]]
    rename = {
        names.of(p): sp.Symbol(f"s{k + 1}_", real=True) for k, p in enumerate(task["parameters"])
    }
    put = {v: names.of(a).subs(rename) for v, a in zip(names.variables, task["at"], strict=True)}
    put[z] = names.of(task["datum"]).subs(rename)
    w, f = sp.Dummy("w", real=True), sp.Function(task["F"])
    out: list[list[str] | None] = []
    for last in sorted(found, key=lambda i: not i.has(z)):
        level = sp.simplify(last.subs(put, simultaneous=True))
        rest = [j for j in found if j != last]
        gaps = [sp.simplify(j - j.subs(put, simultaneous=True)) for j in rest]
        loose = set(rename.values())
        for gap in gaps:
            if level.free_symbols & loose or gap.free_symbols & loose:
                continue
            if not any(j.has(z) for j in rest):
                for body in (
                    within(6, lambda i=last, k=level, g=gap: sp.solve(sp.Eq(i, k + g * w), z)) or []
                ):
                    out.append(texts(z, sp.factor_terms(body.subs(w, f(*rest)))))
            out.append(texts(last, level + gap * f(*rest)))
    if len(rename) > 1:
        out += _on_a_surface(found, put, z, list(rename.values()), f)
    return [t for t in out if t is not None]
