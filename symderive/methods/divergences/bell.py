"""Antiderivatives of polynomials in x and erf(c*x) times exp(-c^2*x^2), by parts; SymPy, in the worker.

>>> antiderivative("x*erf(x)*exp(-x^2)", "x", {})
['sqrt(2)*erf(sqrt(2)*x)/4 - exp(-x^2)*erf(x)/2']
"""

from __future__ import annotations

from typing import Any

from symderive.methods.divergences.shapes import Sorts, text
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read


def antiderivative(body: str, name: str, sorts: Sorts) -> list[str]:
    """An antiderivative, or nothing for another body."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"real": True}}
    x = sp.Symbol(name, real=True)
    e = sp.expand(to_sympy(read(body), told))
    bells = {t for t in e.atoms(sp.exp) if t.has(x)}
    erfs = {t for t in e.atoms(sp.erf) if t.has(x)}
    if len(bells) != 1 or len(erfs) != 1:
        return []
    (bell,), (E,) = bells, erfs
    c = E.args[0] / x
    if c.has(x) or sp.simplify(bell.args[0] + c**2 * x**2) != 0:
        return []
    b, v = sp.Dummy("b"), sp.Dummy("v")
    rows = e.subs({bell: b, E: v})
    if rows.has(sp.erf, sp.exp) or not rows.is_polynomial(x, b, v):
        return []
    total = sp.Integer(0)
    for (n, k, m), coefficient in sp.Poly(rows, x, b, v).terms():
        one = _moment(n, m, c, x, E, bell) if k == 1 else None
        if one is None:
            return []
        total += coefficient * one
    return [text(sp.expand(total))]


def _moment(n: int, m: int, c: Any, x: Any, E: Any, bell: Any) -> Any:
    """Of x^n*E^m*bell; None for powers of erf beyond what parts can do."""
    import sympy as sp

    if n == 0:
        return sp.sqrt(sp.pi) / (2 * c) * E ** (m + 1) / (m + 1)
    if m > 1:
        return None
    rest = (n - 1) / (2 * c**2) * _moment(n - 2, m, c, x, E, bell) if n > 1 else 0
    out = -(x ** (n - 1)) * bell * E**m / (2 * c**2) + rest
    return out + (_narrow(n - 1, c, x) / (c * sp.sqrt(sp.pi)) if m else 0)


def _narrow(n: int, c: Any, x: Any) -> Any:
    """Of x^n*exp(-2*c^2*x^2)."""
    import sympy as sp

    r = sp.sqrt(2) * c
    if n == 0:
        return sp.sqrt(sp.pi) / (2 * r) * sp.erf(r * x)
    lower = (n - 1) / (2 * r**2) * _narrow(n - 2, c, x) if n > 1 else 0
    return -(x ** (n - 1)) * sp.exp(-(r**2) * x**2) / (2 * r**2) + lower
