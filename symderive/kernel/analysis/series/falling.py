"""Terms that fall in their index: as they stand, or factor by factor.

>>> from symderive.terms.reader import read
>>> here = Givens.of([read(t) for t in ("k is integer", "k >= 0", "0 < x", "x < 1")])
>>> falling(read("x^(2*k + 1)/(2*k + 1)"), "k", here), falling(read("(k + 1)*x^k"), "k", here)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.ranges.ranges import NEGATIVE, POSITIVE, sign_of
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, Term, add, sub, symbol


def falling(h: Term, k: str, at: Givens) -> bool:
    """Whether h(k + 1) <= h(k), as it stands or factor by factor, all of them nonnegative."""
    change = sub(h, substitute(h, {k: add(symbol(k), ONE)}))
    if sign_of(change, at, 1) in POSITIVE:
        return True
    parts = list(_factors(h, 1))
    if len(parts) < 2:
        return False
    for t, e in parts:
        if sign_of(t, at, 1) not in POSITIVE:
            return False
        rise = sub(substitute(t, {k: add(symbol(k), ONE)}), t)
        if k in t.free and sign_of(rise, at, 1) not in (NEGATIVE if e > 0 else POSITIVE):
            return False
    return True


def _factors(t: Term, e: int) -> Iterator[tuple[Term, int]]:
    if t.head == "Mul":
        for a in t.args:
            yield from _factors(a, e)
    elif t.head == "Div":
        yield from _factors(t.args[0], e)
        yield from _factors(t.args[1], -e)
    else:
        yield t, e
