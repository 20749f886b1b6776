"""Differences f(x) - f(r*x) recognised, as Frullani's theorem wants them.

>>> pairs("(exp(-a*x) - exp(-2*a*x))/x", "x", {"a": {"positive": True}})
[('exp(-a*x)', '2', ['log(2)'])]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy
from sympy.simplify.fu import TR8

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MOST = 12


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def pairs(text: str, x: str, sorts: Sorts) -> list[tuple[str, str, list[str]]]:
    """(f, r, values) with integrand (f(x) - f(r*x))/x."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    for F in _forms(e * t):
        terms = [p for p in sympy.Add.make_args(F) if p.has(t)]
        rest = sympy.simplify(F - sympy.Add(*terms))
        if rest != 0 or len(terms) % 2 or not 2 <= len(terms) <= MOST:
            continue
        for r in _ratios(terms, t):
            f = _matched(terms, r, t)
            if f is not None:
                if f.could_extract_minus_sign():
                    f, r = sympy.powsimp(-f.subs(t, r * t)), 1 / r
                return [(_out(f), _out(r), [_out(v) for v in _values(f, r, t)])]
    return []


def _forms(e: Any) -> Iterator[Any]:
    yield sympy.expand(e)
    if e.has(sympy.sin, sympy.cos):
        yield TR8(sympy.expand(e))
    if e.has(sympy.log):
        yield sympy.expand(
            sympy.expand_log(
                e.replace(
                    lambda u: isinstance(u, sympy.log), lambda u: sympy.log(sympy.factor(u.args[0]))
                ),
                force=True,
            )
        )
    yield sympy.expand(sympy.simplify(e))
    yield sympy.apart(e) if e.is_rational_function() else e


def _rates(p: Any, t: Any) -> Iterator[Any]:
    """Coefficients of x, and roots of those of x^2, in what depends on x."""
    for u in p.atoms(sympy.Mul, sympy.Add) | {p}:
        poly = sympy.expand(u)
        if poly.is_polynomial(t):
            for n in (1, 2):
                c = poly.coeff(t, n)
                if c != 0 and not c.has(t):
                    c = -c if c.could_extract_minus_sign() else c
                    yield c if n == 1 else sympy.sqrt(c)
    if any(a == t for f in p.atoms(sympy.Function) for a in f.args):
        yield sympy.Integer(1)


def _ratios(terms: list[Any], t: Any) -> Iterator[Any]:
    seen = set()
    first = terms[0]
    for other in terms[1:]:
        for c in _rates(first, t):
            for d in _rates(other, t):
                r = sympy.simplify(d / c)
                if r not in seen and r != 1 and not r.has(t):
                    seen.add(r)
                    yield r


def _matched(terms: list[Any], r: Any, t: Any) -> Any | None:
    """The terms f with -f(r*x) among the others."""
    left = list(terms)
    f = sympy.Integer(0)
    while left:
        p = left.pop(0)
        for sign in (1, -1):
            wanted = -p.subs(t, r * t) if sign > 0 else -p.subs(t, t / r)
            partner = next((q for q in left if sympy.simplify(q - wanted) == 0), None)
            if partner is not None:
                left.remove(partner)
                f += p if sign > 0 else partner
                break
        else:
            return None
    return f


def _values(f: Any, r: Any, t: Any) -> list[Any]:
    start = sympy.limit(f, t, 0, "+")
    try:
        stop = sympy.limit(f, t, sympy.oo)
    except (ValueError, NotImplementedError):
        stop = sympy.Integer(0)
    if isinstance(stop, sympy.AccumBounds) or not stop.is_finite:
        stop = sympy.Integer(0)
    c = sympy.simplify(start - stop)
    if c.could_extract_minus_sign():
        c, r = -c, 1 / r
    if (r**2).is_rational_function() and not r.is_rational_function():
        c, r = c / 2, sympy.simplify(r**2)
    return list(dict.fromkeys([c * sympy.log(r), c * sympy.expand_log(sympy.log(r))]))
