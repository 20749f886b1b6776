"""Laplace's cosine integral with domination only: F = Integral(cos(a*x)/(1 + x^2)) through H'' = F.

F itself has no dominated derivative; H = Integral(2*(1 - cos(a*x))/(x^2*(1 + x^2)), (x, 0, oo)) has
two.  Partial fractions give H'' = H + pi - pi*a, and H, H' -> 0 as a -> 0+.
"""

from __future__ import annotations

from symderive.methods.integrals.parameters import PROPOSALS, Under
from symderive.methods.integrals.routes import Routes
from symderive.methods.integrals.symmetries import doubled
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, add, eq, symbol
from symderive.terms.writer import write


class Laplace(Routes):
    """The route `twice_integrated`, for the integrand cos(a*x)/(1 + x^2)."""

    def twice_integrated(self, integral: Term) -> int | None:
        """The integral over the real line, for a > 0, and for a = 0 where that is allowed."""
        x = integral.args[1].data
        names = integral.args[0].free - {x}
        if len(names) != 1:
            return None
        (a,) = names
        model = read(f"Integral(cos({a}*{x})/(1 + {x}^2), ({x}, -oo, oo))")
        if integral != model:
            return None
        positive = Term("Lt", (ZERO, symbol(a)))
        sign = self.work.givens.sort(a).sign
        if sign == "+":
            return self._positive(integral, a, x, ())
        parts = [self._positive(integral, a, x, (positive,)), self._zero(integral, a)]
        if None in parts or sign != "0+":
            return None
        claim = self.work.steps[parts[0] or 0].gives
        return self.work.step("cases", claim, [n for n in parts if n])

    def _positive(self, integral: Term, a: str, x: str, under: Under) -> int | None:
        def over(body: str) -> Term:
            return read(f"Integral({body}, ({x}, 0, oo))")

        step, steps = self.work.step, self.work.steps
        square = over(f"(1 - cos({a}*{x}))/{x}^2")
        wave, bell = over(f"sin({a}*{x})/{x}"), over(f"1/(1 + {x}^2)")
        H = over(f"2*(1 - cos({a}*{x}))/({x}^2*(1 + {x}^2))")
        s = self.damped(wave, under)
        b = self.work.value(bell, under)
        first = self.derivative(H, a, under)
        second = None if first is None else self.derivative(steps[first].gives.args[1], a, under)
        if s is None or b is None or first is None or second is None:
            return None
        bind = {"u": read(f"1 - cos({a}*{x})"), "v": read(f"-1/{x}")}
        by_parts = step("parts", read(f"{write(square)} = {a}*{write(wave)}"), [s], under, bind)
        q = None if by_parts is None else self.put_in(by_parts, s, under)
        F = steps[second].gives.args[1]
        c = step("convergence", eq(F, F), (), under)
        if q is None or c is None:
            return None
        apart = read(f"{write(H)} = 2*{write(square)} - 2*{write(bell)} + {write(F)}")
        linear = step("linearity", apart, [q, b, c], under)
        force = add(H, read(f"pi - pi*{a}"))
        known = None if linear is None else step("algebra", eq(F, force), [linear, q, b, c], under)
        rate = None if known is None else self.put(second, known, under)
        outer = tuple(u for u in under if a not in u.free)
        K = steps[first].gives.args[1]
        data = [self.limit(T, a, ZERO, "+", outer) for T in (H, K)]
        if known is None or rate is None or None in data:
            return None
        found = self.ask(f"{PROPOSALS}:from_rest", f"pi - pi*{a}", a, under=under)
        if len(found) != 2:
            return None
        uses = [first, rate, *(n for n in data if n)]
        h = step("linear_ode", eq(H, found[0]), uses, under, {"B2": found[1]})
        value = read(f"pi*exp(-{a})")
        whole = None if h is None else step("algebra", eq(F, value), [known, h], under)
        return None if whole is None else self._halved(integral, F, whole, value, under)

    def put_in(self, n: int, inner: int, under: Under) -> int | None:
        """The value of step inner put into the right side of step n."""
        from symderive.terms.substitute import replace

        left, right = self.work.steps[n].gives.args
        put = eq(left, replace(right, *self.work.steps[inner].gives.args))
        return self.work.step("rewrite", put, [n, inner], under)

    def _halved(self, integral: Term, F: Term, n: int, value: Term, under: Under) -> int | None:
        """From twice the integral over x > 0 to that over the real line."""
        body, x, _, high = integral.args
        half = integral.rebuild((body, x, ZERO, high))
        c = self.work.step("convergence", eq(half, half), (), under)
        if c is None:
            return None
        twice = self.work.step("linearity", read(f"{write(F)} = 2*{write(half)}"), [n, c], under)
        claim = read(f"{write(half)} = {write(value)}/2")
        v = None if twice is None else self.work.step("algebra", claim, [twice, n, c], under)
        return None if v is None else doubled(self, integral, v, under)

    def _zero(self, integral: Term, a: str) -> int | None:
        """The value for a = 0."""
        under = (read(f"{a} = 0"),)
        body, x, low, high = integral.args
        simple = read(f"1/(1 + {x.data}^2)")
        v = self.work.value(integral.rebuild((simple, x, low, high)), under)
        same = self.work.step("algebra", eq(body, simple), (), under)
        if v is None or same is None:
            return None
        value = self.work.steps[v].gives.args[1]
        n = self.work.step("congruence", eq(integral, value), [same, v], under)
        claim = read(f"{write(integral)} = pi*exp(-{a})")
        return None if n is None else self.work.step("algebra", claim, [n], under)
