"""Total variation: |p - q| split where the densities cross, its sign on each part that of a product.

With p = q*exp(L) the sign of q*(exp(L) - 1) follows from that of L, which the worker hands over with
its zeros as factors; where the order of the zeros, or a sign, needs that of two parameters, both
orders are gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import Law
from symderive.laws.measures import Problem, Unordered, before
from symderive.methods import antiderivatives
from symderive.methods.divergences import crossings
from symderive.methods.divergences.cases import by_cases
from symderive.methods.divergences.expectations import Expectations, Needs
from symderive.methods.divergences.routes import finish, mass
from symderive.methods.guesses import outermost, read_back
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, ZERO, Term, call, eq, mul, sub, symbol
from symderive.terms.writer import write

CROSSINGS = crossings.__name__
ANTIDERIVATIVES = antiderivatives.__name__


@dataclass(frozen=True)
class Difference:
    """A form of p - q (or None) and a term with its sign."""

    form: Term | None
    sign: Term


def total_variation(work: Expectations, problem: Problem, target: Term) -> int | None:
    """The number of a step that gives the distance, or None; raises Needs for a condition."""
    pairs = [] if problem.p.family.discrete else _parameters(work, problem)
    for a, b in pairs:
        n = by_cases(work, a, b, target, lambda: _quietly(work, problem, target), strict=True)
        if n is not None:
            return n
    if pairs:  # no one formula for both orders
        raise Unordered(*pairs[0], strict=True)
    return _plainly(work, problem, target)


def _quietly(work: Expectations, problem: Problem, target: Term) -> int | None:
    try:
        return _plainly(work, problem, target)
    except Unordered as order:
        work.reasons.append(str(order))
        return None


def _parameters(work: Expectations, problem: Problem) -> list[tuple[Term, Term]]:
    """Parameters of the same name in two laws of one family, in an order that is not known.

    Raises Needs where they may be equal: then there is no crossing.
    """
    assert problem.q is not None
    p, q = problem.densities()
    if problem.name not in p.free | q.free:  # constant densities: which is larger
        known = sign_of(sub(q, p), work.base) in ("+", "-", "0", "0+", "0-")
        return [] if known else _apart(work, *(_length(law) for law in (problem.p, problem.q)))
    if problem.p.family != problem.q.family:
        return []
    out: list[tuple[Term, Term]] = []
    for a, b in zip(problem.p.args, problem.q.args, strict=True):
        if a != b and sign_of(sub(b, a), work.base) not in ("+", "-"):
            out += _apart(work, a, b)
    return out


def _length(law: Law) -> Term:
    """The length of a support, the reciprocal of a constant density."""
    low, high = law.support
    return high if low == ZERO else sub(high, low)


def _apart(work: Expectations, a: Term, b: Term) -> list[tuple[Term, Term]]:
    if sign_of(sub(b, a), work.base) != "!0":
        raise Needs(Term("Ne", (a, b)))
    return [(a, b)]


def _plainly(work: Expectations, problem: Problem, target: Term) -> int | None:
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
        for part, gap in _crossed(work, piece, p_, q_):
            n = _signed(work, part, p_, q_, gap)
            if n is None:
                return None
            found.append(n)
    return found[0] if len(found) == 1 else work.joined(integral, found)


def _crossed(
    work: Expectations, piece: Term, p: Term, q: Term
) -> list[tuple[Term, Difference | None]]:
    """The piece between the crossings, with what tells the sign of p - q."""
    x, low, high = piece.args[1:]
    texts = work.ask(f"{CROSSINGS}:crossings", write(p), write(q), x.data, work.sorts(work.givens))
    how, terms = texts[:1], [read_back(t) for t in texts[2:]]
    if not terms or terms[0] is None:
        return [(piece, None)]
    product = terms[0]
    if texts[1] == "linear":
        product = mul(product, *(sub(x, c) for c in terms[1:] if c is not None))
    form = mul(q, sub(call("exp", product), ONE)) if how == ["exp"] else product
    ends = [low]
    for c in (t for t in terms[1:] if t is not None):
        if before(c, low, work.givens) or before(high, c, work.givens):
            continue
        at = next((i for i, e in enumerate(ends[1:], 1) if before(c, e, work.givens)), len(ends))
        ends.insert(at, c)
    gap = Difference(form, product)
    return [(piece.rebuild((piece.args[0], x, a, b)), gap) for a, b in pairwise([*ends, high])]


def _signed(
    work: Expectations, part: Term, p: Term, q: Term, difference: Difference | None
) -> int | None:
    """The integral of |p - q| as that of p - q or of q - p."""
    ranged = work.tried(lambda: range_of(part, work.givens))
    if ranged is None:
        return None
    here = work.givens.extended(*ranged)
    gap = sub(p, q)
    sign = None
    if difference is not None and difference.form is not None:
        told = difference.sign
        sign = work.tried(lambda: sign_of(told, here))
        gap = gap if sign is None else difference.form
    if sign is None:
        sign = work.tried(lambda: sign_of(gap, here))
    if sign not in ("+", "0+", "-", "0-", "0"):
        return None
    up = sign in ("+", "0+", "0")
    order = Term("Ge" if up else "Le", (gap, ZERO))
    body = sub(p, q) if up else sub(q, p)
    same = None
    for uses in _helpers(work, part, ranged, here):
        known = work.step("algebra", order, uses, ranged)
        uses += [] if known is None else [known]
        same = work.step("algebra", eq(part.args[0], body), uses, ranged)
        if same is not None:
            break
    value = _integrated(work, part.rebuild((body, *part.args[1:])))
    if same is None or value is None:
        return None
    return work.step("congruence", eq(part, work.steps[value].gives.args[1]), [same, value])


def _helpers(
    work: Expectations, part: Term, ranged: tuple[Term, ...], here: Givens
) -> Iterator[list[int]]:
    """Steps that may help: none, or signs (of x, inside of |u|) that only the range tells."""
    yield []
    x = part.args[1]
    inner = [u.args[0] for u in part.args[0].walk() if u.head == "Abs" and x.data in u.args[0].free]
    found = []
    for u in dict.fromkeys([x, *inner]):
        sign = work.tried(partial(sign_of, u, here))
        if sign in ("+", "-"):
            n = work.step("algebra", Term("Gt" if sign == "+" else "Lt", (u, ZERO)), (), ranged)
            found += [] if n is None else [n]
    if found:
        yield found


def _integrated(work: Expectations, gap: Term) -> int | None:
    """The integral of f - g from antiderivatives of f and of g, or as one."""
    body, x = gap.args[:2]
    f, g = body.args[0], body.args[1].args[0]
    found = [_antiderivative(work, t, x.data) for t in (f, g)]
    if None not in found:
        n = work.between(gap, sub(*(F for F in found if F is not None)))
        if n is not None:
            return n
    return work.elementary(gap, body)


def _antiderivative(work: Expectations, density: Term, name: str) -> Term | None:
    sorts = work.sorts(work.givens)
    inner = fresh("u", density.free)
    told = work.ask(f"{CROSSINGS}:in_logarithm", write(density), name, inner, sorts)
    for strategy in antiderivatives.STRATEGIES:
        for text in told:
            for F in map(
                read_back, work.ask(f"{ANTIDERIVATIVES}:propose", strategy, text, inner, sorts)
            ):
                if F is not None:
                    return substitute(F, {inner: call("log", symbol(name))})
        if told:
            continue
        texts = work.ask(f"{ANTIDERIVATIVES}:propose", strategy, write(density), name, sorts)
        for F in (t for t in map(read_back, texts) if t is not None):
            return F
    return None
