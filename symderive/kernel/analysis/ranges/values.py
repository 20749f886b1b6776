"""The range of a real term over all admissible points, from its structure alone.

Each value of the term, at an admissible point where it has one, is real and lies in the range; None
where the term may fail to be real.

>>> from symderive.terms.reader import read
>>> none = Givens.of([])
>>> value_range(read("2 + cos(x)"), none), value_range(read("exp(-x^2)"), none)
([1, 3], (0, 1])
>>> value_range(read("log(x)"), none) is None
True
>>> value_range(read("sin(x)"), Givens.of([read("0 < x < pi")]))
(0, 1]
"""

from __future__ import annotations

from flint import arb

from symderive.kernel.analysis.limits.ends import EVERYTHING, MINUS_OO, OO, End, Range, exact
from symderive.kernel.analysis.ranges.range_rows import ROWS, sqrt
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.tree import Term, sub

_SUMS = frozenset(("Add", "Mul", "Div", "Neg", "Pow"))
MAX_NAMES = 4  # how far a bound of a name is followed through other names

_CONSTANTS = {
    "pi": exact(0, 1), "E": End(ball=arb.const_e()), "EulerGamma": End(ball=arb.const_euler()),
    "Catalan": End(ball=arb.const_catalan()), "GoldenRatio": End(ball=(1 + arb(5).sqrt()) / 2),
    "oo": OO,
}  # fmt: skip


def value_range(term: Term, givens: Givens) -> Range | None:
    """The range of a term; None where it is not known to be real."""
    return _Ranges(givens, frozenset()).of(term)


def is_real(term: Term, givens: Givens) -> bool:
    """Whether the term is real at every admissible point where it has a value."""
    return value_range(term, givens) is not None


class _Ranges:
    """One computation: the givens, the names being bounded, the ranges met so far."""

    def __init__(self, givens: Givens, inside: frozenset[str]) -> None:
        self.givens, self.inside = givens, inside
        self.memo: dict[Term, Range | None] = {}

    def of(self, t: Term) -> Range | None:
        if t not in self.memo:
            self.memo[t] = self._of(t)
        return self.memo[t]

    def _of(self, t: Term) -> Range | None:
        head = t.head
        if head == "Integer":
            return Range.point(t.data)
        if head == "Symbol":
            return self._name(t.data)
        if head in _CONSTANTS:
            return Range.point(_CONSTANTS[head])
        if head == "Piecewise":
            return self._pieces(t)
        if head == "Pow":
            return self._power(*t.args)
        if head == "Abs":
            return (self.of(t.args[0]) or EVERYTHING).magnitude()
        if head in ("re", "im"):
            u = self.of(t.args[0])
            return EVERYTHING if u is None else ROWS[head](u)
        if head == "arg":
            return Range.of(exact(0, -1), exact(0, 1), "(]")
        args = []
        for a in t.args:
            r = self.signed(a) if head in ("sqrt", "log") else self.of(a)
            if r is None:
                return None
            args.append(r)
        if head == "Neg":
            return -args[0]
        if head == "Add":
            return _total(args)
        if head == "Mul":
            return self._product(t, args)
        if head == "Div":
            return args[0] * args[1].reciprocal()
        if head in ("Max", "Min"):
            return _extreme(args, head)
        if head == "Apply" or head == "atan2":
            return EVERYTHING if head == "Apply" else Range.of(exact(0, -1), exact(0, 1), "(]")
        if head == "besselj" and self.whole(t.args[0]):
            return Range.of(-1, 1, "[]")  # DLMF 10.14.1
        row = ROWS.get(head)
        return None if row is None else row(*args)

    def signed(self, t: Term) -> Range | None:
        """The range, with the sign of the normal form where the structure alone knows none.

        a - b is positive under a > b, and so sqrt(a - b) is real.
        """
        found = self.of(t)
        if found is None or found.sign() is not None or self.inside or t.head not in _SUMS:
            return found
        from symderive.kernel.analysis.ranges.ranges import by_form

        try:
            sign = by_form(t, self.givens)
        except (ArithmeticError, ValueError, RecursionError):
            return found
        if sign is None or sign == "!0":
            return meet(found, self._assembled(t))
        return meet(found, _of_sign(sign))

    def _assembled(self, t: Term) -> Range:
        """A sum, product or quotient from the signs of its parts: log(b) - log(a) under a < b."""
        if t.head == "Add" and len(t.args) == 2:
            a, b = t.args if t.args[1].head == "Neg" else t.args[::-1]
            if a.head == "log" and b.head == "Neg" and b.args[0].head == "log":
                # Both logarithms are real here, so that their arguments are positive.
                return _of_sign(_sign(self.signed(sub(a.args[0], b.args[0].args[0]))))
        if t.head == "Neg":
            return -_of_sign(_sign(self.signed(t.args[0])))
        if t.head not in ("Add", "Mul", "Div"):
            return EVERYTHING
        parts = [_of_sign(_sign(self.signed(a))) for a in t.args]
        if t.head == "Add":
            return _of_sign(_sign(_total(parts)))
        if t.head == "Div":
            return _of_sign(_sign(parts[0] * parts[1].reciprocal()))
        out = parts[0]
        for p in parts[1:]:
            out = out * p
        return _of_sign(_sign(out))

    def whole(self, t: Term) -> bool:
        """Whether the term is an integer by its form."""
        if t.head == "Symbol":
            return self.givens.sort(t.data).domain == "integer"
        if t.head == "Pow":
            n = constant(t.args[1])
            return n is not None and n.denominator == 1 and n >= 0 and self.whole(t.args[0])
        return t.head == "Integer" or (
            t.head in ("Add", "Mul", "Neg") and all(self.whole(a) for a in t.args)
        )

    def _product(self, t: Term, args: list[Range]) -> Range:
        counted: dict[Term, int] = {}
        for a in t.args:
            counted[a] = counted.get(a, 0) + 1
        by_term = dict(zip(t.args, args, strict=True))
        out = Range.point(1)
        for a, n in counted.items():
            out = out * by_term[a].power(n)
        return out

    def _power(self, base: Term, exponent: Term) -> Range | None:
        e = self.of(exponent)
        if e is None:
            return None
        if base.head == "E":
            return ROWS["exp"](e)
        c = constant(exponent)
        if c is not None and c.denominator == 1 and abs(c) <= 10**6:
            b = self.of(base)
            return None if b is None else b.power(int(c))
        b = self.signed(base)
        if b is None:
            return None
        if b.sign() not in ("+", "0+"):
            return EVERYTHING if self.whole(exponent) else None
        if c is not None and c.denominator == 2:
            root = sqrt(b)
            return None if root is None else root.power(int(2 * c))
        log = ROWS["log"](b)
        if log is None:
            return None
        out = ROWS["exp"](e * log)
        if out is None or b.sign() == "+":
            return out
        return Range(exact(0), out.high, False, out.high_open) if e.sign() == "+" else EVERYTHING

    def _pieces(self, t: Term) -> Range | None:
        out: Range | None = None
        for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
            try:
                inner = self.givens if condition.head == "true" else self.givens.extended(condition)
            except ValueError:
                inner = self.givens
            r = _Ranges(inner, self.inside).of(value)
            if r is None:
                return None
            out = r if out is None else out.union(r)
        return out

    # --- names ------------------------------------------------------------------------------------

    def _name(self, name: str) -> Range | None:
        sort = self.givens.sort(name)
        if sort.domain == "complex" or name in self.givens.matrices:
            return None
        out = _of_sign(sort.sign)
        b = self.givens.bounds.get(name)
        if b is not None:
            if b.low is not None:
                out = meet(out, Range(exact(b.low), OO, b.low_open, True))
            if b.high is not None:
                out = meet(out, Range(MINUS_OO, exact(b.high), True, b.high_open))
        if len(self.inside) < MAX_NAMES and name not in self.inside:
            inner = _Ranges(self.givens, self.inside | {name})
            for relation, left, right in self.givens.relations:
                more = inner.bound(name, relation, left, right)
                if more is not None:
                    out = meet(out, more)
        return _to_integers(out) if sort.domain == "integer" else out

    def bound(self, name: str, relation: str, left: Term, right: Term) -> Range | None:
        """What one relation says of a name that stands alone on a side of it."""
        if relation == "Ne":
            return None
        is_open = relation == "Lt"
        if right.head == "Symbol" and right.data == name and name not in left.free:
            other = self.of(left)
            if other is None:
                return None
            high = other if relation == "Eq" else EVERYTHING
            return Range(other.low, high.high, is_open or other.low_open, high.high_open)
        if left.head == "Symbol" and left.data == name and name not in right.free:
            other = self.of(right)
            if other is None:
                return None
            low = other if relation == "Eq" else EVERYTHING
            return Range(low.low, other.high, low.low_open, is_open or other.high_open)
        if left.head == "Abs" and left.args[0].head == "Symbol" and left.args[0].data == name:
            other = self.of(right) if name not in right.free else None
            if other is not None and relation in ("Lt", "Le"):
                edge = is_open or other.high_open
                return Range(-other.high, other.high, edge, edge)
        return None


def _sign(r: Range | None) -> str | None:
    return None if r is None else r.sign()


def _of_sign(sign: str | None) -> Range:
    rows = {"+": Range.of(0, OO), "0+": Range(exact(0), OO, False, True), "0": Range.point(0)}
    if sign in ("-", "0-"):
        return -rows["+" if sign == "-" else "0+"]
    return rows.get(sign or "", EVERYTHING)


def meet(a: Range, b: Range) -> Range:
    """An interval that contains the intersection; of undecided ends the exact one is kept."""
    low, low_open = _later(a.low, a.low_open, b.low, b.low_open)
    high, high_open = _later(-a.high, a.high_open, -b.high, b.high_open)
    return Range(low, -high, low_open, high_open)


def _later(a: End, a_open: bool, b: End, b_open: bool) -> tuple[End, bool]:
    order = a.compare(b)
    if order == 0:
        return a, a_open or b_open
    if order is None:
        return (a, a_open) if a.ball is None else (b, b_open)
    return (a, a_open) if order > 0 else (b, b_open)


def _to_integers(r: Range) -> Range:
    low, high = r.low.rational, r.high.rational
    out = r
    if low is not None:
        up = -(-low.numerator // low.denominator)
        first = up + 1 if r.low_open and low.denominator == 1 else up
        out = Range(exact(first), out.high, False, out.high_open)
    if high is not None:
        down = high.numerator // high.denominator
        last = down - 1 if r.high_open and high.denominator == 1 else down
        out = Range(out.low, exact(last), out.low_open, False)
    return out


def _total(parts: list[Range]) -> Range:
    out = parts[0]
    for p in parts[1:]:
        out = out + p
    return out


def _extreme(parts: list[Range], head: str) -> Range:
    if head == "Min":
        return -_extreme([-p for p in parts], "Max")
    out = parts[0]
    for p in parts[1:]:
        both = out.union(p)
        low, low_open = _later(out.low, out.low_open, p.low, p.low_open)
        out = Range(low, both.high, low_open, both.high_open)
    return out
