"""Closed forms that SymPy's own functions do not give: zeta(s, a) and digamma at fractions.

What is returned is a proposal; the kernel compares it with the sum.

>>> value_forms([(sympy.Rational(1, 16), sympy.Rational(1, 4), sympy.Integer(2), sympy.Integer(1)),
...              (-sympy.Rational(1, 16), sympy.Rational(3, 4), sympy.Integer(2), sympy.Integer(1))])
[Catalan]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

HALF = sympy.Rational(1, 2)


def value_forms(pieces: Sequence[tuple[Any, Any, Any, Any]]) -> list[Any]:
    """The sum of c*r^k/(k + a)^s over k >= 0 and all pieces, shortest form first."""
    total = sympy.Integer(0)
    for c, a, s, r in pieces:
        if r != 1:
            total += c * _geometric(s, r, a)
        elif s == 1:
            total += -c * _digamma(a)
        else:
            total += c * _zeta(s, a)
    if total.has(sympy.I):
        total = _cleared(total)
    forms = [sympy.expand(total), total]
    turned = sympy.expand(total.replace(sympy.digamma, _reflected).replace(sympy.polygamma, _low))
    if turned != forms[0]:
        forms += [turned, sympy.simplify(turned)]
    for shorten in (sympy.factor_terms, sympy.simplify):
        forms.append(shorten(forms[0]))
    seen: dict[Any, None] = dict.fromkeys(f for f in forms if not f.has(sympy.nan, sympy.zoo))
    return sorted(seen, key=lambda f: (f.count_ops(), len(str(f))))[:3]


def _digamma(a: Any) -> Any:
    if a.has(sympy.I):
        return _complex(*a.as_real_imag())
    if a.is_Rational:
        return sympy.expand_func(sympy.digamma(a)) if a.q in (1, 2, 3, 4, 6) else sympy.digamma(a)
    return sympy.digamma(a)


def _reflected(a: Any) -> Any:
    """digamma(a) by digamma(1 - a), where a falls in its name."""
    names = a.free_symbols
    falls = len(names) == 1 and sympy.diff(a, next(iter(names))).is_negative
    return (
        sympy.digamma(1 - a) + sympy.pi * sympy.cot(sympy.pi * (1 - a))
        if falls
        else sympy.digamma(a)
    )


def _low(n: Any, a: Any) -> Any:
    return _reflected(a) if n == 0 else sympy.polygamma(n, a)


def _complex(u: Any, v: Any) -> Any:
    """digamma(u + I*v), moved to a smaller real part by reflection, so that conjugates cancel."""
    a, mark = u + sympy.I * v, sympy.Function("psi_")
    down = v.could_extract_minus_sign()
    if u == 1:
        if not down:
            return mark(a)
        z = -sympy.I * v
        return mark(1 + z) - 1 / z + sympy.pi * sympy.cot(sympy.pi * z)
    if u > HALF or (u == HALF and down):
        z = 1 - a
        return mark(z) + sympy.pi * sympy.cot(sympy.pi * z)
    return mark(a)


def _cleared(e: Any) -> Any:
    """The sum with the digammas that are left, and everything in real form."""
    e = sympy.expand(e)
    mark = sympy.Function("psi_")
    for f in sorted(e.atoms(mark), key=sympy.default_sort_key):
        if sympy.simplify(e.coeff(f)) == 0:
            e = sympy.expand(e - e.coeff(f) * f)
    e = e.replace(mark, sympy.digamma)
    if e.has(sympy.digamma):
        return e
    return sympy.simplify(sympy.re(sympy.expand_complex(e)))


def _zeta(s: Any, a: Any) -> Any:
    """zeta(s, a), by the Riemann zeta function and constants where that is possible."""
    if not a.is_Rational:
        if s.is_Integer:
            return (-1) ** s * sympy.polygamma(s - 1, a) / sympy.factorial(s - 1)
        return sympy.zeta(s, a)
    whole = int(a) if a.q == 1 else int(sympy.floor(a))
    if a.q == 1:
        return sympy.zeta(s) - sympy.Add(*(sympy.Integer(j) ** (-s) for j in range(1, whole)))
    unit = a - whole
    shift = sympy.Add(*((unit + j) ** (-s) for j in range(whole)))
    return _unit(s, unit) - shift


def _unit(s: Any, u: Any) -> Any:
    """zeta(s, u) for 0 < u < 1: halves, reflection above one half, multiplication at 1/6."""
    if u == HALF:
        return (2**s - 1) * sympy.zeta(s)
    if not s.is_Integer:
        if u > HALF and u.q in (3, 4, 6) and u != sympy.Rational(5, 6):
            q = u.q
            whole = q**s * sympy.zeta(s)
            below = sympy.zeta(s, 1 - u) + sympy.zeta(s)
            if q == 4:
                below += _unit(s, HALF)
            return whole - below if q in (3, 4) else sympy.zeta(s, u)
        return sympy.zeta(s, u)
    sign, n = (-1) ** s, s - 1
    if u > HALF:  # reflection
        z = sympy.Symbol("z")
        cot = sympy.diff(sympy.cot(sympy.pi * z), z, n).subs(z, 1 - u) if n else None
        value = sympy.simplify(sympy.pi * cot) if cot is not None else 0
        return _unit(s, 1 - u) * (-1) ** n + sign * (-1) ** n * value / sympy.factorial(n)
    if u == sympy.Rational(1, 6):
        third, two = sympy.Rational(1, 3), sympy.Rational(2, 3)
        return 2**s * _unit(s, third) - _unit(s, two)
    if s == 2 and u == sympy.Rational(1, 4):
        return sympy.pi**2 + 8 * sympy.Catalan
    if s % 2 == 1 and u in (sympy.Rational(1, 4), sympy.Rational(1, 3)):
        # the sum over both classes is known, and so is the difference by reflection
        z = sympy.Symbol("z")
        cot = sympy.simplify(sympy.pi * sympy.diff(sympy.cot(sympy.pi * z), z, n).subs(z, u))
        gap = -cot / sympy.factorial(n) * (-1)  # zeta(s, u) - zeta(s, 1 - u), s odd
        q = u.q
        both = (q**s - 1) * sympy.zeta(s) - (_unit(s, HALF) if q == 4 else 0)
        return (both + gap) / 2
    return (
        sympy.zeta(s, u) if not s.is_Integer else sign * sympy.polygamma(n, u) / sympy.factorial(n)
    )


def _geometric(s: Any, r: Any, a: Any) -> Any:
    """Sum of r^k/(k + a)^s."""
    if r == -1:
        return sympy.dirichlet_eta(s, evaluate=False)
    if a.is_Integer and a > 0:
        log = s == 1
        whole = -sympy.log(1 - r) if log else sympy.polylog(s, r)
        if s == 2 and r == HALF:
            whole = sympy.pi**2 / 12 - sympy.log(2) ** 2 / 2
        return (whole - sympy.Add(*(r**j / j**s for j in range(1, int(a))))) / r**a
    if a == HALF and s == 1 and r.is_positive:
        return 2 * sympy.atanh(sympy.sqrt(r)) / sympy.sqrt(r)
    if a == HALF and s == 1 and r.is_negative:
        return 2 * sympy.atan(sympy.sqrt(-r)) / sympy.sqrt(-r)
    return sympy.lerchphi(r, s, a)
