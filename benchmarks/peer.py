"""SymPy as a peer: the same text, read by the same reader, decided by `simplify` or `equals`.

Runs inside a worker process that is killed at its limit; symbols carry the assumptions of the
givens, as the bridge makes them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from symderive.terms.reader import read

Answer = tuple[str, float]  # verdict, seconds
METHODS = ("simplify", "equals")


def decide(claim: str, given: Sequence[str], method: str) -> Answer:
    """The verdict of one SymPy method and the seconds it took, reading included.

    `simplify(l - r) == 0` is taken for verified, a difference that is provably nonzero for refuted;
    `equals` says True or False.  Everything else, None included, is undecided.
    """
    from symderive.terms.bridge import to_sympy
    from sympy import MatrixBase, simplify
    from sympy.core.cache import clear_cache

    clear_cache()
    start = time.perf_counter()
    relation = read(claim)
    givens = [read(g) for g in given]
    left, right = (to_sympy(side, givens) for side in relation.args)
    if method == "equals":
        answer = left.equals(right)
    else:
        gap = simplify((left - right).doit())
        if isinstance(gap, MatrixBase):
            answer = True if gap == gap * 0 else None
        else:
            answer = True if gap == 0 else (False if gap.is_zero is False else None)
    verdict = {True: "verified", False: "refuted"}.get(answer, "undecided")
    return verdict, time.perf_counter() - start
