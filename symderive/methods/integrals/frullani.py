"""Frullani's theorem: a difference of one function at two scales, over x."""

from __future__ import annotations

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.guesses import read_back
from symderive.methods.integrals import frullani_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import asked
from symderive.terms.reader import read
from symderive.terms.tree import ONE, ZERO, Term, div, eq
from symderive.terms.writer import write

FRULLANI = frullani_proposals.__name__


def by_frullani(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by Frullani's theorem."""
    body, x, low, high = integral.args
    if low != ZERO or infinite(high) != 1:
        return None
    told = routes.work.sorts(routes.givens(under))
    for f_text, r_text, values in asked(routes, f"{FRULLANI}:pairs", write(body), x.data, told):
        f, r = read_back(f_text), read_back(r_text)
        if f is None or r is None:
            continue
        bind = {"f": f, "r": r}
        for v in map(read, values):
            n = routes.work.step("frullani", eq(integral, v), (), under, bind)
            if n is not None:
                return n
        exists = getattr(routes, "exists", None)
        tail = integral.rebuild((div(f, x), x, ONE, high))
        there = exists(tail, under) if exists else None
        if there is None:
            continue
        for v in map(read, values):
            n = routes.work.step("frullani", eq(integral, v), [there], under, bind)
            if n is not None:
                return n
    return None
