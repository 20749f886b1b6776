"""Antiderivatives proposed for coefficients: powers, sines and exponentials here, the rest by SymPy.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> [write(f) for f in quick(read("R^2*sin(s)^2 + 2*s"), "s", Givens.of([]))]
['(R^2*s - R^2*sin(s)*cos(s) + 2*s^2)/2']
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from symderive.kernel.analysis.forms.coefficient_integrals import antiderivative
from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.logic.givens import Givens
from symderive.methods import antiderivatives
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.worker import WorkerError, shared

STRATEGIES = ("manual", "closure", "halfangle", "rational", "integrate", "expanded")
PER_STRATEGY = 4.0  # seconds of the worker
_SIGNS = {"+": "positive", "-": "negative", "0+": "nonnegative", "0-": "nonpositive",
          "!0": "nonzero"}  # fmt: skip


def candidates(body: Term, name: str, givens: Givens) -> Iterator[Term]:
    """Terms that may be antiderivatives of the body, quick ones first."""
    yield from quick(body, name, givens)
    sorts = {n: {_SIGNS[s.sign]: True} for n, s in givens.sorts.items() if s.sign in _SIGNS}
    seen = set()
    for strategy in STRATEGIES:
        with suppress(WorkerError):
            args = (strategy, write(body), name, sorts)
            where = f"{antiderivatives.__name__}:propose"
            for text in shared().run(where, args, seconds=PER_STRATEGY):
                if text not in seen:
                    seen.add(text)
                    yield read(text)


def quick(body: Term, name: str, givens: Givens) -> Iterator[Term]:
    """The antiderivative of sums of powers, exponentials and waves."""
    k = Coefficients(givens)
    with suppress(ArithmeticError):
        yield k.run(lambda: k.write(antiderivative(k, k.read(body), name)))
