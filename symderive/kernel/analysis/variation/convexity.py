"""Convexity by second derivatives: a symmetric matrix all of whose principal minors are nonnegative.

A function that is twice differentiable on a convex set is convex there where its Hessian is positive
semidefinite; so is a symmetric matrix exactly if no principal minor is negative (Horn and Johnson,
Matrix Analysis, 2nd ed., Cor. 7.1.5 and 7.2.5).

>>> from symderive.terms.reader import read
>>> rows = [[read("2"), read("1")], [read("1"), read("2")]]
>>> [c.text for c in nonnegative(rows, Givens(), "here")]
['2 >= 0', '4 - 1 >= 0']
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import prove_sign, said
from symderive.kernel.analysis.variation.jets import Jets
from symderive.kernel.logic.claims import Condition, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ZERO, Term

NOT_NEGATIVE = ("+", "0+", "0")
LONG = 60


def second(
    body: Term, names: Sequence[str], jets: Jets, givens: Givens, needs: list[Term]
) -> list[list[Term]]:
    """The second derivatives by the names; the conditions of the derivatives join `needs`."""
    slopes = [jets.partial(body, n, givens, needs) for n in names]
    return [[tidied(jets.partial(s, n, givens, needs)) for n in names] for s in slopes]


def nonnegative(hessian: Sequence[Sequence[Term]], givens: Givens, who: str) -> list[Condition]:
    """All principal minors are proved nonnegative; raises Undecided."""
    out: dict[str, Condition] = {}
    for k in range(1, len(hessian) + 1):
        for chosen in combinations(range(len(hessian)), k):
            minor = tidied(determinant([[hessian[i][j] for j in chosen] for i in chosen]))
            found = prove_sign(minor, givens)
            if found is None or found[0] not in NOT_NEGATIVE:
                raise Undecided(f"{who}: not proved: {said(minor)} >= 0")
            if minor != ZERO:
                text = f"{said(minor)} >= 0"
                out.setdefault(text, Condition(text, "discharged", reason(minor, found[1])))
    return list(out.values())


def reason(t: Term, how: str) -> str:
    """A reason that speaks of the term, which stands there already, without repeating a long one."""
    text = said(t)
    return how.replace(text, "it") if len(text) > LONG or how.startswith(text) else how
