"""Balls around the generators that are numbers, so that signs of constants like 1 - sqrt(2) are known.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.tower.sign(nf.of(read("log(2) - sqrt(2)/2")))
'-'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import acb, arb

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.tower import Generator

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

_ONE_ARGUMENT = {
    "gamma": acb.gamma, "erf": acb.erf, "atan": acb.atan, "asin": acb.asin, "zeta": acb.zeta,
    "Ei": acb.ei, "Si": acb.si, "Ci": acb.ci, "elliptic_k": acb.elliptic_k, "elliptic_e": acb.elliptic_e,
    "LambertW": acb.lambertw, "digamma": acb.digamma, "loggamma": acb.lgamma, "airyai": acb.airy_ai,
    "airybi": acb.airy_bi,
}  # fmt: skip


def ball_of(nf: NormalForm, f: Fraction_) -> acb | None:
    """An enclosure of a fraction all of whose generators are numbers, else None."""
    top = _polynomial(nf, f.n)
    if top is None or f.d is None:
        return top
    below = _polynomial(nf, f.d)
    return None if below is None else top / below


def _polynomial(nf: NormalForm, p) -> acb | None:  # type: ignore[no-untyped-def]
    values: dict[int, acb] = {}
    for i, k in enumerate(p.degrees()):
        if k:
            value = ball_of_generator(nf, nf.tower.generators[i])
            if value is None:
                return None
            values[i] = value
    out = acb(0)
    for exps, c in nf.tower.terms(p):
        term = acb(c)
        for i, value in values.items():
            if exps[i]:
                term *= value ** exps[i]
        out += term
    return out


def ball_of_generator(nf: NormalForm, g: Generator) -> acb | None:
    """An enclosure of a generator that is a number, else None."""
    kind = g.kind
    if kind == "pi":
        return acb.pi()
    if kind == "I":
        return acb(0, 1)
    if kind == "constant":
        return acb(arb.const_euler() if g.payload == "EulerGamma" else arb.const_catalan())
    if kind == "unity":
        return acb(arb(1) / g.payload).exp_pi_i()
    if kind == "root":
        base = ball_of(nf, g.payload[0])
        return None if base is None else _exact_real(base, g).root(g.payload[1])
    if kind == "log":
        base = ball_of(nf, g.payload)
        return None if base is None else _exact_real(base, g).log()
    if kind == "exp":
        exponent = ball_of(nf, g.payload)
        return None if exponent is None else exponent.exp()
    known = _ONE_ARGUMENT.get(kind)
    if known is not None and isinstance(g.payload, tuple) and len(g.payload) == 1:
        base = ball_of(nf, g.payload[0])
        return None if base is None else known(base)
    return None


def _exact_real(base: acb, g: Generator) -> acb:
    """The base of a real root or logarithm is real: its imaginary part is exactly zero."""
    return acb(base.real) if g.real else base
