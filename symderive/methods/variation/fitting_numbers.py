"""Roots by numbers: Newton's method, first in floating point, and short forms of what it finds.

>>> near(lambda c: [c * c - 2], [1.0])[0] - 2**0.5 < 1e-9
True
>>> with mpmath.workdps(60):
...     recognise(mpmath.pi / 3)
pi/3
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from symderive.methods.variation.numeric import numeric

DIGITS = 60


def near(f: Any, at: list[float]) -> list[float] | None:
    """Newton's method in floating point, slopes by differences."""
    n = range(len(at))
    try:
        for _ in range(40):
            value = [complex(v) for v in f(*at)]
            columns = []
            for k in n:
                h = 1e-7 * (1 + abs(at[k]))
                moved = f(*[v + h * (i == k) for i, v in enumerate(at)])
                columns.append([(complex(b) - a) / h for a, b in zip(value, moved, strict=True)])
            step = _cramer(columns, value)
            size = max(abs(s) for s in step)
            damp = 1.0 if size < 2 + max(map(abs, at)) else (2 + max(map(abs, at))) / size
            at = [a - damp * s.real for a, s in zip(at, step, strict=True)]
            if size < 1e-10 * (1 + max(map(abs, at))):
                good = max(abs(v) for v in map(complex, f(*at))) < 1e-7 * (1 + max(map(abs, at)))
                return at if good and max(map(abs, at)) < 1e6 else None
    except (ValueError, ZeroDivisionError, TypeError, OverflowError, ArithmeticError):
        return None
    return None


def _cramer(columns: list[list[complex]], right: list[complex]) -> list[complex]:
    whole = _det(columns)
    return [_det([right if i == k else c for i, c in enumerate(columns)]) / whole
            for k in range(len(columns))]  # fmt: skip


def _det(m: list[list[complex]]) -> complex:
    if len(m) == 1:
        return m[0][0]
    return sum(((-1) ** k * m[0][k] * _det([c[:k] + c[k + 1 :] for c in m[1:]])
                for k in range(len(m))), 0j)  # fmt: skip


def newton(f: Any, start: Any, digits: int) -> list[Any] | None:
    """A real root near the start, to so many digits."""
    mpmath.mp.dps = digits
    try:
        if len(start) == 1:
            start = [mpmath.findroot(lambda v: f(v)[0], start[0])]
        else:
            small = mpmath.mpf(10) ** (6 - 2 * digits if digits > 20 else -18)
            start = list(mpmath.findroot(f, tuple(start), tol=small, maxsteps=25))
        if any(abs(mpmath.im(v)) > mpmath.mpf(10) ** -12 for v in start):
            return None
        start = [mpmath.re(v) for v in start]
        if max(map(abs, start)) > 10**6 or (len(start) == 1 and abs(start[0]) < 1e-9):
            return None
        residual = f(*start)
    except (ValueError, ZeroDivisionError, TypeError, OverflowError, ArithmeticError):
        return None
    ok = all(abs(r) < mpmath.mpf(10) ** (min(12, digits // 3) - digits) for r in residual)
    return start if ok else None


def same(a: list[Any], b: list[Any]) -> bool:
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) < 1e-7


def recognise(value: Any) -> Any | None:
    """A short closed form of a number of 60 digits."""
    mpmath.mp.dps = DIGITS
    if abs(value) < mpmath.mpf(10) ** -40:
        return sympy.Integer(0)
    for unit in (sympy.Integer(1), sympy.pi, 1 / sympy.pi, sympy.log(2), sympy.log(3)):
        ratio = value / mpmath.mpmathify(sympy.N(unit, DIGITS))
        for p in (1, 2):
            q = ratio**p
            n = sympy.nsimplify(
                sympy.Float(q, DIGITS), rational=True, tolerance=sympy.Float("1e-40")
            )
            if abs(n.q) < 10**4 and abs(n.p) < 10**5 and abs(
                mpmath.mpf(n.p) / n.q - q) < mpmath.mpf(10) ** -45:  # fmt: skip
                return unit * (n if p == 1 else sympy.sign(ratio) * sympy.sqrt(n))
    return _quadratic(value)


def _quadratic(value: Any) -> Any | None:
    """A root of a short quadratic polynomial."""
    found = mpmath.findpoly(value, 2, maxcoeff=400, tol=mpmath.mpf(10) ** -40)
    if not found or len(found) != 3:
        return None
    a, b, c = (sympy.Integer(k) for k in found)
    for sign in (1, -1):
        root = (-b + sign * sympy.sqrt(b * b - 4 * a * c)) / (2 * a)
        if abs(mpmath.mpmathify(sympy.N(root, DIGITS)) - value) < mpmath.mpf(10) ** -40:
            return root
    return None


def regions(equations: list[Any], names: list[Any], roots: dict[Any, Any]) -> list[list[str]]:
    """Ends between which a single root may be alone, the widest first."""
    if len(names) != 1:
        return []
    (n,) = names
    v = float(roots[n])
    out = [["-oo", "oo"], ["0", "oo"] if v > 0 else ["-oo", "0"]]
    f = numeric([n], [equations[0], sympy.diff(equations[0], n)], mpmath.fp)
    turn = _slope(f, v)
    if turn is None:
        return out
    ends = []
    for factors, far in ((_INWARD, "0"), (_OUTWARD, "oo" if v > 0 else "-oo")):
        last, complete = v, True
        for k in factors:
            here = _slope(f, v * k)
            if here is None or here * turn <= 0:
                complete = False
                break
            last = v * k
        ends.append(far if complete else str(_rounded(last, v)))
    return [*out, ends if v > 0 else ends[::-1]]


def _rounded(end: float, root: float) -> Fraction:
    """A short fraction from the end towards the root, if there is room."""
    for unit in (2, 10, 20, 100):
        step = math.ceil(end * unit) if end < root else math.floor(end * unit)
        if abs(step / unit - root) > 0.01 * abs(root) and (step / unit < root) == (end < root):
            return Fraction(step, unit)
    return Fraction(end).limit_denominator(1000)


_INWARD = (0.98, 0.95, 0.9, 0.86, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01)
_OUTWARD = (1.02, 1.05, 1.1, 1.2, 1.4, 1.7, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)


def _slope(f: Any, v: float) -> float | None:
    """The derivative where the function is real, else None."""
    try:
        value, slope = (complex(u) for u in f(v))
    except (ValueError, ZeroDivisionError, TypeError, OverflowError, ArithmeticError):
        return None
    return None if abs(value.imag) > 1e-12 or slope.imag else slope.real
