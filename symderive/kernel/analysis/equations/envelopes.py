"""Primitive `general_integral`: the envelope of a complete integral W(x, u; c) = 0 for cn = phi(c1, ..).

Where W = 0 and its derivatives by the free constants vanish, the constants become functions of x and
the slopes are still those of the family, so that the envelope solves the equation, too (Courant and
Hilbert II, ch. I, 4; Evans, PDE, 2nd ed., 3.1.2).  It is local, and prints where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.substitution import substitute_function
from symderive.kernel.analysis.calculus.tidy import times
from symderive.kernel.analysis.equations.family import Family, family_of
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import Problem, by, proved, shown
from symderive.kernel.analysis.equations.pde_solution import domain
from symderive.kernel.analysis.equations.reality import real_somewhere
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
from symderive.terms.tree import ONE, ZERO, Term, add, apply, eq, neg, symbol
from symderive.terms.writer import write


@primitive("general_integral")
def general_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives A = B and D1 = 0 and ..: the family with phi(c1, ..) for cn, and its derivatives by c1, ...

    bind family, c1, .., cn, phi: a new function; k1, ..: factors that the derivatives have beside
    D1, ..; bends: the determinant of the derivatives of D1, .., as it shall be written; example: an
    expression in c1, .. for which there is an envelope, with a point of it: at_NAME the value of a
    name, low_NAME and high_NAME the ends of a box with one root of the equations.
    """
    family = family_of(step, premises, givens)
    problem, names = family.problem, family.names[:-1]
    phi = bound(step, "phi")
    taken = {n for s in givens.statements for n in s.functions} | family.whole.functions
    if phi.head != "Symbol" or phi.data in taken | {problem.unknown}:
        raise Rejected("general_integral: phi is the name of a new function")
    put = {family.names[-1]: apply(phi.data, *map(symbol, names))}
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    if len(parts) != len(problem.variables) or any(p.head != "Eq" for p in parts):
        raise Rejected("general_integral: the family, and one equation for each free constant")
    sides = [substitute(t, put) for t in (family.candidate.left, family.candidate.right)]
    if [problem.plain(t) for t in parts[0].args] != sides:
        raise Rejected("general_integral: the first equation is the family, with phi in it")
    whole = add(sides[0], neg(sides[1]))
    local = Givens.of(substitute(s, put) for s in family.local.statements)
    needs: list[Term] = []
    rates = [by(whole, c, local, needs) for c in names]
    pairs = [[problem.plain(t) for t in part.args] for part in parts[1:]]
    written = [add(left, neg(right)) for left, right in pairs]
    bends = determinant([[by(e, c, local, needs) for c in names] for e in written])
    region, conditions = domain([n for n in needs if n not in local.statements], local)
    local = local.extended(*region) if region else local
    on = local.extended(eq(*sides)) if family.candidate.body is None else local
    factors = [step.bind.get(f"k{k + 1}", ONE) for k in range(len(rates))]
    for k, e, rate in zip(factors, written, rates, strict=True):
        conditions += _same(times(problem.plain(k), e), rate, local, on)
    if "bends" in step.bind:
        conditions += _same(short := problem.plain(step.bind["bends"]), bends, local, on)
        bends = short
    conditions += _stands(step, family, [whole, *written], [bends, *factors], local)
    conditions = [c for c in conditions if not c.text.startswith(f"{phi.data} is ")]
    how = "a function of which nothing is said is as smooth as this"
    conditions = [*_plainly(conditions), Condition(f"{phi.data} is C2", "given", how)]
    return Outcome("exact", shown(problem, [*family.conditions, *conditions]),
                   f"The envelope of the family for {write(symbol(family.names[-1]))} = "
                   f"{write(put[family.names[-1]])}: a solution for every such function.",
                   solution=True)  # fmt: skip


def _same(written: Term, wanted: Term, *where: Givens) -> list[Condition]:
    """The two are equal up to the sign, as an identity or else on the family."""
    refusals = []
    for givens in where[:1] if where[0] is where[-1] else where:
        for right in (wanted, neg(wanted)):
            try:
                return proved(eq(written, right), givens)
            except (Undecided, Rejected) as reason:
                refusals.append(reason)
    raise Undecided(f"the derivative of the family: {refusals[0]}")


def _stands(
    step: Step, family: Family, zero: Sequence[Term], nonzero: Sequence[Term], givens: Givens
) -> list[Condition]:
    """The constants are functions of x where `nonzero` holds, and there is one envelope at least."""
    phi, example = bound(step, "phi").data, bound(step, "example")
    free = family.names[:-1]
    moving = {*family.problem.variables, family.problem.value, family.names[-1]}
    if example.free & moving or example.functions:
        raise Rejected(f"general_integral: the example is an expression in {', '.join(free)}")

    def with_example(t: Term) -> Term:
        return substitute_function(family.problem.plain(t), phi, free, example)

    equations = [eq(with_example(t), ZERO) for t in zero]
    if family.candidate.body is not None:  # u stands by itself, and only there
        equations = equations[1:]
    value = family.problem.value
    point = {k[3:]: t for k, t in step.bind.items() if k.startswith("at_")}
    point = {value if n == family.problem.unknown else n: t for n, t in point.items()}
    box = [Term("Lt", pair) for k, t in step.bind.items() for pair in _end(k, t, family.problem)]
    said = [substitute(with_example(s), point) for s in givens.statements]
    said += [substitute(e, point) for e in equations]
    local = Givens.of([*(s for s in said if s.free), *box])
    for s in said:
        if not s.free:
            proved(s, Givens())
    steep = [] if family.candidate.steep is None else [family.candidate.steep]
    last = {family.names[-1]: example}
    inner = [substitute(t, last) for t in (*family.candidate.slopes, *steep)]
    inner = [substitute(t, point) for t in (*inner, *map(with_example, zero))]
    there = [substitute(with_example(t), point) for t in nonzero]
    real_somewhere([*there, *inner], local, step.by)
    if nonvacuous(local, there) is None:
        raise Undecided(f"general_integral: no envelope was found for {phi} = {write(example)}")
    how = f"the constants are functions of the variables where this is so, as for {phi} = "
    how += write(example)
    return [Condition(f"{write(t)} != 0", "presupposed", how, t)
            for t in nonzero if t.free or t.functions]  # fmt: skip


def _end(role: str, t: Term, problem: Problem) -> list[tuple[Term, Term]]:
    side, _, name = role.partition("_")
    if side not in ("low", "high") or not name:
        return []
    x = symbol(problem.value if name == problem.unknown else name)
    return [(t, x) if side == "low" else (x, t)]


def _plainly(conditions: Sequence[Condition]) -> list[Condition]:
    """Without what the others say: a^2 != 0 beside a != 0."""
    kept: list[Condition] = []
    bases: set[Term] = set()
    for c in sorted(conditions, key=lambda c: len(c.text)):
        own = set() if c.excluded is None else set(_bases(c.excluded))
        if c.excluded is None or not own <= bases:
            kept.append(c)
            bases |= own
    return kept


def _bases(t: Term) -> list[Term]:
    """What must not be zero so that t is not: factors, and what stands under powers and roots."""
    if t.head in ("Mul", "Neg"):
        return [f for a in t.args for f in _bases(a)]
    if t.head == "sqrt" or (t.head == "Pow" and not t.args[1].free):
        return _bases(t.args[0])
    return [] if t.head == "Integer" and t.data else [t]


__all__ = ["general_integral"]
