"""Primitives `split` and `linearity`: integrals and sums added up, each part known to exist.

A part exists because a premise gives its value, because a sum is finite, or because the integrand
is continuous on a compact interval.

>>> from symderive.terms.reader import read
>>> whole = "Integral(exp(-x), (x, 0, 2))"
>>> claim = read(whole + " = Integral(exp(-x), (x, 0, 1)) + Integral(exp(-x), (x, 1, 2))")
>>> split(Step(1, "split", claim), (), Givens.of([])).conditions[0].how
'continuous on a compact interval'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symderive.kernel.analysis.continuity.continuity import continuous_on, settled
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.telescoping import whole
from symderive.kernel.analysis.ranges.ranges import orientation, said, sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import ONE, ZERO, Term, mul, neg, sub, symbol

BINDERS = ("Integral", "Sum")


def exists(t: Term, premises: Sequence[Checked], givens: Givens) -> Condition | None:
    """Why an integral or a sum exists, or None."""
    text = f"{said(t)} exists"
    for p in premises:  # an equation says that what is written in it exists
        if p.gives.head == "Eq" and any(alpha_equal(u, t) for u in _said_of(*p.gives.args)):
            return Condition(text, "discharged", f"step {p.step.n}")
    body, x, low, high = t.args
    if infinite(low) or infinite(high):
        return None
    if t.head == "Sum":
        base = givens.with_integers(low.free | high.free)
        finite = whole(low, base) and whole(high, base) and _terms_exist(t, base)
        return Condition(text, "discharged", "a finite sum") if finite else None
    if not settled(continuous_on(body, x.data, low, high, without(x.data, givens))):
        return None
    return Condition(text, "discharged", "continuous on a compact interval")


def _said_of(*sides: Term) -> Iterator[Term]:
    """The sides, and the integrals and sums that are added and multiplied in them."""
    for u in sides:
        yield u
        if u.head in ("Add", "Neg", "Mul", "Div"):
            yield from _said_of(*u.args)


# Heads whose values fail only where the normal form divides by zero, or nowhere.
_TOTAL = frozenset(
    """Integer Symbol Neg Add Mul Div Pow pi E I EulerGamma Catalan GoldenRatio exp sin cos tan cot
    sec csc sinh cosh tanh coth sech csch sqrt cbrt log Abs sign asin acos atan asinh erf erfc Apply
    binomial floor ceiling KroneckerDelta Sum Product""".split()
)


def _terms_exist(t: Term, base: Givens) -> bool:
    """Whether every term of a finite sum has a value: 1/k has none if 0 is among the k."""
    body, x, low, high = t.args
    proof = identity(sub(body, body), _where(t, base))
    if proof is None or any(x.data in u.free for u in proof.blocked):
        return False
    if all(u.head in _TOTAL for u in body.walk()):
        return True
    return settled(continuous_on(body, x.data, low, high, without(x.data, base)))


@primitive("split")
def split(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Integral over (a, b) = the sum of those over (a, c), (c, d), .., (.., b); a Sum likewise."""
    left, right = equation(step.gives, "split")
    if left.head not in BINDERS:
        left, right = right, left
    parts = list(right.args) if right.head == "Add" else [right]
    if left.head not in BINDERS or any(p.head != left.head for p in parts):
        raise Rejected("split: one integral (or sum) equals a sum of such")
    _same_body(left, parts)
    if left.head == "Sum":
        return _split_sum(left, parts, premises, givens)
    edges = [left.args[2]]
    for p in parts:
        if p.args[2] != edges[-1]:
            raise Rejected(f"split: {said(p)} does not begin at {said(edges[-1])}")
        edges.append(p.args[3])
    if edges[-1] != left.args[3]:
        raise Rejected(f"split: the parts end at {said(edges[-1])}, not at {said(left.args[3])}")
    found = [exists(p, premises, givens) for p in parts]
    if all(found):  # together they cover every point between the ends, in any order
        return Outcome("exact", tuple(c for c in found if c), "Integrals over parts add up.")
    known = exists(left, premises, givens)
    if known is None:
        missing = next(p for p, c in zip(parts, found, strict=True) if c is None)
        raise Undecided(f"not proved: {said(missing)} exists")
    conditions = [known]
    for c in edges[1:-1]:
        conditions.append(_inside(c, left, givens))
    return Outcome("exact", tuple(conditions), "Integrals over parts add up.")


def _inside(c: Term, integral: Term, givens: Givens) -> Condition:
    low, high = integral.args[2:]
    sign = orientation(low, high, givens)
    if sign in ("-", "0-"):
        low, high = high, low
    weak = ("+", "0+", "0")
    above = infinite(low) < 0 or sign_of(sub(c, low), givens) in weak
    below = infinite(high) > 0 or sign_of(sub(high, c), givens) in weak
    text = f"{said(c)} lies between the ends"
    if not (above and below):
        raise Undecided(f"not proved: {text}")
    return Condition(text, "discharged", "by the sign oracle")


def _same_body(left: Term, parts: Sequence[Term]) -> None:
    body, x = left.args[:2]
    for p in parts:
        if not alpha_equal(Term("Lambda", (p.args[0], p.args[1])), Term("Lambda", (body, x))):
            raise Rejected(f"split: {said(p)} has another integrand than {said(left)}")


def _split_sum(
    left: Term, parts: Sequence[Term], premises: Sequence[Checked], givens: Givens
) -> Outcome:
    names = left.args[2].free | left.args[3].free
    base = givens.with_integers(names.union(*(p.args[2].free | p.args[3].free for p in parts)))
    conditions: list[Condition] = []
    start = left.args[2]
    for p in parts:
        gap = identity(sub(p.args[2], start), base)
        if gap is None or gap.blocked:
            raise Rejected(f"split: {said(p)} does not begin at {said(start)}")
        found = exists(p, premises, givens)
        if found is None:
            raise Undecided(f"not proved: {said(p)} exists")
        conditions.append(found)
        if infinite(p.args[3]):
            start = p.args[3]
            continue
        length = sub(p.args[3], sub(p.args[2], ONE))
        if sign_of(length, base) not in ("+", "0+", "0"):
            raise Undecided(f"not proved: {said(p)} has no negative length")
        start = Term("Add", (p.args[3], ONE))
    end = left.args[3]
    if infinite(end) or infinite(start):
        if infinite(end) != infinite(start):
            raise Rejected("split: the parts end elsewhere")
    elif identity(sub(start, Term("Add", (end, ONE))), base) is None:
        raise Rejected("split: the parts end elsewhere")
    return Outcome("exact", tuple(conditions), "Sums over parts add up.")


@primitive("linearity")
def linearity(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Integral of a combination = the combination of integrals over the same limits; Sum too."""
    left, right = equation(step.gives, "linearity")
    if left.head not in BINDERS:
        left, right = right, left
    if left.head not in BINDERS:
        raise Rejected("linearity: one side is an integral or a sum")
    body, x, low, high = left.args
    if x.data in low.free | high.free | right.free:
        raise Rejected(f"linearity: {x.data} is bound and also stands outside: rename it")
    combined = ZERO
    conditions: list[Condition] = []
    for factor, part in _combination(right, left):
        found = exists(part, premises, givens)
        if found is None:
            raise Undecided(f"not proved: {said(part)} exists")
        conditions.append(found)
        inner = substitute(part.args[0], {part.args[1].data: x})
        piece = inner if factor == ONE else mul(factor, inner)
        combined = piece if combined == ZERO else Term("Add", (combined, piece))
    inside = _where(left, givens)
    proof = identity(sub(body, combined), inside)
    if proof is None:
        raise Undecided("linearity: the integrands are not proved equal")
    moving = [t for t in proof.blocked if x.data in t.free]
    if moving:
        raise Undecided(f"not proved on the range: {said(moving[0])} != 0")
    good, bad = presupposed(proof.blocked, parts_of(left, right), givens)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    conditions += [*proof.conditions, *good]
    return Outcome("exact", tuple(conditions), "By linearity, each part existing.")


def _where(t: Term, givens: Givens) -> Givens:
    """The variable of the integral or sum on its range."""
    _, x, low, high = t.args
    base = without(x.data, givens)
    if t.head == "Sum":
        more = [Term("Is", (x, symbol("integer")))]
        more += [] if infinite(low) else [Term("Le", (low, x))]
        more += [] if infinite(high) else [Term("Le", (x, high))]
        return base.extended(*more)
    sign = orientation(low, high, base)
    if sign in ("-", "0-"):
        return on_interval(x.data, high, low, base)
    return on_interval(x.data, low, high, base) if sign in ("+", "0+") else base


def _combination(right: Term, left: Term) -> list[tuple[Term, Term]]:
    """[(c, part)] of a sum of c*part, each part over the limits of the left side."""
    out: list[tuple[Term, Term]] = []
    for t in right.args if right.head == "Add" else (right,):
        factor, part = _factored(t, left.head)
        if part.args[2:] != left.args[2:]:
            raise Rejected(f"linearity: {said(part)} has other limits")
        out.append((factor, part))
    return out


def _factored(t: Term, head: str) -> tuple[Term, Term]:
    if t.head == head:
        return ONE, t
    if t.head == "Neg":
        factor, part = _factored(t.args[0], head)
        return neg(factor), part
    if t.head == "Div" and all(u.head != head for u in t.args[1].walk()):
        factor, part = _factored(t.args[0], head)
        return Term("Div", (factor, t.args[1])), part
    if t.head == "Mul":
        holders = [a for a in t.args if any(u.head == head for u in a.walk())]
        if len(holders) == 1:
            factor, part = _factored(holders[0], head)
            rest = [a for a in t.args if a is not holders[0]]
            return mul(*rest) if factor == ONE else mul(factor, *rest), part
    raise Rejected(f"linearity: {said(t)} is no multiple of one {head}")
