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

from collections.abc import Callable, Mapping
from typing import Any

from symderive.derivation import NotACertificate
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term, eq, symbol

# Kinds whose problem does not fix the claim yet: the result must be what the last step says.
TOLD_BY_THE_RESULT = ("derive", "pde", "extremize", "divergence", "forms")
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
    if "claim" in problem:
        return said(problem["claim"], "problem.claim", context)
    return None


def agrees(result: Result, last: Term, context: Context) -> bool:
    """Whether the text of a result is the last statement, or a side of that equation."""
    if not result or "text" not in result:
        return False
    value = said(result["text"], "result.text", context)
    return value == last or (last.head == "Eq" and value in last.args)


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
    _only(problem, {"claim"})
    if result is not None:
        raise NotACertificate("a checked claim has a verdict and no result")
    return said(problem["claim"], "problem.claim", context)


def _integrate(problem: Mapping[str, Any], result: Result, context: Context) -> Term | None:
    _only(problem, {"expr", "var", "from", "to"}, frozenset({"principal_value"}))
    if problem.get("principal_value") or not result or "text" not in result:
        return None
    body, x, low, high = (
        said(problem[key], f"problem.{key}", context) for key in ("expr", "var", "from", "to")
    )
    if x.head != "Symbol":
        raise NotACertificate("problem.var: the variable of an integral is a name")
    value = said(result["text"], "result.text", context)
    return eq(Term("Integral", (body, symbol(x.data), low, high)), value)


STATED: dict[str, Callable[[Mapping[str, Any], Result, Context], Term | None]] = {
    "check": _check,
    "integrate": _integrate,
}
