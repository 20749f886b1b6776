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
from .document import Document, Formula, Step
from .latex import flat, joined
from .latex_pieces import Style
from .latex_terms import printer
from .prose import Glyph, Joined, Ref, Sentence, capital, closing, listed, opening, sentence
from .reasons import asides, heading, reason, repeated
from .refutation import true_under, witness
from .statement import Shown, claim, results

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
        p = printer(d.scope, settings)
        self.p = p.shortened(d.lagrangian.term if d.lagrangian else None)
        self.parts = fresh_names(self.p)

    def text(self) -> str:
        d = self.d
        out: list[str] = []
        lead = f"**{opening(d)}.** "
        for block in claim(d):
            if isinstance(block, Shown):
                out.append(self.defined(block))
            else:
                out.append(lead + self.sentence(block.parts))
                lead = ""
        if d.added:
            added = self.sentence(listed([(g,) for g in d.added]))
            out.append(f"**Added givens**, which the steps need: {added}.")
        found = [self.sentence(r) for r in results(d)]
        if found:
            out.append("\n".join(found))
        for step in d.steps:
            out += self.step(step)
        if d.witness:
            out.append(f"**Witness.** {self.sentence(witness(d))}")
        if d.reason and not d.witness:
            said = self.sentence(capital(sentence(d.reason, d.context)))
            out.append(f"**Reason.** {said}{'' if said.endswith('.') else '.'}")
        if d.hint:
            out.append(self.sentence(true_under(d)))
        out.append(f"**{d.verdict.capitalize()}.** {closing(d)}")
        return "\n\n".join(out) + "\n"

    def defined(self, block: Shown) -> str:
        """A display of the claim, with the name beside it that it uses for a long part."""
        named = block.defines.term if block.defines is not None else None
        if named is None or named not in self.p.short or block.formula.term is None:
            return self.displayed(block.formula, "")
        meaning = f"{self.p.tex(named)} = {self.p.plainly().tex(named)}"
        return f"$$\n{self.p.tex(block.formula.term)} , \\qquad {meaning}\n$$"

    def step(self, s: Step) -> list[str]:
        title = f"**Step {s.n}** ({escape(heading(s))})."
        out = [f"{title} {self.sentence(reason(s, self.d))}".rstrip()]
        if s.gives and repeated(s, self.d) is None:
            out.append(self.displayed(s.gives, rf" \tag{{{s.n}}}"))
        said = " ".join(self.sentence(r) for r in asides(s, self.d))
        if said:
            out.append(said)
        return out

    def sentence(self, parts: Sentence) -> str:
        out = ""
        for part in parts:
            if isinstance(part, str):
                out += escape(part)
            elif isinstance(part, Ref):
                out += f"({self.shown_at(part.n)})"
            elif isinstance(part, Glyph | Joined):
                out += f"${joined(self.p, part)}$"
            else:
                out += self.inline(part)
        return out

    def shown_at(self, n: int) -> int:
        """The number of the display of what step n gives."""
        found = next((s for s in self.d.steps if s.n == n), None)
        return (repeated(found, self.d) or n) if found is not None else n

    def inline(self, f: Formula) -> str:
        if f.words:
            return escape(f.text)
        return f"${flat(self.p, f.term)}$" if f.term is not None else code(f.text)

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
