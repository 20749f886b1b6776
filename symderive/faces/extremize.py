"""Extremize a functional: its Euler-Lagrange equations, first integrals, and the extremal that fits.

>>> found = extremize("y'^2 - y^2", "x", "y", at=["y(0) = 0", "y(pi/2) = 1"])
>>> found.result["text"], found.result["kind"]
('y = sin(x)', 'minimum')
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symderive.certificates import assemble, undecided
from symderive.derivations import Derivation
from symderive.kernel.analysis.variation.answer import UNSOLVED, parts_of
from symderive.kernel.analysis.variation.posed import NotAFunctional, Posed, posed
from symderive.kernel.logic.certificate import Judgement
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import fingerprint
from symderive.methods.variation.search import Found, Search
from symderive.present.latex_terms import latex
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.worker import WorkerError, shared


def extremize(
    lagrangian: str,
    var: str | Sequence[str],
    unknown: str | Sequence[str],
    *,
    at: Sequence[str] = (),
    integral: Sequence[str] = (),
    holonomic: Sequence[str] = (),
    interval: str | Sequence[str] | None = None,
    free: Sequence[str] = (),
    end_on: str | Sequence[str] | None = None,
    endpoint_cost: str | None = None,
    given: Sequence[str] = (),
    timeout: float = 30,
    stated: Mapping[str, Any] | None = None,
) -> Derivation:
    """The functions at which the integral of the Lagrangian is stationary, derived and checked.

    Other names are positive parameters unless `given` says something of them.  Raises NotRead for a
    text that cannot be read and NotAFunctional for a problem of another kind.
    """
    start = time.perf_counter()
    problem: dict[str, Any] = {"kind": "extremize", **(stated or {}), "lagrangian": lagrangian,
                               "var": _joined(var), "unknown": _joined(unknown)}  # fmt: skip
    lists = {"at": at, "integral": integral, "holonomic": holonomic, "free": free,
             "end_on": [end_on] if isinstance(end_on, str) else list(end_on or ())}  # fmt: skip
    problem |= {key: list(rows) for key, rows in lists.items() if rows}
    if interval is not None:
        problem["interval"] = _joined(interval)
    if endpoint_cost:
        problem["endpoint_cost"] = endpoint_cost
    if given:
        problem["given"] = list(given)
    question = posed(problem)
    try:
        givens = Givens.of(question.statements)
        end = time.perf_counter() + timeout
        search = Search(givens, _asking(end))
    except (Rejected, Undecided) as wrong:
        raise NotAFunctional(str(wrong)) from None
    texts = [write(s) for s in question.statements]
    found = Found(search.trail, search.problem)
    try:
        search.run(found)
    except WorkerError as failure:
        search.trail.tried.append(("search", "the search ended", str(failure)))
    if not found.euler_lagrange:
        reason = f"the Euler-Lagrange equations were not derived ({search.trail.failure()})"
        return undecided(problem, texts, reason).timed(time.perf_counter() - start)
    answer = _derivation(problem, texts, question, found)
    return answer.timed(time.perf_counter() - start)


def _joined(names: str | Sequence[str]) -> str:
    return names if isinstance(names, str) else ",".join(names)


def _derivation(
    problem: dict[str, Any], given: list[str], question: Posed, found: Found
) -> Derivation:
    result = result_of(found, question.context)
    checked = tuple(found.trail.checked.values())
    judgement = Judgement("undecided", checked, UNSOLVED)
    if found.answer is not None:
        judgement = _judged(found.trail)
    return assemble(problem, given, judgement, result=result, rules=_rules(found.trail))


def _rules(trail: Trail) -> str:
    cited = any(c.step.by in trail.rules for c in trail.checked.values())
    return fingerprint() if cited else ""


def result_of(found: Found, context: Context) -> dict[str, Any]:
    """The keys of the result, in the notation y_x."""

    def text(t: Term) -> str:
        return write(t, context)

    result: dict[str, Any] = {}
    parts = None
    if found.kind == "none":
        assert found.answer is not None
        result |= {"text": text(found.answer), "latex": latex(found.answer), "kind": "none"}
    elif found.answer is not None:
        p = found.problem
        parts = parts_of(found.answer, p.variables, p.unknowns, p.movable)
        result |= {"text": text(parts.shown), "latex": latex(parts.shown)}
    result["euler_lagrange"] = [text(t) for t in found.euler_lagrange]
    result["first_integrals"] = [text(t) for t in found.first_integrals]
    if parts is None:
        return result
    if parts.implicit is None:
        result["extremal"] = {n: text(t) for n, t in parts.bodies.items()}
    else:
        result["extremal"] = text(parts.implicit)
    if parts.multipliers:
        result["multipliers"] = {n: text(t) for n, t in parts.multipliers.items()}
    if parts.ends:
        result["ends"] = {n: text(t) for n, t in parts.ends.items()}
    if found.fitted:
        result["fitted"] = {
            n: {
                "equation": text(e),
                ("value" if v[-1:].isdigit() and "<" not in v else "region"): v,
            }
            for n, (e, v) in found.fitted.items()
        }
    result["kind"] = found.kind
    if found.complete:
        result["complete"] = True
    for key, said in found.against.items():
        result[key] = (
            {u: text(t) for u, t in said.items()} if isinstance(said, dict) else text(said)
        )
    return result


def _judged(trail: Trail) -> Judgement:
    checked = tuple(trail.checked.values())
    open_ = [(c.step.n, k) for c in checked for k in c.outcome.conditions if not k.settled]
    if open_:
        text = f"step {open_[0][0]}: not proved: {open_[0][1].text}"
        return Judgement("undecided", checked, text)
    return Judgement("verified", checked)


def _asking(end: float) -> Callable[[str, dict[str, Any]], Any]:
    def ask(function: str, task: dict[str, Any]) -> Any:
        left = max(0.1, end - time.perf_counter())
        return shared().run(function, (task,), seconds=left)

    return ask


__all__ = ["NotAFunctional", "extremize", "result_of"]
