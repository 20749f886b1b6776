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
from typing import Any

from ..terms.tree import Term
from .breaking import Line, display, fresh_names
from .depth import deep
from .document import GRADES, Document, Formula, Step, formula, words
from .latex_pieces import Style
from .latex_symbols import escape_text
from .latex_terms import printer
from .prose import closing, condition_words, holds, opening, pieces, sentence_case, series
from .width import width as points

# Widths of one column in the usual classes, in points.
COLUMNS = {"article": 345.0, "amsart": 360.0, "revtex": 246.0, "ieee": 252.0, "beamer": 280.0}
_TAG = 30.0  # an equation number and the space before it
_MACROS = r"""\providecommand{\sdstep}[2]{\par\smallskip\noindent\textit{Step #1} (#2).%
  \hskip.6em plus.2em\relax\ignorespaces}%
\providecommand{\sdqed}{\unskip\nobreak\hfill
  \hbox{\vrule\vbox{\hrule width.5em\kern.5em\hrule}\vrule}}%
\emergencystretch=3em"""


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


class _Fragment:
    def __init__(self, d: Document, width: float, style: Mapping[str, Any]) -> None:
        self.d = d
        self.p = printer(d.scope, Style(unknowns=d.unknowns, matrices=d.matrices, **style))
        self.parts = fresh_names(self.p)
        self.room = width - _TAG
        self.width = width
        self.labels = {s.n for s in d.steps if s.gives is not None}

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
        out = []
        given = [self.inline(g) for g in d.given]
        if d.claim is not None:
            out.append(rf"\noindent\textit{{{opening(d)}.}} {holds(d, given)}")
            out += self.displayed(d.claim, f"sd:{d.label}:claim")
        elif given:
            out.append(rf"\noindent\textit{{Given}}: {series(given)}.")
        if d.added:
            lead = r"\par\noindent\textit{Added givens}, which the steps need: "
            out.append(f"{lead}{series([self.inline(g) for g in d.added])}.")
        for label, value in d.results:
            note = " (not proved)" if any(words(u) in label for u in d.unproved) else ""
            lead = rf"\par\noindent\textit{{{escape_text(sentence_case(label))}}}{note}"
            out.append(f"{lead}: {self.inline(value)}.")
        return out

    def step(self, s: Step) -> list[str]:
        why = [escape_text(words(s.by)), escape_text(GRADES.get(s.grade, s.grade))]
        if s.sources:
            why.append(
                series(
                    [f"from~{self.reference(k)}" for k in s.sources[:1]]
                    + [self.reference(k) for k in s.sources[1:]]
                ).replace("and \\", "and~\\")
            )
        out = [rf"\sdstep{{{s.n}}}{{{'; '.join(why)}}}", self.prose(s.says)]
        if s.gives is not None:
            out += self.displayed(s.gives, f"sd:{self.d.label}:{s.n}")
        if s.conditions:
            met = [condition_words(c, self.inline(c.formula), self.prose) for c in s.conditions]
            lead = r"\noindent Condition: " if len(met) == 1 else r"\noindent Conditions: "
            out.append(lead + "; ".join(met) + ".")
        return [line for line in out if line]

    def foot(self) -> list[str]:
        d = self.d
        out = []
        if d.witness:
            point, left, right = d.witness
            places = series([f"${self.p.name(k)} = {self.bare(v)}$" for k, v in point])
            sides = f"the left side is {self.prose_or_math(left)} and the right side is "
            lead = f"At {places} " if places else "There "
            out.append(
                rf"\par\noindent\textit{{Witness.}} {lead}{sides}{self.prose_or_math(right)}."
            )
        if d.reason:
            out.append(rf"\par\noindent\textit{{Reason.}} {self.ended(self.prose(d.reason))}")
        if d.hint:
            out.append(rf"\par\noindent\textit{{True under}} {self.ended(self.hint(d.hint))}")
        if d.verdict != "verified":
            out.append(rf"\par\noindent \emph{{{d.verdict.capitalize()}}}. {closing(d)}")
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
        tex = self.p.tex(f.term)
        if points(tex, 1) > 0.7 * self.width:
            return "\n" + "\n".join(self.blocks(f.term, None, "")) + "\n"
        return f"${tex}$"

    def prose_or_math(self, text: str) -> str:
        f = formula(text, self.d.context)
        return f"${self.bare(f)}$" if f.term is not None else escape_text(text)

    def hint(self, text: str) -> str:
        """A statement under which the claim holds, or a sentence."""
        f = formula(text, self.d.context)
        return self.inline(f) if f.term is not None else self.prose(text)

    def prose(self, text: str) -> str:
        out = ""
        for is_formula, part in pieces(text):
            out += self.inline(formula(part, self.d.context)) if is_formula else escape_text(part)
        return out

    def ended(self, text: str) -> str:
        return text if text.endswith((".", "!", "?")) else text + "."

    def reference(self, n: int) -> str:
        return rf"\eqref{{sd:{self.d.label}:{n}}}" if n in self.labels else f"step {n}"

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
