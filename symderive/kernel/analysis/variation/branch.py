"""One function from end to end: the piece of a curve, or the branch of an equation, that joins the data.

Points on a curve, or on a level set, are on one function y(x) only if x moves one way between them,
or if one branch passes through both.  A curve: dx/ds keeps its sign strictly between the values of
the parameter at the ends.  An equation F = c: between the levels `below` and `above`, bound by the
step, F - c increases or decreases strictly in y and changes its sign, for every x from end to end;
so there is exactly one y(x) there, and it is as smooth as F (implicit function theorem).
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import minus, plus
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.equations.first_order import proved, tidied
from symderive.kernel.analysis.ranges.ranges import NONZERO, orientation, prove_sign, said
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.analysis.variation.near import smooth_near
from symderive.kernel.logic.claims import Condition, Rejected, Step, Undecided, bound
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, symbol

WHO = "extremal"


def one_way(
    step: Step, candidate: Candidate, closed: Givens, ends: tuple[Term, Term]
) -> list[Condition]:
    """A curve whose parameter is known at both ends is a graph over the interval between them."""
    problem, s = candidate.problem, str(candidate.parameter)
    values = [_value(step, problem, end, k) for k, end in enumerate(problem.ends[0])]
    if None in values or len(problem.variables) != 1:
        return []
    first, last = values
    assert first is not None and last is not None
    turn = orientation(first, last, closed)
    if turn not in ("+", "-"):
        raise Undecided(f"{WHO}: not proved: {said(first)} != {said(last)}")
    low, high = (first, last) if turn == "+" else (last, first)
    at = symbol(s)
    inside = closed.extended(Term("Lt", (low, at)), Term("Lt", (at, high)))
    speed = tidied(candidate.speed(closed))
    found = prove_sign(speed, inside)
    if found is None or found[0] not in ("+", "-"):
        raise Undecided(f"{WHO}: not proved: x moves one way along the curve: {said(speed)} keeps "
                        f"its sign for {said(low)} < {s} < {said(high)}")  # fmt: skip
    for name, body in candidate.bodies.items():
        for c in continuous_on(body, s, low, high, closed, closed=(True, True)):
            if not c.settled:
                raise Undecided(f"{WHO}: not proved: {name} is continuous on the curve: {c.text}")
    return [Condition("the variable moves one way between the ends", "discharged", found[1])]


def _value(step: Step, problem: Functional, end: Term, k: int) -> Term | None:
    """The parameter at an end of the interval, where the step says it: one value for all data."""
    roles = [f"at{i + 1}" for i, d in enumerate(problem.data) if d.at == (end,)]
    said_ = [step.bind[r] for r in (*roles, ("low", "high")[k]) if r in step.bind]
    if len(set(said_)) > 1:
        raise Rejected(f"{WHO}: the data at {said(end)} are at one point of the curve")
    return said_[0] if said_ else None


def one_branch(
    step: Step, candidate: Candidate, closed: Givens, ends: tuple[Term, Term]
) -> list[Condition]:
    """An equation with data at both ends determines one function between them."""
    problem = candidate.problem
    places = {d.at for d in problem.data}
    if len(places) < 2:
        return []
    assert candidate.left is not None and candidate.right is not None
    (x,), (unknown,) = problem.variables, problem.unknowns
    y = problem.jets.name(unknown, (0,))
    below, above = bound(step, "below"), bound(step, "above")
    if {x, y} & (below.free | above.free):
        raise Rejected(f"{WHO}: `below` and `above` are numbers")
    low, high = ends
    if orientation(low, high, closed) == "-":
        low, high = high, low
    at, value = symbol(x), symbol(y)
    along = closed.extended(Term("Le", (low, at)), Term("Le", (at, high)))
    proved(Term("Lt", (below, above)), closed)
    level = plus(candidate.left, minus(candidate.right))
    band = along.extended(Term("Le", (below, value)), Term("Le", (value, above)))
    smooth_near(level, (x, y), lambda t: t, band, 2)
    steep = tidied(candidate.gradient(closed)[1])
    slope = _sign(steep, band)
    signs = [_sign(tidied(substitute(level, {y: v})), along) for v in (below, above)]
    if set(signs) != {"+", "-"} or slope not in ("+", "-"):
        raise Undecided(f"{WHO}: not proved: one branch passes from end to end between "
                        f"{said(below)} and {said(above)}")  # fmt: skip
    for d in problem.data:
        if not any(d.orders):
            proved(Term("Lt", (below, d.value)), closed)
            proved(Term("Lt", (d.value, above)), closed)
    text = f"one branch between {said(below)} and {said(above)} passes through the data"
    return [Condition(text, "discharged", "the equation is strictly monotone in the unknown there")]


def _sign(t: Term, givens: Givens) -> str | None:
    found = prove_sign(t, givens)
    return found[0] if found is not None and found[0] in NONZERO else None
