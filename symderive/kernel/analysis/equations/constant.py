"""Primitive `constant`: what has derivative zero is constant on every interval, pole-free.

gives G = C, where the premise says that the derivative of G is zero; C contains exactly one new name.
What the premise presupposes stays presupposed: the constant belongs to one interval free of poles
(rule of trust 7).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import entailed, relation, with_premises
from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.substitution import evaluate
from symderive.kernel.analysis.discharge import standing
from symderive.kernel.analysis.ranges.ranges import is_real
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
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

PRIMITIVE = "constant"


@primitive(PRIMITIVE)
def constant(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind C to the name of the constant; `gives` may carry it as c, -c, c/a .. on the right.

    The first premise is the derivative; further ones are facts (a > 0).
    """
    if not premises:
        raise Rejected("constant: a premise is wanted, the constant derivative")
    givens, _ = with_premises(premises[1:], givens)
    left, right = equation(premises[0].gives, "constant")
    if left.head != "Derivative" or left.data != (1,) or left.args[1].head != "Symbol":
        raise Rejected(f"constant: {write(left)} is no first derivative")
    body, x = left.args
    lhs, value = equation(step.gives, "constant")
    name = bound(step, "C")
    if name.head != "Symbol" or name.data not in value.free:
        raise Rejected("constant: C is the name of a new constant on the right-hand side")
    if name.data in lhs.free | premises[0].gives.free:
        raise Rejected(f"constant: {name.data} is not new")
    if x.data in value.free or value.functions:
        raise Rejected(f"constant: {write(value)} depends on {x.data}")
    _every_value(value, name, givens)
    if not _real(lhs, givens):  # the new name stands for a real number
        raise Undecided(f"constant: {write(lhs)} is not known to be real")
    # The derivative equals a constant k: then body - k x is constant.
    if x.data in right.free or right.functions:
        raise Rejected(f"constant: {write(right)} depends on {x.data}")
    same = eq(lhs, Term("Add", (body, Term("Neg", (Term("Mul", (right, x)),)))))
    proof = relation(same, givens)
    found = [Condition(f"{write(e.term)} != 0", e.status, e.how, e.term) for e in proof.excluded]
    for c in found:
        if not c.settled:
            raise Undecided(f"not proved: {c.text} ({c.how})")
    found += [c for c in premises[0].outcome.conditions if c.status == "presupposed"]
    kept = _on_one_interval(found, x.data, step.gives, givens)
    kept.append(Condition(f"{x.data} ranges over an interval", "presupposed",
                          "one constant for each interval on which the equation holds"))  # fmt: skip
    says = f"Integrating over `{x.data}` on an interval, the constant being `{write(value)}`."
    return Outcome("exact", tuple(kept), says, (name.data,))


def _real(t: Term, givens: Givens) -> bool:
    try:
        return is_real(evaluate(t, givens)[0], givens)
    except Refused:
        return False


def _on_one_interval(
    found: list[Condition], x: str, claim: Term, givens: Givens
) -> list[Condition]:
    """Poles in x bound the interval; what is divided by elsewhere is written in the claim too."""
    presupposed = [c for c in found if c.status == "presupposed"]
    moving = [c for c in presupposed if c.excluded is None or _moves(c.excluded, x)]
    fixed = [c for c in presupposed if c not in moving]
    return [*moving, *standing(fixed, (claim,), givens)]


def _moves(t: Term, x: str) -> bool:
    return x in t.free or bool(t.functions)


def _every_value(value: Term, name: Term, givens: Givens) -> None:
    """The right-hand side takes every real value as the new constant does: c, -c, c*k, c/k, k != 0."""
    if value == name:
        return
    if value.head == "Neg":
        _every_value(value.args[0], name, givens)
        return
    if value.head in ("Mul", "Div") and value.args[0].free | value.args[-1].free:
        inner = [a for a in value.args if name.data in a.free]
        rest = [a for a in value.args if name.data not in a.free]
        if len(inner) == 1 and (value.head == "Mul" or inner[0] is value.args[0]):
            _every_value(inner[0], name, givens)
            for r in rest:
                if not entailed(Term("Ne", (r, Term("Integer", (), 0))), givens):
                    raise Undecided(f"constant: not proved: {write(r)} != 0")
            return
    raise Rejected(f"constant: {write(value)} must be the constant up to a nonzero factor")
