"""A weight and a factor in terms of a normalising integral: which one, at which parameters.

SymPy, in the worker: log-densities are expanded to sums, and each summand is matched with what the
parameters of a normaliser move (`log(x)` is the derivative in s of x^(s - 1), x^r its shift).

>>> found = proposals("b*exp(-b*x)", "log(x)", "x", ("0", "oo"), False, {"b": {"positive": True}})
>>> found[0]["master"], found[0]["parts"], found[0]["values"][0]
('gamma', [[1, 'b', ['1', 'b', '1', '0'], [1, 0, 0, 0]]], '-log(b) - EulerGamma')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from symderive.methods.divergences.logarithms import apart, exponential, log_of
from symderive.methods.divergences.masters import MASTERS, Master
from symderive.methods.divergences.matchers import MATCHERS
from symderive.methods.divergences.matching import Match, NoMatch, number, summands
from symderive.methods.divergences.shapes import Sorts, forms, text
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

Part = tuple[int, Any, dict[str, Any], dict[str, int]]  # premise, coefficient, values, orders


def factors(f: Any) -> Iterator[tuple[Any, int]]:
    """(factor, natural exponent) of a product, whole powers of what is no name taken apart."""
    import sympy as sp

    for a in sp.Mul.make_args(f):
        if a == 1:
            continue
        if a.is_Pow and a.exp.is_Integer and a.exp > 0 and isinstance(a.base, sp.log):
            yield a.base, int(a.exp)
        else:
            yield a, 1


def decompose(
    weight: Any, factor: Any, x: Any, support: tuple[Any, Any], discrete: bool
) -> Iterator[tuple[str, Match, list[Part]]]:
    """The ways to write factor*weight by a normaliser; `factor` is a polynomial in its statistics."""
    lw = log_of(weight)
    for name, matcher in MATCHERS[discrete].items():
        try:
            found = matcher(lw, factor, x, support)
            g = factor.subs(x, found.place) if found.replace(x) == x else found.replace(factor)
            yield name, found, list(_parts(g, found, exponential(found.constant)))
        except NoMatch:
            continue


def _parts(factor: Any, match: Match, constant: Any) -> Iterator[Part]:
    import sympy as sp

    rows: dict[Any, Any] = {}
    for f, c in summands(factor, match.y).items():
        todo = [(sp.Integer(1), match.values, dict.fromkeys(match.values, 0))]
        for a, n in factors(f):
            for _ in range(n):
                todo = [u for t in todo for u in _moved(t, match.move(a))]
        for scale, at, orders in todo:
            key = (tuple(at.items()), tuple(orders.items()))
            rows[key] = rows.get(key, 0) + c * scale
    kept = {k: c for k, c in rows.items() if sp.expand(c) != 0}
    if not kept:  # the factor is 0
        none = dict.fromkeys(match.values, 0)
        kept = {(tuple(match.values.items()), tuple(none.items())): sp.Integer(0)}
    for (v, o), c in kept.items():
        orders = dict(o)
        odd = orders.pop("odd", 0)
        yield (2 if odd else 1), c * constant, dict(v), orders


def _moved(part: Any, moves: Any) -> Iterator[Any]:
    """A part after a factor: each move is (scale, shifts, orders)."""
    scale, at, orders = part
    for k, shift, order in moves:
        new = {n: v + shift.get(n, 0) for n, v in at.items()}
        more = {n: orders.get(n, 0) + order.get(n, 0) for n in {**orders, **order}}
        yield scale * k, new, more


def proposals(
    weight: str, factor: str, name: str, support: tuple[str, str], discrete: bool, sorts: Sorts,
    marks: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """For the search: normalisers with the parts as text, and the value that they add up to.

    `marks` are names that stand for positive terms, with another form of each.
    """
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    low, high = (to_sympy(read(t), told) for t in support)
    kind = {"integer" if discrete else "real": True}
    if low.is_nonnegative:
        kind["nonnegative" if discrete and not low.is_positive else "positive"] = True
    told[name] = kind
    x = sp.Symbol(name, **kind)
    w, g = (to_sympy(read(t), told) for t in (weight, factor))
    g = g.replace(lambda e: isinstance(e, sp.log), lambda e: log_of(e.args[0]))
    out = []
    for master, match, parts in decompose(w, g, x, (low, high), discrete):
        names = (MASTERS[master], MASTERS.get(match.odd))
        total = sp.Integer(0)
        rows = []
        for k, c, v, o in parts:
            own = names[k - 1]
            assert own is not None
            values = [number(v[n]) for n in own.names]
            rows.append([k, text(c), [text(tidy_value(u)) for u in values],
                         [o.get(n, 0) for n in own.names]])  # fmt: skip
            total += c * derivative(own, v, o)
        out.append({"master": master, "odd": match.odd if any(r[0] == 2 for r in rows) else "",
                    "parts": rows,
                    "values": _unmarked(total, marks, told) if marks else forms(total)})  # fmt: skip
    return out


def _unmarked(total: Any, marks: Mapping[str, str], told: Sorts) -> list[str]:
    """The value with the other forms of marked terms, but for their logarithms."""
    import sympy as sp

    total = total.replace(lambda e: isinstance(e, sp.log), lambda e: apart(e.args[0]))
    own = [sp.log(sp.Symbol(m, positive=True)) for m in marks]
    equal = {sp.Symbol(m, positive=True): to_sympy(read(e), told) for m, e in marks.items()}
    logs = {t: sp.Dummy() for t in {*total.atoms(sp.log), *own}}
    logs |= {t: sp.Dummy() for e in equal.values() for t in e.atoms(sp.log) if t not in logs}
    flat = total.xreplace(logs).subs({m: e.xreplace(logs) for m, e in equal.items()})
    free = [
        d
        for t, d in logs.items()
        if t in own or not any(t in e.atoms(sp.log) for e in equal.values())
    ]
    short = sum((sp.cancel(sp.together(t)) for t in sp.Add.make_args(flat)), sp.Integer(0))
    top, below = sp.fraction(sp.cancel(sp.together(short)))
    if not free or any(below.has(d) for d in free):
        value = sp.factor(top) / sp.factor(below)
    else:
        rows = sp.Poly(top, *free).as_dict()
        value = sp.Add(*(
            sp.Mul(*(d**k for d, k in zip(free, powers, strict=True))) * sp.factor(sp.cancel(c / below))
            for powers, c in rows.items()
        ))  # fmt: skip
    back = {d: t for t, d in logs.items()}
    return [text(value.xreplace(back)), text(total)]


def tidy_value(e: Any) -> Any:
    import sympy as sp

    return sp.factor_terms(sp.expand(e))


def derivative(master: Master, values: dict[str, Any], orders: dict[str, int]) -> Any:
    """The derivative of the normaliser's value, at the values."""
    import sympy as sp

    names = {n: sp.Symbol(n + "_", positive=True) for n in master.names}
    value = to_sympy(read(master.value)).subs(
        {sp.Symbol(n, real=True): s for n, s in names.items()}
    )
    for n, m in orders.items():
        if m:
            value = sp.diff(value, names[n], m)
    value = value.subs({names[n]: v for n, v in values.items()}, simultaneous=True)
    return value.replace(sp.LambertW, _lambert)


def _lambert(z: Any) -> Any:
    """LambertW(-c*exp(-c)) as -c, for a c below 1."""
    import sympy as sp

    for e in z.atoms(sp.exp):
        c = -e.args[0]
        if sp.expand(z + c * e) == 0:
            return -c
    return sp.LambertW(z)
