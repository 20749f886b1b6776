"""Extremals of L(y, y') without the variable: Beltrami's first integral, then one quadrature.

The route: Euler-Lagrange, Beltrami's identity, the first integral; the Euler-Lagrange equation
solved for y'' and y eliminated by the first integral gives d/dx G(y') = k; G inverted gives y', the
first integral gives y, and the full equation is checked at the end (Beltrami alone also admits
constants that are no extremals).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symderive.kernel.analysis.differentiate import derivative
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ZERO, Term, add, apply, eq, mul, neg, symbol
from symderive.terms.writer import write

PROPOSALS = "symderive.methods.variation.proposals:autonomous"
Ask = Callable[[str, dict[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class Extremal:
    """What was found: the trail of checked steps, the extremal (None if not found), what is proved."""

    trail: Trail
    solution: Term | None
    first_integral: Term | None
    euler_lagrange: Term | None


def extremal(
    lagrangian: Term, variable: str, unknown: str, givens: Givens, constant: Term, names: tuple[str, str],
    positive: str, ask: Ask,
) -> Extremal:  # fmt: skip
    """Search for the extremal; `ask(function, task)` reaches the worker.

    `constant` is the value of the first integral, with the new name names[0]; names[1] is the shift.
    """

    trail = Trail(givens, rules())
    x = symbol(variable)
    y, p = apply(unknown, x), apply(unknown, x, orders=(1,))
    bind = {"L": lagrangian, "Y": y, "P": p, "X": x}
    by_slope, by_value = (Term("Derivative", (lagrangian, j), (1,)) for j in (p, y))
    hamiltonian = add(mul(p, by_slope), neg(lagrangian))
    euler = trail.step("euler_lagrange", eq(_d(by_slope, x), by_value), (), bind)
    beltrami = None if euler is None else trail.step(
        "beltrami_identity", eq(_d(hamiltonian, x), ZERO), (euler,), bind)  # fmt: skip
    name, shift = (symbol(n) for n in names)
    level = None if beltrami is None else trail.step(
        "constant", eq(hamiltonian, neg(constant)), (beltrami,), {"C": name})  # fmt: skip
    if level is None or euler is None:
        return Extremal(trail, None, None, None)
    found = ask(PROPOSALS, {
        "lagrangian": write(lagrangian), "var": variable, "unknown": unknown,
        "constant": write(constant), "positive": positive, "shift": names[1],
    })  # fmt: skip
    integral = eq(read(found["integral"]), constant)
    simple = trail.step("algebra", integral, (level,))
    sign = None if simple is None else trail.step("algebra", Term("Gt", (name, ZERO)), (simple,))
    second = apply(unknown, x, orders=(2,))
    solved = trail.step("algebra", eq(second, read(found["second"])), (euler,))
    equation = trail.checked[euler].gives
    if simple is None or solved is None or "separated" not in found:
        return Extremal(trail, None, integral, equation)
    facts = (simple, sign) if sign else (simple,)
    quadrature, rate = (read(t) for t in found["separated"])
    separated = trail.step("algebra", eq(_d(quadrature, x), rate), (solved, *facts))
    phase = read(found["phase"])
    moved = None if separated is None else trail.step(
        "constant", eq(add(quadrature, neg(mul(rate, x))), neg(mul(rate, shift))),
        (separated, *facts), {"C": shift})  # fmt: skip
    turned = None if moved is None else trail.step("algebra", eq(quadrature, phase), (moved, *facts))
    inverse = _put(read(found["inverse"]), "s", quadrature)
    undone = trail.step("algebra", eq(p, inverse))
    if turned is None or undone is None:
        return Extremal(trail, None, integral, equation)
    slope = eq(p, _put(read(found["inverse"]), "s", phase))
    steep = trail.step("rewrite", slope, (undone, turned))
    solution = eq(y, read(found["extremal"]))
    shape = None if steep is None else trail.step("algebra", solution, (simple, steep, *facts[1:]))
    carried = trail.step("algebra", _carried_out(lagrangian, unknown, x, equation), (euler,))
    if shape is None or carried is None:
        return Extremal(trail, None, integral, equation)
    last = trail.step("solution_of", solution, (carried, *facts[1:]))
    return Extremal(trail, solution if last else None, integral, equation)


def _d(body: Term, x: Term) -> Term:
    return Term("Derivative", (body, x), (1,))


def _put(term: Term, name: str, value: Term) -> Term:

    return substitute(term, {name: value})


def _carried_out(lagrangian: Term, unknown: str, x: Term, equation: Term) -> Term:
    """The Euler-Lagrange equation with the derivatives by y and y' carried out."""
    jets = {n: apply(unknown, x, orders=(k,)) for n, k in (("p_", 1), ("q_", 0))}
    plain = lagrangian
    for n, jet in jets.items():
        plain = replace(plain, jet, symbol(n))
    by_slope, by_value = (substitute(derivative(plain, n), jets) for n in ("p_", "q_"))
    return eq(_d(by_slope, x), by_value)
