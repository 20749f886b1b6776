"""Antiderivatives with the root of a quadratic, which SymPy is slow at with parameters: a short table.

Q = a x^2 + b x + c: sqrt(Q), 1/sqrt(Q), sqrt(Q)/x, 1/(x sqrt(Q)) (Gradshteyn and Ryzhik, 2.26); which
branch is real is guessed, and the kernel differentiates.

>>> x = sp.Symbol("x", positive=True)
>>> rooted(1 / sp.sqrt(1 - x**2), x)
asin(x)
>>> rooted(sp.exp(x) / sp.sqrt(1 - x**2), x) is None
True
"""

from __future__ import annotations

from typing import Any

import sympy as sp


def rooted(f: Any, x: Any) -> Any | None:
    """The antiderivative of k x^m Q^(1/2 or -1/2), m = 0 or -1; None for anything else."""
    rest, roots = sp.S.One, []
    for part in sp.Mul.make_args(f):
        base, e = part.as_base_exp()
        if part.has(x) and abs(e) == sp.Rational(1, 2):
            roots.append((sp.expand(base), e))
        else:
            rest *= part
    if len(roots) != 1 or not roots[0][0].is_polynomial(x):
        return None
    q, e = roots[0]
    front, power = rest.as_independent(x, as_Add=False)
    if sp.degree(q, x) not in (1, 2) or power not in (1, 1 / x):
        return None
    a, b, c = (sp.Poly(q, x).coeff_monomial(x**k) for k in (2, 1, 0))
    root = sp.sqrt(q)
    if a == 0:
        if power == 1:
            return front * (2 * root**3 / (3 * b) if e > 0 else 2 * root / b)
        over = _inverse(a, b, c, root, x)
        return front * (2 * root + c * over if e > 0 else over)
    plain = _plain(a, b, c, root, x)
    if power == 1:
        if e < 0:
            return front * plain
        return front * ((2 * a * x + b) * root / (4 * a) + (4 * a * c - b**2) / (8 * a) * plain)
    if e < 0:
        return None if c == 0 else front * _inverse(a, b, c, root, x)
    over = sp.S.Zero if c == 0 else c * _inverse(a, b, c, root, x)
    return front * (root + b / 2 * plain + over)


def polar(f: Any, x: Any) -> Any | None:
    """The antiderivative of sqrt(b - c/sin(x)^2) times a constant, b and c positive.

    >>> x = sp.Symbol("x", real=True)
    >>> g = sp.sqrt(3 - 1 / sp.sin(x) ** 2)
    >>> abs((polar(g, x).diff(x) - g).subs(x, 1).evalf()) < 1e-12
    True
    """
    if not f.has(sp.sin, sp.cos) or not any(e.exp == sp.S.Half for e in f.atoms(sp.Pow)):
        return None
    s = sp.Dummy("s", positive=True)
    even = sp.expand(sp.expand_trig(f**2).subs(sp.cos(x) ** 2, 1 - sp.sin(x) ** 2))
    top = sp.expand(sp.simplify(even.subs(sp.sin(x), s) * s**2))
    if top.has(x) or not top.is_polynomial(s) or sp.degree(top, s) != 2 or top.coeff(s, 1) != 0:
        return None
    b, c = top.coeff(s, 2), -top.coeff(s, 0)
    if _negative(b) or _negative(c) or c == 0:
        return None
    root = sp.sqrt(b * sp.sin(x) ** 2 - c)
    inner, outer = (sp.sqrt(k) * sp.atan(sp.sqrt(k) * sp.cos(x) / root) for k in (c, b))
    return inner - outer


def _plain(a: Any, b: Any, c: Any, root: Any, x: Any) -> Any:
    """The antiderivative of 1/sqrt(Q)."""
    if not _negative(a):
        return sp.log(2 * sp.sqrt(a) * root + 2 * a * x + b) / sp.sqrt(a)
    if b == 0:
        return sp.asin(x * sp.sqrt(-a / c)) / sp.sqrt(-a)
    return -sp.atan((2 * a * x + b) / (2 * sp.sqrt(-a) * root)) / sp.sqrt(-a)


def _inverse(a: Any, b: Any, c: Any, root: Any, x: Any) -> Any:
    """The antiderivative of 1/(x sqrt(Q)), c not zero."""
    if not _negative(c):
        return -sp.log((2 * c + b * x + 2 * sp.sqrt(c) * root) / x) / sp.sqrt(c)
    if b == 0:
        return sp.atan(root / sp.sqrt(-c)) / sp.sqrt(-c)
    return sp.atan((b * x + 2 * c) / (2 * sp.sqrt(-c) * root)) / sp.sqrt(-c)


def _negative(e: Any) -> bool:
    if e.is_negative or e.is_positive:
        return bool(e.is_negative)
    return bool(sp.N(e.subs({s: sp.Rational(7, 5) for s in e.free_symbols})) < 0)
