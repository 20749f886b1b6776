"""Primitive `divergence`: an integral has no value, for every admissible point, and where it fails.

Three proofs.  At a place (role `at`), f times the distance d, or times d*log(1/d) (role `log`), tends
to a number that is not 0 or to oo: f keeps one sign there and exceeds a multiple of 1/d or
1/(d*log(1/d)) (comparison: Apostol, Mathematical Analysis, 10.13).  An antiderivative (role `F`) has
no finite limit at an end of a piece.  Without names: the proofs of the module `divergence`, by balls.

>>> from symderive.terms.reader import read
>>> claim = read("Integral(x^(a - 1), (x, 0, 1)) is divergent")
>>> step = Step(1, WHO, claim, bind={"at": read("0")})
>>> divergence(step, (), Givens.of([read("a < 0")])).says
'The integral diverges at x = 0: x^(a - 1)*x tends to oo.'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symderive.kernel.analysis.calculus.tidy import minus, times
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.integrals.antiderivative import diverges_by_antiderivative
from symderive.kernel.analysis.integrals.convergence import alive, divisors, opened
from symderive.kernel.analysis.integrals.divergence import diverges
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import said, sign_of
from symderive.kernel.logic.balls import Evaluator
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
from symderive.terms.tree import ONE, Term, call, div, sub, symbol

WHO = "divergence"
WORD = symbol("divergent")


@primitive(WHO)
def divergence(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) is divergent; bind `at` and perhaps `log`, or `F`, or nothing.

    `body` may hold another writing of the integrand, equal to it inside.
    """
    claim = step.gives
    if claim.head != "Is" or claim.args[1] != WORD or claim.args[0].head != "Integral":
        raise Rejected(f"{WHO}: `Integral(f, (x, a, b)) is divergent` is wanted")
    if premises:
        raise Rejected(f"{WHO}: no premise is used")
    integral = claim.args[0]
    alive(givens)
    integral = _rewritten(integral, step.bind.get("body"), givens)
    at, F = step.bind.get("at"), step.bind.get("F")
    if at is not None:
        conditions, why = _at(integral, at, step.bind.get("log") is not None, givens)
        return Outcome("exact", tuple(conditions), f"The integral diverges {why}.")
    if F is not None:
        reason = diverges_by_antiderivative(integral, F, givens)
        if reason is None:
            raise Undecided(f"{WHO}: {said(F)} has finite limits, or is no antiderivative")
        body, x, low, high, base = opened(integral, givens)
        out = divisors(integral.rebuild((body, symbol(x), low, high)), x, base)
        return Outcome("exact", tuple(out), f"{reason[0].upper()}{reason[1:]}.")
    if integral.free or integral.functions:
        raise Rejected(f"{WHO}: with names in the integral, bind a place `at` or an antiderivative")
    reason = diverges(integral, Evaluator({}, {}))
    if reason is None:
        raise Undecided(f"{WHO}: no proof was found that {said(integral)} diverges")
    return Outcome("enclosed", (), f"The integral diverges: {reason}.")


def _rewritten(integral: Term, body: Term | None, givens: Givens) -> Term:
    """The integral over a body that is equal to the integrand inside; raises Undecided."""
    if body is None:
        return integral
    _, name, low, high, base = opened(integral, givens)
    here = on_interval(name, low, high, base)
    proof = identity(sub(integral.args[0], body), here)
    if proof is None or proof.blocked:
        raise Undecided(f"{WHO}: not proved: {said(integral.args[0])} = {said(body)} inside")
    return integral.rebuild((body, *integral.args[1:]))


def _at(integral: Term, at: Term, logarithm: bool, givens: Givens) -> tuple[list[Condition], str]:
    """The comparison at one place; raises Rejected or Undecided."""
    body, name, low, high, base = opened(integral, givens)
    if name in at.free:
        raise Rejected(f"{WHO}: {name} stands in the place")
    x = symbol(name)
    out = divisors(integral, name, base)
    for side in _sides(at, low, high, base):
        distance = (x if infinite(at) > 0 else minus(x)) if infinite(at) else (
            sub(x, at) if side == "+" else sub(at, x))  # fmt: skip
        if not infinite(at) and at.head == "Integer" and at.data == 0:
            distance = x if side == "+" else minus(x)
        scaled = times(body, distance)
        if logarithm:
            scaled = times(scaled, call("log", distance if infinite(at) else div(ONE, distance)))
        found = limit(scaled, name, at, side, base)
        if found is None or found.value is None:
            continue
        if infinite(found.value) or sign_of(found.value, base, 1) in ("+", "-"):
            where = f"{name} -> {said(at)}{'' if infinite(at) else side}"
            text = f"{said(scaled)} -> {said(found.value)} as {where}"
            out.append(Condition(text, "discharged", found.how))
            place = f"as {where}" if infinite(at) else f"at {name} = {said(at)}"
            return out, f"{place}: {said(scaled)} tends to {said(found.value)}"
    raise Undecided(f"{WHO}: not proved that the integrand is as large as 1/d at {said(at)}")


def _sides(at: Term, low: Term, high: Term, givens: Givens) -> Iterator[str]:
    """The sides of the place that belong to the interval; raises Undecided if it may lie outside."""
    if infinite(at):
        if at not in (low, high):
            raise Rejected(f"{WHO}: {said(at)} is no end of the interval")
        yield "-" if infinite(at) > 0 else "+"
        return
    right = infinite(low) < 0 or sign_of(sub(at, low), givens) in ("+", "0+", "0")
    below = infinite(high) > 0 or sign_of(sub(high, at), givens) == "+"
    if right and below:
        yield "+"
    left = infinite(high) > 0 or sign_of(sub(high, at), givens) in ("+", "0+", "0")
    above = infinite(low) < 0 or sign_of(sub(at, low), givens) == "+"
    if left and above:
        yield "-"
    if not (right and below) and not (left and above):
        raise Undecided(f"{WHO}: {said(at)} is not proved to lie in the interval")
