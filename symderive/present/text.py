"""A certificate as lines for a terminal: verdict first, then steps with grades and conditions.

Complete without colour and from the certificate alone; what a file says cannot move the cursor.

>>> print(present({"problem": {"kind": "check", "claim": "sqrt(x^2) = x"}, "verdict": "refuted",
...     "witness": {"point": {"x": "-1"}, "left": "1", "right": "-1"}, "hint": "x >= 0"}))
refuted: sqrt(x^2) = x
  At x = -1 the left-hand side is 1 and the right-hand side is -1.
  true under: x >= 0
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from ..terms.tree import Term
from ..terms.writer import write
from .document import Condition, Document, Formula, Step, formula
from .origin import title
from .prose import Joined, Ref, Sentence, pieces
from .refutation import witness
from .remarks import NOT_VOID, trivial

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
    yield f"{d.verdict}: {title(c['problem'])}"
    for k, g in enumerate(d.given):
        yield from _hanging("  given  " if k == 0 else "         ", _short(g, d))
    if d.lagrangian is not None and _letter(d):
        yield from _hanging(f"  where  {_letter(d)} = ", d.lagrangian.text)
    if d.added:
        yield from _hanging("  under the added givens ", ", ".join(g.text for g in d.added))
    yield from _steps(d)
    yield from _results(d, c.get("result") or {})
    if d.witness:
        yield from _hanging("  ", _said(witness(d)))
    if d.reason and not d.witness:
        yield from _hanging("  ", _plain(d.reason))
    if d.hint:
        yield from _hanging("  true under: ", _plain(d.hint))
    if d.unproved:
        yield from _hanging("  not proved: ", ", ".join(d.unproved))
    if d.steps:
        yield from _hanging("  ", d.count + _somewhere(d))


def _results(d: Document, result: Mapping[str, Any]) -> Iterator[str]:
    if result.get("text"):
        yield from _hanging("  result  ", str(result["text"]))
    told = str(result.get("text") or "")
    for label, value in d.results:
        if not told.endswith(f" = {value.text}"):
            yield from _hanging(f"  {label}: ", _short(value, d))


def _somewhere(d: Document) -> str:
    """A point at which the last claim has a value, so that it is not void."""
    for c in reversed([c for s in d.steps for c in s.conditions]):
        if c.formula.text == NOT_VOID and c.how.startswith("at "):
            return f"; not void, as {c.how} shows"
    return ""


def _plain(text: str) -> str:
    return text.replace("`", "")


def _said(parts: Sentence) -> str:
    out = ""
    for part in parts:
        if isinstance(part, str):
            out += part
        elif isinstance(part, Ref):
            out += f"({part.n})"
        elif isinstance(part, Joined):
            out += " ".join(inner.text for inner in part.parts)
        else:
            out += part.text
    return out


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
    for s in d.steps:
        lead = f"  {s.n:>3}  "
        yield from _hanging(lead, _short(s.gives, d) if s.gives else _plain(s.says))
        if s.under:
            yield from _hanging(" " * 7, "for " + ", ".join(_short(h, d) for h in s.under))
        yield from _hanging(" " * 7, _why(s, d))
        for c in s.conditions:
            if c.status != "discharged" or not (trivial(c, s) or _predicate_met(c)):
                yield from _hanging(" " * 9, _condition(c, d))


def _letter(d: Document) -> str:
    """A name for the Lagrangian; none where it is short or the letter is taken."""
    t = d.lagrangian.term if d.lagrangian is not None else None
    return "" if t is None or sum(1 for _ in t.walk()) < 8 or "L" in d.scope.names else "L"


def _short(f: Formula, d: Document) -> str:
    """The formula with the letter for the Lagrangian; the certificate has it in full."""
    t = d.lagrangian.term if d.lagrangian is not None else None
    if f.term is None or t is None or not _letter(d) or t not in set(f.term.walk()):
        return f.text
    return write(_put(f.term, t, Term("Symbol", (), _letter(d))))


def _put(t: Term, old: Term, new: Term) -> Term:
    """As letters on paper: under binders and derivatives too."""
    return new if t == old else t.rebuild(_put(a, old, new) for a in t.args)


def _why(s: Step, d: Document) -> str:
    """`exact, algebra, from 3: carrying out the derivatives`."""
    sources = f", from {', '.join(map(str, sorted(s.sources)))}" if s.sources else ""
    parts = (_short(formula(t, d.context), d) if math else t for math, t in pieces(s.says))
    said = "".join(parts) if s.gives else ""
    return f"{s.grade}, {s.by}{sources}{': ' + said if said else ''}"


def _predicate_met(c: Condition) -> bool:
    """A condition of a rule that was discharged: the certificate says how."""
    return c.formula.term is not None and c.formula.term.head == "Apply"


def _condition(c: Condition, d: Document) -> str:
    how = f" ({_plain(c.how)})" if c.how else ""
    return f"{c.status}: {_plain(_short(c.formula, d))}{how}"
