"""Data on which every real slope is characteristic, and no strip carries them: there is no solution.

With F_p tangent to the data, F_p = l_k X_k, a solution with two derivatives has l_k dp/ds_k = -F_x - p F_u
along them, since F = 0 may be differentiated (Courant and Hilbert II, ch. II, 4).  The slopes that the
data allow are a line p(q); F on it is a product of powers of q - r and of a factor without real zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import (
    Datum,
    Problem,
    by,
    named,
    proved,
    shown,
)
from symderive.kernel.logic.claims import (
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, eq, neg, sub, symbol

WHO = "no_solution"


def on_the_data(problem: Problem, datum: Datum) -> tuple[dict[str, Term], Givens]:
    """Values of the variables and of the unknown on the data, and what is given there."""
    at = dict(zip(problem.variables, datum.at, strict=True))
    inner = {**at, problem.value: datum.value}
    said = [substitute(s, at) for s in problem.rest]
    said += [substitute(problem.plain(s), inner) for s in problem.about]
    return inner, Givens.of([s for s in said if s.free or s.head in ("Is", "Apply")])


def at_place(givens: Givens, place: dict[str, Term]) -> Givens:
    """The givens at a place of the data, which must be one of those that they allow."""
    kept = []
    for s in givens.statements:
        put = substitute(s, place)
        if put == s:
            kept.append(s)
        elif put.free:
            kept.append(put)
        else:
            proved(put, Givens())
    return Givens.of(kept)


def line_of_slopes(
    step: Step, problem: Problem, datum: Datum, local: Givens
) -> tuple[str, list[Term], list[Condition]]:
    """bind slope, p1, ..: all p with p.X_k = g_k, as a line with the parameter `slope`."""
    free = bound(step, "slope")
    taken = {n for s in local.statements for n in s.free} | set(problem.variables)
    taken |= {*datum.parameters, problem.value} | datum.value.free
    if free.head != "Symbol" or free.data in taken:
        raise Rejected(f"{WHO}: slope is a new name")
    slopes = [bound(step, f"p{k + 1}") for k in range(len(problem.variables))]
    rows = [[by(p, free.data, local) for p in slopes]]
    if any(free.data in t.free for t in rows[0]):
        raise Rejected(f"{WHO}: the slopes are linear in their parameter")
    conditions: list[Condition] = []
    for s in datum.parameters:
        rows.append([by(x, s, local) for x in datum.at])
        along = plus(*(times(p, x) for p, x in zip(slopes, rows[-1], strict=True)))
        conditions += named("du = p.dx on the data", eq(along, by(datum.value, s, local)), local)
    conditions += proved(Term("Ne", (determinant(rows), ZERO)), local)
    return str(free.data), slopes, conditions


def no_strip(step: Step, problem: Problem, datum: Datum) -> Outcome:
    """gives E1 != 0 and ..: for each root what the strip condition lacks, of the slope j1, ...

    bind slope, p1, .., pn; r1, ..: the roots, with multiplicities m1, ..; rest: what is left of F;
    l11, l12, ..: F_p at r1 is l11 X_1 + l12 X_2 + ..; at1, ..: values of the parameters at which the
    roots are apart and the inequalities hold.
    """
    inner, local = on_the_data(problem, datum)
    free, slopes, conditions = line_of_slopes(step, problem, datum, local)
    roots = [step.bind[r] for k in range(9) if (r := f"r{k + 1}") in step.bind]
    left, right = problem.equations[0]
    whole = add(left, neg(right))
    on_line = {**inner, **dict(zip(problem.slopes, slopes, strict=True))}
    conditions += _factored(step, substitute(whole, on_line), free, roots, local)
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    if len(parts) != len(roots) or any(p.head != "Ne" or p.args[1] != ZERO for p in parts):
        raise Rejected(f"{WHO}: one inequality E != 0 for each root")
    place = {s: t for k, s in enumerate(datum.parameters)
             if (t := step.bind.get(f"at{k + 1}")) is not None}  # fmt: skip
    for k, (part, root) in enumerate(zip(parts, roots, strict=True)):
        own = [substitute(p, {free: root}) for p in slopes]
        conditions += _lacks(step, k + 1, part, own, problem, datum, inner, local, place)
    there = at_place(local, place)
    for k, root in enumerate(roots):
        for other in roots[:k]:  # apart, so that a solution keeps to one of them
            gap = substitute(sub(root, other), place)
            conditions += proved(Term("Ne", (gap, ZERO)), there)
    return Outcome("exact", shown(problem, conditions),
                   "The data are characteristic for every real slope that they allow, and no strip "
                   "carries them: there is no solution with two continuous derivatives.",
                   solution=True)  # fmt: skip


def _factored(
    step: Step, on_line: Term, free: str, roots: Sequence[Term], local: Givens
) -> list[Condition]:
    """F on the line is rest * (q - r1)^m1 .., and the rest has no real zero."""
    rest, q = bound(step, "rest"), symbol(free)
    product = [rest]
    for k, r in enumerate(roots):
        m = bound(step, f"m{k + 1}")
        if m.head != "Integer" or m.data < 1 or free in r.free:
            raise Rejected(f"{WHO}: a root does not depend on the slope, and has a multiplicity")
        product.append(Term("Pow", (sub(q, r), m)))
    out = named("F on the line of slopes", eq(on_line, times(*product)), local)
    out += named("another real slope", Term("Ne", (rest, ZERO)), local)
    return out


def _lacks(
    step: Step, k: int, part: Term, slopes: Sequence[Term], problem: Problem, datum: Datum,
    inner: dict[str, Term], local: Givens, place: dict[str, Term],
) -> list[Condition]:  # fmt: skip
    """F_p is tangent to the data there, and one slope does not change as a strip wants it."""
    left, right = problem.equations[0]
    whole, plain = add(left, neg(right)), problem.givens()
    put = {**inner, **dict(zip(problem.slopes, slopes, strict=True))}
    factors = [bound(step, f"l{k}{i + 1}") for i in range(len(datum.parameters))]
    tangents = [[by(x, s, local) for x in datum.at] for s in datum.parameters]
    conditions: list[Condition] = []
    for i, p in enumerate(problem.slopes):
        across = substitute(by(whole, p, plain), put)
        along = plus(*(times(f, t[i]) for f, t in zip(factors, tangents, strict=True)))
        conditions += named("the data are characteristic", eq(across, along), local)
    steep = by(whole, problem.value, plain)
    for x, p, own in zip(problem.variables, problem.slopes, slopes, strict=True):
        turn = substitute(plus(by(whole, x, plain), times(symbol(p), steep)), put)
        lack = plus(turn, *(times(f, by(own, s, local))
                            for f, s in zip(factors, datum.parameters, strict=True)))  # fmt: skip
        there = at_place(local, place)
        try:
            more = proved(eq(part.args[0], substitute(lack, place)), there)
            return conditions + more + proved(part, there)
        except (Undecided, Rejected):
            continue
    raise Undecided(f"{WHO}: the strip condition is not contradicted for the slope r{k}")


__all__ = ["at_place", "line_of_slopes", "no_strip", "on_the_data"]
