"""Cauchy's principal value as a term: a limit of integrals with the poles cut out.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> write(principal_value(read("Integral(1/x, (x, -1, 1))"), [read("0")]))
'Limit(Integral(1/x, (x, -1, 0 - r)) + Integral(1/x, (x, 0 + r, 1)), r, 0+)'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, Term, add, div, integer, neg, sub, symbol


def principal_value(integral: Term, poles: Sequence[Term]) -> Term:
    """Cauchy's principal value as a limit: poles cut out by one distance, infinite ends by 1/it."""
    body, x, low, high = integral.args
    taken = integral.free | {x.data}.union(*(p.free for p in poles))
    r = symbol("r" if "r" not in taken else fresh("r", taken))
    ends = [low if low != neg(Term("oo")) else div(integer(-1), r)]
    for p in poles:
        ends += [sub(p, r), add(p, r)]
    ends.append(high if high != Term("oo") else div(ONE, r))
    parts = [integral.rebuild((body, x, a, b)) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    whole = parts[0] if len(parts) == 1 else add(*parts)
    return Term("Limit", (whole, r, integer(0)), "+")
