"""A damping factor: J(p) = Integral(exp(-p*x)*f), its rate in p, J(oo) = 0, p -> 0+ by Abel's theorem."""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.methods.integrals.majorants import majorants
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, ZERO, Term, add, call, div, eq, mul, neg, symbol
from symderive.terms.writer import write

OO = Term("oo")
_WAVES = frozenset("sin cos".split())


def without_a_factor(body: Term) -> Iterator[Term]:
    """The body without one of the factors 1 + .. below."""
    if body.head == "Neg":
        yield from without_a_factor(body.args[0])
    if body.head != "Div":
        return
    top, bottom = body.args
    for smaller in without_a_factor(top):
        yield div(smaller, bottom)
    factors = bottom.args if bottom.head == "Mul" else (bottom,)
    for f in factors:
        base = f.args[0] if f.head == "Pow" else f
        if base.head == "Add" and ONE in base.args:
            rest = [g for g in factors if g is not f]
            yield div(top, mul(*rest)) if rest else top


class Damping(Parameters):
    """The route through a damping factor, for integrals that converge by oscillation."""

    # --- damped -----------------------------------------------------------------------------------

    def damped(self, integral: Term, under: Under = ()) -> int | None:
        """J(p) = Integral(exp(-p*x)*f): rate in p, J(oo) = 0, p -> 0+ by Abel's theorem."""
        f, x, low, high = integral.args
        waves = any(u.head in _WAVES and x.data in u.free for u in f.walk())
        damps = any(u.head == "exp" and x.data in u.free for u in f.walk())
        if infinite(low) or infinite(high) <= 0 or not waves or damps:
            return None
        spoken = f.free | self.work.givens.sorts.keys() | {x.data}
        p = symbol("p" if "p" not in spoken else fresh("p", spoken))
        inside = (*under, Term("Lt", (ZERO, p)))
        damped = integral.rebuild((mul(call("exp", neg(mul(p, x))), f), x, low, high))
        there = self.convergence(integral, under)
        slope = None if there is None else self.derivative(damped, p.data, inside)
        v = None if slope is None else self.value(self.work.steps[slope].gives.args[1], inside)
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
        for G in without_a_factor(body):  # one factor below is at least 1
            n = self.work.step("convergence", claim, (), under, {"G": G})
            if n is not None:
                return n
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
