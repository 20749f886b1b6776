"""The check of a certificate: every step re-derived in order, nothing taken on trust.

A step may use earlier steps only, under hypotheses that it carries itself; a new constant is fresh;
"this solves that" is a last word and no premise.  The claim is stated apart from the proof.

>>> from symderive.kernel.analysis import primitives
>>> from symderive.terms.reader import read
>>> claim = read("sin(x)^2 + cos(x)^2 = 1")
>>> judge(claim, [Step(1, "algebra", claim)], Givens()).verdict
'verified'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from symderive.kernel.logic import ties
from symderive.kernel.logic.claims import (
    PRIMITIVES,
    Checked,
    Condition,
    Outcome,
    Primitive,
    Rejected,
    Step,
    Undecided,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import summation_names
from symderive.terms.substitute import alpha_equal
from symderive.terms.tree import BINDERS, Term

BLOCKING = ("computed",)
# Roles of steps about forms: declarations that all such steps share, and those that some need.
DECLARED = ("coords", "metric", "let", "on", "dimension", "sign")
STATED_ONCE = ("coframe", "signature", "domain")
# They use premises that hold under more hypotheses, and check these themselves.
DISCHARGING = ("cases", "congruence", "exponential_family", "gaussian_integral",
               "integral_of_nonnegative", "specialisation", "swap", "termwise")  # fmt: skip

# They use a premise at other values of its names; a constant of integration belongs to one interval
# and to fixed values of the parameters.
GENERALISING = ("congruence", "differentiation", "exponential_family", "gaussian_integral",
                "integral_of_nonnegative", "specialisation", "swap", "termwise")  # fmt: skip

# They prove of what a premise presupposes that it does not vanish where they use the premise, or
# remove it by continuity (`algebra`).
CARRYING = ("algebra", *GENERALISING)
# They give facts on the constants of a solution.
FACTS = ("algebra", "antiderivative", "cases", "limit", "matrix_algebra", "replacement", "rewrite",
         "specialisation", "values")  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim, the steps that were re-derived, and the reason if it is not verified."""

    verdict: str
    checked: tuple[Checked, ...]
    reason: str | None = None


def check_steps(
    steps: Sequence[Step],
    givens: Givens,
    rules: Mapping[str, Primitive] | None = None,
    setting: Mapping[str, Term] | None = None,
) -> tuple[Checked, ...]:
    """Every step re-derived; raises Rejected or Undecided, naming the step.

    `setting` holds the declarations of a problem about forms, by role; steps declare no others.
    """
    done: dict[int, Checked] = {}
    for step in steps:
        try:
            done[step.n] = check_step(step, done, givens, rules, setting)
        except (Rejected, Undecided) as reason:
            raise type(reason)(f"step {step.n} ({step.by}): {reason}") from None
    return tuple(done.values())


def check_step(
    step: Step,
    done: Mapping[int, Checked],
    givens: Givens,
    rules: Mapping[str, Primitive] | None = None,
    setting: Mapping[str, Term] | None = None,
) -> Checked:
    """One step after those that are done; raises Rejected or Undecided."""
    if step.n in done or step.n < 1:
        raise Rejected("the number of a step is new and positive")
    missing = [n for n in step.uses if n not in done]
    if missing:
        raise Rejected(f"it uses step {missing[0]}, which is no earlier step")
    premises = [done[n] for n in step.uses]
    infer = _primitive(step.by) or (rules or {}).get(step.by)
    if infer is None:
        raise Rejected(f"no primitive and no rule is called {step.by}")
    for p in premises:
        if p.outcome.solution:
            raise Rejected(f"step {p.step.n} says what solves an equation; it is no premise")
        if step.by not in DISCHARGING and not set(p.step.under) <= set(step.under):
            raise Rejected(f"step {p.step.n} holds under hypotheses that this step does not carry")
    local = givens.extended(*step.under) if step.under else givens
    for p in premises:
        _keeps_integers(p, step, local)
        if step.by in GENERALISING and (held := _local(p)):
            raise Undecided(
                f"step {p.step.n} holds for fixed values only: not proved: {held[0].text}"
            )
    outcome = _carrying(step, infer(step, premises, local), premises, local)
    outcome = _existing(step, outcome, premises, local, infer)
    earlier = [*givens.statements, *(c.gives for c in done.values())]
    stale = [c for c in outcome.introduces if any(c in t.free | t.functions for t in earlier)]
    if stale:
        raise Rejected(f"the constant {stale[0]} is not new")
    _fixed(step, outcome, done)
    if outcome.relative:
        _in_setting(step, setting)
    return Checked(step, outcome, local)


def _carrying(step: Step, outcome: Outcome, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """With what premises presuppose: a primitive may discharge or repeat it, but not forget it.

    What names no element (`x ranges over an interval`) goes along; an element is proved not to
    vanish, or is a denominator of the conclusion too.  Raises Undecided.
    """
    told = {c.text for c in outcome.conditions}
    more = {c.text: c for p in premises for c in _local(p) if c.text not in told}
    if step.by not in CARRYING:
        # A solution is put into its equations: what these presuppose is looked at there.
        facts = [p for p in premises if p.step.by in FACTS] if outcome.solution else premises
        left = [
            c for p in facts for c in p.outcome.conditions
            if c.status == "presupposed" and c.excluded is not None and c.text not in told
        ]  # fmt: skip
        if left:
            from symderive.kernel.analysis.discharge import standing

            more |= {c.text: c for c in standing(left, (step.gives,), givens)}
    return replace(outcome, conditions=(*outcome.conditions, *more.values())) if more else outcome


def _existing(
    step: Step, outcome: Outcome, premises: Sequence[Checked], givens: Givens, infer: Primitive
) -> Outcome:
    """With the existence of what the conclusion writes besides; raises Undecided."""
    from symderive.kernel.analysis.integrals.written import UNSEEN, accounted

    if outcome.relative or (outcome.solution and step.by not in UNSEEN):
        return outcome
    told = {c.text for c in outcome.conditions}
    more = [c for c in accounted(step, premises, givens, infer) if c.text not in told]
    return replace(outcome, conditions=(*outcome.conditions, *more)) if more else outcome


def _local(p: Checked) -> list[Condition]:
    return [c for c in p.outcome.conditions if c.status == "presupposed" and c.excluded is None]


def _fixed(step: Step, outcome: Outcome, done: Mapping[int, Checked]) -> None:
    """A constant that an earlier step introduced has one value: it is no variable, and not any number."""
    fixed = {c for p in done.values() for c in p.outcome.introduces}
    if not fixed:
        return
    names = set(outcome.generalises)
    for t in (step.gives, *(done[n].gives for n in step.uses)):
        for u in t.walk():
            names |= _variables(u)
    if wrong := sorted(fixed & names):
        raise Rejected(f"{wrong[0]} is a constant that an earlier step introduced, and no variable")


def _variables(t: Term) -> set[str]:
    """The names that a binder binds, or that a derivative is taken by."""
    if t.head in BINDERS:
        return {t.args[1].data}
    if t.head == "Derivative":
        return {v.data for v in t.args[1:] if v.head == "Symbol"}
    if t.head == "Subs":
        return {v.data for v in t.args[1 : 1 + (len(t.args) - 1) // 2] if v.head == "Symbol"}
    return set()


def _standing(last: Checked) -> None:
    """What the last step presupposes is what the claim itself does: raises Undecided.

    `algebra` has seen to it already; a second look guards against every other primitive.  A claim on
    forms, on solutions or on generic functions holds where the printed conditions do.
    """
    found = [c for c in last.outcome.conditions if c.status == "presupposed"]
    local = last.outcome.relative or last.outcome.solution or last.gives.functions
    if not local and (pair := ties.tied(last.gives, last.givens.statements)):
        raise Undecided(ties.reason(pair))
    if last.step.by == "algebra" or local or not any(c.excluded is not None for c in found):
        return
    from symderive.kernel.analysis.discharge import standing

    standing(found, (last.gives,), last.givens)


def _in_setting(step: Step, setting: Mapping[str, Term] | None) -> None:
    """What a step declares (charts, metrics, names) is what the problem declares, no more, no less."""
    if setting is None:
        raise Rejected("it declares charts or names, and the claim declares none")
    for role, t in setting.items():
        if step.bind.get(role) != t and (role in step.bind or role.split("_")[0] in DECLARED):
            raise Rejected(f"its {role} is not that of the problem")
    for role in step.bind:
        if role not in setting and role.split("_")[0] in (*DECLARED, *STATED_ONCE):
            raise Rejected(f"the problem declares no {role}")


def _keeps_integers(premise: Checked, step: Step, givens: Givens) -> None:
    """What holds of the integers that bound a sum is no statement on real numbers.

    A name that bounds a sum in a premise bounds one in the conclusion too, is given to be an
    integer, or is gone.
    """
    whole = summation_names([premise.gives]) & premise.gives.free & step.gives.free
    for name in sorted(whole - summation_names([step.gives])):
        if givens.sort(name).domain != "integer":
            raise Rejected(
                f"step {premise.step.n} holds for integers {name}, which bounds a sum there; "
                f"say `{name} is integer`"
            )


def _primitive(name: str) -> Primitive | None:
    """The primitive of this name; the rooms of all of them are opened when it is not yet known."""
    if name not in PRIMITIVES:
        import_module("symderive.kernel.analysis.primitives")
    return PRIMITIVES.get(name)


def judge(
    claim: Term,
    steps: Sequence[Step],
    givens: Givens,
    rules: Mapping[str, Primitive] | None = None,
    setting: Mapping[str, Term] | None = None,
    *,
    constants: bool = False,
) -> Judgement:
    """Whether the steps prove the claim: the last one must give it, under no further hypothesis.

    `constants`: the claim is a family of solutions, whose constants the steps introduce; every
    other claim is about all values of its names.
    """
    try:
        checked = check_steps(steps, givens, rules, setting)
    except Undecided as reason:
        return Judgement("undecided", (), str(reason))
    if not checked:
        raise Rejected("a certificate has at least one step")
    last = checked[-1]
    if last.step.under:
        raise Rejected(f"step {last.step.n} still stands under a local hypothesis")
    if not alpha_equal(last.gives, claim):
        raise Rejected("the last step does not give the claim")
    chosen = {c for k in checked for c in k.outcome.introduces} & claim.free
    if chosen and not last.outcome.solution:  # a solution may hold the constants fitted for it
        raise Rejected(f"{min(chosen)} is any number in the claim, and a constant in the steps")
    weak = [c for c in checked if c.outcome.grade in BLOCKING]
    if weak:
        return Judgement("undecided", checked, f"step {weak[0].step.n} is {weak[0].outcome.grade}")
    try:
        _standing(last)
    except Undecided as reason:
        return Judgement("undecided", checked, f"step {last.step.n}: {reason}")
    unsettled = [(c.step.n, k) for c in checked for k in c.outcome.conditions if not k.settled]
    if unsettled:
        n, k = unsettled[0]
        return Judgement("undecided", checked, f"step {n}: not proved: {k.text} ({k.how})")
    return Judgement("verified", checked)
