"""Integration by parts: a logarithm, an inverse function or a polynomial differentiated away.

>>> by_parts("log(x)/x^2", "x", "1", "oo", {})[0]
['log(x)', '-1/x', '1/x^2']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.logic.givens import Givens
from symderive.methods.guesses import read_back
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.symmetries import size
from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, add, eq, mul, sub
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MOST = 6  # ways to take an integrand apart
MORE = 14  # nodes by which the new integrand may be longer
HERE = "symderive.methods.integrals.parting"


def parted(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """Boundary terms and the value of the integral that is left."""
    body, x, low, high = integral.args
    givens = without(x.data, routes.givens(under))
    told = routes.work.sorts(givens)
    asked = (write(body), x.data, write(low), write(high), told)
    for row in routes.work.ask(f"{HERE}:by_parts", *asked):
        terms = [read_back(t) for t in row]
        if any(t is None for t in terms):
            continue
        u, v, h = (t for t in terms if t is not None)
        if size(h) > size(body) + MORE:
            continue
        boundary = _boundary(routes, mul(u, v), x.data, low, high, givens)
        if boundary is None:
            continue
        n = _by(routes, integral, u, v, h, boundary, under)
        if n is not None:
            return n
    return None


def _by(
    routes: Parameters, integral: Term, u: Term, v: Term, h: Term, boundary: Term, under: Under
) -> int | None:
    other = integral.rebuild((h, *integral.args[1:]))
    c = routes.exists(other, under) or routes.exists(integral, under)
    if c is None:
        return None
    right = other if boundary == ZERO else add(boundary, other)
    n = routes.work.step("parts", eq(integral, right), [c], under, {"u": u, "v": v})
    inner = None if n is None else routes.value(other, under)
    if n is None or inner is None:
        return None
    if boundary == ZERO:
        return routes.put(n, inner, under)
    value = routes.work.steps[inner].gives.args[1]
    return routes.closed(integral, add(boundary, value), [n, inner], under)


def _boundary(
    routes: Parameters, product: Term, x: str, low: Term, high: Term, givens: Givens
) -> Term | None:
    """The change of u*v between the ends, None if a limit is not proved or not finite."""
    ends = []
    for end, side in ((low, "+"), (high, "-")):
        found = routes.work.tried(partial(limit, product, x, end, side, givens))
        if found is None or found.value is None or infinite(found.value):
            return None
        ends.append(ZERO if is_zero(found.value, givens) else found.value)
    return ends[1] if ends[0] == ZERO else sub(ends[1], ends[0])


# --- in the worker --------------------------------------------------------------------------------


def by_parts(text: str, name: str, low: str, high: str, sorts: Sorts) -> list[list[str]]:
    """Rows (u, v, -u'*v) of an integrand u*v', the constant of v put where an end needs it."""
    import sympy

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    sign = {"positive": True} if low in ("0", "1") else {"real": True}
    x = sympy.Symbol(name, **sign)
    f = to_sympy(read(text), {**told, name: sign})
    ends = [to_sympy(read(t), told) for t in (low, high)]
    rows: list[list[str]] = []
    for u, rest in _splits(f, x):
        for v in _integrals(rest, x, ends):
            h = sympy.simplify(-u.diff(x) * v)
            try:
                row = [write(from_sympy(t)) for t in (u, v, h)]
            except (NotBridged, ValueError):
                continue
            if row not in rows:
                rows.append(row)
    return rows[:MOST]


def _splits(f: Any, x: Any) -> Iterator[tuple[Any, Any]]:
    import sympy

    special = (sympy.log, sympy.atan, sympy.asin, sympy.acos, sympy.asinh, sympy.acosh,
               sympy.atanh, sympy.erf, sympy.erfc, sympy.Si, sympy.Ci, sympy.Ei)  # fmt: skip
    factors = sympy.Mul.make_args(f)
    heads = [g for g in factors if isinstance(g.as_base_exp()[0], special) and g.has(x)]
    for g in heads:
        yield g, f / g
    if len(heads) > 1:
        g = sympy.Mul(*heads)
        yield g, f / g
    below = [g for g in factors if g.has(x) and g.as_base_exp()[1].is_negative]
    for g in below:  # a power below, and x beside it
        base, e = g.as_base_exp()
        if e.is_number and e <= -1 and base.is_polynomial(x):
            beside = sympy.Mul(*(k for k in factors if k.is_polynomial(x) and k.has(x)))
            if beside.has(x) and sympy.degree(base, x) > 1:
                yield f / (g * beside), g * beside
            yield f / g, g
    powers = [g for g in factors if g.is_polynomial(x) and g.has(x)]
    if powers and len(powers) < len(factors):
        g = sympy.Mul(*powers)
        yield g, f / g
    if not f.is_rational_function(x) and len(factors) == 1:
        yield f, sympy.Integer(1)


def _circular(f: Any, x: Any) -> Any:
    """What is often beside a power of x: SymPy is slow at these."""
    import sympy

    c, g = f.as_independent(x, as_Add=False)
    s, k = sympy.sin(x), sympy.cos(x)
    rows = {s**-2: -k / s, k**-2: sympy.tan(x), sympy.tan(x): -sympy.log(k),
            sympy.cot(x): sympy.log(s), 1 / sympy.tan(x): sympy.log(s), s / k: -sympy.log(k),
            k / s: sympy.log(s)}  # fmt: skip
    return c * rows[g] if g in rows else None


def _integrals(f: Any, x: Any, ends: list[Any]) -> Iterator[Any]:
    """Antiderivatives of an easy term: as found, zero at the one end, at the other."""
    import sympy
    from sympy.integrals.manualintegrate import manualintegrate

    from symderive.deadline import Late, deadline

    try:
        with deadline(0.8):
            v = _circular(f, x)
            v = manualintegrate(f, x) if v is None else v
            if v.has(sympy.Integral, sympy.Piecewise):
                return
            yield sympy.simplify(v)
            for end in ends:
                at = sympy.limit(v, x, end) if end.is_infinite else v.subs(x, end)
                if at.is_finite and at != 0:
                    yield sympy.factor_terms(sympy.simplify(v - at))
    except (Late, NotImplementedError, ValueError, TypeError):
        return
