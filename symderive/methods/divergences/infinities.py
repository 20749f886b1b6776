"""Infinite answers: mass where the other law has none, or an integral that diverges."""

from __future__ import annotations

from collections.abc import Sequence

from symderive.measures import Problem
from symderive.methods.divergences.found import Found
from symderive.terms.tree import Term


def infinite_answer(
    problem: Problem, facts: Sequence[Term], added: Sequence[Term], end: float
) -> Found | None:
    """A proof that the measure is infinite, or None."""
    return None
