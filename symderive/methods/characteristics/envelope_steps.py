"""The search for what follows from a complete integral: the general integral, the singular one or none.

These are further keys of the result: where time runs out or no proposal stands, the complete integral
remains the answer, and the key is told under `unproved`.
"""

from __future__ import annotations

from typing import Any

from symderive.deadline import Late, deadline
from symderive.kernel.logic.witness import refute
from symderive.methods.characteristics.search import Found, Search
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write
from symderive.worker import WorkerError

PROPOSALS = "envelopes:"
SECONDS = 9  # for each of the two


def with_envelopes(
    search: Search, task: dict[str, Any], family: Term, bind: dict[str, Term], found: Found
) -> None:
    """`general_integral` and `singular_integrals` of what was found, or their names under unproved."""
    plain = [write(search.problem.plain(side)) for side in family.args]
    task = task | {"family": plain}
    bind = bind | {"family": family}
    ways = {"general_integral": _general, "singular_integrals": _singular}
    for key, way in ways.items():
        try:
            with deadline(SECONDS):
                stands = way(search, task, bind, found)
        except (WorkerError, Late):
            stands = False
        if not stands:
            found.unproved.append(key)


def _general(search: Search, task: dict[str, Any], bind: dict[str, Term], found: Found) -> bool:
    phi = search.new("phi", "psi", "chi")
    names, slopes = task["constants"], []
    for _ in names[:-1]:
        slopes.append(search.new(*(w for w in ("kappa", "mu", "nu", "rho") if w not in slopes)))
    more = {"phi": phi, "slope_names": slopes}
    row = search.ask(PROPOSALS + "general_integral", task | more)
    if row is None:
        return False
    applied = Term("Apply", tuple(symbol(c) for c in names[:-1]), (phi, (0,) * (len(names) - 1)))
    sides = [substitute(side, {names[-1]: applied}) for side in bind["family"].args]
    rows = [eq(search.said(t), ZERO) for t in row["rows"]]
    gives = Term("And", (eq(*sides), *rows))
    bind = bind | {"phi": symbol(phi), "bends": search.said(row["bends"])}
    bind |= {f"k{k + 1}": search.said(t) for k, t in enumerate(row["factors"])}
    for place in row["places"]:
        where: dict[str, Term] = {"example": read(place["example"])}
        where |= {f"at_{search.shown(n)}": read(t) for n, t in place["at"].items()}
        for n, (low, high) in place["box"].items():
            where |= {f"low_{search.shown(n)}": read(low), f"high_{search.shown(n)}": read(high)}
        if search.trail.step("general_integral", gives, (), bind | where) is not None:
            found.general = gives
            return True
    return False


def _singular(search: Search, task: dict[str, Any], bind: dict[str, Term], found: Found) -> bool:
    step = search.trail.step
    bodies: list[Term] = []
    for row in search.ask(PROPOSALS + "singular_integrals", task):
        gives = eq(*(search.said(t) for t in row["sides"]))
        same = [eq(gives.args[1], known.args[1]) for known in bodies]
        if any(refute(claim, search.problem.givens()) is None for claim in same):
            continue  # another form of one that is there
        values = {f"e{k + 1}": search.said(t) for k, t in enumerate(row["values"])}
        if step("singular_integral", gives, (), bind | values if values else {}) is not None:
            bodies.append(gives)
    if bodies:
        found.singular = bodies
        return True
    slopes = []
    for _ in search.problem.variables:
        slopes.append(
            search.new(*(w for w in ("p", "q", "k", "p1", "p2", "p3") if w not in slopes))
        )
    rename = {old: symbol(new) for old, new in zip(search.problem.slopes, slopes, strict=True)}
    names = {f"p{k + 1}": symbol(p) for k, p in enumerate(slopes)}
    for row in search.ask(PROPOSALS + "no_singular_integral", task):
        put = {} if row["family"] else rename
        gives = Term("Ne", (substitute(search.said(row["E"]), put), ZERO))
        ways = {k: substitute(search.said(t), put) for k, t in row["multipliers"].items()}
        roles = bind if row["family"] else names
        if step("no_singular_integral", gives, (), roles | ways) is not None:
            found.singular = []
            return True
    return False


__all__ = ["with_envelopes"]
