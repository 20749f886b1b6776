"""Primitive `telescoping`: a sum is the change of G, a product the quotient of G, given in `bind`.

G(k+1) - G(k) = f(k) (or G(k+1) = f(k) G(k)) is an identity at the integers of the range, where G is
defined; an infinite sum needs the limit of G.  This is induction on the upper bound.

>>> from symderive.terms.reader import read
>>> claim = read("Sum(1/(k*(k+1)), (k, 1, oo)) = 1")
>>> telescoping(Step(1, "telescoping", claim, bind={"G": read("-1/k")}), (), Givens.of([])).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.limits.limits import differ, limit
from symderive.kernel.analysis.ranges.ranges import nonzero, said, sign_of
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
from symderive.terms.tree import ONE, Term, add, mul, sub, symbol
from symderive.terms.writer import write

WHO = "telescoping"


class SumDiverges(Rejected):
    """The sum is proved to diverge: why."""


@primitive(WHO)
def telescoping(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is Eq(Sum(f, (k, a, b)), value) or the same of a Product."""
    total, value = equation(step.gives, WHO)
    if total.head not in ("Sum", "Product"):
        total, value = value, total
    if total.head not in ("Sum", "Product"):
        raise Rejected(f"{WHO}: a sum or product on one side of the equation is wanted")
    conditions = evaluate(total, value, bound(step, "G"), givens)
    if nonvacuous(givens, [], parts_of(value)) is None:
        raise Undecided("no admissible point was found at which the value is finite")
    G = write(step.bind["G"])
    says = f"The terms are the changes of `{G}`, so that the sum telescopes."
    if total.head == "Product":
        says = f"The factors are the quotients of `{G}`, so that the product telescopes."
    return Outcome("exact", tuple(conditions), says)


def evaluate(total: Term, value: Term, G: Term, givens: Givens) -> list[Condition]:
    """The conditions; raises SumDiverges, Rejected, Undecided."""
    body, k, low, high = total.args
    name = k.data
    if name in low.free | high.free:
        raise Rejected(f"{WHO}: {name} is bound and also stands in the bounds: rename it")
    if infinite(low) or infinite(high) < 0 or infinite(value):
        raise Undecided(f"{WHO}: the range has a first index, and the value is finite")
    ends = low.free | (frozenset() if infinite(high) else high.free)
    base = without(name, givens).with_integers(ends)
    conditions = _range(low, high, base)
    inside = _over(name, low, high, base)
    following = substitute(G, {name: add(k, ONE)})
    if total.head == "Sum":
        law = sub(sub(following, G), body)
    else:
        law = sub(following, mul(body, G))
    proof = identity(law, inside)
    if proof is None:
        raise _wrong(law, name, low, base, total.head)
    moving = [t for t in proof.blocked if name in t.free]
    if moving:
        raise Undecided(f"not proved on the range: {said(moving[0])} != 0")
    conditions += proof.conditions
    blocked = list(proof.blocked)
    first = substitute(G, {name: low})
    last = _last(G, name, high, base, total, value)
    if total.head == "Product" and nonzero(first, base) is None:
        raise Undecided(f"not proved: {said(first)} != 0")
    claim = sub(sub(last, first), value) if total.head == "Sum" else sub(last, mul(value, first))
    end = identity(claim, base)
    if end is None:
        found = f"{said(total)} is {said(sub(last, first))}"
        if total.head == "Sum" and differ(sub(last, first), value, base):
            raise Rejected(f"{found}, not {said(value)}")
        raise Undecided(f"not proved: the value is {said(value)}")
    good, bad = presupposed((*blocked, *end.blocked), parts_of(total, value), base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0 (G divides by it)")
    return [*conditions, *end.conditions, *good]


def _range(low: Term, high: Term, givens: Givens) -> list[Condition]:
    """The bounds are integers and the range is not of negative length."""
    for t in (low, high):
        if not infinite(t) and not whole(t, givens):
            raise Undecided(f"not proved: {said(t)} is an integer")
    if infinite(high):
        return []
    length = add(sub(high, low), ONE)
    text = f"{said(high)} >= {said(low)} - 1"
    if sign_of(length, givens) not in ("+", "0+", "0"):
        raise Undecided(f"not proved: {text}")
    return [Condition(text, "discharged", "by the sign oracle")]


def whole(t: Term, givens: Givens) -> bool:
    """Whether a term is an integer by its form."""
    if t.head == "Symbol":
        return givens.sort(t.data).domain == "integer"
    if t.head == "Pow" and t.args[1].head == "Integer":
        return whole(t.args[0], givens)
    return t.head == "Integer" or (
        t.head in ("Add", "Mul", "Neg") and all(whole(a, givens) for a in t.args)
    )


def _over(name: str, low: Term, high: Term, givens: Givens) -> Givens:
    """The index as an integer of the range."""
    k = symbol(name)
    more = [Term("Is", (k, symbol("integer"))), Term("Le", (low, k))]
    if not infinite(high):
        more.append(Term("Le", (k, high)))
    integers = [n for n, s in givens.sorts.items() if s.domain == "integer"]
    return givens.extended(*more).with_integers(integers)


def _last(G: Term, name: str, high: Term, givens: Givens, total: Term, value: Term) -> Term:
    if not infinite(high):
        return substitute(G, {name: add(high, ONE)})
    found = limit(G, name, high, "+-", givens)
    if found is None or found.kind == "none" or found.value is None:
        raise Undecided(f"no limit of {said(G)} is proved as {name} -> oo")
    if infinite(found.value):
        raise SumDiverges(
            f"{said(total)} diverges: {said(G)} tends to {said(found.value)} as {name} -> oo"
        )
    return found.value


def _wrong(law: Term, name: str, low: Term, givens: Givens, head: str) -> Exception:
    what = "G(k+1) - G(k) = f(k)" if head == "Sum" else "G(k+1) = f(k)*G(k)"
    for shift in (0, 1, 2):
        at = add(low, Term("Integer", (), shift))
        if nonzero(substitute(law, {name: at}), givens, 1) is not None:
            return Rejected(f"{what} fails at {name} = {said(at)}")
    return Undecided(f"not proved: {what}")


def diverges_by_telescoping(total: Term, G: Term, givens: Givens) -> str | None:
    """Why an infinite sum diverges at every admissible point, if G proves it."""
    try:
        evaluate(total, Term("Integer", (), 0), G, givens)
    except SumDiverges as reason:
        return str(reason)
    except (Rejected, ArithmeticError, ValueError):
        return None
    return None
