"""The sign of a rational polynomial in one variable on an interval: Sturm's theorem, exactly.

>>> from flint import fmpq_poly
>>> univariate_sign(fmpq_poly([1, -1, 1]), None, True, None, True)
'+'
>>> univariate_sign(fmpq_poly([0, 1]), Fraction(0), False, None, True)
'0+'
>>> univariate_sign(fmpq_poly([-2, 0, 1]), Fraction(1), True, Fraction(2), True) is None
True
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_poly

from symderive.kernel.logic.givens import Sign


def univariate_sign(
    poly: fmpq_poly,
    low: Fraction | None,
    low_open: bool,
    high: Fraction | None,
    high_open: bool,
) -> Sign | None:
    """The sign of `poly` on the interval; None where it changes, or the interval is empty.

    Ends that are None are infinite.  Source: Basu, Pollack, Roy, Algorithms in Real Algebraic
    Geometry, 2.2.2 (Sturm sequences).
    """
    a = None if low is None else fmpq(low.numerator, low.denominator)
    b = None if high is None else fmpq(high.numerator, high.denominator)
    if a is not None and b is not None and a >= b:
        if a > b or low_open or high_open:
            return None
        return _name(poly(a))
    if poly.degree() <= 0:
        return _name(poly(fmpq(0)))
    touched = False
    constant, parts = poly.factor_squarefree()
    odd = fmpq_poly([constant])
    for part, multiplicity in parts:
        inside = roots_inside(part, a, b)
        if inside and multiplicity % 2:
            return None  # a root of odd order inside: the sign changes
        touched = touched or inside > 0
        odd = odd * part if multiplicity % 2 else odd
    for end, is_open in ((a, low_open), (b, high_open)):
        touched = touched or (end is not None and not is_open and poly(end) == 0)
    positive = _value_inside(odd, a, b) > 0
    return ("0" if touched else "") + ("+" if positive else "-")


def _name(value: fmpq) -> Sign:
    return "+" if value > 0 else "-" if value < 0 else "0"


def _value_inside(poly: fmpq_poly, a: fmpq | None, b: fmpq | None) -> fmpq:
    """A value of a polynomial without roots in the open interval, at a point of it."""
    if a is None:
        return poly(fmpq(0) if b is None else b - 1)
    return poly(a + 1) if b is None else poly((a + b) / 2)


def roots_inside(poly: fmpq_poly, a: fmpq | None, b: fmpq | None) -> int:
    """The number of roots of a squarefree polynomial in the open interval (a, b)."""
    if poly.degree() == 0:
        return 0
    chain = _sturm(poly)
    count = _variations(chain, a, -1) - _variations(chain, b, 1)
    # Sturm counts in (a, b]; a root at b is not inside.
    return count - (1 if b is not None and poly(b) == 0 else 0)


def _sturm(poly: fmpq_poly) -> list[fmpq_poly]:
    chain = [poly, poly.derivative()]
    while chain[-1].degree() > 0:
        rest = chain[-2] % chain[-1]
        if rest.degree() < 0:
            break
        chain.append(-rest / abs(rest.leading_coefficient()))  # a positive factor keeps the signs
    return chain


def _variations(chain: list[fmpq_poly], at: fmpq | None, side: int) -> int:
    """Sign changes along the chain at a point, or at side * infinity."""
    changes, before = 0, 0
    for p in chain:
        if at is not None:
            value = p(at)
        else:
            value = p.leading_coefficient() * (side if p.degree() % 2 else 1)
        sign = (value > 0) - (value < 0)
        if sign and sign == -before:
            changes += 1
        before = sign or before
    return changes
