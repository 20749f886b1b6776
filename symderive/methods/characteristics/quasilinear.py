"""The search for a quasilinear equation: characteristics, first integrals, then what the data ask."""

from __future__ import annotations

from symderive.kernel.analysis.equations.first_order import Datum, Problem
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.methods.characteristics.breaking_steps import broken
from symderive.methods.characteristics.on_characteristics import (
    crossing,
    is_characteristic,
    on_characteristic,
)
from symderive.methods.characteristics.search import Found, Search, solved
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write


def quasilinear(search: Search) -> Found:
    """The general solution, or the one with the data; raises Undecided for a nonlinear equation."""
    problem, trail = search.problem, search.trail
    a, c = problem.linear()
    rates = [write(r) for r in (*a, c)]
    s = search.new("s", "tau", "sigma")
    names = [*problem.variables, problem.value]
    slopes = [Term("Derivative", (search.back(symbol(n)), symbol(s)), (1,)) for n in names]
    strip = [eq(d, search.back(r)) for d, r in zip(slopes, (*a, c), strict=True)]
    trail.step("characteristics", Term("And", tuple(strip)))
    fixed = (v for d in problem.data for v, x in zip(problem.variables, d.at, strict=True)
             if not x.free & set(d.parameters))  # fmt: skip
    asked = search.task(rates=rates, data=bool(problem.data), clock=next(fixed, None))
    told = given_integrals(problem)
    found = search.ask("integrals", asked) if len(told) < len(problem.variables) else []
    kept: list[tuple[str, int]] = []
    for text in (*told, *found):
        gives = eq(Term("Derivative", (search.said(text), symbol(s)), (1,)), ZERO)
        n = trail.step("first_integral", gives)
        if n is not None:
            kept.append((text, n))
    if problem.data:
        return with_data(search, rates, kept)
    if len(kept) < len(problem.variables):
        return Found(trail)
    name = search.new("F", "G", "Phi")
    uses = [n for _, n in kept]
    proposals = search.ask("general", search.task(integrals=[t for t, _ in kept], F=name))
    for sides in proposals:
        gives = eq(*(search.said(t) for t in sides))
        if trail.step("general_solution", gives, uses, {"F": symbol(name)}) is not None:
            return Found(trail, "general", gives)
    return Found(trail)


def given_integrals(problem: Problem) -> list[str]:
    """Functions of the variables and the value whose derivatives the givens relate."""
    inner = {t for e in problem.equations for side in e for t in side.functions}
    out: dict[str, None] = {}
    for s in (*problem.rest, *(problem.plain(t) for t in problem.about)):
        if s.head != "Eq":
            continue
        for t in s.walk():
            if t.head == "Apply" and sum(t.data[1]) == 1 and t.data[0] not in inner:
                out[write(apply(t.data[0], *t.args))] = None
    return list(out)


def with_data(search: Search, rates: list[str], kept: list[tuple[str, int]]) -> Found:
    problem, trail = search.problem, search.trail
    datum = problem.data[0]
    integrals = [text for text, _ in kept]
    if len(problem.data) == 1 and is_characteristic(problem, datum):
        return on_characteristic(search, integrals, datum)
    found = Found(trail)
    if len(problem.data) == 1:
        trail.step("noncharacteristic", Term("Ne", (crossing(problem, datum), ZERO)))
        _on_data(search, datum, kept)
    proposals = search.ask("cauchy", search.task(
        integrals=integrals, at=[write(t) for t in datum.at], datum=write(datum.value),
        parameters=list(datum.parameters), surface=True, rates=rates,
    ))  # fmt: skip
    broken(search, proposals, found)
    solved(search, proposals, found)
    return found


def _on_data(search: Search, datum: Datum, kept: list[tuple[str, int]]) -> None:
    """The values of the first integrals on the data, from which the solution is eliminated."""
    if not kept:
        return
    problem, names = search.problem, dict[str, Term]()
    for s in datum.parameters:
        used = {t.data for t in names.values()}
        names[s] = symbol(search.new(*(w for w in ("xi", "eta", "zeta", "rho") if w not in used)))
    at = dict(zip(problem.variables, datum.at, strict=True)) | {problem.value: datum.value}
    at = {n: substitute(t, names) for n, t in at.items()}
    values = [collapsed(substitute(read(text), at)) for text, _ in kept]
    short = search.ask("tidy", search.task(pairs=[[write(v), write(v)] for v in values]))
    for rows in (short[::2], short[1::2]):
        parts = [eq(search.said(t), search.named(read(row[0])))
                 for (t, _), row in zip(kept, rows, strict=False)]  # fmt: skip
        gives = parts[0] if len(parts) == 1 else Term("And", tuple(parts))
        bind = {f"s{k + 1}": t for k, t in enumerate(names.values())}
        if len(parts) == len(kept) and search.trail.step(
            "on_data", gives, [n for _, n in kept], bind
        ):
            return
