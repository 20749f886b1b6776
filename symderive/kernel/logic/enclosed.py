"""Admissible places at constants that are known as roots: a box with a proven solution.

Where givens are equations in names that rational ends enclose tightly, no exact point satisfies
them.  Krawczyk's operator proves that the box holds exactly one root; what has a ball on the whole
box has it at the root, and the other names take exact values as everywhere else.

>>> from symderive.terms.reader import read
>>> givens = Givens.of([read("cos(c) = c"), read("0.739 < c"), read("c < 0.740"), read("x > c")])
>>> place = next(enclosed_places([read("x - c")], ["c", "x"], givens, 5))
>>> bool(place.evaluator().value(read("x - c")).real > 0)
True

Source: Krawczyk 1969; Neumaier, Interval Methods for Systems of Equations, 1990, Thm 5.1.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from flint import acb, arb, fmpq

from symderive.kernel.logic.balls import Evaluator, evaluate, with_precision
from symderive.kernel.logic.givens import Givens, Sort, constant
from symderive.kernel.logic.places import Place, places_for
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, rational, sub

MAX_NAMES, MAX_BITS = 4, 4000
THIN = Fraction(1, 100)
Box = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class EnclosedPlace(Place):
    """Exact values of most names, boxes with a root for the others."""

    boxes: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)

    def balls(self) -> dict[str, acb]:
        return {n: acb(_ball(a).union(_ball(b))) for n, (a, b) in self.boxes.items()}

    def evaluator(self) -> Evaluator:
        plain = super().evaluator()
        return plain.with_values(self.balls())

    def recorded(self) -> dict[str, str]:
        return super().text()

    def text(self) -> dict[str, str]:
        return super().text() | {n: f"the root near {_near(a)}" for n, (a, _) in self.boxes.items()}


def enclosed_places(
    terms: Sequence[Term], names: Sequence[str], givens: Givens, tries: int
) -> Iterator[EnclosedPlace]:
    """Places at a root; none where the givens describe no tight box with one."""
    boxes = roots_of(givens)
    if not boxes:
        return
    middle = {n: _middle(a, b) for n, (a, b) in boxes.items()}
    told = [Term(r, (a, b)) for r, a, b in givens.relations if (a.free | b.free) & boxes.keys()]
    open_ = [r for r in told if not _settled(r, boxes)]
    kept = []
    for relation, a, b in givens.relations:
        if (a.free | b.free) <= boxes.keys() and not (a.functions | b.functions):
            continue  # the equations, and the ends of the box
        kept.append((relation, substitute(a, middle), substitute(b, middle)))
    sorts = {n: s for n, s in givens.sorts.items() if n not in boxes}
    bounds = {n: b for n, b in givens.bounds.items() if n not in boxes}
    rest = replace(givens, relations=tuple(kept), sorts=sorts, bounds=bounds)
    put = [substitute(t, middle) for t in terms]
    for place in places_for(put, [n for n in names if n not in boxes], rest, tries):
        found = EnclosedPlace(place.values, place.samples, place.defined, boxes)
        whole = found.evaluator()
        if all(whole.holds(r) is True for r in open_):
            yield found


def _settled(r: Term, boxes: Mapping[str, object]) -> bool:
    """An equation that the root solves, or an end that is not inside its box."""
    if r.functions or not r.free <= boxes.keys():
        return False
    ends = r.head in ("Lt", "Le") and any(
        a.head == "Symbol" and constant(b) is not None for a, b in (r.args, r.args[::-1])
    )
    return r.head == "Eq" or ends


def roots_of(givens: Givens) -> dict[str, tuple[Fraction, Fraction]]:
    """The names that givens determine as the one root of equations in a tight box, with their ends."""
    tight = {
        n: (b.low, b.high) for n, b in givens.bounds.items()
        if b.low is not None and b.high is not None and 0 < b.high - b.low <= THIN
        and _plain(givens.sort(n), b.low, b.high)
    }  # fmt: skip
    if not tight:
        return {}
    out: dict[str, tuple[Fraction, Fraction]] = {}
    for group in _groups(givens, frozenset(tight)):
        names = tuple(sorted(frozenset().union(*(t.free for t in group))))
        box = tuple(tight[n] for n in names)
        if len(group) != len(names) or why_not(tuple(group), names, box) is not None:
            return {}
        out |= {n: tight[n] for n in names}
    return out


def _plain(sort: Sort, low: Fraction, high: Fraction) -> bool:
    """A real name, of a sign that the box keeps and of no other kind."""
    signs = {None: True, "+": low >= 0, "0+": low >= 0, "-": high <= 0, "0-": high <= 0,
             "!0": low >= 0 or high <= 0}  # fmt: skip
    return sort.domain == "real" and signs.get(sort.sign, False)


def _groups(givens: Givens, tight: frozenset[str]) -> list[list[Term]]:
    """Equations in tight names alone, those with common names together."""
    groups: list[list[Term]] = []
    for relation, a, b in givens.relations:
        t = sub(a, b)
        if relation != "Eq" or not t.free or not t.free <= tight or t.functions:
            continue
        near = [g for g in groups if any(u.free & t.free for u in g)]
        groups = [g for g in groups if g not in near] + [[*(u for g in near for u in g), t]]
    return groups


@lru_cache(maxsize=200)
def why_not(terms: tuple[Term, ...], names: tuple[str, ...], box: Box) -> str | None:
    """Why it is not proved that the terms have exactly one common zero in the box; None if it is."""
    # Imported here: differentiation stands on this room.
    from symderive.kernel.analysis.calculus.differentiate import Refused, derivative

    thin = min(b - a for a, b in box)
    if thin <= 0 or len(names) > MAX_NAMES or len(terms) != len(names):
        return "one equation and a box for each name are wanted"
    bits = 96 + 3 * max(0, thin.denominator.bit_length() - thin.numerator.bit_length())
    if bits > MAX_BITS:
        return "the box is too thin"
    try:
        slopes = [[derivative(t, n) for n in names] for t in terms]
    except Refused as reason:
        return str(reason)
    with with_precision(bits):
        try:
            return _contraction(terms, slopes, names, box)
        except ArithmeticError as reason:
            return str(reason)


def _contraction(
    terms: Sequence[Term], slopes: Sequence[Sequence[Term]], names: Sequence[str], box: Box
) -> str | None:
    ends = [(_ball(a), _ball(b)) for a, b in box]
    middle = [(a + b) / 2 for a, b in ends]
    whole = [a.union(b) for a, b in ends]
    everywhere = dict(zip(names, map(acb, whole), strict=True))
    here = dict(zip(names, map(acb, middle), strict=True))
    moving = frozenset(names)
    for t in terms:  # finite only where the term is smooth on the whole box
        _real(evaluate(t, everywhere, moving=moving))
    f = [_real(evaluate(t, here)) for t in terms]
    slope = [[_real(evaluate(s, everywhere, moving=moving)) for s in row] for row in slopes]
    y = _inverse([[arb(s.mid()) for s in row] for row in slope])
    n = range(len(names))
    for i in n:
        image = middle[i] - sum((y[i][j] * f[j] for j in n), arb(0))
        for k in n:
            gap = sum((y[i][j] * slope[j][k] for j in n), arb(0))
            image += (int(i == k) - gap) * (whole[k] - middle[k])
        if not (image > ends[i][0] and image < ends[i][1]):
            return f"the operator does not map the box of {names[i]} into its interior"
    return None


def _real(value: acb) -> arb:
    if not value.is_finite() or not value.imag.is_zero():
        raise ArithmeticError("an equation is not known to be real and smooth on the box")
    return value.real


def _inverse(m: list[list[arb]]) -> list[list[arb]]:
    """An approximate inverse, by elimination: any matrix will do, the operator proves it is one."""
    n = len(m)
    rows = [[*row, *(arb(int(i == j)) for j in range(n))] for i, row in enumerate(m)]
    for k in range(n):
        best = max(range(k, n), key=lambda i: float(abs(rows[i][k]).mid()))
        rows[k], rows[best] = rows[best], rows[k]
        if rows[k][k].contains(0):
            raise ArithmeticError("the equations do not determine the names there")
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k:
                rows[i] = [v - rows[i][k] * w for v, w in zip(rows[i], rows[k], strict=True)]
    return [[arb(v.mid()) for v in row[n:]] for row in rows]


def _ball(q: Fraction) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def _middle(a: Fraction, b: Fraction) -> Term:
    q = (a + b) / 2
    return rational(q.numerator, q.denominator)


def _near(q: Fraction) -> str:
    return str(_ball(q).str(12, radius=False))


__all__ = ["EnclosedPlace", "enclosed_places", "roots_of", "why_not"]
