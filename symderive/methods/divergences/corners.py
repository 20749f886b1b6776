"""Integrands with absolute values, in pieces between the places where these turn."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import on_interval
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.laws.measures import before, between
from symderive.methods.guesses import read_back
from symderive.methods.values import Values
from symderive.terms.substitute import replace
from symderive.terms.tree import Term, neg
from symderive.terms.writer import write

PLACES = "symderive.methods.divergences.places"


class Corners(Values):
    """A search that takes integrals apart where an absolute value turns."""

    def pieces(self, integral: Term, weight: Term, factor: Term) -> list[tuple[Term, Term, Term]]:
        """(integral, weight, factor) between the zeros of absolute values of x - m."""
        x = integral.args[1].data
        low, high = integral.args[2:]
        if integral.head == "Sum":
            return [(integral, weight, factor)]
        kinks = self.kinks(x, (weight, factor))
        if not kinks:
            return [(integral, weight, factor)]
        inside: list[Term] = []
        for k in kinks:  # in order, those that lie inside; raises Unordered
            if not between(low, k, high, self.givens):
                continue
            at = next((i for i, other in enumerate(inside) if before(k, other, self.givens)), None)
            inside.insert(len(inside) if at is None else at, k)
        ends = [low, *inside, high]
        out = []
        for a, b in itertools.pairwise(ends):
            w, g = (self.resolved(t, x, a, b) for t in (weight, factor))
            body = integral.args[0]
            out.append((integral.rebuild((body, integral.args[1], a, b)), w, g))
        return out

    def kinks(self, x: str, terms: Sequence[Term]) -> list[Term]:
        inner = dict.fromkeys(u.args[0] for t in terms for u in t.walk()
                              if u.head == "Abs" and x in u.args[0].free)  # fmt: skip
        found = []
        for u in inner:
            texts = self.ask(f"{PLACES}:zero", write(u), x, self.sorts(self.givens))
            k = read_back(texts[0]) if texts else None
            if k is not None and k not in found:
                found.append(k)
        return found

    def resolved(self, t: Term, x: str, low: Term, high: Term) -> Term:
        """The term with the absolute values as they are between the ends."""
        here = on_interval(x, low, high, self.givens)
        for u in [u for u in t.walk() if u.head == "Abs" and x in u.args[0].free]:
            sign = sign_of(u.args[0], here)
            if sign in ("+", "0+"):
                t = replace(t, u, u.args[0])
            elif sign in ("-", "0-"):
                t = replace(t, u, neg(u.args[0]))
        return t
