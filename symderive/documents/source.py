r"""Where the mathematics of a document is: displays, inline formulas, and comments that declare.

Nothing is read here as a formula; everything keeps its place in the file.

>>> s = scan("We have $a$ and\n% symderive: assume x > 0\n\\[ x = x \\]\n")
>>> [d.kind for d in s.displays], [(c.text, c.at) for c in s.comments], len(s.inline)
(['\\['], [('assume x > 0', 16)], 1)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

DISPLAYS = frozenset(
    """equation align gather multline eqnarray flalign alignat displaymath dmath IEEEeqnarray
    math""".split()
)
_VERBATIM = frozenset(("verbatim", "lstlisting", "comment", "tikzpicture", "minted", "Verbatim"))
_LATEX = re.compile(
    r"\\begin\{(?P<env>\w+)(?P<star>\*?)\}|(?P<comment>(?<!\\)%[^\n]*)|(?P<display>\$\$)"
    r"|(?P<bracket>(?<!\\)\\\[)|(?P<inline>(?<![\\$])\$(?!\$))|(?P<round>(?<!\\)\\\()"
    r"|(?P<false>\\iffalse\b)|(?P<macro>\\(?:newcommand|renewcommand|providecommand|def)\b)"
)
_MARKDOWN = re.compile(
    r"(?P<fence>^[ \t]*(?P<ticks>```+|~~~+)[ \t]*(?P<language>[^\n]*)\n)|(?P<html><!--(?P<said>.*?)-->)"
    r"|(?P<percent>^[ \t]*%[ \t]*symderive:[^\n]*)"
    r"|(?P<display>(?<!\\)\$\$)|(?P<bracket>(?<!\\)\\\[)|(?P<code>(?<!`)`[^`\n]+`)"
    r"|(?P<inline>(?<![\\$\w])\$(?![\s$])[^$\n]*?[^\s\\$]\$(?!\d))|\\begin\{(?P<env>\w+)(?P<star>\*?)\}",
    re.DOTALL | re.MULTILINE,
)
_SAYS = re.compile(r"[%\s]*symderive:\s*(.*?)\s*$", re.DOTALL)


@dataclass(frozen=True)
class Comment:
    """What a comment of ours says, its place, and the display in which it stands (or -1)."""

    text: str
    at: int
    display: int = -1
    alone: bool = True  # nothing but white space before it on its line


@dataclass(frozen=True)
class Display:
    """A display: its kind (environment name, `$$`, `\\[`, `fence`) and its content's place."""

    kind: str
    start: int
    end: int


@dataclass
class Source:
    text: str
    displays: list[Display] = field(default_factory=list)
    inline: list[tuple[int, int]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def add(self, kind: str, start: int, end: int) -> None:
        """A display, and the comments within it."""
        self.displays.append(Display(kind, start, end))
        for match in re.finditer(r"(?<!\\)%([^\n]*)", self.text[start:end]):
            self.say(match[1], start + match.start(), len(self.displays) - 1)

    def say(self, words: str, at: int, display: int = -1) -> None:
        found = _SAYS.match(words)
        if found and found[1]:
            line = self.text.rfind("\n", 0, at) + 1
            alone = not self.text[line:at].strip()
            self.comments.append(Comment(" ".join(found[1].split()), at, display, alone))


def scan(text: str, markdown: bool = False) -> Source:
    """The displays, inline formulas and comments of a LaTeX or Markdown text, in order."""
    return _markdown(text) if markdown else _latex(text)


def _latex(text: str) -> Source:
    source = Source(text)
    begin = re.search(r"^[^%\n]*\\begin\{document\}", text, re.MULTILINE)
    i = 0
    while True:
        match = _LATEX.search(text, i)
        if match is None:
            return source
        i = match.end()
        if match["comment"] is not None:
            source.say(match[0][1:], match.start())
            continue
        if begin and match.start() < begin.start():
            continue  # the preamble holds macros and declarations only
        if match["env"]:
            if match["env"] in DISPLAYS:
                i = _environment(source, match)
            elif match["env"] in _VERBATIM:
                i = _after(text, rf"\end{{{match['env']}{match['star']}}}", i)
        elif match["display"]:
            i = _delimited(source, "$$", "$$", i)
        elif match["bracket"]:
            i = _delimited(source, "\\[", r"\]", i)
        elif match["inline"]:
            i = _inline(source, "$", i)
        elif match["round"]:
            i = _inline(source, r"\)", i)
        elif match["false"]:
            i = _after(text, r"\fi", i)
        elif match["macro"]:
            i = _past_groups(text, i)


def _markdown(text: str) -> Source:
    source = Source(text)
    i = 0
    while True:
        match = _MARKDOWN.search(text, i)
        if match is None:
            return source
        i = match.end()
        if match["percent"]:
            source.say(match["percent"].strip(), match.start())
        elif match["fence"]:
            close = re.compile(rf"^[ \t]*{re.escape(match['ticks'])}[ \t]*$", re.MULTILINE).search(
                text, i
            )
            end = close.start() if close else len(text)
            if match["language"].strip().lower() in ("math", "latex", "tex"):
                inner = scan_fence(text, i, end)
                if inner is None:
                    source.add("fence", i, end)
                else:
                    for d in inner:
                        source.add(d.kind, d.start, d.end)
            i = close.end() if close else end
        elif match["html"]:
            for line in match["said"].splitlines():
                source.say(line.strip(), match.start())
        elif match["display"]:
            i = _delimited(source, "$$", "$$", i)
        elif match["bracket"]:
            i = _delimited(source, "\\[", r"\]", i)
        elif match["env"] and match["env"] in DISPLAYS:
            i = _environment(source, match)
        elif match["inline"]:
            source.inline.append((match.start() + 1, match.end() - 1))


def scan_fence(text: str, start: int, end: int) -> list[Display] | None:
    """The displays within a fence of LaTeX, or None where the fence is a formula itself."""
    inner = _latex(text[start:end])
    if not inner.displays:
        return None
    return [Display(d.kind, d.start + start, d.end + start) for d in inner.displays]


def _environment(source: Source, match: re.Match[str]) -> int:
    closing = rf"\end{{{match['env']}{match['star']}}}"
    start = match.end()
    if match["env"] == "alignat":
        start = re.compile(r"\s*\{\d+\}").match(source.text, start).end()  # type: ignore[union-attr]
    if match["env"] == "IEEEeqnarray":
        start = re.compile(r"\s*\{\w+\}").match(source.text, start).end()  # type: ignore[union-attr]
    end = source.text.find(closing, start)
    if end < 0:
        return match.end()
    source.add(match["env"], start, end)
    return end + len(closing)


def _delimited(source: Source, kind: str, closing: str, start: int) -> int:
    end = source.text.find(closing, start)
    if end < 0:
        return start
    source.add(kind, start, end)
    return end + len(closing)


def _inline(source: Source, closing: str, start: int) -> int:
    """An inline formula ends within its paragraph."""
    end = re.compile(r"(?<!\\)" + re.escape(closing)).search(source.text, start)
    blank = re.compile(r"\n\s*\n").search(source.text, start)
    if end is None or (blank and blank.start() < end.start()):
        return start
    source.inline.append((start, end.start()))
    return end.end()


def _after(text: str, closing: str, start: int) -> int:
    end = text.find(closing, start)
    return len(text) if end < 0 else end + len(closing)


def _past_groups(text: str, i: int) -> int:
    """After the definition of a macro, so that formulas in its body are none of the document."""
    match = re.compile(r"\*?\s*(\{\\\w+\}|\\\w+)\s*(\[[^]]*\]|#\d)*\s*").match(text, i)
    if match is None or text[match.end() : match.end() + 1] != "{":
        return i
    depth, k = 0, match.end()
    while k < len(text):
        if text[k] == "\\":
            k += 1
        elif text[k] == "{":
            depth += 1
        elif text[k] == "}":
            depth -= 1
            if depth == 0:
                return k + 1
        k += 1
    return i
