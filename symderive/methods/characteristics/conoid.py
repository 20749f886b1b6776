"""The conoid of F(x, z, p) = 0: the surface of all strips through one point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.strips import (
    TAU,
    shortest,
    solutions,
    solve_strips,
    through_one,
    written,
)


def conoid(
    f: Any, xs: list[Any], z: Any, ps: list[Any], at: dict[Any, Any], value: Any
) -> Iterator[Any]:
    """The surface of all strips through one point: their slopes there satisfy F = 0."""
    starts = [sp.Dummy(f"k{k}", real=True) for k in range(len(ps))]
    initial = {**at, z: value, **dict(zip(ps, starts, strict=True))}
    field = {x: sp.diff(f, p) for x, p in zip(xs, ps, strict=True)}
    field[z] = sum(p * field[x] for x, p in zip(xs, ps, strict=True))
    field |= {p: -sp.diff(f, x) - p * sp.diff(f, z) for x, p in zip(xs, ps, strict=True)}
    solved = within(
        6, lambda: solve_strips({k: written(e) for k, e in field.items()}, initial, f, z)
    )
    if solved is None:
        return
    cone = sp.numer(sp.together(f.subs(initial, simultaneous=True)))
    equations = [*(solved[x] - x for x in xs), cone]
    clock = [e for e in equations if e.free_symbols & {TAU, *starts} == {TAU}]
    times = within(3, lambda: sp.solve(clock[0], TAU)) if clock else None
    found = through_one(equations, starts) if not times else []
    for t in times or ():
        rest = [sp.expand(e.subs(TAU, t)) for e in equations if e is not clock[0]]
        found += [s | {TAU: t} for s in solutions(rest, starts)]
    if found is None:
        found = solutions(equations, [TAU, *starts])
    for s in found:
        body = solved[z].subs(s)
        if not body.free_symbols & {TAU, *starts} and not body.has(sp.I):
            body = rooted(sp.factor(body))
            yield within(3, lambda b=body: shortest(sp.powsimp(b))) or body


def rooted(e: Any) -> Any:
    """1/sqrt(D) for sqrt(1/D), as if D were positive."""

    def turned(power: Any) -> Any:
        top, bottom = sp.fraction(power.base)
        if top.is_negative:
            top, bottom = -top, -bottom
        return top**power.exp * sp.expand(bottom) ** (-power.exp)

    halves = lambda a: a.is_Pow and a.exp.is_Rational and a.exp.q == 2  # noqa: E731
    if not any(halves(a) for a in e.atoms(sp.Pow)):
        return e
    return sp.radsimp(sp.simplify(sp.expand(e).replace(halves, turned)))


__all__ = ["conoid", "rooted"]
