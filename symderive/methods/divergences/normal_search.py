"""One search for a measure of normal laws: the densities, and steps that rewrite and integrate.

Each integral over all columns is one step that rewrites the integrand and one that integrates it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.matrices import components
from symderive.kernel.analysis.matrices.matrix_step import Work
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.logic.givens import Givens, constant
from symderive.laws.normals import Normal, definition, existence
from symderive.library import rules
from symderive.methods.divergences.matrix_terms import inv, log_of, quad
from symderive.strategy import Trail
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, eq, sub, symbol
from symderive.terms.writer import write


@dataclass
class Found:
    """The steps that the kernel accepted, the answer, and what had to be added to the givens."""

    trail: Trail
    value: Term | None = None
    added: list[Term] = field(default_factory=list)

    @property
    def claim(self) -> Term | None:
        steps = self.trail.steps
        return steps[-1].gives if self.value is not None else None


@dataclass
class Search:
    measure: str
    laws: Sequence[Normal]
    order: Term | None
    givens: Givens
    name: str
    n: Term

    def run(self) -> Found:
        """The derivation; where the integral needs a definite blend, that is added as a given."""
        found = self._attempt(self.givens)
        if found.value is None:
            added = existence(self.measure, self.laws, self.order, self.n)
            if added:
                again = self._attempt(self.givens.extended(*added))
                again.added = added
                return again if again.value is not None else found
        return found

    def _attempt(self, givens: Givens) -> Found:
        trail = Trail(givens, rules())
        from symderive.methods.divergences.normals import ROUTES

        value = ROUTES[self.measure](self, trail)
        return Found(trail, value)

    # --- densities --------------------------------------------------------------------------------

    @property
    def x(self) -> Term:
        return symbol(self.name)

    @property
    def under(self) -> tuple[Term, ...]:
        return (Term("Is", (self.x, Term("Tuple", (symbol("vector"), self.n)))),)

    def density(self, i: int) -> Term:
        return self.laws[i].density(self.x, self.n)

    def form(self, i: int) -> Term:
        """(x - m)^T S^-1 (x - m) of a law."""
        law = self.laws[i]
        return quad(inv(law.covariance), law.centred(self.x))

    def log_density(self, i: int) -> Term:
        logs = plus(times(self.n, call("log", times(TWO, Term("pi")))),
                    call("log", call("det", self.laws[i].covariance)), self.form(i))  # fmt: skip
        return minus(over(logs, TWO))

    @property
    def gap(self) -> Term | None:
        """The difference of the means; None where they are the same."""
        first, second = (law.mean for law in self.laws)
        if first == second or (is_zero_mean(first) and is_zero_mean(second)):
            return None
        if is_zero_mean(second):
            return first
        return second if is_zero_mean(first) else sub(first, second)

    def distance(self, matrix: Term) -> Term:
        """The quadratic form of a matrix at the difference of the means."""
        return ZERO if self.gap is None else quad(matrix, self.gap)

    def shorter(self, t: Term) -> Term:
        """The number in normal form where that is shorter: traces of identities, known determinants."""
        try:
            r = Reading(Work(self.givens, ()).algebra)
            k = r.k.scalars
            inner = k.term(
                k.of(components.gathered(r.a, r.scalar(t.args[0] if t.head == "log" else t)))
            )
            if (
                t.head == "log"
                and inner.head == "Pow"
                and not r.a.holds(Term("Gt", (inner.args[0], ZERO)))
            ):
                return t
        except (ArithmeticError, ValueError):
            return t
        found = r.a.meant(inner)
        if t.head == "log":
            found = ZERO if found == ONE else log_of(found)
        return found if len(write(found)) < len(write(t)) else t

    # --- steps ------------------------------------------------------------------------------------

    def integral(self, body: Term) -> Term:
        return Term("VolumeIntegral", (body, self.x, self.n))

    def integrated(self, trail: Trail, body: Term, rewritten: Term, value: Term) -> int | None:
        """body = rewritten at every column, and the integral of it."""
        same = trail.step("matrix_algebra", eq(body, rewritten), under=self.under)
        if same is None:
            return None
        return trail.step("gaussian_integral", eq(self.integral(body), value), uses=(same,))

    def finished(self, trail: Trail, steps: Sequence[int | None], value: Term) -> Term | None:
        """The measure from the integrals in it."""
        if any(s is None for s in steps):
            return None
        whole = definition(self.measure, self.laws, self.order, self.name, self.n)
        if whole.head == "VolumeIntegral":
            return value
        n = trail.step("matrix_algebra", eq(whole, value), uses=[s for s in steps if s is not None])
        return None if n is None else value


def is_zero_mean(mean: Term) -> bool:
    return mean.head == "ZeroMatrix" or constant(mean) == 0


def added(*parts: Term) -> Term:
    kept = [t for t in parts if t != ZERO]
    return plus(*kept) if kept else ZERO


def halved(t: Term) -> Term:
    return t if t == ZERO else over(t, TWO)
