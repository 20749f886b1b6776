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

from flint import acb, arb, fmpq

from symderive.kernel.analysis.calculus.differentiate import Refused, derivative
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.ranges import NONZERO, prove_sign, said
from symderive.kernel.logic.balls import evaluate, with_precision
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
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.tree import Term, sub, symbol

WHO = "fitted_root"
MAX_NAMES, MAX_BITS = 4, 4000
Box = tuple[tuple[Fraction, Fraction], ...]


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
    _contracts(terms, names, box)
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


def _contracts(terms: Sequence[Term], names: Sequence[str], box: Box) -> None:
    """The image of the box under Krawczyk's operator lies in its interior; raises Undecided."""
    thin = min(b - a for a, b in box)
    bits = 96 + 3 * max(0, thin.denominator.bit_length() - thin.numerator.bit_length())
    if bits > MAX_BITS:
        raise Undecided(f"{WHO}: the box is too thin")
    try:
        slopes = [[derivative(t, n) for n in names] for t in terms]
    except Refused as reason:
        raise Undecided(f"{WHO}: {reason}") from None
    with with_precision(bits):
        ends = [(_ball(a), _ball(b)) for a, b in box]
        middle = [(a + b) / 2 for a, b in ends]
        whole = [a.union(b) for a, b in ends]
        everywhere = dict(zip(names, map(acb, whole), strict=True))
        here = dict(zip(names, map(acb, middle), strict=True))
        moving = frozenset(names)
        for t in terms:  # finite only where the term is smooth on the whole box
            _real(evaluate(t, everywhere, moving=moving), t)
        f = [_real(evaluate(t, here), t) for t in terms]
        slope = [[_real(evaluate(s, everywhere, moving=moving), s) for s in row] for row in slopes]
        y = _inverse([[arb(s.mid()) for s in row] for row in slope])
        n = range(len(names))
        for i in n:
            image = middle[i] - sum((y[i][j] * f[j] for j in n), arb(0))
            for k in n:
                gap = sum((y[i][j] * slope[j][k] for j in n), arb(0))
                image += (int(i == k) - gap) * (whole[k] - middle[k])
            if not (image > ends[i][0] and image < ends[i][1]):
                raise Undecided(f"{WHO}: no root of {names[i]} is proved in the box")


def _ball(q: Fraction) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def _real(value: acb, t: Term) -> arb:
    if not value.is_finite() or not value.imag.is_zero():
        raise Undecided(f"{WHO}: {said(t)} is not known to be real and smooth on the box")
    return value.real


def _inverse(m: list[list[arb]]) -> list[list[arb]]:
    """An approximate inverse, by elimination: any matrix will do, the operator proves it is one."""
    n = len(m)
    rows = [[*row, *(arb(int(i == j)) for j in range(n))] for i, row in enumerate(m)]
    for k in range(n):
        best = max(range(k, n), key=lambda i: float(abs(rows[i][k]).mid()))
        rows[k], rows[best] = rows[best], rows[k]
        if rows[k][k].contains(0):
            raise Undecided(f"{WHO}: the equations do not determine the constants there")
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k:
                rows[i] = [v - rows[i][k] * w for v, w in zip(rows[i], rows[k], strict=True)]
    return [[arb(v.mid()) for v in row[n:]] for row in rows]


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
    from symderive.terms.tree import rational

    return rational(q.numerator, q.denominator)


def _says(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The equation has exactly one root `{names[0]}` between the ends."
    return f"The equations have exactly one common root {', '.join(f'`{n}`' for n in names)} in the box."
