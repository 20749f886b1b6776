"""The search for F(x, u, p) = 0: a complete integral, or the strips through the data."""

from __future__ import annotations

from typing import Any

from symderive.methods.characteristics.data_along_strips import along_strips
from symderive.methods.characteristics.envelope_steps import with_envelopes
from symderive.methods.characteristics.on_characteristics import fills
from symderive.methods.characteristics.search import Found, Search, solved
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

# Easy ones first.
METHODS = ("clairaut", "slopes", "travelling", "separated", "nested", "powers", "turned", "charpit",
           "quadratures")  # fmt: skip
IN_SPACE = ("clairaut", "slopes", "travelling", "nested", "separated", "powers", "quadratures")
CONSTANTS = ("a", "b", "c", "k", "m", "n", "c1", "c2", "c3", "c4", "c5")


def nonlinear(search: Search) -> Found:
    """A complete integral where there are no data."""
    problem = search.problem
    equation = [write(side) for side in problem.equations[0]]
    task = search.task(equation=equation, slopes=list(problem.slopes))
    return _with_data(search, task) if problem.data else complete(search, task)


def complete(search: Search, task: dict[str, Any]) -> Found:
    names: list[str] = []
    for _ in search.problem.variables:
        names.append(search.new(*(c for c in CONSTANTS if c not in names)))
    bind = {f"c{k + 1}": symbol(n) for k, n in enumerate(names)}
    positive = {f"d{k + 1}": Term("Gt", (symbol(n), ZERO)) for k, n in enumerate(names)}
    step = search.trail.step
    for method in METHODS if len(names) == 2 else IN_SPACE:
        more = {"constants": names, "method": method}
        for sides in search.ask("nonlinear_proposals:integrals_with_constants", task | more):
            gives = eq(*(search.said(t) for t in sides))
            for b in (bind, bind | positive):
                if step("complete_integral", gives, (), b) is not None:
                    found = Found(search.trail, "complete_integral", gives)
                    with_envelopes(search, task | {"constants": names}, gives, b, found)
                    return found
    return Found(search.trail)


def _with_data(search: Search, task: dict[str, Any]) -> Found:
    problem, found = search.problem, Found(search.trail)
    datum = problem.data[0]
    for d in problem.data:
        fills(problem, d)
    task = task | {
        "at": [write(t) for t in datum.at], "datum": write(datum.value),
        "parameters": list(datum.parameters),
    }  # fmt: skip
    if len(problem.data) == 1 and along_strips(search, task, found):
        return found
    proposals = search.ask("nonlinear_proposals:with_data", task)
    for row in proposals["surfaces"][:2]:
        if _strips(search, row):
            break
    if solved(search, proposals, found):
        return found
    for row in proposals["surfaces"]:
        if _surface(search, row, found):
            return found
    for row in proposals["slopeless"]:
        if _no_slopes(search, row, found):
            return found
    return found


def _no_slopes(search: Search, row: dict[str, Any], found: Found) -> bool:
    q = symbol(search.new("q", "lam", "mu"))
    put = {row["free"]: q}
    gives = Term("Ne", (substitute(read(row["gap"]), put), ZERO))
    bind = {f"p{k + 1}": substitute(read(t), put) for k, t in enumerate(row["p"])}
    bind |= {f"at{k + 1}": read(t) for k, t in enumerate(row["at"])} | {"slope": q}
    if search.trail.step("no_solution", gives, (), bind) is None:
        return False
    found.kind, found.answer = "none", gives
    return True


def _strips(search: Search, row: dict[str, Any]) -> bool:
    """The strips through the data, as a step of their own: what the solution is eliminated from."""
    problem = search.problem
    names, bind, used = {}, {}, set()

    def chosen(*wished: str) -> Term:
        new = symbol(search.new(*(w for w in wished if w not in used)))
        used.add(new.data)
        return new

    bind["tau"] = names[row["tau"]] = chosen("tau", "sigma")
    for k, old in enumerate(row["s"]):
        bind[f"s{k + 1}"] = names[old] = chosen("s", "r", "xi", "eta", "zeta")
    for k in range(len(problem.variables)):
        bind[f"p{k + 1}"] = chosen("p q k".split()[k % 3], f"p{k + 1}", "lam", "mu")
    wanted = [*map(symbol, problem.variables), search.said(problem.value)]
    wanted += [bind[f"p{k + 1}"] for k in range(len(problem.variables))]
    bodies = [substitute(read(t), names) for t in (*row["X"], row["U"], *row["P"])]
    gives = Term("And", tuple(eq(a, b) for a, b in zip(wanted, bodies, strict=True)))
    return search.trail.step("characteristic_strips", gives, (), bind) is not None


def _surface(search: Search, row: dict[str, Any], found: Found) -> bool:
    problem = search.problem
    datum = problem.data[0]
    names = {row["tau"]: symbol(search.new("tau", "sigma"))}
    for old, own in zip(row["s"], datum.parameters, strict=True):
        used = {t.data for t in names.values()}
        wished = [w for w in ("s", "r", "xi", "eta", "zeta") if w not in used]
        fresh = own if own not in problem.variables else search.new(*wished)
        names[old] = symbol(fresh)
    point = [substitute(read(t), names) for t in row["X"]]
    value = substitute(read(row["U"]), names)
    parts = [
        eq(symbol(v), x) for v, x in zip(problem.variables, point, strict=True) if symbol(v) != x
    ]
    gives = Term("And", (*parts, eq(search.said(problem.value), value)))
    bind = {f"at_{names[row['tau']].data}": ZERO}
    bind |= {
        f"at_{names[o].data}": symbol(p) for o, p in zip(row["s"], datum.parameters, strict=True)
    }
    if search.trail.step("parametric_solution", gives, (), bind) is None:
        return False
    found.kind, found.answer = "parametric", gives
    found.parametric = dict(zip(problem.variables, point, strict=True)) | {problem.unknown: value}
    return True
