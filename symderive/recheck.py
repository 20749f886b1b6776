"""The recheck of a certificate: everything in it computed again, by the kernel alone, and compared.

No method and no SymPy is asked.  Steps are judged with the shipped rules, a witness is replayed,
and each field is held against what comes out; a second checker replays the algebra.

>>> data = {"schema": "symderive/1", "problem": {"kind": "check", "claim": "1 = 2"},
...         "verdict": "verified", "result": None, "given": [], "added": [], "steps": [],
...         "grades": {}, "unproved": [], "witness": None, "reason": None, "rules": "",
...         "seconds": 0.1}
>>> recheck(data | {"digest": digest(data)})
['verdict: recorded "verified", but there are no steps']
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symderive.certificates import assemble, refuted
from symderive.derivations import Derivation, NotACertificate, digest
from symderive.differences import differences, shown
from symderive.hints import true_under
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.analysis.values_step import replaced
from symderive.kernel.analysis.variation.answer import UNSOLVED
from symderive.kernel.logic.certificate import Judgement, check_steps, judge
from symderive.kernel.logic.claims import PRIMITIVES, Checked, Rejected, Step
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.kernel.logic.replay import replay
from symderive.kernel.logic.samples import Sample
from symderive.kernel.logic.valued import valued
from symderive.kernel.logic.witness import agreement
from symderive.library import fingerprint, rules
from symderive.present.document import context_of
from symderive.present.latex_terms import latex
from symderive.second.replay import Summary, summary
from symderive.stated import divergences, pde, variation
from symderive.stated.claims import claim_of, intervals_told, said
from symderive.stated.forms import About, statement
from symderive.stated.results import untold
from symderive.terms.context import PLAIN, Context
from symderive.terms.tree import Term
from symderive.terms.writer import write

OPTIONAL_IN_STEPS = ("under",)
SUPPOSING = (
    "divergence",
    "integrate",
)  # what they add to the givens is said by the problem's names
SOLVED = ("extremize", "pde")  # their claims name constants of integration
BROKEN = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, AssertionError,
          RecursionError, MemoryError)  # fmt: skip
_STEP = {"n": int, "by": str, "grade": str, "at": list, "bind": dict, "from": list, "says": str,
         "gives": dict, "conditions": list}  # fmt: skip
_SAMPLE = re.compile(r"\(([\w, ]*)\) -> (.+)", re.DOTALL)
_EVIDENCE = re.compile(r"; both sides agree to (\d+) digits at (\d+) points")


@dataclass(frozen=True)
class Report:
    """What the recheck found: true if the certificate is accepted.

    `differences` name the fields that do not come out as recorded; `claim` is what was proved or
    refuted, as text; `second` counts what the second checker replayed.
    """

    verdict: str
    claim: str
    steps: int
    differences: tuple[str, ...] = ()
    second: Summary | None = None

    def __bool__(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        if self.differences:
            return "rejected: " + "\n".join(self.differences)
        steps = f"{self.steps} step{'' if self.steps == 1 else 's'}"
        how = {"verified": f"{steps}, rechecked without the prover",
               "refuted": "witness replayed without the prover",
               "undecided": "nothing is proved in it, and nothing was found wrong"}  # fmt: skip
        lines = [f"certificate symderive/1, {how[self.verdict]}: {self.verdict}"]
        if self.claim:
            lines.append(f"claim: {self.claim}")
        if self.second is not None and self.second.of:
            lines.append(str(self.second))
        return "\n".join(lines)


def recheck(data: Mapping[str, Any]) -> list[str]:
    """The differences between a certificate and its recheck; none if it is accepted.

    Raises NotACertificate for an object that has not the form of a certificate.
    """
    return list(report(data).differences)


def report(data: Mapping[str, Any]) -> Report:
    """`recheck` with what was seen on the way; raises NotACertificate."""
    recorded = Derivation.from_json(data)
    _form(recorded)
    about = None
    try:
        if recorded.problem["kind"] == "forms":
            about = statement(recorded.problem, recorded.given, recorded.result)
            context, givens, claim = about.context, Givens.of(about.given), about.claim
        else:
            context = context_of(recorded.problem, recorded.given)
            facts = [said(g, f"given[{i}]", context) for i, g in enumerate(recorded.given)]
            if recorded.problem["kind"] in SUPPOSING:
                facts += [said(g, f"added[{i}]", context) for i, g in enumerate(recorded.added)]
            givens = Givens.of(facts)
            if recorded.problem["kind"] == "pde" and recorded.verdict == "refuted":
                claim = pde.refutable(recorded.problem, facts, context)
            else:
                claim = divergences.claim_or(recorded, context, claim_of)
    except Unreadable as problem:
        raise NotACertificate(f"given: {problem}") from None
    found = _Recheck(recorded, context, givens, claim, about).report()
    if data.get("digest") != digest(data):
        stale = "digest: the recorded digest does not match its content"
        found = Report(found.verdict, found.claim, found.steps,
                       (*found.differences, stale), found.second)  # fmt: skip
    return found


class _Roles(dict[str, Term]):
    """What a step binds, and which of it the kernel asked for: the rest would be decoration."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        super().__init__(terms)
        self.asked: set[str] = set()

    def __getitem__(self, role: str) -> Term:
        self.asked.add(role)
        return super().__getitem__(role)

    def get(self, role: str, default: Any = None) -> Any:
        self.asked.add(role)
        return super().get(role, default)

    def items(self) -> Any:  # a rule takes them all
        self.asked |= self.keys()
        return super().items()


@dataclass(frozen=True)
class _Recheck:
    recorded: Derivation
    context: Context
    givens: Givens
    claim: Term | None
    about: About | None = None  # of a problem about forms: what it declares

    def report(self) -> Report:
        kept = self.recorded
        if kept.verdict == "refuted":
            return self._answer(self._refuted(), self.claim)
        if kept.steps:
            return self._steps()
        if kept.verdict == "verified":
            return self._answer(
                ['verdict: recorded "verified", but there are no steps'], self.claim
            )
        return self._answer(self._undecided(), self.claim)

    def _answer(
        self, found: list[str], claim: Term | None, second: Summary | None = None
    ) -> Report:
        text = "" if claim is None else write(claim)
        return Report(self.recorded.verdict, text, len(self.recorded.steps), tuple(found), second)

    # --- steps ------------------------------------------------------------------------------------

    def _steps(self) -> Report:
        kept = self.recorded
        steps = [self._step(i, s) for i, s in enumerate(kept.steps)]
        claim = steps[-1].gives if self.claim is None else self.claim
        found: list[str] = []
        if kept.problem["kind"] not in ("check", "chain"):
            found += untold(kept, claim, steps, self.givens.statements, self.about, self.context)
        try:
            judgement = judge(claim, steps, self.givens, rules(), self._setting(),
                              constants=kept.problem["kind"] in SOLVED)  # fmt: skip
        except Rejected as no:
            return self._answer(
                [*found, f"verdict: recorded {shown(kept.verdict)}, but {no}"], claim
            )
        except BROKEN as problem:  # a file may bind anything to anything
            lost = f"steps: the kernel cannot follow them ({type(problem).__name__}: {problem})"
            return self._answer([*found, lost], claim)
        if len(judgement.checked) != len(steps):
            why = f"verdict: recorded {shown(kept.verdict)}, recomputed {shown(judgement.verdict)}"
            return self._answer([*found, f"{why} ({judgement.reason})"], claim)
        found += _unasked(steps)
        if (kept.result or {}).get("place", judgement.checked[-1].outcome.says) != (
            judgement.checked[-1].outcome.says
        ):
            found.append("result.place: it is not where the last step says")
        intervals = intervals_told(kept.result, steps)
        if intervals is not None and intervals != (kept.result or {})["intervals"]:
            found.append("result.intervals: they are not those of the steps")
        if variation.speaks(steps) and "kind" not in (kept.result or {}):
            judgement = Judgement("undecided", judgement.checked, UNSOLVED)
        if kept.problem["kind"] == "pde" and kept.result is None:
            # Steps on the way are no answer; why there is none, no step says.
            judgement = Judgement("undecided", judgement.checked, kept.reason)
        found += self._compared(self._assembled(judgement))
        second = summary(judgement.checked)
        if second.disagree:
            found.insert(0, f"ALARM: the second checker disproves step {second.disagree[0]}, which "
                            "the kernel accepts; please report this certificate")  # fmt: skip
        return self._answer(found, claim, second)

    def _setting(self) -> Mapping[str, Term] | None:
        return None if self.about is None else self.about.roles

    def _step(self, i: int, s: Any) -> Step:
        where = f"steps[{i}]"
        return Step(
            n=s["n"],
            by=s["by"],
            gives=self._own(s["gives"].get("text"), f"{where}.gives.text"),
            uses=tuple(s["from"]),
            bind=_Roles({k: self._own(v, f"{where}.bind.{k}") for k, v in s["bind"].items()}),
            under=tuple(
                self._own(u, f"{where}.under[{k}]") for k, u in enumerate(s.get("under", ()))
            ),
        )

    def _own(self, text: Any, where: str) -> Term:
        """A term of the certificate's own writing."""
        return said(text, where, self.context)

    def _assembled(self, judgement: Judgement) -> Derivation:
        kept = self.recorded
        cites = kept.rules or any(c.step.by not in PRIMITIVES for c in judgement.checked)
        return assemble(kept.problem, kept.given, judgement, result=self._result(kept.result),
                        unproved=kept.unproved, rules=fingerprint() if cites else "",
                        context=self.context if self.about else PLAIN,
                        added=kept.added if kept.problem["kind"] in SUPPOSING else ())  # fmt: skip

    def _result(self, result: Any) -> Any:
        """The result with every LaTeX text written anew from the text beside it."""
        if isinstance(result, list):
            return [self._result(r) for r in result]
        if not isinstance(result, Mapping):
            return result
        anew = {key: self._result(value) for key, value in result.items()}
        if {"text", "latex"} & anew.keys():
            anew["latex"] = latex(said(anew.get("text"), "result.text", self.context))
        return anew

    # --- witnesses --------------------------------------------------------------------------------

    def _refuted(self) -> list[str]:
        kept, w = self.recorded, self.recorded.witness
        if self.claim is None:
            return ['verdict: recorded "refuted", but the problem makes no claim']
        if w is None:
            return ["witness: none is recorded, so nothing is refuted"]
        point, functions = w.get("point"), w.get("functions", {})
        if not isinstance(point, dict) or not isinstance(functions, dict):
            raise NotACertificate(
                "`witness` has a `point` and perhaps `functions`, which are objects"
            )
        values = {n: said(v, f"witness.point.{n}", self.context) for n, v in point.items()}
        samples = {n: self._sample(f, f"witness.functions.{n}") for n, f in functions.items()}
        claim, givens = self.claim, self.givens
        checked: tuple[Checked, ...] = ()
        if kept.steps:  # they establish values, with which the claim fails
            try:
                steps = [self._step(i, s) for i, s in enumerate(kept.steps)]
                checked = check_steps(steps, givens, rules(), self._setting())
            except BROKEN as problem:
                return [
                    f"steps: the kernel cannot follow them ({type(problem).__name__}: {problem})"
                ]
            if self.about is not None:
                claim = replaced(claim, [c.gives for c in checked])
            else:
                claim, givens = valued(claim, checked, givens)
            if spare := _unasked(steps):
                return spare
        elif self.about is not None:
            claim = self.about.failing(kept.result, claim, givens)
            if claim is None:
                return ["result.component: both sides are equal there"]
        again = replay(claim, givens, values, samples)
        if again is None:
            return [
                "witness: at the recorded point the claim does not fail, or a given does not hold"
            ]
        if self.about is not None:
            answer = refuted(kept.problem, kept.given, again, None, checked, self.context)
            return self._compared(self.about.placed(answer, kept.result))
        hint = true_under(self.claim, self.givens)
        return self._compared(refuted(kept.problem, kept.given, again, hint, checked))

    def _sample(self, text: Any, where: str) -> Sample:
        form = _SAMPLE.fullmatch(text) if isinstance(text, str) else None
        if form is None:
            raise NotACertificate(f"{where}: a function is written `(x1, x2) -> x1 + x2`")
        return Sample(tuple(form[1].split(", ")), said(form[2], where, Context()))

    def _undecided(self) -> list[str]:
        """Nothing is claimed; what can be recomputed of the evidence and the hint is."""
        kept = self.recorded
        if not kept.reason:
            return ["reason: an undecided problem says why"]
        hint = None if self.claim is None else true_under(self.claim, self.givens)
        bare = Derivation(problem=kept.problem, verdict="undecided", given=kept.given, hint=hint,
                          reason=kept.reason, unproved=kept.unproved,
                          result=self._result(kept.result))  # fmt: skip
        found = self._compared(bare)
        evidence = _EVIDENCE.search(kept.reason)
        if evidence and (self.claim is None or agreement(self.claim, self.givens)
                         != (int(evidence[1]), int(evidence[2]))):  # fmt: skip
            found.append("reason: the digits of agreement are not those that come out")
        return found

    def _compared(self, again: Derivation) -> list[str]:
        found = differences(self.recorded.as_dict(), again.as_dict())
        if self.recorded.verdict != again.verdict and again.reason:
            found = [f"{d} ({again.reason})" if d.startswith("verdict:") else d for d in found]
        return found


def _unasked(steps: Sequence[Step]) -> list[str]:
    """What a step binds and its primitive never asked for."""
    return [f"steps[{i}].bind.{role}: {s.by} has no such role"
            for i, s in enumerate(steps)
            for role in sorted(s.bind.keys() - s.bind.asked)]  # type: ignore[attr-defined]  # fmt: skip


# --- the form -----------------------------------------------------------------------------


def _form(d: Derivation) -> None:
    """The types that the recheck relies on; raises NotACertificate naming the key."""
    for i, s in enumerate(d.steps):
        where = f"steps[{i}]"
        if not isinstance(s, dict):
            raise NotACertificate(f"`{where}` must be an object")
        if missing := [k for k in _STEP if k not in s]:
            raise NotACertificate(f"`{where}` has no `{missing[0]}`")
        for key, wanted in _STEP.items():
            if type(s[key]) is not wanted:
                raise NotACertificate(f"`{where}.{key}` must be of type {wanted.__name__}")
        if unknown := sorted(s.keys() - _STEP.keys() - set(OPTIONAL_IN_STEPS)):
            raise NotACertificate(f"`{where}` has no key `{unknown[0]}`")
        if len(set(s["from"])) != len(s["from"]):
            raise NotACertificate(f"`{where}.from` names a step twice")
        if s["n"] != i + 1:
            raise NotACertificate(f"`{where}.n` must be {i + 1}: steps are numbered in order")
        if not isinstance(s.get("under", []), list) or any(type(n) is not int for n in s["from"]):
            raise NotACertificate(f"`{where}`: `from` lists numbers of steps, `under` lists texts")
    if d.problem["kind"] in ("check", "chain") and d.unproved:
        raise NotACertificate("`unproved` must be empty: a checked claim has one verdict")
    for name in ("given", "added", "unproved"):
        if not all(isinstance(t, str) for t in getattr(d, name)):
            raise NotACertificate(f"`{name}` lists texts")
        if len(set(getattr(d, name))) != len(getattr(d, name)):
            raise NotACertificate(f"`{name}` says something twice")
