"""Primitive `minimum`: an extremal of a convex Lagrangian minimizes the functional on its class.

The Lagrangian with its constraints, the multipliers at their values, is convex in all jets together
at every x of the closed interval, and so is the cost in the end values; every end value is given or
free.  Then J(v) - J(y) >= the first variation = 0 for every v of the class (Troutman, Variational
Calculus with Elementary Convexity, 1983, Ch. 3): constraints add the same number to both sides,
whatever the sign of their multipliers.  A quadratic functional needs no convexity at a point: U or W,
bound as by `weak_minimum`, makes its second variation nonnegative, and that is all.  Bound to `of`,
-1: the same of -J, a maximum.

>>> from symderive.kernel.logic.certificate import check_steps
>>> from symderive.terms.reader import read
>>> texts = ("stationary(Integral(y'(x)^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 1))",)
>>> first = Step(1, "euler_lagrange_equations", read("y''(x) = 0"), bind={"K1": read("-2")})
>>> last = Step(2, WHO, read("y(x) = x"), (1,))
>>> check_steps([first, last], Givens.of([read(t) for t in texts]))[1].outcome.says[:30]
'The Lagrangian is convex in al'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import span_of
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import is_real, said
from symderive.kernel.analysis.variation.convexity import nonnegative, second
from symderive.kernel.analysis.variation.ends import held
from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.analysis.variation.near import smooth_near
from symderive.kernel.analysis.variation.second_variation import second_variation
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
    Step,
    Undecided,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ZERO, Term

WHO = "minimum"
MAX_JETS = 4
EXACT = "Gelfand and Fomin, Calculus of Variations, 1963, Secs. 24-29"
SOURCE = "Troutman, Variational Calculus with Elementary Convexity, 1983, Ch. 3"


@primitive(WHO)
def minimum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`; raises Undecided where convexity is not proved."""
    conditions, candidate = satisfied(step, premises, givens)
    here = situation(step, premises, givens, conditions, candidate)
    settled_values(here.problem)
    smooth(here)
    kept = [c for c in conditions if c.status != "discharged"]  # the others are said before
    word, kind = ("convex", "minimum") if here.sign > 0 else ("concave", "maximum")
    if any(r == "U" or r.startswith("W") for r in step.bind):
        out = [*kept, *_quadratic(here), *second_variation(here, step, strict=False)]
        says = (f"The functional is quadratic, so J(v) - J(y) is half its second variation at v - y; "
                f"by the conditions of Legendre and Jacobi the extremal is a {kind} on its class "
                f"({EXACT}).")  # fmt: skip
    else:
        out = [*kept, *_convex(here), *_convex_cost(here), *_first_variation(here)]
        says = (f"The Lagrangian is {word} in all jets together, so the extremal is a {kind} "
                f"on its class ({SOURCE}).")  # fmt: skip
    unique = {c.text: c for c in out}
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def _convex(here: Situation) -> list[Condition]:
    """All principal minors of the Hessian are nonnegative, at every point of a convex domain."""
    problem, whole = here.problem, here.whole
    jets = problem.jets
    names = [jets.name(u, o) for u, o in jets.of(whole)]
    if len(names) > MAX_JETS:
        raise Undecided(f"{WHO}: convexity in {len(names)} jets is not tried")
    for s in problem.about:
        _half_space(s, problem)
    domain = here.local.extended(*problem.about) if problem.about else here.local
    _defined(here, names, domain)
    needs: list[Term] = []
    hessian = second(whole, names, jets, domain, needs)
    out = [_held(n, domain) for n in needs]
    if all(e == ZERO for row in hessian for e in row):
        raise Undecided(f"{WHO}: the Lagrangian is linear in the jets")
    return out + nonnegative(hessian, domain, WHO)


def _quadratic(here: Situation) -> list[Condition]:
    """The second derivatives of the Lagrangian, and of the cost, are free of what varies."""
    problem = here.problem
    if problem.about:
        raise Undecided(f"{WHO}: a quadratic functional is judged among all functions")
    names = [problem.jets.name(u, o) for u, o in problem.jets.of(here.whole)]
    values = list(dict.fromkeys(t for t in problem.cost.walk() if t.head == "Apply"
                                and t.data[0] in problem.unknowns))  # fmt: skip
    cost, held_ = held(problem.cost, values)
    for body, moving in ((here.whole, names), (cost, list(held_))):
        needs: list[Term] = []
        rows = second(body, moving, problem.jets, problem.givens(), needs)
        third = [problem.jets.partial(t, n, problem.givens(), needs)
                 for row in rows for t in row for n in moving]  # fmt: skip
        if needs or any(tidied(t) != ZERO for t in third):
            raise Undecided(f"{WHO}: not proved: the functional is quadratic in what varies")
    text = "the Lagrangian is quadratic in the jets: its third derivatives by them are zero"
    return [Condition(text, "discharged", "by differentiation")]


def _first_variation(here: Situation) -> list[Condition]:
    """The Lagrangian is C1 near the extremal up to the ends, so that its first variation exists."""
    jets = here.problem.jets

    def along(t: Term) -> Term:
        return tidied(here.candidate.put(t, here.local))

    moving = [*here.problem.variables, *(jets.name(u, o) for u, o in jets.of(here.whole))]
    return smooth_near(here.whole, moving, along, here.local, 1)


def _half_space(s: Term, problem: Functional) -> None:
    """A given relation on the unknowns cuts out a convex set: its sides are affine in the jets."""
    jets = problem.jets
    if s.head == "Ne":
        raise Undecided(f"{WHO}: the functions with {said(s)} are no convex set")
    difference = Term("Add", (s.args[0], Term("Neg", (s.args[1],))))
    names = [jets.name(u, o) for u, o in jets.of(difference)]
    for a in names:
        needs: list[Term] = []
        first = jets.partial(difference, a, problem.givens(), needs)
        for b in names:
            if tidied(jets.partial(first, b, problem.givens(), needs)) != ZERO or needs:
                raise Undecided(f"{WHO}: the functions with {said(s)} are no convex set")


def _defined(here: Situation, names: Sequence[str], domain: Givens) -> None:
    """The Lagrangian has a real value, and is continuous, for all x and all admissible jets."""
    if not is_real(here.whole, domain):
        raise Undecided(f"{WHO}: {said(here.whole)} is not known to be real everywhere")
    (x,) = here.problem.variables
    whole = (here.low, here.high, True, True, without(domain, x))
    for name in (*names, x):
        span = whole if name == x else span_of(name, domain)
        if span is None:
            raise Undecided(f"{WHO}: {name} does not run over an interval")
        low, high, *closed, base = span
        for c in continuous_on(here.whole, name, low, high, base, closed=(closed[0], closed[1])):
            if not c.settled:
                raise Undecided(f"not proved: {said(here.whole)} is continuous in {name}: {c.text}")


def _held(need: Term, givens: Givens) -> Condition:
    found = holds(need, givens)
    if not found.settled:
        raise Undecided(f"not proved everywhere: {found.text}")
    return found


def _convex_cost(here: Situation) -> list[Condition]:
    """The cost is convex in the values at the ends."""
    problem = here.problem
    if problem.cost == ZERO:
        return []
    values = list(dict.fromkeys(t for t in problem.cost.walk() if t.head == "Apply"
                                and t.data[0] in problem.unknowns))  # fmt: skip
    body, names = held(problem.cost if here.sign > 0 else minus(problem.cost), values)
    base = Givens.of(problem.rest)
    if problem.about or not is_real(body, base):
        raise Undecided(f"{WHO}: the cost is not known to be real and convex everywhere")
    needs: list[Term] = []
    hessian = second(body, list(names), problem.jets, base, needs)
    out = [_held(n, base) for n in needs]
    for n in names:
        for c in continuous_on(body, n, minus(Term("oo")), Term("oo"), base):
            if not c.settled:
                raise Undecided(f"not proved: {said(problem.cost)} is continuous: {c.text}")
    return out + nonnegative(hessian, base, f"{WHO}: the cost")
