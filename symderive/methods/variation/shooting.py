"""That no extremal exists: all those through the first point, by their slope there, miss the second.

The worker writes a family with its value and its slope t, or sinh t, at the left end, and looks
whether the right end keeps to one side of the datum; the kernel proves it or nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term, symbol
from symderive.terms.writer import write
from symderive.worker import WorkerError

if TYPE_CHECKING:
    from symderive.methods.variation.search import Search

WHO = "no_extremal"
CUTS = ((), ("0",), ("-3", "3"), ("-3", "0", "3"))


def missed(search: Search, first: int, rows: Sequence[Mapping[str, Any]]) -> Term | None:
    """The order of the values at the second end, if the kernel accepts it for all slopes."""
    p = search.problem
    if (
        len(p.variables) != 1
        or len(p.unknowns) != 1
        or len(p.data) != 2
        or p.integrals
        or p.movable
    ):
        return None
    ((low, high),) = p.ends
    known = {d.at[0]: d.value for d in p.data if d.orders == (0,)}
    rows = [
        r for r in rows if r["kind"] == "explicit" and not r["also"] and len(r["constants"]) == 2
    ]
    bodies = [r["bodies"][p.unknowns[0]] for r in rows]
    if set(known) != {low, high} or not bodies:
        return None
    name = search.new("t" if "t" not in search.taken else "slope")
    task = search.task(
        bodies=bodies, constants=rows[0]["constants"],
        low=write(low), high=write(high), first=write(known[low]), last=write(known[high]), slope=name,
    )  # fmt: skip
    try:
        proposed = search.ask("shooting_proposals:propose", task)
    except WorkerError:
        return None
    unknown = Term("Apply", (symbol(p.variables[0]),), (p.unknowns[0], (0,)))
    regions = (None, Term("Gt", (unknown, ZERO)), Term("Lt", (unknown, ZERO)))
    for (body, sides, form), region in product(proposed, regions):
        gives = Term("Lt", tuple(read(s) for s in sides))
        for cuts in CUTS:
            roles: dict[str, Term] = {"Y": read(body), "t": symbol(name)}
            if region is not None:
                roles["within"] = region
            roles |= {f"cut{k + 1}": read(c) for k, c in enumerate(cuts)}
            if form is not None:
                roles["G"] = read(form)
            if search.trail.step(WHO, gives, (first,), roles) is not None:
                return gives
    return None
