"""Primitive `extremal`: functions satisfy the full Euler-Lagrange equations and all conditions, put in.

Premises: the equations (`euler_lagrange_equations`), facts on constants, and for each integral
constraint a step that gives its integral.  gives y(x) = .. and .., or one implicit equation, or
x = X(s) and y(x) = Y(s); with values of multipliers and of movable ends.  Data, holonomic
constraints, natural boundary conditions and transversality are checked; the functions are smooth
on the whole interval where one is given, and what they divide by elsewhere is printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.equations.pde_solution import nonzero_somewhere
from symderive.kernel.analysis.equations.reality import real_somewhere
from symderive.kernel.analysis.variation.candidate import Candidate, candidate_of
from symderive.kernel.analysis.variation.conditions import Conditions
from symderive.kernel.analysis.variation.euler_lagrange import WHO as EULER_LAGRANGE
from symderive.kernel.analysis.variation.euler_lagrange import augmented, equations
from symderive.kernel.analysis.variation.functional import Functional, functional_of, names_of
from symderive.kernel.analysis.variation.quadratures import somewhere
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.tree import ZERO, Term, eq
from symderive.terms.writer import write

WHO = "extremal"
LIMITS = ("Lt", "Le", "Gt", "Ge", "Ne")


@primitive(WHO)
def extremal(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind d1, ..: inequalities between new names, where the family is claimed; at1, ..: the values
    of the parameter of a curve at the data, low and high: at the ends of the interval."""
    conditions, _ = satisfied(step, premises, givens)
    says = "Put in, the Euler-Lagrange equations are identities"
    says += ", and all conditions hold." if _bounded(functional_of(givens)) else "."
    return Outcome("exact", conditions, says, solution=True)


def _limits(step: Step) -> list[Term]:
    """The inequalities d1, d2, .."""
    found: list[Term] = []
    while (more := step.bind.get(f"d{len(found) + 1}")) is not None:
        found.append(more)
    return found


def _bounded(problem: Functional) -> bool:
    return bool(problem.data or problem.integrals or problem.free or problem.movable)


def satisfied(
    step: Step, premises: Sequence[Checked], givens: Givens
) -> tuple[tuple[Condition, ...], Candidate]:
    """The conditions under which `gives` is an extremal, and the candidate that it describes."""
    problem = functional_of(givens)
    first = [p for p in premises if p.step.by == EULER_LAGRANGE]
    if len(first) != 1:
        raise Rejected(f"{WHO}: one premise is the Euler-Lagrange equations")
    system = first[0].step
    count = len(problem.integrals) + len(problem.holonomic)
    named = [bound(system, f"m{k + 1}") for k in range(count)]
    multipliers = {str(t.data if t.head == "Symbol" else t.data[0]): t for t in named}
    known = names_of(givens) | set(multipliers)
    facts, integrals = _facts([p for p in premises if p is not first[0]], problem)
    candidate = candidate_of(step.gives, problem, multipliers, sorted(known))
    limits = _limits(step)
    new = candidate.names - known - set().union(*(f.free for f in facts))
    for s in limits:
        if s.head not in LIMITS or not s.free or not s.free <= new | set(problem.variables):
            raise Rejected(f"{WHO}: an inequality between new names is wanted, not {write(s)}")
    if any(v in problem.variables for s in limits for v in s.free) and _bounded(problem):
        raise Rejected(f"{WHO}: an extremal with data is claimed on its whole interval")
    local = Givens.of([*problem.rest, *facts, *limits])
    work = Conditions(step, problem, candidate, local, tuple(new))
    _real(candidate, local, problem)
    for left in equations(system.gives):
        work.identity(eq(problem.jets.plain(left), ZERO))
    for body in problem.holonomic:
        work.identity(eq(body, ZERO))
    for s in problem.about:
        work.about(s)
    for c in first[0].outcome.conditions:
        if c.status == "presupposed" and c.excluded is not None:
            work.defined(c.excluded)
    whole, _ = augmented(system, problem, givens)
    work.data()
    work.integrals(integrals)
    work.ends(whole)
    work.regular()
    work.normal(multipliers)
    for s in limits:
        work.add(Condition(write(s), "presupposed", "the family is claimed there"))
    values = candidate.values
    if nonvacuous(work.local(), [], values) is None:
        raise Undecided(f"{WHO}: no admissible point was found at which the functions have values")
    work.add(*somewhere(candidate.stretches, work.local(), values, problem.local))
    carried = [c for c in first[0].outcome.conditions if c.status == "open"]
    if carried:
        raise Undecided(f"{WHO}: {carried[0].text}")
    return tuple(work.found.values()), candidate


def _facts(
    premises: Sequence[Checked], problem: Functional
) -> tuple[list[Term], list[tuple[Term, Term]]]:
    facts: list[Term] = []
    integrals: list[tuple[Term, Term]] = []
    for p in premises:
        if p.gives.functions & set(problem.unknowns):
            raise Rejected(f"{WHO}: step {p.step.n} is about the unknowns; a fact is wanted")
        if p.gives.head == "Eq" and p.gives.args[0].head == "Integral":
            integrals.append((p.gives.args[0], p.gives.args[1]))
        else:
            facts.append(p.gives)
    return facts, integrals


def _real(candidate: Candidate, local: Givens, problem: Functional) -> None:
    if candidate.kind == "implicit":
        assert candidate.left is not None and candidate.right is not None
        real_somewhere((candidate.left, candidate.right), local, WHO)
        return
    real_somewhere(tuple(candidate.bodies.values()), local, WHO)


__all__ = ["extremal", "nonzero_somewhere", "satisfied"]
