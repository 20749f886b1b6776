"""Witnesses: an admissible point where a claim certainly fails, and one where nothing is void.

A claim is refuted by exact values of its names (every given replayed), at which both sides have
finite balls and the relation is certainly false; or by proven divergence of an integral or a sum in
it.  Agreement of balls refutes nothing and proves nothing.

>>> from symderive.terms.tree import call, eq, integer, pow_, symbol
>>> x = symbol("x")
>>> claim = eq(call("sqrt", pow_(x, integer(2))), x)
>>> w = refute(claim, Givens())
>>> w.point, w.left[:8], w.right[:8], w.reason
({'x': '-3/7'}, '0.428571', '-0.42857', 'differs')
>>> refute(claim, Givens.of([Term("Gt", (x, integer(0)))])) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from math import log10

from flint import acb, acb_mat, arb

from symderive.kernel.logic.ballfunctions import is_real
from symderive.kernel.logic.balls import Evaluator, Value, with_precision
from symderive.kernel.logic.enclosed import enclosed_places
from symderive.kernel.logic.exact import exact
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import RELATIONS, Place, places_for
from symderive.kernel.logic.points import Values
from symderive.kernel.logic.ties import tied
from symderive.terms.tree import Term
from symderive.terms.writer import write

TRIES = 32
MOST_DIGITS = 60  # that `agreement` counts
FINER = (165, 400)  # bits at which sides that agree are compared again
FINE_POINTS = 2
LIMIT_TRIES = 12  # points for a claim with integrals, infinite sums or limits, which cost more


@dataclass(frozen=True)
class Witness:
    """A point at which a claim fails: exact values, enclosures of both sides, functions if generic.

    `reason` is "differs", or "diverges: ..." where an integral or a sum has no value there.
    """

    point: dict[str, str]
    left: str
    right: str
    functions: dict[str, str] = field(default_factory=dict)
    bits: int = 64
    reason: str = "differs"


def refute(
    claim: Term, givens: Givens, *, tries: int = TRIES, bits: int = 64, skip: int = 0
) -> Witness | None:
    """A witness against a relation or an And-chain of relations; None if none was found.

    `skip` leaves out that many of the first points (after `first_point` has been tried).
    """
    parts = links(claim)
    if parts is None or tied(claim, givens.statements):
        return None
    if givens.matrices:
        from symderive.kernel.logic import matrix_places  # stands on what is here

        return matrix_places.refute(claim, givens)
    case = Case(claim, parts, givens)
    agreeing: list[Place] = []
    tries = min(tries, LIMIT_TRIES) if case.limits else tries
    for place in islice(case.places(tries), skip, tries):
        found = case.fails(place, bits)
        if found is not None:
            return found
        if case.finite:
            agreeing.append(place)
    for finer in FINER if not case.limits else ():
        for place in agreeing[:FINE_POINTS]:
            found = case.fails(place, finer)
            if found is not None:
                return found
    return None


def first_point(claim: Term, givens: Givens, bits: int = 64) -> Witness | None:
    """`refute` at the first point only: cheap, and enough for most false claims."""
    parts = links(claim)
    if parts is None or tied(claim, givens.statements):
        return None
    if givens.matrices:
        from symderive.kernel.logic import matrix_places

        return matrix_places.refute(claim, givens, 1)
    case = Case(claim, parts, givens)
    place = next(case.places(1), None)
    return None if place is None else case.fails(place, bits)


def nonvacuous(
    givens: Givens, inverted: Sequence[Term] = (), finite: Sequence[Term] = ()
) -> dict[str, str] | None:
    """An admissible point at which every `inverted` term is finite and certainly not zero.

    The `finite` terms must be finite there.  None if no such point was found.
    """
    if givens.matrices:
        from symderive.kernel.logic import matrix_places

        return matrix_places.nonvacuous(givens, inverted, finite)
    terms = [*inverted, *finite]
    names = sorted(frozenset().union(*(t.free for t in terms)) if terms else ())
    enclosed = enclosed_places(terms, names, givens, 2 * TRIES)
    for place in chain(enclosed, places_for(terms, names, givens, 2 * TRIES)):
        for bits in (64, 256):
            with with_precision(bits):
                e = place.evaluator()
                values = [_scalars(e.value(t)) for t in terms]
                if not all(z.is_finite() for zs in values for z in zs):
                    break
                if all(not z.contains(0) for zs in values[: len(inverted)] for z in zs):
                    return place.text()
    return None


def agreement(claim: Term, givens: Givens, bits: int = 256) -> tuple[int, int]:
    """(digits, points): to how many digits both sides agree at how many points; evidence only."""
    parts = links(claim)
    digits, count = MOST_DIGITS, 0
    if parts is None:
        return 0, 0
    case = Case(claim, parts, givens)
    for place in case.places(TRIES):
        with with_precision(bits):
            e = place.evaluator()
            pairs = [(_scalars(e.value(p.args[0])), _scalars(e.value(p.args[1]))) for p in parts]
            flat = [(a, b) for left, right in pairs for a, b in zip(left, right, strict=False)]
            gaps = [abs(a - b) / abs(a).max(arb(1)) for a, b in flat]
            # A point where the balls themselves are wide is no evidence.
            if not gaps or not all(g.is_finite() and g.rad() < arb(10) ** -20 for g in gaps):
                continue
            count += 1
            digits = min([digits, *(_digits(float(g.upper())) for g in gaps)])
    return (digits, count) if count else (0, 0)


def _digits(gap: float) -> int:
    return 0 if not gap < 1 else MOST_DIGITS if gap == 0 else min(MOST_DIGITS, int(-log10(gap)))


def enclosure(ball: acb, digits: int = 15) -> str:
    """A ball as text: `0.333333333333333 +/- 3.71e-16`; complex ones as `(..) + (..)*I`."""
    re, im = (str(x.str(digits)).strip("[]") for x in (ball.real, ball.imag))
    return re if is_real(ball) else f"({re}) + ({im})*I"


def apart(x: acb, y: acb) -> tuple[str, str, bool]:
    """Both balls as text, with digits enough to see that they differ, and whether one does."""
    for digits in (15, 35, 60, 130):
        texts = enclosure(x, digits), enclosure(y, digits)
        with with_precision(512):
            pairs = zip(_parts_of(x), _parts_of(y), strict=True)
            if any(not arb(a.str(digits)).overlaps(arb(b.str(digits))) for a, b in pairs):
                return *texts, True
    return enclosure(x), enclosure(y), False


def _parts_of(z: acb) -> tuple[arb, arb]:
    return z.real, z.imag


# --- one claim ------------------------------------------------------------------------------------


class Case:
    """A claim, its parts, and what the last trial met."""

    def __init__(self, claim: Term, parts: list[Term], givens: Givens) -> None:
        self.claim, self.parts, self.givens = claim, parts, givens
        self.finite = False
        self.infinite = any(_infinite(s) for p in parts for s in p.args)
        limits = ("Integral", "Sum", "Limit")
        self.limits = [t for t in claim.walk() if t.head in limits and _top(t, claim)]
        # What stands for a number wherever a limit process is inside it.
        calculus = (*limits, "Derivative", "Subs", "Product")
        self.opaque = [
            t for t in claim.walk()
            if t.head in calculus and any(u.head in limits for u in t.walk())
        ]  # fmt: skip
        self.spare: list[int] | None = None

    def evaluator(self, place: Place) -> Evaluator:
        """All places of a case share one budget of evaluations."""
        e = place.evaluator()
        if self.spare is None:
            self.spare = e.spare
        e.spare = self.spare
        return e

    def places(self, tries: int) -> Iterator[Place]:
        names = sorted(self.claim.free - self.claim.functions)
        enclosed = enclosed_places([self.claim], names, self.givens, tries)
        return chain(enclosed, places_for([self.claim], names, self.givens, tries))

    def fails(self, place: Place, bits: int) -> Witness | None:
        """The claim at one place: a witness or None; `finite` says whether the sides had values."""
        with with_precision(bits):
            e = self.evaluator(place)
            if self.infinite:
                return self._finite_after_all(place, e, bits)
            sides = [(e.value(p.args[0]), e.value(p.args[1])) for p in self.parts]
            self.finite = all(_finite(a) and _finite(b) for a, b in sides)
            if not self.finite:
                return self._divergence(place, e, bits) if self.limits else None
            for part, (a, b) in zip(self.parts, sides, strict=True):
                pair = _false(part, a, b, place.values)
                if pair is not None:
                    left, right, seen = apart(*pair)
                    finer = self.fails(place, FINER[-1]) if not seen and bits < FINER[-1] else None
                    return finer or Witness(place.recorded(), left, right, place.functions(), bits)
        return None

    def _finite_after_all(self, place: Place, e: Evaluator, bits: int) -> Witness | None:
        """`... = oo` of something that has a finite value or another infinite limit."""
        # Imported here: the tests of divergence stand on this room's balls.
        from symderive.kernel.analysis.integrals.divergence import another_limit

        self.finite = False
        for p in self.parts if len(self.parts) == 1 and self.parts[0].head == "Eq" else ():
            for side, other in (p.args, p.args[::-1]):
                if not _infinite(side) or _infinite(other):
                    continue
                value = _scalars(e.value(other))
                found = enclosure(value[0]) if len(value) == 1 and value[0].is_finite() else None
                if found is None and other.head == "Limit":
                    found = another_limit(other, -1 if side.head == "Neg" else 1, e)
                if found is not None:
                    left, right = (found, write(side))[:: 1 if other is p.args[0] else -1]
                    return Witness(place.recorded(), left, right, place.functions(), bits)
        return None

    def _divergence(self, place: Place, e: Evaluator, bits: int) -> Witness | None:
        # Imported here: the tests of divergence stand on this room's balls.
        from symderive.kernel.analysis.integrals.divergence import diverges
        from symderive.kernel.analysis.limits.limit_step import no_limit

        # What else is written must have its values there: the limits stand as generic numbers.
        rest = self.evaluator(place)
        rest.memo.update({t: acb(k + 1) / 7 for k, t in enumerate(self.opaque)})
        if not all(_finite(rest.value(s)) for p in self.parts for s in p.args):
            return None
        for t in self.limits:
            reason = diverges(t, e) or no_limit(t, place.terms())
            if reason is not None:
                return Witness(
                    place.recorded(), "no value", "", place.functions(), bits, f"diverges: {reason}"
                )
        return None


def _infinite(t: Term) -> bool:
    return t.head in ("oo", "zoo") or (t.head == "Neg" and t.args[0].head == "oo")


def _top(t: Term, claim: Term) -> bool:
    """The integral or sum stands under no binder, so its ends and parameters have values."""
    return t.free <= claim.free


def links(claim: Term) -> list[Term] | None:
    parts = claim.args if claim.head == "And" else (claim,)
    return list(parts) if parts and all(p.head in RELATIONS for p in parts) else None


def _scalars(value: Value) -> list[acb]:
    if type(value) is acb:
        return [value]
    return [value[i, j] for i in range(value.nrows()) for j in range(value.ncols())]


def _finite(value: Value) -> bool:
    return all(z.is_finite() for z in _scalars(value))


def _shape(value: Value) -> tuple[int, int]:
    return (value.nrows(), value.ncols()) if type(value) is acb_mat else (1, 1)


def _zero_like(a: Value, b: Value) -> Value:
    zero = type(a) is acb and a.is_zero()
    return acb_mat(*_shape(b)) if zero else a


def _false(part: Term, a: Value, b: Value, values: Values) -> tuple[acb, acb] | None:
    """The pair of entries at which the relation is certainly false, if it is."""
    if _shape(a) != _shape(b):
        a, b = _zero_like(a, b), _zero_like(b, a)  # A*B = 0: the zero matrix of that shape
    if _shape(a) != _shape(b):
        return None
    pairs = list(zip(_scalars(a), _scalars(b), strict=True))
    if part.head == "Eq":
        return next(((x, y) for x, y in pairs if not (x - y).contains(0)), None)
    if len(pairs) != 1:
        return None
    ((x, y),) = pairs
    d = x - y
    if part.head == "Ne":
        left, right = (exact(s, values) for s in part.args)
        return (x, y) if d.is_zero() or (left is not None and left == right) else None
    if not is_real(d):  # an order of numbers that are not real says nothing
        return None
    false = {"Lt": d.real >= 0, "Le": d.real > 0, "Gt": d.real <= 0, "Ge": d.real < 0}[part.head]
    return (x, y) if false else None
