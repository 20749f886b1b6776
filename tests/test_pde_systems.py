"""Systems with one principal part: joint integrals, general solutions, data; refusals and lies."""

import json

import pytest
from certificate_damage import damages, resealed
from click.testing import CliRunner

from symderive.commands.pde import command
from symderive.faces.pde import NotFirstOrder, solve_pde
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.context import Context
from symderive.terms.reader import read

REFUSED = (Rejected, Undecided)
TWO = Context(unknowns={"u": ("x", "t"), "v": ("x", "t")})
WAVES = ("u_t + u_x = v", "v_t + v_x = u")
SWEPT = ("u_t + u*u_x = v", "v_t + u*v_x = 0")


def outcome(by, gives, given, done=None, uses=(), **bind):
    givens = Givens.of([read(g, TWO) for g in given])
    step = Step(len(done or {}) + 1, by, read(gives, TWO), tuple(uses),
                {k: read(v) for k, v in bind.items()})  # fmt: skip
    return check_step(step, done or {}, givens)


def test_characteristics_and_integrals():
    """dx/ds = u, dt/ds = 1, du/ds = v, dv/ds = 0; u - t v is constant, and u is not."""
    rates = ("Derivative(x, s) = u and Derivative(t, s) = 1 and Derivative(u, s) = v"
             " and Derivative(v, s) = 0")  # fmt: skip
    assert outcome("joint_characteristics", rates, SWEPT).outcome.solution
    with pytest.raises(REFUSED):
        outcome("joint_characteristics", rates.replace("s) = v", "s) = u"), SWEPT)
    assert outcome("joint_integral", "Derivative(u - t*v, s) = 0", SWEPT)
    with pytest.raises(REFUSED):
        outcome("joint_integral", "Derivative(u, s) = 0", SWEPT)


def test_a_multiple_of_the_principal_part_is_the_same():
    """2 v_t + 2 v_x = u differentiates along the same curves as u_t + u_x."""
    given = ("u_t + u_x = 0", "2*v_t + 2*v_x = u")
    assert outcome("joint_integral", "Derivative(2*v - t*u, s) = 0", given)
    with pytest.raises(REFUSED):
        outcome("joint_integral", "Derivative(v - t*u, s) = 0", given)


@pytest.mark.parametrize(
    "gives",
    [
        "u = exp(t)*f(x - t) and v = exp(t)*f(x - t)",
        "v = exp(-t)*f(x - t) and u = -v",
        "u + v = exp(t)*f(x - t) and u - v = exp(-t)*f(x - t)",
    ],
)
def test_relations_that_solve(gives):
    """Explicit, triangular, and one relation for each normal mode."""
    assert outcome("joint_solution", gives, WAVES).outcome.solution


@pytest.mark.parametrize(
    "gives",
    [
        "u = exp(t)*f(x - t) and v = -exp(t)*f(x - t)",  # of the equation for v
        "u = exp(t)*f(x + t) and v = exp(t)*f(x + t)",  # runs the wrong way
        "u + v = exp(t)*f(x - t) and 2*u + 2*v = 2*exp(t)*f(x - t)",  # one relation, twice
        "u = exp(t)*f(x - t) and u = exp(t)*f(x - t)",  # nothing about v
        "u = exp(t)*f(x - t)",
    ],
)
def test_relations_that_do_not_solve(gives):
    """A false relation, a repeated one, or one that is missing is refused."""
    with pytest.raises(REFUSED):
        outcome("joint_solution", gives, WAVES)


def test_data_are_put_in():
    """Both unknowns have their values on the line, for an implicit solution too."""
    data = (*SWEPT, "u(x,0) = f(x)", "v(x,0) = g(x)")
    gives = "u = t*v + f(x - t*u + t^2*v/2) and v = g(x - t*u + t^2*v/2)"
    assert outcome("joint_solution", gives, data).outcome.solution
    for wrong in (gives.replace("= g(", "= f("), gives.replace("= t*v + f(", "= t*v + 1 + f(")):
        with pytest.raises(REFUSED):
            outcome("joint_solution", wrong, data)


def test_a_general_solution_has_independent_integrals():
    """Two functions of x - t; the same integral twice, or one function for both, is not general."""
    steps = ["u + v", "u - v", "x - t", "2*u + 2*v"]
    given = ("u_t + u_x = 0", "v_t + v_x = 0")
    done = {}
    for k, i in enumerate(steps, 1):
        done[k] = outcome("joint_integral", f"Derivative({i}, s) = 0", given, done)
    gives = "u + v = F(x - t) and u - v = G(x - t)"
    bind = {"F1": "F", "F2": "G"}
    found = outcome("joint_general_solution", gives, given, done, (1, 2, 3), **bind)
    assert found.outcome.grade == "cited"
    with pytest.raises(REFUSED):
        outcome("joint_general_solution", gives, given, done, (1, 4, 3), **bind)
    with pytest.raises(REFUSED):
        one = "u + v = F(x - t) and u - v = F(x - t)"
        outcome("joint_general_solution", one, given, done, (1, 2, 3), F1="F", F2="F")
    with pytest.raises(REFUSED):
        outcome("joint_general_solution", "u + v = F(x - t) and u - v = G(0*x)", given, done,
                (1, 2, 3), **bind)  # fmt: skip


ANSWERED = {
    ("u_x + u_y = v", "v_x + v_y = u"): ("general", ()),
    ("u_x + u_y = v*w", "v_x + v_y = 0", "w_x + w_y = w"): ("general", ()),
    ("u*u_x + v*u_y = 0", "u*v_x + v*v_y = 0"): ("general", ()),
    ("x*u_x + y*u_y = v", "x*v_x + y*v_y = u"): ("general", ()),
    ("u_x + v*u_y = 0", "v_x + v*v_y = 0"): ("explicit", ("u(0,y) = f(y)", "v(0,y) = y")),
    ("u_x + u_y = u*v", "v_x + v_y = -u*v"): ("explicit", ("u(0,y) = f(y)", "v(0,y) = g(y)")),
    ("u_x + a(x)*u_y = b(x)*v", "v_x + a(x)*v_y = -b(x)*u"):
        ("explicit", ("u(0,y) = f(y)", "v(0,y) = g(y)")),
    ("u_x + c(y)*u_y = v", "v_x + c(y)*v_y = u"): ("general", ()),
    ("u_x + u*u_y = 0", "v_x + u*v_y = -g0"): ("implicit", ("u(0,y) = f(y)", "v(0,y) = h(y)")),
    ("u_x + u*u_y = v", "v_x + u*v_y = 0"): ("implicit", ("u(0,y) = f(y)", "v(0,y) = g(y)")),
}  # fmt: skip


@pytest.mark.parametrize("equations", ANSWERED)
def test_systems_are_solved(equations):
    """The answer, its kind, and that the certificate is accepted."""
    kind, data = ANSWERED[equations]
    d = solve_pde(equations, "x,y", list("uvw")[: len(equations)], data, timeout=60)
    assert (d.verdict, (d.result or {}).get("kind")) == ("verified", kind), d.reason
    assert recheck(json.loads(d.to_json())) == []


def test_damaged_certificates_are_rejected():
    """Every small damage to a certificate about a system is found."""
    data = ("u(0,y) = f(y)", "v(0,y) = 1")
    d = solve_pde(("u_x + u_y = v", "v_x + v_y = 0"), "x,y", ["u", "v"], data)
    certificate = json.loads(d.to_json())
    assert recheck(certificate) == []
    for where, bad in damages(certificate):
        if where.startswith(("seconds", "digest")) or "conditions" in where:  # these: test_verify
            continue
        try:
            found = recheck(resealed(bad)) if isinstance(bad, dict) else ["no object"]
        except (ValueError, TypeError) as refusal:
            found = [str(refusal)]
        assert found, where


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["u_x + u_y = 0", "v_x - v_y = 0"], "v_x - v_y"),
        (["u_x + u_y = 0", "v_xx = 0"], "order 2"),
        (["u_x + v_y = 0", "v_x + u_y = 0"], "equal principal part"),
        (["u_x + u_y = v"], "2 equations"),
        (["u_x + u_y = v", "u_x + u_y = u"], "derivatives of v"),
        (["u_x + u_y = v", "v = u"], "no derivative"),
        (["u_x^2 + u_y = v", "v_x + v_y = u"], "not linear"),
        (["u_x + u_y = v", "v_x + v_y = u", "--data", "u(x,0) = 1"], "no value of v"),
        (["u_x + u_y = v", "v_x + v_y = u", "--data", "u(x,y) = 1"], "everywhere"),
        (["u_x + u_y = v", "v_x + v_y = u", "--strip"], "one unknown"),
    ],
)
def test_other_problems_are_refused(arguments, word):
    """Exit code 2, and the reason names what is wrong."""
    options = ["--vars", "x,y", "--unknown", "u", "--unknown", "v"]
    found = CliRunner().invoke(command, [*arguments, *options])
    assert found.exit_code != 0
    said = str(found.exception) + found.output
    assert word in said


def test_data_on_two_lines_overdetermine():
    """Values on two lines are too many."""
    data = ["u(x,0) = 1", "v(x,0) = 1", "u(x,1) = 2", "v(x,1) = 2"]
    with pytest.raises(NotFirstOrder, match="overdetermine"):
        solve_pde(["u_x + u_y = v", "v_x + v_y = u"], "x,y", "u,v", data)


def test_a_document_tells_the_command_of_a_system():
    """Each equation is an argument of its own, and both stand in the title."""
    d = solve_pde(("u_x + u_y = v", "v_x + v_y = 0"), "x,y", "u,v")
    assert "symderive pde 'u_x + u_y = v' 'v_x + v_y = 0' --vars x,y --unknown u,v" in d.latex()
    assert str(d).startswith("verified: u_x + u_y = v and v_x + v_y = 0")


def test_a_remark_says_here_once():
    """What holds at a place is said with one `Here`."""
    assert "Here here" not in solve_pde("u_x + u_y = u", "x,y", "u").latex()
