r"""A display as statements: rows, chains that go on in the next row, conditions beside a relation.

>>> from symderive.terms.latex_tokens import latex_tokens
>>> def show(text):
...     return [[("".join(t.text for t in p.tokens), p.relation) for p in s.members]
...             for s in statements(latex_tokens(text), "align")]
>>> show(r"a &= b \\ &= c + {} \\ &\quad d, \quad x > 0")
[[('a', ''), ('b', '='), ('c+d', '=')]]
>>> [["".join(t.text for t in c.tokens) for c in s.conditions] for s in statements(
...     latex_tokens(r"a = b, \quad x > 0"), "$$")]
[['x>0']]
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.documents.pieces import (
    MARKS,
    bracketless,
    depths_of,
    is_condition,
    marks_of,
    segments,
    stacked,
)
from symderive.terms.latex_tokens import Token, closing
from symderive.terms.latex_words import SKIPPED_ARGUMENT

_ALIGNED = frozenset(("aligned", "split", "gathered", "alignedat"))
_COLUMNS = frozenset(("align", "flalign", "alignat", "aligned", "alignedat"))
_OPERATORS = frozenset(("+", "-", r"\cdot", r"\times", r"\pm"))
_PLAIN_TEXT = {"", "and", "and hence", "hence", "so", "thus", "therefore", "then", "with"}


@dataclass
class Member:
    """A side of a relation: the relation sign before it (empty for the first), its tokens."""

    relation: str
    at: int
    tokens: list[Token]


@dataclass
class Condition:
    words: str
    tokens: list[Token]


@dataclass
class Statement:
    """A chain of members with its conditions; `link` is how it follows from the one before."""

    members: list[Member] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    link: str = ""
    at: int = 0
    trouble: str = ""
    labels: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        last = self.members[-1].tokens
        return last[-1].at + len(last[-1].text) if last else self.members[-1].at + 1


def statements(toks: list[Token], kind: str) -> list[Statement]:
    """The statements of a display whose tokens are given."""
    toks, kind = _unwrapped(toks, kind)
    streams: dict[int, list[Statement]] = {0: []}
    for row in _rows(toks):
        labels = _labels(row)
        cells = _columns(_unlabelled(row), kind)
        for k, cell in enumerate(cells[1:], 1):
            if cell and _beside(cell):  # `&& x > 0` belongs to the equation of its row
                at = cell[0].at
                cells[0] = [*cells[0], Token(r"\quad", at), *cell]
                cells[k] = []
        for k, cell in enumerate(cells):
            if cell:
                _row(cell, streams.setdefault(k, []), labels)
                labels = []
    out = [s for k in sorted(streams) for s in streams[k]]
    return [s for s in out if s.members and (s.members[0].tokens or len(s.members) > 1)]


def labels_of(toks: list[Token]) -> list[str]:
    return _labels(toks)


def _labels(toks: list[Token]) -> list[str]:
    found = []
    for k, t in enumerate(toks):
        if t.text == r"\label" and k + 1 < len(toks) and toks[k + 1].text == "{":
            j = closing(toks, k + 1)
            found.append("".join(s.text for s in toks[k + 2 : j]))
    return found


def _unlabelled(toks: list[Token]) -> list[Token]:
    out: list[Token] = []
    k = 0
    while k < len(toks):
        if toks[k].text in SKIPPED_ARGUMENT and k + 1 < len(toks) and toks[k + 1].text == "{":
            k = closing(toks, k + 1) + 1
            continue
        out.append(toks[k])
        k += 1
    return out


def _unwrapped(toks: list[Token], kind: str) -> tuple[list[Token], str]:
    """The inside of an `aligned` that is the whole display."""
    inner = _unlabelled(toks)
    while inner and inner[-1].text in (".", ",", ";"):
        inner = inner[:-1]
    if len(inner) > 6 and inner[0].text == r"\begin":
        name = _name(inner, 0)
        end = _matching(inner, 0)
        if name in _ALIGNED and end == len(inner):
            close = _begin_of_end(inner, end)
            start = closing(inner, 1) + 1
            if name == "alignedat" and inner[start].text == "{":
                start = closing(inner, start) + 1
            return toks_with_labels(toks, inner[start:close]), name
    return toks, kind


def toks_with_labels(toks: list[Token], inner: list[Token]) -> list[Token]:
    labelled: list[Token] = []
    for k, t in enumerate(toks):
        if t.text == r"\label":
            labelled += toks[k : closing(toks, k + 1) + 1]
    return labelled + inner


def _name(toks: list[Token], k: int) -> str:
    j = closing(toks, k + 1)
    return "".join(t.text for t in toks[k + 2 : j]).rstrip("*")


def _matching(toks: list[Token], k: int) -> int:
    """The index after the `\\end{..}` that closes the `\\begin` at `k`."""
    depth = 0
    for j in range(k, len(toks)):
        if toks[j].text == r"\begin":
            depth += 1
        elif toks[j].text == r"\end":
            depth -= 1
            if depth == 0:
                return closing(toks, j + 1) + 1
    return -1


def _begin_of_end(toks: list[Token], end: int) -> int:
    k = end - 1
    while toks[k].text != r"\end":
        k -= 1
    return k


def _rows(toks: list[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = [[]]
    depth = braces = 0
    skip = False
    for k, t in enumerate(toks):
        if skip:
            skip = t.text != "]"
            continue
        depth += {r"\begin": 1, r"\end": -1}.get(t.text, 0)
        braces += {"{": 1, "}": -1}.get(t.text, 0)
        if t.text in (r"\\", r"\newline", r"\cr") and depth == 0 and braces == 0:
            rows.append([])
            after = toks[k + 1].text if k + 1 < len(toks) else ""
            inside = "".join(s.text for s in toks[k + 2 : k + 10])
            length = "]" in inside and not set("{}\\") & set(inside.split("]")[0])
            skip = after == "[" and not toks[k + 1].space and length
            continue
        rows[-1].append(t)
    return rows


def _columns(row: list[Token], kind: str) -> list[list[Token]]:
    """A row without its `&`; several columns of equations are several rows."""
    depth, cells = 0, 0
    out: list[list[Token]] = [[]]
    for t in row:
        depth += {r"\begin": 1, r"\end": -1}.get(t.text, 0)
        if t.text == "&" and depth == 0:
            cells += 1
            if kind in _COLUMNS and cells % 2 == 0:
                out.append([])
            continue
        out[-1].append(t)
    return out


def _beside(cell: list[Token]) -> bool:
    """Whether a column holds a condition of the equation beside it."""
    _, words, first = (segments(cell) or [("", "", [])])[0]
    return bool(words) or (bool(first) and is_condition(",", words, first, marks_of(first)))


def _row(toks: list[Token], out: list[Statement], labels: list[str]) -> None:
    while toks and toks[-1].text in (".", ",", ";", ":"):
        toks = toks[:-1]
    parts = segments(toks)
    for n, (separator, words, part) in enumerate(parts):
        while part and part[-1].text == ".":
            part.pop()
        if not part:
            if separator in ("implies", "iff"):
                out.append(Statement(link=separator, at=toks[0].at, labels=labels))
            continue
        if separator in ("implies", "iff"):
            out.append(Statement(link=separator, at=part[0].at, labels=labels))
            _members(part, out[-1])
            continue
        pending = bool(out) and not out[-1].members
        marks = marks_of(part)
        if n and not pending and out and is_condition(separator, words, part, marks):
            out[-1].conditions.append(Condition(words, bracketless(part)))
            continue
        if n and words not in _PLAIN_TEXT and out:
            out[-1].trouble = out[-1].trouble or f"the words '{words}' are not understood"
            continue
        if n and separator == "," and not marks and out and not pending:
            out[-1].trouble = out[-1].trouble or "a list: what its parts belong to is not said"
            continue
        if pending:
            _members(part, out[-1])
            continue
        first = part[0].text
        goes_on = bool(out) and (
            bool(marks and marks[0] == 0)
            or (
                n == 0
                and (first in _OPERATORS or _unfinished(out[-1]))
                and not _leads(first, part, marks, out)
            )
        )
        if goes_on and out:
            _members(part, out[-1])
            out[-1].labels += labels
        else:
            out.append(Statement(at=part[0].at, labels=list(labels)))
            _members(part, out[-1])
            if n == 0 and words not in _PLAIN_TEXT and words:
                out[-1].trouble = f"the words '{words}' are not understood"


def _leads(first: str, part: list[Token], marks: list[int], out: list[Statement]) -> bool:
    """Whether a row that begins with a sign is a relation of its own: `-x &= y`."""
    return first == "-" and bool(marks) and not _unfinished(out[-1])


def _unfinished(s: Statement) -> bool:
    """Whether the last member ends in an operator, or in nothing."""
    if not s.members:
        return False
    last = s.members[-1].tokens
    while last and last[-1].text in ("{", "}"):
        last = last[:-1]
    return not last or last[-1].text in _OPERATORS


def _members(part: list[Token], s: Statement) -> None:
    """The tokens of a row, cut at its relations, added to a statement."""
    depths = depths_of(part)
    k = 0
    if not s.members:
        s.members.append(Member("", part[0].at, []))
    while k < len(part):
        t = part[k]
        sign = stacked(part, k) if depths[k] == 0 else ""
        if sign:
            s.members.append(Member(sign, t.at, []))
            k = closing(part, k + 1) + 1
            k = closing(part, k) + 1 if part[k].text == "{" else k + 1
            continue
        if t.text == "{" and _empty(part, k):
            k += 2
            continue
        if depths[k] == 0 and t.text in MARKS:
            if t.text == "=" and s.members[-1].relation == "=" and not s.members[-1].tokens:
                k += 1
                continue
            s.members.append(Member(t.text, t.at, []))
        else:
            s.members[-1].tokens.append(t)
        k += 1


def _empty(part: list[Token], k: int) -> bool:
    """Whether `{}` at `k` only holds a sign apart from what follows."""
    after = [t.text for t in part[k + 1 : k + 3]]
    before = part[k - 1].text if k else ""
    return after[:1] == ["}"] and after[1:] != ["_"] and before not in ("^", "_")
