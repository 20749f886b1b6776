"""The search for a divergence of univariate laws: from its definition to a closed form."""

from __future__ import annotations

from collections.abc import Sequence

from symderive.measures import Problem
from symderive.methods.divergences.found import Found
from symderive.terms.tree import Term


def search(problem: Problem, given: Sequence[Term], timeout: float) -> Found:
    """The value of a measure under the givens and those of the laws."""
    return Found(reason="no route was found")
