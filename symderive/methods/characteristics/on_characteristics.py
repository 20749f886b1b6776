"""Data on characteristics: no solution where they contradict the equation along them, or a family."""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import Datum, Problem, by
from symderive.kernel.logic.claims import Rejected
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_zero
from symderive.methods.characteristics.search import Found, Search
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, eq, symbol
from symderive.terms.writer import write


def crossing(problem: Problem, datum: Datum) -> Term:
    at = dict(zip(problem.variables, datum.at, strict=True))
    a, _ = problem.linear()
    inner = {**at, problem.value: datum.value}
    rows = [[by(x, s, problem.givens(), []) for x in datum.at] for s in datum.parameters]
    return determinant([[substitute(k, inner) for k in a], *rows])


def fills(problem: Problem, datum: Datum) -> None:
    """Raises Rejected where the parameters of the data are too few or too many for a hypersurface."""
    names, wanted = datum.parameters, len(problem.variables) - 1
    if len(names) < wanted:
        raise Rejected(f"data on {len(names)} parameters do not fill a hypersurface of "
                       f"{wanted + 1} variables")  # fmt: skip
    if len(names) > wanted:
        raise Rejected(f"{', '.join(names)} move the point of the data: a hypersurface of {wanted + 1} "
                       f"variables has {wanted} parameters; a name that is fixed is given, as "
                       f"'{names[0]} > 0'")  # fmt: skip


def is_characteristic(problem: Problem, datum: Datum) -> bool:
    """Whether the determinant of the data vanishes identically."""
    fills(problem, datum)
    try:
        return prove_zero(crossing(problem, datum), Givens()) is not None
    except (ArithmeticError, ValueError):
        return False


def on_characteristic(search: Search, integrals: Sequence[str], datum: Datum) -> Found:
    """None, if the data contradict the equation along the curve; else a family with a function."""
    problem, trail = search.problem, search.trail
    at = dict(zip(problem.variables, datum.at, strict=True))
    a, c = problem.linear()
    inner = {**at, problem.value: datum.value}
    if len(datum.parameters) == 1:
        s = datum.parameters[0]
        rate = by(datum.value, s, Givens(), [])
        for value in (None, "0", "1", "2", "1/2", "-1"):
            put = {} if value is None else {s: read(value)}
            for k, x in zip(a, datum.at, strict=True):
                left = substitute(Term("Mul", (substitute(k, inner), rate)), put)
                right = substitute(Term("Mul", (by(x, s, Givens(), []), substitute(c, inner))), put)
                for gives in search.ask("tidy", search.task(pairs=[[write(left), write(right)]])):
                    told = Term("Ne", tuple(read(t) for t in gives))
                    bind = {} if value is None else {"at": read(value)}
                    if trail.step("no_solution", told, (), bind) is not None:
                        return Found(trail, "none", told)
    else:
        denied = _along_the_data(
            search, datum, [substitute(k, inner) for k in a], substitute(c, inner)
        )
        if denied is not None:
            return Found(trail, "none", denied)
    name = search.new("F", "G", "Phi")
    proposals = search.ask("families", search.task(
        integrals=list(integrals), at=[write(t) for t in datum.at], datum=write(datum.value),
        parameters=list(datum.parameters), F=name))  # fmt: skip
    for sides in proposals:
        gives = eq(*(search.said(t) for t in sides))
        if trail.step("infinitely_many", gives, (), {"F": symbol(name)}) is not None:
            return Found(trail, "infinitely_many", gives)
    return Found(trail)


def _along_the_data(search: Search, datum: Datum, a: list[Term], c: Term) -> Term | None:
    """Data that contradict the equation along characteristics inside them, everywhere or at a place."""
    rates = search.ask("tangent", search.task(
        at=[write(t) for t in datum.at], along=[write(t) for t in a],
        parameters=list(datum.parameters),
    ))  # fmt: skip
    if not rates:
        return None
    local = Givens()
    terms = [read(r) for r in rates]
    along = plus(*(times(r, by(datum.value, s, local, []))
                   for r, s in zip(terms, datum.parameters, strict=True)))  # fmt: skip
    bind = {f"rate{k + 1}": t for k, t in enumerate(terms)}
    for value in (None, *((v, w) for v in ("1", "2", "0") for w in ("2", "1/2", "0"))):
        put = {}
        if value is not None:
            put = {s: read(value[k % 2]) for k, s in enumerate(datum.parameters)}
        at = {f"at{k + 1}": put[s] for k, s in enumerate(datum.parameters) if s in put}
        sides = [write(substitute(t, put)) for t in (along, c)]
        for gives in search.ask("tidy", search.task(pairs=[sides])):
            told = Term("Ne", tuple(read(t) for t in gives))
            if value is None and told.args[0] == told.args[1]:
                return None  # the data fit everywhere
            if search.trail.step("no_solution", told, (), bind | at) is not None:
                return told
    return None
