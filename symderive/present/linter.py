"""Findings in a document as a linter prints them: text with excerpt and caret, JSON, GitHub lines.

>>> finding = {"file": "a.tex", "line": 1, "column": 3, "end_line": 1, "end_column": 4, "code": "SD101",
...            "verdict": "refuted", "message": "at x = 1: left 1, right 2", "hint": "off by the factor 2",
...            "excerpt": "x = 2x"}
>>> print(shown(finding))
a.tex:1:3: SD101 refuted: at x = 1: left 1, right 2
    x = 2x
      ^
    hint: off by the factor 2
>>> print(github(finding))
::error file=a.tex,line=1,col=3,endLine=1,endColumn=4,title=SD101 refuted::at x = 1: left 1, \
right 2 (off by the factor 2)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WINDOW = 96
_WORDS = {
    "SD001": "verified", "SD002": "given", "SD003": "definition", "SD004": "ignored",
    "SD301": "not read", "SD302": "declaration",
}  # fmt: skip
_LEVEL = {"refuted": "error", "undecided": "warning"}


def word(finding: Mapping[str, Any]) -> str:
    """What the finding is called: its verdict, or `not read`."""
    return _WORDS.get(finding["code"]) or finding["verdict"]


def shown(finding: Mapping[str, Any]) -> str:
    """`paper.tex:41:7: SD101 refuted: ...`, the line with a caret, and the hint."""
    head = f"{finding['file']}:{finding['line']}:{finding['column']}: {finding['code']} {word(finding)}"
    rows = [f"{head}: {finding['message']}" if finding["message"] else head]
    if finding["code"] in ("SD001", "SD002", "SD003", "SD004") and not finding["message"]:
        return rows[0]
    line, at = _printable(finding["excerpt"]), finding["column"] - 1
    first = max(0, at - _WINDOW // 2) if len(line) > _WINDOW else 0
    if not first:
        first = len(line) - len(line.lstrip())
        first = min(first, at)
    rows.append("    " + line[first : first + _WINDOW])
    rows.append("    " + " " * (at - first) + "^")
    if finding.get("hint"):
        rows.append(f"    hint: {finding['hint']}")
    return "\n".join(rows)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " if c == "\t" else "?" for c in text)


def github(finding: Mapping[str, Any]) -> str:
    """A workflow command that puts the finding beside its line in a pull request."""
    level = _LEVEL.get(
        finding["verdict"] or "", "error" if finding["code"] == "SD302" else "warning"
    )
    if finding["code"] in ("SD001", "SD002", "SD003", "SD004"):
        level = "notice"
    message = finding["message"] or word(finding)
    if finding.get("hint"):
        message += f" ({finding['hint']})"
    place = (f"file={_property(finding['file'])},line={finding['line']},col={finding['column']},"
             f"endLine={finding['end_line']},endColumn={finding['end_column']},"
             f"title={_property(finding['code'] + ' ' + word(finding))}")  # fmt: skip
    return f"::{level} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(findings: Sequence[Mapping[str, Any]], seconds: float) -> str:
    """`12 relations: 10 verified, 1 refuted, 1 not read (0.3 s)`."""
    order = (
        "verified",
        "refuted",
        "undecided",
        "not read",
        "given",
        "definition",
        "ignored",
        "declaration",
    )
    count = dict.fromkeys(order, 0)
    for f in findings:
        count[word(f)] += 1
    claims = sum(count[w] for w in order[:4])
    tally = ", ".join(f"{n} {w}" for w, n in count.items() if n and w in order[:4])
    rest = ", ".join(f"{n} {w}" for w, n in count.items() if n and w in order[4:])
    noun = "relation" if claims == 1 else "relations"
    return f"{claims} {noun}" + (f": {tally}" if tally else "") + (f"; {rest}" if rest else "") \
        + f" ({seconds:.1f} s)"  # fmt: skip
