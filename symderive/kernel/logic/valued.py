"""A claim with values in place of its integrals: refuted where these, proved by steps, differ.

A step that says Integral(..) = v holds at every admissible point at which what it presupposes does
not vanish; where the claim with v put in fails at such a point, the claim fails there.

>>> from symderive.kernel.logic.claims import Outcome, Step
>>> from symderive.terms.reader import read
>>> step = Step(1, "antiderivative", read("Integral(x^n, (x, 0, 1)) = 1/(n + 1)"))
>>> claim = read("Integral(x^n, (x, 0, 1)) = 1/n")
>>> fact, givens = valued(claim, [Checked(step, Outcome("exact"), Givens())], Givens())
>>> fact == read("1/(n + 1) = 1/n")
True
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.logic.claims import Checked
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import summation_names
from symderive.terms.substitute import replace
from symderive.terms.tree import ZERO, Term

VALUED = ("Integral", "Sum", "Product", "Limit", "Derivative")


def valued(claim: Term, checked: Sequence[Checked], givens: Givens) -> tuple[Term, Givens]:
    """The claim with every value put in, outermost first, and the givens under which they hold."""
    fixed = {name for c in checked for name in c.outcome.introduces}  # one number, not any
    for_all = [c for c in checked if not c.step.under and not fixed & c.gives.free]
    equations = [c for c in for_all if c.gives.head == "Eq" and c.gives.args[0].head in VALUED]
    exclusions: dict[Term, None] = {}
    integers = sorted(summation_names([claim]))  # n bounds a sum: it stays an integer without it
    for c in sorted(equations, key=lambda c: -sum(1 for _ in c.gives.args[0].walk())):
        put = replace(claim, *c.gives.args)
        if put is claim or put == claim:
            continue
        claim = put
        for k in c.outcome.conditions:
            if k.status not in ("discharged", "given"):
                excluded = ZERO if k.excluded is None else k.excluded  # nothing is known: nowhere
                exclusions[Term("Ne", (excluded, ZERO))] = None
    return claim, givens.extended(*exclusions).with_integers(integers)
