"""`extremize` end to end: problems read, derived, fitted, and certificates that bind their problems."""

from __future__ import annotations

import copy
from contextlib import suppress

import pytest
from certificate_damage import damages, resealed

from symderive.derivations import Derivation, NotACertificate
from symderive.faces.extremize import NotAFunctional, extremize
from symderive.recheck import recheck
from symderive.terms.errors import NotRead

PROBLEMS = {
    "oscillator": (("y'^2 - y^2", "x", "y"), {"at": ["y(0) = 0", "y(pi/2) = 1"]}, {"y": "sin(x)"}),
    "catenary": (("y*sqrt(1 + y'^2)", "x", "y"), {}, {"y": "C1*cosh((x - C2)/C1)"}),
    "cycloid": (("sqrt((1 + y'^2)/y)", "x", "y"), {"at": ["y(0) = 0", "y(pi) = 2"]},
                {"x": "s - sin(s)", "y": "1 - cos(s)"}),
    "polar lines": (("sqrt(r^2 + r_q^2)", "q", "r"), {}, {"r": "C1/cos(C2 - q)"}),
    "area": (("y'^2", "x", "y"), {"integral": ["y = 1"], "at": ["y(0) = 0", "y(1) = 0"]},
             {"y": "6*x*(1 - x)"}),
    "eigenvalue": (("y'^2", "x", "y"), {"integral": ["y^2 = 2"], "at": ["y(0) = 0", "y(1) = 0"]},
                   {"y": "2*sin(pi*x)"}),
    "half circle": (("y", "x", "y"), {"integral": ["sqrt(1 + y'^2) = pi"],
                                      "at": ["y(-1) = 0", "y(1) = 0"]}, {"y": "sqrt(1 - x^2)"}),
    "beam": (("y''^2", "x", "y"), {"at": ["y(0) = 0", "y'(0) = 0", "y(1) = 1", "y'(1) = 0"]},
             {"y": "x^2*(3 - 2*x)"}),
    "to a line": (("sqrt(1 + y'^2)", "x", "y"), {"at": ["y(0) = 0"], "end_on": "y = x - 5"},
                  {"y": "-x"}),
    "cost": (("y'^2", "x", "y"), {"at": ["y(0) = 0"], "endpoint_cost": "(y(1) - 1)^2"}, {"y": "x/2"}),
    "field": (("u_x^2 + u_y^2", "x,y", "u"), {"at": ["u(0,y) = 0", "u(pi,y) = 0", "u(x,0) = 0",
                                                    "u(x,1) = sin(x)"]},
              {"u": "sin(x)*sinh(y)/sinh(1)"}),
    "plane": (("y'^2 + z'^2", "x", "y,z"), {"holonomic": ["y = 2*z"], "at": ["y(0) = 0", "y(1) = 2"]},
              {"y": "2*x", "z": "x"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[str, Derivation]:
    return {name: extremize(*args, **more) for name, (args, more, _) in PROBLEMS.items()}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_extremal_is_found_and_its_certificate_accepted(name, found):
    """The function of the textbook; the recheck finds nothing to object."""
    d = found[name]
    assert (d.verdict, d.result["extremal"]) == ("verified", PROBLEMS[name][2])
    assert recheck(d.as_dict()) == []


def test_first_integrals_of_all_linear_symmetries(found):
    """Energy and momenta of straight lines, the integral of a scaling, the energy on a circle."""
    assert found["oscillator"].result["first_integrals"] == ["y^2 + y_x^2"]
    half_plane = extremize("sqrt(1 + y'^2)/y", "x", "y").result["first_integrals"]
    assert half_plane == ["1/(y*sqrt(y_x^2 + 1))", "(x + y*y_x)/(y*sqrt(y_x^2 + 1))"]
    circle = extremize("(x_t^2 + y_t^2)/2", "t", "x,y", holonomic=["x^2 + y^2 = 1"])
    assert circle.result["first_integrals"] == ["x_t^2 + y_t^2", "x*y_t - x_t*y"]


def test_a_constant_without_closed_form_is_enclosed():
    """A soap film between rings: the equation of its constant, and digits that are proved."""
    d = extremize("y*sqrt(1 + y'^2)", "x", "y", at=["y(-1) = 2", "y(1) = 2"])
    ((name, fit),) = d.result["fitted"].items()
    assert d.verdict == "verified" and fit["equation"] == f"{name}*cosh(1/{name}) = 2"
    assert recheck(d.as_dict()) == []
    bad = copy.deepcopy(d.as_dict())
    bad["result"]["fitted"][name]["value"] = fit["value"][:-1] + str(
        (int(fit["value"][-1]) + 1) % 10
    )
    assert recheck(resealed(bad))


def test_without_an_extremal_the_equations_stand_and_the_verdict_is_undecided():
    """What is proved is kept, and the certificate says no more."""
    d = extremize("sqrt(1 + y'^2)*cosh(x*y)", "x", "y", timeout=8)
    assert (
        d.verdict == "undecided" and "kind" not in d.result and len(d.result["euler_lagrange"]) == 1
    )
    assert recheck(d.as_dict()) == []


@pytest.mark.parametrize("name", ["to a line"])
def test_no_leaf_of_a_certificate_can_be_changed(name, found):
    """Every small damage is refused, also when the digest is made to fit."""
    for where, bad in damages(found[name].as_dict()):
        if not isinstance(bad, dict):
            continue
        try:
            assert recheck(resealed(bad)), where
        except NotACertificate:
            continue


@pytest.mark.parametrize(
    ("key", "value"),
    [("lagrangian", "2*y'^2"), ("at", ["y(0) = 0", "y(1) = 1"]), ("integral", ["y = 2"]),
     ("unknown", "z"), ("free", ["y(1)"]), ("given", ["x > 0"])],
)  # fmt: skip
def test_a_true_proof_of_another_problem_is_caught(key, value, found):
    """The problem is stated apart from the steps."""
    bad = copy.deepcopy(found["area"].as_dict())
    bad["problem"][key] = value
    with suppress(NotACertificate):
        assert recheck(resealed(bad))


@pytest.mark.parametrize(
    ("args", "more", "error"),
    [(("y'^2 +", "x", "y"), {}, NotRead), (("y'^2 = 1", "x", "y"), {}, NotAFunctional),
     (("y'^2", "x", "x"), {}, NotAFunctional), (("y'^2", "x", "y,z"), {}, NotAFunctional),
     (("y'^2", "x", "y"), {"at": ["y(0)"]}, NotAFunctional),
     (("y'^2", "x", "y"), {"at": ["y(0) = 0", "y(1) = 0", "y(2) = 0"]}, NotAFunctional),
     (("y'^2", "x", "y"), {"at": ["y(0) = y(1)"]}, NotAFunctional),
     (("y'^2", "x", "y"), {"interval": "0"}, NotAFunctional),
     (("u_x*u_y", "x,y", "u"), {"integral": ["u = 1"]}, NotAFunctional)],
)  # fmt: skip
def test_what_is_no_problem_is_said(args, more, error):
    """A text that cannot be read, a statement for a Lagrangian, data that do not fit."""
    with pytest.raises(error):
        extremize(*args, **more)
