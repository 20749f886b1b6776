"""Primitives on data: `noncharacteristic`, `no_solution`, and `on_domain`, which restricts a problem to
a part of its domain.

Data on X(s) are noncharacteristic where det(a, X_s) != 0: one solution near them.  Where X_s is
parallel to a, every solution has a_j g' = X_j' c along the curve: a contradiction, or no condition on
how it leaves the curve (Courant and Hilbert II, ch. II, 1.3; Evans, PDE, 2nd ed., 3.2.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.tidy import over, plus, times
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import (
    Datum,
    Problem,
    by,
    problem_of,
    proved,
    shown,
)
from symderive.kernel.analysis.equations.pde_solution import unknown_of
from symderive.kernel.analysis.equations.strip_condition import at_place, no_strip
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, neg
from symderive.terms.writer import write

_LEAVES = ("Lt", "Le", "Gt", "Ge", "Ne")


def _problem(givens: Givens) -> tuple[Problem, Datum]:
    problem = problem_of(unknown_of(Term("And", givens.statements), givens), givens)
    if len(problem.data) != 1:
        raise Rejected("one datum is wanted")
    return problem, problem.data[0]


def _along(problem: Problem, datum: Datum) -> tuple[list[Term], Term, Givens]:
    """a and c on the data, and what is given of the parameters of the data."""
    at = dict(zip(problem.variables, datum.at, strict=True))
    inner = {**at, problem.value: datum.value}
    a, c = problem.linear()
    said = [substitute(s, at) for s in problem.rest]
    said += [substitute(problem.plain(s), inner) for s in problem.about]
    kept = [s for s in said if s.free or s.head in ("Is", "Apply")]
    return [substitute(k, inner) for k in a], substitute(c, inner), Givens.of(kept)


@primitive("noncharacteristic")
def noncharacteristic(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives det(a, X_s, ..) != 0 on the data, everywhere or where it is printed."""
    if step.gives.head != "Ne" or step.gives.args[1] != ZERO:
        raise Rejected("noncharacteristic: determinant != 0 is wanted")
    problem, datum = _problem(givens)
    a, _, local = _along(problem, datum)
    if len(datum.parameters) != len(problem.variables) - 1:
        raise Rejected(f"noncharacteristic: data on {len(datum.parameters)} parameters do not fill "
                       "a hypersurface")  # fmt: skip
    rows = [[by(x, s, local) for x in datum.at] for s in datum.parameters]
    wanted = determinant([a, *rows])
    written = step.gives.args[0]
    try:
        proved(eq(wanted, ZERO), local)
    except (Undecided, Rejected):
        pass
    else:
        raise Rejected(
            "noncharacteristic: the determinant vanishes on the data; they are characteristic"
        )
    try:
        conditions = proved(eq(written, wanted), local)
    except Undecided:
        conditions = proved(eq(written, neg(wanted)), local)
    if entailed(step.gives, local):
        conditions.append(Condition(write(step.gives), "discharged", "by the sign oracle"))
    else:
        if nonvacuous(local, [written]) is None:
            raise Undecided("noncharacteristic: the determinant may vanish everywhere")
        conditions.append(Condition(write(step.gives), "presupposed",
                                    "one solution near the data where this holds", written))  # fmt: skip
    return Outcome("exact", shown(problem, conditions),
                   "The data are noncharacteristic: they determine one solution near them.",
                   solution=True)  # fmt: skip


@primitive("no_solution")
def no_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives a_j g' != X_j' c on a characteristic curve of data; bind `at`: a value of its parameter.

    Or on a characteristic surface of data: rate1*g_s1 + .. != c, where a = rate1*X_s1 + ..; or the
    equation, as an inequality, with all slopes that the data allow: bind p1, .., pn, functions of a
    new name `slope`, and at1, ..: values of the parameters; or what a strip lacks (`no_strip`).
    """
    problem, datum = _problem(givens)
    if "r1" in step.bind:
        return no_strip(step, problem, datum)
    if "slope" in step.bind:
        return _no_slopes(step, problem, datum)
    if "rate1" in step.bind:
        return _along_the_data(step, problem, datum)
    a, c, local = _along(problem, datum)
    if step.gives.head != "Ne" or len(datum.parameters) != 1:
        raise Rejected("no_solution: an inequality != along a curve is wanted")
    name = datum.parameters[0]
    tangent = [by(x, name, local) for x in datum.at]
    conditions: list[Condition] = []
    for i in range(len(a)):
        for j in range(i):
            conditions += proved(eq(times(tangent[i], a[j]), times(tangent[j], a[i])), local)
    rate = by(datum.value, name, local)
    put = {name: step.bind["at"]} if "at" in step.bind else {}
    here = at_place(local, put)
    sides = [(times(k, rate), times(x, c)) for k, x in zip(a, tangent, strict=True)]
    for pair in sides:
        left, right = (substitute(t, put) for t in pair)
        try:
            conditions += proved(eq(step.gives.args[0], left), here)
            conditions += proved(eq(step.gives.args[1], right), here)
        except (Undecided, Rejected):
            continue
        if not entailed(step.gives, here):
            continue
        return Outcome("exact", shown(problem, conditions),
                       "The data lie on a characteristic curve and contradict the equation along "
                       "it: there is no solution.", solution=True)  # fmt: skip
    raise Undecided("no_solution: the equation along the curve is not contradicted")


def _along_the_data(step: Step, problem: Problem, datum: Datum) -> Outcome:
    """a is tangent to the data: a.grad u = c is a derivative of g there, by the parameters alone."""
    a, c, local = _along(problem, datum)
    rates = [bound(step, f"rate{k + 1}") for k in range(len(datum.parameters))]
    if any(t.free & (set(problem.variables) - set(datum.parameters)) for t in rates):
        raise Rejected("no_solution: the rates depend on the parameters of the data")
    conditions: list[Condition] = []
    for x, speed in zip(datum.at, a, strict=True):
        steps = (times(r, by(x, s, local)) for r, s in zip(rates, datum.parameters, strict=True))
        conditions += proved(eq(plus(*steps), speed), local)
    along = plus(*(times(r, by(datum.value, s, local))
                   for r, s in zip(rates, datum.parameters, strict=True)))  # fmt: skip
    put = {s: step.bind[f"at{k + 1}"] for k, s in enumerate(datum.parameters)
           if f"at{k + 1}" in step.bind}  # fmt: skip
    here = at_place(local, put)
    if step.gives.head != "Ne":
        raise Rejected("no_solution: an inequality != on the data is wanted")
    left, right = (substitute(t, put) for t in (along, c))
    conditions += proved(eq(step.gives.args[0], left), here)
    conditions += proved(eq(step.gives.args[1], right), here)
    conditions += proved(step.gives, here)
    return Outcome("exact", shown(problem, conditions),
                   "The data contain characteristics and contradict the equation along them: there "
                   "is no solution.", solution=True)  # fmt: skip


def _no_slopes(step: Step, problem: Problem, datum: Datum) -> Outcome:
    """At a point of the data F(X, g, p) != 0 for every real p with p.X_s = g_s.

    These p are a line p(q), since (p_q, X_s, ..) has full rank (Courant and Hilbert II, ch. II, 4).
    """
    free = bound(step, "slope")
    at = dict(zip(problem.variables, datum.at, strict=True))
    put = {s: step.bind[f"at{k + 1}"] for k, s in enumerate(datum.parameters)
           if f"at{k + 1}" in step.bind}  # fmt: skip
    inner = {**at, problem.value: datum.value}
    said = [substitute(s, at) for s in problem.rest]
    said += [substitute(problem.plain(s), inner) for s in problem.about]
    local = Givens.of([s for s in said if s.free or s.head in ("Is", "Apply")])
    taken = {n for s in said for n in s.free} | set(problem.variables) | set(datum.parameters)
    if free.head != "Symbol" or free.data in taken | datum.value.free:
        raise Rejected("no_solution: slope is a new name")
    if any(t.free & free.free for t in put.values()):
        raise Rejected("no_solution: the place does not depend on the slopes")
    slopes = [bound(step, f"p{k + 1}") for k in range(len(problem.variables))]
    here = at_place(local, put)
    conditions: list[Condition] = []
    rows = [[by(p, free.data, local) for p in slopes]]
    for s in datum.parameters:
        rows.append([by(x, s, local) for x in datum.at])
        along = add(*(times(p, x) for p, x in zip(slopes, rows[-1], strict=True)))
        part = eq(substitute(along, put), substitute(by(datum.value, s, local), put))
        conditions += proved(part, here)
    if any(free.data in t.free for t in rows[0]):
        raise Rejected("no_solution: the slopes are linear in their parameter")
    full = Term("Ne", (substitute(determinant(rows), put), ZERO))
    conditions += proved(full, here)
    with_slopes = {**inner, **dict(zip(problem.slopes, slopes, strict=True))}
    a, b = (substitute(substitute(t, with_slopes), put) for t in problem.equations[0])
    written = step.gives.args
    if step.gives.head != "Ne":
        raise Rejected("no_solution: an inequality != on the data is wanted")
    conditions += proved(eq(add(written[0], neg(written[1])), add(a, neg(b))), here)
    conditions += proved(step.gives, here)
    return Outcome("exact", shown(problem, conditions),
                   "No real slopes satisfy both the data and the equation: there is no solution.",
                   solution=True)  # fmt: skip


@primitive("on_domain")
def on_domain(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives a relation on the names of the problem: the result is claimed there, and says so."""
    if step.gives.head not in _LEAVES or step.gives.functions or not step.gives.free:
        raise Rejected("on_domain: an inequality between variables or parameters is wanted")
    problem, _ = _problem(givens)
    known = {*problem.variables, *(n for s in givens.statements for n in s.free)}
    if not step.gives.free <= known:
        raise Rejected("on_domain: it speaks of a name that the problem does not have")
    difference = add(step.gives.args[0], neg(step.gives.args[1]))
    if nonvacuous(problem.givens(step.gives), [over(difference, ONE)]) is None:
        raise Undecided("on_domain: no admissible point lies in this domain")
    added = Condition(write(step.gives), "added", "the result is claimed there")
    return Outcome("assumed", (added,), "The problem is considered on a part of its domain.")


__all__ = ["no_solution", "noncharacteristic", "on_domain"]
