"""Logarithms and angles that add up to zero: exp is injective on the reals, and on short arcs.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> imaginary_zero(nf, nf.of(read("4*atan(1/5) - atan(1/239) - pi/4")))
True
"""

from __future__ import annotations

from math import lcm

from flint import arb, fmpq

from symderive.kernel.logic import realvalued
from symderive.kernel.logic.comparison import root_cancels
from symderive.kernel.logic.constants import algebraic_zero, ball_of
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.tower import Generator
from symderive.terms.tree import Term

ANGLES = ("atan", "asin")
MAX_MULTIPLE = 60


def real_zero(nf: NormalForm, term: Term, f: Fraction_) -> bool:
    """exp(f) = 1 with f real, f the normal form of the term."""
    t = nf.tower
    kinds = _kinds(nf, f)
    if not kinds & {"log", "loggamma", "LambertW"} or not (t.real(f) or _real_parts(nf, term)):
        return False
    multiple = _denominator(f)
    if multiple > MAX_MULTIPLE:
        return False
    raised = t.reduce(nf.exp(f * t.number(multiple)) - t.one)
    return raised.zero or root_cancels(nf, raised.n)


def _real_parts(nf: NormalForm, term: Term) -> bool:
    """Real numbers, and logarithms of positive ones, in sums, products and quotients as written.

    loggamma(1 - x) is real for x < 1, and its normal form loggamma(-x) + log(-x) hides it.
    """
    if term.head in ("Add", "Mul", "Neg", "Div"):
        return all(_real_parts(nf, a) for a in term.args)
    if term.head in ("log", "loggamma") and len(term.args) == 1:
        return _positive(nf, term.args[0])
    return nf.tower.real(nf.tower.reduce(nf.convert(term)))


def _positive(nf: NormalForm, term: Term) -> bool:
    """A product or quotient of positive numbers, gamma of one, or a positive number."""
    if term.head in ("Mul", "Div", "gamma"):
        return all(_positive(nf, a) for a in term.args)
    return realvalued.sign(nf, nf.tower.reduce(nf.convert(term))) == "+"


def imaginary_zero(nf: NormalForm, f: Fraction_) -> bool:
    """f real, exp(i k f) = 1 and |f| < 2 pi/k: by a bound, by a ball, or by continuity."""
    t = nf.tower
    if not _kinds(nf, f) & set(ANGLES) or not t.real(f) or f.d is not None:
        return False
    k = _denominator(f, nf.tower.by_key["pi"].index)
    if k > MAX_MULTIPLE:
        return False
    turned = t.reduce(nf.exp(nf.i * f * t.number(k)) - t.one)
    if not turned.zero and not algebraic_zero(nf, turned):
        return False
    turn = 2 * arb.pi() / k
    value = ball_of(nf, f)
    if value is not None:
        return bool(abs(value.real) < turn)
    return _within_a_turn(nf, f, k) or nf.small_by_continuity(f, turn)


def _kinds(nf: NormalForm, f: Fraction_) -> set[str]:
    used = list(f.n.degrees())
    if f.d is not None:
        used = [a + b for a, b in zip(used, f.d.degrees(), strict=True)]
    return {nf.tower.generators[i].kind for i, k in enumerate(used) if k}


def _denominator(f: Fraction_, apart: int = -1) -> int:
    """The common denominator of the coefficients of the numerator, those of one generator apart."""
    if f.d is not None and len(f.d) > 1:
        return MAX_MULTIPLE + 1
    return lcm(*(int(c.q) for m, c in f.n.to_dict().items() if apart < 0 or not m[apart]))


def _within_a_turn(nf: NormalForm, f: Fraction_, k: int) -> bool:
    """-2 pi/k < f < 2 pi/k, each angle replaced by its ends; what remains is left to the sign oracle.

    |atan| < pi/2 is strict, |asin| <= pi/2 is not: one arctangent makes the sum strict, on both
    sides if nothing is known of its sign.
    """
    t = nf.tower
    low, high = t.nought, t.nought
    above = below = False  # whether the sum stays strictly below high, strictly above low
    for exps, c in t.terms(f.n):
        used = [(t.generators[i], e) for i, e in enumerate(exps) if e]
        share = _share(used[0][0]) if len(used) == 1 and used[0][1] == 1 else None
        if share is None:
            if any(g.kind in ANGLES for g, _ in used):
                return False
            term = t.monomial(exps) * t.number(c)
            low, high = low + term, high + term
            continue
        if used[0][0].kind == "atan" and used[0][0].sign in (None, "!0"):
            above = below = True
        elif used[0][0].kind == "atan":  # on the side of 0 the end may be reached
            upward = (c > 0) == (used[0][0].sign in ("+", "0+"))
            above, below = above or upward, below or not upward
        ends = sorted((c * share[0], c * share[1]))
        low, high = low + t.number(ends[0]) * nf.pi, high + t.number(ends[1]) * nf.pi
    full = nf.number(2, k) * nf.pi
    weak, strict = ("+", "0+", "0"), ("+",)
    return t.sign(full - high) in (weak if above else strict) and t.sign(full + low) in (
        weak if below else strict
    )


def _share(g: Generator) -> tuple[fmpq, fmpq] | None:
    """The range of an angle, in units of pi."""
    half, nought = fmpq(1, 2), fmpq(0)
    if g.kind not in ANGLES or not g.real:
        return None
    return nought if g.sign in ("+", "0+") else -half, nought if g.sign in ("-", "0-") else half
