"""Sentences with formulas between backquotes, split into prose and mathematics.

>>> pieces("With `a > 0` both sides are positive.")
[(False, 'With '), (True, 'a > 0'), (False, ' both sides are positive.')]
"""

from __future__ import annotations

from collections.abc import Callable

from .document import Condition, Document


def pieces(text: str) -> list[tuple[bool, str]]:
    """(is a formula, text) in order; an unpaired backquote is an ordinary character."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return [(k % 2 == 1, part) for k, part in enumerate(parts) if part]


def series(items: list[str]) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def sentence_case(label: str) -> str:
    """The first letter large, the others as they are."""
    return label[:1].upper() + label[1:]


def holds(document: Document, given: list[str]) -> str:
    """The words that lead from the givens to the claim; an unproved claim is only claimed."""
    if given:
        return f"Suppose that {series(given)}. Then"
    return "We have" if document.verdict == "verified" else "It is claimed that"


def closing(document: Document) -> str:
    """What the verdict rests on: a proof says so, anything else says that it is none."""
    count = document.count
    if document.verdict != "verified":
        return f"This is no proof ({count})."
    if document.added or any(s.grade == "assumed" for s in document.steps):
        return f"Every step was checked, given what is marked as added or assumed ({count})."
    return f"Every step was checked ({count})."


def condition_words(c: Condition, formula: str, sentence: Callable[[str], str]) -> str:
    """One condition with how it was met; what is not discharged says so."""
    how = sentence(c.how)
    if c.status == "discharged":
        return f"{formula} ({how})" if how else f"{formula} (discharged)"
    status = {"added": "added to the givens", "given": "given"}.get(c.status, sentence(c.status))
    return f"{formula} ({status}{': ' + how if how else ''})"


def opening(document: Document) -> str:
    """`Claim`, with the verdict where it is not proved."""
    return "Claim" if document.verdict == "verified" else f"Claim ({document.verdict})"
