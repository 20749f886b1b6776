"""Gauss's 2F1 where it is a polynomial, a power, a logarithm, an elliptic integral, or at 1.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("hyp2f1(a, b, b, x) - hyp2f1(b, a, b, x)")).zero
True
>>> nf.of(read("hyp2f1(-2, b, 1, x) - 1 + 2*b*x - b*(b + 1)*x^2/2")).zero
True

Sources: DLMF 15.2.4, 15.4.1, 15.4.6, 15.4.20, 19.5.1-2.
"""

from __future__ import annotations

from fractions import Fraction

from symderive.kernel.logic.elliptic import complete
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.gamma_family import gamma, reciprocal
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import integer_of, number_of, positive, real, rising

HALF = Fraction(1, 2)
MAX_DEGREE = 100


def _hyp2f1(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    t = nf.tower
    a, b, c, z = (t.reduce(u) for u in args)
    n = integer_of(c)
    if n is not None and n <= 0:
        raise Undefined("hyp2f1 with a lower parameter 0, -1, ..", nf.written)
    if z.zero or a.zero or b.zero:
        return t.one
    for p, q in ((a, b), (b, a)):
        k = integer_of(p)
        if k is not None and k < 0:
            return _terminating(nf, -k, q, c, z)
    rest = t.reduce(t.one - z)
    for p, q in ((a, b), (b, a)):
        if t.same(p, c):
            nf.exclude_fraction(rest)
            r = number_of(q)
            return nf.power(rest, -r) if r is not None else nf.exp(-q * nf.log(rest))
    numbers = [*sorted([number_of(a) or Fraction(0), number_of(b) or Fraction(0)]), number_of(c)]
    if numbers == [1, 1, 2] and not rest.zero:
        nf.exclude_fraction(z)
        return -t.mul(nf.log(rest), z.inverse())
    if numbers[1:] == [HALF, 1] and numbers[0] in (HALF, -HALF):
        head = "elliptic_k" if numbers[0] == HALF else "elliptic_e"
        return nf.number(2) * nf.pi.inverse() * complete(nf, head, z)
    gap = t.reduce(c - a - b)
    if rest.zero and real(nf, gap) and positive(nf, gap):
        value = gamma(nf, c) * gamma(nf, gap)
        return value * reciprocal(nf, c - a) * reciprocal(nf, c - b)
    a, b = sorted((a, b), key=lambda f: f.key)
    return nf.opaque("hyp2f1", [a, b, c, z], real=real(nf, a, b, c, z) and positive(nf, rest))


def _terminating(nf: NormalForm, n: int, b: Fraction_, c: Fraction_, z: Fraction_) -> Fraction_:
    """sum of (-n)_k (b)_k/((c)_k k!) z^k."""
    t = nf.tower
    if n > MAX_DEGREE:
        raise TooLarge(f"a hypergeometric polynomial of degree {n}")
    nf.exclude_fraction(rising(nf, c, n))
    out = term = t.one
    for k in range(n):
        scale = nf.number(k - n, k + 1) * (b + nf.number(k)) * (c + nf.number(k)).inverse()
        term = t.mul(t.mul(term, scale), z)
        out = out + term
    return t.reduce(out)


FUNCTIONS["hyp2f1"] = _hyp2f1
