"""Equations for constants: which of them say nothing, and which hold an integral.

>>> from symderive.terms.reader import read
>>> identity(read("sin(0) = 0"), Givens()), holds_integral(read("Integral(x, (x, 0, 1)) = a"))
(True, True)
"""

from __future__ import annotations

from symderive.kernel.analysis.algebra import relation
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term


def identity(row: Term, givens: Givens) -> bool:
    try:
        relation(row, givens, thorough=False)
    except (Undecided, Rejected):
        return False
    return True


def holds_integral(row: Term) -> bool:
    return any(t.head == "Integral" for t in row.walk())
