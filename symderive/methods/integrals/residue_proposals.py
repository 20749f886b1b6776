"""Rational functions times waves over the real line: poles and values that SymPy proposes.

>>> waves("cos(a*x)/(x^2 + b^2)", "x", {"a": {"positive": True}, "b": {"positive": True}})
[('cos(a*x)/(b^2 + x^2)', '1', '0', 'a', '1', [('0', 'b', '1')], ['pi*exp(-a*b)/b'])]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.simplify.fu import TR7, TR8

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
Row = tuple[str, str, str, str, str, list[tuple[str, str, str]], list[str]]
MOST = 8


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def waves(text: str, x: str, sorts: Sorts) -> list[Row]:
    """(summand, P, S, a, c, poles (u, v, m), values), one row a frequency; none if it is none such."""
    told = {**sorts, x: {"real": True}}
    f, t = _in(text, told), sympy.Symbol(x, real=True)
    top, Q = sympy.fraction(sympy.together(f))
    if Q.has(sympy.sin, sympy.cos, sympy.exp) or not Q.is_polynomial(t) or not Q.has(t):
        return []
    by_rate = _frequencies(top, t)
    found = None if by_rate is None else _poles(Q, t)
    if by_rate is None or found is None:
        return []
    c, poles = found
    rows = []
    for a, (P, S) in sorted(by_rate.items(), key=lambda r: sympy.default_sort_key(r[0])):
        part = (P * sympy.cos(a * t) + S * sympy.sin(a * t)) / Q
        values = [_out(v) for v in _values(P, S, a, c, poles, t)]
        texts = [(_out(u), _out(v), str(m)) for u, v, m in poles]
        rows.append((_out(part), *(_out(e) for e in (P, S, a, c)), texts, values))
    return rows[:MOST]


def _frequencies(top: Any, t: Any) -> dict[Any, tuple[Any, Any]] | None:
    """{a: (P, S)} of a numerator that is a sum of polynomials times waves."""
    if top.has(sympy.sin, sympy.cos):
        top = TR8(TR7(sympy.expand(top)))
    out: dict[Any, tuple[Any, Any]] = {}
    for part in sympy.Add.make_args(sympy.expand(top)):
        P, S, a = part, sympy.Integer(0), sympy.Integer(0)
        found = part.atoms(sympy.sin, sympy.cos)
        found = {w for w in found if w.has(t)}
        if len(found) > 1:
            return None
        for w in found:
            a = sympy.expand(w.args[0]).coeff(t, 1)
            shift = sympy.simplify(w.args[0] - a * t)
            rest = sympy.simplify(part / w)
            if shift != 0 or a.has(t) or rest.has(w):
                return None
            P, S = (rest, 0) if isinstance(w, sympy.cos) else (sympy.Integer(0), rest)
            if a.could_extract_minus_sign():
                a, S = -a, -S
        if not P.is_polynomial(t) or not sympy.sympify(S).is_polynomial(t):
            return None
        before = out.get(a, (sympy.Integer(0), sympy.Integer(0)))
        out[a] = (before[0] + P, before[1] + S)
    return {a: (sympy.expand(P), sympy.expand(S)) for a, (P, S) in out.items() if (P, S) != (0, 0)}


def _poles(Q: Any, t: Any) -> tuple[Any, list[tuple[Any, Any, int]]] | None:
    """Leading coefficient, and (u, v, m) of the poles u + I*v above the line."""
    out: list[tuple[Any, Any, int]] = []
    c = sympy.Poly(sympy.expand(Q), t).LC()
    for base, m in sympy.factor_list(Q, t)[1]:
        p = sympy.Poly(base, t)
        if p.degree() == 2:
            lead, b, k = p.all_coeffs()
            u = -b / (2 * lead)
            v = sympy.sqrt(sympy.factor(k / lead - u**2))
            out.append((sympy.simplify(u), sympy.simplify(v), int(m)))
            continue
        roots = sympy.roots(p)
        if sum(roots.values()) != p.degree():
            return None
        for z, n in roots.items():
            u, v = (sympy.simplify(e) for e in sympy.expand_complex(z).as_real_imag())
            sign = _sign(v)
            if sign is None or sign == 0:
                return None
            if sign > 0:
                out.append((u, v, int(m) * n))
    return c, out


def _sign(v: Any) -> int | None:
    """The sign of a term, at positive numbers for its names."""
    put = {
        n: sympy.Rational(7 + 2 * i, 5 + i) for i, n in enumerate(sorted(v.free_symbols, key=str))
    }
    value = sympy.N(v.subs(put))
    if not value.is_real:
        return None
    return 1 if value > 0 else -1 if value < 0 else 0


def _values(P: Any, S: Any, a: Any, c: Any, poles: list[tuple[Any, Any, int]], t: Any) -> list[Any]:
    """The real part of 2*pi*I times the sum of the residues."""
    z = sympy.Symbol("z_pole")
    total = sympy.Integer(0)
    for i, (u, v, m) in enumerate(poles):
        at = u + sympy.I * v
        g = (P - sympy.I * S).subs(t, z) * sympy.exp(sympy.I * a * z)
        g /= c * (z - u + sympy.I * v) ** m
        for j, (p, q, n) in enumerate(poles):
            if j != i:
                g /= ((z - p) ** 2 + q**2) ** n
        total += (
            2 * sympy.pi * sympy.I * sympy.diff(g, z, m - 1).subs(z, at) / sympy.factorial(m - 1)
        )
    real = sympy.re(sympy.expand_complex(total)) if total.has(sympy.I) else total
    form = sympy.simplify(real)
    forms = [form, sympy.factor(form), sympy.simplify(sympy.radsimp(form)), real]
    seen = dict.fromkeys(e for e in forms if not e.has(sympy.nan, sympy.zoo, sympy.re, sympy.im))
    return sorted(seen, key=lambda e: (e.count_ops(), len(str(e))))[:3]


def short(text: str, sorts: Sorts) -> list[str]:
    """A value in a shorter form."""
    e = _in(text, sorts)
    forms = dict.fromkeys([sympy.simplify(e), sympy.factor(e), e])
    return [_out(f) for f in sorted(forms, key=lambda f: (f.count_ops(), len(str(f))))]
