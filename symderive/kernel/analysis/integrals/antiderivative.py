"""Primitive `antiderivative`: an integral equals the change of an antiderivative that is handed in.

`bind` holds F; `at` may propose breaks (a tuple).  Everything else is computed: F' = f on the
pieces, continuity inside, one-sided limits at all ends, the orientation, and the value.

>>> from symderive.terms.reader import read
>>> claim = read("Integral(1/x^2, (x, 1, oo)) = 1")
>>> antiderivative(Step(1, WHO, claim, bind={"F": read("-1/x")}), (), Givens.of([])).grade
'exact'
>>> diverges_by_antiderivative(read("Integral(1/x^2, (x, -1, 1))"), read("-1/x"), Givens.of([]))
'the integral diverges: its antiderivative -1/x tends to oo as x -> 0-'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.continuity.points import continuous_at
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.definite import Diverges, Evaluation, Pieces
from symderive.kernel.analysis.limits.limits import differ
from symderive.kernel.analysis.ranges.ranges import orientation, said
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, neg, sub
from symderive.terms.writer import write

WHO = "antiderivative"
REFUSED = frozenset(["DiracDelta", "Integral", "Sum", "Product", "Limit"])


@primitive(WHO)
def antiderivative(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is Eq(Integral(f, (x, a, b)), value); raises Rejected or Undecided with reasons.

    Premises are facts on the constants in it.
    """
    givens = _with_facts(premises, givens)
    integral, value = equation(step.gives, WHO)
    if integral.head != "Integral":
        integral, value = value, integral
    if integral.head != "Integral":
        raise Rejected(f"{WHO}: an integral on one side of the equation is wanted")
    points = step.bind.get("at")
    breaks = [] if points is None else list(points.args if points.head == "Tuple" else (points,))
    conditions = evaluate(integral, value, bound(step, "F"), givens, breaks)
    point = nonvacuous(givens, [], parts_of(value))
    if point is None:
        raise Undecided("no admissible point was found at which the value is finite")
    says = f"By the antiderivative `{write(step.bind['F'])}`, with its limits at the ends."
    return Outcome("exact", tuple(conditions), says)


def _with_facts(premises: Sequence[Checked], givens: Givens) -> Givens:
    for p in premises:
        left = [c for c in p.outcome.conditions if c.status == "presupposed"]
        if left:
            raise Rejected(f"{WHO}: step {p.step.n} presupposes {left[0].text}")
    return givens.extended(*(p.gives for p in premises)) if premises else givens


def evaluate(
    integral: Term, value: Term, F: Term, givens: Givens, points: Sequence[Term] = ()
) -> list[Condition]:
    """The conditions under which the integral equals the value; raises Rejected, Undecided."""
    body, low, high, base = _opened(integral, F, givens)
    if infinite(value):
        raise Rejected("an integral that equals an infinity does not exist")
    sign = orientation(low, high, base)
    cases: list[tuple[Term, Term, bool, Givens]] = []
    if sign in ("+", "-"):
        ends = (low, high) if sign == "+" else (high, low)
        cases.append((*ends, sign == "-", base))
    elif sign != "0":
        if sign != "0-":
            cases.append((low, high, False, base.extended(Term("Lt", (low, high)))))
        if sign != "0+":
            cases.append((high, low, True, base.extended(Term("Lt", (high, low)))))
    out: dict[str, Condition] = {}
    for a, b, swapped, inner in cases:
        found = Pieces(body, integral.args[1].data, F, inner).run(a, b, list(points))
        for c in (*found.conditions.values(), *_compare(found, value, swapped, inner, integral)):
            out.setdefault(c.text, c)
    if len(cases) != 1 or sign in ("0+", "0-", "0"):
        _empty(low, high, value, F, integral.args[1].data, base)
        out["the empty interval"] = Condition("the empty interval", "discharged", "the value is 0")
    return list(out.values())


def _opened(integral: Term, F: Term, givens: Givens) -> tuple[Term, Term, Term, Givens]:
    body, x, low, high = integral.args
    if x.data in low.free | high.free:
        raise Rejected(f"{WHO}: {x.data} is bound and also stands in the limits: rename it")
    for t in (body, F):
        bad = next((u.head for u in t.walk() if u.head in REFUSED), None)
        if bad is not None:
            raise Undecided(f"{WHO}: {bad} in the integrand or the antiderivative is not handled")
    if givens.sort(x.data).domain == "complex":
        givens = without(x.data, givens)
    return body, low, high, without(x.data, givens)


def _compare(
    found: Evaluation, value: Term, swapped: bool, givens: Givens, integral: Term
) -> list[Condition]:
    total = neg(found.total) if swapped else found.total
    proof = identity(sub(total, value), givens)
    if proof is None:
        jumps = "; ".join(found.jumps(givens))
        text = f"{said(integral)} is {said(total)}" + (f" ({jumps})" if jumps else "")
        if differ(total, value, givens):
            raise Rejected(f"{text}, not {said(value)}")
        raise Undecided(f"{text}; not proved equal to {said(value)}")
    good, bad = presupposed((*found.blocked, *proof.blocked), parts_of(integral, value), givens)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0 (the antiderivative divides by it)")
    return [*proof.conditions, *good]


def _empty(low: Term, high: Term, value: Term, F: Term, name: str, givens: Givens) -> None:
    """Where both ends coincide the integral is 0, and so must be the value."""
    if value == ZERO:
        return
    for end, other in ((low, high), (high, low)):  # x = a says how to write the value
        if end.head == "Symbol" and end.data not in other.free:
            value = substitute(value, {end.data: other})
            break
    equal = givens if low == high else givens.extended(Term("Eq", (low, high)))
    proof = identity(value, equal)
    if proof is not None and not proof.blocked:
        return
    # The value is F(b) - F(a) at all ends, equal ones among them, and F has a value there.
    change = sub(substitute(F, {name: high}), substitute(F, {name: low}))
    proof = identity(sub(value, change), givens)
    if proof is None or proof.blocked or not continuous_at(F, name, low, givens):
        raise Undecided(f"not proved: {said(value)} = 0 where {said(low)} = {said(high)}")


def diverges_by_antiderivative(
    integral: Term, F: Term, givens: Givens, points: Sequence[Term] = ()
) -> str | None:
    """Why the integral diverges at every admissible point, if the antiderivative proves it."""
    try:
        body, low, high, base = _opened(integral, F, givens)
        sign = orientation(low, high, base)
        if sign not in ("+", "-"):
            return None
        ends = (low, high) if sign == "+" else (high, low)
        Pieces(body, integral.args[1].data, F, base).run(*ends, list(points))
    except Diverges as reason:
        return str(reason)
    except (Rejected, ArithmeticError, ValueError):
        return None
    return None
