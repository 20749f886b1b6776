"""Germs enclose the function they stand for at every point of their piece."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import acb, arb, fmpq

from symderive.kernel.analysis.limits.end_germs import Place
from symderive.kernel.analysis.limits.germ import Germ, Scale, Unknown
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.reader import read
from symderive.terms.tree import Term


def at(g: Germ, u: Fraction) -> acb:
    """The enclosure that the germ gives at u."""
    x = acb(arb(fmpq(u.numerator, u.denominator)))
    s = acb(arb(fmpq(g.s.numerator, g.s.denominator)))
    phi = sum(
        (c * x ** acb(arb(fmpq(-m.numerator, m.denominator))) for m, c in g.phi.items()), acb(0)
    )
    total = acb(0)
    for k, p in g.parts.items():
        value = acb(0)
        for c in reversed(p):
            value = value * x + c
        total += value * (-x.log()) ** k
    return phi.exp() * x**s * total


AT_ZERO = [
    "x", "sqrt(x)", "sin(x)", "1/sin(x)^2", "x - sin(x)", "(1 - cos(x))/x^2", "tan(x)/x", "cot(x)",
    "log(x)", "log(x)^2*sqrt(x)", "log(2*x)", "exp(-1/x)", "exp(-1/x + x)/x^3",
    "log(sin(x))", "x^x", "x^(1/3) + x^(1/2)", "(x + x^2)^(-3/2)", "1/(exp(x) - 1)", "x/sinh(x)",
    "exp(-1/x^2) + x", "tanh(1/x)", "atan(1/x)", "atan(x)/x", "cosh(x)", "besselj(0, x)", "erf(x)",
    "exp(-log(x)^2*x)", "1/x - 1/sin(x)", "sin(1/x)*x", "sqrt(1 + x)", "(2 - x)^(-1/2)",
    "log(1 + exp(-1/x))", "erfc(1/x)", "erf(1/x)", "Abs(x - 1)", "sqrt(-x)", "log(-x)", "sec(x)",
    "coth(x)", "csch(x)", "1/log(x)", "asin(x)", "exp(I/x)*x^2", "(1 + x)^(1/x)", "sinh(1/x)",
]  # fmt: skip
AT_INFINITY = [
    "x", "sqrt(x^2 + 1) - x", "exp(-x)*x^3", "log(x)/x", "(1 + 1/x)^x", "exp(-x^2 + 3*x)",
    "x^2*sin(x)",
    "1/(x^4 + 2*x^2*cosh(1) + 1)", "1/cosh(x)", "exp(-sqrt(x))", "1/factorial(x)",
    "2^x/factorial(x)",
    "1/gamma(2*x + 1/2)", "atan(x)", "log(1 + x) - log(x)", "x^(-3/2)*log(x)^2", "tanh(x)",
    "exp(-x)*cos(x)", "1/(exp(x) - 1)", "exp(-x) + exp(-2*x)", "3^(-x)*x", "1/(x*log(x))",
]  # fmt: skip
AT_HALF_PI = ["cos(x)", "tan(x)", "1/cos(x)^2", "sqrt(tan(x))", "log(cos(x))", "cos(x)/(x - pi/2)",
              "sin(2*x)", "1 - sin(x)"]  # fmt: skip


def check(text: str, end: str | None, side: int) -> None:
    e = Evaluator({}, {})
    checked = 0
    for d in (Fraction(1, 8), Fraction(1, 64)):
        place = Place("x", None if end is None else read(end), side, Scale(d), e)
        try:
            g = place.germ(read(text))
        except Unknown:
            continue
        for share in (1, Fraction(2, 3), Fraction(1, 7), Fraction(1, 50), Fraction(1, 300)):
            u = d * share
            ball = acb(arb(fmpq(u.numerator, u.denominator)))
            x = side / ball if end is None else e.scalar(read(end)) + side * ball
            direct = e.with_values({"x": x}).scalar(read(text))
            if direct.is_finite():
                checked += 1
                assert at(g, u).overlaps(direct), (text, u, at(g, u), direct)
    assert checked, f"no germ for {text}"


@pytest.mark.parametrize("text", AT_ZERO)
def test_germ_at_zero_encloses(text):
    """From the right of zero the germ's ball meets the direct ball."""
    check(text, "0", 1)


@pytest.mark.parametrize("text", AT_INFINITY)
def test_germ_at_infinity_encloses(text):
    """Towards infinity the germ's ball meets the direct ball."""
    check(text, None, 1)


@pytest.mark.parametrize("text", AT_HALF_PI)
def test_germ_at_half_pi_encloses(text):
    """Zeros of circular functions at multiples of pi are exact, from both sides."""
    check(text, "pi/2", -1)
    if "sqrt" not in text and "log" not in text:
        check(text, "pi/2", 1)


@pytest.mark.parametrize(
    "text", ["Integral(x*t, (t, 0, 1))", "floor(x)", "gamma(x)", "f(x)", "zeta(1 + x)"]
)
def test_what_has_no_rule_is_unknown(text):
    """A head without a rule, or unbounded without one, raises and is never guessed."""
    with pytest.raises(Unknown):
        Place("x", read("0"), 1, Scale(Fraction(1, 16)), Evaluator({}, {})).germ(read(text))


def test_leading_power_is_found_by_cancellation():
    """x - sin(x) starts with x^3/6."""
    g = Place("x", read("0"), 1, Scale(Fraction(1, 16)), Evaluator({}, {})).germ(read("x - sin(x)"))
    assert g.s == 3 and (g.parts[0][0] * 6 - 1).contains(0)


def test_a_power_that_is_not_integrable_is_refused():
    """1/x has no integral on (0, d]; 1/sqrt(x) has."""
    scale = Scale(Fraction(1, 16))
    with pytest.raises(Unknown):
        scale.integral(scale.power(Fraction(-1)))
    assert abs(scale.integral(scale.power(Fraction(-1, 2))) - 0.5) < 1e-15


def test_growth_has_no_integral():
    """exp(1/u) is refused, exp(-1/u) is tiny."""
    scale = Scale(Fraction(1, 16))
    grow = Germ({Fraction(1): acb(1)}, Fraction(0), {0: [acb(1), acb(0)]})
    decay = Germ({Fraction(1): acb(-1)}, Fraction(0), {0: [acb(1), acb(0)]})
    with pytest.raises(Unknown):
        scale.integral(grow)
    assert abs(scale.integral(decay)) < 1e-8


def test_terms_keep_their_type():
    """The place of an infinity has no end term."""
    place = Place("x", None, -1, Scale(Fraction(1, 16)), Evaluator({}, {}))
    assert place.box is None and isinstance(read("x"), Term)
