"""Equations with parameters that have no closed root: one term of one unknown is monotone.

2 a sinh(h/a) = l becomes u/sinh(u) = 2 h/l for u = h/a: the unknown on one side, the parameters on
the other.  Where the left side is monotone between two places, the kernel is asked for its only root.

>>> h, l, a = sp.symbols("h l a", positive=True)
>>> row = unique(2*a*sp.sinh(h/a) - l, a)[0]
>>> row["closed"], row["equation"], row["region"]
({'a': 'h/u'}, 'u/sinh(u) = 2*h/l', ('0', None))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise, product
from typing import Any

import mpmath
import sympy as sp

from symderive.deadline import Late, cpu_deadline
from symderive.methods.variation.fitting_linear import nought
from symderive.methods.variation.numeric import numeric
from symderive.terms.bridge import from_sympy
from symderive.terms.writer import write

SECONDS, MOST, GRID = 4.0, 4, 40
REGIONS: tuple[tuple[Any, Any], ...] = (
    (0, None), (0, 2 * sp.pi), (0, sp.pi), (0, sp.pi / 2), (0, 1), (1, None), (None, None),
)  # fmt: skip


def unique(e: Any, c: Any) -> list[dict[str, Any]]:
    """`closed` {constant: text}, `name`, `equation`, `region` (ends or None), `slope`, `solved`."""
    out: list[dict[str, Any]] = []
    with suppress(Late, Exception), cpu_deadline(SECONDS):
        for u, value in _unknowns(e, c):
            for left, right, solved in _parted(e.subs(c, value), u):
                for low, high in REGIONS:
                    if not _monotone(left, u, low, high):
                        continue
                    slope = sp.factor(sp.simplify(sp.diff(left, u)))
                    out.append({
                        "closed": {} if value == u else {c.name: _text(value)}, "name": u.name,
                        "equation": f"{_text(left)} = {_text(right)}", "slope": _text(slope),
                        "solved": f"{_text(solved[0])} = {_text(solved[1])}",
                        "region": (_end(low), _end(high)),
                    })  # fmt: skip
                    break
            if len(out) >= MOST:
                break
    return out[:MOST]


def symmetric(equations: list[Any], constants: list[Any]) -> Iterator[dict[Any, Any]]:
    """A constant at which an equation is an identity because cosh and cos are even: the middle."""
    for e in equations:
        even = sorted((f for f in e.atoms(sp.cosh, sp.cos)), key=str)
        for i, f in enumerate(even):
            for g in even[i + 1 :]:
                for c, sign in product(constants, (1, -1)):
                    total = sp.expand(f.args[0] + sign * g.args[0])
                    if not total.has(c) or sp.simplify(sp.diff(total, c, 2)) != 0:
                        continue
                    value = sp.simplify(-total.subs(c, 0) / sp.diff(total, c))
                    if not value.free_symbols & set(constants) and nought(e.subs(c, value)):
                        yield {c: value}


def _unknowns(e: Any, c: Any) -> Iterator[tuple[Any, Any]]:
    """(new unknown, c by it): the arguments of functions that are K c or K/c, then c itself."""
    taken = {s.name for s in e.free_symbols}
    name = next(n for n in ("u", "w", "q", "k", "u1", "w1") if n not in taken)
    u = sp.Symbol(name, positive=True)
    seen = []
    for f in sorted(e.atoms(sp.Function), key=sp.count_ops):
        if len(f.args) != 1 or not f.args[0].has(c):
            continue
        for power in (1, -1):
            k = sp.simplify(f.args[0] / c**power)
            if not k.has(c) and k != 1 and k.free_symbols:
                value = u / k if power == 1 else k / u
                if value not in seen:
                    seen.append(value)
                    yield u, value
    yield c, c


def _parted(e: Any, u: Any) -> Iterator[tuple[Any, Any, tuple[Any, Any]]]:
    """(A(u), g) with A = g free of u, by solving for a parameter and splitting the factors; and that."""
    e = sp.simplify(e)
    for p in sorted(e.free_symbols - {u}, key=str):
        if sp.diff(e, p, 2) != 0:
            continue
        slope = sp.diff(e, p)
        whole = sp.simplify(-e.subs(p, 0) / slope)
        parts = sp.separatevars(whole, symbols=[u], dict=True)
        if parts and parts.get(u) is not None:
            left, rest = sp.simplify(parts[u]), parts["coeff"]
            number, left = left.as_coeff_Mul()
            yield left, sp.simplify(p / (rest * number)), (p, whole)


def _monotone(left: Any, u: Any, low: Any, high: Any) -> bool:
    """By values on a grid."""
    a = -6.0 if low is None else float(low)
    b = a + 12.0 if high is None else float(high)
    f = numeric([u], [left], mpmath.fp)
    values = []
    for k in range(1, GRID):
        try:
            v = complex(f(a + (b - a) * k / GRID)[0])
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            return False
        if abs(v.imag) > 1e-12 or v.real != v.real:
            return False
        values.append(v.real)
    steps = [q - p for p, q in pairwise(values)]
    return min(steps) > 0 or max(steps) < 0


def _end(t: Any) -> str | None:
    return None if t is None else _text(sp.Integer(0) + t)


def _text(e: Any) -> str:
    return write(from_sympy(e))
