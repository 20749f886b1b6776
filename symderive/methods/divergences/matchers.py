"""How a weight is a normaliser's body: parameters read off its logarithm, and what factors move.

A matcher gets log(weight), the factor, the variable and the support, all SymPy; it answers with the
coordinate, the values of the names and the moves of a factor, or raises NoMatch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Moves = list[tuple[Any, dict[str, Any], dict[str, int]]]  # scale, shifts, orders


class NoMatch(Exception):
    """The weight or the factor has not the shape of this normaliser."""


@dataclass(frozen=True)
class Match:
    """x = place(y); values by name; move(factor in y) as a list of (scale, shifts, orders)."""

    y: Any
    place: Any
    values: dict[str, Any]
    move: Callable[[Any], Moves]
    constant: Any
    replace: Callable[[Any], Any] = lambda e: e
    odd: str = ""  # the normaliser of odd powers


def summands(e: Any, x: Any) -> dict[Any, Any]:
    """function of x -> constant, for each summand of the expanded expression."""
    import sympy as sp

    rows: dict[Any, Any] = {}
    for t in sp.Add.make_args(sp.expand(e)):
        c, f = t.as_independent(x, as_Add=False)
        rows[f] = rows.get(f, 0) + c
    return {f: c for f, c in rows.items() if sp.expand(c) != 0}


def exponent(f: Any, y: Any) -> Any:
    """r where f is y^r; None else."""
    if f == y:
        return 1
    if f.is_Pow and f.base == y and not f.exp.has(y):
        return f.exp
    return None


def rate(f: Any, y: Any) -> Any:
    """r where f is exp(r*y) or a constant to the power of a multiple of y; None else."""
    import sympy as sp

    if isinstance(f, sp.exp):
        r = f.args[0] / y
    elif f.is_Pow and f.exp.has(y) and not f.base.has(y):
        r = f.exp / y * sp.log(f.base)
    else:
        return None
    return None if r.has(y) else r


class Rows:
    """The summands of a logarithm, taken one after the other; the rest must be constant."""

    def __init__(self, e: Any, y: Any) -> None:
        self.y = y
        self.rows = summands(e, y)

    def take(self, f: Any) -> Any:
        return self.rows.pop(f, 0)

    def where(self, test: Callable[[Any], Any]) -> list[tuple[Any, Any, Any]]:
        """(what the test says, constant, function), the ones that pass, taken."""
        found = [(test(f), c, f) for f, c in self.rows.items() if f != 1]
        hits = [h for h in found if h[0] is not None and h[0] is not False]
        for _, _, f in hits:
            del self.rows[f]
        return hits

    def constant(self) -> Any:
        rest = {f: c for f, c in self.rows.items() if f != 1}
        if rest:
            raise NoMatch
        return self.rows.get(1, 0)


def need(truth: Any) -> None:
    if not truth:
        raise NoMatch


def _log(y: Any) -> Any:
    import sympy as sp

    return sp.log(y)


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
        k = rows.take(_log(y))
        powers = rows.where(lambda f: exponent(f, y))
        need(len(powers) == 1)
        c, b, _ = powers[0]
        constant = rows.constant()
        c = sp.sympify(c)
        turn = -1 if name == "inverse" else 1
        need((turn * c).is_positive)
        values = {"s": turn * (k + 1), "b": -b, "c": turn * c, "m": m}

        def move(f: Any) -> Moves:
            if f == _log(y):
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
    s = rows.take(_log(y))
    ends = rows.where(lambda f: other(f.args[0]) if isinstance(f, sp.log) else None)
    need(len(ends) <= 1)
    constant = rows.constant()
    c, t = (ends[0][0], ends[0][1]) if ends else (None, 0)
    if c is None:
        for e in factor.subs(x, y).atoms(sp.log):
            c = other(e.args[0]) if c is None else c
    c = sp.sympify(1 if c is None else c)

    def move(f: Any) -> Moves:
        if f == _log(y):
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
        k = rows.take(_log(y))
        constant = rows.constant()
        if name == "power":
            need(low == 0 and high != sp.oo)
            values, turn = {"s": k + 1, "h": high}, 1
        else:
            need(high == sp.oo and low.is_positive)
            values, turn = {"s": -k, "m": low}, -1

        def move(f: Any) -> Moves:
            if f == _log(y):
                return [(turn, {}, {"s": 1})]
            r = exponent(f, y)
            need(r is not None)
            return [(1, {"s": turn * r}, {})]

        return Match(y, y, values, move, constant)

    return match


def gauss(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (-sp.oo, sp.oo))
    rows = Rows(lw, x)
    a, b = rows.take(x**2), rows.take(x)
    need(a != 0)

    def move(f: Any) -> Moves:
        n = exponent(f, x)
        if n is not None:
            need(sp.sympify(n).is_Integer and n > 0)
            return [(1, {}, {"b": int(n)})]
        r = rate(f, x)
        need(r is not None)
        return [(1, {"b": r}, {})]

    return Match(x, x, {"a": -a, "b": sp.sympify(b)}, move, rows.constant())


def lognormal(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, sp.oo))
    y = sp.Symbol("y_", positive=True)
    rows = Rows(lw.subs(x, y), y)
    a, b = rows.take(_log(y) ** 2), rows.take(_log(y))
    need(a != 0)

    def move(f: Any) -> Moves:
        if f == _log(y):
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
        need(n is not None and sp.sympify(n).is_Integer)
        return [(1, {}, {"b": int(n)})]

    return Match(t, x, {"a": -a, "b": b - 1}, move, constant, put)


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
            need(sp.sympify(n).is_Integer and n > 0)
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
            need(sp.sympify(n).is_Integer and n > 0)
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
        need(n is not None and sp.sympify(n).is_Integer and 0 < n <= 4)
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
        need(f == sp.sin(y))
        return [(1, {}, {"odd": 1})]

    return Match(
        y, y + m, {"k": sp.sympify(k), "m": m}, move, rows.constant(), put, "odd_von_mises"
    )


def inverse_gaussian(lw: Any, factor: Any, x: Any, support: Any) -> Match:
    import sympy as sp

    need(tuple(support) == (0, sp.oo))
    y = sp.Symbol("y_", positive=True)
    rows = Rows(lw.subs(x, y), y)
    k, a, b = rows.take(_log(y)), rows.take(y), rows.take(1 / y)
    need(k == -sp.Rational(3, 2) and a != 0 and b != 0)

    def move(f: Any) -> Moves:
        n = exponent(f, y)
        need(n is not None and sp.sympify(n).is_Integer)
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
    import sympy as sp

    def move(f: Any) -> Moves:
        n = exponent(f, x)
        if n is not None:
            need(sp.sympify(n).is_Integer and n > 0)
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
        if name == "borel":
            own = (sp.log(sp.factorial(x)), x * sp.log(x), sp.log(x))
            need((low, high) == (1, sp.oo) and [rows.take(f) for f in own] == [-1, 1, -1])
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


MATCHERS: dict[bool, dict[str, Callable[..., Match]]] = {
    False: {
        "gamma": half_line("gamma"), "left": half_line("left"), "inverse": half_line("inverse"),
        "beta": beta, "power": scaled_power("power"), "pareto": scaled_power("pareto"),
        "gauss": gauss, "lognormal": lognormal, "logitnormal": logitnormal, "gumbel": gumbel,
        "logistic": logistic, "student": student, "inverse_gaussian": inverse_gaussian,
        "tilted": tilted, "von_mises": von_mises,
    },
    True: {n: sums(n) for n in
           ("poisson", "geometric", "negative_binomial", "logarithmic", "binomial", "borel")},
}  # fmt: skip
