"""The breaking time that the worker proposes, tried on the trail with the bounds that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symderive.methods.characteristics.search import Found, Search
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, apply, eq, symbol
from symderive.terms.writer import write


def broken(search: Search, proposals: dict[str, Any], found: Found) -> None:
    """The breaking time, if the worker has one and the kernel proves it."""
    told, rows = proposals.get("breaking"), proposals.get("parametric")
    if not told or not rows or rows[0].get("swept"):
        return
    row, s = rows[0], symbol(search.new("s", "sigma", "xi"))
    rename = {row["s"]: s}
    bind = {"s": s} | {k: substitute(read(row[k]), rename) for k in ("X", "U")}
    bind["at"] = read(told["at"])
    bind |= {f"cut{i + 1}": read(t) for i, t in enumerate(told.get("breaks") or ())}
    gives = eq(apply("breaking_time", symbol(row["time"])), read(told["end"]))
    if search.trail.step("breaking_time", gives, (), bind) is not None:
        _broken_at(search, row, gives, bind, found)
        return
    if not told.get("G") or not told.get("low"):
        return
    bound = Term("Le", (read(told["low"]), substitute(read(told["G"]), rename)))
    for ways in _bounds(told, s, rename):
        n = search.trail.step("lower_bound", bound, (), ways)
        if n is None:
            continue
        w = symbol(search.new("w", "v"))
        more = {"w": w, "J": substitute(read(told["J"]), {told["w"]: w})}
        if search.trail.step("breaking_time", gives, (n,), bind | more) is not None:
            _broken_at(search, row, gives, bind, found)
            return
        del search.trail.checked[n]


def _broken_at(
    search: Search, row: dict[str, Any], gives: Term, bind: dict[str, Term], found: Found
) -> None:
    """The time, and the place where the characteristics of the bound parameter are then."""
    found.breaking_time = gives.args[1]
    if any(t.head == "oo" for t in bind["at"].walk()):
        return
    at = {bind["s"].data: bind["at"], row["time"]: gives.args[1]}
    place = write(substitute(bind["X"], at))
    for sides in search.ask("tidy", search.task(pairs=[[place, "0"]])):
        told = eq(symbol(row["space"]), read(sides[0]))
        if not told.args[1].free & set(search.problem.variables):
            found.breaking_place = told
            return


def _bounds(told: dict[str, Any], s: Term, rename: dict[str, Term]) -> Iterable[dict[str, Term]]:
    """Ways to prove the bound: by the sign oracle between cuts, or by the critical points."""
    scales = {k: told[v] for k, v in SCALES.items() if told.get(v)}
    ways: list[dict[str, str]] = []
    for cuts in told.get("cuts", ()):
        ways.append({f"cut{i + 1}": t for i, t in enumerate(cuts)})
    if told.get("R") and told.get("P"):
        turns = {"P": told["P"], "R": told["R"]} | scales
        turns |= {f"at{i + 1}": t for i, t in enumerate(told.get("turns") or ())}
        if told.get("W"):
            turns |= {"W": told["W"], "G": told["inner"]}
        elif told.get("half"):
            turns |= {"H": told["half"], "G": told["inner"]}
        ways.append(turns)
    for way in ways:
        yield {"name": s} | {k: substitute(read(t), rename) for k, t in way.items()}


SCALES = {"k": "k", "c": "c", "low": "low0", "body": "body0"}
