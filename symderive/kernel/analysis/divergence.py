"""Proven divergence of an integral or a sum."""

from symderive.kernel.logic.balls import Evaluator
from symderive.terms.tree import Term


def diverges(t: Term, e: Evaluator) -> str | None:
    return None
