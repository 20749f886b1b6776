"""Claims "formula solves equation with data": verified, refuted with a point, or undecided."""

import json

import pytest

import symderive as sd
from symderive.derivations import NotACertificate, digest
from symderive.faces.pde import NotFirstOrder, solve_pde
from symderive.recheck import recheck

RIGHT = [
    ("u(x,t) = x/(t - 1) solves u_t + u*u_x = 0 with u(x,0) = -x", "explicit"),
    ("u(x,t) = sin(x - t*u) solves u_t + u*u_x = 0 with u(x,0) = sin(x)", "implicit"),
    ("u(x,y) = F(x/y) solves x*u_x + y*u_y = 0", "explicit"),
    ("u(x,t) = exp(-k*t)*f(x - c*t) solves u_t + c*u_x = -k*u with u(x,0) = f(x)", "explicit"),
]
WRONG = [
    "u(x,t) = x/(t + 1) solves u_t + u*u_x = 0 with u(x,0) = -x",  # the data
    "u(x,t) = x/(t + 2) solves u_t + 2*u*u_x = 0",  # the equation
    "u(x,y) = F(x*y) solves x*u_x + y*u_y = 0",
    "u(x,t) = sqrt(x^2)/(t - 1) solves u_t + u*u_x = 0 with u(x,0) = -x",  # wrong where x < 0
]


@pytest.mark.parametrize(("claim", "kind"), RIGHT)
def test_right_solution_is_verified(claim, kind):
    """What solves the equation with its data is verified; the certificate is accepted again."""
    d = sd.check(claim)
    assert (d.verdict, d.result["kind"]) == ("verified", kind) and d.verify()


@pytest.mark.parametrize("claim", WRONG)
def test_wrong_solution_is_refuted(claim):
    """What does not is refuted by a point, and the point is replayed."""
    d = sd.check(claim)
    assert d.verdict == "refuted" and d.witness["point"] and d.verify()


def test_refuted_certificate_with_a_smuggled_given_is_rejected():
    """A given that the problem does not have makes no witness."""
    lie = json.loads(json.dumps(sd.check(WRONG[0]).as_dict()))
    lie["given"].append("x > 0")
    lie["digest"] = digest(lie)
    with pytest.raises(NotACertificate):
        recheck(lie)


def test_certificate_of_another_formula_is_rejected():
    """The formula that was checked is the one of the claim."""
    lie = json.loads(json.dumps(sd.check(RIGHT[0][0]).as_dict()))
    lie["problem"]["solution"] = "u(x,t) = x/(t + 1)"
    lie["digest"] = digest(lie)
    assert recheck(lie)


def test_sentence_that_is_none():
    """A sentence without an unknown is not read; a second-order equation is refused."""
    with pytest.raises(sd.NotRead):
        sd.check("x/(t - 1) solves u_t + u*u_x = 0")
    with pytest.raises(NotFirstOrder, match="order 2"):
        sd.check("u(x,t) = x*t solves u_xx = 0")


def test_no_real_slopes():
    """Data steeper than the eikonal equation allows have no solution, and it is proved."""
    found = solve_pde("u_x^2 + u_y^2 = 1", "x,y", "u", ["u(x,0) = 2*x"])
    assert (found.verdict, found.result["kind"]) == ("verified", "none") and found.verify()
    lie = json.loads(json.dumps(found.as_dict()))
    lie["problem"]["data"] = ["u(x,0) = x/2"]
    lie["given"] = [g.replace("2*x", "x/2") for g in lie["given"]]
    lie["digest"] = digest(lie)
    assert recheck(lie)


def test_branches_are_named():
    """Both solutions through the data are among the results, each proved."""
    found = solve_pde("u_t^2 = u_x^2", "x,t", "u", ["u(x,0) = f(x)"])
    assert found.result["results"] == ["u = f(x - t)", "u = f(t + x)"] and found.verify()
    lie = json.loads(json.dumps(found.as_dict()))
    lie["result"]["results"][1] = "u = f(x)"
    lie["digest"] = digest(lie)
    assert recheck(lie)


IMPLICIT_LIES = (
    "u(x,t) = sin(x - t*u) solves u_t + u^2*u_x = 0 with u(x,0) = sin(x)",
    "u(x,t) = t + f(x - t*u + t^2) solves u_t + u*u_x = 1 with u(x,0) = f(x)",
    "u(x,y) = y*f(x - u) solves u*u_x + u_y = 1",
)


@pytest.mark.parametrize("sentence", IMPLICIT_LIES)
def test_an_implicit_lie_is_refuted_at_a_root(sentence):
    """Numbers for the names, a polynomial for a function, and a box in which the value is the one root."""
    d = sd.check(sentence, timeout=30)
    assert d.verdict == "refuted"
    data = json.loads(d.to_json())
    assert recheck(data) == []
    for i, g in enumerate(data["given"]):
        if "_1 <" in g or "<" not in g:
            continue
        bad = json.loads(d.to_json())  # a box without the root
        bad["given"][i] = "100 < u_1"
        assert recheck(bad | {"digest": digest(bad)})


def test_a_function_of_which_more_is_told_is_not_chosen():
    """f(x) > 0 is told of every x: a polynomial that is positive at one place is no such function."""
    sentence = "u(x,t) = t + f(x - t*u + t^2) solves u_t + u*u_x = 1 with u(x,0) = f(x)"
    d = sd.check(sentence, given=["f(x) > 0"], timeout=20)
    assert d.verdict != "verified"
    true = "u(x,t) = f(x - t*u) solves u_t + u*u_x = 0 with u(x,0) = f(x)"
    assert sd.check(true, given=["f(x) > 0"]).verdict == "verified"


def test_choices_that_are_none_do_not_stand():
    """A function with a kink, or a value of the unknown itself, is no choice of a witness."""
    d = sd.check(IMPLICIT_LIES[1], timeout=30)
    for old, new in (
        ("f(z1_1) = 1/3 + 1*z1_1/3 + z1_1^2/5", "f(z1_1) = Abs(z1_1)"),
        ("t = 3/7", "u_1 = 3/7"),
    ):
        bad = json.loads(d.to_json())
        assert old in bad["given"]
        bad["given"][bad["given"].index(old)] = new
        try:
            found = recheck(bad | {"digest": digest(bad)})
        except NotACertificate as refusal:
            found = [str(refusal)]
        assert found
