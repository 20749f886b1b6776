"""Rational functions times waves over the real line, or half of it where they are even, by residues.

Names that may or may not be equal (two poles a and b) are told apart: `cases`.
"""

from __future__ import annotations

from itertools import combinations

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.integrals import residue_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import asked
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import TWO, ZERO, Term, add, div, eq, integer, neg, sub
from symderive.terms.writer import write

RESIDUES = residue_proposals.__name__
OO = Term("oo")


def by_residues(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by the residue theorem."""
    body, x, low, high = integral.args
    if infinite(high) != 1:
        return None
    if infinite(low) == -1:
        return _line(routes, integral, under)
    if low != ZERO or substitute(body, {x.data: neg(x)}) == body:
        return None
    whole = integral.rebuild((body, x, neg(OO), OO))
    left = integral.rebuild((body, x, neg(OO), ZERO))
    step, steps = routes.work.step, routes.work.steps
    mirrored = step("algebra", eq(substitute(body, {x.data: neg(x)}), body), (), under)
    known = None if mirrored is None else _line(routes, whole, under)
    if known is None:
        return None
    parts = step("split", eq(whole, add(left, integral)), [known], under)
    if parts is None:
        return None
    turned = step("change_of_variables", eq(left, integral), [parts], under, {"phi": neg(x)})
    if turned is None:
        return None
    half = div(steps[known].gives.args[1], TWO)
    for form in [*routes.ask(f"{RESIDUES}:short", write(half), under=under), half]:
        uses = [parts, turned, known]
        n = step("algebra", eq(integral, form), uses, under)
        if n is not None:
            return n
    return None


def _line(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Over the real line."""
    body, x = integral.args[:2]
    told = routes.work.sorts(routes.givens(under))
    larger = [write(sub(b, a)) for r, a, b in routes.givens(under).relations
              if r in ("Lt", "Le") and not infinite(a) and not infinite(b)]  # fmt: skip
    found = dict(asked(routes, f"{RESIDUES}:roles", write(body), x.data, larger, told))
    if not found:
        return None
    bind = {"c": read(found["c"])}
    for role in ("waves", "poles", "real"):
        if found[role]:
            bind[role] = listed([tuple(map(read, row)) for row in found[role]])
    values = [read(v) for v in found["values"]]
    for v in values:
        n = routes.work.step("residues", eq(integral, v), (), under, bind)
        if n is not None:
            conditions = routes.work.steps[n].outcome.conditions
            if all(c.status != "presupposed" for c in conditions):
                return n
            return _told_apart(routes, integral, bind, values, under) or n
    return _told_apart(routes, integral, bind, values, under)


def listed(rows: list[tuple[Term, ...]]) -> Term:
    """A tuple of tuples."""
    return Term("Tuple", tuple(Term("Tuple", row) for row in rows))


def _told_apart(
    routes: Parameters, integral: Term, bind: dict[str, Term], values: list[Term], under: Under
) -> int | None:
    """The value for different names and for equal ones, where two poles may coincide."""
    poles = [p.args for p in bind["poles"].args] if "poles" in bind else []
    for i, j in combinations(range(len(poles)), 2):
        (u, v, m), (p, q, n) = poles[i], poles[j]
        if u != p or v.head != "Symbol" or q.head != "Symbol":
            continue
        merged = [pole for k, pole in enumerate(poles) if k not in (i, j)]
        same = {**bind, "poles": listed([(u, v, integer(m.data + n.data)), *merged])}
        for value in values:
            claim, step = eq(integral, value), routes.work.step
            one = step("residues", claim, (), (*under, Term("Ne", (v, q))), bind)
            two = None if one is None else step(
                "residues", claim, (), (*under, Term("Eq", (v, q))), same)  # fmt: skip
            if one is not None and two is not None:
                return step("cases", claim, [one, two], under)
    return None
