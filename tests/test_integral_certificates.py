"""Certificates of integrals by series, residues, Frullani and Tonelli: accepted, and damaged ones not."""

from __future__ import annotations

import json
import re

import pytest
from certificate_damage import damages, resealed

from symderive.derivations import NotACertificate
from symderive.faces.integrate import integrate
from symderive.recheck import recheck

PROBLEMS = {
    "series": ("log(x)/(1 - x)", "0", "1", ()),
    "zeta": ("x/(exp(x) - 1)", "0", "oo", ()),
    "fourier": ("log(cos(x))", "0", "pi/4", ()),
    "residues": ("x*sin(a*x)/(x^2 + b^2)", "0", "oo", ("a > 0", "b > 0")),
    "telescoping": ("x^(s - 1)*exp(-x)*cos(q*x)", "0", "oo", ("s > 0",)),
    "keyhole": ("x^(a - 1)/((1 + x)*(2 + x))", "0", "oo", ("a > 0", "a < 2")),
    "frullani": ("(tanh(a*x) - tanh(b*x))/x", "0", "oo", ("a > 0", "b > 0")),
}
# A premise or a given that a step does not need; the claim itself and its value do not change.
MAY_PASS = r"given|steps\.\d+\.from|problem\.(name|parameters)|unproved|problem with a key more"
_KNOWN: dict[str, dict] = {}


@pytest.fixture(params=PROBLEMS)
def certificate(request) -> dict:
    if request.param not in _KNOWN:
        expr, low, high, given = PROBLEMS[request.param]
        _KNOWN[request.param] = json.loads(integrate(expr, "x", low, high, given, 60).to_json())
    return _KNOWN[request.param]


def rejected(data) -> bool:
    try:
        return recheck(data) != []
    except NotACertificate:
        return True


def test_the_certificate_is_accepted(certificate):
    """It verifies without the search that found it."""
    assert certificate["verdict"] == "verified"
    assert recheck(certificate) == []


def test_the_claim_binds_the_problem(certificate):
    """Another integrand, another end, another value, with a digest that fits."""
    for path, value in (
        (("problem", "expr"), certificate["problem"]["expr"] + " + 0*x"),
        (("problem", "to"), "2"),
        (("problem", "from"), "1/2"),
        (("result", "text"), certificate["result"]["text"] + " + 0"),
    ):
        bad = json.loads(json.dumps(certificate))
        bad[path[0]][path[1]] = value
        assert rejected(resealed(bad)), path


def test_damaged_steps_are_rejected(certificate):
    """A sample of all small damages, the digest made to fit."""
    count = 0
    for where, bad in list(damages(certificate))[7::151]:
        if isinstance(bad, dict) and not re.match(MAY_PASS, where):
            assert rejected(resealed(bad)), where
            count += 1
    assert count > 1


def test_roles_of_the_new_steps_are_held(certificate):
    """Each role of each step, changed by a little, is a difference."""
    for n, step in enumerate(certificate["steps"]):
        for role, text in step.get("bind", {}).items():
            bad = json.loads(json.dumps(certificate))
            bad["steps"][n]["bind"][role] = f"({text}) + 1" if "," not in text else "(1, 1)"
            assert rejected(resealed(bad)), (n, role)
