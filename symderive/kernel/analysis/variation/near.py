"""Smoothness of a Lagrangian near an extremal: head by head, on the whole closed interval.

`smooth_near` proves that an expression in jets is real and C^order in a neighbourhood of the curve
(x, y(x), y'(x), ..), its ends included: every divisor differs from zero along it and every radicand
is positive, and both stay so nearby because the curve is compact.  A zero of a divisor at an end of
the interval is a singular end, where the theorems on second variations do not hold.

>>> from symderive.terms.reader import read
>>> def near(*given):
...     local = Givens.of([read(g) for g in given])
...     return [c.text for c in smooth_near(read("1/x + exp(y)"), ("x", "y"), lambda t: t, local, 3)]
>>> near("x > 1")
['x != 0 along the extremal']
>>> near("x >= 0")
Traceback (most recent call last):
...
symderive.kernel.logic.claims.Undecided: not proved on the closed interval: x != 0 along the extremal
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symderive.kernel.analysis.continuity.domains import demands
from symderive.kernel.analysis.ranges.ranges import NONZERO, is_real, prove_sign, said
from symderive.kernel.logic.claims import Condition, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term

SIGNS = {"positive": (("+",), "> 0"), "off-cut": (("+",), "> 0"),
         "nonnegative": (("+",), "> 0"), "nonzero": (NONZERO, "!= 0")}  # fmt: skip


def smooth_near(
    t: Term, moving: Sequence[str], along: Callable[[Term], Term], local: Givens, order: int
) -> list[Condition]:
    """The conditions, all discharged; raises Undecided where one is not proved.

    `moving` are the variable and the jets, `along` puts the extremal in, under `local` the variable
    runs over the closed interval.
    """
    work = _Near(frozenset(moving), along, local, order)
    work.visit(t)
    return list(work.found.values())


class _Near:
    def __init__(
        self, moving: frozenset[str], along: Callable[[Term], Term], local: Givens, order: int
    ) -> None:
        self.moving, self.along, self.local, self.order = moving, along, local, order
        self.found: dict[str, Condition] = {}
        self.seen: set[Term] = set()

    def visit(self, t: Term) -> None:
        if t.head == "I":
            raise Undecided("the Lagrangian contains I: it is not known to be real")
        if t in self.seen or t.head == "Symbol":
            return
        self.seen.add(t)
        for a in t.args:
            self.visit(a)
        # What a generic function needs is a condition of the derivatives: f is C3.
        if t.head == "Apply" or (not t.free & self.moving and t.head not in ("sqrt", "Pow", "log")):
            return
        rows = demands(t, self.order)
        if rows is None:
            raise Undecided(f"{said(t)} is not known to be smooth: no rule for {t.head}")
        for kind, u in rows:
            self._demand(kind, u, t)

    def _demand(self, kind: str, u: Term, of: Term) -> None:
        if kind == "power":
            kind, u = "positive", of.args[0]
        if kind in SIGNS:
            wanted, relation = SIGNS[kind]
            text = f"{said(u)} {relation} along the extremal"
            if text in self.found:
                return
            if kind == "nonzero" and not u.free & self.moving:
                return  # a constant divisor: the text of the problem presupposes it
            sign = prove_sign(self.along(u), self.local)
            if sign is None or sign[0] not in wanted:
                raise Undecided(f"not proved on the closed interval: {text}")
            self.found[text] = Condition(text, "discharged", sign[1])
        elif kind == "constant":
            if u.free & self.moving:
                raise Undecided(f"{said(of)} is not known to be smooth: {said(u)} varies")
        elif kind == "real":
            if not is_real(u, self.local):
                raise Undecided(f"{said(u)} is not known to be real")
        elif kind not in ("integer", "natural") or u.head != "Integer":
            raise Undecided(f"{said(of)} is not known to be smooth")
