"""Primitive `swap`: two integrals in either order, by Tonelli's theorem or Fubini's.

Premises give f(x) = Integral(F, (y, c, d)) for every x of (a, b), and g(y) = Integral(F, (x, a, b)) for
every y of (c, d); then Integral(f, (x, a, b)) = Integral(g, (y, c, d)).  F keeps one sign, or a premise
gives h(x) = Integral(H, (y, c, d)) with |F| <= H and h integrable (Folland, Real Analysis, 2.37).  A
function continuous in each of two variables is measurable; f and g are continuous.

>>> from symderive.terms.reader import read
>>> x, t = (read("0 < x"), read("x < 1")), (read("0 < t"),)
>>> def known(n, text, under):
...     return Checked(Step(n, "x", read(text), under=under), Outcome("exact"), Givens())
>>> one = known(1, "x = Integral(x^2*exp(-x*t), (t, 0, oo))", x)
>>> two = known(2, "h(t) = Integral(x^2*exp(-x*t), (x, 0, 1))", t)
>>> step = Step(3, WHO, read("Integral(x, (x, 0, 1)) = Integral(h(t), (t, 0, oo))"), (1, 2))
>>> try:
...     swap(step, (one, two), Givens())
... except Undecided as reason:
...     print(str(reason)[:37])
not proved: h(t) is continuous inside
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import flat, without
from symderive.kernel.analysis.discharge import carried
from symderive.kernel.analysis.integrals.additivity import exists
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.majorant import bounded_by
from symderive.kernel.analysis.ranges.ranges import NEGATIVE, POSITIVE, nonzero, said, sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import Term, symbol

WHO = "swap"


@primitive(WHO)
def swap(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) = Integral(g, (y, c, d)); uses = (f = .., g = .., [h = ..], ..).

    A further premise may give the value of one of the two sides; bind H for Fubini's theorem.
    """
    left, right = equation(step.gives, WHO)
    if left.head != "Integral" or right.head != "Integral" or len(premises) < 2:
        raise Rejected(f"{WHO}: an integral on each side, and two premises")
    x, y = left.args[1].data, right.args[1].data
    ends = set().union(*(t.free for t in (*left.args[2:], *right.args[2:])))
    spoken = set().union(*(s.free for s in givens.statements))
    if x == y or {x, y} & (ends | spoken) or y in left.args[0].free or x in right.args[0].free:
        raise Rejected(f"{WHO}: {x} and {y} are bound and stand nowhere else: rename them")
    alive(givens)
    f, _, low, high, base = opened(left, givens)
    g, _, bottom, top, _ = opened(right, givens)
    F = _inner(premises[0], f, y, right, left, step, base)
    if not alpha_equal(F, _inner(premises[1], g, x, left, right, step, base)):
        raise Rejected(f"{WHO}: the two inner integrals have different integrands")
    xs, ys = range_of(left, base), range_of(right, base)
    at = base.extended(*xs, *ys)
    out = [inside(f, x, low, high, base), inside(g, y, bottom, top, base)]
    out += [*divisors(left, x, base), *divisors(right, y, base)]
    out += [inside(F, x, low, high, without(x, base.extended(*ys))),
            inside(F, y, bottom, top, without(y, base.extended(*xs)))]  # fmt: skip
    rest = list(premises[2:])
    if step.bind.get("H") is not None:
        out += _dominated(step, F, rest, left, right, at, base)
        how = "absolutely integrable (Fubini)"
    else:
        sign = sign_of(F, at)
        if sign not in POSITIVE and sign not in NEGATIVE:
            raise Undecided(f"{WHO}: not proved: {said(F)} keeps one sign")
        out.append(Condition(f"`{said(F)}` keeps one sign", "discharged", "by the sign oracle"))
        out += _finite(
            left, right, [p for p in rest if set(p.step.under) <= set(step.under)], givens
        )
        how = "of one sign (Tonelli)"
    out += _carried(premises, left, right, {x, y}, at, givens)
    says = f"The order of integration is changed: `{said(F)}` is {how}."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _inner(
    p: Checked, f: Term, y: str, inner: Term, outer: Term, step: Step, givens: Givens
) -> Term:
    """F, where the premise gives f = Integral(F, (y, ..)) on the range of the outer name."""
    a, b = equation(p.gives, WHO)
    if a.head == "Integral" and not alpha_equal(a, f):
        a, b = b, a
    if b.head != "Integral" or b.args[2:] != inner.args[2:] or not alpha_equal(a, f):
        raise Rejected(f"{WHO}: step {p.step.n} does not give {said(f)} as an integral over {y}")
    allowed = {*range_of(outer, givens), *step.under}
    foreign = [h for u in p.step.under for h in flat(Givens.of([u])) if h not in allowed]
    if foreign:
        raise Rejected(f"{WHO}: {said(foreign[0])} is not known of the range")
    name = b.args[1].data
    if name != y and y in b.args[0].free:
        raise Rejected(f"{WHO}: {y} is bound and also stands outside: rename it")
    return substitute(b.args[0], {name: symbol(y)})


def _dominated(
    step: Step, F: Term, rest: list[Checked], left: Term, right: Term, at: Givens, givens: Givens
) -> list[Condition]:
    """|F| <= H, h = Integral(H, (y, ..)) by a premise, and h is integrable."""
    H = bound(step, "H")
    how = bounded_by(F, H, at)
    if how is None:
        raise Undecided(f"{WHO}: not proved: Abs({said(F)}) <= {said(H)}")
    y, x = right.args[1].data, left.args[1].data
    for p in rest:
        h = p.gives.args[0] if p.gives.head == "Eq" else None
        if h is None or p.gives.args[1].head != "Integral":
            continue
        if alpha_equal(_inner(p, h, y, right, left, step, givens), H):
            whole = left.rebuild((h, *left.args[1:]))
            _, _, low, high, base = opened(whole, givens)
            out = [Condition(f"Abs({said(F)}) <= {said(H)}", "discharged", how)]
            out.append(
                inside(H, y, *opened(right, givens)[2:4], base.extended(*range_of(left, base)))
            )
            return [*out, inside(h, x, low, high, base), *convergent(whole, (), givens)]
    raise Rejected(f"{WHO}: no premise gives the integral of {said(H)} over {y}")


def _finite(
    left: Term, right: Term, premises: Sequence[Checked], givens: Givens
) -> list[Condition]:
    """One side exists; then so does the other."""
    for side in (left, right):
        known = exists(side, premises, givens)
        if known is not None:
            return [known]
    try:
        return convergent(left, premises, givens)
    except Undecided:
        return convergent(right, premises, givens)


def _carried(
    premises: Sequence[Checked], left: Term, right: Term, names: set[str], at: Givens,
    givens: Givens,
) -> list[Condition]:  # fmt: skip
    """What the premises presuppose does not vanish on the ranges, or is written here too."""
    out: list[Condition] = []
    for p in premises:
        for c in p.outcome.conditions:
            if c.status != "presupposed":
                continue
            if c.excluded is not None and names & c.excluded.free:
                how = nonzero(c.excluded, at)
                if how is None:
                    raise Undecided(f"{WHO}: not proved on the ranges: {c.text}")
                out.append(Condition(c.text, "discharged", how))
            else:
                only = Checked(p.step, Outcome(p.outcome.grade, (c,)), p.givens)
                out += carried((only,), (left, right), givens)
    return out
