"""Primitive `parametric_solution`: a surface given by parameters solves a first-order equation.

gives x = X(s, ..) and .. and u = U(s, ..); a variable without an equation is a parameter itself.  The
slopes come from dU = p.dX by Cramer's rule, where the Jacobian does not vanish, and the equation
holds with them; on the data the parameters have the values bound to `at_s`, .. (Evans, PDE, 3.2.4).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import (
    Problem,
    by,
    facts_of,
    named,
    problem_of,
    proved,
    shown,
)
from symderive.kernel.analysis.equations.pde_solution import (
    domain,
    nonzero_somewhere,
    unknown_of,
)
from symderive.kernel.analysis.equations.reality import real_somewhere
from symderive.kernel.logic.claims import (
    Checked,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, div, eq, symbol

PRIMITIVE = "parametric_solution"


@primitive(PRIMITIVE)
def parametric_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Premises restrict the domain of the parameters."""
    unknown = unknown_of(step.gives, givens)
    problem = problem_of(unknown, givens)
    facts = facts_of(premises, unknown, PRIMITIVE)
    point, value = _surface(step.gives, problem)
    names = sorted(frozenset().union(*(t.free for t in point)) & _parameters(point, problem))
    if len(names) != len(problem.variables):
        raise Rejected(f"parametric_solution: {len(problem.variables)} parameters are wanted")
    local = _on_surface(problem, point, value, facts)
    needs: list[Term] = []
    jacobian = [[by(x, s, local, needs) for x in point] for s in names]
    rates = [by(value, s, local, needs) for s in names]
    whole = determinant(jacobian)
    region, conditions = domain(needs, local)
    local = local.extended(*region) if region else local
    slopes = []
    for k in range(len(point)):
        rows = [[*row[:k], r, *row[k + 1 :]] for row, r in zip(jacobian, rates, strict=True)]
        slopes.append(div(determinant(rows), whole))
    real_somewhere((*point, value, *slopes), local, PRIMITIVE)
    put = dict(zip(problem.variables, point, strict=True))
    put |= {problem.value: value} | dict(zip(problem.slopes, slopes, strict=True))
    for a, b in problem.equations:
        conditions += proved(eq(substitute(a, put), substitute(b, put)), local)
    conditions += nonzero_somewhere(whole, local, "the parameters are coordinates where this is so")
    for datum in problem.data:
        at = {s: bound(step, f"at_{s}") for s in names}
        there = dict(zip(problem.variables, datum.at, strict=True))
        said = [substitute(s, there) for s in problem.rest]
        for s in (substitute(s, at) for s in region):
            if not s.free:
                named("the surface has no slopes on the data", s, Givens())
            said.append(s)
        on = Givens.of([s for s in said if s.free or s.head == "Is"])
        if nonvacuous(on, [], [*datum.at, datum.value]) is None:
            raise Undecided("parametric_solution: the surface has no slopes on the data")
        pairs = [*zip(point, datum.at, strict=True), (value, datum.value)]
        for x, wanted in pairs:
            conditions += proved(eq(substitute(x, at), wanted), on)
        conditions += nonzero_somewhere(substitute(whole, at), on, "on the data")
    return Outcome("exact", shown(problem, conditions),
                   "The slopes of the surface satisfy the equation.", solution=True)  # fmt: skip


def _surface(gives: Term, problem: Problem) -> tuple[list[Term], Term]:
    """X and U; raises Rejected."""
    found: dict[str, Term] = {}
    for part in gives.args if gives.head == "And" else (gives,):
        if part.head != "Eq":
            raise Rejected("parametric_solution: equations x = .. and u = .. are wanted")
        left = problem.plain(part.args[0])
        if left.head != "Symbol" or left.data in found:
            raise Rejected("parametric_solution: one equation for a variable or the unknown")
        if problem.unknown in part.args[1].functions:
            raise Rejected(f"parametric_solution: {problem.unknown} stands on a right-hand side")
        found[left.data] = part.args[1]
    if problem.value not in found or not found.keys() <= {problem.value, *problem.variables}:
        raise Rejected("parametric_solution: the unknown and some of its variables are wanted")
    return [found.get(v, symbol(v)) for v in problem.variables], found[problem.value]


def _parameters(point: Sequence[Term], problem: Problem) -> frozenset[str]:
    """Names of the surface: new ones, and variables that are parameters themselves."""
    own = {v for v, x in zip(problem.variables, point, strict=True) if x == symbol(v)}
    sides = [t for pair in problem.equations for t in pair]
    old = {n for s in (*problem.rest, *sides) for n in s.free}
    loose = frozenset().union(*(x.free for x in point))
    clash = (loose & set(problem.variables)) - own
    if clash:
        raise Rejected(f"parametric_solution: {sorted(clash)[0]} is no parameter")
    return frozenset(n for n in loose if n in own or n not in old)


def _on_surface(problem: Problem, point: list[Term], value: Term, facts: Sequence[Term]) -> Givens:
    put = {**dict(zip(problem.variables, point, strict=True)), problem.value: value}
    said = [substitute(s, put) for s in (*problem.rest, *map(problem.plain, problem.about))]
    return Givens.of([*said, *facts])
