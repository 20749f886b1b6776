"""Primitive `no_singular_integral`: F = 0 and F_p = 0 contradict each other, or a family has no envelope.

Along a singular solution F = 0, F_p = 0 and, since F = 0 may be differentiated there, F_x + p F_u = 0
(Courant and Hilbert II, ch. I, 4).  A combination of these with multipliers that vanishes nowhere, or
that is a polynomial in x alone and so vanishes on no open set, excludes every such solution.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation
from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.equations.family import family_of
from symderive.kernel.analysis.equations.first_order import (
    RELATIONS,
    Problem,
    by,
    problem_of,
    proved,
    shown,
)
from symderive.kernel.analysis.equations.pde_solution import unknown_of
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
from symderive.terms.tree import ZERO, Term, add, eq, neg, symbol
from symderive.terms.writer import write

_POLYNOMIAL = frozenset(("Add", "Mul", "Neg", "Symbol", "Integer"))


@primitive("no_singular_integral")
def no_singular_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives E != 0 where E = m0 F + m1 F_p + .. + n1 (F_x + p F_u) + ..; bind p1, ..: names of slopes.

    Or E = m1 W_c1 + ..: bind family, c1, ..; then the family has no envelope over all its constants
    on an open set.
    Multipliers that are not bound are zero.
    """
    if premises or step.gives.head != "Ne" or step.gives.args[1] != ZERO:
        raise Rejected("no_singular_integral: E != 0 is wanted, and no premises")
    if "family" in step.bind:
        return _no_envelope(step, givens)
    problem = problem_of(unknown_of(Term("And", givens.statements), givens), givens)
    if problem.data or len(problem.equations) != 1:
        raise Rejected("no_singular_integral: one equation without data is wanted")
    slopes = [bound(step, f"p{k + 1}") for k in range(len(problem.slopes))]
    taken = {n for s in givens.statements for n in s.free | s.functions} | {problem.value}
    names = [p.data for p in slopes if p.head == "Symbol"]
    if len({*names} - taken - set(problem.variables)) != len(slopes):
        raise Rejected("no_singular_integral: the slopes have new names")
    put = dict(zip(problem.slopes, slopes, strict=True))
    total, conditions = _combination(step, problem, put)
    local = problem.givens()
    written = problem.plain(step.gives.args[0])
    conditions += _everywhere(proved(eq(written, total), local), _whole(problem), problem, local)
    conditions.append(_never(written, problem, local))
    return Outcome("exact", shown(problem, conditions),
                   "The equation and its derivatives by the slopes contradict each other: there is "
                   "no singular integral.", solution=True)  # fmt: skip


def _combination(
    step: Step, problem: Problem, put: dict[str, Term]
) -> tuple[Term, list[Condition]]:
    whole, local = _whole(problem), problem.givens()
    needs: list[Term] = []
    rates = [by(whole, p, local, needs) for p in problem.slopes]
    steep = by(whole, problem.value, local, needs)
    turns = [plus(by(whole, x, local, needs), times(symbol(p), steep))
             for x, p in zip(problem.variables, problem.slopes, strict=True)]  # fmt: skip
    roles = {"m0": whole}
    roles |= {f"m{k + 1}": r for k, r in enumerate(rates)}
    roles |= {f"n{k + 1}": t for k, t in enumerate(turns)}
    used = [(problem.plain(step.bind[r]), substitute(t, put)) for r, t in roles.items()
            if r in step.bind]  # fmt: skip
    if not used:
        raise Rejected("no_singular_integral: no multiplier is bound")
    # A solution that is singular where the equation has no derivatives is not excluded.
    smooth = [substitute(n, put) for n in needs if n.head in RELATIONS]
    said = [Condition(write(n), "presupposed", "the equation is differentiable") for n in smooth]
    return plus(*(times(m, t) for m, t in used)), said


def _whole(problem: Problem) -> Term:
    left, right = problem.equations[0]
    return add(left, neg(right))


def _everywhere(
    conditions: list[Condition], whole: Term, problem: Problem, givens: Givens
) -> list[Condition]:
    """What the combination divides by vanishes nowhere, on no open set, or not where `whole` stands.

    F_p/p = 2 for F = p^2 - u says nothing of the solution u = 0.
    """
    own = {c.excluded for c in proved(eq(whole, whole), givens) if c.excluded is not None}
    for c in conditions:
        if c.excluded is None or c.status != "presupposed" or c.excluded in own:
            continue
        for f in _factors(problem.plain(c.excluded)):
            if not _nonzero(f, givens) and not _thin(f, problem):
                raise Undecided(f"no_singular_integral: it is divided by {write(f)}")
    return conditions


def _thin(t: Term, problem: Problem) -> bool:
    """A polynomial in the variables alone: its zeros, if it has not all values 0, fill no open set."""
    return t.free <= set(problem.variables) and _is_polynomial(t)


def _never(written: Term, problem: Problem, givens: Givens) -> Condition:
    """E vanishes nowhere, or on no open set: each factor is a polynomial in x, or proved nonzero."""
    text = f"{write(written)} != 0"
    if _nonzero(written, givens):
        return Condition(text, "discharged", "by the sign oracle")
    for f in _factors(written):
        if _nonzero(f, givens):
            continue
        if not _thin(f, problem):
            raise Undecided(f"no_singular_integral: not proved: {write(f)} != 0")
        if nonvacuous(givens, [f]) is None:
            raise Undecided(f"no_singular_integral: {write(f)} may be zero")
    return Condition(f"{text} in every open set", "discharged", "a polynomial that is not zero")


def _nonzero(t: Term, givens: Givens) -> bool:
    """Proved to vanish nowhere, with nothing presupposed."""
    try:
        proof = relation(Term("Ne", (t, ZERO)), givens)
    except (Undecided, Rejected):
        return False
    return not proof.excluded and not proof.conditions


def _factors(t: Term) -> list[Term]:
    if t.head in ("Mul", "Neg"):
        return [f for a in t.args for f in _factors(a)]
    if t.head == "Div":  # what is divided by is no zero of the whole
        return _factors(t.args[0])
    if t.head == "Pow" and t.args[1].head == "Integer":
        return _factors(t.args[0])
    return [t]


def _is_polynomial(t: Term) -> bool:
    if t.head == "Div":
        return _is_polynomial(t.args[0]) and not t.args[1].free and not t.args[1].functions
    if t.head == "Pow":
        return t.args[1].head == "Integer" and _is_polynomial(t.args[0])
    return t.head in _POLYNOMIAL and all(map(_is_polynomial, t.args))


def _no_envelope(step: Step, givens: Givens) -> Outcome:
    family = family_of(step, (), givens)
    needs: list[Term] = []
    rates = [by(family.whole, c, family.local, needs) for c in family.names]
    local = family.local.extended(*(n for n in needs if n.head in RELATIONS))
    used = [(family.problem.plain(step.bind[f"m{k + 1}"]), rate) for k, rate in enumerate(rates)
            if f"m{k + 1}" in step.bind]  # fmt: skip
    if not used:
        raise Rejected("no_singular_integral: no multiplier is bound")
    written = family.problem.plain(step.gives.args[0])
    same = proved(eq(written, plus(*(times(m, t) for m, t in used))), local)
    conditions = _everywhere(same, family.whole, family.problem, local)
    conditions.append(_never(written, family.problem, local))
    return Outcome("exact", shown(family.problem, [*family.conditions, *conditions]),
                   "The family has no envelope over all its constants: its derivatives by them do "
                   "not vanish together.", solution=True)  # fmt: skip


__all__ = ["no_singular_integral"]
