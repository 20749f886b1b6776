"""Families closed under E -> E + 1: each argument is counted upward from the least one that occurs.

A recurrence read upward inverts only what must not vanish where its least member has a value, so a
family needs no exclusion of its own.  The least shift is planned like a unit of the tower.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> base, k = split(nf, nf.of(read("x^2 - 7/3")))
>>> k, nf.tower.same(base, nf.of(read("x^2 + 2/3")))
(-3, True)
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symderive.kernel.logic import realvalued
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.tower import Generator

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm

MAX_SHIFT = 300


def number_of(f: Fraction_) -> Fraction | None:
    """The rational number that f is, else None."""
    c = f.constant()
    return None if c is None else Fraction(int(c.p), int(c.q))


def integer_of(f: Fraction_) -> int | None:
    """The integer literal that f is, else None."""
    c = number_of(f)
    return int(c) if c is not None and c.denominator == 1 else None


def exactly(nf: NormalForm, c: Fraction) -> Fraction_:
    return nf.number(c.numerator, c.denominator)


def split(nf: NormalForm, f: Fraction_) -> tuple[Fraction_, int]:
    """(base, k) with f = base + k, the same base for all f that differ by integers."""
    p = f.n if f.d is None else divmod(f.n, f.d)[0]
    c = p[(0,) * nf.tower.ctx.nvars()]
    k = int(c.p) // int(c.q)
    return f - nf.number(k), k


def least(nf: NormalForm, family: str, f: Fraction_, cap: int = MAX_SHIFT) -> tuple[Fraction_, int]:
    """(E, k) with f = E + k, k >= 0, and E the least argument of the family in this claim."""
    base, k = split(nf, f)
    floor = nf.tower.floor(f"{family}:{base.key}", k)
    if k - floor > cap:
        raise TooLarge(f"{family} at arguments {k - floor} apart")
    return base + nf.number(floor), k - floor


def rising(nf: NormalForm, f: Fraction_, k: int) -> Fraction_:
    """f (f + 1) .. (f + k - 1) for k >= 0."""
    out = nf.tower.one
    for j in range(k):
        out = nf.tower.mul(out, f + nf.number(j))
    return out


def negative_lead(f: Fraction_) -> bool:
    """The leading coefficient is negative: of f and -f exactly one, so it chooses between them."""
    return not f.zero and bool(f.n.leading_coefficient() < 0)


def over_i(nf: NormalForm, f: Fraction_) -> Fraction_ | None:
    """w with f = i w and no i in w, else None."""
    t = nf.tower
    i = t.by_key["I"].index
    w = t.reduce(-nf.i * f)
    if f.zero or w.n.degrees()[i] or (w.d is not None and w.d.degrees()[i]):
        return None
    return w


def made(nf: NormalForm, head: str, args: list[Fraction_]) -> Generator | None:
    """The generator head(args) if this claim has it."""
    key = f"{head}({'; '.join(nf.tower.reduce(a).key for a in args)})"
    return nf.tower.by_key.get(key)


def others(nf: NormalForm, g: Generator) -> list[Generator]:
    """The other generators of this kind that are no numbers."""
    return [
        h for h in nf.tower.generators
        if h.kind == g.kind and h is not g and number_of(h.payload[-1]) is None
    ]  # fmt: skip


def real(nf: NormalForm, *fs: Fraction_) -> bool:
    return all(realvalued.real(nf, f) for f in fs)


def positive(nf: NormalForm, f: Fraction_) -> bool:
    return realvalued.sign(nf, f) == "+"


def nonnegative(nf: NormalForm, f: Fraction_) -> bool:
    return realvalued.sign(nf, f) in ("+", "0+")


def pole_at_zero(nf: NormalForm, f: Fraction_) -> None:
    """A function of the claim has no value where f = 0: the claim itself presupposes f != 0."""
    if nf.tower.sign(f) not in ("+", "-", "!0"):
        term = nf.term_of(nf.tower.reduce(f))
        if term is not None:
            nf.exclude(term)
