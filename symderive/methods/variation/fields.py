"""Several independent variables: separated solutions of linear equations, reductions of others.

For a linear equation with constant coefficients u = sum of f_i(x) Y_i(y), where the data on the sides
y = const are eigenfunctions f_i of the part in x; without data a separated family or a polynomial.  Others
are tried with functions of one variable and with surfaces of translation and rotation.

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["x", "y"], "unknowns": ["u"], "lagrangian": "u_x^2 + u_y^2"})
>>> next(linear(m))["bodies"]
{'u': '(C1*cos(C5*x) + C2*sin(C5*x))*(C3*cosh(C5*y) + C4*sinh(C5*y))'}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation import linear as ordinary
from symderive.methods.variation.model import Model
from symderive.methods.variation.rows import Row, explicit


def linear(model: Model) -> Iterator[Row]:
    """Families of one linear equation."""
    if len(model.x) < 2 or len(model.unknowns) != 1:
        return
    read = _operator(model)
    if read is None:
        return
    coefficients, force = read
    data = model.task.get("data", [])
    if data:
        yield from _with_data(model, coefficients, force, data)
        return
    special = _special(model, coefficients, force)
    if special is None:
        return
    for body, names in _separated(model, coefficients):
        yield explicit({model.unknowns[0]: body + special}, names)


def several(model: Model) -> Iterator[Row]:
    """Several unknowns, linear equations: exponentials, the amplitudes in the kernel of the symbol."""
    if len(model.x) != 2 or len(model.unknowns) < 2:
        return
    k, r, c1 = model.symbol("C2"), sp.Symbol("r_"), model.symbol("C1")
    rows = []
    for e in model.euler_lagrange():
        e = sp.expand(e)
        row = [sp.S.Zero] * len(model.unknowns)
        rest = e
        for s, u, o in model.jets(e):
            c = sp.diff(e, s)
            if model.jets(c) or c.free_symbols & set(model.x):
                return
            row[model.unknowns.index(u)] += c * k ** o[0] * r ** o[1]
            rest -= c * s
        if sp.expand(rest) != 0:
            return
        rows.append(row)
    matrix = sp.Matrix(rows)
    for value in sp.solve(sp.factor(matrix.det()), r)[:4]:
        if value.has(sp.I):
            continue
        kernel = matrix.subs(r, value).applyfunc(sp.simplify).nullspace()
        for v in kernel[:1]:
            x, y = model.x
            wave = c1 * sp.exp(k * x + value * y)
            yield explicit({u: sp.simplify(a) * wave for u, a in zip(model.unknowns, v, strict=True)},
                           [c1, k])  # fmt: skip


def _operator(model: Model) -> tuple[dict[tuple[int, ...], Any], Any] | None:
    """The constant coefficients by orders, and the right-hand side."""
    (e,) = model.euler_lagrange()
    e = sp.expand(e)
    coefficients: dict[tuple[int, ...], Any] = {}
    rest = e
    for s, _, o in model.jets(e):
        c = sp.diff(e, s)
        if model.jets(c) or c.free_symbols & set(model.x):
            return None
        coefficients[o] = c
        rest -= c * s
    rest = sp.expand(rest)
    if model.jets(rest) or not coefficients:
        return None
    return coefficients, -rest


def _applied(model: Model, coefficients: dict[tuple[int, ...], Any], f: Any) -> Any:
    total = sp.S.Zero
    for o, c in coefficients.items():
        g = f
        for v, n in zip(model.x, o, strict=True):
            g = sp.diff(g, v, n) if n else g
        total += c * g
    return sp.expand(total)


def _special(model: Model, coefficients: dict[tuple[int, ...], Any], force: Any) -> Any | None:
    """A particular solution: a polynomial, or a combination of the terms of the right-hand side."""
    if force == 0:
        return sp.S.Zero
    if force.is_polynomial(*model.x):
        degree = sp.Poly(force, *model.x).total_degree() + 2
        monomials = list(sp.itermonomials(model.x, degree))
        monomials.sort(key=lambda m: (sp.Poly(m, *model.x).total_degree(), str(m)))
        names = [sp.Symbol(f"k{i}") for i in range(len(monomials))]
        f = sp.Add(*(n * m for n, m in zip(names, monomials, strict=True)))
        rest = sp.Poly(_applied(model, coefficients, f) - force, *model.x)
        found = sp.solve(rest.coeffs(), names, dict=True)
        return f.subs(found[0]).subs(dict.fromkeys(names, 0)) if found else None
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(force)):
        ratio = sp.simplify(_applied(model, coefficients, term) / term)
        if ratio == 0 or ratio.free_symbols & set(model.x):
            return None
        total += term / ratio
    return total


def _separated(
    model: Model, coefficients: dict[tuple[int, ...], Any]
) -> Iterator[tuple[Any, list[Any]]]:
    """Products of functions of one variable each, with constants."""
    x, y = model.x[0], model.x[1]
    count = len(model.x)
    even = {o: c for o, c in coefficients.items() if sum(1 for n in o if n) <= 1}
    zero = (0,) * count
    c1, c2, c3, c4, k = (model.symbol(f"C{i}") for i in (1, 2, 3, 4, 5))
    if even.keys() == coefficients.keys() and max(map(sum, coefficients)) == 2:
        a = [
            coefficients.get(tuple(2 * (i == j) for i in range(count)), sp.S.Zero)
            for j in range(count)
        ]
        first = [
            coefficients.get(tuple(int(i == j) for i in range(count)), 0) for j in range(count)
        ]
        m = coefficients.get(zero, sp.S.Zero)
        if all(t != 0 for t in a) and not any(first) and count == 2:
            waves = c1 * sp.cos(k * x) + c2 * sp.sin(k * x)
            rate = sp.factor((a[0] * k**2 - m) / a[1])
            for sign, f, g in ((1, sp.cosh, sp.sinh), (-1, sp.cos, sp.sin)):
                r = _root(sign * rate)
                if r is not None:
                    yield waves * (c3 * f(r * y) + c4 * g(r * y)), [c1, c2, c3, c4, k]
        if all(t != 0 for t in a) and not any(first) and count > 2:
            ks = [model.symbol(f"C{i + 2}") for i in range(count - 1)]
            inner = sum(a[i] * ks[i] ** 2 for i in range(count - 1)) - m
            rate = sp.factor(inner / a[-1])
            for sign, f in ((1, sp.cosh), (-1, sp.cos)):
                r = _root(sign * rate)
                if r is not None:
                    body = c1 * f(r * model.x[-1])
                    for s, v in zip(ks, model.x, strict=False):
                        body *= sp.sin(s * v)
                    yield body, [c1, *ks]
    # An exponential exp(a x + b y) with a free rate a, or a polynomial.
    s, r = sp.symbols("s_ r_")
    symbol = sum(c * k ** o[0] * r ** o[1] for o, c in coefficients.items()) if count == 2 else None
    if symbol is not None:
        for value in (within(3, lambda: sp.solve(symbol, r)) or [])[:3]:
            if not value.has(sp.I):
                yield c1 * sp.exp(k * x + value * y), [c1, k]
            else:
                re, im = sp.simplify(value).as_real_imag()
                yield c1 * sp.exp(k * x + re * y) * sp.cos(im * y + c2), [c1, c2, k]
    if zero not in coefficients:
        names = [model.symbol(f"C{i + 1}") for i in range(count + 1)]
        yield sp.Add(*(n * v for n, v in zip(names, model.x, strict=False))) + names[-1], names


def _root(e: Any) -> Any | None:
    positive = {s: sp.Symbol(s.name, positive=True) for s in e.free_symbols}
    f = sp.factor(e.subs(positive))
    if f.is_negative:
        return None
    found = sp.sqrt(f)
    if found.has(sp.I):
        return None
    return found.subs({v: k for k, v in positive.items()})


# --- data --------------------------------------------------------------------------------------------


def _with_data(
    model: Model, coefficients: dict[tuple[int, ...], Any], force: Any, data: list[Any]
) -> Iterator[Row]:
    """u = sum f_i(x) Y_i(y): the data on y = const are combinations of eigenfunctions f_i."""
    if len(model.x) != 2:
        return
    special = _special(model, coefficients, force)
    for bottom in [special] if special is not None else []:
        rows = [_datum(model, d, bottom) for d in data]
        for i, j in permutations(range(2)):
            body = within(8, lambda i=i, j=j, r=rows: _series(model, coefficients, r, i, j))
            if body is not None:
                yield explicit({model.unknowns[0]: sp.simplify(body + bottom)}, [])
    if force == 0:
        polynomial = within(5, lambda: _polynomial(model, coefficients, data))
        if polynomial is not None:
            yield explicit({model.unknowns[0]: polynomial}, [])


def _datum(model: Model, datum: Any, special: Any) -> tuple[tuple[int, ...], list[Any], Any]:
    _, orders, at, value = datum
    places = [model.read(t) for t in at]
    there = special
    for v, n in zip(model.x, orders, strict=True):
        there = sp.diff(there, v, n) if n else there
    there = there.subs(dict(zip(model.x, places, strict=True)), simultaneous=True)
    return tuple(orders), places, sp.expand(model.read(value) - there)


def _series(
    model: Model, coefficients: dict[tuple[int, ...], Any], rows: list[Any], i: int, j: int
) -> Any | None:
    """The sides y = const (y the j-th variable) carry the data, as functions of the i-th."""
    x, y = model.x[i], model.x[j]
    sides = [(o[j], p[j], v) for o, p, v in rows if not p[j].has(x, y) and p[i] == x and not o[i]]
    modes: dict[Any, dict[Any, Any]] = {}
    for k, (_, _, value) in enumerate(sides):
        for term in sp.Add.make_args(sp.expand(value)):
            if term == 0:
                continue
            c, f = term.as_independent(x, as_Add=False)
            modes.setdefault(f, {})[k] = modes.get(f, {}).get(k, 0) + c
    total = sp.S.Zero
    for f, values in modes.items():
        equation: dict[int, Any] = {}
        for o, c in coefficients.items():
            ratio = sp.simplify(sp.diff(f, x, o[i]) / f) if o[i] else sp.S.One
            if ratio.has(x):
                return None
            equation[o[j]] = equation.get(o[j], sp.S.Zero) + c * ratio
        one = Model({"variables": [y.name], "unknowns": ["Y"], "lagrangian": "Y",
                     "positive": model.task.get("positive", ())})  # fmt: skip
        whole = sum(c * one.jet("Y", n) for n, c in equation.items())
        found = ordinary.solve(one, [whole])
        if found is None:
            return None
        body, names = found[0]["Y"], found[1]
        conditions = [sp.diff(body, y, n).subs(y, p) - values.get(k, 0)
                      for k, (n, p, _) in enumerate(sides)]  # fmt: skip
        solved = sp.solve(conditions, names, dict=True)
        if not solved:
            return None
        total += f * sp.simplify(body.subs(solved[0]))
    for o, places, value in rows:
        left = total
        for v, n in zip(model.x, o, strict=True):
            left = sp.diff(left, v, n) if n else left
        left = left.subs(dict(zip(model.x, places, strict=True)), simultaneous=True)
        if sp.simplify(left - value) != 0:
            return None
    return total


def _polynomial(
    model: Model, coefficients: dict[tuple[int, ...], Any], data: list[Any]
) -> Any | None:
    """A polynomial of small degree that fits."""
    monomials = sorted(sp.itermonomials(model.x, 4), key=str)
    names = [sp.Symbol(f"k{i}") for i in range(len(monomials))]
    f = sp.Add(*(n * m for n, m in zip(names, monomials, strict=True)))
    conditions = list(sp.Poly(_applied(model, coefficients, f), *model.x).coeffs())
    for d in data:
        orders, places, value = _datum(model, d, sp.S.Zero)
        g = f
        for v, n in zip(model.x, orders, strict=True):
            g = sp.diff(g, v, n) if n else g
        rest = sp.expand(g.subs(dict(zip(model.x, places, strict=True)), simultaneous=True) - value)
        if not rest.is_polynomial(*model.x):
            return None
        conditions += sp.Poly(rest, *model.x).coeffs()
    found = sp.solve(conditions, names, dict=True)
    return f.subs(found[0]).subs(dict.fromkeys(names, 0)) if found else None


# --- nonlinear equations -----------------------------------------------------------------------------


def reduced(model: Model) -> Iterator[Row]:
    """Functions of one variable, planes, surfaces of translation and of rotation."""
    if len(model.x) < 2 or len(model.unknowns) != 1:
        return
    u = model.unknowns[0]
    names = [model.symbol(f"C{i + 1}") for i in range(len(model.x) + 1)]
    c1, c2 = names[:2]
    candidates: list[tuple[Any, list[Any], list[Any]]] = []
    if len(model.x) == 2:
        x, y = model.x
        candidates += [
            (sp.log(sp.cos(c1 * x) / sp.cos(c1 * y)) / c1 + c2, [c1, c2], []),
            (c1 * sp.atan(y / x) + c2, [c1, c2], []),
        ]
    plane = sp.Add(*(n * v for n, v in zip(names, model.x, strict=False))) + names[-1]
    candidates.append((plane, names, []))
    for body, constants, limits in candidates:
        (e,) = model.euler_lagrange()
        if within(4, lambda b=body, e=e: _vanishes(model.put(e, {u: b}))):
            yield explicit({u: body}, constants, limits)
    yield from _one_variable(model)


def _one_variable(model: Model) -> Iterator[Row]:
    """Waves u = f(x + C3 y), then u = f(x): the reduced Lagrangian is one of one variable."""
    from symderive.methods.variation.families import ordinary_routes

    if len(model.x) == 2 and not any(model.whole.has(v) for v in model.x):
        x, y = model.x
        speed = model.symbol("C3")
        yield from _along(model, {x: sp.S.One, y: speed}, x, x + speed * y, ordinary_routes)
    still = [all(sp.diff(model.whole, v) == 0 for v in model.x if v != x) for x in model.x]
    for x, plain in zip(model.x, still, strict=True):
        if plain:
            rates = {v: sp.S.One if v == x else sp.S.Zero for v in model.x}
            yield from _along(model, rates, x, x, ordinary_routes)


def _along(model: Model, rates: Any, x: Any, phase: Any, routes: Any) -> Iterator[Row]:
    """u = f(phase): a derivative by v brings the factor rates[v]."""
    from symderive.methods.variation.model import say

    u, put = model.unknowns[0], {}
    for s, _, o in model.jets(model.whole):
        factor = sp.Mul(*(rates[v] ** n for v, n in zip(model.x, o, strict=True)))
        tail = f"_{x.name * sum(o)}" if sum(o) else ""
        put[s] = factor * sp.Symbol(u + tail, real=True)
    whole = sp.factor(model.whole.subs(put, simultaneous=True))
    task = {"variables": [x.name], "unknowns": [u], "lagrangian": say(whole),
            "positive": model.task.get("positive", ())}  # fmt: skip
    for row in routes(Model(task)):
        if row["kind"] == "explicit":
            new = [str(n) for n in (phase - x).free_symbols if n not in model.x]
            body = model.read(row["bodies"][u]).subs(x, phase)
            yield {**row, "bodies": {u: say(body)}, "constants": [*row["constants"], *new],
                   "limits": [*row["limits"], *(f"{n} > 0" for n in new)]}  # fmt: skip


def _vanishes(e: Any) -> bool:
    """Zero at random points, and then by SymPy or not: the kernel decides."""
    names = sorted(e.free_symbols, key=str)
    for k in (2, 5, 9):
        at = {s: sp.Rational(2 * i + k, 23) for i, s in enumerate(names)}
        if abs(sp.N(e.subs(at), 20)) > 1e-12:
            return False
    return True
