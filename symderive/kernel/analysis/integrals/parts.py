"""Primitive `parts`: Integral(u*v') = [u*v] - Integral(u'*v), the boundary values proved limits.

u and v are C1 on the open interval, the limits of u*v at both ends exist and are finite, and one of
the two integrals exists: then so does the other (Apostol, Mathematical Analysis, 7.6, and limits).

>>> from symderive.terms.reader import read
>>> claim = read("Integral(x*exp(-x), (x, 0, oo)) = 0 + Integral(exp(-x), (x, 0, oo))")
>>> roles = {"u": read("x"), "v": read("-exp(-x)")}
>>> parts(Step(1, WHO, claim, bind=roles), (), Givens()).conditions[1].text
'x*(-exp(-x)) -> 0 as x -> oo'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.calculus.tidy import plus
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.discharge import carried, identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.additivity import _factored as factored
from symderive.kernel.analysis.integrals.convergence import alive, convergent, divisors, opened
from symderive.kernel.analysis.integrals.integrable import defined
from symderive.kernel.analysis.limits.limits import differ, limit
from symderive.kernel.analysis.ranges.ranges import orientation, said
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
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, mul, neg, sub, symbol

WHO = "parts"


@primitive(WHO)
def parts(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) = B + c*Integral(h, (x, a, b)) with f = u*v', c*h = -u'*v."""
    left, right = equation(step.gives, WHO)
    if left.head != "Integral":
        raise Rejected(f"{WHO}: an integral stands on the left")
    alive(givens)
    body, x, low, high, base = opened(left, givens)
    if x in right.free:
        raise Rejected(f"{WHO}: {x} is bound and also stands outside: rename it")
    boundary, factor, other = _taken_apart(right, left)
    u, v = bound(step, "u"), bound(step, "v")
    out = [*divisors(left, x, base)]
    for f in (u, v):
        defined(f, x, base)
    out += _ends(mul(u, v), x, low, high, base, boundary, left)
    du, dv = (_slope(f, x, low, high, base, out) for f in (u, v))
    here = on_interval(x, low, high, base)
    inner = substitute(other.args[0], {other.args[1].data: symbol(x)})
    inner = inner if factor == ONE else mul(factor, inner)
    for f, g in ((body, mul(u, dv)), (inner, neg(mul(du, v)))):
        proof = identity(sub(f, g), here)
        if proof is None:
            raise Undecided(f"{WHO}: not proved: {said(f)} = {said(g)}")
        good, bad = presupposed(proof.blocked, parts_of(left, right), here)
        bad += [c.excluded for c in good if c.excluded is not None and x in c.excluded.free]
        if bad:
            raise Undecided(f"not proved: {said(bad[0])} != 0")
        out += [*proof.conditions, *good]
    try:
        out += convergent(other, premises, givens)
    except Undecided:
        out += convergent(left, premises, givens)
    out += carried(premises, (left, right), givens)
    says = f"Integrating by parts, with `u` = `{said(u)}` and `v` = `{said(v)}`."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _taken_apart(right: Term, left: Term) -> tuple[Term, Term, Term]:
    """(B, c, integral) of B + c*integral, over the limits of the left side."""
    summands = right.args if right.head == "Add" else (right,)
    holders = [t for t in summands if any(s.head == "Integral" for s in t.walk())]
    if len(holders) != 1:
        raise Rejected(f"{WHO}: one integral stands on the right")
    factor, integral = factored(holders[0], "Integral")
    if integral.args[2:] != left.args[2:]:
        raise Rejected(f"{WHO}: the integrals have the same limits")
    rest = [t for t in summands if t is not holders[0]]
    return (plus(*rest) if rest else ZERO), factor, integral


def _slope(f: Term, x: str, low: Term, high: Term, givens: Givens, out: list[Condition]) -> Term:
    found = differentiate_on(f, x, low, high, givens)
    if found is None:
        raise Undecided(f"{said(f)} has no derivative rule")
    slope, conditions = found
    conditions = [*conditions, *continuous_on(f, x, low, high, givens, closed=(False, False)),
                  *continuous_on(slope, x, low, high, givens, closed=(False, False))]  # fmt: skip
    for c in conditions:
        if not c.settled:
            raise Undecided(f"not proved: {said(f)} is C1 inside: {c.text} ({c.how})")
    text = f"`{said(f)}` is C1 on (`{said(low)}`, `{said(high)}`)"
    out.append(Condition(text, "discharged", "head by head"))
    return slope


def _ends(
    product: Term, x: str, low: Term, high: Term, givens: Givens, boundary: Term, left: Term
) -> list[Condition]:
    """The limits of u*v at both ends; their difference is the boundary term written."""
    values: list[Term] = []
    out: list[Condition] = []
    for end, side in ((low, "+"), (high, "-")):
        where = f"{x} -> {said(end)}{'' if infinite(end) else side}"
        found = limit(product, x, end, side, givens)
        if found is None:
            raise Undecided(f"no limit of {said(product)} is proved as {where}")
        if found.value is None or infinite(found.value):
            raise Rejected(f"{WHO}: {said(product)} has no finite limit as {where}")
        values.append(found.value)
        text = f"{said(product)} -> {said(found.value)} as {where}"
        out.append(Condition(text, "discharged", found.how))
    change = sub(values[1], values[0])
    # `low` and `high` are in order here; the integral may run the other way.
    if "-" in str(orientation(left.args[2], left.args[3], givens)):
        change = neg(change)
    proof = identity(sub(boundary, change), givens)
    if proof is None or proof.blocked:
        if proof is None and differ(boundary, change, givens):
            raise Rejected(f"{WHO}: the boundary term is {said(change)}, not {said(boundary)}")
        raise Undecided(f"{WHO}: the boundary term is {said(change)}, not proved equal to "
                        f"{said(boundary)}")  # fmt: skip
    return [*out, *proof.conditions]
