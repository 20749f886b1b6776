"""Lambert's W: the solution w >= -1 of w exp(w) = x, recognised where it is elementary.

A candidate w is read off the argument and accepted only after w exp(w) = x and w >= -1 are proved;
elsewhere W exp(W) = x is a product relation (DLMF 4.13).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("x > 0")]))
>>> nf.of(read("LambertW(x*exp(x)) - x")).zero, nf.of(read("LambertW(E)"))
(True, 1)
>>> nf.of(read("log(LambertW(x)) + LambertW(x) - log(x)")).zero
True
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.normal import FUNCTIONS, LOG_OF, NormalForm
from symderive.kernel.logic.shifts import exactly, nonnegative, positive, real
from symderive.kernel.logic.tower import Generator

MULTIPLES = [Fraction(p, q) for p, q in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2))]


def _lambert(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    t = nf.tower
    z = t.reduce(args[0])
    if z.zero:
        return z
    is_real = real(nf, z)
    if is_real:
        for w in _candidates(nf, z):
            if not (real(nf, w) and nonnegative(nf, t.reduce(w + t.one))):
                continue
            if t.same(t.mul(w, nf.exp(w)), z):
                return w
    inside = is_real and (nonnegative(nf, z) or nonnegative(nf, t.reduce(z + nf.exp(-t.one))))
    before = len(t.generators)
    value = nf.opaque("LambertW", [z], real=inside, sign=t.sign(z) if inside else None)
    if inside and len(t.generators) > before:
        strict = nonnegative(nf, z) or positive(nf, t.reduce(z + nf.exp(-t.one)))
        t.learn(value + t.one, "+" if strict else "0+")
    return value


def _candidates(nf: NormalForm, z: Fraction_) -> Iterator[Fraction_]:
    """From exp(P) in z the exponent P; from log p in z its small multiples."""
    t = nf.tower
    exponent, logs = t.nought, []
    for p, sign in ((z.n, 1), (z.d, -1)):
        terms = t.terms(p) if p is not None else []
        if len(terms) > 1:
            continue
        for exps, _ in terms:
            for i, k in enumerate(exps):
                g = t.generators[i] if k else None
                if g is not None and g.kind == "exp":
                    exponent = exponent + nf.number(sign * k) * g.payload
                elif g is not None and g.kind == "log":
                    logs.append(t.poly(g))
    if not exponent.zero:
        yield t.reduce(exponent)
    for log in logs:
        for c in MULTIPLES:
            yield exactly(nf, c) * log


def _log_lambert(nf: NormalForm, g: Generator) -> Fraction_ | None:
    """log W(x) = log x - W(x) for x > 0."""
    (z,) = g.payload
    return nf.log(z) - nf.tower.poly(g) if g.real and positive(nf, z) else None


LOG_OF["LambertW"] = _log_lambert
FUNCTIONS["LambertW"] = _lambert
