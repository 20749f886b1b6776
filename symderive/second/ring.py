"""Fractions of sums, with what is known of their atoms: roots, exponentials, conjugates.

Each relation used is a theorem wherever both sides have a value: r^q = u for a root of u, I^2 = -1,
exp(a)*exp(b) = exp(a + b), exp(c*log u) = u^c.  A sum that reduces to nothing is zero.

>>> ring = Ring()
>>> two = ring.whole(2)
>>> root = ring.root(two, 2)
>>> ring.zero(ring.minus(ring.times(root, root), two))
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flint import fmpq

from symderive.second.sums import (
    MOST,
    ONE,
    UNIT,
    Monomial,
    Powers,
    Silent,
    Sum,
    constant,
    content,
    joined,
    key,
    leading,
    lowered,
    number,
    plus,
)

BUDGET = 300_000  # products of monomials in one step, about a second
MOST_EXPONENTIALS = 600


@dataclass(frozen=True)
class Atom:
    """What a generator is: `kind` unit, symbol, constant, root, log, angle or opaque."""

    kind: str
    data: Any
    real: bool = True
    sign: str | None = None
    order: int = 0  # of a root
    power: Any = None  # its relation: what the atom to its order is, a Sum


@dataclass
class Fraction:
    """top / product of the factors below, each a Sum to a power."""

    top: Sum
    below: dict[frozenset[Any], tuple[Sum, int]] = field(default_factory=dict)


class Ring:
    """The atoms and exponents met in one step."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = [Atom("unit", "I", real=False, order=2, power={UNIT: fmpq(-1)})]
        self.where: dict[Any, int] = {}
        self.exponents: list[Fraction] = [Fraction({})]
        self.plain_exponents: dict[Any, int] = {frozenset(): 0}  # those that are sums
        self.sums_of_exponents: dict[tuple[int, int], int] = {}
        self.taken: dict[int, tuple[Fraction, int] | None] = {}
        self.opaques: list[tuple[Any, tuple[Fraction, ...], int]] = []
        self.facts: list[tuple[Fraction, str]] = []  # what the givens say is "+", "0+" or "!0"
        self.conjugates: dict[int, int] = {}
        self.spent = 0  # products of monomials
        self.order = 1  # a common order for the roots of what is positive

    # --- building ---------------------------------------------------------------------------------

    def whole(self, q: fmpq | int) -> Fraction:
        return Fraction(number(q))

    def atom(self, name: Any, make: Any) -> int:
        found = self.where.get(name)
        if found is None:
            self.atoms.append(make())
            found = self.where[name] = len(self.atoms) - 1
        return found

    def of_atom(self, k: int) -> Fraction:
        return Fraction({(((k, 1),), 0): ONE})

    @property
    def unit(self) -> Fraction:
        return self.of_atom(0)

    def opaque(
        self, name: Any, args: tuple[Fraction, ...], real: bool, sign: str | None
    ) -> Fraction:
        """A function that nothing is known of, at arguments that are compared as fractions."""
        for other, values, k in self.opaques:
            if other == name and len(values) == len(args) and all(
                self.zero(self.minus(a, b)) for a, b in zip(args, values, strict=True)
            ):  # fmt: skip
                return self.of_atom(k)
        self.atoms.append(Atom("opaque", (name, args), real=real, sign=sign))
        self.opaques.append((name, args, len(self.atoms) - 1))
        return self.of_atom(len(self.atoms) - 1)

    # --- arithmetic -------------------------------------------------------------------------------

    def product(self, a: Sum, b: Sum) -> Sum:
        self.spent += len(a) * len(b)
        if self.spent > BUDGET:
            raise Silent("too large")
        out: Sum = {}
        for (p, e), c in a.items():
            for (q, f), d in b.items():
                m = (joined(p, q), self._exponent_sum(e, f))
                out[m] = out.get(m, fmpq(0)) + c * d
        return self.reduced({m: c for m, c in out.items() if c})

    def reduced(self, a: Sum) -> Sum:
        """Powers of roots at or above their order replaced by what they are."""
        for m in a:
            for k, e in m[0]:
                atom = self.atoms[k]
                if atom.order and e >= atom.order:
                    return self._replaced(a)
        if len(a) > MOST:
            raise Silent("too large")
        return a

    def _replaced(self, a: Sum) -> Sum:
        out: Sum = {}
        for m, c in a.items():
            piece = {m: c}
            for k, e in m[0]:
                atom = self.atoms[k]
                if atom.order and e >= atom.order:
                    times, left = divmod(e, atom.order)
                    rest = tuple((j, left if j == k else n) for j, n in m[0] if j != k or left)
                    piece = {(rest, m[1]): c}
                    for _ in range(times):
                        piece = self.product(piece, atom.power)
                    break
            out = plus(out, piece)
        return self.reduced(out)

    def times(self, a: Fraction, b: Fraction) -> Fraction:
        below = dict(a.below)
        for k, (f, e) in b.below.items():
            below[k] = (f, e + (below[k][1] if k in below else 0))
        return self.tidied(Fraction(self.product(a.top, b.top), below))

    def scaled(self, a: Fraction, q: fmpq | int) -> Fraction:
        return Fraction({m: c * q for m, c in a.top.items()}, a.below) if q else Fraction({})

    def minus(self, a: Fraction, b: Fraction) -> Fraction:
        return self.plus(a, self.scaled(b, -1))

    def plus(self, a: Fraction, b: Fraction) -> Fraction:
        if not a.top or not b.top:
            return a if a.top else b
        below = dict(a.below)
        for k, (f, e) in b.below.items():
            below[k] = (f, max(e, below[k][1] if k in below else 0))
        tops = []
        for x in (a, b):
            top = x.top
            for k, (f, e) in below.items():
                for _ in range(e - (x.below[k][1] if k in x.below else 0)):
                    top = self.product(top, f)
            tops.append(top)
        return self.tidied(Fraction(plus(*tops), below))

    def inverse(self, a: Fraction) -> Fraction:
        """1/a; the claim is silent where a is zero."""
        if not a.top:
            raise Silent("division by zero")
        top, below = number(1), dict[frozenset[Any], tuple[Sum, int]]()
        for f, e in a.below.values():
            for _ in range(e):
                top = self.product(top, f)
        (_, e), _ = max(a.top.items())
        common = content(a.top)
        body = lowered(a.top, common)
        if e:  # an exponential is inverted above
            away = self._negated(e)
            body = self.product(body, {((), away): ONE})
            top = self.product(top, {((), away): ONE})
        for k, n in common:
            atom = self.atoms[k]
            if atom.order:  # 1/r = r^(q-1)/u
                inverse = self.inverse(Fraction(atom.power))
                for _ in range(n):
                    step = {(((k, atom.order - 1),), 0): ONE}
                    top = self.product(self.product(top, step), inverse.top)
                    for key_, (f, m) in inverse.below.items():
                        below[key_] = (f, m + (below[key_][1] if key_ in below else 0))
            else:
                _below(below, {(((k, 1),), 0): ONE}, n)
        lead = leading(body)
        top = {m: c / lead for m, c in top.items()}
        if len(body) > 1 or UNIT not in body:
            _below(below, {m: c / lead for m, c in body.items()}, 1)
        return self.tidied(Fraction(top, below))

    def tidied(self, a: Fraction) -> Fraction:
        """Common atoms cancelled, exponentials of logarithms taken out."""
        if not a.top:
            return Fraction({})
        common = dict(content(a.top))
        below = dict(a.below)
        for k, (f, e) in a.below.items():
            if len(f) == 1:
                ((powers, _),) = f
                atom = powers[0][0]
                n = min(e, common.get(atom, 0))
                if n:
                    a = Fraction(lowered(a.top, ((atom, n),)), a.below)
                    below[k] = (f, e - n)
            elif a.top == f:
                a = Fraction(number(1), a.below)
                below[k] = (f, e - 1)
        out = Fraction(a.top, {k: (f, e) for k, (f, e) in below.items() if e})
        if any(self._extraction(e) for _, e in out.top):
            return self._extracted(out)
        return out

    def power(self, a: Fraction, n: int) -> Fraction:
        if n < 0:
            a, n = self.inverse(a), -n
        if n > 60:
            raise Silent("too large a power")
        out = self.whole(1)
        for _ in range(n):
            out = self.times(out, a)
        return out

    def zero(self, a: Fraction) -> bool:
        return not a.top

    def constant(self, a: Fraction) -> fmpq | None:
        return constant(a.top) if not a.below else None

    # --- exponentials -----------------------------------------------------------------------------

    def exp(self, a: Fraction) -> Fraction:
        return self.tidied(Fraction({((), self._number_of(a)): ONE}))

    def _number_of(self, a: Fraction) -> int:
        from symderive.second.angles import turned

        a = turned(self, a)
        own = None if a.below else key(a.top)
        if own in self.plain_exponents:
            return self.plain_exponents[own]
        for i, known in enumerate(self.exponents):
            if (a.below or known.below) and not self.minus(a, known).top:
                return i
        if len(self.exponents) > MOST_EXPONENTIALS:
            raise Silent("too many exponentials")
        self.exponents.append(a)
        if own is not None:
            self.plain_exponents[own] = len(self.exponents) - 1
        return len(self.exponents) - 1

    def _exponent_sum(self, e: int, f: int) -> int:
        if not e or not f:
            return e or f
        pair = (e, f) if e < f else (f, e)
        found = self.sums_of_exponents.get(pair)
        if found is None:
            found = self._number_of(self.plus(self.exponents[e], self.exponents[f]))
            self.sums_of_exponents[pair] = found
        return found

    def _negated(self, e: int) -> int:
        return self._number_of(self.scaled(self.exponents[e], -1))

    def _extraction(self, e: int) -> tuple[Fraction, int] | None:
        from symderive.second.angles import extraction

        if not e:
            return None
        if e not in self.taken:
            self.taken[e] = None
            self.taken[e] = extraction(self, self.exponents[e])
        return self.taken[e]

    def _extracted(self, a: Fraction) -> Fraction:
        out = Fraction({})
        for (p, e), c in a.top.items():
            found = self._extraction(e)
            factor, rest = found if found else (self.whole(1), e)
            piece: Sum = {(p, rest): c}
            out = self.plus(out, self.times(Fraction(piece, a.below), factor))
        return out

    # --- roots ------------------------------------------------------------------------------------

    def root(self, a: Fraction, q: int) -> Fraction:
        """The principal q-th root: w/D with w^q = N*D^(q-1), whatever the values of N and D."""
        from symderive.second.signs import root_by_factors

        return root_by_factors(self, a, q)

    def bare_root(self, a: Fraction, q: int) -> Fraction:
        """The atom of a root, as it stands."""
        if not a.top:
            return a
        below = self.whole(1)
        for f, e in a.below.values():
            for _ in range(e):
                below = self.times(below, Fraction(f))
        over = self.times(Fraction(a.top), self.power(below, q - 1))
        for k, atom in enumerate(self.atoms):
            if atom.kind == "root" and atom.order == q and not self.minus(atom.data[0], a).top:
                return self.times(self.of_atom(k), self.inverse(atom.data[1]))
        if over.below:
            raise Silent("a root whose power is no sum")
        from symderive.second.signs import real, sign

        s = sign(self, a) if q % 2 == 0 or real(self, a) else None
        good = s in ("+", "0+")
        self.atoms.append(Atom("root", (a, below), real=good, sign=s if good else None, order=q,
                               power=over.top))  # fmt: skip
        return self.times(self.of_atom(len(self.atoms) - 1), self.inverse(below))


def _below(below: dict[frozenset[Any], tuple[Sum, int]], f: Sum, n: int) -> None:
    k = key(f)
    below[k] = (f, n + (below[k][1] if k in below else 0))


__all__ = ["Atom", "Fraction", "Monomial", "Powers", "Ring", "Silent"]
