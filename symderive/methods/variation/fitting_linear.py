"""Constants that stand linearly in their equations: all at once, or one after the other.

>>> a, b = sympy.symbols("a b")
>>> at_once([a + b - 1, a - b - 3], [a, b])
{a: 2, b: -1}
>>> closed, left = linear([a + b - 1, a**2 - b - 3], [a, b])
>>> sorted(map(str, closed)), len(left)
(['a'], 1)
"""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import sympy

from symderive.deadline import Late, cpu_deadline

SOLVE, SHORT = 3.0, 0.6  # seconds
Closed = dict[Any, Any]


def at_once(equations: list[Any], constants: list[Any]) -> Closed | None:
    """The one solution of equations that are linear in all constants."""
    if len(equations) != len(constants):
        return None
    for e in equations:
        if any(not nought(sympy.diff(e, c, d)) for c in constants for d in constants):
            return None
    at = dict.fromkeys(constants, 0)
    right = sympy.Matrix([-e.subs(at) for e in equations])
    matrix = sympy.Matrix([[sympy.diff(e, c).subs(at) for c in constants] for e in equations])
    with suppress(Late, Exception), cpu_deadline(SOLVE):
        whole = matrix.det(method="berkowitz")
        if nought(whole):
            return None
        found = {}
        for k, c in enumerate(constants):
            other = matrix.copy()
            other[:, k] = right
            found[c] = _shortest(other.det(method="berkowitz") / whole)
        return found
    return None


def _shortest(e: Any) -> Any:
    """One of a few forms; exponentials of numbers cancel best as powers of E."""
    forms = [e]
    t = sympy.Symbol("t_", positive=True)
    for way in (
        lambda: sympy.factor(sympy.cancel(_in_powers(e, t))).subs(t, sympy.E),
        lambda: sympy.simplify(e),
    ):
        with suppress(Late, Exception), cpu_deadline(SHORT):
            forms.append(way())
    if not e.has(sympy.I):  # exponentials of I are no shorter where sines stood
        forms = [f for f in forms if not f.has(sympy.I)]
    return min(forms, key=sympy.count_ops)


def _in_powers(e: Any, t: Any) -> Any:
    """Exponentials of numbers as powers of one symbol for E."""
    return e.rewrite(sympy.exp).replace(
        lambda u: u.func is sympy.exp and u.args[0].is_Rational, lambda u: t ** u.args[0]
    ).subs(sympy.E, t)  # fmt: skip


def linear(equations: list[Any], constants: list[Any]) -> tuple[Closed, list[Any]]:
    """Constants that stand linearly in an equation, eliminated one after the other."""
    closed: Closed = {}
    left = list(equations)
    while True:
        best: tuple[int, Any, int, Any] | None = None
        for k, e in enumerate(left):
            for c in constants:
                if c in closed or not e.has(c) or not nought(sympy.diff(e, c, 2)):
                    continue
                slope = sympy.expand(e.subs(c, 1)) - sympy.expand(e.subs(c, 0))
                if any(slope.has(d) for d in constants if d not in closed) or nought(slope):
                    continue
                size = sympy.count_ops(e) + sympy.count_ops(slope)
                if best is None or size < best[0]:
                    best = (size, c, k, slope)
        if best is None:
            return closed, left
        _, c, k, slope = best
        value = short(-left[k].subs(c, 0) / slope)
        closed = {d: t.subs(c, value) for d, t in closed.items()} | {c: value}
        left = [e.subs(c, value) for i, e in enumerate(left) if i != k]


def nought(e: Any) -> bool:
    """Zero at random values of everything; an integral that is left is not evaluated."""
    if e.has(sympy.Integral):
        return e.doit(integrals=False) == 0
    rng = random.Random(3)
    for _ in range(3):
        at = {s: sympy.Float(rng.uniform(0.5, 1.9), 30) for s in e.free_symbols}
        with suppress(Exception):
            if abs(sympy.N(e.subs(at), 25)) > 1e-15:
                return False
    return True


def short(e: Any) -> Any:
    """The term, simplified where that is quick and shorter."""
    if sympy.count_ops(e) < 3:
        return e
    with suppress(Late, Exception), cpu_deadline(SHORT):
        found = sympy.simplify(e)
        return found if sympy.count_ops(found) <= sympy.count_ops(e) else e
    return e
