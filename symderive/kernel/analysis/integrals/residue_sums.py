"""Sums of residues of N(z)/Q(z), N a sum of polynomials times exp(I*a*z), Q by its factors.

Every pole above the line is u + I*v with v > 0; on the line N vanishes so often that a pole is simple.
Conjugates are taken by I -> -I, all else being real.

>>> from symderive.kernel.analysis.discharge import identity
>>> from symderive.terms.reader import read
>>> waves = [Wave(read("1"), read("1"), read("0"))]
>>> found = Residues(waves, read("1"), [Pole(read("0"), read("1"), 1)], [], "x", Givens()).total()
>>> identity(sub(found, read("pi*exp(-1)")), Givens()).blocked
()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import factorial

from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import TWO, ZERO, Term, add, call, integer, mul, sub, symbol

I, PI = Term("I"), Term("pi")


@dataclass(frozen=True)
class Wave:
    """P*cos(a*x) + S*sin(a*x), the real part of (P - I*S)*exp(I*a*x)."""

    a: Term
    P: Term
    S: Term

    def real(self, x: Term) -> Term:
        """As a function of a real variable."""
        if self.a == ZERO:
            return self.P
        angle = mul(self.a, x)
        return plus(times(self.P, call("cos", angle)), times(self.S, call("sin", angle)))

    def at(self, z: Term, x: str, sign: int) -> Term:
        """(P - I*S)*exp(I*a*z), or with -I for I."""
        turn = times(integer(sign), I)
        top = substitute(plus(self.P, minus(times(turn, self.S))), {x: z})
        return top if self.a == ZERO else times(top, call("exp", times(turn, self.a, z)))


@dataclass(frozen=True)
class Pole:
    """u + I*v of order m; on the line where v is 0."""

    u: Term
    v: Term
    m: int

    def factor(self, z: Term) -> Term:
        """(z - u)^2 + v^2, which vanishes at the pole and at its conjugate; z - u on the line."""
        shifted = z if self.u == ZERO else sub(z, self.u)
        return shifted if self.v == ZERO else add(power(shifted, TWO), power(self.v, TWO))

    def at(self, sign: int) -> Term:
        """The pole, or its conjugate."""
        return plus(self.u, times(integer(sign), I, self.v))


@dataclass
class Residues:
    """The residues; `divided` collects what they divide by, which vanishes where poles coincide."""

    waves: Sequence[Wave]
    c: Term
    above: Sequence[Pole]
    on: Sequence[Pole]
    x: str
    givens: Givens
    divided: set[Term] = field(default_factory=set)

    def __post_init__(self) -> None:
        spoken = self.c.free.union(
            *(t.free for w in self.waves for t in (w.a, w.P, w.S)),
            *(t.free for p in (*self.above, *self.on) for t in (p.u, p.v)),
        )
        self.z = fresh("z", spoken | {self.x})

    def numerator(self, sign: int) -> Term:
        z = symbol(self.z)
        return plus(*(w.at(z, self.x, sign) for w in self.waves))

    def others(self, pole: Pole) -> list[Term]:
        """The factors of Q that do not vanish at the pole."""
        z = symbol(self.z)
        return [self.c, *(power(p.factor(z), integer(p.m))
                          for p in (*self.above, *self.on) if p is not pole)]  # fmt: skip

    def derived(self, t: Term, n: int) -> Term:
        """d^n/dz^n: the rules for polynomials, quotients and exponentials hold for complex z."""
        for _ in range(n):
            t, _ = differentiate(t, self.z, self.givens)
        return t

    def residue(self, pole: Pole, sign: int) -> Term:
        """At the pole, or the conjugate of that."""
        place = {self.z: pole.at(sign)}
        other = times(*self.others(pole))
        if pole.v != ZERO:
            other = times(other, power(sub(symbol(self.z), pole.at(-sign)), integer(pole.m)))
            value = self.derived(over(self.numerator(sign), other), pole.m - 1)
        else:  # a zero of order m - 1 above leaves a simple pole
            value = over(self.derived(self.numerator(sign), pole.m - 1), other)
        self.divided.add(substitute(other, place))
        return over(substitute(value, place), integer(factorial(pole.m - 1)))

    def vanishing(self, pole: Pole) -> list[Term]:
        """The derivatives of N that vanish at a pole on the line, for it to be simple."""
        top = self.numerator(1)
        return [substitute(self.derived(top, k), {self.z: pole.u}) for k in range(pole.m - 1)]

    def total(self) -> Term:
        """The real part of 2*pi*I*(residues above) + pi*I*(residues on the line)."""
        parts: list[Term] = []
        for sign in (1, -1):
            turn = times(integer(sign), I, PI)
            parts += [times(turn, self.residue(p, sign)) for p in self.above]
            parts += [over(times(turn, self.residue(p, sign)), TWO) for p in self.on]
        return plus(*parts)


def degree(t: Term, x: str) -> int | None:
    """A bound of the degree of a polynomial in x, by its form; None for anything else."""
    if x not in t.free:
        return 0
    if t.head == "Symbol":
        return 1
    parts = [degree(u, x) for u in t.args]
    known = [n for n in parts if n is not None]
    if t.head in ("Add", "Neg", "Mul") and len(known) == len(parts):
        return sum(known) if t.head == "Mul" else max(known)
    if t.head == "Div" and x not in t.args[1].free:
        return parts[0]
    if t.head == "Pow" and t.args[1].head == "Integer" and parts[0] is not None:
        return int(parts[0] * t.args[1].data) if t.args[1].data >= 0 else None
    return None
