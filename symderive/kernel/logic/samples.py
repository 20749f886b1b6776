"""Concrete functions for generic ones: a claim about every f fails if it fails for one explicit f.

The samples are polynomials and exponentials with rational coefficients, so they are smooth of every
order, real on real arguments, and their derivatives are exact terms.

>>> sample = next(sample_functions({"f": 1}))
>>> sample["f"].text
'(x1) -> 1/3 + 2*x1/5 - x1^2/7 + x1^3/11'
>>> sample["f"]((1,), (acb(0),)).str(5, radius=False)
'0.40000'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flint import acb

from symderive.kernel.logic.balls import evaluate
from symderive.terms.tree import ONE, ZERO, Term, add, call, div, integer, mul, neg, pow_, symbol
from symderive.terms.writer import write

_PRIMES = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


@dataclass(frozen=True)
class Sample:
    """An explicit function, called with the orders of derivation and the arguments."""

    arguments: tuple[str, ...]
    body: Term
    sign: int = 0  # +1 or -1: its sign at all real arguments

    def __call__(self, orders: tuple[int, ...], args: tuple[acb, ...]) -> acb:
        body = _derived(self.body, self.arguments, orders)
        return evaluate(body, dict(zip(self.arguments, args, strict=True)))

    @property
    def text(self) -> str:
        return f"({', '.join(self.arguments)}) -> {write(self.body)}"


def sample_functions(arities: Mapping[str, int]) -> Iterator[dict[str, Sample]]:
    """A few choices of explicit functions of the given numbers of arguments, all different."""
    for kind in (
        _polynomial,
        _exponential,
        _quadratic,
        _negative,
        _vanishing,
        _one,
        _flat,
        _straight,
    ):
        chosen = {}
        for j, (name, arity) in enumerate(sorted(arities.items())):
            arguments = tuple(f"x{i + 1}" for i in range(arity))
            sign = {_exponential: 1, _negative: -1}.get(kind, 0)
            chosen[name] = Sample(arguments, kind([symbol(a) for a in arguments], j), sign)
        yield chosen


@lru_cache(maxsize=512)
def _derived(body: Term, arguments: tuple[str, ...], orders: tuple[int, ...]) -> Term:
    # Imported here: differentiation stands on this room's givens.
    from symderive.kernel.analysis.calculus.differentiate import derivative

    for name, order in zip(arguments, orders, strict=True):
        for _ in range(order):
            body = derivative(body, name)
    return body


def _square(x: Term) -> Term:
    return pow_(x, integer(2))


def _over(t: Term, q: int) -> Term:
    return div(t, integer(q))


def _polynomial(xs: list[Term], j: int) -> Term:
    primes = _PRIMES[j % 5 :]
    parts = [_over(integer(1), primes[0])]
    for i, x in enumerate(xs):
        p, q, r = (primes[(3 * i + k) % len(primes)] for k in (1, 2, 3))
        parts += [
            _over(mul(integer(2), x), p), neg(_over(_square(x), q)), _over(pow_(x, integer(3)), r)
        ]  # fmt: skip
    for i, x in enumerate(xs):
        for y in xs[i + 1 :]:
            parts += [mul(x, y), neg(mul(_square(x), pow_(y, integer(3))))]
    return add(*parts)


def _exponential(xs: list[Term], j: int) -> Term:
    rates = [_over(mul(integer(2), x), _PRIMES[(i + j) % 10]) for i, x in enumerate(xs)]
    squares = [_square(x) for x in xs]
    return add(_over(integer(j + 1), 2), *squares, *([call("exp", add(*rates))] if xs else []))


def _straight(xs: list[Term], j: int) -> Term:
    """A line, or the square of the last argument: for these many differential equations hold."""
    if len(xs) == 1:
        return add(integer(j + 1), mul(integer(2), xs[0]))
    return _square(xs[-1]) if xs else integer(j + 1)


def _negative(xs: list[Term], j: int) -> Term:
    return neg(_exponential(xs, j))


def _vanishing(xs: list[Term], j: int) -> Term:
    """Zero where every argument is."""
    return add(*[mul(x, _polynomial([x], i + j)) for i, x in enumerate(xs)]) if xs else ZERO


def _one(xs: list[Term], j: int) -> Term:
    """One where every argument is zero."""
    return add(ONE, _vanishing(xs, j + 1))


def _flat(xs: list[Term], j: int) -> Term:
    """Zero with its first derivatives where every argument is."""
    return mul(_vanishing(xs, j), add(*xs)) if xs else ZERO


def _quadratic(xs: list[Term], j: int) -> Term:
    parts = [neg(integer(j + 2))]
    for i, x in enumerate(xs):
        parts += [mul(integer(i + j + 2), _square(x)), neg(x)]
    return add(*parts)
