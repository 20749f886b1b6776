r"""A certificate as a LaTeX fragment: numbered steps in prose, one labelled display each.

The fragment needs amsmath only, compiles inside any class, defines nothing that could clash, and is
a function of the certificate: every formula is printed from its checked text.

>>> text = present({"problem": {"kind": "check", "claim": "x = x"}, "verdict": "verified",
...                 "given": [], "steps": []})
>>> text.splitlines()[0]
"% verified (0 steps); regenerate: symderive check 'x = x' --format latex"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..terms.tree import Term
from .breaking import Line, display, fresh_names
from .depth import deep
from .document import Document, Formula, Step
from .latex_pieces import Printer, Style
from .latex_symbols import escape_text
from .latex_terms import printer
from .prose import Glyph, Joined, Ref, Sentence, capital, closing, listed, opening, sentence
from .reasons import asides, heading, reason, repeated
from .refutation import true_under, witness
from .statement import Shown, claim, results
from .width import width as points

# Widths of one column in the usual classes, in points.
COLUMNS = {"article": 345.0, "amsart": 360.0, "revtex": 246.0, "ieee": 252.0, "beamer": 280.0}
_TAG = 30.0  # an equation number and the space before it
_MACROS = r"""\providecommand{\sdstep}[2]{\par\smallskip\noindent\textit{Step #1} (#2).%
  \hskip.6em plus.2em\relax\ignorespaces}%
\providecommand{\sdqed}{\unskip\nobreak\hfill
  \hbox{\vrule\vbox{\hrule width.5em\kern.5em\hrule}\vrule}}%
\tolerance=3000\emergencystretch=5em"""


def column(width: str | float) -> float:
    """Points of a column: a number, `246pt`, or one of the names in COLUMNS; else ValueError."""
    if isinstance(width, str):
        if width in COLUMNS:
            return COLUMNS[width]
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:pt)?", width)
        if not match:
            names = ", ".join(COLUMNS)
            raise ValueError(f"width must be points such as 246pt, or one of {names}: {width!r}")
        width = float(match[1])
    if not 60 <= width <= 2000:
        raise ValueError(f"a column of {width:g} points cannot be set; give 60 to 2000")
    return float(width)


@deep
def present(data: Mapping[str, Any], *, width: str | float = "article", **style: Any) -> str:
    """The fragment of a certificate (the object of schema `symderive/1`).

    `width` is the column that long formulas are broken for; `style` are the fields of
    `latex_pieces.Style` except `unknowns`, `matrices` and `markdown`, which the certificate fixes.
    """
    d = Document.of(data)
    return _Fragment(d, column(width), style).text()


def prose(text: str) -> str:
    """Words as LaTeX, with the dash that joins two names: Euler--Lagrange."""
    text = re.sub(r"\b([A-Z][a-z]+)-(?=[A-Z][a-z])", r"\1--", escape_text(text))
    return re.sub(r"\b([A-Z][a-z]{1,4}\.) (?=\d)", r"\1~", text)  # Sec. 4 is no end of a sentence


def flat(p: Printer, t: Term) -> str:
    """A formula for a line of text: its fractions with a slash."""
    tex = p.tex(t)
    return p.script().tex(t) if r"\frac" in tex else tex


def joined(p: Printer, part: Glyph | Joined | Formula) -> str:
    """A sign, or a row of signs and formulas, as one formula."""
    if isinstance(part, Joined):
        return " ".join(joined(p, inner) for inner in part.parts)
    if isinstance(part, Glyph):
        return part.tex
    return flat(p, part.term) if part.term is not None else rf"\text{{{escape_text(part.text)}}}"


class _Fragment:
    def __init__(self, d: Document, width: float, style: Mapping[str, Any]) -> None:
        self.d = d
        p = printer(d.scope, Style(unknowns=d.unknowns, matrices=d.matrices, **style))
        self.p = p.shortened(d.lagrangian.term if d.lagrangian else None)
        self.parts = fresh_names(self.p)
        self.room = width - _TAG
        self.width = width
        again = {s.n: repeated(s, d) for s in d.steps}
        # Where what a step gives is displayed: at the step, at an earlier one, or at the claim.
        self.labels = {
            s.n: "claim" if again[s.n] == 0 else str(again[s.n] or s.n)
            for s in d.steps if s.gives is not None
        }  # fmt: skip

    def text(self) -> str:
        d = self.d
        out = [
            f"% {d.verdict} ({d.count}); regenerate: {d.command} --format latex",
            "% Written by symderive from its certificate.  Needs amsmath; include it with \\input.",
            f"% Labels begin with sd:{d.label}:",
            r"\begingroup",
            _MACROS,
        ]
        out += self.head()
        for step in d.steps:
            out += self.step(step)
        out += self.foot()
        return "\n".join([*out, r"\par", r"\endgroup"]) + "\n"

    # --- parts -----------------------------------------------------------------------------------

    def head(self) -> list[str]:
        d = self.d
        out: list[str] = []
        lead = rf"\noindent\textit{{{opening(d)}.}} "
        for block in claim(d):
            if isinstance(block, Shown):
                out += self.defined(block)
            else:
                out.append(lead + self.sentence(block.parts))
                lead = ""
        if d.added:
            added = self.sentence(listed([(g,) for g in d.added]))
            out.append(rf"\par\noindent\textit{{Added givens}}, which the steps need: {added}.")
        found = [self.sentence(r) for r in results(d)]
        if found:
            out.append("\n".join(found))
        return out

    def defined(self, block: Shown) -> list[str]:
        """A display of the claim, with the name beside it that it uses for a long part."""
        label = f"sd:{self.d.label}:{block.label}"
        named = block.defines.term if block.defines is not None else None
        if named is None or named not in self.p.short or block.formula.term is None:
            return self.displayed(block.formula, label)
        tex = self.p.tex(block.formula.term)
        meaning = f"{self.p.tex(named)} = {self.p.plainly().tex(named)}"
        if points(rf"{tex} , \qquad {meaning}") < self.room - 15:
            line = Line("", rf"{tex} , \qquad {meaning}")
            return self.lines((line,), label, " .")
        first = self.lines((Line("", tex),), label, " ,")
        glyph = Term("Symbol", (), self.p.tex(named))
        plain = replace(self.p.plainly(), names={**self.p.names, glyph.data: glyph.data})
        shown = display(Term("Eq", (glyph, named)), plain, self.room, self.parts)
        return [*first, "where", *self.lines(shown.lines, None, " .")]

    def step(self, s: Step) -> list[str]:
        out = [rf"\sdstep{{{s.n}}}{{{prose(heading(s))}}}", self.sentence(reason(s, self.d))]
        if s.gives is not None and self.labels[s.n] == str(s.n):
            out += self.displayed(s.gives, f"sd:{self.d.label}:{s.n}")
        said = [self.sentence(r) for r in asides(s, self.d)]
        if said:
            joined = "\n".join(said)
            out.append(joined if out[-1].endswith(".") else rf"\noindent {joined}")
        return [line for line in out if line]

    def foot(self) -> list[str]:
        d = self.d
        out = []
        if d.witness:
            out.append(rf"\par\noindent\textit{{Witness.}} {self.sentence(witness(d))}")
        if d.reason and not d.witness:
            said = self.sentence(capital(sentence(d.reason, d.context)))
            out.append(rf"\par\noindent\textit{{Reason.}} {self.ended(said)}")
        if d.hint:
            out.append(rf"\par\noindent {self.sentence(true_under(d))}")
        if d.verdict != "verified":
            out.append(rf"\par\noindent \emph{{{d.verdict.capitalize()}.}} {closing(d)}")
        elif d.steps:
            out.append(rf"\par\noindent {closing(d)}\sdqed")
        return out

    # --- formulas --------------------------------------------------------------------------------

    def bare(self, f: Formula) -> str:
        if f.term is not None:
            return self.p.tex(f.term)
        return rf"\text{{{escape_text(f.text)}}}"

    def inline(self, f: Formula) -> str:
        """A formula in a line; a wide one becomes a display of its own without a number."""
        if f.words:
            return escape_text(f.text)
        if f.term is None:
            return rf"\texttt{{{escape_text(f.text)}}}"
        tex = flat(self.p, f.term)
        if points(tex, 1) > 0.7 * self.width:
            return "\n" + "\n".join(self.blocks(f.term, None, "")) + "\n"
        return f"${tex}$"

    def sentence(self, parts: Sentence) -> str:
        """The parts of a sentence in a line."""
        out = ""
        for part in parts:
            if isinstance(part, str):
                out += prose(part)
            elif isinstance(part, Ref):
                out += self.reference(part.n)
            elif isinstance(part, Glyph | Joined):
                out += f"${joined(self.p, part)}$"
            else:
                out += self.inline(part)
        out = re.sub(r"\b(for|over|of|by) (?=\$)", r"\1~", out)
        return re.sub(r"(?<=[a-z]) (?=\\eqref|step~)", "~", out)

    def ended(self, text: str) -> str:
        return text if text.endswith((".", "!", "?")) else text + "."

    def reference(self, n: int) -> str:
        label = self.labels.get(n)
        return f"step~{n}" if label is None else rf"\eqref{{sd:{self.d.label}:{label}}}"

    def displayed(self, f: Formula, label: str) -> list[str]:
        if f.term is None:
            # Typewriter text may break after every comma and operator sign.
            text = re.sub(r"([,+*/=-])", r"\1\\allowbreak{}", escape_text(f.text))
            return [
                r"\begin{equation}",
                rf"  \parbox{{.8\linewidth}}{{\raggedright\ttfamily {text}}} \label{{{label}}}",
                r"\end{equation}",
            ]
        return self.blocks(f.term, label, " .")

    def blocks(self, t: Term, label: str | None, stop: str) -> list[str]:
        """The display of a term, and those of its named parts."""
        shown = display(t, self.p, self.room, self.parts)
        out = self.lines(shown.lines, label, " ," if shown.where else stop)
        for k, where in enumerate(shown.where):
            out.append("where" if k == 0 else "and")
            out += self.lines(where, None, stop if k == len(shown.where) - 1 else " ,")
        return out

    def lines(self, rows: tuple[Line, ...], label: str | None, stop: str) -> list[str]:
        """equation for one line, align for several; only the last one is numbered."""
        star = "" if label else "*"
        tag = rf" \label{{{label}}}" if label else ""
        if len(rows) == 1:
            (line,) = rows
            tex = f"{line.left} {line.right}".strip()
            return [rf"\begin{{equation{star}}}", f"  {tex}{stop}{tag}", rf"\end{{equation{star}}}"]
        body = [self.row(line) for line in rows]
        joined = (r"\notag\\" if label else r"\\") + "\n"
        return [
            rf"\begin{{align{star}}}",
            f" {joined} ".join(body) + f"{stop}{tag}",
            rf"\end{{align{star}}}",
        ]

    def row(self, line: Line) -> str:
        return f" {line.left} &{line.right}" if line.left else f"  &{line.right}"
