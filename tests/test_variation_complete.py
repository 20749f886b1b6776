"""When a family holds every extremal: linear equations and a Wronskian; and Noether's first integrals."""

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


def complete(lagrangian, equation, factor, family, constants, more="", **roles):
    """The outcome of the step that claims completeness."""
    text = f"stationary(Integral({lagrangian}, (x, a, b)){more})"
    first = Step(1, "euler_lagrange_equations", read(f"{equation} = 0", CONTEXT),
                 bind={"K1": read(factor, CONTEXT)})  # fmt: skip
    bind = {"C": read(constants)} | {k: read(t) for k, t in roles.items()}
    last = Step(2, "complete_family", read(family, CONTEXT), (1,), bind=bind)
    return check_steps([first, last], Givens.of([read(text, CONTEXT)]))[1].outcome


OSCILLATOR = ("y'^2 - y^2", "y'' + y", "-2")


def test_independent_solutions_of_a_linear_equation_are_all():
    """Two solutions with a Wronskian that is not zero, and an equation that is linear as written."""
    assert complete(*OSCILLATOR, "y(x) = p*cos(x) + q*sin(x)", "(p, q)").solution
    assert complete(
        "sqrt(1 + y'^2)", "y''", "-1/(1 + y'^2)^(3/2)", "y(x) = p + q*x", "(p, q)"
    ).solution


@pytest.mark.parametrize(("family", "constants", "more"), [
    ("y(x) = p*cos(x) + 2*q*cos(x)", "(p, q)", ""),  # dependent
    ("y(x) = p*cos(x)", "p", ""),  # too few
    ("y(x) = p*cos(x) + q*sin(x)", "(p, p)", ""),
    ("y(x) = p*cos(x + q)", "(p, q)", ""),  # not affine
    ("y(x) = p*cos(x) + q*sin(x)", "(p, q)", ", fixed(y(a), 0)"),  # data choose among them
])  # fmt: skip
def test_what_is_not_all_is_not_claimed(family, constants, more):
    """Dependent members, too few of them, and problems with data."""
    with pytest.raises((Rejected, Undecided)):
        complete(*OSCILLATOR, family, constants, more)


def test_an_equation_that_is_not_linear_has_other_solutions():
    """Corners solve y'^2*y'' = 0 too; and a family with an inequality is only a part."""
    with pytest.raises((Rejected, Undecided)):
        complete("y'^4", "y'^2*y''", "-12", "y(x) = p + q*x", "(p, q)")
    with pytest.raises((Rejected, Undecided)):
        complete(*OSCILLATOR, "y(x) = p*cos(x) + q*sin(x)", "(p, q)", d1="p > 0")


def test_the_answer_says_that_it_is_complete():
    """`complete` is a key of the result only where a step proves it."""
    found = extremize("m*y_t^2/2 - k*y^2/2", "t", "y")
    assert found.result["complete"] is True
    data = found.as_dict()
    data["digest"] = digest(data)
    assert recheck(data) == []
    other = extremize("y*sqrt(1 + y'^2)", "x", "y", given=["y(x) > 0"])
    assert "complete" not in other.result
    damaged = copy.deepcopy(other.as_dict())
    damaged["result"]["complete"] = True
    damaged["digest"] = digest(damaged)
    assert recheck(damaged)


@pytest.mark.parametrize(("lagrangian", "unknown", "count"), [
    ("m*z_t^2/2 - m*g*z", "z", 3),  # energy, and the boosts of a uniform field
    ("x_t^2/2 - k/x^2", "x", 3),  # time scaling and a projective one
    ("m*x_t^2/2 + M*y_t^2/2 - U(x - y)", "x,y", 3),  # momentum and centre of mass
    ("(x_t^2 + y_t^2 + z_t^2)/2 - U(sqrt(x^2 + y^2 + z^2))", "x,y,z", 4),
])  # fmt: skip
def test_point_symmetries_give_first_integrals(lagrangian, unknown, count):
    """Gauge terms of time alone, projective maps, and generic potentials."""
    found = extremize(lagrangian, "t", unknown, timeout=20)
    assert len(found.result["first_integrals"]) >= count
