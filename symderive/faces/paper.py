"""Check an author's document: every relation that it claims, line by line.

A finding has a code: SD1xx refuted, SD2xx undecided, SD3xx not read, SD0xx fine or no claim.  Of a
chain the first wrong step is named, and whether its ends agree all the same.

>>> found = check_paper("\\\\[ (a+b)^2 = a^2 + b^2 + 2ab = (a-b)^2 + 2ab \\\\]")
>>> [(f.code, f.verdict, f.hint) for f in found.findings]
[('SD001', 'verified', None), ('SD101', 'refuted', None)]
>>> found.verdict, found.exit_code
('refuted', 1)
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.derivations import Derivation
from symderive.documents.claims import Paper, Relation, read_paper
from symderive.documents.declarations import Definition, Undeclared, expanded
from symderive.faces.check import check
from symderive.faces.hypotheses import differential, without
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.terms.errors import NotRead
from symderive.terms.tree import Term

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


@dataclass
class Report:
    """The findings of one file, in its order."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def claims(self) -> list[Finding]:
        """The findings on what the document claims: read or not."""
        return [f for f in self.findings if f.code not in (GIVEN, DEFINITION, IGNORED, UNDECLARED)]

    @property
    def verdict(self) -> str:
        """refuted if one claim is; verified if all are, and there is one; else undecided."""
        verdicts = [f.verdict for f in self.claims]
        if "refuted" in verdicts:
            return "refuted"
        return "verified" if verdicts and set(verdicts) == {"verified"} else "undecided"

    @property
    def exit_code(self) -> int:
        if any(f.code == UNDECLARED for f in self.findings):
            return 2
        return {"verified": 0, "refuted": 1, "undecided": 3}[self.verdict]


def check_paper(
    text: str,
    file: str = "-",
    markdown: bool = False,
    given: Sequence[str] = (),
    timeout: float = 10,
    lines: tuple[int, int] | None = None,
) -> Report:
    """Check every relation of a LaTeX (or Markdown) text; `timeout` is for each relation.

    `given` are statements that hold throughout; `lines` are the first and last line to check, as an
    editor would ask after a change.  Raises NotRead where a given is no statement.
    """
    start = time.perf_counter()
    try:
        paper = read_paper(text, markdown, given)
    except Undeclared as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    report = Report(file)
    if lines is not None:
        kept = [r for r in paper.relations if lines[0] <= paper.place(r.at)[0] <= lines[1]
                or lines[0] <= paper.place(r.start)[0] <= lines[1]]  # fmt: skip
        for r in paper.relations:
            if r not in kept and r.kind in ("claim", "unread"):
                r.kind = "ignored"
    deciding = _Deciding(paper, file, timeout)
    for trouble in paper.troubles:
        report.findings.append(deciding.trouble(trouble.at, trouble.message))
    for n in range(len(paper.relations)):
        report.findings.append(deciding.finding(n))
    report.findings = _with_ends(report.findings, deciding)
    report.findings.sort(key=lambda f: (f.line, f.column))
    report.seconds = time.perf_counter() - start
    return report


@dataclass
class _Deciding:
    paper: Paper
    file: str
    timeout: float
    verdicts: dict[int, str | None] = field(default_factory=dict)

    def place(self, at: int, start: int, end: int, **more: Any) -> dict[str, Any]:
        line, column = self.paper.place(at)
        end_line, end_column = self.paper.place(max(end, at + 1))
        text = self.paper.text
        first = text.rfind("\n", 0, at) + 1
        last = text.find("\n", at)
        excerpt = text[first : len(text) if last < 0 else last]
        return {"file": self.file, "line": line, "column": column, "end_line": end_line,
                "end_column": end_column, "excerpt": excerpt, "start": self.paper.place(start), **more}  # fmt: skip

    def trouble(self, at: int, message: str) -> Finding:
        place = self.place(at, at, at + 1, chain=0, step=0)
        return Finding(UNDECLARED, None, message, **place)

    def finding(self, n: int) -> Finding:
        r = self.paper.relations[n]
        place = self.place(r.at, r.start, r.end, chain=r.chain, step=r.step, label=r.label)
        if r.kind == "unread":
            self.verdicts[n] = None
            at = r.problem_at if r.problem_at >= 0 else r.at
            place.update(self.place(at, r.start, r.end))
            return Finding(UNREAD, None, r.problem, hint=r.hint or None, **place)
        if r.kind == "definition":
            return Finding(
                DEFINITION, None, f"not put in: {r.problem}" if r.problem else "", **place
            )
        if r.kind in ("given", "ignored"):
            return Finding(GIVEN if r.kind == "given" else IGNORED, None, "", **place)
        if self._assumed(n):
            self.verdicts[n] = None
            return Finding(GIVEN, None, "the hypothesis of an implication", **place)
        try:
            found = self.decide(r)
        except (NotRead, Unreadable) as why:
            self.verdicts[n] = None
            message = getattr(why, "message", str(why))
            return Finding(UNREAD, None, message, hint=getattr(why, "hint", "") or None, **place)
        except Exception as stop:  # one relation must not take the others with it
            self.verdicts[n] = None
            message = f"the kernel stops here ({type(stop).__name__}: {stop})"
            return Finding(UNDECIDED, "undecided", message, **place)
        self.verdicts[n] = found.verdict
        return _told(found, r, place)

    def _assumed(self, n: int) -> bool:
        """Whether the relation is only what an implication starts from."""
        r = self.paper.relations[n]
        after = [s for s in self.paper.relations if n in s.rests]
        if not after or r.rests:
            return False
        return self.decide(r).verdict != "verified"

    def decide(self, r: Relation) -> Derivation:
        """The verdict of a relation under its hypotheses and what it is said to follow from."""
        assert r.claim is not None
        rests = [c for k in r.rests if (c := self.paper.relations[k].claim) is not None]
        given = list(dict.fromkeys([*r.given, *rests]))
        found = decided(r.claim, given, self.timeout, r.by)
        if r.both and found.verdict == "verified" and rests:
            back = decided(rests[-1], [*r.given, r.claim], self.timeout)
            if back.verdict != "verified":
                return back
        return found


def decided(claim: Term, given: Sequence[Term], timeout: float, by: str = "") -> Derivation:
    """The verdict on a claim; differential hypotheses are put in first."""
    claim, given = explicit(claim, relevant(claim, given))
    if by:
        from symderive.faces.chain import derivation

        return derivation(claim, [{"by": by, "gives": claim, "from": []}], given, timeout)
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


INTEGERS = frozenset("n m k N M j".split())


def _told(d: Derivation, r: Relation, place: dict[str, Any]) -> Finding:
    """A derivation as a finding."""
    assert r.claim is not None
    if d.verdict == "verified":
        return Finding(VERIFIED, "verified", "", derivation=d, **place)
    if d.verdict == "refuted":
        if _sequence_limit(r.claim):
            why = "as a limit over the reals it fails; over the integers it is not decided"
            return Finding(UNDECIDED, "undecided", why, **place)
        reason = d.reason or ""
        code = DIVERGES if reason.startswith("diverges") else REFUTED
        hint = f"true under: {d.hint}" if d.hint else _off(r)
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
        return Finding(CONDITIONAL, "undecided", d.reason or "", hint=f"true under: {d.hint}",
                       derivation=d, **place)  # fmt: skip
    return Finding(UNDECIDED, "undecided", d.reason or "", derivation=d, **place)


def _sequence_limit(claim: Term) -> bool:
    """A limit along a letter that names integers: over the reals it may fail and yet hold."""
    return any(t.head == "Limit" and t.args[1].data in INTEGERS for t in claim.walk())


def _off(r: Relation) -> str | None:
    from symderive.faces.offs import off

    assert r.claim is not None
    try:
        given = list(r.given)
        claim = r.claim
        if any(differential(g) for g in given):
            reduced = without(claim, given)
            if reduced is None:
                return None
            claim, given = reduced
        return off(claim, given)
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError):
        return None


def _at(witness: dict[str, Any]) -> str:
    point = ", ".join(f"{n.rstrip('_')} = {v}" for n, v in witness.get("point", {}).items())
    functions = ", ".join(f"{n}: {v}" for n, v in witness.get("functions", {}).items())
    where = "; ".join(p for p in (point, functions) if p)
    sides = f"left {witness.get('left')}, right {witness.get('right')}"
    return f"at {where}: {sides}" if where else sides


def _with_ends(findings: list[Finding], deciding: _Deciding) -> list[Finding]:
    """Of a chain with a wrong step: the first one is named, and whether the ends agree."""
    from dataclasses import replace

    out = list(findings)
    offset = len(findings) - len(deciding.paper.relations)
    chains: dict[int, list[int]] = {}
    for n, r in enumerate(deciding.paper.relations):
        if r.kind == "claim":
            chains.setdefault(r.chain, []).append(n)
    for members in chains.values():
        wrong = [n for n in members if deciding.verdicts.get(n) == "refuted"]
        if not wrong or len(members) < 2:
            continue
        relations = [deciding.paper.relations[n] for n in members]
        words = (
            f"step {relations[members.index(wrong[0])].step} is the first wrong step of this chain"
        )
        claims = [r.claim for r in relations]
        if all(c is not None and c.head == "Eq" for c in claims):
            assert claims[0] is not None and claims[-1] is not None
            ends = Term("Eq", (claims[0].args[0], claims[-1].args[1]))
            try:
                verdict = decided(ends, relations[0].given, deciding.timeout).verdict
            except (NotRead, Unreadable):
                verdict = "undecided"
            words += {"verified": "; its ends agree all the same",
                      "refuted": "; its ends differ"}.get(verdict, "")  # fmt: skip
        n = wrong[0] + offset
        out[n] = replace(out[n], message=f"{out[n].message}; {words}")
    return out


# --- the same for a list of relations -----------------------------------------------------------


def check_chain(
    steps: Sequence[str], given: Sequence[str] = (), timeout: float = 10, latex: bool | None = None
) -> Report:
    r"""Check a chain of relations, each as a text: `["sin(2*x)", "= 2*sin(x)*cos(x)", "<= 1"]`.

    A step that begins with a relation goes on from the one before.  Plain text, or LaTeX (`latex`,
    or where a step holds a backslash); `given` may hold declarations too (`declare u(x,t)`).  The
    findings are those of a document whose lines are the steps.  Raises NotRead for a given.

    >>> [f.verdict for f in check_chain(["(x+1)^2", "= x^2 + 2*x + 1", "= x^2 + 2*x"]).findings]
    ['verified', 'refuted']
    """
    if latex is None:
        latex = any("\\" in s for s in steps)
    facts = [g for g in given if not g.startswith(("declare ", "define ", "assume "))]
    said = "".join(f"% symderive: {g}\n" for g in given if g not in facts)
    if latex:
        body = " \\\\\n".join(steps)
        text = f"{said}\\begin{{align}}\n{body}\n\\end{{align}}\n"
        return check_paper(text, "chain", given=facts, timeout=timeout)
    return _plain_chain(steps, facts, said, timeout)


def _plain_chain(steps: Sequence[str], given: Sequence[str], said: str, timeout: float) -> Report:
    from symderive.documents.plain import read_plain

    start = time.perf_counter()
    try:
        paper = read_plain(steps, given, said)
    except Undeclared as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    report = Report("chain")
    deciding = _Deciding(paper, "chain", timeout)
    report.findings = [deciding.trouble(t.at, t.message) for t in paper.troubles]
    report.findings += [deciding.finding(n) for n in range(len(paper.relations))]
    report.findings = _with_ends(report.findings, deciding)
    report.seconds = time.perf_counter() - start
    return report


__all__ = ["CODES", "Finding", "Givens", "Report", "check_chain", "check_paper"]
