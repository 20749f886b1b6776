"""Primitive `singular_integral`: a solution that a family touches, or on which strips stand still.

W(x, u; c) = 0 and W_c = 0 for every constant, at constants that depend on the point; or F_p = 0 for every
slope along the solution (Courant and Hilbert II, ch. I, 4; Evans, PDE, 2nd ed., 3.1.2).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.equations.family import family_of
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    Problem,
    by,
    named,
    shown,
)
from symderive.kernel.analysis.equations.pde_solution import (
    Candidate,
    candidate_of,
    domain,
    nonzero_somewhere,
    real_where,
    solved,
)
from symderive.kernel.analysis.equations.reality import real_somewhere
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    bound,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, eq, neg
from symderive.terms.writer import write


@primitive("singular_integral")
def singular_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives a solution u = body or A = B which the family touches for the constants e1, .., en.

    bind family, c1, .., e1, ..; without a family, F_p = 0 for every slope of the solution: it is met
    by a strip that stands still.
    """
    problem, conditions = solved(step, premises, givens)
    if problem.data or premises:
        raise Rejected("singular_integral: a problem without data, and no premises")
    found = candidate_of(problem, *equation(step.gives, step.by), problem.givens())
    told = {c.text for c in conditions}
    real = [r for r in real_where(found) if write(r) in told]  # where the equation holds
    if "family" not in step.bind:
        extra = _at_rest(problem, found, real)
        says = "Along this solution the equation does not depend on the slopes: it is singular."
        return Outcome("exact", shown(problem, [*conditions, *extra]), says, solution=True)
    family = family_of(step, premises, givens)
    values = {c: problem.plain(bound(step, f"e{k + 1}")) for k, c in enumerate(family.names)}
    moving = {*problem.variables, problem.value}
    if not any(v.free & moving for v in values.values()):
        raise Rejected("singular_integral: constants for the constants give a member of the family")
    if stray := {n for v in values.values() for n in v.free & set(family.names)}:
        raise Rejected(f"singular_integral: {sorted(stray)[0]} stands in its own value")
    put = dict(values)
    if found.body is not None:
        put = {c: substitute(v, {problem.value: found.body}) for c, v in put.items()}
        put[problem.value] = found.body
    needs: list[Term] = []
    rates = [by(family.whole, c, family.local, needs) for c in family.names]
    region, _ = domain(found.needs, problem.givens())
    said = [substitute(s, put) for s in (*family.local.statements, *needs) if s.head in RELATIONS]
    local = problem.givens(*region, *real)
    local, extra = _where([s for s in said if s not in local.statements], found, local, step.by)
    if found.body is None:
        local = local.extended(eq(found.left, found.right))
    extra += named("the family passes through the solution",
                   eq(substitute(family.whole, put), ZERO), local)  # fmt: skip
    for c, rate in zip(family.names, rates, strict=True):
        extra += named(f"the family by {c}", eq(substitute(rate, put), ZERO), local)
    steep = family.candidate.steep
    if steep is not None:
        extra += nonzero_somewhere(substitute(steep, put), local, "the family has slopes there")
    return Outcome("exact", shown(problem, [*conditions, *extra]),
                   "The envelope of the family over all its constants, which solves the equation.",
                   solution=True)  # fmt: skip


def _where(
    said: Sequence[Term], found: Candidate, givens: Givens, who: str
) -> tuple[Givens, list[Condition]]:
    """The part of the domain in which the relations hold: it must not be empty."""
    region, conditions = domain(said, givens)
    local = givens.extended(*region) if region else givens
    real_somewhere((found.left, found.right, *found.slopes), local, who)
    return local, conditions


def _at_rest(problem: Problem, found: Candidate, real: Sequence[Term]) -> list[Condition]:
    """F_p = 0 with the solution and its slopes put in."""
    put = dict(zip(problem.slopes, found.slopes, strict=True))
    if found.body is not None:
        put[problem.value] = found.body
    needs: list[Term] = []
    rates = [
        substitute(by(add(left, neg(right)), p, problem.givens(), needs), put)
        for left, right in problem.equations
        for p in problem.slopes
    ]
    said = [*found.needs, *(substitute(n, put) for n in needs if n.head in RELATIONS)]
    local, conditions = _where(said, found, problem.givens(*real), "singular_integral")
    if found.body is None:
        local = local.extended(eq(found.left, found.right))
    for rate in rates:
        conditions += named("the equation depends on a slope", eq(rate, ZERO), local)
    return conditions


__all__ = ["singular_integral"]
