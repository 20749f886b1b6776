"""Primitives for first-order equations: for each a true case, a refusal and a lie."""

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.reader import read

BURGERS = "u_t + u*u_x = 0"
REFUSED = (Rejected, Undecided)


def outcome(by, gives, given, variables="x,t", **bind):
    """The outcome of one step under the givens; raises what the kernel raises."""
    context = Context(unknowns={"u": tuple(variables.split(","))})
    givens = Givens.of([read(g, context) for g in given])
    step = Step(1, by, read(gives, context), (), {k: read(v, context) for k, v in bind.items()})
    return check_step(step, {}, givens).outcome


def statuses(found):
    return {c.text: c.status for c in found.conditions}


def trail(given, variables="x,t"):
    context = Context(unknowns={"u": tuple(variables.split(","))})
    return context, Trail(Givens.of([read(g, context) for g in given]))


# --- solutions --------------------------------------------------------------------------------------


def test_explicit_solution_with_data():
    """x/(t - 1) solves Burgers' equation with the data -x, off t = 1."""
    found = outcome("pde_solution", "u = x/(t - 1)", [BURGERS, "u(x,0) = -x"])
    assert statuses(found)["t - 1 != 0"] == "presupposed"
    assert found.solution


def test_implicit_solution_prints_where_it_is_one():
    """u = sin(x - u t) needs 1 + t cos(x - u t) != 0, which is proved on the data."""
    found = outcome("pde_solution", "u = sin(x - u*t)", [BURGERS, "u(x,0) = sin(x)"])
    assert statuses(found)["1 + t*cos(x - u*t) != 0"] == "presupposed"
    assert statuses(found)["1 != 0"] == "discharged"


@pytest.mark.parametrize(
    ("gives", "data"),
    [
        ("u = x/(t + 1)", ["u(x,0) = -x"]),  # wrong data
        ("u = x/(t - 2)", ["u(x,0) = -x"]),
        ("u = sin(x + u*t)", ["u(x,0) = sin(x)"]),  # wrong sign in the equation
        ("u = sin(x - t)", ["u(x,0) = sin(x)"]),
        ("u = cos(x - u*t)", ["u(x,0) = sin(x)"]),
        ("u^2 = (x/(t - 1))^2", ["u(x,0) = 1 - x"]),
        ("u = sqrt(x^2)/(t - 1)", ["u(x,0) = -x"]),  # the wrong branch for x < 0
        ("u = I*x", []),
    ],
)
def test_wrong_solutions_are_refused(gives, data):
    """Nothing that fails the equation or the data is accepted."""
    with pytest.raises(REFUSED):
        outcome("pde_solution", gives, [BURGERS, *data])


def test_imaginary_solutions_are_refused():
    """The unknown is real: a formula that is real nowhere solves nothing."""
    with pytest.raises(Undecided, match="real"):
        outcome("pde_solution", "u = I*x", ["u_x^2 + u_y^2 = -1"], "x,y")


def test_solution_with_a_root_stands_where_it_is_real():
    """sqrt(1 - x^2 - y^2) solves (1 + p^2 + q^2) u = 1/u inside the circle; so it is printed."""
    root, equation = "u = sqrt(1 - x^2 - y^2)", "u = x*u_x + y*u_y + sqrt(1 + u_x^2 + u_y^2)"
    found = outcome("pde_solution", root, [equation], "x,y")
    assert statuses(found)["1 - x^2 - y^2 > 0"] == "presupposed"
    with pytest.raises(REFUSED):
        outcome("pde_solution", root.replace("sqrt", "-sqrt"), [equation], "x,y")
    with pytest.raises(REFUSED):
        outcome("pde_solution", root, [equation, "x > 1"], "x,y")


def test_solution_with_derivatives_in_it_is_refused():
    """A relation between derivatives is no solution."""
    with pytest.raises(Rejected):
        outcome("pde_solution", "u = -u_t/u_x + u - u", [BURGERS])


def test_branch_of_a_double_relation_is_refused_where_the_slope_vanishes():
    """(u - x)^2 = 0 holds of u = x, but determines no slope: F_u = 0 on it."""
    with pytest.raises(REFUSED):
        outcome("pde_solution", "(u - x)^2 = 0", ["u_x = 1", "u(x,0) = x"], "x,y")


def test_second_order_is_refused():
    """A second-order equation is no problem of this room."""
    with pytest.raises(Rejected, match="order 2"):
        outcome("pde_solution", "u = x", ["u_xx = 0"])


def test_data_outside_a_given_domain_are_refused():
    """Data at t = 0 lie outside t > 1."""
    with pytest.raises(Rejected, match="outside"):
        outcome("pde_solution", "u = x/(t - 1)", [BURGERS, "u(x,0) = -x", "t > 1"])


def test_given_sign_holds_of_the_solution():
    """Where u > 0 is given, a negative function is no solution."""
    with pytest.raises(REFUSED):
        outcome("pde_solution", "u = -1 - x^2*0", [BURGERS, "u > 0"])


# --- first integrals --------------------------------------------------------------------------------


def test_first_integral_is_defined_somewhere():
    """An integral in a first integral is presupposed where it can exist, and refused where it cannot."""
    found = outcome("first_integral", "Derivative(x - Integral(a(r), (r, 0, t)), s) = 0",
                    ["u_t + a(t)*u_x = 0"])  # fmt: skip
    assert statuses(found)["Integral(a(r), (r, 0, t)) exists"] == "presupposed"
    lie = "Derivative(x - u*t + 0*Integral(1/r, (r, 0, 1)), s) = 0"
    with pytest.raises(REFUSED, match="defined"):
        outcome("first_integral", lie, [BURGERS])


def test_characteristics_are_those_of_the_equation():
    """dx/ds = u, dt/ds = 1, du/ds = 0 for Burgers' equation, and nothing else."""
    strip = "Derivative(x, s) = u and Derivative(t, s) = 1 and Derivative(u, s) = {}"
    assert outcome("characteristics", strip.format("0"), [BURGERS]).solution
    with pytest.raises(REFUSED):
        outcome("characteristics", strip.format("u"), [BURGERS])


def test_first_integral():
    """x - u t is constant along characteristics, x - 2 u t is not."""
    assert outcome("first_integral", "Derivative(x - u*t, s) = 0", [BURGERS]).grade == "exact"
    with pytest.raises(REFUSED):
        outcome("first_integral", "Derivative(x - 2*u*t, s) = 0", [BURGERS])


def test_first_integral_along_a_variable_is_refused():
    """d/dx of an integral along characteristics says something else."""
    with pytest.raises(Rejected):
        outcome("first_integral", "Derivative(u, x) = 0", [BURGERS])


@pytest.mark.parametrize(
    ("integrals", "gives", "accepted"),
    [
        (["x - u*t", "u"], "u = F(x - u*t)", True),
        (["x - u*t", "u"], "F(x - u*t, u) = 0", True),
        (["x - u*t", "u"], "x - u*t = F(u)", True),
        (["u^2", "u"], "u^2 = F(u)", False),  # dependent
        (["x - u*t", "u"], "u = 2", False),  # nothing arbitrary
        (["x - u*t", "u"], "u = F(x - u*t)^2", False),  # not every solution
        (["x - u*t", "u"], "u = F(x)", False),
        (["x - u*t"], "u = F(x - u*t)", False),  # one is missing
    ],
)
def test_general_solution(integrals, gives, accepted):
    """A relation between independent first integrals with an arbitrary function, and only that."""
    context, t = trail([BURGERS])
    uses = [t.step("first_integral", read(f"Derivative({i}, s) = 0", context)) for i in integrals]
    n = t.step("general_solution", read(gives, context), uses, {"F": read("F")})
    assert (n is not None) == accepted, t.tried[-1]


def test_general_solution_cites_completeness():
    """That nothing is missing is cited, not proved."""
    context, t = trail(["u_x + u_y = 0"], "x,y")
    uses = [
        t.step("first_integral", read(f"Derivative({i}, s) = 0", context)) for i in ("u", "x - y")
    ]
    n = t.step("general_solution", read("u = F(x - y)", context), uses, {"F": read("F")})
    assert t.checked[n].outcome.grade == "cited"


# --- data -------------------------------------------------------------------------------------------


def test_noncharacteristic_data():
    """The determinant of the data is written and does not vanish identically."""
    assert outcome("noncharacteristic", "1 != 0", [BURGERS, "u(x,0) = sin(x)"])
    found = outcome("noncharacteristic", "1 - s != 0", ["u_x + u_y = 1", "u(s,s^2/2) = s"], "x,y")
    assert statuses(found)["1 - s != 0"] == "presupposed"
    with pytest.raises(REFUSED):
        outcome("noncharacteristic", "1 != 0", ["u_x + u_y = 1", "u(s,s) = s"], "x,y")


def test_no_solution_on_characteristic_data():
    """u_x + u_y = 1 on the diagonal contradicts s^2, and does not contradict s."""
    equation = "u_x + u_y = 1"
    assert outcome("no_solution", "0 != 1", [equation, "u(s,s) = s^2"], "x,y", at="0")
    with pytest.raises(REFUSED):
        outcome("no_solution", "0 != 1", [equation, "u(s,s) = s"], "x,y", at="0")
    with pytest.raises(REFUSED):  # not characteristic: there is a solution
        outcome("no_solution", "0 != 1", [equation, "u(s,2*s) = s^2"], "x,y", at="0")


def test_infinitely_many_solutions():
    """A function that stays arbitrary, and that the formula really contains."""
    given = ["u_x + u_y = 1", "u(s,s) = s"]
    assert outcome("infinitely_many", "u = x + (x - y)*F(x - y)", given, "x,y", F="F")
    for lie in ("u = x + F(x - y)", "u = x + 0*F(x - y)"):
        with pytest.raises(REFUSED):
            outcome("infinitely_many", lie, given, "x,y", F="F")


# --- constants, parameters, breaking ----------------------------------------------------------------


def test_complete_integral():
    """Two independent constants for the eikonal equation; a + b counts once."""
    given = ["u_x^2 + u_y^2 = 1"]
    plane = "u = {0}*x + sqrt(1 - ({0})^2)*y + b"
    assert outcome("complete_integral", plane.format("a"), given, "x,y", c1="a", c2="b")
    with pytest.raises(Undecided, match="independent"):
        lie = "u = (a + b)*x + sqrt(1 - (a + b)^2)*y"
        outcome("complete_integral", lie, given, "x,y", c1="a", c2="b")
    with pytest.raises(REFUSED):
        outcome("complete_integral", "u = a*x + b*y", given, "x,y", c1="a", c2="b")


def test_parametric_solution():
    """x = s + t sin s, u = sin s solves Burgers' equation with the data sin x; cos s does not."""
    surface = "x = s + t*sin(s) and u = {}"
    at = {"at_s": "x", "at_t": "0"}
    assert outcome(
        "parametric_solution", surface.format("sin(s)"), [BURGERS, "u(x,0) = sin(x)"], **at
    )
    for value, data in (("cos(s)", "sin(x)"), ("sin(s)", "cos(x)")):
        with pytest.raises(REFUSED):
            outcome(
                "parametric_solution", surface.format(value), [BURGERS, f"u(x,0) = {data}"], **at
            )


def breaks(end, data="sin(x)", value="sin(s)", at="pi", **more):
    bind = {"s": "s", "X": f"s + t*({value})", "U": value, "at": at} | more
    return outcome(
        "breaking_time", f"breaking_time(t) = {end}", [BURGERS, f"u(x,0) = {data}"], **bind
    )


def test_breaking_time():
    """The data sin x break at 1: neither earlier nor later, and not where the slope stays finite."""
    assert breaks("1").grade == "exact"
    for lie in ("1/2", "2", "-1", "0"):
        with pytest.raises(REFUSED):
            breaks(lie)
    with pytest.raises(REFUSED):
        breaks("1", at="0")


def test_growing_data_never_break():
    """The data x spread: no breaking time is proved."""
    for lie in ("1", "-1"):
        with pytest.raises(REFUSED):
            breaks(lie, data="x", value="s", at="0")


def test_data_with_a_pole_have_no_breaking_time():
    """1/x has no value at 0: characteristics do not start everywhere."""
    with pytest.raises(REFUSED):
        breaks("1", data="-x + 0/x", value="-s + 0/s", at="1")


def test_breaking_time_needs_the_global_minimum():
    """The bound must hold for every s: a local minimum of the slope is no breaking time."""
    _, t = trail([BURGERS, "u(x,0) = exp(-x^2)"])
    name = {"name": read("s")}
    low = read("-sqrt(2)*exp(-1/2) <= -2*s*exp(-s^2)")
    assert t.step("lower_bound", low, (), name | {"cut1": read("0"), "cut2": read("1/sqrt(2)")})
    assert (
        t.step("lower_bound", read("-1/2 <= -2*s*exp(-s^2)"), (), name | {"cut1": read("0")})
        is None
    )
    bind = {
        "s": "s",
        "X": "s + t*exp(-s^2)",
        "U": "exp(-s^2)",
        "at": "1/sqrt(2)",
        "w": "w",
        "J": "1 + t*w",
    }
    terms = {k: read(v) for k, v in bind.items()}
    for end, right in (("sqrt(E/2)", True), ("sqrt(E)", False), ("1", False)):
        n = t.step("breaking_time", read(f"breaking_time(t) = {end}"), (1,), terms)
        assert (n is not None) == right, t.tried[-1]


def test_domain_is_added():
    """A restriction to part of the domain becomes an added given of the result."""
    found = outcome("on_domain", "x > 0", ["u_x = 1", "u(0,y) = y"], "x,y")
    assert statuses(found) == {"x > 0": "added"}
    for lie in ("1 < 2", "w > 0", "u > 0"):
        with pytest.raises(REFUSED):
            outcome("on_domain", lie, ["u_x = 1", "u(0,y) = y"], "x,y")


@pytest.mark.parametrize(
    ("gives", "equation", "data"),
    [
        ("u = sign(x)", "u_x = 0", "u(0,y) = 0"),  # a jump along the data
        ("u = abs(x)", "u_x^2 = 1", "u(0,y) = 0"),
        ("u = sqrt(x)", "2*u*u_x = 1", "u(0,y) = 0"),  # infinite slope along the data
    ],
)
def test_data_on_which_the_formula_has_no_derivative_are_refused(gives, equation, data):
    """A formula that is not differentiable on the data is no classical solution there."""
    with pytest.raises(Undecided, match="no derivative on the data"):
        outcome("pde_solution", gives, [equation, data], "x,y")


def test_breaking_on_a_half_line_is_refused():
    """Where x > 0 is given the data do not reach over the whole line."""
    bind = {"s": "s", "X": "s + t*sin(s)", "U": "sin(s)", "at": "pi"}
    given = [BURGERS, "u(x,0) = sin(x)", "x > 0"]
    with pytest.raises(Undecided, match="whole line"):
        outcome("breaking_time", "breaking_time(t) = 1", given, **bind)


def test_a_surface_without_slopes_on_the_data_is_none():
    """y = s + x, u = exp(x*Abs(x)/2) has its slopes off x = 0, where the data are."""
    given = ["u_x + u_y = Abs(x)*u", "u(0,y) = 1"]
    gives = "y = s + x and u = exp(x*Abs(x)/2)"
    with pytest.raises(REFUSED):
        outcome("parametric_solution", gives, given, "x,y", at_x="0", at_s="y")


def test_data_that_contain_characteristics_contradict_the_equation():
    """On x = y the derivative along (1, 1, 1) is that by s and r: u = s contradicts, (s - r)^2 does not."""
    equation, rates = "u_x + u_y + u_z = 0", {"rate1": "1", "rate2": "1"}
    assert outcome("no_solution", "1 != 0", [equation, "u(s,s,r) = s"], "x,y,z", **rates)
    for data, gives, more in (
        ("u(s,s,r) = (s - r)^2", "0 != 0", rates),
        ("u(s,s,r) = (s - r)^2", "1 != 0", rates),
        ("u(s,s,r) = s", "1 != 0", {"rate1": "1", "rate2": "2"}),
        ("u(s,r,r^2) = s", "1 != 0", rates),
    ):
        with pytest.raises(REFUSED):
            outcome("no_solution", gives, [equation, data], "x,y,z", **more)
