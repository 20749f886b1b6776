"""Terms as germs: a function of one name near an end of its range, by rule from the inside out.

`Place` says how the name depends on the small u > 0: x = x0 + u, x0 - u, or x = 1/u, -1/u.  What
has no rule and is not bounded raises `Unknown`; nothing is guessed.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.balls import Evaluator
>>> place = Place("x", None, 1, Scale(Fraction(1, 16)), Evaluator({}, {}))     # x = 1/u
>>> g = place.germ(read("sqrt(x^2 + 1) - x"))
>>> g.s, g.parts[0][0].str(5)
(Fraction(1, 1), '0.50000')
>>> place.scale.limit(place.germ(read("(x + 2)/(x - exp(-x)*x^3)"))).str(5)
'1.0000'
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import acb, acb_series, arb

from symderive.kernel.analysis.limits.germ import (
    Germ,
    Poly,
    Scale,
    Unknown,
    disk,
    fraction_of,
    to_arb,
)
from symderive.kernel.logic.ballfunctions import FUNCTIONS, is_real, touches, whole
from symderive.kernel.logic.balls import Evaluator
from symderive.kernel.logic.exact import PiValue, exact_rational, linear_in_pi
from symderive.kernel.logic.formal import formal
from symderive.terms.tree import Term, integer

Series = Callable[[acb_series], acb_series]


class Place:
    """One end: `end` None for an infinity, else the term of the finite end; `side` its direction.

    `whole` says that only integer values of the name count (sums).
    """

    def __init__(
        self, name: str, end: Term | None, side: int, scale: Scale, e: Evaluator,
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        self.name, self.end, self.side, self.scale, self.e = name, end, side, scale, e
        self.whole = whole
        self.memo: dict[Term, Germ] = {}
        u = scale.power(Fraction(1))
        if end is None:
            self.variable = scale.scaled(scale.inverse(u), acb(side))
            self.least = 1 / scale.top
        else:
            at = e.scalar(end)
            if not (at.is_finite() and is_real(at)):
                raise Unknown("the end of the range is not a real number")
            self.variable = scale.plus(scale.constant(at), scale.scaled(u, acb(side)))
        # All values of the name on this piece, as one real ball (finite ends only).
        self.box = None if end is None else self.scale.span(self.scale.plain(self.variable))

    def germ(self, t: Term) -> Germ:
        known = self.memo.get(t)
        if known is None:
            try:
                known = self._germ(t)
            except (ZeroDivisionError, ValueError, OverflowError) as reason:
                raise Unknown(str(reason)) from reason
            self.memo[t] = known
        return known

    def _germ(self, t: Term) -> Germ:
        if self.name not in t.free:
            value = self.e.scalar(t)
            if not value.is_finite():
                raise Unknown("a part without the variable has no value")
            return self.scale.constant(value)
        if t.head == "Symbol":
            return self.variable
        rule = _RULES.get(t.head)
        if rule is not None:
            return rule(self, t)
        if t.head in _QUOTIENTS:
            top, below = _QUOTIENTS[t.head]
            inverse = self.scale.inverse(self.germ(Term(below, t.args)))
            return (
                inverse if top is None else self.scale.times(self.germ(Term(top, t.args)), inverse)
            )
        if t.head in FUNCTIONS:
            return self.by_box(t)
        raise Unknown(f"{t.head} has no rule near an end")

    # --- rules ------------------------------------------------------------------------------------

    def _add(self, t: Term) -> Germ:
        total = self.germ(t.args[0])
        for a in t.args[1:]:
            total = self.scale.plus(total, self.germ(a))
        p = total.parts.get(0, [])
        plain = not total.phi and total.s == 0 and set(total.parts) == {0} and len(p) > 1
        if plain and self._at_end(t) == (Fraction(0), Fraction(0)):
            # The sum vanishes at the end exactly, which its ball cannot say.
            return self.scale.normal(Germ({}, Fraction(0), {0: [acb(0), *p[1:]]}))
        return total

    def _mul(self, t: Term) -> Germ:
        product = self.germ(t.args[0])
        for a in t.args[1:]:
            product = self.scale.times(product, self.germ(a))
        return product

    def _neg(self, t: Term) -> Germ:
        return self.scale.scaled(self.germ(t.args[0]), acb(-1))

    def _div(self, t: Term) -> Germ:
        return self.scale.times(self.germ(t.args[0]), self.reciprocal(t.args[1]))

    def reciprocal(self, t: Term) -> Germ:
        """1/t; a factorial that grows is bounded below by its tangent (log Gamma is convex)."""
        if self.name in t.free:
            if t.head == "Mul":
                product = self.reciprocal(t.args[0])
                for a in t.args[1:]:
                    product = self.scale.times(product, self.reciprocal(a))
                return product
            if t.head == "Pow" and t.args[1].head == "Integer" and 0 < t.args[1].data < 9:
                base = self.reciprocal(t.args[0])
                product = base
                for _ in range(t.args[1].data - 1):
                    product = self.scale.times(product, base)
                return product
            if t.head in ("factorial", "gamma") and self.end is None:
                return self._reciprocal_gamma(t.args[0], 1 if t.head == "factorial" else 0)
        return self.scale.inverse(self.germ(t))

    def _reciprocal_gamma(self, argument: Term, shift: int) -> Germ:
        g = self.germ(argument)
        exactly = g.parts.get(0)
        if g.phi or set(g.parts) != {0} or g.s != -1 or exactly is None:
            return self.scale.inverse(self.germ(Term("gamma", (argument,))))
        if not all(is_real(c) for c in exactly) or any(not c.is_zero() for c in exactly[2:]):
            raise Unknown("a factorial of something that is not linear")
        if len(exactly) < 3 and not exactly[-1].is_zero():
            raise Unknown("a factorial of something that is not linear")
        slope, offset = exactly[0], exactly[1]
        z0 = slope * self.least + offset + shift  # 1/Gamma(z) for z >= z0
        if not (slope.real > 0 and z0.real > 1):
            raise Unknown("a factorial whose argument does not grow")
        rate = z0.digamma()
        at_least = (rate * (z0 - offset - shift)).exp() / z0.gamma()
        bounded = self.scale.bounded(acb(arb(0).union(at_least.real)))
        return Germ({Fraction(1): -rate * slope}, Fraction(0), bounded.parts)

    def _pow(self, t: Term) -> Germ:
        base, exponent = t.args
        if base.head == "E":
            return self.exp(self.germ(exponent))
        if self.name in exponent.free:
            return self._exponential(base, exponent)
        y = self.e.scalar(exponent)
        n = whole(y)
        if n is not None and abs(n) <= 64:
            one = self.reciprocal(base) if n < 0 else self.germ(base)
            result = self.scale.constant(acb(1))
            for _ in range(abs(n)):
                result = self.scale.times(result, one)
            return result
        return self.real_power(self.germ(base), y, exact_rational(exponent, self.e.exactly))

    def _exponential(self, base: Term, exponent: Term) -> Germ:
        if self.name not in base.free:
            x = self.e.scalar(base)
            if is_real(x) and x.real < 0 and self.whole:
                # An integer power of a negative number: its modulus, times a sign.
                size = self.exp(self.scale.scaled(self.germ(exponent), (-x).log()))
                return self.scale.times(size, self.scale.bounded(acb(arb(0, 1))))
            if not (is_real(x) and x.real > 0):
                raise Unknown("a power of a base that is not positive")
            return self.exp(self.scale.scaled(self.germ(exponent), x.log()))
        return self.exp(self.scale.times(self.germ(exponent), self.log(self.germ(base))))

    def real_power(self, g: Germ, y: acb, q: Fraction | None) -> Germ:
        """g^y for a base off the cut: exp(phi)^y and u^(s y) are powers of positive numbers."""
        if len(g.parts) != 1 or any(not is_real(c) for c in g.phi.values()) or not is_real(y):
            raise Unknown("a power of a sum with logarithms, or a complex exponent")
        ((k, p),) = g.parts.items()
        if k or (g.s and q is None):
            raise Unknown("an irrational power of something that vanishes")
        smooth = self.guarded(lambda z: (y * z.log()).exp(), p, touches)
        s = g.s * q if q is not None else Fraction(0)
        return Germ({m: y * c for m, c in g.phi.items()}, s + smooth.s, smooth.parts)

    def guarded(self, f: Series, p: Poly, cut: Callable[[acb], bool]) -> Germ:
        if cut(self.scale.span(p)):
            raise Unknown("a branch cut or a branch point near the end")
        return self.scale.compose(f, Germ({}, Fraction(0), {0: p}))

    def log(self, g: Germ) -> Germ:
        """log(exp(phi) u^s P) = phi - s log(1/u) + log P, for real phi and P off the cut."""
        if len(g.parts) != 1 or 0 not in g.parts or any(not is_real(c) for c in g.phi.values()):
            raise Unknown("the logarithm of a sum with logarithms")
        total = self.guarded(acb_series.log, g.parts[0], touches)
        if g.s:
            minus = Germ({}, Fraction(0), {1: [acb(to_arb(-g.s)), acb(0)]})
            total = self.scale.plus(total, minus)
        for m, c in g.phi.items():
            total = self.scale.plus(total, self.scale.scaled(self.scale.power(-m), c))
        return total

    def exp(self, g: Germ) -> Germ:
        """exp of a germ: negative powers go into phi, log(1/u) into a power of u."""
        if g.phi:
            return self.scale.compose(acb_series.exp, self.settled(g))
        s, phi, rest = Fraction(0), {}, self.scale.constant(acb(0))
        turning = False
        for k, p in g.parts.items():
            for i, c in enumerate(p):
                at, last = g.s + i, i == len(p) - 1
                if c.is_zero():
                    continue
                if k == 0 and at >= 0:
                    rest = self.scale.plus(rest, Germ({}, at, {0: p[i:]}))
                    break
                if k == 0 and not last:
                    turning |= not is_real(c)
                    if not c.real.is_zero():
                        phi[-at] = acb(c.real)
                elif k == 1 and at == 0 and not last and fraction_of(c) is not None:
                    s -= fraction_of(c) or 0
                elif at > 0 and k > 0:
                    peak = self.scale.top ** to_arb(at) * self.scale.log**k
                    if not self.scale.log * to_arb(at) > k:
                        raise Unknown("the piece is too long for a power of a logarithm")
                    rest = self.scale.plus(rest, self.scale.bounded(c * acb(arb(0).union(peak))))
                else:
                    raise Unknown("an exponential of something unbounded")
        value = self.scale.compose(acb_series.exp, rest)
        if turning:  # a factor of modulus one
            value = self.scale.times(value, self.scale.bounded(disk()))
        return Germ(phi, s + value.s, value.parts)

    def settled(self, g: Germ) -> Germ:
        """The germ as a polynomial; something exponentially small is a remainder of high degree."""
        one = self.scale.constant(acb(1))
        if g.phi:
            g = self.scale.plus(self.scale.plus(one, g), self.scale.scaled(one, acb(-1)))
        return Germ({}, Fraction(0), {0: self.scale.plain(g)})

    def circular(self, t: Term) -> Germ:
        """sin and cos; values at rational multiples of pi are exact, unbounded real arguments stay
        inside [-1, 1]."""
        g = self.germ(t.args[0])
        try:
            p = self.scale.plain(g)
        except Unknown:
            if g.phi or not all(is_real(c) for q in g.parts.values() for c in q):
                raise
            return self.scale.bounded(acb(arb(0, 1)))
        value = self._at_end(t.args[0])
        f = acb_series.sin if t.head == "sin" else acb_series.cos
        if value is None or value[0] or len(p) < 2:
            return self.scale.compose(f, Germ({}, Fraction(0), {0: p}))
        v = Germ({}, Fraction(0), {0: [acb(0), *p[1:]]})
        r = acb(to_arb(value[1]))
        s, c = r.sin_pi(), r.cos_pi()
        of_sin, of_cos = (c, s) if t.head == "sin" else (-s, c)
        parts = self.scale.compose(acb_series.sin, v), self.scale.compose(acb_series.cos, v)
        return self.scale.plus(
            self.scale.scaled(parts[0], of_sin), self.scale.scaled(parts[1], of_cos)
        )

    def _at_end(self, t: Term) -> PiValue | None:
        """The exact value q + r*pi of the term at the (finite) end itself, if it is found."""
        if self.end is None:
            return None
        reals = self.e.exact_reals()
        end = linear_in_pi(self.end, reals)
        return None if end is None else linear_in_pi(t, {**reals, self.name: end})

    def hyperbolic(self, t: Term) -> Germ:
        g = self.germ(t.args[0])
        sign = acb(1) if t.head == "cosh" else acb(-1)
        try:
            p = self.scale.plain(g)
        except Unknown:
            a, b = self.exp(g), self.exp(self.scale.scaled(g, acb(-1)))
            return self.scale.scaled(self.scale.plus(a, self.scale.scaled(b, sign)), acb(0.5))
        plain = Germ({}, Fraction(0), {0: p})
        return self.scale.compose(lambda z: (z.exp() + sign * (-z).exp()) / 2, plain)

    def _atan(self, t: Term) -> Germ:
        g = self.germ(t.args[0])
        try:
            p = self.scale.plain(g)
        except Unknown:
            inverse = self.scale.inverse(g)  # atan(x) = +-pi/2 - atan(1/x)
            sign = self.sign(g)
            p = self.scale.plain(inverse)
            small = self._real_atan(p)
            half = self.scale.constant(acb.pi() / 2 * sign)
            return self.scale.plus(half, self.scale.scaled(small, acb(-1)))
        return self._real_atan(p)

    def _real_atan(self, p: Poly) -> Germ:
        if not is_real(self.scale.span(p)):
            raise Unknown("atan of something not real")
        return self.scale.compose(acb_series.atan, Germ({}, Fraction(0), {0: p}))

    def _erfc(self, t: Term) -> Germ:
        """erfc(x) = exp(-x^2) times something in [0, 1] for real x >= 0 (DLMF 7.8.2)."""
        g = self.germ(t.args[0])
        try:
            return self.scale.compose(acb_series.erfc, self.settled(g))
        except Unknown:
            if self.sign(g) < 0:
                raise
        size = self.exp(self.scale.scaled(self.scale.times(g, g), acb(-1)))
        return self.scale.times(size, self.scale.bounded(acb(arb(0).union(arb(1)))))

    def _erf(self, t: Term) -> Germ:
        try:
            return self.scale.compose(acb_series.erf, self.settled(self.germ(t.args[0])))
        except Unknown:
            minus = self.scale.scaled(self._erfc(Term("erfc", t.args)), acb(-1))
            return self.scale.plus(self.scale.constant(acb(1)), minus)

    def sign(self, g: Germ) -> int:
        """+1 or -1, the sign of a real germ on the whole piece."""
        if len(g.parts) == 1:
            ((_, p),) = g.parts.items()
            span = self.scale.span(p)
            if is_real(span) and all(is_real(c) for c in g.phi.values()):
                if span.real > 0:
                    return 1
                if span.real < 0:
                    return -1
        raise Unknown("the sign is not decided near the end")

    def _abs(self, t: Term) -> Germ:
        g = self.germ(t.args[0])
        return self.scale.scaled(g, acb(self.sign(g)))

    def _side(self, t: Term) -> Germ:
        """sign and Heaviside of what keeps its sign."""
        positive = self.sign(self.germ(t.args[0])) > 0
        return self.scale.constant(acb(1 if positive else -1 if t.head == "sign" else 0))

    def _floor(self, t: Term) -> Germ:
        """floor and ceiling; beside an integer value at the end itself by the sign of the rest."""
        value = self._at_end(t.args[0])
        if value is None or value[1] or value[0].denominator != 1:
            return self.by_box(t)
        n = int(value[0])
        rest = Term("Add", (t.args[0], integer(-n)))
        above = self.sign(self.germ(rest)) > 0
        self.by_box(t.rebuild((Term("Div", (rest, integer(2))),)))  # less than 2 away
        return self.scale.constant(acb(n + (t.head == "ceiling") - (not above)))

    def _derivative(self, t: Term) -> Germ:
        """The formal derivative, where the body has a germ: those are smooth inside the piece."""
        self.germ(t.args[0])
        return self.germ(formal(t))

    def by_box(self, t: Term) -> Germ:
        """A bounded function of bounded arguments: its ball over the piece, if smooth there."""
        names, values = [], {}
        for i, a in enumerate(t.args):
            p = self.scale.plain(self.germ(a))
            name = f"{self.name} argument {i}"  # no name that a reader could make
            names.append(Term("Symbol", (), name))
            values[name] = self.scale.span(p)
        moving = frozenset(n for n, a in zip(values, t.args, strict=True) if self.name in a.free)
        value = self.e.with_values(values, moving).scalar(t.rebuild(names))
        if not value.is_finite():
            raise Unknown(f"{t.head} has no bound near the end")
        return self.scale.bounded(value)


_RULES: dict[str, Callable[[Place, Term], Germ]] = {
    "Add": Place._add, "Mul": Place._mul, "Neg": Place._neg, "Div": Place._div, "Pow": Place._pow,
    "exp": lambda place, t: place.exp(place.germ(t.args[0])),
    "log": lambda place, t: place.log(place.germ(t.args[0])),
    "sqrt": lambda place, t: place.real_power(place.germ(t.args[0]), acb(0.5), Fraction(1, 2)),
    "sin": Place.circular, "cos": Place.circular,
    "sinh": Place.hyperbolic, "cosh": Place.hyperbolic,
    "atan": Place._atan, "Abs": Place._abs, "sign": Place._side, "Heaviside": Place._side,
    "floor": Place._floor, "ceiling": Place._floor, "Derivative": Place._derivative,
    "erf": Place._erf, "erfc": Place._erfc,
}  # fmt: skip
_QUOTIENTS: dict[str, tuple[str | None, str]] = {
    "tan": ("sin", "cos"), "cot": ("cos", "sin"), "sec": (None, "cos"), "csc": (None, "sin"),
    "tanh": ("sinh", "cosh"), "coth": ("cosh", "sinh"), "sech": (None, "cosh"),
    "csch": (None, "sinh"),
}  # fmt: skip
