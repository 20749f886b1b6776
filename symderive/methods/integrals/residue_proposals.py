"""Rational functions times waves over the real line: poles and values that SymPy proposes.

>>> found = waves("cos(a*x)/(x^2 + b^2)", "x", {"a": {"positive": True}, "b": {"positive": True}})
>>> found["waves"], found["poles"], found["values"]
([('a', '1', '0')], [('0', 'b', '1')], ['pi*exp(-a*b)/b'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy
from sympy.simplify.fu import TR7, TR8

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MOST = 8


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def waves(text: str, x: str, sorts: Sorts, larger: Sequence[str] = ()) -> dict[str, Any]:
    """The roles of the primitive `residues` and values, as texts; nothing if it is no such integral.

    `larger` lists terms that are known to be positive.
    """
    told = {**sorts, x: {"real": True}}
    f, t = _in(text, told), sympy.Symbol(x, real=True)
    top, Q = sympy.fraction(sympy.together(f))
    if Q.has(sympy.sin, sympy.cos, sympy.exp) or not Q.is_polynomial(t) or not Q.has(t):
        return {}
    by_rate = _frequencies(top, t, [_in(u, told) for u in larger])
    found = None if by_rate is None else _poles(Q, t)
    if not by_rate or found is None or len(by_rate) > MOST:
        return {}
    c, above, on = found
    rows = sorted(by_rate.items(), key=lambda r: sympy.default_sort_key(r[0]))
    list_ = [(a, P, S) for a, (P, S) in rows]
    list_ = _made_simple(list_, on, t)
    values = _values(list_, c, above, on, t)
    return {
        "waves": [tuple(_out(e) for e in row) for row in list_], "c": _out(c),
        "poles": [(_out(u), _out(v), str(m)) for u, v, m in above],
        "real": [(_out(u), "0", str(m)) for u, _, m in on],
        "values": [_out(v) for v in values],
    }  # fmt: skip


def _made_simple(rows: list[Any], on: list[Any], t: Any) -> list[Any]:
    """An imaginary polynomial added to what does not turn, so that poles on the line are simple."""
    if not on:
        return rows
    order = sum(m - 1 for _, _, m in on)
    names = sympy.symbols(f"s0:{order}") if order else ()
    S = sum((n * t**i for i, n in enumerate(names)), sympy.Integer(0))
    N = sum((P - sympy.I * Q) * sympy.exp(sympy.I * a * t) for a, P, Q in rows) - sympy.I * S
    rules = [sympy.diff(N, t, k).subs(t, u) for u, _, m in on for k in range(m - 1)]
    found = (
        sympy.solve([sympy.expand_complex(r) for r in rules], names, dict=True) if names else [{}]
    )
    if not found:
        return rows
    S = sympy.expand(S.subs(found[0]).subs(dict.fromkeys(names, 0)))
    if S == 0:
        return rows
    still = [(P, Q) for a, P, Q in rows if a == 0]
    P = still[0][0] if still else sympy.Integer(0)
    return [(sympy.Integer(0), P, S), *(r for r in rows if r[0] != 0)]


def _frequencies(top: Any, t: Any, larger: Sequence[Any] = ()) -> dict[Any, tuple[Any, Any]] | None:
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
            zero = sympy.Integer(0)
            P, S = (rest, zero) if isinstance(w, sympy.cos) else (zero, rest)
            down = any(sympy.simplify(a + u) == 0 for u in larger)
            up = any(sympy.simplify(a - u) == 0 for u in larger)
            if down or (not up and a.could_extract_minus_sign()):
                a, S = -a, -S
        if not P.is_polynomial(t) or not S.is_polynomial(t):
            return None
        before = out.get(a, (sympy.Integer(0), sympy.Integer(0)))
        out[a] = (before[0] + P, before[1] + S)
    return {a: (sympy.expand(P), sympy.expand(S)) for a, (P, S) in out.items() if (P, S) != (0, 0)}


def _poles(Q: Any, t: Any) -> tuple[Any, list[Any], list[Any]] | None:
    """Leading coefficient, (u, v, m) of the poles u + I*v above the line, and of those on it."""
    above: list[Any] = []
    on: list[Any] = []
    zero = sympy.Integer(0)
    c = sympy.Poly(sympy.expand(Q), t).LC()
    for base, m in sympy.factor_list(Q, t)[1]:
        p = sympy.Poly(base, t)
        if p.degree() == 1:
            on.append((sympy.simplify(-p.all_coeffs()[1] / p.all_coeffs()[0]), zero, int(m)))
            continue
        if p.degree() == 2:
            lead, b, k = p.all_coeffs()
            u = -b / (2 * lead)
            square = sympy.factor(k / lead - u**2)
            if _sign(square) == 1 if square.is_number else square.is_negative is not True:
                above.append((sympy.simplify(u), sympy.simplify(sympy.sqrt(square)), int(m)))
                continue
        roots = sympy.roots(p)
        if sum(roots.values()) != p.degree():
            return None
        for z, n in roots.items():
            u, v = (sympy.simplify(e) for e in sympy.expand_complex(z).as_real_imag())
            sign = _sign(v)
            if sign is None:
                return None
            if sign == 0:
                on.append((u, zero, int(m) * n))
            elif sign > 0:
                above.append((u, v, int(m) * n))
    return c, above, on


def _sign(v: Any) -> int | None:
    """The sign of a term, at positive numbers for its names."""
    put = {
        n: sympy.Rational(7 + 2 * i, 5 + i) for i, n in enumerate(sorted(v.free_symbols, key=str))
    }
    value = sympy.N(v.subs(put))
    if not value.is_real:
        return None
    return 1 if value > 0 else -1 if value < 0 else 0


def _values(rows: list[Any], c: Any, above: list[Any], on: list[Any], t: Any) -> list[Any]:
    """The real part of 2*pi*I*(residues above) + pi*I*(residues on the line)."""
    z = sympy.Symbol("z_pole")
    N = sum((P - sympy.I * S).subs(t, z) * sympy.exp(sympy.I * a * z) for a, P, S in rows)
    total = sympy.Integer(0)
    every = [*above, *on]
    for i, (u, v, m) in enumerate(every):
        at = u + sympy.I * v
        below = c
        for j, (p, q, n) in enumerate(every):
            if j != i:
                below *= ((z - p) ** 2 + q**2) ** n if q != 0 else (z - p) ** n
        if v != 0:
            g = N / (below * (z - u + sympy.I * v) ** m)
            value = 2 * sympy.diff(g, z, m - 1).subs(z, at)
        else:
            value = (sympy.diff(N, z, m - 1) / below).subs(z, at)
        total += sympy.pi * sympy.I * value / sympy.factorial(m - 1)
    real = sympy.re(sympy.expand_complex(total)) if total.has(sympy.I) else total
    form = sympy.simplify(real)
    forms = [form, sympy.factor(form), sympy.simplify(sympy.radsimp(form)), real]
    forms += [sympy.factor(sympy.together(real)), sympy.simplify(sympy.sqrtdenest(form))]
    seen = dict.fromkeys(e for e in forms if not e.has(sympy.nan, sympy.zoo, sympy.re, sympy.im))
    return sorted(seen, key=lambda e: (e.count_ops(), len(str(e))))[:3]


def short(text: str, sorts: Sorts) -> list[str]:
    """A value in a shorter form."""
    e = _in(text, sorts)
    denested = sympy.simplify(sympy.sqrtdenest(e))
    forms = dict.fromkeys([sympy.simplify(e), sympy.factor(e), sympy.factor_terms(e), denested, e])
    return [_out(f) for f in sorted(forms, key=lambda f: (f.count_ops(), len(str(f))))]


def roles(text: str, x: str, larger: Sequence[str], sorts: Sorts) -> list[tuple[str, Any]]:
    """The same as pairs."""
    return list(waves(text, x, sorts, larger).items())


def by_half_angle(text: str, x: str, u: str, sorts: Sorts) -> list[str]:
    """The integrand after x = 2*atan(u), where it is rational then."""
    told = {**sorts, x: {"real": True}, u: {"real": True}}
    e, t, w = _in(text, told), sympy.Symbol(x, real=True), sympy.Symbol(u, real=True)
    e = sympy.expand_trig(e.rewrite(sympy.cos) if e.has(sympy.sec) else e)
    cos, sin = (1 - w**2) / (1 + w**2), 2 * w / (1 + w**2)
    put = e.subs({sympy.tan(t): sin / cos, sympy.cot(t): cos / sin})
    put = put.subs({sympy.cos(t): cos, sympy.sin(t): sin})
    form = sympy.factor(sympy.cancel(sympy.together(put * 2 / (1 + w**2))))
    return [] if form.has(t) or not form.is_rational_function(w) else [_out(form)]
