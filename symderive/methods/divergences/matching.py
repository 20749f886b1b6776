"""What matchers share: summands of a logarithm, powers and rates, and what a match says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Moves = list[tuple[Any, dict[str, Any], dict[str, int]]]  # scale, shifts, orders


class NoMatch(Exception):
    """The weight or the factor has not the shape of this normaliser."""


@dataclass(frozen=True)
class Match:
    """x = place(y); values by name; move(factor in y) as a list of (scale, shifts, orders)."""

    y: Any
    place: Any
    values: dict[str, Any]
    move: Callable[[Any], Moves]
    constant: Any
    replace: Callable[[Any], Any] = lambda e: e
    odd: str = ""  # the normaliser of odd powers


def number(e: Any) -> Any:
    """An integer of Python as one of SymPy."""
    import sympy as sp

    return sp.Integer(e) if isinstance(e, int) else e


def summands(e: Any, x: Any) -> dict[Any, Any]:
    """function of x -> constant, for each summand of the expanded expression."""
    import sympy as sp

    rows: dict[Any, Any] = {}
    for t in sp.Add.make_args(sp.expand(e)):
        c, f = t.as_independent(x, as_Add=False)
        rows[f] = rows.get(f, 0) + c
    return {f: c for f, c in rows.items() if sp.expand(c) != 0}


def exponent(f: Any, y: Any) -> Any:
    """r where f is y^r; None else."""
    if f == y:
        return 1
    if f.is_Pow and f.base == y and not f.exp.has(y):
        return f.exp
    return None


def rate(f: Any, y: Any) -> Any:
    """r where f is exp(r*y) or a constant to the power of a multiple of y; None else."""
    import sympy as sp

    if isinstance(f, sp.exp):
        r = f.args[0] / y
    elif f.is_Pow and f.exp.has(y) and not f.base.has(y):
        r = f.exp / y * sp.log(f.base)
    else:
        return None
    return None if r.has(y) else r


class Rows:
    """The summands of a logarithm, taken one after the other; the rest must be constant."""

    def __init__(self, e: Any, y: Any) -> None:
        self.y = y
        self.rows = summands(e, y)

    def take(self, f: Any) -> Any:
        return self.rows.pop(f, 0)

    def where(self, test: Callable[[Any], Any]) -> list[tuple[Any, Any, Any]]:
        """(what the test says, constant, function), the ones that pass, taken."""
        found = [(test(f), c, f) for f, c in self.rows.items() if f != 1]
        hits = [h for h in found if h[0] is not None and h[0] is not False]
        for _, _, f in hits:
            del self.rows[f]
        return hits

    def constant(self) -> Any:
        rest = {f: c for f, c in self.rows.items() if f != 1}
        if rest:
            raise NoMatch
        return self.rows.get(1, 0)


def need(truth: Any) -> None:
    if not truth:
        raise NoMatch


def log_y(y: Any) -> Any:
    import sympy as sp

    return sp.log(y)
