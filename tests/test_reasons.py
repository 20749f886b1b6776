"""The sentences of steps: what the kernel says of its own proofs, and what rules say."""

from __future__ import annotations

import pytest

from symderive.faces.check import check
from symderive.kernel.logic.claims import Checked, Outcome, Step
from symderive.kernel.logic.givens import Givens
from symderive.library import Unsound, open_rules, rules
from symderive.strategy import Trail
from symderive.terms.reader import read

RULE = """
[sum_commutes]
says = "{says}"
lhs = "X + Y"
rhs = "Y + X"
source = "{source}"
accepts = [{{ bind = {{ X = "a", Y = "b" }} }}]
refuses = [{{ bind = {{ X = "a" }} }}]
"""
BIB = """@book{peano1889,
  author = {Peano, Giuseppe and Others, Some and Third, A.},
  title  = {Arithmetices principia},
  year   = {1889},
}
"""


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("x + x = 2*x", "Both sides have the same normal form."),
        ("Derivative(x^2, x) = 2*x",
         "With the derivatives carried out, both sides have the same normal form."),
        ("x^2 + y^2 >= 2*x*y", "The difference of the two sides, `(x - y)^2`, is not negative."),
        ("x < x + 1", "The difference of the two sides, `1`, is positive."),
        ("sin(x) <= 1", "The difference of the two sides is not negative."),
        ("x^2 != -1", "The difference of the two sides, `-(x^2 + 1)`, is negative."),
        ("cbrt(7 + 5*sqrt(2)) = 1 + sqrt(2)",
         "The difference of the two sides is an algebraic number below its root bound."),
    ],
)  # fmt: skip
def test_a_claim_says_what_proved_it(claim, says):
    """The lemma, the sign and the factors of a difference, the derivatives carried out."""
    assert [s["says"] for s in check(claim).steps] == [says]


@pytest.mark.parametrize(
    ("given", "premise", "gives", "says"),
    [
        ([], "x + y = 2", "y = 2 - x", "Solving for `y`."),
        ([], "y = 2 - x", "y + x = 2", "By exact algebra."),
        (["y is C1", "y(x) > 0"], "Derivative(y(x)^2, x) = 6*y(x)", "y'(x) = 3",
         "Carrying out the derivatives and solving for `y'(x)`."),
        (["y(x) > 0", "w > 0"], "y(x) = w*a", "a > 0", "Since `y(x) > 0` and `w > 0`."),
        (["v > 0", "w > 0"], "w*a = 1", "a > 0", "Since `w > 0`."),
    ],
)  # fmt: skip
def test_a_consequence_says_what_was_done(given, premise, gives, says):
    """Solved for a name, derivatives carried out, and the givens that a sign needs, no others."""
    trail = Trail(Givens.of([read(g) for g in given]))
    equation = Step(1, "algebra", read(premise))
    trail.checked[1] = Checked(equation, Outcome("exact"), trail.givens)
    assert trail.step("algebra", read(gives), (1,)) == 2, trail.failure()
    assert trail.checked[2].outcome.says == says


def test_rules_say_their_terms_with_the_bindings_in():
    """What stands between backquotes is a term in the metavariables; the source is written out."""
    bind = {name: read(text) for name, text in
            {"L": "y'(x)^2", "P": "y'(x)", "Y": "y(x)", "X": "x"}.items()}  # fmt: skip
    said = rules()["beltrami_identity"].said(bind)
    assert said.startswith("Where `y'(x)^2` does not contain `x` explicitly, ")
    assert said.endswith("(Gelfand and Fomin, Calculus of Variations, 1963, Sec. 4.2, Case 2).")


def test_a_source_is_written_out(tmp_path):
    """Authors, title, year and place; more than two authors are shortened."""
    (tmp_path / "references.bib").write_text(BIB)
    (tmp_path / "sums.toml").write_text(RULE.format(says="It is so.", source="peano1889, p. 1"))
    rule = open_rules(tmp_path)["sum_commutes"]
    assert rule.reference == "Peano et al., Arithmetices principia, 1889, p. 1"


@pytest.mark.parametrize(
    ("says", "source", "complaint"),
    [
        ("Of `X alone.", "peano1889", "not closed"),
        ("Of `X +`.", "peano1889", "says"),
        ("Of `Z`.", "peano1889", "has no Z"),
        ("It is so.", "nobody1900", "references.bib has no nobody1900"),
    ],
)
def test_a_rule_that_cannot_be_said_is_refused(tmp_path, says, source, complaint):
    """A term that does not read, a name the rule does not have, a source without an entry."""
    (tmp_path / "references.bib").write_text(BIB)
    (tmp_path / "sums.toml").write_text(RULE.format(says=says, source=source))
    with pytest.raises(Unsound, match=complaint):
        open_rules(tmp_path)
