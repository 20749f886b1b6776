"""The sign of a quadratic a x^2 + b x + c in one real name: that of a, if b^2 < 4 a c.

>>> from symderive.terms.reader import read
>>> by_discriminant(read("x^2 - sqrt(2)*x + 1"), Givens.of([]), 1)[0]
'+'
>>> by_discriminant(read("x^2 + I*x"), Givens.of([]), 1) is None
True
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.differentiate import derivative
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import TWO, ZERO, Term
from symderive.terms.writer import write


def by_discriminant(term: Term, givens: Givens, depth: int) -> tuple[str, str] | None:
    """(sign, how), or None where the term is no quadratic or the discriminant is not negative."""
    from symderive.kernel.analysis.ranges.ranges import is_real, sign_of

    # With other coefficients than real ones there may be one root, as of x^2 + I*x.
    if term.head != "Add" or not is_real(term, givens):
        return None
    for name in sorted(term.free):
        if givens.sort(name).domain == "complex" or _degree(term, name) != 2:
            continue
        slope = derivative(term, name)
        curve = derivative(slope, name)  # free of the name, or zero in disguise
        a2, b, c = (substitute(t, {name: ZERO}) for t in (curve, slope, term))
        gap = plus(times(b, b), minus(times(TWO, a2, c)))
        if sign_of(gap, givens, depth - 1) in ("-", "0-", "0"):
            strict = sign_of(gap, givens, depth - 1) == "-"
            lead = sign_of(a2, givens, depth - 1)
            if lead in ("+", "-"):
                sign = lead if strict else "0" + lead
                return sign, f"{write(term)} is a quadratic in {name} without two roots"
    return None


def _degree(t: Term, name: str) -> int | None:
    """The degree in the name of what is written as a polynomial in it; None for anything else."""
    if name not in t.free:
        return 0
    if t.head == "Symbol":
        return 1
    if t.head == "Neg":
        return _degree(t.args[0], name)
    if t.head == "Div":
        return _degree(t.args[0], name) if name not in t.args[1].free else None
    if t.head == "Pow":
        n, e = _degree(t.args[0], name), constant(t.args[1])
        if n is None or e is None or e.denominator != 1 or not 0 <= e <= 4:
            return None
        return n * int(e)
    if t.head in ("Add", "Mul"):
        degrees = [_degree(a, name) for a in t.args]
        known = [d for d in degrees if d is not None]
        if len(known) < len(degrees):
            return None
        return max(known) if t.head == "Add" else sum(known)
    return None
