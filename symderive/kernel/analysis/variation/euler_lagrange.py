"""Primitive `euler_lagrange_equations`: what a stationary function satisfies, derived from its functional.

The kernel forms the variational derivative of the Lagrangian (with a multiplier for each integral
constraint, and a function for each holonomic one) by total derivatives, and compares: it is a
factor K that does not vanish times the written left-hand side (Gelfand and Fomin, Calculus of
Variations, 1963, Secs. 4, 9, 11, 12, 35).  An extremal of a constraint is excluded or shown later.

>>> from symderive.terms.reader import read
>>> texts = ("stationary(Integral(y'(x)^2 - y(x)^2, (x, 0, 1)))", "y is C2")
>>> step = Step(1, WHO, read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> euler_lagrange_equations(step, (), Givens.of([read(t) for t in texts])).grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import entailed, relation, settled
from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.ranges.ranges import nonzero
from symderive.kernel.analysis.variation.functional import Functional, functional_of
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
from symderive.terms.tree import ONE, ZERO, Term, eq, symbol
from symderive.terms.writer import write

WHO = "euler_lagrange_equations"
SOURCE = "Gelfand and Fomin, Calculus of Variations, 1963"


@primitive(WHO)
def euler_lagrange_equations(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives E = 0 for every unknown, in their order; bind K1, .. and the multipliers m1, ..

    A multiplier is a name (of an integral constraint), or a function of the variables.
    """
    if premises:
        raise Rejected(f"{WHO}: it has no premises")
    problem = functional_of(givens)
    whole, names = augmented(step, problem, givens)
    parts = equations(step.gives)
    if len(parts) != len(problem.unknowns):
        raise Rejected(f"{WHO}: {len(problem.unknowns)} equations are wanted")
    local = problem.givens()
    conditions: list[Condition] = []
    needs: list[Term] = []
    for k, (unknown, part) in enumerate(zip(problem.unknowns, parts, strict=True)):
        wanted = problem.jets.variation(whole, unknown, local, needs)
        factor = step.bind.get(f"K{k + 1}", ONE)
        _nonzero(problem.jets.plain(factor), local)
        sides = eq(wanted, times(problem.jets.plain(factor), problem.jets.plain(part)))
        conditions += settled(relation(sides, smooth(local, needs)), sides, local)
    for need in needs:
        term = need.args[0] if need.head == "Ne" and need.args[1] == ZERO else None
        conditions.append(
            Condition(write(need), "presupposed", "the Lagrangian is differentiable", term)
        )
    unique = {c.text: c for c in conditions}
    return Outcome("cited", tuple(unique.values()), says(problem), names)


def augmented(step: Step, problem: Functional, givens: Givens) -> tuple[Term, tuple[str, ...]]:
    """The Lagrangian with the constraints and their multipliers added, and the new names."""
    parts, names = [problem.lagrangian], []
    for k, (body, _) in enumerate(problem.integrals):
        name = bound(step, f"m{k + 1}")
        if name.head != "Symbol" or name.data in problem.variables or name.data in names:
            raise Rejected(f"{step.by}: m{k + 1} is the name of a multiplier")
        names.append(name.data)
        parts.append(times(name, body))
    at = tuple(symbol(v) for v in problem.variables)
    for k, body in enumerate(problem.holonomic):
        role = f"m{len(problem.integrals) + k + 1}"
        name = bound(step, role)
        if name.head != "Apply" or any(name.data[1]) or name.args != at:
            raise Rejected(f"{step.by}: {role} is a new function of the variables")
        if name.data[0] in names or name.data[0] in problem.unknowns:
            raise Rejected(f"{step.by}: {name.data[0]} is not new")
        names.append(name.data[0])
        parts.append(times(name, body))
    return plus(*parts), tuple(names)


def equations(gives: Term) -> list[Term]:
    """The left-hand sides of E = 0 and ..; raises Rejected."""
    out = []
    for part in gives.args if gives.head == "And" else (gives,):
        if part.head != "Eq" or part.args[1] != ZERO:
            raise Rejected(f"{WHO}: equations E = 0 are wanted")
        out.append(part.args[0])
    return out


def smooth(givens: Givens, needs: Sequence[Term]) -> Givens:
    """The givens where the Lagrangian is differentiable."""
    more = [n for n in needs if n.head in ("Ne", "Lt", "Le")]
    return givens.extended(*more) if more else givens


def _nonzero(factor: Term, givens: Givens) -> None:
    """A factor that vanishes nowhere it is defined: proved, or c/D with c proved."""
    top = factor
    while top.head in ("Neg", "Div"):
        top = top.args[0]
    if not top.free and not top.functions and nonzero(top, givens) is not None:
        return
    if not entailed(Term("Ne", (top, ZERO)), givens):
        raise Undecided(f"{WHO}: not proved: {write(top)} != 0")


def says(problem: Functional) -> str:
    """The sentence of the step."""
    several = len(problem.unknowns) > 1
    text = "A stationary function satisfies the Euler-Lagrange equation"
    text += "s" if several else ""
    if problem.integrals or problem.holonomic:
        text += " of the Lagrangian with its constraints, each with a multiplier"
    return f"{text} ({SOURCE})."
