"""Derive a named result: its problem is run through the methods, nothing is looked up.

>>> derive("catenoid").verdict
'verified'
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symderive.catalogue.problems import Problem, find
from symderive.certificates import assemble, undecided
from symderive.derivations import Derivation
from symderive.faces.check import check
from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.logic.certificate import Judgement
from symderive.kernel.logic.givens import Givens
from symderive.library import fingerprint
from symderive.methods.variation.autonomous import Extremal, extremal
from symderive.present.latex_terms import latex
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.worker import WorkerError, shared


class UnknownParameter(LookupError):
    """A parameter that the named result does not have."""


def derive(
    name: str,
    parameters: Mapping[str, str] | None = None,
    timeout: float = 30,
    given: Sequence[str] = (),
) -> Derivation:
    """The derivation of a named result; `parameters` put values for its names, `given` adds givens.

    Raises NoSuchResult for a name that is none, UnknownParameter, and NotRead for a value or a
    given that cannot be read.
    """
    start = time.perf_counter()
    problem = find(name)
    problem = replace(problem, given=(*problem.given, *given))
    found = KINDS[problem.kind](problem, dict(parameters or {}), timeout)
    if given:
        found = replace(found, problem={**found.problem, "given": list(given)})
    return found.timed(time.perf_counter() - start)


def _extremize(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    if "constant" not in problem.hint:
        return _posed(problem, parameters, timeout)
    data = {k: str(v) for k, v in problem.data.items()}
    variable, unknown = data["var"], data["unknown"]
    context = Context(unknowns={unknown: (variable,)})
    put = {n: read(v) for n, v in parameters.items()}
    _known(problem, put)
    lagrangian = _put(read(data["lagrangian"], context), put)
    functional = Term("Integral", (lagrangian, read(variable), read("x0"), read("x1")))
    given = [_put(read(g, context), put) for g in problem.given]
    given += [read(f"{unknown} is C2"), Term("Apply", (functional,), ("stationary", (0,)))]
    given = [g for g in given if g.free or g.functions or g.head == "Is"]
    texts = [write(g) for g in given]
    stated: dict[str, Any] = {
        "kind": "extremize", "name": problem.name,
        "lagrangian": write(lagrangian), "var": variable, "unknown": unknown,
    }  # fmt: skip
    if parameters:
        stated["parameters"] = {n: write(t) for n, t in put.items()}
    names = tuple(problem.hint.get("constants", "a b").split())
    givens = Givens.of(given)
    positive = [n for n in lagrangian.free if givens.sort(n).sign == "+"] + [names[0]]
    end = time.perf_counter() + timeout
    try:
        found = extremal(
            lagrangian, variable, unknown, givens,
            _put(read(problem.hint.get("constant", names[0])), put), (names[0], names[1]),
            " ".join(sorted(positive)), _asking(end),
        )  # fmt: skip
    except WorkerError as failure:
        return undecided(stated, texts, f"the search ended: {failure}")
    return _extremal(stated, texts, found)


def _posed(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    """A problem as a user of `extremize` would pose it, values put for its parameters."""
    from symderive.faces.extremize import extremize  # opened when a functional is asked for

    data = dict(problem.data)
    variables = tuple(str(data["var"]).split(","))
    context = Context(unknowns=dict.fromkeys(str(data["unknown"]).split(","), variables))
    put = {n: read(v) for n, v in parameters.items()}
    _known(problem, put)

    def value(text: object) -> str:
        return write(_put(read(str(text), context), put), context) if put else str(text)

    more: dict[str, Any] = {}
    for key in data.keys() - {"lagrangian", "var", "unknown"}:
        rows = data[key]
        more[key] = [value(r) for r in rows] if isinstance(rows, tuple) else str(rows)
    stated: dict[str, Any] = {"name": problem.name}
    if put:
        stated["parameters"] = {n: write(t) for n, t in put.items()}
    given = [g for g in map(value, problem.given) if read(g, context).free]
    return extremize(value(data["lagrangian"]), str(data["var"]), str(data["unknown"]), given=given,
                     timeout=timeout, stated=stated, **more)  # fmt: skip


def _known(problem: Problem, parameters: Mapping[str, object]) -> None:
    for n in parameters:
        if n not in problem.parameters:
            known = ", ".join(problem.parameters) or "none"
            raise UnknownParameter(f"{problem.name} has no parameter {n} (it has: {known})")


def _integrate(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    from symderive.faces.integrate import named  # opened when an integral is asked for

    _known(problem, parameters)
    return named(problem, parameters, timeout)


def _pde(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    from symderive.faces.pde import named  # opened when an equation is asked for

    _known(problem, parameters)
    return named(problem, parameters, timeout)


def _claim(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    """A named claim, decided like a user's own."""
    if parameters:
        raise UnknownParameter(f"{problem.name} has no parameter {sorted(parameters)[0]}")
    found = check(str(problem.data["claim"]), problem.given, timeout)
    return replace(found, problem={**found.problem, "name": problem.name})


def _extremal(stated: Mapping[str, Any], given: list[str], found: Extremal) -> Derivation:
    if found.solution is None:
        judgement = Judgement(
            "undecided", tuple(found.trail.checked.values()), found.trail.failure()
        )
        return assemble(stated, given, judgement, rules=fingerprint())
    unknown, body = found.solution.args
    result: dict[str, Any] = {"text": write(found.solution), "latex": latex(found.solution)}
    if found.euler_lagrange is not None:
        result["euler_lagrange"] = [write(found.euler_lagrange)]
    if found.first_integral is not None:
        result["first_integrals"] = [write(found.first_integral.args[0])]
    result["extremal"] = {unknown.data[0]: write(body)}
    result["kind"] = "stationary"
    return assemble(stated, given, _judged(found.trail), result=result, rules=fingerprint())


def _judged(trail: Trail) -> Judgement:
    """The kernel has accepted every step of the trail, the last one being the answer."""
    checked = tuple(trail.checked.values())
    open_ = [(c.step.n, k) for c in checked for k in c.outcome.conditions if not k.settled]
    if open_:
        return Judgement(
            "undecided", checked, f"step {open_[0][0]}: not proved: {open_[0][1].text}"
        )
    return Judgement("verified", checked)


def _asking(end: float) -> Callable[[str, dict[str, str]], dict[str, Any]]:
    def ask(function: str, task: dict[str, str]) -> dict[str, Any]:
        answer: dict[str, Any] = shared().run(
            function, (task,), seconds=max(0.1, end - time.perf_counter())
        )
        return answer

    return ask


def _put(term: Term, values: Mapping[str, Term]) -> Term:
    """The values put for the names, ones and zeros dropped."""
    return _tidy(substitute(term, values)) if values else term


def _tidy(t: Term) -> Term:
    args = [_tidy(a) for a in t.args]
    if t.head in ("Add", "Mul"):
        return plus(*args) if t.head == "Add" else times(*args)
    return t.rebuild(args)


def _forms(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    from symderive.faces.forms import forms

    _known(problem, parameters)
    found = forms(**problem.data, given=problem.given, timeout=timeout)  # type: ignore[arg-type]
    return replace(found, problem={"kind": "forms", "name": problem.name, **found.problem})


def _divergence(problem: Problem, parameters: dict[str, str], timeout: float) -> Derivation:
    from symderive.faces.divergence import divergence

    _known(problem, parameters)
    data = {k: str(v) for k, v in problem.data.items()}
    found = divergence(data["kind"], data["p"], data.get("q"), order=data.get("order"),
                       given=problem.given, timeout=timeout)  # fmt: skip
    return replace(found, problem={"kind": "divergence", "name": problem.name, **found.problem})


KINDS: dict[str, Callable[[Problem, dict[str, str], float], Derivation]] = {
    "extremize": _extremize,
    "check": _claim,
    "integrate": _integrate,
    "pde": _pde,
    "forms": _forms,
    "divergence": _divergence,
}  # fmt: skip
