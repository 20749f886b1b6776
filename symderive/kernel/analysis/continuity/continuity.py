"""Continuity and smoothness on an interval: every head on its domain, demand by demand.

`continuous_on` answers with conditions; the term is continuous (and defined) on the interval when
all of them are settled.  Ends may be infinite or contain parameters.

>>> from symderive.terms.reader import read
>>> none = Givens.of([])
>>> [c.status for c in continuous_on(read("1/(2 + cos(x))"), "x", read("0"), read("2*pi"), none)]
['discharged']
>>> continuous_on(read("1/x"), "x", read("-1"), read("1"), none)[0].how
'x = 0 at x = 0, inside'
"""

from __future__ import annotations

from symderive.kernel.analysis.continuity.domains import Demand, demands
from symderive.kernel.analysis.continuity.intervals import SMOOTH, on_interval, smoothness, without
from symderive.kernel.analysis.continuity.zeros import zeros_inside
from symderive.kernel.analysis.ranges.ranges import NONZERO, orientation, prove_sign, said, sign_of
from symderive.kernel.analysis.ranges.values import is_real, value_range
from symderive.kernel.logic.claims import Condition
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, call, integer, sub, symbol

Closed = tuple[bool, bool]


def continuous_on(
    term: Term, name: str, low: Term, high: Term, givens: Givens, *,
    closed: Closed = (True, True), depth: int = 2,
) -> list[Condition]:  # fmt: skip
    """The conditions under which `term` is continuous in `name` on the interval between two ends.

    `closed` tells which finite ends belong to it; parameters are fixed.  Where the order of the
    ends is not known, both are looked at.
    """
    return smooth_on(term, name, low, high, givens, 0, closed=closed, depth=depth)


def smooth_on(
    term: Term, name: str, low: Term, high: Term, givens: Givens, order: int, *,
    closed: Closed = (True, True), depth: int = 2,
) -> list[Condition]:  # fmt: skip
    """The same for C^order; `order` SMOOTH asks for a real-analytic term."""
    base = without(name, givens)
    sign = orientation(low, high, base)
    if sign == "0":
        return [Condition("the interval has an inside", "open", "its ends coincide")]
    found: dict[str, Condition] = {}
    for a, b, shut in ((low, high, closed), (high, low, (closed[1], closed[0]))):
        if sign in (("-", "0-") if a is low else ("+", "0+")):
            continue
        inner = on_interval(name, a, b, base, shut)
        work = _Work(name, a, b, inner, order, depth, shut)
        work.visit(term)
        for text, c in work.conditions.items():
            if text not in found or not c.settled:
                found[text] = c
    return list(found.values())


def settled(conditions: list[Condition]) -> bool:
    return all(c.settled for c in conditions)


def monotone_on(
    term: Term, name: str, low: Term, high: Term, givens: Givens, *, closed: Closed = (True, True)
) -> tuple[str, list[Condition]]:
    """("increasing" | "decreasing" | "", conditions): strictly, by the sign of the derivative.

    The direction is empty where no sign was proved; a settled list then still means continuity.
    """
    from symderive.kernel.analysis.calculus.derivatives import differentiate_on

    out = continuous_on(term, name, low, high, givens, closed=closed)
    found = differentiate_on(term, name, low, high, givens)
    if found is None:
        return "", [*out, Condition("a derivative", "open", "no rule for it on the interval")]
    slope, conditions = found
    out += conditions
    sign = prove_sign(slope, on_interval(name, low, high, givens))
    if sign is None or sign[0] not in ("+", "-"):
        out.append(Condition(f"{said(slope)} keeps its sign", "open", "not proved"))
        return "", out
    relation = ">" if sign[0] == "+" else "<"
    out.append(Condition(f"{said(slope)} {relation} 0", "discharged", sign[1]))
    return ("increasing" if sign[0] == "+" else "decreasing"), out


class _Work:
    """One walk over a term, collecting conditions by their text."""

    def __init__(
        self, name: str, low: Term, high: Term, givens: Givens, order: int, depth: int,
        closed: Closed,
    ) -> None:  # fmt: skip
        self.name, self.low, self.high, self.givens = name, low, high, givens
        self.order, self.depth, self.closed = order, depth, closed
        self.conditions: dict[str, Condition] = {}

    def visit(self, t: Term) -> None:
        if self.name not in t.free or t.head == "Symbol":
            return
        if t.head == "Piecewise":
            self._piecewise(t)
            return
        if t.head == "Apply":
            self._generic(t)
        else:
            found = demands(t, self.order)
            if found is None:
                self._open(f"{said(t)} is continuous", f"no rule for {t.head}")
                return
            for demand in found:
                self._require(demand)
        for a in t.args:
            self.visit(a)

    # --- demands ----------------------------------------------------------------------------------

    def _require(self, demand: Demand) -> None:
        kind, u = demand
        if kind == "real":
            if not is_real(u, self.givens):
                self._open(f"{said(u)} is real", "not proved")
        elif kind == "constant":
            if self.name in u.free:
                self._open(f"{said(u)} does not depend on {self.name}", "it does")
        elif kind in ("integer", "natural"):
            whole = u.head == "Symbol" and self.givens.sort(u.data).domain == "integer"
            literal = u.args[0] if u.head == "Neg" and kind == "integer" else u
            at_least = kind == "integer" or self._sign(u, ("+", "0+", "0"))
            if literal.head != "Integer" and not (whole and at_least):
                self._open(f"{said(u)} is {kind}", "not proved")
        elif kind == "off-cut":
            if not is_real(u, self.givens):
                self._sign_condition(call("re", u), ("+",), "> 0, off the branch cut")
        elif kind == "nonzero":
            self._sign_condition(u, NONZERO, "!= 0")
        elif kind == "positive":
            self._sign_condition(u, ("+",), "> 0")
        elif kind == "nonnegative":
            self._sign_condition(u, ("+", "0+", "0"), ">= 0")
        elif kind == "no-integer":
            self._between_integers(u)
        elif kind == "slit":
            self._slit(u)
        elif kind == "power":
            self._general_power(u)

    def _sign(self, u: Term, wanted: tuple[str, ...]) -> bool:
        return sign_of(u, self.givens, self.depth) in wanted

    def _sign_condition(self, u: Term, wanted: tuple[str, ...], relation: str) -> None:
        if self.name not in u.free and relation == "!= 0":
            return  # a constant divisor: the text of the claim presupposes it
        text = f"{said(u)} {relation}"
        if text in self.conditions:
            return
        found = prove_sign(u, self.givens, self.depth)
        if found is not None and found[0] in wanted:
            self.conditions[text] = Condition(text, "discharged", found[1])
            return
        places = zeros_inside(u, self.name, self.low, self.high, self.givens, self.closed)
        reason = f"{said(u)} = 0 at {places[0]}" if places else "not proved"
        self.conditions[text] = Condition(text, "open", reason, u)

    def _open(self, text: str, how: str) -> None:
        self.conditions[text] = Condition(text, "open", how)

    def _between_integers(self, u: Term) -> None:
        """floor(u) is constant where u stays in [n, n + 1) (or (n, n + 1), for ceiling too)."""
        span = value_range(u, self.givens)
        text = f"{said(u)} passes no integer"
        if span is not None and not span.low.infinite and not span.high.infinite:
            n = int(span.low.value.floor().unique_fmpz() or 0)
            low, high = span.low.rational, span.high.rational
            if low is not None:
                n = low.numerator // low.denominator
            clear_below = span.low.value > n or (low == n and span.low_open)
            clear_above = span.high.value < n + 1 or (high == n + 1 and span.high_open)
            if clear_below and clear_above:
                self.conditions[text] = Condition(text, "discharged", f"it lies in {span!r}")
                return
        where = zeros_inside(sub(u, integer(0)), self.name, self.low, self.high, self.givens,
                             self.closed)  # fmt: skip
        self._open(text, f"{said(u)} = 0 at {where[0]}" if where else "it may jump")

    def _slit(self, t: Term) -> None:
        y, x = t.args
        if self._sign(x, ("+",)) or self._sign(y, NONZERO):
            text = f"({said(x)}, {said(y)}) meets no cut of atan2"
            self.conditions[text] = Condition(text, "discharged", "by a sign")
        else:
            self._open(f"({said(x)}, {said(y)}) meets no cut of atan2", "not proved")

    def _general_power(self, t: Term) -> None:
        """b^e with a symbolic exponent: b > 0; or b >= 0 and a constant e above the order."""
        base, exponent = t.args
        if self._sign(base, ("+",)):
            text = f"{said(base)} > 0"
            self.conditions[text] = Condition(text, "discharged", "a base of a real power")
            return
        whole = _is_integer(exponent, self.givens)
        fixed = self.name not in exponent.free
        if fixed and whole and self._sign(exponent, ("+", "0+", "0")):
            return
        if fixed and whole:
            self._sign_condition(base, NONZERO, "!= 0")
            return
        above = sub(exponent, integer(self.order)) if self.order < SMOOTH else integer(-1)
        if fixed and self._sign(above, ("+",)):
            self._sign_condition(base, ("+", "0+", "0"), ">= 0")
        else:
            self._sign_condition(base, ("+",), "> 0")

    # --- generic functions and pieces -------------------------------------------------------------

    def _generic(self, t: Term) -> None:
        f, orders = t.data
        known = smoothness(f, self.givens)
        need = sum(orders) + self.order
        text = f"{f} is C{need}" if self.order < SMOOTH else f"{f} is analytic"
        if known is not None and known >= need and self.order < SMOOTH:
            self.conditions[text] = Condition(text, "given", "a given")
        else:
            self._open(text, "not among the givens")

    def _piecewise(self, t: Term) -> None:
        from symderive.kernel.analysis.continuity.pieces import piecewise_conditions

        for c in piecewise_conditions(
            t, self.name, self.low, self.high, self.givens, self.order, self.closed
        ):
            self.conditions.setdefault(c.text, c)


def _is_integer(t: Term, givens: Givens) -> bool:
    if t.head == "Symbol":
        return givens.sort(t.data).domain == "integer"
    if t.head in ("Add", "Mul", "Neg"):
        return all(_is_integer(a, givens) for a in t.args)
    return t.head == "Integer"


def variable(name: str) -> Term:
    return symbol(name)
