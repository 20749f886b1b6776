"""A user's own derivation: checked step by step, the first wrong one named, the end judged apart."""

from __future__ import annotations

import pytest

import symderive as sd
from symderive.faces.chain import BadChain, derivation_file


def test_equations_carry_over():
    """A step may use any earlier step; the last one gives the claim, and the certificate verifies."""
    d = sd.derivation(
        "x*y = 6",
        [{"gives": "x = 2", "from": []}, {"gives": "y = 3", "from": []},
         {"gives": "x*y = 6", "from": [1, 2]}],
        given=["x - 2 = 0", "y = x + 1"],
    )  # fmt: skip
    assert d.verdict == "verified" and d.verify()


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        ([{"gives": "(x + 1)^2 = x^2 + 1"}], "step 1 (algebra)"),
        ([{"gives": "x = x"}, {"gives": "x/x = 2"}], "step 2 (algebra)"),
        ([{"gives": "x = x", "by": "magic"}], "no primitive and no rule is called magic"),
        ([{"gives": "x = x", "from": [3]}], "no earlier step"),
    ],
)
def test_first_wrong_step_is_named(steps, named):
    """The reason names the first step that does not follow; the true end is not refuted by it."""
    d = sd.derivation("(x + 1)^2 = x^2 + 2*x + 1", steps)
    assert d.verdict == "undecided"
    assert named in d.reason and "the claim itself holds" in d.reason


def test_false_end_is_refuted():
    """A false end claim is refuted by its own witness, whatever the steps."""
    d = sd.derivation("x^2 = x", [{"gives": "x^2 = x"}])
    assert d.verdict == "refuted" and d.witness["point"]


def test_antiderivative_with_a_pole_is_refused_in_a_chain():
    """A primitive's conditions hold in a user's chain as anywhere."""
    step = {"gives": "Integral(1/x^2, (x, -1, 1)) = -2", "by": "antiderivative",
            "bind": {"F": "-1/x"}}  # fmt: skip
    assert sd.derivation("Integral(1/x^2, (x, -1, 1)) = -2", [step]).verdict == "refuted"


def test_file(tmp_path):
    """The same chain as a file; another shape of file is refused."""
    path = tmp_path / "chain.toml"
    path.write_text('claim = "2*x = x + x"\n[[steps]]\ngives = "2*x = x + x"\n')
    assert derivation_file(str(path)).verdict == "verified"
    path.write_text('claim = "2*x = x + x"\nstep = 1\n')
    with pytest.raises(BadChain, match="unknown key step"):
        derivation_file(str(path))
