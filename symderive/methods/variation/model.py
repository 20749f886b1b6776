"""A functional as SymPy sees it in the worker: jets are plain symbols, `y_x` the slope of y.

Everything that leaves is text with the same names; nothing of it is believed.

>>> m = Model({"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2"})
>>> m.euler_lagrange()
[-2*y - 2*y_xx]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import sympy as sp

from symderive.methods.variation.jacobi import plain
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write

Orders = tuple[int, ...]


class Model:
    """Reads a task: variables, unknowns, lagrangian, and perhaps constraints, holonomic, positive."""

    def __init__(self, task: Mapping[str, Any], positive: bool = False) -> None:
        """With `positive`, unknowns in a root, a logarithm or a broken power are taken as positive."""
        self.task = task
        self.sorts: dict[str, dict[str, Any]] = {
            n: {"positive": True} for n in task.get("positive", ())
        }
        self.names: list[str] = list(task["variables"])
        self.unknowns: list[str] = list(task["unknowns"])
        if positive:
            self.sorts |= {u: {"positive": True} for u in self._under_roots()}
        self.x = [self.symbol(n) for n in self.names]
        self._keys: dict[str, tuple[str, Orders]] = {}
        for o in _orders(len(self.names), 8 if len(self.names) == 1 else 4):
            for u in self.unknowns:
                self._keys[jet_name(self.names, u, o)] = (u, o)
        self.lagrangian = self.read(task["lagrangian"])
        self.constraints = [self.read(t) for t in task.get("constraints", ())]
        self.multipliers = [self.symbol(n) for n in task.get("multipliers", ())]
        self.holonomic = [self.read(t) for t in task.get("holonomic", ())]
        self.functions = [sp.Function(n)(*self.x) for n in task.get("pointwise", ())]
        self.whole = self.lagrangian
        for name, body in zip(self.multipliers, self.constraints, strict=True):
            self.whole += name * body
        for name, body in zip(self.functions, self.holonomic, strict=True):
            self.whole += name * body

    def roots(self) -> list[Term]:
        """What stands under square roots in the Lagrangian, as written."""
        whole = read(self.task["lagrangian"])
        return list(dict.fromkeys(t.args[0] for t in whole.walk() if t.head == "sqrt"))

    def _under_roots(self) -> set[str]:
        """Unknowns that are a factor of what stands under a root, or have a broken power."""
        found: set[str] = set()
        for t in read(self.task["lagrangian"]).walk():
            broken = t.head == "Pow" and t.args[1].head != "Integer"
            if t.head in ("sqrt", "log") or (broken and t.args[0].head != "E"):
                stack = [t.args[0]]
                while stack:
                    u = stack.pop()
                    if u.head == "Symbol":
                        found |= {u.data} & set(self.unknowns)
                    elif u.head in ("Mul", "Div") or (
                        u.head == "Pow" and u.args[0].head == "Symbol"
                    ):
                        stack += u.args
        return found

    # --- names --------------------------------------------------------------------------------

    def symbol(self, name: str) -> Any:
        sort = self.sorts.get(name, {})
        return sp.Symbol(name, **({"real": True} | sort))

    def read(self, text: str) -> Any:
        return to_sympy(read(text), self.sorts)

    def jet(self, unknown: str, *orders: int) -> Any:
        return self.symbol(jet_name(self.names, unknown, orders))

    def jets(self, e: Any) -> list[tuple[Any, str, Orders]]:
        """The jets in an expression."""
        return [(s, *self._keys[s.name]) for s in sorted(e.free_symbols, key=str)
                if s.name in self._keys]  # fmt: skip

    def order(self, e: Any) -> int:
        return max((sum(o) for _, _, o in self.jets(e)), default=0)

    def parameters(self, e: Any) -> list[Any]:
        """The names that are no jets and no variables."""
        return [s for s in sorted(e.free_symbols, key=str)
                if s.name not in self._keys and s not in self.x]  # fmt: skip

    # --- calculus -----------------------------------------------------------------------------

    def total(self, e: Any, k: int = 0) -> Any:
        """The total derivative by the k-th variable."""
        out = sp.diff(e, self.x[k])
        for s, u, o in self.jets(e):
            out += sp.diff(e, s) * self.jet(u, *(n + (i == k) for i, n in enumerate(o)))
        return out

    def variation(self, e: Any, unknown: str) -> Any:
        out = sp.S.Zero
        for s, u, o in self.jets(e):
            if u != unknown:
                continue
            part = sp.diff(e, s)
            for k, n in enumerate(o):
                for _ in range(n):
                    part = -self.total(part, k)
            out += part
        return out

    def euler_lagrange(self) -> list[Any]:
        return [sp.expand(self.variation(self.whole, u)) if _plain(self.whole) else
                self.variation(self.whole, u) for u in self.unknowns]  # fmt: skip

    def momentum(self, e: Any, unknown: str, order: int) -> Any:
        """What multiplies the variation of y^(order) at an end."""
        out = sp.S.Zero
        for n in range(order + 1, self.order(e) + 1):
            part = sp.diff(e, self.jet(unknown, n))
            for _ in range(n - order - 1):
                part = -self.total(part)
            out += part
        return out

    def put(self, e: Any, bodies: Mapping[str, Any]) -> Any:
        """The expression with explicit functions of the variables in place of the unknowns."""
        values = {}
        for s, u, o in self.jets(e):
            body = bodies[u]
            for v, n in zip(self.x, o, strict=True):
                body = sp.diff(body, v, n) if n else body
            values[s] = body
        return e.subs(values, simultaneous=True)


def jet_name(variables: Sequence[str], unknown: str, orders: Iterable[int]) -> str:
    """
    >>> jet_name(["x", "t"], "u", (1, 2))
    'u_xtt'
    """
    suffix = "".join(v * n for v, n in zip(variables, orders, strict=True))
    return f"{unknown}_{suffix}" if suffix else unknown


def say(e: Any) -> str:
    """The text of an expression, a relation or a number of Python."""
    return write(from_sympy(plain(e if isinstance(e, sp.Basic) else sp.Integer(0) + e)))


def _orders(count: int, highest: int) -> list[Orders]:
    return [o for o in product(range(highest + 1), repeat=count) if sum(o) <= highest]


def _plain(e: Any) -> bool:
    return bool(e.is_polynomial(*e.free_symbols))
