"""Integrals of functions of one phase: rational in the tangent of it, or in the hyperbolic tangent.

>>> t, a = sp.symbols("t a", positive=True)
>>> of_phase(1/(a**2*sp.cos(2*t)**2 + sp.sin(2*t)**2), t)
atan(tan(2*t)/a)/(2*a)
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.variation.roots import rational_integral

CIRCLE, HYPERBOLA = (sp.sin, sp.cos, sp.tan, sp.cot), (sp.sinh, sp.cosh, sp.tanh, sp.coth)


def of_phase(f: Any, x: Any) -> Any | None:
    """An antiderivative; None where f is no such function, or does not repeat after half a turn."""
    positive = {s: sp.Symbol(s.name, positive=True) for s in f.free_symbols if s != x}
    found = _of_phase(f.subs(positive), x)
    return None if found is None else found.subs({v: k for k, v in positive.items()})


def _of_phase(f: Any, x: Any) -> Any | None:
    for kinds, tangent, one in ((CIRCLE, sp.tan, 1), (HYPERBOLA, sp.tanh, -1)):
        phases = {sp.factor(a.args[0]) for a in f.atoms(*kinds)}
        phases = {p for p in phases if p.has(x)}
        if not phases or any(sp.diff(p, x).has(x) for p in phases):
            continue
        phase = min(phases, key=lambda p: sp.count_ops(p) + 10 * p.could_extract_minus_sign())
        u, c, s = sp.Symbol("u_", real=True), sp.Symbol("c_"), sp.Symbol("s_")
        names = {sp.sin: s, sp.cos: c, sp.tan: s / c, sp.cot: c / s,
                 sp.sinh: s, sp.cosh: c, sp.tanh: s / c, sp.coth: c / s}  # fmt: skip
        put = {}
        for a in f.atoms(*kinds):
            ratio = sp.simplify(a.args[0] / phase)
            if ratio not in (1, -1):
                break
            odd = ratio == -1 and a.func not in (sp.cos, sp.cosh)
            put[a] = -names[a.func] if odd else names[a.func]
        else:
            root = sp.sqrt(1 + one * u**2)
            body = f.subs(put)
            body = sp.cancel(sp.together(body.subs({s: u / root, c: 1 / root})))
            body = sp.factor(sp.simplify(body / (1 + one * u**2)))
            if body.has(x) or not body.is_rational_function(u):
                continue
            inner = rational_integral(body, u)
            if inner is not None:
                return (inner / sp.diff(phase, x)).subs(u, tangent(phase))
    return None
