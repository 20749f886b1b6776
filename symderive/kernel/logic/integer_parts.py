"""floor, ceiling, Mod and KroneckerDelta: integers leave the floor, a known difference decides.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("n is integer")]))
>>> nf.of(read("floor(x + n) - floor(x) - n")).zero, nf.of(read("floor(-7/2) + floor(pi)"))
(True, -1)
"""

from __future__ import annotations

from symderive.kernel.logic.constants import ball_of
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import negative_lead, number_of, real


def floor(nf: NormalForm, f: Fraction_) -> Fraction_:
    """The floor of a real number; integers are taken out of it."""
    t = nf.tower
    f = t.reduce(f)
    c = number_of(f)
    if c is not None:
        return nf.number(c.numerator // c.denominator)
    whole = t.nought
    if f.d is None:
        for exps, k in t.terms(f.n):
            monomial = t.monomial(exps)
            if t.integral(monomial):
                whole = whole + nf.number(int(k.p) // int(k.q)) * monomial
    rest = f - whole
    if rest.zero:
        return whole
    is_real = real(nf, rest)
    ball = ball_of(nf, rest)
    if is_real and ball is not None:
        down = ball.real.floor()
        if down.is_exact():
            return whole + nf.number(int(down.unique_fmpz()))
    return whole + nf.opaque("floor", [rest], real=is_real, integer=is_real)


def _mod(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """a - b floor(a/b)."""
    a, b = args
    pole = nf.tower.reduce(b)
    term = nf.term_of(pole)
    if term is not None and not pole.constant():
        nf.exclude(term)
    return a - b * floor(nf, a * pole.inverse())


def _delta(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    t = nf.tower
    gap = t.reduce(args[0] - args[1])
    sign = t.sign(gap)
    if gap.zero or sign == "0":
        return t.one
    if sign in ("+", "-", "!0"):
        return t.nought
    if negative_lead(gap):
        gap = -gap
    before = len(t.generators)
    g = nf.opaque_generator("KroneckerDelta", [gap], True, "0+", True)
    if len(t.generators) > before:
        t.relate(((g, 2),), t.poly(g))
        if gap.d is None:  # delta(m, n) (m - n) = 0, solved for the leading monomial
            terms = t.terms(gap.n)
            exps, c = max(terms, key=lambda mc: mc[0])
            rest = Fraction_(t.ctx.from_dict({m: -k / c for m, k in terms if m != exps}))
            lead = tuple((t.generators[i], k) for i, k in enumerate(exps) if k)
            t.relate(((g, 1), *lead), rest * t.poly(g))
    return t.poly(g)


FUNCTIONS.update({
    "floor": lambda nf, a: floor(nf, a[0]), "ceiling": lambda nf, a: -floor(nf, -a[0]),
    "Mod": _mod, "KroneckerDelta": _delta,
})  # fmt: skip
