"""Divergences of normals in symbolic dimension: the part of `divergence` for MultivariateNormal.

`faces/divergence.py` hands a problem over when `is_normal(p)`; the answer is a whole Derivation, and
`stated.normals.claim_of` binds it to its problem in a recheck.

>>> divergence_of_normals("kl", "MultivariateNormal(mu, Sigma)",
...                       "MultivariateNormal(0, eye(n))").result["text"]
'(trace(Sigma) - n - log(det(Sigma)) + transpose(mu)*mu)/2'
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from symderive.certificates import assemble, undecided
from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.kernel.logic.certificate import Judgement
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.laws.normals import (
    LAW,
    MEASURES,
    declarations,
    dimension,
    domain,
    read_normal,
    variable,
)
from symderive.library import fingerprint
from symderive.methods.divergences.normals import Found, Search
from symderive.present.latex_terms import latex
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.writer import write


def is_normal(text: str) -> bool:
    """Whether the text of a law is a normal law in dimension n: `MultivariateNormal(mu, Sigma)`."""
    return text.strip().startswith(LAW)


def divergence_of_normals(
    kind: str,
    p: str,
    q: str | None = None,
    order: str | None = None,
    given: Sequence[str] = (),
    timeout: float = 30,
    stated: dict[str, Any] | None = None,
) -> Derivation:
    """The divergence of two normals (or entropy, ... of one), derived for every dimension n.

    `kind` in lower case as the command spells it; `stated` holds keys of the problem that come first
    (`name` of a named result).  The problem is {"kind": "divergence", "divergence": kind, "p": p,
    "q": q, "order": order, "given": [...]} without the keys that are None or empty.  Raises NotRead.
    """
    start = time.perf_counter()
    problem: dict[str, Any] = {"kind": "divergence", **(stated or {}), "divergence": kind, "p": p,
                               "q": q, "order": order, "given": list(given)}  # fmt: skip
    problem = {k: v for k, v in problem.items() if v not in (None, [])}
    if kind not in MEASURES:
        raise NotRead(
            kind, 0, "no such measure of normal laws", "one of " + ", ".join(sorted(MEASURES))
        )
    laws = [read_normal(t) for t in (p, q) if t is not None]
    alpha = None if order is None else read(order)
    own = [read(g) for g in given]
    facts = list(dict.fromkeys([*own, *declarations(laws, own), *domain(alpha)]))
    texts = [write(f) for f in facts]
    try:
        givens = Givens.of(facts)
        sizes = [dimension(law, givens) for law in laws]
    except (Unreadable, ArithmeticError, ValueError, KeyError) as why:
        hint = "declare its names: `A is n x n matrix`, `S is positive definite n x n`"
        raise NotRead(p, 0, f"no normal law is read here: {why}", hint) from None
    n = next((s for s in sizes if s is not None), None)
    if n is None or any(s not in (None, n) for s in sizes):
        raise NotRead(p, 0, "laws of different or unknown size", hint="declare their matrices")
    search = Search(kind, laws, alpha, givens, variable(laws, alpha, facts), n)
    try:
        with deadline(timeout):
            found = search.run()
    except Late as late:
        return undecided(problem, texts, str(late)).timed(time.perf_counter() - start)
    return _derivation(problem, texts, found).timed(time.perf_counter() - start)


def _derivation(problem: dict[str, Any], texts: list[str], found: Found) -> Derivation:
    if found.value is None:
        return undecided(problem, texts, found.trail.failure())
    checked = tuple(found.trail.checked.values())
    result = {"text": write(found.value), "latex": latex(found.value)}
    cites = any(c.outcome.grade == "cited" for c in checked)
    return assemble(problem, texts, Judgement("verified", checked), result=result,
                    added=[write(a) for a in found.added],
                    rules=fingerprint() if cites else "")  # fmt: skip
