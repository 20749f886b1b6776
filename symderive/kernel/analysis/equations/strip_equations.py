"""Primitives `differentiated_equation`, `strip_equations`, `strip_integral` of F(x, u, p) = 0, p = grad u.

Differentiating the equation in x_i gives F_xi + F_u p_i + F_p.grad(p_i) = 0, as u_ij = u_ji.  Along
dx/ds = F_p the chain rule then gives du/ds = p.F_p and dp/ds = -F_x - p F_u, for every solution in C2
(Evans, PDE, 2nd ed., 3.2.1).  What these 2n + 1 equations keep constant is an integral of the strips.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.congruence import open_in
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    Problem,
    by,
    named,
    problem_of,
    shown,
)
from symderive.kernel.analysis.equations.moving_ends import through
from symderive.kernel.analysis.equations.pde_solution import domain, unknown_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, apply, eq, integer, neg, symbol

FIRST = "differentiated_equation"


def _problem(givens: Givens, who: str) -> Problem:
    problem = problem_of(unknown_of(Term("And", givens.statements), givens), givens)
    if len(problem.equations) != 1:
        raise Rejected(f"{who}: one equation is wanted")
    return problem


def _jets(problem: Problem) -> dict[str, Term]:
    """The unknown and its slopes in place of their plain names."""
    at = [symbol(v) for v in problem.variables]
    n = len(at)
    out = {problem.value: apply(problem.unknown, *at)}
    for i, p in enumerate(problem.slopes):
        out[p] = apply(problem.unknown, *at, orders=tuple(int(i == k) for k in range(n)))
    return out


def _whole(problem: Problem) -> Term:
    left, right = problem.equations[0]
    return add(left, neg(right))


def _open(problem: Problem, whole: Term) -> None:
    """An equation is differentiated on an open set of its variables."""
    facts = Givens.of([*problem.rest, *(problem.plain(s) for s in problem.about)])
    open_in({*problem.variables, problem.value}, [whole], facts)


def _rows(gives: Term, count: int, who: str) -> list[Term]:
    parts = list(gives.args) if gives.head == "And" else [gives]
    if len(parts) != count or any(p.head != "Eq" for p in parts):
        raise Rejected(f"{who}: {count} equations are wanted")
    return parts


def _total(problem: Problem, variable: str, needs: list[Term]) -> Term:
    """D_i(left - right), the unknown being a function of all variables."""
    try:
        slope, conditions = through(
            substitute(_whole(problem), _jets(problem)), variable, problem.givens()
        )
    except Refused as reason:
        raise Undecided(str(reason)) from None
    needs += [c for c in conditions if c not in needs]
    return slope


def _smooth(problem: Problem) -> Condition:
    """u is C2: it is given, or said of the solution."""
    return Condition(f"{problem.unknown} is C2", "given", "the slopes of a slope do not depend on "
                     "the order of differentiation")  # fmt: skip


def _settled(needs: Sequence[Term], problem: Problem) -> tuple[list[Term], list[Condition]]:
    """Conditions of derivatives: smoothness of functions, or an open set where they hold."""
    local = problem.givens()
    region: list[Term] = []
    conditions: list[Condition] = []
    for need in needs:
        if need.head == "Is" and need.args[0] == symbol(problem.unknown):
            continue  # the solution is C2
        if (smooth := smooth_by_default(need, local)) is not None:
            conditions.append(smooth)
        elif need.head in RELATIONS:
            more, said = domain([problem.plain(need)], local.extended(*region) if region else local)
            region += more
            conditions += said
        else:
            raise Undecided(f"a derivative of the equation needs {need.head}")
    return region, conditions


@primitive(FIRST)
def differentiated_equation(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives, for each variable in order, an equation that says D_i(left - right) = 0."""
    problem = _problem(givens, FIRST)
    _open(problem, _whole(problem))
    rows = _rows(step.gives, len(problem.variables), FIRST)
    conditions: list[Condition] = []
    for variable, row in zip(problem.variables, rows, strict=True):
        needs: list[Term] = []
        total = _total(problem, variable, needs)
        region, more = _settled(needs, problem)
        local = Givens.of([*problem.rest, *region])
        part = eq(add(row.args[0], neg(row.args[1])), total)
        conditions += [*more, *named(f"{FIRST}: by {variable}", part, local)]
    conditions.append(_smooth(problem))
    return Outcome("exact", shown(problem, conditions),
                   "The equation, which holds on an open set, is differentiated by each variable.",
                   solution=True)  # fmt: skip


@primitive("strip_equations")
def strip_equations(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives dx/ds = F_p and du/ds = .. and dp/ds = .., each row Derivative(jet, s) = rate, in order."""
    who = "strip_equations"
    problem = _problem(givens, who)
    _open(problem, _whole(problem))
    jets = _jets(problem)
    wanted = [*(symbol(v) for v in problem.variables), *jets.values()]
    rows = _rows(step.gives, len(wanted), who)
    _parameter(rows, wanted, problem, givens, who)
    whole = _whole(problem)
    needs: list[Term] = []
    plain = [by(whole, p, problem.givens(), needs) for p in problem.slopes]
    region, conditions = _settled(needs, problem)
    across = [substitute(f, jets) for f in plain]
    slopes = [jets[p] for p in problem.slopes]
    rates = [r.args[1] for r in rows]
    n = len(problem.variables)
    local = Givens.of([*problem.rest, *region])
    for name, rate, f in zip(problem.variables, rates[:n], across, strict=True):
        conditions += named(f"{who}: the rate of {name}", eq(rate, f), local)
    chain = plus(*(times(p, f) for p, f in zip(slopes, across, strict=True)))
    conditions += _modulo(eq(rates[n], chain), substitute(whole, jets), problem, region, who)
    for i, variable in enumerate(problem.variables):
        more: list[Term] = []
        total = _total(problem, variable, more)
        extra, said = _settled(more, problem)
        seconds = [_second(problem, i, j) for j in range(n)]
        along = plus(*(times(h, f) for h, f in zip(seconds, across, strict=True)))
        # D_i(F) = 0 is what remains of grad(p_i).F_p.
        part = eq(rates[n + 1 + i], add(along, neg(total)))
        where = Givens.of([*problem.rest, *region, *extra])
        conditions += [*said, *named(f"{who}: the rate of the slope by {variable}", part, where)]
    conditions = [c for c in conditions if c.text != f"{problem.unknown} is C1"]  # it is C2
    conditions.append(_smooth(problem))
    return Outcome("exact", shown(problem, conditions),
                   "Along the curves dx/ds = F_p the chain rule, with u_ij = u_ji and the "
                   "differentiated equation, gives the rates of the value and of the slopes.",
                   solution=True)  # fmt: skip


def _second(problem: Problem, i: int, j: int) -> Term:
    at = [symbol(v) for v in problem.variables]
    orders = tuple(int(k == i) + int(k == j) for k in range(len(at)))
    return apply(problem.unknown, *at, orders=orders)


def _parameter(
    rows: Sequence[Term], wanted: Sequence[Term], problem: Problem, givens: Givens, who: str
) -> None:
    names = set()
    for row, t in zip(rows, wanted, strict=True):
        left = row.args[0]
        if left.head != "Derivative" or left.data != (1,) or left.args[0] != t:
            raise Rejected(f"{who}: the rates of variables, value and slopes, in this order")
        names.add(left.args[1].data)
    if len(names) != 1:
        raise Rejected(f"{who}: one parameter is wanted")
    taken = {n for s in givens.statements for n in (*s.free, *s.functions)}
    if names & (taken | set(problem.variables)):
        raise Rejected(f"{who}: {min(names)} is not new")


def _modulo(
    part: Term, whole: Term, problem: Problem, region: Sequence[Term], who: str
) -> list[Condition]:
    """An identity, or one up to a multiple of the equation itself."""
    local = Givens.of([*problem.rest, *region])
    last: Exception | None = None
    for k in (ZERO, ONE, integer(-1)):
        shifted = eq(part.args[0], plus(part.args[1], times(k, whole)))
        try:
            return named(f"{who}: the rate of {problem.unknown}", shifted, local)
        except (Undecided, Rejected) as reason:
            last = last or reason
    plain = eq(*(problem.plain(t) for t in part.args))
    try:
        given = eq(problem.plain(whole), ZERO)
        return named(f"{who}: the rate of {problem.unknown}", plain, local.extended(given))
    except (Undecided, Rejected):
        assert last is not None
        raise last from None


@primitive("strip_integral")
def strip_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(I, s) = 0 for I(x, u, p): I_x.F_p + I_u p.F_p - I_p.(F_x + p F_u) = 0."""
    who = "strip_integral"
    problem = _problem(givens, who)
    (row,) = _rows(step.gives, 1, who)
    left, right = row.args
    if left.head != "Derivative" or left.data != (1,) or right != ZERO:
        raise Rejected(f"{who}: Derivative(I, s) = 0 is wanted")
    parameter = left.args[1]
    taken = {n for s in givens.statements for n in (*s.free, *s.functions)} | set(problem.variables)
    if parameter.head != "Symbol" or parameter.data in taken | left.args[0].free:
        raise Rejected(f"{who}: the parameter is a new name")
    inner = problem.plain(left.args[0])
    whole, local = _whole(problem), problem.givens()
    needs: list[Term] = []

    def slope(t: Term, name: str) -> Term:
        return by(t, name, local, needs)

    p, steep = [symbol(s) for s in problem.slopes], slope(whole, problem.value)
    across = [slope(whole, s) for s in problem.slopes]
    parts = [times(slope(inner, problem.value), q, f) for q, f in zip(p, across, strict=True)]
    for x, s, q, f in zip(problem.variables, problem.slopes, p, across, strict=True):
        parts.append(times(slope(inner, x), f))
        bent = plus(slope(whole, x), times(q, steep))
        parts.append(minus(times(slope(inner, s), bent)))
    region, conditions = _settled(needs, problem)
    part = eq(plus(*parts), ZERO)
    where = Givens.of([*problem.rest, *region])
    text = f"{who}: its derivative along the strips is not zero"
    try:
        conditions += named(text, part, where)
    except (Undecided, Rejected):
        conditions += named(text, part, where.extended(eq(whole, ZERO)))
    return Outcome("exact", shown(problem, conditions), "Its derivative along the strips vanishes.",
                   solution=True)  # fmt: skip


__all__ = ["differentiated_equation", "strip_equations", "strip_integral"]
