"""Integrate: an antiderivative, or a route through a parameter, every step checked by the kernel.

>>> integrate("1/(1+x^2)", "x", "0", "oo").result["text"]
'pi/2'
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from symderive.catalogue.problems import Problem
from symderive.certificates import assemble, undecided
from symderive.derivations import Derivation
from symderive.kernel.logic.certificate import Judgement, judge
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.library import fingerprint, rules
from symderive.methods.attempts import Exhausted
from symderive.methods.checking import _pruned as pruned
from symderive.methods.integrals.laplace import Laplace
from symderive.methods.integrals.patience import MOST, Patient
from symderive.present.latex_terms import latex
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term
from symderive.terms.writer import write

MAX_REASONS = 2
HINTED = 2  # depth of moves where a hint names the first one


def integrate(
    expr: str,
    var: str,
    low: str,
    high: str,
    given: Sequence[str] = (),
    timeout: float = 30,
    *,
    route: str = "search",
    stated: Mapping[str, Any] | None = None,
) -> Derivation:
    """The value of the integral of `expr` over `var` from `low` to `high`, under the givens.

    `route` names a method of `Laplace`; `stated` joins what the certificate says of the problem.
    Raises NotRead for what cannot be read.
    """
    start = time.perf_counter()
    body, x, a, b = (read(t) for t in (expr, var, low, high))
    if x.head != "Symbol":
        raise NotRead(var, 0, "the variable of an integral is a name")
    if x.data in a.free | b.free:
        raise NotRead(var, 0, f"{x.data} stands in the limits too", hint="rename the variable")
    facts = [read(g) for g in given]
    try:
        givens = Givens.of(facts)
    except Unreadable as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    problem = {
        "kind": "integrate", "expr": expr, "var": var, "from": low, "to": high, **(stated or {}),
    }  # fmt: skip
    integral = Term("Integral", (body, x, a, b))
    found = _searched(problem, integral, givens, list(given), route, timeout)
    return found.timed(time.perf_counter() - start)


def _searched(
    problem: dict[str, Any], integral: Term, givens: Givens, given: list[str], route: str,
    timeout: float,
) -> Derivation:  # fmt: skip
    work = Patient(givens, timeout)
    routes = Laplace(work)
    late = ""
    try:
        if route != "search":
            routes.depth = HINTED
            routes.patience(MOST)
        n = getattr(routes, route)(integral)
    except Exhausted:
        n, late = None, "out of time"
    if n is None:
        reasons = dict.fromkeys(r for r in (late, *work.reasons[-MAX_REASONS:]) if r)
        return undecided(problem, given, "; ".join(reasons) or "no route was found")
    steps = pruned(work, [n])
    claim = steps[-1].gives
    try:
        judgement = judge(claim, steps, givens, rules())
    except (Rejected, Undecided) as no:
        return undecided(problem, given, str(no))
    return _derivation(problem, given, judgement, claim)


def _derivation(
    problem: Mapping[str, Any], given: list[str], judgement: Judgement, claim: Term
) -> Derivation:
    if claim.head == "Is":
        place = judgement.checked[-1].outcome.says
        result: dict[str, Any] = {
            "text": write(claim), "latex": latex(claim), "diverges": True, "place": place,
        }  # fmt: skip
    else:
        value = claim.args[1]
        result = {"text": write(value), "latex": latex(value)}
    cites = any(c.outcome.grade == "cited" for c in judgement.checked)
    return assemble(problem, given, judgement, result=result, rules=fingerprint() if cites else "")


def named(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    """The integral of the catalogue, with values for its parameters."""
    put = {n: read(v) for n, v in parameters.items()}
    data = {k: str(v) for k, v in problem.data.items()}
    stated: dict[str, Any] = {"name": problem.name}
    if put:
        stated["parameters"] = {n: write(t) for n, t in put.items()}
    facts = [substitute(read(g), put) for g in problem.given]
    return integrate(
        write(substitute(read(data["expr"]), put)), data["var"], data["from"], data["to"],
        [write(f) for f in facts if f.free], timeout,
        route=problem.hint.get("route", "search"), stated=stated,
    )  # fmt: skip
