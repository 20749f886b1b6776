"""Primitives `joint_characteristics`, `joint_integral`, `joint_solution` of one principal part.

gives m relations Phi_j(x, u) = 0, some of them perhaps u_k = body.  Where det Phi_u != 0 they determine
the unknowns, and a.grad u = c for all of them exactly if a.Phi_x + c.Phi_u = 0 for each relation
(Courant and Hilbert II, ch. II, 2; implicit functions: Evans, PDE, 2nd ed., App. C.7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.equations.first_integrals import defined, determinant
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    by,
    facts_at,
    named,
    proved,
    tidied,
)
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.kernel.analysis.equations.pde_solution import (
    MISSED,
    domain,
    nonzero_somewhere,
)
from symderive.kernel.analysis.equations.reality import real_somewhere
from symderive.kernel.analysis.equations.systems import JointDatum, System, system_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, neg, symbol

DETERMINES = "the equations determine the unknowns where this is so"


@primitive("joint_characteristics")
def joint_characteristics(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives dx/ds = a and du_k/ds = c_k, a row for each variable and each unknown, in order."""
    who = "joint_characteristics"
    system = system_of(givens)
    rates = system.rates()
    names = [symbol(n) for n in (*system.variables, *system.values)]
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    if len(parts) != len(names) or any(p.head != "Eq" or not _is_slope(p.args[0]) for p in parts):
        raise Rejected(f"{who}: one equation for each variable and each unknown")
    parameters = {p.args[0].args[1].data for p in parts}
    if [system.plain(p.args[0].args[0]) for p in parts] != names or len(parameters) != 1:
        raise Rejected(f"{who}: the rates of variables and unknowns, in this order")
    _new(parameters.pop(), system, givens, who)
    conditions: list[Condition] = []
    for part, rate in zip(parts, rates, strict=True):
        conditions += proved(eq(system.plain(part.args[1]), rate), system.givens())
    return Outcome("exact", system.shown(conditions),
                   "The equations differentiate all unknowns along the same curves dx/ds = a: on them "
                   "du/ds = c for each.", solution=True)  # fmt: skip


def _is_slope(t: Term) -> bool:
    return t.head == "Derivative" and t.data == (1,) and t.args[1].head == "Symbol"


def _new(name: str, system: System, givens: Givens, who: str) -> None:
    taken = {n for s in givens.statements for n in (*s.free, *s.functions)}
    if name in taken | set(system.variables):
        raise Rejected(f"{who}: {name} is not new")


@primitive("joint_integral")
def joint_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(I, s) = 0 along the joint characteristics: a.I_x + c.I_u = 0."""
    who = "joint_integral"
    left, right = step.gives.args if step.gives.head == "Eq" else (ZERO, ZERO)
    if not _is_slope(left) or right != ZERO:
        raise Rejected(f"{who}: Derivative(I, s) = 0 with a parameter s is wanted")
    system = system_of(givens)
    _new(left.args[1].data, system, givens, who)
    integral = system.plain(left.args[0])
    needs: list[Term] = []
    total = _along(integral, system, needs)
    region, conditions = _region(needs, system)
    text = f"{who}: its derivative along the characteristics is not zero"
    conditions += named(text, eq(total, ZERO), system.givens(*region))
    conditions += defined(integral, system.givens(), who)
    how = "Its derivative along the characteristics vanishes."
    return Outcome("exact", system.shown(conditions), how)


def _along(t: Term, system: System, needs: list[Term]) -> Term:
    """a.t_x + c.t_u."""
    local = system.givens()
    rates = zip((*system.variables, *system.values), system.rates(), strict=True)
    return plus(*(times(rate, by(t, name, local, needs)) for name, rate in rates))


def _region(needs: Sequence[Term], system: System) -> tuple[list[Term], list[Condition]]:
    smooth = [k for n in needs if (k := smooth_by_default(n, system.givens())) is not None]
    relations = [n for n in needs if n.head != "Is"]
    region, conditions = domain(relations, system.givens())
    return region, [*smooth, *conditions]


@dataclass(frozen=True)
class Relations:
    """m relations in plain names; `put` are the unknowns that some of them give outright."""

    rows: tuple[tuple[Term, Term], ...]
    put: Mapping[str, Term]
    implicit: tuple[Term, ...]  # the other rows, with `put` in them

    def functions(self) -> list[Term]:
        return [add(a, neg(b)) for a, b in self.rows]


def relations_of(gives: Term, system: System) -> Relations:
    """The relations of a step; Rejected where they are not as many as the unknowns."""
    parts = gives.args if gives.head == "And" else (gives,)
    if len(parts) != len(system.unknowns) or any(p.head != "Eq" for p in parts):
        raise Rejected(f"{len(system.unknowns)} equations are wanted, one for each unknown")
    rows = [(system.plain(p.args[0]), system.plain(p.args[1])) for p in parts]
    if {p for row in system.slopes for p in row} & {n for a, b in rows for n in a.free | b.free}:
        raise Rejected("a solution does not contain derivatives of the unknowns")
    put: dict[str, Term] = {}
    loose: list[tuple[Term, Term]] = []
    for left, right in rows:
        body = substitute(right, put)
        name = left.data if left.head == "Symbol" else None
        if name not in system.values or name in put or name in body.free:
            loose.append((left, right))
            continue
        put = {n: substitute(t, {name: body}) for n, t in put.items()} | {name: body}
    implicit = tuple(eq(substitute(a, put), substitute(b, put)) for a, b in loose)
    return Relations(tuple(rows), put, implicit)


@primitive("joint_solution")
def joint_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """The relations solve every equation, and have the data where there are some."""
    system, conditions = jointly_solved(step, givens)
    how = "Put in, every equation is an identity"
    how += ", and so are the data." if system.data else "."
    return Outcome("exact", system.shown(conditions), how, solution=True)


def jointly_solved(step: Step, givens: Givens) -> tuple[System, list[Condition]]:
    """The system and the conditions under which the relations of the step solve it."""
    system = system_of(givens)
    found = relations_of(step.gives, system)
    needs: list[Term] = []
    totals = [_along(f, system, needs) for f in found.functions()]
    local = system.givens()
    steep = [[by(f, u, local, needs) for u in system.values] for f in found.functions()]
    region, conditions = _region([substitute(n, found.put) for n in needs], system)
    local = system.givens(*region)
    sides = [substitute(t, found.put) for pair in found.rows for t in pair]
    real_somewhere(sides, local, step.by)
    real_somewhere([*sides, *(substitute(t, found.put) for t in totals)], local, step.by)
    for total, name in zip(totals, system.unknowns, strict=True):
        conditions += _vanishes(total, found, local, name)
    if not found.implicit:
        for s in system.about:
            conditions += proved(substitute(system.plain(s), found.put), local)
    whole = determinant(steep)
    if tidied(whole) != ONE:  # one unknown after the other
        conditions += nonzero_somewhere(substitute(whole, found.put), local, DETERMINES)
    for datum in system.data:
        conditions += _data_hold(found, system, datum, needs, whole, step.by)
    return system, conditions


def _vanishes(total: Term, found: Relations, local: Givens, name: str) -> list[Condition]:
    """An identity, one with the unknowns put in, or one wherever the relations hold."""
    part = eq(substitute(total, found.put), ZERO)
    try:
        return proved(part, local)
    except (Undecided, Rejected):
        if not found.implicit:
            return named(f"put in, the equation for {name} is no identity", part, local)
    where = local.extended(*found.implicit)
    return named(f"put in, the equation for {name} does not hold", part, where)


def _data_hold(
    found: Relations, system: System, datum: JointDatum, needs: Sequence[Term], whole: Term,
    who: str,
) -> list[Condition]:  # fmt: skip
    at = dict(zip(system.variables, datum.at, strict=True))
    inner = at | dict(zip(system.values, datum.values, strict=True))
    said = facts_at(system.rest, at, who)
    said += [substitute(system.plain(s), inner) for s in system.about]
    local = Givens.of([s for s in said if s.head != "true"])
    smooth = Givens.of(
        [*local.statements, *(substitute(n, inner) for n in needs if n.head in RELATIONS)]
    )
    slopes = [collapsed(substitute(by(f, x, system.givens(), []), inner))
              for f in found.functions() for x in (*system.variables, *system.values)]  # fmt: skip
    if nonvacuous(smooth, [], slopes) is None:
        raise Undecided(f"{who}: the formula has no derivative on the data")
    conditions: list[Condition] = []
    for left, right in found.rows:
        sides = (collapsed(substitute(t, inner)) for t in (left, right))
        conditions += named(MISSED, eq(*sides), local)
    if tidied(whole) == ONE:
        return conditions
    return conditions + nonzero_somewhere(collapsed(substitute(whole, inner)), local, "on the data")


__all__ = ["Relations", "joint_solution", "jointly_solved", "relations_of"]
