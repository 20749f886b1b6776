"""Quadratures that are left as integrals: the answer where no closed form of them is found.

With a constant energy x = Integral(ds/y'(s), (s, C2, y)), C2 the value of y at x = 0; with a constant
momentum y = C2 + Integral(y'(s), (s, a, x)).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["v"], "unknowns": ["u"], "lagrangian": "cosh(v)*sqrt(1 + u_v^2)"})
>>> next(by_momentum(m))["bodies"]
{'u': 'C2 + Integral(C1/sqrt(cosh(s)^2 - C1^2), (s, 0, v))'}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import slopes
from symderive.methods.variation.model import Model
from symderive.methods.variation.quadratures import squares
from symderive.methods.variation.rows import Row, explicit, implicit

STARTS = (sp.S.Zero, sp.S.One, sp.pi / 2, sp.S.Half, sp.Integer(2), sp.Integer(3))
TRIED = (0.9, 0.31, 0.07, 1.7, 3.1)


def by_energy(model: Model) -> Iterator[Row]:
    """The variable by the unknown; nothing where the Lagrangian holds the variable."""
    x, u = model.x[0], model.unknowns[0]
    y, p = model.jet(u, 0), model.jet(u, 1)
    c, start, s = model.symbol("C1"), model.symbol("C2"), dummy(model)
    energy = sp.simplify(model.whole - p * sp.diff(model.whole, p))
    found = squares(energy, y, p, c)
    for g in (h for f in found for h in by_start(f, y, c, start)):
        for rate in root_of(1 / g):
            if is_real(rate, y, c):
                whole = sp.Integral(rate.subs(y, s), (s, start, y))
                for sign in (1, -1):
                    yield implicit((sign * whole, x), [c, start])


def by_momentum(model: Model) -> Iterator[Row]:
    """The unknown by the variable, where it does not stand in the Lagrangian itself."""
    x, u = model.x[0], model.unknowns[0]
    c, shift, s = model.symbol("C1"), model.symbol("C2"), dummy(model)
    level, place = sp.Symbol("C1", positive=True), sp.Symbol(x.name, positive=True)
    p = model.jet(u, 1)
    momentum = sp.simplify(sp.diff(model.whole, p))
    for value in (c, 4 * c**3, 2 * c, 1 / c):
        for square in within(5, lambda k=value: _slopes(momentum, p, k)) or []:
            square = sp.factor(square.subs({c: level, x: place})).subs({level: c, place: x})
            for found in root_of(square):
                a = next((a for a in STARTS if is_real(found, None, c, {x: a})), None)
                if a is not None:
                    whole = sp.Integral(found.subs(x, s), (s, a, x))
                    yield explicit({u: shift + whole}, [c, shift])


def _slopes(momentum: Any, p: Any, k: Any) -> list[Any]:
    """p^2 where the momentum is k."""
    return slopes.by_momentum(momentum, p, k) or [v**2 for v in sp.solve(momentum - k, p)][:2]


def dummy(model: Model) -> Any:
    """A name for the variable of integration that the problem does not use."""
    taken = {*model.names, *model.unknowns, *(str(n) for n in model.whole.free_symbols)}
    return sp.Symbol(next(n for n in ("s", "v", "w", "z", "r", "s_") if n not in taken), real=True)


def by_start(g: Any, y: Any, level: Any, start: Any) -> Iterator[Any]:
    """y'^2 as it is, and with the slope C1 at y = C2 in place of the energy."""
    yield g
    e = sp.Symbol("e_")
    known = g.subs(level, e)
    for value in (within(3, lambda: sp.solve(known.subs(y, start) - level**2, e)) or [])[:1]:
        yield sp.factor(sp.simplify(known.subs(e, value)))


def root_of(square: Any) -> Iterator[Any]:
    """The root of a square as a quotient of roots, for both signs of what stands under them."""
    positive = {v: sp.Symbol(v.name, positive=True) for v in square.free_symbols}
    top, bottom = sp.fraction(sp.factor(square.subs(positive)))
    for sign in (1, -1):
        found = _halved(sign * top) / _halved(sign * bottom)
        if not found.has(sp.I):
            yield found.subs({v: k for k, v in positive.items()})


def _halved(e: Any) -> Any:
    """Squares before the root, the rest multiplied out under it."""
    if e.is_number:
        return sp.sqrt(e)
    outside, inside = sp.S.One, sp.S.One
    for f, n in sp.factor_list(e)[1]:
        outside, inside = outside * f ** (n // 2), inside * f ** (n % 2)
    number = e / sp.Mul(*(f**n for f, n in sp.factor_list(e)[1]))
    return outside * sp.sqrt(sp.expand(sp.simplify(number) * inside))


def is_real(e: Any, y: Any, c: Any, at: Any = None) -> bool:
    """Whether it is a finite real number, not zero, for some values of the names."""
    e = e.subs(at or {})
    names = sorted(e.free_symbols, key=str)
    for first in TRIED:
        for second in TRIED:
            put = {n: sp.Rational(str(1 + k * 0.13)) for k, n in enumerate(names)}
            put |= {n: sp.Rational(str(v)) for n, v in ((y, first), (c, second)) if n is not None}
            value = e.subs({n: v for n, v in put.items() if n in names}).evalf(15)
            if value.is_real and value.is_finite and abs(value) > 1e-9:
                return True
    return False
