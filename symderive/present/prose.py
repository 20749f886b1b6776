"""Sentences whose parts are words, formulas and references, and the words common to all writers.

A writer prints each part in its own way, so that LaTeX, Markdown and the terminal say the same.

>>> pieces("With `a > 0` both sides are positive.")
[(False, 'With '), (True, 'a > 0'), (False, ' both sides are positive.')]
>>> listed([("a",), ("b",), ("c",)])
('a', ', ', 'b', ' and ', 'c')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..terms.context import Context
from .document import Document, Formula, formula


@dataclass(frozen=True)
class Ref:
    """A reference to what step `n` gives."""

    n: int


@dataclass(frozen=True)
class Glyph:
    """A sign of our own, as LaTeX and as plain text."""

    tex: str
    text: str


@dataclass(frozen=True)
class Joined:
    """Formulas and signs as one formula."""

    parts: tuple[Formula | Glyph, ...]


Part = str | Formula | Ref | Glyph | Joined
Sentence = tuple[Part, ...]


def pieces(text: str) -> list[tuple[bool, str]]:
    """(is a formula, text) in order; an unpaired backquote is an ordinary character."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return [(k % 2 == 1, part) for k, part in enumerate(parts) if part]


def sentence(text: str, context: Context) -> Sentence:
    """A text with formulas between backquotes as parts."""
    return tuple(formula(t, context) if math else t for math, t in pieces(text))


_FORMULA = re.compile(r"\|\w+\|\^\(-?[\w/]+\)|\b\w+ = -?[\w/.]+(?<!\.)|\|\w+\|")


def mathed(text: str, context: Context) -> Sentence:
    """A reason of the kernel: what is plainly a formula in it (`x = 0`, `|x|^(-1)`) as one."""
    out: list[Part] = []
    end = 0
    for found in _FORMULA.finditer(text):
        read = formula(found[0], context)
        if read.term is not None:
            out += [text[end : found.start()], read]
            end = found.end()
    return tuple(p for p in (*out, text[end:]) if p)


def reasoned(text: str, context: Context) -> Sentence:
    """How a limit, a sign or a range was proved, with what is a formula in it as one."""
    found = re.fullmatch(r"(.+): (an expansion|expansions) at (\w+) -> oo", text)
    if found:
        places = [formula(t, context) for t in found[1].split(" and ")]
        tends = Joined((formula(found[3], context), Glyph(r"\to\infty", "-> oo")))
        return (found[2], " for ", tends, ", with ", *listed([(p,) for p in places]))
    found = re.fullmatch(r"(.+) lies in ([(\[].+[)\]])", text)
    if found:
        what = formula(found[1], context)
        inside = formula(f"x in {found[2]}", context).term
        if what.term is not None and inside is not None:
            return (what, " lies in ", Formula(found[2], inside.args[1]))
    found = re.fullmatch(r"(continuity at) (.+)", text)
    if found and (at := formula(found[2], context)).term is not None:
        return (found[1], " ", at)
    return mathed(text, context) if "`" not in text else sentence(text, context)


def listed(items: Sequence[Sentence], last: str = " and ") -> Sentence:
    """`a, b and c` of sentences."""
    out: list[Part] = []
    for k, item in enumerate(items):
        if k:
            out.append(last if k == len(items) - 1 else ", ")
        out += item
    return tuple(out)


def references(numbers: Iterable[int]) -> Sentence:
    return listed([(Ref(n),) for n in numbers])


def series(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return ", ".join(items[:-1]) + " and " + items[-1] if len(items) > 1 else "".join(items)


def sentence_case(label: str) -> str:
    """The first letter large, the others as they are."""
    return label[:1].upper() + label[1:]


def capital(parts: Sentence) -> Sentence:
    """The sentence with a large first letter, where it begins with a word."""
    first, *rest = parts or ("",)
    return (sentence_case(first) if isinstance(first, str) else first, *rest)


def uncapital(parts: Sentence) -> Sentence:
    """The sentence with a small first letter, for the middle of another one; names stay."""
    first, *rest = parts or ("",)
    if isinstance(first, str) and re.match(r"[A-Z][a-z]*\b(?!-[A-Z])", first):
        first = first[:1].lower() + first[1:]
    return (first, *rest)


def unended(parts: Sentence) -> Sentence:
    """The sentence without the mark at its end."""
    if parts and isinstance(parts[-1], str):
        last = parts[-1].rstrip(" .,:")
        parts = (*parts[:-1], last) if last else parts[:-1]
    return parts


def closing(document: Document) -> str:
    """What the verdict rests on: a proof says so, anything else says that it is none."""
    count = document.count
    if document.verdict == "refuted":
        return "The claim is false."
    if document.verdict != "verified":
        return f"This is no proof ({count})."
    if document.added or any(s.grade == "assumed" for s in document.steps):
        return f"Every step was checked, given what is marked as added or assumed ({count})."
    return f"Every step was checked ({count})."


def opening(document: Document) -> str:
    """`Claim`, with the verdict where it is not proved."""
    return "Claim" if document.verdict == "verified" else f"Claim ({document.verdict})"


_BALL = re.compile(r"\[?(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?) \+/- (\d+(?:\.\d+)?)(?:e([+-]?\d+))?\]?")


def enclosure(text: str) -> str | None:
    r"""An enclosure as mathematics, None where the text is none.

    >>> enclosure("0.43 +/- 4.29e-16")
    '0.43 \\pm 4.29\\cdot 10^{-16}'
    """
    found = _BALL.fullmatch(text.strip())
    if found is None:
        return None
    middle, radius, exponent = found.groups()
    power = rf"\cdot 10^{{{int(exponent)}}}" if exponent else ""
    mantissa, e, tens = middle.partition("e")
    middle = mantissa + (rf"\cdot 10^{{{int(tens)}}}" if e else "")
    return rf"{middle} \pm {radius}{power}"
