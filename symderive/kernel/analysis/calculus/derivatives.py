"""A derivative on an open interval, with the conditions of its rules proved there.

>>> from symderive.terms.reader import read
>>> slope, conditions = differentiate_on(read("log(x)"), "x", read("0"), read("oo"), Givens.of([]))
>>> slope.head, all(c.settled for c in conditions)
('Div', True)
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.continuity.intervals import on_interval
from symderive.kernel.analysis.ranges.ranges import NONZERO, prove_sign, said
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.claims import Condition, smooth_by_default
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, sub


def differentiate_on(
    term: Term, name: str, low: Term, high: Term, givens: Givens
) -> tuple[Term, list[Condition]] | None:
    """The derivative and its conditions on low < name < high; None where a head has no rule."""
    inner = on_interval(name, low, high, givens)
    try:
        slope, needed = differentiate(term, name, inner)
    except ValueError:
        return None
    return slope, [holds(c, inner) for c in needed]


def holds(condition: Term, givens: Givens, depth: int = 2) -> Condition:
    """A condition of a derivative, discharged by the sign oracle or left open."""
    default = smooth_by_default(condition, givens)
    if default is not None:
        return default
    text = said(condition)
    how = _holds(condition, givens, depth)
    if how is None:
        return Condition(text, "open", "not proved")
    return Condition(text, "discharged", how)


def _holds(c: Term, givens: Givens, depth: int) -> str | None:
    if c in givens.statements:
        return "a given"
    head = c.head
    if head in ("Or", "And"):
        parts = [_holds(p, givens, depth) for p in c.args]
        known = [p for p in parts if p is not None]
        enough = bool(known) if head == "Or" else len(known) == len(parts)
        return "; ".join(known) if enough else None
    if head == "Is":
        word = c.args[1].data if c.args[1].head == "Symbol" else None
        return "real by its form" if word == "real" and is_real(c.args[0], givens) else None
    if head == "Not":
        return None
    wanted = {"Ne": NONZERO, "Lt": ("+",), "Le": ("+", "0+", "0")}
    flip = {"Gt": "Lt", "Ge": "Le"}
    a, b = c.args if head not in flip else reversed(c.args)
    head = flip.get(head, head)
    if head not in wanted:
        return None
    if head == "Ne" and a.head == "arg":  # arg(u) != pi: u is real and positive
        return "off the cut" if _positive_real(a.args[0], givens, depth) else None
    found = prove_sign(sub(b, a), givens, depth)
    return found[1] if found is not None and found[0] in wanted[head] else None


def _positive_real(u: Term, givens: Givens, depth: int) -> bool:
    from symderive.terms.tree import call

    for v in (u, call("re", u)):
        found = prove_sign(v, givens, depth)
        if found is not None and found[0] == "+":
            return True
    return False
