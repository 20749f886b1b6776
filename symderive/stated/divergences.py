"""What a certificate about univariate laws claims: the definition of its measure, or an infinity.

The densities and supports come from the table of families; what is given beyond the problem's own
givens is that the arguments are parameters, and what was added speaks of the problem's names alone.

>>> problem = {"kind": "divergence", "divergence": "kl", "p": "Poisson(a)", "q": "Poisson(b)"}
>>> write(claim_of(problem, ["a > 0", "b > 0"], [], {"text": "c"}, None))[:30]
'Sum(a^x*exp(-a)/factorial(x)*l'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symderive.derivations import Derivation, NotACertificate
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.laws.families import read_law
from symderive.laws.infinities import Infinity, infinities
from symderive.laws.measures import MEASURES, ONE_LAW, WITH_ORDER, Problem
from symderive.laws.vectors import (
    ONE_VECTOR,
    VECTOR_MEASURES,
    VectorProblem,
    about_vectors,
    read_vector_law,
)
from symderive.stated import normals
from symderive.stated.claims import said, unfit
from symderive.terms.context import PLAIN, Context
from symderive.terms.errors import NotRead
from symderive.terms.tree import BINDERS, Term, eq
from symderive.terms.writer import write

KEYS = frozenset("kind divergence p q order given name parameters".split())


def about_laws(problem: Mapping[str, Any]) -> bool:
    """Whether a problem is about univariate laws; those of normal vectors are stated elsewhere."""
    text = str(problem.get("p", "")).strip()
    return problem["kind"] == "divergence" and not text.startswith("MultivariateNormal")


def claim_or(d: Derivation, context: Context, others: Callable[..., Term | None]) -> Term | None:
    """The claim of a derivation about laws or normal vectors, or what `others` say of its problem."""
    if d.problem["kind"] != "divergence":
        return others(d.problem, d.result, context)
    if not about_laws(d.problem):
        return normals.claim_of(d.problem, d.result, context, d.given, d.added)
    last = said(d.steps[-1]["gives"].get("text"), "steps", context) if d.steps else None
    return claim_of(d.problem, d.given, d.added, d.result, last)


def problem_of(problem: Mapping[str, Any]) -> Problem | VectorProblem:
    """Measure, laws and order of a problem; raises NotACertificate."""
    vectors = about_vectors(str(problem.get("p", "")))
    known, single = (VECTOR_MEASURES, ONE_VECTOR) if vectors else (MEASURES, ONE_LAW)
    if extra := sorted(problem.keys() - KEYS):
        raise NotACertificate(f"a problem of kind divergence has no `{extra[0]}`")
    measure, order = problem.get("divergence"), problem.get("order")
    if measure not in known:
        raise NotACertificate("problem.divergence: no measure is called so")
    if (measure in single) != ("q" not in problem):
        raise NotACertificate("problem.q: a law too many, or missing")
    if (measure in WITH_ORDER) != (order is not None):
        raise NotACertificate("problem.order: an order too many, or missing")
    laws: list[Any] = []
    for key in ("p", "q"):
        text = problem.get(key)
        if text is None:
            continue
        try:
            laws.append(read_vector_law(text) if vectors else read_law(text))
        except (NotRead, TypeError, AttributeError) as why:
            raise NotACertificate(f"problem.{key}: {why}") from None
    if not laws:
        raise NotACertificate("a problem of kind divergence has `p`")
    kind: Any = VectorProblem if vectors else Problem
    return kind(measure, laws[0], laws[1] if len(laws) > 1 else None,
                None if order is None else said(order, "problem.order", PLAIN))  # fmt: skip


def _infinities(of: Problem | VectorProblem, givens: Givens) -> list[Infinity]:
    if isinstance(of, VectorProblem):
        return [Infinity(claim, reason) for claim, reason in of.infinities(givens)]
    return infinities(of, givens)


def claim_of(
    problem: Mapping[str, Any], given: Sequence[str], added: Sequence[str],
    result: Mapping[str, Any] | None, last: Term | None,
) -> Term | None:  # fmt: skip
    """The statement that the steps end with; raises NotACertificate.

    `last` is what the last step gives: of several reasons for an infinite answer it chooses one.
    """
    of = problem_of(problem)
    if not result or "text" not in result:
        return None
    givens = _givens(given, added)
    value = said(result["text"], "result.text", PLAIN)
    if value.head == "oo":
        claims = [i.claim for i in _infinities(of, givens)]
        if last in claims:
            return last
        raise NotACertificate("result.text: nothing in the problem makes the measure infinite")
    if any(t.head in BINDERS for t in value.walk()):
        raise NotACertificate("result.text: the value of a measure holds no integral or sum")
    try:
        return eq(of.definition(givens), value)
    except Undecided as why:
        raise NotACertificate(f"problem: {why}") from None


def untold(
    problem: Mapping[str, Any], given: Sequence[str], added: Sequence[str],
    result: Mapping[str, Any] | None, last: Term,
) -> list[str]:  # fmt: skip
    """Givens that are none of the problem's, and what the result says beyond the last step."""
    of = problem_of(problem)
    laws = [of.p, *([of.q] if of.q else [])]
    own = problem.get("given", [])
    if not isinstance(own, list):
        raise NotACertificate("`problem.given` must be a list of texts")
    wanted = {said(g, "problem.given", PLAIN) for g in own}
    wanted |= {g for law in laws for g in law.givens()}
    facts = [said(g, "given", PLAIN) for g in given]
    found = [f"given: {write(g)} is not part of the problem" for g in facts if g not in wanted]
    found += [f"given: {write(g)} of the problem is missing" for g in wanted if g not in facts]
    names = frozenset().union(*(law.free for law in laws), of.order.free if of.order else ())
    names |= frozenset().union(*(g.free for g in wanted))
    found += unfit(added, names, PLAIN)
    if result is None:
        return found
    if unknown := sorted(result.keys() - {"text", "latex", "reason"}):
        found.append(f"result.{unknown[0]}: no step says so")
    reason = None
    if said(result.get("text"), "result.text", PLAIN).head == "oo":
        reason = next(
            (i.reason for i in _infinities(of, _givens(given, added)) if i.claim == last), None
        )
    if result.get("reason") != reason:
        found.append("result.reason: it is not what the last step shows")
    return found


def _givens(given: Sequence[str], added: Sequence[str]) -> Givens:
    try:
        return Givens.of([said(g, "given", PLAIN) for g in (*given, *added)])
    except Unreadable as why:
        raise NotACertificate(f"given: {why}") from None
