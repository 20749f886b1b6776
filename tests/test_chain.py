"""A user's own derivation: checked step by step, the first wrong one named, the end judged apart."""

from __future__ import annotations

import pytest

import symderive as sd
from symderive.faces.chain import BadChain, derivation_file
from symderive.kernel.analysis.discharge import standing
from symderive.kernel.logic.claims import PRIMITIVES, Checked, Condition, Outcome, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read


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


CARRIED = [
    [{"gives": "sign(b)^2 = b/b", "from": []}, {"by": "values", "gives": "sign(b)^2 = 1", "from": [1]}],
    [{"gives": "sign(b)^2 = b/b", "from": []}, {"gives": "b/b = 1", "from": []},
     {"by": "rewrite", "gives": "sign(b)^2 = 1", "from": [1, 2]}],
    [{"gives": "sign(b)^2 = b/b", "from": []}, {"gives": "sign(b)^2 = 1", "from": [1]}],
]  # fmt: skip


@pytest.mark.parametrize("steps", CARRIED)
def test_what_was_divided_by_is_not_forgotten(steps):
    """1 = b/b says nothing at b = 0, and no step leads from it to a statement there."""
    d = sd.derivation("sign(b)^2 = 1", steps)
    assert d.verdict == "refuted" and d.witness["point"] == {"b": "0"}
    kept = sd.derivation("sign(b)^2 = 1", steps, given=["b > 0"])
    assert kept.verdict == "verified"


def test_congruence_carries_what_the_bodies_divide_by():
    """An integral at p = 0 is not that of a body that is divided by p."""
    claim = "Integral(sign(p)^2, (x, 0, 1)) = 1"
    steps = [
        {"gives": "sign(p)^2 = p/p", "from": [], "under": ["0 < x", "x < 1"]},
        {"by": "antiderivative", "gives": "Integral(p/p, (x, 0, 1)) = 1", "from": [],
         "bind": {"F": "p*x/p"}},
        {"by": "congruence", "gives": claim, "from": [1, 2]},
    ]  # fmt: skip
    assert sd.derivation(claim, steps).verdict != "verified"
    assert sd.derivation(claim, steps, given=["p < 0"]).verdict == "verified"


def test_a_constant_is_not_one_where_its_equation_says_nothing():
    """d/dx (a y/a) = 0 says nothing of y at a = 0."""
    away = Condition("a != 0", "presupposed", "a denominator", read("a"))
    slope = Step(1, "algebra", read("Derivative(a*y(x)/a, x) = 0"))
    premise = Checked(slope, Outcome("exact", (away,)), Givens())
    step = Step(2, "constant", read("y(x) = c"), (1,), {"C": read("c")})
    with pytest.raises(Undecided, match="a != 0"):
        PRIMITIVES["constant"](step, (premise,), Givens())
    positive = Givens.of([read("a > 0")])
    assert PRIMITIVES["constant"](step, (premise,), positive).introduces == ("c",)


FIXED = [
    {"gives": "Derivative(x - x, x) = 0", "from": []},
    {"by": "constant", "gives": "x - x = c", "from": [1], "bind": {"C": "c"}},
    {"gives": "c = 0", "from": [2]},
]


@pytest.mark.parametrize(
    ("claim", "more"),
    [
        ("c = 0", []),
        ("5 = 0", [{"by": "specialisation", "gives": "5 = 0", "bind": {"c": "5"}}]),
        ("1 = 0", [{"by": "differentiation", "gives": "Derivative(c, c) = Derivative(0, c)"},
                   {"gives": "1 = 0"}]),
        ("Integral(c, (c, 0, 1)) = 0",
         [{"by": "antiderivative", "gives": "Integral(0, (c, 0, 1)) = 0", "from": [],
           "bind": {"F": "0"}},
          {"by": "congruence", "gives": "Integral(c, (c, 0, 1)) = 0", "from": [3, 4]}]),
        ("1/2 = 0",
         [{"by": "exponential_family", "gives": "Integral(c, (c, 0, 1)) = 0", "from": [3],
           "bind": {"names": "(c,)"}}]),
    ],
)  # fmt: skip
def test_an_introduced_constant_is_no_variable(claim, more):
    """What holds of one constant of integration is not put for all numbers of its name."""
    d = sd.derivation(claim, [*FIXED, *more])
    assert d.verdict != "verified"


@pytest.mark.parametrize(
    "claim",
    ["sign(b)^2*Integral(1/b, (b, 1, 2)) = log(2)", "sign(b)^2 + log(1 + b) = 1 + log(1 + b)",
     "sign(b)^2/(b + 2) = 1/(b + 2)"],
)  # fmt: skip
def test_only_the_same_denominator_counts(claim):
    """b != 0 is not what a bound b, or a denominator that is no multiple of b, says."""
    away = Condition("b != 0", "presupposed", "a denominator", read("b"))
    with pytest.raises(Undecided, match="b != 0"):
        standing([away], [read(claim)], Givens())
    assert standing([away], [read("log(2*b) = log(b) + log(2)")], Givens()) == [away]
