"""Primitive `solution_of`: a function solves equations, by putting it in.

gives y(x) = body: each premise, with y replaced by body, is an identity; the givens on y hold of the
body too.  The step is a last word: "this solves those", not "y is this".
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.substitution import instantiate
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term
from symderive.terms.writer import write

PRIMITIVE = "solution_of"
# Propositions about the unknown that are what the premises rest on, not conditions on a solution.
_SOURCES = ("stationary",)


@primitive(PRIMITIVE)
def solution_of(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Premises that do not mention the unknown are facts on the constants."""
    unknown, body = equation(step.gives, "solution_of")
    if unknown.head != "Apply" or any(unknown.data[1]):
        raise Rejected("solution_of: the left-hand side is an unknown function of its variables")
    name = unknown.data[0]
    if name in body.functions:
        raise Rejected(f"solution_of: {name} occurs in its own solution")
    params = []
    for a in unknown.args:
        if a.head != "Symbol" or a.data in params:
            raise Rejected("solution_of: the arguments of the unknown are distinct variables")
        params.append(a.data)
    facts = [p for p in premises if name not in p.gives.functions]
    equations = [p for p in premises if name in p.gives.functions]
    if not equations:
        raise Rejected(f"solution_of: no premise mentions {name}")
    for p in equations:
        if any(
            t.head == "Derivative" and v.head == "Apply" for t in p.gives.walk() for v in t.args[1:]
        ):
            raise Rejected(
                "solution_of: carry out the derivatives by the jets of the unknown first"
            )
    about, rest = _about(name, givens)
    local = Givens.of([*rest, *(p.gives for p in facts)])
    conditions: list[Condition] = []
    for statement in (*(p.gives for p in equations), *about):
        put, needs = instantiate(statement, name, params, body, local)
        for part in (put, *needs):
            proof = relation(part, local)
            conditions += settled(proof, part, local)
    for s in about:
        conditions.append(Condition(f"{write(s)} for the solution", "discharged", "put in"))
    unique = {c.text: c for c in conditions}
    return Outcome("exact", tuple(unique.values()), _says(equations),
                   solution=True)  # fmt: skip


def _says(equations: Sequence[Checked]) -> str:
    if len(equations) == 1:
        return "Put into the equation, the function satisfies it identically."
    return "Put into the equations, the function satisfies each of them identically."


def _about(name: str, givens: Givens) -> tuple[list[Term], list[Term]]:
    """The given relations on the unknown, and the givens that do not mention it."""
    about, rest = [], []
    for s in givens.statements:
        if name in s.functions:
            if s.head == "Apply" and s.data[0] in _SOURCES:
                continue
            if s.head not in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge"):
                raise Undecided(f"the given {write(s)} cannot be checked of a solution")
            about.append(s)
        elif not (s.head == "Is" and s.args[0].data == name):
            rest.append(s)
    return about, rest


__all__ = ["solution_of"]
