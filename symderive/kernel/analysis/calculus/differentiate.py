"""Differentiation by rule: sums, products, the chain rule, and a table of heads.

`differentiate` returns the derivative and the conditions under which it is one, as relations
between terms; nothing is decided and no integral is touched: what has no rule is refused by name.

>>> from symderive.terms.tree import call, symbol
>>> x = symbol("x")
>>> differentiate(call("Abs", x), "x") == (call("sign", x), (Term("Ne", (x, ZERO)),))
True
>>> try:
...     derivative(Term("Integral", (x, symbol("t"), ZERO, x)), "x")
... except Refused as reason:
...     print(str(reason)[:48])
leibniz: the derivative of an Integral in x is a
"""

from __future__ import annotations

from functools import lru_cache

from symderive.kernel.analysis.calculus.derivative_rows import Refused, Row, is_integer, shift
from symderive.kernel.analysis.calculus.derivative_table import TABLE
from symderive.kernel.analysis.calculus.differentiate_structures import STRUCTURES, matrix_power
from symderive.kernel.analysis.calculus.tidy import ONE, TWO, ZERO, minus, over, plus, power, times
from symderive.kernel.analysis.ranges.realness import is_matrix, plainly_positive, plainly_real
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, call, symbol

__all__ = ["Refused", "derivative", "differentiate"]

Conditions = tuple[Term, ...]


def differentiate(
    term: Term, name: str, givens: Givens | None = None
) -> tuple[Term, tuple[Term, ...]]:
    """The derivative of `term` by the symbol `name`, and the conditions under which it holds.

    The pair holds at every interior point where `term` has a value and the conditions (Ne, Lt, Or,
    Is, Not) hold; `Is(u, real)` is meant in a neighbourhood.  Names are real and scalar unless the
    givens call them complex or matrices; generic functions are real, scalar and smooth enough.
    Raises `Refused` where no rule applies: Integral, Limit, floor, Max, an order of a Bessel
    function, ...
    """
    return _differentiate(term, name, *_context(term, name, givens))


def derivative(term: Term, name: str, givens: Givens | None = None) -> Term:
    """The first component of `differentiate`."""
    return differentiate(term, name, givens)[0]


def _context(term: Term, name: str, givens: Givens | None) -> tuple[frozenset[str], frozenset[str]]:
    if givens is None:
        return frozenset(), frozenset()
    if name in givens.matrices:
        raise Refused(f"{name} is a matrix: differentiate by its entries or along a scalar")
    names = term.free | {name}
    nonreal = frozenset(
        n for n in names if n in givens.sorts and givens.sorts[n].domain == "complex"
    )
    return nonreal, frozenset(names & givens.matrices.keys())


@lru_cache(maxsize=20_000)
def _differentiate(
    term: Term, name: str, nonreal: frozenset[str], matrices: frozenset[str]
) -> tuple[Term, Conditions]:
    work = _Work(name, nonreal, matrices)
    result = work.d(term)
    return result, tuple(work.conditions)


class _Work:
    """One run: the variable, what its names are, and the conditions met so far (in order)."""

    def __init__(self, name: str, nonreal: frozenset[str], matrices: frozenset[str]) -> None:
        self.name, self.nonreal, self.matrices = name, nonreal, matrices
        self.variable = symbol(name)
        self.holomorphic = name in nonreal
        self.conditions: dict[Term, None] = {}

    def inside(self, bound: str | None = None) -> _Work:
        """A run of its own for a branch or for the scope of a bound (real, scalar) variable."""
        return _Work(self.name, self.nonreal - {bound}, self.matrices - {bound})

    def d(self, t: Term) -> Term:
        head = t.head
        if self.name not in t.free:
            return t.rebuild([ZERO] * len(t.args)) if head == "Matrix" else ZERO
        if head == "Symbol":
            return ONE
        rule = _ARITHMETIC.get(head)
        if rule is not None:
            return rule(self, t)
        if head in STRUCTURES:
            return STRUCTURES[head](self, t)
        if head in TABLE:
            return self._by_table(t)
        raise Refused(f"{head} has no derivative rule in {self.name}")

    # --- arithmetic -------------------------------------------------------------------------------

    def _neg(self, t: Term) -> Term:
        return minus(self.d(t.args[0]))

    def _sum(self, t: Term) -> Term:
        return plus(*[self.d(a) for a in t.args])

    def _product(self, t: Term) -> Term:
        args = t.args
        return plus(
            *[
                times(*args[:i], self.d(a), *args[i + 1 :])
                for i, a in enumerate(args)
                if self.name in a.free
            ]
        )

    def _quotient(self, t: Term) -> Term:
        u, v = t.args
        if is_matrix(v, self.matrices):
            raise Refused("Div by a matrix: write the product with inverse(...) instead")
        if self.name not in v.free:
            return over(self.d(u), v)
        top = plus(times(self.d(u), v), minus(times(u, self.d(v))))
        return over(top, power(v, TWO))

    def _power(self, t: Term) -> Term:
        base, exponent = t.args
        if is_matrix(base, self.matrices) or is_matrix(exponent, self.matrices):
            return matrix_power(self, base, exponent)
        if self.name not in exponent.free:
            if not is_integer(exponent):
                self.require("along", base)
            return times(exponent, power(base, shift(exponent, -1)), self.d(base))
        if self.name not in base.free:
            if base.head == "E":
                return times(t, self.d(exponent))
            if not plainly_positive(base, self.nonreal):
                self.require("nonzero", base)
            return times(t, call("log", base), self.d(exponent))
        self.require("along", base)
        inner = plus(
            times(self.d(exponent), call("log", base)), over(times(exponent, self.d(base)), base)
        )
        return times(t, inner)

    def _by_table(self, t: Term) -> Term:
        if any(is_matrix(a, self.matrices) for a in t.args):
            raise Refused(f"{t.head} of a matrix has no derivative rule in {self.name}")
        if self.holomorphic and t.head in _REAL_ONLY:
            raise Refused(f"{t.head} has no derivative in the complex variable {self.name}")
        row: Row = TABLE[t.head](*t.args)
        parts = []
        for i, (a, slot) in enumerate(zip(t.args, row.slots, strict=True)):
            if self.name not in a.free:
                continue
            if slot is None:
                raise Refused(f"{t.head} has no derivative rule in its argument {i + 1}")
            if row.also:
                self._take(row.also[i])
            parts.append(self._chain(slot, self.d(a)))
        self._take(row.conditions)
        return plus(*parts)

    def _chain(self, outer: Term, inner: Term) -> Term:
        """f'(u)*u', a numerical or single factor first, under one fraction bar."""
        if inner == ONE:
            return outer
        if outer.head == "Div":
            return over(times(outer.args[0], inner), outer.args[1])
        if outer.head == "Neg":
            return minus(self._chain(outer.args[0], inner))
        return times(inner, outer)

    # --- conditions -------------------------------------------------------------------------------

    def _take(self, conditions: tuple[tuple[str, Term], ...]) -> None:
        for kind, u in conditions:
            self.require(kind, u)

    def require(self, kind: str, u: Term) -> None:
        real = plainly_real(u, self.nonreal)
        if kind == "slit":
            y, x = u.args
            self.add(Term("Or", (Term("Ne", (y, ZERO)), Term("Lt", (ZERO, x)))))
        elif kind == "real":
            if not real:
                self.add(Term("Is", (u, symbol("real"))))
        elif plainly_positive(u, self.nonreal):
            return
        elif kind == "off" and real:
            self.add(Term("Lt", (ZERO, u)))
        else:
            self.add(Term("Ne", (u, ZERO)))
            if kind != "nonzero" and not real:
                aside = Term("Ne", (call("arg", u), Term("pi")))
                if kind == "along" and not self.holomorphic:
                    aside = Term("Or", (Term("Is", (u, symbol("real"))), aside))
                self.add(aside)

    def add(self, condition: Term) -> None:
        if condition.free or condition.head == "Is" or not _closed_truth(condition):
            self.conditions[condition] = None


_REAL_ONLY = frozenset(["Abs", "sign", "cbrt", "atan2"])

_ARITHMETIC = {
    "Neg": _Work._neg, "Add": _Work._sum, "Mul": _Work._product, "Div": _Work._quotient,
    "Pow": _Work._power,
}  # fmt: skip


def _closed_truth(condition: Term) -> bool:
    """A condition between literals that can be read off: 2 != 0, 0 < 2."""
    if condition.head not in ("Ne", "Lt"):
        return False
    a, b = condition.args
    if a.head != "Integer" or b.head != "Integer":
        return False
    return bool(a.data != b.data if condition.head == "Ne" else a.data < b.data)
