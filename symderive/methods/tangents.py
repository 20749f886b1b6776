"""Orders between logarithms or exponentials, by their tangents: log u <= u - 1 and exp w >= 1 + w.

Each instance is a step that the kernel checks (the tangent for every t, then its value at u); the
sign oracle finishes with them.  Gibbs' inequality and its relatives are of this kind.

>>> from symderive.terms.reader import read
>>> from symderive.strategy import Trail
>>> trail = Trail(Givens.of([read("a > 0"), read("b > 0")]))
>>> ordered(read("a*log(a/b) >= a - b"), trail) is None
False
>>> [s.by for s in trail.steps]
['algebra', 'specialisation', 'algebra']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice
from math import gcd

from symderive.kernel.analysis.calculus.tidy import minus, over, power, times
from symderive.kernel.logic.givens import Givens, constant
from symderive.strategy import Trail
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, ZERO, Term, call, integer, sub, symbol

ORDERS = ("Lt", "Le", "Gt", "Ge")
MOST = 6  # logarithms, or exponentials, in a claim
Point = tuple[str, Term]  # ("log", u) or ("exp", w)


def ordered(
    claim: Term, trail: Trail, under: tuple[Term, ...] = (), tangents: int | None = None
) -> int | None:
    """The step that proves an order from tangents, or None; `tangents` bounds how many sets are tried."""
    if claim.head not in ORDERS:
        return None
    known = _Tangents(claim, trail, under)
    for points in islice(_candidates(claim), tangents):
        last = known.finished(points)
        if last is not None:
            return last
    return None


class _Tangents:
    """Tangents that the kernel has accepted, each proved once."""

    def __init__(self, claim: Term, trail: Trail, under: tuple[Term, ...]) -> None:
        self.claim, self.trail, self.under = claim, trail, under
        spoken = {n for s in (claim, *trail.givens.statements, *under) for n in s.free}
        self.t = symbol(fresh("t", spoken))
        self.known: dict[str, int | None] = {}
        self.found: dict[Point, int | None] = {}

    def finished(self, points: list[Point]) -> int | None:
        """The claim by the tangents at these places."""
        uses = [n for p in points if (n := self.at(p)) is not None]
        if not uses:
            return None
        last = self.trail.step("algebra", self.claim, uses, under=self.under)
        if last is None and len(points) == 1 and points[0][0] == "log":
            n = self._below_one(points[0][1])
            last = (
                None
                if n is None
                else self.trail.step("algebra", self.claim, (n,), under=self.under)
            )
        return last

    def _below_one(self, u: Term) -> int | None:
        """log u <= 0, where u <= 1."""
        small = (Term("Gt", (self.t, ZERO)), Term("Le", (self.t, ONE)), *self.under)
        base = self.trail.step("algebra", Term("Le", (call("log", self.t), ZERO)), under=small)
        fact = Term("Le", (call("log", u), ZERO))
        bind = {self.t.data: u}
        return None if base is None else self.trail.step(
            "specialisation", fact, (base,), bind, self.under)  # fmt: skip

    def at(self, point: Point) -> int | None:
        if point not in self.found:
            head, u = point
            if head not in self.known:
                self.known[head] = self._for_all(head)
            base = self.known[head]
            self.found[point] = None if base is None else self.trail.step(
                "specialisation", _tangent(head, u), (base,), {self.t.data: u}, self.under)  # fmt: skip
        return self.found[point]

    def _for_all(self, head: str) -> int | None:
        positive = (Term("Gt", (self.t, ZERO)),) if head == "log" else ()
        return self.trail.step("algebra", _tangent(head, self.t), under=(*positive, *self.under))


def _tangent(head: str, u: Term) -> Term:
    if head == "log":
        return Term("Le", (call("log", u), sub(u, ONE)))
    return Term("Ge", (call("exp", u), Term("Add", (ONE, u))))


def _candidates(claim: Term) -> Iterator[list[Point]]:
    """Sets of places at which to take tangents, the plain ones first."""
    inside = dict.fromkeys(t for side in claim.args for t in _outermost(side))
    logs = [t.args[0] for t in inside if t.head == "log"][:MOST]
    powers = [t.args[0] for t in inside if t.head == "exp"][:MOST]
    pairs = list(combinations(powers, 2))
    if pairs:
        yield [("exp", sub(w, v)) for v, w in pairs]
        yield [("exp", sub(v, w)) for v, w in pairs]
        yield [("exp", d) for v, w in pairs for d in (sub(v, w), sub(w, v))]
    if logs:
        yield [("log", _inverted(g)) for g in logs]
        yield [("log", g) for g in logs]
        yield from ([("log", u)] for u in _products(claim))
        yield [("log", u) for g in logs for u in (g, _inverted(g))]
    if powers:
        yield [("exp", w) for w in powers]
        yield [("exp", minus(w)) for w in powers]
        yield [("exp", d) for v, w in pairs for d in (sub(v, w), sub(w, v), v, w)]


def _outermost(t: Term) -> Iterator[Term]:
    if t.head in ("log", "exp"):
        yield t
        return
    for a in t.args:
        yield from _outermost(a)


def _inverted(u: Term) -> Term:
    return over(u.args[1], u.args[0]) if u.head == "Div" else over(ONE, u)


def _products(claim: Term) -> Iterator[Term]:
    """What all logarithms with numbers before them make together: log u with whole exponents."""
    found: dict[Term, Fraction] = {}
    for side, sign in zip(claim.args, (1, -1), strict=True):
        if not _collect(side, Fraction(sign), found):
            return
    weights = {g: c for g, c in found.items() if c}
    if not weights:
        return
    below = 1
    for c in weights.values():
        below = below * c.denominator // gcd(below, c.denominator)
    whole = {g: int(c * below) for g, c in weights.items()}
    common = gcd(*whole.values())
    for scale in (1, -1, 2, -2):
        parts = {g: k // common * scale for g, k in whole.items()}
        up = [power(g, integer(k)) for g, k in parts.items() if k > 0]
        down = [power(g, integer(-k)) for g, k in parts.items() if k < 0]
        top = times(*up) if up else ONE
        yield over(top, times(*down)) if down else top


def _collect(t: Term, c: Fraction, into: dict[Term, Fraction]) -> bool:
    """Logarithms with their rational coefficients; False where one has another coefficient."""
    if t.head == "log":
        into[t.args[0]] = into.get(t.args[0], Fraction(0)) + c
        return True
    if t.head == "Add":
        return all(_collect(a, c, into) for a in t.args)
    if t.head == "Neg":
        return _collect(t.args[0], -c, into)
    if t.head == "Div" and (d := constant(t.args[1])):
        return _collect(t.args[0], c / d, into)
    if t.head == "Mul":
        numbers = [constant(a) for a in t.args]
        rest = [a for a, d in zip(t.args, numbers, strict=True) if d is None]
        if len(rest) == 1:
            for d in numbers:
                c = c if d is None else c * d
            return _collect(rest[0], c, into)
    return not any(True for u in _outermost(t) if u.head == "log")


__all__ = ["Givens", "ordered"]
