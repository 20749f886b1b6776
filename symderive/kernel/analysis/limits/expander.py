"""Terms to expansions: arithmetic, powers, and analytic heads by Taylor's series.

The variable is written as a + 1/X, a - 1/X, X or -X with X -> oo.  A head that is analytic where
its argument tends to is composed by its series; others have a rule of their own, registered in
`expander_elementary` and `expander_special`, or the expansion is given up.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.differentiate import derivative
from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.intervals import infinite, smoothness
from symderive.kernel.analysis.continuity.points import regular
from symderive.kernel.analysis.limits.expansions import Calculus, Series, number_of
from symderive.kernel.analysis.limits.scale import UNIT, GiveUp, Monomial, NeedMore, Scale, pure
from symderive.kernel.analysis.ranges.realness import REAL_HEADS
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import (
    ONE,
    ZERO,
    Term,
    add,
    apply,
    call,
    div,
    integer,
    rational,
    symbol,
)

PI = Term("pi")
HALF = div(ONE, integer(2))
HALF_PI = div(PI, integer(2))
RULES: dict[str, Callable[[Expander, Term], Series]] = {}


class Expander:
    """One expansion at one place to one order; `near` are givens for the variable there."""

    def __init__(
        self, name: str, point: Term, side: str, scale: Scale, near: Givens, order: int
    ) -> None:
        self.name, self.scale, self.near = name, scale, near
        self.calculus = Calculus(scale, order)
        self.order = order
        end = infinite(point)
        step: tuple[Term, Monomial] = (ONE, pure(0, ONE if end else minus(ONE)))
        if end < 0 or (not end and side == "-"):
            step = (minus(ONE), step[1])
        start = () if end or scale.zero(point) else ((point, UNIT),)
        self.variable = Series((*start, step))
        self.memo: dict[Term, Series] = {}

    def of(self, t: Term) -> Series:
        if t not in self.memo:
            self.memo[t] = self._of(t)
        return self.memo[t]

    def _of(self, t: Term) -> Series:
        c = self.calculus
        if self.name not in t.free:
            return c.constant(self.scale.defined(t))
        head = t.head
        if head == "Symbol":
            return self.variable
        if head == "Neg":
            return c.neg(self.of(t.args[0]))
        if head == "Add":
            return c.add(*[self.of(a) for a in t.args])
        if head == "Mul":
            out = self.of(t.args[0])
            for a in t.args[1:]:
                out = c.mul(out, self.of(a))
            return out
        if head == "Div" and self.name not in t.args[1].free:
            # The text presupposes that a divisor free of the variable is not zero.
            divisor = self.scale.defined(t.args[1])
            if self.scale.zero(divisor):
                raise GiveUp("division by zero")
            return c.scaled(self.of(t.args[0]), self.scale.div(ONE, divisor))
        if head == "Div":
            return c.mul(self.of(t.args[0]), c.inverse(self.of(t.args[1])))
        if head == "Pow":
            return self._power(t)
        rule = RULES.get(head)
        if rule is not None:
            return rule(self, t)
        return self.analytic(t)

    def real(self, t: Term) -> bool:
        """Whether the term is real near the limit."""
        if is_real(t, self.near):
            return True
        if t.head in REAL_HEADS:
            return all(self.real(a) for a in t.args)
        if t.head in ("sqrt", "log"):
            return self.real(t.args[0]) and self.sign_near(self.of(t.args[0])) == "+"
        if t.head == "Pow" and all(self.real(a) for a in t.args):
            return self.name in t.args[0].free and self.sign_near(self.of(t.args[0])) == "+"
        return False

    def _power(self, t: Term) -> Series:
        base, exponent = t.args
        c = self.calculus
        if base.head == "E":
            return c.exp(self.of(exponent))
        if self.name not in exponent.free:
            return c.power(self.of(base), self.scale.short(exponent), self.real(base))
        if self.name not in base.free and self.scale.sign(base) != "+":
            return self._shrinking(base, exponent)
        log = c.log(self.of(base), self.real(base))
        return c.exp(c.mul(self.of(exponent), log))

    def _shrinking(self, base: Term, exponent: Term) -> Series:
        """|r^e| = |r|^e for real r, e: a bound where |r| < 1 and e -> oo (also at r = 0)."""
        s = self.of(exponent)
        size = call("log", call("Abs", base))
        if self.limit_of(s)[0] != "+" or not self.real(base) or not self.real(exponent):
            raise GiveUp("a power of a base that is not proved positive")
        if self.scale.sign(size) != "-":
            raise GiveUp("a power of a base that is neither positive nor below 1 in size")
        top = self.calculus.top(self.calculus.exp(self.calculus.scaled(s, size)))
        return self.calculus.size(top or UNIT)

    # --- where an argument tends to ---------------------------------------------------------------

    def limit_of(self, s: Series) -> tuple[str, Term]:
        """("finite", value), ("+", .), ("-", .) for the infinities; raises GiveUp."""
        sc = self.scale
        top = self.calculus.top(s)
        if top is None or sc.vanishes(top):
            return "finite", ZERO
        if s.terms and sc.explodes(s.terms[0][1]):
            sign = sc.sign(s.terms[0][0])
            if sign in ("+", "-"):
                return sign or "", ZERO
            raise GiveUp("a leading coefficient of unknown sign")
        if s.rest is not None and not sc.vanishes(s.rest):
            raise NeedMore("an argument known only up to a bounded remainder")
        return "finite", s.terms[0][0]

    def small(self, s: Series) -> Series:
        """s without its constant term."""
        sc = self.scale
        return Series(tuple((c, m) for c, m in s.terms if sc.compare(m, UNIT) != 0), s.rest)

    def sign_near(self, s: Series) -> str:
        """The sign of a real expansion near the limit: + - or 0; raises GiveUp."""
        if s.exact_zero:
            return "0"
        if not s.terms:
            raise NeedMore("a sign with no leading term")
        sign = self.scale.sign(s.terms[0][0])
        if sign not in ("+", "-"):
            raise GiveUp("a leading coefficient of unknown sign")
        return sign or ""

    def analytic(self, t: Term) -> Series:
        """Taylor's series at the limit of the one argument that moves."""
        moving = [k for k, a in enumerate(t.args) if self.name in a.free]
        if len(moving) != 1 or (t.head != "Apply" and len(t.args) > 3):
            raise GiveUp(f"no expansion of {t.head} here")
        k = moving[0]
        s = self.of(t.args[k])
        kind, at = self.limit_of(s)
        if kind != "finite":
            raise GiveUp(f"no expansion of {t.head} at infinity")
        if t.head == "Apply":
            return self._generic(t, k, s, at)
        z = symbol(Z)
        opened = t.rebuild([*t.args[:k], z, *t.args[k + 1 :]])
        if not regular(opened, Z, at, self.scale.givens):
            raise GiveUp(f"{t.head} is not known to be analytic at the limit of its argument")
        if t.head not in ENTIRE and not self.real(t.args[k]):
            raise GiveUp(f"{t.head} of an argument that may not be real")
        return self.calculus.compose(self.taylor(opened, at), self.small(s))

    def taylor(self, opened: Term, at: Term) -> list[Term]:
        """Coefficients of f at a: f(a), then those of f' divided by 1, 2, ..; f analytic at a."""
        if opened.head in _TURNS and opened.args[0] == symbol(Z):
            return self._turning(opened.head, at)
        first = self.scale.defined(substitute(opened, {Z: at}))
        if self.order == 0:
            return [first]
        slope = _slope(opened)
        if self.order == 1:
            return [first, self.scale.defined(substitute(slope, {Z: at}))]
        if Z not in slope.free:
            return [first, self.scale.short(slope)] + [ZERO] * (self.order - 1)
        beside = (Term("Lt", (at, symbol(Z))), Term("Lt", (symbol(Z), add(at, rational(1, 1000)))))
        near = self.scale.givens.extended(*beside)
        inner = Expander(Z, at, "+", self.scale, near, self.order - 1).of(slope)
        out = [first]
        for k, c in enumerate(self._whole_powers(inner)[: self.order]):
            out.append(self.scale.div(c, integer(k + 1)))
        return out

    def _turning(self, head: str, at: Term) -> list[Term]:
        """sin and cos repeat after four derivatives."""
        sin, cos = (self.scale.short(call(name, at)) for name in ("sin", "cos"))
        cycle = [sin, cos, minus(sin), minus(cos)]
        shift, factorial, out = (0 if head == "sin" else 1), 1, []
        for k in range(self.order + 2):
            factorial *= max(k, 1)
            out.append(self.scale.div(cycle[(k + shift) % 4], integer(factorial)))
        return out

    def _whole_powers(self, s: Series) -> list[Term]:
        """The coefficients of 1, e, e^2, .. as far as they are known (e = 1/X)."""
        out: list[Term] = []
        for k in range(self.order):
            m = pure(0, number_of(-k)) if k else UNIT
            if s.rest is not None and self.scale.compare(m, s.rest) <= 0:
                break
            out.append(next((c for c, n in s.terms if self.scale.compare(n, m) == 0), ZERO))
        return out

    def _generic(self, t: Term, k: int, s: Series, at: Term) -> Series:
        """f(z) = f(a) + .. up to the declared smoothness."""
        f, orders = t.data
        known = smoothness(f, self.scale.givens)
        if known is None or known < sum(orders) + 1 or not self.real(t.args[k]):
            raise GiveUp(f"{f} is not known to be smooth enough")
        out, factorial = [], 1
        for j in range(min(self.order, known - sum(orders) - 1) + 1):
            factorial *= max(j, 1)
            more = tuple(o + (j if i == k else 0) for i, o in enumerate(orders))
            value = apply(f, *t.args[:k], at, *t.args[k + 1 :], orders=more)
            out.append(self.scale.div(value, integer(factorial)))
        return self.calculus.compose(out, self.small(s))


Z = "z_"
ENTIRE = frozenset("sin cos exp erf erfc erfi Si Shi sinh cosh fresnels fresnelc".split())


_TURNS = frozenset(["sin", "cos"])


def _slope(t: Term) -> Term:
    try:
        return derivative(t, Z)
    except ValueError as reason:
        raise GiveUp(str(reason)) from None


def rule(*heads: str) -> Callable[[Callable[[Expander, Term], Series]], Callable[..., Series]]:
    def register(function: Callable[[Expander, Term], Series]) -> Callable[..., Series]:
        RULES.update(dict.fromkeys(heads, function))
        return function

    return register


def rewritten(form: Callable[[Term], Term]) -> Callable[[Expander, Term], Series]:
    return lambda e, t: e.of(form(t.args[0]))
