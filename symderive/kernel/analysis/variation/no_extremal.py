"""Primitive `no_extremal`: all extremals that start at the left datum miss the right one.

Y, a function of the variable and of a new name t, satisfies the Euler-Lagrange equation on the closed
interval for every real t, with the given value and the slope t (or sinh t) at the left end: every
slope.  The equation is regular, L_y'y' != 0, so an extremal is determined by value and slope
(Picard and Lindelof; Hartman, Ordinary Differential Equations, II.1), and is one of the Y.  Regular
it need be only on an open `within` (as y(x) > 0) in which every Y stays: an extremal that agrees with
Y at a point agrees near it, and where it agrees is closed.  gives Y(b) < v or v < Y(b) for all t,
where y(b) = v is wanted.

>>> from symderive.kernel.logic.certificate import check_steps
>>> from symderive.terms.reader import read
>>> texts = ("stationary(Integral(y'(x)^2 - y(x)^2, (x, 0, pi)), fixed(y(0), 0), fixed(y(pi), 1))",)
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) + y(x) = 0"), bind={"K1": read("-2")})
>>> roles = {"Y": read("t*sin(x)"), "t": read("t")}
>>> last = Step(2, WHO, read("0 < 1"), (1,), bind=roles)
>>> check_steps([first, last], Givens.of([read(t) for t in texts]))[1].outcome.grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, span_of
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, orientation, prove_sign, said
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.euler_lagrange import WHO as EULER_LAGRANGE
from symderive.kernel.analysis.variation.euler_lagrange import equations
from symderive.kernel.analysis.variation.functional import Functional, functional_of
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
from symderive.terms.tree import ZERO, Term, call, eq, sub, symbol

WHO = "no_extremal"
SAYS = ("Every extremal through the first point is one of these, and they miss the second "
        "(Hartman, Ordinary Differential Equations, II.1).")  # fmt: skip


@primitive(WHO)
def no_extremal(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind Y, t; within; G: the difference of the sides in another form; cut1, ..: cuts of t."""
    if len(premises) != 1 or premises[0].step.by != EULER_LAGRANGE:
        raise Rejected(f"{WHO}: its premise is the Euler-Lagrange equation")
    if step.gives.head != "Lt":
        raise Rejected(f"{WHO}: an order of the values at the second end is wanted")
    problem = functional_of(givens)
    (low, first), (high, last) = _ends(problem)
    region = step.bind.get("within")
    if region is not None:
        problem = _confined(problem, region)
    t, body = bound(step, "t"), bound(step, "Y")
    taken = {n for s in givens.statements for n in s.free} | set(problem.variables)
    if t.head != "Symbol" or t.data in taken or body.functions:
        raise Rejected(f"{WHO}: t is a new name, and Y an explicit function")
    if not body.free <= taken | {t.data}:
        raise Rejected(f"{WHO}: Y holds names of which nothing is known")
    x = symbol(problem.variables[0])
    inside = (Term("Le", (low, x)), Term("Le", (x, high)))
    local = Givens.of([*problem.rest, *inside])
    out = _regular(problem, local)
    candidate = Candidate(problem, "explicit", {problem.unknowns[0]: body})
    _solves(candidate, equations(premises[0].gives), local, low, high)
    here = {x.data: low}
    slope = candidate.put(symbol(problem.jets.name(problem.unknowns[0], (1,))), local)
    base = Givens.of(problem.rest)
    _same(substitute(body, here), first, base)
    _every(tidied(substitute(slope, here)), t, base)
    value = tidied(substitute(body, {x.data: high}))
    out += _missed(step, value, last, t, base)
    unique = {c.text: c for c in out}
    says = SAYS if region is None else f"{SAYS[:-1]}, all with `{said(region)}`."
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def _confined(problem: Functional, region: Term) -> Functional:
    """The problem on an open region of the values of its unknown."""
    (name,), x = problem.unknowns, problem.variables[0]
    plain = problem.jets.plain(region)
    if region.head not in ("Lt", "Gt", "Ne") or not {name} <= plain.free <= {name, x}:
        raise Rejected(f"{WHO}: `within` is a strict relation on {name}, and holds no other name")
    return replace(problem, about=(*problem.about, plain))


def _ends(problem: Functional) -> tuple[tuple[Term, Term], tuple[Term, Term]]:
    """((a, y(a)), (b, y(b))); raises Undecided for another kind of problem."""
    extra = (problem.integrals, problem.holonomic, problem.free, problem.movable)
    one = len(problem.variables) == len(problem.unknowns) == 1
    if not one or any(extra) or problem.cost != ZERO or problem.jets.order(problem.lagrangian) != 1:
        raise Undecided(f"{WHO}: one unknown, its first derivative and two values are handled")
    ((low, high),) = problem.ends
    known = {d.at[0]: d.value for d in problem.data if d.orders == (0,)}
    if len(problem.data) != 2 or set(known) != {low, high} or infinite(low) or infinite(high):
        raise Undecided(f"{WHO}: the values at both ends are wanted")
    if orientation(low, high, Givens.of(problem.rest)) != "+":
        raise Undecided(f"{WHO}: not proved: {said(low)} < {said(high)}")
    return (low, known[low]), (high, known[high])


def _regular(problem: Functional, local: Givens) -> list[Condition]:
    """On an open domain the Lagrangian is smooth and L_y'y' vanishes nowhere."""
    jets, (name,) = problem.jets, problem.unknowns
    for s in problem.about:
        if s.head not in ("Lt", "Gt", "Ne"):
            raise Undecided(f"{WHO}: the domain {said(s)} is not open")
    domain = local.extended(*problem.about) if problem.about else local
    whole = problem.lagrangian
    y, p = jets.name(name, (0,)), jets.name(name, (1,))
    if not is_real(whole, domain):
        raise Undecided(f"{WHO}: {said(whole)} is not known to be real")
    for n in (y, p, *problem.variables):
        span = span_of(n, domain)
        if span is None:
            raise Undecided(f"{WHO}: {n} does not run over an interval")
        low, high, *closed, base = span
        for c in continuous_on(whole, n, low, high, base, closed=(closed[0], closed[1])):
            if not c.settled:
                raise Undecided(f"{WHO}: not proved: {said(whole)} is continuous: {c.text}")
    needs: list[Term] = []
    (x,) = problem.variables
    slopes = [jets.partial(whole, n, domain, needs) for n in (y, p)]
    legendre = tidied(jets.partial(slopes[1], p, domain, needs))
    for s in slopes:
        for n in (y, p, x):
            jets.partial(jets.partial(s, n, domain, needs), p, domain, needs)
    out = []
    for need in needs:
        found = holds(need, domain)
        if not found.settled:
            raise Undecided(f"{WHO}: not proved: {found.text}")
        out.append(found)
    how = nonzero(legendre, domain)
    if how is None:
        raise Undecided(f"{WHO}: not proved: {said(legendre)} != 0")
    out.append(Condition(f"{said(legendre)} != 0", "discharged", how))
    return out


def _solves(
    candidate: Candidate, lefts: Sequence[Term], local: Givens, low: Term, high: Term
) -> None:
    """Y satisfies the equation and the relations given of the unknown, for all x and t."""
    problem = candidate.problem
    (x,), (name,) = problem.variables, problem.unknowns
    base = Givens.of(problem.rest)
    for k in range(3):
        part = candidate.put(symbol(problem.jets.name(name, (k,))), local)
        for c in continuous_on(part, x, low, high, base, closed=(True, True)):
            if not c.settled:
                raise Undecided(f"{WHO}: not proved: {said(part)} is continuous: {c.text}")
    for need in candidate.needs:
        found = holds(need, local)
        if not found.settled:
            raise Undecided(f"{WHO}: not proved: {found.text}")
    for left in lefts:
        _same(candidate.put(problem.jets.plain(left), local), ZERO, local)
    for s in problem.about:
        _holds(Term(s.head, tuple(tidied(candidate.put(a, local)) for a in s.args)), local)


def _same(a: Term, b: Term, givens: Givens) -> None:
    """a = b everywhere: nothing is left that must not vanish."""
    _holds(eq(tidied(a), tidied(b)), givens)


def _holds(part: Term, givens: Givens) -> None:
    for c in settled(relation(part, givens), part, givens):
        bare = c.status == "presupposed"
        if bare and (c.excluded is None or nonzero(tidied(c.excluded), givens) is None):
            raise Undecided(f"{WHO}: not proved: {c.text}")


def _every(slope: Term, t: Term, givens: Givens) -> None:
    """The slope takes every real value as t does."""
    for form in (t, call("sinh", t)):
        try:
            _same(slope, form, givens)
            return
        except (Undecided, Rejected):
            continue
    raise Undecided(f"{WHO}: not proved: the slope {said(slope)} is {said(t)} or its sinh")


def _missed(step: Step, value: Term, wanted: Term, t: Term, base: Givens) -> list[Condition]:
    """The order that is given holds for all t."""
    for sides in ((value, wanted), (wanted, value)):
        try:
            for a, b in zip(step.gives.args, sides, strict=True):
                _same(a, b, base)
        except (Undecided, Rejected):
            continue
        break
    else:
        raise Rejected(
            f"{WHO}: {said(step.gives)} does not compare {said(value)} and {said(wanted)}"
        )
    gap = sub(sides[1], sides[0])
    form = step.bind.get("G")
    if form is not None:
        _same(gap, form, base)
        gap = form
    cuts: list[Term] = []
    while f"cut{len(cuts) + 1}" in step.bind:
        cuts.append(step.bind[f"cut{len(cuts) + 1}"])
    for a, b in pairwise(cuts):
        _holds(Term("Lt", (a, b)), base)
    out = []
    for k in range(len(cuts) + 1):
        piece = [Term("Le", (cuts[k - 1], t))] if k else []
        piece += [Term("Le", (t, cuts[k]))] if k < len(cuts) else []
        found = prove_sign(gap, base.extended(*piece) if piece else base)
        if found is None or found[0] != "+":
            raise Undecided(f"{WHO}: not proved: {said(gap)} > 0")
        out.append(Condition(f"{said(gap)} > 0", "discharged", found[1]))
    return out
