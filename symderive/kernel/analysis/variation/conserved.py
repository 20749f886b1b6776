"""Primitive `conserved`: a first integral of the Euler-Lagrange equations, by its total derivative.

gives I = C, C new: the total derivative of I is a combination of the left-hand sides E1, .. of the
equations, D I = Q1 E1 + .., an identity in the jets (Noether: Q is the characteristic of a symmetry;
Gelfand and Fomin, Calculus of Variations, 1963, Secs. 18 and 20).

>>> from symderive.kernel.analysis.variation.euler_lagrange import euler_lagrange_equations
>>> from symderive.terms.reader import read
>>> givens = Givens.of([read("stationary(Integral(y'(x)^2 - y(x)^2, (x, 0, 1)))")])
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> known = Checked(first, euler_lagrange_equations(first, (), givens), givens)
>>> roles = {"C": read("c"), "Q1": read("2*y'(x)")}
>>> conserved(Step(2, WHO, read("y'(x)^2 + y(x)^2 = c"), (1,), roles), [known], givens).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.ranges.ranges import is_real
from symderive.kernel.analysis.variation.euler_lagrange import WHO as EULER_LAGRANGE
from symderive.kernel.analysis.variation.euler_lagrange import equations, smooth
from symderive.kernel.analysis.variation.functional import functional_of
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
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ZERO, Term, eq
from symderive.terms.writer import write

WHO = "conserved"


@primitive(WHO)
def conserved(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind C: the new constant, Qk: the factor of the k-th equation; Rk, Sk: those of the k-th
    holonomic constraint and of its derivative."""
    if len(premises) != 1 or premises[0].step.by != EULER_LAGRANGE:
        raise Rejected(f"{WHO}: its premise is the Euler-Lagrange equations")
    problem = functional_of(givens)
    if len(problem.variables) != 1:
        raise Rejected(f"{WHO}: a first integral is of one variable")
    (x,) = problem.variables
    integral, name = equation(step.gives, WHO)
    if bound(step, "C") != name or name.head != "Symbol":
        raise Rejected(f"{WHO}: C is the name of a new constant on the right-hand side")
    if name.data in integral.free | premises[0].gives.free or name.data == x:
        raise Rejected(f"{WHO}: {name.data} is not new")
    jets, local = problem.jets, problem.givens()
    plain = jets.plain(integral)
    if not jets.of(plain):
        raise Rejected(f"{WHO}: {write(integral)} holds no unknown")
    _real(plain, problem.lagrangian, local)
    needs: list[Term] = []
    total = jets.total(plain, x, local, needs)
    parts = []
    for k, left in enumerate(equations(premises[0].gives)):
        factor = step.bind.get(f"Q{k + 1}", ZERO)
        parts.append(times(jets.plain(factor), jets.plain(left)))
    for k, constraint in enumerate(problem.holonomic):
        slope = jets.total(constraint, x, local, needs)
        for role, of in ((f"R{k + 1}", constraint), (f"S{k + 1}", slope)):
            parts.append(times(jets.plain(step.bind.get(role, ZERO)), of))
    sides = eq(total, plus(*parts))
    conditions = settled(relation(sides, smooth(local, needs)), sides, local)
    conditions += [c for c in premises[0].outcome.conditions if c.status == "presupposed"]
    for need in needs:
        conditions.append(Condition(write(need), "presupposed", "the integral is differentiable"))
    conditions.append(Condition(f"{x} ranges over an interval", "presupposed",
                                "one constant for each interval on which the equation holds"))  # fmt: skip
    unique = {c.text: c for c in conditions}
    says = "Its total derivative is a combination of the Euler-Lagrange equations."
    return Outcome("exact", tuple(unique.values()), says, (name.data,))


def _real(integral: Term, lagrangian: Term, givens: Givens) -> None:
    """The constant is a real number, so the integral is: wherever roots and logarithms of L are."""
    under = [
        t.args[0] for t in lagrangian.walk()
        if t.head in ("sqrt", "log") or (t.head == "Pow" and t.args[1].head != "Integer")
    ]  # fmt: skip
    inside = [Term("Gt", (u, ZERO)) for u in under if u.free]
    if not is_real(integral, givens.extended(*inside) if inside else givens):
        raise Undecided(f"{WHO}: {write(integral)} is not known to be real")
