"""A complete integral that a step names: checked again, so that its envelopes stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from symderive.kernel.analysis.equations.complete_integral import constants, limits_of
from symderive.kernel.analysis.equations.first_order import Problem
from symderive.kernel.analysis.equations.pde_solution import (
    Candidate,
    candidate_of,
    domain,
    solved,
)
from symderive.kernel.logic.claims import Checked, Condition, Rejected, Step, bound
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, add, neg


@dataclass(frozen=True)
class Family:
    """W = 0 with the constants in it: a solution for all of them, which is checked here."""

    problem: Problem
    candidate: Candidate
    whole: Term  # W, the value of the unknown as a plain name
    names: list[str]
    local: Givens
    conditions: tuple[Condition, ...]


def family_of(step: Step, premises: Sequence[Checked], givens: Givens) -> Family:
    """bind family: u = S or A = B; c1, .., cn: the constants; d1, ..: inequalities between them."""
    if premises:
        raise Rejected(f"{step.by}: a step without premises is wanted")
    if bound(step, "family").head != "Eq":
        raise Rejected(f"{step.by}: a family u = S or A = B is wanted")
    roles = ((k, t) for k, t in step.bind.items() if k == "family" or _ROLE.fullmatch(k))
    return _family(step.by, tuple(roles), givens.statements)


_ROLE = re.compile(r"[cd]\d+")


@lru_cache(maxsize=8)  # the same family in several steps of a derivation
def _family(who: str, roles: tuple[tuple[str, Term], ...], statements: tuple[Term, ...]) -> Family:
    givens = Givens.of(statements)
    step = Step(1, who, dict(roles)["family"], (), dict(roles))
    limits = limits_of(step)
    problem, conditions = solved(step, (), givens, limits)
    if problem.data:
        raise Rejected(f"{who}: a problem with data has no free constants")
    names = constants(step, problem, givens, limits)
    local = problem.givens(*limits)
    candidate = candidate_of(problem, step.gives.args[0], step.gives.args[1], local)
    region, _ = domain(candidate.needs, local)
    local = local.extended(*region) if region else local
    whole = add(candidate.left, neg(candidate.right))
    return Family(problem, candidate, whole, names, local, conditions)
