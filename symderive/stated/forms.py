"""What a certificate about forms claims: its declarations as roles, and one statement for each key.

>>> problem = {"kind": "forms", "expr": "d(x*dy)", "coords": "x,y"}
>>> about = statement(problem, [], {"text": "wedge(dx, dy)", "components": {"dx^dy": "1"}})
>>> [t.head for t in about.told], sorted(about.roles)
(['Eq', 'Eq'], ['coords'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symderive.derivations import Derivation, NotACertificate
from symderive.kernel.analysis.forms.form_components import Form
from symderive.kernel.analysis.forms.form_step import component_claims, values
from symderive.kernel.analysis.forms.graded_step import instantiated
from symderive.kernel.logic.claims import Rejected
from symderive.kernel.logic.givens import Givens
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.form_setting import Setting
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, apply, eq, integer, symbol
from symderive.terms.writer import write

FRAME = ("connection", "curvature", "ricci", "einstein", "kretschmann", "gauss", "scalar")

KEYS = frozenset({"kind", "name", "given", "expr", "claim", "coords", "metric", "let", "chart",
                  "domain", "coframe", "signature", "dimension", "form_names"})  # fmt: skip


@dataclass(frozen=True)
class About:
    """The roles that steps declare, how texts are read, the claim, and what the result says."""

    roles: dict[str, Term]
    context: Context
    given: tuple[Term, ...]
    claim: Term | None  # that the steps must end with, where the problem fixes it
    told: tuple[Term, ...]  # each must be given by a step, up to the way in which a form is written
    setting: Setting

    def steps_declare(self) -> dict[str, Term]:
        """The roles that steps of a claim bind: charts, metrics and names."""
        return {r: t for r, t in self.roles.items()
                if r.split("_")[0] in ("coords", "metric", "let", "on")}  # fmt: skip

    def failing(self, result: Mapping[str, Any] | None, claim: Term, givens: Givens) -> Term | None:
        """The equation of the component at which two forms are said to differ; None if they do not."""
        place = (result or {}).get("component")
        if place is None:
            return claim
        declared: Mapping[str, Term] = self.steps_declare()
        put = (result or {}).get("instance")
        if put is not None:
            try:
                numbers = {n: int(k) for n, k in put.items()}
                claim, declared = instantiated(claim, self.roles, numbers)
            except (Rejected, ValueError, AttributeError) as why:
                raise NotACertificate(f"result.instance: {why}") from None
        left, right = claim.args
        return dict(component_claims(left, right, declared, givens)).get(place)

    def placed(self, answer: Derivation, result: Mapping[str, Any] | None) -> Derivation:
        """A refutation with the component at which it stands."""
        place = (result or {}).get("component")
        if place is None:
            return answer
        put = (result or {}).get("instance")
        reason = f"the components on {place} differ"
        kept = {"component": place}
        if put is not None:
            reason = f"for {', '.join(f'{n} = {k}' for n, k in put.items())} {reason}"
            kept = {"instance": put, "component": place}
        return replace(answer, result=kept, reason=reason)

    def untold(self, gives: Sequence[Term]) -> list[str]:
        """What the result says and no step does."""
        said = {p for g in gives for p in (g.args if g.head == "And" else (g,))}
        return [f"result: no step says {write(t)}" for t in self.told if t not in said]


def statement(
    problem: Mapping[str, Any], given: Sequence[str], result: Mapping[str, Any] | None
) -> About:
    """Raises NotACertificate where a text cannot be read."""
    try:
        return _statement(problem, given, result or {})
    except NotRead as why:
        raise NotACertificate(f"problem: {why}") from None
    except (KeyError, TypeError, AttributeError, ValueError) as why:
        raise NotACertificate(f"problem or result: {why!r}") from None


def _statement(
    problem: Mapping[str, Any], given: Sequence[str], result: Mapping[str, Any]
) -> About:
    if unknown := sorted(problem.keys() - KEYS):
        raise NotACertificate(f"a problem about forms has no `{unknown[0]}`")
    setting = Setting.of(problem, given)
    if problem.get("form_names", setting.form_names) != setting.form_names:
        raise NotACertificate("problem.form_names: these are not the names of the forms")
    context = setting.written()
    facts = tuple(setting.given(g, written=True) for g in given)
    roles = setting.declared()
    if "claim" in problem:
        _only(result, "component", "instance")
        return About(roles, context, facts, setting.read(problem["claim"]), (), setting)
    value = read(result["text"], context) if result else None
    if setting.coframe and _frame_asked(problem["expr"]):
        _only(result, "text", "latex", *FRAME)
        told = [*_frame(result, context), *([value] if value is not None else [])]
        return About(roles, context, facts, None, tuple(told), setting)
    term = setting.read(problem["expr"])
    if term.head == "potential":
        _only(result, "text", "latex", "closed", "exact", "potential")
        told = [*_potential(term.args[0], result, setting), *([value] if value is not None else [])]
        return About(roles, context, facts, None, tuple(told), setting)
    _only(result, "text", "latex", "components", "degree")
    if value is None:
        return About(roles, context, facts, None, (), setting)
    claim = eq(term, value)
    parts = result["components"]
    told = [claim, eq(term, _of_components(parts, setting, context, value))]
    degrees = {0 if key == "1" else len(key.split("^")) for key in parts}
    if "degree" in result and (degrees or _degree(term, roles, facts)) != {result["degree"]}:
        raise NotACertificate("result.degree: it is not that of the components")
    return About(roles, context, facts, claim, tuple(told), setting)


def _degree(term: Term, roles: Mapping[str, Term], facts: Sequence[Term]) -> set[int]:
    """The degree of a form that is zero."""
    (_, value, _) = values((ZERO, term), roles, Givens.of(facts))
    return {value.degree} if isinstance(value, Form) else set()


def _only(result: Mapping[str, Any], *allowed: str) -> None:
    if unknown := sorted(result.keys() - set(allowed)):
        raise NotACertificate(f"the result of this problem has no `{unknown[0]}`")


def _frame_asked(expr: str) -> bool:
    return {w.strip() for w in expr.split(",")} <= set(FRAME)


def form_of(parts: Mapping[str, str], context: Context) -> Term:
    """The form with these components, as a sum of coefficients times wedges of differentials."""
    terms = []
    for key, text in parts.items():
        coefficient = read(text, context)
        if key == "1":
            terms.append(coefficient)
            continue
        factors = [Term("ext_d", (symbol(f.strip()[1:]),)) for f in key.split("^")]
        basis = factors if len(factors) == 1 else [Term("Wedge", factors)]
        terms.append(_scaled(coefficient, basis))
    if not terms:
        return ZERO
    flat = [p for t in terms for p in (t.args if t.head == "Add" else (t,))]
    return flat[0] if len(flat) == 1 else Term("Add", flat)


def _scaled(c: Term, basis: list[Term]) -> Term:
    """c times a basis form, the sign outside and no factor 1: as the steps write it."""
    if c.head == "Neg":
        return Term("Neg", (_scaled(c.args[0], basis),))
    if c.head == "Integer" and c.data == 1:
        return basis[0]
    factors = c.args if c.head == "Mul" else (c,)
    return Term("Mul", (*factors, *basis))


def _of_components(
    parts: Mapping[str, str], setting: Setting, context: Context, value: Term | None
) -> Term:
    if value is not None and value.head == "Tuple":
        return Term("Tuple", [read(parts[x], context) for x in setting.coords])
    return form_of(parts, context)


def _potential(w: Term, result: Mapping[str, Any], setting: Setting) -> list[Term]:
    """d(w) = 0 or not; w = d(P); or a text that is an integral of w that is not zero."""
    dw = Term("ext_d", (w,))
    if not result:
        return []
    if not result.get("closed"):
        if result.get("exact") is not False:
            raise NotACertificate("a form that is not closed is not exact")
        return [Term("Ne", (dw, ZERO))]
    told = [eq(dw, ZERO)]
    if result.get("exact"):
        told.append(eq(w, Term("ext_d", (form_of(result["potential"], setting.written()),))))
        return told
    last = read(result["text"], setting.written())
    good = last.head == "Ne" and last.args[1] == ZERO and last.args[0].head == "Apply"
    if not good or last.args[0].data[0] != "integral" or last.args[0].args[0] != w:
        raise NotACertificate("what is closed and not exact has a period that is not zero")
    return [*told, last]


def _frame(result: Mapping[str, Any], context: Context) -> list[Term]:
    told = []
    for name in ("connection", "curvature"):
        for key, parts in result.get(name, {}).items():
            index = [integer(int(i)) for i in key.split(",")]
            told.append(eq(apply(name, *index), form_of(parts, context)))
    for name in ("ricci", "einstein"):
        for a, row in enumerate(result.get(name, [])):
            for b, text in enumerate(row):
                told.append(eq(apply(name, integer(a), integer(b)), read(text, context)))
    for name in ("kretschmann", "gauss", "scalar"):
        if name in result:
            told.append(eq(symbol(name), read(result[name], context)))
    return told
