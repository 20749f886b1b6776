"""Primitives `on_data` and `characteristic_strips`: what the characteristics through the data carry.

on_data: along the characteristic through the point s of the data every first integral keeps the value
that it has there.  characteristic_strips: x, u and the slopes p along a strip of F(x, u, p) = 0,
dx = F_p, du = p.F_p, dp = -F_x - p F_u (Evans, PDE, 2nd ed., 3.2.1), which leaves from the data.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.equations.first_order import (
    Problem,
    by,
    named,
    problem_of,
    shown,
)
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.kernel.analysis.equations.pde_solution import domain, unknown_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, eq, neg, symbol


def _problem(givens: Givens, who: str) -> Problem:
    problem = problem_of(unknown_of(Term("And", givens.statements), givens), givens)
    if len(problem.data) != 1 or len(problem.equations) != 1:
        raise Rejected(f"{who}: one equation and one datum are wanted")
    return problem


def _new(name: Term, problem: Problem, givens: Givens, who: str) -> str:
    taken = set(problem.variables) | {n for s in givens.statements for n in s.free | s.functions}
    if name.head != "Symbol" or name.data in taken - set(problem.data[0].parameters):
        raise Rejected(f"{who}: new names are wanted for parameters and slopes")
    return str(name.data)


@primitive("on_data")
def on_data(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives I = J and ..: J the value of the first integral I (a premise) on the data.

    bind s1, ..: names for the parameters of the data.
    """
    problem = _problem(givens, "on_data")
    datum = problem.data[0]
    rename = {s: bound(step, f"s{k + 1}") for k, s in enumerate(datum.parameters)}
    for s in rename.values():
        _new(s, problem, givens, "on_data")
    at = dict(zip(problem.variables, datum.at, strict=True)) | {problem.value: datum.value}
    at = {n: substitute(t, rename) for n, t in at.items()}
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    integrals = [problem.plain(p.gives.args[0].args[0]) for p in premises
                 if p.step.by == "first_integral"]  # fmt: skip
    if len(integrals) != len(premises) or len(parts) != len(premises):
        raise Rejected("on_data: each premise is a first integral, and each has an equation")
    said = [substitute(s, at) for s in problem.rest]
    local = Givens.of([s for s in said if s.free or s.head == "Is"])
    conditions: list[Condition] = []
    for part, integral in zip(parts, integrals, strict=True):
        if part.head != "Eq" or problem.plain(part.args[0]) != integral:
            raise Rejected("on_data: I = J is wanted for each first integral I, in order")
        if part.args[1].free & set(problem.variables) - {s.data for s in rename.values()}:
            raise Rejected("on_data: the values depend on the parameters of the data only")
        value = collapsed(substitute(integral, at))
        conditions += named("the value on the data", eq(part.args[1], value), local)
    return Outcome("exact", shown(problem, conditions),
                   "Along a characteristic the first integrals keep the values that they have on the "
                   "data.", solution=True)  # fmt: skip


@primitive("characteristic_strips")
def characteristic_strips(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives x = X and .. and u = U and p1 = P1 and ..; bind tau, s1, .. and the slopes' names p1, .."""
    problem = _problem(givens, "characteristic_strips")
    datum = problem.data[0]
    tau = _new(bound(step, "tau"), problem, givens, "characteristic_strips")
    rename = {s: bound(step, f"s{k + 1}") for k, s in enumerate(datum.parameters)}
    names = [_new(bound(step, f"p{k + 1}"), problem, givens, "characteristic_strips")
             for k in range(len(problem.variables))]  # fmt: skip
    for s in rename.values():
        _new(s, problem, givens, "characteristic_strips")
    found: dict[str, Term] = {}
    for part in step.gives.args if step.gives.head == "And" else (step.gives,):
        left = problem.plain(part.args[0]) if part.head == "Eq" else ZERO
        if left.head != "Symbol" or left.data in found:
            raise Rejected("characteristic_strips: one equation for each variable, u and slope")
        found[left.data] = part.args[1]
    wanted = [*problem.variables, problem.value, *names]
    if sorted(found) != sorted(wanted) or len(set(wanted)) != len(wanted):
        raise Rejected("characteristic_strips: equations for the variables, u and the slopes")
    loose = frozenset().union(*(t.free for t in found.values()))
    if loose & set(wanted) - {s.data for s in rename.values()}:
        raise Rejected("characteristic_strips: the strip depends on its parameters only")
    put = {n: found[n] for n in (*problem.variables, problem.value)}
    put |= {p: found[n] for p, n in zip(problem.slopes, names, strict=True)}
    said = [substitute(s, put) for s in problem.rest]
    local = Givens.of([s for s in said if s.free or s.head == "Is"])
    needs: list[Term] = []
    slopes = {n: by(t, tau, local, needs) for n, t in put.items()}
    along = {s: {n: by(t, s.data, local, needs) for n, t in put.items()} for s in rename.values()}
    region, conditions = domain(needs, local)
    local = local.extended(*region) if region else local
    for n, rate in _field(problem).items():
        part = eq(slopes[n], substitute(rate, put))
        conditions += named(f"the strip equation of {n}", part, local)
    first = {tau: ZERO}
    fixed = Givens.of([substitute(s, first) for s in local.statements])
    for n, t in zip((*problem.variables, problem.value), (*datum.at, datum.value), strict=True):
        conditions += named("the strip leaves from the data",
                            eq(substitute(put[n], first), substitute(t, rename)), fixed)  # fmt: skip
    left, right = problem.equations[0]
    whole = substitute(add(left, neg(right)), put)
    conditions += named("F = 0 on the data", eq(substitute(whole, first), ZERO), fixed)
    for rates in along.values():
        flat = plus(*(times(put[p], rates[v])
                      for p, v in zip(problem.slopes, problem.variables, strict=True)))  # fmt: skip
        part = eq(substitute(flat, first), substitute(rates[problem.value], first))
        conditions += named("du = p.dx on the data", part, fixed)
    return Outcome("exact", shown(problem, conditions),
                   "The characteristic strips through the data: their equations hold along them, and "
                   "F = 0 and du = p.dx on the data.", solution=True)  # fmt: skip


def _field(problem: Problem) -> dict[str, Term]:
    """dx/dtau = F_p, du/dtau = p.F_p, dp/dtau = -F_x - p F_u."""
    left, right = problem.equations[0]
    whole = add(left, neg(right))
    local = problem.givens()
    across = [by(whole, p, local, []) for p in problem.slopes]
    steep = by(whole, problem.value, local, [])
    out = dict(zip(problem.variables, across, strict=True))
    out[problem.value] = plus(
        *(times(symbol(p), f) for p, f in zip(problem.slopes, across, strict=True))
    )
    for p, x in zip(problem.slopes, problem.variables, strict=True):
        out[p] = minus(plus(by(whole, x, local, []), times(symbol(p), steep)))
    return out


__all__ = ["characteristic_strips", "on_data"]
