"""The verdict on one relation of a document under its hypotheses.

Hypotheses that say what a function is are put in, differential ones are solved for a highest
derivative, and those that share no name with the claim are left out.

>>> from symderive.terms.reader import read
>>> decided(read("u(x)^2 = x^4"), [read("u(x) = x^2"), read("b > 0")], 10).verdict
'verified'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.derivations import Derivation
from symderive.documents.declarations import Definition, Undeclared, expanded
from symderive.faces.check import check
from symderive.faces.hypotheses import differential, without
from symderive.terms.tree import Term


def decided(claim: Term, given: Sequence[Term], timeout: float, by: str = "") -> Derivation:
    """The verdict on a claim; differential hypotheses are put in first."""
    claim, given = explicit(claim, relevant(claim, given))
    if by:
        from symderive.faces.chain import derivation

        return derivation(claim, [{"by": by, "gives": claim, "from": []}], given, timeout)
    given = [g for g in given if not differential(g) or g.functions & claim.functions]
    if any(differential(g) for g in given):
        reduced = without(claim, given)
        if reduced is None:
            rest = [g for g in given if not differential(g)]
            alone = check(claim, rest, timeout)
            if alone.verdict == "verified":
                return alone
            return _undecided(alone, "a differential hypothesis could not be put in")
        claim, given = reduced
    return check(claim, list(given), timeout)


def explicit(claim: Term, given: Sequence[Term]) -> tuple[Term, list[Term]]:
    """A hypothesis `u(x, t) = ...` says what u is at all its arguments: it is put in."""
    definitions: dict[str, Definition] = {}
    rest = list(given)
    for g in given:
        if g.head != "Eq" or g.args[0].head != "Apply" or any(g.args[0].data[1]):
            continue
        f, body = g.args
        names = [a.data for a in f.args if a.head == "Symbol"]
        if len(set(names)) == len(f.args) and f.data[0] not in body.functions | definitions.keys():
            definitions[f.data[0]] = Definition(tuple(names), body)
            rest.remove(g)
    if not definitions:
        return claim, rest
    try:
        return expanded(claim, definitions), [expanded(g, definitions) for g in rest]
    except Undeclared:
        return claim, list(given)


_MATRIX = frozenset(("matrix", "vector", "invertible", "symmetric", "positive_definite", "diagonal",
                     "positive_semidefinite", "orthogonal"))  # fmt: skip


def relevant(claim: Term, given: Sequence[Term]) -> list[Term]:
    """The hypotheses that share a name with the claim, or with another such hypothesis.

    A hypothesis on a matrix counts only where the matrix itself is met: n x n says nothing of n.
    """
    names = set(claim.free | claim.functions)
    kept: set[int] = set()
    while True:
        new = [k for k, g in enumerate(given) if k not in kept and _names(g) & names]
        if not new:
            return [g for k, g in enumerate(given) if k in kept]
        kept.update(new)
        for k in new:
            names |= _names(given[k])


def _names(g: Term) -> frozenset[str]:
    if g.head == "Is":
        quality = g.args[1]
        word = quality.args[0] if quality.head == "Tuple" else quality
        if quality.head == "Tuple" or word.data in _MATRIX:
            return g.args[0].free
    return g.free | g.functions


def _undecided(d: Derivation, reason: str) -> Derivation:
    return Derivation(problem=d.problem, verdict="undecided", given=d.given, reason=reason)
