"""The search for an extremal: equations, first integrals, a family of solutions, constants from data.

The worker proposes texts; every step is asked of the kernel on a `Trail`, and the last one puts the
answer into the full equations and all conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from symderive.kernel.analysis.variation.functional import Functional, functional_of, names_of
from symderive.kernel.analysis.variation.jets import all_orders
from symderive.kernel.analysis.variation.no_function import WHO as NO_FUNCTION
from symderive.kernel.analysis.variation.no_function import bounds
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.methods.variation.constants import Fitter
from symderive.methods.variation.judging import judged
from symderive.methods.variation.shooting import missed
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write

ROOM = "symderive.methods.variation."
Ask = Callable[[str, dict[str, Any]], Any]
SHOTS = 2  # batches of families with which it is asked whether there is no extremal


@dataclass
class Found:
    """What was found; `answer` is the statement of the last step, None if there is none."""

    trail: Trail
    problem: Functional
    euler_lagrange: list[Term] = field(default_factory=list)
    first_integrals: list[Term] = field(default_factory=list)
    answer: Term | None = None
    kind: str | None = None
    fitted: dict[str, tuple[Term, str]] = field(default_factory=dict)
    complete: bool = False
    against: dict[str, Any] = field(default_factory=dict)


class Search:
    """One problem, its givens, and the way to the worker."""

    def __init__(self, givens: Givens, ask: Ask) -> None:
        self.problem = functional_of(givens)
        self.givens, self.ask_whole = givens, ask
        self.trail = Trail(givens, rules())
        self.taken = set(names_of(givens))
        for s in givens.statements:
            self.taken |= s.functions
            self.taken |= {t.args[1].data for t in s.walk() if t.head == "Integral"}
        jets = self.problem.jets
        for u in self.problem.unknowns:
            for o in all_orders(
                len(self.problem.variables), 8 if len(self.problem.variables) == 1 else 4
            ):
                jets.name(u, o)
        count = len(self.problem.integrals)
        names = ["lam"] if count == 1 else [f"lam{k + 1}" for k in range(count)]
        self.multipliers = [self.new(n) for n in names]
        count = len(self.problem.holonomic)
        names = (
            ["lam"] if count == 1 and not self.multipliers else [f"nu{k + 1}" for k in range(count)]
        )
        self.pointwise = [self.new(n) for n in names]

    def ask(self, function: str, task: dict[str, Any]) -> Any:
        return self.ask_whole(ROOM + function, task)

    def new(self, wished: str) -> str:
        """A name that the problem does not use."""
        name = fresh(wished, self.taken) if wished in self.taken else wished
        self.taken.add(name)
        return name

    def task(self, **more: Any) -> dict[str, Any]:
        p = self.problem
        sorts = p.givens().sorts
        return {
            "variables": list(p.variables), "unknowns": list(p.unknowns),
            "lagrangian": write(p.lagrangian), "constraints": [write(b) for b, _ in p.integrals],
            "multipliers": self.multipliers, "holonomic": [write(t) for t in p.holonomic],
            "pointwise": self.pointwise,
            "data": [[d.unknown, list(d.orders), [write(t) for t in d.at], write(d.value)]
                     for d in p.data],
            "loose": [[d.unknown, list(d.orders), [write(t) for t in d.at]] for d in p.free],
            "positive": [n for n, s in sorts.items() if s.sign == "+"], **more,
        }  # fmt: skip

    def said(self, text: str) -> Term:
        """A term of the worker, its jets as derivatives."""
        return self.problem.jets.back(read(text))

    # --- equations ----------------------------------------------------------------------------

    def run(self, found: Found) -> None:
        """Everything that is found goes into `found` at once; raises WorkerError at the limit."""
        first = self.equations(found)
        if first is None:
            return
        if len(self.problem.variables) == 1:
            self.integrals(found, first)
        if not self.impossible(found):
            self.extremal(found, first)

    def impossible(self, found: Found) -> bool:
        """Whether the kernel accepts that no function satisfies data and constraints."""
        for _, value, least in bounds(self.problem):
            for sides in ((value, least), (least, value)):
                gives = Term("Lt", sides)
                if self.trail.step(NO_FUNCTION, gives) is not None:
                    found.answer, found.kind = gives, "none"
                    return True
        return False

    def equations(self, found: Found) -> int | None:
        rows = self.ask("equations:propose", self.task())
        bind: dict[str, Term] = {}
        at = tuple(symbol(v) for v in self.problem.variables)
        for k, n in enumerate(self.multipliers):
            bind[f"m{k + 1}"] = symbol(n)
        for k, n in enumerate(self.pointwise, len(self.multipliers)):
            bind[f"m{k + 1}"] = apply(n, *at)
        for choice in self._choices(rows):
            sides = [eq(self.said(e), ZERO) for e, _ in choice]
            factors = {f"K{k + 1}": self.said(f) for k, (_, f) in enumerate(choice)}
            factors = {r: f for r, f in factors.items() if write(f) != "1"}
            gives = sides[0] if len(sides) == 1 else Term("And", tuple(sides))
            made = self.trail.step("euler_lagrange_equations", gives, (), bind | factors)
            if made is not None:
                found.euler_lagrange = sides
                return made
        return None

    def _choices(self, rows: list[list[Any]]) -> Iterable[list[Any]]:
        """The simplest forms first, then equation by equation."""
        longest = max(len(r) for r in rows)
        for k in range(longest):
            yield [r[min(k, len(r) - 1)] for r in rows]
        if len(rows) > 1:
            yield from (list(c) for c in product(*(r[:3] for r in rows)))

    def integrals(self, found: Found, first: int) -> None:
        factors = self.trail.checked[first].step.bind
        for row in self.ask("symmetries:integrals", self.task()):
            name = self.new(f"c{len(found.first_integrals) + 1}")
            integral = self.said(row["integral"])
            bind = {"C": symbol(name)}
            for k, q in enumerate(row["Q"]):
                if q != "0":
                    factor = factors.get(f"K{k + 1}")
                    body = self.said(q)
                    bind[f"Q{k + 1}"] = body if factor is None else Term("Mul", (body, factor))
            bind |= {f"S{k + 1}": self.said(t) for k, t in enumerate(row.get("S", ()))}
            n = self.trail.step("conserved", eq(integral, symbol(name)), (first,), bind)
            if n is not None:
                found.first_integrals.append(integral)

    # --- extremals ----------------------------------------------------------------------------

    def complete(self, gives: Term, first: int, constants: Sequence[str]) -> bool:
        """Whether the kernel accepts that every extremal is a member of a family without data."""
        p = self.problem
        if p.data or p.integrals or p.free or p.movable or len(p.variables) != 1 or not constants:
            return False
        names = [symbol(n) for n in constants]
        bind = {"C": names[0] if len(names) == 1 else Term("Tuple", tuple(names))}
        return self.trail.step("complete_family", gives, (first,), bind) is not None

    def extremal(self, found: Found, first: int) -> None:
        fitter = Fitter(self, first)
        skip, done = 0, False
        shots = 0
        while not done:
            answer = self.ask("families:propose", self.task(skip=skip))
            skip, done = skip + len(answer["rows"]), answer["done"]
            for row in answer["rows"]:
                family = fitter.family(row)
                for gives, uses, bind, fitted in fitter.members(family):
                    n = self.trail.step("extremal", gives, (first, *uses), bind)
                    if n is not None:
                        found.answer, found.kind, found.fitted = gives, "stationary", fitted
                        found.kind, found.against = judged(
                            self, gives, (first, *uses), bind, *fitter.chosen, fitted
                        )
                        found.complete = self.complete(gives, first, family.constants)
                        return
                fitter.rollback()
            if shots < SHOTS and any(r["kind"] == "explicit" for r in answer["rows"]):
                shots += 1
                order = missed(self, first, answer["rows"])
                if order is not None:
                    found.answer, found.kind = order, "none"
                    return
