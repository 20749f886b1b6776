"""Primitives `rewrite` and `replacement`: equals for equals, inside a relation or a term (Leibniz's law).

rewrite: premises are the relation and an equation A = B; `gives` is the relation with every A
replaced by B (or every B by A).  replacement: `gives` is e = e', e' being e with each A put as B.
Nothing is replaced under a binder of a name that A or B contains.

>>> from symderive.kernel.logic.claims import Outcome, Step
>>> from symderive.terms.reader import read
>>> value = Step(1, "antiderivative", read("Integral(exp(-x^2), (x, -oo, oo)) = sqrt(pi)"))
>>> claim = read("Integral(exp(-x^2), (x, -oo, oo))^2/t = sqrt(pi)^2/t")
>>> known = Checked(value, Outcome("exact"), Givens())
>>> replacement(Step(2, "replacement", claim), (known,), Givens()).conditions[0].text
't != 0'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import algebra
from symderive.kernel.analysis.discharge import carried
from symderive.kernel.logic.claims import (
    Checked,
    Outcome,
    Rejected,
    Step,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, replace
from symderive.terms.tree import eq
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
    kept = carried(premises, (step.gives,), givens)
    return Outcome("exact", tuple(kept), "Equals are put for equals.")


@primitive("replacement")
def replacement(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (A = B, ..), put in one after the other."""
    left, right = equation(step.gives, "replacement")
    result = left
    for p in premises:
        result = replace(result, *equation(p.gives, "replacement"))
    if not alpha_equal(result, right):
        raise Rejected(f"replacement: this gives {write(result)}, not {write(right)}")
    # What is written on the right has its values, and its denominators are on record.
    itself = algebra(Step(step.n, "algebra", eq(right, right)), premises, givens)
    kept = {c.text: c for c in (*itself.conditions, *carried(premises, (step.gives,), givens))}
    return Outcome("exact", tuple(kept.values()), "Equals are put for equals.")
