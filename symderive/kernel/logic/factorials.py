"""Factorials, binomial coefficients, rising and falling factorials, beta: products of gammas.

What may sit on a pole of gamma in a numerator without being one itself is refused (DLMF 5.4.2,
5.12.1, and 1.2.6, 5.2.4 for a symbolic integer).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("n is natural"), read("k is natural")]))
>>> pascal = read("binomial(n + 1, k + 1) - binomial(n, k) - binomial(n, k + 1)")
>>> nf.of(pascal).zero, nf.of(read("factorial2(2*n) - 2^n*factorial(n)")).zero
(True, True)
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz

from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.gamma_family import gamma, ratio, reciprocal
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm, Unsupported
from symderive.kernel.logic.shifts import MAX_SHIFT, integer_of, positive, rising, split

HALF = Fraction(1, 2)


def _factorial2(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """n!! of an integer of known parity: 2^(n/2) gamma(n/2 + 1), times sqrt(2/pi) for odd n."""
    (e,) = args
    t = nf.tower
    half = nf.number(1, 2) * e
    odd = half - nf.number(1, 2)
    parity = "even" if t.integral(half) else "odd" if t.integral(odd) else _declared(nf, e)
    if parity is None:
        raise Unsupported("a double factorial of an integer whose parity is not known")
    value = nf.exp(half * nf.log(nf.number(2))) * gamma(nf, half + t.one)
    if parity == "odd":
        value = value * nf.power(nf.number(2) * nf.pi.inverse(), HALF)
    return value


def _declared(nf: NormalForm, e: Fraction_) -> str | None:
    """The parity of a symbol up to an integer literal."""
    base, k = split(nf, e)
    term = nf.term_of(base)
    name = next(iter(term.free)) if term is not None and len(term.free) == 1 else None
    alone = name is not None and nf.tower.same(base, nf.symbol_value(name))
    found = nf.givens.sort(name).parity if name is not None and alone else None
    if found is None or k % 2 == 0:
        return found
    return "odd" if found == "even" else "even"


def falling(nf: NormalForm, e: Fraction_, k: int) -> Fraction_:
    """e (e - 1) .. (e - k + 1)."""
    return rising(nf, e - nf.number(k - 1), k)


def _binomial(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    n, k = args
    j = integer_of(k)
    if j is not None:
        if j > MAX_SHIFT:
            raise TooLarge(f"a binomial coefficient with {j} factors")
        if j < 0:
            return nf.tower.nought
        return falling(nf, n, j) * nf.tower.number(int(fmpz.fac_ui(j))).inverse()
    above = nf.tower.reduce(n + nf.tower.one)
    if not positive(nf, above):
        # At n = -1, -2, .. the coefficient is not the limit of the gammas.
        raise Unsupported("a binomial coefficient whose upper index may be a negative integer")
    value = reciprocal(nf, k + nf.tower.one) * reciprocal(nf, n - k + nf.tower.one)
    return gamma(nf, above) * value


def _rising(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    x, n = args
    j = integer_of(n)
    if j is not None and abs(j) <= MAX_SHIFT:
        if j < 0:
            nf.exclude_fraction(rising(nf, x + nf.number(j), -j))
        return ratio(nf, x, j)
    if not positive(nf, nf.tower.reduce(x + n)):
        raise Unsupported("a rising factorial x(x+1)..(x+n-1) where x + n may be a pole of gamma")
    return gamma(nf, x + n) * reciprocal(nf, x)


def _falling(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    x, n = args
    j = integer_of(n)
    one = nf.tower.one
    if j is not None and 0 <= j <= MAX_SHIFT:
        return falling(nf, x, j)
    if not positive(nf, nf.tower.reduce(x + one)):
        raise Unsupported("a falling factorial x(x-1)..(x-n+1) where x + 1 may be a pole of gamma")
    return gamma(nf, x + one) * reciprocal(nf, x - n + one)


def _beta(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    a, b = args
    return gamma(nf, a) * gamma(nf, b) * reciprocal(nf, a + b)


FUNCTIONS.update({
    "factorial": lambda nf, a: gamma(nf, a[0] + nf.tower.one),
    "factorial2": _factorial2, "binomial": _binomial, "beta": _beta,
    "RisingFactorial": _rising, "FallingFactorial": _falling,
})  # fmt: skip
