"""Primitive `change_of_variables`: x = phi(u), strictly monotone and C1 on an open interval.

The image is computed by limits of phi at both ends; a monotone C1 bijection of open intervals
carries improper Riemann integrals into each other, so one of them must exist (Apostol, Mathematical
Analysis, 7.7, and limits).  A falling phi may also turn the ends: then -phi' stands on the right.

>>> from symderive.terms.reader import read
>>> claim = read("Integral(exp(-x)/sqrt(x), (x, 0, oo)) = Integral(2*exp(-u^2), (u, 0, oo))")
>>> found = change_of_variables(Step(1, WHO, claim, bind={"phi": read("u^2")}), (), Givens())
>>> [c.text for c in found.conditions][2:4]
['u^2 -> 0 as u -> 0', 'u^2 -> oo as u -> oo']
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import on_interval, without
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.integrable import defined
from symderive.kernel.analysis.limits.limits import limit, same
from symderive.kernel.analysis.ranges.ranges import orientation, prove_sign, said
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
from symderive.terms.tree import Term, mul, neg, sub

WHO = "change_of_variables"


@primitive(WHO)
def change_of_variables(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) = Integral(f(phi)*phi', (u, alpha, beta)), phi a term in u."""
    left, right = equation(step.gives, WHO)
    if left.head != "Integral" or right.head != "Integral":
        raise Rejected(f"{WHO}: an integral on each side is wanted")
    phi = bound(step, "phi")
    alive(givens)
    _, x, _, _, base = opened(left, givens)
    image, u, low, high, inner = opened(right, without(x, givens))
    if u in (left.args[2].free | left.args[3].free | left.free) or u not in phi.free:
        raise Rejected(f"{WHO}: {u} is a new name, and phi a term in it")
    if x != u and x in phi.free | right.free:
        raise Rejected(f"{WHO}: {x} is bound and also stands in phi: rename it")
    defined(phi, u, inner)
    slope, sign, out = _monotone(phi, u, low, high, inner)
    low_, high_ = right.args[2:]
    turned = _image(phi, u, low_, high_, left, inner, out)
    factor = neg(slope) if turned else slope
    put = mul(substitute(left.args[0], {x: phi}), factor)
    here = on_interval(u, low, high, inner)
    proof = identity(sub(put, image), here)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(image)} is {said(put)}")
    bad = [t for t in proof.blocked if u in t.free]
    if bad:
        raise Undecided(f"not proved on the range of {u}: {said(bad[0])} != 0")
    body, x, a, b, base = opened(left, givens)
    out.append(inside(body, x, a, b, base))
    out += [*divisors(left, x, base), *divisors(right, u, inner), *proof.conditions]
    try:
        out += convergent(left, premises, givens)
    except Undecided:
        out += convergent(right, premises, givens)
    way = "rising" if sign == "+" else "falling"
    says = f"Substituting `{x}` = `{said(phi)}`, {way} on the range of `{u}`."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _monotone(
    phi: Term, u: str, low: Term, high: Term, givens: Givens
) -> tuple[Term, str, list[Condition]]:
    """The derivative, its sign, and the conditions: phi is C1 and strictly monotone inside."""
    found = differentiate_on(phi, u, low, high, givens)
    if found is None:
        raise Undecided(f"{said(phi)} has no derivative rule")
    slope, conditions = found
    conditions = [*conditions, *continuous_on(phi, u, low, high, givens, closed=(False, False)),
                  *continuous_on(slope, u, low, high, givens, closed=(False, False))]  # fmt: skip
    for c in conditions:
        if not c.settled:
            raise Undecided(f"not proved: {said(phi)} is C1 inside: {c.text} ({c.how})")
    sign = prove_sign(slope, on_interval(u, low, high, givens))
    if sign is None or sign[0] not in ("+", "-"):
        raise Undecided(f"not proved: {said(phi)} is strictly monotone inside")
    where = f"on (`{said(low)}`, `{said(high)}`)"
    order = ">" if sign[0] == "+" else "<"
    return slope, sign[0], [
        Condition(f"`{said(phi)}` is C1 {where}", "discharged", "head by head"),
        Condition(f"{said(slope)} {order} 0", "discharged", f"{where}: {sign[1]}"),
    ]  # fmt: skip


def _image(
    phi: Term, u: str, low: Term, high: Term, left: Term, givens: Givens, out: list[Condition]
) -> bool:
    """Whether phi carries the ends to those of the left side turned; Rejected if to others."""
    values: list[Term] = []
    forward = "+" in str(orientation(low, high, givens))
    for end, side in ((low, "+" if forward else "-"), (high, "-" if forward else "+")):
        found = limit(phi, u, end, side, givens)
        if found is None or found.value is None:
            raise Undecided(f"no limit of {said(phi)} is proved as {u} -> {said(end)}")
        values.append(found.value)
        text = f"{said(phi)} -> {said(found.value)} as {u} -> {said(end)}"
        out.append(Condition(text, "discharged", found.how))
    a, b = left.args[2:]
    for turned, wanted in ((False, (a, b)), (True, (b, a))):
        if all(same(v, w, givens) for v, w in zip(values, wanted, strict=True)):
            return turned
    shown = f"({said(values[0])}, {said(values[1])})"
    raise Rejected(f"{WHO}: {said(phi)} runs over {shown}, not over ({said(a)}, {said(b)})")
