"""One problem and what was found of it: the way to the worker, and proposals tried on a `Trail`.

Every proposal of the worker is tried on a `Trail`; the kernel decides which one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.kernel.analysis.equations.first_order import Problem, problem_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.library import rules
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write

PROPOSALS = "symderive.methods.characteristics.proposals:"
MORE = 6  # branches that are tried after the first
Ask = Callable[[str, dict[str, Any]], Any]


@dataclass
class Found:
    """What was found: the trail, the kind of the answer, the answer, further keys of the result."""

    trail: Trail
    kind: str | None = None
    answer: Term | None = None
    parametric: dict[str, Term] = field(default_factory=dict)
    breaking_time: Term | None = None
    breaking_place: Term | None = None  # x = .. at that time, where it is a point
    others: list[Term] = field(default_factory=list)  # more solutions with the same data
    unproved: list[str] = field(default_factory=list)
    general: Term | None = None  # the general integral, from a complete one
    singular: list[Term] | None = None  # singular integrals; empty where there is proved to be none


@dataclass
class Search:
    """One problem: its reading by the kernel, its givens, and the way to the worker."""

    problem: Problem
    givens: Givens
    ask: Ask
    trail: Trail

    @classmethod
    def of(cls, unknown: str, givens: Givens, ask: Ask) -> Search:
        return cls(problem_of(unknown, givens), givens, ask, Trail(givens, rules()))

    def task(self, **more: Any) -> dict[str, Any]:
        positive = [n for n, s in self.givens.sorts.items() if s.sign == "+"]
        return {"variables": list(self.problem.variables), "value": self.problem.value,
                "positive": positive, **more}  # fmt: skip

    @property
    def is_quasilinear(self) -> bool:
        try:
            self.problem.linear()
        except Undecided:
            return False
        return True

    def back(self, term: Term) -> Term:
        """The unknown function in place of its plain name."""
        p = self.problem
        whole = apply(p.unknown, *(symbol(v) for v in p.variables))
        return substitute(term, {p.value: whole})

    def said(self, text: str) -> Term:
        return self.back(self.named(read(text)))

    def shown(self, name: str) -> str:
        """The name of the unknown in place of that of its value."""
        return self.problem.unknown if name == self.problem.value else name

    def named(self, term: Term) -> Term:
        return renamed(term, self.new)

    def new(self, *wished: str) -> str:
        """A name that the problem does not use."""
        taken = {n for s in self.givens.statements for n in (*s.free, *s.functions)}
        taken |= {self.problem.unknown, self.problem.value, *self.problem.variables}
        return next((w for w in wished if w not in taken), fresh(wished[0], taken))


def renamed(term: Term, new: Callable[..., str]) -> Term:
    """Bound names r_ and q_ of a proposal under names of their own."""
    term = term.rebuild([renamed(a, new) for a in term.args])
    if term.head != "Integral" or not str(term.args[1].data).endswith("_"):
        return term
    wished = ("r", "rho", "eta") if term.args[1].data == "r_" else ("q", "chi", "zeta")
    name = symbol(new(*wished))
    return term.rebuild([substitute(term.args[0], {term.args[1].data: name}), name, *term.args[2:]])


def solved(search: Search, proposals: dict[str, Any], found: Found) -> bool:
    """The first explicit, implicit or parametric solution that stands, perhaps on half of the domain."""
    trail = search.trail
    bodies = [eq(search.said(search.problem.value), search.said(t)) for t in proposals["explicit"]]
    forms = [eq(*(search.said(t) for t in sides)) for sides in proposals["implicit"]]
    for kind, candidates in (("explicit", bodies), ("implicit", forms)):
        for gives in candidates:
            if trail.step("pde_solution", gives) is not None:
                found.kind, found.answer = kind, gives
                if kind == "explicit" and not search.is_quasilinear:
                    _others(search, candidates, found)
                return True
    for row in proposals.get("parametric") or ():
        if surface(search, row, found):
            return True
    for fact in _halves(search.problem):
        n = trail.step("on_domain", fact)
        if n is None:
            continue
        for gives in bodies:
            if trail.step("pde_solution", gives, (n,)) is not None:
                found.kind, found.answer = "explicit", gives
                return True
        del trail.checked[n]
    return False


def _others(search: Search, candidates: Sequence[Term], found: Found) -> None:
    """Other branches: solutions that differ from the first at a point."""
    assert found.answer is not None
    longest = 3 * len(write(found.answer)) + 10  # another form of a branch that is there is long
    for gives in candidates[candidates.index(found.answer) + 1 :][:MORE]:
        if len(write(gives)) > longest:
            continue
        apart = [eq(gives.args[1], known.args[1]) for known in (found.answer, *found.others)]
        if any(refute(claim, search.problem.givens()) is None for claim in apart):
            continue
        if search.trail.step("pde_solution", gives) is not None:
            found.others.append(gives)


def _halves(problem: Problem) -> Iterable[Term]:
    """Parts of the domain that the data reach."""
    for v, x in zip(problem.variables, problem.data[0].at, strict=True):
        if x.free:
            yield Term("Gt", (symbol(v), ZERO))


def surface(search: Search, row: dict[str, Any], found: Found) -> bool:
    """X and U as functions of the parameter s and of the variable that is constant on the data."""
    problem = search.problem
    datum = problem.data[0]
    s = search.new("s", "sigma", "xi")
    rename = {row["s"]: symbol(s)}
    x, u = (search.named(substitute(read(row[k]), rename)) for k in ("X", "U"))
    gives = Term("And", (eq(symbol(row["space"]), x), eq(search.said(problem.value), u)))
    k = problem.variables.index(row["time"])
    here = symbol(datum.parameters[0]) if row.get("swept") else datum.at[k]
    bind = {f"at_{row['time']}": here, f"at_{s}": symbol(datum.parameters[0])}
    if search.trail.step("parametric_solution", gives, (), bind) is None:
        return False
    found.kind, found.answer = "parametric", gives
    found.parametric = {row["space"]: x, problem.unknown: u}
    return True


__all__ = ["Found", "Search", "renamed", "solved", "surface"]
