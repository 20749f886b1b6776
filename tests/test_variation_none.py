"""That there is no extremal, or no function at all, is an answer with its proof."""

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

CONTEXT = Context({"y": ("x",), "z": ("x",)})
FILM = (
    "stationary(Integral(y*sqrt(1+y'^2), (x, -1, 1)), fixed(y(-1), 1), fixed(y(1), 1))",
    "y(x) > 0",
)
FILM_EQUATION = ("y*y'' - y'^2 - 1 = 0", "-1/(1 + y'^2)^(3/2)")
FILM_ROLES = {"Y": "cosh((x + 1)*cosh(t) + t)/cosh(t)", "t": "t", "cut1": "-3", "cut2": "3",
              "G": "2*sinh(cosh(t) + t)*sinh(cosh(t))/cosh(t)"}  # fmt: skip


def jensen(text, gives):
    return check_steps([Step(1, "no_admissible_function", read(gives))],
                       Givens.of([read(t, CONTEXT) for t in text]))[0].outcome  # fmt: skip


def shot(given, equation, gives, **roles):
    left, factor = equation
    first = Step(
        1, "euler_lagrange_equations", read(left, CONTEXT), bind={"K1": read(factor, CONTEXT)}
    )
    last = Step(2, "no_extremal", read(gives), (1,), bind={k: read(v) for k, v in roles.items()})
    return check_steps([first, last], Givens.of([read(t, CONTEXT) for t in given]))[1].outcome


def chain(length, bound="fixed(y(0), 0), fixed(y(2), 1)", integrand="sqrt(1 + y'^2)"):
    inner = f"fixed(Integral({integrand}, (x, 0, 2)), {length})"
    return [f"stationary(Integral(y, (x, 0, 2)), {bound}, {inner})"]


def test_a_chain_is_no_shorter_than_its_chord():
    """The chord from (0, 0) to (2, 1) has length sqrt 5."""
    assert jensen(chain("2"), "2 < sqrt(5)").grade == "cited"
    with pytest.raises((Undecided, Rejected)):
        jensen(chain("3"), "3 < sqrt(5)")
    with pytest.raises(Rejected):
        jensen(chain("2"), "2 < 3")  # true, and not what Jensen says


@pytest.mark.parametrize("row", [
    chain("2", "fixed(y(0), 0)"),  # the other end is not given
    chain("2", integrand="sqrt(1 + y'^2) + y"),  # not of the slope alone
    chain("2", integrand="sqrt(1 + y'^2) + 3*cos(y')"),  # not convex
])  # fmt: skip
def test_jensen_needs_both_ends_and_a_convex_integrand(row):
    """Nothing is said where a hypothesis is missing."""
    with pytest.raises((Undecided, Rejected)):
        jensen(row, "2 < sqrt(5)")


def test_no_soap_film_between_rings_that_are_far_apart():
    """Rings of radius 1 at distance 2: the catenoids through the first ring pass above the second."""
    found = shot(FILM, FILM_EQUATION, "1 < cosh(2*cosh(t) + t)/cosh(t)", **FILM_ROLES)
    assert found.grade == "cited" and found.solution


@pytest.mark.parametrize(("role", "text"), [
    ("Y", "cosh((x + 1)*cosh(t) + t)"),  # no solution of the equation
    ("Y", "cosh((x + 1)*cosh(t) - t)/cosh(t)"),  # slope -sinh t, which is not asked for
    ("Y", "cosh((x + 1)*cosh(t^2) + t^2)/cosh(t^2)"),  # only slopes >= 0
    ("G", "2*sinh(cosh(t) + t)*sinh(cosh(t))"),  # another difference
    ("t", "x"),
])  # fmt: skip
def test_a_false_family_is_refused(role, text):
    """It must solve the equation, start at the datum, and have every slope."""
    with pytest.raises((Undecided, Rejected)):
        shot(FILM, FILM_EQUATION, "1 < cosh(2*cosh(t) + t)/cosh(t)", **(FILM_ROLES | {role: text}))


def test_a_region_in_which_every_extremal_stays_is_enough():
    """The film's equation is singular at y = 0, which no catenoid through the first ring reaches."""
    gives, roles = "1 < cosh(2*cosh(t) + t)/cosh(t)", dict(FILM_ROLES)
    with pytest.raises(Undecided):
        shot(FILM[:1], FILM_EQUATION, gives, **roles)
    read_y = {"within": "y(x) > 0"}
    assert "all with" in shot(FILM[:1], FILM_EQUATION, gives, **roles | read_y).says
    for lie in ("y(x) < 0", "y(x) >= 0", "y(x) > 1/2", "y(x) + y'(x) > 0", "t > 0", "x > -2"):
        with pytest.raises((Undecided, Rejected)):
            shot(FILM[:1], FILM_EQUATION, gives, **roles | {"within": lie})


def test_a_film_that_exists_is_not_excluded():
    """Radius 2 at distance 2: some slope reaches the second ring."""
    given = [FILM[0].replace(", 1)", ", 2)").replace("(x, -1, 2)", "(x, -1, 1)"), FILM[1]]
    roles = {"Y": "2*cosh((x + 1)*cosh(t)/2 + t)/cosh(t)", "t": "t", "cut1": "-3", "cut2": "3"}
    for gives in ("2 < 2*cosh(cosh(t) + t)/cosh(t)", "2*cosh(cosh(t) + t)/cosh(t) < 2"):
        with pytest.raises((Undecided, Rejected)):
            shot(given, FILM_EQUATION, gives, **roles)


@pytest.mark.parametrize("problem", [
    {"lagrangian": "y'^2 - y^2", "at": ["y(0) = 0", "y(pi) = 1"]},
    {"lagrangian": "y*sqrt(1 + y'^2)", "at": ["y(-1) = 1", "y(1) = 1"]},
    {"lagrangian": "y*sqrt(1 + y'^2)", "at": ["y(0) = 0", "y(2) = 1"],
     "integral": ["sqrt(1 + y'^2) = 2"]},
    {"lagrangian": "y*sqrt(1 + y'^2)", "at": ["y(0) = 0", "y(a) = 0"],
     "integral": ["sqrt(1 + y'^2) = l"], "given": ["a > 0", "l < a"]},
])  # fmt: skip
def test_none_is_verified_and_rechecked(problem):
    """The certificate proves it, and cannot be turned into another answer."""
    found = extremize(var="x", unknown="y", timeout=60, **problem)
    assert (found.verdict, found.result["kind"]) == ("verified", "none")
    data = found.as_dict()
    data["digest"] = digest(data)
    assert recheck(data) == []
    for key, value in (("kind", "stationary"), ("text", "0 < 7"), ("extremal", {"y": "x"})):
        damaged = copy.deepcopy(data)
        damaged["result"][key] = value
        damaged["digest"] = digest(damaged)
        assert recheck(damaged)
