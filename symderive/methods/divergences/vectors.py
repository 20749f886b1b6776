"""The search for a divergence of Dirichlet, categorical or multinomial laws.

The integral or sum over the simplex is iterated (see `simplex`); a categorical mean is written out.

>>> from symderive.laws.vectors import read_vector_law
>>> p = read_vector_law("Dirichlet(2, 1)")
>>> write(search(VectorProblem("entropy", p), [], 20).value)
'1/2 - log(2)'
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace as altered

from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.laws.vectors import VectorLaw, VectorProblem
from symderive.library import rules
from symderive.methods.attempts import Exhausted
from symderive.methods.checking import pruned
from symderive.methods.divergences.expectations import Expectations, Infinite, Needs
from symderive.methods.divergences.found import Found
from symderive.methods.divergences.routes import finish
from symderive.methods.divergences.simplex import Linear, Simplex
from symderive.terms.tree import ONE, ZERO, Term, add, call, div, eq, mul, neg, pow_, sub
from symderive.terms.writer import write

MAX_ADDED = 5
LOGARITHMIC = frozenset("kl reverse_kl jeffreys entropy crossentropy".split())
OO = Term("oo")


def search(problem: VectorProblem, given: Sequence[Term], timeout: float) -> Found:
    """The value of a measure under the givens and those of the laws."""
    end = time.perf_counter() + timeout
    laws = [problem.p, *([problem.q] if problem.q else [])]
    facts = list(dict.fromkeys([*given, *(g for law in laws for g in law.givens())]))
    added = _of_order(problem, facts)
    reason = "no route was found"
    for _ in range(MAX_ADDED):
        try:
            return _attempt(problem, facts, added, end)
        except Needs as needed:
            if needed.condition in (*facts, *added):
                break
            added.append(needed.condition)
        except Infinite as why:
            reason = str(why)
            break
        except (Undecided, Rejected, Unreadable) as no:
            reason = str(no)
            break
        except Exhausted:
            reason = "out of time"
            break
    try:
        found = _infinite(problem, facts, end)
    except (Undecided, Rejected, Exhausted, Unreadable):
        found = None
    return found or Found(given=tuple(map(write, facts)), reason=reason)


def _of_order(problem: VectorProblem, facts: Sequence[Term]) -> list[Term]:
    """A symbolic order is positive and not 1, unless the givens say where it lies."""
    order = problem.order
    if order is None or order.head != "Symbol":
        return []
    out = [] if any(order.data in g.free for g in facts) else [Term("Gt", (order, ZERO))]
    one = Term("Ne", (order, ONE))
    if problem.measure != "chernoff" and not any(
        g in (one, Term("Lt", (order, ONE)), Term("Gt", (order, ONE))) for g in facts
    ):
        out.append(one)
    return out


def _infinite(problem: VectorProblem, facts: list[Term], end: float) -> Found | None:
    whether: tuple[bool, ...] = (False, True)
    for adding in whether:
        for claim, reason in problem.infinities(Givens.of(facts)):
            more = [claim] if adding and claim.free else []
            givens = Givens.of([*facts, *more])
            work = Expectations(givens, end - time.perf_counter(), "x1", frozenset())
            n = work.step("algebra", claim)
            if n is not None:
                judgement = judge(claim, pruned(work, [n]), givens, rules())
                return Found(judgement, OO, {"reason": reason}, tuple(map(write, facts)),
                             tuple(map(write, more)))  # fmt: skip
    return None


def _attempt(problem: VectorProblem, facts: list[Term], added: list[Term], end: float) -> Found:
    givens = Givens.of([*facts, *added])
    names = frozenset(problem.names) | problem.p.free | (problem.q.free if problem.q else set())
    names |= problem.order.free if problem.order else frozenset()
    work = Expectations(givens, end - time.perf_counter(), problem.names[0], names)
    target = problem.definition(givens)
    if problem.p.name == "Categorical":
        n = _closed(work, target)
    else:
        found = [_mean(work, of, integral) for integral, of in _means(problem)]
        uses = [k for k in found if k is not None]
        n = finish(work, target, uses) if len(uses) == len(found) else None
    if n is None:
        raise Undecided(work.reasons[-1] if work.reasons else "no route was found")
    steps = pruned(work, [n])
    claim = steps[-1].gives
    judgement = judge(claim, [altered(s) for s in steps], givens, rules())
    return Found(judgement, claim.args[1], {}, tuple(map(write, facts)), tuple(map(write, added)))


def _closed(work: Expectations, target: Term) -> int | None:
    """A finite sum: the definition is the value, in the shortest form that is proved."""
    for form in work.forms(target):
        n = work.step("algebra", eq(target, form))
        if n is not None:
            return n
    return None


def _means(problem: VectorProblem) -> list[tuple[Term, VectorProblem]]:
    """The iterated integrals in the definition, each with the problem that it belongs to."""
    if problem.measure not in LOGARITHMIC:
        return [(problem.inner(), problem)]
    if problem.measure in ("entropy", "crossentropy"):
        kinds = [VectorProblem(problem.measure, problem.p, problem.q)]
    else:
        forth = VectorProblem("kl", problem.p, problem.q)
        back = forth.swapped()
        kinds = {"kl": [forth], "reverse_kl": [back]}.get(problem.measure, [forth, back])
    return [(k.definition(_own(k)), k) for k in kinds]


def _own(problem: VectorProblem) -> Givens:
    """The givens under which the laws are comparable: those of the laws."""
    laws = [problem.p, *([problem.q] if problem.q else [])]
    return Givens.of(list(dict.fromkeys(g for law in laws for g in law.givens())))


def _mean(work: Expectations, problem: VectorProblem, integral: Term) -> int | None:
    """Integral over the simplex = value."""
    p, q = problem.p, problem.q or problem.p
    if problem.measure in LOGARITHMIC:
        weights = list(p.weights)
        constant = _constant(p)
        factor = _logarithm(problem.measure, p, q)
    else:
        r, s = problem.power()
        factor = Linear(ONE, tuple(ZERO for _ in p.weights))
        if p.count is None:
            weights = [add(ONE, mul(r, sub(a, ONE)), mul(s, sub(b, ONE)))
                       for a, b in zip(p.weights, q.weights, strict=True)]  # fmt: skip
            constant = mul(pow_(_constant(p), r), pow_(_constant(q), s))
        else:
            weights = [
                mul(pow_(a, r), pow_(b, s)) for a, b in zip(p.weights, q.weights, strict=True)
            ]
            constant = ONE
    return Simplex(work, p, problem.names, weights, constant).value(integral, factor)


def _constant(law: VectorLaw) -> Term:
    if law.count is not None:
        return ONE
    return div(call("gamma", add(*law.weights)), mul(*(call("gamma", a) for a in law.weights)))


def _logarithm(measure: str, p: VectorLaw, q: VectorLaw) -> Linear:
    """log(p/q), -log(p) or -log(q) in the statistics."""
    if p.count is not None:
        if measure != "kl":
            raise Undecided("a sum of logarithms of multinomial coefficients has no closed form")
        ratios = (call("log", div(a, b)) for a, b in zip(p.weights, q.weights, strict=True))
        return Linear(ZERO, tuple(ratios))
    if measure == "kl":
        return Linear(call("log", div(_constant(p), _constant(q))),
                      tuple(sub(a, b) for a, b in zip(p.weights, q.weights, strict=True)))  # fmt: skip
    law = p if measure == "entropy" else q
    return Linear(neg(call("log", _constant(law))), tuple(sub(ONE, a) for a in law.weights))
