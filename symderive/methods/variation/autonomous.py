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

from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.methods.wording import worded
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
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

    def proposed(text: str) -> Term:
        return worded(read(text), lagrangian, constant)

    integral = eq(proposed(found["integral"]), constant)
    simple = trail.step("algebra", integral, (level,))
    sign = None if simple is None else trail.step("algebra", Term("Gt", (name, ZERO)), (simple,))
    second = apply(unknown, x, orders=(2,))
    solved = trail.step("algebra", eq(second, proposed(found["second"])), (euler,))
    equation = trail.checked[euler].gives
    if simple is None or solved is None or "separated" not in found:
        return Extremal(trail, None, integral, equation)
    facts = (sign, simple) if sign else (simple,)
    quadrature, rate = (proposed(t) for t in found["separated"])
    separated = _from_few(trail, "algebra", eq(_d(quadrature, x), rate), (solved,), facts)
    phase = proposed(found["phase"])
    drift, lag = (proposed(t) for t in found["drift"])
    moved = None if separated is None else _from_few(
        trail, "constant", eq(add(quadrature, neg(drift)), neg(lag)), (separated,), facts,
        {"C": shift})  # fmt: skip
    turned = None if moved is None else _from_few(
        trail, "algebra", eq(quadrature, phase), (moved,), facts)  # fmt: skip
    inverse = _put(proposed(found["inverse"]), "s", quadrature)
    undone = trail.step("algebra", eq(p, inverse))
    if turned is None or undone is None:
        return Extremal(trail, None, integral, equation)
    slope = eq(p, _put(proposed(found["inverse"]), "s", phase))
    steep = trail.step("rewrite", slope, (undone, turned))
    solution = eq(y, proposed(found["extremal"]))
    shape = None if steep is None else _from_few(
        trail, "algebra", solution, (simple, steep), facts[:1])  # fmt: skip
    carried = eq(_d(proposed(found["carried"][0]), x), proposed(found["carried"][1]))
    explicit = trail.step("algebra", carried, (euler,))
    if shape is None or explicit is None:
        return Extremal(trail, None, integral, equation)
    last = _from_few(trail, "solution_of", solution, (explicit,), facts[:1])
    return Extremal(trail, solution if last else None, integral, equation)


def _from_few(
    trail: Trail, by: str, gives: Term, uses: tuple[int, ...], facts: tuple[int, ...],
    bind: dict[str, Term] | None = None,
) -> int | None:  # fmt: skip
    """The step from as few of the facts as suffice, the first ones first.

    A fact also suffices to have nothing presupposed that it proves: with a > 0 no `a != 0` is left.
    """
    wanted = {k.text for n in uses for k in trail.checked[n].outcome.conditions}
    for k in range(len(facts) + 1):
        step = trail.step(by, gives, (*uses, *facts[:k]), bind)
        if step is None:
            continue
        new = [c for c in trail.checked[step].outcome.conditions if c.status == "presupposed"]
        if k == len(facts) or all(c.text in wanted or c.excluded is None for c in new):
            return step
        del trail.checked[step]
    return None


def _d(body: Term, x: Term) -> Term:
    return Term("Derivative", (body, x), (1,))


def _put(term: Term, name: str, value: Term) -> Term:
    return substitute(term, {name: value})
