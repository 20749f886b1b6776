r"""Macros that an author defines: read from the preamble, put in before a formula is read.

`\newcommand`, `\renewcommand`, `\providecommand` (with arguments and a default), `\def` with plain
parameters, `\DeclareMathOperator`, `\let`.  An expansion keeps the place of its call.

>>> macros = Macros.of(r"\newcommand{\norm}[1]{\lVert #1\rVert}\DeclareMathOperator{\tr}{tr}")
>>> [t.text for t in macros.expanded(latex_tokens(r"\norm{x}"), "")]
['\\lVert', 'x', '\\rVert']
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from symderive.terms.errors import NotRead
from symderive.terms.latex_tokens import MAX_TOKENS, Token, closing, latex_tokens

MAX_DEPTH = 30
_DEFINES = re.compile(
    r"\\(newcommand|renewcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|def|let)"
    r"(?![A-Za-z])\*?"
)
_NAME = re.compile(r"\s*(?:\{\s*(\\[A-Za-z]+|\\.)\s*\}|(\\[A-Za-z]+|\\.))")
# What the package `physics` defines and papers use most; read where the document loads it.
PHYSICS = r"""
\newcommand{\dd}[1]{\mathrm{d}#1}\newcommand{\dv}[2]{\frac{\mathrm{d}#1}{\mathrm{d}#2}}
\newcommand{\pdv}[2]{\frac{\partial #1}{\partial #2}}\newcommand{\abs}[1]{\lvert #1\rvert}
\newcommand{\norm}[1]{\lVert #1\rVert}\newcommand{\qty}[1]{\left(#1\right)}
"""


@dataclass(frozen=True)
class Macro:
    arguments: int
    default: tuple[Token, ...] | None
    body: tuple[Token, ...]


@dataclass
class Macros:
    """The definitions of a document so far, by control word."""

    table: dict[str, Macro] = field(default_factory=dict)

    @staticmethod
    def of(text: str) -> Macros:
        """All definitions in a text; one that cannot be understood makes its macro unknown."""
        macros = Macros()
        if re.search(r"\\usepackage(\[[^]]*\])?\{[^}]*\bphysics\b", text):
            macros.table.update(Macros.of(PHYSICS).table)
        for match in _DEFINES.finditer(text):
            if not _in_comment(text, match.start()):
                macros._define(text, match)
        return macros

    def _define(self, text: str, match: re.Match[str]) -> None:
        kind = match[1]
        name = _NAME.match(text, match.end())
        if name is None:
            return
        word, i = name[1] or name[2], name.end()
        self.table.pop(word, None)
        try:
            if kind == "let":
                other = re.compile(r"\s*=?\s*(\\[A-Za-z]+|\S)").match(text, i)
                if other:
                    self.table[word] = Macro(0, None, tuple(latex_tokens(other[1])))
                return
            count, default = 0, None
            if kind == "def":
                params = re.compile(r"((?:#\d)*)\s*(?=\{)").match(text, i)
                if params is None:
                    return
                count, i = params[1].count("#"), params.end()
            elif kind != "DeclareMathOperator":
                given = re.compile(r"\s*\[\s*(\d)\s*\]").match(text, i)
                if given:
                    count, i = int(given[1]), given.end()
                    optional = re.compile(r"\s*\[([^]]*)\]").match(text, i)
                    if optional:
                        default, i = tuple(latex_tokens(optional[1])), optional.end()
            body = _group(text, i)
            if body is None:
                return
            toks = tuple(latex_tokens(body))
        except NotRead:
            return
        if kind == "DeclareMathOperator":
            toks = tuple(Token(t, 0) for t in (r"\operatorname", "{")) + toks + (Token("}", 0),)
        self.table[word] = Macro(count, default, toks)

    def expanded(self, toks: list[Token], text: str) -> list[Token]:
        """The tokens with every macro of the document put in; raises NotRead for endless ones."""
        if not any(t.text in self.table for t in toks):
            return toks
        return self._expand(toks, text, 0)

    def _expand(self, toks: list[Token], text: str, depth: int) -> list[Token]:
        if depth > MAX_DEPTH:
            raise NotRead(text, toks[0].at if toks else 0, "a macro that calls itself without end")
        out: list[Token] = []
        i = 0
        while i < len(toks):
            t = toks[i]
            macro = self.table.get(t.text)
            if macro is None:
                out.append(t)
                i += 1
                continue
            i += 1
            parts: list[list[Token]] = []
            if macro.default is not None:
                inside, after = _optional(toks, i)
                parts.append(list(macro.default) if inside is None else inside)
                i = after
            while len(parts) < macro.arguments:
                alone = parts and macro.body in _OF_ONE and (i >= len(toks) or toks[i].text != "{")
                if alone:  # \dv{x}: the operator d/dx
                    parts.insert(0, [])
                    continue
                part, i = _argument(toks, i, t, text)
                parts.append(part)
            body = _filled(macro.body, parts, t)
            out.extend(self._expand(body, text, depth + 1))
            if len(out) > MAX_TOKENS:
                raise NotRead(text, t.at, f"a macro of more than {MAX_TOKENS} tokens")
        return out


def _filled(body: tuple[Token, ...], parts: list[list[Token]], call: Token) -> list[Token]:
    """The body at the place of its call, arguments at their own places."""
    out: list[Token] = []
    k = 0
    while k < len(body):
        t = body[k]
        if t.text == "#" and k + 1 < len(body) and body[k + 1].text.isdigit():
            n = int(body[k + 1].text)
            out.extend(parts[n - 1] if 0 < n <= len(parts) else [])
            k += 2
            continue
        out.append(t._replace(at=call.at))
        k += 1
    if out:
        out[0] = out[0]._replace(gap=call.gap or out[0].gap, space=call.space)
    return out


def _argument(toks: list[Token], i: int, call: Token, text: str) -> tuple[list[Token], int]:
    if i >= len(toks):
        raise NotRead(text, call.at, f"{call.text} wants an argument")
    if toks[i].text != "{":
        return [toks[i]], i + 1
    j = closing(toks, i)
    if j < 0:
        raise NotRead(text, toks[i].at, "a group { that is not closed")
    return toks[i + 1 : j], j + 1


def _optional(toks: list[Token], i: int) -> tuple[list[Token] | None, int]:
    if i >= len(toks) or toks[i].text != "[":
        return None, i
    for j in range(i + 1, len(toks)):
        if toks[j].text == "]":
            return toks[i + 1 : j], j + 1
    return None, i


def _group(text: str, i: int) -> str | None:
    """The inside of the braces that follow."""
    while i < len(text) and text[i].isspace():
        i += 1
    if text[i : i + 1] != "{":
        return None
    depth, j = 0, i
    while j < len(text):
        if text[j] == "\\":
            j += 1
        elif text[j] == "{":
            depth += 1
        elif text[j] == "}":
            depth -= 1
            if depth == 0:
                return text[i + 1 : j]
        j += 1
    return None


def _in_comment(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return re.search(r"(?<!\\)%", text[line:at]) is not None


# The macros of `physics` whose first argument may be left out.
_OF_ONE = [Macros.of(PHYSICS).table[name].body for name in (r"\dv", r"\pdv")]
