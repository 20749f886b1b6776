"""Primitive `specialisation`: what holds for every s of a range holds for one value of s.

>>> from symderive.kernel.logic.claims import Outcome
>>> from symderive.terms.reader import read
>>> under = (read("0 < s"), read("s < 2"))
>>> known = Checked(Step(1, "x", read("f(s) = 1/(s + 1)"), under=under), Outcome("exact"), Givens())
>>> step = Step(2, WHO, read("f(1) = 1/(1 + 1)"), (1,), {"s": read("1")})
>>> specialisation(step, (known,), Givens()).conditions[0].text
'0 < 1'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.continuity.intervals import flat
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, said
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
from symderive.kernel.logic.places import summation_names
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import Term, sub

WHO = "specialisation"


@primitive(WHO)
def specialisation(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (a statement for every value of a name); bind {name: value}; gives it at the value.

    The name is real, and what the premise supposes of it is proved of the value.
    """
    if len(premises) != 1 or len(step.bind) != 1:
        raise Rejected(f"{WHO}: one premise and one value are wanted")
    ((name, value),) = step.bind.items()
    premise = premises[0]
    if any(name in s.free | s.functions for s in flat(givens)):
        raise Rejected(f"{WHO}: {name} stands in the givens")
    if name in value.free or name in summation_names([premise.gives]):
        raise Rejected(f"{WHO}: {said(value)} is no value for {name}")
    if givens.sort(name).domain != "real":
        raise Rejected(f"{WHO}: {name} is no real number")
    if not alpha_equal(substitute(premise.gives, {name: value}), step.gives):
        raise Rejected(f"{WHO}: step {premise.step.n} gives something else at {said(value)}")
    out = _real(value, givens)
    for h in (h for u in premise.step.under for h in flat(Givens.of([u]))):
        if h not in flat(givens):
            out.append(_supposed(substitute(h, {name: value}), givens))
    for c in premise.outcome.conditions:
        if c.status == "presupposed" or not c.settled:
            out.append(_presupposed(c, name, value, step.gives, givens))
    says = f"In particular for `{name}` = `{said(value)}`."
    return Outcome("exact", tuple(dict.fromkeys(out)), says, generalises=(name,))


def _real(value: Term, givens: Givens) -> list[Condition]:
    """The value is a real number at every admissible point."""
    proof = identity(sub(value, value), givens)
    if proof is None or proof.blocked or not is_real(value, givens):
        raise Undecided(f"{WHO}: {said(value)} is not known to be a real number")
    return list(proof.conditions)


def _supposed(h: Term, givens: Givens) -> Condition:
    proof = relation(h, givens)
    for c in settled(proof, h, givens):
        if c.status == "presupposed":
            raise Undecided(f"{WHO}: {c.text} is not known")
    return Condition(said(h), "discharged", proof.how)


def _presupposed(c: Condition, name: str, value: Term, claim: Term, givens: Givens) -> Condition:
    """What the premise excludes is no such value."""
    if c.excluded is None or not c.settled:
        raise Undecided(f"{WHO}: not proved: {c.text}")
    u = substitute(c.excluded, {name: value})
    how = nonzero(u, givens)
    if how is not None:
        return Condition(f"{said(u)} != 0", "discharged", how)
    good, bad = presupposed([u], parts_of(*claim.args), givens)
    if bad:
        raise Undecided(f"{WHO}: not proved: {said(u)} != 0")
    return good[0]
