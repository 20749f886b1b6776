"""Divergence: a measure of one law or of two, by the densities of their families, every step checked.

>>> divergence("kl", "Exponential(a)", "Exponential(b)").verdict
'verified'
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from symderive.certificates import assemble, undecided
from symderive.derivations import Derivation
from symderive.kernel.analysis.algebra import relation
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable, constant
from symderive.laws.families import Law, law_name, read_law
from symderive.laws.measures import ALIASES, MEASURES, ONE_LAW, WITH_ORDER, Problem
from symderive.laws.vectors import (
    ONE_VECTOR,
    VECTOR_MEASURES,
    VectorLaw,
    VectorProblem,
    about_vectors,
    read_vector_law,
)
from symderive.library import fingerprint
from symderive.methods.divergences.found import Found
from symderive.present.latex_terms import latex
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write

VECTOR = "MultivariateNormal"
AT_ORDER_ONE = {
    "renyi": "kl", "tsallis": "kl", "alpha": "kl",
    "renyi_entropy": "entropy", "tsallis_entropy": "entropy",
}  # fmt: skip


def divergence(
    kind: str,
    p: str,
    q: str | None = None,
    *,
    order: str | None = None,
    given: Sequence[str] = (),
    timeout: float = 30,
) -> Derivation:
    """The measure `kind` (kl, entropy, renyi, ..., any case) of the law p, or of p and q.

    Laws are texts such as `Gamma(2, b)`.  Raises NotRead for what cannot be read: an unknown
    measure or family, a law missing or too many, parameters outside their domain.
    """
    start = time.perf_counter()
    vectors = about_vectors(p)
    known, single = (sorted(VECTOR_MEASURES), ONE_VECTOR) if vectors else (MEASURES, ONE_LAW)
    measure = kind.lower().replace("-", "_")
    measure = ALIASES.get(measure, measure)
    if measure not in known:
        raise NotRead(kind, 0, "no measure is called so", hint="one of " + ", ".join(known))
    if (measure in single) != (q is None):
        raise NotRead(kind, 0, "it takes one law" if q else "it takes two laws")
    if (measure in WITH_ORDER) != (order is not None):
        raise NotRead(kind, 0, "it takes no order" if order else "it takes an order (--order)")
    limit = AT_ORDER_ONE.get(measure)
    if order is not None and limit is not None and constant(read(order)) == 1:
        raise NotRead(order, 0, f"{measure} has no order 1", hint=f"its limit there is `{limit}`")
    stated: dict[str, Any] = {"kind": "divergence", "divergence": measure, "p": p, "q": q,
                              "order": order, "given": list(given)}  # fmt: skip
    stated = {k: v for k, v in stated.items() if v not in (None, [])}
    if law_name(p) == VECTOR:
        from symderive.faces.normals import divergence_of_normals  # in symbolic dimension

        return divergence_of_normals(measure, p, q, order, given, timeout)
    decide = _of_vectors if vectors else _univariate
    found = decide(measure, p, q, order, list(given), timeout)
    return _derivation(stated, found).timed(time.perf_counter() - start)


def _univariate(
    measure: str, p: str, q: str | None, order: str | None, given: list[str], timeout: float
) -> Found:
    from symderive.methods.divergences.search import search

    laws = [read_law(t) for t in (p, q) if t is not None]
    problem = Problem(measure, laws[0], laws[1] if q is not None else None,
                      None if order is None else read(order))  # fmt: skip
    return search(problem, _facts((p, q), laws, given), timeout)


def _of_vectors(
    measure: str, p: str, q: str | None, order: str | None, given: list[str], timeout: float
) -> Found:
    from symderive.methods.divergences.vectors import search

    laws = [read_vector_law(t) for t in (p, q) if t is not None]
    if len({law.name for law in laws}) > 1:
        raise NotRead(q or "", 0, f"{laws[0].name} and {laws[1].name} live on different spaces")
    if laws[0].name != "Categorical" and len({len(law.weights) for law in laws}) > 1:
        raise NotRead(q or "", 0, "the two laws are of vectors of different length")
    problem = VectorProblem(measure, laws[0], laws[1] if q is not None else None,
                            None if order is None else read(order))  # fmt: skip
    return search(problem, _facts((p, q), laws, given), timeout)


def _facts(
    texts: tuple[str | None, ...], laws: Sequence[Law | VectorLaw], given: list[str]
) -> list[Term]:
    """The givens as terms; raises NotRead where they or the laws cannot hold."""
    facts = [read(g) for g in given]
    for text, law in zip(texts, laws, strict=False):
        for g in law.closed():
            if not _holds(g):
                raise NotRead(text or "", 0, f"{write(g)} is wanted of a law {law.usage}")
    try:
        Givens.of([*facts, *(g for law in laws for g in law.givens())])
    except Unreadable as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    return facts


def _holds(closed: Term) -> bool:
    try:
        relation(closed, Givens())
    except (Rejected, Undecided):
        return False
    return True


def _derivation(stated: dict[str, Any], found: Found) -> Derivation:
    if found.judgement is None or found.value is None:
        return undecided(stated, list(found.given), found.reason or "no route was found")
    result = {"text": write(found.value), "latex": latex(found.value), **found.more}
    return assemble(stated, list(found.given), found.judgement, result=result,
                    added=found.added, rules=fingerprint(), context=found.context)  # fmt: skip
