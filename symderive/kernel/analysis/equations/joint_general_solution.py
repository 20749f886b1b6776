"""Primitive `joint_general_solution`: m relations between the n + m - 1 integrals of a system.

A solution is a surface of n dimensions in the n + m of x and u, made of characteristics: m relations
between the integrals, I_k = F_k(the other n - 1), or F_k(all of them) = 0, or these solved for the
unknowns (Courant and Hilbert, Methods of Mathematical Physics II, ch. II, 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import RELATIONS, by, proved
from symderive.kernel.analysis.equations.joint_solution import jointly_solved, relations_of
from symderive.kernel.analysis.equations.pde_solution import nonzero_somewhere
from symderive.kernel.analysis.equations.systems import System
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
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

WHO = "joint_general_solution"


@primitive(WHO)
def joint_general_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind F1, .., Fm: names of arbitrary functions; uses the joint integrals."""
    if any(p.step.by != "joint_integral" for p in premises):
        raise Rejected(f"{WHO}: its premises are integrals of the joint characteristics")
    plain = Step(step.n, step.by, step.gives)
    system, conditions = jointly_solved(plain, givens)
    if system.data:
        raise Rejected(f"{WHO}: a problem with data has no arbitrary functions")
    names: list[str] = []
    for k in range(len(system.unknowns)):
        name = bound(step, f"F{k + 1}")
        taken = {n for s in givens.statements for n in s.functions} | set(names)
        if name.head != "Symbol" or name.data in taken:
            raise Rejected(f"{WHO}: F{k + 1} is the name of a new function")
        names.append(str(name.data))
    integrals = [system.plain(p.gives.args[0].args[0]) for p in premises]
    wanted = len(system.variables) + len(system.unknowns) - 1
    if len(integrals) != wanted:
        raise Rejected(f"{WHO}: {wanted} integrals are wanted")
    conditions += _independent(integrals, system)
    conditions += _form(step.gives, names, integrals, system)
    return Outcome("cited", system.shown(conditions),
                   "Every solution is as many relations between independent integrals as there are "
                   "unknowns (Courant and Hilbert II, ch. II, 2).", solution=True)  # fmt: skip


def _independent(integrals: Sequence[Term], system: System) -> list[Condition]:
    """The Jacobian has full rank at a point, so on an open set."""
    names = (*system.variables, *system.values)
    needs: list[Term] = []
    rows = [[by(i, n, system.givens(), needs) for n in names] for i in integrals]
    local = system.givens(*(n for n in needs if n.head in RELATIONS))
    generic: list[Term] = []
    for columns in combinations(range(len(names)), len(integrals)):
        minor = determinant([[row[k] for k in columns] for row in rows])
        point = nonvacuous(local, [minor])
        if point is None:
            continue
        if minor.functions:
            generic.append(minor)
            continue
        at = ", ".join(f"{n} = {v}" for n, v in point.items())
        where = f"at {at}" if at else "their determinant is a number"
        return [Condition("the integrals are independent", "discharged", where)]
    if not generic:
        raise Undecided(f"{WHO}: no point was found at which the integrals are independent")
    shortest = min(generic, key=lambda t: len(write(t)))
    return nonzero_somewhere(shortest, local, "where the integrals are independent")


def _form(
    gives: Term, names: Sequence[str], integrals: Sequence[Term], system: System
) -> list[Condition]:
    """The relations say I_k = F_k(rest), k-th of the integrals that stand under no F; else Rejected."""
    found = relations_of(gives, system)
    nodes: dict[str, set[Term]] = {n: set() for n in names}
    for pair in found.rows:
        for side in pair:
            for t in side.walk():
                if t.head == "Apply" and t.data[0] in nodes:
                    nodes[t.data[0]].add(t)
    if any(len(ts) != 1 for ts in nodes.values()):
        raise Rejected(f"{WHO}: each arbitrary function is applied to the same integrals")
    values = [next(iter(nodes[n])) for n in names]
    inner = values[0].args
    if any(v.args != inner or any(v.data[1]) for v in values) or len(set(inner)) != len(inner):
        raise Rejected(f"{WHO}: the arbitrary functions are applied to the same integrals")
    if set(inner) - set(integrals):
        raise Rejected(f"{WHO}: they are applied to what is no integral of the premises")
    if len(inner) == len(integrals):
        if {frozenset(pair) for pair in found.rows} == {frozenset((v, ZERO)) for v in values}:
            return []
        raise Rejected(f"{WHO}: F(..) = 0 is wanted for each arbitrary function")
    rest = [i for i in integrals if i not in inner]
    if len(rest) != len(names):
        raise Rejected(f"{WHO}: {len(names)} integrals are functions of the others")
    conditions: list[Condition] = []
    taken = {n for pair in found.rows for t in pair for n in t.free}
    w: dict[Term, Term] = {}
    for v in values:
        name = fresh("w", taken)
        taken.add(name)
        w[v] = symbol(name)
    put = {n: _named(t, w) for n, t in found.put.items()}
    for integral, value in zip(rest, values, strict=True):
        if {integral, value} in [set(pair) for pair in found.rows]:
            continue
        said = substitute(integral, put)
        if set(system.values) & said.free:
            raise Rejected(f"{WHO}: the form of the result does not show that it is general")
        conditions += proved(eq(said, w[value]), system.givens())
    return conditions


def _named(t: Term, names: dict[Term, Term]) -> Term:
    for node, name in names.items():
        t = replace(t, node, name)
    return t
