"""Proofs that an integral has no value: at an end, at a pole inside, by an antiderivative.

>>> from symderive.methods.integrals.parameters import Parameters
>>> from symderive.methods.integrals.patience import Patient
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> search = Parameters(Patient(Givens.of([read("a > 0"), read("b > a")]), 20))
>>> n = diverging(search, read("Integral(1/(x - a), (x, 0, b))"))
>>> search.work.steps[n].outcome.says
'The integral diverges at x = a: 1/(x - a)*(x - a) tends to 1.'
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.integrals.divergent import WHO, WORD
from symderive.methods.integrals.parameters import PROPOSALS, Parameters
from symderive.terms.tree import ONE, Term, symbol
from symderive.terms.writer import write

POLES = frozenset("Div Pow tan cot sec csc coth csch log".split())


def diverging(routes: Parameters, integral: Term) -> int | None:
    """The number of a step that says that the integral is divergent, or None."""
    claim = Term("Is", (integral, WORD))
    step = routes.work.step
    if not integral.free and not integral.functions:
        n = step(WHO, claim)
        if n is not None:
            return n
    for at in _places(routes, integral):
        for bind in ({"at": at}, {"at": at, "log": ONE}):
            n = step(WHO, claim, (), (), bind)
            if n is not None:
                return n
    return None


def by_antiderivative(routes: Parameters, integral: Term, F: Term) -> int | None:
    """The same by an antiderivative without finite limits."""
    return routes.work.step(WHO, Term("Is", (integral, WORD)), (), (), {"F": F})


def _places(routes: Parameters, integral: Term) -> Iterator[Term]:
    body, x, low, high = integral.args
    yield low
    yield high
    if integral.free and any(t.head in POLES and x.data in t.free for t in body.walk()):
        for at in routes.ask(f"{PROPOSALS}:poles", write(body), x.data):
            if at not in (low, high) and x.data not in at.free and at != symbol(x.data):
                yield at
