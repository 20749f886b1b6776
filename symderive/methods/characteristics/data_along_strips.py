"""The search where the data of F(x, u, p) = 0 are characteristic for every slope that they allow.

Then there is no solution, where no strip carries them, or there are infinitely many.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from symderive.methods.characteristics.search import Found, Search
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, eq, integer, symbol
from symderive.terms.writer import write

ROOM = "characteristic_slopes:"
PLACES = ("", "0", "1", "2", "1/2", "-1", "pi/2")


def along_strips(search: Search, task: dict[str, Any], found: Found) -> bool:
    """Whether the data are shown to have no solution, or infinitely many."""
    row = search.ask(ROOM + "strip_condition", task)
    if row is None:
        return False
    if not row["open"]:
        return _none(search, row, found)
    c = search.new("c", "k", "b")
    for family in search.ask(ROOM + "families", task | {"c": c}):
        gives = eq(search.said(search.problem.value), search.said(family["body"]))
        for limit in family["limits"]:
            bind = {"c": symbol(c)} | ({"d1": read(limit)} if limit else {})
            if search.trail.step("infinitely_many", gives, (), bind) is not None:
                found.kind, found.answer = "infinitely_many", gives
                return True
    found.unproved.append("uniqueness")  # strips carry the data, and no family was found
    return False


def _none(search: Search, row: dict[str, Any], found: Found) -> bool:
    """What a strip would lack, at a place of the data or all along them."""
    datum = search.problem.data[0]
    q = symbol(search.new("q", "lam", "mu"))
    put = {row["free"]: q}
    bind = {"slope": q, "rest": substitute(read(row["rest"]), put)}
    bind |= {f"p{k + 1}": substitute(read(t), put) for k, t in enumerate(row["p"])}
    for k, root in enumerate(row["roots"]):
        bind |= {f"r{k + 1}": read(root["r"]), f"m{k + 1}": integer(root["m"])}
        bind |= {f"l{k + 1}{i + 1}": read(t) for i, t in enumerate(root["l"])}
    lacks = [[read(e) for e in root["E"] if e != "0"] for root in row["roots"]]
    for place in PLACES:
        at = dict.fromkeys(datum.parameters, read(place)) if place else {}
        more = {f"at{k + 1}": t for k, t in enumerate(at.values())}
        for some in product(*lacks):
            parts = [Term("Ne", (substitute(e, at), ZERO)) for e in some]
            if at:
                tidy = search.ask("tidy", search.task(pairs=[_pair(p) for p in parts]))
                parts = [Term("Ne", (read(t[0]), ZERO)) for t in tidy[::2]]
            gives = parts[0] if len(parts) == 1 else Term("And", tuple(parts))
            if search.trail.step("no_solution", gives, (), bind | more) is not None:
                found.kind, found.answer = "none", gives
                return True
    return False


def _pair(part: Term) -> list[str]:
    return [write(part.args[0]), "0"]


__all__ = ["along_strips"]
