"""Falsehoods about extremals that look like certificates: each is refused, its true neighbour accepted."""

import pytest

from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.context import Context
from symderive.terms.reader import read

CONTEXT = Context({"y": ("x",), "z": ("x",)})
REFUSED = (Rejected, Undecided)


def outcome(stated, equation, gives, by="extremal", *, given=(), facts=(), roles=(), **bind):
    """The outcome of the last step: equations, facts on constants, and the claim."""
    givens = Givens.of([read(t, CONTEXT) for t in (f"stationary({stated})", *given)])
    first = {k: read(t, CONTEXT) for k, t in dict(roles).items()}
    steps = [Step(1, "euler_lagrange_equations", read(equation, CONTEXT), bind=first)]
    for inference, fact, roles_ in facts:
        bound = {k: read(t, CONTEXT) for k, t in roles_.items()}
        steps.append(Step(len(steps) + 1, inference, read(fact, CONTEXT), bind=bound))
    uses = tuple(s.n for s in steps)
    bound = {k: read(t, CONTEXT) for k, t in bind.items()}
    steps.append(Step(len(steps) + 1, by, read(gives, CONTEXT), uses, bind=bound))
    return check_steps(steps, givens)[len(steps) - 1].outcome


AREA = ("Integral(y'(x)^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 0), "
        "fixed(Integral(y(x), (x, 0, 1)), {})", "lam - 2*y''(x) = 0")  # fmt: skip


def test_the_multiplier_of_an_integral_constraint_is_one_number():
    """With lam = x the equation of the constraint is another one, and x^3 - x solves that."""
    fact = ("antiderivative", "Integral(x^3/12 - x/12, (x, 0, 1)) = -1/48",
            {"F": "x^4/48 - x^2/24"})  # fmt: skip
    with pytest.raises(Rejected, match="one number"):
        outcome(AREA[0].format("-1/48"), AREA[1], "y(x) = x^3/12 - x/12 and lam = x",
                facts=[fact], roles={"m1": "lam"})  # fmt: skip
    fact = ("antiderivative", "Integral(x^2 - x, (x, 0, 1)) = -1/6", {"F": "x^3/3 - x^2/2"})
    found = outcome(AREA[0].format("-1/6"), AREA[1], "y(x) = x^2 - x and lam = 4",
                    facts=[fact], roles={"m1": "lam"})  # fmt: skip
    assert found.solution


def test_a_movable_end_is_one_number():
    """T = x is no end of an interval."""
    stated = "Integral(sqrt(1 + y'(x)^2), (x, 0, T)), fixed(y(0), 0), T, end_on(y(T) - 1 + T)"
    roles = {"K1": "-1/(1 + y'(x)^2)^(3/2)"}
    with pytest.raises(Rejected, match="one number"):
        outcome(stated, "y''(x) = 0", "y(x) = x and T = x", roles=roles)
    assert outcome(stated, "y''(x) = 0", "y(x) = x and T = 1/2", roles=roles).solution


@pytest.mark.parametrize(("lagrangian", "equation", "factor", "extremal", "end"), [
    # y = 0 is no weak minimum of the first: a narrow bump near 0 makes the cubic term win.
    ("y'(x)^2 + y(x)^3/x^5", "-2*y''(x) + 3*y(x)^2/x^5 = 0", "1", "y(x) = 0", "0"),
    ("y'(x)^2 + y(x)^3/x^5", "-2*x^5*y''(x) + 3*y(x)^2 = 0", "1/x^5", "y(x) = 0", "0"),
    ("y'(x)^2/x^2", "x*y''(x) - 2*y'(x) = 0", "-2/x^3", "y(x) = x^3", "1"),
    ("y'(x)^2 + I*(y(x) - x)^3", "-2*y''(x) + 3*I*(y(x) - x)^2 = 0", "1", "y(x) = x", "1"),
])  # fmt: skip
def test_a_singular_end_or_a_complex_lagrangian_is_not_judged(
    lagrangian, equation, factor, extremal, end
):
    """The theorems want three continuous derivatives near the extremal, ends included."""
    stated = f"Integral({lagrangian}, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), {end})"
    with pytest.raises(Undecided):
        outcome(stated, equation, extremal, "weak_minimum", roles={"K1": factor}, U="1")


def test_a_lagrangian_singular_inside_has_no_extremal_across():
    """x^3 from -1 to 1 passes the place where y'^2/x^2 has no value."""
    stated = "Integral(y'(x)^2/x^2, (x, {}, 1)), fixed(y({}), {}), fixed(y(1), 1)"
    equation, roles = "x*y''(x) - 2*y'(x) = 0", {"K1": "-2/x^3"}
    with pytest.raises(Undecided, match="inside the interval"):
        outcome(stated.format("-1", "-1", "-1"), equation, "y(x) = x^3", roles=roles)
    assert outcome(stated.format("1/2", "1/2", "1/8"), equation, "y(x) = x^3", roles=roles).solution


CYCLOID = ("Integral(sqrt((1 + y'(x)^2)/y(x)), (x, 0, {})), fixed(y(0), 0), fixed(y({}), 2)",
           "2*y(x)*y''(x) + 1 + y'(x)^2 = 0")  # fmt: skip
FACTOR = "-1/(2*y(x)^2*(1 + y'(x)^2)*sqrt((1 + y'(x)^2)/y(x)))"


def test_a_cycloid_ends_at_its_cusp():
    """The arc to s = pi is an extremal; at s = 3*pi the curve has passed a cusp."""
    claim = "x = s - sin(s) and y(x) = 1 - cos(s)"
    stated, equation = CYCLOID
    good = outcome(stated.format("pi", "pi"), equation, claim, roles={"K1": FACTOR},
                   at1="0", at2="pi")  # fmt: skip
    assert good.solution
    with pytest.raises(Undecided, match="one way"):
        outcome(stated.format("3*pi", "3*pi"), equation, claim, roles={"K1": FACTOR},
                at1="0", at2="3*pi")  # fmt: skip


CIRCLE = ("Integral(sqrt(1 + y'(x)^2)/y(x), (x, -1/2, 1/2)), fixed(y(-1/2), sqrt(3)/2), "
          "fixed(y(1/2), {}sqrt(3)/2)", "y(x)*y''(x) + 1 + y'(x)^2 = 0")  # fmt: skip


def test_data_on_two_branches_are_on_no_function():
    """Both points lie on the circle, one above and one below."""
    roles = {"K1": "-1/(y(x)^2*(1 + y'(x)^2)^(3/2))"}
    claim = "x^2 + y(x)^2 = 1"
    good = outcome(CIRCLE[0].format(""), CIRCLE[1], claim, roles=roles, below="1/2", above="2")
    assert good.solution
    for more in ({}, {"below": "1/2", "above": "2"}, {"below": "-2", "above": "2"}):
        with pytest.raises(REFUSED):
            outcome(CIRCLE[0].format("-"), CIRCLE[1], claim, roles=roles, **more)


@pytest.mark.parametrize("u", ["sin(x)", "sin(x) + 1/1000000", "cos(x/2)", "1/sin(x)", "cosh(x)"])
def test_a_conjugate_point_at_the_end_is_too_near(u):
    """pi is conjugate to 0: no field surrounds sin x on the closed interval."""
    stated = "Integral(y'(x)^2 - y(x)^2, (x, 0, pi)), fixed(y(0), 0), fixed(y(pi), 0)"
    with pytest.raises(Undecided):
        outcome(stated, "y''(x) + y(x) = 0", "y(x) = sin(x)", "weak_minimum",
                roles={"K1": "-2"}, U=u)  # fmt: skip
