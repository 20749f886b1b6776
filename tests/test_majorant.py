"""Majorants, linear equations with their data, cases: true cases, refusals, lies."""

from __future__ import annotations

import random

import pytest
from flint import acb, fmpq

from symderive.kernel.analysis.cases import cases
from symderive.kernel.analysis.equations.linear_ode import linear_ode
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.majorant import bounded_by
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read


def given(*texts):
    return Givens.of([read(t) for t in texts])


# --- majorants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "bound", "givens"),
    [
        ("-x*exp(-a*x^2)*sin(s*x)", "Abs(x)*exp(-a*x^2)", ["a > 0"]),
        ("2*(1 - cos(s*x))/(x^2*(1 + x^2))", "4*a^2/(1 + x^2)", ["a/2 < s", "s < 2*a", "x > 0"]),
        ("2*sin(s*x)/(x*(1 + x^2))", "2/(1 + x^2)", ["0 < s", "s < 1", "x > 0"]),
        ("x^s*log(x)", "-x^(p/2)*log(x)", ["p > 0", "s > p/2", "0 < x", "x < 1"]),
        ("(1 - exp(-s*x))/x", "2*p", ["0 < s", "s < 2*p", "x > 0"]),
        ("x^s", "x", ["s > 1", "0 < x", "x < 1"]),
        ("-exp(s*x)/(1 + exp(s*x))^2", "exp(-a*x/2)", ["a > 0", "s > a/2", "x > 0"]),
    ],
)
def test_true_majorants_are_proved(term, bound, givens):
    """|f| <= G follows factor by factor."""
    assert bounded_by(read(term), read(bound), given(*givens))


@pytest.mark.parametrize(
    ("term", "bound", "givens"),
    [
        ("exp(-s*x)", "exp(-p*x)", ["p > 0", "s > p/2", "x > 0"]),  # the wrong side of p
        ("x*sin(x)", "1", ["x > 0"]),
        ("x^s", "x", ["s > 1", "x > 0"]),
        ("x^s", "x^2", ["s > 1", "0 < x", "x < 1"]),
        ("sin(b*x)/x", "b", ["x > 0"]),  # b may be negative
        ("sin(I*x)", "1", []),  # a sine of what is not real is unbounded
        ("sin(z)", "1", ["z is complex"]),
        ("x", "-x", ["x < 1"]),  # a bound is not negative
        ("(1 - cos(x))/x^2", "1/4", ["x > 0"]),
        ("1/(x^2 - 1)", "1/x^2", ["x > 1"]),  # a difference is smaller than its first term
        ("exp(s*x)/(1 + exp(s*x))", "exp(-x)", ["s > 1", "x > 0"]),
    ],
)
def test_false_majorants_are_refused(term, bound, givens):
    """What is no upper bound of |f| is never proved to be one."""
    assert bounded_by(read(term), read(bound), given(*givens)) is None


@pytest.mark.parametrize(
    ("term", "low", "high", "givens"),
    [
        ("Abs(x)*exp(-a*x^2)", "-oo", "oo", ["a > 0"]),
        ("x^(s - 1)*exp(-x)", "0", "oo", ["s > 0"]),
        ("log(x)/sqrt(x)", "0", "1", []),
        ("1/x^s", "1", "oo", ["s > 1"]),
        ("1/sqrt(b - x)", "a", "b", ["a < b"]),
        ("sin(x)/x^2", "1", "oo", []),
        ("(1/(1 + exp(a*x)) - 1/(1 + exp(b*x)))/x", "0", "oo", ["a > 0", "b > 0"]),
        ("x^(s - 1)/(1 + x)", "0", "oo", ["0 < s", "s < 1"]),
        ("x^(p - 1)/(1 + x)^(p + q)", "0", "oo", ["p > 0", "q > 0"]),
        ("x^(s - 1)/(exp(x) - 1)", "0", "oo", ["s > 1"]),
        ("x^p*log(x)^3", "0", "1", ["p > -1"]),
        ("1/(x^p*log(x)^2)", "2", "oo", ["p > 1"]),
    ],
)
def test_integrable_by_comparison(term, low, high, givens):
    """A power with the right exponent dominates at each end."""
    assert integrable(read(term), "x", read(low), read(high), given(*givens))


@pytest.mark.parametrize(
    ("term", "low", "high", "givens"),
    [
        ("1/x", "0", "1", []),
        ("1/x", "1", "oo", []),
        ("sin(x)/x", "1", "oo", []),  # not absolutely
        ("1/(x - 1)", "0", "2", []),  # a pole inside
        ("x^(s - 1)", "0", "1", []),  # s may be negative
        ("exp(-a*x)", "0", "oo", []),
        ("exp(-x)/c", "0", "oo", []),  # c may be 0
        ("1", "0", "oo", []),
        ("x^(s - 1)/(1 + x)", "0", "oo", ["0 < s", "s <= 1"]),
        ("x^(p - 1)/(1 + x)^(p + q)", "0", "oo", ["p > 0", "q >= 0"]),
        ("x^(s - 1)/(exp(x) - 1)", "0", "oo", ["s >= 1"]),
        ("x^p*log(x)^3", "0", "1", ["p >= -1"]),
        ("1/(x^p*log(x))", "2", "oo", ["p >= 1"]),
        ("x^p*exp(-sqrt(log(x)))", "2", "oo", ["p <= -1"]),
    ],
)
def test_not_integrable(term, low, high, givens):
    """What has no finite integral, or has none at some admissible point, is refused."""
    with pytest.raises(Undecided):
        integrable(read(term), "x", read(low), read(high), given(*givens))


# --- linear equations in the parameter ------------------------------------------------------------


def ode(claim, slopes, data, givens=(), **bind):
    """`linear_ode` from facts that are taken for granted here."""
    facts = [Checked(Step(n, "x", read(t)), Outcome("exact"), Givens())
             for n, t in enumerate([*slopes, *data], 1)]  # fmt: skip
    step = Step(9, "linear_ode", read(claim), bind={k: read(v) for k, v in bind.items()})
    return linear_ode(step, facts, given(*givens))


def test_linear_equations_are_solved_by_their_data():
    """A value inside, a limit at an end, a system of two."""
    assert ode("f(t) = 3*exp(-t^2)", ["Derivative(f(t), t) = -2*t*f(t)"], ["f(0) = 3"], at="0")
    assert ode("f(t) = atan(b/t)", ["Derivative(f(t), t) = -b/(t^2 + b^2)"],
               ["Limit(f(t), t, oo) = 0"], ["t > 0", "b > 0"])  # fmt: skip
    turn = ["Derivative(f(t), t) = g(t)", "Derivative(g(t), t) = -f(t)"]
    data = ["Limit(f(t), t, 0+) = 0", "Limit(g(t), t, 0+) = 1"]
    assert ode("f(t) = sin(t)", turn, data, ["t > 0"], B2="cos(t)")


@pytest.mark.parametrize(
    ("claim", "slope", "datum", "givens", "bind"),
    [
        # the datum is not met
        ("f(t) = exp(t)", "Derivative(f(t), t) = f(t)", "f(0) = 2", [], {"at": "0"}),
        # the equation is not met
        ("f(t) = exp(2*t)", "Derivative(f(t), t) = f(t)", "f(0) = 1", [], {"at": "0"}),
        # the datum lies across a pole of the coefficient (rule of trust 7)
        ("f(t) = 1/t", "Derivative(f(t), t) = -1/t^2", "f(-1) = -1", ["t != 0"], {"at": "-1"}),
        # ... or outside the interval
        ("f(t) = 1/t", "Derivative(f(t), t) = -1/t^2", "f(-1) = -1", ["t > 0"], {"at": "-1"}),
        # a singular end determines nothing: every c*t solves t*f' = f with limit 0
        ("f(t) = t", "Derivative(f(t), t) = f(t)/t", "Limit(f(t), t, 0+) = 0", ["t > 0"], {}),
        # nor does infinity: every c*exp(-t) tends to 0
        ("f(t) = exp(-t)", "Derivative(f(t), t) = -f(t)", "Limit(f(t), t, oo) = 0", ["t > 0"], {}),
        # not linear: both 0 and t^2/4 start at 0
        ("f(t) = t^2/4", "Derivative(f(t), t) = sqrt(f(t))", "Limit(f(t), t, 0+) = 0",
         ["t > 0"], {}),
        # a derivative on the right
        ("f(t) = t", "Derivative(f(t), t) = 1 + f(t)*Derivative(f(t), t)", "f(0) = 0", [],
         {"at": "0"}),
    ],
)  # fmt: skip
def test_linear_equations_refuse(claim, slope, datum, givens, bind):
    """Data not met, poles between, singular ends, equations that are not linear."""
    with pytest.raises((Rejected, Undecided)):
        ode(claim, [slope], [datum], givens, **bind)


# --- cases ----------------------------------------------------------------------------------------


def by_cases(claim, hypotheses, givens=()):
    """`cases` from facts that are taken for granted here."""
    facts = [Checked(Step(n, "x", read(claim), under=(read(h),)), Outcome("exact"), Givens())
             for n, h in enumerate(hypotheses, 1)]  # fmt: skip
    return cases(Step(9, "cases", read(claim)), facts, given(*givens))


def test_cases_cover_every_sign():
    """Two or three orders between the same terms, the givens leaving no other."""
    assert by_cases("f(a) = 0", ["0 < a", "a = 0"], ["a >= 0"])
    assert by_cases("f(a) = 0", ["a < b", "b <= a"])
    assert by_cases("f(a) = 0", ["a != 0", "a = 0"])


@pytest.mark.parametrize(
    ("hypotheses", "givens"),
    [
        (["0 < a", "a = 0"], ()),
        (["0 < a", "a < 0"], ()),
        (["a < b", "a > c"], ()),
        (["0 < a"], ["a >= 0"]),
        (["z < 0", "z >= 0"], ["z is complex"]),
    ],
)
def test_cases_that_leave_something_out(hypotheses, givens):
    """A sign left out, orders of other terms, names that have no order."""
    with pytest.raises((Rejected, Undecided)):
        by_cases("f(a) = 0", hypotheses, givens)


# --- proved bounds at random points ---------------------------------------------------------------

ATOMS = ("exp(-s*x)", "sin(s*x)", "cos(a*x)", "(1 - cos(s*x))", "(1 - exp(-s*x))", "x", "x^2",
         "atan(s*x)", "tanh(x)", "1/(1 + x^2)", "1/x", "exp(x)/(1 + exp(x))^2")  # fmt: skip
BOUNDS = ("exp(-a*x/2)", "1", "2*a*x", "2", "x", "2*a^2*x^2", "x^2", "pi/2", "1/(1 + x^2)", "1/x",
          "exp(-x)", "1/2")  # fmt: skip


def test_what_is_proved_holds_at_random_points():
    """Products of atoms against products of bounds: each proof agrees with values in the domain."""
    pick = random.Random(7)
    here = given("x > 0", "a > 0", "s > a/2", "s < 2*a")
    proved = 0
    for _ in range(250):
        count = pick.choice((1, 2))
        f, g = (read("*".join(pick.choice(t) for _ in range(count))) for t in (ATOMS, BOUNDS))
        if bounded_by(f, g, here) is None:
            continue
        proved += 1
        for _ in range(20):
            a = fmpq(pick.randint(1, 40), 7)
            s = a * fmpq(pick.randint(51, 199), 100)
            point = {"x": acb(fmpq(pick.randint(1, 200), 13)), "a": acb(a), "s": acb(s)}
            value, bound = evaluate(f, point).real, evaluate(g, point).real
            assert not abs(value) > bound, (f, g, point)
    assert proved > 20
