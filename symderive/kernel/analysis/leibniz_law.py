"""Primitive `rewrite`: equals for equals inside a relation (Leibniz's law).

Premises are the relation and an equation A = B; `gives` is the relation with every A replaced by B
(or every B by A).  Nothing is replaced under a binder of a name that A or B contains.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, equation, primitive
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, replace
from symderive.terms.writer import write

PRIMITIVE = "rewrite"


@primitive(PRIMITIVE)
def rewrite(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (relation, equation)."""
    if len(premises) != 2:
        raise Rejected("rewrite: two premises are wanted, a relation and an equation")
    target, by = premises
    a, b = equation(by.gives, "rewrite")
    results = [replace(target.gives, a, b), replace(target.gives, b, a)]
    if not any(alpha_equal(step.gives, r) for r in results):
        raise Rejected(f"rewrite: replacing {write(a)} by {write(b)} gives {write(results[0])}")
    kept = {
        c.text: c for p in premises for c in p.outcome.conditions if c.status == "presupposed"
    }
    return Outcome("exact", tuple(kept.values()), "Equals are put for equals.")
