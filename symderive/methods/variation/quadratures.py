"""One equation with a first integral: u'^2 a polynomial in a function u of the unknown, or a quadrature.

Without the variable in the Lagrangian the energy is constant; solved for the slope it says
y'^2 = g(y).  For u = T(y) with u'^2 of degree two in u the family is a cosine, a hyperbolic cosine, an
exponential or a parabola; of degree four an elliptic sine.  Otherwise y or x is integrated, perhaps
along a parameter with y' = cot(th/2), tan(th), sinh(th).

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["x"], "unknowns": ["y"], "lagrangian": "y*sqrt(1 + y_x^2)"})
>>> next(autonomous(m))["bodies"]
{'y': 'C1*cosh((x - C2)/C1)'}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within
from symderive.methods.variation import elliptic, reductions
from symderive.methods.variation.model import Model
from symderive.methods.variation.roots import antiderivative_of_root, is_elementary
from symderive.methods.variation.rows import Row, explicit, implicit
from symderive.methods.variation.slopes import by_parameter

SAMPLES = ("0.3", "1.1", "0.05", "2.3", "0.71")


def autonomous(model: Model) -> Iterator[Row]:
    """Families from the energy; nothing where the Lagrangian holds the variable."""
    y, p = model.jet(model.unknowns[0], 0), model.jet(model.unknowns[0], 1)
    whole = model.whole
    energy = sp.simplify(whole - p * sp.diff(whole, p))
    c = model.symbol("C1")
    by_slope = energy.is_rational_function(p) and sp.degree(
        sp.expand(sp.numer(sp.together(energy - c))), p) > 2  # fmt: skip
    if by_slope:
        yield from by_parameter(model, energy, y, p, c)
    rates = squares(energy, y, p, c)
    streams = [_by_function(model, g, y, c) for g in rates]
    first = [next(rows, None) for rows in streams]
    order = sorted(range(len(streams)), key=lambda k: _length(first[k]))
    yield from (row for k in order if (row := first[k]) is not None)
    for k in order:
        yield from streams[k]
    plain = not rates or any(is_elementary(1 / g, y) for g in rates)
    if not any(first) and plain:
        yield from reductions.new_time(model, rates)
    if plain and not by_slope:
        yield from by_parameter(model, energy, y, p, c)
    for g in rates[:2]:
        yield from _by_quadrature(model, g, y, c)


def _length(row: Row | None) -> int:
    """How long a family is."""
    return 10**6 if row is None else min(len(t) for t in row["bodies"].values())


def squares(energy: Any, y: Any, p: Any, c: Any, levels: Any = None) -> list[Any]:
    """y'^2 by y, where the energy is c, -c or 1/c, or one of the levels."""
    out = []
    q = sp.Symbol("q_", positive=True)
    k = sp.Symbol("C1", positive=True)
    broken = any(a.exp.is_Rational and a.exp.q == 2 and not a.base.has(p)
                 for a in energy.atoms(sp.Pow))  # fmt: skip
    for level in levels or ((1 / sp.sqrt(2 * k), c, 1 / c) if broken else (c, -c, 1 / c)):
        e = energy - level
        if level == -c and not levels and out and not any(_negative(g) for g in out):
            continue
        found = within(5, lambda e=e: _solved(e, p, q)) or []
        for g in found:
            g = sp.factor(sp.simplify(g))
            g = g.subs(k, c)
            if not g.has(p) and not g.has(q) and g not in out:
                out.append(g)
    return out if levels else [g for g in out if not _negative(g)] or out


def _negative(g: Any) -> bool:
    """Below zero at positive values of all names: the constant has the other sign."""
    names = sorted(g.free_symbols, key=str)
    for turn in range(len(SAMPLES)):
        for step in (1, 2, 3):
            at = {n: sp.Rational(SAMPLES[(turn + step * k) % len(SAMPLES)])
                  for k, n in enumerate(names)}  # fmt: skip
            value = g.subs(at).evalf(12)
            if value.is_real and value.is_positive:
                return False
    return True


def _solved(e: Any, p: Any, q: Any) -> list[Any]:
    """p^2, the equation squared once where a root holds p."""
    e = sp.together(e)
    top = sp.numer(e)
    roots = sorted({a for a in top.atoms(sp.Pow) if a.exp.is_Rational and a.exp.q == 2
                    and a.base.has(p)}, key=str)  # fmt: skip
    bases = {sp.expand(a.base) for a in roots}
    if len(bases) == 1:
        base = bases.pop()
        r = sp.Symbol("r_", positive=True)
        put = top.subs({a: r**a.exp.p for a in roots})
        put = sp.expand(put)
        if base.is_polynomial(p) and sp.degree(base, p) == 2 and not put.has(p):
            values = sp.solve(put, r)
            return [sp.solve(base - v**2, p**2)[0] for v in values][:1]
        if base.is_polynomial(p):
            # r^2 = base takes p^2 away
            a = sp.Poly(base, p)
            if a.degree() == 2 and a.coeff_monomial(p) == 0:
                square = (r**2 - a.coeff_monomial(1)) / a.coeff_monomial(p**2)
                put = sp.expand(sp.expand(put).subs({p**4: square**2, p**2: square}))
                if not put.has(p):
                    values = sp.solve(put, r)
                    return [sp.simplify(square.subs(r, v)) for v in values if v != 0][:2]
    if not roots:
        put = sp.expand(top)
        if all(n % 2 == 0 for (n,), _ in sp.Poly(put, p).terms()):
            s = sp.Symbol("s_")
            put = sp.Poly(put, p)
            even = sum(k * s ** (n // 2) for (n,), k in put.terms())
            return list(sp.solve(even, s))
    return [v**2 for v in sp.solve(e, p)][:1]


# --- u = T(y) --------------------------------------------------------------------------------------


def _changes(g: Any, y: Any) -> list[tuple[Any, Any]]:
    """(T(y), the inverse at u): functions worth trying."""
    u = sp.Symbol("u_", real=True)
    out: list[tuple[Any, Any]] = [
        (y, u),
        (1 / y, 1 / u),
        (y**2, sp.sqrt(u)),
        (1 / y**2, 1 / sp.sqrt(u)),
    ]
    poles = within(3, lambda: sp.solve(sp.denom(sp.together(g)), y)) or []
    for r in poles[:3]:
        if r != 0 and not r.has(sp.I):
            out += [
                ((y - r) ** 2, r + sp.sqrt(u)),
                ((y - r) ** 2, r - sp.sqrt(u)),
                (1 / (y - r), r + 1 / u),
            ]
    for f in _squares_below(g, y):
        # The pole y^2 = f is the place where y + f/y has no slope.
        out += [(y + f / y, (u + sign * sp.sqrt(u**2 - 4 * f)) / 2) for sign in (1, -1)]
    if g.has(sp.exp):
        rates = {sp.diff(e.args[0], y) for e in g.atoms(sp.exp)}
        for r in rates:
            for s in (r, -r, r / 2, -r / 2):
                out.append((sp.exp(s * y), sp.log(u) / s))
    if g.has(sp.sin, sp.cos, sp.tan):
        out += [(sp.cot(y), sp.acot(u)), (sp.cos(y), sp.acos(u)), (sp.sin(y), sp.asin(u)),
                (sp.tan(y), sp.atan(u)), (sp.sin(y / 2), 2 * sp.asin(u)),
                (sp.cos(y / 2), 2 * sp.acos(u))]  # fmt: skip
    if g.has(sp.sinh, sp.cosh, sp.tanh):
        out += [(sp.coth(y), sp.acoth(u)), (sp.cosh(y), sp.acosh(u)), (sp.sinh(y), sp.asinh(u)),
                (sp.tanh(y), sp.atanh(u))]  # fmt: skip
    if g.has(sp.log):
        out.append((sp.log(y), sp.exp(u)))
    out += [(sp.sqrt(y), u**2), (y**3, u ** sp.Rational(1, 3))]
    powers = {b.exp for b in g.atoms(sp.Pow) if b.base == y and not b.exp.is_Integer}
    for n in sorted(powers, key=str)[:3]:
        out += [(y**n, u ** (1 / n)), (y ** (-n), u ** (-1 / n))]
    out.append((sp.log(y), sp.exp(u)))
    return out


def _squares_below(g: Any, y: Any) -> list[Any]:
    """f for each factor y^2 - f of the denominator."""
    bottom = sp.denom(sp.together(g))
    if not bottom.is_polynomial(y):
        return []
    found = []
    for q, _ in sp.factor_list(bottom, y)[1]:
        poly = sp.Poly(q, y)
        if poly.degree() == 2 and poly.coeff_monomial(y) == 0:
            found.append(sp.factor(-poly.coeff_monomial(1) / poly.LC()))
    return found


def _by_function(model: Model, g: Any, y: Any, c: Any) -> Iterator[Row]:
    u = sp.Symbol("u_", real=True)
    for change, inverse in _changes(g, y):
        h = within(3, lambda t=change, i=inverse: _rate(g, t, i, y, u))
        if h is None:
            continue
        if h.is_polynomial(u) and sp.degree(h, u) <= 2:
            yield from _quadratic(model, sp.Poly(h, u), inverse, u, c)
        elif h.is_polynomial(u) and sp.degree(h, u) == 4:
            yield from elliptic.quartic(model, sp.Poly(h, u), inverse, u, c)
        elif h.is_polynomial(u) and sp.degree(h, u) == 3:
            yield from elliptic.cubic(model, sp.Poly(h, u), inverse, u, c)


def _rate(g: Any, change: Any, inverse: Any, y: Any, u: Any) -> Any | None:
    """u'^2 by u, a polynomial; None otherwise."""
    h = g * sp.diff(change, y) ** 2
    if h.has(sp.sin, sp.cos, sp.tan, sp.cot):
        h = sp.simplify(h)
    h = h.subs(y, inverse)
    h = sp.expand(sp.simplify(h))
    return h if h.is_polynomial(u) and not h.has(y) else None


def _quadratic(model: Model, h: Any, inverse: Any, u: Any, c: Any) -> Iterator[Row]:
    """u'^2 = A u^2 + B u + D."""
    x, shift = model.x[0], model.symbol("C2")
    a, b, d = (sp.factor(h.coeff_monomial(u**k)) for k in (2, 1, 0))
    t = x - shift
    unknown = model.unknowns[0]
    limits = []
    if c.is_real and c.is_positive is None:
        limits = [sp.Gt(c, 0)]
    if a == 0 and b == 0:
        bodies = [sp.sqrt(d) * x + shift] if d != 0 else [shift]
    elif a == 0:
        bodies = [b * t**2 / 4 - d / b]
    else:
        middle = -b / (2 * a)
        square = sp.factor(sp.simplify((b**2 - 4 * a * d) / (4 * a**2)))
        rate, turn = _root(a), _root(-a)
        amplitude, other = _root(square), _root(-square)
        bodies = []
        if square == 0:
            rates = [shift] if a.has(c) else [r for r in (rate, turn) if r is not None]
            for r in rates:
                bodies += [middle + c * sp.exp(r * x), middle + c * sp.exp(-r * x)]
            rate = turn = None
        if turn is not None:
            bodies += [middle + amplitude * sp.cos(turn * t)] if amplitude is not None else []
        if rate is not None:
            bodies += [middle + amplitude * sp.cosh(rate * t)] if amplitude is not None else []
            bodies += [middle + other * sp.sinh(rate * t)] if other is not None else []
    for body in bodies:
        for sign in (1, -1):
            if sign == -1 and inverse != u and not inverse.has(sp.sqrt(u)):
                continue
            full = inverse.subs(u, body)
            if sign == -1:
                full = (
                    full.subs(sp.sqrt(body), -sp.sqrt(body))
                    if inverse != u
                    else 2 * sp.S.Zero + full
                )
                if inverse == u:
                    continue
            full = sp.powdenest(full)
            yield explicit({unknown: full}, [c, shift], limits)
            if limits:
                yield explicit({unknown: full}, [c, shift])


def _root(e: Any) -> Any | None:
    """A square root as SymPy writes it with positive names; None for a negative number."""
    if e.is_number and e.is_negative:
        return None
    names = {s: sp.Symbol(s.name, positive=True) for s in e.free_symbols}
    found = sp.sqrt(sp.factor(e.subs(names)))
    if found.has(sp.I):
        return None
    found = found.replace(sp.Abs, lambda a: a)
    return found.subs({v: k for k, v in names.items()})


# --- quadratures -----------------------------------------------------------------------------------


def _by_quadrature(model: Model, g: Any, y: Any, c: Any) -> Iterator[Row]:
    """x = integral of dy/sqrt(g), inverted or left implicit."""
    x, shift = model.x[0], model.symbol("C2")
    if not is_elementary(1 / g, y):
        return
    positive = sp.Symbol(y.name, positive=True)
    level = sp.Symbol("C1", positive=True)
    f = sp.simplify(1 / sp.sqrt(g.subs({y: positive, c: level})))
    found = within(4, lambda: antiderivative_of_root(1 / g, y))
    if found is None:
        found = within(6, lambda: antiderivative(f, positive))
    if found is None or found.has(sp.Integral):
        return
    found = found.subs({positive: y, level: c})
    for sign in (1, -1):
        yield implicit((sign * found + shift, x), [c, shift])
        yield implicit((sign * found + shift, x), [c, shift], [sp.Gt(c, 0)])
