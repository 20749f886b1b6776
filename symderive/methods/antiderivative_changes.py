"""Antiderivatives by a change of variable that makes the integrand rational, or its jumps constants.

Half angles, exponentials, roots of linear and (by Euler's substitutions) of quadratic functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symderive.methods.rational_antiderivatives import either


def _angle(f: Any, x: Any) -> Any:
    """The multiple of x that all sines and cosines turn with, None if there is none."""
    import sympy

    waves = f.atoms(sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc)
    turns = [sympy.expand(w.args[0]).coeff(x, 1) for w in waves if w.has(x)]
    if not turns or any(t.has(x) or not t.is_number for t in turns):
        return None
    return sympy.gcd_list(turns) if all(t.is_Rational for t in turns) else turns[0]


def halfangle(f: Any, x: Any) -> Iterator[Any]:
    """t = tan(x) where the integrand has period pi, then t = tan(x/2): rational functions of t."""
    import sympy

    turn = _angle(f, x)
    if turn is None:
        return
    t = sympy.Dummy("t", real=True)
    y = sympy.Dummy("y", real=True)
    g = sympy.expand_trig(f.subs(x, y / turn))
    for half in (False, True):
        if half:
            s, c, dy = 2 * t / (1 + t**2), (1 - t**2) / (1 + t**2), 2 / (1 + t**2)
        else:
            s, c, dy = t / sympy.sqrt(1 + t**2), 1 / sympy.sqrt(1 + t**2), 1 / (1 + t**2)
        h = g.subs({sympy.sin(y): s, sympy.cos(y): c, sympy.tan(y): s / c, sympy.cot(y): c / s,
                    sympy.sec(y): 1 / c, sympy.csc(y): 1 / s})  # fmt: skip
        if h.has(y):  # something turns with the angle beside its functions
            continue
        h = sympy.simplify(h * dy)
        if h.has(y) or not h.is_rational_function(t):
            continue
        for F in either(sympy.factor(h), t):
            yield (F / turn).subs(t, sympy.tan(turn * x / 2 if half else turn * x))
        if not half:
            return


def exponential(f: Any, x: Any) -> Iterator[Any]:
    """t = exp(c*x): hyperbolic functions and logistic ones become rational."""
    import sympy

    g = f.rewrite(sympy.exp)
    rates = [sympy.expand(e.exp).coeff(x, 1) for e in g.atoms(sympy.exp) if e.has(x)]
    if not rates or any(r.has(x) or r == 0 for r in rates):
        return
    base = rates[0]
    ratios = [sympy.nsimplify(sympy.simplify(r / base)) for r in rates]
    if not all(r.is_Rational for r in ratios):
        return
    unit = base * sympy.gcd_list([abs(r) for r in ratios])
    t = sympy.Dummy("t", positive=True)
    put = sympy.expand(g).subs(x, sympy.log(t) / unit)
    if put.has(sympy.log(t)):  # the variable stands outside of exponentials too
        return
    h = sympy.simplify(put / (unit * t))
    if h.is_rational_function(t):
        for F in either(sympy.factor(h), t):
            yield F.subs(t, sympy.exp(unit * x))


def roots(f: Any, x: Any) -> Iterator[Any]:
    """t = sqrt of a quotient of linear functions: rational functions of t."""
    import sympy

    roots = [p.base for p in f.atoms(sympy.Pow) if p.base.has(x) and p.exp.is_Rational
             and p.exp.q == 2]  # fmt: skip
    if not roots:
        return
    inside = sympy.together(roots[0])
    top, bottom = sympy.fraction(inside)
    if any(not e.is_polynomial(x) or sympy.degree(e, x) > 1 for e in (top, bottom)):
        return
    t = sympy.Dummy("t", positive=True)
    solved = sympy.solve(top - t**2 * bottom, x)
    if len(solved) != 1:
        return
    g = f.subs({sympy.sqrt(roots[0]): t, 1 / sympy.sqrt(roots[0]): 1 / t}).subs(x, solved[0])
    h = sympy.simplify(g * solved[0].diff(t))
    for F in either(sympy.factor(h), t):
        yield F.subs(t, sympy.sqrt(roots[0]))


def euler(f: Any, x: Any) -> Iterator[Any]:
    """Rational functions of x and the root of one quadratic, by Euler's substitutions."""
    import sympy

    roots = {p.base for p in f.atoms(sympy.Pow) if p.base.has(x) and p.exp.is_Rational
             and p.exp.q == 2}  # fmt: skip
    if len(roots) != 1:
        return
    (Q,) = roots
    if not Q.is_polynomial(x) or sympy.degree(Q, x) != 2:
        return
    a, b, c = sympy.Poly(Q, x).all_coeffs()
    y, t = sympy.Dummy("y"), sympy.Dummy("t", real=True)
    g = f.replace(
        lambda e: e.is_Pow and e.base == Q and e.exp.is_Rational and e.exp.q == 2,
        lambda e: y ** (2 * e.exp),
    )
    ways = []
    if c.is_positive:  # sqrt(Q) = x*t + sqrt(c)
        k = sympy.sqrt(c)
        ways.append(((2 * k * t - b) / (a - t**2), (sympy.sqrt(Q) - k) / x, k, True))
    if a.is_positive:  # sqrt(Q) = t - sqrt(a)*x
        k = sympy.sqrt(a)
        ways.append(((t**2 - c) / (b + 2 * k * t), sympy.sqrt(Q) + k * x, k, False))
    for put, back, k, first in ways[::-1]:
        root = put * t + k if first else t - k * put
        h = sympy.cancel(sympy.together(g.subs(y, root).subs(x, put) * put.diff(t)))
        if h.has(x) or not h.is_rational_function(t):
            continue
        for F in either(sympy.factor(h), t):
            yield F.subs(t, back)


def frozen(f: Any, x: Any) -> Iterator[Any]:
    """Signs, integer parts and steps are constants between their jumps: integrate them as such."""
    import sympy

    shapes = [f]
    simpler = sympy.trigsimp(f)
    if simpler != f:
        shapes.append(simpler)
    for g in shapes:
        g = g.replace(sympy.Max, lambda *a: _largest(a, 1)).replace(
            sympy.Min, lambda *a: _largest(a, -1)
        )
        g = g.replace(sympy.Abs, lambda u: u * sympy.sign(u) if u.has(x) else sympy.Abs(u))
        jumps = (sympy.sign, sympy.floor, sympy.ceiling, sympy.Heaviside)
        steps = [s for s in g.atoms(*jumps) if s.has(x)]
        if not steps:
            continue
        names = {s: sympy.Dummy(f"s{i}", real=True, nonzero=True) for i, s in enumerate(steps)}
        still = g.xreplace(names)
        back = {d: s for s, d in names.items()}
        yield sympy.integrate(still, x).xreplace(back)
        return


def _largest(args: Any, side: int) -> Any:
    import sympy

    result = args[0]
    for b in args[1:]:
        result = (result + b + side * sympy.Abs(result - b)) / 2
    return result
