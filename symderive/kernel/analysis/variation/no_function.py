"""Primitive `no_admissible_function`: no function satisfies the data and an integral constraint.

The integrand of the constraint is a convex function f of the slopes alone, and the values at both
ends are given; by Jensen's inequality its integral is at least (b - a) f((y(b) - y(a))/(b - a)), as a
curve is no shorter than its chord (Rudin, Real and Complex Analysis, 3rd ed., Thm 3.3).  gives
value < bound, or bound < value where f is concave.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> text = ("stationary(Integral(y(x), (x, 0, 2)), fixed(y(0), 0), fixed(y(2), 0),"
...         "fixed(Integral(sqrt(1 + y'(x)^2), (x, 0, 2)), 1))")
>>> no_admissible_function(Step(1, WHO, read("1 < 2")), (), Givens.of([read(text)])).grade
'cited'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.equations.first_order import proved, tidied
from symderive.kernel.analysis.ranges.ranges import is_real, orientation, said
from symderive.kernel.analysis.variation.convexity import nonnegative, second
from symderive.kernel.analysis.variation.functional import Functional, functional_of
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
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, eq, neg

WHO = "no_admissible_function"
MAX_UNKNOWNS = 3
SAYS = ("By Jensen's inequality every function with these values at the ends has a larger integral "
        "(Rudin, Real and Complex Analysis, 3rd ed., Thm 3.3).")  # fmt: skip


@primitive(WHO)
def no_admissible_function(
    step: Step, premises: Sequence[Checked], givens: Givens
) -> Outcome:  # fmt: skip
    """gives value < bound of one constraint, or bound < value; raises Rejected or Undecided."""
    if premises or step.gives.head != "Lt":
        raise Rejected(f"{WHO}: value < bound is wanted, from the problem alone")
    problem = functional_of(givens)
    base = Givens.of(problem.rest)
    for body, value, bound_ in bounds(problem):
        for sign, sides in ((1, (value, bound_)), (-1, (bound_, value))):
            if all(_same(a, b, base) for a, b in zip(step.gives.args, sides, strict=True)):
                conditions = _convex(body if sign > 0 else minus(body), problem, base)
                proof = relation(step.gives, base)
                conditions += settled(proof, step.gives, base)
                text = SAYS if sign > 0 else SAYS.replace("larger", "smaller")
                unique = {c.text: c for c in conditions}
                return Outcome("cited", tuple(unique.values()), text, solution=True)
    raise Rejected(f"{WHO}: {said(step.gives)} compares no constraint with its bound")


def bounds(problem: Functional) -> Iterator[tuple[Term, Term, Term]]:
    """(integrand, value, (b - a) f of the mean slopes) for constraints on slopes alone."""
    if len(problem.variables) != 1 or len(problem.unknowns) > MAX_UNKNOWNS or problem.movable:
        return
    ((low, high),) = problem.ends
    if infinite(low) or infinite(high):
        return
    length = plus(high, minus(low))
    known = {(d.unknown, d.orders, d.at): d.value for d in problem.data}
    jets = problem.jets
    for body, value in problem.integrals:
        put = {}
        for u, orders in jets.of(body):
            first, last = (known.get((u, (0,), (end,))) for end in (low, high))
            if orders != (1,) or first is None or last is None:
                break
            put[jets.name(u, (1,))] = over(plus(last, minus(first)), length)
        else:
            if put and problem.variables[0] not in body.free:
                yield body, value, tidied(times(length, substitute(body, put)))


def _same(a: Term, b: Term, givens: Givens) -> bool:
    try:
        proved(eq(a, b), givens)
    except (Undecided, Rejected):
        return False
    return True


def _convex(body: Term, problem: Functional, base: Givens) -> list[Condition]:
    """The integrand is real and convex in all slopes together; a < b."""
    ((low, high),) = problem.ends
    if orientation(low, high, base) != "+":
        raise Undecided(f"{WHO}: not proved: {said(low)} < {said(high)}")
    jets = problem.jets
    names = [jets.name(u, o) for u, o in jets.of(body)]
    if not is_real(body, base):
        raise Undecided(f"{WHO}: {said(body)} is not known to be real for all slopes")
    needs: list[Term] = []
    hessian = second(body, names, jets, base, needs)
    out = []
    everything = Term("oo")
    for n in names:
        for c in continuous_on(body, n, neg(everything), everything, base):
            if not c.settled:
                raise Undecided(f"{WHO}: not proved: {said(body)} is continuous: {c.text}")
    for need in needs:
        found = holds(need, base)
        if not found.settled:
            raise Undecided(f"{WHO}: not proved: {found.text}")
        out.append(found)
    return out + nonnegative(hessian, base, WHO)
