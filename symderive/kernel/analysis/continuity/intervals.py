"""A bound variable on an interval, as givens: what was said of its name elsewhere is dropped.

>>> from symderive.terms.reader import read
>>> outer = Givens.of([read("x > 5"), read("a > 0")])
>>> inner = on_interval("x", read("0"), read("a"), outer)
>>> inner.bounds["x"].low, [s.head for s in inner.statements]
(Fraction(0, 1), ['Gt', 'Lt', 'Lt', 'Lt'])
"""

from __future__ import annotations

from symderive.kernel.logic.givens import SMOOTH, Givens
from symderive.terms.tree import Term, symbol


def infinite(t: Term) -> int:
    """+1 for `oo`, -1 for `-oo`, else 0."""
    if t.head == "oo":
        return 1
    return -1 if t.head == "Neg" and t.args[0].head == "oo" else 0


def without(name: str, givens: Givens) -> Givens:
    """The givens that do not speak of a name: it is then any real number."""
    if all(name not in s.free for s in givens.statements) and name not in givens.sorts:
        return givens
    kept = [s for s in flat(givens) if name not in s.free]
    return Givens.of([*kept, *_between(name, givens)])


def _between(name: str, givens: Givens) -> list[Term]:
    """What bounds on both sides of a name say of other names: 0 < x and x < a leave 0 < a."""
    lows: list[tuple[Term, bool]] = []
    highs: list[tuple[Term, bool]] = []
    for relation, left, right in givens.relations:
        if relation in ("Lt", "Le"):
            if right.head == "Symbol" and right.data == name and name not in left.free:
                lows.append((left, relation == "Lt"))
            elif left.head == "Symbol" and left.data == name and name not in right.free:
                highs.append((right, relation == "Lt"))
    sign = givens.sort(name).sign
    if sign in ("+", "0+"):
        lows.append((Term("Integer", (), 0), sign == "+"))
    elif sign in ("-", "0-"):
        highs.append((Term("Integer", (), 0), sign == "-"))
    return list(dict.fromkeys(
        Term("Lt" if strict or also else "Le", (low, high))
        for low, strict in lows for high, also in highs
        if (low.free or high.free) and not infinite(low) and not infinite(high)
    ))  # fmt: skip


def flat(givens: Givens) -> list[Term]:
    """The statements with conjunctions taken apart."""
    out: list[Term] = []
    stack = list(reversed(givens.statements))
    while stack:
        s = stack.pop()
        if s.head == "And":
            stack.extend(reversed(s.args))
        else:
            out.append(s)
    return out


def on_interval(
    name: str,
    low: Term,
    high: Term,
    givens: Givens,
    closed: tuple[bool, bool] = (False, False),
) -> Givens:
    """The givens under which `name` runs over the interval; low < high is taken for granted."""
    x = symbol(name)
    more: list[Term] = []
    if not infinite(low):
        more.append(Term("Le" if closed[0] else "Lt", (low, x)))
    if not infinite(high):
        more.append(Term("Le" if closed[1] else "Lt", (x, high)))
    if not infinite(low) and not infinite(high) and (low.free or high.free):
        more.append(Term("Lt", (low, high)))
    if not more:
        more.append(Term("Is", (x, symbol("real"))))
    base = without(name, givens)
    return Givens.of((*base.statements, *more))


def span_of(name: str, givens: Givens) -> tuple[Term, Term, bool, bool, Givens] | None:
    """(low, high, low closed, high closed, givens without the name): where the name lives.

    The interval contains all admissible values; None where the name is complex, or bounded on one
    side by several terms.
    """
    if givens.sort(name).domain == "complex" or name in givens.matrices:
        return None
    low: tuple[Term, bool] | None = None
    high: tuple[Term, bool] | None = None
    for relation, left, right in givens.relations:
        if relation not in ("Lt", "Le"):
            continue
        if right.head == "Symbol" and right.data == name and name not in left.free:
            if low is not None and low[0] != left:
                return None
            low = (left, relation == "Le" and (low is None or low[1]))
        elif left.head == "Symbol" and left.data == name and name not in right.free:
            if high is not None and high[0] != right:
                return None
            high = (right, relation == "Le" and (high is None or high[1]))
    zero = Term("Integer", (), 0)
    sign = givens.sort(name).sign
    if low is None and sign in ("+", "0+"):
        low = (zero, sign == "0+")
    if high is None and sign in ("-", "0-"):
        high = (zero, sign == "0-")
    oo = Term("oo")
    a, a_closed = low or (Term("Neg", (oo,)), False)
    b, b_closed = high or (oo, False)
    return a, b, a_closed, b_closed, without(name, givens)


def smoothness(name: str, givens: Givens) -> int | None:
    """The declared order of smoothness of a generic function, None if nothing is declared."""
    return givens.functions.get(name)


__all__ = ["SMOOTH", "flat", "infinite", "on_interval", "smoothness", "span_of", "without"]
