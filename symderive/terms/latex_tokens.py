r"""LaTeX as tokens with their places: control words, single characters, what spaces stood before.

Sizes (`\left`, `\big`) melt into the bracket that they size, so that `|` knows whether it opens;
style switches vanish, spacing commands become a mark on the token after them.

>>> [t.text for t in latex_tokens(r"\left|x\right| + \frac12\,y % why")]
['\\lvert', 'x', '\\rvert', '+', '\\frac', '1', '2', 'y']
>>> latex_tokens(r"a\,b")[1].gap
True
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from symderive.terms.errors import NotRead

MAX_LENGTH = 200_000
MAX_TOKENS = 20_000


class Token(NamedTuple):
    """A control word (with its backslash) or a character; `at` is its place in the text."""

    text: str
    at: int
    gap: bool = False  # a spacing command stands before it
    space: bool = False  # white space stands before it

    @property
    def is_word(self) -> bool:
        return self.text[0] == "\\" and self.text[1:].isalpha()


SPACES = frozenset(
    r"\, \: \; \> \! \  \enspace \thinspace \medspace \thickspace \hfill \hspace".split()
)
SPACES |= {"\\ ", "~", "\\\n"}
STYLES = frozenset(
    r"""\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \nonumber
    \notag \allowbreak \nobreak \relax \mathstrut \strut \rm \normalfont""".split()
)
_SIZES = {"left": "l", "right": "r", "middle": ""}
for _size in ("big", "Big", "bigg", "Bigg"):
    _SIZES.update({_size: "", _size + "l": "l", _size + "r": "r", _size + "m": ""})
_BARS = {"|": "vert", "\\|": "Vert", "\\vert": "vert", "\\Vert": "Vert"}
_SAME = {
    r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]", r"\lparen": "(",
    r"\rparen": ")", r"\vert": "|", r"\Vert": r"\|", r"\leq": r"\le", r"\geq": r"\ge",
    r"\leqslant": r"\le", r"\geqslant": r"\ge", r"\neq": r"\ne", r"\dfrac": r"\frac",
    r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\dbinom": r"\binom", r"\tbinom": r"\binom",
    r"\rightarrow": r"\to", r"\longrightarrow": r"\to", r"\prime": "'", r"\ast": "*",
    r"\coloneq": r"\coloneqq", r"\defeq": r"\coloneqq", r"\triangleq": r"\coloneqq",
    r"\Longrightarrow": r"\implies", r"\Rightarrow": r"\implies",
    r"\Leftrightarrow": r"\iff", r"\Longleftrightarrow": r"\iff", r"\intertext": r"\text",
    r"\mbox": r"\text", r"\textrm": r"\text", r"\textup": r"\text", r"\textnormal": r"\text",
    r"\bm": r"\mathbf", r"\boldsymbol": r"\mathbf", r"\mathbold": r"\mathbf",
    r"\operatorname*": r"\operatorname", "\N{MINUS SIGN}": "-", "\N{MIDDLE DOT}": r"\cdot",
    "\N{MULTIPLICATION SIGN}": r"\times", "\N{LESS-THAN OR EQUAL TO}": r"\le",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ge", "\N{NOT EQUAL TO}": r"\ne", "\N{INFINITY}": r"\infty",
    "\N{PRIME}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}  # fmt: skip


def latex_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`; raises NotRead for what no formula contains."""
    end = len(text) if end is None else end
    if end - start > MAX_LENGTH:
        raise NotRead(text, start, f"a formula of more than {MAX_LENGTH} characters")
    out: list[Token] = []
    gap = space = False
    size: tuple[str, int] | None = None
    i = start
    while i < end:
        c = text[i]
        at = i
        if c == "%":
            i = _line_end(text, i, end)
            continue
        if c.isspace():
            space, i = True, i + 1
            continue
        tok, i = _one(text, i, end)
        tok = _SAME.get(tok, tok)
        if tok == r"\hspace" or tok == r"\vspace":
            i = _skip_group(text, i, end)
        if tok in SPACES or tok == r"\vspace":
            gap = True
            continue
        if tok in STYLES:
            continue
        if tok[0] == "\\" and tok[1:] in _SIZES:
            size = (_SIZES[tok[1:]], at)
            continue
        if size is not None:
            tok, at = _sized(tok, size[0]), size[1]
            size = None
        out.append(Token(tok, at, gap, space))
        gap = space = False
        if len(out) > MAX_TOKENS:
            raise NotRead(text, at, f"a formula of more than {MAX_TOKENS} tokens")
    return out


def _one(text: str, i: int, end: int) -> tuple[str, int]:
    """The token that begins at `i`, as written, and where it ends."""
    c = text[i]
    if c != "\\":
        if ord(c) > 127:
            return _unicode(text, i), i + 1
        if c < " " or c == "\x7f":
            raise NotRead(text, i, f"control character U+{ord(c):04X}")
        if c == ":" and text[i + 1 : i + 2] == "=":
            return r"\coloneqq", i + 2
        return c, i + 1
    j = i + 1
    while j < end and text[j].isascii() and text[j].isalpha():
        j += 1
    if j == i + 1:
        return text[i : i + 2], min(i + 2, end)
    if text[j : j + 1] == "*" and text[i:j] in (r"\operatorname", r"\hspace", r"\vspace"):
        j += 1
    return text[i:j], j


def _unicode(text: str, i: int) -> str:
    c = unicodedata.normalize("NFKC", text[i])
    if c in _SAME or text[i] in _SAME:
        return _SAME.get(c, _SAME.get(text[i], c))
    name = unicodedata.name(c, "") if len(c) == 1 else ""
    for kind in ("GREEK SMALL LETTER ", "GREEK CAPITAL LETTER "):
        if name.startswith(kind) and " " not in name.removeprefix(kind):
            word = name.removeprefix(kind).lower().replace("lamda", "lambda")
            return "\\" + (word.capitalize() if "CAPITAL" in kind else word)
    if len(c) == 1 and c.isascii():
        return c
    raise NotRead(text, i, f"the character U+{ord(text[i]):04X} is not read in a formula")


def _sized(tok: str, side: str) -> str:
    if tok == ".":
        return r"\left." if side == "l" else r"\right."
    if tok in ("|", r"\|") and side:
        return "\\" + side + _BARS[tok]
    return {"<": r"\langle", ">": r"\rangle"}.get(tok, tok)


def _line_end(text: str, i: int, end: int) -> int:
    j = text.find("\n", i, end)
    return end if j < 0 else j + 1


def _skip_group(text: str, i: int, end: int) -> int:
    while i < end and text[i].isspace():
        i += 1
    if text[i : i + 1] != "{":
        return i
    j = text.find("}", i, end)
    return end if j < 0 else j + 1


def unbalanced(toks: list[Token]) -> tuple[int, str] | None:
    """The index of a brace without its partner, or of an environment without its name, and why."""
    open_: list[int] = []
    for k, t in enumerate(toks):
        if t.text == "{":
            open_.append(k)
        elif t.text == "}":
            if not open_:
                return k, "a } without its {"
            open_.pop()
        elif t.text in (r"\begin", r"\end") and (k + 1 == len(toks) or toks[k + 1].text != "{"):
            return k, f"{t.text} without a name"
    return (open_[-1], "a group { that is not closed") if open_ else None


def closing(toks: list[Token], i: int, end: int | None = None) -> int:
    """The index of the `}` that closes the `{` at `i`, or -1."""
    depth = 0
    for j in range(i, len(toks) if end is None else end):
        if toks[j].text == "{":
            depth += 1
        elif toks[j].text == "}":
            depth -= 1
            if depth == 0:
                return j
    return -1
