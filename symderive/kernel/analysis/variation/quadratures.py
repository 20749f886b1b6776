"""Integrals up to a moving place in an extremal: their derivative is the integrand there.

By the fundamental theorem of calculus (Rudin, Principles of Mathematical Analysis, Thm 6.20)
d/dx Integral(f, (s, a, g)) = f(g) g' where f is continuous from a to beyond g; `Stretch` keeps what
has to be smooth between which closed ends, and so a little beyond them.  An integrand that itself
moves is refused.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> found: list[Stretch] = []
>>> jets = Jets(("x",), ("y",), frozenset())
>>> write(partial(jets, read("Integral(exp(s^2), (s, 0, x^2))"), "x", Givens(), [], found))
'2*x*exp((x^2)^2)'
>>> write(found[0].body), write(found[0].high)
('exp(s^2)', 'x^2')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flint import acb

from symderive.kernel.analysis.continuity.continuity import smooth_on
from symderive.kernel.analysis.continuity.intervals import SMOOTH
from symderive.kernel.analysis.variation.jets import Jets
from symderive.kernel.logic.ballfunctions import is_real
from symderive.kernel.logic.balls import with_precision
from symderive.kernel.logic.claims import Condition, Undecided
from symderive.kernel.logic.enclosed import enclosed_places
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import Place, places_for
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import Term, apply
from symderive.terms.writer import write

TRIES = 600
BINDERS = ("Integral", "Sum", "Product", "Limit", "Derivative", "Subs", "Lambda")


@dataclass(frozen=True)
class Stretch:
    """`body` is smooth in `name` between `low` and `high`, both included."""

    body: Term
    name: str
    low: Term
    high: Term

    @property
    def says(self) -> str:
        return (f"{write(self.body)} is smooth for {self.name} between {write(self.low)} "
                f"and {write(self.high)}")  # fmt: skip

    def holds(self, givens: Givens) -> bool:
        """Whether it is proved."""
        found = smooth_on(self.body, self.name, self.low, self.high, givens, SMOOTH)
        return all(c.settled for c in found)

    def put(self, values: dict[str, Term]) -> Stretch:
        inner = {n: v for n, v in values.items() if n != self.name}
        return Stretch(substitute(self.body, inner), self.name,
                       substitute(self.low, values), substitute(self.high, values))  # fmt: skip


def partial(
    jets: Jets, t: Term, name: str, givens: Givens, needs: list[Term], found: list[Stretch]
) -> Term:
    """`jets.partial` where integrals up to a moving place may stand in the term."""
    table: dict[str, Stretch] = {}
    taken = {*t.free, *t.functions, name}

    def opaque(u: Term) -> Term:
        if u.head == "Integral" and name in u.free:
            body, variable, low, high = u.args
            if name not in low.free and (name == variable.data or name not in body.free):
                new = fresh("Q", taken)
                taken.add(new)
                table[new] = Stretch(body, variable.data, low, high)
                return apply(new, high)
        return u if u.head in BINDERS else u.rebuild([opaque(a) for a in u.args])

    def back(u: Term) -> Term:
        if u.head == "Apply" and u.data[0] in table:
            s = table[u.data[0]]
            if u.data[1] == (0,):
                return Term("Integral", (s.body, Term("Symbol", (), s.name), s.low, s.high))
            if s not in found:
                found.append(s)
            return substitute(s.body, {s.name: s.high})
        return u.rebuild([back(a) for a in u.args])

    whole = opaque(t)
    if not table:
        return jets.partial(t, name, givens, needs)
    before = len(needs)
    slope = back(jets.partial(whole, name, givens, needs))
    needs[before:] = [back(n) for n in needs[before:]]
    return slope


def somewhere(
    stretches: Sequence[Stretch], givens: Givens, finite: Sequence[Term], local: bool
) -> list[Condition]:
    """Each stretch proved, or all of them at one admissible point at which `finite` have values.

    A stretch that holds at a point holds around it; the integrand is real there.  Raises Undecided.
    """
    known = [not (local and _divides(s.body)) and s.holds(givens) for s in stretches]
    left = [s for s, proved in zip(stretches, known, strict=True) if not proved]
    if left and not local:
        raise Undecided(f"not proved: {left[0].says}")
    if stretches and not _at_a_place(stretches, left, givens, finite):
        raise Undecided(f"no admissible point was found at which {stretches[0].says}")
    how = {
        True: ("discharged", "head by head"),
        False: ("presupposed", "the family is claimed there"),
    }
    return [Condition(s.says, *how[proved]) for s, proved in zip(stretches, known, strict=True)]


def _divides(t: Term) -> bool:
    """Whether smoothness is a question of where it is."""
    return any(u.head in ("Div", "sqrt", "Pow", "log", "cbrt") for u in t.walk())


def _at_a_place(
    stretches: Sequence[Stretch], left: Sequence[Stretch], givens: Givens, finite: Sequence[Term]
) -> bool:
    near = [e for s in stretches for e in (s.low, s.high)]
    near += [substitute(s.body, {s.name: e}) for s in stretches for e in (s.low, s.high)]
    inner = [s.body.free - {s.name} for s in stretches]
    names = sorted(frozenset().union(*(t.free for t in (*finite, *near)), *inner))
    terms = [*finite, *near]
    for place in chain(enclosed_places(terms, names, givens, TRIES),
                       places_for(terms, names, givens, TRIES)):  # fmt: skip
        values = place.terms()
        put = [s.put(values) for s in left]
        if any(s.body.free - {s.name} or s.low.free or s.high.free for s in put):
            continue
        # The ends first: an integral is evaluated only where there is one.
        if _real(place, near) and all(s.holds(Givens()) for s in put) and _real(place, finite):
            return True
    return False


def _real(place: Place, terms: Sequence[Term]) -> bool:
    """Whether the terms have real values at a place."""
    with with_precision(64):
        e = place.evaluator()
        return all(isinstance(z, acb) and z.is_finite() and is_real(z)
                   for z in map(e.value, terms))  # fmt: skip
