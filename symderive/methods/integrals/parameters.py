"""Differentiation and limits in a parameter under the integral, with majorants found by trial.

Each part is a chain of steps on a search in progress; None where a step is refused.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import partial

from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, span_of
from symderive.kernel.analysis.continuity.zeros import is_zero, neat
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.majorant import bounded_by
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.givens import Givens
from symderive.methods import antiderivatives
from symderive.methods.guesses import read_back
from symderive.methods.integrals.majorants import majorants, neighbourhood
from symderive.methods.values import Values
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, div, eq, sub, symbol
from symderive.terms.writer import write

ANTIDERIVATIVES = antiderivatives.__name__
PROPOSALS = "symderive.methods.integrals.proposals"
Under = tuple[Term, ...]
SECONDS = 2.5  # of processor time for the search of one majorant


class Parameters:
    """Steps about integrals with a parameter, on the search `work`."""

    def __init__(self, work: Values) -> None:
        self.work = work
        self.slopes: dict[tuple[Term, str, Under], int | None] = {}
        self.existing: dict[tuple[Term, Under], int | None] = {}

    def value(self, integral: Term, under: Under = ()) -> int | None:
        """The number of a step integral = v; a search may do more than ask for antiderivatives."""
        return self.work.value(integral, under)

    def same_depth(self, integral: Term, under: Under = ()) -> int | None:
        """The value by a move that is free of charge."""
        return self.value(integral, under)

    def exists(self, integral: Term, under: Under = ()) -> int | None:
        """A step that says that the integral exists."""
        return self.work.step("convergence", eq(integral, integral), (), under)

    def closed(self, integral: Term, value: Term, uses: list[int], under: Under = ()) -> int | None:
        """The integral equals a value that follows from the steps."""
        return self.work.step("algebra", eq(integral, value), uses, under)

    def positive(self, t: Term, under: Under = ()) -> bool:
        """Whether the term is positive by the sign oracle."""
        return sign_of(t, self.givens(under)) == "+"

    def givens(self, under: Under) -> Givens:
        return self.work.givens.extended(*under) if under else self.work.givens

    def ask(self, function: str, *texts: str, under: Under = ()) -> list[Term]:
        """Terms that the worker proposes."""
        found = self.work.ask(function, *texts, self.work.sorts(self.givens(under)))
        return [t for t in map(read_back, found) if t is not None]

    def antiderivatives(self, body: Term, name: str, under: Under = ()) -> Iterator[Term]:
        """Candidates, strategy by strategy."""
        for strategy in ("manual", "closure", "rational", "euler", "integrate"):
            if strategy != "integrate" or getattr(self.work, "level", 1) > 0:
                yield from self.ask(f"{ANTIDERIVATIVES}:propose", strategy, write(body), name,
                                    under=under)[:2]  # fmt: skip

    # --- under the integral -----------------------------------------------------------------------

    def derivative(self, integral: Term, t: str, under: Under = ()) -> int | None:
        """d/dt of the integral, by `leibniz`; looked for once."""
        key = (integral, t, under)
        if key not in self.slopes:
            self.slopes[key] = self._derivative(integral, t, under)
        return self.slopes[key]

    def _derivative(self, integral: Term, t: str, under: Under) -> int | None:
        body, x, low, high = integral.args
        slopes = self.ask(f"{ANTIDERIVATIVES}:slope", write(body), t, under=under)
        givens = self.givens(under)
        ends = neighbourhood(t, givens)
        if not slopes or ends is None:
            return None
        slope = slopes[0]
        if not infinite(low) and not infinite(high):  # continuous on a compact rectangle
            claim = eq(Term("Derivative", (integral, symbol(t)), (1,)),
                       integral.rebuild((slope, x, low, high)))  # fmt: skip
            n = self.work.step("moving_limits", claim, (), under)
            if n is not None:
                return n
        s = fresh("s", body.free | slope.free | {t, x.data})
        box = givens.extended(Term("Lt", (ends[0], symbol(s))), Term("Lt", (symbol(s), ends[1])))
        inner = integral.rebuild((slope, x, low, high))
        claim = eq(Term("Derivative", (integral, symbol(t)), (1,)), inner)
        moved = substitute(slope, {t: symbol(s)})
        G = self.majorant(moved, s, ends, integral, box, givens)
        if G is None:
            return None
        bind = {"low": ends[0], "high": ends[1], "G": G}
        n = self.work.step("leibniz", claim, (), under, bind)
        if n is not None:
            return n
        K = self.majorant(body, s, ends, integral, givens, givens)
        return None if K is None else self.work.step("leibniz", claim, (), under, bind | {"K": K})

    def majorant(
        self, body: Term, s: str, ends: tuple[Term, ...], integral: Term, box: Givens,
        givens: Givens,
    ) -> Term | None:  # fmt: skip
        """An integrable bound of the body, proved so by the kernel."""
        _, x, low, high = integral.args
        inner = on_interval(x.data, low, high, box)
        stop = time.process_time() + SECONDS
        for G in majorants(body, s, ends, inner):
            if time.process_time() > stop:
                return None
            if s in G.free or self.work.tried(partial(bounded_by, body, G, inner)) is None:
                continue
            if self.work.tried(partial(integrable, G, x.data, low, high, givens)) is not None:
                return G
        return None

    def limit(
        self, integral: Term, t: str, point: Term, side: str, under: Under = ()
    ) -> int | None:
        """The limit of the integral as t tends to the point, a number, by `exchange_limit`."""
        body, x, low, high = integral.args
        givens = self.givens(under)
        inner = on_interval(x.data, low, high, givens)
        found = self.work.tried(lambda: limit(body, t, point, side, inner))
        if found is None or found.value is None or infinite(found.value):
            return None
        zero = is_zero(found.value, inner)
        tail = integral.rebuild((ZERO if zero else neat(found.value, inner), x, low, high))
        left = Term("Limit", (integral, symbol(t), point), "+-" if infinite(point) else side)
        far = infinite(point)
        edge = ONE if far else self._edge(t, point, under)
        box = givens.extended(Term("Lt", (edge, symbol(t)) if far else (symbol(t), edge)))
        if not far:
            box = box.extended(Term("Lt", (point, symbol(t))))
        if not far and not infinite(low) and not infinite(high):
            n = self.work.step("exchange_limit", eq(left, tail), (), under, {"high": edge})
            if n is not None:
                return self._put_tail(left, tail, n, under)
        ends = (edge,) if far else (edge, point)
        G = self.majorant(body, t, ends, integral, box, givens)
        if G is None:
            return None
        bind = {"G": G, ("low" if far else "high"): edge}
        n = self.work.step("exchange_limit", eq(left, tail), (), under, bind)
        return None if n is None else self._put_tail(left, tail, n, under)

    def _edge(self, t: str, point: Term, under: Under) -> Term:
        """A value of t beyond the point, inside its interval."""
        span = span_of(t, self.givens(under))
        if span is not None and not infinite(span[1]):
            return div(add(point, span[1]), TWO) if point != ZERO else div(span[1], TWO)
        return add(point, ONE) if point != ZERO else ONE

    def _put_tail(self, left: Term, tail: Term, n: int, under: Under) -> int | None:
        """The value of the integral of the limit put into step n."""
        v = self.value(tail, under)
        if v is None:
            return None
        value = self.work.steps[v].gives.args[1]
        return self.work.step("rewrite", eq(left, value), [n, v], under)

    # --- equations in the parameter ---------------------------------------------------------------

    def put(self, n: int, inner: int, under: Under = ()) -> int | None:
        """The right side of step n by the value of step inner."""
        left = self.work.steps[n].gives.args[0]
        right = self.work.steps[inner].gives.args[1]
        return self.work.step("rewrite", eq(left, right), [n, inner], under)

    def by_rate(self, rate: int, datum: int, t: str, under: Under = ()) -> int | None:
        """I = B from dI/dt = g(t) and the limit of I at an end."""
        integral = self.work.steps[rate].gives.args[0].args[0]
        g = self.work.steps[rate].gives.args[1]
        left, value = self.work.steps[datum].gives.args
        if left.head == "Limit":
            point, side = left.args[2], left.data
        else:
            point, side = self._equal(integral, left, t), "+-"
        for B in self.antiderivatives(g, t, under):
            at = self.work.tried(partial(limit, B, t, point, side, self.givens(under)))
            if at is None or at.value is None or infinite(at.value):
                continue
            shift = sub(value, at.value)
            whole = B if is_zero(shift, self.givens(under)) else add(B, shift)
            bind = {} if left.head == "Limit" else {"at": point}
            n = self.solved(integral, whole, (rate, datum), under, bind)
            if n is not None:
                return n
        return None

    def _equal(self, integral: Term, left: Term, t: str) -> Term:
        """What was put for t."""
        names = sorted(integral.args[0].free - {t, integral.args[1].data})
        starts = [ZERO, *map(symbol, names), ONE]
        return next(s for s in starts if substitute(integral, {t: s}) == left)

    def solved(
        self, integral: Term, B: Term, uses: Iterable[int], under: Under, bind: dict[str, Term]
    ) -> int | None:
        """The integral equals B in a short form, by `linear_ode`."""
        forms = self.ask(f"{ANTIDERIVATIVES}:tidy", write(B), under=under)
        for form in dict.fromkeys([*forms, B]):
            n = self.work.step("linear_ode", eq(integral, form), tuple(uses), under, bind)
            if n is not None:
                return n
        return None
