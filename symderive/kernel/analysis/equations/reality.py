"""That a formula is real somewhere: an unknown is a real function, together with its slopes.

An admissible point is sought at which every side has a real value; the slopes too, since a formula may
be real at a single point, where an integral has no length.  An integral inside another has no ball;
where only functions occur that are real at real places, such an integral is any real number.

>>> from symderive.terms.reader import read
>>> real_somewhere([read("sqrt(x - 3)")], Givens(), "example")
>>> try:
...     real_somewhere([read("sqrt(-1 - x^2)")], Givens(), "example")
... except Undecided as reason:
...     print(reason)
example: no point was found at which the formula is real
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from flint import acb

from symderive.kernel.logic.ballfunctions import is_real
from symderive.kernel.logic.balls import with_precision
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.enclosed import enclosed_places
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import places_for
from symderive.terms.substitute import fresh
from symderive.terms.tree import Term, symbol

TRIES = 48
# Real wherever they have a value at real places.
_REAL = frozenset("""Integer Symbol Neg Add Mul Div pi E exp sin cos tan sinh cosh tanh atan asinh erf
                  Abs Apply Integral""".split())  # fmt: skip


def real_somewhere(sides: Sequence[Term], givens: Givens, who: str) -> None:
    """Sides are real at an admissible point off the axes; else Undecided."""
    if any(t.head == "I" for side in sides for t in side.walk()):
        raise Undecided(f"{who}: the unknown is real, and the formula contains I")
    sides = _without_nested(sides)
    names = sorted(frozenset().union(*(t.free for t in sides)))
    enclosed = enclosed_places(list(sides), names, givens, TRIES)
    for place in chain(enclosed, places_for(list(sides), names, givens, TRIES)):
        if not all(any(v) for v in place.values.values()):
            continue
        with with_precision(64):
            balls = [place.evaluator().value(t) for t in sides]
            if all(isinstance(b, acb) and b.is_finite() and is_real(b) for b in balls):
                return
    raise Undecided(f"{who}: no point was found at which the formula is real")


def _without_nested(sides: Sequence[Term]) -> Sequence[Term]:
    """Names for integrals that hold integrals, where nothing can make them complex."""
    nested = dict.fromkeys(t for side in sides for t in _outermost(side) if _holds_another(t))
    if not nested or not all(_plain(t) for side in sides for t in side.walk()):
        return sides
    taken = set().union(*(side.free | side.functions for side in sides))
    put: dict[Term, Term] = {}
    for t in nested:
        taken.add(name := fresh("j", taken))
        put[t] = symbol(name)
    return [_put(side, put) for side in sides]


def _outermost(t: Term) -> list[Term]:
    return [t] if t.head == "Integral" else [n for a in t.args for n in _outermost(a)]


def _holds_another(t: Term) -> bool:
    return any(u.head == "Integral" for a in t.args for u in a.walk())


def _plain(t: Term) -> bool:
    if t.head == "Pow":
        return t.args[1].head == "Integer" or t.args[0].head == "E"
    return t.head in _REAL


def _put(t: Term, put: dict[Term, Term]) -> Term:
    return put[t] if t in put else t.rebuild([_put(a, put) for a in t.args])


__all__ = ["real_somewhere"]
