"""Whether the integrals, sums and limits written in a claim exist: an equation says that they do.

One exists if a premise has established its value, if an integrand is continuous on a compact interval,
or if a sum is finite.  Anything else leaves the claim undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symderive.kernel.logic.claims import Checked, Condition, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term
from symderive.terms.writer import write

PARTIAL = ("Integral", "Sum", "Product", "Limit")


def existence(claim: Term, premises: Sequence[Checked], givens: Givens) -> list[Condition]:
    """One discharged condition per binder of the claim; raises Undecided for one that may not exist."""
    known = {
        side: p.step.n
        for p in premises
        for side in p.gives.args
        if side.head in PARTIAL and p.gives.head == "Eq"
    }
    out: list[Condition] = []
    for t in dict.fromkeys(_written(claim, known)):
        if t in known:
            out.append(Condition(f"{write(t)} exists", "discharged", f"step {known[t]}"))
        elif t.head in ("Sum", "Product") and not infinite(t.args[2:]):
            continue
        else:
            out += existence_of(t, givens)
    return out


def _written(t: Term, known: Mapping[Term, int]) -> Iterator[Term]:
    """The integrals, sums and limits of a term; what is known to exist is not looked into."""
    if t.head in PARTIAL:
        yield t
        if t in known:
            return
    for a in t.args:
        yield from _written(a, known)


def existence_of(t: Term, givens: Givens) -> list[Condition]:
    """Why one integral exists: continuity on a compact interval; raises Undecided."""
    text = f"{write(t)} exists"
    if t.head == "Integral" and not infinite(t.args[2:]):
        from symderive.kernel.analysis.continuity.continuity import continuous_on

        body, x, low, high = t.args
        found = continuous_on(body, x.data, low, high, givens)
        if all(c.settled for c in found):
            return [Condition(text, "discharged", "continuous on a compact interval")]
    raise Undecided(f"not proved: {text}")


def infinite(ends: Sequence[Term]) -> bool:
    """Whether `oo` stands in one of the ends."""
    return any(u.head in ("oo", "zoo") for end in ends for u in end.walk())
