"""What a certificate claims, read from its problem and its result, never from its proof.

A true proof of another claim is caught because the claim is stated apart from the steps.

>>> from symderive.terms.writer import write
>>> from symderive.terms.context import PLAIN
>>> write(claim_of({"kind": "check", "claim": "x = x"}, None, PLAIN))
'x = x'
>>> problem = {"kind": "integrate", "expr": "1/x", "var": "x", "from": "1", "to": "E"}
>>> write(claim_of(problem, {"text": "1"}, PLAIN))
'Integral(1/x, (x, 1, E)) = 1'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symderive.derivations import NotACertificate
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.principal import principal_value
from symderive.terms.reader import read
from symderive.terms.tree import Term, eq, symbol
from symderive.terms.writer import write

# Kinds whose problem does not fix the claim yet: the result must be what the last step says.
TOLD_BY_THE_RESULT = ("derive", "pde", "extremize", "divergence", "forms")
WORDS = frozenset(
    {"text", "latex", "kind", "place", "poles", "intervals"}
)  # compared elsewhere, or no formulas
# What the last step of such a proof shows; more (a minimum) would need a step that says so.
PROVABLE = {"extremize": ("stationary", None)}
# What may be added to the givens, about names of the problem alone.
RELATIONS = ("Lt", "Le", "Gt", "Ge", "Ne", "Is")
Result = Mapping[str, Any] | None


def claim_of(problem: Mapping[str, Any], result: Result, context: Context) -> Term | None:
    """The statement that the steps must end with; None where the kind of problem fixes none.

    Raises NotACertificate where the problem lacks what its kind needs, or has what it never has.
    """
    stated = STATED.get(problem["kind"])
    if stated is not None:
        return stated(problem, result, context)
    if problem["kind"] not in TOLD_BY_THE_RESULT:
        raise NotACertificate(f"there are no problems of kind {problem['kind']!r}")
    if problem["kind"] in NEEDED:
        _only(problem, *NEEDED[problem["kind"]])
    if "claim" in problem:
        return said(problem["claim"], "problem.claim", context)
    return None


def agrees(result: Result, last: Term, context: Context) -> bool:
    """Whether the text of a result is the last statement, or a side of that equation."""
    if not result or "text" not in result:
        return False
    value = said(result["text"], "result.text", context)
    if "intervals" in result and last.head == "Eq" and last.args[0].head == "Derivative":
        return value == last.args[0].args[0]
    return value == last or (last.head == "Eq" and value in last.args)


def untold(
    result: Result, gives: Sequence[Term], variables: frozenset[str], context: Context
) -> list[str]:
    """Keys of a result that no step says.

    An equation is said where a step gives it, {name: value} where a step gives name = value, and a
    first integral where a step equates it with what depends on no variable and no unknown.
    """
    told = set(gives)
    constant = {
        a for g in gives if g.head == "Eq" for a, b in (g.args, g.args[::-1])
        if not b.functions and b.free.isdisjoint(variables)
    }  # fmt: skip

    def is_told(key: str, value: Any) -> bool:
        if value is None or isinstance(value, bool):
            return True
        if isinstance(value, list):
            return all(is_told(key, v) for v in value)
        if isinstance(value, Mapping):
            return all(_equated(gives, str(n), said(v, f"result.{key}.{n}", context))
                       for n, v in value.items())  # fmt: skip
        term = said(value, f"result.{key}", context)
        return term in (constant if key == "first_integrals" else told)

    return [k for k, v in (result or {}).items() if k not in WORDS and not is_told(k, v)]


def _equated(gives: Sequence[Term], name: str, value: Term) -> bool:
    return any(
        g.head == "Eq" and g.args[1] == value and name in (g.args[0].data, *g.args[0].functions)
        for g in gives
        if g.head == "Eq" and (g.args[0].head == "Symbol" or _bare(g.args[0]))
    )


def _bare(t: Term) -> bool:
    """An unknown at its variables, no derivative of it."""
    return t.head == "Apply" and not any(t.data[1]) and all(a.head == "Symbol" for a in t.args)


def overstated(problem: Mapping[str, Any], result: Result) -> str | None:
    """A `kind` of result that says more than the steps can have proved."""
    may = PROVABLE.get(problem["kind"])
    kind = (result or {}).get("kind")
    return None if may is None or kind in may else f"result.kind: {kind} is not proved by a step"


def said(text: Any, where: str, context: Context) -> Term:
    """The term of a text of the certificate; raises NotACertificate naming its place."""
    if not isinstance(text, str):
        raise NotACertificate(f"`{where}` must be text, not {type(text).__name__}")
    try:
        return read(text, context)
    except NotRead as problem:
        raise NotACertificate(f"{where}: {problem}") from None


def _only(
    problem: Mapping[str, Any], needed: set[str], allowed: frozenset[str] = frozenset()
) -> None:
    kind = problem["kind"]
    if missing := sorted(needed - problem.keys()):
        raise NotACertificate(f"a problem of kind {kind} has `{missing[0]}`")
    if unknown := sorted(problem.keys() - needed - allowed - {"kind"}):
        raise NotACertificate(f"a problem of kind {kind} has no `{unknown[0]}`")


def _check(problem: Mapping[str, Any], result: Result, context: Context) -> Term:
    _only(problem, {"claim"}, frozenset({"name", "parameters"}))
    if result is not None:
        raise NotACertificate("a checked claim has a verdict and no result")
    return said(problem["claim"], "problem.claim", context)


def _integrate(problem: Mapping[str, Any], result: Result, context: Context) -> Term | None:
    allowed = frozenset({"principal_value", "name", "parameters", "given"})
    if not {"from", "to"} & problem.keys():
        return _indefinite(problem, result, context, allowed)
    _only(problem, {"expr", "var", "from", "to"}, allowed)
    if not result or "text" not in result:
        return None
    body, x, low, high = (
        said(problem[key], f"problem.{key}", context) for key in ("expr", "var", "from", "to")
    )
    if x.head != "Symbol":
        raise NotACertificate("problem.var: the variable of an integral is a name")
    integral = Term("Integral", (body, symbol(x.data), low, high))
    if problem.get("principal_value"):
        poles = [said(t, "result.poles", context) for t in result.get("poles", ())]
        whole = principal_value(integral, poles)
        return eq(whole, said(result["text"], "result.text", context))
    if result.get("diverges") is True:
        return Term("Is", (integral, symbol("divergent")))
    if {"diverges", "place"} & result.keys():
        raise NotACertificate("result.diverges is true, or there is no such key and no place")
    return eq(integral, said(result["text"], "result.text", context))


def _indefinite(
    problem: Mapping[str, Any], result: Result, context: Context, allowed: frozenset[str]
) -> Term | None:
    """An antiderivative: its derivative is the integrand."""
    _only(problem, {"expr", "var"}, allowed - {"principal_value"})
    if not result or "text" not in result:
        return None
    body, x = (said(problem[key], f"problem.{key}", context) for key in ("expr", "var"))
    if x.head != "Symbol":
        raise NotACertificate("problem.var: the variable of an integral is a name")
    F = said(result["text"], "result.text", context)
    return eq(Term("Derivative", (F, symbol(x.data)), (1,)), body)


def interval(under: Sequence[Term], name: str) -> str:
    """An interval in words: the hypotheses on the variable, or that it is real.

    >>> interval((read("0 < x"), read("x < 1")), "x"), interval((), "x")
    ('0 < x and x < 1', 'x is real')
    """
    return " and ".join(map(write, under)) or f"{name} is real"


def intervals_told(result: Result, steps: Sequence[Any]) -> list[str] | None:
    """What must stand under `intervals`: the hypotheses of the steps that give the last statement."""
    if not result or "intervals" not in result:
        return None
    return [interval(s.under, s.gives.args[0].args[1].data) for s in steps[:-1]
            if s.by == "antiderivative_on" and s.gives == steps[-1].gives]  # fmt: skip


_PLAIN = {"kind", "name", "parameters", "given", "lagrangian", "var", "unknown"}
# Keys that a problem must have, and those that it may have.
NEEDED = {
    "extremize": (
        {"lagrangian", "var", "unknown"},
        frozenset(
            "name parameters given at integral holonomic interval free end_on endpoint_cost".split()
        ),
    )
}


def functional_of(problem: Mapping[str, Any], context: Context) -> tuple[Term, str] | None:
    """Lagrangian and variable of a plain problem of the calculus of variations, else None."""
    if problem["kind"] != "extremize" or not {"lagrangian", "var"} <= problem.keys() <= _PLAIN:
        return None
    variable = said(problem["var"], "problem.var", context)
    if variable.head != "Symbol":
        raise NotACertificate("problem.var: a variable is a name")
    return said(problem["lagrangian"], "problem.lagrangian", context), variable.data


def is_given(functional: tuple[Term, str], givens: Sequence[Term]) -> bool:
    """Whether a given says that the integral of the Lagrangian is stationary."""
    return any(
        g.head == "Apply" and g.data[0] == "stationary" and g.args[0].head == "Integral"
        and (g.args[0].args[0], g.args[0].args[1].data) == functional
        for g in givens
    )  # fmt: skip


STATED: dict[str, Callable[[Mapping[str, Any], Result, Context], Term | None]] = {
    "check": _check,
    "chain": _check,
    "integrate": _integrate,
}


def unfit(added: Sequence[str], names: frozenset[str], context: Context) -> list[str]:
    """What was added to the givens and is no relation on the names of the problem."""
    return [
        f"added: {text} is no condition on the names of the problem"
        for text in added for g in [said(text, "added", context)]
        if g.head not in RELATIONS or not g.free or not g.free <= names or g.functions
    ]  # fmt: skip
