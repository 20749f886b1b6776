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
from dataclasses import dataclass, field, replace
from typing import Any

from symderive.derivations import Derivation
from symderive.documents.claims import read_paper
from symderive.documents.declarations import Undeclared
from symderive.documents.relations import Paper, Relation
from symderive.faces.decided import decided
from symderive.faces.findings import (
    CODES,
    DEFINITION,
    GIVEN,
    IGNORED,
    REFUTED,
    UNDECIDED,
    UNDECLARED,
    UNREAD,
    Finding,
    told,
)
from symderive.kernel.logic.givens import Unreadable
from symderive.terms.errors import NotRead
from symderive.terms.tree import Term


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
    if lines is not None:
        kept = [r for r in paper.relations if lines[0] <= paper.place(r.at)[0] <= lines[1]
                or lines[0] <= paper.place(r.start)[0] <= lines[1]]  # fmt: skip
        for r in paper.relations:
            if r not in kept and r.kind in ("claim", "unread"):
                r.kind = "ignored"
    return reported(paper, file, timeout, start)


def reported(paper: Paper, file: str, timeout: float, start: float) -> Report:
    """The findings on every relation that was read, in the order of their places."""
    deciding = _Deciding(paper, file, timeout)
    found = [deciding.trouble(t.at, t.message) for t in paper.troubles]
    found += [deciding.finding(n) for n in range(len(paper.relations))]
    found = sorted(_with_ends(found, deciding), key=lambda f: (f.line, f.column))
    return Report(file, found, time.perf_counter() - start)


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
        return {
            "file": self.file,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "excerpt": excerpt,
            "start": self.paper.place(start),
            **more,
        }

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
        return told(found, r, place)

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


def _with_ends(findings: list[Finding], deciding: _Deciding) -> list[Finding]:
    """Of a chain with a wrong step: the first one is named, and whether the ends agree."""
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


__all__ = ["CODES", "REFUTED", "UNREAD", "Finding", "Report", "check_paper", "reported"]
