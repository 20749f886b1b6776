"""Which integrals a measure needs, and how its value follows from theirs."""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.congruence import BINDERS, range_of
from symderive.laws.measures import Problem
from symderive.methods.divergences import bell
from symderive.methods.divergences.expectations import SHAPES, Expectations
from symderive.methods.divergences.levels import by_levels
from symderive.methods.guesses import outermost, read_back
from symderive.terms.substitute import replace
from symderive.terms.tree import ONE, TWO, Term, call, div, eq, mul, neg, pow_
from symderive.terms.writer import write

Route = Callable[[Expectations, Problem, Term], "int | None"]


def _mean(work: Expectations, problem: Problem, target: Term) -> int | None:
    """Integrals of p times logarithms."""
    p = problem.p.density(problem.name)
    log_p = call("log", p)
    n = _over_levels(work, problem, target)
    if n is not None:
        return n
    if problem.measure == "entropy":
        return work.expectation(target, p, neg(log_p))
    assert problem.q is not None
    q = problem.q.density(problem.name)
    if problem.measure == "crossentropy":
        return work.expectation(target, p, neg(call("log", q)))
    if problem.measure == "kl":
        return work.expectation(target, p, call("log", div(p, q)))
    if problem.measure == "reverse_kl":
        return work.expectation(target, q, call("log", div(q, p)))
    forth, back = target.args
    n = work.expectation(forth, p, call("log", div(p, q)))
    m = None if n is None else work.expectation(back, q, call("log", div(q, p)))
    return None if n is None or m is None else finish(work, target, [n, m])


def _over_levels(work: Expectations, problem: Problem, integral: Term) -> int | None:
    """Of two laws of one family whose levels are the simpler variable."""
    if problem.q is None or problem.p.family != problem.q.family:
        return None
    if "distribution" not in problem.p.family.row:
        return None
    p, q = problem.densities()
    factor = {"kl": call("log", div(p, q)), "crossentropy": neg(call("log", q)),
              "chi2div": div(p, q)}.get(problem.measure)  # fmt: skip
    if problem.measure in ("bc", "bhattacharyya", "hellinger2"):
        factor = call("sqrt", div(q, p))
    return None if factor is None else by_levels(work, problem, integral, problem.p, factor)


def _mixed(work: Expectations, problem: Problem, target: Term) -> int | None:
    """A function of one integral of a product of powers of the densities."""
    integral = next((t for t in outermost(target) if t.head in BINDERS), None)
    if integral is None:  # the laws have no common part
        return finish(work, target, [])
    n = _over_levels(work, problem, integral)
    if n is None:
        n = work.expectation(integral, integral.args[0], ONE)
    if n is None or integral == target:
        return n
    return finish(work, target, [n])


def finish(work: Expectations, target: Term, uses: list[int]) -> int | None:
    """The target with the values of its integrals in it, in the shortest form."""
    value = target
    for n in uses:
        value = replace(value, *work.steps[n].gives.args)
    put = work.step("replacement", eq(target, value), uses)
    if put is None:
        return None
    for form in work.forms(value):
        same = work.step("algebra", eq(value, form))
        done = None if same is None else work.step("rewrite", eq(target, form), [put, same])
        if done is not None:
            return done
    return put


def _values(work: Expectations, problem: Problem, target: Term) -> int | None:
    """Integrals in closed form on their own."""
    uses: list[int] = []
    for t in dict.fromkeys(outermost(target)):
        n = work.elementary(t)
        if n is None:
            return None
        uses.append(n)
    if len(uses) == 1 and work.steps[uses[0]].gives.args[0] == target:
        return uses[0]
    return finish(work, target, uses)


def _score(work: Expectations, problem: Problem, target: Term) -> int | None:
    """The mean of the squared slope of log p, the slope worked out."""
    p = problem.p.density(problem.name)
    (name,) = problem.p.free
    told = work.ask(f"{SHAPES}:score", write(p), problem.name, name, work.sorts(work.givens))
    slope = read_back(told[0]) if told else None
    ranged = work.tried(lambda: range_of(target, work.givens))
    if slope is None or ranged is None:
        return _values(work, problem, target)
    squared = pow_(slope, TWO)
    plain = target.rebuild((mul(p, squared), *target.args[1:]))
    same = work.step("algebra", eq(target.args[0], plain.args[0]), (), ranged)
    n = None if same is None else work.expectation(plain, p, squared)
    if same is None or n is None:
        return None
    return work.step("congruence", eq(target, work.steps[n].gives.args[1]), [same, n])


def _coupled(work: Expectations, problem: Problem, target: Term) -> int | None:
    """A mean under one of the laws, a standard law, or over the levels."""
    body = target.args[0]
    if any(t.head == "erf" for t in body.walk()):
        told = work.ask(f"{bell.__name__}:antiderivative", write(body), target.args[1].data,
                        work.sorts(work.givens))  # fmt: skip
        for F in (t for t in map(read_back, told) if t is not None):
            n = work.between(target, F)
            if n is not None:
                return n
    if body.head == "Mul":
        squared = [t for t in body.args if t.head == "Pow"]
        weight = [t for t in body.args if t not in squared[:1]]
        if squared and weight:
            return work.expectation(target, mul(*weight), squared[0])
    return work.expectation(target, ONE, body)


def mass(work: Expectations, integral: Term, problem: Problem) -> int | None:
    """The integral of one density alone, or of a constant times it; None for another body."""
    for law in (problem.p, problem.q):
        f = None if law is None else law.density(problem.name)
        body = integral.args[0]
        if f is not None and f == body:
            return work.expectation(integral, f, ONE)
        if f is not None and body.head == "Mul" and body.args[0] == f:
            return work.expectation(integral, f, mul(*body.args[1:]))
    return None


def _mixture(work: Expectations, problem: Problem, target: Term) -> int | None:
    """Integrals of p*log(2*p/(p + q)) + q*log(2*q/(p + q)) and of densities."""
    uses: list[int] = []
    for t in dict.fromkeys(outermost(target)):
        if t.head not in BINDERS:
            continue
        n = mass(work, t, problem)
        if n is None:
            n = work.elementary(t, t.args[0])
        if n is None:
            return None
        uses.append(n)
    return finish(work, target, uses)


def _variation(work: Expectations, problem: Problem, target: Term) -> int | None:
    from symderive.methods.divergences.variation import total_variation

    return total_variation(work, problem, target)


ROUTES: dict[str, Route] = {
    "kl": _mean, "reverse_kl": _mean, "entropy": _mean, "crossentropy": _mean, "jeffreys": _mean,
    "js": _mixture, "alpha": _mixed,
    "bc": _mixed, "bhattacharyya": _mixed, "hellinger2": _mixed, "chernoff": _mixed,
    "renyi": _mixed, "tsallis": _mixed, "renyi_entropy": _mixed, "tsallis_entropy": _mixed,
    "chi2div": _mixed, "tv": _variation, "w2sq": _coupled, "fisher": _score,
}  # fmt: skip
