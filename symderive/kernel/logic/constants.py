"""Balls around the generators that are numbers, so that signs of constants like 1 - sqrt(2) are known.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.tower.sign(nf.of(read("log(2) - sqrt(2)/2")))
'-'
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from flint import acb, arb, ctx

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
    if p.is_zero():
        return acb(0)  # whose degrees are all -1
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


# --- algebraic numbers ----------------------------------------------------------------------------

MAX_ALGEBRAIC_DEGREE = 96
ALGEBRAIC_BITS = 2_000


def algebraic_zero(nf: NormalForm, f: Fraction_) -> bool:
    """Whether a number in radicals is zero: it is, if it is smaller than the nonzero roots of its norm.

    The norm N(y) of y - f over Q is found by resultants; with N = y^m (q_0 + .. + q_n y^n), q_0 != 0,
    every nonzero root has modulus above |q_0|/(|q_0| + max |q_i|) (Cauchy's bound).
    """
    t = nf.tower
    used = [i for i, k in enumerate(f.n.degrees()) if k]
    made = [t.generators[i] for i in _closure(nf, used)]
    if not made or any(g.kind not in ("root", "I", "unity") for g in made):
        return False
    spare = len(t.generators)
    if spare >= t.ctx.nvars():
        return False
    made.sort(key=lambda g: -g.index)
    own = [next(r for r in t.relations if r[0][0][0] == g.index) for g in made]
    if prod(lead[0][1] for lead, _ in own) > MAX_ALGEBRAIC_DEGREE:
        return False  # before the first resultant: they cannot be interrupted
    norm = t.ctx.gens()[spare] - f.n
    for g, (lead, value) in zip(made, own, strict=True):
        x = t.ctx.gens()[g.index] ** lead[0][1]
        minimal = x - value.n if value.d is None else x * value.d - value.n
        norm = norm.resultant(minimal, g.index)
    coefficients = {exps[spare]: abs(c) for exps, c in t.terms(norm)}
    if not coefficients or any(sum(exps) != exps[spare] for exps, _ in t.terms(norm)):
        return False
    q0 = coefficients[min(coefficients)]
    if min(coefficients) == 0:
        return False
    smallest = q0 / (q0 + max(coefficients.values()))
    previous, ctx.prec = ctx.prec, ALGEBRAIC_BITS
    try:
        ball = ball_of(nf, Fraction_(f.n))
        return ball is not None and bool(abs(ball) < arb(smallest))
    finally:
        ctx.prec = previous


def _closure(nf: NormalForm, indices: list[int]) -> set[int]:
    """The generators used, and those in their bases."""
    out: set[int] = set()
    stack = list(indices)
    while stack:
        i = stack.pop()
        if i in out:
            continue
        out.add(i)
        g = nf.tower.generators[i]
        if g.kind == "root":
            base = g.payload[0]
            for p in (base.n, base.d):
                if p is not None:
                    stack += [j for j, k in enumerate(p.degrees()) if k]
    return out
