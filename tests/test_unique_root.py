"""An equation with parameters has exactly one root: monotone, and passed; nothing else is claimed."""

import copy

import pytest

from symderive.derivations import digest
from symderive.faces.extremize import extremize
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read


def root(claim, *given, **roles):
    """The outcome of the step for a claim about c."""
    bind = {"C": read("c")} | {k: read(t) for k, t in roles.items()}
    givens = Givens.of([read(t) for t in given])
    return check_steps([Step(1, "unique_root", read(claim), bind=bind)], givens)[0].outcome


@pytest.mark.parametrize(("claim", "given"), [
    ("sinh(c)/c = l/(2*h) and 0 < c", ("h > 0", "l > 2*h")),
    ("sin(c)/c = 2*h/l and 0 < c and c < pi", ("h > 0", "l > 2*h")),
    ("c*tan(c) = a and 0 < c and c < pi/2", ("a > 0",)),
    ("c^3 + c = a", ("a is real",)),
])  # fmt: skip
def test_a_monotone_side_that_passes_the_other_has_one_root(claim, given):
    """The root is a new constant from then on."""
    assert root(claim, *given).introduces == ("c",)


@pytest.mark.parametrize(("claim", "given"), [
    ("sinh(c)/c = l/(2*h) and 0 < c", ("h > 0", "l > 0")),  # none for a short chain
    ("sinh(c)/c = l/(2*h)", ("h > 0", "l > 2*h")),  # two, and a hole between
    ("cosh(c)/c = a and 0 < c", ("a > 0",)),  # none or two
    ("c - 1/c = a", ("a > 0",)),  # one on each side of the pole
    ("c^3 - c = a", ("a is real",)),  # up to three
    ("c + a/b = 0", ("a is real", "b is real")),  # b may be 0
    ("atan(c) = a", ("a > 0",)),  # none for a large a
    ("c + I = a", ("a is real",)),
    ("c*d = 1 and 0 < c", ("a > 0",)),  # nothing is known of d
])  # fmt: skip
def test_no_root_or_several_are_not_one(claim, given):
    """Each of these fails for some admissible parameters."""
    with pytest.raises((Rejected, Undecided)):
        root(claim, *given)


def test_another_form_of_the_slope_is_compared():
    """The form bound to S must be the derivative."""
    claim, given = "sinh(c)/c = a and 0 < c", "a > 1"
    assert root(claim, given, S="(c*cosh(c) - sinh(c))/c^2").introduces
    with pytest.raises((Rejected, Undecided)):
        root(claim, given, S="1 + c^2")


def test_a_chain_of_any_length_hangs_in_one_catenary():
    """The answer says the equation and where its only root lies; damage is caught."""
    found = extremize(
        "y*sqrt(1 + y'^2)", "x", "y", at=["y(-h) = 0", "y(h) = 0"],
        integral=["sqrt(1 + y'^2) = l"], given=["h > 0", "l > 2*h"], timeout=60,
    )  # fmt: skip
    assert found.verdict == "verified"
    ((name, row),) = found.result["fitted"].items()
    assert row["region"] == f"0 < {name}" and "sinh" in row["equation"]
    data = found.as_dict()
    data["digest"] = digest(data)
    assert recheck(data) == []
    for key, text in (("region", f"1 < {name}"), ("equation", f"{name}/sinh({name}) = h/l")):
        damaged = copy.deepcopy(data)
        damaged["result"]["fitted"][name][key] = text
        damaged["digest"] = digest(damaged)
        assert recheck(damaged)
