"""Total variation: |p - q| split where the densities cross, its sign on each part that of log(p/q).

With p = q*exp(L) the sign of q*(exp(L) - 1) follows from that of L, which the worker hands over with
its zeros as factors.
"""

from __future__ import annotations

from itertools import pairwise

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.laws.measures import Problem, before
from symderive.methods.divergences.expectations import PLACES, Expectations
from symderive.methods.divergences.routes import finish, mass
from symderive.methods.guesses import outermost, read_back
from symderive.terms.tree import ONE, ZERO, Term, call, eq, mul, sub
from symderive.terms.writer import write


def total_variation(work: Expectations, problem: Problem, target: Term) -> int | None:
    """The number of a step that gives the distance, or None."""
    assert problem.q is not None
    p, q = problem.densities()
    uses: list[int] = []
    for t in dict.fromkeys(outermost(target)):
        n = _absolute(work, t, p, q) if t.args[0].head == "Abs" else mass(work, t, problem)
        if n is None:
            return None
        uses.append(n)
    return finish(work, target, uses)


def _absolute(work: Expectations, integral: Term, p: Term, q: Term) -> int | None:
    if integral.head == "Sum":
        return work.elementary(integral)
    found: list[int] = []
    for piece, p_, q_ in work.pieces(integral, p, q):
        for part, L in _crossed(work, piece, p_, q_):
            n = _signed(work, part, p_, q_, L)
            if n is None:
                return None
            found.append(n)
    return found[0] if len(found) == 1 else work.joined(integral, found)


def _crossed(work: Expectations, piece: Term, p: Term, q: Term) -> list[tuple[Term, Term | None]]:
    """The piece between the zeros of log(p/q), with that logarithm as a product."""
    x, low, high = piece.args[1:]
    texts = work.ask(f"{PLACES}:crossings", write(p), write(q), x.data, work.sorts(work.givens))
    terms = [read_back(t) for t in texts]
    L = terms[0] if terms else None
    ends = [low]
    for c in (t for t in terms[1:] if t is not None):
        if not before(c, ends[-1], work.givens) and not before(high, c, work.givens):
            ends.append(c)
    return [(piece.rebuild((piece.args[0], x, a, b)), L) for a, b in pairwise([*ends, high])]


def _signed(work: Expectations, part: Term, p: Term, q: Term, L: Term | None) -> int | None:
    """The integral of |p - q| as that of p - q or of q - p."""
    ranged = work.tried(lambda: range_of(part, work.givens))
    if ranged is None:
        return None
    here = work.givens.extended(*ranged)
    gap = sub(p, q)
    sign = None
    if L is not None:
        sign = work.tried(lambda: sign_of(L, here))
        gap = gap if sign is None else mul(q, sub(call("exp", L), ONE))
    if sign is None:
        sign = work.tried(lambda: sign_of(gap, here))
    if sign not in ("+", "0+", "-", "0-", "0"):
        return None
    up = sign in ("+", "0+", "0")
    known = work.step("algebra", Term("Ge" if up else "Le", (gap, ZERO)), (), ranged)
    body = sub(p, q) if up else sub(q, p)
    uses = [] if known is None else [known]
    same = work.step("algebra", eq(part.args[0], body), uses, ranged)
    value = work.elementary(part.rebuild((body, *part.args[1:])), body)
    if same is None or value is None:
        return None
    return work.step("congruence", eq(part, work.steps[value].gives.args[1]), [same, value])
