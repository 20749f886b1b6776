"""Constants known as roots: Krawczyk's operator, the places where they live, and their proposals."""

import pytest

from symderive.kernel.analysis.variation.fitted_root import WHO, fitted_root
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.enclosed import enclosed_places, roots_of
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import nonvacuous
from symderive.methods.variation.fitting import certify, digits_of, proposals
from symderive.methods.variation.fitting_proposals import propose
from symderive.strategy import Trail
from symderive.terms.reader import read
from symderive.terms.writer import write

NONE = Givens()


def root(claim, names="c", **roles):
    bind = {"C": read(names), **{k: read(v) for k, v in roles.items()}}
    return fitted_root(Step(1, WHO, read(claim), bind=bind), (), NONE)


def fitted(rows, names, positive=()):
    found = proposals(
        [read(r) for r in rows], names, lambda _, task: propose(task), positive=positive
    )
    for proposal in found:
        trail = Trail(NONE)
        fit = certify(trail, proposal)
        if fit is not None:
            return fit, trail
    return None, None


def test_a_root_is_enclosed_and_introduced():
    """cos c = c has one root between 0.739 and 0.740, and none elsewhere."""
    found = root("cos(c) = c and 0.739 < c and c < 0.740", low="-oo", high="oo")
    assert found.grade == "enclosed" and found.introduces == ("c",)
    assert found.conditions[1].text == "no other root with -oo < c < oo"


@pytest.mark.parametrize("claim", [
    "cos(c) = c and 0.740 < c and c < 0.741",  # no root there
    "c^2 = 2*c - 1 and 0.999 < c and c < 1.001",  # a double root
    "Abs(c) = 0 and -0.01 < c and c < 0.02",  # a kink
    "sqrt(c - 1) = 1/10 and 0.99 < c and c < 1.02",  # not real on the whole box
    "a*cosh(1/a) = 1.5 and 0.8 < a and a < 0.9",  # below the least value of the left-hand side
])  # fmt: skip
def test_no_root_is_proved_where_there_is_none_that_is_simple(claim):
    """The operator does not contract without a simple root of a smooth function."""
    with pytest.raises(Undecided):
        root(claim, "a" if "cosh" in claim else "c")


def test_a_second_root_in_the_region_is_not_overlooked():
    """a cosh(1/a) = 2 has two positive roots: neither is alone on the half-line."""
    claim = "a*cosh(1/a) = 2 and 1.696 < a and a < 1.697"
    assert root(claim, "a").grade == "enclosed"
    assert root(claim, "a", low="1", high="oo").grade == "enclosed"
    with pytest.raises(Undecided, match="another root"):
        root(claim, "a", low="0", high="oo")


@pytest.mark.parametrize(("claim", "names", "roles"), [
    ("cos(c) = c and 0.7 < c", "c", {}),
    ("cos(c) = c and 0.7 < c and c < d", "c", {}),
    ("cos(c) = b and 0.7 < c and c < 0.8", "c", {}),
    ("cos(c) = c and 0.7 < c and c < 0.8", "(c, d)", {}),
    ("cos(c) = c and 0.7 < c and c < 0.8", "c", {"low": "0"}),
    ("cos(c) = c and 0.7 < c and c < 0.8", "c", {"low": "0.75", "high": "1"}),
])  # fmt: skip
def test_a_claim_of_another_form_is_rejected(claim, names, roles):
    """One equation and two rational ends for each name, and a region that contains the box."""
    with pytest.raises(Rejected):
        root(claim, names, **roles)


def test_a_system_has_one_root_in_its_box():
    """A catenary through (0, 1) and (1, 2): two constants, two equations."""
    claim = ("a*cosh(b/a) = 1 and a*cosh((b - 1)/a) = 2 and 0.9499 < a and a < 0.9500 and "
             "-0.3070 < b and b < -0.3069")  # fmt: skip
    assert root(claim, "(a, b)").introduces == ("a", "b")
    with pytest.raises(Undecided):
        root(claim.replace("0.3070", "0.3080").replace("0.3069", "0.3079"), "(a, b)")


def test_the_constant_must_be_new():
    """Two steps may not introduce the same name."""
    claim = read("cos(c) = c and 0.739 < c and c < 0.740")
    step = Step(1, WHO, claim, bind={"C": read("c")})
    with pytest.raises(Rejected, match="not new"):
        check_steps([step, Step(2, WHO, claim, bind={"C": read("c")})], NONE)


def test_a_root_is_an_admissible_place():
    """Nothing is void under an equation without an exact solution, if the box holds a root."""
    given = [read(t) for t in ("cos(c) = c", "0.739 < c", "c < 0.740", "c < x")]
    assert "c" in nonvacuous(Givens.of(given), [read("x - c")], [])
    assert not roots_of(Givens.of([*given[:1], read("0.741 < c"), read("c < 0.742")]))
    integer = Givens.of([*given, read("c is integer")])
    assert list(enclosed_places([read("c")], ["c"], integer, 3)) == []
    false = Givens.of([*given, read("c > 0.7399")])
    assert list(enclosed_places([read("c")], ["c"], false, 3)) == []


def test_a_value_that_may_vanish_at_the_root_is_void():
    """c - cos c is zero at the root, so nothing may be divided by it."""
    given = [read(t) for t in ("cos(c) = c", "0.739 < c", "c < 0.740")]
    assert nonvacuous(Givens.of(given), [read("c - cos(c)")], []) is None


def test_digits_are_cut_off():
    """0.84 stands for 0.84 < c < 0.85, and -0.84 for -0.85 < c < -0.84."""
    assert [write(t) for t in digits_of("0.84")] == ["21/25", "17/20"]
    assert [write(t) for t in digits_of("-0.84")] == ["-17/20", "-21/25"]


def test_a_chain_of_given_length_is_fitted():
    """Equal heights: the vertex is in the middle, the scale a root, the length an antiderivative."""
    rows = ["a*cosh(b/a) - m = 0", "a*cosh((1 - b)/a) - m = 0",
            "Integral(sqrt(1 + sinh((x - b)/a)^2), (x, 0, 1)) = 3/2"]  # fmt: skip
    fit, trail = fitted(rows, ["a", "b", "m"], ["a"])
    assert write(fit.closed["b"]) == "1/2"
    assert fit.fitted["a"][1].startswith("0.30823646973604039")
    assert [s.by for s in trail.steps] == ["fitted_root", "antiderivative"]


def test_linear_constants_are_closed():
    """Linear equations leave nothing to be fitted."""
    fit, trail = fitted(["c1*cos(w*l) + c2*sin(w*l) = h", "c1 = 0"], ["c1", "c2"], ["w", "l", "h"])
    assert write(fit.closed["c2"]) == "h/sin(l*w)" and not trail.steps


def test_no_constants_where_there_are_none():
    """The soap film beyond the critical ratio has no constants."""
    assert fitted(["a*cosh(1/a) = 1"], ["a"], ["a"]) == (None, None)
