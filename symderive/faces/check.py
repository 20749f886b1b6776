"""Decide a claim: one ball first, then the exact proof, then more balls, then a search in the worker.

>>> check("sqrt(x^2) = x").verdict, check("sqrt(x^2) = x", given=["x >= 0"]).verdict
('refuted', 'verified')
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from symderive.certificates import assemble, refuted, undecided
from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.hints import true_under
from symderive.kernel.analysis import algebra  # noqa: F401  (the inference that most claims need)
from symderive.kernel.logic import ties
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.kernel.logic.witness import agreement, first_point, refute
from symderive.terms.context import PLAIN, Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term

RELATIONS = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And")
T = TypeVar("T")
ORDERS = ("Lt", "Le", "Gt", "Ge")
SEARCHED = frozenset({"Integral", "Sum", "Product", "Limit"})


def check(claim: str | Term, given: Sequence[str | Term] = (), timeout: float = 10) -> Derivation:
    """Whether a relation holds at every admissible point: verified, refuted or undecided.

    Or whether a formula solves a first-order equation with data: "u(x,t) = .. solves .. with ..".
    `claim` and `given` are text (or terms, or SymPy objects).  Raises NotRead for text that is no
    relation or no given.
    """
    start = time.perf_counter()
    if isinstance(claim, str) and " solves " in claim:
        from symderive.faces.solves import solves

        return solves(claim, [_text(g) for g in given], timeout)
    facts = [_term(g) for g in given]
    statement = _term(claim, _context(facts))
    if statement.head not in RELATIONS:
        raise NotRead(
            _text(claim), 0, "this is no relation", hint="write a claim as `left = right`"
        )
    problem: dict[str, Any] = {"kind": "check", "claim": _text(claim)}
    said = [_text(g) for g in given]
    found = _decide(problem, statement, _givens(said, facts, statement), said, timeout)
    return found.timed(time.perf_counter() - start)


def _givens(texts: Sequence[str], facts: Sequence[Term], claim: Term) -> Givens:
    """The facts as givens; NotRead names the one that is none."""
    for i, (text, fact) in enumerate(zip(texts, facts, strict=True)):
        try:
            found = Givens.of([*facts[:i], fact] if fact.head == "Is" else [fact])
        except Unreadable as why:
            raise NotRead(text, 0, str(why)) from None
        values = sorted((found.sorts.keys() | found.bounds.keys()) & claim.functions)
        if values:
            raise NotRead(text, 0, f"{values[0]} is a function in the claim, and no number",
                          hint=f"say {values[0]}(x) > 0 of its values, or `{values[0]} is C2`")  # fmt: skip
    return Givens.of(facts)


def _decide(
    problem: dict[str, Any], claim: Term, givens: Givens, given: list[str], timeout: float
) -> Derivation:
    end = time.perf_counter() + timeout

    def tried(job: Callable[[], T]) -> tuple[T | None, str | None]:
        return _tried(job, end - time.perf_counter())

    ambiguous = ties.tied(claim, givens.statements)
    if ambiguous:
        return undecided(problem, given, ties.reason(ambiguous))
    witness, stopped = tried(lambda: first_point(claim, givens))
    if witness is not None:
        return refuted(problem, given, witness, _hint(claim, givens, end))
    if claim.head in ORDERS:  # the proof of an order may take long, a point takes little
        witness, stopped = tried(lambda: refute(claim, givens))
        if witness is not None:
            return refuted(problem, given, witness, _hint(claim, givens, end))
    searched = SEARCHED & {t.head for t in claim.walk()}
    judgement, reason = tried(lambda: judge(claim, [Step(1, _by(claim, givens), claim)], givens))
    if judgement is not None:
        if judgement.verdict == "verified":
            return assemble(problem, given, judgement)
        reason = judgement.reason
    witness, stopped = tried(lambda: refute(claim, givens))
    if witness is not None:
        return refuted(problem, given, witness, _hint(claim, givens, end))
    if claim.head in ORDERS and not givens.matrices:
        from symderive.methods import orders

        proved, _ = tried(lambda: orders.search(claim, givens))
        if proved is not None:
            return assemble(problem, given, proved)
    if searched:
        from symderive.library import fingerprint
        from symderive.methods.checking import search

        proof = search(claim, givens, given, end - time.perf_counter())
        if proof.judgement is not None:
            cites = any(c.outcome.grade == "cited" for c in proof.judgement.checked)
            rules = fingerprint() if cites else ""
            return assemble(problem, given, proof.judgement, rules=rules)
        if proof.witness is not None:
            hint = _hint(claim, givens, end)
            return refuted(problem, given, proof.witness, hint, proof.checked)
        reason = proof.reason or reason
    evidence, _ = tried(lambda: agreement(claim, givens)) if claim.head == "Eq" else (None, None)
    digits, points = evidence or (0, 0)
    said = f"; both sides agree to {digits} digits at {points} points" if digits > 8 else ""
    said = _broken_bounds(claim, givens) + said
    return undecided(problem, given, (reason or stopped or "no proof was found") + said,
                     _hint(claim, givens, end))  # fmt: skip


def _broken_bounds(claim: Term, givens: Givens) -> str:
    """Names in the limits of sums and products that may be no whole numbers, with what would help."""
    limits = [a for t in claim.walk() if t.head in ("Sum", "Product") for a in t.args[2:]]
    loose = sorted(
        {n for a in limits for n in a.free if givens.sort(n).domain in ("real", "complex")}
    )
    if not loose:
        return ""
    return (f"; a sum or product runs to {', '.join(loose)}, and nothing says that it is a whole "
            f"number: try --given '{loose[0]} is natural'")  # fmt: skip


def _by(claim: Term, givens: Givens) -> str:
    """The primitive that decides a claim at once, if one does."""
    if claim.head == "Eq" and claim.args[0].head == "VolumeIntegral":
        return "gaussian_integral"
    return "matrix_algebra" if givens.matrices else "algebra"


# What the kernel raises where it stops; anything else is no verdict either.
STOPS = (Rejected, ArithmeticError, ValueError, TypeError, LookupError, RecursionError, MemoryError,
         AssertionError, NotImplementedError, SystemError)  # fmt: skip


def _tried(job: Callable[[], T], seconds: float) -> tuple[T | None, str | None]:
    """The answer, or the reason why there is none: a stop of the kernel is never a verdict."""
    try:
        with deadline(max(seconds, 0.01)):
            return job(), None
    except Late as late:
        return None, str(late)
    except (Rejected, Undecided) as no:
        return None, str(no)
    except STOPS as stop:
        return None, f"the kernel stops here ({type(stop).__name__}: {stop})"


def _hint(claim: Term, givens: Givens, end: float) -> str | None:
    """The same hint that a recheck finds: bounded by work, and by what is left of the time."""
    return _tried(lambda: true_under(claim, givens), end - time.perf_counter())[0]


def _context(facts: Sequence[Term]) -> Context:
    """Names that the givens declare to be matrices: `A^T` is then a transpose."""
    said = [s for fact in facts for s in fact.walk() if s.head == "Is"]
    shaped = [s.args[0].data for s in said if s.args[1].head == "Tuple" and s.args[0].data]
    return Context(matrices=frozenset(shaped))


def _term(said: str | Term, context: Context = PLAIN) -> Term:
    if isinstance(said, Term):
        return said
    if isinstance(said, str):
        return read(said, context)
    from symderive.terms.bridge import from_sympy

    return from_sympy(said)


def _text(said: str | Term) -> str:
    from symderive.terms.writer import write

    return said if isinstance(said, str) else write(_term(said))


__all__ = ["Undecided", "check"]
