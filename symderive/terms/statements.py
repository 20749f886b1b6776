"""Givens as people write them: `n is natural`, `A, B are n x n matrices`, `x in [0, 1)`, lists.

`Is(a, word)` says a word of the vocabulary of a name; with dimensions the second argument is
Tuple(word, rows, columns).  Several words or several names make an And.

>>> from symderive.terms.reader import read
>>> read("S is positive definite n x n").args[1].args
(Term('Symbol', (), 'positive_definite'), Term('Symbol', (), 'n'), Term('Symbol', (), 'n'))
>>> [t.args[0].data for t in read("a, b are positive").args]
['a', 'b']
>>> read("x in [0, 1)").args[1].data
'[)'
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from symderive.terms import leaves
from symderive.terms.levels import REL, STATEMENTS
from symderive.terms.tree import Term
from symderive.terms.vocabulary import PLURALS, SMOOTHNESS, WORDS

if TYPE_CHECKING:
    from symderive.terms.reader import Reader

# What may be said of an expression as well: `S1 + S2 is positive definite n x n`.
_OF_MATRICES = (["positive", "definite"], ["positive", "semidefinite"])
_GLUED = re.compile(r"x[0-9]+")  # `2x2` is the tokens 2, x2


def several(r: Reader) -> Term:
    """The whole text: one term, or terms with commas (statements: an And; values: a Tuple)."""
    items: list[Term] = []
    while True:
        first = r.i
        item = r.parse(0)
        joined = r.toks[r.i] == "are"
        if joined:
            names = [item]
            while items and items[-1].head not in STATEMENTS:
                names.insert(0, items.pop())
            items.extend(_properties(r, [_subject(r, name, first) for name in names]))
        else:
            items.append(item)
        if r.toks[r.i] != "," and not (joined and r.toks[r.i] in ("and", "&")):
            break
        r.i += 1
    if r.toks[r.i]:
        r.unexpected("the end")
    if len(items) == 1:
        return items[0]
    count = sum(t.head in STATEMENTS for t in items)
    if count == 0:
        return Term("Tuple", items)
    if count < len(items):
        hint = "write a > 0 and b > 0, or 'a, b are positive'"
        r.fail("a list of values and statements", 0, hint)
    return Term("And", [p for t in items for p in (t.args if t.head == "And" else (t,))])


def said(r: Reader, left: Term, tok: str) -> Term:
    """`left is ...` or `left in (a, b)`; the reader stands on the keyword."""
    if tok == "is" and r.toks[r.i + 1] == "in":
        r.i += 1
        tok = "in"
    if tok == "in":
        return _interval(r, left)
    found = _properties(r, [_subject(r, left, r.i - 1)])
    if len(found) == 1:
        return found[0]
    r.chain = Term("And", found)
    return r.chain


def _subject(r: Reader, t: Term, at: int) -> Term:
    """The name of which something is said; a declared unknown stands for its name."""
    if t.head == "Apply" and t.data[0] in r.context.unknowns and not any(t.data[1]):
        return Term("Symbol", (), t.data[0])
    if t.head != "Symbol" and r.toks[r.i + 1 : r.i + 3] in _OF_MATRICES:
        return t
    if t.head == "Integral" and r.toks[r.i + 1] == "divergent":
        return t
    if t.head != "Symbol":
        r.fail("a name is wanted before 'is'", at, "write x is real, or x^2 > 0")
    r.known.pop(t.data, None)  # said of a function it is no symbol; it comes back when used
    return t


def _interval(r: Reader, left: Term) -> Term:
    r.i += 1
    opening = r.toks[r.i]
    if opening not in ("(", "["):
        r.fail("an interval is wanted after 'in'", None, "write x in (0, 1) or [0, oo)")
    r.i += 1
    low = r.parse(REL)
    r.expect(",")
    high = r.parse(REL)
    closing = r.toks[r.i]
    if closing not in (")", "]"):
        r.unexpected("')' or ']'")
    r.i += 1
    return Term("In", (left, Term("Interval", (low, high), opening + closing)))


def _properties(r: Reader, names: list[Term]) -> list[Term]:
    """`is` or `are`, then words and perhaps dimensions; one Is for each name and word."""
    r.i += 1
    start = r.i
    if r.toks[r.i] in ("a", "an") and r.toks[r.i + 1] not in ("x", "by"):
        r.i += 1
    words: list[str] = []
    while (word := _word(r)) is not None:
        words.append(word)
    sizes = _dimensions(r)
    if sizes:
        last = _word(r)
        if last is not None and last not in words:
            words.append(last)
        if last is None or len(words) > 1:  # `positive definite n x n matrices`
            plain = "vector" if len(sizes) == 1 else "matrix"
            words = [w for w in words if w != plain] or [plain]
    if not words:
        tok = r.toks[start]
        if not tok:
            r.unexpected("a property such as real or positive")
        near = difflib.get_close_matches(tok, WORDS, 3)
        hint = "known are " + ", ".join(near or ("real", "positive", "integer", "C2", "invertible"))
        r.fail(f"'{tok}' is not a property", start, hint)
    kinds = [Term("Symbol", (), w) for w in words]
    if sizes:
        kinds = [Term("Tuple", (k, *sizes)) for k in kinds]
    return [Term("Is", (name, kind)) for name in names for kind in kinds]


def _word(r: Reader) -> str | None:
    """One property, or None (nothing consumed) where the text goes on otherwise."""
    tok = r.toks[r.i]
    following = r.toks[r.i + 1]
    if tok == "positive" and following in ("definite", "semidefinite"):
        r.i += 2
        return f"positive_{following}"
    if tok == "C" and following == "^":  # C^2, C^oo
        order = r.toks[r.i + 2]
        if order == "oo" or (order.isdigit() and len(order) <= 2):
            r.i += 3
            return "smooth" if order == "oo" else f"C{order}"
        r.fail("a class of smoothness is C0, C1, .. or smooth")
    word = PLURALS.get(tok, tok)
    if word in WORDS or SMOOTHNESS.fullmatch(word):
        r.i += 1
        return word
    return None


def _dimensions(r: Reader) -> list[Term]:
    """`n x m`, `2x2`, or the single `n` of `n vector`; else nothing is consumed."""
    toks, start = r.toks, r.i
    if not (toks[start][:1].isalnum() or toks[start] == "(") or toks[start] in ("and", "or"):
        return []
    glued = toks[start].isdigit() and _GLUED.fullmatch(toks[start + 1])
    first = _size(r)
    if glued:
        r.i += 1
        return [first, Term("Integer", (), int(toks[r.i - 1][1:]))]
    if toks[r.i] in ("x", "by"):
        r.i += 1
        return [first, _size(r)]
    if toks[r.i] in ("vector", "vectors"):
        return [first]
    r.i = start
    return []


def _size(r: Reader) -> Term:
    tok = r.toks[r.i]
    if tok == "(":
        r.i += 1
        size = r.parse(REL)
        r.expect(")")
        return size
    if tok.isdigit():
        r.i += 1
        return leaves.number(r, tok)
    if not tok[:1].isalpha():
        r.unexpected("a dimension")
    r.i += 1
    return Term("Symbol", (), tok)
