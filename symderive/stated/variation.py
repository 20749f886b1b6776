"""What a certificate of the calculus of variations claims, apart from its proof.

The givens are those that the texts of the problem pose, no more and no less; each key of the result
is said by a step: equations, first integrals, the extremal with multipliers and ends, its kind.

>>> problem = {"kind": "extremize", "lagrangian": "y'^2", "var": "x", "unknown": "y"}
>>> givens = posed(problem).statements
>>> step = Step(1, "euler_lagrange_equations", eq(read("y''(x)"), ZERO))
>>> result = {"euler_lagrange": ["y_xx = 0"], "first_integrals": []}
>>> untold(problem, givens, result, [step]), untold(problem, [], result, [step])
([], ['given: it is not what the problem poses'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symderive.derivations import NotACertificate
from symderive.kernel.analysis.variation.answer import parts_of
from symderive.kernel.analysis.variation.functional import functional_of
from symderive.kernel.analysis.variation.posed import NotAFunctional, posed
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens, constant
from symderive.stated.claims import said
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

KEYS = frozenset(
    "kind lagrangian var unknown at integral holonomic interval free end_on endpoint_cost given name "
    "parameters".split()
)
# The kind of a result, and the step that proves it, the last one of the proof.
KINDS = {("complete_family", None): "stationary",
         ("conjugate_point", None): "stationary", ("no_minimum", None): "stationary",
         ("no_minimum", -1): "stationary", ("extremal", None): "stationary", ("minimum", None): "minimum",
         ("minimum", -1): "maximum", ("no_admissible_function", None): "none",
         ("no_extremal", None): "none", ("weak_minimum", None): "weak_minimum",
         ("weak_minimum", -1): "weak_maximum"}  # fmt: skip
EQUATIONS = "euler_lagrange_equations"


def speaks(steps: Sequence[Step]) -> bool:
    """Whether the steps are those of a posed problem."""
    return bool(steps) and steps[0].by == EQUATIONS


def untold(
    problem: Mapping[str, Any], givens: Sequence[Term], result: Mapping[str, Any] | None,
    steps: Sequence[Step],
) -> list[str]:  # fmt: skip
    """What the steps do not say of the problem and its result; raises NotACertificate."""
    if extra := sorted(problem.keys() - KEYS):
        raise NotACertificate(f"a problem of kind extremize has no `{extra[0]}`")
    try:
        question = posed(problem)
        asked = functional_of(Givens.of(question.statements))
    except (NotAFunctional, NotRead, Rejected, Undecided, KeyError, TypeError) as wrong:
        raise NotACertificate(f"problem: {wrong}") from None
    found = []
    if set(question.statements) != set(givens):
        found.append("given: it is not what the problem poses")
    if not result:
        return found
    context = question.context
    told = [p for s in steps if s.by == EQUATIONS for p in _parts(s.gives)]
    if [said(t, "result.euler_lagrange", context)
            for t in _texts(result, "euler_lagrange")] != told:  # fmt: skip
        found.append("result.euler_lagrange: it is not what the steps prove")
    conserved = [s.gives.args[0] for s in steps if s.by == "conserved"]
    if "first_integrals" not in result or conserved != [
        said(t, "result.first_integrals", context) for t in _texts(result, "first_integrals")
    ]:
        found.append("result.first_integrals: they are not those of the steps")
    kind = result.get("kind")
    keys = {"euler_lagrange", "first_integrals"}
    if kind is not None:
        keys |= {"text", "latex", "kind", "extremal", "multipliers", "ends", "fitted"}
        if steps and steps[-1].by == "complete_family" and result.get("complete") is True:
            keys.add("complete")
        keys |= _against(result, steps, asked.unknowns, context)
        if not steps or kind_of(steps[-1]) != kind:
            found.append(f"result.kind: {kind} is not what the last step proves")
        elif kind == "none":
            keys = {"euler_lagrange", "first_integrals", "text", "latex", "kind"}
            if said(result.get("text"), "result.text", context) != steps[-1].gives:
                found.append("result.text: it is not what the steps prove")
        else:
            found += _answer(result, steps[-1:], asked, context)
            found += _fitted(result.get("fitted", {}), steps, context)
    if unknown := sorted(result.keys() - keys):
        found.append(f"result.{unknown[0]}: no step says so")
    return found


def kind_of(last: Step) -> str | None:
    """What the last step of a proof makes of the extremal."""
    sense = last.bind.get("of")
    return KINDS.get((last.by, None if sense is None else constant(sense)))  # type: ignore[arg-type]


def _parts(gives: Term) -> tuple[Term, ...]:
    return gives.args if gives.head == "And" else (gives,)


def _texts(result: Mapping[str, Any], key: str) -> list[Any]:
    rows = result.get(key, [])
    if not isinstance(rows, list):
        raise NotACertificate(f"`result.{key}` must be a list of texts")
    return rows


def _answer(
    result: Mapping[str, Any], steps: Sequence[Step], asked: Any, context: Context
) -> list[str]:
    """The text, the bodies, multipliers and ends are those of the step that says `extremal`."""
    if not steps:
        return []
    parts = parts_of(steps[-1].gives, asked.variables, asked.unknowns, asked.movable)
    found = []
    text = said(result.get("text"), "result.text", context)
    if text != parts.shown:
        found.append("result.text: it is not what the steps prove")
    rows: dict[str, Any] = {"multipliers": parts.multipliers, "ends": parts.ends}
    if parts.implicit is None:
        rows["extremal"] = parts.bodies
    elif said(result.get("extremal"), "result.extremal", context) != parts.implicit:
        found.append("result.extremal: it is not what the steps prove")
    for key, wanted in rows.items():
        told = result.get(key, {})
        if not isinstance(told, Mapping):
            raise NotACertificate(f"`result.{key}` must be an object")
        if {n: said(t, f"result.{key}", context) for n, t in told.items()} != wanted:
            found.append(f"result.{key}: it is not what the steps prove")
    return found


def _fitted(told: Any, steps: Sequence[Step], context: Context) -> list[str]:
    """Each fitted constant satisfies its equation, and its digits are those of an enclosure."""
    if not isinstance(told, Mapping):
        raise NotACertificate("`result.fitted` must be an object")
    roots = [_parts(s.gives) for s in steps if s.by == "fitted_root"]
    alone = [s for s in steps if s.by == "unique_root"]
    found = []
    for name, row in told.items():
        if not isinstance(row, Mapping) or set(row) not in (
            {"equation", "value"},
            {"equation", "region"},
        ):
            raise NotACertificate(
                "`result.fitted` has an equation and a value or region for each name"
            )
        wanted = said(row["equation"], "result.fitted", context)
        if "region" in row:
            if not any(s.bind.get("C") == symbol(name) and _alone(s, wanted, row["region"])
                       for s in alone):  # fmt: skip
                found.append(f"result.fitted: no step says so of {name}")
            continue
        if not any(wanted in parts and _digits(parts, name, row["value"]) for parts in roots):
            found.append(f"result.fitted: no step says so of {name}")
    return found


def _against(
    result: Mapping[str, Any], steps: Sequence[Step], unknowns: Sequence[str], context: Context
) -> set[str]:  # fmt: skip
    """The keys that speak against a minimum and are said by steps about the extremal of the last one."""
    told: dict[str, list[Any]] = {"conjugate": [], "not_minimum": [], "not_maximum": []}
    for s in steps:
        if s.gives != steps[-1].gives:
            continue
        if s.by == "conjugate_point":
            told["conjugate"].append(s.bind.get("c"))
        elif s.by == "no_minimum":
            key = "not_maximum" if "of" in s.bind else "not_minimum"
            told[key].append({u: s.bind[f"H{k + 1}"] for k, u in enumerate(unknowns)
                              if f"H{k + 1}" in s.bind})  # fmt: skip
    out = set()
    for key, known in told.items():
        row = result.get(key)
        if isinstance(row, Mapping):
            row = {n: said(t, f"result.{key}", context) for n, t in row.items()}
        elif row is not None:
            row = said(row, f"result.{key}", context)
        if row is not None and row in known:
            out.add(key)
    return out


def _alone(step: Step, equation: Term, region: Any) -> bool:
    """The root of the equation that is the only one in a region."""
    first, *rest = _parts(step.gives)
    return first == equation and (" and ".join(write(p) for p in rest) or "real") == region


def _digits(parts: Sequence[Term], name: str, value: Any) -> bool:
    """An enclosure of the name lies within the decimals, which are cut off."""
    try:
        whole, _, decimals = str(value).lstrip("-").partition(".")
        unit = Fraction(1, 10 ** len(decimals))
        near = Fraction(int(whole + decimals)) * unit
    except ValueError:
        return False
    low, high = near, near + unit
    if str(value).startswith("-"):
        low, high = -high, -near
    c = symbol(name)
    lows = [constant(p.args[0]) for p in parts if p.head == "Lt" and p.args[1] == c]
    highs = [constant(p.args[1]) for p in parts if p.head == "Lt" and p.args[0] == c]
    return any(q is not None and q >= low for q in lows) and any(
        q is not None and q <= high for q in highs
    )


__all__ = ["KINDS", "ZERO", "eq", "read", "speaks", "untold"]
