"""A definite integral from an antiderivative, piece by piece: no pole, jump or end is passed over.

On each piece F' = f is an identity, f and F are continuous inside, and the one-sided limits of F
are proved; the integral is the sum of their differences (the fundamental theorem on compact parts,
then limits: Rudin, Principles, 6.21).  A jump of F between pieces therefore never enters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.continuity.pieces import breaks, piece_on
from symderive.kernel.analysis.continuity.zeros import is_zero, neat, ordered, roots_inside
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.limits.limits import differ, limit
from symderive.kernel.analysis.ranges.ranges import nonzero, said, sign_of
from symderive.kernel.logic.claims import Condition, Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, integer, rational, sub

MAX_PIECES = 24
MAX_DEPTH = 4


class Diverges(Rejected):
    """The integral is proved to diverge: where, and why."""


@dataclass
class Evaluation:
    """What the pieces gave: the value, the conditions, constants not proved nonzero, the jumps."""

    total: Term = ZERO
    conditions: dict[str, Condition] = field(default_factory=dict)
    blocked: dict[Term, None] = field(default_factory=dict)
    ends: list[tuple[Term, Term, Term, Term]] = field(default_factory=list)  # a, b, F(a+), F(b-)

    def jumps(self, givens: Givens) -> list[str]:
        """Where the antiderivative has different limits from the left and from the right."""
        out = []
        for (_, b, _, left), (_, _, right, _) in zip(self.ends, self.ends[1:], strict=False):
            if differ(left, right, givens):
                out.append(
                    f"the antiderivative jumps at {said(b)}, from {said(left)} to {said(right)}"
                )
        return out

    def add(self, *conditions: Condition) -> None:
        for c in conditions:
            self.conditions.setdefault(c.text, c)


class Pieces:
    """The work on one integral with low < high; raises Diverges, Rejected, Undecided."""

    def __init__(self, body: Term, name: str, antiderivative: Term, givens: Givens) -> None:
        self.body, self.name, self.primitive, self.givens = body, name, antiderivative, givens
        self.found = Evaluation()
        self.count = 0

    def run(self, low: Term, high: Term, points: list[Term]) -> Evaluation:
        """`points` are proposed breaks; each is proved to lie inside."""
        for p in points:
            inside = (infinite(low) or sign_of(sub(p, low), self.givens) == "+") and (
                infinite(high) or sign_of(sub(high, p), self.givens) == "+"
            )
            if not inside:
                raise Undecided(f"the break {said(p)} is not proved to lie inside the interval")
        self._constants()
        self._split(low, high, points, MAX_DEPTH)
        return self.found

    def _constants(self) -> None:
        """What the parts of F that are free of x divide by belongs to no claim yet."""
        stack = [self.primitive]
        while stack:
            t = stack.pop()
            if self.name in t.free:
                if t.head == "Div" and self.name not in t.args[1].free:
                    t = t.rebuild((ONE, t.args[1]))
                else:
                    stack.extend(t.args)
                    continue
            if t.free:
                proof = identity(sub(t, t), self.givens)
                if proof is None:
                    raise Undecided(f"{said(t)} in the antiderivative is not understood")
                self.found.blocked.update(dict.fromkeys(proof.blocked))

    def _split(self, low: Term, high: Term, points: list[Term], depth: int) -> None:
        distinct: list[Term] = []
        for p in points:
            if not any(is_zero(sub(p, q), self.givens) for q in distinct):
                distinct.append(p)
        edges = [low, *ordered(distinct, self.givens), high]
        for a, b in pairwise(edges[1:-1]):
            if sign_of(sub(b, a), self.givens) != "+":
                raise Undecided(f"the order of {said(a)} and {said(b)} is not known")
        for a, b in pairwise(edges):
            self._piece(a, b, depth)

    def _piece(self, a: Term, b: Term, depth: int) -> None:
        self.count += 1
        if self.count > MAX_PIECES:
            raise Undecided(f"more than {MAX_PIECES} pieces")
        inner = on_interval(self.name, a, b, self.givens)
        body, primitive = (resolved(t, inner) for t in (self.body, self.primitive))
        points: list[Term] = [
            c
            for t in (body, primitive)
            for part in t.walk()
            if part.head == "Piecewise"
            for c in breaks(part, self.name, a, b, self.givens)
        ]
        if points and depth:
            self._split(a, b, points, depth - 1)
            return
        obstacles = self._obstacles(body, primitive, a, b)
        for term, condition in obstacles:
            roots = (
                [] if term is None else roots_inside(term, self.name, a, b, self.givens)
            )  # fmt: skip
            if not roots or depth == 0:
                raise Undecided(
                    f"on ({said(a)}, {said(b)}) not proved: {condition.text} ({condition.how})"
                )
            points += roots
        if points:
            self._split(a, b, points, depth - 1)
            return
        start, stop = self._end(primitive, a, "+"), self._end(primitive, b, "-")
        self.found.ends.append((a, b, start, stop))
        gain = stop if start == ZERO else sub(stop, start)
        self.found.total = gain if self.found.total == ZERO else add(self.found.total, gain)

    def _obstacles(
        self, body: Term, primitive: Term, a: Term, b: Term
    ) -> list[tuple[Term | None, Condition]]:
        """What is not proved on the open piece, each with the term whose zero is in the way."""
        x, inner = self.name, on_interval(self.name, a, b, self.givens)
        found = differentiate_on(primitive, x, a, b, self.givens)
        if found is None:
            raise Undecided(f"{said(primitive)} has no derivative rule")
        slope, conditions = found
        proof = identity(sub(slope, body), inner)
        if proof is None:
            raise self._mismatch(slope, body, a, b)
        for t in proof.blocked:
            if not t.free and not t.functions:
                raise Undecided(f"{said(t)} is divided by and not proved nonzero")
        self.found.blocked.update(dict.fromkeys(t for t in proof.blocked if x not in t.free))
        out: list[tuple[Term | None, Condition]] = [
            (t, Condition(f"{said(t)} != 0", "open", "not proved", t))
            for t in proof.blocked
            if x in t.free
        ]
        conditions = [*conditions, *proof.conditions]
        for t in (body, primitive):
            conditions += continuous_on(t, x, a, b, self.givens, closed=(False, False))
        for c in conditions:
            if c.settled:
                self.found.add(c)
            else:
                out.append((self._vanishing(c, inner), c))
        return out

    def _vanishing(self, c: Condition, inner: Givens) -> Term | None:
        if c.excluded is not None:
            return c.excluded
        found = differentiate_terms(self.primitive, self.name, inner)
        return next((u for text, u in found if text == c.text), None)

    def _mismatch(self, slope: Term, body: Term, a: Term, b: Term) -> Exception:
        for point in _between(a, b):
            middle = neat(point, self.givens)
            at = substitute(sub(slope, body), {self.name: middle})
            if nonzero(at, self.givens, 1) is not None:
                return Rejected(
                    f"the derivative of {said(self.primitive)} is not {said(self.body)}: "
                    f"they differ at {self.name} = {said(middle)}"
                )
        return Undecided(f"not proved: the derivative {said(slope)} equals {said(self.body)}")

    def _end(self, primitive: Term, end: Term, side: str) -> Term:
        found = limit(primitive, self.name, end, side, self.givens)
        where = f"{self.name} -> {said(end)}{'' if infinite(end) else side}"
        if found is None:
            raise Undecided(f"no limit of {said(self.primitive)} is proved as {where}")
        if found.kind == "none" or found.value is None:
            self._surely(f"{said(self.primitive)} has no limit as {where}: {found.how}")
        assert found.value is not None
        if infinite(found.value):
            self._surely(
                f"{said(self.primitive)} tends to {said(found.value)} as {where}"
            )  # fmt: skip
        self.found.add(
            Condition(
                f"{said(self.primitive)} -> {said(found.value)} as {where}", "discharged", found.how
            )
        )
        return found.value

    def _surely(self, why: str) -> None:
        if self.found.blocked:
            t = next(iter(self.found.blocked))
            raise Undecided(f"{said(t)} != 0 is not proved, and {why}")
        raise Diverges(f"the integral diverges: its antiderivative {why}")


def _between(a: Term, b: Term) -> list[Term]:
    """Two points inside the interval."""
    if infinite(a) and infinite(b):
        return [rational(3, 7), rational(-5, 3)]
    if infinite(a) or infinite(b):
        return [add(a, integer(k)) if infinite(b) else sub(b, integer(k)) for k in (1, 3)]
    return [div(add(a, b, b), integer(3)), div(add(a, a, b), integer(3))]


def resolved(t: Term, inner: Givens) -> Term:
    """The term with each Piecewise replaced by the piece that holds throughout, where one does."""
    args = [resolved(a, inner) for a in t.args]
    if t.head == "Piecewise":
        piece = piece_on(t, inner)
        if piece is not None:
            return resolved(piece, inner)
    return t.rebuild(args) if args else t


def differentiate_terms(term: Term, name: str, inner: Givens) -> list[tuple[str, Term]]:
    """The conditions of a derivative as (text, the term that must not vanish)."""
    out = []
    for c in differentiate(term, name, inner)[1]:
        if c.head in ("Ne", "Lt", "Le") and len(c.args) == 2:
            left, right = c.args
            u = left if right == ZERO else right if left == ZERO else sub(left, right)
            out.append((said(c), u))
    return out
