r"""A certificate as Markdown with mathematics between dollars, as GitHub and notebooks show it.

No `\operatorname` and no `\label`, which GitHub refuses; a display carries the number of its step.

>>> print(present({"problem": {"kind": "check", "claim": "x = x"}, "verdict": "verified",
...                "given": ["x > 0"], "steps": []}))
**Claim.** Suppose that $x > 0$. Then
<BLANKLINE>
$$
x = x
$$
<BLANKLINE>
**Verified.** Every step was checked (0 steps).
<BLANKLINE>
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .breaking import display, fresh_names
from .depth import deep
from .document import GRADES, Document, Formula, Step, formula, words
from .latex_pieces import Style
from .latex_terms import printer
from .prose import closing, condition_words, holds, opening, pieces, sentence_case, series

_ROOM = 420.0  # a page of a repository or notebook is about this wide


def escape(text: str) -> str:
    """Text as itself in Markdown: no emphasis, no links, no HTML, no mathematics."""
    text = "".join(c if c.isprintable() else " " for c in text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|$~])", r"\\\1", text).replace(r"\(", "(").replace(r"\)", ")")


@deep
def present(data: Mapping[str, Any], **style: Any) -> str:
    """The Markdown of a certificate (the object of schema `symderive/1`)."""
    d = Document.of(data)
    return _Page(d, style).text()


class _Page:
    def __init__(self, d: Document, style: Mapping[str, Any]) -> None:
        self.d = d
        settings = Style(unknowns=d.unknowns, matrices=d.matrices, markdown=True, **style)
        self.p = printer(d.scope, settings)
        self.parts = fresh_names(self.p)

    def text(self) -> str:
        d = self.d
        out = []
        given = [self.inline(g) for g in d.given]
        if d.claim:
            out += [f"**{opening(d)}.** {holds(d, given)}", self.displayed(d.claim, "")]
        elif given:
            out.append(f"**Given**: {series(given)}.")
        if d.added:
            added = series([self.inline(g) for g in d.added])
            out.append(f"**Added givens**, which the steps need: {added}.")
        for label, value in d.results:
            note = " (not proved)" if any(words(u) in label for u in d.unproved) else ""
            out.append(f"*{escape(sentence_case(label))}*{note}: {self.inline(value)}")
        for step in d.steps:
            out += self.step(step)
        if d.witness:
            point, left, right = d.witness
            places = series([f"${self.p.name(k)} = {self.bare(v)}$" for k, v in point])
            at = f"At {places} the" if places else "The"
            sides = f"left side is {escape(left)} and the right side is {escape(right)}"
            out.append(f"**Witness.** {at} {sides}.")
        if d.reason:
            out.append(f"**Reason.** {self.prose(d.reason)}")
        if d.hint:
            out.append(f"**True under** {self.hint(d.hint)}")
        out.append(f"**{d.verdict.capitalize()}.** {closing(d)}")
        return "\n\n".join(out) + "\n"

    def step(self, s: Step) -> list[str]:
        why = [words(s.by), GRADES.get(s.grade, s.grade)]
        if s.sources:
            why.append("from " + series([f"({k})" for k in s.sources]))
        out = [f"**Step {s.n}** ({escape('; '.join(why))}). {self.prose(s.says)}".rstrip()]
        if s.gives:
            out.append(self.displayed(s.gives, rf" \tag{{{s.n}}}"))
        out += ["- " + condition_words(c, self.inline(c.formula), self.prose) for c in s.conditions]
        return out

    def bare(self, f: Formula) -> str:
        return self.p.tex(f.term) if f.term is not None else rf"\text{{{escape(f.text)}}}"

    def inline(self, f: Formula) -> str:
        if f.words:
            return escape(f.text)
        return f"${self.p.tex(f.term)}$" if f.term is not None else code(f.text)

    def hint(self, text: str) -> str:
        """A statement under which the claim holds, or a sentence."""
        f = formula(text, self.d.context)
        return self.inline(f) if f.term is not None else self.prose(text)

    def prose(self, text: str) -> str:
        return "".join(
            self.inline(formula(part, self.d.context)) if is_formula else escape(part)
            for is_formula, part in pieces(text)
        )

    def displayed(self, f: Formula, tag: str) -> str:
        if f.term is None:
            return code(f.text)
        shown = display(f.term, self.p, _ROOM, self.parts)
        blocks = [shown.lines, *shown.where]
        out = []
        for k, lines in enumerate(blocks):
            between = " &" if len(lines) > 1 else " "
            rows = [f"{line.left}{between}{line.right}".strip()
                    for line in lines]  # fmt: skip
            tex = rows[0] if len(rows) == 1 else (
                "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"
            )  # fmt: skip
            out.append(f"$$\n{tex}{tag if k == 0 else ''}\n$$")
        return "\n\nwhere\n\n".join(out[:2]) + "".join(f"\n\nand\n\n{b}" for b in out[2:])


def code(text: str) -> str:
    """Code in as many backquotes as it needs."""
    text = "".join(c if c.isprintable() else " " for c in text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"
