"""What may have to be supposed of the parameters of an integral, where the givens say nothing.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> under = supposed(read("Integral(x^p, (x, 0, 1))"), Givens.of([]), 20)
>>> [[write(t) for t in added] for added in under]
[['p > -1'], ['p > -1', 'p > 0']]
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.logic.givens import Givens
from symderive.methods.guesses import read_back
from symderive.methods.integrals.patience import Patient
from symderive.terms.tree import ZERO, Term, symbol
from symderive.terms.writer import write

PROPOSALS = "symderive.methods.integrals.existence_proposals"


def supposed(integral: Term, givens: Givens, seconds: float) -> list[list[Term]]:
    """Sets of hypotheses in the order in which they are worth trying; the empty one means none.

    A relation without which the integral does not exist at an end is in all of them; that the names
    of unknown sign are positive is the last resort.
    """
    open_ = [n for n in sorted(integral.free) if givens.sort(n).sign is None]
    open_ = [n for n in open_ if givens.sort(n).domain != "complex"]
    if not open_:
        return [[]]
    body, x, low, high = integral.args
    work = Patient(givens, seconds)
    texts = work.ask(
        f"{PROPOSALS}:relations", write(body), x.data, write(low), write(high), work.sorts(givens)
    )
    needed = [t for t in map(read_back, texts) if t is not None and not holds(t, givens).settled]
    signs = [Term("Gt", (symbol(n), ZERO)) for n in open_]
    return [needed, [*needed, *(s for s in signs if s not in needed)]]
