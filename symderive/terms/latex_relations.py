r"""Relations, memberships and conditions in LaTeX, as claims and as givens.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"0 < a \le b")), write(read_latex(r"n\in\mathbb{N}"))
('0 < a and a <= b', 'n is natural')
>>> write(read_latex(r"x\in[0,1)"))
'x in [0, 1)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_calculus, latex_doubts
from symderive.terms.latex_tokens import Token, closing
from symderive.terms.latex_words import DEFINES, MEMBERS, RELATIONS
from symderive.terms.tree import Term, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

_WORDS = {"if", "for", "when", "where", "and", "with", "provided", "provided that", "as long as",
          "whenever", "for all", "for every", "assuming", "given", "in", "on"}  # fmt: skip
_ELSE = {"otherwise", "else", "elsewhere"}


def relation(r: Reader, end: str = "") -> Term:
    """An expression, a relation, or the And of the links of a chain; all tokens are used."""
    found = links(r)
    latex_doubts.orders(r, found)
    if r.tok != end:
        r.unexpected("the end" if not end else f"'{end}'")
    return r.check_height(found)


def links(r: Reader) -> Term:
    left = r.expression()
    if r.tok == r"\in":
        return _member(r, [left])
    if r.tok == "," and _listed_ahead(r):
        return _several(r, left)
    out: list[Term] = []
    while r.tok in RELATIONS:
        head = RELATIONS[r.tok]
        r.i += 1
        right = r.expression()
        out.append(Term(head, (left, right)))
        left = right
    if r.tok in DEFINES:
        r.fail("a definition, which claims nothing")
    if not out:
        return left
    return out[0] if len(out) == 1 else Term("And", out)


def _listed_ahead(r: Reader) -> bool:
    """Whether `a, b > 0` or `a, b \\in ...` is what stands here."""
    k = r.i
    while r.toks[k].at >= 0:
        if r.toks[k].text in RELATIONS or r.toks[k].text == r"\in":
            return True
        k += 1
    return False


def _several(r: Reader, first: Term) -> Term:
    """The same relation of several names: `a, b > 0`."""
    names = [first]
    while r.take(","):
        names.append(r.expression())
    if any(n.head != "Symbol" for n in names):
        r.fail("a list before a relation is a list of names")
    if r.tok == r"\in":
        return _member(r, names)
    if r.tok not in RELATIONS:
        r.unexpected("a relation")
    head = RELATIONS[r.tok]
    r.i += 1
    right = r.expression()
    return Term("And", [Term(head, (n, right)) for n in names])


def _member(r: Reader, names: list[Term]) -> Term:
    r.i += 1
    at = r.i
    if r.tok == r"\mathbb":
        r.i += 1
        word = MEMBERS[r"\mathbb"].get("".join(t.text for t in r.argument()))
        if word is None or any(n.head != "Symbol" for n in names):
            r.fail("membership in this set is not read", at)
        if r.tok in ("^", "_"):
            texts = [t.text for t in r.toks[r.i + 1 : r.i + 4] if t.text not in "{}"]
            extra = {"+": "Gt", "*": "Ne"}.get(texts[0] if texts else "")
            if extra is None or word == "complex":
                r.fail(
                    "membership in this set is not read", at, "say it in words: A is n x n matrix"
                )
            r.i += 1
            r.argument()
            zero = Term("Integer", (), 0)
            head = "Ge" if extra == "Gt" and word == "natural" else extra
            return _joined([Term(head, (n, zero)) for n in names]
                           + [Term("Is", (n, symbol(word))) for n in names if word != "real"])  # fmt: skip
        return _joined([Term("Is", (n, symbol(word))) for n in names])
    opening = r.tok
    if opening not in ("(", "["):
        r.fail("membership in this set is not read", at, "an interval is (a, b) or [a, b]")
    r.i += 1
    low = r.expression()
    r.expect(",")
    high = r.expression()
    closing = r.tok
    if closing not in (")", "]"):
        r.unexpected("')' or ']'")
    r.i += 1
    return _joined(
        [Term("In", (n, Term("Interval", (low, high), opening + closing))) for n in names]
    )


def _joined(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else Term("And", parts)


def condition(r: Reader, end: int) -> Term:
    """A condition up to the token `end`: words such as `if` before it are left out."""
    at = r.i
    toks = list(r.toks[r.i : end])
    r.i = end
    found = condition_of(r, toks, at)
    return found


def condition_of(r: Reader, toks: list[Token], at: int) -> Term:
    kept: list[Token] = []
    k = 0
    while k < len(toks):
        if toks[k].text == r"\text":
            word, k = text_of(toks, k)
            if word in _ELSE and not kept:
                return Term("true")
            if word not in _WORDS and word:
                r.fail(f"the words '{word}' are not understood", at)
            if word == "and" and kept:
                kept.append(Token("\\and", toks[k - 1].at))
            elif kept and word not in ("",):
                r.fail(f"the words '{word}' are not understood here", at)
            continue
        if toks[k].text == r"\forall":
            k += 1
            continue
        kept.append(toks[k])
        k += 1
    while kept and kept[-1].text in (",", "."):
        kept.pop()
    parts: list[list[Token]] = [[]]
    for t in kept:
        if t.text == "\\and":
            parts.append([])
        else:
            parts[-1].append(t)
    out = []
    for part in parts:
        inner = type(r)(part, r.text, r.setting, r.toks[at].at)
        inner.bound = r.bound
        found = relation(inner)
        if found.head not in ("And", "In", "Is", *RELATIONS.values()):
            r.fail("a condition is a relation", at)
        out.append(found)
    flat = [p for t in out for p in (t.args if t.head == "And" else (t,))]
    return flat[0] if len(out) == 1 and len(flat) == 1 else Term("And", flat)


def text_of(toks: list[Token], k: int) -> tuple[str, int]:
    """The words of `\\text{...}` at `k`, in lower case, and the index after them."""
    if k + 1 >= len(toks) or toks[k + 1].text != "{":
        return "", k + 1
    j = closing(toks, k + 1)
    j = len(toks) if j < 0 else j
    out = ""
    for t in toks[k + 2 : j]:
        out += (" " if t.space and out else "") + t.text
    return out.strip(" ,.:;").lower(), j + 1


__all__ = ["condition", "condition_of", "latex_calculus", "links", "relation", "text_of"]
