"""Integrals of R(y) sqrt(Q(y)) with Q of degree two at most, in y or in y^2: rational in a new variable.

With w^2 = a y + b, or w^2 = k (y - p)/(y - q) where Q = k (y - p)(y - q), the integrand is rational in w
and even; its partial fractions give arc tangents, of both kinds, by the signs at positive values of
the parameters (Hardy, The Integration of Functions of a Single Variable, 1916, Sec. V.2).

>>> y, c = sp.symbols("y c", positive=True)
>>> found = antiderivative_of_root((1 - y**2)/(y**2*((1 + c**2)*y**2 - c**2)), y)
>>> at = {c: sp.Rational(1, 2)}
>>> f = sp.diff(found, y).subs(at).subs(y, sp.Rational(4, 5)).evalf(20)
>>> abs(abs(f) - (sp.Rational(9, 25)/(sp.Rational(16, 25)*sp.Rational(11, 20)))**sp.Rational(1, 2)) < 1e-15
True
"""

from __future__ import annotations

from typing import Any

import sympy as sp

SAMPLES = (0.83, 0.41, 1.3)


def antiderivative_of_root(square: Any, y: Any) -> Any | None:
    """F with F'^2 = square, a rational function of y; None where this needs elliptic integrals."""
    names = {s: sp.Symbol(s.name, positive=True) for s in square.free_symbols if s != y}
    v, u = sp.Symbol("v_", real=True), sp.Symbol("u_", real=True)
    whole = sp.factor(sp.together(square.subs(names).subs(y, v)))
    if not whole.is_rational_function(v):
        return None
    found = _in(whole, v)
    if found is None and sp.simplify(whole - whole.subs(v, -v)) == 0:
        half = sp.factor(sp.cancel(whole / (4 * v**2)).subs(v, sp.sqrt(u)))
        if half.is_rational_function(u):
            found = _in(half, u)
            found = None if found is None else found.subs(u, v**2)
    if found is None:
        return None
    return found.subs({new: old for old, new in names.items()}).subs(v, y)


def is_elementary(square: Any, y: Any) -> bool:
    """Whether the degrees allow it."""
    square = _rationalised(square, y)
    whole = sp.factor(sp.together(square))
    if not whole.is_rational_function(y):
        return True
    if _odd(whole, y)[1] <= 2:
        return True
    u = sp.Symbol("u_", positive=True)
    half = sp.factor(sp.cancel(whole / y**2).subs(y, sp.sqrt(u)))
    return bool(half.is_rational_function(u)) and _odd(half, u)[1] <= 2


def _rationalised(square: Any, y: Any) -> Any:
    """The square of the integrand after y -> tan(y/2) or exp(y), the name kept."""
    if square.has(sp.sin, sp.cos, sp.tan, sp.cot) and not square.has(sp.sinh, sp.cosh, sp.exp):
        put = {sp.sin(y): 2 * y / (1 + y**2), sp.cos(y): (1 - y**2) / (1 + y**2),
               sp.tan(y): 2 * y / (1 - y**2), sp.cot(y): (1 - y**2) / (2 * y)}  # fmt: skip
        return sp.expand_trig(square).subs(put) * 4 / (1 + y**2) ** 2
    if square.has(sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.exp) and not square.has(sp.sin, sp.cos):
        put = {sp.sinh(y): (y - 1 / y) / 2, sp.cosh(y): (y + 1 / y) / 2,
               sp.tanh(y): (y**2 - 1) / (y**2 + 1), sp.coth(y): (y**2 + 1) / (y**2 - 1)}  # fmt: skip
        powers = square.subs(put).replace(
            lambda e: isinstance(e, sp.exp) and sp.cancel(e.args[0] / y).is_Integer,
            lambda e: y ** sp.cancel(e.args[0] / y),
        )
        return powers / y**2
    return square


def _odd(square: Any, u: Any) -> tuple[Any, int]:
    """The factors in u of odd multiplicity, and their degree."""
    out = sp.S.One
    for part in sp.fraction(square):
        for f, n in sp.factor_list(part, u)[1]:
            out *= f ** (n % 2) if f.has(u) else 1
    return out, int(sp.degree(out, u)) if out.has(u) else 0


def _in(square: Any, u: Any) -> Any | None:
    odd, degree = _odd(square, u)
    if degree > 2:
        return None
    rest = sp.factor(square / odd)
    top, bottom = (_halved(part, u) for part in sp.fraction(rest))
    outside = top / bottom
    if outside.has(sp.I):
        odd, outside = -odd, outside / sp.I
    w = sp.Symbol("w_", real=True)
    if degree == 0:
        return rational_integral(outside * sp.sqrt(odd), u)
    if degree == 1:
        a, b = odd.coeff(u, 1) if odd.is_Add else sp.diff(odd, u), odd.subs(u, 0)
        inner = rational_integral(sp.cancel((outside * 2 * w**2 / a).subs(u, (w**2 - b) / a)), w)
        return None if inner is None else inner.subs(w, sp.sqrt(odd))
    poly = sp.Poly(odd, u)
    k = poly.LC()
    places = sp.roots(poly)
    if len(places) != 2 or any(r.has(sp.Pow) and not r.is_rational_function() for r in places):
        return None
    for p, q in (tuple(places), tuple(places)[::-1]):
        # w^2 = k (u - p)/(u - q), and the root of Q is w (u - q)
        place = (q * w**2 - k * p) / (w**2 - k)
        rate = sp.cancel((outside * w * (u - q)).subs(u, place) * sp.diff(place, w))
        inner = rational_integral(rate, w)
        if inner is not None:
            return inner.subs(w, sp.sqrt(sp.factor(k * (u - p)) / (u - q)))
    return None


def _halved(square: Any, u: Any) -> Any:
    constant, factors = sp.factor_list(square, u)
    return sp.sqrt(constant) * sp.Mul(*(f ** (n // 2) if f.has(u) else sp.sqrt(f) ** n
                                        for f, n in factors))  # fmt: skip


def rational_integral(f: Any, w: Any) -> Any | None:
    """The integral of a rational function of w: quotients by powers of linear and pure squares."""
    total = sp.S.Zero
    front, f = sp.factor(f).as_independent(w, as_Add=False)
    for term in sp.Add.make_args(sp.apart(f, w)):
        piece = _piece(front * term, w)
        if piece is None:
            return None
        total += piece
    return total


def _piece(term: Any, w: Any) -> Any | None:
    bottom = sp.denom(sp.factor(term))
    if not bottom.has(w):
        return sp.integrate(sp.expand(term), w)
    factors = [(g, n) for g, n in sp.factor_list(bottom, w)[1] if g.has(w)]
    if len(factors) != 1:
        return None
    g, n = factors[0]
    a, b = sp.diff(g, w, 2) / 2, g.subs(w, 0)
    if sp.degree(g, w) == 1:
        return sp.integrate(sp.cancel(term), w)
    if sp.degree(g, w) != 2 or sp.diff(g, w).subs(w, 0) != 0:
        return None
    scale = sp.factor(term * g**n)
    odd = scale.coeff(w, 1) if scale.is_polynomial(w) else None
    if odd is None or sp.degree(scale, w) > 1:
        return None
    even = sp.factor(scale.subs(w, 0))
    out = sp.S.Zero
    if odd != 0:
        out += sp.integrate(sp.cancel(odd * w / g**n), w)
    return out + even * _pure(a, b, n, w)


def _pure(a: Any, b: Any, n: int, w: Any) -> Any:
    """The integral of 1/(a w^2 + b)^n."""
    if n > 1:
        less = _pure(a, b, n - 1, w)
        return w / (2 * b * (n - 1) * (a * w**2 + b) ** (n - 1)) + sp.Rational(
            2 * n - 3, 2 * (n - 1)) * less / b  # fmt: skip
    product = sp.factor(a * b)
    if _sign(product) > 0:
        r = sp.sqrt(product)
        return sp.atan(sp.cancel(a * w / 1) / r) / r
    r = sp.sqrt(sp.factor(-product))
    return -sp.atanh(a * w / r) / r


def _sign(e: Any) -> int:
    """The sign at positive values of the names."""
    names = sorted(e.free_symbols, key=str)
    value = e.subs({s: sp.Rational(str(SAMPLES[k % 3])) for k, s in enumerate(names)})
    return 1 if value > 0 else -1
