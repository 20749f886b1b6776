"""A power of x below, written as an integral of an exponential, as SymPy proposes it.

>>> powers_below("(1 - cos(x))/x^2", "x", "t", {})
['t*(1 - cos(x))*exp(-t*x)']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]


def powers_below(text: str, x: str, t: str, sorts: Sorts) -> list[str]:
    """F with integrand = Integral(F, (t, 0, oo)), for a factor x^(-s), s > 0 at positive names."""
    told = {**sorts, x: {"positive": True}, t: {"positive": True}}
    e = to_sympy(read(text), {n: dict(s) for n, s in told.items()})
    X, T = sympy.Symbol(x, positive=True), sympy.Symbol(t, positive=True)
    s, rest = sympy.Integer(0), sympy.Integer(1)
    for f in sympy.Mul.make_args(sympy.powsimp(sympy.factor_terms(e))):
        base, n = f.as_base_exp()
        if base == X and not n.has(X):
            s -= n
        else:
            rest *= f
    if not rest.has(X) or not _likely_positive(s):
        return []
    F = rest * T ** (s - 1) * sympy.exp(-T * X) / sympy.gamma(s)
    return [write(from_sympy(F))]


def _likely_positive(s: Any) -> bool:
    if s.is_number:
        return bool(s > 0)
    put = {
        n: sympy.Rational(7 + 2 * i, 5 + i) for i, n in enumerate(sorted(s.free_symbols, key=str))
    }
    return bool(s.subs(put) > 0) or bool(s.is_positive)
