"""Arithmetic of signs: a sign is the set of values {-, 0, +} that a real number may have.

Sets are bit masks, so that what two arguments prove is their intersection and a sum or product is a
table look-up.

>>> name_of(product(mask_of("-"), mask_of("0-"))), name_of(total(mask_of("0+"), mask_of("+")))
('0+', '+')
>>> name_of(total(mask_of("+"), mask_of("-"))) is None
True
"""

from __future__ import annotations

from symderive.kernel.logic.givens import Sign

NEGATIVE, NULL, POSITIVE = 1, 2, 4
UNKNOWN, NONZERO, AT_LEAST, AT_MOST = 7, 5, 6, 3

_NAMES: dict[int, Sign | None] = {
    0: None, 1: "-", 2: "0", 3: "0-", 4: "+", 5: "!0", 6: "0+", 7: None,
}  # fmt: skip
_MASKS: dict[Sign | None, int] = {name: mask for mask, name in _NAMES.items() if mask}
_VALUES = {NEGATIVE: -1, NULL: 0, POSITIVE: 1}


def mask_of(sign: Sign | None) -> int:
    return _MASKS[sign]


def name_of(mask: int) -> Sign | None:
    """The sign's name; None for nothing known, and for the empty set (the givens contradict)."""
    return _NAMES[mask]


def _bits(mask: int) -> list[int]:
    return [value for bit, value in _VALUES.items() if mask & bit]


def _mask(values: set[int]) -> int:
    return sum(bit for bit, value in _VALUES.items() if value in values)


def _add(a: int, b: int) -> set[int]:
    return {-1, 0, 1} if a * b < 0 else {a or b}


TOTALS = [
    [_mask(set().union(*(_add(a, b) for a in _bits(p) for b in _bits(q)))) for q in range(8)]
    for p in range(8)
]
PRODUCTS = [
    [_mask({a * b for a in _bits(p) for b in _bits(q)}) for q in range(8)] for p in range(8)
]


def total(p: int, q: int) -> int:
    """The sign of a sum."""
    return TOTALS[p][q]


def product(p: int, q: int) -> int:
    """The sign of a product."""
    return PRODUCTS[p][q]


def power(p: int, n: int) -> int:
    """The sign of an integer power n >= 0."""
    if n == 0:
        return POSITIVE
    return p if n % 2 else PRODUCTS[p][p] & ~NEGATIVE


def opposite(p: int) -> int:
    return PRODUCTS[p][NEGATIVE]


def of_number(value: object) -> int:
    """The sign of a rational number."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else NULL  # type: ignore[operator]
