"""Majorants: |f| <= G, proved factor by factor.

A bound is a product of tabled ones (|sin u| <= 1, |sin u| <= |u|, |1 - cos u| <= u^2/2, ..; DLMF 4.18),
of signs of exponents, and of sums of nonnegative terms that are no less than one of them.

>>> from symderive.terms.reader import read
>>> here = Givens.of([read(t) for t in ("p > 0", "s > p/2", "x > 0")])
>>> bounded_by(read("exp(-s*x)*sin(b*x)"), read("exp(-p*x/2)"), here)
'`Abs(sin(b*x)) <= 1`, `-s*x + p*x/2 <= 0`'
>>> bounded_by(read("exp(-s*x)*sin(b*x)"), read("exp(-p*x)"), here) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.ranges.ranges import NEGATIVE, POSITIVE, is_real, said, sign_of
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, integer, sub

MAX_TRIES = 24
DEPTH = 2
Bound = tuple[Term, str]  # an upper bound of an absolute value, and the inequality in words


def bounded_by(term: Term, bound: Term, givens: Givens) -> str | None:
    """How |term| <= bound was proved wherever both have values under the givens, or None."""
    if not (is_real(term, givens) and is_real(bound, givens)):
        return None
    if sign_of(bound, givens, DEPTH) not in POSITIVE:
        return None
    if term.head == "Add" == bound.head and len(term.args) == len(bound.args):
        parts = [bounded_by(*pair, givens) for pair in zip(term.args, bound.args, strict=True)]
        if all(p is not None for p in parts):
            return "; ".join(p for p in parts if p)
    quotient = _Factors(givens)
    quotient.multiply(term, 1)
    quotient.multiply(bound, -1)
    for larger, said_ in quotient.enlarged():
        how = larger.at_most_one()
        if how is not None:
            return ", ".join(filter(None, (said_, how)))
    return None


class _Factors:
    """The absolute value of a product: powers of factors, and one exponential."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self.powers: dict[Term, int] = {}
        self.exponent: Term = ZERO

    def multiply(self, t: Term, k: int) -> None:
        """Times |t|^k."""
        head = t.head
        if head in ("Neg", "Abs"):
            self.multiply(t.args[0], k)
        elif head == "Mul":
            for a in t.args:
                self.multiply(a, k)
        elif head == "Div":
            self.multiply(t.args[0], k)
            self.multiply(t.args[1], -k)
        elif (e := self._exponent(t)) is not None:
            self.exponent = plus(self.exponent, times(integer(k), e))
        elif head == "Pow" and (c := constant(t.args[1])) is not None and c.denominator == 1:
            self.multiply(t.args[0], k * int(c))
        elif t != ONE:
            self.powers[t] = self.powers.get(t, 0) + k

    def _exponent(self, t: Term) -> Term | None:
        """e if |t| = exp(e): of exp(e), and of b^c with b > 0 and an exponent with names."""
        e = t.args[0] if t.head == "exp" else None
        if t.head == "Pow" and t.args[0].head == "E":
            e = t.args[1]
        elif t.head == "Pow" and constant(t.args[1]) is None and self._positive(t.args[0]):
            e = times(t.args[1], call("log", t.args[0]))
        return e if e is not None and is_real(e, self.givens) else None

    def enlarged(self) -> Iterator[tuple[_Factors, str]]:
        """Itself, then with one sum of nonnegative terms below replaced by one of its terms."""
        yield self, ""
        for t, k in self.powers.items():
            if k > 0 or t.head != "Add":
                continue
            if any(sign_of(a, self.givens, DEPTH) not in POSITIVE for a in t.args):
                continue
            for a in filter(self._positive, t.args):
                other = _Factors(self.givens)
                other.powers = {u: m for u, m in self.powers.items() if u != t}
                other.exponent = self.exponent
                other.multiply(a, k)
                yield other, f"`{said(t)} >= {said(a)}`"

    def _positive(self, t: Term) -> bool:
        return sign_of(t, self.givens, DEPTH) == "+"

    def at_most_one(self) -> str | None:
        """How the product was proved to be at most 1, or None."""
        for t in [t for t in self.powers if call("log", t) in set(self.exponent.walk())]:
            k = integer(self.powers.pop(t))
            self.exponent = plus(self.exponent, times(k, call("log", t)))
        above = [(t, k) for t, k in self.powers.items() if k > 0]
        below = times(
            *(power(self._absolute(t), integer(-k)) for t, k in self.powers.items() if k < 0)
        )
        e, said_ = self.exponent, []
        growth: list[Term] = []
        if e != ZERO:
            sign = sign_of(e, self.givens, DEPTH)
            if sign in NEGATIVE:
                said_ += [] if sign == "0" else [f"`{said(e)} <= 0`"]
            else:
                growth.append(call("exp", e))
        choices = [[(b, k, how) for b, how in self._bounds(t)] for t, k in above]
        for choice in islice(product(*choices), MAX_TRIES):
            left = times(*(power(b, integer(k)) for b, k, _ in choice), *growth)
            if left == below or sign_of(sub(below, left), self.givens, DEPTH) in POSITIVE:
                return ", ".join([*(how for _, _, how in choice if how), *said_]) or "by a sign"
        return None

    def _absolute(self, t: Term) -> Term:
        sign = sign_of(t, self.givens, DEPTH)
        return t if sign in POSITIVE else minus(t) if sign in NEGATIVE else call("Abs", t)

    def _bounds(self, t: Term) -> Iterator[Bound]:
        for b, u, how in _rows(t):
            if is_real(u, self.givens):
                yield self._unsigned(b), how
        if t.head == "Add" and len(t.args) == 2 and t.args[0] == ONE:
            yield from self._beside_one(t.args[1])
        yield self._absolute(t), ""

    def _unsigned(self, t: Term) -> Term:
        """|u| as u or -u where its sign is known."""
        if t.head == "Abs":
            return self._absolute(t.args[0])
        return t.rebuild([self._unsigned(a) for a in t.args])

    def _beside_one(self, t: Term) -> Iterator[Bound]:
        """|1 - exp(v)| for v <= 0."""
        if t.head == "Neg" and t.args[0].head == "exp":
            v = t.args[0].args[0]
            if sign_of(v, self.givens, DEPTH) in NEGATIVE:
                yield ONE, f"`1 - exp({said(v)}) <= 1`"
                yield minus(v), f"`1 - exp({said(v)}) <= {said(minus(v))}`"


_HALF_PI = Term("Div", (Term("pi"), TWO))
# |h(u)| <= each of these, for every real u.
_BY_NUMBER = {"sin": ONE, "cos": ONE, "tanh": ONE, "erf": ONE, "sech": ONE, "sinc": ONE,
              "atan": _HALF_PI}  # fmt: skip
_BY_ARGUMENT = frozenset("sin tanh atan".split())


def _rows(t: Term) -> Iterator[tuple[Term, Term, str]]:
    """(bound, the argument that must be real, the inequality)."""
    if t.head in _BY_NUMBER:
        yield _BY_NUMBER[t.head], t.args[0], f"`Abs({said(t)}) <= {said(_BY_NUMBER[t.head])}`"
    if t.head in _BY_ARGUMENT:
        u = t.args[0]
        yield call("Abs", u), u, f"`Abs({said(t)}) <= Abs({said(u)})`"
    v = _cosine_gap(t)
    if v is not None:
        yield over(power(v, TWO), TWO), v, f"`Abs({said(t)}) <= ({said(v)})^2/2`"
        yield TWO, v, f"`Abs({said(t)}) <= 2`"
        yield call("Abs", v), v, f"`Abs({said(t)}) <= Abs({said(v)})`"


def _cosine_gap(t: Term) -> Term | None:
    """u if the term is 1 - cos(u) or cos(u) - 1."""
    if t.head != "Add" or len(t.args) != 2:
        return None
    for a, b in (t.args, t.args[::-1]):
        if a == ONE and b.head == "Neg" and b.args[0].head == "cos":
            return b.args[0].args[0]
        if a == integer(-1) and b.head == "cos":
            return b.args[0]
    return None
