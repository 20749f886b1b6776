"""Primitive `antiderivative_on`: F' = f on an open interval, F and f continuous there.

The interval is what the step's hypotheses say of the variable; without any it is the real line.

>>> from symderive.terms.reader import read
>>> claim = read("Derivative(log(x), x) = 1/x")
>>> antiderivative_on(Step(1, WHO, claim), (), Givens.of([read("0 < x")])).conditions[0].text
'`log(x)` and `1/x` are continuous on (`0`, `oo`)'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import on_interval, span_of
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.ranges.ranges import said
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
from symderive.terms.tree import sub

WHO = "antiderivative_on"


@primitive(WHO)
def antiderivative_on(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(F, x) = f, on the interval of x that the givens describe."""
    left, body = equation(step.gives, WHO)
    if left.head != "Derivative" or left.data != (1,) or left.args[1].head != "Symbol":
        raise Rejected(f"{WHO}: the first derivative by a name stands on the left")
    if premises:
        raise Rejected(f"{WHO}: no premise is used")
    F, x = left.args[0], left.args[1].data
    alive(givens)
    span = span_of(x, givens)
    if span is None or span[2] or span[3]:
        raise Undecided(f"{WHO}: the values of {x} are not known to fill an open interval")
    low, high, _, _, base = span
    here = on_interval(x, low, high, base)
    found = differentiate_on(F, x, low, high, base)
    if found is None:
        raise Undecided(f"{WHO}: {said(F)} has no derivative rule")
    slope, conditions = found
    proof = identity(sub(slope, body), here)
    if proof is None:
        raise Rejected(f"{WHO}: the derivative of {said(F)} is {said(slope)}, "
                       f"not proved equal to {said(body)}")  # fmt: skip
    fixed: list[Condition] = []
    for t in proof.blocked:
        good, bad = presupposed([t], parts_of(F, body), base)
        if bad or x in t.free:
            raise Undecided(f"not proved: {said(t)} != 0")
        fixed += good
    conditions = [*conditions, *proof.conditions]
    for t in (F, body):
        conditions += continuous_on(t, x, low, high, base, closed=(False, False))
    for c in conditions:
        if not c.settled:
            raise Undecided(f"not proved: {c.text} ({c.how})")
    text = f"`{said(F)}` and `{said(body)}` are continuous on (`{said(low)}`, `{said(high)}`)"
    out = [Condition(text, "discharged", "head by head"), *fixed, *conditions]
    return Outcome("exact", tuple(dict.fromkeys(out)), "Differentiating, on the interval.")
