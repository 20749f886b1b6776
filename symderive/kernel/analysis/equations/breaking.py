"""Primitives `lower_bound` and `breaking_time`: when a classical solution ends.

The characteristics of a_x u_x + a_t u_t = c start at x = s and reach X(s, t) with the value U(s, t).
While X_s > 0 for every s the solution is classical; at the first t with X_s = 0 and U_s != 0 its slope
U_s / X_s is infinite (Whitham, Linear and Nonlinear Waves, 2.1; Evans, PDE, 2nd ed., 3.2.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from symderive.kernel.analysis.calculus.tidy import times
from symderive.kernel.analysis.equations.first_order import Datum, Problem, by, problem_of, proved
from symderive.kernel.analysis.equations.least_value import (
    everywhere,
    least,
    through_half_angle,
    through_range,
)
from symderive.kernel.analysis.equations.pde_solution import unknown_of
from symderive.kernel.analysis.limits.limits import limit
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
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write


@primitive("lower_bound")
def lower_bound(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives m <= G(s) for all real s.

    bind name; cut1, cut2, ..: it is proved on each piece between them.  Or P, R, at1, ..: G' = P R with
    a polynomial R (`least_value`), perhaps of G(W) with W = sin, cos, tanh or exp (W, G), or
    with W = tan(H s/2) where G has the period 2 pi/H (H, G).  Scales k and c take parameters away
    first: m = k m0 and G(c s) = k G0(s) (k, c, low, body).
    """
    if step.gives.head != "Le":
        raise Rejected("lower_bound: m <= G is wanted")
    low, body = step.gives.args
    names = body.free - {n for s in givens.statements if not s.functions for n in s.free}
    names -= low.free
    name = bound(step, "name").data
    if name not in names or any(name in s.free for s in givens.statements if not s.functions):
        raise Rejected(f"lower_bound: {name} must run over all real numbers")
    local = _aside(givens)
    conditions: list[Condition] = []
    if "k" in step.bind:
        low, body, conditions = _scaled(step, low, body, name, local)
        local = Givens()
    if "R" in step.bind:
        span: tuple[int | None, int | None] = (None, None)
        if "W" in step.bind:
            outer = bound(step, "G")
            more, span = through_range(low, body, bound(step, "W"), outer, name, local)
            conditions, body = conditions + more, outer
        elif "H" in step.bind:
            outer = bound(step, "G")
            conditions += through_half_angle(body, bound(step, "H"), outer, name, local)
            body = outer
        turns = bound(step, "P"), bound(step, "R"), name, _numbered(step, "at"), Givens()
        conditions += least(low, body, *turns, span)
        how = "By the critical points and the ends."
    else:
        cuts = _numbered(step, "cut")
        for a, b in pairwise(cuts):
            conditions += proved(Term("Lt", (a, b)), local)
        for piece in _between(symbol(name), cuts, "Le"):
            inside = local.extended(*piece) if piece else local
            conditions += everywhere(Term("Le", (low, body)), inside)
        how = "Proved on each piece of the line." if cuts else "By the sign oracle."
    return Outcome("exact", tuple({c.text: c for c in conditions}.values()), how)


def _scaled(
    step: Step, low: Term, body: Term, name: str, local: Givens
) -> tuple[Term, Term, list[Condition]]:
    """m = k m0 and G(c s) = k G0(s) with positive k and c: m0 and G0, which hold no other names."""
    k, c = bound(step, "k"), bound(step, "c")
    low0, body0 = bound(step, "low"), bound(step, "body")
    if name in k.free | c.free | low0.free:
        raise Rejected(f"lower_bound: the scales k and c do not depend on {name}")
    if low0.free or body0.free - {name}:
        raise Rejected("lower_bound: no other names may stand in it; scale them away")
    scaled = substitute(body, {name: times(c, symbol(name))})
    conditions: list[Condition] = []
    for part in (Term("Lt", (ZERO, k)), Term("Lt", (ZERO, c)), eq(low, times(k, low0)),
                 eq(scaled, times(k, body0))):  # fmt: skip
        conditions += everywhere(part, local)
    return low0, body0, conditions


def _numbered(step: Step, role: str) -> list[Term]:
    found: list[Term] = []
    while f"{role}{len(found) + 1}" in step.bind:
        found.append(step.bind[f"{role}{len(found) + 1}"])
    return found


def _between(s: Term, cuts: Sequence[Term], relation_: str) -> list[list[Term]]:
    """What holds of s on each piece of the line."""
    out = []
    for k in range(len(cuts) + 1):
        piece = [Term(relation_, (cuts[k - 1], s))] if k else []
        piece += [Term(relation_, (s, cuts[k]))] if k < len(cuts) else []
        out.append(piece)
    return out


def _aside(givens: Givens) -> Givens:
    """What is given of the parameters: givens on functions are left aside."""
    return Givens.of(s for s in givens.statements if not s.functions or s.head == "Is")


@primitive("breaking_time")
def breaking_time(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives breaking_time(t) = T.

    bind: s, X, U; at: the s where it breaks, oo or -oo; cut1, ..: where pieces of the data meet; and
    where X_s contains a function G of s: w (a name) and J (X_s with w for G), with the premise m <= G,
    a step `lower_bound`.
    """
    left, end = equation(step.gives, "breaking_time")
    if (
        left.head != "Apply"
        or left.data != ("breaking_time", (0,))
        or left.args[0].head != "Symbol"
    ):
        raise Rejected("breaking_time: breaking_time(t) = T is wanted")
    time = left.args[0]
    problem = problem_of(unknown_of(Term("And", givens.statements), givens), givens)
    if len(problem.variables) != 2 or len(problem.data) != 1 or time.data not in problem.variables:
        raise Undecided("breaking_time: two variables and data on one line are wanted")
    if any(s.free & set(problem.variables) for s in problem.rest):
        raise Undecided("breaking_time: the data must reach over the whole line")
    return _Breaking(step, problem, problem.data[0], time.data, end).outcome(premises)


class _Breaking:
    def __init__(self, step: Step, problem: Problem, datum: Datum, time: str, end: Term) -> None:
        self.step, self.problem, self.end, self.time = step, problem, end, time
        self.s = bound(step, "s")
        self.position, self.value = bound(step, "X"), bound(step, "U")
        k = problem.variables.index(time)
        self.space = problem.variables[1 - k]
        self.start, point = datum.at[k], datum.at[1 - k]
        names = {n for s in (*problem.rest, self.start) for n in s.free} | set(problem.variables)
        if self.s.head != "Symbol" or self.s.data in names:
            raise Rejected("breaking_time: s is the name of a new parameter")
        if point.head != "Symbol" or point.data in self.start.free | end.free:
            raise Rejected("breaking_time: the data stand on a line of constant time")
        if end.free & {*problem.variables, self.s.data}:
            raise Rejected("breaking_time: it depends on the parameters only")
        self.datum = substitute(datum.value, {point.data: self.s})
        at = [s for s in problem.rest if not s.free & set(problem.variables)]
        t = symbol(time)
        self.fixed = Givens.of(at)
        self.before = Givens.of([*at, Term("Le", (self.start, t)), Term("Lt", (t, end))])
        self.cuts = _numbered(step, "cut")
        self.pieces = [
            _Piece(piece, *(chosen(q, self.fixed.extended(*piece)) for q in whole)) if piece
            else _Piece(piece, *whole)
            for piece in _between(self.s, self.cuts, "Lt")
            for whole in ((self.position, self.value, self.datum),)
        ]  # fmt: skip

    def outcome(self, premises: Sequence[Checked]) -> Outcome:
        if premises and self.cuts:
            raise Rejected("breaking_time: a lower bound is for data in one piece")
        conditions = proved(Term("Lt", (self.start, self.end)), self.fixed)
        for piece in self.pieces:
            conditions += self._strip(piece)
            slope = by(piece.position, self.s.data, self.before.extended(*piece.where))
            conditions += self._positive(slope, piece, premises)
        conditions += self._joined()
        conditions += self._steep(bound(self.step, "at"))
        return Outcome("exact", tuple({c.text: c for c in conditions}.values()),
                       "Until then the characteristics do not meet; then the slope is infinite.",
                       solution=True)  # fmt: skip

    def _steep(self, place: Term) -> list[Condition]:
        """At the end X_s = 0 and U_s != 0: at a point, or in the limit at infinity."""
        last = {self.time: self.end}
        if any(t.head == "oo" for t in place.walk()):
            piece = self.pieces[-1 if place.head == "oo" else 0]
            values = []
            for q in (piece.position, piece.value):
                slope = substitute(by(q, self.s.data, self.before.extended(*piece.where)), last)
                found = limit(slope, self.s.data, place, "+-", self.fixed)
                if found is None or found.value is None:
                    raise Undecided("breaking_time: no limit of the slopes is known at infinity")
                values.append(found.value)
            out = proved(eq(values[0], ZERO), self.fixed)
            return out + proved(Term("Ne", (values[1], ZERO)), self.fixed)
        last[self.s.data] = place
        piece = self._holding(place)
        local = self.before.extended(*piece.where)
        slope, rise = (by(q, self.s.data, local) for q in (piece.position, piece.value))
        out = proved(eq(substitute(slope, last), ZERO), self.fixed)
        return out + proved(Term("Ne", (substitute(rise, last), ZERO)), self.fixed)

    def _holding(self, place: Term) -> _Piece:
        for piece in self.pieces:
            try:
                for s in piece.where:
                    proved(substitute(s, {self.s.data: place}), self.fixed)
            except (Rejected, Undecided):
                continue
            return piece
        raise Undecided("breaking_time: the place is inside no piece of the data")

    def _joined(self) -> list[Condition]:
        """X and U are continuous where two pieces meet."""
        out: list[Condition] = []
        for cut, (left, right) in zip(self.cuts, pairwise(self.pieces), strict=True):
            at = {self.s.data: cut}
            for a, b in ((left.position, right.position), (left.value, right.value)):
                out += everywhere(eq(substitute(a, at), substitute(b, at)), self.before)
        return out

    def _strip(self, piece: _Piece) -> list[Condition]:
        """X and U run along characteristics from the data, for every s and all t before the end."""
        before, fixed = (g.extended(*piece.where) for g in (self.before, self.fixed))
        t, put = self.time, {self.space: piece.position, self.problem.value: piece.value}
        a, c = self.problem.linear()
        k = self.problem.variables.index(t)
        ahead, across, growth = (substitute(q, put) for q in (a[k], a[1 - k], c))
        out = everywhere(Term("Ne", (ahead, ZERO)), before)
        for part in (
            eq(times(by(piece.position, t, before), ahead), across),
            eq(times(by(piece.value, t, before), ahead), growth),
            eq(by(piece.value, self.s.data, before), by(piece.value, self.s.data, before)),
        ):
            out += everywhere(part, before)
        first = {t: self.start}
        out += everywhere(eq(substitute(piece.position, first), self.s), fixed)
        out += everywhere(eq(substitute(piece.value, first), piece.datum), fixed)
        return out

    def _positive(self, slope: Term, piece: _Piece, premises: Sequence[Checked]) -> list[Condition]:
        """X_s > 0 for every s before the end."""
        if not premises:
            return everywhere(Term("Lt", (ZERO, slope)), self.before.extended(*piece.where))
        if len(premises) != 1 or premises[0].step.by != "lower_bound":
            raise Rejected("breaking_time: its premise is a lower bound")
        if premises[0].step.bind["name"] != self.s:
            raise Rejected(f"breaking_time: the bound must hold for all {write(self.s)}")
        low, body = premises[0].gives.args
        w, form = bound(self.step, "w"), bound(self.step, "J")
        taken = slope.free | body.free | {self.s.data, self.time}
        if w.head != "Symbol" or w.data in taken or self.s.data in form.free:
            raise Rejected("breaking_time: J contains w and not s")
        out = everywhere(eq(substitute(form, {w.data: body}), slope), self.before)
        rising = by(form, w.data, self.before)
        out += everywhere(Term("Le", (ZERO, rising)), self.before)
        return out + self._least(substitute(form, {w.data: low}))

    def _least(self, form: Term) -> list[Condition]:
        """form > 0 before the end: by its sign, or because it falls to zero there."""
        try:
            return everywhere(Term("Lt", (ZERO, form)), self.before)
        except Undecided:
            t = symbol(self.time)
            local = Givens.of(
                [*self.fixed.statements, Term("Le", (self.start, t)), Term("Le", (t, self.end))]
            )
            rate = by(form, self.time, local)
            falling = everywhere(Term("Lt", (rate, ZERO)), local)
            last = substitute(form, {self.time: self.end})
            return falling + proved(eq(last, ZERO), self.fixed)


@dataclass(frozen=True)
class _Piece:
    """X, U and the data where the relations `where` hold of s."""

    where: list[Term]
    position: Term
    value: Term
    datum: Term


def chosen(t: Term, givens: Givens) -> Term:
    """The branch of every Piecewise that holds under the givens; raises Undecided.

    >>> from symderive.terms.reader import read
    >>> write(chosen(read("Piecewise((1, s < 0), (1 - s, true))"), Givens.of([read("s > 1")])))
    '1 - s'
    """
    args = [chosen(a, givens) for a in t.args]
    if t.head != "Piecewise":
        return t.rebuild(args)
    for branch, condition in zip(args[::2], args[1::2], strict=True):
        if condition.head == "true":
            return branch
        if condition.head not in _OPPOSITE:
            break
        try:
            proved(condition, givens)
            return branch
        except (Rejected, Undecided):
            proved(Term(_OPPOSITE[condition.head], condition.args), givens)
    raise Undecided(f"breaking_time: no branch of {write(t)} is known to hold")


_OPPOSITE = {"Lt": "Ge", "Le": "Gt", "Gt": "Le", "Ge": "Lt"}

__all__ = ["breaking_time", "lower_bound"]
