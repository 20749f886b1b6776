"""Special functions where a limit takes them: infinities and singular points, each with source.

Asymptotic expansions are used in the sense of Poincare: sums cut off with the first omitted term as
remainder, for real arguments.

Sources: DLMF 5.11.1, 5.11.2 (gamma), 5.5.1 (its poles), 7.12.1 (erfc), 6.12.1-6.12.4, 6.6 (Si, Ei),
7.12.2 (Fresnel), 8.11.2, 8.7.1 (incomplete gamma), 10.17, 10.40, 9.7 (Bessel, Airy), 4.13.10
(Lambert), 25.2.4 (zeta), 19.12.1 (elliptic K).
"""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from symderive.kernel.analysis.limits.expander import HALF, HALF_PI, PI, Expander, rule
from symderive.kernel.analysis.limits.expander_elementary import odd_at_infinity
from symderive.kernel.analysis.limits.expansions import Series, integral, number_of
from symderive.kernel.analysis.limits.scale import GiveUp
from symderive.terms.tree import (
    ONE,
    ZERO,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    pow_,
    rational,
    sub,
)

TWO = integer(2)
SQRT_PI = call("sqrt", PI)


def exp(u: Term) -> Term:
    return call("exp", u)


def asymptotic(e: Expander, u: Term, coefficients: Callable[[int], Term], step: Term) -> Series:
    """sum a_k step^k with the first omitted term as remainder."""
    c = e.calculus
    return c.compose([coefficients(k) for k in range(e.order + 1)], e.of(step))


def _factorial(n: int) -> int:
    out = 1
    for k in range(2, n + 1):
        out *= k
    return out


def _odd_factorial(n: int) -> int:
    """(2n - 1)!!"""
    out = 1
    for k in range(1, 2 * n, 2):
        out *= k
    return out


@rule("erf", "erfc")
def _erf(e: Expander, t: Term) -> Series:
    c = e.calculus

    def positive(u: Term) -> Series:  # 7.12.1: erfc
        tail = asymptotic(
            e, u, lambda k: rational((-1) ** k * _odd_factorial(k), 2**k), div(ONE, mul(u, u))
        )
        front = e.of(div(exp(neg(mul(u, u))), mul(u, SQRT_PI)))
        return c.mul(front, tail)

    def one_minus(u: Term) -> Series:
        return c.add(c.constant(ONE), c.neg(positive(u)))

    u = t.args[0]
    if t.head == "erf":
        return odd_at_infinity(e, t, one_minus)
    kind, _ = e.limit_of(e.of(u))
    if kind == "finite":
        return e.analytic(t)
    if not e.real(u):
        raise GiveUp("erfc of an argument that may not be real")
    return positive(u) if kind == "+" else c.add(c.constant(TWO), c.neg(positive(neg(u))))


def _stirling(e: Expander, u: Term) -> Series:
    """log gamma(u), u -> +oo (5.11.1)."""
    main = add(mul(sub(u, HALF), call("log", u)), neg(u), div(call("log", mul(TWO, PI)), TWO))

    def coefficient(k: int) -> Term:
        if k % 2 == 0:
            return ZERO
        b = fmpq.bernoulli(k + 1) / (k * (k + 1))
        return rational(int(b.p), int(b.q))

    tail = asymptotic(e, u, coefficient, div(ONE, u))
    return e.calculus.add(e.of(main), tail)


def _real_limit(e: Expander, t: Term, u: Term) -> tuple[str, Term]:
    if not e.real(u):
        raise GiveUp(f"{t.head} of an argument that may not be real")
    return e.limit_of(e.of(u))


@rule("loggamma")
def _loggamma(e: Expander, t: Term) -> Series:
    kind, at = _real_limit(e, t, t.args[0])
    if kind == "+":
        return _stirling(e, t.args[0])
    if kind == "finite" and e.scale.zero(at) and e.sign_near(e.of(t.args[0])) == "+":
        u = t.args[0]
        return e.of(sub(call("loggamma", add(u, ONE)), call("log", u)))
    return e.analytic(t)


@rule("gamma")
def _gamma(e: Expander, t: Term) -> Series:
    u = t.args[0]
    kind, at = _real_limit(e, t, u)
    if kind == "+":
        return e.calculus.exp(_stirling(e, u))
    if kind == "-":
        raise GiveUp("gamma has poles without end to the left")
    n = _whole(e, at)
    if n is not None and n <= 0:  # at a pole gamma(u) = gamma(u + 1 - n)/(u .. (u - n)) (5.5.1)
        below = [add(u, integer(k)) if k else u for k in range(-n + 1)]
        return e.of(div(call("gamma", add(u, integer(1 - n))), mul(*below)))
    return e.analytic(t)


def _whole(e: Expander, c: Term) -> int | None:
    from symderive.kernel.logic.givens import constant

    q = constant(e.scale.short(c))
    return int(q) if q is not None and q.denominator == 1 else None


@rule("factorial")
def _fact(e: Expander, t: Term) -> Series:
    return e.of(call("gamma", add(t.args[0], ONE)))


@rule("beta")
def _beta(e: Expander, t: Term) -> Series:
    a, b = t.args
    return e.of(div(mul(call("gamma", a), call("gamma", b)), call("gamma", add(a, b))))


@rule("binomial")
def _binomial(e: Expander, t: Term) -> Series:
    n, k = t.args
    if k.head == "Integer" and k.data <= 20:
        factors = [sub(n, integer(j)) if j else n for j in range(k.data)]
        top = mul(*factors) if factors else ONE
        return e.of(div(top, integer(_factorial(k.data))))
    below = mul(call("gamma", add(k, ONE)), call("gamma", add(sub(n, k), ONE)))
    return e.of(div(call("gamma", add(n, ONE)), below))


@rule("digamma", "harmonic")
def _digamma(e: Expander, t: Term) -> Series:
    u = t.args[0]
    if t.head == "harmonic":
        return e.of(add(call("digamma", add(u, ONE)), Term("EulerGamma")))
    kind, at = _real_limit(e, t, u)
    n = _whole(e, at) if kind == "finite" else None
    if n is not None and n <= 0:  # 5.5.2
        return e.of(sub(call("digamma", add(u, ONE)), div(ONE, u)))
    if kind != "+":
        return e.analytic(t)

    def coefficient(k: int) -> Term:
        if k == 0 or k % 2:
            return ZERO if k != 1 else number_of(-1, 2)
        b = -fmpq.bernoulli(k) / k
        return rational(int(b.p), int(b.q))

    return e.calculus.add(e.of(call("log", u)), asymptotic(e, u, coefficient, div(ONE, u)))


@rule("Si")
def _si(e: Expander, t: Term) -> Series:
    return odd_at_infinity(e, t, lambda u: _half_pi_plus(e, HALF_PI, div(ONE, u)))


@rule("fresnels", "fresnelc")
def _fresnel(e: Expander, t: Term) -> Series:
    return odd_at_infinity(e, t, lambda u: _half_pi_plus(e, HALF, div(ONE, u)))


def _half_pi_plus(e: Expander, value: Term, bound: Term) -> Series:
    """value + O(bound)."""
    return e.calculus.add(e.calculus.constant(value), _size_of(e, bound))


def _size_of(e: Expander, bound: Term) -> Series:
    """O of a term."""
    top = e.calculus.top(e.of(bound))
    return Series() if top is None else e.calculus.size(top)


@rule("Ci", "Chi", "Ei")
def _integrals(e: Expander, t: Term) -> Series:
    """Cosine and exponential integrals: gamma + log|u| + .. at 0 (6.6), bounded by 1/u at oo."""
    u = t.args[0]
    kind, at = _real_limit(e, t, u)
    c = e.calculus
    if kind == "finite" and e.scale.zero(at):
        sign = e.sign_near(e.of(u))
        if sign != "+" and t.head != "Ei":
            raise GiveUp(f"{t.head} of a negative number")

        def coefficient(k: int) -> Term:
            if k == 0 or (t.head != "Ei" and k % 2):
                return ZERO
            flip = -1 if t.head == "Ci" and k % 4 == 2 else 1
            return rational(flip, k * _factorial(k))

        front = add(Term("EulerGamma"), call("log", u if sign == "+" else neg(u)))
        return c.add(e.of(front), asymptotic(e, u, coefficient, u))
    if kind == "finite":
        return e.analytic(t)
    if t.head == "Ci" and kind == "+":
        return _size_of(e, div(ONE, u))
    if t.head == "Ei":  # 6.12.2, and 6.12.1 with Ei(-x) = -E1(x)
        tail = asymptotic(e, u, lambda k: integer(_factorial(k)), div(ONE, u))
        return c.mul(e.of(div(exp(u), u)), tail)
    raise GiveUp(f"no expansion of {t.head} here")


@rule("li")
def _li(e: Expander, t: Term) -> Series:
    return e.of(call("Ei", call("log", t.args[0])))


@rule("LambertW")
def _lambert(e: Expander, t: Term) -> Series:
    u = t.args[0]
    kind, _ = _real_limit(e, t, u)
    if kind != "+":
        return e.analytic(t)
    big = call("log", u)  # 4.13.10
    c = e.calculus
    main = e.of(sub(big, call("log", big)))
    return c.add(main, _size_of(e, div(call("log", big), big)))


@rule("uppergamma", "lowergamma")
def _incomplete(e: Expander, t: Term) -> Series:
    s, u = t.args
    if e.name in s.free:
        raise GiveUp("an incomplete gamma function of a moving order")
    kind, at = _real_limit(e, t, u)
    c = e.calculus
    if kind == "+":  # 8.11.2
        coefficients = [ONE]
        for k in range(1, e.order + 1):
            coefficients.append(e.scale.mul(coefficients[-1], e.scale.add(s, number_of(-k))))
        tail = c.compose(coefficients, e.of(div(ONE, u)))
        upper = c.mul(e.of(mul(pow_(u, sub(s, ONE)), exp(neg(u)))), tail)
        if t.head == "uppergamma":
            return upper
        _positive_order(e, s)
        return c.add(c.constant(call("gamma", s)), c.neg(upper))
    if kind == "finite" and e.scale.zero(at) and e.sign_near(e.of(u)) == "+":
        _positive_order(e, s)
        coefficients = [rational((-1) ** k, _factorial(k)) for k in range(e.order + 1)]
        inner = [e.scale.div(a, e.scale.add(s, integer(k))) for k, a in enumerate(coefficients)]
        lower = c.mul(e.of(pow_(u, s)), c.compose(inner, e.of(u)))  # 8.7.1
        if t.head == "lowergamma":
            return lower
        return c.add(c.constant(call("gamma", s)), c.neg(lower))
    return e.analytic(t)


def _positive_order(e: Expander, s: Term) -> None:
    if e.scale.sign(s) != "+":
        raise GiveUp("an incomplete gamma function needs a positive order here")


@rule("besselj", "bessely", "besseli", "besselk")
def _bessel(e: Expander, t: Term) -> Series:
    n, u = t.args
    if e.name in n.free or not e.real(n):
        raise GiveUp("a Bessel function of a moving order")
    kind, at = _real_limit(e, t, u)
    if kind == "finite" and e.scale.zero(at) and t.head in ("besselj", "besseli"):
        return _bessel_at_zero(e, t)
    if kind == "finite":
        return e.analytic(t)
    if kind != "+":
        raise GiveUp("a Bessel function at -oo")
    if t.head in ("besselj", "bessely"):
        return _size_of(e, pow_(u, number_of(-1, 2)))  # 10.17.3, 10.17.4
    # 10.40.1, 10.40.2: a_k(n) = prod (4 n^2 - (2j-1)^2) / (k! 8^k)
    coefficients = [ONE]
    sign = -1 if t.head == "besseli" else 1
    for k in range(1, e.order + 1):
        factor = sub(mul(integer(4), n, n), integer((2 * k - 1) ** 2))
        step = e.scale.div(e.scale.short(factor), integer(sign * 8 * k))
        coefficients.append(e.scale.mul(coefficients[-1], step))
    tail = e.calculus.compose(coefficients, e.of(div(ONE, u)))
    if t.head == "besseli":
        front = div(exp(u), call("sqrt", mul(TWO, PI, u)))
    else:
        front = mul(call("sqrt", div(PI, mul(TWO, u))), exp(neg(u)))
    return e.calculus.mul(e.of(front), tail)


def _bessel_at_zero(e: Expander, t: Term) -> Series:
    """(u/2)^n sum (-+u^2/4)^k / (k! gamma(n+k+1)) (10.2.2, 10.25.2), n >= 0."""
    n, u = t.args
    if e.scale.sign(n) not in ("+", "0+", "0"):
        raise GiveUp("a Bessel function of an order that is not known to be >= 0")
    if not integral(n, e.scale) and e.sign_near(e.of(u)) != "+":
        raise GiveUp("a Bessel function of a negative number")
    sign = -1 if t.head == "besselj" else 1
    coefficients = [
        e.scale.div(
            rational(sign**k, 4**k * _factorial(k)),
            e.scale.short(call("gamma", e.scale.add(n, integer(k + 1)))),
        )
        for k in range(e.order + 1)
    ]
    inner = e.calculus.compose(coefficients, e.of(mul(u, u)))
    return e.calculus.mul(e.of(pow_(div(u, TWO), n)), inner)


@rule("airyai")
def _airy(e: Expander, t: Term) -> Series:
    u = t.args[0]
    kind, _ = _real_limit(e, t, u)
    if kind == "finite":
        return e.analytic(t)
    if kind == "-":
        return _size_of(e, pow_(neg(u), number_of(-1, 4)))  # 9.7.9
    zeta = mul(number_of(2, 3), pow_(u, number_of(3, 2)))
    front = div(exp(neg(zeta)), mul(TWO, SQRT_PI, pow_(u, number_of(1, 4))))  # 9.7.5
    tail = e.calculus.add(e.calculus.constant(ONE), _size_of(e, div(ONE, zeta)))
    return e.calculus.mul(e.of(front), tail)


@rule("zeta")
def _zeta(e: Expander, t: Term) -> Series:
    if len(t.args) != 1:
        raise GiveUp("the Hurwitz zeta function")
    u = t.args[0]
    kind, at = _real_limit(e, t, u)
    if kind == "+":  # zeta(s) = 1 + O(2^-s)
        return _half_pi_plus(e, ONE, exp(neg(mul(u, call("log", TWO)))))
    if kind == "finite" and e.scale.zero(sub(at, ONE)):  # 25.2.4
        gap = sub(u, ONE)
        main = e.of(add(div(ONE, gap), Term("EulerGamma")))
        return e.calculus.add(main, _size_of(e, gap))
    return e.analytic(t)


@rule("elliptic_k")
def _elliptic_k(e: Expander, t: Term) -> Series:
    u = t.args[0]
    kind, at = _real_limit(e, t, u)
    if kind != "finite" or not e.scale.zero(sub(at, ONE)):
        return e.analytic(t)
    gap = sub(ONE, u)
    if e.sign_near(e.of(gap)) != "+":
        raise GiveUp("K beyond its singular point")
    main = e.of(call("log", div(integer(4), call("sqrt", gap))))  # 19.12.1
    return e.calculus.add(main, _size_of(e, mul(gap, call("log", gap))))
