"""Extremals with integrals up to a moving place: checked by the fundamental theorem, where smooth."""

from __future__ import annotations

from symderive.faces.extremize import extremize
from symderive.kernel.logic.givens import Givens
from symderive.methods.variation.roots import antiderivative_of_root, is_elementary
from symderive.recheck import recheck
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.reader import read

EL = "euler_lagrange_equations"
CONTEXT = Context(unknowns={"y": ("x",)})
CYCLIC = "stationary(Integral(cosh(x)*sqrt(1 + y_x^2), (x, {})))"
EQUATION = "cosh(x)*y_xx + sinh(x)*y_x + sinh(x)*y_x^3 = 0"
FACTOR = "-1/(1 + y_x^2)^(3/2)"


def trail(functional: str, *given: str) -> Trail:
    return Trail(Givens.of([read(t, CONTEXT) for t in (functional, *given)]))


def step(t: Trail, by: str, gives: str, uses: tuple[int, ...] = (), **bind: str) -> bool:
    roles = {k: read(v, CONTEXT) for k, v in bind.items()}
    return t.step(by, read(gives, CONTEXT), uses, roles) is not None


def test_an_integral_up_to_the_variable_is_differentiated():
    """The geodesics of the catenoid; another integrand, or a factor before it, is refused."""
    t = trail(CYCLIC.format("p, q"))
    assert step(t, EL, EQUATION, K1=FACTOR)
    assert not step(t, "extremal", "y = C2 + Integral(C1/cosh(s), (s, 0, x))", (1,))
    assert not step(t, "extremal", "y = 2*Integral(C1/sqrt(cosh(s)^2 - C1^2), (s, 0, x))", (1,))
    assert step(t, "extremal", "y = C2 + Integral(C1/sqrt(cosh(s)^2 - C1^2), (s, 0, x))", (1,))


def test_the_integrand_is_smooth_between_its_ends():
    """No point lets a pole of the integrand lie between the ends; the condition is printed."""
    t = trail("stationary(Integral(x^2*y_x^2, (x, p, q)))", "x > 0")
    assert step(t, EL, "x^2*y_xx + 2*x*y_x = 0", K1="-2")
    assert not step(t, "extremal", "y = C2 + Integral(C1/s^2, (s, -1, x))", (1,))
    assert not step(t, "extremal", "y = C2 + Integral(C1/s^2, (s, 0, x))", (1,))
    assert step(t, "extremal", "y = C2 + Integral(C1/s^2, (s, 1, x))", (1,))
    texts = [c.text for c in t.checked[2].outcome.conditions]
    assert "C1/s^2 is smooth for s between 1 and x" in texts


def test_an_integral_up_to_the_unknown_determines_it():
    """The energy separates: x is the integral of dy/y'; the wrong energy is refused."""
    t = trail("stationary(Integral(sqrt(1 + y_x^2)/y^2, (x, p, q)))", "y(x) > 0")
    assert step(t, EL, "y*y_xx + 2*y_x^2 + 2 = 0", K1="-1/(y^3*(1 + y_x^2)^(3/2))")
    assert not step(t, "extremal", "Integral(s^2/sqrt(C1^2 - s^2), (s, C2, y)) = x", (1,))
    assert not step(t, "extremal", "Integral(s^2/sqrt(-1 - s^4), (s, C2, y)) = x", (1,))
    assert step(t, "extremal", "Integral(s^2/sqrt(C1^2 - s^4), (s, C2, y)) = x", (1,))


def test_an_unknown_under_the_integral_is_refused():
    """Only the upper end may hold the unknown."""
    t = trail("stationary(Integral(y_x^2, (x, p, q)))")
    assert step(t, EL, "y_xx = 0", K1="-2")
    assert not step(t, "extremal", "Integral(y(x), (s, C2, y)) = x", (1,))


def test_a_quadrature_that_has_no_closed_form_is_left():
    """Geodesics of the catenoid: the answer holds the integral, and its certificate is accepted."""
    d = extremize("cosh(v)*sqrt(1 + u_v^2)", "v", "u", timeout=60)
    text = "C2 + Integral(C1/sqrt(cosh(s)^2 - C1^2), (s, 0, v))"
    assert (d.verdict, d.result["extremal"]) == ("verified", {"u": text})
    assert recheck(d.as_dict()) == []


def test_roots_of_quadratics_are_integrated():
    """F'^2 is the square that was asked for; a cubic under the root is left alone."""
    import sympy as sp

    y, c = sp.symbols("y c", positive=True)
    assert antiderivative_of_root(1 / (y**3 + c), y) is None
    assert not is_elementary(1 / (y**3 + c), y)
    for square in ((1 - y**2) / (y**2 * (2 * y**2 - 1)), c * (1 + y**2) / (y**2 * (y**2 - c))):
        found = antiderivative_of_root(square, y)
        gap = (sp.diff(found, y) ** 2 - square).subs({y: sp.Rational(9, 10), c: sp.Rational(1, 3)})
        assert abs(gap.evalf(20)) < 1e-15
