"""Primitives `characteristics`, `first_integral`, `general_solution` of a quasilinear equation a.p = c.

The characteristics are the curves dx/ds = a, du/ds = c.  What is constant along all of them is a
first integral, proved by its total derivative; n functionally independent ones (Jacobian, by a ball
at a point) give every solution near a point where they are independent: A = F(B, ..).  That nothing
is missing is cited (Courant and Hilbert, Methods of Mathematical Physics II, ch. II, 1.1-1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    Problem,
    by,
    named,
    problem_of,
    proved,
    shown,
)
from symderive.kernel.analysis.equations.pde_solution import (
    nonzero_somewhere,
    solved,
    unknown_of,
)
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    equation,
    primitive,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write


@primitive("characteristics")
def characteristics(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """dx/ds = a and du/ds = c: a definition of the parameter s, and no premise of a later step."""
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    names = {p.args[0].args[1].data for p in parts if p.head == "Eq" and _is_slope(p.args[0])}
    if len(names) != 1 or not all(p.head == "Eq" and _is_slope(p.args[0]) for p in parts):
        raise Rejected("characteristics: equations for derivatives by one new parameter are wanted")
    parameter = names.pop()
    problem = problem_of(unknown_of(_whole(givens), givens), givens)
    if parameter in problem.variables or any(parameter in s.free for s in givens.statements):
        raise Rejected(f"characteristics: {parameter} is not new")
    a, c = problem.linear()
    wanted = [*(symbol(v) for v in problem.variables), symbol(problem.value)]
    if [problem.plain(p.args[0].args[0]) for p in parts] != wanted:
        raise Rejected("characteristics: one equation for each variable and one for the unknown")
    conditions: list[Condition] = []
    for part, rate in zip(parts, (*a, c), strict=True):
        conditions += proved(eq(problem.plain(part.args[1]), rate), problem.givens())
    says = (
        "The characteristics: along dx/ds = a the chain rule and the equation give du/ds = a.p = c."
    )
    return Outcome("exact", shown(problem, conditions), says, solution=True)


def _is_slope(t: Term) -> bool:
    return t.head == "Derivative" and t.data == (1,) and t.args[1].head == "Symbol"


def _whole(givens: Givens) -> Term:
    """A term that mentions every function of the givens."""
    return Term("And", givens.statements)


@primitive("first_integral")
def first_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(I, s) = 0 for a new s, along the characteristics: a.I_x + c I_u = 0."""
    left, right = equation(step.gives, "first_integral")
    if not _is_slope(left) or right != ZERO or left.args[1].data in left.args[0].free:
        raise Rejected("first_integral: Derivative(I, s) = 0 with a parameter s is wanted")
    problem = problem_of(unknown_of(_whole(givens), givens), givens)
    if left.args[1].data in problem.variables:
        raise Rejected("first_integral: the parameter is no variable of the equation")
    integral = problem.plain(left.args[0])
    conditions = is_integral(integral, problem)
    conditions += defined(integral, problem.givens(), "first_integral")
    how = "Its derivative along the characteristics vanishes."
    return Outcome("exact", shown(problem, conditions), how)


def defined(integral: Term, givens: Givens, who: str) -> list[Condition]:
    """A first integral is local: integrals written in it exist at a point, and are presupposed."""
    written = [t for t in integral.walk() if t.head in ("Integral", "Sum", "Product", "Limit")]
    if written and nonvacuous(givens, [], [integral]) is None:
        raise Undecided(f"{who}: no point was found at which it is defined")
    return [Condition(f"{write(t)} exists", "presupposed", "the first integral is local")
            for t in dict.fromkeys(written)]  # fmt: skip


def is_integral(integral: Term, problem: Problem) -> list[Condition]:
    """a.I_x + c I_u = 0 as an identity; raises Undecided."""
    a, c = problem.linear()
    local = problem.givens()
    needs: list[Term] = []
    rates = zip((*problem.variables, problem.value), (*a, c), strict=True)
    total = plus(*(times(rate, by(integral, name, local, needs)) for name, rate in rates))
    smooth = [k for n in needs if (k := smooth_by_default(n, local)) is not None]
    needs = [n for n in needs if n.head != "Is"]
    for need in needs:
        if need.head not in RELATIONS:
            raise Undecided(f"first_integral: its derivative needs {write(need)}")
    return (
        named(
            "first_integral: its derivative along the characteristics is not zero",
            eq(total, ZERO),
            local.extended(*needs) if needs else local,
        )
        + [Condition(write(n), "presupposed", "the integral is differentiable") for n in needs]
        + smooth
    )


@primitive("general_solution")
def general_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """From n first integrals: F(I1, .., In) = 0, or I1 = F(I2, ..), or u = body that says this.

    bind: F, the name of the arbitrary function.
    """
    name = bound(step, "F")
    if name.head != "Symbol" or any(name.data in s.functions for s in givens.statements):
        raise Rejected("general_solution: F is the name of a new function")
    if any(p.step.by != "first_integral" for p in premises):
        raise Rejected("general_solution: its premises are first integrals")
    plain = Step(step.n, step.by, step.gives)
    problem, conditions = solved(plain, (), givens)
    if problem.data:
        raise Rejected("general_solution: a problem with data has no arbitrary function")
    integrals = [problem.plain(p.gives.args[0].args[0]) for p in premises]
    if len(integrals) != len(problem.variables):
        raise Rejected(f"general_solution: {len(problem.variables)} first integrals are wanted")
    extra = _independent(integrals, problem)
    left, right = (problem.plain(t) for t in equation(step.gives, step.by))
    extra += _form(left, right, name.data, integrals, problem)
    return Outcome("cited", shown(problem, [*conditions, *extra]),
                   "Every solution is a relation between independent first integrals "
                   "(Courant and Hilbert II, ch. II, 1).", solution=True)  # fmt: skip


def _independent(integrals: Sequence[Term], problem: Problem) -> list[Condition]:
    """The Jacobian has full rank at a point, so on an open set."""
    local = problem.givens()
    names = (*problem.variables, problem.value)
    needs: list[Term] = []
    rows = [[by(i, n, local, needs) for n in names] for i in integrals]
    generic: list[Term] = []
    relations = [n for n in needs if n.head in RELATIONS]
    local = local.extended(*relations) if relations else local
    for columns in combinations(range(len(names)), len(integrals)):
        minor = determinant([[row[k] for k in columns] for row in rows])
        point = nonvacuous(local, [minor])
        if point is None:
            continue
        if minor.functions:  # not zero for some functions, perhaps not for all
            generic.append(minor)
            continue
        at = ", ".join(f"{n} = {v}" for n, v in point.items())
        return [Condition("the first integrals are independent", "discharged", f"at {at}")]
    if generic:
        shortest = min(generic, key=lambda t: len(write(t)))
        return nonzero_somewhere(shortest, local, "where the first integrals are independent")
    raise Undecided("general_solution: no point was found at which the integrals are independent")


def determinant(rows: Sequence[Sequence[Term]]) -> Term:
    """By the first row; small matrices only.

    >>> x = symbol("x")
    >>> write(determinant([[x, ZERO], [x, x]]))
    'x*x'
    """
    if len(rows) == 1:
        return rows[0][0]
    parts = []
    for k, head in enumerate(rows[0]):
        inner = determinant([[*row[:k], *row[k + 1 :]] for row in rows[1:]])
        part = times(head, inner)
        parts.append(part if k % 2 == 0 else minus(part))
    return plus(*parts)


def _form(
    left: Term, right: Term, name: str, integrals: Sequence[Term], problem: Problem
) -> list[Condition]:
    """The relation is one between the integrals, with an arbitrary function; raises Rejected."""
    found = dict.fromkeys(t for s in (left, right) for t in s.walk() if _applies(t, name))
    if len(found) != 1:
        raise Rejected(f"general_solution: {name} stands once, applied to first integrals")
    value = next(iter(found))
    if set(value.args) - set(integrals) or len(set(value.args)) != len(value.args):
        raise Rejected(f"general_solution: {write(value)} is not a function of the first integrals")
    if len(value.args) == len(integrals):
        if {left, right} == {value, ZERO}:
            return []
        raise Rejected(f"general_solution: {write(value)} = 0 is wanted")
    rest = [i for i in integrals if i not in value.args]
    if len(rest) != 1:
        raise Rejected("general_solution: one first integral is a function of the others")
    if {left, right} == {value, rest[0]}:
        return []
    if left != symbol(problem.value) or problem.value in right.free:
        raise Rejected("general_solution: the form of the result does not show that it is general")
    w = symbol("w_" + "_".join(sorted(right.free)))
    body = replace(right, value, w)
    if name in body.functions:
        raise Rejected(f"general_solution: {name} stands in {write(right)} more than once")
    return proved(eq(substitute(rest[0], {problem.value: body}), w), problem.givens())


def _applies(t: Term, name: str) -> bool:
    return t.head == "Apply" and t.data == (name, (0,) * len(t.args))
