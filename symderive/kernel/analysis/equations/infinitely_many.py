"""Primitive `infinitely_many`: a family of solutions with the same data, by a function or a constant.

On data that a characteristic carries, an equation does not say how its solution leaves them (Courant and
Hilbert II, ch. II, 1.3 and 4): the family is the proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.substitution import substitute_function
from symderive.kernel.analysis.equations.first_order import by, shown
from symderive.kernel.analysis.equations.pde_solution import candidate_of, solved
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
from symderive.terms.tree import ONE, ZERO, Term, add, eq, neg
from symderive.terms.writer import write

_LEAVES = ("Lt", "Le", "Gt", "Ge", "Ne")


@primitive("infinitely_many")
def infinitely_many(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives a solution of equation and data for every function F (bind F), different for different F.

    Or for every constant c (bind c), and d1, ..: inequalities that say where it stands.
    """
    if "c" in step.bind:
        return _by_constant(step, premises, givens)
    name = bound(step, "F")
    if name.head != "Symbol" or any(name.data in s.functions for s in givens.statements):
        raise Rejected("infinitely_many: F is the name of a new function")
    if name.data not in step.gives.functions:
        raise Rejected(f"infinitely_many: {name.data} does not occur")
    problem, conditions = solved(step, premises, givens)
    if not problem.data:
        raise Rejected("infinitely_many: there are no data")
    local = problem.givens(*(p.gives for p in premises))
    found = candidate_of(problem, step.gives.args[0], step.gives.args[1], local)
    whole = add(found.left, neg(found.right))
    applied = next(t for t in whole.walk() if t.head == "Apply" and t.data[0] == name.data)
    slots = [f"slot_{k}" for k in range(len(applied.args))]
    none, one = (substitute_function(whole, name.data, slots, v) for v in (ZERO, ONE))
    if nonvacuous(local.extended(eq(none, ZERO)), [one]) is None:
        raise Undecided("infinitely_many: two functions may give the same solution")
    many = Condition("F = 0 and F = 1 give two solutions", "discharged", "they differ at a point")
    return Outcome("exact", shown(problem, [*conditions, many]),
                   "A solution for every function, so infinitely many.",
                   solution=True)  # fmt: skip


def _by_constant(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """At a point the value changes with the constant, so that no two constants near it give the same."""
    name = bound(step, "c")
    if name.head != "Symbol" or any(name.data in s.free for s in givens.statements):
        raise Rejected("infinitely_many: c is the name of a new constant")
    limits = [t for role, t in step.bind.items() if role.startswith("d")]
    problem, conditions = solved(step, premises, givens, limits)
    if not problem.data or name.data in problem.variables:
        raise Rejected("infinitely_many: data, and a constant that is no variable, are wanted")
    if any(s.head not in _LEAVES or not s.free <= {*problem.variables, name.data} for s in limits):
        raise Rejected("infinitely_many: an inequality between variables and constant is wanted")
    local = problem.givens(*(p.gives for p in premises), *limits)
    found = candidate_of(problem, step.gives.args[0], step.gives.args[1], local)
    needs: list[Term] = []
    rate = by(add(found.left, neg(found.right)), name.data, local, needs)
    on = local if found.body is not None else local.extended(eq(found.left, found.right))
    on = on.extended(*(n for n in (*needs, *found.needs) if n.head in _LEAVES))
    if nonvacuous(on, [rate]) is None:
        raise Undecided("infinitely_many: the value may not depend on the constant")
    many = Condition(f"the value changes with {name.data}", "discharged", "at a point")
    said = [Condition(write(s), "presupposed", "the solution is claimed there") for s in limits]
    return Outcome("exact", shown(problem, [*conditions, *said, many]),
                   "A solution for every value of the constant, so infinitely many.",
                   solution=True)  # fmt: skip


__all__ = ["infinitely_many"]
