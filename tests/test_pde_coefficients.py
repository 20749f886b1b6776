"""Arbitrary functions as coefficients: solutions that contain integrals with moving ends."""

import pytest

import symderive as sd
from symderive.faces.pde import solve_pde
from symderive.kernel.analysis.equations.moving_ends import through
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read
from symderive.terms.writer import write

NONE = Givens()


def test_derivative_through_an_integral():
    """The chain rule with Leibniz's: moving end, parameter inside, both."""
    slope, _ = through(read("Integral(h(x - c*(t - r), r), (r, 0, t))"), "t", NONE)
    assert write(slope) == "-c*Integral(h[1,0](x - c*(t - r), r), (r, 0, t)) + h(x - c*(t - t), t)"


def test_zero_of_a_generic_denominator_is_presupposed_away():
    """1/g has an integral where g has no zero, and that is printed."""
    _, needs = through(read("Integral(1/g(r), (r, 0, x))"), "x", NONE)
    assert [write(n) for n in needs] == ["g(r) != 0", "g is C0"]


@pytest.mark.parametrize(
    "text",
    [
        "Integral(1/r, (r, -1, x))",  # a pole that may lie inside
        "Integral(exp(-r*x), (r, 0, oo))",  # an infinite end needs a majorant
        "Integral(sqrt(r - x), (r, 0, x))",  # not differentiable at its end
    ],
)
def test_integrals_without_a_rule_are_refused(text):
    """What is not proved smooth on the whole closed range has no derivative here."""
    with pytest.raises((Undecided, ValueError)):
        through(read(text), "x", NONE)


@pytest.mark.parametrize(
    ("equation", "variables", "data", "text"),
    [
        ("u_t + a(t)*u_x = 0", "x,t", ["u(x,0) = f(x)"], "u = f(x - Integral(a(r), (r, 0, t)))"),
        ("u_t + a(t)*u_x = b(t)*u", "x,t", ["u(x,0) = f(x)"],
         "u = f(x - Integral(a(r), (r, 0, t)))*exp(Integral(b(r), (r, 0, t)))"),
        ("u_t + c*u_x = h(x,t)", "x,t", ["u(x,0) = f(x)"],
         "u = f(x - c*t) + Integral(h(c*r + x - c*t, r), (r, 0, t))"),
        ("u_t + a(t)*u*u_x = 0", "x,t", ["u(x,0) = f(x)"], "u = f(x - u*Integral(a(r), (r, 0, t)))"),
        ("f(x)*u_x + g(y)*u_y = 0", "x,y", [],
         "u = F(Integral(1/g(r), (r, 0, y)) - Integral(1/f(r), (r, 0, x)))"),
        ("u_x + f(u)*u_y = g(u)", "x,y", [],
         "F(x - Integral(1/g(r), (r, 0, u)), y - Integral(f(r)/g(r), (r, 0, u))) = 0"),
    ],
)  # fmt: skip
def test_solutions_with_integrals(equation, variables, data, text):
    """Found, verified, and the certificate accepted again."""
    found = solve_pde(equation, variables, "u", data)
    assert (found.verdict, found.result["text"]) == ("verified", text)
    assert found.verify()


def test_complex_integral_is_refused():
    """An integral of a root that is imaginary on a part of the range is no real solution."""
    claim = "u(x,y) = Integral(sqrt(r - 2), (r, 1, x)) solves u_x = sqrt(x - 2)"
    assert sd.check(claim).verdict == "undecided"
    claim = (
        "u(x,y) = Integral(1/r, (r, -1, x)) solves u_x = 1/x"  # a pole inside, or an empty range
    )
    assert sd.check(claim).verdict == "undecided"
