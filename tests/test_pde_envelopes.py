"""Envelopes of a complete integral: general and singular integrals, and the proof that there is none."""

import json

import pytest
from test_pde_kernel import REFUSED, outcome, statuses

from symderive.derivations import digest
from symderive.faces.pde import solve_pde
from symderive.recheck import recheck

CLAIRAUT = ["u = x*u_x + y*u_y + u_x*u_y"]
PLANES = {"family": "u = a*x + b*y + a*b", "c1": "a", "c2": "b"}
EIKONAL = ["u_x^2 + u_y^2 = 1"]
RAYS = {"family": "u = a*x + sqrt(1 - a^2)*y + b", "c1": "a", "c2": "b"}
SLOPES = {"p1": "p", "p2": "q"}
SPHERES = {"family": "(x - a)^2 + (y - b)^2 + u^2 = 1", "c1": "a", "c2": "b"}


# --- the general integral ---------------------------------------------------------------------------

ENVELOPE = "u = a*x + phi(a)*y + a*phi(a) and x + phi'(a)*y + phi(a) + a*phi'(a) = 0"
PLACE = {"example": "a^2", "at_a": "1/2", "at_y": "1", "low_x": "-7/4 - 1/1000",
         "high_x": "-7/4 + 1/1000"}  # fmt: skip


def test_general_integral_of_clairaut():
    """The planes with b = phi(a) have an envelope where the second derivative does not vanish."""
    found = outcome("general_integral", ENVELOPE, CLAIRAUT, "x,y", phi="phi", **PLACE, **PLANES)
    assert statuses(found)["phi is C2"] == "given"
    assert "presupposed" in statuses(found).values() and found.solution


@pytest.mark.parametrize(
    ("gives", "more"),
    [
        (ENVELOPE.replace("a*phi'(a) =", "a*phi(a) ="), {}),  # not the derivative
        (ENVELOPE.replace("phi(a)*y", "2*phi(a)*y"), {}),  # not the family
        (ENVELOPE, {"low_x": "3", "high_x": "3 + 1/1000"}),  # no root in the box
        (ENVELOPE, {"example": "0"}),  # an example without an envelope
        (ENVELOPE, {"example": "x"}),  # which is no function of the constant
        (ENVELOPE, {"phi": "u"}),
        (ENVELOPE, {"family": "u = a*x + b*y + a*b + 1"}),  # no solutions
        ("u = a*x + phi(a)*y + a*phi(a)", {}),
    ],
)
def test_wrong_general_integrals_are_refused(gives, more):
    """The first equation is the family, the second its derivative, and an envelope exists."""
    bind = {"phi": "phi", **PLACE, **PLANES, **more}
    with pytest.raises(REFUSED):
        outcome("general_integral", gives, CLAIRAUT, "x,y", **bind)


# --- singular integrals -----------------------------------------------------------------------------


def test_singular_integral_of_clairaut():
    """-x*y touches the planes at a = -y, b = -x; no slope is left in the equation along it."""
    assert outcome("singular_integral", "u = -x*y", CLAIRAUT, "x,y", e1="-y", e2="-x", **PLANES)
    assert outcome("singular_integral", "u = -x*y", CLAIRAUT, "x,y").grade == "exact"


@pytest.mark.parametrize("gives", ["u = 1", "u = -1"])
def test_spheres_touch_two_planes(gives):
    """Unit spheres about points of the plane have two envelopes."""
    equation = ["u^2*(u_x^2 + u_y^2 + 1) = 1"]
    assert outcome("singular_integral", gives, equation, "x,y", e1="x", e2="y", **SPHERES)


@pytest.mark.parametrize(
    ("gives", "bind"),
    [
        ("u = -x*y", {**PLANES, "e1": "-y", "e2": "x"}),  # other constants
        ("u = x*y", {**PLANES, "e1": "-y", "e2": "-x"}),  # no solution
        ("u = x + y + 1", {**PLANES, "e1": "1", "e2": "1"}),  # a member of the family
        ("u = x + y + 1", {}),  # a solution along which the slopes matter
        ("u = -x*y", {**PLANES, "e1": "-y + 0*a", "e2": "-x"}),
    ],
)
def test_wrong_singular_integrals_are_refused(gives, bind):
    """A singular integral solves the equation and touches the family everywhere."""
    with pytest.raises(REFUSED):
        outcome("singular_integral", gives, CLAIRAUT, "x,y", **bind)


def test_absolute_value_is_no_rest():
    """|p| has no derivative at 0, so u = 0 is not called singular for it."""
    with pytest.raises(REFUSED):
        outcome("singular_integral", "u = 0", ["Abs(u_x) + Abs(u_y) = u"], "x,y")


# --- none -------------------------------------------------------------------------------------------


def test_eikonal_has_no_singular_integral():
    """F - p F_p/2 - q F_q/2 = -1 for F = p^2 + q^2 - 1."""
    bind = {"m0": "1", "m1": "-p/2", "m2": "-q/2", **SLOPES}
    assert outcome("no_singular_integral", "-1 != 0", EIKONAL, "x,y", **bind)
    assert outcome("no_singular_integral", "1 != 0", EIKONAL, "x,y", m2="-1", **RAYS)


def test_what_vanishes_on_a_line_leaves_no_open_set():
    """F - p F_p = -x*y for p q = x y: no singular integral on any open set."""
    found = outcome("no_singular_integral", "-x*y != 0", ["u_x*u_y = x*y"], "x,y",
                    m0="1", m1="-p", **SLOPES)  # fmt: skip
    assert statuses(found)["-x*y != 0 in every open set"] == "discharged"


@pytest.mark.parametrize(
    ("gives", "equation", "bind"),
    [
        ("-u != 0", "u_x*u_y = u", {"m0": "1", "m1": "-p"}),  # u = 0 is singular
        ("1 != 0", "u_x*u_y = u", {"m0": "1", "m1": "-p"}),  # another combination
        ("(1 - k)*x != 0", "u_x*u_y = (k - 1)*x", {"m0": "1", "m1": "-p"}),  # zero for k = 1
        ("-p != 0", "u_x*u_y = u", {"m2": "-1"}),
        ("0 != 0", "u_x*u_y = u", {}),
        (
            "1 != 0",
            "u_x^2 + 0*u_y = u",
            {"m1": "1/(2*p)"},
        ),  # where p = 0, along u = 0, it is no sum
        ("1 != 0", "u_x*u_y = u", {"m1": "1/q"}),
        ("1 != 0", "u_x*u_y = u", {"m0": "-1/u", "m1": "p/u"}),
        ("1 + 0/u != 0", "u_x*u_y = u + 1", {"m0": "-1/(u + 1)", "m1": "p/(u + 1)"}),
    ],
)
def test_wrong_contradictions_are_refused(gives, equation, bind):
    """The combination is the one of the multipliers, and it cannot vanish on an open set."""
    with pytest.raises(REFUSED):
        outcome("no_singular_integral", gives, [equation, "k > 0"], "x,y", **bind, **SLOPES)


# --- answers ----------------------------------------------------------------------------------------

ANSWERS = [
    ("u = x*u_x + y*u_y + u_x*u_y", "x,y", ["u = -x*y"]),
    ("u = x*u_x + y*u_y + u_x^2 + u_y^2", "x,y", ["u = -x^2/4 - y^2/4"]),
    ("u = x*u_x + y*u_y + sqrt(1 + u_x^2 + u_y^2)", "x,y", ["u = sqrt(1 - x^2 - y^2)"]),
    ("u_x*u_y = u", "x,y", ["u = 0"]),
    ("u_x^2 + u_y^2 = 1", "x,y", []),
    ("u_t + u_x^2/2 = 0", "x,t", []),
    ("u_x*u_y = x*y", "x,y", []),
    ("u = x*u_x + y*u_y + z*u_z + u_x*u_y*u_z", "x,y,z", None),
]


@pytest.mark.parametrize(("equation", "variables", "singular"), ANSWERS)
def test_answers(equation, variables, singular):
    """Without data: complete, general and singular integral, each a step, and a good certificate."""
    found = solve_pde(equation, variables, "u")
    assert (found.verdict, found.result["kind"]) == ("verified", "complete_integral")
    assert found.result["general_integral"].count("= 0") == variables.count(",")
    if singular is not None:
        assert found.result["singular_integrals"] == singular and found.unproved == []
    assert found.verify()


@pytest.fixture(scope="module")
def certificate():
    return solve_pde("u = x*u_x + y*u_y + u_x*u_y", "x,y", "u").as_dict()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("singular_integrals", ["u = x*y"]),
        ("singular_integrals", ["u = -x*y", "u = a*x + b*y + a*b"]),
        ("singular_integrals", []),
        ("general_integral", "u = a*x + phi(a)*y + a*phi(a)"),
        ("kind", "general"),
    ],
)
def test_result_that_no_step_says_is_rejected(certificate, key, value):
    """Another envelope than the one that was proved is rejected."""
    lie = json.loads(json.dumps(certificate))
    lie["result"][key] = value
    lie["digest"] = digest(lie)
    assert recheck(lie)


def test_envelope_of_another_family_is_rejected(certificate):
    """The family of the envelopes is the complete integral that is the answer."""
    lie = json.loads(json.dumps(certificate))
    for step in lie["steps"][1:]:
        step["bind"]["c1"], step["bind"]["c2"] = step["bind"]["c2"], step["bind"]["c1"]
    lie["digest"] = digest(lie)
    assert recheck(lie)
