"""The field in which coefficients of forms live: fractions over generators that are readable terms.

A generator is a name, a function value, sin and cos of a base angle, an exponential or a root; the
only relations are g^2 = value (cos^2 = 1 - sin^2, sqrt(p)^2 = p), so that a fraction has one form:
reduced above the bar, no such g below it.  Zero proves zero; what is not zero here may still be.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> k = Coefficients(Givens.of([]))
>>> f = k.run(lambda: k.read(read("sin(2*x)/cos(x) + r^2/r")))
>>> write(k.write(f)), write(k.write(k.run(lambda: k.derivative(k.read(read("x^2*sin(x)")), "x"))))
('2*sin(x) + r', 'x*(x*cos(x) + 2*sin(x))')
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flint import fmpq, fmpq_mpoly

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.forms import coefficient_reading, coefficient_writing
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined, context, lowest, times
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, symbol

SIZES = (24, 64, 160, 400, 1000)
MAX_RUNS = 30
T = TypeVar("T")


class Refined(Exception):
    """A finer unit or more room for generators is needed: the work starts again."""


@dataclass(eq=False)
class Generator:
    """A generator: how it is written, what its square is if that is known, what it is made of."""

    index: int
    kind: str  # symbol | sin | cos | sinh | cosh | exp | power | root | sign | opaque
    term: Term
    unit: int = 1  # the generator is term^(1/unit)
    square: Fraction_ | None = None
    inner: Fraction_ | None = None  # the angle, the exponent, the radicand
    partner: Generator | None = None  # cos of sin, and the other way round
    base: Fraction_ | None = None  # of a power
    slopes: dict[str, Fraction_] = field(default_factory=dict)


class Coefficients:
    """One field under fixed givens; `run` does the work, again from the start after `Refined`."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self.size = 0
        self.units: dict[Any, int] = {}  # symbols by name, bases of angles by (kind, number)
        self.signs: dict[Term, str | None] = {}
        self.conditions: dict[Term, None] = {}  # of the derivatives that were taken
        self.inverted: dict[Term, None] = {}  # what stands below a bar
        self._reset()

    def _reset(self) -> None:
        self.ctx = context(SIZES[self.size])
        self._polys = self.ctx.gens()
        self.generators: list[Generator] = []
        self.by_key: dict[Any, Generator] = {}
        self.bases: dict[Any, list[Any]] = {}  # kind -> base arguments, as vectors over Q
        self.memo: dict[Term, Fraction_] = {}
        self._below: dict[str, None] = {}
        self.one: Fraction_ = Fraction_(self.ctx.constant(1))
        self.nought: Fraction_ = Fraction_(self.ctx.constant(0))

    def run(self, job: Callable[[], T]) -> T:
        """The job's result in a plan of generators that holds all of it."""
        for _ in range(MAX_RUNS):
            try:
                return job()
            except Refined:
                self._reset()
        raise TooLarge("the units of angles and roots did not settle")

    # --- generators -------------------------------------------------------------------------------

    def make(self, key: Any, kind: str, term: Term, **more: Any) -> Generator:
        """The generator of this key, made on first use."""
        g = self.by_key.get(key)
        if g is None:
            if len(self.generators) >= SIZES[self.size]:
                self.size += 1
                if self.size == len(SIZES):
                    raise TooLarge(f"more than {SIZES[-1]} independent functions")
                raise Refined
            g = Generator(len(self.generators), kind, term, **more)
            self.generators.append(g)
            self.by_key[key] = g
        return g

    def poly(self, g: Generator) -> Fraction_:
        return Fraction_(self._polys[g.index])

    def number(self, p: int | fmpq, q: int = 1) -> Fraction_:
        return Fraction_(self.ctx.constant(fmpq(p) / q))

    def used(self, *fractions: Fraction_) -> list[Generator]:
        """The generators that occur (a zero polynomial has degrees -1, and none)."""
        found = {i for f in fractions for p in (f.n, f.d) if p is not None
                 for i, e in enumerate(p.degrees()) if e > 0}  # fmt: skip
        return [self.generators[i] for i in sorted(found)]

    def unknown_signs(self, *fractions: Fraction_) -> list[Term]:
        """The terms p whose sign(p) stands in a fraction, also under its roots."""
        heads = (u for g in self.used(*fractions) for u in g.term.walk() if u.head == "sign")
        made = {g.term for g in self.generators if g.kind == "sign"}
        return [u.args[0] for u in dict.fromkeys(heads) if u in made]

    def finer(self, key: Any, q: int) -> None:
        """The unit of a name or base angle is divided by q; the work starts again."""
        self.units[key] = self.units.get(key, 1) * q
        if self.units[key] > 64:
            raise TooLarge("units too fine")
        raise Refined

    # --- arithmetic -------------------------------------------------------------------------------

    def add(self, *terms: Fraction_) -> Fraction_:
        out = self.nought
        for t in terms:
            out = out + t
        return self.reduced(out)

    def mul(self, *factors: Fraction_) -> Fraction_:
        out = self.one
        for f in factors:
            out = self.reduced(out * f)
        return out

    def inverse(self, f: Fraction_) -> Fraction_:
        """1/f; what vanishes there is kept in `inverted`.  Raises Undefined for zero."""
        f = self.reduced(f)
        if f.zero:
            raise Undefined("division by an element that is identically zero")
        if not f.n.is_constant() and f.key not in self._below:
            self._below[f.key] = None
            self.inverted[self.write(Fraction_(f.n))] = None
        return self.reduced(f.inverse())

    def over(self, a: Fraction_, b: Fraction_) -> Fraction_:
        return self.mul(a, self.inverse(b))

    def power(self, f: Fraction_, k: int) -> Fraction_:
        if k < 0:
            return self.power(self.inverse(f), -k)
        return self.reduced(f**k)

    def reduced(self, f: Fraction_) -> Fraction_:
        """The one form of a fraction: squares reduced, none of their generators below the bar."""
        f = self._squares(f)
        if f.d is None:
            return f
        for g in reversed(self.generators):
            if g.square is None or f.d is None or f.d.degrees()[g.index] < 1:
                continue
            a, b = self._halves(f.d, g.index)
            conjugate = (
                Fraction_(b) if a.is_zero() else Fraction_(a - times(b, self._polys[g.index]))
            )
            if a.is_zero():
                conjugate = self.poly(g)
            top = self._squares(Fraction_(f.n) * conjugate)
            below = self._squares(Fraction_(f.d) * conjugate)
            if below.zero:
                raise Undefined("a denominator is identically zero")
            f = self._squares(top / below)
        return f

    def _squares(self, f: Fraction_) -> Fraction_:
        for g in reversed(self.generators):
            if g.square is None:
                continue
            i = g.index
            if f.n.degrees()[i] >= 2 or (f.d is not None and f.d.degrees()[i] >= 2):
                top = self._square_of(f.n, g)
                f = top if f.d is None else top / self._square_of(f.d, g)
        return f

    def _square_of(self, p: fmpq_mpoly, g: Generator) -> Fraction_:
        """p modulo g^2 = square."""
        if p.degrees()[g.index] < 2:
            return Fraction_(p)
        parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for m, c in p.to_dict().items():
            k, rest = divmod(int(m[g.index]), 2)
            m = (*m[: g.index], rest, *m[g.index + 1 :])
            parts.setdefault(k, {})[m] = c
        out = self.nought
        assert g.square is not None
        for k, terms in parts.items():
            out = out + Fraction_(self.ctx.from_dict(terms)) * g.square**k
        return out

    def _halves(self, p: fmpq_mpoly, i: int) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """a, b with p = a + b*g, for p of degree one in generator i."""
        even: dict[tuple[int, ...], fmpq] = {}
        odd: dict[tuple[int, ...], fmpq] = {}
        for m, c in p.to_dict().items():
            (odd if m[i] else even)[(*m[:i], 0, *m[i + 1 :])] = c
        return self.ctx.from_dict(even), self.ctx.from_dict(odd)

    # --- derivatives ------------------------------------------------------------------------------

    def derivative(self, f: Fraction_, name: str) -> Fraction_:
        """df/dname; raises Refused where a function has no derivative rule."""
        top = self._slope(f.n, name)
        if f.d is None:
            return self.reduced(top)
        below = self._slope(f.d, name)
        d = Fraction_(f.d)
        return self.reduced((top * d - Fraction_(f.n) * below) * (d * d).inverse())

    def _slope(self, p: fmpq_mpoly, name: str) -> Fraction_:
        out = self.nought
        for g in self.used(Fraction_(p)):
            slope = self._of_generator(g, name)
            if not slope.zero:
                out = out + Fraction_(p.derivative(g.index)) * slope
        return out

    def _of_generator(self, g: Generator, name: str) -> Fraction_:
        found = g.slopes.get(name)
        if found is None:
            found = g.slopes[name] = self._generator_slope(g, name)
        return found

    def _generator_slope(self, g: Generator, name: str) -> Fraction_:
        if name not in g.term.free:
            return self.nought
        if g.kind == "symbol":  # h = x^(1/q): h' = h^(1-q)/q
            return self.mul(self.number(1, g.unit), self.power(self.poly(g), 1 - g.unit))
        if g.kind == "sign":  # constant wherever it is inverted with its argument
            return self.nought
        if g.kind == "opaque":
            return self._opaque_slope(g, name)
        assert g.inner is not None
        inner = self.derivative(g.inner, name)
        if g.kind == "exp":
            return self.mul(self.poly(g), inner)
        if g.kind == "root":
            return self.mul(inner, self.poly(g), self.inverse(self.mul(self.number(2), g.inner)))
        if g.kind == "power":
            assert g.base is not None
            base = self.derivative(g.base, name)
            rate = self.over(self.mul(g.inner, base), g.base)
            if not inner.zero:
                log = self.read(Term("log", (self.write(g.base),)))
                rate = self.add(rate, self.mul(inner, log))
            return self.mul(self.poly(g), rate)
        assert g.partner is not None
        slope = self.mul(self.poly(g.partner), inner)
        return -slope if g.kind == "cos" else slope

    def _opaque_slope(self, g: Generator, name: str) -> Fraction_:
        try:
            slope, conditions = differentiate(g.term, name, self.givens)
        except Refused as reason:
            raise TooLarge(str(reason)) from None
        self.conditions.update(dict.fromkeys(conditions))
        return self.read(slope)

    # --- terms ------------------------------------------------------------------------------------

    def read(self, t: Term) -> Fraction_:
        """The fraction of a term; raises ArithmeticError for what has no place here."""
        found = self.memo.get(t)
        if found is None:
            found = self.memo[t] = self.reduced(coefficient_reading.fraction(self, t))
        return found

    def write(self, f: Fraction_) -> Term:
        """A tidy term equal to the fraction."""
        return coefficient_writing.term(self, f)

    def factors(self, f: Fraction_) -> tuple[fmpq, list[tuple[Fraction_, int]]]:
        """f = lead * product of p^e, with 1 - sin^2 counted as cos^2."""
        lead, found = coefficient_writing.factors(self, f.n)
        out = [(Fraction_(p), e) for p, e in found]
        if f.d is not None:
            below, more = coefficient_writing.factors(self, f.d)
            lead = lead / below
            out += [(Fraction_(p), -e) for p, e in more]
        return lead, out

    def symbol(self, name: str) -> Fraction_:
        return self.read(symbol(name))


__all__ = ["Coefficients", "Fraction_", "Generator", "Refined", "lowest"]
