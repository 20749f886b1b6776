"""Infinite answers: mass where the other law has none, or an integral that diverges."""

from __future__ import annotations

import time
from collections.abc import Sequence

from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.givens import Givens
from symderive.laws.infinities import Infinity, infinities
from symderive.laws.measures import Problem
from symderive.library import rules
from symderive.methods.checking import pruned
from symderive.methods.divergences.expectations import SHAPES, Expectations
from symderive.methods.divergences.found import Found
from symderive.methods.guesses import read_back
from symderive.terms.tree import ONE, Term
from symderive.terms.writer import write

OO = Term("oo")


def infinite_answer(
    problem: Problem, facts: Sequence[Term], added: Sequence[Term], end: float
) -> Found | None:
    """A proof that the measure is infinite, or None; without what was added if that is enough."""
    for more in ([], list(added)) if added else ([],):
        givens = Givens.of([*facts, *more])
        for infinity in infinities(problem, givens):
            work = Expectations(givens, end - time.perf_counter(), problem.name, frozenset())
            n = _proved(work, infinity)
            work.tell("infinite", infinity.claim, n)
            if n is None:
                continue
            judgement = judge(infinity.claim, pruned(work, [n]), givens, rules())
            return Found(judgement, OO, {"reason": infinity.reason}, tuple(map(write, facts)),
                         tuple(map(write, more)))  # fmt: skip
    return None


def _proved(work: Expectations, infinity: Infinity) -> int | None:
    claim = infinity.claim
    if claim.head != "Is":
        return work.step("algebra", claim)
    integral = claim.args[0]
    told = work.ask(f"{SHAPES}:expanded", write(integral.args[0]), work.sorts(work.givens))
    bodies = [None, *(t for t in map(read_back, told) if t is not None)]
    for at in integral.args[2:]:
        for body in bodies:
            for scale in ({}, {"log": ONE}):
                bind = {"at": at, **scale, **({} if body is None else {"body": body})}
                n = work.step("divergence", claim, (), (), bind)
                if n is not None:
                    return n
    return None
