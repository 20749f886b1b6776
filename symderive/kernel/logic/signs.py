"""The sign of a polynomial, proved from the signs of its generators and from known inequalities.

Generators stand for real numbers at any one admissible point; a fact is a polynomial whose sign is
known there.  Whatever relations hold between generators, a sign proved here is right; `None` means
only that nothing was proved within the bounds of the search.

>>> from flint import fmpq_mpoly_ctx
>>> context = fmpq_mpoly_ctx.get(["x", "y"], "degrevlex")
>>> x, y = context.gens()
>>> real = [GenSort(True, None), GenSort(True, None)]
>>> sign_of(x**2 - x*y + y**2 + 1, real), sign_of(x - y, real)
('+', None)
>>> sign_of(x - y + 3, real, [(x - y, "0+")])
'+'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpq_mpoly

from symderive.kernel.logic.givens import Sign
from symderive.kernel.logic.sign_algebra import NEGATIVE, NULL, POSITIVE, UNKNOWN, mask_of, name_of
from symderive.kernel.logic.sign_search import (
    MAX_DEGREES,
    MAX_TERMS,
    Exponents,
    Search,
    key_of,
    sum_of_signs,
)  # fmt: skip


@dataclass(frozen=True)
class GenSort:
    """What is known of one generator; one that is not real makes what contains it unknown."""

    real: bool
    sign: Sign | None = None


def sign_of(
    poly: fmpq_mpoly,
    gens: Sequence[GenSort],
    facts: Sequence[tuple[fmpq_mpoly, Sign]] = (),
    depth: int = 2,
) -> Sign | None:
    """The sign of `poly` ("+", "-", "0+", "0-", "!0", "0") where it is proved, else None.

    `gens` has one row per generator of the polynomial's context, in order; generators beyond its
    end are unknown.  `facts` hold at the same point.  `depth` bounds how many facts are combined.
    """
    if poly.is_zero():
        return "0"
    terms = list(poly.terms())
    masks = [mask_of(g.sign) for g in gens]
    real = [g.real or g.sign not in (None, "!0") for g in gens]
    missing = poly.context().nvars() - len(masks)
    masks += [UNKNOWN] * missing
    real += [False] * missing
    if not all(real[i] for i, d in enumerate(poly.degrees()) if d):
        return _sign_not_real(poly, terms, masks, real, facts, depth)
    quick = sum_of_signs(terms, masks)
    if quick in (POSITIVE, NEGATIVE, NULL) or len(terms) > MAX_TERMS:
        return name_of(quick)
    known = [
        (f, mask_of(s))
        for f, s in facts
        if s is not None and all(real[i] for i, d in enumerate(f.degrees()) if d)
    ]
    return name_of(Search(masks, known).sign(poly, depth))


def _sign_not_real(
    poly: fmpq_mpoly,
    terms: list[tuple[Exponents, Any]],
    masks: list[int],
    real: list[bool],
    facts: Sequence[tuple[fmpq_mpoly, Sign]],
    depth: int,
) -> Sign | None:
    """Of numbers that need not be real, a product of nonzero ones is nonzero; no more is known."""
    key = key_of(poly)
    for f, s in facts:
        if s in ("+", "-", "!0", "0") and key_of(f) == key:
            return "0" if s == "0" else "!0"
    if len(terms) > MAX_TERMS or sum(poly.degrees()) > MAX_DEGREES:
        return None
    factors = [f for f, _ in poly.factor()[1]]
    if len(factors) == 1 and len(terms) == 1:
        (i,) = [i for i, d in enumerate(poly.degrees()) if d]
        return "!0" if not masks[i] & NULL else None
    if len(factors) == 1 and key_of(factors[0]) == key:
        return None
    sorts = [GenSort(r, name_of(m)) for r, m in zip(real, masks, strict=True)]
    signs = {sign_of(f, sorts, facts, depth) for f in factors}
    return "!0" if signs <= {"+", "-", "!0"} else None
