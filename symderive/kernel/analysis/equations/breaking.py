"""Primitives `lower_bound` and `breaking_time`: when a classical solution ends.

The characteristics of a_x u_x + a_t u_t = c start at x = s and reach X(s, t) with the value U(s, t).
While X_s > 0 for every s the solution is classical; at the first t with X_s = 0 and U_s != 0 its slope
U_s / X_s is infinite (Whitham, Linear and Nonlinear Waves, 2.1; Evans, PDE, 2nd ed., 3.2.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symderive.kernel.analysis.algebra import relation
from symderive.kernel.analysis.calculus.tidy import times
from symderive.kernel.analysis.equations.first_order import Datum, Problem, by, problem_of, proved
from symderive.kernel.analysis.equations.pde_solution import unknown_of
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
    """gives m <= G(s) for all real s: proved on each piece between the cuts bound to cut1, cut2, .."""
    if step.gives.head != "Le":
        raise Rejected("lower_bound: m <= G is wanted")
    low, body = step.gives.args
    names = body.free - {n for s in givens.statements if not s.functions for n in s.free}
    names -= low.free
    name = bound(step, "name").data
    if name not in names or any(name in s.free for s in givens.statements if not s.functions):
        raise Rejected(f"lower_bound: {name} must run over all real numbers")
    local = _aside(givens)
    cuts: list[Term] = []
    while f"cut{len(cuts) + 1}" in step.bind:
        cuts.append(step.bind[f"cut{len(cuts) + 1}"])
    conditions: list[Condition] = []
    for a, b in pairwise(cuts):
        conditions += proved(Term("Lt", (a, b)), local)
    s = symbol(name)
    for k in range(len(cuts) + 1):
        piece = [Term("Le", (cuts[k - 1], s))] if k else []
        piece += [Term("Le", (s, cuts[k]))] if k < len(cuts) else []
        conditions += _everywhere(step.gives, local.extended(*piece) if piece else local)
    return Outcome("exact", tuple({c.text: c for c in conditions}.values()),
                   "Proved on each piece of the line." if cuts else "By the sign oracle.")  # fmt: skip


def _aside(givens: Givens) -> Givens:
    """What is given of the parameters: givens on functions are left aside."""
    return Givens.of(s for s in givens.statements if not s.functions or s.head == "Is")


def _everywhere(part: Term, givens: Givens) -> list[Condition]:
    """A relation without exceptions: what is presupposed elsewhere must be proved here."""
    conditions = proved(part, givens)
    for c in conditions:
        if c.status == "presupposed":
            if c.excluded is None:
                raise Undecided(f"{c.text} is not proved everywhere")
            relation(Term("Ne", (c.excluded, ZERO)), givens)
    return [Condition(c.text, "discharged", "by the sign oracle") if c.status == "presupposed" else c
            for c in conditions]  # fmt: skip


@primitive("breaking_time")
def breaking_time(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives breaking_time(t) = T.

    bind: s, X, U; at: the s where it breaks; and where X_s contains a function G of s: G, w (a name),
    J (X_s with w for G).  Its premise m <= G is a step `lower_bound`.
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

    def outcome(self, premises: Sequence[Checked]) -> Outcome:
        conditions = proved(Term("Lt", (self.start, self.end)), self.fixed)
        conditions += self._strip()
        slope = by(self.position, self.s.data, self.before)
        conditions += self._positive(slope, premises)
        last = {self.time: self.end, self.s.data: bound(self.step, "at")}
        conditions += proved(eq(substitute(slope, last), ZERO), self.fixed)
        rise = by(self.value, self.s.data, self.before)
        conditions += proved(Term("Ne", (substitute(rise, last), ZERO)), self.fixed)
        return Outcome("exact", tuple({c.text: c for c in conditions}.values()),
                       "Until then the characteristics do not meet; then the slope is infinite.",
                       solution=True)  # fmt: skip

    def _strip(self) -> list[Condition]:
        """X and U run along characteristics from the data, for every s and all t before the end."""
        t, put = self.time, {self.space: self.position, self.problem.value: self.value}
        a, c = self.problem.linear()
        k = self.problem.variables.index(t)
        ahead, across, growth = (substitute(q, put) for q in (a[k], a[1 - k], c))
        out = _everywhere(Term("Ne", (ahead, ZERO)), self.before)
        for part in (
            eq(times(by(self.position, t, self.before), ahead), across),
            eq(times(by(self.value, t, self.before), ahead), growth),
            eq(by(self.value, self.s.data, self.before), by(self.value, self.s.data, self.before)),
        ):
            out += _everywhere(part, self.before)
        first = {t: self.start}
        out += _everywhere(eq(substitute(self.position, first), self.s), self.fixed)
        out += _everywhere(eq(substitute(self.value, first), self.datum), self.fixed)
        return out

    def _positive(self, slope: Term, premises: Sequence[Checked]) -> list[Condition]:
        """X_s > 0 for every s before the end."""
        if not premises:
            return _everywhere(Term("Lt", (ZERO, slope)), self.before)
        if len(premises) != 1 or premises[0].step.by != "lower_bound":
            raise Rejected("breaking_time: its premise is a lower bound")
        if premises[0].step.bind["name"] != self.s:
            raise Rejected(f"breaking_time: the bound must hold for all {write(self.s)}")
        low, body = premises[0].gives.args
        w, form = bound(self.step, "w"), bound(self.step, "J")
        taken = slope.free | body.free | {self.s.data, self.time}
        if w.head != "Symbol" or w.data in taken or self.s.data in form.free:
            raise Rejected("breaking_time: J contains w and not s")
        out = _everywhere(eq(substitute(form, {w.data: body}), slope), self.before)
        rising = by(form, w.data, self.before)
        out += _everywhere(Term("Le", (ZERO, rising)), self.before)
        return out + self._least(substitute(form, {w.data: low}))

    def _least(self, form: Term) -> list[Condition]:
        """form > 0 before the end: by its sign, or because it falls to zero there."""
        try:
            return _everywhere(Term("Lt", (ZERO, form)), self.before)
        except Undecided:
            t = symbol(self.time)
            local = Givens.of(
                [*self.fixed.statements, Term("Le", (self.start, t)), Term("Le", (t, self.end))]
            )
            rate = by(form, self.time, local)
            falling = _everywhere(Term("Lt", (rate, ZERO)), local)
            last = substitute(form, {self.time: self.end})
            return falling + proved(eq(last, ZERO), self.fixed)


__all__ = ["breaking_time", "lower_bound"]
