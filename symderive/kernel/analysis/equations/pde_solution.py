"""Primitive `pde_solution`: a formula solves a first-order equation with its data, by putting it in.

gives u(x, ..) = body, or A = B with the unknown inside: then F = A - B, u_x = -F_x/F_u by implicit
differentiation, and on the data F = 0 and F_u != 0 choose one branch (Evans, PDE, 2nd ed., App. C.7).
The solution is local: it stands where the formula is differentiable and F_u != 0, both printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.substitution import evaluate
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    Datum,
    Problem,
    by,
    facts_at,
    facts_of,
    named,
    problem_of,
    proved,
    shown,
    tidied,
)
from symderive.kernel.analysis.equations.moving_ends import collapsed
from symderive.kernel.analysis.equations.reality import real_somewhere
from symderive.kernel.analysis.ranges.ranges import NONZERO, prove_sign
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, div, eq, neg, symbol
from symderive.terms.writer import write

PRIMITIVE = "pde_solution"
MISSED = "the formula does not have the data"


@primitive(PRIMITIVE)
def pde_solution(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Every equation and datum among the givens is checked; premises restrict the domain."""
    problem, conditions = solved(step, premises, givens)
    how = "Put in, the equation is an identity"
    how += ", and so are the data." if problem.data else "."
    return Outcome("exact", conditions, how, solution=True)


def unknown_of(gives: Term, givens: Givens) -> str:
    """The unknown of the givens that a result speaks of."""
    found: dict[str, list[Term]] = {}
    for g in givens.statements:
        for s in g.walk() if g.head == "Eq" else ():
            if s.head == "Apply" and any(s.data[1]) and s.data[0] in gives.functions:
                found.setdefault(s.data[0], []).append(s)
    if len(found) > 1:
        found = _widest(found)
    if len(found) != 1:
        raise Rejected("the givens must hold the equation for one unknown of the result")
    return next(iter(found))


def _widest(found: dict[str, list[Term]]) -> dict[str, list[Term]]:
    """Of several functions with derivatives the one of plain names, and of more than the others.

    A coefficient a'(t) depends on fewer of the variables, a first integral f(x, y, u(x, y)) on u.
    """
    plain = {n: ts for n, ts in found.items()
             if all(a.head == "Symbol" for t in ts for a in t.args)}  # fmt: skip
    over = {n: {a.data for t in ts for a in t.args} for n, ts in plain.items()}
    return {n: plain[n] for n in plain if all(over[n] > over[m] for m in plain if m != n)}


def solved(
    step: Step, premises: Sequence[Checked], givens: Givens, more: Sequence[Term] = ()
) -> tuple[Problem, tuple[Condition, ...]]:
    """The problem of the givens and the conditions under which `gives` solves it."""
    who = step.by
    unknown = unknown_of(step.gives, givens)
    problem = problem_of(unknown, givens)
    facts = [*facts_of(premises, unknown, who), *more]
    left, right = equation(step.gives, who)
    candidate = candidate_of(problem, left, right, problem.givens(*facts))
    sides = (candidate.left, candidate.right, *candidate.slopes)
    real_somewhere(sides, problem.givens(*facts), who)
    try:
        conditions = candidate.equation_holds(problem, problem.givens(*facts))
    except (Undecided, Rejected):
        real = real_where(candidate) if who in _WHERE_REAL else []
        if not real:
            raise
        there = problem.givens(*facts, *real)
        real_somewhere(sides, there, who)
        for datum in problem.data:
            at = dict(zip(problem.variables, datum.at, strict=True))
            said = facts_at([*problem.rest, *facts, *real], at, who)
            if nonvacuous(Givens.of(said), [substitute(r.args[0], at) for r in real]) is None:
                raise
        conditions = candidate.equation_holds(problem, there)
        conditions += [Condition(write(r), "presupposed", "the formula is real") for r in real]
    for datum in problem.data:
        conditions += candidate.data_hold(problem, datum, facts, who)
    return problem, shown(problem, conditions)


_WHERE_REAL = ("pde_solution", "singular_integral")


def real_where(candidate: Candidate) -> list[Term]:
    """What stands under square roots of an explicit formula is positive: a part of the domain."""
    if candidate.body is None:
        return []
    inner = [t.args[0] for t in candidate.body.walk() if t.head == "sqrt" and t.args[0].free]
    return [Term("Gt", (r, ZERO)) for r in dict.fromkeys(inner) if not r.functions]


@dataclass(frozen=True)
class Candidate:
    """F(x, z) = 0 with the slopes it gives; `body` where it is explicit."""

    left: Term
    right: Term
    body: Term | None
    steep: Term | None  # F_z, None where the formula is explicit
    slopes: tuple[Term, ...]
    needs: tuple[Term, ...]

    def equation_holds(self, problem: Problem, givens: Givens) -> list[Condition]:
        put = dict(zip(problem.slopes, self.slopes, strict=True))
        if self.body is not None:
            put[problem.value] = self.body
        region, conditions = domain(self.needs, givens)
        local = givens.extended(*region) if region else givens
        for a, b in problem.equations:
            part = eq(_put(a, put, self), _put(b, put, self))
            conditions += self._modulo(part, local)
        for s in problem.about if self.body is not None else ():
            # A sign given of the unknown holds of the solution.
            conditions += proved(substitute(problem.plain(s), put), local)
        if self.steep is not None:
            conditions += nonzero_somewhere(
                self.steep, local, "the equation determines the unknown where this is so"
            )
        return conditions

    def _modulo(self, part: Term, givens: Givens) -> list[Condition]:
        """An identity, or else one wherever F = 0."""
        if self.body is not None:
            return named("put in, the equation is no identity", part, givens)
        try:
            return proved(part, givens)
        except (Undecided, Rejected):
            pass
        return named(
            "put in, the equation does not hold", part, givens.extended(eq(self.left, self.right))
        )

    def data_hold(
        self, problem: Problem, datum: Datum, facts: Sequence[Term], who: str
    ) -> list[Condition]:
        at = dict(zip(problem.variables, datum.at, strict=True))
        said = facts_at([*problem.rest, *facts], at, who)
        inner = {**at, problem.value: datum.value}
        said += [substitute(problem.plain(s), inner) for s in problem.about]
        local = Givens.of([s for s in said if s.head != "true"])
        # The formula is differentiable on the data, not only beside them.
        smooth = Givens.of(
            [*local.statements, *(substitute(n, inner) for n in self.needs if n.head in RELATIONS)]
        )
        slopes = [collapsed(substitute(s, inner)) for s in self.slopes]
        if nonvacuous(smooth, [], slopes) is None:
            raise Undecided(f"{who}: the formula has no derivative on the data")
        if self.body is not None:
            return named(MISSED, eq(collapsed(substitute(self.body, at)), datum.value), local)
        sides = (collapsed(substitute(t, inner)) for t in (self.left, self.right))
        conditions = named(MISSED, eq(*sides), local)
        assert self.steep is not None
        return conditions + nonzero_somewhere(
            collapsed(substitute(self.steep, inner)), local, "on the data"
        )


def candidate_of(problem: Problem, left: Term, right: Term, givens: Givens) -> Candidate:
    a, b = problem.plain(left), problem.plain(right)
    if any(p in t.free for t in (a, b) for p in problem.slopes):
        raise Rejected("a solution does not contain derivatives of the unknown")
    needs: list[Term] = []
    if a == symbol(problem.value) and problem.value not in b.free:
        slopes = tuple(by(b, x, givens, needs) for x in problem.variables)
        return Candidate(a, b, b, None, slopes, tuple(needs))
    whole = add(a, neg(b))
    steep = by(whole, problem.value, givens, needs)
    across = [by(whole, x, givens, needs) for x in problem.variables]
    slopes = tuple(neg(div(f, steep)) for f in across)
    return Candidate(a, b, None, steep, slopes, tuple(needs))


def _put(side: Term, put: dict[str, Term], candidate: Candidate) -> Term:
    """A side of the equation with the candidate in it, derivatives written there worked out."""
    try:
        return evaluate(substitute(side, put))[0]
    except Refused as reason:
        raise Undecided(str(reason)) from None


def domain(needs: Sequence[Term], givens: Givens) -> tuple[list[Term], list[Condition]]:
    """Where the formula is differentiable: proved, or an open set that is not empty, and printed."""
    region: list[Term] = []
    conditions: list[Condition] = []
    for need in needs:
        if (smooth := smooth_by_default(need, givens)) is not None:
            conditions.append(smooth)
            continue
        if entailed(need, givens):
            conditions.append(Condition(write(need), "discharged", "by the sign oracle"))
        else:
            need = _one_of(need, givens.extended(*region) if region else givens)
            if need.head not in ("Ne", "Lt", "Gt"):
                raise Undecided(f"a derivative of the solution needs {write(need)}")
            region.append(need)
            conditions.append(
                Condition(write(need), "presupposed", "the solution is differentiable")
            )
    return region, conditions


def _one_of(need: Term, givens: Givens) -> Term:
    """Of alternatives the first that an admissible point satisfies: the solution is claimed there."""
    for part in need.args if need.head == "Or" else ():
        if part.head in ("Ne", "Lt", "Gt") and nonvacuous(givens.extended(part), [], part.args):
            return part
    return need


def nonzero_somewhere(term: Term, givens: Givens, where: str) -> list[Condition]:
    """term != 0: proved, or true at a point and printed as the condition of a local solution."""
    term = tidied(term)
    text = f"{write(term)} != 0"
    # No cases and no monotonicity: where the sign is not plain, the condition is printed.
    try:
        found = prove_sign(term, givens, 0)
    except ArithmeticError:
        found = None
    if found is not None and found[0] in NONZERO:
        return [Condition(text, "discharged", f"{found[1]}, {where}")]
    if nonvacuous(givens, [term]) is None:
        raise Undecided(f"not proved: {text}, {where}")
    return [Condition(text, "presupposed", where, term)]
