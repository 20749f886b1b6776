"""Differentiation by rule: sums, products, the chain rule, and a table of heads.

`differentiate` returns the derivative and the conditions under which it is one, as relations between
terms; nothing is decided and no integral is touched: what has no rule is refused by name.

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

from symderive.kernel.analysis.derivative_rows import Row, is_integer, shift
from symderive.kernel.analysis.derivative_table import TABLE
from symderive.kernel.analysis.realness import is_matrix, plainly_positive, plainly_real
from symderive.kernel.analysis.tidy import ONE, TWO, ZERO, is_zero, minus, over, plus, power, times
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, call, symbol

Conditions = tuple[Term, ...]


class Refused(ValueError):
    """No rule differentiates this term: which head, and why."""


def differentiate(
    term: Term, name: str, givens: Givens | None = None
) -> tuple[Term, tuple[Term, ...]]:
    """The derivative of `term` by the symbol `name`, and the conditions under which it holds.

    The pair holds at every interior point where `term` has a value and the conditions (Ne, Lt, Or, Is,
    Not) hold; `Is(u, real)` is meant in a neighbourhood.  Names are real and scalar unless the givens
    call them complex or matrices; generic functions are real, scalar and smooth enough.  Raises
    `Refused` where no rule applies: Integral, Limit, floor, Max, an order of a Bessel function, ...
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

    def d(self, t: Term) -> Term:
        head = t.head
        if self.name not in t.free:
            return t.rebuild([ZERO] * len(t.args)) if head == "Matrix" else ZERO
        if head == "Symbol":
            return ONE
        rule = getattr(self, "_" + head, None)
        if rule is not None:
            return rule(t)  # type: ignore[no-any-return]
        if head in TABLE:
            return self._by_table(t)
        raise Refused(f"{head} has no derivative rule in {self.name}")

    # --- arithmetic -------------------------------------------------------------------------------

    def _Neg(self, t: Term) -> Term:
        return minus(self.d(t.args[0]))

    def _Add(self, t: Term) -> Term:
        return plus(*[self.d(a) for a in t.args])

    def _Mul(self, t: Term) -> Term:
        args = t.args
        return plus(
            *[
                times(*args[:i], self.d(a), *args[i + 1 :])
                for i, a in enumerate(args)
                if self.name in a.free
            ]
        )

    def _Div(self, t: Term) -> Term:
        u, v = t.args
        if is_matrix(v, self.matrices):
            raise Refused("Div by a matrix: write the product with inverse(...) instead")
        if self.name not in v.free:
            return over(self.d(u), v)
        top = plus(times(self.d(u), v), minus(times(u, self.d(v))))
        return over(top, power(v, TWO))

    def _Pow(self, t: Term) -> Term:
        base, exponent = t.args
        if is_matrix(base, self.matrices) or is_matrix(exponent, self.matrices):
            return self._matrix_power(base, exponent)
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
            self._add(Term("Or", (Term("Ne", (y, ZERO)), Term("Lt", (ZERO, x)))))
        elif kind == "real":
            if not real:
                self._add(Term("Is", (u, symbol("real"))))
        elif plainly_positive(u, self.nonreal):
            return
        elif kind == "off" and real:
            self._add(Term("Lt", (ZERO, u)))
        else:
            self._add(Term("Ne", (u, ZERO)))
            if kind != "nonzero" and not real:
                aside = Term("Ne", (call("arg", u), Term("pi")))
                if kind == "along" and not self.holomorphic:
                    aside = Term("Or", (Term("Is", (u, symbol("real"))), aside))
                self._add(aside)

    def _add(self, condition: Term) -> None:
        if condition.free or condition.head == "Is" or not _closed_truth(condition):
            self.conditions[condition] = None

    # --- real parts, branches ---------------------------------------------------------------------

    def _part(self, t: Term) -> Term:
        if self.holomorphic:
            raise Refused(f"{t.head} has no derivative in the complex variable {self.name}")
        return call(t.head, self.d(t.args[0]))

    _re = _im = _conjugate = _part

    def _Piecewise(self, t: Term) -> Term:
        args: list[Term] = []
        for branch, condition in zip(t.args[::2], t.args[1::2], strict=True):
            self._boundary(condition)
            inner = _Work(self.name, self.nonreal, self.matrices)
            args += [inner.d(branch), condition]
            for c in inner.conditions:
                self._add(c if condition.head == "true" else _unless(condition, c))
        return t.rebuild(args)

    def _boundary(self, condition: Term) -> None:
        """Off the boundary of a branch: where both sides of its relation are continuous and differ."""
        if self.name not in condition.free:
            return
        if condition.head in ("And", "Or", "Not"):
            for part in condition.args:
                self._boundary(part)
        elif condition.head in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge"):
            for side in condition.args:
                self.d(side)  # differentiable, hence continuous, under the conditions this adds
            self._add(Term("Ne", condition.args))
        elif condition.head == "In" and condition.args[1].head == "Interval":
            x, interval = condition.args
            for end in interval.args:
                if not {"oo"} & {s.head for s in end.walk()}:
                    self._boundary(Term("Ne", (x, end)))
        else:
            raise Refused(f"Piecewise: no boundary is known of a condition {condition.head}")

    # --- generic functions, derivatives, sums -----------------------------------------------------

    def _Apply(self, t: Term) -> Term:
        if self.holomorphic:
            raise Refused(f"Apply: {t.data[0]} is not known to be holomorphic in {self.name}")
        if any(is_matrix(a, self.matrices) for a in t.args):
            raise Refused(f"Apply: {t.data[0]} of a matrix has no derivative rule")
        name, orders = t.data
        parts = []
        for i, a in enumerate(t.args):
            if self.name in a.free:
                raised = (*orders[:i], orders[i] + 1, *orders[i + 1 :])
                parts.append(times(self.d(a), Term("Apply", t.args, (name, raised))))
        return plus(*parts)

    def _Derivative(self, t: Term) -> Term:
        if t.args[-1].data == self.name:
            return Term("Derivative", t.args, (*t.data[:-1], t.data[-1] + 1))
        return Term("Derivative", (*t.args, self.variable), (*t.data, 1))

    def _Subs(self, t: Term) -> Term:
        k = (len(t.args) - 1) // 2
        body, bound, points = t.args[0], t.args[1 : k + 1], t.args[k + 1 :]
        parts = []
        for v, p in zip(bound, points, strict=True):
            if self.name in p.free:
                inner = Term("Derivative", (body, v), (1,))
                parts.append(times(self.d(p), Term("Subs", (inner, *t.args[1:]))))
        if self.name in body.free and self.variable not in bound:
            inner = Term("Derivative", (body, self.variable), (1,))
            parts.append(Term("Subs", (inner, *t.args[1:])))
        return plus(*parts)

    def _Sum(self, t: Term) -> Term:
        body, index, low, high = t.args
        if self.name in low.free or self.name in high.free:
            raise Refused(f"Sum: its bounds depend on {self.name}")
        if any(s.head == "oo" for b in (low, high) for s in b.walk()):
            raise Refused("Sum: an infinite sum is differentiated by a rule, not termwise")
        inner = _Work(self.name, self.nonreal - {index.data}, self.matrices - {index.data})
        after = inner.d(body)
        for c in inner.conditions:
            if index.data in c.free:
                raise Refused(f"Sum: the condition of its terms depends on the index {index.data}")
            self._add(c)
        return ZERO if is_zero(after) else t.rebuild([after, index, low, high])

    def _refuse(self, t: Term) -> Term:
        raise Refused(_REASONS[t.head].format(name=self.name))

    _Integral = _Limit = _Product = _Max = _Min = _floor = _ceiling = _Heaviside = _refuse

    # --- matrices ---------------------------------------------------------------------------------

    def _Matrix(self, t: Term) -> Term:
        return t.rebuild([self.d(a) for a in t.args])

    def _linear(self, t: Term) -> Term:
        inner = self.d(t.args[0])
        return ZERO if is_zero(inner) and t.head == "trace" else Term(t.head, (inner,))

    _trace = _transpose = _linear

    def _Index(self, t: Term) -> Term:
        if any(self.name in i.free for i in t.args[1:]):
            raise Refused(f"Index: an index depends on {self.name}")
        return t.rebuild([self.d(t.args[0]), *t.args[1:]])

    def _inverse(self, t: Term) -> Term:
        return minus(times(t, self.d(t.args[0]), t))

    def _det(self, t: Term) -> Term:
        a = t.args[0]
        self._add(Term("Ne", (t, ZERO)))  # Jacobi's formula in the form for invertible matrices
        return times(t, call("trace", times(call("inverse", a), self.d(a))))

    def _matrix_power(self, base: Term, exponent: Term) -> Term:
        if exponent.head != "Integer" or not 1 <= exponent.data <= 12:
            raise Refused("Pow of a matrix: only literal exponents 1 to 12 are differentiated")
        n, inner = exponent.data, self.d(base)
        return plus(*[times(*[base] * i, inner, *[base] * (n - 1 - i)) for i in range(n)])


_REAL_ONLY = frozenset(["Abs", "sign", "cbrt", "atan2"])

_REASONS = {
    "Integral": "leibniz: the derivative of an Integral in {name} is a step of its own "
    "(fixed limits: a majorant; moving limits: boundary terms)",
    "Limit": "Limit: exchanging a limit and a derivative in {name} is a step of its own",
    "Product": "Product: write its logarithm, or its factors, to differentiate in {name}",
    "Max": "Max: split into cases (Piecewise) before differentiating in {name}",
    "Min": "Min: split into cases (Piecewise) before differentiating in {name}",
    "floor": "floor is not differentiable in {name}",
    "ceiling": "ceiling is not differentiable in {name}",
    "Heaviside": "Heaviside has no classical derivative in {name}",
}


def _unless(condition: Term, consequence: Term) -> Term:
    return Term("Or", (Term("Not", (condition,)), consequence))


def _closed_truth(condition: Term) -> bool:
    """A condition between literals that can be read off: 2 != 0, 0 < 2."""
    if condition.head not in ("Ne", "Lt"):
        return False
    a, b = condition.args
    if a.head != "Integer" or b.head != "Integer":
        return False
    return bool(a.data != b.data if condition.head == "Ne" else a.data < b.data)
