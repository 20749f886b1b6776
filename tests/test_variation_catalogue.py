"""Named results of the calculus of variations: problems, derived, and their certificates rechecked."""

import pytest

import symderive as sd
from symderive.catalogue.problems import find
from symderive.catalogue.variation import PROBLEMS
from symderive.recheck import recheck

QUICK = ["first-variation", "boundary-terms-of-the-variation", "euler-lagrange-equation",
         "catenary-asymmetric-given-length", "mehler-kernel", "hanging-rope", "suspension-bridge",
         "geodesics-of-the-plane", "clamped-beam"]  # fmt: skip


@pytest.mark.parametrize("name", QUICK)
def test_a_named_result_is_verified(name):
    """Nothing is stored: the problem is solved, and the certificate stands by itself."""
    found = sd.derive(name)
    assert found.verdict == "verified", found.reason
    assert recheck(found.as_dict()) == []


def test_values_are_put_for_parameters():
    """A rise of 2 on the cylinder of radius 3."""
    found = sd.derive("geodesics-of-the-cylinder", {"h": "2", "a": "3"})
    assert found.result["text"] == "z = 2*q/pi"
    assert recheck(found.as_dict()) == []


def test_names_and_aliases_are_found():
    """Every problem is found by its name and by its aliases."""
    for p in PROBLEMS:
        assert all(find(n) is p for n in (p.name, *p.aliases))
