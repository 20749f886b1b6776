"""Characteristic strips through data, and the values of first integrals there: truths, refusals, lies."""

import pytest

from symderive.faces.pde import solve_pde
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.context import Context
from symderive.terms.reader import read

REFUSED = (Rejected, Undecided)
GIVEN = ("u_x*u_y = u", "u(0,y) = y^2")
NAMES = {"tau": "tau", "s1": "s", "p1": "p", "p2": "q"}
STRIP = {"x": "2*s*(exp(tau) - 1)", "y": "s*(exp(tau) + 1)/2", "u": "s^2*exp(2*tau)",
         "p": "s*exp(tau)/2", "q": "2*s*exp(tau)"}  # fmt: skip


def outcome(by, gives, given, variables, done=None, uses=(), **bind):
    context = Context(unknowns={"u": tuple(variables.split(","))})
    givens = Givens.of([read(g, context) for g in given])
    step = Step(len(done or {}) + 1, by, read(gives, context), tuple(uses),
                {k: read(v) for k, v in bind.items()})  # fmt: skip
    return check_step(step, done or {}, givens)


def strip(**change):
    return " and ".join(f"{k} = {v}" for k, v in {**STRIP, **change}.items())


def test_strips_of_pq_equals_u():
    """The strips of p q = u through the parabola u(0, y) = y^2."""
    assert outcome("characteristic_strips", strip(), GIVEN, "x,y", **NAMES).outcome.solution


@pytest.mark.parametrize(
    "change",
    [
        {"u": "s^2*exp(tau)"},  # du = p.F_p fails
        {"p": "s*exp(2*tau)/2"},  # dp = -F_x - p F_u fails
        {"y": "s*(exp(tau) + 3)/2"},  # it does not leave from the data
        {"x": "x + 1"},  # a variable by itself
        {"p": "-s*exp(tau)/2", "q": "-2*s*exp(tau)", "x": "-2*s*(exp(tau) - 1)",
         "y": "s*(3 - exp(tau))/2"},  # F = 0 and the strip equations, but du != p.dx on the data
    ],
)  # fmt: skip
def test_wrong_strips_are_refused(change):
    """Each equation of a strip and each of its initial conditions is asked for."""
    with pytest.raises(REFUSED):
        outcome("characteristic_strips", strip(**change), GIVEN, "x,y", **NAMES)


def test_first_integrals_on_data():
    """u = f(xi) and x - t u = xi on the data; another value, or a value with x in it, is refused."""
    given = ("u_t + u*u_x = 0", "u(x,0) = f(x)")
    first = outcome("first_integral", "Derivative(u, s) = 0", given, "x,t")
    second = outcome("first_integral", "Derivative(x - t*u, s) = 0", given, "x,t", {1: first})
    done = {1: first, 2: second}
    right = "u = f(xi) and x - t*u = xi"
    assert outcome("on_data", right, given, "x,t", done, (1, 2), s1="xi").outcome.solution
    for wrong in ("u = f(xi) and x - t*u = 2*xi", "u = f(x) and x - t*u = xi", "x - t*u = xi"):
        with pytest.raises(REFUSED):
            outcome("on_data", wrong, given, "x,t", done, (1, 2), s1="xi")


def test_proof_shows_strips_and_elimination():
    """A derivation for a nonlinear equation starts from its strips, a quasilinear one from its data."""
    found = solve_pde("u_x*u_y = u", "x,y", "u", ["u(0,y) = y^2"])
    assert [s["by"] for s in found.steps] == ["characteristic_strips", "pde_solution"]
    found = solve_pde("u_t + u*u_x = 0", "x,t", "u", ["u(x,0) = f(x)"])
    assert "on_data" in [s["by"] for s in found.steps] and found.verify()
