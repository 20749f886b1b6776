"""When a classical solution breaks: least values proved, data in pieces, the time approached far out."""

import json

import pytest

import symderive as sd
from symderive.derivations import digest
from symderive.faces.pde import solve_pde
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.context import Context
from symderive.terms.reader import read

REFUSED = (Rejected, Undecided)
BURGERS = "u_t + u*u_x = 0"


def outcome(by, gives, given=(), uses=(), done=None, **bind):
    context = Context(unknowns={"u": ("x", "t")})
    givens = Givens.of([read(g, context) for g in given])
    step = Step(len(done or {}) + 1, by, read(gives, context), uses,
                {k: read(v) for k, v in bind.items()})  # fmt: skip
    return check_step(step, done or {}, givens)


TURNS = {"name": "s", "P": "4*exp(-2*s^2)", "R": "4*s^2 - 1", "at1": "1/2"}


def test_least_value_by_critical_points():
    """-4 s exp(-2 s^2) is least at s = 1/2; its other turn and its limits lie above."""
    assert (
        outcome("lower_bound", "-2*exp(-1/2) <= -4*s*exp(-2*s^2)", **TURNS).outcome.grade == "exact"
    )


@pytest.mark.parametrize(
    ("gives", "change"),
    [
        ("-exp(-1/2) <= -4*s*exp(-2*s^2)", {}),  # not below the least value
        ("-2*exp(-1/2) <= -4*s*exp(-2*s^2)", {"R": "4*s^2 + 1"}),  # not the derivative
        ("-2*exp(-1/2) <= -4*s*exp(-2*s^2)", {"P": "-4*exp(-2*s^2)", "R": "1 - 4*s^2"}),  # P < 0
        ("-2*exp(-1/2) <= -4*s*exp(-2*s^2)", {"at1": "-1/2"}),  # the greatest value
        ("0 <= s*exp(-s)", {"P": "exp(-s)", "R": "1 - s", "at1": "1"}),  # falls to -oo on the left
        ("1/10 <= exp(-s^2)", {"P": "exp(-s^2)", "R": "-2*s", "at1": "0"}),  # the limit is 0
    ],
)
def test_wrong_least_values_are_refused(gives, change):
    """A bound that is no bound, or not proved by what is handed in, is refused."""
    with pytest.raises(REFUSED):
        outcome("lower_bound", gives, **{**TURNS, **change})


def test_scales_take_parameters_away():
    """m = k m0 and G(c s) = k G0(s) with positive scales; a scale that may be negative is refused."""
    scaled = {"k": "b", "c": "b", "low": "-sqrt(2)*exp(-1/2)", "body": "-2*s*exp(-s^2)"}
    turns = {"name": "s", "P": "exp(-s^2)", "R": "4*s^2 - 2", "at1": "sqrt(2)/2"}
    gives = "-sqrt(2)*b*exp(-1/2) <= -2*s*exp(-s^2/b^2)"
    assert outcome("lower_bound", gives, ["b > 0"], **scaled, **turns)
    with pytest.raises(REFUSED):
        outcome("lower_bound", gives, ["b != 0"], **scaled, **turns)


@pytest.mark.parametrize(
    ("data", "time"),
    [
        ("u(x,0) = x*exp(-x^2)", "exp(3/2)/2"),
        ("u(x,0) = 1/(1 + x^4)", "16/(5*3^(3/4)*5^(1/4))"),
        ("u(x,0) = a*exp(-x^2/b^2)", "b*exp(1/2)/(a*sqrt(2))"),
        ("u(x,0) = sin(x)^3", "sqrt(3)/2"),
        ("u(x,0) = -x + atan(x)/2", "1"),  # approached at infinity, never attained
        ("u(x,0) = Piecewise((1, x < 0), (1 - x, x < 1), (0, true))", "1"),
        ("u(x,0) = Piecewise((2, x < 0), (2 - x/a, x < a), (1, true))", "a"),
    ],
)
def test_breaking_times(data, time):
    """The breaking time is found, proved, and the one that is known; its certificate is accepted."""
    found = solve_pde(BURGERS, "x,t", "u", [data])
    assert found.verdict == "verified" and found.verify()
    told = found.result["breaking_time"]
    assert sd.check(f"{told} = {time}", ["a > 0", "b > 0"]).verdict == "verified"


def test_rising_data_in_pieces_do_not_break():
    """A ramp that rises spreads; a jump is no classical datum and has no breaking time either."""
    for data in (
        "Piecewise((0, x < 0), (x, x < 1), (1, true))",
        "Piecewise((1, x < 0), (0, true))",
    ):
        found = solve_pde(BURGERS, "x,t", "u", [f"u(x,0) = {data}"])
        assert "breaking_time" not in (found.result or {})


def test_jump_is_no_piece():
    """X must be continuous where the pieces meet: a jump of the data crosses at once."""
    position = "Piecewise((s + t, s < 0), (s - t*s, s < 1), (s, true))"
    value = "Piecewise((1, s < 0), (-s, s < 1), (0, true))"
    given = [BURGERS, "u(x, 0) = Piecewise((1, x < 0), (-x, x < 1), (0, true))"]
    with pytest.raises(REFUSED):
        outcome("breaking_time", "breaking_time(t) = 1", given, s="s", X=position, U=value,
                at="1/2", cut1="0", cut2="1")  # fmt: skip


def test_lie_about_the_time_is_rejected():
    """A certificate that records another time is rejected."""
    lie = json.loads(json.dumps(solve_pde(BURGERS, "x,t", "u", ["u(x,0) = x*exp(-x^2)"]).as_dict()))
    lie["result"]["breaking_time"] = "exp(3/2)"
    lie["digest"] = digest(lie)
    assert recheck(lie)


HALF = {"name": "s", "H": "1", "G": "2*s/(1 + s^2) + (1 - s^2)/(1 + s^2)",
        "P": "1/(1 + s^2)^2", "R": "2 - 4*s - 2*s^2", "at1": "-1 - sqrt(2)"}  # fmt: skip


def test_least_value_through_the_half_angle():
    """sin(s) + cos(s) is least where tan(s/2) = -1 - sqrt(2); a larger bound is a lie."""
    found = outcome("lower_bound", "-sqrt(2) <= sin(s) + cos(s)", **HALF)
    assert found.outcome.grade == "exact"
    for gives, change in (
        ("-1 <= sin(s) + cos(s)", {}),
        ("-sqrt(2) <= sin(s) + cos(s/2)", {}),
        ("-sqrt(2) <= sin(s) + cos(s)", {"H": "2"}),
        ("-sqrt(2) <= sin(s) + cos(s)", {"G": "2*s/(1 + s^2)"}),
        ("-sqrt(2) <= sin(s) + cos(s) - 4*s", {}),
    ):
        with pytest.raises(REFUSED):
            outcome("lower_bound", gives, **(HALF | change))


@pytest.mark.parametrize(
    ("equation", "data", "time", "place"),
    [
        ("u_t + u^2*u_x = 0", "2 + sin(x)", "sqrt(2)*3^(3/4)/6 - sqrt(2)*3^(1/4)/6", "x = "),
        (BURGERS, "exp(-x^2)", "sqrt(2)*exp(1/2)/2", "x = sqrt(2)"),
        (BURGERS, "sin(x) + 2*cos(x)", "sqrt(5)/5", "x = pi - asin(2*sqrt(5)/5)"),
    ],
)
def test_time_and_place(equation, data, time, place):
    """The gradient becomes infinite at a place, which the certificate says; another place is a lie."""
    d = solve_pde(equation, "x,t", "u", [f"u(x,0) = {data}"], timeout=60)
    assert d.verdict == "verified" and d.result["breaking_time"] == time
    assert d.result["breaking_place"].startswith(place)
    certificate = json.loads(d.to_json())
    assert recheck(certificate) == []
    for lie in ("x = 7", f"t = {d.result['breaking_place'][4:]}"):
        certificate["result"]["breaking_place"] = lie
        assert recheck(certificate | {"digest": digest(certificate)})
