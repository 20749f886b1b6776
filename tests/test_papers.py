"""Documents: what is a claim, under which hypotheses, and what is said of it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import symderive as sd
from symderive.documents.claims import read_paper
from symderive.faces.paper import CODES, check_paper
from symderive.terms.errors import NotRead
from symderive.terms.writer import write

PAPERS = Path(__file__).parent / "papers"


def codes(text, **more):
    return [f.code for f in check_paper(text, **more).findings]


def claims(text, **more):
    return [write(r.claim) for r in read_paper(text, **more).relations if r.kind == "claim"]


# --- what is claimed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{align} a &= b \\ &= c \end{align}",
        r"\begin{align*} a &= b \\[2pt] &= c. \end{align*}",
        r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}",
        r"\begin{equation}\label{eq:x}\begin{aligned} a &= b \\ &= c \end{aligned}\end{equation}",
        r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation}",
        r"\begin{multline} a = b \\ = c \end{multline}",
        r"$$ a = b = c $$",
        r"\[ a = b \stackrel{(1)}{=} c \]",
        "\\begin{align} a &= b \\nonumber\\\\ % why\n &= c \\tag{3}\\end{align}",
    ],
)
def test_a_chain_is_its_links(text):
    """Every environment gives the same two relations of one chain."""
    paper = read_paper(text)
    assert [write(r.claim) for r in paper.relations] == ["a = b", "b = c"]
    assert {r.chain for r in paper.relations} == {1} and [r.step for r in paper.relations] == [1, 2]


def test_rows_columns_and_continuations():
    """New left sides, columns of equations, and sums that go on in the next row."""
    assert claims(r"\begin{gather} a = b \\ c = k \end{gather}") == ["a = b", "c = k"]
    two = r"\begin{align} a &= b & c &= k \\ &= m & &= n \end{align}"
    assert claims(two) == ["a = b", "b = m", "c = k", "k = n"]
    beside = r"\begin{align} |x| &= x, && x > 0 \\ |x| &= -x, && x < 0 \end{align}"
    assert codes(beside) == ["SD001", "SD001"]
    assert claims(r"\begin{align} a &= b \\ &\quad + c \end{align}") == ["a = b + c"]
    assert claims(r"\begin{align} a &= b + {} \\ &\phantom{=} c \end{align}") == ["a = b + c"]
    assert claims(r"\begin{align} a &= b \\ -c &= k \end{align}") == ["a = b", "-c = k"]
    assert claims(r"\[ a = b, \qquad c = k \]") == ["a = b", "c = k"]
    assert claims(r"\[ 0 < a \le b \]") == ["0 < a", "a <= b"]


def test_definitions_claim_nothing_and_are_put_in():
    """After := a name or a function stands for its definition."""
    text = r"\[ f(x) := x^2, \qquad c \coloneqq 3 \] \[ f'(x) = 2x \] \[ f(c) = 9 \]"
    assert codes(text) == ["SD003", "SD003", "SD001", "SD001"]
    assert codes(r"\[ \psi \equiv x + 1 \] \[ \psi^2 = x^2 + 2x + 1 \]") == ["SD003", "SD001"]


def test_a_definition_does_not_capture():
    """A parameter of a definition that a later integral binds is refused, not confused."""
    text = r"\[ f(x) := a x \] \[ \int_0^1 f(x)\,da = \frac x2 \]"
    assert codes(text) == ["SD003", "SD301"]


def test_vague_relations_are_not_read():
    """What is no exact relation is said to be not read; it never counts as success."""
    for sign in (r"\approx", r"\sim", r"\propto", r"\ll"):
        report = check_paper(rf"\[ x {sign} y \]")
        assert [f.code for f in report.findings] == ["SD301"] and report.exit_code == 3


def test_nothing_to_check_is_no_success():
    """A document without a claim has exit code 3."""
    assert check_paper("no mathematics").exit_code == 3
    assert check_paper(r"\[ a + b \]").exit_code == 3


# --- hypotheses -----------------------------------------------------------------------------------


def test_conditions_beside_a_relation():
    """\\quad conditions, words, brackets and membership are hypotheses of that relation alone."""
    for condition in (r"\quad x > 0", r"\quad (x \ge 0)", r"\quad\text{for } x>0", r",\ x\in(0,1)",
                      r"\qquad \text{if } 0 < x < 1", r"\quad\forall x>0"):  # fmt: skip
        assert codes(rf"\[ \sqrt{{x^2}} = x {condition} \] \[ \sqrt{{x^2}} = x \]") == [
            "SD001",
            "SD101",
        ]


def test_assumptions_have_a_scope():
    """A comment holds from there on; within a display only there."""
    outside = "\\[ |x| = x \\]\n% symderive: assume x > 0\n\\[ |x| = x \\]\n"
    assert codes(outside) == ["SD101", "SD001"]
    inside = "\\begin{align}\n% symderive: assume x > 0\n|x| &= x\n\\end{align}\n\\[ |x| = x \\]"
    assert codes(inside) == ["SD001", "SD101"]


def test_given_equations_are_hypotheses():
    """A labelled equation that is given is used, and is itself no claim."""
    text = (
        "\\begin{equation}\\label{eq:a} x^2 = 4 \\end{equation}\n% symderive: given eq:a\n"
        "\\[ x^4 = 16 \\] \\[ x = 2 \\]"
    )
    assert codes(text) == ["SD002", "SD001", "SD101"]
    here = "% symderive: given\n\\[ y = 3 \\]\n\\[ y^2 = 9 \\]"
    assert codes(here) == ["SD002", "SD001"]


def test_differential_equations_as_hypotheses():
    """Energy is conserved along solutions, and not without the equation of motion."""
    head = "% symderive: declare x(t)\n% symderive: assume m > 0, k > 0\n"
    motion = "\\begin{equation}\\label{m} m\\ddot x = -kx \\end{equation}\n"
    energy = r"\[ \frac{d}{dt}\left(\tfrac12 m\dot x^2+\tfrac12 kx^2\right) = 0 \]"
    wrong = r"\[ \frac{d}{dt}\left(\tfrac12 m\dot x^2-\tfrac12 kx^2\right) = 0 \]"
    given = "% symderive: given m\n"
    assert codes(head + motion + given + energy + wrong) == ["SD002", "SD001", "SD101"]
    assert codes(head + energy) == ["SD101"]


def test_implications_are_checked_as_implications():
    """From 2x = 4 follows x = 2; from x^2 = 4 it does not; a first line is no claim then."""
    assert codes(r"\[ 2x = 4 \implies x = 2 \]") == ["SD002", "SD001"]
    assert codes(r"\begin{align} x^2 &= 4 \\ \Rightarrow x &= 2 \end{align}") == ["SD002", "SD101"]
    assert codes(r"\[ x = 2 \implies x^2 = 4 \]") == ["SD002", "SD001"]
    assert codes(r"\[ x = 2 \iff x^2 = 4 \]") == ["SD002", "SD101"]


def test_ignore_and_by():
    """`ignore` leaves a display out; `by` names the rule of a step."""
    assert codes("% symderive: ignore\n\\[ 1 = 2 \\]\n\\[ 1 = 1 \\]") == ["SD004", "SD001"]
    text = "\\begin{align}\n a &= b \\\\ % symderive: ignore\n 1 &= 1\n\\end{align}"
    assert codes(text) == ["SD004", "SD001"]
    assert codes("% symderive: by algebra\n\\[ (a+b)^2 = a^2+2ab+b^2 \\]") == ["SD001"]


def test_a_declaration_that_is_not_understood_is_an_error():
    """It is reported with its place, and the exit code is 2."""
    report = check_paper("% symderive: asume x > 0\n\\[ x = x \\]")
    assert report.findings[0].code == "SD302" and report.exit_code == 2
    assert check_paper("% symderive: assume x >\n\\[ x = x \\]").exit_code == 2
    with pytest.raises(NotRead):
        check_paper(r"\[ x = x \]", given=["x >"])


def test_preamble_verbatim_and_prose_are_left_alone():
    """Formulas in the preamble, in verbatim text and in comments are no claims."""
    text = r"""\newcommand{\wrong}{\[ 1 = 2 \]}
\begin{document}
% \[ 1 = 2 \]
\begin{verbatim} \[ 1 = 2 \] \end{verbatim}
It costs 5\% or \$3. \iffalse \[ 1 = 2 \] \fi
\[ 1 = 1 \]
\end{document}"""
    assert codes(text) == ["SD001"]


def test_markdown():
    """Fenced mathematics and $$ are displays, other fences and code are not."""
    text = "5% of\n```math\n1 = 1\n```\n```python\n$$1 = 2$$\n```\n$$ 2 = 2 $$\n`$$1=2$$`\n"
    assert codes(text, markdown=True) == ["SD001", "SD001"]
    declared = "<!-- symderive: assume x > 0 -->\n$$\n\\sqrt{x^2} = x\n$$\n"
    assert codes(declared, markdown=True) == ["SD001"]


# --- what is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "hint"),
    [
        (r"\sin 2x = -2\sin x\cos x", "off by the factor -1"),
        (r"\int_0^1 x\,dx = 1", "off by the factor 1/2"),
        (r"(x+1)^2 = x^2+2x", "off by the constant 1"),
        (r"\sqrt{x^2} = x", "true under: x >= 0"),
        (r"(x-y)^2 = x^2+2xy+y^2", "true with the other sign of the term 2*x*y"),
    ],
)
def test_hints(formula, hint):
    """One hint says what would make a false relation true; it is proved before it is said."""
    (f,) = check_paper(rf"\[ {formula} \]").findings
    assert (f.code, f.hint) == ("SD101", hint)


def test_places_are_those_of_the_file():
    """Line and column are those of the relation sign, also behind a macro."""
    text = "\\newcommand{\\E}{\\mathrm{e}}\nLet\n\\begin{align}\n  \\E^0 &= 1 \\\\\n     &= 2\n\\end{align}"
    found = check_paper(text, "a.tex").findings
    assert [(f.line, f.column) for f in found] == [(4, 9), (5, 7)]
    assert "step 2 is the first wrong step" in found[1].message


def test_a_wrong_step_does_not_refute_a_true_end():
    """A chain has two verdicts: the first wrong step, and whether its ends agree."""
    text = r"\[ (a+b)^2 = a^2 + b^2 = a^2 + 2ab + b^2 \]"
    found = check_paper(text).findings
    assert found[0].code == "SD101" and "its ends agree all the same" in found[0].message


def test_indefinite_integrals_are_compared_up_to_a_constant():
    """F + C is an antiderivative whatever C is; a wrong one is refuted."""
    assert codes(r"\[ \int x e^x\,dx = (x-1)e^x + C \]") == ["SD001"]
    assert codes(r"\[ \int x e^x\,dx = (x+1)e^x \]") == ["SD101"]
    assert codes(r"\[ \int p(x)\,dx = 1 \]") == ["SD301"]


def test_divergence_refutes():
    """An equation says that its integral exists."""
    assert codes(r"\[ \int_{-1}^1\frac{dx}{x^2} = -2 \]") == ["SD102"]


def test_a_limit_along_integers_is_not_refuted_over_the_reals():
    """sin(2 pi n) tends to 0 along the integers."""
    assert codes(r"\[ \lim_{n\to\infty}\sin(2\pi n) = 0 \]") == ["SD201"]


def test_only_some_lines():
    """An editor asks about the lines that changed."""
    text = "\\[ 1 = 2 \\]\n\\[ 2 = 2 \\]\n"
    assert [f.code for f in check_paper(text, lines=(2, 2)).claims] == ["SD001"]


def test_codes_are_documented():
    """Every code stands in docs/papers.md."""
    page = (PAPERS.parent.parent / "docs" / "papers.md").read_text(encoding="utf-8")
    for code in CODES:
        assert f"`{code}`" in page


# --- chains in Python -----------------------------------------------------------------------------


def test_check_chain():
    """A list of steps in plain text or LaTeX is checked like a document."""
    report = sd.check_chain(["(x - 1)^2", "= x^2 - 2*x + 1", ">= 0"])
    assert [f.verdict for f in report.findings] == ["verified", "verified"]
    wrong = sd.check_chain([r"\sin 2x &= 2\sin x", r"&\le 1"])
    assert next(f.verdict for f in wrong.findings) == "refuted" and wrong.exit_code == 1
    under = sd.check_chain(["sqrt(x^2) = x", "= Abs(x)"], given=["x > 0"])
    assert under.verdict == "verified"
    assert sd.check_chain(["x + ", "= 2"]).findings[0].code == "SD301"


# --- the command ----------------------------------------------------------------------------------


def run(*args, stdin=None):
    done = subprocess.run([sys.executable, "-m", "symderive", "check", *args], input=stdin,
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_the_command_is_a_linter(tmp_path):
    """Text, JSON and GitHub formats; exit codes of the design; several files."""
    good, bad = tmp_path / "good.tex", tmp_path / "bad.tex"
    good.write_text("\\[ 1 + 1 = 2 \\]\n")
    bad.write_text("\\[ 1 + 1 = 3 \\]\n\\[ \\foo = 1 \\]\n")
    code, out, _ = run(str(good))
    assert code == 0 and out.startswith("1 relation: 1 verified")
    code, out, _ = run(str(bad))
    assert code == 1 and f"{bad}:1:10: SD101 refuted: left 2" in out and "         ^" in out
    assert f"{bad}:2:4: SD301 not read" in out
    code, out, _ = run(str(good), str(bad), "--format", "json")
    data = json.loads(out)
    assert code == 1 and data["verdict"] == "refuted"
    assert [f["code"] for f in data["findings"]] == ["SD001", "SD101", "SD301"]
    assert data["findings"][0]["certificate"]["verdict"] == "verified"
    code, out, _ = run(str(bad), "--format", "github")
    assert out.startswith(f"::error file={bad},line=1,col=10")
    assert run(str(tmp_path / "none.tex"))[0] == 2


def test_a_document_from_standard_input():
    """- reads a document, or a claim in plain text, as before."""
    assert run("-", stdin="so $$ x^2 - 1 = (x-1)(x+1) $$ and 5% more")[0] == 0
    assert run("-", stdin="1 = 2")[0] == 1


def test_certificates_of_findings_verify():
    """What is verified carries a certificate that the kernel rechecks."""
    for f in check_paper((PAPERS / "mechanics.tex").read_text(encoding="utf-8")).findings:
        if f.derivation is not None:
            assert f.derivation.verify(), f.excerpt


@pytest.mark.slow
@pytest.mark.parametrize("name", ["learning", "matrices", "mechanics", "pde"])
def test_correct_papers_raise_no_alarm(name):
    """All relations of these papers are read and verified."""
    report = check_paper((PAPERS / f"{name}.tex").read_text(encoding="utf-8"))
    assert [f.excerpt for f in report.claims if f.verdict != "verified"] == []


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        (r"\sum_{i=1}^n(x_i-m)^2 = \sum_{i=1}^n x_i^2 - 2m\sum_{i=1}^n x_i + nm^2", "SD001"),
        (r"\sum_{i=1}^n(x_i-m)^2 = \sum_{i=1}^n x_i^2 - m\sum_{i=1}^n x_i + nm^2", "SD101"),
        (r"\frac1n\sum_{i=1}^n(x_i+a) = \frac1n\sum_{i=1}^n x_i + a", "SD001"),
        (r"\sum_{i=1}^n(x_i+a) = \sum_{i=1}^n x_i + a", "SD101"),
    ],
)
def test_sums_of_sequences(formula, code):
    """Finite sums of a generic sequence are taken together."""
    (f,) = check_paper(rf"\[ {formula} \]").findings
    assert f.code == code
    assert f.verdict != "verified" or f.derivation.verify()


def test_damaged_documents_are_not_fatal():
    """Whatever is cut out of a paper or put into it: relations are read or refused, in time."""
    chance = random.Random(7)
    texts = [p.read_text(encoding="utf-8") for p in sorted(PAPERS.glob("*.tex"))]
    bits = r"""{ } \\ ^ _ ( [ |
    & \\\\ \left \right $ \[ \] % ' ! = \frac \int d \text{ \label{ \begin{cases} , \implies""".split()
    for _ in range(150):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        text = text[start : start + 700]
        for _ in range(chance.randint(1, 6)):
            k = chance.randrange(len(text) + 1)
            put = chance.choice(bits) if chance.random() < 0.5 else ""
            text = text[:k] + put + text[k + (0 if put else chance.randint(1, 4)) :]
        paper = read_paper(text, markdown=chance.random() < 0.3)
        assert all(r.claim is not None or r.kind != "claim" for r in paper.relations)


@pytest.mark.parametrize("text", [r"\[ \label{ a = b \]", r"\[ \text{ a = b \]", r"\[ } a = b \]",
                                  r"\[ \begin a = b \]",
                                  "\\begin{align} a &= b \\\\[ { &= c \\end{align}"])  # fmt: skip
def test_unbalanced_groups_are_refused(text):
    """A brace without its partner is named with its place."""
    assert {r.kind for r in read_paper(text).relations} == {"unread"}


def test_a_finding_says_what_its_certificate_is_about():
    """Where a differential hypothesis was put in, the claim that the kernel saw is named."""
    source = r"""
% symderive: declare x(t)
% symderive: assume m > 0
% symderive: given eq:osc
\begin{equation}\label{eq:osc} m\ddot{x} + kx = 0 \end{equation}
\[ \frac{d}{dt}\left(\frac{m}{2}\dot{x}^2 + \frac{k}{2}x^2\right) = 0 \]
\[ (a+b)^2 = a^2 + 2ab + b^2 \]
"""
    found = [f for f in sd.check_paper(source, "paper.tex").findings if f.verdict]
    assert [f.verdict for f in found] == ["verified", "verified"]
    assert found[0].message.startswith("with the hypotheses put in: ")
    assert found[1].message == ""
