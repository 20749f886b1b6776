"""Solve a first-order partial differential equation by characteristics.

>>> solve_pde("u_t + u*u_x = 0", vars="x,t", unknown="u", data=["u(x,0) = -x"]).result["text"]
'u = x/(t - 1)'
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from symderive.catalogue.problems import Problem
from symderive.certificates import assemble
from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.kernel.analysis.calculus.substitution import substitute_function
from symderive.kernel.analysis.equations.first_order import problem_of
from symderive.kernel.logic.certificate import Judgement
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.methods.characteristics.nonlinear import nonlinear
from symderive.methods.characteristics.quasilinear import quasilinear
from symderive.methods.characteristics.search import Found, Search
from symderive.methods.characteristics.strip_system import strip_system
from symderive.present.latex_terms import latex
from symderive.stated import pde
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write
from symderive.worker import OutOfTime, WorkerError, shared

ROOM = "symderive.methods.characteristics."
GRACE = 1.5  # seconds after the limit, for a step that the kernel has begun


class NotFirstOrder(ValueError):
    """A problem that is no first-order equation with fitting data: what is wrong with it."""


def solve_pde(
    equation: str | Sequence[str],
    vars: str | Sequence[str],
    unknown: str | Sequence[str],
    data: Sequence[str] = (),
    given: Sequence[str] = (),
    *,
    complete_integral: bool = False,
    strip: bool = False,
    timeout: float = 30,
    stated: dict[str, Any] | None = None,
) -> Derivation:
    """The general solution, a complete integral, or the solution with the data, derived and checked.

    Several unknowns (a list, or with commas) have an equation each, with one principal part.  Other
    names are positive parameters unless `given` says something of them.  Raises NotRead for a text
    that cannot be read and NotFirstOrder for a problem of another kind.
    """
    start = time.perf_counter()
    equations = [equation] if isinstance(equation, str) else list(equation)
    variables, unknowns = _listed(vars), _listed(unknown)
    if len(unknowns) > 1:
        from symderive.faces.pde_systems import solve_system  # it stands on this module

        if strip or complete_integral:
            raise NotFirstOrder("one unknown is wanted for --strip and --complete-integral")
        return solve_system(equations, variables, unknowns, data, given, timeout=timeout,
                            stated=stated)  # fmt: skip
    (unknown,) = unknowns
    asked = {**(stated or {}), **({"complete_integral": True} if complete_integral else {})}
    asked |= {"strip": True} if strip else {}
    stated, statements = posed(equations, variables, unknown, data, given, asked)
    givens = Givens.of(statements)
    given_texts = [write(s) for s in statements]
    end = start + timeout
    search = Search.of(unknown, givens, asking(end))
    try:
        with deadline(timeout + GRACE):  # the worker has its own limit, which comes first
            found = strip_system(search) if strip else _search(search)
    except (WorkerError, Late) as failure:
        answer = unsolved(stated, given_texts, search.trail, failure)
        return answer.timed(time.perf_counter() - start)
    except Rejected as wrong:
        raise NotFirstOrder(str(wrong)) from None
    if found.answer is None and len(search.problem.data) > 1:
        _refuse_too_many(search, equations, variables, unknown, data, given, end)
    if found.answer is None:
        answer = unsolved(stated, given_texts, search.trail)
    else:
        answer = answered(stated, given_texts, unknowns, variables, found)
    return answer.timed(time.perf_counter() - start)


def slopes_by_variables(
    terms: Sequence[Term], unknowns: Sequence[str], variables: Sequence[str]
) -> None:
    """u_z, where z is no variable, is a mistake and no parameter; raises NotFirstOrder."""
    for name in sorted({n for t in terms for n in t.free}):
        head, _, by = name.partition("_")
        if head in unknowns and by.isalpha() and by not in variables:
            known = ", ".join(variables)
            raise NotFirstOrder(f"{name} is a derivative by no variable; the variables are {known}")


def _refuse_too_many(
    search: Search, equations: Sequence[str], variables: tuple[str, ...], unknown: str,
    data: Sequence[str], given: Sequence[str], end: float,
) -> None:  # fmt: skip
    """Data of which one determines a solution that does not have another; raises NotFirstOrder."""
    left = max(end - time.perf_counter(), 1.0)
    alone = solve_pde(equations, variables, unknown, data[:1], given, timeout=left)
    if alone.verdict != "verified" or (alone.result or {}).get("kind") != "explicit":
        return
    problem = search.problem
    text = str((alone.result or {})["text"])
    body = read(text, Context(unknowns={unknown: variables})).args[1]
    for datum, told in zip(problem.data[1:], data[1:], strict=True):
        at = dict(zip(problem.variables, datum.at, strict=True))
        said = [s for s in (substitute(t, at) for t in problem.rest) if s.free]
        if refute(eq(substitute(body, at), datum.value), Givens.of(said)) is not None:
            raise NotFirstOrder(
                f"the data overdetermine the problem: with {data[0]} it has the solution {text}, for "
                f"which {told} is false"
            )


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(v.strip() for v in (names.split(",") if isinstance(names, str) else names))


def posed(
    equations: Sequence[str], variables: Sequence[str], unknown: str, data: Sequence[str],
    given: Sequence[str], more: Mapping[str, Any],
) -> tuple[dict[str, Any], list[Term]]:  # fmt: skip
    """The problem as it is stated, and its givens; raises NotRead and NotFirstOrder."""
    variables = tuple(variables)
    context = Context(unknowns={unknown: variables})
    stated = {
        "kind": "pde", **more, "equation": equations[0] if len(equations) == 1 else list(equations),
        "vars": ",".join(variables), "unknown": unknown, "data": list(data),
    }  # fmt: skip
    terms = [equation_of(read(t, context)) for t in equations]
    told = [read(t, context) for t in data]
    statements = [read(g, context) for g in given]
    _refuse(terms, told, unknown, variables)
    slopes_by_variables([*terms, *told], (unknown,), variables)
    implied_signs = positive(terms, told, statements, variables)
    implied = {*terms, *told, *implied_signs}
    if own := [g for g, t in zip(given, statements, strict=True) if t not in implied]:
        stated["given"] = own
    statements = list(dict.fromkeys([*terms, *told, *statements, *implied_signs]))
    try:
        problem = problem_of(unknown, Givens.of(statements))
    except (Rejected, Undecided) as wrong:
        raise NotFirstOrder(str(wrong)) from None
    if problem.variables != variables or len(problem.data) != len(told):
        raise NotFirstOrder(f"a datum is {unknown}(..) = .. with {len(variables)} arguments")
    return stated, statements


def named(problem: Problem, parameters: Mapping[str, str], timeout: float) -> Derivation:
    """A problem of the catalogue; the value of a parameter that is a function is an expression in x."""
    data = problem.data
    variables = str(data["vars"]).split(",")
    context = Context(unknowns={str(data["unknown"]): tuple(variables)})
    put = {n: read(v) for n, v in parameters.items()}

    def values(text: str) -> str:
        term = read(text, context)
        for n, value in put.items():
            if n in term.functions:
                term = substitute_function(term, n, variables[:1], value)
        return write(substitute(term, put))

    stated: dict[str, Any] = {"name": problem.name}
    if put:
        stated["parameters"] = {n: write(t) for n, t in put.items()}
    rows = data.get("data", ())
    given = [g for g in map(values, problem.given) if read(g).free]
    return solve_pde(
        values(str(data["equation"])) if put else str(data["equation"]), variables,
        str(data["unknown"]), [values(str(d)) if put else str(d) for d in rows],  # type: ignore[attr-defined]
        given, complete_integral=bool(data.get("complete_integral")), strip=bool(data.get("strip")),
        timeout=timeout, stated=stated,
    )  # fmt: skip


def _search(search: Search) -> Found:
    try:
        search.problem.linear()
    except Undecided:
        return nonlinear(search)
    return quasilinear(search)


def equation_of(t: Term) -> Term:
    if t.head == "Eq":
        return t
    if t.head in ("Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Is", "In"):
        raise NotFirstOrder("an equation is wanted, as u_t + u*u_x = 0")
    return eq(t, ZERO)


def _refuse(
    equations: Sequence[Term], data: Sequence[Term], unknown: str, variables: tuple[str, ...]
) -> None:
    """Raises NotFirstOrder with the reason."""
    if len(set(variables)) != len(variables) or len(variables) < 2:
        raise NotFirstOrder("two or more different variables are wanted")
    for e in equations:
        orders = [sum(t.data[1]) for t in e.walk() if t.head == "Apply" and t.data[0] == unknown]
        if not orders:
            raise NotFirstOrder(f"the equation does not contain {unknown}")
        if max(orders) == 0:
            raise NotFirstOrder(f"the equation contains no derivative of {unknown}")
        if max(orders) > 1:
            raise NotFirstOrder(
                f"the equation is of order {max(orders)}; characteristics need order 1"
            )
    for d in data:
        if d.head != "Eq" or d.args[0].head != "Apply" or d.args[0].data[0] != unknown:
            raise NotFirstOrder(f"a datum is written {unknown}(..) = .., not {write(d)}")
        at, value = d.args
        if unknown in value.functions or any(at.data[1]):
            raise NotFirstOrder(f"a datum gives values of {unknown}: {write(d)}")
        names = frozenset().union(*(a.free for a in at.args))
        if {a.data for a in at.args if a.head == "Symbol"} == set(variables):
            raise NotFirstOrder(
                f"{write(d)} gives {unknown} everywhere: it overdetermines the problem"
            )
        if not names:
            raise NotFirstOrder(f"{write(d)} gives {unknown} at a point, not on a hypersurface")


def positive(
    equations: Sequence[Term],
    data: Sequence[Term],
    given: Sequence[Term],
    variables: tuple[str, ...],
) -> list[Term]:
    """Parameters of which nothing is said are positive."""
    known = {n for s in given for n in s.free} | set(variables)
    for d in data:
        known |= {n for a in d.args[0].args for n in a.free}
    names = sorted({n for t in (*equations, *data) for n in t.free} - known)
    return [Term("Gt", (symbol(n), ZERO)) for n in names]


def answered(
    stated: dict[str, Any], given: list[str], unknowns: Sequence[str], variables: Sequence[str],
    found: Found,
) -> Derivation:  # fmt: skip
    """What was found, as a derivation."""
    assert found.answer is not None
    at = [symbol(v) for v in variables]

    def short(t: Term) -> Term:
        for unknown in unknowns:
            t = replace(t, apply(unknown, *at), symbol(unknown))
        return t

    shown = short(found.answer)
    strips = found.kind == "characteristics"
    jets = Context(unknowns=dict.fromkeys(unknowns, tuple(variables)) if strips else {})
    result: dict[str, Any] = {
        "kind": found.kind,
        "text": write(shown, jets),
        "latex": latex(found.answer),
    }
    if found.others:
        result["results"] = [write(short(t)) for t in (found.answer, *found.others)]
    if found.parametric:
        result["parametric"] = {n: write(t) for n, t in found.parametric.items()}
    if found.breaking_time is not None:
        result["breaking_time"] = write(found.breaking_time)
    if found.breaking_place is not None and pde.breaks_at(found.breaking_place, found.trail.steps,
                                                          found.trail.givens.statements):  # fmt: skip
        result["breaking_place"] = write(found.breaking_place)
    if found.general is not None:
        result["general_integral"] = write(short(found.general))
    if found.singular is not None:
        result["singular_integrals"] = [write(short(t)) for t in found.singular]
    return assemble(stated, given, _judged(found.trail), result=result, unproved=found.unproved)


def unsolved(
    stated: dict[str, Any], given: list[str], trail: Trail, failure: Exception | None = None
) -> Derivation:
    """Undecided, with the steps that the kernel has accepted and the reason."""
    reason = f"no solution was found that the kernel accepts ({trail.failure()})"
    if failure is not None:
        late = isinstance(failure, (OutOfTime, Late))
        reason = "out of time" if late else f"the search ended: {failure}"
    judgement = Judgement("undecided", tuple(trail.checked.values()), reason)
    return assemble(stated, given, judgement)


def _judged(trail: Trail) -> Judgement:
    checked = tuple(trail.checked.values())
    open_ = [(c.step.n, k) for c in checked for k in c.outcome.conditions if not k.settled]
    if open_:
        return Judgement(
            "undecided", checked, f"step {open_[0][0]}: not proved: {open_[0][1].text}"
        )
    return Judgement("verified", checked)


# The share of the time that is left, for a search after which others want their turn.
SHARE = {
    "integrals": 0.6,
    "joint_proposals:integrals": 0.6,
    "nonlinear_proposals:integrals_with_constants": 0.5,
}


def asking(end: float) -> Callable[[str, dict[str, Any]], Any]:
    """The way to the worker; what it had found when its time was over is kept."""

    def ask(function: str, task: dict[str, Any]) -> Any:
        left = end - time.perf_counter()
        if left <= 0:
            raise OutOfTime("out of time")
        where = function if ":" in function else f"proposals:{function}"
        try:
            return shared().run(ROOM + where, (task,), seconds=left * SHARE.get(function, 1))
        except OutOfTime as late:
            if not late.partials and function not in SHARE:
                raise
            return _kept(late.partials)

    return ask


def _kept(partials: Sequence[Any]) -> Any:
    """Reports of one search put together: rows, or lists under keys."""
    if not any(isinstance(p, dict) for p in partials):
        return list(partials)
    kept: dict[str, Any] = {"explicit": [], "implicit": [], "surfaces": [], "slopeless": []}
    for p in partials:
        for key, rows in p.items():
            kept[key] = kept.get(key, []) + rows
    return kept
