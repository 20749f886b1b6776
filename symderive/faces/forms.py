"""Forms: the value of an expression, an equation decided, a potential, an integral, a curvature.

>>> forms("d(x^2*y*dx)", coords="x,y").result["components"]
{'dx^dy': '-x^2'}
>>> forms("wedge(a, b) = wedge(b, a)", coords="x,y", let=["a = form(1)", "b = form(1)"]).verdict
'refuted'
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from symderive.certificates import assemble, refuted, undecided
from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.kernel.analysis.forms import graded_step
from symderive.kernel.analysis.forms.form_step import PRIMITIVE
from symderive.kernel.analysis.forms.form_step import refuted as form_refuted
from symderive.kernel.logic.certificate import Judgement, check_steps, judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.kernel.logic.witness import refute
from symderive.methods.forms import components as work
from symderive.methods.forms.frames import ASKED, frame_steps
from symderive.methods.forms.integrals import Diverges
from symderive.methods.forms.potentials import potential_steps
from symderive.present.latex_terms import latex
from symderive.terms.errors import NotRead
from symderive.terms.form_setting import Setting
from symderive.terms.reader import read
from symderive.terms.tokens import MAX_LENGTH
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

STOPS = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError,
         AssertionError, NotImplementedError)  # fmt: skip
Texts = str | Sequence[str]


def forms(
    expr: str,
    coords: Texts = (),
    metric: str | None = None,
    let: Sequence[str] | Mapping[str, str] = (),
    chart: Sequence[str] = (),
    given: Sequence[str] = (),
    domain: str | None = None,
    coframe: Texts | None = None,
    signature: Texts | None = None,
    dimension: str | None = None,
    timeout: float = 30,
) -> Derivation:
    """A computation with forms or a claim about them, every step checked in components.

    `expr` is an expression (`d(w)`, `star(a)`, `integral(w, P, (s, 0, 2*pi))`, `potential(w)`), an
    equation to decide, or `curvature` with a coframe.  Without `coords` the equation is one between
    forms of symbolic degree (`a = form(p)`) in `dimension` n; `signature` then names the sign of the
    determinant of the metric.  The options are texts as on the command line.
    Raises NotRead for what cannot be read or has no meaning in the charts that are declared.
    """
    start = time.perf_counter()
    problem = _problem(expr, coords, metric, let, chart, domain, coframe, signature)
    if dimension:
        problem["dimension"] = dimension
    if not problem["coords"]:
        del problem["coords"]
    found = _answer(problem, list(given), timeout)
    return found.timed(time.perf_counter() - start)


def _problem(
    expr: str, coords: Texts, metric: str | None, let: Any, chart: Sequence[str],
    domain: str | None, coframe: Texts | None, signature: Texts | None,
) -> dict[str, Any]:  # fmt: skip
    lets = [f"{n} = {t}" for n, t in let.items()] if isinstance(let, Mapping) else list(let)
    found: dict[str, Any] = {"kind": "forms", "expr": expr, "coords": _joined(coords, ",")}
    for key, value in (("metric", metric), ("let", lets), ("chart", list(chart)),
                       ("domain", domain), ("coframe", _joined(coframe, "; ")),
                       ("signature", _joined(signature, ","))):  # fmt: skip
        if value:
            found[key] = value
    return found


def _joined(value: Texts | None, glue: str) -> str | None:
    return value if value is None or isinstance(value, str) else glue.join(map(str, value))


def _answer(problem: dict[str, Any], given: list[str], timeout: float) -> Derivation:
    setting = Setting.of(problem, given)
    problem["form_names"] = list(setting.form_names)
    givens = _givens(given, setting)
    given = [write(t) for t in givens.statements]
    question = problem["expr"]
    asked = {w.strip() for w in question.split(",")}
    try:
        with deadline(timeout):
            if asked <= set(ASKED):
                return _curvature(problem, given, setting, givens)
            term = setting.read(question)
            if setting.abstract:
                problem["claim"] = problem.pop("expr")
                return _abstract(problem, given, setting, givens, term)
            if term.head in ("Eq", "Ne"):
                problem["claim"] = problem.pop("expr")
                return _decided(problem, given, setting, givens, term)
            if term.head == "potential":
                return _potential(problem, given, setting, givens, term)
            if work.integrals_in(term):
                return _integral(problem, given, setting, givens, term)
            return _computed(problem, given, setting, givens, term)
    except Rejected as no:
        if isinstance(no, Diverges):
            return undecided(problem, given, str(no))
        raise NotRead(question, 0, str(no).removeprefix(f"{PRIMITIVE}: ")) from None
    except Late:
        return undecided(problem, given, f"out of time after {timeout:g} s")
    except Undecided as reason:
        return undecided(problem, given, str(reason))
    except NotRead:
        raise
    except STOPS as stop:
        return undecided(problem, given, f"the kernel stops here ({type(stop).__name__}: {stop})")


def _givens(given: Sequence[str], setting: Setting) -> Givens:
    terms: list[Term] = []
    for text in given:
        try:
            t = setting.given(text)
            Givens.of([t])
        except Unreadable as why:
            raise NotRead(text, 0, str(why)) from None
        terms += t.args if t.head == "And" else (t,)
    return Givens.of(terms)


def _declared(setting: Setting, *more: str) -> dict[str, Term]:
    """The roles that every step binds, and those of `more`."""
    return {r: t for r, t in setting.roles.items()
            if r.split("_")[0] in ("coords", "metric", "let", "on", *more)}  # fmt: skip


def _judged(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens,
    steps: list[Step], result: dict[str, Any],
) -> Derivation:  # fmt: skip
    judgement: Judgement = judge(steps[-1].gives, steps, givens, None, setting.declared())
    return assemble(problem, given, judgement, result=result, context=setting.written())


def _told(setting: Setting, claim: Term, value: Term | None = None) -> dict[str, Any]:
    """`text` and `latex` of a result: the value, or the last statement."""
    t = claim if value is None else value
    text = write(t, setting.written())
    if len(text) > MAX_LENGTH:
        raise Undecided(f"the value takes {len(text)} characters, more than a certificate holds")
    if read(text, setting.written()) != t:
        text = write(t)
    return {"text": text, "latex": latex(t)}


def _computed(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, term: Term
) -> Derivation:
    roles = _declared(setting)
    value, parts, degree, _ = work.evaluated(term, roles, givens)
    steps = work.value_steps(term, value, roles, givens)
    result = _told(setting, steps[-1].gives, value) | {"components": parts}
    if degree is not None:
        result["degree"] = degree
    return _judged(problem, given, setting, givens, steps, result)


def _decided(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, claim: Term
) -> Derivation:
    roles = _declared(setting)
    if work.integrals_in(claim):
        return _integral_claim(problem, given, setting, givens, claim)
    step = Step(1, PRIMITIVE, claim, bind=roles)
    judgement = judge(claim, [step], givens, None, setting.declared())
    if judgement.verdict == "verified":
        return assemble(problem, given, judgement, context=setting.written())
    if claim.head == "Eq":
        found = form_refuted(claim.args[0], claim.args[1], roles, givens)
        if found is not None:
            where, w = found
            answer = refuted(problem, given, w, None)
            return replace(answer, result={"component": where},
                           reason=f"the components on {where} differ")  # fmt: skip
    return undecided(problem, given, judgement.reason or "no proof was found")


def _abstract(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, claim: Term
) -> Derivation:
    if claim.head != "Eq":
        raise NotRead(problem["claim"], 0, "without coordinates an equation is decided",
                      hint="add --coords to compute")  # fmt: skip
    roles = setting.declared()
    step = Step(1, graded_step.PRIMITIVE, claim, bind=roles)
    judgement = judge(claim, [step], givens, None, roles)
    if judgement.verdict == "verified":
        return assemble(problem, given, judgement, context=setting.written())
    for values in graded_step.instances(claim, roles):
        try:
            small, declared = graded_step.instantiated(claim, roles, values)
            found = form_refuted(small.args[0], small.args[1], declared, givens)
        except (Rejected, *STOPS):
            continue
        if found is not None:
            where, w = found
            answer = refuted(problem, given, w, None)
            at = ", ".join(f"{n} = {k}" for n, k in values.items())
            result = {"instance": {n: str(k) for n, k in values.items()}, "component": where}
            return replace(answer, result=result,
                           reason=f"for {at} the components on {where} differ")  # fmt: skip
    return undecided(problem, given, judgement.reason or "no proof was found")


def _integral(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, term: Term
) -> Derivation:
    steps = work.integral_steps(term, _declared(setting), givens)
    if len(steps) == 1 and steps[0].gives.args[0] == term:
        value = steps[0].gives.args[1]
    else:
        value = work.scalar_text(work.with_values(term, steps), givens)
        numbers = tuple(s.n for s in steps)
        steps.append(Step(len(steps) + 1, "values", eq(term, value), numbers))
    result = _told(setting, steps[-1].gives, value) | {"components": {"1": write(value)}}
    return _judged(problem, given, setting, givens, steps, result)


def _integral_claim(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, claim: Term
) -> Derivation:
    steps = work.integral_steps(claim, _declared(setting), givens)
    if not (len(steps) == 1 and steps[0].gives == claim):
        numbers = tuple(s.n for s in steps)
        last = Step(len(steps) + 1, "values", claim, numbers)
        checked = check_steps(steps, givens, None, setting.declared())
        w = refute(work.with_values(claim, steps), givens)
        if w is not None:
            return refuted(problem, given, w, None, checked, setting.written())
        steps.append(last)
    judgement = judge(claim, steps, givens, None, setting.declared())
    return assemble(problem, given, judgement, context=setting.written())


def _potential(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens, term: Term
) -> Derivation:
    roles = _declared(setting)
    declared = setting.declared()
    if "domain" in declared:
        roles["domain"] = declared["domain"]
    steps = potential_steps(term.args[0], roles, givens)
    last = steps[-1]
    result = _told(setting, last.gives)
    result |= {"closed": len(steps) > 1, "exact": last.by == "potential"}
    if result["exact"]:
        p = last.gives.args[1].args[0]
        _, parts, degree, _ = work.evaluated(p, _declared(setting), givens)
        result["potential"] = parts if degree else {"1": write(p)}
    return _judged(problem, given, setting, givens, steps, result)


def _curvature(
    problem: dict[str, Any], given: list[str], setting: Setting, givens: Givens
) -> Derivation:
    if not setting.coframe:
        raise NotRead(problem["expr"], 0, "curvature is that of a coframe",
                      hint='add --coframe "dr; r*dphi" --signature "1,1"')  # fmt: skip
    roles = _declared(setting, "coframe", "signature")
    found = frame_steps(problem["expr"], roles, givens)
    result = _told(setting, found.steps[-1].gives) | found.result
    return _judged(problem, given, setting, givens, found.steps, result)
