"""A power of x times a rational function over the half line: exponent, poles and values proposed.

>>> found = dict(roles("x^(s - 1)/(x^2 + x + 1)", "x", {"s": {"positive": True}}))
>>> found["poles"], found["s"]
([('1', 'pi/3', '1')], 's')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]


def _out(e: Any) -> str:
    return write(from_sympy(e))


def roles(text: str, x: str, sorts: Sorts) -> list[tuple[str, Any]]:
    """The roles of the primitive `keyhole`, and values before the division by sin(pi*s)."""
    told = {**sorts, x: {"positive": True}}
    e = to_sympy(read(text), {n: dict(s) for n, s in told.items()})
    t = sympy.Symbol(x, positive=True)
    power, rest = sympy.Integer(0), sympy.Integer(1)
    for f in sympy.Mul.make_args(sympy.powdenest(sympy.factor_terms(e))):
        base, n = f.as_base_exp()
        if base == t and not n.has(t):
            power += n
        else:
            rest *= f
    s = sympy.expand(power + 1)
    if s.is_Integer or not rest.is_rational_function(t):
        return []
    P, Q = sympy.fraction(sympy.together(rest))
    if not Q.has(t):
        return []
    c, poles = sympy.Poly(sympy.expand(Q), t).LC(), []
    for base, m in sympy.factor_list(Q, t)[1]:
        p = sympy.Poly(base, t)
        if p.degree() == 1:
            a, b = p.all_coeffs()
            poles.append((sympy.simplify(b / a), sympy.Integer(0), int(m)))
        elif p.degree() == 2:
            a, b, k = p.all_coeffs()
            r = sympy.sqrt(sympy.simplify(k / a))
            poles.append((r, _angle(sympy.simplify(b / (2 * a * r))), int(m)))
        else:
            return []
    values = [_out(v) for v in _values(s, P, c, poles, t)]
    return [("s", _out(s)), ("P", _out(P)), ("c", _out(c)),
            ("poles", [(_out(r), _out(a), str(m)) for r, a, m in poles]),
            ("values", values)]  # fmt: skip


def _angle(cosine: Any) -> Any:
    if isinstance(cosine, sympy.cos):
        return cosine.args[0]
    return sympy.acos(cosine)


def _values(s: Any, P: Any, c: Any, poles: list[Any], t: Any) -> list[Any]:
    """pi times the sum of the residues, as a real expression."""
    z = sympy.Symbol("z_pole")
    total = sympy.Integer(0)
    for i, (r, a, m) in enumerate(poles):
        for sign in (1,) if a == 0 else (1, -1):
            turn = sympy.exp(sympy.I * sign * a)
            g = P.subs(t, z) / c
            for j, (q, b, n) in enumerate(poles):
                if j != i:
                    g /= (z + q) ** n if b == 0 else (z**2 + 2 * q * sympy.cos(b) * z + q**2) ** n
            if a != 0:
                g /= (z + r / turn) ** m
            for _ in range(m - 1):
                g = sympy.diff(g, z) + (s - 1) * g / z
            head = r ** (s - 1) * sympy.exp(sympy.I * sign * (s - 1) * a)
            total += head * g.subs(z, -r * turn) / sympy.factorial(m - 1)
    value = sympy.pi * total
    if value.has(sympy.I):
        value = sympy.re(sympy.expand_complex(value))
    forms = dict.fromkeys([sympy.simplify(value), sympy.simplify(sympy.trigsimp(value)), value])
    return sorted(forms, key=lambda f: (f.count_ops(), len(str(f))))[:3]
