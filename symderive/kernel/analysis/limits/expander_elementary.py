"""Elementary heads in expansions: at infinities, kinks and steps, each by an identity or a side.

Everything that is analytic where its argument tends to is left to Taylor's series.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.limits.expander import (
    HALF,
    HALF_PI,
    PI,
    RULES,
    Expander,
    rewritten,
    rule,
)
from symderive.kernel.analysis.limits.expansions import Series, number_of
from symderive.kernel.analysis.limits.scale import UNIT, GiveUp
from symderive.kernel.analysis.ranges.values import value_range
from symderive.terms.tree import ONE, ZERO, Term, add, call, div, integer, mul, neg, sub


def _exp(t: Term) -> Term:
    return call("exp", t)


@rule("exp")
def _exponential(e: Expander, t: Term) -> Series:
    return e.calculus.exp(e.of(t.args[0]))


@rule("log")
def _logarithm(e: Expander, t: Term) -> Series:
    return e.calculus.log(e.of(t.args[0]), e.real(t.args[0]))


@rule("sqrt")
def _sqrt(e: Expander, t: Term) -> Series:
    return e.calculus.power(e.of(t.args[0]), HALF, e.real(t.args[0]))


@rule("cbrt")
def _cbrt(e: Expander, t: Term) -> Series:
    s = e.of(t.args[0])
    third = number_of(1, 3)
    if not e.real(t.args[0]):
        raise GiveUp("the real cube root of a number that may not be real")
    if not s.terms:
        return e.calculus.power(s, third, True)
    sign = e.sign_near(s)
    root = e.calculus.power(s if sign == "+" else e.calculus.neg(s), third, True)
    return root if sign == "+" else e.calculus.neg(root)


@rule("sin", "cos")
def _wave(e: Expander, t: Term) -> Series:
    """Taylor at a finite limit; bounded for a real argument that has none."""
    s = e.of(t.args[0])
    top = e.calculus.top(s)
    settles = top is None or not e.scale.explodes(top)
    if settles and (s.rest is None or e.scale.vanishes(s.rest)):
        return e.analytic(t)
    if not e.real(t.args[0]):
        raise GiveUp(f"{t.head} of an unbounded argument that may not be real")
    return e.calculus.size(UNIT)


@rule("Abs")
def _abs(e: Expander, t: Term) -> Series:
    s = e.of(t.args[0])
    if s.exact_zero:
        return s
    if not s.terms or not e.real(t.args[0]):
        return e.calculus.size(e.calculus.top(s) or UNIT)
    return s if e.sign_near(s) == "+" else e.calculus.neg(s)


@rule("sign", "Heaviside")
def _sign(e: Expander, t: Term) -> Series:
    if not e.real(t.args[0]):
        raise GiveUp(f"{t.head} of a number that may not be real")
    sign = e.sign_near(e.of(t.args[0]))
    if sign == "0":
        raise GiveUp(f"{t.head} at zero")
    low = minus(ONE) if t.head == "sign" else ZERO
    return e.calculus.constant(ONE if sign == "+" else low)


@rule("floor", "ceiling")
def _steps(e: Expander, t: Term) -> Series:
    """Near a limit that is no integer a step function is constant; at one the side decides."""
    if t.head == "ceiling":
        return e.calculus.neg(e.of(call("floor", neg(t.args[0]))))
    s = e.of(t.args[0])
    kind, at = e.limit_of(s)
    if kind != "finite" or not e.real(t.args[0]):
        raise GiveUp("steps without end")
    span = value_range(at, e.scale.givens)
    if span is None or span.low.infinite or span.high.infinite:
        raise GiveUp("the integer below a limit is not known")
    n = int(span.low.value.floor().unique_fmpz() or 0)
    q = span.low.rational
    if q is not None:
        n = q.numerator // q.denominator
    if e.scale.zero(sub(at, integer(n))):
        below = e.sign_near(e.small(s)) == "-"
        return e.calculus.constant(integer(n - 1 if below else n))
    if not (span.low.value > n and span.high.value < n + 1):
        raise GiveUp("the integer below a limit is not known")
    return e.calculus.constant(integer(n))


@rule("Max", "Min")
def _extreme(e: Expander, t: Term) -> Series:
    best = t.args[0]
    for other in t.args[1:]:
        gap = sub(best, other)
        if not e.real(gap):
            raise GiveUp(f"{t.head} of numbers that may not be real")
        sign = e.sign_near(e.of(gap))
        if sign != "0" and (sign == "-") == (t.head == "Max"):
            best = other
    return e.of(best)


@rule("Piecewise")
def _piecewise(e: Expander, t: Term) -> Series:
    for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
        if holds_near(e, condition):
            return e.of(value)
    raise GiveUp("no piece holds near the limit")


def holds_near(e: Expander, c: Term) -> bool:
    """Whether a condition holds near the limit; raises GiveUp if that is not decided."""
    if c.head in ("true", "false"):
        return c.head == "true"
    if c.head in ("And", "Or"):
        parts = [holds_near(e, a) for a in c.args]
        return all(parts) if c.head == "And" else any(parts)
    if c.head == "Not":
        return not holds_near(e, c.args[0])
    if c.head not in ("Lt", "Le", "Gt", "Ge", "Eq", "Ne"):
        raise GiveUp(f"a condition with {c.head}")
    gap = sub(c.args[1], c.args[0])
    if not e.real(gap):
        raise GiveUp("a comparison of numbers that may not be real")
    sign = e.sign_near(e.of(gap))
    true = {"Lt": "+", "Le": "+0", "Gt": "-", "Ge": "-0", "Eq": "0", "Ne": "+-"}[c.head]
    return sign in true


# --- rewritten to exp, log, sqrt and their like ---------------------------------------------------

TWO = integer(2)


def _sum_exp(u: Term, sign: int) -> Term:
    second = _exp(neg(u))
    return div(add(_exp(u), second if sign > 0 else neg(second)), TWO)


RULES.update({
    "sinh": rewritten(lambda u: _sum_exp(u, -1)),
    "cosh": rewritten(lambda u: _sum_exp(u, 1)),
    "tanh": rewritten(lambda u: div(call("sinh", u), call("cosh", u))),
    "coth": rewritten(lambda u: div(call("cosh", u), call("sinh", u))),
    "sech": rewritten(lambda u: div(ONE, call("cosh", u))),
    "csch": rewritten(lambda u: div(ONE, call("sinh", u))),
    "tan": rewritten(lambda u: div(call("sin", u), call("cos", u))),
    "cot": rewritten(lambda u: div(call("cos", u), call("sin", u))),
    "sec": rewritten(lambda u: div(ONE, call("cos", u))),
    "csc": rewritten(lambda u: div(ONE, call("sin", u))),
    "acot": rewritten(lambda u: call("atan", div(ONE, u))),
    "asec": rewritten(lambda u: call("acos", div(ONE, u))),
    "acsc": rewritten(lambda u: call("asin", div(ONE, u))),
    "acoth": rewritten(lambda u: call("atanh", div(ONE, u))),
    "asech": rewritten(lambda u: call("acosh", div(ONE, u))),
    "acsch": rewritten(lambda u: call("asinh", div(ONE, u))),
    "acosh": rewritten(
        lambda u: call("log", add(u, mul(call("sqrt", sub(u, ONE)), call("sqrt", add(u, ONE)))))
    ),
    "atanh": rewritten(
        lambda u: div(sub(call("log", add(ONE, u)), call("log", sub(ONE, u))), TWO)
    ),
})  # fmt: skip


def odd_at_infinity(e: Expander, t: Term, positive: Callable[[Term], Series]) -> Series:
    """An odd head: its rule for an argument that tends to +oo serves both infinities."""
    u = t.args[0]
    kind, _ = e.limit_of(e.of(u))
    if kind == "finite":
        return e.analytic(t)
    if not e.real(u):
        raise GiveUp(f"{t.head} of an argument that may not be real")
    return positive(u) if kind == "+" else e.calculus.neg(positive(neg(u)))


@rule("atan")
def _atan(e: Expander, t: Term) -> Series:
    # atan u = pi/2 - atan(1/u), u > 0 (DLMF 4.24.18)
    def positive(u: Term) -> Series:
        inner = e.of(call("atan", div(ONE, u)))
        return e.calculus.add(e.calculus.constant(HALF_PI), e.calculus.neg(inner))

    return odd_at_infinity(e, t, positive)


@rule("asinh")
def _asinh(e: Expander, t: Term) -> Series:
    def positive(u: Term) -> Series:
        return e.of(call("log", add(u, call("sqrt", add(mul(u, u), ONE)))))

    return odd_at_infinity(e, t, positive)


@rule("asin", "acos")
def _arc(e: Expander, t: Term) -> Series:
    """Inside (-1, 1) by Taylor; at 1 by acos u = 2 asin(sqrt((1 - u)/2)) (half angles)."""
    u = t.args[0]
    s = e.of(u)
    kind, at = e.limit_of(s)
    one, minus_one = e.scale.zero(sub(at, ONE)), e.scale.zero(add(at, ONE))
    if kind != "finite" or not (one or minus_one) or not e.real(u):
        return e.analytic(t)
    gap = sub(ONE, u) if one else add(ONE, u)
    if e.sign_near(e.of(gap)) != "+":
        raise GiveUp(f"{t.head} outside [-1, 1]")
    c = e.calculus
    near = c.scaled(e.of(call("asin", call("sqrt", div(gap, TWO)))), TWO)
    acos = near if one else c.add(c.constant(PI), c.neg(near))
    return acos if t.head == "acos" else c.add(c.constant(HALF_PI), c.neg(acos))


@rule("atan2")
def _atan2(e: Expander, t: Term) -> Series:
    y, x = t.args
    if not (e.real(y) and e.real(x)):
        raise GiveUp("atan2 of numbers that may not be real")
    if e.sign_near(e.of(x)) == "+":
        return e.of(call("atan", div(y, x)))
    turn = PI if e.sign_near(e.of(y)) in ("+", "0") else neg(PI)
    return e.of(add(call("atan", div(y, x)), turn))


@rule("sinc")
def _sinc(e: Expander, t: Term) -> Series:
    u = t.args[0]
    return e.of(div(call("sin", u), u))
