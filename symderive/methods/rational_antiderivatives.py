"""Rational functions integrated: partial fractions with quadratic denominators, names and all.

>>> import sympy
>>> x = sympy.Symbol("x", real=True)
>>> list(either(1/(x**2 + 2*x + 2), x))
[atan(x + 1)]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def quadratics(f: Any, x: Any) -> Iterator[Any]:
    """Partial fractions with quadratic denominators, as if their roots were complex."""
    import sympy

    if not f.is_rational_function(x) or not f.free_symbols - {x}:
        return
    total = sympy.Integer(0)
    for part in sympy.Add.make_args(sympy.apart(f, x)):
        F = _quadratic(part, x)
        if F is None:
            return
        total += F
    yield sympy.factor_terms(total)


def rational(f: Any, x: Any) -> Iterator[Any]:
    """Rational functions by SymPy, which drops terms with parameters at times."""
    import sympy
    from sympy.integrals.rationaltools import ratint

    if not f.is_rational_function(x):
        return
    plain = {s: sympy.Symbol(s.name) for s in f.free_symbols - {x}}
    back = {v: k for k, v in plain.items()}
    F = ratint(f.xreplace(plain), x)
    if not plain or sympy.simplify(F.diff(x).xreplace(back) - f) == 0:
        yield F.xreplace(back)


def either(f: Any, x: Any) -> Iterator[Any]:
    found = False
    for F in quadratics(f, x):
        found = True
        yield F
    if not found:
        yield from rational(f, x)


def _quadratic(f: Any, x: Any) -> Any:
    """The antiderivative of a polynomial, or of p(x)/(C*q(x)^n) with q linear or without real roots."""
    import sympy

    top, bottom = sympy.fraction(sympy.cancel(f))
    if not bottom.has(x):
        return sympy.integrate(f, x)
    scale, power = sympy.factor(bottom).as_independent(x, as_Add=False)
    q, n = power.as_base_exp()
    p = sympy.Poly(top, x)
    degree = sympy.degree(q, x) if q.is_polynomial(x) else 0
    if degree == 1:
        return sympy.integrate(f, x)
    if degree != 2 or not n.is_Integer or p.degree() > 1:
        return None
    a, b, c = sympy.Poly(q, x).all_coeffs()
    m, k = p.coeff_monomial(x), p.coeff_monomial(1)
    gap = sympy.factor(4 * a * c - b**2)
    root = sympy.sqrt(gap)
    if root.is_real is False or gap.is_negative:
        return None
    arc = 2 / root * sympy.atan(sympy.simplify((2 * a * x + b) / root))
    total = sympy.Integer(0)
    rest = sympy.simplify(k - m * b / (2 * a))
    if n == 1:
        total += m / (2 * a) * sympy.log(q)
    else:
        total += m / (2 * a) * q ** (1 - n) / (1 - n)
    factor = sympy.Integer(1)
    while n > 1:  # integral of q^-n by one power less
        total += rest * factor * (2 * a * x + b) / ((n - 1) * gap * q ** (n - 1))
        factor *= 2 * a * (2 * n - 3) / ((n - 1) * gap)
        n -= 1
    return (total + rest * factor * arc) / scale
