"""What SymPy is asked for in the worker: simplified first integrals, quadratures, inverses.

Everything comes back as text; nothing of it is believed.
"""

from __future__ import annotations

from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.substitute import replace
from symderive.terms.tree import Term, apply, symbol
from symderive.terms.writer import write


def autonomous(task: dict[str, str]) -> dict[str, Any]:
    """Proposals for a Lagrangian L(y, y') without the variable.

    `task`: lagrangian, var, unknown, constant (a text with the first integral's constant), positive
    (names separated by spaces).  Returns texts: `integral` (the first integral, simplified),
    `second` (y'' by y and y'), `carried` (the derivatives by y' and y), `separated` (G(y') and the
    constant k with d/dx G(y') = k), `drift` (k x and k b), `inverse` (y' by the value s of G),
    `phase` (that value as a function of x) and `extremal`.
    """
    x, y = task["var"], task["unknown"]
    q, p = (sympy.Symbol(n, real=True) for n in ("q_", "p_"))
    assumptions = {n: {"positive": True} for n in task["positive"].split()}
    lagrangian = _in_jets(read(task["lagrangian"]), x, y, assumptions)
    value = to_sympy(read(task["constant"]), assumptions)
    out: dict[str, Any] = {}
    minus_h = sympy.simplify(lagrangian - p * sympy.diff(lagrangian, p))
    out["integral"] = _text(minus_h, x, y)
    a = sympy.Symbol("a_", real=True)  # y''
    el = (
        sympy.diff(lagrangian, p, p) * a
        + sympy.diff(lagrangian, p, q) * p
        - sympy.diff(lagrangian, q)
    )
    second = sympy.simplify(sympy.solve(el, a)[0])
    out["second"] = _text(second, x, y)
    out["carried"] = [_text(sympy.simplify(sympy.diff(lagrangian, j)), x, y) for j in (p, q)]
    level = sympy.solve(sympy.Eq(minus_h, value), q)
    if len(level) != 1:
        return out
    rate = sympy.simplify(second.subs(q, level[0]))
    if rate.has(q) or rate == 0:
        return out
    quadrature = sympy.integrate(1 / rate, p)
    constants = [f for f in sympy.Mul.make_args(sympy.factor(quadrature)) if not f.has(p)]
    scale = sympy.Mul(*constants)
    g = sympy.simplify(quadrature / scale)
    out["separated"] = [_text(g, x, y), write(from_sympy(sympy.simplify(1 / scale)))]
    s, b, t = (
        sympy.Symbol("s_", real=True),
        sympy.Symbol(task["shift"], real=True),
        sympy.Symbol(x, real=True),
    )
    inverse = sympy.solve(sympy.Eq(g, s), p)
    if len(inverse) != 1:
        return out
    out["inverse"] = write(from_sympy(inverse[0].subs(s, sympy.Symbol("s"))))
    shape = sympy.simplify(level[0].subs(p, inverse[0]).rewrite(sympy.cosh))
    phase = (t - b) / sympy.simplify(scale)
    out["drift"] = [write(from_sympy(sympy.simplify(n / scale))) for n in (t, b)]
    out["phase"] = write(from_sympy(sympy.simplify(phase)))
    out["extremal"] = write(from_sympy(shape.subs(s, phase)))
    return out


def _in_jets(term: Term, x: str, y: str, assumptions: dict[str, Any]) -> sympy.Expr:
    """The Lagrangian with y and y' as plain symbols."""
    variable = symbol(x)
    term = replace(term, apply(y, variable, orders=(1,)), symbol("p_"))
    term = replace(term, apply(y, variable), symbol("q_"))
    return to_sympy(term, assumptions)


def _text(expr: sympy.Expr, x: str, y: str) -> str:
    term = from_sympy(expr)
    term = replace(term, symbol("p_"), apply(y, symbol(x), orders=(1,)))
    return write(replace(term, symbol("q_"), apply(y, symbol(x))))
