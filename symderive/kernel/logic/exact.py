"""Exact values: a term at rational or Gaussian rational points, by fractions alone.

Balls decide inequalities but no equality; equality givens (`x^2 + y^2 = 1`) are replayed here.

>>> from symderive.terms.tree import add, div, integer, pow_, symbol
>>> x = symbol("x")
>>> two_thirds = (Fraction(2, 3), Fraction(0))
>>> exact(add(pow_(x, integer(2)), div(integer(1), integer(3))), {"x": two_thirds})
(Fraction(7, 9), Fraction(0, 1))
>>> exact(div(integer(1), symbol("y")), {"y": (Fraction(0), Fraction(0))}) is None
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt

from symderive.terms.tree import Term

Gaussian = tuple[Fraction, Fraction]
PiValue = tuple[Fraction, Fraction]  # q + r*pi
NIL = Fraction(0)
MAX_EXPONENT = 64  # larger powers are left to balls


def exact(t: Term, point: Mapping[str, Gaussian]) -> Gaussian | None:
    """The exact value; None where it is no Gaussian rational found by arithmetic and roots."""
    head = t.head
    if head == "Integer":
        return Fraction(t.data), NIL
    if head == "Symbol":
        return point.get(t.data)
    if head == "I":
        return NIL, Fraction(1)
    if head not in _RULES:
        return None
    args = []
    for a in t.args:
        value = exact(a, point)
        if value is None:
            return None
        args.append(value)
    return _RULES[head](args)


def exact_rational(t: Term, point: Mapping[str, Gaussian]) -> Fraction | None:
    """The exact value, where it is a real rational number."""
    value = exact(t, point)
    return None if value is None or value[1] else value[0]


def times(a: Gaussian, b: Gaussian) -> Gaussian:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def inverse(a: Gaussian) -> Gaussian | None:
    norm = a[0] ** 2 + a[1] ** 2
    return None if norm == 0 else (a[0] / norm, -a[1] / norm)


def root(q: Fraction) -> Fraction | None:
    """The rational square root of q >= 0, if there is one."""
    if q < 0:
        return None
    p, d = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(p, d) if p * p == q.numerator and d * d == q.denominator else None


def _add(args: list[Gaussian]) -> Gaussian:
    return sum((a[0] for a in args), NIL), sum((a[1] for a in args), NIL)


def _mul(args: list[Gaussian]) -> Gaussian:
    product = args[0]
    for a in args[1:]:
        product = times(product, a)
    return product


def _div(args: list[Gaussian]) -> Gaussian | None:
    below = inverse(args[1])
    return None if below is None else times(args[0], below)


def _pow(args: list[Gaussian]) -> Gaussian | None:
    base, (y, imaginary) = args
    if imaginary or y.denominator != 1 or abs(y) > MAX_EXPONENT:
        return _sqrt([base]) if y == Fraction(1, 2) and not imaginary else None
    value = (Fraction(1), NIL)
    for _ in range(abs(int(y))):
        value = times(value, base)
    return value if y >= 0 else inverse(value)


def _sqrt(args: list[Gaussian]) -> Gaussian | None:
    q, imaginary = args[0]
    r = root(abs(q)) if not imaginary else None
    return None if r is None else (r, NIL) if q >= 0 else (NIL, r)


def _abs(args: list[Gaussian]) -> Gaussian | None:
    r = root(args[0][0] ** 2 + args[0][1] ** 2)
    return None if r is None else (r, NIL)


_RULES: dict[str, Callable[[list[Gaussian]], Gaussian | None]] = {
    "Add": _add, "Mul": _mul, "Div": _div, "Pow": _pow, "sqrt": _sqrt, "Abs": _abs,
    "Neg": lambda args: (-args[0][0], -args[0][1]),
    "conjugate": lambda args: (args[0][0], -args[0][1]),
    "re": lambda args: (args[0][0], NIL),
    "im": lambda args: (args[0][1], NIL),
}  # fmt: skip


def linear_in_pi(t: Term, values: Mapping[str, PiValue]) -> PiValue | None:
    """q + r*pi for a term built from rationals, pi and names of exact value by + - * /."""
    if t.head == "pi":
        return Fraction(0), Fraction(1)
    if t.head == "Integer":
        return Fraction(t.data), Fraction(0)
    if t.head == "Symbol":
        return values.get(t.data)
    if t.head not in ("Neg", "Add", "Mul", "Div"):
        return None
    args = []
    for a in t.args:
        value = linear_in_pi(a, values)
        if value is None:
            return None
        args.append(value)
    if t.head == "Neg":
        return -args[0][0], -args[0][1]
    if t.head == "Add":
        return sum((a[0] for a in args), Fraction(0)), sum((a[1] for a in args), Fraction(0))
    if t.head == "Div":
        (p, r), (q, pi) = args
        return None if pi or not q else (p / q, r / q)
    result = args[0]
    for q, r in args[1:]:
        if r and result[1]:
            return None
        result = result[0] * q, result[0] * r + result[1] * q
    return result
