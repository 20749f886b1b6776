"""A certificate as lines for a terminal: verdict first, then steps with grades and conditions.

Complete without colour and from the certificate alone; what a file says cannot move the cursor.

>>> print(present({"problem": {"kind": "check", "claim": "sqrt(x^2) = x"}, "verdict": "refuted",
...     "witness": {"point": {"x": "-1"}, "left": "1", "right": "-1"}, "hint": "x >= 0"}))
refuted: sqrt(x^2) = x
  at x = -1 the left side is 1, the right side is -1
  true under: x >= 0
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from .document import Condition, Document, Step

# A problem is named by the first of these keys that it has.
TITLES = ("claim", "name", "lagrangian", "equation", "expr", "kind")
_WIDE = 96


def present(certificate: Mapping[str, Any], *, ascii: bool = False) -> str:
    """The document; with `ascii`, other characters are written as backslash escapes.

    Raises ValueError for an object that has not the form of the schema.
    """
    d = Document.of(certificate)
    text = "\n".join(_clean(row) for row in _lines(d, certificate))
    return text.encode("ascii", "backslashreplace").decode() if ascii else text


def _clean(row: str) -> str:
    """Control and bidirectional characters as `?`: a certificate is no terminal program."""
    return "".join(c if c.isprintable() else "?" for c in row)


def _lines(d: Document, c: Mapping[str, Any]) -> Iterator[str]:
    problem = c["problem"]
    yield f"{d.verdict}: {next(str(problem[key]) for key in TITLES if key in problem)}"
    if d.given:
        yield from _hanging("  given ", ", ".join(g.text for g in d.given))
    if d.added:
        yield from _hanging("  under the added givens ", ", ".join(g.text for g in d.added))
    yield from _steps(d)
    result = c.get("result") or {}
    if result.get("text"):
        yield from _hanging("  result ", str(result["text"]))
    for label, value in d.results:
        yield from _hanging(f"  {label}: ", value.text)
    if d.witness:
        point, left, right = d.witness
        at = ", ".join(f"{name} = {value.text}" for name, value in point)
        sides = f"the left side is {left}, the right side is {right}"
        yield from _hanging("  ", f"at {at} {sides}" if at else sides)
    if d.reason:
        yield from _hanging("  ", _plain(d.reason))
    if d.hint:
        yield from _hanging("  true under: ", _plain(d.hint))
    if d.unproved:
        yield from _hanging("  not proved: ", ", ".join(d.unproved))
    if d.steps:
        yield f"  {d.count}"


def _plain(sentence: str) -> str:
    return sentence.replace("`", "")


def _hanging(lead: str, text: str) -> list[str]:
    """`lead text`, continued under the text; nothing is cut off."""
    return textwrap.wrap(
        " ".join(text.split()),
        width=max(_WIDE, len(lead) + 40),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _steps(d: Document) -> Iterator[str]:
    grade = max((len(s.grade) for s in d.steps), default=0)
    by = min(max((len(s.by) for s in d.steps), default=0), 30)
    for s in d.steps:
        lead = f"  {s.n:>3}  {s.grade:<{grade}}  {s.by:<{by}}  "
        yield from _hanging(lead, s.gives.text if s.gives else "")
        yield from _details(s, " " * 7)


def _details(s: Step, indent: str) -> Iterator[str]:
    if s.says:
        yield from _hanging(indent, _plain(s.says))
    if s.sources:
        yield f"{indent}from {', '.join(map(str, s.sources))}"
    for c in s.conditions:
        yield from _hanging(indent, _condition(c))


def _condition(c: Condition) -> str:
    how = f" ({_plain(c.how)})" if c.how else ""
    return f"{c.status}: {c.formula.text}{how}"
