"""Enclosures of integrals, sums and limits contain the true value; the unproved is refused."""

from __future__ import annotations

from fractions import Fraction

import mpmath as mp
import pytest
from flint import acb

from symderive.kernel.analysis.integrals.enclosure import enclose
from symderive.kernel.logic.balls import BUDGET, Evaluator
from symderive.terms.reader import read

KNOWN = [
    ("Integral(x^2, (x, -1, 1))", "2/3"), ("Integral(x^2, (x, 1, -1))", "-2/3"),
    ("Integral(1/(2 + cos(x)), (x, 0, 2*pi))", "2*pi/sqrt(3)"),
    ("Integral(1/(x^4 + 2*x^2*cosh(2*a) + 1), (x, 0, oo))", "pi/(4*cosh(a))"),
    ("Integral(exp(-x^2), (x, -oo, oo))", "sqrt(pi)"),
    ("Integral(exp(-x^2), (x, oo, -oo))", "-sqrt(pi)"),
    ("Integral(x^3/(exp(x) - 1), (x, 0, oo))", "pi^4/15"), ("Integral(log(x), (x, 0, 1))", "-1"),
    ("Integral(log(x)^2/(1 + x^2), (x, 0, 1))", "pi^3/16"),
    ("Integral(log(1 + x)/(1 + x^2), (x, 0, 1))", "pi*log(2)/8"),
    ("Integral(1/sqrt(x), (x, 0, 1))", "2"), ("Integral(sqrt(1 - x^2), (x, -1, 1))", "pi/2"),
    ("Integral(1/sqrt(1 - x^2), (x, -1, 1))", "pi"),
    ("Integral(log(sin(x)), (x, 0, pi))", "-pi*log(2)"),
    ("Integral(sqrt(tan(x)), (x, 0, pi/2))", "pi/sqrt(2)"),
    ("Integral(x^(a - 1)*exp(-x), (x, 0, oo))", "gamma(a)"),
    ("Integral(Abs(sin(x)*cos(x)), (x, 0, 2*pi))", "2"), ("Integral(Abs(x), (x, -1, 1))", "1"),
    ("Integral(floor(x), (x, 0, 3))", "3"), ("Integral(sign(x - 1), (x, 0, 3))", "1"),
    ("Integral(Max(x, 1 - x), (x, 0, 1))", "3/4"),
    ("Integral(Heaviside(x)*x, (x, -1, 2))", "2"),
    ("Integral(Piecewise((1, x < 1/2), (2, true)), (x, 0, 1))", "3/2"),
    ("Integral(sin(x)^2/x^2, (x, 0, oo))", "pi/2"),
    ("Integral((exp(-x) - exp(-2*x))/x, (x, 0, oo))", "log(2)"),
    ("Integral(x/sinh(x), (x, 0, oo))", "pi^2/4"), ("Integral(exp(-sqrt(x)), (x, 0, oo))", "2"),
    ("Integral(x^(-1/3)/(1 + x), (x, 0, oo))", "2*pi/sqrt(3)"),
    ("Integral(exp(-1/x)/x^2, (x, 0, 1))", "exp(-1)"),
    ("Integral(1/sqrt(Abs(x)), (x, -1, 1))", "4"), ("Integral(erfc(x), (x, 0, oo))", "1/sqrt(pi)"),
    ("Integral(exp(-x)*log(x), (x, 0, oo))", "-EulerGamma"),
    ("Integral(exp(I*x)/(1 + x^2), (x, -oo, oo))", "pi/E"),
    ("Integral(log(x)*log(1 - x), (x, 0, 1))", "2 - pi^2/6"),
    ("Integral(cbrt(x), (x, -1, 8))", "45/4"),
    ("Integral(log(x), (x, -2, -1))", "2*log(2) - 1 + I*pi"),
    ("Sum(1/k^2, (k, 1, oo))", "pi^2/6"), ("Sum(1/2^k, (k, 0, oo))", "2"),
    ("Sum(1/factorial(k), (k, 0, oo))", "E"), ("Sum((-1)^k/k^2, (k, 1, oo))", "-pi^2/12"),
    ("Sum(a^k/factorial(k), (k, 0, oo))", "exp(a)"), ("Sum(1/k^(3/2), (k, 1, oo))", "zeta(3/2)"),
    ("Sum(1/(k^2 + 1), (k, 0, oo))", "(1 + pi*coth(pi))/2"),
    ("Sum(1/factorial(2*k + 1), (k, 0, oo))", "sinh(1)"), ("Sum(k/3^k, (k, 1, oo))", "3/4"),
    ("Limit((x + 1)/(x + 2), x, 0)", "1/2"), ("Limit(sin(3*x)/x, x, 0)", "3"),
    ("Limit((1 + 1/n)^n, n, oo)", "E"), ("Limit(x*log(x), x, 0+)", "0"),
    ("Limit(sqrt(x^2 + x) - x, x, oo)", "1/2"), ("Limit(atan(x), x, -oo)", "-pi/2"),
    ("Limit(cos(x)/(x - pi/2), x, pi/2)", "-1"), ("Limit(Abs(x)/x, x, 0-)", "-1"),
    ("Limit(exp(x)/(1 + exp(x)), x, oo)", "1"), ("Limit((x - sin(x))/x^3, x, 0)", "1/6"),
]  # fmt: skip
REFUSED = [
    "Integral(sin(x)/x, (x, 0, oo))", "Integral(cos(x^2), (x, 0, oo))", "Integral(1/x, (x, -1, 1))",
    "Integral(1/x^2, (x, -1, 1))", "Integral(tan(x), (x, 0, pi))", "Integral(sin(x), (x, 0, oo))",
    "Integral(1/x, (x, 1, oo))", "Integral(exp(x), (x, 0, oo))", "Integral(x, (x, 0, I))",
    "Integral(f(x), (x, 0, 1))", "Integral(DiracDelta(x), (x, -1, 1))",
    "Integral(1/(x - 1/3), (x, 0, 1))",
    "Sum(1/k, (k, 1, oo))", "Sum((-1)^k, (k, 0, oo))", "Sum(1/k, (k, 0, oo))",
    "Limit(Abs(x)/x, x, 0)", "Limit(1/x, x, 0)",
    "Limit(sin(1/x), x, 0)",
    "Limit(sin(x), x, oo)", "Sum(2^k, (k, 0, oo))", "Integral(x, (x, 0, oo))",
]  # fmt: skip


def evaluator() -> Evaluator:
    return Evaluator({"a": acb(1.5)}, {}, exactly={"a": (Fraction(3, 2), Fraction(0))})


@pytest.mark.parametrize(("text", "value"), KNOWN)
def test_enclosure_contains_the_known_value(text, value):
    """The ball is narrow and holds the closed form."""
    e = evaluator()
    got, want = enclose(read(text), e), e.scalar(read(value))
    assert got.is_finite()
    assert (got - want).contains(0) and abs(got - want) < 0.02


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_proved_to_converge_is_refused(text):
    """Divergent, conditionally convergent integrals, complex path, unknown function: no finite ball."""
    assert not enclose(read(text), evaluator()).is_finite()


@pytest.mark.parametrize("text", ["exp(sin(3*x))", "sqrt(x + 1)*cos(x)", "log(2 + x)/(1 + x^2)",
                                  "besselj(1, x)", "gamma(2 + x)", "x^x"])  # fmt: skip
def test_proper_integrals_against_mpmath(text):
    """On [0, 1] the ball agrees with mpmath's quadrature."""
    from mpmath_values import value

    body = read(text)
    want = mp.quad(lambda x: value(body, {"x": x}), [0, 0.25, 1])
    got = enclose(read(f"Integral({text}, (x, 0, 1))"), evaluator())
    assert got.is_finite() and abs(got - acb(float(want))) < 1e-4


def test_evaluations_are_counted():
    """Nested integrals end: the budget is shared by all of them."""
    e = evaluator()
    got = enclose(read("Integral(Integral(exp(x*y)*sin(20*x), (x, 0, 1)), (y, 0, 1))"), e)
    assert e.spare[0] < BUDGET
    exact = mp.quad(lambda y: mp.quad(lambda x: mp.exp(x * y) * mp.sin(20 * x), [0, 1]), [0, 1])
    assert not got.is_finite() or abs(got - acb(float(exact))) < 1e-6


def test_smooth_in_a_parameter():
    """d/dt of the integral of x*t from 0 to t is 3 t^2/2; through a kink there is none."""
    e = Evaluator({"t": acb(0.5)}, {})
    got = e.scalar(read("Derivative(Integral(x*t, (x, 0, t)), t)"))
    assert abs(got - 0.375) < 1e-9
    assert not e.scalar(read("Derivative(Integral(Abs(x - t)*x, (x, 0, 1)), t)")).is_finite()
    assert not e.scalar(read("Derivative(Integral(1/(x - t), (x, 0, 1)), t)")).is_finite()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sum((-1)^k/(2*k + 1), (k, 0, oo))", "pi/4"),
        ("Sum((-1)^k/k, (k, 1, oo))", "-log(2)"),
        ("Sum((-1)^k/sqrt(k + 1), (k, 0, oo))", "dirichlet_eta(1/2)"),
        ("Sum(cos(pi*k)/k, (k, 1, oo))", "-log(2)"),
        ("Sum((-1)^(3*k + 1)/(k + a), (k, 0, oo))", "(digamma(a/2) - digamma((a + 1)/2))/2"),
    ],
)
def test_alternating_sums_that_converge_conditionally_are_enclosed(text, value):
    """Leibniz's estimate: monotone terms are proved so, and the ball is narrow."""
    e = Evaluator({"a": acb(3) / 4}, {}, exactly={"a": (Fraction(3, 4), Fraction(0))})
    found = enclose(read(text), e)
    assert found.overlaps(e.scalar(read(value)))
    assert found.real.rad() < 1e-12


@pytest.mark.parametrize(
    "text",
    ["Sum((-1)^k, (k, 0, oo))", "Sum((-1)^k*(k + 1)/k, (k, 1, oo))",
     "Sum((-1)^k*(2 + (-1)^k)/k, (k, 1, oo))", "Sum((-1)^k*sin(k)/k, (k, 1, oo))",
     "Sum((-1)^(2*k)/k, (k, 1, oo))", "Sum((-1)^(k/2)/k, (k, 1, oo))"],
)  # fmt: skip
def test_what_does_not_fall_to_zero_is_no_alternating_series_of_leibniz(text):
    """Terms that do not tend to zero, or whose sizes go up and down, are refused."""
    assert not enclose(read(text), Evaluator({}, {})).is_finite()
