"""First-order equations solved: the public examples, textbook problems, bad input, certificates."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import symderive as sd
from symderive.catalogue.characteristics import PROBLEMS
from symderive.commands.pde import command
from symderive.derivations import digest
from symderive.faces.pde import NotFirstOrder, solve_pde
from symderive.recheck import recheck

DATA = tomllib.loads((Path(__file__).parent / "data" / "pde.toml").read_text())

# Text for text: what a mathematician would write; another right form would be as good.
ANSWERS = [
    ("u_t + 3*u_x = 0", "x,t", ["u(x,0) = f(x)"], "explicit", "u = f(x - 3*t)"),
    ("u + 6*u_x + 7*u_y = 0", "x,y", [], "general", "u = F(7*x - 6*y)*exp(-x/6)"),
    ("x*u_x + y*u_y = u", "x,y", [], "general", "u = y*F(x/y)"),
    ("y*u*u_x + x*u*u_y = x*y", "x,y", [], "general", "x^2 - u^2 = F(x^2 - y^2)"),
    ("u_t + u*u_x = 0", "x,t", [], "general", "u = F(x - t*u)"),
    ("u_t + u*u_x = 0", "x,t", ["u(x,0) = f(x)"], "implicit", "u = f(x - t*u)"),
    ("u_x*u_y = u", "x,y", ["u(0,y) = y^2"], "explicit", "u = (x + 4*y)^2/16"),
    ("u_t + u_x^2/2 = 0", "x,t", ["u(x,0) = x^2/2"], "explicit", "u = x^2/(2*(t + 1))"),
    ("u_x + u_y = 1", "x,y", ["u(x,x) = x^2"], "none", "0 != 1"),
    ("x*u_x + y*u_y + z*u_z = 0", "x,y,z", [], "general", "u = F(x/y, y/z)"),
]


@pytest.mark.parametrize(("equation", "variables", "data", "kind", "text"), ANSWERS)
def test_answers(equation, variables, data, kind, text):
    """The kind and the text of an answer, verified, and its certificate accepted again."""
    found = solve_pde(equation, variables, "u", data)
    assert (found.verdict, found.result["kind"], found.result["text"]) == ("verified", kind, text)
    assert found.verify()


@pytest.mark.parametrize(
    "name", ["burgers-gaussian", "burgers-tanh", "burgers-parameters", "burgers-damped", "traffic"]
)
def test_breaking_times(name):
    """The breaking time is found and proved, and it is the one that is known."""
    row = DATA[name]
    found = solve_pde(row["equation"], row["vars"], "u", row["data"])
    assert found.verdict == "verified"
    told = f"{found.result['breaking_time']} = {row['breaks']}"
    assert sd.check(told, ["a > 0", "k > 0"]).verdict == "verified"
    assert "breaking_time" in [s["by"] for s in found.steps]


def test_no_breaking_time_where_data_spread():
    """Data that grow never break, and nothing is said of it."""
    found = solve_pde("u_t + u*u_x = 0", "x,t", "u", ["u(x,0) = x"])
    assert found.verdict == "verified" and "breaking_time" not in found.result


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p.name)
def test_named_results(problem):
    """Every named result is derived from its problem and its certificate accepted."""
    found = sd.derive(problem.name)
    assert found.verdict == "verified", found.reason
    assert found.verify()


def test_function_put_for_a_parameter():
    """Burgers' equation with explicit data breaks; with generic data nothing is claimed."""
    assert "breaking_time" not in sd.derive("burgers").result
    assert sd.derive("burgers", {"f": "sin(x)"}).result["breaking_time"] == "1"


@pytest.mark.parametrize(
    ("equation", "variables", "data", "reason"),
    [
        ("u_xx = 0", "x,y", [], "order 2"),
        ("v_x = 1", "x,y", [], "does not contain u"),
        ("u = x", "x,y", [], "no derivative"),
        ("u_x < 1", "x,y", [], "an equation"),
        ("u_x + u_y = 0", "x,y", ["u(x,y) = 1"], "overdetermines"),
        ("u_x + u_y = 0", "x,y", ["u(0,0) = 1"], "at a point"),
        ("u_x + u_y = 0", "x,y", ["u_x(x,0) = 1"], "gives values"),
        ("u_x + u_y = 0", "x,y", ["x = 1"], "a datum"),
        ("u_x = 0", "x", [], "two or more"),
        ("u_x + u_y + u_z = 0", "x,y,z", ["u(s,s,s) = 1"], "hypersurface"),
        ("u_x^2 + u_y^2 = n^2", "x,y", ["u(R*cos(s),R*sin(s)) = 0"], "'R > 0'"),
        ("u_x + u_y = n^2", "x,y", ["u(R*cos(s),R*sin(s)) = 0"], "'R > 0'"),
    ],
)
def test_bad_input_is_refused(equation, variables, data, reason):
    """What is no first-order problem is refused with the reason."""
    with pytest.raises((NotFirstOrder, sd.NotRead), match=reason):
        solve_pde(equation, variables, "u", data)


def test_command_prints_json():
    """The command answers with one JSON object and exit code 0."""
    asked = ["u_t + u*u_x = 0", "--vars", "x,t", "--data", "u(x,0) = -x", "--format", "json"]
    done = CliRunner().invoke(command, asked)
    answer = json.loads(done.stdout)
    assert done.exit_code == 0 and answer["result"]["text"] == "u = x/(t - 1)"
    assert answer["result"]["breaking_time"] == "1"


@pytest.fixture(scope="module")
def certificate():
    return solve_pde("u_t + u*u_x = 0", "x,t", "u", ["u(x,0) = -x"]).as_dict()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("equation", "u_t - u*u_x = 0"),
        ("data", ["u(x,0) = x"]),
        ("data", []),
        ("data", ["u(x,0) = -x", "u(0,t) = 1"]),
    ],
)
def test_proof_of_another_problem_is_rejected(certificate, key, value):
    """A certificate whose problem is not the one that was solved is rejected."""
    lie = json.loads(json.dumps(certificate))
    lie["problem"][key] = value
    lie["digest"] = digest(lie)
    assert recheck(lie)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "general"),
        ("kind", "implicit"),
        ("text", "u = x/(t - 2)"),
        ("breaking_time", "2"),
        ("parametric", {"x": "s", "u": "s"}),
        ("shock", "1"),
    ],
)
def test_result_that_no_step_says_is_rejected(certificate, key, value):
    """A result that says more than the steps, or something else, is rejected."""
    lie = json.loads(json.dumps(certificate))
    lie["result"][key] = value
    lie["digest"] = digest(lie)
    assert recheck(lie)


def test_given_that_the_problem_does_not_have_is_rejected(certificate):
    """A hypothesis smuggled into the givens is rejected."""
    lie = json.loads(json.dumps(certificate))
    lie["given"].append("x > 0")
    lie["digest"] = digest(lie)
    assert any("not part of the problem" in d for d in recheck(lie))


SOLVED_LATER = {
    "an integrating factor":
        ("x*(u-2*y^2)*u_x + y*(u-y^2-2*x^3)*u_y = u*(u-y^2-2*x^3)", "x,y", (), "general"),
    "an angle rather than an arc": ("y*u_x - x*u_y = u^2", "x,y", (), "general"),
    "integrals of generic functions inside each other":
        ("u_x + (f(x)*y + g(x))*u_y = h(x)", "x,y", (), "general"),
    "the inverse of exp(w)*w": ("x*u_x - x*y*u_y = u", "x,y", ("u(x,x) = x^2*exp(x)",), "explicit"),
    "a speed without a closed inverse": ("u_t + c(x)*u_x = 0", "x,t", ("u(x,0) = f(x)",), "parametric"),
    "a kink": ("u_t + u_x = Abs(x)", "x,t", ("u(x,0) = 0",), "explicit"),
    "a surface of characteristics":
        ("u_x + u_y + u_z = 0", "x,y,z", ("u(s,s,r) = (s - r)^2",), "infinitely_many"),
    "a surface of characteristics, contradicted":
        ("u_x + u_y + u_z = 0", "x,y,z", ("u(s,s,r) = s",), "none"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOLVED_LATER)
def test_solved_later(name):
    """Problems that were once open, each solved, verified, and accepted by the recheck."""
    equation, variables, data, kind = SOLVED_LATER[name]
    d = solve_pde(equation, variables, "u", data, timeout=60)
    assert (d.verdict, (d.result or {}).get("kind")) == ("verified", kind), d.reason
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(
    ("equation", "data", "word"),
    [
        ("u_x + u_z = 0", (), "u_z"),
        ("u_x + u_y = 0", ("u(x,0) = x", "u(x,1) = 3"), "overdetermine"),
    ],
)
def test_mistaken_problems(equation, data, word):
    """A derivative by no variable, and data of which one contradicts the other."""
    with pytest.raises(NotFirstOrder, match=word):
        solve_pde(equation, "x,y", "u", data)
