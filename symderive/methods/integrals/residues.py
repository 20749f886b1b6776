"""Rational functions times waves over the real line, or half of it where they are even, by residues.

Names that may or may not be equal (two poles a and b) are told apart: `cases`.
"""

from __future__ import annotations

from itertools import combinations

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.guesses import read_back
from symderive.methods.integrals import residue_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import added
from symderive.terms.substitute import substitute
from symderive.terms.tree import TWO, ZERO, Term, add, div, eq, integer, neg
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
    """Over the real line: one step a frequency, added up."""
    body, x = integral.args[:2]
    told = routes.work.sorts(routes.givens(under))
    rows = routes.work.ask(f"{RESIDUES}:waves", write(body), x.data, told)
    if not rows:
        return None
    if len(rows) == 1:
        return _one(routes, integral, rows[0], under)
    uses, parts = [], []
    for row in rows:
        part = read_back(row[0])
        if part is None:
            return None
        piece = integral.rebuild((part, *integral.args[1:]))
        n = _one(routes, piece, row, under)
        if n is None:
            return None
        uses.append(n)
        parts.append(piece)
    linear = routes.work.step("linearity", eq(integral, add(*parts)), uses, under)
    return None if linear is None else added(routes, integral, linear, uses, under)


def _one(routes: Parameters, integral: Term, row: tuple, under: Under) -> int | None:  # type: ignore[type-arg]
    """One frequency."""
    roles = dict(zip(("P", "S", "a", "c"), (read_back(t) for t in row[1:5]), strict=True))
    poles = [tuple(read_back(t) for t in p) for p in row[5]]
    values = [v for v in map(read_back, row[6]) if v is not None]
    if None in roles.values() or any(None in p for p in poles):
        return None
    bind = {k: t for k, t in roles.items() if t is not None and (t != ZERO or k in "Pc")}
    bind["poles"] = _listed(poles)
    for v in values:
        n = routes.work.step("residues", eq(integral, v), (), under, bind)
        if n is not None:
            return n
    return _told_apart(routes, integral, bind, poles, values, under)


def _listed(poles: list[tuple[Term | None, ...]]) -> Term:
    return Term("Tuple", tuple(Term("Tuple", tuple(t for t in p if t is not None)) for p in poles))


def _told_apart(
    routes: Parameters, integral: Term, bind: dict[str, Term], poles: list[tuple[Term | None, ...]],
    values: list[Term], under: Under,
) -> int | None:  # fmt: skip
    """The value for different names and for equal ones, where two poles may coincide."""
    for i, j in combinations(range(len(poles)), 2):
        (u, v, m), (p, q, n) = poles[i], poles[j]
        if u != p or v is None or q is None or v.head != "Symbol" or q.head != "Symbol":
            continue
        merged = [pole for k, pole in enumerate(poles) if k not in (i, j)]
        together = (u, v, integer((m.data if m else 0) + (n.data if n else 0)))
        apart, equal = Term("Ne", (v, q)), Term("Eq", (v, q))
        for value in values:
            claim, step = eq(integral, value), routes.work.step
            one = step("residues", claim, (), (*under, apart), bind)
            if one is None:
                continue
            same = {**bind, "poles": _listed([together, *merged])}
            two = step("residues", claim, (), (*under, equal), same)
            if two is not None:
                return step("cases", claim, [one, two], under)
    return None
