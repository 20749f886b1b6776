"""The logarithm of gamma: loggamma(z + 1) = loggamma(z) + log z everywhere, log gamma(x) for x > 0.

Both sides of the shift are analytic off the negative axis and continuous onto it from above, so it
holds on the cut as well (DLMF 5.2.1, 5.5.1, 5.5.5).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("x > 0")]))
>>> nf.of(read("log(gamma(x + 1)) - loggamma(x) - log(x)")).zero, nf.of(read("exp(loggamma(3))"))
(True, 2)
"""

from __future__ import annotations

from itertools import combinations

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.gamma_family import gamma
from symderive.kernel.logic.normal import EXP_OF, FUNCTIONS, LOG_OF, NormalForm
from symderive.kernel.logic.powers import lone
from symderive.kernel.logic.shifts import (
    MAX_SHIFT,
    integer_of,
    least,
    nonnegative,
    number_of,
    others,
    real,
)
from symderive.kernel.logic.tower import Generator


def loggamma(nf: NormalForm, e: Fraction_) -> Fraction_:
    """The analytic log gamma: log gamma(x) for x > 0, loggamma(z + 1) = loggamma(z) + log z."""
    t = nf.tower
    e = t.reduce(e)
    c = number_of(e)
    if c is not None and (c > 0 or c.denominator == 1):
        value = gamma(nf, e)
        g = lone(nf, value)
        if g is not None and g.kind == "gamma":
            return nf.opaque("loggamma", [e], real=True)
        return nf.log(value)
    base, k = least(nf, "loggamma", e)
    before = len(t.generators)
    g = nf.opaque_generator("loggamma", [base], real(nf, base) and nonnegative(nf, base))
    if len(t.generators) > before and g.real:
        _double_loggamma(nf, g)
    out = t.poly(g)
    for j in range(k):
        out = out + nf.log(base + nf.number(j))
    return out


def _double_loggamma(nf: NormalForm, g: Generator) -> None:
    """loggamma(2x) = loggamma(x) + loggamma(x + 1/2) + (2x - 1) log 2 - log(pi)/2 for x > 0."""
    t = nf.tower
    every = [h for h in [*others(nf, g), g] if h.real]
    for a, b in combinations(every, 2):
        for x, y in ((a, b), (b, a)):
            (e,) = x.payload
            if not t.same(y.payload[0], e + nf.number(1, 2)):
                continue
            for d in every:
                k = integer_of(t.reduce(d.payload[0] - e - e))
                if k is None or d in (x, y) or g not in (x, y, d) or not 0 <= k <= MAX_SHIFT:
                    continue
                if t.once("loggamma", x.index, y.index, d.index):
                    value = t.poly(x) + t.poly(y) - nf.number(1, 2) * nf.log(nf.pi)
                    value = value + (e + e - t.one) * nf.log(nf.number(2))
                    for j in range(k):
                        value = value + nf.log(e + e + nf.number(j))
                    t.relate(((d, 1),), value)


def _log_gamma(nf: NormalForm, g: Generator) -> Fraction_ | None:
    (e,) = g.payload
    if number_of(e) is not None:
        return nf.opaque("loggamma", [e], real=True)
    return loggamma(nf, e) if nonnegative(nf, e) and real(nf, e) else None


LOG_OF["gamma"] = _log_gamma
EXP_OF["loggamma"] = lambda nf, g: gamma(nf, g.payload[0])
FUNCTIONS["loggamma"] = lambda nf, a: loggamma(nf, a[0])
