"""Primitive `complete_family`: every extremal on an interval is a member of the family.

The Euler-Lagrange equations, as they are written, are a linear system of one order n in all unknowns
that is solved for its highest derivatives, so its solutions form an affine space of dimension n times
the unknowns (Coddington and Levinson, Theory of Ordinary Differential Equations, 1955, Ch. 3).
The family is affine in as many constants, C1, .. bound to C, and its Wronskian does not vanish.

>>> from symderive.kernel.logic.certificate import check_steps
>>> from symderive.terms.reader import read
>>> givens = Givens.of([read("stationary(Integral(y'(x)^2 - y(x)^2, (x, a, b)))")])
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> last = Step(2, WHO, read("y(x) = p*cos(x) + q*sin(x)"), (1,), bind={"C": read("(p, q)")})
>>> check_steps([first, last], givens)[1].outcome.grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symderive.kernel.analysis.calculus.differentiate import Refused, derivative
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.equations.pde_solution import nonzero_somewhere
from symderive.kernel.analysis.ranges.ranges import said
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.convexity import second
from symderive.kernel.analysis.variation.euler_lagrange import equations
from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.functional import Functional
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
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.tree import ZERO, Term, symbol

WHO = "complete_family"
MAX_SIZE, LONG = 6, 200
SOURCE = "Coddington and Levinson, Theory of Ordinary Differential Equations, 1955, Ch. 3"


@primitive(WHO)
def complete_family(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives and uses as of `extremal`, without inequalities on the constants bound to C."""
    conditions, candidate = satisfied(step, premises, givens)
    problem = candidate.problem
    posed = (problem.data, problem.integrals, problem.holonomic, problem.free, problem.movable)
    if len(problem.variables) != 1 or any(posed) or problem.cost != ZERO or problem.about:
        raise Undecided(f"{WHO}: extremals of one variable without conditions are handled")
    if candidate.kind != "explicit" or len(premises) != 1 or any(
        r.startswith("d") and r[1:].isdigit() for r in step.bind
    ):  # fmt: skip
        raise Undecided(f"{WHO}: explicit functions with any real constants are handled")
    told = {n for s in givens.statements for n in s.free} | set(problem.variables)
    constants = _constants(bound(step, "C"), told)
    order, out = _linear(problem, premises[0].step)
    if len(constants) != order * len(problem.unknowns):
        raise Rejected(f"{WHO}: {order * len(problem.unknowns)} constants are wanted")
    out += _independent(problem, candidate, constants, order)
    kept = [c for c in conditions if c.status != "discharged"]
    unique = {c.text: c for c in (*kept, *out)}
    says = (f"The equations are linear of order {order}, and the members are as many and "
            f"independent: on an interval every extremal is one of them ({SOURCE}).")  # fmt: skip
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def _constants(t: Term, told: set[str]) -> tuple[str, ...]:
    parts = t.args if t.head == "Tuple" else (t,)
    names = tuple(str(p.data) for p in parts if p.head == "Symbol")
    if len(names) != len(parts) or len(set(names)) != len(names) or told & set(names):
        raise Rejected(f"{WHO}: C holds different new names")
    if len(names) > MAX_SIZE:
        raise Undecided(f"{WHO}: {len(names)} constants are not tried")
    return names


def _linear(problem: Functional, system: Step) -> tuple[int, list[Condition]]:
    """The order of the equations, which are linear; solved for the highest derivatives."""
    jets, plain = problem.jets, problem.givens()
    lefts = [jets.plain(t) for t in equations(system.gives)]
    orders = {max((o[0] for t in lefts for v, o in jets.of(t) if v == u), default=0)
              for u in problem.unknowns}  # fmt: skip
    (order, *others) = orders
    if others or order == 0:
        raise Undecided(f"{WHO}: the unknowns have derivatives of one order")
    needs: list[Term] = []
    for t in lefts:
        names = [jets.name(u, o) for u, o in jets.of(t)]
        for row in second(t, names, jets, plain, needs):
            if needs or any(e != ZERO for e in row):
                raise Undecided(f"{WHO}: not proved: the equations are linear")
    tops = [jets.name(u, (order,)) for u in problem.unknowns]
    rows = [[jets.partial(t, n, plain, needs) for n in tops] for t in lefts]
    leading = tidied(determinant(rows))
    found = nonzero_somewhere(
        leading, plain, "the equations are solved for the highest derivatives"
    )
    text = "the equations are linear: their second derivatives by the jets are zero"
    return order, [*found, Condition(text, "discharged", "by differentiation")]


def _independent(
    problem: Functional, candidate: Candidate, constants: Sequence[str], order: int
) -> list[Condition]:
    """The functions are affine in the constants, with a Wronskian that is not zero."""
    plain = Givens.of(problem.rest)
    rows = []
    for u in problem.unknowns:
        for k in range(order):
            body = candidate.put(symbol(problem.jets.name(u, (k,))), plain)
            rows.append([_slope(body, c, plain) for c in constants])
    for row in rows:
        for t in row:
            if t.free & set(constants):
                _vanishes([_slope(t, c, plain) for c in constants], plain)
    whole = tidied(determinant(rows))
    held = dict.fromkeys(constants, ZERO)
    if whole.free & held.keys():
        raise Undecided(f"{WHO}: the Wronskian {said(whole)} contains a constant")
    found = nonzero_somewhere(whole, plain, "the Wronskian of the members")
    return [replace(c, text="the Wronskian of the members is not zero", how=c.how[:LONG])
            if c.status == "discharged" else c for c in found]  # fmt: skip


def _slope(t: Term, name: str, givens: Givens) -> Term:
    try:
        return tidied(derivative(t, name, givens))
    except Refused as reason:
        raise Undecided(str(reason)) from None


def _vanishes(terms: Sequence[Term], givens: Givens) -> None:
    for t in terms:
        proof = prove_zero(t, givens)
        if proof is None or proof.open:
            raise Undecided(f"{WHO}: not proved: the family is affine in its constants")
