"""Primitive `limit`: the value of a limit, re-derived; a limit that does not exist is rejected.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.claims import Step
>>> limit_step(Step(1, "limit", read("Limit(sin(x)/x, x, 0) = 1")), (), Givens.of([])).grade
'exact'
>>> try:
...     limit_step(Step(1, "limit", read("Limit(1/x, x, 0) = oo")), (), Givens.of([]))
... except Rejected as reason:
...     print(reason)
Limit(1/x, x, 0) does not exist: from the left -oo, from the right oo
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.limits.limits import Limit, differ, limit
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
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, sub

WHO = "limit"


def limit_value(term: Term, givens: Givens) -> Limit | None:
    """The limit that a `Limit` term asks for, proved, or None."""
    body, x, point = term.args
    return limit(body, x.data, point, term.data, givens)


def no_limit(term: Term, values: Mapping[str, Term]) -> str | None:
    """Why a `Limit` term does not exist at these exact values of its names, if that is proved."""
    if term.head != "Limit" or not term.free <= values.keys():
        return None
    found = limit_value(substitute(term, values), Givens())
    return found.how if found is not None and found.kind == "none" else None


@primitive(WHO)
def limit_step(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is Eq(Limit(f, x, a), value), the value finite or infinite."""
    wanted, value = equation(step.gives, WHO)
    if wanted.head != "Limit":
        wanted, value = value, wanted
    if wanted.head != "Limit":
        raise Rejected(f"{WHO}: a limit on one side of the equation is wanted")
    _, x, point = wanted.args
    if x.data in point.free | value.free:
        raise Rejected(f"{WHO}: {x.data} is bound and also stands outside: rename it")
    found = limit_value(wanted, givens)
    if found is None:
        raise Undecided(f"no proof of the value of {said(wanted)} was found")
    if found.kind == "none" or found.value is None:
        raise Rejected(f"{said(wanted)} does not exist: {found.how}")
    conditions = [Condition(f"{said(wanted)} exists", "discharged", found.how)]
    base = without(x.data, givens)
    if infinite(value) or infinite(found.value):
        if infinite(value) != infinite(found.value):
            raise Rejected(f"{said(wanted)} is {said(found.value)}, not {said(value)}")
    else:
        conditions += _equal(wanted, found.value, value, base)
    point_ = nonvacuous(givens, [], [] if infinite(value) else parts_of(value))
    if point_ is None:
        raise Undecided("no admissible point was found at which the value is finite")
    return Outcome("exact", tuple(conditions), f"The limit: {found.how}.")


def _equal(wanted: Term, found: Term, value: Term, givens: Givens) -> list[Condition]:
    proof = identity(sub(found, value), givens)
    if proof is None:
        if differ(found, value, givens):
            raise Rejected(f"{said(wanted)} is {said(found)}, not {said(value)}")
        raise Undecided(f"{said(wanted)} is {said(found)}, not proved equal to {said(value)}")
    good, bad = presupposed(proof.blocked, parts_of(wanted, value), givens)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    return [*proof.conditions, *good]
