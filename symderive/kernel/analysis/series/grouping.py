"""Primitive `grouping`: the terms of a convergent series taken together, q at a time.

Sum(g, (k, 0, oo)) = Sum(f, (k, n, oo)) with g(k) = f(q*k + n) + .. + f(q*k + n + q - 1), where a premise
gives the sum on the right: the partial sums of g are some of those of f (Knopp, Theory and
Application of Infinite Series, 15).  The converse is false: 1 - 1 + 1 - ..

>>> from symderive.terms.reader import read
>>> known = Checked(Step(1, "x", read("Sum((-1)^k/k, (k, 1, oo)) = -log(2)")), Outcome("exact"), Givens())
>>> gives = "Sum(1/(2*k + 2) - 1/(2*k + 1), (k, 0, oo)) = Sum((-1)^k/k, (k, 1, oo))"
>>> grouping(Step(2, WHO, read(gives), (1,), {"q": read("2")}), (known,), Givens()).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import carried, identity
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.integrals.telescoping import whole
from symderive.kernel.analysis.ranges.ranges import said
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
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import ZERO, add, integer, sub

WHO = "grouping"
MAX_GROUP = 24


@primitive(WHO)
def grouping(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Sum(g, (k, 0, oo)) = Sum(f, (k, n, oo)); bind q; a premise gives the right side's value."""
    left, right = equation(step.gives, WHO)
    if left.head != "Sum" or right.head != "Sum" or left.args[2] != ZERO:
        raise Rejected(f"{WHO}: a sum from 0 on the left, and a sum on the right")
    if any(infinite(t.args[3]) < 1 for t in (left, right)) or infinite(right.args[2]):
        raise Rejected(f"{WHO}: both sums run to oo from a finite index")
    q = bound(step, "q")
    if q.head != "Integer" or not 1 <= q.data <= MAX_GROUP:
        raise Rejected(f"{WHO}: q is a number from 1 to {MAX_GROUP}")
    alive(givens)
    g, k, _, _ = left.args
    f, i, first, _ = right.args
    if k.data in right.free | first.free or any(k.data in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {k.data} is bound and also stands outside: rename it")
    base = without(k.data, givens).with_integers(first.free)
    if not whole(first, base):
        raise Undecided(f"not proved: {said(first)} is an integer")
    known = next((p for p in premises if p.gives.head == "Eq"
                  and any(alpha_equal(u, right) for u in p.gives.args)), None)  # fmt: skip
    if known is None:
        raise Undecided(f"{WHO}: no premise says that {said(right)} exists")
    at = base.extended(*range_of(left, base))
    terms = [substitute(f, {i.data: plus(times(q, k), integer(j), first)}) for j in range(q.data)]
    group = terms[0] if len(terms) == 1 else add(*terms)
    proof = identity(sub(g, group), at)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(g)} = {said(group)}")
    if proof.blocked:
        raise Undecided(f"not proved on the range: {said(proof.blocked[0])} != 0")
    out = [Condition(f"`{said(right)}` exists", "discharged", f"step {known.step.n}"),
           *proof.conditions, *carried(premises, (left, right), base)]  # fmt: skip
    says = f"The terms of a convergent series are taken together, {q.data} at a time."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)
