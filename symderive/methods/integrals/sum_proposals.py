"""Sums over all integers taken apart into terms c*r^k/(k + a)^s, class by class; in the worker.

>>> taken_apart("(-1)^k/(2*k + 1)^2", "k", "0", {})[0]
('(1/(16*(k + 1/4)^2), -1/(16*(k + 3/4)^2))', ['Catalan'])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.methods.integrals.zeta_values import value_forms
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
MAX_PERIOD = 12


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def taken_apart(text: str, k: str, first: str, sorts: Sorts) -> list[tuple[str, list[str]]]:
    """(the terms by residue class of the index, forms of the value) for the sum from `first`."""
    told = {**sorts, k: {"integer": True, "nonnegative": True}}
    e, index = _in(text, told), sympy.Symbol(k, integer=True, nonnegative=True)
    start = _in(first, told)
    out = []
    for q in _periods(e, index):
        forms = [_form(e.subs(index, q * index + j + start), index) for j in range(q)]
        if any(f is None or any(r == -1 and (q > 1 or a != 1 or s.is_number) for _, a, s, r in f)
               for f in forms):  # fmt: skip
            continue
        pieces = [p for f in forms for p in f or ()]
        shown = [sympy.Add(*(_piece(p, index) for p in f or ()), evaluate=False) for f in forms]
        texts = [_out(f) for f in shown]
        values = [_out(v) for v in value_forms(pieces)]
        out.append(("(" + ", ".join(texts) + ")" if q > 1 else texts[0], values))
        break
    return out


def _periods(e: Any, k: Any) -> list[int]:
    """Numbers of residue classes in which signs and waves may be gone, the least first."""
    period = 1
    for u in e.atoms(sympy.Pow, sympy.sin, sympy.cos):
        if u.is_Pow and u.base == -1 and u.exp.has(k):
            period = sympy.ilcm(period, 2)
        elif not u.is_Pow and u.has(k):
            c = sympy.expand(u.args[0]).coeff(k, 1) / sympy.pi
            if not c.is_Rational:
                return [1]
            period = sympy.ilcm(period, 2 * c.q // sympy.igcd(c.p, 2))
    return sorted({1, int(period), *([int(period) // 2] if period % 2 == 0 else [])} & {
        *range(1, MAX_PERIOD + 1)})  # fmt: skip


Piece = tuple[Any, Any, Any, Any]  # c, a, s, r of c*r^k/(k + a)^s


def _piece(p: Piece, k: Any) -> Any:
    c, a, s, r = p
    top = c * r**k
    return top / (k + a) ** s


def _form(e: Any, k: Any) -> list[Piece] | None:
    """The term as a sum of c*r^k/(k + a)^s."""
    e = sympy.expand_power_exp(sympy.expand_trig(sympy.simplify(e)) if e.has(sympy.sin, sympy.cos)
                               else e)  # fmt: skip
    e = sympy.powsimp(sympy.expand_power_base(e.doit(), force=True))
    out: list[Piece] = []
    if sympy.simplify(e) == 0:
        return out
    for t in sympy.Add.make_args(sympy.expand(e, power_base=False, power_exp=False, log=False)):
        c, rest = t.as_independent(k, as_Add=False)
        geometric, rational, symbolic = sympy.Integer(1), sympy.Integer(1), []
        for f in sympy.Mul.make_args(rest):
            base, n = f.as_base_exp()
            if not base.has(k) and n.has(k):
                slope = sympy.expand(n).coeff(k, 1)
                if sympy.simplify(n - slope * k).has(k):
                    return None
                c *= base ** sympy.simplify(n - slope * k)
                geometric *= base**slope
            elif n.is_Integer:
                rational *= f
            elif not n.has(k):
                symbolic.append((base, n))
            else:
                return None
        geometric = sympy.simplify(geometric)
        if len(symbolic) > 1 or (geometric.is_number and abs(geometric) >= 1 and geometric**2 != 1):
            return None
        if rational.has(sympy.sin, sympy.cos, sympy.log, sympy.gamma, sympy.factorial):
            return None
        if symbolic:
            line = _line(symbolic[0][0], k)
            if line is None or rational.has(k):
                return None
            out.append((c * rational * line[0] ** symbolic[0][1], line[1], -symbolic[0][1],
                        geometric))  # fmt: skip
            continue
        try:
            parts = sympy.apart(sympy.together(rational), k)
        except (sympy.PolynomialError, NotImplementedError):
            return None
        for p in sympy.Add.make_args(parts):
            found = _fraction(p, k)
            if found is None and geometric == 1:
                pair = _conjugates(p, k)
                if pair is not None:
                    out += [(c * d, a, sympy.Integer(1), sympy.Integer(1)) for d, a in pair]
                    continue
            if found is None:
                return None
            d, a, s = found
            out.append((c * d, a, s, geometric))
    merged: dict[Any, Any] = {}
    for c, a, s, r in out:
        key = (sympy.nsimplify(a), s, r)
        merged[key] = sympy.simplify(merged.get(key, 0) + c)
    return [(c, a, s, r) for (a, s, r), c in merged.items() if c != 0]


def _line(base: Any, k: Any) -> tuple[Any, Any] | None:
    """(alpha, a) of alpha*(k + a)."""
    slope = sympy.expand(base).coeff(k, 1)
    rest = sympy.simplify(base - slope * k)
    if slope == 0 or rest.has(k):
        return None
    return slope, sympy.simplify(rest / slope)


def _conjugates(p: Any, k: Any) -> list[tuple[Any, Any]] | None:
    """(c, a) of the two terms c/(k + a) of a fraction whose denominator has conjugate zeros."""
    num, den = sympy.fraction(p)
    try:
        q = sympy.Poly(sympy.expand(den), k)
    except sympy.PolynomialError:
        return None
    if q.degree() != 2 or sympy.Poly(sympy.expand(num), k).degree() > 1:
        return None
    lead, b, c = q.all_coeffs()
    u, square = b / (2 * lead), sympy.factor(c / lead - (b / (2 * lead)) ** 2)
    v = sympy.sqrt(square)
    if not v.is_real:
        return None
    out = []
    for sign in (1, -1):
        a = sympy.simplify(u) + sign * sympy.I * v
        top = num.subs(k, -a)
        out.append((sympy.simplify(top / (lead * (-2 * sign * sympy.I * v))), a))
    return out


def _fraction(p: Any, k: Any) -> tuple[Any, Any, Any] | None:
    """(c, a, s) of c/(k + a)^s."""
    num, den = sympy.fraction(p)
    if num.has(k):
        return None
    c, rest = den.as_independent(k, as_Add=False)
    base, n = rest.as_base_exp()
    if not n.is_Integer or n < 1:
        return None
    line = _line(base, k)
    return None if line is None else (num / (c * line[0] ** n), line[1], n)


def short(text: str, sorts: Sorts) -> list[str]:
    """A value in shorter forms."""
    e = _in(text, sorts)
    forms = [sympy.expand(e), sympy.factor_terms(sympy.expand(e)), sympy.simplify(e)]
    seen = dict.fromkeys(f for f in forms if not any(u.args[0].is_Pow for u in f.atoms(sympy.log)))
    return [_out(f) for f in sorted(seen, key=lambda f: (f.count_ops(), len(str(f))))]
