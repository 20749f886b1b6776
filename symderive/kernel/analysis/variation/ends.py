"""Natural boundary conditions and transversality, as expressions that vanish along an extremal.

At a free value of y^(k) its momentum vanishes, with the derivative of the cost; at an end that moves
on F(x, y) = 0 the vector (L - y' p, p), with the gradient of the cost, is parallel to that of F
(Gelfand and Fomin, Calculus of Variations, 1963, Secs. 6, 13, 14, 29).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.variation.functional import Functional
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, replace
from symderive.terms.tree import ZERO, Term, apply, symbol


@dataclass(frozen=True)
class Natural:
    """`slope` (plain jets, at `at`) plus `cost` (values such as y(1)) is zero."""

    says: str
    at: Term
    slope: Term
    cost: Term


def natural(problem: Functional, whole: Term, givens: Givens, needs: list[Term]) -> list[Natural]:
    """The conditions at free values, and where the cost depends on a value that no datum fixes.

    `whole` is the Lagrangian with its constraints.
    """
    out = []
    for unknown, order, at in free_values(problem):
        sign = side(problem, at)
        momentum = problem.jets.momentum(whole, unknown, order, givens, needs)
        value = apply(unknown, at, orders=(order,))
        out.append(Natural("natural boundary condition", at,
                           momentum if sign > 0 else minus(momentum),
                           by_value(problem, value, givens, needs)))  # fmt: skip
    return out


def free_values(problem: Functional) -> list[tuple[str, int, Term]]:
    """(unknown, order of the derivative, end) of every value that may vary."""
    fixed = {(d.unknown, d.orders, d.at) for d in problem.data}
    found = {(d.unknown, d.orders[0], d.at[0]): None for d in problem.free if len(d.orders) == 1}
    if len(found) != len(problem.free):
        raise Undecided("free values are of one variable")
    for t in problem.cost.walk():
        if t.head == "Apply" and t.data[0] in problem.unknowns:
            moving = t.args[0].head == "Symbol" and t.args[0].data in problem.movable
            if (t.data[0], t.data[1], t.args) not in fixed and not moving:
                found[t.data[0], t.data[1][0], t.args[0]] = None
    for u, k, at in found:
        if (u, (k,), (at,)) in fixed:
            raise Rejected("a value is both given and free")
    return list(found)


def side(problem: Functional, at: Term) -> int:
    """+1 at the upper end, -1 at the lower one; raises Undecided elsewhere."""
    ((low, high),) = problem.ends
    if at == high:
        return 1
    if at == low:
        return -1
    raise Undecided("a free value stands at an end of the interval")


def by_value(problem: Functional, value: Term, givens: Givens, needs: list[Term]) -> Term:
    """The partial derivative of the cost by a value y(b) in it."""
    if problem.cost == ZERO:
        return ZERO
    name = fresh("v", problem.cost.free)
    body = replace(problem.cost, value, symbol(name))
    slope = problem.jets.partial(body, name, givens, needs)
    return _restored(slope, name, value)


def _restored(t: Term, name: str, value: Term) -> Term:
    return replace(t, symbol(name), value)


def transversal(
    problem: Functional, whole: Term, givens: Givens, needs: list[Term]
) -> Iterator[tuple[str, Term, list[tuple[Term, Term]], Term | None]]:
    """(name of the end, V_cost .., [(V_k, cost_k), ..], F) for each movable end; F is its curve.

    V is (L - y' p, p) with its sign; the vector V + cost is parallel to the gradient of F, or zero
    where no curve is given.  One variable and first derivatives only.
    """
    if not problem.movable:
        return
    jets = problem.jets
    (_x,) = problem.variables
    if jets.order(whole) > 1:
        raise Undecided("a movable end of a functional with higher derivatives is not handled")
    slopes = [jets.momentum(whole, u, 0, givens, needs) for u in problem.unknowns]
    first = [symbol(jets.name(u, (1,))) for u in problem.unknowns]
    energy = plus(whole, *(minus(times(p, q)) for p, q in zip(slopes, first, strict=True)))
    for name in problem.movable:
        end = symbol(name)
        sign = side(problem, end)
        curves = [f for n, f in problem.curves if n == name]
        if len(curves) > 1:
            raise Undecided("an end moves on one curve or surface")
        values = [apply(u, end) for u in problem.unknowns]
        vector = [energy, *slopes]
        if sign < 0:
            vector = [minus(v) for v in vector]
        costs = [_by_end(problem, name, values, givens, needs)]
        costs += [by_value(problem, v, givens, needs) for v in values]
        yield name, end, list(zip(vector, costs, strict=True)), curves[0] if curves else None


def _by_end(
    problem: Functional, name: str, values: list[Term], givens: Givens, needs: list[Term]
) -> Term:
    """The partial derivative of the cost by the end itself, its values held."""
    if name not in problem.cost.free:
        return ZERO
    body, names = held(problem.cost, values)
    slope = problem.jets.partial(body, name, givens, needs)
    for n, v in names.items():
        slope = _restored(slope, n, v)
    return slope


def held(t: Term, values: list[Term]) -> tuple[Term, dict[str, Term]]:
    """The term with values such as y(b) as plain names, and these names."""
    names: dict[str, Term] = {}
    for v in values:
        n = fresh("v", [*t.free, *names])
        t = replace(t, v, symbol(n))
        names[n] = v
    return t, names
