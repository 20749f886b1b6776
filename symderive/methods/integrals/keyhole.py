"""A power of x times a rational function over the half line, by residues along a keyhole."""

from __future__ import annotations

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.integrals import keyhole_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.residues import RESIDUES, listed
from symderive.methods.integrals.series import asked
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, call, div, eq, mul
from symderive.terms.writer import write

KEYHOLE = keyhole_proposals.__name__


def by_keyhole(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value as residues over sin(pi*s)."""
    body, x, low, high = integral.args
    if low != ZERO or infinite(high) != 1:
        return None
    told = routes.work.sorts(routes.givens(under))
    found = dict(asked(routes, f"{KEYHOLE}:roles", write(body), x.data, told))
    if not found:
        return None
    bind = {k: read(found[k]) for k in ("s", "P", "c")}
    bind["poles"] = listed([tuple(map(read, p)) for p in found["poles"]])
    sine = call("sin", mul(Term("pi"), bind["s"]))
    for text in found["values"]:
        n = routes.work.step("keyhole", eq(integral, div(read(text), sine)), (), under, bind)
        if n is None:
            continue
        value = routes.work.steps[n].gives.args[1]
        for form in routes.ask(f"{RESIDUES}:short", write(value), under=under):
            done = routes.work.step("algebra", eq(integral, form), [n], under)
            if done is not None:
                return done
        return n
    return None
