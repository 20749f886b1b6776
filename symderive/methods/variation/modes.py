"""Small oscillations: one mode for each root of the characteristic determinant, in closed form.

At a simple root r of det M(r) the amplitudes are a column of the adjugate of M(r); r = i w gives two real
solutions. Roots of a biquadratic are denested, w = sqrt((A + B)/2) + sqrt((A - B)/2) and the difference
(Gantmacher, Lectures in Analytical Mechanics, Sec. 37).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["t"], "unknowns": ["x", "y"], "positive": ["w"],
...            "lagrangian": "(x_t^2 + y_t^2)/2 + w*(x*y_t - y*x_t) - (x^2 + y^2)/2"})
>>> found, names = modes(m, m.euler_lagrange())
>>> len(names), sorted({str(a) for a in found["x"].atoms(sp.cos)})
(4, ['cos(t*(-w + sqrt(w**2 + 1)))', 'cos(t*(w + sqrt(w**2 + 1)))'])
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.variation.linear import coefficients
from symderive.methods.variation.model import Model

SAMPLES = ("1.3", "0.7", "2.1", "0.45", "1.9")


def modes(model: Model, equations: list[Any]) -> tuple[dict[str, Any], list[Any]] | None:
    """The general solution {unknown: body} with its constants; None where a root is multiple."""
    x = model.x[0]
    read = coefficients(model, equations)
    if read is None:
        return None
    cells, force = read
    positive = {n: sp.Symbol(n.name, positive=True)
                for n in set().union(*(c.free_symbols for row in cells for cell in row
                                       for c in cell.values()))}  # fmt: skip
    r, s = sp.Symbol("r_"), sp.Symbol("s_")
    matrix = sp.Matrix([[sum(c * r**n for n, c in cell.items()) for cell in row] for row in cells])
    matrix = matrix.subs(positive)
    poly = sp.Poly(sp.factor(matrix.det()), r)
    if any(n % 2 for (n,), _ in poly.terms()) or poly.degree() != 2 * len(cells):
        return None
    even = sp.Poly(sum(c * s ** (n // 2) for (n,), c in poly.terms()), s)
    rates = _rates(even)
    start = _rest(matrix.subs(r, 0), force)
    if rates is None or start is None:
        return None
    adjugate = matrix.adjugate()
    bodies, names = list(start), []
    for square, w in rates:
        value = sp.I * w if square else w
        at = adjugate.subs(r, value).applyfunc(sp.expand)
        column = next((at[:, k] for k in range(at.shape[1])
                       if any(not _is_zero(e) for e in at[:, k])), None)  # fmt: skip
        if column is None:
            return None
        one, two = (model.symbol(f"C{len(names) + k}") for k in (1, 2))
        names += [one, two]
        for k, e in enumerate(_shared(column)):
            a, b = e.subs(sp.I, 0), sp.expand(e).coeff(sp.I)
            if square:
                c, d = sp.cos(w * x), sp.sin(w * x)
                bodies[k] += one * (a * c - b * d) + two * (a * d + b * c)
            else:
                bodies[k] += a * (one * sp.exp(w * x)) + e.subs(w, -w) * two * sp.exp(-w * x)
    back = {v: n for n, v in positive.items()}
    return {u: b.subs(back) for u, b in zip(model.unknowns, bodies, strict=True)}, names


def _rates(even: Any) -> list[tuple[bool, Any]] | None:
    """(whether r = i w, w) for each root of the polynomial in r^2, all of them simple."""
    out: list[tuple[bool, Any]] = []
    for factor, n in sp.factor_list(even)[1]:
        if n > 1 or factor.degree() > 2:
            return None
        b, *c = (sp.factor(k / factor.LC()) for k in factor.all_coeffs()[1:])
        if not c:
            found = [(-b, None)]
        else:
            root = sp.sqrt(sp.factor(b**2 - 4 * c[0]))
            size = sp.sqrt(sp.factor(c[0]))
            rest = (None, None)
            if not size.has(sp.Pow) or size.is_number or _plain(size):
                outer, inner = (sp.sqrt(sp.factor(b / 4 + k * size / 2)) for k in (1, -1))
                if _real(outer) and _real(inner) and _plain(outer**2) and _plain(inner**2):
                    rest = (outer - inner, outer + inner)
            found = [((-b + root) / 2, rest[0]), ((-b - root) / 2, rest[1])]
        for square, rate in found:
            sign = _sign(square)
            if sign is None:
                return None
            plain = sp.sqrt(sp.factor(-square if sign < 0 else square))
            out.append((sign < 0, rate if rate is not None and sign < 0 else plain))
    return out


def _plain(e: Any) -> bool:
    return not any(p.exp.is_Rational and not p.exp.is_Integer for p in e.atoms(sp.Pow)
                   if not p.base.is_number)  # fmt: skip


def _real(e: Any) -> bool:
    return bool(_number(e).is_real)


def _number(e: Any) -> Any:
    names = sorted(e.free_symbols, key=str)
    put = {n: sp.Rational(SAMPLES[k % 5]) for k, n in enumerate(names)}
    return e.subs(put).evalf(20)


def _sign(e: Any) -> int | None:
    value = _number(e)
    return None if not value.is_real or abs(value) < 1e-15 else 1 if value > 0 else -1


def _is_zero(e: Any) -> bool:
    return bool(abs(_number(e)) < 1e-12)


def _shared(column: Any) -> list[Any]:
    """The column without a factor that all its entries share."""
    rows = [sp.factor(e) for e in column]
    rows = [sp.S.Zero if _is_zero(e) else e for e in rows]
    top = rows[0]
    for e in rows[1:]:
        top = sp.gcd(top, e)
    return [sp.expand(sp.cancel(e / top)) for e in rows] if top != 0 else rows


def _rest(matrix: Any, force: list[Any]) -> list[Any] | None:
    """Where a constant force holds the balance."""
    if all(f == 0 for f in force):
        return [sp.S.Zero] * len(force)
    if any(f.free_symbols - matrix.free_symbols for f in force) or sp.simplify(matrix.det()) == 0:
        return None
    return [sp.factor(e) for e in matrix.LUsolve(sp.Matrix(force))]
