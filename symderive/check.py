"""Decide a claim: one ball first, then the exact proof, then more balls, then a search in the worker.

>>> check("sqrt(x^2) = x").verdict, check("sqrt(x^2) = x", given=["x >= 0"]).verdict
('refuted', 'verified')
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from symderive.certificates import assemble, refuted, undecided
from symderive.derivation import Derivation
from symderive.hints import true_under
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import agreement, first_point, refute
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term

RELATIONS = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And")
SEARCHED = frozenset({"Integral", "Sum", "Product", "Limit"})


def check(claim: str | Term, given: Sequence[str | Term] = (), timeout: float = 10) -> Derivation:
    """Whether a relation holds at every admissible point: verified, refuted or undecided.

    `claim` and `given` are text (or terms, or SymPy objects).  Raises NotRead for text that is no
    relation or no given.
    """
    start = time.perf_counter()
    statement, facts = _term(claim), [_term(g) for g in given]
    if statement.head not in RELATIONS:
        raise NotRead(
            _text(claim), 0, "this is no relation", hint="write a claim as `left = right`"
        )
    problem: dict[str, Any] = {"kind": "check", "claim": _text(claim)}
    found = _decide(problem, statement, Givens.of(facts), [_text(g) for g in given], timeout)
    return found.timed(time.perf_counter() - start)


def _decide(
    problem: dict[str, Any], claim: Term, givens: Givens, given: list[str], timeout: float
) -> Derivation:
    witness = first_point(claim, givens)
    if witness is not None:
        return refuted(problem, given, witness, true_under(claim, givens))
    searched = SEARCHED & {t.head for t in claim.walk()}
    reason: str | None = None
    try:
        steps = [Step(1, "algebra", claim)]
        judgement = judge(claim, steps, givens)
        if judgement.verdict == "verified":
            return assemble(problem, given, judgement)
        reason = judgement.reason
    except Rejected as no:
        reason = str(no)
    witness = refute(claim, givens)
    if witness is not None:
        return refuted(problem, given, witness, true_under(claim, givens))
    if searched:
        from symderive.methods.checking import search

        proof = search(claim, givens, given, timeout)
        if proof.judgement is not None:
            return assemble(problem, given, proof.judgement)
        if proof.witness is not None:
            return refuted(problem, given, proof.witness, None)
        reason = proof.reason or reason
    digits, points = agreement(claim, givens) if claim.head == "Eq" else (0, 0)
    evidence = f"; both sides agree to {digits} digits at {points} points" if digits > 8 else ""
    return undecided(problem, given, (reason or "no proof was found") + evidence,
                     true_under(claim, givens))  # fmt: skip


def _term(said: str | Term) -> Term:
    if isinstance(said, Term):
        return said
    if isinstance(said, str):
        return read(said)
    from symderive.terms.bridge import from_sympy

    return from_sympy(said)


def _text(said: str | Term) -> str:
    from symderive.terms.writer import write

    return said if isinstance(said, str) else write(_term(said))


__all__ = ["Undecided", "check"]
