"""Primitive `fitted_root`: equations without a closed solution have exactly one root in a box.

gives f1 = g1 and .. and p < c and c < q and ..: one equation and one pair of rational ends for each
name bound to C.  Krawczyk's operator maps the box into its interior, so there is exactly one root in
it (Krawczyk 1969; Neumaier, Interval Methods for Systems of Equations, Thm 5.1.8).  Bound to `low`
and `high`, the ends of an interval: no other root lies there, the equation being one of unequal
sides to the left and to the right of the box.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> claim = read("cos(c) = c and 0.739 < c and c < 0.740")
>>> found = fitted_root(Step(1, WHO, claim, bind={"C": read("c")}), (), Givens.of([]))
>>> found.grade, found.introduces
('enclosed', ('c',))
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.ranges import NONZERO, prove_sign, said
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
from symderive.kernel.logic.enclosed import MAX_NAMES, Box, why_not
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.tree import Term, rational, sub, symbol

WHO = "fitted_root"


@primitive(WHO)
def fitted_root(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Raises Rejected for a claim of another form, Undecided where the operator does not contract."""
    if premises:
        raise Rejected(f"{WHO}: it needs no premise")
    names = _names(bound(step, "C"))
    terms, box = _claim(step.gives, names)
    for t in terms:
        if t.functions or not t.free <= set(names):
            raise Rejected(f"{WHO}: {said(t)} contains more than {', '.join(names)}")
    reason = why_not(tuple(terms), names, box)
    if reason is not None:
        raise Undecided(f"{WHO}: no root is proved in the box: {reason}")
    how = "Krawczyk's operator maps the box into its interior"
    conditions = [Condition("there is exactly one root in the box", "discharged", how)]
    low, high = step.bind.get("low"), step.bind.get("high")
    if (low is None) != (high is None):
        raise Rejected(f"{WHO}: both ends of the region are wanted")
    if low is not None and high is not None:
        if len(names) != 1:
            raise Rejected(f"{WHO}: a region is an interval of one name")
        conditions.append(_alone(terms[0], names[0], box[0], low, high))
    return Outcome("enclosed", tuple(conditions), _says(names), tuple(names))


def _names(t: Term) -> tuple[str, ...]:
    parts = t.args if t.head == "Tuple" else (t,)
    names = tuple(p.data for p in parts if p.head == "Symbol")
    if len(names) != len(parts) or len(set(names)) != len(names) or len(names) > MAX_NAMES:
        raise Rejected(f"{WHO}: C is a name or a few different ones")
    return names


def _claim(gives: Term, names: Sequence[str]) -> tuple[list[Term], Box]:
    """The differences of the sides, and the box."""
    terms: list[Term] = []
    low: dict[str, Fraction] = {}
    high: dict[str, Fraction] = {}
    for part in gives.args if gives.head == "And" else (gives,):
        if part.head == "Eq":
            terms.append(sub(*part.args))
            continue
        left, right = part.args if part.head == "Lt" else (part, part)
        for name, other, side in ((left, right, high), (right, left, low)):
            end = constant(other)
            if name.head == "Symbol" and name.data in names and end is not None:
                if name.data in side:
                    raise Rejected(f"{WHO}: two ends for {name.data} on one side")
                side[name.data] = Fraction(end)
                break
        else:
            raise Rejected(f"{WHO}: an equation or a rational end is wanted, not {said(part)}")
    if len(terms) != len(names) or low.keys() != set(names) or high.keys() != set(names):
        raise Rejected(f"{WHO}: one equation and two ends for each name")
    box = tuple((low[n], high[n]) for n in names)
    if any(a >= b for a, b in box):
        raise Rejected(f"{WHO}: the box is empty")
    return terms, box


def _alone(t: Term, name: str, box: tuple[Fraction, Fraction], low: Term, high: Term) -> Condition:
    """No root of the term in the region outside the box; raises Rejected or Undecided."""
    c = symbol(name)
    for end, side in ((low, 0), (high, 1)):
        if not infinite(end) and constant(end) is None:
            raise Rejected(f"{WHO}: the ends of the region are rational or infinite")
        inner, q = box[side], constant(end)
        if infinite(end) == (1, -1)[side] or (q is not None and (q > inner, q < inner)[side]):
            raise Rejected(f"{WHO}: the region does not contain the box")
    left = [Term("Le", (c, _rational(box[0])))]
    right = [Term("Le", (_rational(box[1]), c))]
    left += [] if infinite(low) else [Term("Lt", (low, c))]
    right += [] if infinite(high) else [Term("Lt", (c, high))]
    for piece in (left, right):
        found = prove_sign(t, Givens.of(piece))
        if found is None or found[0] not in NONZERO:
            raise Undecided(f"{WHO}: another root is not excluded where {said(piece[0])}")
    text = f"no other root with {said(low)} < {name} < {said(high)}"
    return Condition(text, "discharged", "the sides differ to the left and to the right of the box")


def _rational(q: Fraction) -> Term:
    return rational(q.numerator, q.denominator)


def _says(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The equation has exactly one root `{names[0]}` between the ends."
    return f"The equations have exactly one common root {', '.join(f'`{n}`' for n in names)} in the box."
