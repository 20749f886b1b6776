"""Data along characteristic strips of F(x, u, p) = 0: no solution, or infinitely many, and which."""

import pytest
from test_pde_kernel import REFUSED, outcome, statuses

from symderive.faces.pde import solve_pde

EIKONAL = "u_x^2 + u_y^2 = 1"
CIRCLE = [EIKONAL, "u(cos(s),sin(s)) = s"]
TURNED = {"slope": "q", "p1": "-sin(s) + q*cos(s)", "p2": "cos(s) + q*sin(s)",
          "r1": "0", "m1": "2", "rest": "1", "l11": "2"}  # fmt: skip


def test_circle_with_its_length_has_no_solution():
    """The slopes are tangent to the circle and turn with it, while rays are straight."""
    found = outcome("no_solution", "-2 != 0", CIRCLE, "x,y", **TURNED, at1="0")
    assert found.grade == "exact" and "two continuous derivatives" in found.says


@pytest.mark.parametrize(
    ("gives", "given", "more"),
    [
        ("-2 != 0", [], {"l11": "3"}),  # F_p is something else
        ("-2 != 0", [], {"m1": "1"}),  # the root is double
        ("-2 != 0", [], {"rest": "2"}),
        ("-2 != 0", [], {"r1": "1"}),
        ("-2 != 0", [], {"p1": "-sin(s)", "p2": "cos(s) + q"}),  # not all slopes
        ("-3 != 0", [], {}),
        ("-2 != 0", ["s > 1"], {}),  # the place is no place of the data
    ],
)
def test_wrong_contradictions_are_refused(gives, given, more):
    """Every real slope is a root, each is characteristic, and the strip condition fails at the place."""
    with pytest.raises(REFUSED):
        outcome("no_solution", gives, [*CIRCLE, *given], "x,y", **(TURNED | {"at1": "0"} | more))


def test_line_with_its_length_is_not_refuted():
    """On a straight line the same data are carried by a strip: nothing is lacking."""
    bind = {"slope": "q", "p1": "1", "p2": "q", "r1": "0", "m1": "2", "rest": "1", "l11": "2"}
    with pytest.raises(REFUSED):
        outcome("no_solution", "0 != 0", [EIKONAL, "u(x,0) = x"], "x,y", **bind)


def test_place_outside_of_the_givens_is_refused():
    """A contradiction at x = -1 is none where x > 0 is given."""
    problem = ["u_x + u_y = 1", "u(x,x) = x^2"]
    assert outcome("no_solution", "-2 != 1", problem, "x,y", at="-1")
    with pytest.raises(REFUSED):
        outcome("no_solution", "-2 != 1", [*problem, "x > 0"], "x,y", at="-1")


def test_family_with_a_constant():
    """Distances from every point c of the line have u = x on it beyond c."""
    gives = "u = c + sqrt((x - c)^2 + y^2)"
    found = outcome("infinitely_many", gives, [EIKONAL, "u(x,0) = x"], "x,y", c="c", d1="x > c")
    assert statuses(found)["x > c"] == "presupposed"


@pytest.mark.parametrize(
    ("gives", "bind"),
    [
        ("u = c + sqrt((x - c)^2 + y^2)", {"c": "c"}),  # wrong for x < c
        ("u = x + c - c", {"c": "c"}),  # one solution only
        ("u = x + c*y^2", {"c": "c"}),  # no solutions
        ("u = c + sqrt((x - c)^2 + y^2)", {"c": "x", "d1": "x > c"}),
        ("u = c + sqrt((x - c)^2 + y^2)", {"c": "c", "d1": "x + k > c"}),
    ],
)
def test_wrong_families_are_refused(gives, bind):
    """A family solves equation and data for every constant, and depends on it."""
    with pytest.raises(REFUSED):
        outcome("infinitely_many", gives, [EIKONAL, "u(x,0) = x"], "x,y", **bind)


ANSWERS = [
    ("u_x^2 + u_y^2 = 1", "x,y", "u(x,0) = x", "infinitely_many"),
    ("u_x*u_y = u", "x,y", "u(x,0) = 0", "infinitely_many"),
    ("u_t + u_x^2 = 0", "x,t", "u(0,t) = 0", "infinitely_many"),
    ("u_x^2 + u_y = u", "x,y", "u(0,y) = exp(y)", "infinitely_many"),
    ("u = x*u_x + y*u_y + u_x*u_y", "x,y", "u(x,0) = 0", "infinitely_many"),
    ("u_x^2 + u_y^2 = 1", "x,y", "u(cos(s),sin(s)) = s", "none"),
    ("u_x^2 + u_y^2 + u_z^2 = 1", "x,y,z", "u(x,y,0) = x", "infinitely_many"),
    ("u_x*u_y = x", "x,y", "u(0,y) = y", "explicit"),
]


@pytest.mark.parametrize(("equation", "variables", "datum", "kind"), ANSWERS)
def test_answers(equation, variables, datum, kind):
    """None, infinitely many, or one: said which, and the certificate accepted."""
    found = solve_pde(equation, variables, "u", [datum])
    assert (found.verdict, found.result["kind"]) == ("verified", kind)
    assert found.verify()


def test_uniqueness_is_open_where_strips_carry_the_data():
    """p^2 + q^2 = x^2 with x^2/2 on the line: a solution, which is not said to be the only one."""
    found = solve_pde("u_x^2 + u_y^2 = x^2", "x,y", "u", ["u(x,0) = x^2/2"])
    assert found.result["text"] == "u = x^2/2" and found.unproved == ["uniqueness"]
    assert found.verify()


def test_strip_that_rests():
    """The slope p = 0 stays zero along strips, whatever u does."""
    found = solve_pde("u_t + u_x^2 = -u^2", "x,t", "u", ["u(x,0) = 1"])
    assert (found.verdict, found.result["text"]) == ("verified", "u = 1/(t + 1)")
