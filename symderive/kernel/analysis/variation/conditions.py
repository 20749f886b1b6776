"""What an extremal has to satisfy beyond reading it: equations, data, constraints, ends, smoothness.

Each method proves one kind of obligation of a candidate and keeps its conditions; what is not proved
raises Undecided, and what only says where a local family lives is kept as presupposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.differentiate import Refused
from symderive.kernel.analysis.calculus.substitution import evaluate
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.equations.first_integrals import determinant
from symderive.kernel.analysis.equations.first_order import proved, tidied
from symderive.kernel.analysis.equations.pde_solution import nonzero_somewhere
from symderive.kernel.analysis.ranges.ranges import nonzero, orientation, said
from symderive.kernel.analysis.variation.branch import one_branch, one_way
from symderive.kernel.analysis.variation.candidate import Candidate
from symderive.kernel.analysis.variation.ends import held, natural, side, transversal
from symderive.kernel.analysis.variation.functional import Datum, Functional
from symderive.kernel.logic.claims import Condition, Rejected, Step, Undecided, bound
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, apply, eq, symbol
from symderive.terms.writer import write

WHO = "extremal"


class Conditions:
    """The obligations of one candidate under `base`; `new` are its own names."""

    def __init__(
        self, step: Step, problem: Functional, candidate: Candidate, base: Givens,
        new: Sequence[str],
    ) -> None:  # fmt: skip
        self.step, self.problem, self.candidate = step, problem, candidate
        self.base, self.new = base, new
        self.base = self._inside()
        self.found: dict[str, Condition] = {}
        self._domain: list[Term] = []
        self._seen = 0

    def add(self, *conditions: Condition) -> None:
        for c in conditions:
            self.found.setdefault(c.text, c)

    def local(self) -> Givens:
        """The givens where the candidate is differentiable; F = 0 where it restricts a name."""
        self._differentiable()
        more = list(self._domain)
        c = self.candidate
        if c.kind == "implicit" and not c.gives_variable:
            assert c.left is not None and c.right is not None
            more.append(eq(c.left, c.right))
        return self.base.extended(*more) if more else self.base

    def _inside(self) -> Givens:
        """The variable of an explicit extremal lies between the ends where these are given."""
        if self.candidate.kind != "explicit" or self.problem.local:
            return self.base
        ((low, high),) = [tuple(self._ended(e) for e in pair) for pair in self.problem.ends]
        turn = orientation(low, high, self.base)
        if turn == "-":
            low, high = high, low
        elif turn != "+":
            return self.base
        x = symbol(self.problem.variables[0])
        more = [Term("Lt", pair) for pair, end in (((low, x), low), ((x, high), high))
                if not infinite(end)]  # fmt: skip
        return self.base.extended(*more)

    def _differentiable(self) -> None:
        needs = self.candidate.needs
        while self._seen < len(needs):
            need = needs[self._seen]
            self._seen += 1
            here = self.base.extended(*self._domain) if self._domain else self.base
            if entailed(need, here):
                continue
            part = _one_of(need, here)
            if part.head not in ("Ne", "Lt", "Gt"):
                raise Undecided(f"a derivative of the extremal needs {write(need)}")
            self._domain.append(part)
            self.add(Condition(write(part), "presupposed", "the extremal is differentiable"))

    # --- equations ----------------------------------------------------------------------------

    def identity(self, part: Term) -> None:
        """An equation in plain jets, an identity for the candidate."""
        sides = [self._value(t) for t in part.args]
        self.add(*proved(eq(*sides), self.local()))

    def _value(self, t: Term) -> Term:
        put = self.candidate.put(t, self.base)
        for name, value in self.candidate.also.items():
            if name in put.functions:  # a multiplier that is a function
                at = tuple(symbol(v) for v in self.problem.variables)
                put = replace(put, apply(name, *at), value)
        try:
            return tidied(evaluate(put)[0])
        except Refused as reason:
            raise Undecided(str(reason)) from None

    def defined(self, t: Term) -> None:
        """What the equations divide by does not vanish for the candidate, where it is claimed."""
        value = self._value(t)
        where = "the Lagrangian is differentiable along the extremal"
        found = nonzero_somewhere(value, self.local(), where)
        inside = self.candidate.kind == "explicit" and not self.problem.local
        if inside and any(c.status == "presupposed" for c in found):
            how = nonzero(tidied(value), self.local())
            if how is None and value.free & set(self.problem.variables):
                raise Undecided(f"{WHO}: not proved inside the interval: {found[0].text}, {where}")
            if how is not None:
                found = [Condition(found[0].text, "discharged", f"{how}, {where}")]
        self.add(*found)

    def about(self, s: Term) -> None:
        """A relation given of the unknowns: proved, or true at a point of a local family."""
        put = Term(s.head, tuple(self._value(a) for a in s.args))
        try:
            self.add(*proved(put, self.local()))
            return
        except (Undecided, Rejected):
            if not self.problem.local:
                raise
        if nonvacuous(self.local().extended(put), [], put.args) is None:
            raise Undecided(f"{WHO}: {write(s)} is not proved")
        self.add(Condition(write(put), "presupposed", "the extremal is claimed there"))

    # --- data ---------------------------------------------------------------------------------

    def data(self) -> None:
        for k, d in enumerate(self.problem.data):
            self._datum(k, d)

    def _datum(self, k: int, d: Datum) -> None:
        jets, c = self.problem.jets, self.candidate
        value = self._ended(d.value)
        places = [self._ended(a) for a in d.at]
        if c.kind == "implicit" and not any(d.orders):
            assert c.left is not None and c.right is not None
            y = jets.name(d.unknown, d.orders)
            at = {self.problem.variables[0]: places[0], y: value}
            self.add(*proved(eq(substitute(c.left, at), substitute(c.right, at)), self.base))
            return
        body = self._value(symbol(jets.name(d.unknown, d.orders)))
        if c.kind == "parametric":
            assert c.parameter is not None
            at = {c.parameter: self._parameter(f"at{k + 1}")}
            x = c.bodies[self.problem.variables[0]]
            self.add(*proved(eq(substitute(x, at), places[0]), self._closed()))
            self.add(*proved(eq(substitute(body, at), value), self._closed()))
            return
        if c.kind == "implicit":
            raise Undecided("a datum of a derivative of an implicit extremal is not handled")
        at = dict(zip(self.problem.variables, places, strict=True))
        self.add(*proved(eq(substitute(body, at), value), self._closed(places)))

    def _parameter(self, role: str) -> Term:
        """A value of the parameter of a curve, at an end of the stretch that is claimed or inside."""
        value, name = bound(self.step, role), str(self.candidate.parameter)
        for s in self.base.statements:
            if name in s.free and s.head in ("Lt", "Le", "Gt", "Ge"):
                weak = Term({"Lt": "Le", "Gt": "Ge"}.get(s.head, s.head), s.args)
                self.add(*proved(substitute(weak, {name: value}), self._closed()))
        return value

    def _closed(self, places: Sequence[Term] = ()) -> Givens:
        """What is given of the constants; and of variables that stay free on the data."""
        kept = set().union(*(p.free for p in places)) if places else set()
        inside = set(self.problem.variables) - kept
        if self.candidate.parameter:
            inside.add(self.candidate.parameter)
        return Givens.of([s for s in self.base.statements if not s.free & inside])

    def _interval(self) -> tuple[Term, Term]:
        ((low, high),) = self.problem.ends
        return self._ended(low), self._ended(high)

    def _ended(self, t: Term) -> Term:
        """Movable ends at their values."""
        values = {n: v for n, v in self.candidate.also.items() if n in self.problem.movable}
        return substitute(t, values)

    # --- constraints --------------------------------------------------------------------------

    def integrals(self, known: Sequence[tuple[Term, Term]]) -> None:
        """Each constraint from a step that gives its integral, or one between free constants."""
        if not self.problem.integrals:
            return
        (ends,) = self.problem.ends
        c = self.candidate
        for body, value in self.problem.integrals:
            put = self._value(body)
            low, high = (self._ended(e) for e in ends)
            if c.kind == "parametric":
                put = tidied(times(put, c.speed(self.base)))
                if "low" in self.step.bind:
                    low, high = self._parameter("low"), self._parameter("high")
                    self._reaches(low, ends[0])
                    self._reaches(high, ends[1])
            if any(self._is_known(put, value, low, high, *k) for k in known):
                continue
            text = f"{write(self.problem.jets.back(body))} has the integral {write(value)}"
            if not self.problem.local or not self.new:
                raise Undecided(f"{WHO}: not proved: {text}")
            self.add(Condition(text, "presupposed", "an equation between the constants"))

    def _reaches(self, s: Term, end: Term) -> None:
        c = self.candidate
        assert c.parameter is not None
        x = substitute(c.bodies[self.problem.variables[0]], {c.parameter: s})
        self.add(*proved(eq(x, self._ended(end)), self._closed()))

    def _is_known(
        self, put: Term, value: Term, low: Term, high: Term, integral: Term, told: Term
    ) -> bool:
        f, v, a, b = integral.args
        if (a, b) != (low, high):
            return False
        name = self.candidate.parameter or self.problem.variables[0]
        here = self._between(name, low, high)
        try:
            same = proved(eq(substitute(f, {v.data: symbol(name)}), put), here)
            self.add(*same, *proved(eq(told, value), self._closed()))
        except (Undecided, Rejected):
            return False
        text = f"{write(integral)} = {write(value)}"
        self.add(Condition(text, "discharged", "by a step"))
        return True

    def _between(self, name: str, low: Term, high: Term) -> Givens:
        """The variable between two ends, whatever their order; nothing of it where that is unknown."""
        closed = self._closed()
        turn = orientation(low, high, closed)
        if turn not in ("+", "-"):
            return closed
        low, high = (low, high) if turn == "+" else (high, low)
        at = symbol(name)
        return closed.extended(*(Term("Lt", p) for p, end in (((low, at), low), ((at, high), high))
                                 if not infinite(end)))  # fmt: skip

    def normal(self, multipliers: Mapping[str, Term]) -> None:
        """The extremal is none of the constraints, so the multiplier of the functional may be 1."""
        bodies = [b for b, _ in self.problem.integrals]
        if not bodies:
            return
        jets = self.problem.jets
        needs: list[Term] = []
        local = self.problem.givens()
        rows = []
        for b in bodies:
            parts = [jets.variation(b, u, local, needs) for u in self.problem.unknowns]
            rows.append([self._value(p) for p in parts])
        names = ", ".join(sorted(multipliers))
        for k in range(len(self.problem.unknowns)):
            column = [row[k] for row in rows]
            if nonvacuous(self.local(), [determinant(self._spread(column))]) is not None:
                text = f"the case without the functional is excluded: {names} exist"
                self.add(Condition(text, "discharged", "the extremal is none of the constraints"))
                return
        self.add(Condition("the extremal is one of a constraint (abnormal case)", "presupposed",
                           f"the multipliers {names} need not exist for it"))  # fmt: skip

    def _spread(self, column: Sequence[Term]) -> list[list[Term]]:
        """Functions and their derivatives: a Wronskian matrix."""
        name = self.candidate.parameter or self.problem.variables[0]
        rows = [list(column)]
        for _ in column[1:]:
            rows.append([self.problem.jets.partial(t, name, self.base, []) for t in rows[-1]])
        return rows

    # --- ends ---------------------------------------------------------------------------------

    def ends(self, whole: Term) -> None:
        """Natural boundary conditions and transversality; `whole` has the constraints in it."""
        problem = self.problem
        if problem.cost == ZERO and not problem.free and not problem.movable:
            return
        needs: list[Term] = []
        local = problem.givens()
        for n in natural(problem, whole, local, needs):
            total = plus(self._at(n.slope, n.at), self._cost(n.cost))
            self.add(*proved(eq(total, ZERO), self._closed()))
            self.add(Condition(f"{n.says} at {write(n.at)}", "discharged", "put in"))
        for name, end, vector, curve in transversal(problem, whole, local, needs):
            values = [plus(self._at(v, end), self._cost(c)) for v, c in vector]
            if curve is None:
                for v in values:
                    self.add(*proved(eq(v, ZERO), self._closed()))
            else:
                slopes = self._curve(curve, end)
                for i, j in combinations(range(len(values)), 2):
                    minor = plus(times(values[i], slopes[j]), minus(times(values[j], slopes[i])))
                    self.add(*proved(eq(minor, ZERO), self._closed()))
            self.add(Condition(f"transversality at {name}", "discharged", "put in"))

    def _curve(self, curve: Term, end: Term) -> list[Term]:
        """The end lies on the curve; the gradient of the curve there, which is not zero."""
        problem = self.problem
        values = [apply(u, end) for u in problem.unknowns]
        body, names = held(curve, values)
        self.add(*proved(eq(self._cost(curve), ZERO), self._closed()))
        slopes = []
        for name in (end.data, *names):
            slope = problem.jets.partial(body, name, self.base, [])
            for n, v in names.items():
                slope = replace(slope, symbol(n), v)
            slopes.append(self._cost(slope))
        for s in slopes:
            try:
                proved(Term("Ne", (s, ZERO)), self._closed())
                return slopes
            except (Undecided, Rejected):
                continue
        raise Undecided(f"{WHO}: the curve of the end {end.data} may have no tangent there")

    def _at(self, t: Term, end: Term) -> Term:
        """An expression in plain jets at an end."""
        c = self.candidate
        put = self._value(t)
        if c.kind == "implicit":
            raise Undecided("a free end of an implicit extremal is not handled")
        if c.kind == "parametric":
            assert c.parameter is not None
            s = self._parameter("high" if side(self.problem, end) > 0 else "low")
            self._reaches(s, end)
            return substitute(put, {c.parameter: s})
        return self._ended(substitute(put, {self.problem.variables[0]: self._ended(end)}))

    def _cost(self, t: Term) -> Term:
        """A cost, with values such as y(1) of the candidate."""
        jets = self.problem.jets
        values = [u for u in t.walk() if u.head == "Apply" and u.data[0] in self.problem.unknowns]
        for v in dict.fromkeys(values):
            t = replace(t, v, self._at(symbol(jets.name(*v.data)), v.args[0]))
        return self._ended(t)

    # --- smoothness ---------------------------------------------------------------------------

    def regular(self) -> None:
        """The functions are continuous on the interval, and so often differentiable inside."""
        c = self.candidate
        jets = self.problem.jets
        if c.kind == "implicit":
            _, steep = c.gradient(self.base)
            self.add(*nonzero_somewhere(steep, self.local(), "the equation determines the unknown"))
            self.add(*one_branch(self.step, c, self._closed(), self._interval()))
            return
        if c.kind == "parametric":
            where = "the variable moves along the curve"
            self.add(*nonzero_somewhere(c.speed(self.base), self.local(), where))
            self.add(*one_way(self.step, c, self._closed(), self._interval()))
            return
        if self.problem.local:
            return
        ((low, high),) = [tuple(self._ended(e) for e in pair) for pair in self.problem.ends]
        (x,) = self.problem.variables
        order = max(jets.order(t) for t in (self.problem.lagrangian,
                                            *(b for b, _ in self.problem.integrals)))  # fmt: skip
        base = self._closed()
        for u in self.problem.unknowns:
            for k in range(order + 1):
                body = self._value(symbol(jets.name(u, (k,))))
                shut = (k == 0, k == 0)
                for found in continuous_on(body, x, low, high, base, closed=shut):
                    if not found.settled:
                        raise Undecided(f"{WHO}: not proved: {said(body)} is continuous on the "
                                        f"interval: {found.text} ({found.how})")  # fmt: skip
        self.add(Condition(f"the extremal is smooth on [{write(low)}, {write(high)}]",
                           "discharged", "head by head"))  # fmt: skip


def _one_of(need: Term, givens: Givens) -> Term:
    """Of alternatives the first that an admissible point satisfies."""
    for part in need.args if need.head == "Or" else ():
        if part.head in ("Ne", "Lt", "Gt") and nonvacuous(givens.extended(part), [], part.args):
            return part
    return need
