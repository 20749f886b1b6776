"""Primitive `values`: a relation after each term that has a proved value is replaced by it.

>>> from symderive.terms.reader import read
>>> given = Checked(Step(1, "x", read("f(2) = 3")), Outcome("exact"), Givens.of([]))
>>> values(Step(2, "values", read("f(2)^2 = 9")), (given,), Givens.of([])).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.discharge import carried, standing
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, primitive
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import replace
from symderive.terms.tree import Term

INTEGRAL = "integral"


@primitive("values")
def values(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` follows from equations `term = value`; raises Rejected, Undecided."""
    claim = replaced(step.gives, [p.gives for p in premises])
    if step.gives.head not in ("Eq", "Ne"):
        raise Rejected("values: an equation is wanted")
    proof = relation(claim, givens)
    found = settled(proof, claim, givens)
    kept = [c for c in found if c.status != "presupposed"]
    # What the values divide by is not what the claim divides by.
    kept += standing([c for c in found if c.status == "presupposed"], (step.gives,), givens)
    kept += carried(premises, (step.gives,), givens)
    return Outcome("exact", tuple(dict.fromkeys(kept)), "With the values put in.")


def replaced(t: Term, equations: Sequence[Term]) -> Term:
    """The term with the left side of each equation replaced by its right side."""
    for e in equations:
        if e.head != "Eq":
            raise Rejected("values: a premise is no equation")
        t = replace(t, *e.args)
    return t
