"""The search for a system with one principal part: joint integrals, then relations between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symderive.kernel.analysis.equations.systems import System, system_of
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.methods.characteristics.search import Found, renamed
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

ROOM = "joint_proposals:"
FUNCTIONS = ("F", "G", "H", "Phi", "Psi", "K", "L", "M", "N")


@dataclass
class Joint:
    """One system: its reading by the kernel, its givens, the way to the worker, the trail."""

    system: System
    givens: Givens
    ask: Callable[[str, dict[str, Any]], Any]
    trail: Trail

    @classmethod
    def of(cls, givens: Givens, ask: Callable[[str, dict[str, Any]], Any]) -> Joint:
        return cls(system_of(givens), givens, ask, Trail(givens, rules()))

    def task(self, **more: Any) -> dict[str, Any]:
        positive = [n for n, s in self.givens.sorts.items() if s.sign == "+"]
        return {"variables": list(self.system.variables), "values": list(self.system.values),
                "positive": positive, **more}  # fmt: skip

    def new(self, *wished: str) -> str:
        taken = {n for s in self.givens.statements for n in (*s.free, *s.functions)}
        taken |= {*self.system.variables, *self.system.values}
        return next((w for w in wished if w not in taken), fresh(wished[0], taken))

    def said(self, text: str) -> Term:
        return self.system.back(renamed(read(text), self.new))

    def rows(self, rows: list[list[str]]) -> Term:
        return Term("And", tuple(eq(self.said(a), self.said(b)) for a, b in rows))


def jointly(search: Joint) -> Found:
    """The general solution, or the one with the data; raises Rejected for unequal principal parts."""
    system, trail = search.system, search.trail
    rates = system.rates()
    s = symbol(search.new("s", "tau", "sigma"))
    names = [symbol(n) for n in (*system.variables, *system.values)]
    strip = [eq(Term("Derivative", (system.back(n), s), (1,)), system.back(r))
             for n, r in zip(names, rates, strict=True)]  # fmt: skip
    trail.step("joint_characteristics", Term("And", tuple(strip)))
    clock = next((v for d in system.data for v, x in zip(system.variables, d.at, strict=True)
                  if not x.free & set(d.parameters)), None)  # fmt: skip
    asked = search.task(rates=[write(r) for r in rates], data=bool(system.data), clock=clock)
    kept: list[tuple[str, int]] = []
    for text in search.ask(ROOM + "integrals", asked):
        gives = eq(Term("Derivative", (search.said(text), s), (1,)), ZERO)
        n = trail.step("joint_integral", gives)
        if n is not None:
            kept.append((text, n))
    if len(kept) < len(names) - 1:
        return Found(trail)
    if system.data:
        return _with_data(search, [t for t, _ in kept])
    chosen: list[str] = []
    for _ in system.unknowns:
        chosen.append(search.new(*(f for f in FUNCTIONS if f not in chosen)))
    proposals = search.ask(
        ROOM + "general", search.task(integrals=[t for t, _ in kept], functions=chosen)
    )
    bind = {f"F{k + 1}": symbol(f) for k, f in enumerate(chosen)}
    for rows in proposals:
        gives = search.rows(rows)
        if trail.step("joint_general_solution", gives, [n for _, n in kept], bind) is not None:
            return Found(trail, "general", gives)
    return Found(trail)


def _with_data(search: Joint, integrals: list[str]) -> Found:
    found = Found(search.trail)
    datum = search.system.data[0]
    proposals = search.ask(ROOM + "cauchy", search.task(
        integrals=integrals, at=[write(t) for t in datum.at],
        data=[write(t) for t in datum.values], parameters=list(datum.parameters),
    ))  # fmt: skip
    for kind in ("explicit", "implicit"):
        for rows in proposals[kind]:
            gives = search.rows(rows)
            if search.trail.step("joint_solution", gives) is not None:
                found.kind, found.answer = kind, gives
                if _explicit(search.system, gives):
                    found.kind = "explicit"
                return found
    return found


def _explicit(system: System, gives: Term) -> bool:
    """Whether every row is an unknown by the variables alone."""
    unknowns = set(system.unknowns)
    return all(p.args[0].head == "Apply" and p.args[0].data[0] in unknowns
               and not p.args[1].functions & unknowns for p in gives.args)  # fmt: skip


__all__ = ["Joint", "jointly"]
