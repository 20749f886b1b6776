"""Means of products of linear and quadratic forms under a normal law: the sum over all pairings.

Source: Isserlis, Biometrika 12 (1918): the mean of a product of centred normal variables is the sum
over pairings of products of covariances; an odd product has mean 0.
"""

from __future__ import annotations

from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.analysis.matrices.words import Matrix
from symderive.kernel.logic.field import Fraction_

Factor = tuple[str, Matrix]  # ("line", a) is a^T x, ("square", A) is x^T A x


class Pairings:
    """The law with this mean and covariance."""

    def __init__(self, a: Algebra, r: Reading, mean: Matrix, covariance: Matrix) -> None:
        self.a, self.r, self.m, self.s = a, r, mean, covariance

    def mean(self, factors: list[Factor]) -> Fraction_:
        """The mean of a product of forms in x = m + y."""
        k = self.a.k
        centred: list[tuple[Fraction_, list[Factor]]] = [(k.scalars.one, [])]
        for kind, b in factors:
            choices: list[tuple[Fraction_, list[Factor]]] = []
            one = k.scalars.one
            if kind == "line":
                choices = [(self._number(k.transpose(b), self.m), []), (one, [(kind, b)])]
            else:
                both = k.sum(b, k.transpose(b))
                choices = [(self._number(k.transpose(self.m), b, self.m), []),
                           (one, [("line", self._matrix(both, self.m))]), (one, [(kind, b)])]  # fmt: skip
            centred = [(c * d, f + g) for c, f in centred for d, g in choices if not d.zero]
        out = k.scalars.nought
        for c, f in centred:
            out = out + c * self._paired(f)
        return out

    def _paired(self, factors: list[Factor]) -> Fraction_:
        """The mean of a product of forms in a centred y."""
        k = self.a.k
        if not factors:
            return k.scalars.one
        if sum(1 + (kind == "square") for kind, _ in factors) % 2:
            return k.scalars.nought
        (kind, b), rest = factors[0], factors[1:]
        out = k.scalars.nought
        if kind == "square":
            out = out + self.r.trace(self._matrix(b, self.s)) * self._paired(rest)
        for i, (other, c) in enumerate(rest):
            left = rest[:i] + rest[i + 1 :]
            if kind == "line" and other == "line":
                out = out + self._number(k.transpose(b), self.s, c) * self._paired(left)
            elif kind == "line":
                both = k.sum(c, k.transpose(c))
                out = out + self._paired([("line", self._matrix(both, self.s, b)), *left])
            elif other == "line":
                line = self._matrix(k.transpose(b), self.s, c)
                out = out + self._paired([("line", line), *left])
            else:
                for end in (c, k.transpose(c)):
                    square = self._matrix(k.transpose(b), self.s, end)
                    out = out + self._paired([("square", square), *left])
        return out

    def _matrix(self, *factors: Matrix) -> Matrix:
        return self.a.reduced(self.a.k.product(*factors))

    def _number(self, *factors: Matrix) -> Fraction_:
        return self.r.number(self.a.k.product(*factors))
