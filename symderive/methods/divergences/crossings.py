"""Where two densities cross, and a product that has the sign of their difference; SymPy, in the worker.

>>> crossings("a*exp(-a*x)", "b*exp(-b*x)", "x", {"a": {"positive": True}, "b": {"positive": True}})
['exp', 'linear', 'b - a', '(log(a) - log(b))/(a - b)']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symderive.methods.divergences.logarithms import log_of
from symderive.methods.divergences.shapes import Sorts, text
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

# A product with the sign of p - q, and its zeros in order; whether (x - zero) are left to be added.
Found = tuple[Any, list[Any], bool]


def crossings(p: str, q: str, name: str, sorts: Sorts) -> list[str]:
    """[how, shape, product, zeros..]: p = q*exp(L) where `how` is exp, p - q = L where it is plain.

    L is the product, or where `shape` is linear the product times x - zero for each zero.  Simple
    in x, x^2, log(x), 1/x, exp(c*x); nothing where the densities are not.
    """
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"real": True}}
    x = sp.Symbol(name, real=True)
    f, g = (to_sympy(read(t), told) for t in (p, q))
    L = sp.expand(log_of(f) - log_of(g))
    if not L.has(x):
        return ["exp", "", text(sp.factor_terms(L))]
    for found in _of_logarithm(L, x):
        return ["exp", *_said(*found)]
    plain = _of_difference(f - g, x)
    return ["plain", *_said(*plain)] if plain else []


def _said(product: Any, zeros: list[Any], linear: bool) -> list[str]:
    return ["linear" if linear else "", text(product), *(text(z) for z in zeros)]


def _of_logarithm(L: Any, x: Any) -> Iterator[Found]:
    import sympy as sp

    u = sp.Dummy("u", real=True)
    rates = {e.args[0] / x for e in L.atoms(sp.exp) if e.has(x) and not (e.args[0] / x).has(x)}
    shapes = [x, sp.log(x), 1 / x, *(sp.exp(r * x) for r in sorted(rates, key=str))]
    for shape in shapes:
        e = L.subs(shape, u) if shape != x else L.subs(x, u)
        if isinstance(shape, sp.exp):
            e = L.xreplace({t: _power(t, shape, u) for t in L.atoms(sp.exp) if t.has(x)})
        if e.has(x) or not e.is_polynomial(u):
            continue
        rows = sp.Poly(e, u)
        if rows.degree() == 1:
            a, b = rows.all_coeffs()
            yield _single(shape, sp.factor(a), _ratio(-b, a), x)
        elif rows.degree() == 2 and rows.all_coeffs()[1] == 0 and shape == x:
            a, _, b = rows.all_coeffs()
            c = _root(_ratio(-b, a))
            yield sp.factor(a), [-c, c], True
        elif rows.degree() == 2 and shape in (x, sp.log(x)):
            found = _numbered(rows, shape, x) or (_radical(rows) if shape == x else None)
            if found:
                yield found


def _power(t: Any, shape: Any, u: Any) -> Any:
    k = t.args[0] / shape.args[0]
    return u**k if k.is_Integer else t


def _ratio(top: Any, below: Any) -> Any:
    """A quotient whose logarithms stand apart, so that their order tells the sign."""
    import sympy as sp

    return sp.factor(sp.cancel(sp.together(sp.expand_log(sp.expand(top / below), force=True))))


def _root(square: Any) -> Any:
    """The square root, what is known to be positive taken out."""
    import sympy as sp

    out, inner = sp.Integer(1), sp.Integer(1)
    for f in sp.Mul.make_args(square):
        base, e = f.as_base_exp()
        if base.is_positive and e.is_Integer and e > 0:
            out *= base ** (e / 2)
        else:
            inner *= f
    return out * sp.sqrt(inner)


def _single(shape: Any, a: Any, c: Any, x: Any) -> Found:
    """a*(shape - c) as a product, and the zero."""
    import sympy as sp

    if shape == x:
        return a, [c], True
    if isinstance(shape, sp.log):
        z = sp.exp(c)
        return a * (sp.log(x) - sp.log(z, evaluate=False)), [z], False
    if isinstance(shape, sp.exp):
        r = shape.args[0] / x
        z = sp.factor_terms(sp.expand_log(sp.log(c), force=True)) / r
        return a * (shape - sp.exp(r * z, evaluate=False)), [z], False
    z = 1 / c
    return -a / (x * z), [z], True


def _radical(rows: Any) -> Found:
    """h - w and h + w, the radicand a sum of parts whose signs are seen."""
    import sympy as sp

    a, b, c = (sp.expand(k) for k in rows.all_coeffs())
    logs = sp.Add(*(t for t in sp.Add.make_args(sp.expand_log(c, force=True)) if t.has(sp.log)))
    rest = sp.expand(sp.expand_log(c, force=True) - logs)
    square = [sp.factor(b**2 - 4 * a * rest), sp.factor(-4 * a) * logs]
    w = sp.sqrt(sp.Add(*square)) / (2 * sp.factor(a))
    h = sp.factor(-b / (2 * a))
    return sp.factor(a), [h - w, h + w], True


def _numbered(rows: Any, shape: Any, x: Any) -> Found | None:
    """Two zeros that are numbers, or two with one radical."""
    import sympy as sp

    roots = sp.roots(rows.as_expr(), rows.gen)
    if not roots or not all(r.is_number and r.is_real for r in roots):
        return None
    zeros = sorted(roots, key=lambda r: sp.N(r))
    if shape == x:
        return sp.LC(rows), zeros, True
    product = sp.LC(rows) * sp.Mul(*(shape - r for r in zeros))
    return product, [sp.exp(z) for z in zeros], False


def _of_difference(gap: Any, x: Any) -> Found | None:
    """p - q as a product of linear factors, rational in x or in exp(c*x)."""
    import sympy as sp

    whole = {e: sp.expand(e.args[0]) for e in gap.atoms(sp.exp) if e.has(x)}
    rates = {inner.coeff(x, 1) for inner in whole.values()}
    u = sp.Dummy("u", positive=True) if rates else x
    if rates:
        r = min(rates, key=lambda t: len(str(t)))
        put = {}
        for e, inner in whole.items():
            k = sp.simplify(inner.coeff(x, 1) / r) if r != 0 else sp.nan
            if not k.is_Integer:
                return None
            put[e] = u**k * sp.exp(sp.expand(inner - inner.coeff(x, 1) * x))
        gap = gap.subs(put)
    if gap.has(x) and rates:
        return None
    top, below = sp.fraction(sp.factor(sp.together(gap)))
    if not top.is_polynomial(u) or not below.is_polynomial(u):
        return None
    out, zeros = 1 / below, []
    for f, k in sp.factor_list(top, u)[1]:
        n = sp.degree(f, u)
        if n == 0 or (rates and f == u):
            out *= f**k
            continue
        roots = sp.roots(f, u)
        if sum(roots.values()) != n or k != 1:
            return None
        out *= sp.LC(f, u)
        for z in sorted(
            roots, key=lambda t: sp.default_sort_key(sp.N(t)) if t.is_number else str(t)
        ):
            out *= u - z if rates else 1
            if not rates or z.is_positive:
                zeros.append(z)
    out *= sp.factor_list(top, u)[0]
    if not rates:
        return out, zeros, True
    back = [sp.factor_terms(sp.expand_log(sp.log(sp.powsimp(z)), force=True)) / r for z in zeros]
    return out.subs(u, sp.exp(r * x)), back, False


def in_logarithm(density: str, name: str, inner: str, sorts: Sorts) -> list[str]:
    """The density of log(x) where that of x is a function of log(x); nothing for another."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"positive": True}}
    x, u = sp.Symbol(name, positive=True), sp.Symbol(inner, real=True)
    f = to_sympy(read(density), told)
    if not f.has(sp.log(x)):
        return []
    return [text(sp.powsimp((f * x).subs(x, sp.exp(u))))]
