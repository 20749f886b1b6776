"""Primitives `exchange_limit` and `abel_limit`: a limit in a parameter passes under an integral.

exchange_limit: |F(x, t)| <= G(x) with G integrable for all t near the point (dominated
convergence, Folland, Real Analysis, 2.24).  abel_limit: Integral(exp(-p*x)*f) -> Integral(f) as
p -> 0+ where the integral of f exists, perhaps conditionally (Widder, The Laplace Transform, II.2).

>>> from symderive.terms.reader import read
>>> claim = read("Limit(Integral(exp(-p*x)*sin(x)/x, (x, 0, oo)), p, oo) = Integral(0, (x, 0, oo))")
>>> roles = {"G": read("exp(-x)"), "low": read("1")}
>>> exchange_limit(Step(1, EXCHANGE, claim, bind=roles), (), Givens()).conditions[0].text
'exp(-p*x)*sin(x)/x -> 0 as p -> oo'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.discharge import carried, identity
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.leibniz import dominated
from symderive.kernel.analysis.integrals.moving_limits import Range
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import said, sign_of
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
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, call, mul, neg, sub, symbol

EXCHANGE, ABEL = "exchange_limit", "abel_limit"


@primitive(EXCHANGE)
def exchange_limit(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Limit(Integral(F, (x, a, b)), t, t0) = Integral(L, (x, a, b)), L the limit of F.

    bind G, and low, high: the values of t for which G is a majorant (one of them at a one-sided or
    infinite point).  Without G: the integrand is continuous on a closed rectangle.
    """
    left, right = equation(step.gives, EXCHANGE)
    integral, t, point = _limit_of_integral(left, EXCHANGE)
    if right.head != "Integral" or right.args[2:] != integral.args[2:]:
        raise Rejected(f"{EXCHANGE}: an integral over the same limits stands on the right")
    outer = without(t, givens)
    alive(outer)
    body, x, low, high, base = opened(integral, outer)
    if t in point.free | right.free | low.free | high.free or x in (t, *point.free):
        raise Rejected(f"{EXCHANGE}: {t} is bound and also stands outside")
    tail = substitute(right.args[0], {right.args[1].data: symbol(x)})
    inner = on_interval(x, low, high, base)
    out = _pointwise(body, t, left, tail, inner, x)
    if step.bind.get("G") is None:
        out += _compact(step, integral, t, left, base)
        out += divisors(integral, x, base)
        says = (
            f"The limit passes under the integral: the integrand is continuous in `{x}` and `{t}`."
        )
        return Outcome("exact", tuple(dict.fromkeys(out)), says)
    box, where = _about(step, t, left, base)
    for c in divisors(integral, x, box):
        if c.excluded is not None and t in c.excluded.free:
            raise Undecided(f"not proved {where}: {c.text}")
        out.append(c)
    out += [inside(body, x, low, high, box), inside(tail, x, low, high, base)]
    G = bound(step, "G")
    if t in G.free:
        raise Rejected(f"{EXCHANGE}: the majorant depends on {t}")
    out.append(dominated(body, G, x, low, high, box, where))
    out += integrable(G, x, low, high, base)
    says = f"The limit passes under the integral, with the majorant `{said(G)}` {where}."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _limit_of_integral(left: Term, who: str) -> tuple[Term, str, Term]:
    if left.head != "Limit" or left.args[0].head != "Integral":
        raise Rejected(f"{who}: the limit of an integral stands on the left")
    return left.args[0], left.args[1].data, left.args[2]


def _pointwise(
    body: Term, t: str, left: Term, tail: Term, inner: Givens, x: str
) -> list[Condition]:
    """For each x inside the integrand tends to what stands under the integral on the right."""
    found = limit(body, t, left.args[2], left.data, inner)
    if found is None or found.value is None or infinite(found.value):
        raise Undecided(f"no finite limit of {said(body)} is proved for every {x} inside")
    proof = identity(sub(found.value, tail), inner)
    if proof is None or proof.blocked:
        raise Undecided(f"{said(body)} -> {said(found.value)}, not proved equal to {said(tail)}")
    where = f"{t} -> {said(left.args[2])}{left.data if left.data in ('+', '-') else ''}"
    return [Condition(f"{said(body)} -> {said(tail)} as {where}", "discharged", found.how),
            *proof.conditions]  # fmt: skip


def _compact(step: Step, integral: Term, t: str, left: Term, base: Givens) -> list[Condition]:
    """The integrand is continuous on a closed rectangle (Apostol, Mathematical Analysis, 7.38)."""
    body, x, low, high = integral.args
    point = left.args[2]
    if infinite(low) or infinite(high) or infinite(point):
        raise Rejected(f"{EXCHANGE}: step {step.n} must bind `G`, a majorant")
    a = bound(step, "low") if "-" in left.data else point
    b = bound(step, "high") if "+" in left.data else point
    for small, large in ((a, point), (point, b)):
        if small != large and sign_of(sub(large, small), base) != "+":
            raise Undecided(f"not proved: {said(small)} < {said(large)}")
    if t in a.free | b.free | low.free | high.free:
        raise Rejected(f"{EXCHANGE}: the neighbourhood of {said(point)} is no interval")
    box = base.extended(Term("Le", (a, symbol(t))), Term("Le", (symbol(t), b)))
    Range(t, x.data, low, high, box).body(body)
    text = f"`{said(body)}` is continuous for `{said(a)} <= {t} <= {said(b)}`, ends included"
    return [Condition(text, "discharged", "by the demands of its heads")]


def _about(step: Step, t: str, left: Term, givens: Givens) -> tuple[Givens, str]:
    """The values of t near the point, as givens and in words; raises Rejected or Undecided."""
    _, name, point = left.args
    side = "-" if infinite(point) > 0 else "+" if infinite(point) < 0 else left.data
    low = bound(step, "low") if "-" in side else point
    high = bound(step, "high") if "+" in side else point
    edges = [] if infinite(low) else [Term("Lt", (low, name))]
    edges += [] if infinite(high) else [Term("Lt", (name, high))]
    for a, b in ((low, point), (point, high)):
        if a != b and not infinite(a) and not infinite(b) and sign_of(sub(b, a), givens) != "+":
            raise Undecided(f"not proved: {said(a)} < {said(b)}")
    if t in low.free | high.free or (infinite(low) and infinite(high)):
        raise Rejected(f"{EXCHANGE}: the neighbourhood of {said(point)} is no interval")
    before = "" if infinite(low) else f"{said(low)} < "
    after = "" if infinite(high) else f" < {said(high)}"
    return givens.extended(*edges), f"for `{before}{t}{after}`"


@primitive(ABEL)
def abel_limit(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Limit(Integral(exp(-p*x)*f, (x, a, oo)), p, 0, +) = Integral(f, (x, a, oo)).

    A premise may establish that the integral of f exists.
    """
    left, right = equation(step.gives, ABEL)
    integral, p, point = _limit_of_integral(left, ABEL)
    if point != ZERO or left.data != "+":
        raise Rejected(f"{ABEL}: the parameter tends to 0 from above")
    if right.head != "Integral" or right.args[2:] != integral.args[2:]:
        raise Rejected(f"{ABEL}: an integral over the same limits stands on the right")
    base = without(p, givens)
    alive(base)
    body, x, low, high, base = opened(integral, base)
    if infinite(low) or infinite(high) < 1 or p in right.free | low.free or x == p:
        raise Rejected(f"{ABEL}: the integral runs from a finite end to oo, and is free of {p}")
    f = substitute(right.args[0], {right.args[1].data: symbol(x)})
    here = on_interval(x, low, high, base).extended(Term("Lt", (ZERO, symbol(p))))
    damped = mul(call("exp", neg(mul(symbol(p), symbol(x)))), f)
    proof = identity(sub(body, damped), here)
    if proof is None or any({x, p} & t.free for t in proof.blocked):
        raise Rejected(f"{ABEL}: the integrand is not exp(-{p}*{x}) times {said(f)}")
    out = [inside(f, x, low, high, base), *divisors(right, x, base), *proof.conditions]
    out += convergent(right, premises, base)
    out += carried(premises, (right,), base)
    says = "By Abel's theorem, the integral on the right being convergent."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)
