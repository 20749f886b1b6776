"""Primitive `weak_minimum`: Legendre's and Jacobi's conditions along an extremal with fixed ends.

On the closed interval L_y'y' > 0 along the extremal, and U, bound by the step, is positive with
(P U')' <= Q U for P = L_y'y', Q = L_yy - (L_yy')'.  By Sturm's comparison no point is conjugate to
the left end, so the extremal is a weak minimum (Gelfand and Fomin, Calculus of Variations, 1963,
Secs. 26-28); under integral constraints of the Lagrangian with its multipliers, and so of the
functional among the functions that satisfy them.  Bound to `of`, -1: of -J, a weak maximum.

>>> from symderive.kernel.logic.certificate import check_steps
>>> from symderive.terms.reader import read
>>> texts = ("stationary(Integral(y'(x)^2 - y(x)^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 0))",)
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> last = Step(2, WHO, read("y(x) = 0"), (1,), bind={"U": read("cos(x)")})
>>> check_steps([first, last], Givens.of([read(t) for t in texts]))[1].outcome.grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import prove_sign, said
from symderive.kernel.analysis.variation.convexity import reason
from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.minimum import Situation, settled_values, situation, smooth
from symderive.kernel.analysis.variation.near import smooth_near
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.tree import Term

WHO = "weak_minimum"
SOURCE = "Gelfand and Fomin, Calculus of Variations, 1963, Secs. 26-28"


@primitive(WHO)
def weak_minimum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`, and U; raises Undecided where a sign is not proved."""
    conditions, candidate = satisfied(step, premises, givens)
    here = situation(step, premises, givens, conditions, candidate)
    problem = here.problem
    if len(problem.unknowns) != 1 or problem.jets.order(here.whole) != 1 or problem.holonomic:
        raise Undecided(f"{WHO}: one unknown and its first derivative are judged")
    settled_values(problem, free=False)
    smooth(here)
    kept = [c for c in conditions if c.status != "discharged"]  # the others are said before
    out = [*kept, *_second(here, bound(step, "U"))]
    kind = "minimum" if here.sign > 0 else "maximum"
    says = (f"The conditions of Legendre and Jacobi hold on the closed interval, so the extremal "
            f"is a weak {kind} ({SOURCE}).")  # fmt: skip
    unique = {c.text: c for c in out}
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def _second(here: Situation, u: Term) -> list[Condition]:
    jets, (x,), (name,) = here.problem.jets, here.problem.variables, here.problem.unknowns
    if not u.free <= here.local_names() | {x} or u.functions:
        raise Rejected(f"{WHO}: U is a function of {x} and the constants")
    y, p = jets.name(name, (0,)), jets.name(name, (1,))
    plain = here.problem.givens()
    needs: list[Term] = []
    by_y, by_p = (jets.partial(here.whole, n, plain, needs) for n in (y, p))
    second = {(a, b): jets.partial(s, b, plain, needs)
              for a, s in ((y, by_y), (p, by_p)) for b in (y, p)}  # fmt: skip
    for t in second.values():  # the theorem wants three derivatives near the extremal
        for n in (y, p):
            jets.partial(t, n, plain, needs)
    out = [_held(here, n) for n in needs]

    def along(t: Term) -> Term:
        return tidied(here.candidate.put(t, here.local))

    out += smooth_near(here.whole, (x, y, p), along, here.local, 3)

    legendre = along(second[p, p])
    mixed = _slope(here, along(second[p, y]), out)
    rest = plus(along(second[y, y]), minus(mixed))
    low, high = said(here.low), said(here.high)
    _positive(
        here,
        legendre,
        f"Legendre: P > 0 on [{low}, {high}] for P the second derivative of L by {p}",
        out,
    )
    _positive(here, u, f"Jacobi: U = {said(u)} > 0 on [{low}, {high}]", out)
    flux = times(legendre, _slope(here, u, out))
    gap = tidied(plus(_slope(here, flux, out), minus(times(rest, u))))
    how = _not_positive(gap, here.local)
    if how is None:
        raise Undecided(f"{WHO}: not proved: {said(gap)} <= 0")
    text = (
        f"Jacobi: (P U')' <= Q U for Q the second derivative by {y} less the slope of the mixed one"
    )
    out.append(Condition(text, "discharged", how))
    return out


def _held(here: Situation, need: Term) -> Condition:
    """A condition of a derivative of the Lagrangian, along the extremal."""
    put = need.rebuild([_put(here, a) for a in need.args])
    found = holds(put, here.local)
    if not found.settled:
        raise Undecided(f"{WHO}: not proved along the extremal: {found.text}")
    return found


def _put(here: Situation, t: Term) -> Term:
    if t.head in ("Ne", "Lt", "Le", "Gt", "Ge", "Or", "And", "Not"):
        return t.rebuild([_put(here, a) for a in t.args])
    return tidied(here.candidate.put(t, here.local))


def _slope(here: Situation, t: Term, out: list[Condition]) -> Term:
    """The derivative by the variable, everywhere on the closed interval."""
    (x,) = here.problem.variables
    try:
        slope, needs = differentiate(t, x, here.local)
    except Refused as reason:
        raise Undecided(f"{WHO}: {reason}") from None
    for n in needs:
        found = holds(n, here.local)
        if not found.settled:
            raise Undecided(f"{WHO}: not proved: {found.text}")
        out.append(found)
    for part in (t, slope):
        for c in continuous_on(part, x, here.low, here.high, _without(here.local, x),
                               closed=(True, True)):  # fmt: skip
            if not c.settled:
                raise Undecided(f"{WHO}: not proved: {said(part)} is continuous: {c.text}")
    return tidied(slope)


def _without(givens: Givens, name: str) -> Givens:
    return Givens.of([s for s in givens.statements if name not in s.free])


def _positive(here: Situation, t: Term, what: str, out: list[Condition]) -> None:
    found = prove_sign(t, here.local)
    if found is None or found[0] != "+":
        raise Undecided(f"{WHO}: not proved: {what}: {said(t)} > 0")
    out.append(Condition(what, "discharged", reason(t, found[1])))


def _not_positive(t: Term, givens: Givens) -> str | None:
    try:
        proof = prove_zero(t, givens)
    except ArithmeticError:
        proof = None
    if proof is not None and not proof.open:
        return f"with equality, {proof.how}"
    found = prove_sign(t, givens)
    return reason(t, found[1]) if found is not None and found[0] in ("-", "0-", "0") else None
