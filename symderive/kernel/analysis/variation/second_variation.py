"""The second variation along an extremal is not negative: by Jacobi's U, or by Legendre's matrix W.

For one unknown and its first derivative U is bound, a function with (P U')' <= Q U: no point is
conjugate to the left end (Sturm).  Otherwise W is, see `accessory`.  Where the second variation only
has to be nonnegative, U may vanish at a fixed end if its slope does not: a variation vanishes there
too, and h^2 P U'/U tends to 0.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import nonzero, prove_sign, said
from symderive.kernel.analysis.variation.accessory import (
    Form,
    Jet,
    Matrix,
    at_ends,
    jets_of,
    transformed,
    weight_of,
    weights_of,
)
from symderive.kernel.analysis.variation.convexity import reason
from symderive.kernel.analysis.variation.ends import held
from symderive.kernel.analysis.variation.near import smooth_near
from symderive.kernel.analysis.variation.situation import Situation, without
from symderive.kernel.logic.claims import Condition, Rejected, Step, Undecided, bound
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, apply, symbol


def second_variation(here: Situation, step: Step, *, strict: bool) -> list[Condition]:
    """Legendre's and Jacobi's conditions; `strict`: positive but for h = 0.  Raises Undecided."""
    form, out = form_of(here, step)
    if "U" in step.bind:
        weights = _jacobi(here, form, step, out, strict=strict)
    else:
        out += transformed(form, step)
        weights = weights_of(form, step)
    out += at_ends(form, weights, cost_of(here, form, step.by, out), step.by, strict=strict)
    return out


def form_of(here: Situation, step: Step) -> tuple[Form, list[Condition]]:
    """The Hessian of the Lagrangian along the extremal, which is smooth near it, ends included."""
    problem, jets = here.problem, here.problem.jets
    if problem.holonomic:
        raise Undecided(f"{step.by}: holonomic constraints are not judged")
    keys = jets_of(problem, here.whole)
    names = [jets.name(u, (k,)) for u, k in keys]
    (x,) = problem.variables
    needs: list[Term] = []
    plain = problem.givens()
    first = [jets.partial(here.whole, n, plain, needs) for n in names]
    second = [[jets.partial(s, n, plain, needs) for n in names] for s in first]
    for row in second:  # the theorem wants three derivatives near the extremal
        for t in row:
            for n in names:
                jets.partial(t, n, plain, needs)
    out = [_held(here, n, step.by) for n in needs]

    def along(t: Term) -> Term:
        return tidied(here.candidate.put(t, here.local))

    out += smooth_near(here.whole, (x, *names), along, here.local, 3)
    rows = [[along(t) for t in row] for row in second]
    form = Form(problem, here.low, here.high, here.local, rows, keys, here.local_names())
    return form, out


Place = tuple[Jet, Term]


def cost_of(
    here: Situation, form: Form, who: str, out: list[Condition]
) -> Callable[[Place, Place], Term]:
    """The second derivatives of the cost by two values at the ends, at the extremal."""
    problem = here.problem
    cost = problem.cost if here.sign > 0 else minus(problem.cost)
    values = list(dict.fromkeys(t for t in cost.walk() if t.head == "Apply"
                                and t.data[0] in problem.unknowns))  # fmt: skip
    for v in values:
        if (v.data[0], v.data[1][0]) not in form.lower or v.args[0] not in (here.low, here.high):
            raise Undecided(f"{who}: {said(v)} in the cost is no value that the class holds")
    body, names = held(cost, values)
    base = without(here.local, problem.variables[0])

    def put(t: Term) -> Term:
        at = {n: _at(here, v) for n, v in names.items()}
        return tidied(substitute(t, at))

    if values:
        out += smooth_near(body, list(names), put, base, 3)

    def second(a: Place, b: Place) -> Term:
        found = []
        for (unknown, k), end in (a, b):
            value = apply(unknown, end, orders=(k,))
            found.append(next((n for n, v in names.items() if v == value), None))
        if None in found:
            return ZERO
        needs: list[Term] = []
        slope = problem.jets.partial(body, str(found[0]), base, needs)
        slope = problem.jets.partial(slope, str(found[1]), base, needs)
        for n in needs:
            if not holds(put_relation(n), base).settled:
                raise Undecided(f"not proved at the ends: {said(n)}")
        return put(slope)

    def put_relation(n: Term) -> Term:
        return n.rebuild([put(a) for a in n.args])

    return second


def _at(here: Situation, value: Term) -> Term:
    """A value such as y'(b) of the extremal."""
    (x,) = here.problem.variables
    unknown, orders = value.data
    body = here.candidate.put(symbol(here.problem.jets.name(unknown, orders)), here.local)
    return substitute(body, {x: value.args[0]})


def _jacobi(
    here: Situation, form: Form, step: Step, out: list[Condition], *, strict: bool
) -> Matrix:  # fmt: skip
    """Legendre's condition, and U with (P U')' <= Q U; the W that it makes."""
    (x,), u = here.problem.variables, bound(step, "U")
    if [k for _, k in form.jets] != [0, 1]:
        raise Rejected(f"{step.by}: U judges one unknown and its first derivative, W the others")
    if not u.free <= here.local_names() | {x} or u.functions:
        raise Rejected(f"{step.by}: U is a function of {x} and the constants")
    (unknown, _), _ = form.jets
    y, p = (here.problem.jets.name(unknown, (k,)) for k in (0, 1))
    (by_yy, by_yp), (_, legendre) = form.hessian
    mixed = slope_of(here, by_yp, step.by, out)
    rest = plus(by_yy, minus(mixed))
    low, high = said(here.low), said(here.high)
    text = f"Legendre: P > 0 on [{low}, {high}] for P the second derivative of L by {p}"
    _positive(here.local, legendre, text, step.by, out)
    slope = slope_of(here, u, step.by, out)
    _sided(here, u, slope, step.by, out, strict=strict)
    flux = times(legendre, slope)
    gap = tidied(plus(slope_of(here, flux, step.by, out), minus(times(rest, u))))
    how = _not_positive(gap, here.local)
    if how is None:
        raise Undecided(f"{step.by}: not proved: {said(gap)} <= 0")
    text = (
        f"Jacobi: (P U')' <= Q U for Q the second derivative by {y} less the slope of the mixed one"
    )
    out.append(Condition(text, "discharged", how))
    return [[weight_of(u, legendre, by_yp, slope)]]


def _sided(
    here: Situation, u: Term, slope: Term, who: str, out: list[Condition], *, strict: bool
) -> None:
    """U > 0 on the closed interval; or inside, with a simple zero at a fixed end."""
    (x,) = here.problem.variables
    low, high = said(here.low), said(here.high)
    text = f"Jacobi: U = {said(u)} > 0 on [{low}, {high}]"
    try:
        _positive(here.local, u, text, who, out)
        return
    except Undecided:
        if strict:
            raise
    at = symbol(x)
    base = without(here.local, x)
    inside = base.extended(Term("Lt", (here.low, at)), Term("Lt", (at, here.high)))
    _positive(inside, u, f"Jacobi: U = {said(u)} > 0 inside ({low}, {high})", who, out)
    for end in (here.low, here.high):
        value, rate = (tidied(substitute(t, {x: end})) for t in (u, slope))
        found = prove_sign(value, base)
        if found is not None and found[0] == "+":
            continue
        fixed = any(d.at == (end,) and not any(d.orders) for d in here.problem.data)
        if not fixed or nonzero(rate, base) is None:
            raise Undecided(f"{who}: not proved: U has no zero, or a simple one, at {said(end)}")


def _held(here: Situation, need: Term, who: str) -> Condition:
    """A condition of a derivative of the Lagrangian, along the extremal."""
    put = need.rebuild([_put(here, a) for a in need.args])
    found = holds(put, here.local)
    if not found.settled:
        raise Undecided(f"{who}: not proved along the extremal: {found.text}")
    return found


def _put(here: Situation, t: Term) -> Term:
    if t.head in ("Ne", "Lt", "Le", "Gt", "Ge", "Or", "And", "Not"):
        return t.rebuild([_put(here, a) for a in t.args])
    return tidied(here.candidate.put(t, here.local))


def slope_of(here: Situation, t: Term, who: str, out: list[Condition]) -> Term:
    """The derivative by the variable, everywhere on the closed interval."""
    (x,) = here.problem.variables
    try:
        slope, needs = differentiate(t, x, here.local)
    except Refused as why:
        raise Undecided(f"{who}: {why}") from None
    for n in needs:
        found = holds(n, here.local)
        if not found.settled:
            raise Undecided(f"{who}: not proved: {found.text}")
        out.append(found)
    for part in (t, slope):
        for c in continuous_on(part, x, here.low, here.high, without(here.local, x),
                               closed=(True, True)):  # fmt: skip
            if not c.settled:
                raise Undecided(f"{who}: not proved: {said(part)} is continuous: {c.text}")
    return tidied(slope)


def _positive(givens: Givens, t: Term, what: str, who: str, out: list[Condition]) -> None:
    found = prove_sign(t, givens)
    if found is None or found[0] != "+":
        raise Undecided(f"{who}: not proved: {what}: {said(t)} > 0")
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
