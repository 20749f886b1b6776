"""The search for a divergence of univariate laws: from its definition to a closed form.

>>> from symderive.laws.families import read_law
>>> from symderive.terms.writer import write
>>> p, q = read_law("Poisson(a)"), read_law("Poisson(2*a)")
>>> write(search(Problem("kl", p, q), [], 20).value)
'a - a*log(2)'
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace as altered

from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.laws.measures import Problem, Unordered
from symderive.library import rules
from symderive.methods.attempts import Exhausted
from symderive.methods.checking import pruned
from symderive.methods.divergences.cases import by_cases
from symderive.methods.divergences.expectations import Expectations, Infinite, Needs
from symderive.methods.divergences.found import Found
from symderive.methods.divergences.infinities import infinite_answer
from symderive.methods.divergences.routes import ROUTES
from symderive.strategy import note
from symderive.terms.tree import ONE, ZERO, Term
from symderive.terms.writer import write

MAX_ADDED = 5
SHARE = 0.75  # of the time, before an infinite answer is looked for
MAX_REASONS = 2


def search(problem: Problem, given: Sequence[Term], timeout: float) -> Found:
    """The value of a measure under the givens and those of the laws."""
    end = time.perf_counter() + timeout
    laws = [problem.p, *([problem.q] if problem.q else [])]
    facts = list(dict.fromkeys([*given, *(g for law in laws for g in law.givens())]))
    added = _of_order(problem, facts)
    reason = "no route was found"
    soon = time.perf_counter() + SHARE * timeout
    for _ in range(MAX_ADDED):
        try:
            return _attempt(problem, facts, added, soon)
        except Needs as needed:
            if needed.condition in (*facts, *added):
                break
            added.append(needed.condition)
            note("condition", write(needed.condition), "wanted, and added")
        except Unordered as unknown:
            told = unknown.options[0]
            if told.head == "Lt":  # two ends that are ordered are different
                added = [g for g in added if g.head != "Ne" or set(g.args) != set(told.args)]
            added.append(told)
            note("condition", write(unknown.options[0]), "an order that is not known: added")
        except Infinite as why:
            reason = str(why)
            break
        except (Undecided, Rejected, Unreadable) as no:
            reason = str(no)
            note("definition", problem.measure, reason)
            if not _strictly(added):
                break
        except Exhausted:
            reason = "out of time"
            break
    try:
        found = infinite_answer(problem, facts, added, end)
    except (Undecided, Rejected, Exhausted, Unreadable):
        found = None
    return found or Found(given=tuple(map(write, facts)), reason=reason)


def _strictly(added: list[Term]) -> bool:
    """Whether ends that were let coincide are now kept apart: the value may have no meaning there."""
    weak = [i for i, g in enumerate(added) if g.head == "Le"]
    for i in weak:
        added[i] = Term("Lt", added[i].args)
    return bool(weak)


def _of_order(problem: Problem, facts: Sequence[Term]) -> list[Term]:
    """A symbolic order is positive and not 1, unless the givens say where it lies."""
    order = problem.order
    if order is None or order.head != "Symbol":
        return []
    out = [] if any(order.data in g.free for g in facts) else [Term("Gt", (order, ZERO))]
    if problem.measure != "chernoff":
        one = Term("Ne", (order, ONE))
        if not any(g in (one, Term("Lt", (order, ONE)), Term("Gt", (order, ONE))) for g in facts):
            out.append(one)
    return out


def _attempt(problem: Problem, facts: list[Term], added: list[Term], end: float) -> Found:
    givens = Givens.of([*facts, *added])
    work = Expectations(givens, end - time.perf_counter(), problem.name, _names(problem))
    target = problem.definition(givens)

    def prove() -> int | None:
        for law in (problem.p, *([problem.q] if problem.q else [])):
            work.learn(law)
        return ROUTES[problem.measure](work, problem, target)

    try:
        n = prove()
    except Unordered as unknown:
        if unknown.options[0].head == "Lt":  # gone through already
            raise
        low, high = unknown.options[0].args
        n = by_cases(work, low, high, target, prove)
        if n is None:
            raise
    if n is None:
        reasons = dict.fromkeys(work.reasons[-MAX_REASONS:])
        raise Undecided("; ".join(reasons) or "no route was found")
    steps = pruned(work, [n])
    claim = steps[-1].gives
    judgement = judge(claim, [altered(s) for s in steps], givens, rules())
    return Found(judgement, claim.args[1], {}, tuple(map(write, facts)), tuple(map(write, added)))


def _names(problem: Problem) -> frozenset[str]:
    names = problem.p.free | (problem.q.free if problem.q else frozenset())
    return names | (problem.order.free if problem.order else frozenset())
