"""Iterated integrals and sums over a simplex, from the innermost outwards.

With x1, .., x(j-1) fixed, a Dirichlet weight in xj is a beta weight on (0, h) and a multinomial one a
binomial weight on 0, .., h, where h is what is left over; a factor that is linear in the statistics
(log(xi), or xi) stays linear in those of the earlier coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.congruence import range_of
from symderive.laws.vectors import VectorLaw
from symderive.methods.divergences.expectations import Expectations
from symderive.terms.tree import ONE, ZERO, Term, add, call, div, eq, mul, pow_, sub, symbol
from symderive.terms.writer import write


@dataclass(frozen=True)
class Linear:
    """constant + sum of coefficients times the statistics of the coordinates."""

    constant: Term
    coefficients: tuple[Term, ...]


class Simplex:
    """Iterated integrals of constant*weight*(linear factor), from the innermost outwards."""

    def __init__(
        self, work: Expectations, law: VectorLaw, names: Sequence[str], weights: Sequence[Term],
        constant: Term,
    ) -> None:  # fmt: skip
        self.work, self.law, self.names = work, law, names
        self.weights, self.constant = weights, constant
        self.of_law = tuple(weights) == law.weights

    def value(self, integral: Term, factor: Linear) -> int | None:
        nest = [integral]
        while nest[-1].args[0].head == integral.head and len(nest) < len(self.names):
            nest.append(nest[-1].args[0])
        spans: list[tuple[Term, ...]] = []
        givens = self.work.givens
        for t in nest[:-1]:
            spans.append(range_of(t, givens))
            givens = givens.extended(*spans[-1])
        inner: int | None = None
        for j in range(len(nest) - 1, -1, -1):
            held = tuple(s for span in spans[:j] for s in span)
            factor, inner = self._stage(j, nest[j], inner, factor, held)
            if inner is None:
                return None
        return inner

    def _stage(
        self, j: int, whole: Term, inner: int | None, factor: Linear, held: tuple[Term, ...]
    ) -> tuple[Linear, int | None]:
        """The binder of coordinate j, what is inside of it being known from the step `inner`."""
        work = self.work
        plain = whole if inner is None else whole.rebuild(
            (work.steps[inner].gives.args[1], *whole.args[1:])
        )  # fmt: skip
        work.assume(held)
        rest = factor.coefficients
        own, tail = rest[j], rest[j + 1]
        step = self._multinomial if self.law.count is not None else self._dirichlet
        proposal, after = step(j, factor.constant, rest[:j], own, tail)
        n = work.by_normaliser(plain, proposal)
        if n is not None and inner is not None:
            n = work.step("congruence", eq(whole, work.steps[n].gives.args[1]), [inner, n])
        work.assume(())
        return after, n

    def _left(self, j: int) -> Term:
        left = self.law.whole
        for n in self.names[:j]:
            left = sub(left, symbol(n))
        return left

    def _dirichlet(
        self, j: int, constant: Term, earlier: tuple[Term, ...], own: Term, tail: Term
    ) -> tuple[dict[str, object], Linear]:
        e, E = self.weights[j], add(*self.weights[j + 1 :])
        both, h = add(*self.weights[j:]), self._left(j)
        digamma = [call("digamma", t) for t in (e, E, both)]
        after = Linear(
            add(
                constant,
                mul(own, sub(digamma[0], digamma[2])),
                mul(tail, sub(digamma[1], digamma[2])),
            ),
            (*earlier, add(own, tail)),
        )
        logs = [call("log", symbol(n)) for n in self.names[:j]]
        powers = [pow_(symbol(n), sub(w, ONE))
                  for n, w in zip(self.names[:j], self.weights, strict=False)]  # fmt: skip
        beta = div(mul(*(call("gamma", t) for t in (e, E))), call("gamma", both))
        # What the later coordinates gave: their beta functions stand in the constant.
        k = mul(self.constant, *(self._beta(i) for i in range(j + 1, len(self.names))))
        fixed = mul(k, *powers)
        level = add(constant, *(mul(c, t) for c, t in zip(earlier, logs, strict=True)))
        parts = [
            (mul(fixed, level), (0, 0, 0)),
            (mul(fixed, own), (1, 0, 0)),
            (mul(fixed, tail), (0, 1, 0)),
        ]
        reached = add(after.constant, *(mul(c, t) for c, t in zip(earlier, logs, strict=True)),
                      *([] if j == 0 else [mul(after.coefficients[-1], call("log", h))]))  # fmt: skip
        scale = [] if j == 0 else [pow_(h, sub(both, ONE))]
        value = mul(fixed, *scale, beta, reached)
        values = [write(t) for t in (e, E, h)]
        return _proposal("simplex", parts, values, value), after

    def _beta(self, i: int) -> Term:
        e, E = self.weights[i], add(*self.weights[i + 1 :])
        return div(mul(call("gamma", e), call("gamma", E)), call("gamma", add(*self.weights[i:])))

    def _multinomial(
        self, j: int, constant: Term, earlier: tuple[Term, ...], own: Term, tail: Term
    ) -> tuple[dict[str, object], Linear]:
        """The weight of count j is binomial: t = log(p/P), P that of all later outcomes."""
        p, P = self.weights[j], add(*self.weights[j + 1 :])
        both, N = add(*self.weights[j:]), self._left(j)
        mean = div(add(mul(own, p), mul(tail, P)), both)
        after = Linear(constant, (*earlier, mean))
        counts = [symbol(n) for n in self.names[:j]]
        masses = [mul(call("binomial", self._left(i), counts[i]), pow_(w, counts[i]))
                  for i, w in zip(range(j), self.weights, strict=False)]  # fmt: skip
        fixed = mul(self.constant, *masses)
        level = add(constant, *(mul(c, t) for c, t in zip(earlier, counts, strict=True)))
        scaled = mul(fixed, pow_(P, N))
        parts = [
            (mul(scaled, add(level, mul(tail, N))), (0, 0)),
            (mul(scaled, sub(own, tail)), (1, 0)),
        ]
        if j == 0 and self.of_law:  # the probabilities add up to 1
            value = add(constant, mul(N, add(mul(own, p), mul(tail, P))))
        else:
            value = mul(fixed, pow_(both, N), add(level, mul(after.coefficients[-1], N)))
        values = [write(t) for t in (call("log", div(p, P)), N)]
        return _proposal("binomial", parts, values, value), after


def _proposal(
    master: str, parts: Sequence[tuple[Term, tuple[int, ...]]], values: list[str], value: Term
) -> dict[str, object]:
    rows = [[1, write(c), values, list(o)] for c, o in parts if ZERO not in c.args[-1:]]
    return {"master": master, "odd": "", "parts": rows, "values": [write(value)]}
