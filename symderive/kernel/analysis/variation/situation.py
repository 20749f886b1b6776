"""What a judging step works on: an extremal on a closed interval, with the values of its multipliers.

`situation` collects it from a checked `extremal`, and refuses a local family, a curve, or an end that
moves; `settled_values` and `smooth` say that the class is described at both ends and that the
extremal is smooth up to them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.ranges.ranges import nonzero, orientation, said
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.euler_lagrange import WHO as EULER_LAGRANGE
from symderive.kernel.analysis.variation.euler_lagrange import augmented
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.claims import Checked, Condition, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import Term, apply, rational, symbol

UNIT = 10_000


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


def situation(
    step: Step, premises: Sequence[Checked], givens: Givens, conditions: Sequence[Condition],
    candidate: Candidate,
) -> Situation:  # fmt: skip
    """What is judged; raises Undecided for a local family, a curve, or an end that moves."""
    problem = candidate.problem  # its jets are those that the candidate knows
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
    local = Givens.of([*problem.rest, *facts, *inside, *_outside(low, high, at)])
    for c in conditions:
        loose = c.excluded is None or x in c.excluded.free
        if c.status == "presupposed" and loose and not _everywhere(c.excluded, local):
            raise Undecided(f"{step.by}: the extremal is claimed only where {c.text}")
    return Situation(problem, candidate, tidied(whole if sense == 1 else minus(whole)), int(sense),
                     local, low, high)  # fmt: skip


def _outside(low: Term, high: Term, at: Term) -> list[Term]:
    """Rational bounds around ends that are irrational numbers: x <= 1.5708 where x <= pi/2."""
    out = []
    for end, sign in ((low, -1), (high, 1)):
        if end.free or end.functions or constant(end) is not None:
            continue
        ball = evaluate(end, {})
        if not ball.is_finite() or not ball.imag.is_zero():
            continue
        q = rational(math.floor(float(ball.real.mid()) * UNIT) + (1 if sign > 0 else 0), UNIT)
        pair = (end, q) if sign > 0 else (q, end)
        if orientation(*pair, Givens()) == "+":
            out.append(Term("Le", (at, q) if sign > 0 else (q, at)))
    return out


def _everywhere(excluded: Term | None, local: Givens) -> bool:
    """Whether what is presupposed not to vanish is proved nonzero on the whole interval."""
    return excluded is not None and nonzero(tidied(excluded), local) is not None


def settled_values(problem: Functional) -> None:
    """Every value at an end is given or free; raises Undecided."""
    ((low, high),) = problem.ends
    terms = [problem.lagrangian, *(b for b, _ in problem.integrals), *problem.holonomic]
    known = {(d.unknown, d.orders, d.at) for d in problem.data}
    known |= {(d.unknown, d.orders, d.at) for d in problem.free}
    known |= {(t.data[0], t.data[1], t.args) for t in problem.cost.walk() if t.head == "Apply"}
    for u in problem.unknowns:
        order = max((sum(o) for t in terms for v, o in problem.jets.of(t) if v == u), default=0)
        for k in range(order):
            for end in (low, high):
                if (u, (k,), (end,)) not in known:
                    text = problem.jets.name(u, (k,))
                    raise Undecided(f"{text} at {said(end)} is neither given nor free")


def smooth(here: Situation) -> None:
    """The extremal and its derivatives are continuous on the closed interval; raises Undecided."""
    problem = here.problem
    jets, (x,) = problem.jets, problem.variables
    base = without(here.local, x)
    order = 2 * jets.order(here.whole)
    for u in problem.unknowns:
        for k in range(order + 1):
            body = here.candidate.put(symbol(jets.name(u, (k,))), here.local)
            for c in continuous_on(body, x, here.low, here.high, base, closed=(True, True)):
                if not c.settled:
                    raise Undecided(
                        f"not proved: {said(body)} is continuous up to the ends: {c.text}"
                    )


def without(givens: Givens, name: str) -> Givens:
    return Givens.of([s for s in givens.statements if name not in s.free])
