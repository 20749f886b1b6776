"""Search for a proof of a claim with integrals, sums or limits: proposals for the kernel to check.

Each of them gets a value by steps; with the values the claim follows by algebra, or fails at
a point.

>>> from symderive.terms.reader import read
>>> found = search(read("Integral(x^2, (x, 0, a)) = a^3/3"), Givens.of([read("a > 0")]), [], 20)
>>> found.judgement.verdict, [c.step.by for c in found.judgement.checked]
('verified', ['antiderivative'])
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as altered

from symderive.kernel.logic.certificate import Judgement, check_steps, judge
from symderive.kernel.logic.claims import Checked, Step
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.valued import valued
from symderive.kernel.logic.witness import Witness, refute
from symderive.library import rules
from symderive.methods.attempts import Exhausted
from symderive.methods.combined import together
from symderive.methods.guesses import outermost
from symderive.methods.parts_of_claims import by_parts
from symderive.methods.values import Values
from symderive.terms.substitute import replace
from symderive.terms.tree import Term

MAX_REASONS = 2
SHARE = 0.5  # of the time for what is quick, where an integral has slower routes
LAWS = (
    "split",
    "linearity",
    "moving_limits",
)  # claims that are one of these, whatever the integrand


@dataclass(frozen=True)
class Found:
    """What the search brought back: a judgement of the kernel, a witness, or a reason.

    `checked` are the steps that a witness rests on: the values that were put into the claim.
    """

    judgement: Judgement | None = None
    witness: Witness | None = None
    reason: str | None = None
    checked: tuple[Checked, ...] = ()


def search(claim: Term, givens: Givens, given: Sequence[str], timeout: float) -> Found:
    """Verified or refuted by values of the integrals, sums, limits in the claim, else a reason.

    Takes no more than `timeout` seconds, warming up of the worker not counted.
    """
    end = time.perf_counter() + timeout
    routed = any(t.head == "Integral" and not t.functions for t in outermost(claim))
    found = _quickly(claim, givens, SHARE * timeout if routed else timeout)
    if found.judgement is None and found.witness is None and routed:
        slow = _by_routes(claim, givens, end - time.perf_counter())
        return found if slow is None else slow
    return found


def _quickly(claim: Term, givens: Givens, timeout: float) -> Found:
    """By antiderivatives, and theorems whose terms are read off."""
    work = Values(givens, timeout)
    try:
        return _search(claim, givens, work)
    except Exhausted:
        reasons = work.reasons[-MAX_REASONS:]
        return Found(reason="; ".join(dict.fromkeys(["out of time", *reasons])))


def _by_routes(claim: Term, givens: Givens, timeout: float) -> Found | None:
    """By all that finds the value of an integral: parameters, series, symmetries, substitutions."""
    from symderive.methods.integrals.patience import Patient
    from symderive.methods.integrals.routes import Routes

    if timeout <= 0:
        return None
    work = Patient(givens, timeout)
    routes = Routes(work)
    uses: list[int] = []
    try:
        for t in dict.fromkeys(outermost(claim)):
            n = routes.search(t) if t.head == "Integral" else work.value(t)
            if n is None:
                return None
            uses.append(n)
        last = _finish(claim, work, uses)
        found = None if last is None else _judged(claim, givens, work, last)
    except Exhausted:
        return None
    return found if found is not None and found.judgement is not None else None


def _search(claim: Term, givens: Givens, work: Values) -> Found:
    parts = list(dict.fromkeys(outermost(claim)))
    for law in LAWS if claim.head == "Eq" else ():
        n = work.step(law, claim)
        if n is not None:
            return _judged(claim, givens, work, n)
    for roles in by_parts(claim):
        n = work.step("parts", claim, bind=roles)
        if n is not None:
            return _judged(claim, givens, work, n)
    work.reasons.clear()
    uses = []
    for t in parts:
        n = work.value(t, (), _wanted(claim, t))
        if n is not None:
            uses.append(n)
            if work.steps[n].gives == claim:
                return _judged(claim, givens, work, n)
    reasons = tuple(dict.fromkeys(work.reasons))
    if len(uses) < len(parts):
        last = together(claim, work)
        if last is not None:
            return _judged(claim, givens, work, last)
    if uses:
        last = _finish(claim, work, uses)
        if last is not None:
            return _judged(claim, givens, work, last)
        steps = pruned(work, uses)
        checked = work.tried(lambda: check_steps(steps, givens, rules()))
        if checked is not None:
            fact, where = valued(claim, checked, givens)
            witness = work.tried(lambda: refute(fact, where))
            if witness is not None:
                return Found(witness=witness, checked=checked)
        if len(uses) == len(parts):
            reasons = tuple(dict.fromkeys(work.reasons))
    return Found(reason="; ".join(reasons[-MAX_REASONS:]) or None)


def _wanted(claim: Term, t: Term) -> Term | None:
    """The value that the claim gives to an integral that is one of its sides."""
    if claim.head != "Eq" or t not in claim.args:
        return None
    other = claim.args[1] if claim.args[0] == t else claim.args[0]
    return None if any(True for _ in outermost(other)) else other


def _finish(claim: Term, work: Values, uses: list[int]) -> int | None:
    """The claim from the values: by algebra, derivatives being put in by Leibniz's law."""
    moved = [n for n in uses if work.steps[n].gives.args[0].head == "Derivative"]
    target = claim
    for n in moved:
        target = replace(target, *work.steps[n].gives.args)
    last = work.step("algebra", target, [n for n in uses if n not in moved])
    for n in moved:
        if last is None:
            return None
        a, b = work.steps[n].gives.args
        last = work.step("rewrite", replace(work.steps[last].gives, b, a), [last, n])
    return last


def _judged(claim: Term, givens: Givens, work: Values, last: int) -> Found:
    steps = pruned(work, [last])
    judgement = work.tried(lambda: judge(claim, steps, givens, rules()))
    if judgement is None or judgement.verdict != "verified":
        reason = work.reasons[-1] if judgement is None else judgement.reason
        return Found(reason=reason)
    return Found(judgement=judgement)


def pruned(work: Values, ends: Sequence[int]) -> list[Step]:
    """The steps that the last ones rest on, numbered anew."""
    needed: set[int] = set()
    stack = list(ends)
    while stack:
        n = stack.pop()
        if n not in needed:
            needed.add(n)
            stack.extend(work.steps[n].step.uses)
    number = {n: i + 1 for i, n in enumerate(sorted(needed))}
    return [
        altered(s, n=number[n], uses=tuple(number[u] for u in s.uses))
        for n in sorted(needed)
        for s in (work.steps[n].step,)
    ]
