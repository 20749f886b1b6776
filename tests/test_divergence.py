"""Divergence is proved where it happens and never claimed of what converges, absolutely or not."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis.integrals.divergence import diverges
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.reader import read

DIVERGENT = [
    "Integral(1/x^2, (x, -1, 1))", "Integral(1/x, (x, -1, 1))", "Integral(tan(x), (x, 0, pi))",
    "Integral(sin(x), (x, 0, oo))", "Integral(1/x, (x, 1, oo))", "Integral(1/x, (x, 0, 1))",
    "Integral(1/(x*log(x)), (x, 2, oo))", "Integral(x/(1 + x^2), (x, -oo, oo))",
    "Integral(1, (x, 0, oo))", "Integral(exp(x), (x, 0, oo))", "Integral(x*sin(x), (x, 0, oo))",
    "Integral(cos(2*x)^2, (x, 0, oo))", "Integral(1/(x - 2), (x, 0, 3))",
    "Integral(1/(x^2 - 2), (x, 0, 3))", "Integral(1/(x^2 - 2), (x, 0, oo))",
    "Integral(1/cos(x), (x, 0, pi/2))", "Integral(1/(1 - x)^(3/2), (x, 0, 1))",
    "Integral(sec(x)^2, (x, 0, pi))", "Integral(1/(1 - cos(x)), (x, -1, 1))",
    "Integral(exp(1/x), (x, 0, 1))", "Integral(1/(x^3 - 1), (x, 0, 2))",
    "Integral(1/x + 1, (x, -1, 1))", "Integral(1/(exp(x) - 2), (x, 0, oo))",
    "Integral(log(x)/x, (x, 0, 1))", "Integral(1/(x - 1/3), (x, 0, 1))",
    "Integral(coth(x), (x, -1, 1))", "Integral(1/x, (x, 1, -1))",
    "Integral(1/sin(x)^2, (x, -1, 1))",
    "Integral(2 + sin(x), (x, 0, oo))", "Integral(sin(x) + sin(2*x/3), (x, -oo, 0))",
    "Sum(1/k, (k, 1, oo))", "Sum((-1)^k, (k, 0, oo))", "Sum((-1)^k*k/(k + 1), (k, 0, oo))",
    "Sum(2^k, (k, 0, oo))", "Sum((-2)^k/k, (k, 1, oo))", "Sum(1/(k*log(k)), (k, 2, oo))",
    "Sum(cos(pi*k), (k, 0, oo))", "Sum(sin(pi*k/2), (k, 0, oo))", "Sum(factorial(k), (k, 0, oo))",
    "Sum(1, (k, 0, oo))", "Limit(Abs(x)/x, x, 0)", "Limit(1/x, x, 0)", "Limit(exp(1/x), x, 0)",
]  # fmt: skip
CONVERGENT = [
    "Integral(1/sqrt(x), (x, 0, 1))", "Integral(sin(x)/x, (x, 0, oo))",
    "Integral(cos(x^2), (x, 0, oo))",
    "Integral(log(x), (x, 0, 1))", "Integral(sin(x)/x, (x, -1, 1))",
    "Integral(x/sin(x), (x, -1, 1))",
    "Integral((x^2 - 1)/(x - 1), (x, 0, 2))", "Integral(1/sqrt(Abs(x)), (x, -1, 1))",
    "Integral(1/(x*log(x)^2), (x, 2, oo))", "Integral(exp(-x)*sin(x), (x, 0, oo))",
    "Integral((cos(x) - 1)/x^2, (x, -1, 1))", "Integral(1/(x - 1)^(1/3), (x, 0, 2))",
    "Integral(exp(-1/x)/x^3, (x, 0, 1))", "Integral(tan(x), (x, 0, 1))",
    "Integral(log(sin(x)), (x, 0, pi))", "Integral(1/x - 1/tan(x), (x, 0, 1))",
    "Integral(1/x - 1/sin(x), (x, -1, 1))", "Integral(x*cos(x^3), (x, 0, oo))",
    "Integral(sin(x)/sqrt(x), (x, 0, oo))", "Integral(sin(x)*sin(pi*x)/x, (x, 1, oo))",
    "Integral(1/(2 + cos(x)), (x, 0, 2*pi))", "Integral(1/(x^2 + 2), (x, -oo, oo))",
    "Integral(sin(pi*x)/(x - 1), (x, 0, 2))", "Integral(cos(x)/(x - pi/2), (x, 0, 2))",
    "Integral(sin(x)/x, (x, 0, pi))", "Integral(0*x, (x, 0, oo))", "Integral(1/x, (x, 1, 2))",
    "Sum(1/k^2, (k, 1, oo))", "Sum((-1)^k/k, (k, 1, oo))", "Sum(sin(k)/k, (k, 1, oo))",
    "Sum(1/(k*log(k)^2), (k, 2, oo))", "Sum(sin(pi*k), (k, 0, oo))",
    "Sum(2^k/factorial(k), (k, 0, oo))",
    "Sum((-1)^k*log(k)/k, (k, 1, oo))", "Sum(cos(pi*k)/sqrt(k), (k, 1, oo))",
    "Limit(x*sin(1/x), x, 0)", "Limit(sin(x)/x, x, 0)", "Limit(Abs(x), x, 0)", "Limit(x^x, x, 0+)",
]  # fmt: skip


@pytest.mark.parametrize("text", DIVERGENT)
def test_divergence_is_proved(text):
    """A reason with its place comes out."""
    assert diverges(read(text), Evaluator({}, {}))


@pytest.mark.parametrize("text", CONVERGENT)
def test_what_converges_is_never_called_divergent(text):
    """Absolutely, conditionally, or with a removable singularity: no reason comes out."""
    assert diverges(read(text), Evaluator({}, {})) is None


def test_the_reason_names_the_place():
    """The pole of 1/(x - 2) is at 2."""
    assert "x = 2" in (diverges(read("Integral(1/(x - 2), (x, 0, 3))"), Evaluator({}, {})) or "")
