"""Primitives `conjugate_point` and `no_minimum`: where an extremal ceases to be a minimum; that it is none.

conjugate_point: U, bound by the step, solves Jacobi's equation with U = 0 at the left end and again
at c, and not between: c is the first conjugate point.  no_minimum: for the variation H1, .. (of the
unknowns in order), which vanishes where values are given, the second variation is negative, so the
extremal is no minimum, not even a weak one (Gelfand and Fomin, Calculus of Variations, 1963, Secs.
24-27).  Its integral is a premise.  Bound to `of`, -1: the same of -J.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.continuity.continuity import smooth_on
from symderive.kernel.analysis.equations.first_order import proved, tidied
from symderive.kernel.analysis.ranges.ranges import nonzero, orientation, prove_sign, said
from symderive.kernel.analysis.variation.accessory import Form
from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.second_variation import cost_of, form_of, slope_of
from symderive.kernel.analysis.variation.situation import (
    Situation,
    settled_values,
    situation,
    smooth,
    without,
)
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
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, symbol

CONJUGATE, NONE = "conjugate_point", "no_minimum"
SOURCE = "Gelfand and Fomin, Calculus of Variations, 1963, Secs. 24-27"


@primitive(CONJUGATE)
def conjugate_point(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`; U and c are bound."""
    here, kept = _situation(step, premises, givens)
    form, out = form_of(here, step)
    if [k for _, k in form.jets] != [0, 1]:
        raise Undecided(f"{CONJUGATE}: one unknown and its first derivative are handled")
    u, c = bound(step, "U"), bound(step, "c")
    (x,) = here.problem.variables
    base = without(here.local, x)
    if not (u.free | c.free) <= form.known | {x} or x in c.free or u.functions | c.functions:
        raise Rejected(f"{CONJUGATE}: U is a function of {x} and the constants, and c one of them")
    if orientation(here.low, c, base) != "+" or orientation(c, here.high, base) not in (
        "+",
        "0+",
        "0",
    ):
        raise Undecided(
            f"{CONJUGATE}: not proved: {said(here.low)} < {said(c)} <= {said(here.high)}"
        )
    (by_yy, by_yp), (_, legendre) = form.hessian
    sign = prove_sign(legendre, here.local)
    if sign is None or sign[0] not in ("+", "-"):
        raise Undecided(f"{CONJUGATE}: not proved: {said(legendre)} keeps its sign")
    rest = plus(by_yy, minus(slope_of(here, by_yp, CONJUGATE, out)))
    slope = slope_of(here, u, CONJUGATE, out)
    flux = slope_of(here, times(legendre, slope), CONJUGATE, out)
    _proved(eq(tidied(plus(flux, minus(times(rest, u)))), ZERO), here.local, out)
    for end in (here.low, c):
        _proved(eq(tidied(substitute(u, {x: end})), ZERO), base, out)
    first = tidied(substitute(slope, {x: here.low}))
    if nonzero(first, base) is None:
        raise Undecided(f"{CONJUGATE}: not proved: {said(first)} != 0")
    between = base.extended(Term("Lt", (here.low, symbol(x))), Term("Lt", (symbol(x), c)))
    how = nonzero(u, between)
    if how is None:
        raise Undecided(f"{CONJUGATE}: not proved: {said(u)} != 0 between")
    out.append(
        Condition(f"{said(u)} != 0 between {said(here.low)} and {said(c)}", "discharged", how)
    )
    says = (f"The solution U of Jacobi's equation that vanishes at {said(here.low)} vanishes next at "
            f"{said(c)}: the first conjugate point ({SOURCE}).")  # fmt: skip
    unique = {k.text: k for k in (*kept, *out)}
    return Outcome("cited", tuple(unique.values()), says, solution=True)


@primitive(NONE)
def no_minimum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`; H1, .. are bound, an unknown without one stands still."""
    here, kept = _situation(step, premises, givens)
    problem = here.problem
    if problem.integrals or problem.holonomic:
        raise Undecided(f"{NONE}: variations under constraints are not handled")
    form, out = form_of(here, step)
    moved = _variation(here, form, step)
    parts = []
    for i, a in enumerate(form.jets):
        for j, b in enumerate(form.jets):
            parts.append(times(form.hessian[i][j], moved[a], moved[b]))
    body = tidied(plus(*parts))
    value = _value(here, body, premises)
    second = cost_of(here, form, NONE, out)
    (x,) = problem.variables
    places = [(j, end) for end in (here.low, here.high) for j in form.lower]
    for a, end in places:
        for b, other in places:
            t = second((a, end), (b, other))
            if t != ZERO:
                value = plus(value, times(t, substitute(moved[a], {x: end}),
                                          substitute(moved[b], {x: other})))  # fmt: skip
    base = without(here.local, x)
    _proved(Term("Lt", (tidied(value), ZERO)), base, out)
    text = f"the second variation is {said(tidied(value))} < 0"
    out.append(Condition(text, "discharged", "the variation is put in"))
    kind = "minimum" if here.sign > 0 else "maximum"
    says = (f"A variation that the class admits makes the second variation "
            f"{'negative' if here.sign > 0 else 'positive'}, so the extremal is no {kind}, not even a "
            f"weak one ({SOURCE}).")  # fmt: skip
    unique = {k.text: k for k in (*kept, *out)}
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def _situation(
    step: Step, premises: Sequence[Checked], givens: Givens
) -> tuple[Situation, list[Condition]]:
    conditions, candidate = satisfied(step, premises, givens)
    here = situation(step, premises, givens, conditions, candidate)
    settled_values(here.problem)
    smooth(here)
    for s in here.problem.about:  # nearby functions belong to the class
        put = Term(s.head, tuple(tidied(candidate.put(a, here.local)) for a in s.args))
        if s.head not in ("Lt", "Gt", "Ne"):
            raise Undecided(f"{step.by}: the domain {said(s)} is not open")
        _proved(put, here.local, [])
    return here, [c for c in conditions if c.status != "discharged"]


def _variation(here: Situation, form: Form, step: Step) -> dict[tuple[str, int], Term]:
    """The variation with its derivatives: smooth on the closed interval, zero where values are given."""
    problem = here.problem
    (x,) = problem.variables
    base = without(here.local, x)
    roles = {f"H{k + 1}": u for k, u in enumerate(problem.unknowns)}
    if extra := sorted(r for r in step.bind if r.startswith("H") and r not in roles):
        raise Rejected(f"{step.by}: {extra[0]} is no variation of an unknown")
    found: dict[tuple[str, int], Term] = {}
    for role, u in roles.items():
        body = step.bind.get(role, ZERO)
        if not body.free <= form.known | {x} or body.functions:
            raise Rejected(f"{step.by}: {role} is a function of {x} and the constants")
        order = max((k for v, k in form.jets if v == u), default=0)
        for c in smooth_on(body, x, here.low, here.high, base, order, closed=(True, True)):
            if not c.settled:
                raise Undecided(f"{step.by}: not proved: {said(body)} is smooth: {c.text}")
        for k in range(order + 1):
            found[u, k] = body
            body = slope_of(here, body, step.by, []) if k < order else body
    for d in problem.data:
        h = found.get((d.unknown, d.orders[0]))
        if h is not None:
            _proved(eq(tidied(substitute(h, {x: d.at[0]})), ZERO), base, [])
        else:
            raise Undecided(f"{step.by}: a datum of a higher derivative is not handled")
    return found


def _value(here: Situation, body: Term, premises: Sequence[Checked]) -> Term:
    """The integral of the second variation, which a premise gives."""
    if body == ZERO:
        return ZERO
    (x,) = here.problem.variables
    for p in premises:
        if p.step.by != "antiderivative" or p.gives.args[0].head != "Integral":
            continue
        f, v, a, b = p.gives.args[0].args
        if (a, b) != (here.low, here.high):
            continue
        try:
            _proved(eq(substitute(f, {v.data: symbol(x)}), body), here.local, [])
        except (Undecided, Rejected):
            continue
        return p.gives.args[1]
    raise Rejected(f"{NONE}: a premise gives the integral of {said(body)}")


def _proved(part: Term, givens: Givens, out: list[Condition]) -> None:
    """The relation, everywhere: nothing is presupposed."""
    for c in proved(part, givens):
        bare = c.excluded is None or nonzero(tidied(c.excluded), givens) is None
        if c.status == "presupposed" and bare:
            raise Undecided(f"not proved: {c.text}")
        out.append(c)
