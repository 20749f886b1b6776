"""The reader of LaTeX: what it reads, what it refuses, and that our own printing reads back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from symderive.documents.claims import read_paper
from symderive.documents.declarations import declared
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_equal
from symderive.present.latex_back import setting_of
from symderive.present.latex_terms import latex
from symderive.terms.errors import NotRead
from symderive.terms.latex_reader import read_latex
from symderive.terms.latex_setting import Setting
from symderive.terms.reader import read
from symderive.terms.writer import write

DATA = Path(__file__).parent
FORMULAS = tomllib.loads((DATA / "papers" / "formulas.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", FORMULAS["formula"], ids=lambda r: r["latex"][:40])
def test_a_formula_says_what_was_reviewed(row):
    """Each formula, under its declarations, is the statement that a person wrote beside it."""
    lines = "".join(f"% symderive: {d}\n" for d in row.get("declare", []))
    paper = read_paper(lines + "\\[" + row["latex"] + "\\]")
    assert paper.troubles == []
    found = [r for r in paper.relations if r.kind != "definition"]
    assert [r.problem for r in found] == [""] * len(found)
    said = [write(r.claim) for r in found] or [write(read_latex(row["latex"]))]
    assert said == row["says"]


@pytest.mark.parametrize("text", FORMULAS["refused"])
def test_two_readings_are_refused(text):
    """A formula with two readings, or with none, is refused with a place inside it."""
    with pytest.raises(NotRead) as caught:
        read_latex(text)
    assert 0 <= caught.value.offset <= len(text)
    assert caught.value.message


@pytest.mark.parametrize(
    ("text", "declare", "says"),
    [
        ("f(x+1)", "declare f(x)", "f(x + 1)"),
        ("f(x+1)", "assume f is real", "f*(x + 1)"),
        ("u_x", "declare u(x,t)", "u[1,0](x, t)"),
        ("u_x", "declare number u_x", "u_x"),
        ("A^T", "assume A is n x n matrix", "transpose(A)"),
        ("A^T", "assume A, T are real", "A^(T)"),
        ("e", "assume e is real", "e"),
        (r"|A|", "assume A is n x n matrix", "det(A)"),
        (r"|A|", "assume A is real", "Abs(A)"),
        ("ABA", "assume A, B are n x n matrices", "A*B*A"),
        (r"\dot q", "declare q(t)", "q'(t)"),
        (r"a\cdot b", "assume a is real", "a*b"),
    ],
)
def test_a_declaration_decides(text, declare, says):
    """What is refused by itself is read as the document declares it."""
    with pytest.raises(NotRead):
        read_latex(text if text not in ("|A|",) else "f(x+1)")
    assert write(read_latex(text, declared(declare, Setting()).setting)) == says


@pytest.mark.parametrize(
    "text",
    ["1/2\\pi", "x/yz", r"a/b\cdot c", r"\sin\theta f", r"\ln x(1+x)", r"\cos(x)^2", "u^2(x+1)",
     r"\int_0^1 f\,dx", r"\sum_{k=1}^n f", r"\frac{d}{dx}(xy)", r"y(t+h)", "T y_s = gs", "BAB = A",
     r"\operatorname{pot} a", r"\frac{d}{dt}u(x,t)", r"\int x\,dx\,x", r"E\varepsilon"],
)  # fmt: skip
def test_doubtful_products_and_arguments_are_refused(text):
    """Where an argument may be left out, or end in two places, nothing is guessed."""
    with pytest.raises(NotRead):
        read_latex(text, declared("declare g(x)", Setting()).setting)


def _corpus():
    texts: list[str] = []
    for name in ("identities", "calculus", "inequalities"):
        tables = tomllib.loads((DATA / "data" / f"{name}.toml").read_text(encoding="utf-8"))
        for rows in tables.values():
            texts += [r["claim"] for r in rows if isinstance(r, dict) and "claim" in r]
    return sorted(set(texts))


CORPUS = _corpus()


def _equal(a, b):
    """Whether two relations have equal sides."""
    return a.head == b.head and all(
        prove_equal(x, y, Givens()) is not None for x, y in zip(a.args, b.args, strict=True)
    )


def test_our_printing_reads_back():
    """read(latex(t)) is t, but for the order that the printer gives to sums and products."""
    assert len(CORPUS) > 300
    wrong, refused = [], []
    for text in CORPUS:
        t = read(text)
        tex = latex(t)
        try:
            back = read_latex(tex, setting_of(t))
        except NotRead as why:
            refused.append((text, tex, str(why)))
            continue
        if back != t and latex(back) != tex and not _equal(back, t):
            wrong.append((text, tex, write(back)))
    assert wrong == []
    assert len(refused) <= len(CORPUS) // 50, refused


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        (r"x + \foo y", r"\foo is not known here", 5),
        (r"\frac{1}{x} + y/2z", "after a slash", 18),
        (r"a + f(x)", "f before a bracket", 6),
        (r"\int_0^1 x", "without its differential", 1),
    ],
)
def test_a_refusal_has_its_place(text, message, column):
    """The column is that of the token that cannot be read."""
    with pytest.raises(NotRead, match=message.replace("\\", "\\\\")) as caught:
        read_latex(text)
    assert caught.value.column == column


def test_macros_are_put_in():
    """Macros with arguments, defaults and operators are those of the document."""
    text = (
        r"\newcommand{\half}{\frac12}\newcommand{\p}[2][x]{#2^{#1}}\DeclareMathOperator{\arsh}{arsinh}"
        r"\def\sq#1{(#1)^2}\[ \half\p{a}\arsh b\cdot\sq{c+1} = \p[2]{a} \]"
    )
    (r,) = read_paper(text).relations
    assert write(r.claim) == "1/2*a^x*asinh(b)*(c + 1)^2 = a^2"


def test_an_endless_macro_is_refused():
    """A macro that calls itself does not hang the reader."""
    (r,) = read_paper(r"\newcommand{\x}{\x\x}\[ \x = 1 \]").relations
    assert r.kind == "unread" and "without end" in r.problem


@pytest.mark.parametrize("text", ["{" * 5000, "(" * 5000, r"\frac" * 3000, "x^" * 2000, "-" * 3000,
                                  "9" * 3000, "2^{99999999}", "(10^9)!", "\x00", "\u202ex"])  # fmt: skip
def test_hostile_input_is_refused(text):
    """Depth, size and control characters are refused, quickly and without a crash."""
    with pytest.raises(NotRead):
        read_latex(text)
