"""Primitive `complete_integral`: a family of solutions with n independent constants.

gives u = S(x; a, b) or A = B; bind c1, .., cn: the constants, and d1, ..: inequalities that only they
satisfy, an open set of them.  The family solves the equation for all
constants, and the matrix (S_a, S_xa) has rank n at a point, so on an open set: no fewer constants
would do (Evans, PDE, 2nd ed., 3.1.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import Problem, by, shown
from symderive.kernel.analysis.equations.pde_solution import Candidate, candidate_of, solved
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
from symderive.terms.tree import Term, add, eq, neg
from symderive.terms.writer import write

PRIMITIVE = "complete_integral"


@primitive(PRIMITIVE)
def complete_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Premises restrict the domain; the problem has no data."""
    limits = limits_of(step)
    problem, conditions = solved(step, premises, givens, limits)
    if problem.data:
        raise Rejected("complete_integral: a problem with data has no free constants")
    facts = [*(p.gives for p in premises), *limits]
    names = constants(step, problem, givens, limits)
    local = problem.givens(*facts)
    candidate = candidate_of(problem, step.gives.args[0], step.gives.args[1], local)
    point = _rank(candidate, problem, names, local)
    rank = Condition("the constants are independent", "discharged", f"at {point}")
    said = [Condition(write(s), "presupposed", "the family is claimed there") for s in limits]
    return Outcome("exact", shown(problem, [*conditions, *said, rank]),
                   "A solution for all constants, none superfluous.",
                   solution=True)  # fmt: skip


def limits_of(step: Step) -> list[Term]:
    """d1, ..: inequalities that only the constants satisfy."""
    return [t for role, t in step.bind.items() if role.startswith("d")]


def constants(step: Step, problem: Problem, givens: Givens, limits: Sequence[Term]) -> list[str]:
    """The names bound to c1, .., cn: new ones; raises Rejected."""
    names: list[str] = []
    for k in range(len(problem.variables)):
        constant = bound(step, f"c{k + 1}")
        if constant.head != "Symbol" or constant.data in names:
            raise Rejected(f"{step.by}: c{k + 1} is the name of a constant")
        if constant.data in problem.variables or any(
            constant.data in s.free for s in givens.statements
        ):
            raise Rejected(f"{step.by}: {constant.data} is not new")
        names.append(constant.data)
    for s in limits:
        if s.head not in ("Lt", "Gt", "Ne") or not s.free or not s.free <= set(names):
            raise Rejected(f"{step.by}: an inequality between the constants is wanted")
    return names


def _rank(candidate: Candidate, problem: Problem, names: Sequence[str], givens: Givens) -> str:
    """A point at which a minor of (S_a, S_xa) is certainly not zero."""
    rows = [_row(candidate, problem, name, givens) for name in names]
    on = givens
    if candidate.body is None:
        on = givens.extended(eq(candidate.left, candidate.right))
    for columns in combinations(range(len(names) + 1), len(names)):
        minor = determinant([[row[k] for k in columns] for row in rows])
        point = nonvacuous(on, [minor])
        if point is not None:
            return ", ".join(f"{n} = {v}" for n, v in point.items()) or "every point"
    raise Undecided("complete_integral: no point was found at which the constants are independent")


def _row(candidate: Candidate, problem: Problem, name: str, givens: Givens) -> list[Term]:
    needs: list[Term] = []
    if candidate.body is not None:
        body = candidate.body
        return [by(body, name, givens, needs)] + [
            by(s, name, givens, needs) for s in candidate.slopes
        ]
    whole = add(candidate.left, neg(candidate.right))
    assert candidate.steep is not None
    rate = minus(over(by(whole, name, givens, needs), candidate.steep))
    row = [rate]
    for s in candidate.slopes:
        row.append(
            plus(by(s, name, givens, needs), times(by(s, problem.value, givens, needs), rate))
        )
    return row
