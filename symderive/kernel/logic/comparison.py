"""Signs of differences: a root against what it is compared with, an exponential against another.

A sqrt(b) + B with A and B of opposite signs has the sign of A^2 b - B^2 (or its opposite), and
e^s - e^t has the sign of s - t.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq_mpoly

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import Sign

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

MAX_DEPTH = 3
MAX_TERMS = 12
_FLIP = {"+": "-", "-": "+", "0+": "0-", "0-": "0+", "0": "0", "!0": "!0"}


def compared(nf: NormalForm, p: fmpq_mpoly) -> Sign | None:
    """The sign of a polynomial in generators by one of the two comparisons, or None."""
    if nf.comparing >= MAX_DEPTH or len(p) > MAX_TERMS:
        return None
    nf.comparing += 1
    try:
        return _exponentials(nf, p) or _root(nf, p)
    finally:
        nf.comparing -= 1


def _root(nf: NormalForm, p: fmpq_mpoly) -> Sign | None:
    t = nf.tower
    degrees = p.degrees()
    for g in reversed(t.generators):
        if degrees[g.index] != 1 or g.sign not in ("+", "0+"):
            continue
        if g.kind == "root":
            square, q = g.payload
        elif g.kind == "abs" and isinstance(g.payload, Fraction_):
            square, q = g.payload * g.payload, 2
        else:
            continue
        if q != 2:
            continue
        a = p.derivative(g.index)
        b = p - a * t.poly(g).n
        if not (t.real(Fraction_(a)) and t.real(Fraction_(b)) and t.real(square)):
            continue  # moduli say nothing of a sign
        over, rest = t.sign(Fraction_(a)), t.sign(Fraction_(b))
        if over is None and rest is None:
            continue
        gap = t.sign(t.reduce(Fraction_(a * a) * square - Fraction_(b * b)))
        if gap == "+" and over in ("+", "-"):  # |A sqrt(b)| > |B|
            return over
        if gap == "-" and rest in ("+", "-"):
            return rest
        if gap in (None, "!0"):
            continue
        if over in ("+", "0+") and rest in ("-", "0-"):
            return gap
        if over in ("-", "0-") and rest in ("+", "0+"):
            return _FLIP[gap]
    return None


def root_cancels(nf: NormalForm, p: fmpq_mpoly) -> bool:
    """Whether p = A sqrt(b) + B is zero: A^2 b = B^2, and A and B have opposite signs."""
    t = nf.tower
    degrees = p.degrees()
    for g in reversed(t.generators):
        if degrees[g.index] != 1 or g.kind != "root" or g.payload[1] != 2:
            continue
        if g.sign not in ("+", "0+"):
            continue
        a = p.derivative(g.index)
        b = p - a * t.poly(g).n
        if not t.same(Fraction_(a * a) * g.payload[0], Fraction_(b * b)):
            continue
        signs = (t.sign(Fraction_(a)), t.sign(Fraction_(b)))
        weak = {"+": 1, "0+": 1, "-": -1, "0-": -1}
        first, second = (weak.get(s) if s is not None else None for s in signs)
        if first is not None and second is not None and first != second:
            return True
    return False


def _exponentials(nf: NormalForm, p: fmpq_mpoly) -> Sign | None:
    gap = exponent_gap(nf, p)
    return None if gap is None else nf.tower.sign(gap)


def exponent_gap(nf: NormalForm, p: fmpq_mpoly) -> Fraction_ | None:
    """s - t where p = c m (e^s - e^t) with c > 0, m a product of real exponentials; else None."""
    t = nf.tower
    terms = t.terms(p)
    if len(terms) != 2 or terms[0][1] != -terms[1][1]:
        return None
    exponents = []
    for exps, _ in terms:
        total = t.nought
        for i, k in enumerate(exps):
            if k:
                g = t.generators[i]
                if g.kind != "exp" or not g.real:
                    return None
                total = total + nf.number(k) * g.payload
        exponents.append(total)
    first = 0 if terms[0][1] > 0 else 1
    return t.reduce(exponents[first] - exponents[1 - first])
