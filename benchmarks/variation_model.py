"""A Lagrangian with its jets as symbols of SymPy, for the judge of the benchmark.

>>> m = Model({"var": "x", "unknown": "y", "lagrangian": "y_x^2 - y^2"})
>>> m.variation(m.lagrangian, "y")
-2*y - 2*y_xx
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import mpmath
import sympy as sp

from symderive.terms.bridge import to_sympy
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.tree import Term

SMALL = mpmath.mpf(10) ** -9
VALUE = re.compile(r"(\w+)\(([^()]*(?:\([^()]*\))?[^()]*)\)")
Row = dict[str, Any]


# --- Jacobi's functions, which SymPy does not know --------------------------------------------------


def _jacobi(name: str, slope: Callable[[Any, Any], Any]) -> Any:
    def fdiff(self: Any, index: int = 1) -> Any:
        if index != 1:
            raise sp.core.function.ArgumentIndexError(self, index)
        return slope(*self.args)

    return type(name, (sp.Function,), {"fdiff": fdiff, "nargs": (2,), "is_real": True})


sn = _jacobi("jacobi_sn", lambda u, m: cn(u, m) * dn(u, m))
cn = _jacobi("jacobi_cn", lambda u, m: -sn(u, m) * dn(u, m))
dn = _jacobi("jacobi_dn", lambda u, m: -m * sn(u, m) * cn(u, m))
am = _jacobi("jacobi_am", lambda u, m: dn(u, m))
JACOBI = {"jacobi_sn": sn, "jacobi_cn": cn, "jacobi_dn": dn, "jacobi_am": am}


def _elliptic(kind: str, u: Any, m: Any) -> Any:
    return mpmath.ellipfun(kind, mpmath.mpmathify(u), m=m)


NUMBERS: dict[str, Any] = {f"jacobi_{k}": partial(_elliptic, k) for k in ("sn", "cn", "dn")}
NUMBERS["jacobi_am"] = lambda u, m: mpmath.findroot(
    lambda p: mpmath.ellipf(p, m) - u, mpmath.asin(mpmath.ellipfun("sn", u, m=m)))  # fmt: skip


def expression(text: str | Term) -> Any:
    """A text as SymPy has it; unknown functions of the problem are concrete ones."""
    e = to_sympy(read(text) if isinstance(text, str) else text)
    e = e.replace(
        lambda f: isinstance(f, sp.core.function.AppliedUndef) and f.func.__name__ in JACOBI,
        lambda f: JACOBI[f.func.__name__](*f.args),
    )
    e = e.replace(
        lambda f: isinstance(f, sp.core.function.AppliedUndef),
        lambda f: sp.sin(
            sum(f.args) * sp.Rational(len(f.func.__name__) + ord(f.func.__name__[0]), 90)
        ),
    )
    return e.doit()


class Model:
    """The Lagrangian with its jets as symbols."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.variables = row["var"].split(",")
        self.unknowns = row["unknown"].split(",")
        self.x = [sp.Symbol(v, real=True) for v in self.variables]
        self.lagrangian = expression(row["lagrangian"])
        self.constraints = [self._sides(t) for t in row.get("integral", ())]
        self.holonomic = [a - b for a, b in map(self._sides, row.get("holonomic", ()))]
        everything = [self.lagrangian, *self.holonomic, *(a for a, _ in self.constraints)]
        free = set().union(*(e.free_symbols for e in everything)) - set(self.x)
        self.parameters = {s for s in free if self.key(s) is None}

    def _sides(self, text: str) -> tuple[Any, Any]:
        left, right = read(text).args
        return expression(left), expression(right)

    def key(self, s: Any) -> tuple[str, tuple[int, ...]] | None:
        """The unknown and the orders that a symbol y_xx stands for."""
        name, _, tail = s.name.partition("_")
        if name not in self.unknowns or any(c not in self.variables for c in tail):
            return None
        return name, tuple(tail.count(v) for v in self.variables)

    def jets(self, e: Any) -> Iterator[tuple[Any, str, tuple[int, ...]]]:
        for s in sorted(e.free_symbols, key=str):
            key = self.key(s)
            if key is not None:
                yield s, *key

    def order(self, e: Any) -> int:
        return max((sum(o) for _, _, o in self.jets(e)), default=0)

    def total(self, e: Any, k: int = 0) -> Any:
        out = sp.diff(e, self.x[k])
        for s, u, o in self.jets(e):
            up = tuple(n + (i == k) for i, n in enumerate(o))
            tail = "".join(v * n for v, n in zip(self.variables, up, strict=True))
            out += sp.diff(e, s) * sp.Symbol(f"{u}_{tail}", real=True)
        return out

    def variation(self, e: Any, unknown: str) -> Any:
        out = sp.Integer(0)
        for s, u, o in self.jets(e):
            if u == unknown:
                part = sp.diff(e, s)
                for k, n in enumerate(o):
                    for _ in range(n):
                        part = -self.total(part, k)
                out += part
        return out


def in_jets(text: str | Term, m: Model) -> Any:
    """A text in y_x (or y') as symbols."""
    context = Context({u: tuple(m.variables) for u in m.unknowns})
    t = read(text, context) if isinstance(text, str) else text

    def plain(t: Term) -> Term:
        if t.head == "Apply" and t.data[0] in m.unknowns:
            tail = "".join(v * n for v, n in zip(m.variables, t.data[1], strict=True))
            return Term("Symbol", (), f"{t.data[0]}_{tail}" if tail else t.data[0])
        return t.rebuild([plain(a) for a in t.args])

    return expression(plain(t))
