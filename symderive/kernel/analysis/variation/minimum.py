"""Primitive `minimum`: an extremal of a convex Lagrangian minimizes the functional on its class.

The Lagrangian with its constraints, the multipliers at their values, is convex in all jets together
at every x of the closed interval, and so is the cost in the end values; every end value is given or
free.  Then J(v) - J(y) >= the first variation = 0 for every v of the class (Troutman, Variational
Calculus with Elementary Convexity, 1983, Ch. 3): constraints add the same number to both sides,
whatever the sign of their multipliers.  Bound to `of`, -1: the same of -J, a maximum.

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
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, span_of
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, orientation, said
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.convexity import nonnegative, second
from symderive.kernel.analysis.variation.ends import held
from symderive.kernel.analysis.variation.euler_lagrange import WHO as EULER_LAGRANGE
from symderive.kernel.analysis.variation.euler_lagrange import augmented
from symderive.kernel.analysis.variation.extremal import satisfied
from symderive.kernel.analysis.variation.functional import Functional, functional_of
from symderive.kernel.analysis.variation.near import smooth_near
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
)
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, apply, symbol

WHO = "minimum"
MAX_JETS = 4
SOURCE = "Troutman, Variational Calculus with Elementary Convexity, 1983, Ch. 3"


@dataclass(frozen=True)
class Situation:
    """A problem on a closed interval, its extremal, and the Lagrangian with the multipliers' values."""

    problem: Functional
    candidate: Candidate
    whole: Term
    sign: int
    local: Givens  # x in the closed interval, the facts
    low: Term
    high: Term

    def local_names(self) -> frozenset[str]:
        """The names of which something is said, constants of the extremal among them."""
        told = frozenset(n for s in self.local.statements for n in s.free)
        return told | self.candidate.names | self.whole.free


@primitive(WHO)
def minimum(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, uses and roles as of `extremal`; raises Undecided where convexity is not proved."""
    conditions, candidate = satisfied(step, premises, givens)
    here = situation(step, premises, givens, conditions, candidate)
    settled_values(here.problem, free=True)
    smooth(here)
    kept = [c for c in conditions if c.status != "discharged"]  # the others are said before
    out = [*kept, *_convex(here), *_convex_cost(here), *_first_variation(here)]
    word, kind = ("convex", "minimum") if here.sign > 0 else ("concave", "maximum")
    says = (f"The Lagrangian is {word} in all jets together, so the extremal is a {kind} "
            f"on its class ({SOURCE}).")  # fmt: skip
    unique = {c.text: c for c in out}
    return Outcome("cited", tuple(unique.values()), says, solution=True)


def situation(
    step: Step, premises: Sequence[Checked], givens: Givens, conditions: Sequence[Condition],
    candidate: Candidate,
) -> Situation:  # fmt: skip
    """What is judged; raises Undecided for a local family, a curve, or an end that moves."""
    problem = functional_of(givens)
    if len(problem.variables) != 1 or candidate.kind != "explicit" or problem.movable:
        raise Undecided(
            f"{step.by}: explicit functions of one variable with ends that stay are judged"
        )
    (x,) = problem.variables
    system = next(p.step for p in premises if p.step.by == EULER_LAGRANGE)
    whole, names = augmented(system, problem, givens)
    for n in names:
        if n not in candidate.also:
            raise Undecided(f"{step.by}: the multiplier {n} has no value")
    at = symbol(x)
    for n, value in candidate.also.items():
        whole = replace(substitute(whole, {n: value}), apply(n, at), value)
    sense = constant(step.bind["of"]) if "of" in step.bind else 1
    if sense not in (1, -1):
        raise Rejected(f"{step.by}: `of` is bound to -1, or not at all")
    ((low, high),) = problem.ends
    rest = Givens.of(problem.rest)
    if infinite(low) or infinite(high) or orientation(low, high, rest) != "+":
        raise Undecided(f"{step.by}: not proved: {said(low)} < {said(high)}, both finite")
    facts = [s for p in premises if p.step.by not in (EULER_LAGRANGE, "antiderivative")
             for s in (p.gives.args if p.gives.head == "And" else (p.gives,))]  # fmt: skip
    inside = (Term("Le", (low, at)), Term("Le", (at, high)))
    local = Givens.of([*problem.rest, *facts, *inside])
    for c in conditions:
        loose = c.excluded is None or x in c.excluded.free
        if c.status == "presupposed" and loose and not _everywhere(c.excluded, local):
            raise Undecided(f"{step.by}: the extremal is claimed only where {c.text}")
    return Situation(problem, candidate, tidied(whole if sense == 1 else minus(whole)), int(sense),
                     local, low, high)  # fmt: skip


def _everywhere(excluded: Term | None, local: Givens) -> bool:
    """Whether what is presupposed not to vanish is proved nonzero on the whole interval."""
    return excluded is not None and nonzero(tidied(excluded), local) is not None


def settled_values(problem: Functional, *, free: bool) -> None:
    """Every value at an end is given (or free, where that is allowed); raises Undecided."""
    ((low, high),) = problem.ends
    terms = [problem.lagrangian, *(b for b, _ in problem.integrals), *problem.holonomic]
    known = {(d.unknown, d.orders, d.at) for d in problem.data}
    if free:
        known |= {(d.unknown, d.orders, d.at) for d in problem.free}
        known |= {(t.data[0], t.data[1], t.args) for t in problem.cost.walk() if t.head == "Apply"}
    elif problem.free or problem.cost != ZERO:
        raise Undecided(f"{WHO}: a free end is not handled")
    for u in problem.unknowns:
        order = max(sum(o) for t in terms for v, o in problem.jets.of(t) if v == u)
        for k in range(order):
            for end in (low, high):
                if (u, (k,), (end,)) not in known:
                    text = problem.jets.name(u, (k,))
                    raise Undecided(f"{text} at {said(end)} is neither given nor free")


def smooth(here: Situation) -> None:
    """The extremal and its derivatives are continuous on the closed interval; raises Undecided."""
    problem = here.problem
    jets, (x,) = problem.jets, problem.variables
    base = _without(here.local, x)
    order = 2 * jets.order(here.whole)
    for u in problem.unknowns:
        for k in range(order + 1):
            body = here.candidate.put(symbol(jets.name(u, (k,))), here.local)
            for c in continuous_on(body, x, here.low, here.high, base, closed=(True, True)):
                if not c.settled:
                    raise Undecided(
                        f"not proved: {said(body)} is continuous up to the ends: {c.text}"
                    )


def _without(givens: Givens, name: str) -> Givens:
    return Givens.of([s for s in givens.statements if name not in s.free])


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
    for name in (*names, *here.problem.variables):
        span = span_of(name, domain)
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
