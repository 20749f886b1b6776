"""Primitive `integral_of_nonnegative`: what is nowhere negative on a range has no negative integral.

The integral (or sum) exists: a premise says so, or it is of a continuous function on a compact
interval, or a finite sum.  A positive continuous function on an interval has a positive one.

>>> from symderive.kernel.logic.claims import Outcome
>>> from symderive.terms.reader import read
>>> under = (read("0 < x"), read("x < 1"))
>>> fact = Checked(Step(1, "algebra", read("exp(x) - 1 >= 0"), under=under), Outcome("exact"), Givens())
>>> claim = read("Integral(exp(x) - 1, (x, 0, 1)) >= 0")
>>> integral_of_nonnegative(Step(2, WHO, claim, (1,)), (fact,), Givens()).conditions[0].how
'continuous on a compact interval'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.congruence import (
    carried_inside,
    named_apart,
    range_of,
    runs_forwards,
    same_body,
)
from symderive.kernel.analysis.continuity.intervals import flat
from symderive.kernel.analysis.integrals.additivity import exists
from symderive.kernel.analysis.ranges.ranges import orientation, said
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided, primitive
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import summation_names
from symderive.terms.tree import ZERO, Term

WHO = "integral_of_nonnegative"
SAYS = "The integrand is nowhere negative on the range."
ABOVE = "The integrand is positive and continuous on an interval."


@primitive(WHO)
def integral_of_nonnegative(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (F >= 0 under the range of x, ..); gives Integral(F, (x, a, b)) >= 0, or > 0 from F > 0."""
    if not premises:
        raise Rejected(f"{WHO}: the sign of the integrand is wanted as a premise")
    t, strict = _nonnegative(step.gives)
    inner, *others = premises
    f, above = _nonnegative(inner.gives)
    if t.head not in ("Integral", "Sum"):
        raise Rejected(f"{WHO}: the sign of an integral or a sum is concluded")
    x, low, high = t.args[1:]
    if not same_body(f, t, x):
        raise Rejected(f"{WHO}: the premise is about {said(f)}, not about the body of {said(t)}")
    named_apart(x.data, t, ZERO, givens.statements)
    runs_forwards(t, givens)
    found = orientation(low, high, givens) if t.head == "Integral" else "+"
    if found not in ("+", "0+", "0") or (strict and not (above and found == "+")):
        raise Undecided(f"{WHO}: not proved: {said(low)} {'<' if strict else '<='} {said(high)}")
    if strict and t.head == "Sum":
        raise Undecided(f"{WHO}: a sum may be of no terms")
    if t.head == "Integral" and x.data in summation_names([f]):
        raise Undecided(f"{said(x)} bounds a sum, and runs over real numbers here")
    allowed = {*range_of(t, givens), *step.under}
    local = [h for s in inner.step.under for h in flat(Givens.of([s]))]
    foreign = [h for h in local if h not in allowed]
    if foreign:
        raise Rejected(f"{WHO}: {said(foreign[0])} is not known of the range of {said(x)}")
    if any(not set(p.step.under) <= set(step.under) for p in others):
        raise Rejected(f"{WHO}: a premise holds under hypotheses that this step does not carry")
    known = exists(t, others, givens)
    if known is None or (strict and known.how != "continuous on a compact interval"):
        raise Undecided(
            f"not proved: {said(t)} exists{' as one of a continuous function' * strict}"
        )
    kept = carried_inside(premises, x.data, step.gives, givens)
    return Outcome("exact", (known, *kept), ABOVE if strict else SAYS)


def _nonnegative(t: Term) -> tuple[Term, bool]:
    """F of F >= 0 or 0 <= F, and whether the order is strict."""
    if t.head in ("Ge", "Gt") and t.args[1] == ZERO:
        return t.args[0], t.head == "Gt"
    if t.head in ("Le", "Lt") and t.args[0] == ZERO:
        return t.args[1], t.head == "Lt"
    raise Rejected(f"{WHO}: {said(t)} does not say that something is nowhere negative")
