"""The tower: generators with a fixed meaning each, the relations between them, their signs.

A generator stands for one fixed function on the admissible set; relations are monomial -> fraction
rewrites that are theorems there.  Soundness needs nothing else: evaluation is a ring homomorphism,
so what reduces to zero is zero wherever every inverted element is nonzero.

Units are planned: the root x^(1/q) and the exponential exp(m/q) are made for the q that the whole
claim needs.  When a later subterm needs a finer unit, `Replan` starts the conversion again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import lcm
from typing import Any

from flint import fmpq, fmpq_mpoly

from symderive.kernel.logic.field import (
    Fraction_,
    TooLarge,
    Undefined,
    context,
    lowest,
    monic,
    times,
)
from symderive.kernel.logic.givens import Sign
from symderive.kernel.logic.signs import GenSort, sign_of
from symderive.terms.tree import Term

SIZES = (24, 64, 160)
MAX_REDUCTIONS = 4_000


class Replan(Exception):
    """A finer unit is needed: convert again from the start."""


@dataclass(eq=False)
class Generator:
    """One generator; `payload` is what its kind needs (the logarithm's argument, the root's base)."""

    index: int
    kind: str
    real: bool
    sign: Sign | None
    integer: bool = False
    payload: Any = None


class Tower:
    """Generators by key, relations, facts (polynomials of known sign) and the plan of units."""

    def __init__(self) -> None:
        self.size = 0
        self.units: dict[str, int] = {}
        self.floors: dict[str, int] = {}
        self.denominators: dict[Term, None] = {}  # of exponents, planned like the units
        self.compare: Callable[[fmpq_mpoly], Sign | None] = lambda p: None
        self.ball_of: Callable[[Generator], Any] = lambda g: None
        self._reset()

    def _reset(self) -> None:
        self.ctx = context(SIZES[self.size])
        self._polys = self.ctx.gens()
        self.generators: list[Generator] = []
        self.by_key: dict[str, Generator] = {}
        self.relations: list[tuple[tuple[tuple[int, int], ...], Fraction_]] = []
        self.facts: list[tuple[fmpq_mpoly, Sign]] = []
        self.one = Fraction_(self.ctx.constant(1))
        self.nought = Fraction_(self.ctx.constant(0))
        self.exponent_denominator: Fraction_ | None = None
        self.least: dict[str, int] = {}  # the smallest shift met since the last start
        self.related: set[tuple[Any, ...]] = set()  # generators already tied by a theorem
        self._sorts: list[GenSort] = []
        self._signs: dict[str, Sign | None] = {}

    def clear(self) -> None:
        """Forget the generators, keep the plan."""
        self._reset()

    def grow(self) -> None:
        """A larger context; everything is made anew."""
        self.size += 1
        if self.size >= len(SIZES):
            raise TooLarge(f"more than {SIZES[-1]} independent functions in one claim")
        self.units.clear()
        self._reset()

    # --- generators -------------------------------------------------------------------------------

    def number(self, p: int | fmpq) -> Fraction_:
        return Fraction_(self.ctx.constant(p))

    def poly(self, g: Generator) -> Fraction_:
        return Fraction_(self._polys[g.index])

    def make(
        self,
        key: str,
        kind: str,
        *,
        real: bool = False,
        sign: Sign | None = None,
        integer: bool = False,
        payload: Any = None,
    ) -> Generator:
        """The generator with this key, made on first use."""
        g = self.by_key.get(key)
        if g is not None:
            return g
        index = len(self.generators)
        if index >= SIZES[self.size]:
            self.grow()
            raise Replan
        real = real or sign in ("+", "-", "0+", "0-", "0")
        g = Generator(index, kind, real, sign, integer, payload)
        self.generators.append(g)
        self._sorts.append(GenSort(real, sign))
        self.by_key[key] = g
        return g

    def unit(self, key: str, q: int) -> int:
        """The planned unit of a key, which must be a multiple of q; else the plan changes."""
        planned = self.units.get(key)
        if planned is None:
            self.units[key] = q
            return q
        if planned % q:
            self.units[key] = lcm(planned, q)
            if self.units[key] > 720:
                raise TooLarge("roots of very high order")
            raise Replan
        return planned

    def floor(self, key: str, k: int) -> int:
        """The smallest shift planned for a family (gamma, Bessel ..); a smaller one replans."""
        self.least[key] = min(k, self.least.get(key, k))
        planned = self.floors.setdefault(key, k)
        if k < planned:
            self.floors[key] = k
            raise Replan
        return planned

    def settle(self) -> bool:
        """Whether every floor was reached; a plan made under other keys is lifted to what occurs."""
        if all(self.floors[key] == k for key, k in self.least.items()):
            return True
        self.floors = dict(self.least)
        return False

    def once(self, *what: Any) -> bool:
        """True the first time: a theorem is stated once."""
        fresh = what not in self.related
        self.related.add(what)
        return fresh

    # --- relations --------------------------------------------------------------------------------

    def relate(self, lead: tuple[tuple[Generator, int], ...], value: Fraction_) -> None:
        """The theorem: the product of `lead` equals `value` wherever both are defined."""
        self.relations.append((tuple((g.index, k) for g, k in lead), value))

    def reduce(self, f: Fraction_) -> Fraction_:
        """`f` modulo the relations, in lowest terms; `Undefined` if its denominator vanishes."""
        if not self.relations:
            return f
        n, nd = self._reduce(f.n)
        if f.d is None:
            return Fraction_(n) if nd is None else lowest(n, nd)
        d, dd = self._reduce(f.d)
        if d.is_zero():
            raise Undefined("a denominator is identically zero")
        if nd is None and dd is None and n == f.n and d == f.d:
            return f
        if dd is not None:
            n = times(n, dd)
        if nd is not None:
            d = times(d, nd)
        return lowest(n, d)

    def _reduce(self, n: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly | None]:
        """n = result/den modulo the relations."""
        den: fmpq_mpoly | None = None
        for _ in range(MAX_REDUCTIONS):
            hit = self._applicable(n)
            if hit is None:
                return n, den
            lead, value = hit
            n, factor = self._apply(n, lead, value)
            if factor is not None:
                den = factor if den is None else times(den, factor)
        raise TooLarge("reduction modulo the relations did not end")

    def _applicable(self, n: fmpq_mpoly) -> tuple[tuple[tuple[int, int], ...], Fraction_] | None:
        degrees = n.degrees()
        monoms: list[tuple[int, ...]] | None = None
        for lead, value in reversed(self.relations):
            if all(degrees[i] >= k for i, k in lead):
                if len(lead) == 1:
                    return lead, value
                monoms = monoms if monoms is not None else n.monoms()
                if any(all(m[i] >= k for i, k in lead) for m in monoms):
                    return lead, value
        return None

    def _apply(
        self, n: fmpq_mpoly, lead: tuple[tuple[int, int], ...], value: Fraction_
    ) -> tuple[fmpq_mpoly, fmpq_mpoly | None]:
        parts: dict[int, dict[tuple[int, ...], fmpq]] = {}
        top = 0
        for m, c in n.to_dict().items():
            e = min(int(m[i]) // k for i, k in lead)
            if e:
                left = list(m)
                for i, k in lead:
                    left[i] -= e * k
                m = tuple(left)
                top = max(top, e)
            parts.setdefault(e, {})[m] = c
        out = self.ctx.constant(0)
        for e, terms in parts.items():
            piece = times(self.ctx.from_dict(terms), value.n**e)
            if value.d is not None and top > e:
                piece = times(piece, value.d ** (top - e))
            out = out + piece
            if len(out) > 40_000:
                raise TooLarge(f"a polynomial of {len(out)} terms")
        return out, None if value.d is None else value.d**top

    def mul(self, a: Fraction_, b: Fraction_) -> Fraction_:
        return self.reduce(a * b)

    def same(self, a: Fraction_, b: Fraction_) -> bool:
        return self.reduce(a - b).zero

    # --- signs and factors ------------------------------------------------------------------------

    def sign(self, f: Fraction_) -> Sign | None:
        """The proved sign of a fraction at every admissible point where it is defined."""
        s = self._sign(f.n)
        if f.d is None or s is None:
            return s
        d = self._sign(f.d)
        if d in ("+", "0+"):  # a denominator is nonzero wherever the fraction is defined
            return s
        if d in ("-", "0-"):
            return {"+": "-", "-": "+", "0+": "0-", "0-": "0+"}.get(s, s)
        return s if s in ("0", "!0") else "!0" if s in ("+", "-") else None

    def _sign(self, p: fmpq_mpoly) -> Sign | None:
        key = str(p)
        if key not in self._signs:
            if p.is_constant():
                c = p.leading_coefficient() if not p.is_zero() else 0
                self._signs[key] = "0" if c == 0 else "+" if c > 0 else "-"
            else:
                self._signs[key] = (
                    self._numeric_sign(p) or sign_of(p, self._sorts, self.facts) or self.compare(p)
                )
        return self._signs[key]

    def _numeric_sign(self, p: fmpq_mpoly) -> Sign | None:
        """The sign of a polynomial in numbers, by a ball that excludes zero."""
        used = [(i, k) for i, k in enumerate(p.degrees()) if k]
        values = {i: self.ball_of(self.generators[i]) for i, _ in used}
        if any(v is None or not self.generators[i].real for i, v in values.items()):
            return None
        out: Any = 0
        for exps, c in self.terms(p):
            term: Any = c
            for i, v in values.items():
                term = v ** exps[i] * term
            out = out + term
        return "+" if out.real > 0 else "-" if out.real < 0 else None

    def learn(self, f: Fraction_, sign: Sign) -> None:
        """A fact: the fraction has this sign at every admissible point where it is defined."""
        if f.d is None:
            fact, s = f.n, sign
        else:
            d = self._sign(f.d)
            if d in ("+", "-"):
                flip = d == "-" and sign not in ("!0", "0")
                fact, s = (
                    f.n,
                    ({"+": "-", "-": "+", "0+": "0-", "0-": "0+"}[sign] if flip else sign),
                )
            elif sign in ("!0", "0"):
                fact, s = f.n, sign
            else:
                fact, s = times(f.n, f.d), sign
        if not fact.is_constant():
            self._keep(fact, s)

    def _keep(self, fact: fmpq_mpoly, sign: Sign) -> None:
        """A fact, and what it says of its one factor of unknown sign if all others are strict."""
        self.facts.append((fact, sign))
        c, found = _factor(fact)
        flip, unknown = c < 0, []
        for p, e in found:
            s = self._sign(p)
            if s == "-" and e % 2:
                flip = not flip
            elif s not in ("+", "-"):
                unknown.append((p, e))
        if len(unknown) == 1 and unknown[0][1] % 2 and unknown[0][0] != fact:
            swapped = {"+": "-", "-": "+", "0+": "0-", "0-": "0+"}
            self.facts.append((unknown[0][0], swapped.get(sign, sign) if flip else sign))
        self._signs.clear()

    def refresh_facts(self) -> None:
        """Facts once more, modulo relations that became known after them."""
        old, self.facts = self.facts, []
        self._signs.clear()
        for fact, sign in old:
            self.facts.append((fact, sign))
        for fact, sign in old:
            reduced = self.reduce(Fraction_(fact))
            if reduced.n != fact:
                self.learn(reduced, sign)

    def real(self, f: Fraction_) -> bool:
        """Whether only real generators occur."""
        if f.zero:
            return True
        used = (
            f.n.degrees()
            if f.d is None
            else [a + b for a, b in zip(f.n.degrees(), f.d.degrees(), strict=True)]
        )
        return all(
            not k or self.generators[i].real for i, k in enumerate(used[: len(self.generators)])
        )

    def integral(self, f: Fraction_) -> bool:
        """Whether f is an integer at every admissible point: integer coefficients and generators."""
        if f.d is not None or f.zero:
            return bool(f.zero)
        degrees = f.n.degrees()
        if any(
            k and not self.generators[i].integer
            for i, k in enumerate(degrees[: len(self.generators)])
        ):
            return False
        return all(c.q == 1 for c in f.n.coeffs())

    def terms(self, p: fmpq_mpoly) -> list[tuple[tuple[int, ...], fmpq]]:
        return [(tuple(int(e) for e in m), c) for m, c in p.to_dict().items()]

    def monomial(self, exps: tuple[int, ...]) -> Fraction_:
        return Fraction_(self.ctx.from_dict({exps: fmpq(1)}))

    def factors(self, f: Fraction_) -> tuple[fmpq, list[tuple[Fraction_, int]]]:
        """f = c * prod p^e with irreducible primitive p of positive leading coefficient."""
        c, out = _factor(f.n)
        if f.d is not None:
            c2, below = _factor(f.d)
            c = c / c2
            out += [(p, -e) for p, e in below]
        return c, [(Fraction_(p), e) for p, e in out]


def _factor(p: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    if p.is_constant():
        return p.leading_coefficient(), []
    if len(p) > 400 or p.total_degree() > 60:
        lead = p.leading_coefficient()
        return lead, [(p / lead, 1)]
    c, found = p.factor()
    out = []
    for q, e in found:
        lead = q.leading_coefficient()
        if lead < 0:
            q, c = -q, c * (-1 if e % 2 else 1)
        out.append((q, int(e)))
    return fmpq(c), out


__all__ = ["Fraction_", "Generator", "Replan", "Tower", "Undefined", "monic"]
