"""A term as a product of powers, and what its factors do along one name: zeros, periods.

>>> from symderive.terms.reader import read
>>> [(f.base.head, str(f.exponent)) for f in factors(read("tan(x)/x^2"))]
[('sin', '1'), ('cos', '-1'), ('Symbol', '-2')]
>>> periodic(read("sin(2*x/3)*cos(x)"), "x", {}), periodic(read("sin(x)*cos(pi*x)"), "x", {})
('real', None)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symderive.kernel.logic.exact import PiValue, linear_in_pi
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import ONE, Term, integer, mul, neg, pow_, rational

_QUOTIENTS = {
    "tan": ("sin", "cos"), "cot": ("cos", "sin"), "sec": (None, "cos"), "csc": (None, "sin"),
    "coth": ("cosh", "sinh"), "csch": (None, "sinh"),
}  # fmt: skip
_CIRCULAR = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


@dataclass(frozen=True)
class Factor:
    base: Term
    exponent: Fraction

    def term(self) -> Term:
        if self.exponent == 1:
            return self.base
        return pow_(self.base, rational(self.exponent.numerator, self.exponent.denominator))


def factors(t: Term, exponent: Fraction = Fraction(1)) -> list[Factor]:
    """The factors of a term; roots are opened only where the exponent stays as written."""
    if t.head == "Mul":
        return (
            [f for a in t.args for f in factors(a, exponent)]
            if _whole(exponent)
            else _one(t, exponent)
        )
    if t.head == "Neg" and _whole(exponent):
        return [Factor(integer(-1), exponent), *factors(t.args[0], exponent)]
    if t.head == "Div" and _whole(exponent):
        return factors(t.args[0], exponent) + factors(t.args[1], -exponent)
    if t.head == "Pow":
        y = constant(t.args[1])
        # (z^y)^n = z^(n y) for integers n; a root is taken last
        if y is not None and _whole(exponent):
            return factors(t.args[0], y * exponent) if _whole(y) else _one(t.args[0], y * exponent)
    if t.head == "sqrt" and _whole(exponent):
        return _one(t.args[0], exponent / 2)
    if t.head in _QUOTIENTS and _whole(exponent):
        top, below = _QUOTIENTS[t.head]
        up = [] if top is None else [Factor(Term(top, t.args), exponent)]
        return [*up, Factor(Term(below, t.args), -exponent)]
    return _one(t, exponent)


def _one(t: Term, exponent: Fraction) -> list[Factor]:
    return [Factor(t, exponent)]


def _whole(q: Fraction) -> bool:
    return q.denominator == 1


def product(fs: list[Factor]) -> Term:
    terms = [f.term() for f in fs]
    return mul(*terms) if terms else ONE


def cleared(t: Term, base: Term, power: Fraction) -> Term:
    """t * base^power with the factors of that base collected, summand by summand."""
    if t.head == "Add":
        return Term("Add", tuple(cleared(a, base, power) for a in t.args))
    if t.head == "Neg":
        return neg(cleared(t.args[0], base, power))
    fs = factors(t)
    left = power + sum((f.exponent for f in fs if f.base == base), Fraction(0))
    rest = [f for f in fs if f.base != base]
    return product(rest if left == 0 else [*rest, Factor(base, left)])


def denominators(t: Term, name: str) -> list[tuple[Term, Fraction]]:
    """Bases with the name in them that stand to a power -p, p >= 1, in a summand of t."""
    found: dict[Term, Fraction] = {}
    for a in t.args if t.head == "Add" else (t,):
        totals: dict[Term, Fraction] = {}
        for f in factors(a):
            if name in f.base.free:
                totals[f.base] = totals.get(f.base, Fraction(0)) + f.exponent
        for base, exponent in totals.items():
            if exponent <= -1:
                found[base] = max(found.get(base, Fraction(0)), -exponent)
    return list(found.items())


def slope(t: Term, name: str, values: Mapping[str, PiValue]) -> tuple[PiValue, PiValue] | None:
    """(value at 0, slope) of a term that is linear in the name with exact coefficients."""
    if not _linear(t, name):
        return None
    zero, one = Fraction(0), Fraction(1)
    at = [linear_in_pi(t, {**values, name: (v, zero)}) for v in (zero, one)]
    if at[0] is None or at[1] is None:
        return None
    return at[0], (at[1][0] - at[0][0], at[1][1] - at[0][1])


def _linear(t: Term, name: str) -> bool:
    if name not in t.free or t.head == "Symbol":
        return True
    if t.head in ("Add", "Neg"):
        return all(_linear(a, name) for a in t.args)
    if t.head == "Mul":
        moving = [a for a in t.args if name in a.free]
        return len(moving) == 1 and _linear(moving[0], name)
    return t.head == "Div" and name not in t.args[1].free and _linear(t.args[0], name)


def periodic(t: Term, name: str, values: Mapping[str, PiValue]) -> str | None:
    """Whether the name enters only through circular functions of one common period.

    "integer" if that period is a rational number (slopes in Q*pi), "real" if it is not known to be;
    None if no common period was found.
    """
    kinds = _kinds(t, name, values)
    if kinds == {"pi"}:
        return "integer"
    return "real" if kinds == {"plain"} else None


def _kinds(t: Term, name: str, values: Mapping[str, PiValue]) -> set[str]:
    if name not in t.free:
        return set()
    if t.head in _CIRCULAR:
        line = slope(t.args[0], name, values)
        if line is None:
            return {"none"}
        q, r = line[1]
        return {"plain"} if q and not r else {"pi"} if r and not q else {"none"}
    if t.head in ("Symbol", "Integral", "Sum", "Product", "Limit", "Derivative", "Subs", "Apply"):
        return {"none"}
    return set().union(*(_kinds(a, name, values) for a in t.args))
