"""A claim that fails: the point, both sides there, and what would make it true.

>>> from .document import Document
>>> d = Document.of({"problem": {"kind": "check", "claim": "x = 1"}, "verdict": "refuted",
...                  "witness": {"point": {"x": "2"}, "left": "2", "right": "1"}, "hint": "x = 1"})
>>> [p if isinstance(p, str) else p.text for p in witness(d)]
['At ', 'x = 2', ' ', 'the left-hand side is ', '2', ' and the right-hand side is ', '1', '.']
"""

from __future__ import annotations

from ..terms.tree import Term
from .document import Document, Formula, formula
from .prose import Glyph, Part, Sentence, capital, enclosure, listed, mathed, sentence, unended

_STATEMENTS = frozenset({"Lt", "Le", "Gt", "Ge", "Ne", "In", "Eq", "Is", "And"})


def witness(d: Document) -> Sentence:
    """The point at which the claim fails, both sides, and why that is a failure."""
    if not d.witness:
        return ()
    point, left, right = d.witness
    places = listed([(_equal(name, value),) for name, value in point])
    functions = listed([(f,) for f in d.samples])
    chosen: Sentence = (", with " if places else "With ", *functions, ", ") if functions else ()
    at: Sentence = ("At ", *places, *(chosen or (" ",))) if places else chosen
    if d.reason and d.reason.startswith("diverges"):
        why = mathed(d.reason.partition(":")[2].strip(), d.context)
        colon: Sentence = (": ", *why) if why else ()
        return capital((*at, "the left-hand side has no value", *colon, "."))
    return capital((*at, "the left-hand side is ", _ball(left, d),
                    " and the right-hand side is ", _ball(right, d), "."))  # fmt: skip


def _equal(name: str, value: Formula) -> Part:
    if value.term is None:
        return f"{name} = {value.text}"
    return Formula.of(Term("Eq", (Term("Symbol", (), name), value.term)))


def _ball(text: str, d: Document) -> Part:
    tex = enclosure(text)
    if tex is not None:
        return Glyph(tex, text)
    found = formula(text, d.context)
    return found if found.term is not None else text


def true_under(d: Document) -> Sentence:
    """The hypothesis that would make the claim true, or advice in words."""
    hint = sentence(d.hint or "", d.context)
    whole = formula((d.hint or "").strip("`"), d.context)
    if whole.term is not None and whole.term.head in _STATEMENTS:
        return ("The claim is true under ", whole, ".")
    return ("The claim is true under ", *unended(hint), ".")
