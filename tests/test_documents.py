"""Documents of what was really derived or decided: they read as reviewed, compile, come again."""

from __future__ import annotations

import json
import re
import shlex

import pytest
from golden import CLAIMS, DATA, checked, derived, documents
from tex import CLASSES, complaints, needs_tex

from symderive import cli
from symderive.derivations import Derivation
from symderive.present import latex, markdown, text
from symderive.present.trailer import separated
from symderive.recheck import recheck

KEPT = DATA / "documents"
RESULTS = ("catenary", "catenoid")
# One result of each other field, with remarks and systems that are long for a column.
WIDE = ("gaussian-fourier", "laplace-cosine", "birth-process", "cartan")
_RADIUS = re.compile(r"(\+/- |\\pm )[-\d.e]+(\\cdot 10\^\{-?\d+\})?")


def plain(shown: str) -> str:
    """The document without the radii of enclosures, which are the affair of the ball library."""
    return _RADIUS.sub(r"\1r", " ".join(shown.split()))


@pytest.mark.parametrize("name", sorted(p.name for p in KEPT.iterdir()))
def test_documents_are_as_reviewed(name):
    """Every kept document is what its certificate gives now; `golden.py` says how to change it."""
    assert plain(documents()[name]) == plain((KEPT / name).read_text(encoding="ascii"))


def test_no_document_is_forgotten():
    """What `golden.documents` makes and what is kept are the same files."""
    assert {p.name for p in KEPT.iterdir()} == set(documents())


@needs_tex
@pytest.mark.tex
@pytest.mark.parametrize("name", CLASSES)
def test_what_was_derived_compiles_and_fits(name, tmp_path):
    """Results of four fields and the claims, in five classes, together in one document."""
    certificates = [*map(derived, RESULTS), *map(derived, WIDE), *map(checked, CLAIMS)]
    fragments = [latex.present(d, width=CLASSES[name][1]) for d in certificates]
    assert complaints(name, fragments, tmp_path) == []


@pytest.mark.parametrize("name", RESULTS)
def test_the_sentences_are_checked(name):
    """A certificate with another reason in it is rejected, and so is one with other LaTeX."""
    data = derived(name)
    assert recheck(data) == []
    other = {**data["steps"][4]["gives"], "latex": "1"}
    for key, value in (("says", "Obviously."), ("gives", other)):
        steps = [dict(s) for s in data["steps"]]
        steps[4][key] = value
        assert recheck(data | {"steps": steps}) != []


def runs(command: str, path) -> str:
    """The document that a command of a first line writes, without the certificate after it."""
    _, *words = shlex.split(command)
    with pytest.raises(SystemExit):
        cli.main([*words, "-o", str(path)])
    parts = separated(path.read_text())
    assert parts is not None
    return parts[0]


def regenerate(shown: str) -> str:
    return shown.splitlines()[0].partition("regenerate: ")[2]


@pytest.mark.parametrize("name", CLAIMS)
def test_the_first_line_is_the_command_of_a_claim(name, tmp_path):
    """Run as it stands, the command gives the document again."""
    shown = Derivation.from_json(checked(name)).latex()
    assert runs(regenerate(shown), tmp_path / "again.tex") == shown


@pytest.mark.parametrize(
    "arguments",
    [["catenary"], ["catenary", "-p", "w=2", "--given", "mu > 0"]],
)
def test_the_first_line_is_the_command_of_a_result(arguments, tmp_path):
    """Also with values of parameters and added givens."""
    shown = runs(shlex.join(["symderive", "derive", *arguments, "--format", "latex"]),
                 tmp_path / "once.tex")  # fmt: skip
    assert shown.startswith("% verified")
    assert runs(regenerate(shown), tmp_path / "again.tex") == shown


def test_an_added_given_is_rechecked():
    """The certificate of a named result with a given of the user's own verifies."""
    from symderive.faces.derive import derive

    assert recheck(json.loads(derive("catenary", given=["mu > 0"]).to_json())) == []


def test_the_claim_of_the_catenary_is_a_sentence():
    """Hypotheses in words, the functional with its letter, constants, the converse."""
    shown = markdown.present(derived("catenary"))
    for part in (
        "Let $w > 0$, let $\\mu$ be real, and let $y$ be a $C^{2}$ function with $w y + \\mu > 0$",
        "that is stationary, its end values fixed, for the functional",
        r"\int_{x_{0}}^{x_{1}} L\,dx , \qquad L = (w y + \mu)\sqrt{1 + y'^{2}}",
        "Then, on each interval, with some constants $a > 0$ and $b$,",
        "Conversely, every such function satisfies (13).",
        "The Euler-Lagrange equation is (1).",
        "A first integral is the left-hand side of (4).",
    ):
        assert part in shown
    assert "stationary(" not in shown and "jet" not in shown and "not void" not in shown


def test_a_proof_without_the_derivation_of_its_function_claims_less():
    """Where only `solution_of` gives the function, the document says that it solves, no more."""
    data = derived("catenary")
    steps = [s for s in data["steps"] if s["n"] != 12]
    shown = markdown.present(data | {"steps": steps})
    assert "Then, on each interval" not in shown and "Conversely" not in shown
    assert "Then the following function satisfies (13), for all constants $a > 0$ and $b$:" in shown


def test_names_in_a_claim_are_said_to_be_real():
    """Defaults stand in the claim, with what is presupposed of denominators."""
    assert "For all real $x$ with $x \\neq 1$," in markdown.present(checked("removable"))
    both = "For all real $x$, every $C^{1}$ function $f$ and every $C^{1}$ function $g$,"
    assert both in markdown.present(checked("product"))


def test_a_letter_for_the_lagrangian_is_free():
    """A name of the problem that is L keeps its letter; the Lagrangian takes another."""
    data = derived("catenary")
    again = latex.present(data | {"given": [*data["given"], "L > 0"]})
    assert r"\mathcal{L}\,dx" in again and r"\frac{\partial\mathcal{L}}{\partial y'}" in again
    assert "L = " not in text.present(data | {"given": [*data["given"], "L > 0"]})


def test_the_terminal_shows_what_matters():
    """Grades, reasons and what is given or presupposed; bookkeeping stays in the certificate."""
    shown = text.present(derived("catenary"))
    assert "cited, beltrami_identity, from 1: Where L does not contain x explicitly," in shown
    assert "presupposed: x ranges over an interval" in shown and "a = 3/7" in shown
    assert "jet(" not in shown and shown.count("not void") == 1
    assert max(map(len, shown.splitlines())) <= 96


@pytest.mark.parametrize("kind", ["check", "extremize", "integrate"])
def test_what_is_presupposed_is_always_said(kind):
    """A denominator that the claim presupposes stands in the claim, whatever kind it is."""
    data = checked("removable")
    problem = {"kind": kind, "claim": data["problem"]["claim"], "var": "x"}
    assert r"x \neq 1" in markdown.present(data | {"problem": problem})
    functional = "stationary(Integral(y(x)*sqrt(1 + y'(x)^2), (x, x0, x1)))"
    assert r"x \neq 1" in markdown.present(data | {"problem": problem, "given": [functional]})


@pytest.mark.parametrize("present", [latex.present, markdown.present, text.present])
def test_the_hypotheses_of_a_step_are_printed(present):
    """What holds for a = b only is not printed as if it held always, nor as what holds for a != b."""
    step = {"by": "algebra", "grade": "exact", "at": [], "bind": {}, "says": "By exact algebra.",
            "conditions": []}  # fmt: skip
    data = {
        "problem": {"kind": "chain", "claim": "Abs(a)^2 = a^2"}, "verdict": "verified",
        "given": [], "added": [], "steps": [
            {**step, "n": 1, "from": [], "under": ["a > 7"], "gives": {"text": "Abs(a)^2 = a^2"}},
            {**step, "n": 2, "from": [], "under": ["a <= 7"], "gives": {"text": "Abs(a)^2 = a^2"}},
            {**step, "n": 3, "from": [1, 2], "gives": {"text": "Abs(a)^2 = a^2"}},
        ],
    }  # fmt: skip
    shown = present(data)
    assert len(re.findall(r"[Ff]or \$?a (>|\\le|<=) 7", shown)) == 2
