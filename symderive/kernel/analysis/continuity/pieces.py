"""Piecewise terms on an interval: the breaks, the piece that holds between them, and how they meet.

>>> from symderive.terms.reader import read
>>> t = read("Piecewise((x^2, x < 1), (2*x - 1, true))")
>>> found = piecewise_conditions(t, "x", read("0"), read("2"), Givens.of([]), 1, (True, True))
>>> [c.how for c in found]
['their values and derivatives agree']
"""

from __future__ import annotations

from itertools import pairwise

from symderive.kernel.analysis.calculus.differentiate import derivative
from symderive.kernel.analysis.continuity.intervals import SMOOTH, infinite, on_interval
from symderive.kernel.analysis.continuity.zeros import is_zero, ordered, roots_inside
from symderive.kernel.analysis.ranges.ranges import said, sign_of
from symderive.kernel.logic.claims import Condition
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, sub

Closed = tuple[bool, bool]
_TRUE = {"Lt": ("+",), "Le": ("+", "0+", "0"), "Ne": ("+", "-", "!0"), "Eq": ("0",)}
_FALSE = {"Lt": ("-", "0-", "0"), "Le": ("-",), "Ne": ("0",), "Eq": ("+", "-", "!0")}


def piecewise_conditions(
    t: Term, name: str, low: Term, high: Term, givens: Givens, order: int, closed: Closed
) -> list[Condition]:
    """Smoothness of each piece on its closed part of the interval, and of the joints."""
    text = f"{said(t)} is continuous in {name}"
    points = breaks(t, name, low, high, givens)
    edges = [low, *points, high]
    pieces: list[Term] = []
    for a, b in pairwise(edges):
        piece = piece_on(t, on_interval(name, a, b, givens))
        if piece is None:
            return [Condition(text, "open", "which piece holds is not decided")]
        pieces.append(piece)
    out = [
        c for k, p in enumerate(pieces) for c in _inside(p, k, edges, name, givens, order, closed)
    ]
    for c, left, right in zip(points, pieces, pieces[1:], strict=False):
        out.append(_joint(left, right, name, c, order, givens))
    shut = [low] * closed[0] + points + [high] * closed[1]
    beside = pieces[:1] * closed[0] + pieces[1:] + pieces[-1:] * closed[1]
    for c, piece in zip(shut, beside, strict=True):
        if not infinite(c):
            out += _own_value(t, piece, name, c, givens)
    return out


def _own_value(t: Term, piece: Term, name: str, c: Term, givens: Givens) -> list[Condition]:
    """At a break or a closed end the term has the value of the piece beside it."""
    here = t.rebuild(substitute(a, {name: c}) for a in t.args)
    value = piece_on(here, givens)
    beside = substitute(piece, {name: c})
    if value is not None and (value == beside or is_zero(sub(value, beside), givens)):
        return []
    return [
        Condition(f"the value at {name} = {said(c)}", "open", "not that of the piece beside it")
    ]


def breaks(t: Term, name: str, low: Term, high: Term, givens: Givens) -> list[Term]:
    """The points inside the interval at which a condition of the pieces may change."""
    found: list[Term] = []
    for condition in t.args[1::2]:
        for part in condition.walk():
            if part.head in ("Lt", "Le", "Gt", "Ge", "Eq", "Ne") and name in part.free:
                gap = sub(part.args[0], part.args[1])
                for c in roots_inside(gap, name, low, high, givens):
                    if not any(is_zero(sub(c, other), givens) for other in found):
                        found.append(c)
    return ordered(found, givens)


def piece_on(t: Term, inner: Givens) -> Term | None:
    """The piece whose condition holds throughout, all before it failing throughout; else None."""
    for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
        decided = decide(condition, inner)
        if decided is None:
            return None
        if decided:
            return value
    return None


def decide(condition: Term, inner: Givens) -> bool | None:
    """Whether a condition holds at every point, fails at every point, or neither is proved."""
    head = condition.head
    if head in ("true", "false"):
        return head == "true"
    if head in ("And", "Or"):
        parts = [decide(c, inner) for c in condition.args]
        stop = head == "Or"
        return stop if stop in parts else None if None in parts else not stop
    if head == "Not":
        decided = decide(condition.args[0], inner)
        return None if decided is None else not decided
    left, right = condition.args if len(condition.args) == 2 else (None, None)
    if left is None or right is None:
        return None
    if head in ("Gt", "Ge"):
        head, left, right = {"Gt": "Lt", "Ge": "Le"}[head], right, left
    if head not in _TRUE:
        return None
    sign = sign_of(sub(right, left), inner, 1)
    return True if sign in _TRUE[head] else False if sign in _FALSE[head] else None


def _inside(
    piece: Term, k: int, edges: list[Term], name: str, givens: Givens, order: int, closed: Closed
) -> list[Condition]:
    from symderive.kernel.analysis.continuity.continuity import smooth_on

    shut = (closed[0] if k == 0 else True, closed[1] if k == len(edges) - 2 else True)
    return smooth_on(piece, name, edges[k], edges[k + 1], givens, order, closed=shut)


def _joint(left: Term, right: Term, name: str, c: Term, order: int, givens: Givens) -> Condition:
    """Agreement of values, and of derivatives up to the order."""
    text = f"the pieces meet at {name} = {said(c)}"
    if order >= SMOOTH:
        return Condition(text, "open", "pieces are not analytic where they meet")
    gap = sub(left, right)
    for k in range(order + 1):
        value = substitute(gap, {name: c})
        if not is_zero(value, givens):
            what = "their values" if k == 0 else f"their derivatives of order {k}"
            return Condition(text, "open", f"{what} differ by {said(value)}")
        try:
            gap = derivative(gap, name, givens)
        except ValueError:
            return Condition(text, "open", "no derivative rule") if k < order else Condition(
                text, "discharged", "their values agree"
            )  # fmt: skip
    agree = "their values agree" if order == 0 else "their values and derivatives agree"
    return Condition(text, "discharged", agree)
