"""Routes to the value of an integral: what is tried where no antiderivative is found.

closing: dI/dt = c(t)*I after one integration by parts.  damped: a factor exp(-p*x), the rate in p,
its value at infinity, and p -> 0+ by Abel's theorem.  rate: dI/dt has a value.  even: twice a half.
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, span_of
from symderive.kernel.logic.givens import Givens
from symderive.methods.integrals.majorants import majorants
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.methods.integrals.substitutions import halves, reflected, substituted
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, call, eq, mul, neg, symbol
from symderive.terms.writer import write

OO = Term("oo")
_WAVES = frozenset("sin cos".split())


class Routes(Parameters):
    """`value(I)` gives the number of a step I = v, or None."""

    def value(self, integral: Term, under: Under = ()) -> int | None:
        n = self.work.value(integral, under)
        for route in (self.closing, self.raised, self.rate, self.even, self.reflected,
                      self.halves, self.substituted, self.damped):  # fmt: skip
            if n is not None:
                return n
            n = route(integral, under)
        return n

    def reflected(self, integral: Term, under: Under = ()) -> int | None:
        return reflected(self, integral, under)

    def substituted(self, integral: Term, under: Under = ()) -> int | None:
        return substituted(self, integral, under)

    def halves(self, integral: Term, under: Under = ()) -> int | None:
        """A circular function over a whole or half turn, cut in the middle."""
        return halves(self, integral, under)

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
        if not any(u.head in _WAVES and t in u.free for u in body.walk()):
            return None
        slope = self.derivative(integral, t, under)
        if slope is None:
            return None
        inner = self.work.steps[slope].gives.args[1]
        rate = None
        for u, v in self._sides(inner, t, under):
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

    def _rate(self, integral: Term, t: str, under: Under) -> int | None:
        span = span_of(t, self.givens(under))
        if span is None:
            return None
        slope = self.derivative(integral, t, under)
        v = None if slope is None else self.work.value(self.work.steps[slope].gives.args[1], under)
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
        for other in self.parameters(integral, under):
            put = substitute(integral, {t: symbol(other)})
            if other != t and self.givens(under).sort(other) == self.givens(under).sort(t):
                inside = (*under, *self.ranged(put, under))
                same = self.work.step("algebra", eq(put.args[0], ZERO), (), inside)
                zero = self.work.value(put.rebuild((ZERO, *put.args[1:])), under)
                if same is not None and zero is not None:
                    n = self.work.step("congruence", eq(put, ZERO), [same, zero], under)
                    if n is not None:
                        yield n
        places = [] if infinite(low) else [(low, "+")]
        for point, side in [*places, *([(OO, "+-")] if infinite(high) else [])]:
            n = self.limit(integral, t, point, side, outer)
            if n is not None:
                yield n

    # --- raised -----------------------------------------------------------------------------------

    def raised(self, integral: Term, under: Under = (), depth: int = 2) -> int | None:
        """The integrand is a derivative in a parameter of one whose integral has a value."""
        body, x, low, high = integral.args
        for t in self.parameters(integral, under) if depth else ():
            asked = (write(body), t, x.data)
            for F in self.ask(f"{PROPOSALS}:in_parameter", *asked, under=under):
                if sum(1 for _ in F.walk()) > sum(1 for _ in body.walk()) + 2:
                    continue
                lower = integral.rebuild((F, x, low, high))
                v = self.work.value(lower, under) or self._closing(lower, t, under)
                v = v or self.raised(lower, under, depth - 1)
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

    # --- even -------------------------------------------------------------------------------------

    def even(self, integral: Term, under: Under = ()) -> int | None:
        """Twice the integral over the positive half line."""
        body, x, low, high = integral.args
        if infinite(low) >= 0 or infinite(high) <= 0:
            return None
        right = integral.rebuild((body, x, ZERO, high))
        v = self.value(right, under)
        return None if v is None else self.doubled(integral, v, under)

    def doubled(self, integral: Term, half: int, under: Under = ()) -> int | None:
        """The integral over the whole line from step `half`, the value over x > 0."""
        body, x, low = integral.args[:3]
        right, value = self.work.steps[half].gives.args
        left = integral.rebuild((body, x, low, ZERO))
        turned = self.work.step(
            "change_of_variables", eq(left, right), [half], under, {"phi": neg(x)})  # fmt: skip
        same = None if turned is None else self.put(turned, half, under)
        if same is None:
            return None
        parts = self.work.step("split", eq(integral, add(left, right)), [same, half], under)
        if parts is None:
            return None
        for form in [*self.ask(f"{PROPOSALS}:simplified", write(mul(TWO, value)), under=under),
                     mul(TWO, value)]:  # fmt: skip
            n = self.work.step("algebra", eq(integral, form), [parts, same, half], under)
            if n is not None:
                return n
        return None

    # --- damped -----------------------------------------------------------------------------------

    def damped(self, integral: Term, under: Under = ()) -> int | None:
        """J(p) = Integral(exp(-p*x)*f): rate in p, J(oo) = 0, p -> 0+ by Abel's theorem."""
        f, x, low, high = integral.args
        if infinite(low) or infinite(high) <= 0:
            return None
        spoken = f.free | self.work.givens.sorts.keys() | {x.data}
        p = symbol("p" if "p" not in spoken else fresh("p", spoken))
        inside = (*under, Term("Lt", (ZERO, p)))
        damped = integral.rebuild((mul(call("exp", neg(mul(p, x))), f), x, low, high))
        there = self.convergence(integral, under)
        slope = None if there is None else self.derivative(damped, p.data, inside)
        v = None if slope is None else self.work.value(self.work.steps[slope].gives.args[1], inside)
        rate = None if slope is None or v is None else self.put(slope, v, inside)
        datum = None if rate is None else self.limit(damped, p.data, OO, "+-", under)
        if there is None or rate is None or datum is None:
            return None
        solution = self.by_rate(rate, datum, p.data, inside)
        if solution is None:
            return None
        B = self.work.steps[solution].gives.args[1]
        left = Term("Limit", (damped, p, ZERO), "+")
        abel = self.work.step("abel_limit", eq(left, integral), [there], under)
        end = self.work.value(Term("Limit", (B, p, ZERO), "+"), under)
        if abel is None or end is None:
            return None
        value = self.work.steps[end].gives.args[1]
        known = self.work.step("congruence", eq(left, value), [solution, end], under)
        if known is None:
            return None
        return self.work.step("rewrite", eq(integral, value), [known, abel], under)

    def convergence(self, integral: Term, under: Under = ()) -> int | None:
        """The integral exists: by comparison, or by Dirichlet's test with a wave as one factor."""
        claim = eq(integral, integral)
        n = self.work.step("convergence", claim, (), under)
        if n is not None:
            return n
        body, x, low, high = integral.args
        c = ONE if low == ZERO else add(low, ONE)
        beyond = on_interval(x.data, c, high, self.givens(under))
        for wave in [u for u in body.walk() if u.head in _WAVES and x.data in u.free]:
            rest = write(Term("Div", (body, wave)))
            for w in self.ask(f"{PROPOSALS}:simplified", rest, under=under):
                for U in self.antiderivatives(wave, x.data, under):
                    for M in majorants(U, "", (), beyond):
                        bind = {"U": U, "w": w, "M": M, "c": c}
                        n = self.work.step("convergence", claim, (), under, bind)
                        if n is not None:
                            return n
        return None
