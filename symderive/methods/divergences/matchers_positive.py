"""Matchers of weights on half lines, bounded intervals and the integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.methods.divergences.matching import (
    Match,
    Moves,
    NoMatch,
    Rows,
    exponent,
    log_y,
    need,
    number,
    rate,
    summands,
)


def half_line(name: str) -> Callable[..., Match]:
    """gamma, left, inverse: a power of the distance y to the end times exp(-b*y^c)."""

    def match(lw: Any, factor: Any, x: Any, support: Any) -> Match:
        import sympy as sp

        low, high = support
        y = sp.Symbol("y_", positive=True)
        if name == "left":
            need(low == -sp.oo and high.is_finite is not False and high != sp.oo)
            m, place = high, high - y
        else:
            need(high == sp.oo and low != -sp.oo)
            m, place = low, low + y
        rows = Rows(lw.subs(x, place), y)
        k = rows.take(log_y(y))
        powers = rows.where(lambda f: exponent(f, y))
        need(len(powers) == 1)
        c, b, _ = powers[0]
        constant = rows.constant()
        c = number(c)
        turn = -1 if name == "inverse" else 1
        need((turn * c).is_positive)
        values = {"s": turn * (k + 1), "b": -b, "c": turn * c, "m": m}

        def move(f: Any) -> Moves:
            if f == log_y(y):
                return [(turn, {}, {"s": 1})]
            r = exponent(f, y)
            if r is not None:
                return [(1, {"s": turn * r}, {})]
            if isinstance(f, sp.exp):
                r = sp.expand(f.args[0] / y**c)
                if not r.has(y):
                    return [(1, {"b": -r}, {})]
            raise NoMatch

        return Match(y, place, values, move, constant)

    return match


def beta(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, 1))
    y = sp.Symbol("y_", positive=True)

    def other(f: Any) -> Any:
        """c where f is 1 - y^c."""
        return exponent(sp.expand(1 - f), y) if f.is_Add else None

    rows = Rows(lw.subs(x, y), y)
    s = rows.take(log_y(y))
    ends = rows.where(lambda f: other(f.args[0]) if isinstance(f, sp.log) else None)
    need(len(ends) <= 1)
    constant = rows.constant()
    c, t = (ends[0][0], ends[0][1]) if ends else (None, 0)
    if c is None:
        own = factor.subs(x, y)
        inner = [e.args[0] for e in own.atoms(sp.log)] + [e.base for e in own.atoms(sp.Pow)]
        for e in sorted(inner, key=str):
            c = other(e) if c is None else c
    c = number(1 if c is None else c)

    def move(f: Any) -> Moves:
        if f == log_y(y):
            return [(1, {}, {"s": 1})]
        r = exponent(f, y)
        if r is not None:
            return [(1, {"s": r}, {})]
        if isinstance(f, sp.log) and other(f.args[0]) == c:
            return [(1, {}, {"t": 1})]
        if f.is_Pow and other(f.base) == c and not f.exp.has(y):
            return [(1, {"t": f.exp}, {})]
        if other(f) == c:
            return [(1, {"t": 1}, {})]
        raise NoMatch

    return Match(y, y, {"s": s + 1, "t": t + 1, "c": c}, move, constant)


def scaled_power(name: str) -> Callable[..., Match]:
    """power on (0, h), pareto on (m, oo)."""

    def match(lw: Any, factor: Any, x: Any, support: Any) -> Match:
        import sympy as sp

        low, high = support
        y = sp.Symbol("y_", positive=True)
        rows = Rows(lw.subs(x, y), y)
        k = rows.take(log_y(y))
        constant = rows.constant()
        if name == "power":
            need(low == 0 and high != sp.oo)
            values, turn = {"s": k + 1, "h": high}, 1
        else:
            need(high == sp.oo and low.is_positive)
            values, turn = {"s": -k, "m": low}, -1

        def move(f: Any) -> Moves:
            if f == log_y(y):
                return [(turn, {}, {"s": 1})]
            r = exponent(f, y)
            need(r is not None)
            return [(1, {"s": turn * r}, {})]

        return Match(y, y, values, move, constant)

    return match


def lognormal(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, sp.oo))
    y = sp.Symbol("y_", positive=True)
    rows = Rows(lw.subs(x, y), y)
    a, b = rows.take(log_y(y) ** 2), rows.take(log_y(y))
    need(a != 0)

    def move(f: Any) -> Moves:
        if f == log_y(y):
            return [(1, {}, {"b": 1})]
        r = exponent(f, y)
        need(r is not None)
        return [(1, {"b": r}, {})]

    return Match(y, y, {"a": -a, "b": b + 1}, move, rows.constant())


def logitnormal(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, 1))
    y, t = sp.Symbol("y_", positive=True), sp.Symbol("t_", real=True)

    def put(e: Any) -> Any:
        return e.subs(x, y).replace(lambda u: u == sp.log(1 - y), lambda u: sp.log(y) - t)

    rows = summands(sp.expand(put(lw)).subs(sp.log(y), sp.Symbol("l_")), t)
    level = sp.Symbol("l_")
    a, b, k = rows.pop(t**2, 0), rows.pop(t, 0), rows.pop(1, 0)
    need(a != 0 and not rows and not k.has(y) and k.coeff(level, 1) == -2)
    constant = sp.expand(k + 2 * level)
    need(not constant.has(level))

    def move(f: Any) -> Moves:
        n = exponent(f, t)
        need(n is not None and number(n).is_Integer)
        return [(1, {}, {"b": int(n)})]

    return Match(t, x, {"a": -a, "b": b - 1}, move, constant, put)


def inverse_gaussian(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, sp.oo))
    y = sp.Symbol("y_", positive=True)
    rows = Rows(lw.subs(x, y), y)
    k, a, b = rows.take(log_y(y)), rows.take(y), rows.take(1 / y)
    need(k == -sp.Rational(3, 2) and a != 0 and b != 0)

    def move(f: Any) -> Moves:
        n = exponent(f, y)
        need(n is not None and number(n).is_Integer)
        name = "a" if n > 0 else "b"
        return [((-1) ** abs(int(n)), {}, {name: abs(int(n))})]

    return Match(y, y, {"a": -a, "b": -b}, move, rows.constant())


def tilted(lw: Any, factor: Any, x: Any, support: Any) -> Match:

    need(tuple(support) == (0, 1))
    rows = Rows(lw, x)
    a = rows.take(x)
    need(a != 0)
    return Match(x, x, {"a": a}, _counting(x, "a"), rows.constant())


def _counting(x: Any, name: str) -> Callable[[Any], Moves]:
    """Powers of x are derivatives, exponentials shifts."""

    def move(f: Any) -> Moves:
        n = exponent(f, x)
        if n is not None:
            need(number(n).is_Integer and n > 0)
            return [(1, {}, {name: int(n)})]
        r = rate(f, x)
        need(r is not None)
        return [(1, {name: r}, {})]

    return move


def sums(name: str) -> Callable[..., Match]:
    """Sums over a carrier times exp(t*x)."""

    def match(lw: Any, factor: Any, x: Any, support: Any) -> Match:
        import sympy as sp

        low, high = support
        rows = Rows(lw, x)
        t = rows.take(x)
        values = {"t": t}
        need(t != 0 or name == "binomial")
        if name == "borel":
            need((low, high) == (1, sp.oo) and rows.take(sp.log(sp.factorial(x))) == -1)
            need(rows.take(x * sp.log(x)) == 1 and rows.take(sp.log(x)) == -1)
        if name in ("poisson", "negative_binomial"):
            need((low, high) == (0, sp.oo) and rows.take(sp.log(sp.factorial(x))) == -1)
        if name == "negative_binomial":
            ratio = rows.where(lambda f: isinstance(f, sp.log) and isinstance(f.args[0], sp.gamma))
            need(len(ratio) == 1 and ratio[0][1] == 1)
            r = sp.expand(ratio[0][2].args[0].args[0] - x)
            need(not r.has(x))
            values["r"] = r
        if name in ("geometric", "logarithmic"):
            need((low, high) == (1, sp.oo))
        if name == "logarithmic":
            need(rows.take(sp.log(x)) == -1)
        if name == "binomial":
            need(low == 0 and high != sp.oo)
            own = sp.log(sp.binomial(high, x))
            need(rows.take(own) == 1)
            values["n"] = high
        constant = rows.constant()
        if name == "negative_binomial":
            constant += sp.log(sp.gamma(values["r"]))
        return Match(x, x, values, _counting(x, "t"), constant)

    return match
