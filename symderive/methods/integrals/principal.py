"""Cauchy's principal value: a limit of integrals with the poles cut out, called so.

>>> from symderive.methods.integrals.patience import Patient
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> work = Patient(Givens.of([]), 20)
>>> n, poles = principal(work, read("Integral(1/x, (x, -1, 2))"))
>>> from symderive.terms.writer import write
>>> write(work.steps[n].gives), [write(p) for p in poles]
('Limit(Integral(1/x, (x, -1, 0 - r)) + Integral(1/x, (x, 0 + r, 2)), r, 0+) = log(2)', ['0'])
"""

from __future__ import annotations

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.methods.guesses import read_back
from symderive.methods.integrals.parameters import PROPOSALS
from symderive.methods.integrals.patience import MOST, Patient
from symderive.terms.principal import principal_value
from symderive.terms.tree import Term, sub
from symderive.terms.writer import write


def principal(work: Patient, integral: Term) -> tuple[int, list[Term]] | None:
    """(step that gives the limit, the poles inside), or None."""
    body, x, low, high = integral.args
    givens = without(x.data, work.givens)
    told = work.sorts(givens)
    found = filter(None, map(read_back, work.ask(f"{PROPOSALS}:poles", write(body), x.data, told)))
    inside = [p for p in found
              if (infinite(low) or sign_of(sub(p, low), givens) == "+")
              and (infinite(high) or sign_of(sub(high, p), givens) == "+")]  # fmt: skip
    poles: list[Term] = []
    for p in inside:
        at = sum(sign_of(sub(p, q), givens) == "+" for q in poles)
        poles.insert(at, p)
    whole = principal_value(integral, poles)
    for work.level in range(MOST + 1):
        n = work.value(whole)
        if n is not None:
            return n, poles
    return None
