"""Certificates: the kernel's answer as the object of the schema.

Everything printed in a step (grade, conditions, sentence, LaTeX) is computed here from what the
kernel re-derived; `recheck` computes it again from the steps alone and compares every field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symderive.derivations import Derivation
from symderive.kernel.logic.certificate import Judgement
from symderive.kernel.logic.claims import Checked
from symderive.kernel.logic.witness import Witness
from symderive.present.latex_terms import latex
from symderive.terms.context import PLAIN, Context
from symderive.terms.writer import write


def assemble(
    problem: Mapping[str, Any],
    given: Sequence[str],
    judgement: Judgement,
    *,
    result: Mapping[str, Any] | None = None,
    unproved: Sequence[str] = (),
    rules: str = "",
    context: Context = PLAIN,
    added: Sequence[str] = (),
) -> Derivation:
    """The derivation of a judgement: its steps as data (in the notation of `context`), grades counted.

    `added` are hypotheses that the judgement rests on beside the given ones, before those of steps.
    """
    steps, grades = _steps(judgement.checked, context)
    conditions = [k for c in judgement.checked for k in c.outcome.conditions]
    return Derivation(
        problem=dict(problem),
        verdict=judgement.verdict,
        result=dict(result) if result else None,
        given=list(given),
        added=list(dict.fromkeys([*added, *(k.text for k in conditions if k.status == "added")])),
        steps=steps,
        grades=grades,
        unproved=list(unproved),
        reason=judgement.reason,
        rules=rules,
    )


def step_object(c: Checked, context: Context = PLAIN) -> dict[str, Any]:
    """One re-derived step as the object of the schema."""
    step, outcome = c.step, c.outcome
    found: dict[str, Any] = {
        "n": step.n,
        "by": step.by,
        "grade": outcome.grade,
        "at": [],
        "bind": {role: write(t) for role, t in step.bind.items()},
        "from": list(step.uses),
        "says": outcome.says,
        "gives": {"text": write(step.gives, context), "latex": latex(step.gives)},
        "conditions": [
            {"text": k.text, "status": k.status, "how": k.how} for k in outcome.conditions
        ],
    }
    if step.under:
        found["under"] = [write(t) for t in step.under]
    return found


def refuted(
    problem: Mapping[str, Any],
    given: Sequence[str],
    w: Witness,
    hint: str | None,
    checked: Sequence[Checked] = (),
    context: Context = PLAIN,
) -> Derivation:
    """A claim that a witness refutes, once the values that the steps establish are put into it."""
    witness: dict[str, Any] = {"point": dict(w.point), "left": w.left, "right": w.right}
    if w.functions:
        witness["functions"] = dict(w.functions)
    steps, grades = _steps(checked, context)
    return Derivation(
        problem=dict(problem), verdict="refuted", given=list(given), witness=witness,
        steps=steps, grades=grades, reason=w.reason, hint=hint,
    )  # fmt: skip


def _steps(
    checked: Sequence[Checked], context: Context
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The steps as objects of the schema, and how many there are of each grade."""
    steps = [step_object(c, context) for c in checked]
    grades: dict[str, int] = {}
    for s in steps:
        grades[s["grade"]] = grades.get(s["grade"], 0) + 1
    return steps, grades


def undecided(
    problem: Mapping[str, Any], given: Sequence[str], reason: str, hint: str | None = None
) -> Derivation:
    """A claim that was neither proved nor refuted, with the reason."""
    return Derivation(
        problem=dict(problem), verdict="undecided", given=list(given), reason=reason, hint=hint
    )
