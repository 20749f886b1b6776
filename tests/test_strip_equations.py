"""The equations of the strips as a theorem, first integrals that are given, functions defined by others."""

import json

import pytest
from certificate_damage import resealed

from symderive.faces.check import check
from symderive.faces.derive import derive
from symderive.faces.pde import solve_pde
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.context import Context
from symderive.terms.reader import read

REFUSED = (Rejected, Undecided)
CONTEXT = Context(unknowns={"u": ("x", "y")})
RATES = {"x": "u_y", "y": "u_x", "u": "2*u_x*u_y", "u_x": "u_x", "u_y": "u_y"}


def outcome(by, gives, *given):
    givens = Givens.of([read(g, CONTEXT) for g in given])
    return check_step(Step(1, by, read(gives, CONTEXT)), {}, givens)


def rows(**change):
    return " and ".join(f"Derivative({k}, s) = {v}" for k, v in {**RATES, **change}.items())


def test_strip_equations_of_a_product_of_slopes():
    """p q = u: dx = q, dy = p, du = 2 p q, dp = p, dq = q; du = 2 u is the same on the equation."""
    assert outcome("strip_equations", rows(), "u_x*u_y = u").outcome.solution
    assert outcome("strip_equations", rows(u="2*u"), "u_x*u_y = u").outcome.solution


@pytest.mark.parametrize(
    "change", [{"x": "u_x"}, {"u": "u_x*u_y + 1"}, {"u": "3*u"}, {"u_x": "u_y"}, {"u_y": "-u_y"}]
)
def test_wrong_rates_are_refused(change):
    """Each rate of a strip is asked for."""
    with pytest.raises(REFUSED):
        outcome("strip_equations", rows(**change), "u_x*u_y = u")


@pytest.mark.parametrize("given", ["x >= 0", "x = y"])
def test_an_equation_on_no_open_set_is_not_differentiated(given):
    """A closed half plane, or a line, is no open set."""
    with pytest.raises(REFUSED):
        outcome("strip_equations", rows(), "u_x*u_y = u", given)


def test_differentiated_equation():
    """D_x and D_y of p q - u, the mixed slopes being equal; another sign is a lie."""
    told = "u_xx*u_y + u_x*u_xy = u_x and u_xy*u_y + u_x*u_yy = u_y"
    assert outcome("differentiated_equation", told, "u_x*u_y = u").outcome.grade == "exact"
    with pytest.raises(REFUSED):
        outcome("differentiated_equation", told.replace("= u_x", "= -u_x"), "u_x*u_y = u")


def test_the_equation_is_an_integral_of_its_strips():
    """F is constant along the strips of F = 0 for an undefined F; the slope p alone is not."""
    given = "F(x,y,u,u_x,u_y) = 0"
    assert outcome("strip_integral", "Derivative(F(x,y,u,u_x,u_y), s) = 0", given)
    assert outcome("strip_integral", "Derivative(u_x/u_y, s) = 0", "u_x*u_y = u")
    with pytest.raises(REFUSED):
        outcome("strip_integral", "Derivative(u_x, s) = 0", given)
    with pytest.raises(REFUSED):
        outcome("strip_integral", "Derivative(u_x, s) = 0", "u_x*u_y = u")


def test_strips_in_three_variables_are_asked_for():
    """`strip` answers with the equations of the strips, and the certificate is accepted."""
    d = solve_pde("u_x^2 + u_y^2 + u_z^2 = n(x,y,z)^2", "x,y,z", "u", strip=True)
    assert (d.verdict, d.result["kind"]) == ("verified", "characteristics")
    assert "Derivative(u_x, s) = 2*n(x, y, z)*n[1,0,0](x, y, z)" in d.result["text"]
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(
    "name", ["characteristics-quasilinear-general", "characteristics-fully-nonlinear"]
)
def test_general_theorems(name):
    """The theorems with undefined coefficients; another result, or another equation, is not theirs."""
    d = derive(name)
    assert (d.verdict, d.unproved) == ("verified", [])
    data = json.loads(d.to_json())
    assert recheck(data) == []
    lie = json.loads(d.to_json())
    lie["result"]["text"] = (
        lie["result"]["text"].replace("g(x, y, u)", "f(x, y, u)").replace("-u_x*F", "u_x*F")
    )
    assert lie["result"]["text"] != data["result"]["text"] and recheck(resealed(lie))
    lie = json.loads(d.to_json())
    lie["problem"]["equation"] = "u_x + u_y = 0"
    assert recheck(resealed(lie))


def test_rankine_hugoniot():
    """Burgers' shock; with another speed the claim is false."""
    d = derive("rankine-hugoniot-burgers")
    assert d.verdict == "verified" and "computed" not in d.grades
    wrong = d.problem["claim"].replace("X'(t) - (uL + uR)/2", "X'(t) - uL")
    assert wrong != d.problem["claim"]
    assert check(wrong, ["X is C1", "uL > uR", "t > 0"]).verdict != "verified"


GENERIC = "a(x,y)*f[1,0](x,y) + b(x,y)*f[0,1](x,y) = 0"


def test_a_given_equation_defines_one_function_by_the_others():
    """From a f_x + b f_y = 0 follows a multiple of it, and not that b f_y = 0."""
    assert check("2*a(x,y)*f[1,0](x,y) = -2*b(x,y)*f[0,1](x,y)", [GENERIC]).verdict == "verified"
    assert check("b(x,y)*f[0,1](x,y) = 0", [GENERIC]).verdict == "refuted"
    # Over the complex functions of nothing else: contradictory givens prove nothing.
    twice = "a(x,y)*f[1,0](x,y) + b(x,y)*f[0,1](x,y) = 1"
    assert check("1 = 2", [GENERIC, twice]).verdict == "undecided"


def test_given_integrals_that_may_depend_on_each_other_say_so():
    """The independence of two unknown first integrals is presupposed, and printed."""
    d = derive("characteristics-quasilinear-general")
    texts = [c["text"] for c in d.steps[-1]["conditions"] if c["status"] == "presupposed"]
    assert any("f[1,0,0](x, y, u)*g[0,1,0](x, y, u)" in t for t in texts)


def test_a_false_first_integral_is_not_believed():
    """A function whose given says something else than the equation of first integrals is none."""
    wrong = "a(x,y,u)*f[1,0,0](x,y,u) + b(x,y,u)*f[0,1,0](x,y,u) = 0"
    d = solve_pde("a(x,y,u)*u_x + b(x,y,u)*u_y = c(x,y,u)", "x,y", "u", given=[wrong], timeout=15)
    assert d.verdict == "undecided"
