"""Primitive `unique_root`: an equation with parameters has exactly one root between two ends.

gives f = g and low < c and c < high (an infinite end is left out), g free of c and c bound to C: f is
continuous and strictly monotone between the ends, and g lies strictly between its limits there, for
all admissible parameters; S is the derivative of f in another form (intermediate value theorem and
monotony, Rudin, Principles of Mathematical Analysis, 3rd ed., Thms 4.23 and 5.11).  c is a new
constant: that root.

>>> from symderive.kernel.logic.claims import Step
>>> from symderive.terms.reader import read
>>> claim = read("sinh(c)/c = l/(2*h) and 0 < c")
>>> givens = Givens.of([read(t) for t in ("h > 0", "l > 2*h")])
>>> found = unique_root(Step(1, WHO, claim, bind={"C": read("c")}), (), givens)
>>> found.grade, found.introduces
('exact', ('c',))
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.equations.first_order import proved, tidied
from symderive.kernel.analysis.limits.limit_step import limit_value
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, orientation, prove_sign, said
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, eq

WHO = "unique_root"
SOURCE = "Rudin, Principles of Mathematical Analysis, 3rd ed., Thms 4.23 and 5.11"


@primitive(WHO)
def unique_root(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Raises Rejected for a claim of another form, Undecided where something is not proved."""
    if premises:
        raise Rejected(f"{WHO}: it needs no premise")
    c = bound(step, "C")
    told = {n for s in givens.statements for n in s.free}
    if c.head != "Symbol" or c.data in told:
        raise Rejected(f"{WHO}: C is a new name")
    f, g, low, high = _claim(step.gives, c)
    if f.functions | g.functions or not f.free | g.free | low.free | high.free <= told | {c.data}:
        raise Rejected(f"{WHO}: nothing is given of a name in {said(step.gives)}")
    turn = orientation(low, high, givens)
    if turn != "+":
        raise Undecided(f"{WHO}: not proved: {said(low)} < {said(high)}")
    inside = on_interval(c.data, low, high, givens)
    for t in (f, g):
        _exists(t, inside)
    out = list(continuous_on(f, c.data, low, high, givens, closed=(False, False)))
    found = differentiate_on(f, c.data, low, high, givens)
    if found is None:
        raise Undecided(f"{WHO}: {said(f)} has no rule for its derivative")
    slope, needs = found
    out += needs
    for k in out:
        if not k.settled or k.status == "presupposed":
            raise Undecided(f"{WHO}: not proved: {k.text}")
    if "S" in step.bind:  # the derivative in a form whose sign is plain
        same = proved(eq(slope, step.bind["S"]), inside)
        for k in same:
            bare = k.excluded is None or nonzero(tidied(k.excluded), inside) is None
            if k.status == "presupposed" and bare:
                raise Undecided(f"{WHO}: not proved: {k.text}")
        slope = step.bind["S"]
    sign = prove_sign(slope, inside)
    if sign is None or sign[0] not in ("+", "-"):
        raise Undecided(f"{WHO}: not proved: {said(slope)} keeps its sign between the ends")
    word = "increases" if sign[0] == "+" else "decreases"
    out.append(Condition(f"{said(f)} {word} strictly", "discharged", sign[1]))
    ends = [_limit(f, c, end, side, givens) for end, side in ((low, "+"), (high, "-"))]
    first, last = ends if sign[0] == "+" else ends[::-1]
    out += _below(first, g, givens) + _below(g, last, givens)
    text = f"{said(f)} runs from {said(ends[0])} to {said(ends[1])}"
    out.append(Condition(text, "discharged", "the limits at the ends"))
    says = (f"The two sides are equal for exactly one `{c.data}` between the ends: the left one is "
            f"continuous, {word} strictly and passes the right one ({SOURCE}).")  # fmt: skip
    if names := sorted((f.free | g.free | low.free | high.free) - {c.data}):
        # c moves with them: what is said of c is never said of other values of theirs.
        text = f"{', '.join(names)} {'has one value' if len(names) == 1 else 'have fixed values'}"
        out.append(Condition(text, "presupposed", f"`{c.data}` is the root that belongs to it"))
    unique = {k.text: k for k in out}
    return Outcome("exact", tuple(unique.values()), says, (str(c.data),))


def _exists(t: Term, givens: Givens) -> None:
    """Every divisor differs from zero, parameters alone included, and the term is real."""
    for u in t.walk():
        power = u.head == "Pow" and not (u.args[1].head == "Integer" and u.args[1].data >= 0)
        divisor = u.args[1] if u.head == "Div" else u.args[0] if power else None
        if divisor is not None and nonzero(divisor, givens) is None:
            raise Undecided(f"{WHO}: not proved: {said(divisor)} != 0")
    if not is_real(t, givens):
        raise Undecided(f"{WHO}: {said(t)} is not known to be real")


def _claim(gives: Term, c: Term) -> tuple[Term, Term, Term, Term]:
    """(f, g, low, high); raises Rejected."""
    parts = gives.args if gives.head == "And" else (gives,)
    equations = [p for p in parts if p.head == "Eq"]
    if len(equations) != 1 or c.data in equations[0].args[1].free:
        raise Rejected(f"{WHO}: one equation f = g is wanted, g free of {c.data}")
    low, high = Term("Neg", (Term("oo"),)), Term("oo")
    for p in parts:
        if p.head == "Eq":
            continue
        if p.head != "Lt" or c not in p.args or {c} == set(p.args):
            raise Rejected(f"{WHO}: an end is an inequality low < {c.data} or {c.data} < high")
        end = p.args[0] if p.args[1] == c else p.args[1]
        if c.data in end.free or infinite(end):
            raise Rejected(f"{WHO}: an end is free of {c.data} and finite")
        low, high = (end, high) if p.args[1] == c else (low, end)
    if len(parts) > 3:
        raise Rejected(f"{WHO}: an equation and at most two ends are wanted")
    f, g = equations[0].args
    return f, g, low, high


def _limit(f: Term, c: Term, end: Term, side: str, givens: Givens) -> Term:
    """The limit at an end from inside, finite or infinite."""
    wanted = Term("Limit", (f, c, end), "+-" if infinite(end) else side)
    found = limit_value(wanted, givens)
    if found is None or found.kind == "none" or found.value is None:
        raise Undecided(f"{WHO}: no proof of the value of {said(wanted)} was found")
    return found.value


def _below(a: Term, b: Term, givens: Givens) -> list[Condition]:
    """a < b, with infinite values."""
    p, q = infinite(a), infinite(b)
    if p < 0 or q > 0:
        return []
    if p > 0 or q < 0:
        raise Undecided(f"{WHO}: not proved: {said(a)} < {said(b)}")
    found = proved(Term("Lt", (a, b)), givens)
    for k in found:
        if k.status == "presupposed":
            raise Undecided(f"{WHO}: not proved: {k.text}")
    return [
        *found,
        Condition(f"{said(a)} < {said(b)}", "discharged", "the limit and the other side"),
    ]
