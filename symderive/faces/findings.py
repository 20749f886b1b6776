"""Findings: what is said of a relation, with a code, a place, a witness and one hint.

>>> CODES[REFUTED]
'the relation is false at an admissible point'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symderive.derivations import Derivation
from symderive.documents.relations import Relation
from symderive.faces.check import check
from symderive.faces.decided import explicit, relevant
from symderive.faces.hypotheses import differential, without
from symderive.terms.tree import Term, symbol
from symderive.terms.writer import write

VERIFIED, GIVEN, DEFINITION, IGNORED = "SD001", "SD002", "SD003", "SD004"
REFUTED, DIVERGES = "SD101", "SD102"
UNDECIDED, CONDITIONAL, VACUOUS, STEP = "SD201", "SD202", "SD203", "SD204"
UNREAD, UNDECLARED = "SD301", "SD302"
# What each code says; docs/papers.md has the same list.
CODES = {
    VERIFIED: "the relation is proved",
    GIVEN: "a hypothesis, not checked",
    DEFINITION: "a definition, which claims nothing",
    IGNORED: "ignored by a comment",
    REFUTED: "the relation is false at an admissible point",
    DIVERGES: "an integral or a sum in the relation diverges",
    UNDECIDED: "neither proved nor refuted",
    CONDITIONAL: "not proved as it stands, but under a hypothesis on one name",
    VACUOUS: "no point was found at which the hypotheses hold and both sides have a value",
    STEP: "the relation does not follow by the rule that is named",
    UNREAD: "the relation was not read",
    UNDECLARED: "a declaration was not understood",
}


@dataclass(frozen=True)
class Finding:
    """What was found of one relation; `line` and `column` are those of its sign, from 1."""

    code: str
    verdict: str | None  # verified, refuted, undecided; None: nothing was decided
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    start: tuple[int, int]
    chain: int
    step: int
    hint: str | None = None
    witness: dict[str, Any] | None = None
    derivation: Derivation | None = None
    label: str = ""


INTEGERS = frozenset("n m k N M j".split())


def told(d: Derivation, r: Relation, place: dict[str, Any]) -> Finding:
    """A derivation as a finding."""
    assert r.claim is not None
    if d.verdict == "verified":
        return Finding(VERIFIED, "verified", _as_put(d, r), derivation=d, **place)
    if d.verdict == "refuted":
        if _sequence_limit(r.claim):
            why = "as a limit over the reals it fails; over the integers it is not decided"
            return Finding(UNDECIDED, "undecided", why, **place)
        reason = d.reason or ""
        code = DIVERGES if reason.startswith("diverges") else REFUTED
        hint = f"true under: {_shown(d.hint)}" if d.hint else _off(r)
        message = reason if code == DIVERGES else _at(d.witness or {})
        if r.constant:
            message += "; compared up to a constant"
        return Finding(
            code, "refuted", message, hint=hint, witness=d.witness, derivation=d, **place
        )
    if r.by:
        return Finding(STEP, "undecided", d.reason or "", derivation=d, **place)
    if "no admissible point" in (d.reason or ""):
        return Finding(VACUOUS, "undecided", d.reason or "", derivation=d, **place)
    if d.hint:
        return Finding(CONDITIONAL, "undecided", d.reason or "", hint=f"true under: {_shown(d.hint)}",
                       derivation=d, **place)  # fmt: skip
    return Finding(UNDECIDED, "undecided", d.reason or "", derivation=d, **place)


def _as_put(d: Derivation, r: Relation) -> str:
    """What the certificate is about, where a hypothesis was put into the relation that was read.

    That the relation follows from it is the reader's substitution, and no step of the kernel.
    """
    if r.claim is None or r.by:
        return ""
    said = d.problem.get("claim")
    return "" if said in (None, write(r.claim)) else f"with the hypotheses put in: {said}"


def _shown(text: str) -> str:
    """`E_` is the letter E of the paper (E alone is a constant of the language)."""
    return re.sub(r"\b([A-Za-z]\w*)_(?!\w)", r"\1", text)


def _sequence_limit(claim: Term) -> bool:
    """A limit along a letter that names integers: over the reals it may fail and yet hold."""
    return any(t.head == "Limit" and t.args[1].data in INTEGERS for t in claim.walk())


def _off(r: Relation) -> str | None:
    from symderive.faces.offs import off

    assert r.claim is not None
    try:
        claim, given = explicit(r.claim, relevant(r.claim, r.given))
        if any(differential(g) for g in given):
            reduced = without(claim, given)
            if reduced is None:
                return None
            claim, given = reduced
        return _integers(claim, given) or off(claim, given)
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError):
        return None


def _integers(claim: Term, given: Sequence[Term]) -> str | None:
    """`true under: n is integer` for letters that name integers by custom."""
    said = {n for g in given for n in g.free}
    names = sorted(n for n in claim.free & INTEGERS if n not in said)
    if not names or len(names) > 2:
        return None
    facts = [Term("Is", (symbol(n), symbol("integer"))) for n in names]
    facts += [Term("Ge", (symbol(n), Term("Integer", (), 1))) for n in names]
    if check(claim, [*given, *facts], 2).verdict != "verified":
        return None
    return "true under: " + ", ".join(f"{n} is integer, {n} >= 1" for n in names)


def _at(witness: dict[str, Any]) -> str:
    point = ", ".join(f"{n.rstrip('_')} = {v}" for n, v in witness.get("point", {}).items())
    functions = ", ".join(f"{n}: {v}" for n, v in witness.get("functions", {}).items())
    where = "; ".join(p for p in (point, functions) if p)
    sides = f"left {witness.get('left')}, right {witness.get('right')}"
    return f"at {where}: {sides}" if where else sides
