"""The kernel's steps of the calculus of variations: each with a true case, a refusal and a lie."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis.variation.functional import functional_of
from symderive.kernel.logic.givens import Givens
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.reader import read

EL = "euler_lagrange_equations"


def trail(
    functional: str, unknowns: str = "y", variable: str = "x", *given: str
) -> tuple[Trail, Context]:
    context = Context(unknowns=dict.fromkeys(unknowns.split(","), (variable,)))
    return Trail(
        Givens.of([read(t, context) for t in (f"stationary({functional})", *given)])
    ), context


def step(
    made: tuple[Trail, Context], by: str, gives: str, uses: tuple[int, ...] = (), **bind: str
) -> bool:
    found, context = made
    roles = {k: read(v, context) for k, v in bind.items()}
    return found.step(by, read(gives, context), uses, roles) is not None


OSCILLATOR = "Integral(y'^2 - y^2, (x, 0, pi/2)), fixed(y(0), 0), fixed(y(pi/2), 1)"


def test_the_variational_derivative_is_compared_with_what_is_written():
    """A sign, a missing factor and a factor that may vanish are refused."""
    t = trail(OSCILLATOR)
    assert not step(t, EL, "y_xx - y = 0", K1="-2")
    assert not step(t, EL, "y_xx + y = 0")
    assert not step(t, EL, "(y_xx + y)/y = 0", K1="-2*y")
    assert step(t, EL, "y_xx + y = 0", K1="-2")


def test_a_constraint_brings_its_multiplier():
    """Without the multiplier, or with a name of the problem for it, there is no equation."""
    t = trail("Integral(y'^2, (x, 0, 1)), fixed(Integral(y, (x, 0, 1)), 1)")
    assert not step(t, EL, "y_xx = 0", K1="-2")
    assert not step(t, EL, "2*y_xx - x = 0", K1="-1", m1="x")
    assert step(t, EL, "2*y_xx - lam = 0", K1="-1", m1="lam")


def test_higher_derivatives_and_several_variables():
    """Euler and Poisson's equation, and that of Laplace."""
    t = trail("Integral(y''^2 - y^2, (x, 0, 1))")
    assert step(t, EL, "y_xxxx - y = 0", K1="2")
    context = Context(unknowns={"u": ("x", "y")})
    area = "stationary(Integral(Integral(u_x^2 + u_y^2, (x, 0, 1)), (y, 0, 1)))"
    found = Trail(Givens.of([read(area, context)]))
    assert found.step(EL, read("u_xx - u_yy = 0", context), (), {"K1": read("-2")}) is None
    assert found.step(EL, read("u_xx + u_yy = 0", context), (), {"K1": read("-2")}) is not None


def test_a_first_integral_is_one_by_its_total_derivative():
    """A wrong sign, a wrong characteristic and an old name for the constant are refused."""
    t = trail(OSCILLATOR)
    assert step(t, EL, "y_xx + y = 0", K1="-2")
    assert not step(t, "conserved", "y_x^2 - y^2 = c", (1,), C="c", Q1="2*y_x")
    assert not step(t, "conserved", "y_x^2 + y^2 = c", (1,), C="c", Q1="y_x")
    assert not step(t, "conserved", "y_x^2 + y^2 = x", (1,), C="x", Q1="2*y_x")
    assert step(t, "conserved", "y_x^2 + y^2 = c", (1,), C="c", Q1="2*y_x")


def test_an_extremal_satisfies_equation_and_data():
    """One that misses the data, the equation or the smoothness on the interval is refused."""
    t = trail(OSCILLATOR)
    assert step(t, EL, "y_xx + y = 0", K1="-2")
    assert not step(t, "extremal", "y = 2*sin(x)", (1,))
    assert not step(t, "extremal", "y = 2*x/pi", (1,))
    assert not step(t, "extremal", "y = C1*sin(x)", (1,))
    assert step(t, "extremal", "y = sin(x)", (1,))
    t = trail("Integral(x^4*y'^2, (x, -1, 1)), fixed(y(-1), -1), fixed(y(1), 1)")
    assert step(t, EL, "x*y_xx + 4*y_x = 0", K1="-2*x^3") is False
    assert step(t, EL, "x^4*y_xx + 4*x^3*y_x = 0", K1="-2")
    assert not step(t, "extremal", "y = 1/x^3", (1,))


def test_beltrami_alone_is_not_enough():
    """A constant satisfies Beltrami's first integral of a catenary and is no extremal."""
    t = trail("Integral(y*sqrt(1 + y'^2), (x, x0, x1))")
    assert step(t, EL, "y*y_xx - 1 - y_x^2 = 0", K1="-1/(1 + y_x^2)^(3/2)")
    assert not step(t, "extremal", "y = C1", (1,))
    assert step(t, "extremal", "y = C1*cosh((x - C2)/C1)", (1,), d1="C1 > 0")


def test_an_extremal_stays_off_the_poles_of_the_lagrangian():
    """y = 0 satisfies the equation without its denominator, but not the equation."""
    t = trail("Integral(y'^2/y, (x, x0, x1))")
    assert step(t, EL, "2*y*y_xx - y_x^2 = 0", K1="-1/y^2")
    assert not step(t, "extremal", "y = 0", (1,))
    assert step(t, "extremal", "y = (C1*x + C2)^2", (1,))


def test_a_constraint_needs_the_step_that_gives_its_integral():
    """No step, or the step of another integral, leaves the constraint unproved."""
    t = trail("Integral(y'^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 0), "
              "fixed(Integral(y, (x, 0, 1)), 1)")  # fmt: skip
    assert step(t, EL, "2*y_xx - lam = 0", K1="-1", m1="lam")
    assert step(t, "antiderivative", "Integral(6*x*(1 - x), (x, 0, 1)) = 1", F="3*x^2 - 2*x^3")
    assert step(
        t, "antiderivative", "Integral(3*x*(1 - x), (x, 0, 1)) = 1/2", F="(3*x^2 - 2*x^3)/2"
    )
    assert not step(t, "extremal", "y = 6*x*(1 - x) and lam = -24", (1,))
    assert not step(t, "extremal", "y = 3*x*(1 - x) and lam = -12", (1, 3))
    assert not step(t, "extremal", "y = 6*x*(1 - x) and lam = 24", (1, 2))
    assert step(t, "extremal", "y = 6*x*(1 - x) and lam = -24", (1, 2))
    conditions = [c.text for c in t[0].checked[4].outcome.conditions]
    assert any("is excluded: lam exist" in c for c in conditions)


def test_natural_conditions_and_transversality():
    """At a free value the momentum vanishes; on a curve the end is where it meets it at the right slope."""
    t = trail("Integral(y'^2 + y^2, (x, 0, 1)), fixed(y(0), 1), free(y(1))")
    assert step(t, EL, "y_xx - y = 0", K1="-2")
    assert not step(t, "extremal", "y = exp(x)", (1,))
    assert step(t, "extremal", "y = cosh(1 - x)/cosh(1)", (1,))
    t = trail("Integral(sqrt(1 + y'^2), (x, 0, x1)), fixed(y(0), 0), x1, end_on(y(x1) - x1 + 5)")
    assert step(t, EL, "y_xx = 0", K1="-1/(1 + y_x^2)^(3/2)")
    assert not step(t, "extremal", "y = -2*x and x1 = 5/3", (1,))
    assert not step(t, "extremal", "y = -x and x1 = 3", (1,))
    assert step(t, "extremal", "y = -x and x1 = 5/2", (1,))
    t = trail("Integral(y'^2, (x, 0, 1)) + (y(1) - 2)^2, fixed(y(0), 0)")
    assert step(t, EL, "y_xx = 0", K1="-2")
    assert not step(t, "extremal", "y = 2*x", (1,))
    assert step(t, "extremal", "y = x", (1,))


def test_curves_and_their_ends():
    """A cycloid; its ends lie on the stretch of the parameter that is claimed."""
    t = trail("Integral(sqrt((1 + y'^2)/y), (x, 0, pi)), fixed(y(0), 0), fixed(y(pi), 2)")
    factor = "-1/(2*y^2*(1 + y_x^2)*sqrt((1 + y_x^2)/y))"
    assert step(t, EL, "2*y*y_xx + 1 + y_x^2 = 0", K1=factor)
    curve = "x = th - sin(th) and y = 1 - cos(th)"
    stretch = {"d1": "0 < th", "d2": "th < 2*pi"}
    assert not step(t, "extremal", curve, (1,), at1="0", at2="2*pi", **stretch)
    assert not step(t, "extremal", curve, (1,), at1="0", at2="pi", d1="0 < th", d2="th < pi/2")
    assert not step(t, "extremal", "x = th - sin(th) and y = 1 + cos(th)", (1,), at1="0", at2="pi",
                    **stretch)  # fmt: skip
    assert step(t, "extremal", curve, (1,), at1="0", at2="pi", **stretch)


def test_a_constraint_at_every_point():
    """A point on a circle: off the circle, or with another multiplier, it is no extremal."""
    t = trail("Integral(x'^2 + z'^2, (t, t0, t1)), holonomic(x^2 + z^2 - 1)", "x,z", "t")
    gives = "x_tt - lam(t)*x = 0 and z_tt - lam(t)*z = 0"
    assert step(t, EL, gives, K1="-2", K2="-2", m1="lam(t)")
    motion = "x = {0}*cos(C1*t) and z = {0}*sin(C1*t) and lam(t) = {1}*C1^2"
    assert not step(t, "extremal", motion.format(2, "-1"), (1,))
    assert not step(t, "extremal", motion.format(1, "1"), (1,))
    assert step(t, "extremal", motion.format(1, "-1"), (1,))


@pytest.mark.parametrize("beside", ["free(y(1)), free(y(1)), fixed(y(1), 0)", "held(y(1), 0)",
                                    "fixed(2, 3)", "end_on(y(2))"])  # fmt: skip
def test_conditions_that_say_nothing_are_refused(beside):
    """A value both free and given, an unknown word, a datum of no unknown, a curve without its end."""
    t = trail(f"Integral(y'^2, (x, 0, 1)), {beside}")
    assert not (step(t, EL, "y_xx = 0", K1="-2") and step(t, "extremal", "y = 0", (1,)))


def test_other_functions_than_the_unknowns():
    """A coefficient is no unknown where the functional says what is varied."""
    context = Context(unknowns={"y": ("x",)})
    text = "stationary(Integral(p(x)*y'^2, (x, 0, 1)), vary(y(x)))"
    assert functional_of(Givens.of([read(text, context)])).unknowns == ("y",)
