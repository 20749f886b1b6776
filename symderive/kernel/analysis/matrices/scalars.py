"""Scalar coefficients of matrix words: fractions of polynomials over Q in opaque scalar terms.

Whatever is no sum, product, quotient or literal integer power is one generator, also `s^n`: what such
generators have to do with each other is asked of the normal form when everything is a number.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> k = Scalars()
>>> write(k.term(k.of(read("(a^2 - 1)/(a - 1) - log(a)"))))
'a - log(a) + 1'
"""

from __future__ import annotations

from flint import fmpq

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined, context
from symderive.terms.tree import Term, integer, rational

SIZE = 96
MAX_POWER = 24


class Scalars:
    """One field of fractions; generators are met in the order in which they come."""

    def __init__(self) -> None:
        self.ctx = context(SIZE)
        self.gens = self.ctx.gens()
        self.index: dict[Term, int] = {}
        self.terms: list[Term] = []
        self.divided: dict[Term, None] = {}  # denominators that were written
        self.one = Fraction_(self.ctx.constant(1))
        self.nought = Fraction_(self.ctx.constant(0))

    def number(self, p: int, q: int = 1) -> Fraction_:
        return Fraction_(self.ctx.constant(fmpq(p, q)))

    def generator(self, t: Term) -> Fraction_:
        at = self.index.get(t)
        if at is None:
            at = self.index[t] = len(self.terms)
            if at >= SIZE:
                raise TooLarge(f"more than {SIZE} different scalars")
            self.terms.append(t)
        return Fraction_(self.gens[at])

    def of(self, t: Term) -> Fraction_:
        """The fraction of a scalar term; raises Undefined for a literal division by zero."""
        head, args = t.head, t.args
        if head == "Integer":
            return self.number(t.data)
        if head == "Neg":
            return -self.of(args[0])
        if head == "Add":
            out = self.nought
            for a in args:
                out = out + self.of(a)
            return out
        if head == "Mul":
            out = self.one
            for a in args:
                out = out * self.of(a)
            return out
        if head == "Div":
            below = self.of(args[1])
            if below.zero:
                raise Undefined("a division by zero", True)
            if below.constant() is None:
                self.divided[self.term(below)] = None
            return self.of(args[0]) * below.inverse()
        if head == "Pow":
            k = _whole(args[1])
            if k is not None and abs(k) <= MAX_POWER:
                base = self.of(args[0])
                if k < 0:
                    if base.zero:
                        raise Undefined("a division by zero", True)
                    if base.constant() is None:
                        self.divided[self.term(base)] = None
                return base**k
        return self.generator(t)

    def term(self, f: Fraction_) -> Term:
        """The fraction as a term."""
        top = self._polynomial(f.n)
        return top if f.d is None else over(top, self._polynomial(f.d))

    def _polynomial(self, p) -> Term:  # type: ignore[no-untyped-def]
        parts = []
        for exponents, c in p.to_dict().items():
            factors = [power(self.terms[i], integer(int(k))) for i, k in enumerate(exponents) if k]
            number = rational(abs(int(c.p)), int(c.q))
            part = (
                times(number, *factors) if number != integer(1) or not factors else times(*factors)
            )
            parts.append((exponents, minus(part) if c < 0 else part))
        parts.sort(key=lambda pair: pair[0], reverse=True)
        return plus(*[t for _, t in parts]) if parts else integer(0)

    def parts(
        self, f: Fraction_, chosen: frozenset[int]
    ) -> dict[tuple[int, ...], Fraction_] | None:
        """f as a polynomial in the chosen generators; None if its denominator contains one."""
        if f.d is not None and any(e[i] for e in f.d.to_dict() for i in chosen):
            return None
        out: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
        for exponents, c in f.n.to_dict().items():
            key = tuple(k if i in chosen else 0 for i, k in enumerate(exponents))
            rest = tuple(0 if i in chosen else k for i, k in enumerate(exponents))
            out.setdefault(key, {})[rest] = c
        below = self.one if f.d is None else Fraction_(f.d).inverse()
        return {k: Fraction_(self.ctx.from_dict(v)) * below for k, v in out.items()}


def _whole(t: Term) -> int | None:
    if t.head == "Integer":
        return int(t.data)
    if t.head == "Neg" and t.args[0].head == "Integer":
        return -int(t.args[0].data)
    return None
