"""The parts of an answer: what an `extremal` says of unknowns, multipliers and movable ends.

>>> from symderive.terms.reader import read
>>> parts = parts_of(read("y(x) = x^2 and lam = -2"), ("x",), ("y",), ())
>>> sorted(parts.bodies), sorted(parts.multipliers), parts.implicit
(['y'], ['lam'], None)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from symderive.terms.tree import Term

UNSOLVED = "no extremal was found that the kernel accepts"


@dataclass(frozen=True)
class Parts:
    """`shown` is the statement without multipliers and ends; `implicit` an equation between sides."""

    shown: Term
    bodies: dict[str, Term] = field(default_factory=dict)
    multipliers: dict[str, Term] = field(default_factory=dict)
    ends: dict[str, Term] = field(default_factory=dict)
    implicit: Term | None = None


def parts_of(
    gives: Term, variables: Sequence[str], unknowns: Sequence[str], movable: Sequence[str]
) -> Parts:
    """The parts of a statement that `extremal` accepts."""
    bodies: dict[str, Term] = {}
    multipliers: dict[str, Term] = {}
    ends: dict[str, Term] = {}
    shown: list[Term] = []
    implicit = None
    for part in gives.args if gives.head == "And" else (gives,):
        left, right = part.args
        name = name_of(left)
        if (name in unknowns and not right.functions & set(unknowns)) or name in variables:
            bodies[name] = right
            shown.append(part)
        elif name in movable:
            ends[name] = right
        elif name and not (left.functions | right.functions) & set(unknowns):
            multipliers[name] = right
        else:
            implicit = part
            shown.append(part)
    whole = shown[0] if len(shown) == 1 else Term("And", tuple(shown))
    return Parts(whole, bodies, multipliers, ends, implicit)


def name_of(t: Term) -> str:
    """The name of a symbol or of a function that is applied; nothing for other terms."""
    if t.head == "Symbol":
        return str(t.data)
    return str(t.data[0]) if t.head == "Apply" and not any(t.data[1]) else ""
