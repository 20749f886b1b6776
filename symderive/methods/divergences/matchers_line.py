"""Matchers of weights on the whole line and on the circle."""

from __future__ import annotations

from typing import Any

from symderive.methods.divergences.matching import (
    Match,
    Moves,
    Rows,
    exponent,
    need,
    number,
    rate,
)


def gauss(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (-sp.oo, sp.oo))
    rows = Rows(lw, x)
    a, b = rows.take(x**2), rows.take(x)
    need(a != 0)

    def move(f: Any) -> Moves:
        n = exponent(f, x)
        if n is not None:
            need(number(n).is_Integer and n > 0)
            return [(1, {}, {"b": int(n)})]
        r = rate(f, x)
        need(r is not None)
        return [(1, {"b": r}, {})]

    return Match(x, x, {"a": -a, "b": number(b)}, move, rows.constant())


def gumbel(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (-sp.oo, sp.oo))
    rows = Rows(lw, x)
    s = rows.take(x)
    fall = rows.where(lambda f: rate(f, x))
    need(len(fall) == 1 and (-fall[0][0]).is_positive)
    values = {"s": -s, "b": -fall[0][1], "c": -fall[0][0]}

    def move(f: Any) -> Moves:
        n = exponent(f, x)
        if n is not None:
            need(number(n).is_Integer and n > 0)
            return [((-1) ** int(n), {}, {"s": int(n)})]
        r = rate(f, x)
        need(r is not None)
        return [(1, {"s": -r}, {})]

    return Match(x, x, values, move, rows.constant())


def logistic(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (-sp.oo, sp.oo))
    rows = Rows(lw, x)
    s = rows.take(x)

    def shape(f: Any) -> Any:
        """(k, c) where f is log(1 + k*exp(-c*x))."""
        if not isinstance(f, sp.log):
            return None
        k, e = sp.expand(f.args[0] - 1).as_independent(x, as_Add=False)
        r = rate(e, x)
        return None if r is None or not (-r).is_positive else (k, -r)

    found = rows.where(shape)
    need(len(found) == 1)
    (k, c), t, term = found[0]
    values = {"s": -s, "t": -t, "c": c, "k": k}

    def move(f: Any) -> Moves:
        if f == term:
            return [(-1, {}, {"t": 1})]
        n = exponent(f, x)
        if n is not None:
            need(number(n).is_Integer and n > 0)
            return [((-1) ** int(n), {}, {"s": int(n)})]
        r = rate(f, x)
        need(r is not None)
        return [(1, {"s": -r}, {})]

    return Match(x, x, values, move, rows.constant())


def student(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (-sp.oo, sp.oo))
    quadratics = [e for e in sp.expand(lw).atoms(sp.log)
                  if e.has(x) and e.args[0].is_polynomial(x) and sp.degree(e.args[0], x) == 2]  # fmt: skip
    need(len(quadratics) == 1)
    A, B, C = sp.Poly(quadratics[0].args[0], x).all_coeffs()
    m = sp.simplify(-B / (2 * A))
    v = sp.simplify(C / A - m**2)
    y = sp.Symbol("y_", real=True)
    base = sp.log(1 + y**2 / v)

    def put(e: Any) -> Any:
        def own(u: Any) -> bool:
            return isinstance(u, sp.log) and u.args[0].is_polynomial(y) and u.has(y)

        def same(u: Any) -> Any:
            ratio = sp.simplify(u.args[0] / (1 + y**2 / v))
            return u if ratio.has(y) else base + sp.expand_log(sp.log(ratio), force=True)

        return e.subs(x, y + m).replace(own, same)

    rows = Rows(put(sp.expand(lw)), y)
    s = rows.take(base)

    def move(f: Any) -> Moves:
        if f == base:
            return [(-1, {}, {"s": 1})]
        n = exponent(f, y)
        need(n is not None and number(n).is_Integer and 0 < n <= 4)
        out: Moves = [(1, {}, {})]
        for _ in range(int(n) // 2):
            out = [u for k, d, o in out
                   for u in ((k * v, {"s": d.get("s", 0) - 1}, o), (-k * v, d, o))]  # fmt: skip
        return [(k, d, {**o, "odd": 1}) for k, d, o in out] if n % 2 else out

    return Match(y, y + m, {"s": -s, "v": v, "m": m}, move, rows.constant(), put, "odd_student")


def von_mises(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    low, high = support
    need(low.is_finite is not False and sp.expand(high - low) == 2 * sp.pi)
    m = sp.expand((low + high) / 2)
    y = sp.Symbol("y_", real=True)

    def put(e: Any) -> Any:
        e = e.subs(x, y + m)
        waves = [w for w in e.atoms(sp.cos, sp.sin) if w.has(y)]
        return e.subs({w: sp.expand_trig(w.func(sp.expand(w.args[0] - y) + y)) for w in waves})

    rows = Rows(put(lw), y)
    k = rows.take(sp.cos(y))

    def move(f: Any) -> Moves:
        if f == sp.cos(y):
            return [(1, {}, {"k": 1})]
        if f in (sp.cos(y) ** 2, sp.sin(y) ** 2):
            square: Moves = [(1, {}, {"k": 2})]
            return square if f == sp.cos(y) ** 2 else [(1, {}, {}), (-1, {}, {"k": 2})]
        need(f == sp.sin(y))
        return [(1, {}, {"odd": 1})]

    return Match(y, y + m, {"k": number(k), "m": m}, move, rows.constant(), put, "odd_von_mises")
