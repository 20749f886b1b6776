"""u'^2 a polynomial of degree three or four in u: Jacobi's functions, the amplitude or modulus a constant.

u'^2 = k u^4 + l u^2 + d is solved by b sn, b cn or b dn of w (x - C2), u'^2 = k u^3 + l u^2 + p u + d by
e1 + (e2 - e1) sn^2, with 16 w^4 (1 - m + m^2) = l^2 - 3 k p (Byrd and Friedman, Handbook of Elliptic
Integrals, 1971, formulas 222 and 236).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["t"], "unknowns": ["q"], "lagrangian": "q_t^2/2 - q^4/4"})
>>> u, c = sp.Symbol("u_"), m.symbol("C1")
>>> next(quartic(m, sp.Poly(2*c - u**4/2, u), u, u, c))["bodies"]
{'q': 'C1*jacobi_cn(C1*(t - C2), 1/2)'}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model
from symderive.methods.variation.rows import Row, explicit

SAMPLES = ("0.3", "0.7", "1.1", "2.3", "5.1")


def quartic(model: Model, h: Any, inverse: Any, u: Any, c: Any) -> Iterator[Row]:
    """u'^2 = k u^4 + l u^2 + d; the amplitude stands for the constant of the energy."""
    if h.coeff_monomial(u**3) != 0 or h.coeff_monomial(u) != 0:
        return
    k, l, d = (h.coeff_monomial(u**n) for n in (4, 2, 0))
    b = sp.Symbol("b_", positive=True)
    w2, m = sp.symbols("w2_ m_")
    kinds = {
        "jacobi_sn": [k * b**2 - w2 * m, l + w2 * (1 + m), d - w2 * b**2],
        "jacobi_cn": [k * b**2 + w2 * m, l - w2 * (2 * m - 1), d - w2 * b**2 * (1 - m)],
        "jacobi_dn": [k * b**2 + w2, l - w2 * (2 - m), d + w2 * b**2 * (1 - m)],
    }
    order = ["jacobi_sn", "jacobi_cn", "jacobi_dn"]
    if _sample(k.subs(c, sp.S.One)) < 0:
        order = ["jacobi_cn", "jacobi_dn", "jacobi_sn"]
    for name in order:
        for row in within(4, lambda e=kinds[name]: sp.solve(e, [w2, m, c], dict=True)) or []:
            if w2 in row and m in row:
                yield from _wave(model, name, row[w2], row[m], b, inverse, u, c)


def _wave(
    model: Model, name: str, square: Any, modulus: Any, b: Any, inverse: Any, u: Any, c: Any
) -> Iterator[Row]:
    root = _root(sp.factor(square))
    if root is None or root == 0:
        return
    x, shift = model.x[0], model.symbol("C2")
    body = b * sp.Function(name)(root * (x - shift), sp.factor(modulus))
    full = {model.unknowns[0]: inverse.subs(u, body).subs(b, c)}
    yield explicit(full, [c, shift])
    yield explicit(full, [c, shift], [sp.Gt(c, 0)])


def cubic(model: Model, h: Any, inverse: Any, u: Any, c: Any) -> Iterator[Row]:
    """u'^2 = k u^3 + l u^2 + p u + d, only d with the constant of the energy: C1 is the modulus."""
    k, l, p, d = (h.coeff_monomial(u**n) for n in (3, 2, 1, 0))
    if any(e.has(c) for e in (k, l, p)) or not d.has(c):
        return
    x, shift, m = model.x[0], model.symbol("C2"), model.symbol("C1")
    rest = sp.factor(l**2 - 3 * k * p)
    if rest == 0:
        return
    size = sp.sqrt(rest) if rest.is_number else _root(rest)
    if size is None:
        return
    sn = sp.Function("jacobi_sn")
    for sign in (1, -1):
        square = sign * size / (4 * sp.sqrt(1 - m + m**2))
        if _sample(square.subs(m, sp.S.Half)) <= 0:
            continue
        start = (-l - 4 * square * (1 + m)) / (3 * k)
        wave = sn(sp.sqrt(square) * (x - shift), m) ** 2
        body = sp.expand(start) + 4 * square * m / k * wave
        yield explicit({model.unknowns[0]: inverse.subs(u, body)}, [m, shift])


def _sample(e: Any) -> float:
    """A value at positive values of the names."""
    names = sorted(e.free_symbols, key=str)
    value = e.subs({n: sp.Rational(SAMPLES[i % 5]) for i, n in enumerate(names)}).evalf(12)
    return float(value) if value.is_real else 0.0


def _root(e: Any) -> Any | None:
    """A square root with positive names; None for what is negative whatever the amplitude."""
    if e.is_number and e.is_negative:
        return None
    positive = {s: sp.Symbol(s.name, positive=True) for s in e.free_symbols}
    top, bottom = sp.fraction(sp.factor(e.subs(positive)))
    found = None
    for sign in (1, -1):
        part = sp.sqrt(_collected(sign * top)) / sp.sqrt(_collected(sign * bottom))
        amplitude = [n for n in part.free_symbols if n.name == "b_"]
        values = [_sample(part.subs(dict.fromkeys(amplitude, sp.Rational(v)))) for v in SAMPLES]
        if any(v > 0 for v in values):
            found = part
            break
    if found is None or found.has(sp.I):
        return None
    return found.replace(sp.Abs, lambda a: a).subs({v: k for k, v in positive.items()})


def _collected(e: Any) -> Any:
    """Squares apart, the rest multiplied out."""
    squares, rest = sp.S.One, sp.S.One
    for f, n in sp.factor_list(e)[1] if not e.is_number else ():
        squares, rest = squares * f ** (n - n % 2), rest * f ** (n % 2)
    number = sp.simplify(e / (squares * rest))
    return squares * sp.expand(number * rest)
