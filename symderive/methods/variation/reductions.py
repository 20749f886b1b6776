"""Reductions of ordinary Euler-Lagrange equations: a constant momentum, known solutions, a new time.

- A Lagrangian in x and the highest derivative alone, and a force: the momentum is a polynomial.
- A linear equation of order two with one simple solution has the other by a quadrature.
- dx = y^m dtau makes (dy/dtau)^2 of degree two in y: a curve with the parameter tau.
- Circles for problems that do not depend on the parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model
from symderive.methods.variation.rows import Row, curve, explicit


def momentum(model: Model) -> Iterator[Row]:
    """L = f(x, y^(n)) + q(x) y: the n-th integral of the equation gives y^(n)."""
    u, x = model.unknowns[0], model.x[0]
    n = model.order(model.whole)
    if n == 0:
        return
    top, y = model.jet(u, n), model.jet(u, 0)
    force = sp.diff(model.whole, y)
    if n == 1 and force == 0:
        return  # a cyclic coordinate, which has its own route
    if model.jets(force) or any(
        sp.simplify(sp.diff(model.whole, model.jet(u, k))) != 0 for k in range(1, n)
    ):
        return
    constants = [model.symbol(f"C{k + 1}") for k in range(2 * n)]
    p = sp.simplify(sp.diff(model.whole, top))
    value = force
    for _ in range(n):
        value = antiderivative(value, x) if value != 0 else value
        if value is None:
            return
    value = (-1) ** (n + 1) * value + sum(c * x**k for k, c in enumerate(constants[:n]))
    for slope in within(5, lambda: sp.solve(p - value, top)) or []:
        body = slope
        for _ in range(n):
            body = antiderivative(
                sp.expand(sp.apart(body, x)) if body.is_rational_function(x) else body, x
            )
            if body is None:
                break
        if body is None or body.has(sp.Integral):
            continue
        body += sum(c * x**k for k, c in enumerate(constants[n:]))
        yield explicit({u: body}, constants)


def second_solution(model: Model) -> Iterator[Row]:
    """y'' + a y' + b y = 0 with a simple solution: the other one by Liouville's formula."""
    u, x = model.unknowns[0], model.x[0]
    (e,) = (sp.expand(sp.numer(sp.together(t))) for t in model.euler_lagrange())
    c = [sp.diff(e, model.jet(u, k)) for k in range(3)]
    rest = sp.expand(e - sum(c[k] * model.jet(u, k) for k in range(3)))
    if any(model.jets(k) for k in c) or c[2] == 0 or rest != 0 or model.order(e) != 2:
        return
    r = sp.Symbol("r_", real=True)
    tried = [x**k for k in range(4)] + [sp.exp(k * x) for k in (1, -1, 2, -2)] + [1 / x, sp.log(x)]
    tried += [
        x**2 - sp.Rational(1, 3),
        x + 1,
        x - 1,
        sp.sin(x),
        sp.cos(x),
        x * sp.exp(x),
        x * sp.exp(-x),
    ]
    power = sp.simplify((c[2] * r * (r - 1) + c[1] * x * r + c[0] * x**2) / c[2])
    if not power.has(x):
        tried += [x**v for v in sp.solve(power, r)]
    c1, c2 = model.symbol("C1"), model.symbol("C2")
    place = sp.Symbol(x.name, positive=True)
    for f in tried:
        if sp.simplify(sum(c[k] * sp.diff(f, x, k) for k in range(3))) != 0:
            continue
        a = sp.simplify(c[1] / c[2]).subs(x, place)
        inner = within(4, lambda a=a: antiderivative(a, place))
        if inner is None:
            continue
        weight = sp.simplify(sp.exp(sp.expand_log(-inner, force=True)) / f.subs(x, place) ** 2)
        second = within(5, lambda w=weight: antiderivative(sp.apart(w, place)
                        if w.is_rational_function(place) else w, place))  # fmt: skip
        if second is not None:
            yield explicit({u: c1 * f + c2 * sp.expand(f * second.subs(place, x))}, [c1, c2])


def new_time(model: Model, squares: list[Any]) -> Iterator[Row]:
    """y'^2 = g(y) where y^(2m) g(y) is quadratic: y by tau, x by integrating y^m."""
    u, x = model.unknowns[0], model.x[0]
    y = model.jet(u, 0)
    c, shift = model.symbol("C1"), model.symbol("C2")
    s = sp.Symbol("s", real=True)
    for g in squares:
        for m in (1, sp.Rational(1, 2), 2):
            h = sp.expand(sp.simplify(g * y ** (2 * m)))
            if not h.is_polynomial(y) or sp.degree(h, y) > 2:
                continue
            a, b, d = (sp.factor(h.coeff(y, k)) for k in (2, 1, 0))
            if a == 0:
                bodies = [b * s**2 / 4 - d / b] if b != 0 else []
            else:
                square = sp.factor((b**2 - 4 * a * d) / (4 * a**2))
                bodies = []
                for sign, f in ((1, sp.cosh), (-1, sp.cos)):
                    rate, size = _root(sign * a), _root(square)
                    if rate is not None and size is not None:
                        bodies += [
                            -b / (2 * a) - size * f(rate * s),
                            -b / (2 * a) + size * f(rate * s),
                        ]
            for body in bodies:
                inner = within(4, lambda f=body, m=m: antiderivative(sp.expand(f**m), s))
                if inner is not None and not inner.has(sp.Integral, sp.Piecewise):
                    yield curve({str(x): inner + shift, u: body}, "s", [c, shift], [sp.Gt(c, 0)])
                    yield curve({str(x): inner + shift, u: body}, "s", [c, shift])


def _root(e: Any) -> Any | None:
    names = {s: sp.Symbol(s.name, positive=True) for s in e.free_symbols}
    found = sp.sqrt(sp.factor(e.subs(names))).replace(sp.Abs, lambda a: a)
    return None if found.has(sp.I) else found.subs({v: k for k, v in names.items()})


def circles(model: Model) -> Iterator[Row]:
    """x = C1 + C3 cos t, y = C2 + C3 sin t, with the multiplier that this needs."""
    if len(model.unknowns) != 2 or len(model.x) != 1 or model.functions:
        return
    t = model.x[0]
    c1, c2, c3 = (model.symbol(f"C{k}") for k in (1, 2, 3))
    r = sp.Symbol("C3", positive=True)
    first, second = model.unknowns
    bodies = {first: c1 + r * sp.cos(t), second: c2 + r * sp.sin(t)}
    left = [
        sp.simplify(model.put(sp.numer(sp.together(e)), bodies)) for e in model.euler_lagrange()
    ]
    if len(model.multipliers) == 1:
        lam = model.multipliers[0]
        found = sp.solve([e for e in left if e != 0], [lam], dict=True)
        if found and not found[0][lam].has(t):
            yield explicit(bodies, [c1, c2, c3], [sp.Gt(c3, 0)], {str(lam): found[0][lam]})
    elif not any(e != 0 for e in left):
        yield explicit(bodies, [c1, c2, c3], [sp.Gt(c3, 0)])
