"""Tails of hypergeometric sums: the balls hold the sum; where the quotient is not below 1, none."""

from __future__ import annotations

import mpmath
import pytest
from flint import acb, arb

from symderive.kernel.analysis.integrals import ratio_tail
from symderive.kernel.analysis.integrals.enclosure import infinite_sum
from symderive.kernel.analysis.limits.germ import Unknown
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.reader import read

SUMS = [
    ("binomial(2*k, k)*(1/5)^k", lambda k: mpmath.binomial(2 * k, k) / mpmath.mpf(5) ** k),
    ("k^3/binomial(3*k, k)", lambda k: k**3 / mpmath.binomial(3 * k, k)),
    ("(-2)^k/factorial(2*k + 1)", lambda k: mpmath.mpf(-2) ** k / mpmath.factorial(2 * k + 1)),
    ("gamma(k + 1/2)/(gamma(k + 3)*3^k)",
     lambda k: mpmath.gamma(k + 0.5) / (mpmath.gamma(k + 3) * mpmath.mpf(3) ** k)),
    ("(k^2 + 1)*exp(-k/3)", lambda k: (k**2 + 1) * mpmath.exp(-k / mpmath.mpf(3))),
    ("k^(k + 1)/(4^k*factorial(k))",
     lambda k: mpmath.mpf(k) ** (k + 1) / (mpmath.mpf(4) ** k * mpmath.factorial(k))),
]  # fmt: skip


@pytest.mark.parametrize(("body", "term"), SUMS)
def test_the_ball_holds_the_sum(body, term):
    """The enclosure is narrow and contains the sum as another library computes it."""
    ball = infinite_sum(read(f"Sum({body}, (k, 0, oo))"), Evaluator({}, {}))
    with mpmath.workdps(30):
        value = mpmath.nsum(lambda k: term(int(k)), [0, mpmath.inf], method="d")
    assert ball.overlaps(acb(arb(mpmath.nstr(value, 20), 1e-15)))
    assert float(ball.real.rad()) < 1e-10


@pytest.mark.parametrize(("body", "term"), SUMS)
def test_the_tail_is_not_too_small(body, term):
    """The bound on a tail is above the tail itself."""
    tail = ratio_tail.tail(read(body), "k", 40, Evaluator({}, {}))
    with mpmath.workdps(30):
        value = mpmath.nsum(lambda k: term(int(k)), [40, mpmath.inf], method="d")
    assert float(abs(value)) <= float(abs(tail).upper())


@pytest.mark.parametrize(
    "body",
    ["binomial(2*k, k)/4^k", "factorial(k)/2^k", "k^k/factorial(k)", "1/(k^2 + 1)", "2^k/(k - 100)",
     "gamma(100 - k)", "binomial(k, 2*k)/2^k", "(1/2)^(k^2)", "sin(k)/2^k"],
)  # fmt: skip
def test_no_bound_where_the_quotient_tells_nothing(body):
    """A quotient that tends to 1 or above, or that is no rational function, gives no bound."""
    with pytest.raises(Unknown):
        ratio_tail.bound(read(body), "k", 50, Evaluator({}, {}))
