"""The shape in which a worker hands over a family: texts with constants, limits and multipliers.

>>> import sympy as sp
>>> explicit({"y": sp.Symbol("C1")}, [sp.Symbol("C1")])["bodies"]
{'y': 'C1'}
"""

from __future__ import annotations

from typing import Any

from symderive.methods.variation.model import say

Row = dict[str, Any]


def explicit(
    bodies: dict[str, Any], constants: list[Any], limits: Any = (), also: Any = None
) -> Row:
    """Functions of the variables; `also` are values of multipliers."""
    return {
        "kind": "explicit", "bodies": {u: say(b) for u, b in bodies.items()},
        "constants": [str(c) for c in constants], "limits": _limits(limits),
        "also": {n: say(v) for n, v in (also or {}).items()},
    }  # fmt: skip


def implicit(sides: tuple[Any, Any], constants: list[Any], limits: Any = ()) -> Row:
    """One equation between the variable and the unknown."""
    return {"kind": "implicit", "sides": [say(t) for t in sides],
            "constants": [str(c) for c in constants], "limits": _limits(limits)}  # fmt: skip


def curve(bodies: dict[str, Any], parameter: str, constants: list[Any], limits: Any = ()) -> Row:
    """The variable and the unknowns as functions of a parameter."""
    return {"kind": "parametric", "parameter": parameter,
            "bodies": {u: say(b) for u, b in bodies.items()},
            "constants": [str(c) for c in constants], "limits": _limits(limits)}  # fmt: skip


def _limits(limits: Any) -> list[str]:
    """Inequalities that say something."""
    return [t for t in map(say, limits) if t != "true"]
