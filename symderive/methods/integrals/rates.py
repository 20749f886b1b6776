"""Values through an equation in a parameter: dI/dt is known, or a multiple of I, or I is a derivative.

closing: dI/dt = c(t)*I after one integration by parts.  rate: dI/dt has a value, and I a limit at an
end of the range of t.  raised: the integrand is a derivative in t of one whose integral has a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, span_of
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.givens import Givens
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, eq, mul, neg, sub, symbol
from symderive.terms.writer import write

OO = Term("oo")
_WAVES = frozenset("sin cos".split())


def _inverse(t: Term, x: str) -> bool:
    """Whether something is divided by the variable."""
    return any(u.head == "Div" and x in u.args[1].free for u in t.walk()) or any(
        u.head == "Pow" and u.args[0] == symbol(x) and u.args[1].head == "Neg" for u in t.walk()
    )


class Rates(Parameters):
    """Routes through the derivative in a parameter."""

    def parameters(self, integral: Term, under: Under) -> list[str]:
        """Names in the integrand in which it can be differentiated."""
        names = sorted(integral.args[0].free - {integral.args[1].data})
        fixed = integral.args[2].free | integral.args[3].free
        return [t for t in names if t not in fixed and self.givens(under).sort(t).domain == "real"]

    # --- closing ----------------------------------------------------------------------------------

    def closing(self, integral: Term, under: Under = ()) -> int | None:
        """dI/dt = c*I by parts, and the value at t = 0."""
        for t in self.parameters(integral, under):
            n = self._closing(integral, t, under)
            if n is not None:
                return n
        return None

    def _closing(self, integral: Term, t: str, under: Under) -> int | None:
        body, x = integral.args[:2]
        start = substitute(body, {t: ZERO})
        waves = any(u.head in _WAVES and t in u.free for u in body.walk())
        inverses = any(u.head == "exp" and t in u.free and _inverse(u, x.data) for u in body.walk())
        if not waves and not inverses:
            return None
        slope = self.derivative(integral, t, under)
        if slope is None:
            return None
        inner = self.work.steps[slope].gives.args[1]
        rate = None if waves else self._turned(integral, t, slope, under)
        for u, v in self._sides(inner, t, under) if waves else ():
            slope_ = write(Term("Derivative", (u, x), (1,)))
            du = self.ask(f"{PROPOSALS}:simplified", slope_, under=under)
            rest = [write(neg(mul(d, v))) for d in du]
            ratio = [c for r in rest for c in self.ask(
                f"{PROPOSALS}:quotient", r, write(body), x.data, under=under)]  # fmt: skip
            for c in ratio:
                claim = eq(inner, mul(c, integral))
                rate = self.work.step("parts", claim, (), under, {"u": u, "v": v})
                if rate is not None:
                    break
            if rate is not None:
                break
        if rate is None:
            return None
        closed = self.put(slope, rate, under)
        datum, bind = self._start(integral, t, start, under)
        if closed is None or datum is None:
            return None
        return self._along(integral, t, closed, rate, datum, bind, under)

    def _turned(self, integral: Term, t: str, slope: int, under: Under) -> int | None:
        """dI/dt = c*I by a map x = c/x of the half line onto itself."""
        body, x, low, high = integral.args
        if low != ZERO or infinite(high) <= 0:
            return None
        inner = self.work.steps[slope].gives.args[1]
        told = self.work.sorts(self.givens(under))
        asked = (write(body), write(inner.args[0]), x.data, t, told)
        for row in self.work.ask(f"{PROPOSALS}:turned", *asked):
            phi, c, image = (read(text) for text in row)
            whole = integral.rebuild((image, x, low, high))
            there = self.exists(whole, under)
            step = self.work.step
            n = None if there is None else step(
                "change_of_variables", eq(inner, whole), [there], under, {"phi": phi})  # fmt: skip
            own = self.exists(integral, under)
            if n is None or own is None:
                continue
            m = step("linearity", eq(whole, mul(c, integral)), [own], under)
            both = (
                None if m is None else step("rewrite", eq(inner, mul(c, integral)), [n, m], under)
            )
            if both is not None:
                return both
        return None

    def _along(
        self, integral: Term, t: str, closed: int, rate: int, datum: int,
        bind: dict[str, Term], under: Under,
    ) -> int | None:  # fmt: skip
        """The solution of dI/dt = c*I through the datum."""
        c = self.work.steps[rate].gives.args[1].args[0]
        value = self.work.steps[datum].gives.args[1]
        for B in self.ask(f"{PROPOSALS}:along", write(c), t, write(value), "0", under=under):
            n = self.solved(integral, B, (closed, datum), under, bind)
            if n is not None:
                return n
        return None

    def ranged(self, integral: Term, under: Under) -> Under:
        """What may be supposed of the variable under the integral sign."""
        return self.work.tried(lambda: range_of(integral, self.givens(under))) or ()

    def _start(
        self, integral: Term, t: str, start: Term, under: Under
    ) -> tuple[int | None, dict[str, Term]]:
        """The datum at t = 0: a value inside the range of t, a limit at its end."""
        span = span_of(t, self.givens(under))
        if span is not None and span[0] == ZERO:
            outer = tuple(u for u in under if t not in u.free)
            return self.limit(integral, t, ZERO, "+", outer), {}
        return self._at(integral, start, under), {"at": ZERO}

    def _sides(self, inner: Term, t: str, under: Under) -> Iterator[tuple[Term, Term]]:
        x = inner.args[1].data
        found = self.ask(f"{PROPOSALS}:sides", write(inner.args[0]), x, t, under=under)
        if len(found) == 2:
            u, dv = found
            for v in self.antiderivatives(dv, x, under):
                yield u, v

    def _at(self, integral: Term, start: Term, under: Under) -> int | None:
        """The value of the integral with the parameter put to 0, as it stands."""
        _, x, low, high = integral.args
        whole = integral.rebuild((start, x, low, high))
        for simple in self.ask(f"{PROPOSALS}:simplified", write(start), under=under):
            plain = integral.rebuild((simple, x, low, high))
            v = self.value(plain, under)
            inside = (*under, *self.ranged(whole, under))
            same = self.work.step("algebra", eq(start, simple), (), inside)
            if v is None or same is None:
                continue
            value = self.work.steps[v].gives.args[1]
            return self.work.step("congruence", eq(whole, value), [same, v], under)
        return None

    # --- rate -------------------------------------------------------------------------------------

    def rate(self, integral: Term, under: Under = ()) -> int | None:
        """dI/dt has a value by an antiderivative, and I a limit at an end of the range of t."""
        for t in self.parameters(integral, under):
            n = self._rate(integral, t, under)
            if n is not None:
                return n
        return None

    def by_parameter(self, integral: Term, t: str, under: Under) -> int | None:
        """The value by one parameter, its rate or a multiple of the integral itself."""
        return self._rate(integral, t, under) or self._closing(integral, t, under)

    def _rate(self, integral: Term, t: str, under: Under) -> int | None:
        span = span_of(t, self.givens(under))
        if span is None:
            return None
        slope = self.derivative(integral, t, under)
        v = None if slope is None else self.value(self.work.steps[slope].gives.args[1], under)
        rate = None if slope is None or v is None else self.put(slope, v, under)
        for datum in self._data(integral, t, span, under) if rate is not None else ():
            n = None if rate is None else self.by_rate(rate, datum, t, under)
            if n is not None:
                return n
        return None

    def _data(
        self, integral: Term, t: str, span: tuple[Term, Term, bool, bool, Givens], under: Under
    ) -> Iterator[int]:
        """Limits at the ends of the range of t, and zeros where t equals another parameter."""
        low, high = span[:2]
        outer = tuple(u for u in under if t not in u.free)
        starts = [symbol(o) for o in self.parameters(integral, under)
                  if o != t and self.givens(under).sort(o) == self.givens(under).sort(t)]  # fmt: skip
        if infinite(low) and infinite(high):
            starts.insert(0, ZERO)
        if sign_of(sub(ONE, low), self.givens(outer)) == "+" if not infinite(low) else True:
            starts.append(ONE)  # perhaps a value of its own
        for start in starts[:-1] if ONE in starts else starts:
            body = substitute(integral.args[0], {t: start})
            if not self._simpler(body, integral, under):
                continue
            n = self._at(integral, body, under)
            if n is not None:
                yield n
        places = [] if infinite(low) else [(low, "+")]
        for point, side in [*places, *([(OO, "+-")] if infinite(high) else [])]:
            n = self.limit(integral, t, point, side, outer)
            if n is not None:
                yield n
        if ONE in starts:
            n = self._at(integral, substitute(integral.args[0], {t: ONE}), under)
            if n is not None:
                yield n

    def _simpler(self, body: Term, integral: Term, under: Under) -> bool:
        """Whether an integrand has become a constant, or less than half as long."""
        for simple in self.ask(f"{PROPOSALS}:simplified", write(body), under=under):
            length = sum(1 for _ in simple.walk())
            if integral.args[1].data not in simple.free:
                return True
            return 2 * length < sum(1 for _ in integral.args[0].walk())
        return False

    # --- raised -----------------------------------------------------------------------------------

    def raised(self, integral: Term, under: Under = (), more: int = 1) -> int | None:
        """The integrand is a derivative in a parameter of one whose integral has a value."""
        body, x, low, high = integral.args
        for t in self.parameters(integral, under):
            asked = (write(body), t, x.data)
            for F in self.ask(f"{PROPOSALS}:in_parameter", *asked, under=under):
                if sum(1 for _ in F.walk()) > sum(1 for _ in body.walk()) + 2:
                    continue
                lower = integral.rebuild((F, x, low, high))
                v = self.value(lower, under) or self._closing(lower, t, under)
                if v is None and more:
                    v = self.raised(lower, under, more - 1)
                n = None if v is None else self._lifted(integral, lower, v, t, under)
                if n is not None:
                    return n
        return None

    def _lifted(self, integral: Term, lower: Term, v: int, t: str, under: Under) -> int | None:
        """From the value of an integral to that of its derivative in the parameter."""
        slope = self.derivative(lower, t, under)
        if slope is None:
            return None
        left, inner = self.work.steps[slope].gives.args
        value = self.work.steps[v].gives.args[1]
        rate = Term("Derivative", (value, symbol(t)), (1,))
        moved = self.work.step("differentiation", eq(left, rate), [v], under)
        for form in self.ask(f"{PROPOSALS}:simplified", write(rate), under=under):
            step = self.work.step
            worked = None if moved is None else step("algebra", eq(rate, form), (), under)
            if moved is None or worked is None:
                continue
            known = step("rewrite", eq(left, form), [moved, worked], under)
            done = (
                None if known is None else step("rewrite", eq(inner, form), [known, slope], under)
            )
            if done is None or inner == integral:
                return done
            same = step("algebra", eq(integral.args[0], inner.args[0]), (), under)
            if same is not None:
                return step("congruence", eq(integral, form), [same, done], under)
        return None
