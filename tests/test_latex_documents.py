"""Documents from certificates: they compile in five classes, fit, and say what was checked."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from sample_documents import ALL, CATENARY, HOSTILE, LONG, REFUTED, certificate, step
from test_latex_terms import TABLE, UNKNOWNS
from tex import CLASSES, compiled, complaints, needs_tex

from symderive.present import latex, markdown, text
from symderive.present.breaking import display
from symderive.present.latex_pieces import Style
from symderive.present.latex_terms import Scope, printer
from symderive.present.latex_terms import latex as term_latex
from symderive.present.width import width
from symderive.terms.context import Context
from symderive.terms.reader import read


@needs_tex
@pytest.mark.tex
@pytest.mark.parametrize("name", CLASSES)
def test_fragments_compile_and_fit(name, tmp_path):
    """No error, overfull box, undefined reference or label given twice, in any of the classes."""
    _, column = CLASSES[name]
    fragments = [latex.present(d, width=column) for d in ALL.values()]
    assert complaints(name, fragments, tmp_path) == []


@needs_tex
@pytest.mark.tex
def test_terms_compile_and_widths_are_right(tmp_path):
    """Every term of the table compiles; its width is predicted within 3 points or 10 percent."""
    terms = [term_latex(read(t, Context(unknowns=UNKNOWNS)), unknowns=UNKNOWNS) for t, _ in TABLE]
    lines = [
        r"\documentclass{article}\usepackage{amsmath}\newwrite\sizes",
        r"\immediate\openout\sizes=sizes.txt",
        r"\newcommand\size[1]{\setbox0\hbox{$\displaystyle#1$}\immediate\write\sizes{\the\wd0}}",
        r"\begin{document}x",
        *(rf"\size{{{t}}}" for t in terms),
        r"\end{document}",
    ]
    compiled(tmp_path, "\n".join(lines), runs=1)
    sizes = [float(s[:-2]) for s in (tmp_path / "sizes.txt").read_text().split()]
    assert len(sizes) == len(terms)
    wrong = [
        (t, width(t), real)
        for t, real in zip(terms, sizes, strict=True)
        if abs(width(t) - real) > max(3, 0.1 * real) and r"\left" not in t and "tt{" not in t
    ]
    assert wrong == []
    # A delimiter is counted as its largest size: too wide breaks early, too narrow sticks out.
    assert all(width(t) > real - max(3, 0.06 * real) for t, real in zip(terms, sizes, strict=True))


LONG_CLAIMS = [s["gives"]["text"] for s in LONG["steps"][:3]] + [
    "(a + b + c + d)^3*(a - b - c - d)^2*(x + z + s + t)^5*(x - z)^4 = F",
    "a = b + c + d + x + z + s + t + a*b*c*d*x*z + a^2*b^2*c^2*d^2 + sin(a*x + b*z + c)^2 + 1",
    "F = Matrix([[a + b + c + d + x + z + s + t + a*b + c*d, a], [b, 1/(a + b + c + d + x)]])",
    "F = -sin(a^2 + b^2 + c^2 + d^2 + x^2 + z^2 + s^2 + t^2 + a*b + a*c + a*d + a*x + a*z)",
    "F = Sum(x^k*(a + b + c + d + x + z + s + t + a*b + c*d + a*x + b*x + k), (k, 0, oo))",
]


@pytest.mark.parametrize("room", [130, 216, 222, 315])
@pytest.mark.parametrize("text", LONG_CLAIMS)
def test_long_formulas_are_broken_to_fit(text, room):
    """Every line of a long formula, and of its named parts, is within the room."""
    term = read(text)
    shown = display(term, printer(Scope.of(term), Style()), room)
    for lines in (shown.lines, *shown.where):
        wide = max(width(line.left) for line in lines) + max(width(line.right) for line in lines)
        assert wide <= room + 1


def test_a_name_for_a_part_is_not_taken():
    """Parts get names that do not occur, also not with the same look."""
    total = " + ".join(f"{n}*{m}" for n, m in pairwise("abcdfghkm"))
    term = read(f"F = sqrt(N_1 + N2 + {total})/2")
    shown = display(term, printer(Scope.of(term), Style()), 100)
    assert "N_{3}" in shown.lines[0].right and len(shown.where) == 1


def test_no_name_of_a_part_is_given_twice():
    """In one document N_1 means one thing."""
    third = LONG["steps"][2]
    steps = [third | {"n": n, "from": [], "gives": {"text": name + third["gives"]["text"][1:]}}
             for n, name in ((1, "F"), (2, "G"))]  # fmt: skip
    shown = latex.present(certificate({"kind": "check"}, steps, verdict="undecided"), width=250)
    assert "N_{1} &=" in shown and "N_{2} &=" in shown and shown.count("N_{1} &=") == 1


def test_the_catenary_reads_as_a_proof():
    """Verdict and command in the first line, labels and references, conditions, grades, the end."""
    shown = latex.present(CATENARY)
    assert shown.startswith(
        "% verified (7 steps: 6 exact, 1 cited theorem); regenerate: symderive derive catenary "
    )
    for part in (
        r"Suppose that $y > 0$, $y\text{ is }C^{2}$ and $a > 0$. Then",
        r"y = a\cosh\frac{x - b}{a} . \label{sd:catenary:claim}",
        r"\sdstep{5}{separate variables; exact}",
        r"From~\eqref{sd:catenary:3} and~\eqref{sd:catenary:4}, on each interval",
        r"\sdstep{1}{Beltrami identity; cited theorem}",
        r"Here $1 + y'^{2} > 0$ (a sum of a square and $1$).",
        r"Every step was checked (7 steps: 6 exact, 1 cited theorem).\sdqed",
    ):
        assert part in shown
    assert r"\never" not in shown and r"\newtheorem" not in shown


@pytest.mark.parametrize("writer", [latex, markdown, text])
def test_stored_latex_is_never_printed(writer):
    """Formulas are printed from their checked texts: the LaTeX in the file has no say."""
    assert "never" not in writer.present(CATENARY)


@pytest.mark.parametrize("verdict", ["undecided", "refuted"])
@pytest.mark.parametrize("writer", [latex, markdown, text])
def test_what_is_not_proved_does_not_look_proved(writer, verdict):
    """The verdict stands at the claim, and neither a box nor `every step was checked` follows."""
    shown = writer.present(CATENARY | {"verdict": verdict})
    assert f"({verdict})" in shown or shown.startswith(f"{verdict}:")
    assert r"\sdqed" + "\n" not in shown and "Every step was checked" not in shown


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "proved"},
        {"steps": [step(1, "r", "computed", "", "x = x")]},
        {"steps": [step(1, "r", "sure", "", "x = x")]},
        {"steps": [{"by": "r"}]},
        {"problem": None},
    ],
)
def test_a_contradictory_certificate_is_not_printed(change):
    """A verdict or grade that does not exist, or `verified` with a computed step, is an error."""
    with pytest.raises(ValueError):
        latex.present(CATENARY | change)


def test_assumptions_are_confessed():
    """A proof with an added given or an assumed step says so at its end."""
    for shown in (
        latex.present(CATENARY | {"added": ["b > 0"]}),
        latex.present(certificate({"kind": "check"}, [step(1, "r", "assumed", "", "x = x")])),
    ):
        assert "given what is marked as added or assumed" in shown


def test_every_key_of_a_result_is_printed():
    """Further keys follow the claim: formulas as formulas, kinds and answers as words."""
    keys = {"text": "u = exp(-(x - t*u)^2)", "kind": "implicit", "breaking_time": "sqrt(E/2)",
            "parametric": {"X": "s + t"}, "closed": True, "exact": None}  # fmt: skip
    problem = {"kind": "pde", "equation": "u_t = 0", "vars": "x,t", "unknown": "u"}
    shown = latex.present(certificate(problem, [], result=keys, unproved=["breaking_time"]))
    for part in (
        "Kind: implicit.",
        r"Breaking time (not proved): $\sqrt{e/2}$.",
        "Parametric, X: $s + t$.",
        "Closed: yes.",
        "Exact: not decided.",
        r"u = e^{-(x - t u)^{2}}",
    ):
        assert part in shown


def test_a_bare_value_is_claimed_by_its_equation():
    """The claim of an integral is the last step that equates it with the value."""
    steps = [step(1, "r", "exact", "", "Integral(x, (x, 0, 1)) = 1/2")]
    problem = {"kind": "integrate", "expr": "x", "var": "x"}
    shown = latex.present(certificate(problem, steps, result={"text": "1/2"}))
    assert r"\int_{0}^{1} x\,dx = \frac{1}{2} . \label{sd:integrate" in shown


def test_a_witness_is_printed():
    """A refutation shows its point and both sides, and what would make the claim true."""
    shown = latex.present(REFUTED)
    assert (
        r"At $x = -1$ the left-hand side is $1$ and the right-hand side is "
        r"$-1.00 \pm 1\cdot 10^{-19}$."
    ) in shown
    assert r"The claim is true under $x \ge 0$." in shown and r"\sdqed" + "\n" not in shown
    assert "At $x = -1$" in markdown.present(REFUTED)


def test_a_dangling_reference_is_no_reference():
    """A source that has no display is named in words, so that TeX has nothing undefined."""
    assert r"\eqref" not in latex.present(HOSTILE) and "by~step~7" in latex.present(HOSTILE)


def test_hostile_certificates_stay_text():
    """What a certificate says cannot become a command, a formula, HTML or a cursor movement."""
    shown = latex.present(HOSTILE)
    assert shown.isascii() and "\x1b" not in shown
    assert not re.search(r"\\(input|write|def|csname|relax\.)\b", shown.split(r"\begingroup")[1])
    assert "\x1b" not in text.present(HOSTILE) and "\u202e" not in text.present(HOSTILE)
    page = markdown.present(
        certificate({"kind": "check"}, [step(1, "r", "exact", "<b>*x*$", None)])
    )
    assert "&lt;b&gt;\\*x\\*\\$" in page


def test_two_problems_have_two_labels():
    """Fragments of different problems share no labels; a problem keeps its own."""
    one, two = (certificate({"kind": "integrate", "expr": e}, [step(1, "r", "exact", "", "x = x")])
                for e in ("x", "x^2"))  # fmt: skip
    labels = [re.findall(r"label\{(.*?)\}", latex.present(d)) for d in (one, two, one)]
    assert labels[0] != labels[1] and labels[0] == labels[2]


def test_markdown_is_for_github():
    """Numbered displays, aligned lines, and nothing that GitHub refuses."""
    page = markdown.present(CATENARY) + markdown.present(LONG)
    assert r"\operatorname" not in page and r"\label" not in page and r"\notag" not in page
    assert "$$\n\\mathrm{arcosh}\\,\\frac{y}{a} = \\frac{x - b}{a} \\tag{5}\n$$" in page
    assert "\\begin{aligned}" in page and "\\begin{align}" not in page


def test_text_is_complete_and_ascii():
    """The terminal shows each step with grade, formula and conditions, also in ASCII."""
    shown = text.present(CATENARY, ascii=True)
    assert shown.isascii()
    for s in CATENARY["steps"]:
        assert s["gives"]["text"] in shown and s["by"] in shown
        assert all(f"discharged: {c['text']} ({c['how'][:5]}" in shown for c in s["conditions"][:1]
                   if "`" not in c["how"])  # fmt: skip
    assert shown.startswith("verified: catenary\n")


@pytest.mark.parametrize("bad", ["wide", "12pt", -3, 1e9, "1e3"])
def test_a_width_that_is_none_is_refused(bad):
    """A column width is points, or the name of a class."""
    with pytest.raises(ValueError):
        latex.present(CATENARY, width=bad)
