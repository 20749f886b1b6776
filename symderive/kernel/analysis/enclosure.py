"""Enclosures of integrals and infinite sums."""

from flint import acb, arb

from symderive.kernel.logic.balls import Evaluator
from symderive.terms.tree import Term


def enclose(t: Term, e: Evaluator) -> acb:
    return acb(arb.nan())
