"""What a step writes must exist: every integral, infinite sum and limit in its conclusion has a reason.

A primitive proves that the binders exist which it is about; what else stands in the conclusion, as in
Integral(x, (x, 0, 1)) = 1/2 + 0*Integral(1/x, (x, 0, 1)), stands in a premise or is looked into here.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> text = "Integral(x, (x, 0, 1)) = 1/2 + 0*Integral(1/x, (x, 0, 1))"
>>> lie = Step(1, "antiderivative", read(text))
>>> try:
...     accounted(lie, (), Givens(), None)
... except Undecided as reason:
...     print(reason)
not proved: Integral(1/x, (x, 0, 1)) exists
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from symderive.kernel.analysis.cite import Rule, graft
from symderive.kernel.analysis.integrals.existence import existence_of, infinite
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Step,
    Undecided,
    smooth_by_default,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.levels import STATEMENTS
from symderive.terms.substitute import alpha_equal
from symderive.terms.tree import BINDERS, ONE, Term, symbol
from symderive.terms.writer import write

PARTIAL = ("Integral", "Sum", "Product", "Limit", "VolumeIntegral")
_OPENED = (*BINDERS, "Derivative", "Subs")
# They ask for themselves, or put equals for equals in what exists.
ASKING = frozenset(
    "algebra replacement rewrite specialisation cases divergence first_integral joint_integral".split()
)
# A solution is evaluated at a point where it is finite; these are not.
UNSEEN = frozenset("solution_of no_extremal no_admissible_function".split())
# They prove that the binders exist that stand on the sides of their equation.
PROVING = frozenset(
    """abel_limit antiderivative change_of_variables congruence convergence exchange_limit
    exponential_family fourier frullani gaussian_integral grouping keyhole kummer leibniz limit
    linearity moving_limits parts poisson_integral residues split swap telescoping termwise
    zeta_sum""".split()
)
# They are about a derivative or a limit of an integral, or a sum of integrals.
WITHIN = frozenset("leibniz moving_limits exchange_limit abel_limit termwise fourier".split())
# They are about multiples of binders over the limits of the left side, or about all summands.
OVER_THE_SAME = frozenset("linearity parts".split())
ADDED = frozenset("fourier split".split())


def accounted(
    step: Step, premises: Sequence[Checked], givens: Givens, infer: Any
) -> list[Condition]:
    """Conditions for what the conclusion writes besides; raises Undecided."""
    if not any(u.head in PARTIAL for u in step.gives.walk()):
        return []
    _has_values(step, givens)
    if step.by in ASKING:
        return []
    known = [u for p in premises for u in _free_standing(p.gives, frozenset())]
    own = list(_own(step, infer))
    out: dict[str, Condition] = {}
    for t in _rest(step.gives, known, own):
        if t.head in ("Sum", "Product") and not infinite(t.args[2:]):
            continue
        if t.head == "VolumeIntegral":
            raise Undecided(f"{step.by}: an integral over all columns is not known to exist")
        here = givens
        loose = [f for f in sorted(t.functions) if _continuous(f, givens) is not None]
        if loose:
            here = givens.extended(*(Term("Is", (symbol(f), symbol("C0"))) for f in loose))
        for c in (*filter(None, (_continuous(f, givens) for f in loose)), *existence_of(t, here)):
            out.setdefault(c.text, c)
    return list(out.values())


def _has_values(step: Step, givens: Givens) -> None:
    """At one admissible point everything has a value that no binder moves: 1/0 is under none.

    Raises Undecided; a side that is an infinity is the value of a limit.
    """
    terms: dict[Term, None] = {}
    for side in step.gives.args:
        if not _infinity(side):
            terms.update(dict.fromkeys(t for t in _unmoved(side, frozenset()) if not t.functions))
    # No sample may be known of the functions of a differential equation: points know of names.
    known = Givens.of([s for s in givens.statements if not s.functions])
    if terms and nonvacuous(known, [], list(terms)) is None:
        listed = ", ".join(write(t) for t in terms)[:200]
        raise Undecided(
            f"{step.by}: no admissible point was found at which there is a value: {listed}"
        )


def _unmoved(t: Term, bound: frozenset[str]) -> Iterator[Term]:
    """The largest parts without a binder, a derivative or a bound name; names and numbers left out."""
    if t.head in BINDERS:
        body, x, *ends = t.args
        yield from _unmoved(body, bound | {x.data})
        for end in ends:
            if not _infinity(end):
                yield from _unmoved(end, bound)
    elif t.head in ("Derivative", "Subs"):
        count = 1 if t.head == "Derivative" else 1 + (len(t.args) - 1) // 2
        inner = bound | {v.data for v in t.args[1:count] if v.head == "Symbol"}
        yield from _unmoved(t.args[0], inner)
        for point in t.args[count:] if t.head == "Subs" else ():
            yield from _unmoved(point, bound)
    elif t.head in STATEMENTS:  # a part of a claim that says several things has no value itself
        for a in t.args[:1] if t.head in ("Is", "In") else t.args:
            if not _infinity(a):
                yield from _unmoved(a, bound)
    elif bound & t.free or any(u.head in _OPENED for u in t.walk()):
        for a in t.args:
            yield from _unmoved(a, bound)
        if t.head == "Div" and not bound & t.args[1].free:
            yield from _unmoved(Term("Div", (ONE, t.args[1])), frozenset())
    elif t.args or t.head in ("oo", "zoo"):
        yield t


def _infinity(t: Term) -> bool:
    return t.head == "oo" or (t.head == "Neg" and t.args[0].head == "oo")


def _continuous(name: str, givens: Givens) -> Condition | None:
    """`f is C0` of a function of which nothing is said."""
    return smooth_by_default(Term("Is", (symbol(name), symbol("C0"))), givens)


def _rest(t: Term, known: Sequence[Term], own: Sequence[Term]) -> Iterator[Term]:
    if t.head in PARTIAL:
        if any(alpha_equal(t, u) for u in known):
            return
        if t not in own:
            yield t
    for a in t.args:
        yield from _rest(a, known, own)


def _free_standing(t: Term, bound: frozenset[str]) -> Iterator[Term]:
    """The binders in a premise that hold no name bound around them."""
    if t.head in PARTIAL and not bound & t.free:
        yield t
    inner = bound | {t.args[1].data} if t.head in BINDERS else bound
    for a in t.args:
        yield from _free_standing(a, inner)


def _own(step: Step, infer: Any) -> Iterator[Term]:
    """The binders that the primitive has proved to exist, or that a rule says to."""
    if isinstance(infer, Rule):
        for side in (infer.left, infer.right):
            yield from (graft(u, step.bind) for u in side.walk() if u.head in PARTIAL)
        return
    if step.gives.head != "Eq" or step.by not in PROVING:
        return
    left, right = step.gives.args
    whole = left if left.head in PARTIAL else left.args[0] if left.args else left
    for side in (left, right):
        if side.head in PARTIAL:
            yield side
            if step.by in WITHIN:
                yield side.args[0]
        elif step.by in WITHIN and side.head == "Derivative":
            yield side.args[0]
        parts = side.args if side.head == "Add" else (side,)
        if step.by in ADDED:
            yield from parts
            yield from (p.args[0] for p in parts if p.head == "Sum")
        if step.by == "moving_limits":  # one new integral; the rest are terms at the ends
            yield from [u for u in parts if u.args[2:] == whole.args[2:]][:1]
        if step.by in OVER_THE_SAME and whole.head in PARTIAL:
            yield from (u for p in parts for u in _factor(p, whole))


def _factor(t: Term, whole: Term) -> Iterator[Term]:
    """The binder of a multiple of one, if it is of the same kind and over the same limits."""
    if t.head == whole.head and t.args[2:] == whole.args[2:]:
        yield t
    elif t.head in ("Neg", "Div"):
        yield from _factor(t.args[0], whole)
    elif t.head == "Mul":
        holders = [a for a in t.args if any(u.head == whole.head for u in a.walk())]
        if len(holders) == 1:
            yield from _factor(holders[0], whole)
