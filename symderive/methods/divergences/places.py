"""Where something happens: zeros, crossings, harmonic extensions, conditions; SymPy, in the worker."""

from __future__ import annotations

from typing import Any

from symderive.methods.divergences.logarithms import log_of
from symderive.methods.divergences.matching import summands
from symderive.methods.divergences.shapes import Sorts, forms, text
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read


def zero(term: str, name: str, sorts: Sorts) -> list[str]:
    """The zero of a term that is linear in the name."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"real": True}}
    x = sp.Symbol(name, real=True)
    e = to_sympy(read(term), told)
    if not e.is_polynomial(x) or sp.degree(e, x) != 1:
        return []
    a, b = sp.Poly(e, x).all_coeffs()
    return [text(sp.expand(-b / a))]


def condition(relation: str, sorts: Sorts) -> list[str]:
    """A relation u > 0 in fewer words, where its names make that possible."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items()}
    term = read(relation)
    low, high = (to_sympy(a, told) for a in term.args)
    if term.head == "Ne":
        return []
    gap = high - low if term.head == "Lt" else low - high
    product = _product_of(gap)
    if product is not None:
        return [f"{text(product)} < 1"]
    top, bottom = sp.fraction(sp.together(sp.expand(gap)))
    if not bottom.is_positive:
        return []
    top = sp.factor_terms(sp.expand(top))
    kept = [a for a in sp.Mul.make_args(top) if not a.is_positive]
    top = sp.expand(sp.Mul(*kept))
    names = sorted(top.free_symbols, key=str)
    if len(names) == 1 and sp.degree(top, names[0]) == 1 and top.is_polynomial(names[0]):
        a, b = sp.Poly(top, names[0]).all_coeffs()
        if a.is_Rational and b.is_Rational:
            return [f"{names[0]} {'>' if a > 0 else '<'} {text(-b / a)}"]
    return [f"{text(top)} > 0"]


def _product_of(gap: Any) -> Any:
    """u < 1 for -log(u) > 0, u a product of powers; None for what is no sum of logarithms."""
    import sympy as sp

    out = sp.Integer(1)
    for t in sp.Add.make_args(sp.expand(gap, log=False)):
        logs = [a for a in sp.Mul.make_args(t) if isinstance(a, sp.log)]
        if len(logs) != 1 or (t / logs[0]).has(sp.log):
            return None
        out *= logs[0].args[0] ** (-t / logs[0])
    return sp.powsimp(out)


def harmonic(weight: str, factor: str, name: str, sorts: Sorts) -> list[str]:
    """[m, g, y, H, value..] for a Cauchy weight and logarithms of quadratics; none otherwise."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    x, y = sp.Symbol(name, real=True), sp.Symbol("y" if name != "y" else "v", real=True)
    while y.name in told:
        y = sp.Symbol(y.name + "_", real=True)
    w, g = (to_sympy(read(t), told | {name: {"real": True}}) for t in (weight, factor))
    below = sp.denom(sp.together(w))
    if sp.numer(sp.together(w)).has(x) or not below.is_polynomial(x) or sp.degree(below, x) != 2:
        return []
    center, width = _quadratic(below, x)
    g = g.replace(lambda e: isinstance(e, sp.log), lambda e: log_of(e.args[0]))
    total = sp.Integer(0)
    for f, c in summands(g, x).items():
        if f == 1:
            total += c
            continue
        q = f.args[0] if isinstance(f, sp.log) else None
        if q is None or not q.is_polynomial(x) or sp.degree(q, x) != 2:
            return []
        m, h = _quadratic(q, x)
        lead = sp.LC(q, x)
        total += c * (sp.log((x - m) ** 2 + (y + h) ** 2) + (log_of(lead) if lead != 1 else 0))
    value = total.subs({x: center, y: width}, simultaneous=True)
    return [text(center), text(width), text(y), text(total), *forms(value)]


def _quadratic(q: Any, x: Any) -> tuple[Any, Any]:
    """(m, h) where q is a multiple of (x - m)^2 + h^2."""
    import sympy as sp

    A, B, C = sp.Poly(q, x).all_coeffs()
    m = sp.simplify(-B / (2 * A))
    return m, sp.sqrt(sp.factor(sp.simplify(C / A - m**2)))
