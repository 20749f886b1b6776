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
from symderive.kernel.logic.witness import refute
from symderive.library import fingerprint, rules
from symderive.methods.attempts import Exhausted
from symderive.methods.checking import pruned
from symderive.methods.integrals.existence import supposed
from symderive.methods.integrals.indefinite import antiderived
from symderive.methods.integrals.laplace import Laplace
from symderive.methods.integrals.patience import MOST, Patient
from symderive.methods.integrals.principal import principal
from symderive.present.latex_terms import latex
from symderive.strategy import note
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

MAX_REASONS = 2
SHARE = 0.6  # of the time that is left, for one set of added hypotheses
LEAST = 1.0  # seconds that are worth another set
HINTED = 2  # depth of moves where a hint names the first one


def integrate(
    expr: str,
    var: str,
    low: str | None = None,
    high: str | None = None,
    given: Sequence[str] = (),
    timeout: float = 30,
    *,
    principal_value: bool = False,
    route: str = "search",
    stated: Mapping[str, Any] | None = None,
) -> Derivation:
    """The value of the integral of `expr` over `var` from `low` to `high`, under the givens.

    Without ends: an antiderivative, with the intervals on which it is one.  With `principal_value`:
    Cauchy's, a limit and called so.  What a parameter must satisfy for the integral to exist is
    `added` where `given` does not say it.  `route` names a method of `Laplace`; `stated` joins what
    the certificate says of the problem.  Raises NotRead for what cannot be read.
    """
    start = time.perf_counter()
    body, x = read(expr), read(var)
    if x.head != "Symbol":
        raise NotRead(var, 0, "the variable of an integral is a name")
    if (low is None) != (high is None):
        raise NotRead(expr, 0, "one end of the integral is missing", hint="say --from and --to")
    facts = [read(g) for g in given]
    try:
        givens = Givens.of(facts)
    except Unreadable as why:
        raise NotRead("; ".join(given), 0, str(why)) from None
    problem = {"kind": "integrate", "expr": expr, "var": var, **(stated or {})}
    if low is None or high is None:
        if principal_value:
            raise NotRead(expr, 0, "a principal value belongs to an integral with ends")
        found = _indefinite(problem, body, x, givens, list(given), timeout)
        return found.timed(time.perf_counter() - start)
    a, b = read(low), read(high)
    if x.data in a.free | b.free:
        raise NotRead(var, 0, f"{x.data} stands in the limits too", hint="rename the variable")
    problem |= {"from": low, "to": high}
    integral = Term("Integral", (body, x, a, b))
    if principal_value:
        problem["principal_value"] = True
        found = _principal(problem, integral, givens, list(given), timeout)
    else:
        found = _searched(problem, integral, givens, list(given), route, timeout)
    return found.timed(time.perf_counter() - start)


def _searched(
    problem: dict[str, Any], integral: Term, givens: Givens, given: list[str], route: str,
    timeout: float,
) -> Derivation:  # fmt: skip
    """The first value that is found, under the givens or under what has to be added to them."""
    end = time.perf_counter() + timeout
    under = [[]] if route != "search" else supposed(integral, givens, timeout)
    found: Derivation | None = None
    for k, added in enumerate(under):
        left = end - time.perf_counter()
        if found is not None and left < LEAST:
            break
        share = left if k + 1 == len(under) else SHARE * left
        found = _under(problem, integral, givens, given, added, route, share)
        if found.verdict == "verified":
            return found
    assert found is not None
    open_ = [t for t in sorted(integral.free) if givens.sort(t).sign is None]
    if not open_ or not found.reason:
        return found
    wanted = write(under[-1][0]) if under[-1] else f"{open_[0]} > 0"
    more = f"nothing is said of the sign of {', '.join(open_)}: try --given '{wanted}'"
    return undecided(problem, given, f"{found.reason}; {more}")


def _under(
    problem: dict[str, Any], integral: Term, givens: Givens, given: list[str],
    added: Sequence[Term], route: str, timeout: float,
) -> Derivation:  # fmt: skip
    try:
        givens = givens.extended(*added)
    except Unreadable as why:
        return undecided(problem, given, str(why))
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
    for name, what, outcome in routes.trace:
        note(name, what, outcome)
    if n is None:
        return _unknown(problem, given, work, late or "no route led to a value")
    return _judged(problem, given, work, [n], givens, added=added)


def _principal(
    problem: dict[str, Any], integral: Term, givens: Givens, given: list[str], timeout: float
) -> Derivation:
    work = Patient(givens, timeout)
    try:
        found = principal(work, integral)
    except Exhausted:
        found = None
    if found is None:
        return _unknown(problem, given, work, "no principal value was found")
    n, poles = found
    return _judged(problem, given, work, [n], givens, {"poles": [write(p) for p in poles]})


def _indefinite(
    problem: dict[str, Any], body: Term, x: Term, givens: Givens, given: list[str], timeout: float
) -> Derivation:
    work = Patient(givens, timeout)
    try:
        found = antiderived(work, body, x)
        n = None if found is None else work.step(
            "algebra", eq(Term("Derivative", (found[0], x), (1,)), body))  # fmt: skip
    except Exhausted:
        found = n = None
    if found is None or n is None:
        return _unknown(problem, given, work, "no antiderivative was found")
    intervals = [
        " and ".join(map(write, work.steps[k].step.under)) or f"{x.data} is real" for k in found[1]
    ]
    return _judged(problem, given, work, [*found[1], n], givens, {"intervals": intervals})


def _unknown(problem: dict[str, Any], given: list[str], work: Patient, reason: str) -> Derivation:
    reasons = dict.fromkeys(r for r in (reason, *work.reasons[-MAX_REASONS:]) if r)
    return undecided(problem, given, "; ".join(reasons))


def _judged(
    problem: dict[str, Any], given: list[str], work: Patient, last: list[int], givens: Givens,
    more: Mapping[str, Any] | None = None, added: Sequence[Term] = (),
) -> Derivation:  # fmt: skip
    steps = pruned(work, last)
    claim = steps[-1].gives
    try:
        judgement = judge(claim, steps, givens, rules())
    except (Rejected, Undecided) as no:
        return undecided(problem, given, str(no))
    if judgement.verdict == "verified" and claim.head == "Eq" and refute(claim, givens) is not None:
        raise AssertionError(f"the kernel proves and refutes {write(claim)}: please report this")
    return _derivation(problem, given, judgement, claim, more or {}, [write(t) for t in added])


def _derivation(
    problem: Mapping[str, Any], given: list[str], judgement: Judgement, claim: Term,
    more: Mapping[str, Any], added: Sequence[str],
) -> Derivation:  # fmt: skip
    if claim.head == "Is":
        place = judgement.checked[-1].outcome.says
        result: dict[str, Any] = {
            "text": write(claim), "latex": latex(claim), "diverges": True, "place": place,
        }  # fmt: skip
    else:
        value = claim.args[0].args[0] if "intervals" in more else claim.args[1]
        result = {"text": write(value), "latex": latex(value), **more}
    cites = any(c.outcome.grade == "cited" for c in judgement.checked)
    cited = fingerprint() if cites else ""
    return assemble(problem, given, judgement, result=result, rules=cited, added=added)


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
