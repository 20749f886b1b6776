"""A candidate for an extremal: explicit functions, an implicit equation, or curves in a parameter.

`candidate_of` reads it from the statement of a step; each kind gives the jets of the unknowns as
terms, which is all that an equation needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.analysis.variation.jets import Orders, derivatives
from symderive.kernel.analysis.variation.quadratures import Stretch, partial
from symderive.kernel.logic.claims import Rejected
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, add, neg, symbol
from symderive.terms.writer import write


@dataclass
class Candidate:
    """`kind` is explicit, implicit or parametric; `also` are values of multipliers and of ends.

    `left`, `right` are the sides of an implicit equation with plain names; `parameter` is the name of
    the parameter of a curve; `needs` are the conditions of the derivatives taken so far, `stretches`
    those of integrals.
    """

    problem: Functional
    kind: str
    bodies: dict[str, Term]
    also: dict[str, Term] = field(default_factory=dict)
    left: Term | None = None
    right: Term | None = None
    parameter: str | None = None
    needs: list[Term] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    _rates: dict[tuple[str, int], Term] = field(default_factory=dict)

    def put(self, t: Term, givens: Givens) -> Term:
        """A term with plain jets, the candidate in place of the unknowns."""
        jets = self.problem.jets
        if self.kind == "explicit":
            found = derivatives(
                self.bodies, jets, jets.of(t), lambda u, n: self.slope(u, n, givens)
            )
        else:
            found = {jets.name(u, o): self._rate(u, o, givens) for u, o in jets.of(t)}
        if self.kind == "parametric":
            found[self.problem.variables[0]] = self.bodies[self.problem.variables[0]]
        values = {n: v for n, v in self.also.items() if n in t.free}
        return substitute(substitute(t, found), values)

    def slope(self, t: Term, name: str, givens: Givens) -> Term:
        """The partial derivative of a term by a name, its conditions kept."""
        return partial(self.problem.jets, t, name, givens, self.needs, self.stretches)

    def _rate(self, unknown: str, orders: Orders, givens: Givens) -> Term:
        (n,) = orders
        key = unknown, n
        if key not in self._rates:
            jets, (x,) = self.problem.jets, self.problem.variables
            if n == 0:
                whole = symbol(jets.name(unknown, (0,)))
                self._rates[key] = whole if self.kind == "implicit" else self.bodies[unknown]
            elif self.kind == "implicit":
                before = self._rate(unknown, (n - 1,), givens)
                if n == 1:
                    self._rates[key] = minus(over(*self.gradient(givens)))
                else:
                    by_x = self.slope(before, x, givens)
                    y = jets.name(unknown, (0,))
                    by_y = self.slope(before, y, givens)
                    self._rates[key] = plus(by_x, times(by_y, self._rate(unknown, (1,), givens)))
            else:
                assert self.parameter is not None
                before = self._rate(unknown, (n - 1,), givens)
                top = self.slope(before, self.parameter, givens)
                self._rates[key] = over(top, self.speed(givens))
        return self._rates[key]

    def gradient(self, givens: Givens) -> tuple[Term, Term]:
        """F_x and F_y of an implicit candidate F(x, y) = 0."""
        assert self.left is not None and self.right is not None
        jets, (x,) = self.problem.jets, self.problem.variables
        whole = add(self.left, neg(self.right))
        y = jets.name(self.problem.unknowns[0], (0,))
        return self.slope(whole, x, givens), self.slope(whole, y, givens)

    def speed(self, givens: Givens) -> Term:
        """dx/ds of a parametric candidate."""
        assert self.parameter is not None
        x = self.bodies[self.problem.variables[0]]
        return self.slope(x, self.parameter, givens)

    @property
    def gives_variable(self) -> bool:
        """Whether F = 0 is x = X(y) and the problem holds no x: it restricts no other name.

        An integral in it would else be evaluated at every point that is tried.
        """
        p, (x, *_) = self.problem, self.problem.variables
        bodies = [p.lagrangian, *(b for b, _ in p.integrals), *p.holonomic, *p.about]
        if any(x in t.free for t in bodies):
            return False
        sides = ((self.left, self.right), (self.right, self.left))
        return any(a == symbol(x) and b is not None and x not in b.free for a, b in sides)

    @property
    def values(self) -> list[Term]:
        """The terms that have to have values where the candidate is claimed."""
        sides = [t for t in (self.left, self.right) if t is not None]
        return [*self.bodies.values(), *sides]

    @property
    def names(self) -> frozenset[str]:
        """The free names of the candidate."""
        return frozenset().union(*(t.free for t in (*self.values, *self.also.values())))


def candidate_of(
    gives: Term, problem: Functional, multipliers: Mapping[str, Term], bound_: Sequence[str]
) -> Candidate:
    """The candidate that a statement describes; raises Rejected.

    `multipliers` are those of the equations by name, `bound_` the names that the problem knows.
    """
    parts = gives.args if gives.head == "And" else (gives,)
    bodies: dict[str, Term] = {}
    also: dict[str, Term] = {}
    implicit: list[Term] = []
    at = tuple(symbol(v) for v in problem.variables)
    for part in parts:
        if part.head != "Eq":
            raise Rejected("extremal: equations are wanted")
        left, right = part.args
        name = _unknown(left, problem, at)
        if name is not None and not right.functions & set(problem.unknowns):
            _once(bodies, name, right)
        elif left.head == "Symbol" and left.data in problem.variables:
            _once(bodies, left.data, right)
        elif left.head == "Symbol" and (left.data in multipliers or left.data in problem.movable):
            _once(also, left.data, right)
        elif left.head == "Apply" and left == multipliers.get(left.data[0]):
            _once(also, left.data[0], right)
        else:
            implicit.append(part)
    _constant(also, problem, multipliers)
    if implicit:
        if len(implicit) > 1 or bodies or len(problem.unknowns) > 1 or len(at) > 1:
            raise Rejected("extremal: one implicit equation for one unknown of one variable")
        left, right = (problem.jets.plain(t) for t in implicit[0].args)
        return Candidate(problem, "implicit", {}, also, left, right)
    if missing := [u for u in problem.unknowns if u not in bodies]:
        raise Rejected(f"extremal: nothing is said of {missing[0]}")
    if not bodies.keys() - set(problem.unknowns):
        return Candidate(problem, "explicit", bodies, also)
    if len(at) != 1:
        raise Rejected("extremal: a curve is of one variable")
    loose = bodies[problem.variables[0]].free - set(bound_)
    inside = frozenset.intersection(*(bodies[u].free for u in problem.unknowns)) & loose
    parameter = _parameter(inside, bodies)
    for name in also.keys() - _functions(multipliers):
        if parameter in also[name].free:
            raise Rejected(f"extremal: {name} is one number, and {parameter} moves along the curve")
    return Candidate(problem, "parametric", bodies, also, parameter=parameter)


def _functions(multipliers: Mapping[str, Term]) -> frozenset[str]:
    """Multipliers of holonomic constraints, which are functions of the variable."""
    return frozenset(n for n, t in multipliers.items() if t.head == "Apply")


def _constant(
    also: Mapping[str, Term], problem: Functional, multipliers: Mapping[str, Term]
) -> None:
    """The multiplier of an integral constraint is one number, and so is an end that moves."""
    own = {*problem.variables, *problem.unknowns, *multipliers, *problem.movable}
    for name, value in also.items():
        moving = own - set(problem.variables) if name in _functions(multipliers) else own
        if (value.free | value.functions) & moving:
            raise Rejected(f"extremal: {name} is one number, not {write(value)}")


def _unknown(left: Term, problem: Functional, at: tuple[Term, ...]) -> str | None:
    if left.head == "Apply" and left.args == at and not any(left.data[1]):
        return left.data[0] if left.data[0] in problem.unknowns else None
    return None


def _once(found: dict[str, Term], name: str, value: Term) -> None:
    if name in found:
        raise Rejected(f"extremal: {name} is given twice")
    found[name] = value


def _parameter(names: frozenset[str], bodies: Mapping[str, Term]) -> str:
    """The new name on which every coordinate depends other than as a polynomial constant."""
    wished = [n for n in ("s", "th", "tau", "sigma") if n in names]
    if wished:
        return wished[0]
    if len(names) == 1:
        return next(iter(names))
    said = ", ".join(f"{n} = {write(t)}" for n, t in bodies.items())
    raise Rejected(f"extremal: the parameter of {said} is not one of s, th, tau, sigma")
