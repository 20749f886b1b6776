"""What is proved against a minimum: conjugate points and variations with a negative second variation."""

import copy

import pytest

from symderive.derivations import digest
from symderive.faces.extremize import extremize
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.context import Context
from symderive.terms.reader import read

CONTEXT = Context({"y": ("x",)})
REFUSED = (Rejected, Undecided)


def rest(length, by, *facts, **roles):
    """The outcome of a step on y = 0 for y'^2 - y^2 on [0, length]."""
    data = f"fixed(y(0), 0), fixed(y({length}), 0)"
    stated = read(f"stationary(Integral(y'^2 - y^2, (x, 0, {length})), {data})", CONTEXT)
    steps = [Step(1, "euler_lagrange_equations", read("y'' + y = 0", CONTEXT),
                  bind={"K1": read("-2")})]  # fmt: skip
    for claim, inner in facts:
        steps.append(Step(len(steps) + 1, "antiderivative", read(claim), bind={"F": read(inner)}))
    uses = tuple(s.n for s in steps)
    bind = {k: read(t) for k, t in roles.items()}
    steps.append(Step(len(steps) + 1, by, read("y(x) = 0"), uses, bind=bind))
    return check_steps(steps, Givens.of([stated]))[len(steps) - 1].outcome


def test_the_first_conjugate_point_of_an_oscillator():
    """sin x vanishes at 0 and next at pi."""
    assert rest("4", "conjugate_point", U="sin(x)", c="pi").solution


@pytest.mark.parametrize(("length", "u", "c"), [
    ("7", "sin(x)", "2*pi"),  # the second one
    ("3", "sin(x)", "pi"),  # outside
    ("4", "sin(2*x)", "pi/2"),  # no solution
    ("4", "cos(x)", "pi/2"),  # does not vanish at the left end
    ("4", "0*x", "1"),
])  # fmt: skip
def test_other_zeros_are_no_first_conjugate_points(length, u, c):
    """The solution vanishes at both ends and nowhere between."""
    with pytest.raises(REFUSED):
        rest(length, "conjugate_point", U=u, c=c)


def second(length):
    """The second variation for sin(pi x/length) on [0, length], with its antiderivative."""
    w = f"(pi/{length})"
    return (f"Integral(2*({w}*cos({w}*x))^2 - 2*sin({w}*x)^2, (x, 0, {length})) = "
            f"pi^2/{length} - {length}",
            f"2*{w}^2*(x/2 + sin(2*{w}*x)/(4*{w})) - 2*(x/2 - sin(2*{w}*x)/(4*{w}))")  # fmt: skip


def test_a_half_wave_lowers_the_functional_beyond_the_conjugate_point():
    """On [0, 4] its second variation is pi^2/4 - 4 < 0; on [0, 3] it is positive."""
    assert rest("4", "no_minimum", second("4"), H1="sin(pi*x/4)").solution
    with pytest.raises(REFUSED):
        rest("3", "no_minimum", second("3"), H1="sin(pi*x/3)")


@pytest.mark.parametrize(("facts", "roles"), [
    ([("Integral(-2, (x, 0, 4)) = -8", "-2*x")], {"H1": "1"}),  # does not vanish at the ends
    ([("Integral(-2, (x, 0, 4)) = -8", "-2*x")], {"H1": "sin(pi*x/4)"}),  # another integral
    ([second("4")], {"H1": "sin(pi*x/4)", "of": "-1"}),  # no maximum is another claim
    ([second("4")], {"H2": "sin(pi*x/4)"}),
    ([], {"H1": "sin(pi*x/4)"}),
])  # fmt: skip
def test_a_variation_must_belong_to_the_class_and_its_integral_to_it(facts, roles):
    """Each of these would make a minimum of nothing."""
    with pytest.raises(REFUSED):
        rest("4", "no_minimum", *facts, **roles)


@pytest.mark.parametrize(("problem", "keys"), [
    ({"unknown": "y", "lagrangian": "y'^2 - y^2", "at": ["y(0) = 0", "y(3*pi/2) = -1"]},
     {"conjugate", "not_minimum", "not_maximum"}),
    ({"unknown": "y,z", "lagrangian": "y'^2 - z'^2",
      "at": ["y(0) = 0", "z(0) = 0", "y(1) = 1", "z(1) = 1"]}, {"not_minimum", "not_maximum"}),
    ({"unknown": "y", "lagrangian": "y'^2", "at": ["y(0) = 1"], "free": ["y(1)"],
      "endpoint_cost": "-2*y(1)^2"}, {"not_minimum", "not_maximum"}),
])  # fmt: skip
def test_what_speaks_against_a_minimum_is_said_and_rechecked(problem, keys):
    """Beyond a conjugate point, at a saddle, and with a cost that pulls outwards."""
    found = extremize(var="x", **problem)
    told = {k for k in found.result if k in ("conjugate", "not_minimum", "not_maximum")}
    assert found.result["kind"] == "stationary" and told == keys
    data = found.as_dict()
    data["digest"] = digest(data)
    assert recheck(data) == []
    damaged = copy.deepcopy(data)
    damaged["result"]["not_minimum"] = dict.fromkeys(damaged["result"]["not_minimum"], "x^3 - 7")
    damaged["digest"] = digest(damaged)
    assert recheck(damaged)
    damaged = copy.deepcopy(data)
    damaged["result"]["conjugate"] = "1"
    damaged["digest"] = digest(damaged)
    assert recheck(damaged)


def test_a_free_end_at_a_wall_has_a_root_without_parameters():
    """sin(s) = 0 there whatever the parameters: the cycloid meets the wall x = b at its half, s = pi."""
    found = extremize(
        "sqrt((1 + y'^2)/(2*g*y))", "x", "y", at=["y(0) = 0"], free=["y(b)"], timeout=60
    )
    assert found.verdict == "verified"
    assert found.result["extremal"] == {"x": "b*(s - sin(s))/pi", "y": "b*(1 - cos(s))/pi"}


def test_data_that_leave_a_constant_free_have_many_extremals():
    """Both ends of sin x are given: every multiple is an extremal, and a minimum."""
    found = extremize("y'^2 - y^2", "x", "y", at=["y(0) = 0", "y(pi) = 0"])
    assert found.verdict == "verified" and found.result["kind"] == "minimum"
