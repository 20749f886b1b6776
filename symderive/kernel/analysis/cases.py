"""Primitive `cases`: what holds under each of several hypotheses that cover everything holds.

The premises give one statement; each carries one hypothesis more than the step, all of them orders
between the same two real terms, and together they leave no possible sign of the difference out.

>>> from symderive.kernel.logic.claims import Outcome
>>> from symderive.terms.reader import read
>>> def known(n, under):
...     return Checked(Step(n, "x", read("Abs(a)^2 = a^2"), under=(read(under),)),
...                    Outcome("exact"), Givens())
>>> step = Step(3, WHO, read("Abs(a)^2 = a^2"))
>>> cases(step, (known(1, "a > 0"), known(2, "a <= 0")), Givens()).conditions[0].text
'a > 0 or a <= 0'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.discharge import carried
from symderive.kernel.analysis.ranges.ranges import is_real, said, sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal
from symderive.terms.tree import Term, sub

WHO = "cases"
# The signs of right - left that an order allows.
_ALLOWS = {"Lt": "+", "Le": "+0", "Eq": "0", "Ge": "-0", "Gt": "-", "Ne": "+-"}
_TURNED = {"Lt": "Gt", "Le": "Ge", "Eq": "Eq", "Ge": "Le", "Gt": "Lt", "Ne": "Ne"}
_POSSIBLE = {"+": "+", "-": "-", "0": "0", "0+": "+0", "0-": "-0", "!0": "+-", None: "+-0"}


@primitive(WHO)
def cases(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (the statement under each hypothesis); raises Rejected or Undecided."""
    found: list[Term] = []
    for p in premises:
        if not alpha_equal(p.gives, step.gives):
            raise Rejected(f"{WHO}: step {p.step.n} gives {said(p.gives)}")
        extra = [h for h in p.step.under if h not in step.under]
        if len(extra) != 1 or extra[0].head not in _ALLOWS:
            raise Rejected(f"{WHO}: step {p.step.n} carries no one order more than this step")
        found.append(extra[0])
    if not found:
        raise Rejected(f"{WHO}: no premise")
    low, high = found[0].args
    if not (is_real(low, givens) and is_real(high, givens)):
        raise Undecided(f"{WHO}: {said(low)} and {said(high)} are not known to be real")
    covered: set[str] = set()
    for h in found:
        if h.args == (low, high):
            covered |= set(_ALLOWS[h.head])
        elif h.args == (high, low):
            covered |= set(_ALLOWS[_TURNED[h.head]])
        else:
            raise Rejected(f"{WHO}: {said(h)} is no order of {said(low)} and {said(high)}")
    missing = set(_POSSIBLE[sign_of(sub(high, low), givens)]) - covered
    text = " or ".join(said(h) for h in found)
    if missing:
        raise Undecided(f"{WHO}: not proved: {text}")
    conditions = [Condition(text, "discharged", "no sign of the difference is left out")]
    conditions += carried(premises, (step.gives,), givens)
    listed = ", ".join(f"`{said(h)}`" for h in found)
    return Outcome("exact", tuple(dict.fromkeys(conditions)), f"In each of the cases {listed}.")
