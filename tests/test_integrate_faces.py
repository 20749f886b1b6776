"""Antiderivatives with their intervals, principal values called so, what was tried; damage is caught."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from symderive.cli import main  # noqa: F401  (the program)
from symderive.commands.integrate import command
from symderive.derivations import digest
from symderive.faces.explain import explained
from symderive.faces.integrate import integrate
from symderive.kernel.analysis import primitives  # noqa: F401
from symderive.kernel.analysis.integrals.indefinite import WHO, antiderivative_on
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.errors import NotRead
from symderive.terms.reader import read


def test_an_antiderivative_holds_on_intervals():
    """1/x has log|x| on each side of its pole, and the recheck finds the same intervals."""
    found = integrate("1/x", "x")
    assert found.verdict == "verified" and found.result["text"] == "log(Abs(x))"
    assert found.result["intervals"] == ["x < 0", "0 < x"]
    assert recheck(found.as_dict()) == []
    wider = found.result | {"intervals": ["x is real"]}
    assert recheck(found.as_dict() | {"result": wider})
    assert recheck(found.as_dict() | {"result": found.result | {"text": "log(x^2)"}})


def test_a_wrong_antiderivative_is_rejected():
    """The derivative is compared on the whole interval, and a pole inside is no interval."""
    wrong = Step(1, WHO, read("Derivative(x^2, x) = x"))
    with pytest.raises(Rejected, match="derivative"):
        antiderivative_on(wrong, (), Givens())
    with pytest.raises(Undecided, match=r"continuous|!= 0"):
        antiderivative_on(Step(1, WHO, read("Derivative(log(Abs(x)), x) = 1/x")), (), Givens())


def test_a_principal_value_is_asked_for_by_name():
    """1/x over (-1, 2) diverges; its principal value is a limit, bound to the poles cut out."""
    assert integrate("1/x", "x", "-1", "2").result["diverges"]
    found = integrate("1/x", "x", "-1", "2", principal_value=True)
    assert found.verdict == "verified" and found.result["text"] == "log(2)"
    assert found.result["poles"] == ["0"] and found.problem["principal_value"] is True
    assert found.steps[-1]["gives"]["text"].startswith("Limit(")
    assert recheck(found.as_dict()) == []
    plain = {k: v for k, v in found.problem.items() if k != "principal_value"}
    assert recheck(found.as_dict() | {"problem": plain})
    assert recheck(found.as_dict() | {"result": found.result | {"poles": []}})


def test_one_end_is_no_integral():
    """Both ends or none."""
    with pytest.raises(NotRead, match="end"):
        integrate("x", "x", "0")


def test_what_was_tried_is_said():
    """The route that succeeded stands last; the command prints the same on stderr."""
    _, tried = explained(lambda: integrate("log(cos(x))", "x", "0", "pi/2"))
    assert tried[-1][0] == "master integral" and tried[-1][2].startswith("step")
    ran = CliRunner().invoke(
        command, ["x^2", "--from", "0", "--to", "1", "--explain", "--format", "json"]
    )
    assert ran.exit_code == 0
    assert "tried antiderivative" in ran.stderr
    assert json.loads(ran.stdout)["result"]["text"] == "1/3"


@pytest.mark.parametrize(("expr", "ends", "value", "added"), [
    ("x^p", ("0", "1"), "1/(p + 1)", ["p > -1"]),
    ("x^p", ("1", "oo"), "1/(-p - 1)", ["p < -1"]),
    ("x^(p-1)*(1-x)^(q-1)", ("0", "1"), "beta(p, q)", ["p > 0", "q > 0"]),
    ("exp(-a*x)*cos(b*x)", ("0", "oo"), "a/(a^2 + b^2)", ["a > 0"]),
    ("1/(x^2 + a^2)", ("0", "oo"), "pi/(2*Abs(a))", []),
])  # fmt: skip
def test_what_a_parameter_must_satisfy_is_added(expr, ends, value, added):
    """Without a given the condition of existence is found, printed, and bound by the certificate."""
    found = integrate(expr, "x", *ends)
    assert (found.verdict, found.result["text"], found.added) == ("verified", value, added)
    assert recheck(found.as_dict()) == []
    data = found.as_dict() | {"added": []}
    assert bool(recheck(data | {"digest": digest(data)})) == bool(added)
    data["added"] = ["x < 0", "z > 1"]
    assert len([d for d in recheck(data) if d.startswith("added: ")]) >= 2  # x is bound, z unknown


def test_what_is_given_is_not_added():
    """The condition of existence follows from what is given."""
    assert integrate("x^p", "x", "0", "1", ["p > 2"]).added == []
    assert integrate("x^p", "x", "0", "1", ["p > -1"]).added == []
