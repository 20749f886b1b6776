"""Separation of F(x, p) = 0 one variable after the other, and more first integrals for Charpit's method.

A variable that does not stand in F has a constant slope; one that stands there with its slope only in a
factor g(x, p) times what the others are makes g constant (Levi-Civita's separation, as for spherical
coordinates).  What is left in the end is an ordinary equation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

import sympy as sp

from symderive.methods.characteristics.ordinary import antiderivative
from symderive.methods.characteristics.patience import within

Form = tuple[Any, Any]


def nested(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """z = sum of functions of one variable each."""
    if f.has(z):
        return
    found: list[Form] = []
    for body in _separated(f, list(zip(xs, ps, strict=True)), constants[:-1]):
        form = (z, body + constants[-1])
        if form not in found:
            found.append(form)
            yield form


def _separated(f: Any, pairs: list[Any], constants: list[Any]) -> Iterator[Any]:
    if len(pairs) == 1:
        x, p = pairs[0]
        for r in _roots(f, p):
            total = antiderivative(r, x)
            if total is not None:
                yield total
        return
    c, rest = constants[0], constants[1:]
    for x, p in pairs:  # a variable that does not occur
        if not f.has(x) and f.has(p):
            others = [q for q in pairs if q[0] != x]
            for body in _separated(f.subs(p, c), others, rest):
                yield c * x + body
            return
    for x, p in reversed(pairs):
        others = [q for q in pairs if q[0] != x]
        for g, left in _factor(f, x, p, others):
            for level in (c, c**2):
                for r in reversed(_roots(g - level, p)):
                    total = antiderivative(r, x)
                    if total is None:
                        continue
                    for body in _separated(left(level), others, rest):
                        yield total + body


def _factor(f: Any, x: Any, p: Any, others: list[Any]) -> Iterator[Any]:
    """g(x, p) with F = A + h g, A and h of the others; and F with a constant in place of g."""
    names = {n for pair in others for n in pair}
    top = sp.expand(sp.numer(sp.together(f)))
    for e in (sp.expand(f), top, *(sp.expand(top / n**k) for n in (*names, x) for k in (1, 2))):
        mine = [t for t in sp.Add.make_args(e) if t.has(x) or t.has(p)]
        rest = e - sp.Add(*mine)
        if not any(t.has(p) for t in mine):
            continue
        front = mine[0].as_independent(x, p, as_Add=False)[0]
        scale = sp.Mul(*[t for t in sp.Mul.make_args(front) if t.free_symbols & names])
        g = sp.simplify(sp.Add(*mine) / scale)
        if not g.free_symbols & names:
            yield g, lambda level, rest=rest, scale=scale: rest + scale * level
            return


def _roots(e: Any, name: Any) -> list[Any]:
    found = within(4, lambda: sp.solve(sp.numer(sp.together(e)), name)) or []
    return [r for r in found if not r.has(sp.Piecewise, sp.I)]


def polynomial_integrals(f: Any, names: list[Any], rates: list[Any]) -> Iterator[Any]:
    """Polynomials of second degree that are constant along the strips of F = 0: linear algebra."""
    rates = [sp.expand(r) for r in rates]
    if not all(e.is_polynomial(*names) for e in (*rates, f)):
        return
    monomials = list(names)
    for degree in (1, 2):
        if degree == 2:
            monomials += [a * b for a, b in combinations_with_replacement(names, 2)]
        weights = [sp.Dummy(f"w{k}") for k in range(len(monomials))]
        total = sum(
            w * sum(sp.diff(m, n) * r for n, r in zip(names, rates, strict=True))
            for w, m in zip(weights, monomials, strict=True)
        )
        spare = [sp.Dummy("m0"), *(sp.Dummy(f"m{k}") for k in range(len(names)))]
        factor = spare[0] + sum(s * n for s, n in zip(spare[1:], names, strict=True))
        equations = sp.Poly(sp.expand(total - factor * f), *names).coeffs()
        found = sp.solve(equations, [*weights, *spare], dict=True)
        body = sum(w * m for w, m in zip(weights, monomials, strict=True)).subs(
            found[0] if found else {}
        )
        loose = [*weights, *spare]
        for w in sorted(body.free_symbols & {*loose}, key=loose.index):
            part = sp.expand(body.subs(w, 1).subs(dict.fromkeys(loose, 0)))
            if part != 0 and sp.simplify(part / f).free_symbols & {*names}:
                yield part


__all__ = ["nested", "polynomial_integrals"]
