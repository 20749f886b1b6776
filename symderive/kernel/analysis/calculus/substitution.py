"""Derivatives that were written, worked out; generic functions, replaced by explicit ones.

Both differentiate, so both return the conditions under which the result equals what was written.

>>> from symderive.terms.tree import apply, call, integer, symbol
>>> x = symbol("x")
>>> node = Term("Derivative", (call("sin", x), x), (1,))
>>> evaluate_derivatives(node) == call("cos", x)
True
>>> substitute_function(apply("f", integer(2), orders=(1,)), "f", ["x"], Term("Pow", (x, x))).head
'Mul'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import BINDERS, Term, symbol

Conditions = dict[Term, None]


def evaluate(term: Term, givens: Givens | None = None) -> tuple[Term, tuple[Term, ...]]:
    """Every `Derivative` (and `Subs` of one) replaced by its value, and the conditions for that.

    A derivative of a generic function becomes an `Apply` with orders.  Raises `Refused` where a
    derivative has no rule, or where a condition depends on a variable that the term binds.
    """
    conditions: Conditions = {}
    result = _evaluate(term, givens, conditions)
    return result, tuple(conditions)


def evaluate_derivatives(term: Term, givens: Givens | None = None) -> Term:
    """The first component of `evaluate`."""
    return evaluate(term, givens)[0]


def differentiate_by(
    body: Term, variable: Term, givens: Givens | None = None
) -> tuple[Term, tuple[Term, ...]]:
    """The derivative by a name, or by a jet (`Apply`) as if it were an independent variable.

    The conditions come with it; raises `Refused` as `differentiate` does.

    >>> from symderive.terms.reader import read
    >>> from symderive.terms.writer import write
    >>> write(differentiate_by(read("y(x)*y'(x)^2"), read("y'(x)"))[0])
    "2*y(x)*y'(x)"
    """
    if variable.head == "Symbol":
        return differentiate(body, variable.data, givens)
    name = fresh("j", body.free | variable.free)
    value, conditions = differentiate(replace(body, variable, symbol(name)), name, givens)
    back = {name: variable}
    return substitute(value, back), tuple(substitute(c, back) for c in conditions)


def _evaluate(t: Term, givens: Givens | None, conditions: Conditions) -> Term:
    if not any(s.head == "Derivative" or s.head == "Subs" for s in t.walk()):
        return t
    if t.head == "Derivative":
        result = _evaluate(t.args[0], givens, conditions)
        for v, order in zip(t.args[1:], t.data, strict=True):
            for _ in range(order):
                result, more = differentiate_by(result, v, givens)
                conditions.update(dict.fromkeys(more))
        return result
    if t.head == "Subs":
        k = (len(t.args) - 1) // 2
        inner: Conditions = {}
        body = _evaluate(t.args[0], givens, inner)
        points = [_evaluate(p, givens, conditions) for p in t.args[k + 1 :]]
        at = {v.data: p for v, p in zip(t.args[1 : k + 1], points, strict=True)}
        conditions.update(dict.fromkeys(substitute(c, at) for c in inner))
        return substitute(body, at)
    if t.head in BINDERS:
        inner = {}
        body = _evaluate(t.args[0], givens, inner)
        _leave(t, inner, conditions)
        return t.rebuild([body, *(_evaluate(a, givens, conditions) for a in t.args[1:])])
    return t.rebuild([_evaluate(a, givens, conditions) for a in t.args])


def _leave(binder: Term, inner: Conditions, conditions: Conditions) -> None:
    """Conditions may leave a binder only where they say nothing about its variable."""
    bound = binder.args[1].data
    for c in inner:
        if bound in c.free:
            raise Refused(
                f"{binder.head}: a condition of the derivative inside depends on the bound "
                f"variable {bound}; work out its integrand or term by itself first"
            )
        conditions[c] = None


def instantiate(
    term: Term, name: str, params: Sequence[str], body: Term, givens: Givens | None = None
) -> tuple[Term, tuple[Term, ...]]:
    """The generic function `name` replaced by params -> body, and the conditions met.

    Orders of `Apply` become derivatives of the body by its parameters (the first slot first).  A
    binder that would capture another name of the body is renamed.  Raises `Refused` as
    `differentiate` does, and ValueError for a wrong number of arguments.
    """
    if len(set(params)) != len(params):
        raise ValueError(f"{name}: its parameters {', '.join(params)} repeat a name")
    conditions: Conditions = {}
    result = _Instance(name, tuple(params), body, givens).of(term, conditions)
    return result, tuple(conditions)


def substitute_function(
    term: Term, name: str, params: Sequence[str], body: Term, givens: Givens | None = None
) -> Term:
    """The first component of `instantiate`."""
    return instantiate(term, name, params, body, givens)[0]


class _Instance:
    """params -> body in place of a generic function, its derivatives worked out once."""

    def __init__(self, name: str, params: tuple[str, ...], body: Term, givens: Givens | None):
        self.name, self.params, self.givens = name, params, givens
        self.foreign = body.free - set(params)
        self.known: dict[tuple[int, ...], tuple[Term, Conditions]] = {
            (0,) * len(params): (body, {})
        }

    def derivative(self, orders: tuple[int, ...]) -> tuple[Term, Conditions]:
        if orders not in self.known:
            last = max(i for i, o in enumerate(orders) if o)
            before, conditions = self.derivative(
                (*orders[:last], orders[last] - 1, *orders[last + 1 :])
            )
            after, more = differentiate(before, self.params[last], self.givens)
            self.known[orders] = after, {**conditions, **dict.fromkeys(more)}
        return self.known[orders]

    def of(self, t: Term, conditions: Conditions) -> Term:
        if self.name not in t.functions:
            return t
        if t.head == "Apply" and t.data[0] == self.name:
            if len(t.args) != len(self.params):
                raise ValueError(
                    f"{self.name} has {len(self.params)} parameters, not {len(t.args)}"
                )
            args = [self.of(a, conditions) for a in t.args]
            value, more = self.derivative(t.data[1])
            at = dict(zip(self.params, args, strict=True))
            conditions.update(dict.fromkeys(substitute(c, at) for c in more))
            return substitute(value, at)
        if t.head in BINDERS:
            body, (variable,) = self._open(t.args[0], t.args[1:2])
            inner: Conditions = {}
            new = t.rebuild(
                [self.of(body, inner), variable, *(self.of(a, conditions) for a in t.args[2:])]
            )
            _leave(new, inner, conditions)
            return new
        if t.head == "Subs":
            return self._subs(t, conditions)
        if t.head == "Derivative" and self.foreign & {v.data for v in t.args[1:]}:
            # d/dx f(x, ..) with a body that has an x of its own: the written x is another one.
            body, variables = self._open(t.args[0], t.args[1:])
            node = Term("Derivative", (body, *variables), t.data)
            return self._subs(Term("Subs", (node, *variables, *t.args[1:])), conditions)
        return t.rebuild([self.of(a, conditions) for a in t.args])

    def _subs(self, t: Term, conditions: Conditions) -> Term:
        k = (len(t.args) - 1) // 2
        body, bound = self._open(t.args[0], t.args[1 : k + 1])
        inner: Conditions = {}
        points = [self.of(p, conditions) for p in t.args[k + 1 :]]
        at = {v.data: p for v, p in zip(bound, points, strict=True)}
        new = t.rebuild([self.of(body, inner), *bound, *points])
        conditions.update(dict.fromkeys(substitute(c, at) for c in inner))
        return new

    def _open(self, body: Term, bound: tuple[Term, ...]) -> tuple[Term, tuple[Term, ...]]:
        """The scope with its variables off the names of the function's body."""
        taken = set(body.free | self.foreign | {b.data for b in bound})
        renaming: dict[str, Term] = {}
        for b in bound:
            if b.data in self.foreign and b.data not in renaming:
                taken.add(new := fresh(b.data, taken))
                renaming[b.data] = symbol(new)
        return substitute(body, renaming), tuple(renaming.get(b.data, b) for b in bound)
