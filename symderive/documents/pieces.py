r"""Pieces of a row between commas, `\quad`, words and arrows; which of them are conditions.

>>> from symderive.terms.latex_tokens import latex_tokens
>>> [(s, "".join(t.text for t in p)) for s, _, p in segments(latex_tokens(r"a = b, \quad x > 0"))]
[('', 'a=b'), (',', 'x>0')]
"""

from __future__ import annotations

from itertools import pairwise

from symderive.terms.latex_relations import text_of
from symderive.terms.latex_setting import letter
from symderive.terms.latex_tokens import Token, closing
from symderive.terms.latex_words import DEFINES, IMPLIES, RELATIONS, VAGUE

MARKS = frozenset(RELATIONS) | DEFINES | (VAGUE - {r"\mid", r"\perp", r"\to", r"\mapsto"})
_OPEN = frozenset(r"( [ { \{ \begin \lvert \lVert \left. \langle".split())
_CLOSE = frozenset(r") ] } \} \end \rvert \rVert \right. \rangle".split())
_CONDITIONAL = {"if", "for", "when", "where", "with", "provided", "provided that", "whenever",
                "for all", "for every", "assuming", "given", "on", "as"}  # fmt: skip


def depths_of(toks: list[Token]) -> list[int]:
    """The nesting of each token; openers and closers count as outside."""
    out, depth = [], 0
    for t in toks:
        opened = t.text in _OPEN
        if t.text in _CLOSE:
            depth = max(depth - 1, 0)
        out.append(depth)
        if opened:
            depth += 1
    return out


def segments(toks: list[Token]) -> list[tuple[str, str, list[Token]]]:
    """Pieces of a row between `\\quad`, commas, words and arrows: (separator, words, tokens)."""
    depths = depths_of(toks)
    out: list[tuple[str, str, list[Token]]] = [("", "", [])]
    k = 0
    while k < len(toks):
        t = toks[k]
        if depths[k] == 0:
            if t.text in (r"\quad", r"\qquad", ",", ";"):
                if not out[-1][2] and not out[-1][1]:
                    out[-1] = ((out[-1][0] or t.text) if len(out) > 1 else "", "", [])
                else:
                    out.append((t.text, "", []))
                k += 1
                continue
            if t.text in IMPLIES:
                out.append((IMPLIES[t.text], "", []))
                k += 1
                continue
            if t.text == r"\text":
                words, k = text_of(toks, k)
                separator, before, held = out[-1]
                if held:
                    out.append(("text", words, []))
                else:
                    out[-1] = (separator or "text", f"{before} {words}".strip(), [])
                continue
        out[-1][2].append(t)
        k += 1
    return _listed([s for s in out if s[2] or s[0] in ("implies", "iff")])


def _listed(found: list[tuple[str, str, list[Token]]]) -> list[tuple[str, str, list[Token]]]:
    """`n, m \\in \\mathbb{N}` is one piece; `n = 1, 2, \\dots` says that n is an integer."""
    out: list[tuple[str, str, list[Token]]] = []
    k = 0
    while k < len(found):
        separator, words, toks = found[k]
        j = k + 1
        while j < len(found) and found[j][0] == "," and not found[j][1]:
            j += 1
        pieces = [f[2] for f in found[k:j]]
        if separator and len(pieces) > 1 and _is_name(toks) and len(toks) <= 4:
            last = next((n for n, p in enumerate(pieces) if not (_is_name(p) and len(p) <= 4)), 0)
            if last and any(t.text == r"\in" or t.text in MARKS for t in pieces[last]):
                joined = list(toks)
                for p in pieces[1 : last + 1]:
                    joined += [Token(",", p[0].at), *p]
                out.append((separator, words, joined))
                k += last + 1
                continue
        if (
            len(pieces) > 2
            and len(toks) == 3
            and letter(toks[0])
            and toks[1].text == "="
            and (toks[2].text.isdigit() and any(p[0].text in _DOTS for p in pieces[1:]))
        ):
            at = toks[1].at
            integer = [Token(t, at) for t in (r"\in", r"\mathbb", "{", "Z", "}")]
            out.append((separator, words or "for", [toks[0], Token(r"\ge", at), toks[2]]))
            out.append((",", "for", [toks[0], *integer]))
            k = j
            continue
        out.append(found[k])
        k += 1
    return out


_DOTS = frozenset((r"\dots", r"\ldots", r"\cdots", r"\dotsc"))


def marks_of(toks: list[Token]) -> list[int]:
    depths = depths_of(toks)
    return [
        k for k, t in enumerate(toks) if depths[k] == 0 and (t.text in MARKS or stacked(toks, k))
    ]


def stacked(toks: list[Token], k: int) -> str:
    r"""What `\stackrel{..}{=}` and `\overset{..}{=}` mean: the sign, `:=`, or nothing."""
    if toks[k].text not in (r"\stackrel", r"\overset", r"\underset"):
        return ""
    if k + 1 >= len(toks) or toks[k + 1].text != "{":
        return ""
    j = closing(toks, k + 1)
    above = "".join(t.text for t in toks[k + 2 : j])
    rest = toks[j + 1 :]
    sign = (
        rest[1].text
        if rest and rest[0].text == "{" and len(rest) > 2
        else rest[0].text
        if rest
        else ""
    )
    if sign not in MARKS:
        return ""
    flat = above.replace(r"\text", "").replace(r"\mathrm", "").strip("{}").lower()
    if flat in ("def", "def.", "\\triangle", "d"):
        return r"\coloneqq" if flat != "d" else r"\sim"
    return (
        sign
        if (flat.strip("()").isalnum() and len(flat) <= 5) or flat in ("\\star", "*", "\\ast")
        else r"\sim"
    )


def bracketless(part: list[Token]) -> list[Token]:
    """`(x > 0)` as a condition, without its brackets."""
    if part[0].text == "(" and part[-1].text == ")" and marks_of(part[1:-1]):
        return part[1:-1]
    return part


def is_condition(separator: str, words: str, part: list[Token], marks: list[int]) -> bool:
    """Whether a piece beside a relation says where it holds."""
    if words in _CONDITIONAL:
        return True
    if words or separator == "text":
        return False
    inner = bracketless(part)
    if inner is not part:
        return True
    if part[0].text == r"\forall":
        return True
    if any(t.text == r"\in" for t in part) and not marks:
        return True
    if not marks or marks[0] == 0:
        return False
    signs = {part[k].text for k in marks}
    if not signs <= {"<", ">", r"\le", r"\ge", r"\ne", r"\lt", r"\gt"}:
        return False
    sides = _sides(part, marks)
    return any(_is_name(s) for s in sides) and all(len(s) <= 8 for s in sides)


def _sides(part: list[Token], marks: list[int]) -> list[list[Token]]:
    ends = [-1, *marks, len(part)]
    return [part[a + 1 : b] for a, b in pairwise(ends)]


def _is_name(toks: list[Token]) -> bool:
    """A letter, perhaps with a subscript, perhaps between bars."""
    if len(toks) > 2 and toks[0].text in ("|", r"\lvert") and toks[-1].text in ("|", r"\rvert"):
        return _is_name(toks[1:-1])
    if not toks or letter(toks[0]) is None:
        return False
    return len(toks) == 1 or toks[1].text in ("_", ",")
