"""Primitive `termwise`: an integral of a series is the sum of the integrals of its terms.

The premise gives f = Sum(f_k) on the interval.  Terms of one sign: Tonelli (Folland, Real Analysis,
2.15).  Terms alternating in sign that fall in size: the partial sums stay below the first term
(Leibniz), a majorant.  A ratio X free of k: they are f*(1 - X^n), below 2|f|.  Else Sum(Integral(G))
converges for a bound G of |f_k| (Folland, 2.25).

>>> from symderive.terms.reader import read
>>> inside = (read("0 < x"), read("x < 1"))
>>> known = Checked(Step(1, "x", read("1/(1 + x) = Sum((-1)^k*x^k, (k, 0, oo))"), under=inside),
...                 Outcome("exact"), Givens())
>>> claim = read("Integral(1/(1+x), (x, 0, 1)) = Sum(Integral((-1)^k*x^k, (x, 0, 1)), (k, 0, oo))")
>>> step = Step(2, WHO, claim, (1,), {"h": read("x^k")})
>>> termwise(step, (known,), Givens()).conditions[-1].how
'the partial sums lie between 0 and the first term'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import power, times
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import flat, infinite, on_interval
from symderive.kernel.analysis.discharge import carried, identity
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.majorant import bounded_by
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import (
    NEGATIVE,
    POSITIVE,
    is_real,
    nonzero,
    said,
    sign_of,
)
from symderive.kernel.analysis.series.falling import falling
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
from symderive.terms.tree import ONE, TWO, Term, add, mul, neg, rational, sub, symbol

WHO = "termwise"
BEYOND = (TWO, rational(3, 2), rational(11, 10))


@primitive(WHO)
def termwise(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) = Sum(Integral(f_k, (x, a, b)), (k, n, oo)); first premise f = Sum(f_k).

    bind nothing (one sign), X with f_(k+1) = X*f_k (geometric), h with f_k = (-1)^k*h
    (alternating), or G and B: |f_k| <= G, and a premise Integral(G, (x, a, b)) = B.  A last
    premise may give the value of the sum.
    """
    left, right = equation(step.gives, WHO)
    if left.head != "Integral" or right.head != "Sum" or right.args[0].head != "Integral":
        raise Rejected(f"{WHO}: Integral(f) = Sum(Integral(f_k)) is wanted")
    if not premises:
        raise Rejected(f"{WHO}: the first premise gives the series")
    alive(givens)
    body, x, low, high, base = opened(left, givens)
    inner, k, first, last = right.args
    if inner.args[2:] != left.args[2:] or infinite(last) < 1 or infinite(first):
        raise Rejected(f"{WHO}: the limits are those of the integral, and the sum runs to oo")
    if k.data in left.free | first.free or k.data == x or x in right.free:
        raise Rejected(f"{WHO}: {k.data} and {x} are bound and stand nowhere else: rename them")
    _unspoken((k.data, x), givens)
    term = substitute(inner.args[0], {inner.args[1].data: symbol(x)})
    _series(premises[0], body, term, x, right, left, givens, step.under)
    here = range_of(right, base)
    indexed = base.extended(*here)
    at = on_interval(x, low, high, base).extended(*here)
    out = [inside(body, x, low, high, base), *divisors(left, x, base)]
    out.append(inside(term, x, low, high, indexed))
    if step.bind.get("h") is not None:
        out += _alternating(term, bound(step, "h"), k.data, first, at)
        start = substitute(bound(step, "h"), {k.data: first})
        out += integrable(start, x, low, high, base)
        text, how = "dominated", "the partial sums lie between 0 and the first term"
    elif step.bind.get("X") is not None:
        out += _geometric(term, bound(step, "X"), k.data, at)
        out += integrable(body, x, low, high, base, free=True)
        text, how = "dominated", "the partial sums are at most twice the integrand in size"
    elif step.bind.get("G") is not None:
        out += _absolutely(step, term, left, right, premises[1:], at, indexed)
        text, how = "absolutely", "the sum of the integrals of the absolute values converges"
    else:
        out.append(_one_sign(term, k.data, at))
        known = [p for p in premises[1:] if set(p.step.under) <= set(step.under)]
        out += _finite(left, right, known, givens)
        text, how = "monotone", "terms of one sign (Tonelli)"
    out += _carried(premises, left, right, x, at, givens)
    said_ = f"the series of `{said(body)}` is integrated term by term ({text})"
    out.append(Condition(said_, "discharged", how))
    return Outcome("exact", tuple(dict.fromkeys(out)), f"Integrating term by term: {how}.")


def _unspoken(names: tuple[str, ...], givens: Givens) -> None:
    for s in flat(givens):
        for name in names:
            if name in s.free or name in s.functions:
                raise Rejected(f"{WHO}: {name} is bound and also stands in {said(s)}: rename it")


def _series(
    premise: Checked, body: Term, term: Term, x: str, total: Term, integral: Term,
    givens: Givens, under: tuple[Term, ...],
) -> None:  # fmt: skip
    """The premise equates the integrand with the series on the whole open interval."""
    f, s = equation(premise.gives, WHO)
    if f.head == "Sum" and s.head != "Sum":
        f, s = s, f
    wanted = total.rebuild((term, *total.args[1:]))
    if not alpha_equal(f, body) or not alpha_equal(s, wanted):
        raise Rejected(f"{WHO}: the premise is no series of {said(body)} with terms {said(term)}")
    ranged = integral.rebuild((body, symbol(x), *integral.args[2:]))
    allowed = {*range_of(ranged, givens), *under}
    local = [h for u in premise.step.under for h in flat(Givens.of([u]))]
    foreign = [h for h in local if h not in allowed]
    if foreign:
        raise Rejected(f"{WHO}: {said(foreign[0])} is not known of the range of {x}")


def _one_sign(term: Term, k: str, at: Givens) -> Condition:
    sign = sign_of(term, at)
    if sign not in POSITIVE and sign not in NEGATIVE:
        raise Undecided(f"{WHO}: not proved: {said(term)} keeps one sign")
    order = ">=" if sign in POSITIVE else "<="
    return Condition(f"{said(term)} {order} 0", "discharged", f"for all {k}, on the whole interval")


def _finite(
    left: Term, right: Term, premises: Sequence[Checked], givens: Givens
) -> list[Condition]:
    """One of the two sides is finite: then so is the other, with the same value."""
    for p in premises:
        if p.gives.head == "Eq" and any(alpha_equal(a, right) for a in p.gives.args):
            return [Condition(f"`{said(right)}` exists", "discharged", f"step {p.step.n}")]
    return convergent(left, premises, givens)


def _alternating(term: Term, h: Term, k: str, first: Term, at: Givens) -> list[Condition]:
    """f_k = +-(-1)^k h with h >= 0 falling in k, everywhere on the interval."""
    turn = power(neg(ONE), symbol(k))
    if not any(_same(term, mul(c, turn, h), at) for c in (ONE, neg(ONE))):
        raise Rejected(f"{WHO}: {said(term)} is not (-1)^{k}*({said(h)}) up to the sign")
    sign = sign_of(h, at)
    if sign not in POSITIVE:
        raise Undecided(f"{WHO}: not proved: {said(h)} >= 0")
    if not falling(h, k, at):
        raise Undecided(f"{WHO}: not proved: {said(h)} does not grow with {k}")
    return [Condition(f"{said(h)} >= 0", "discharged", "on the whole interval"),
            Condition(f"`{said(h)}` does not grow with `{k}`", "discharged",
                      f"the change from {k} to {k} + 1 is nowhere positive")]  # fmt: skip


def _geometric(term: Term, ratio: Term, k: str, at: Givens) -> list[Condition]:
    """f_(k+1) = X*f_k with -1 < X < 1 free of k: the n-th partial sum is f*(1 - X^n)."""
    if k in ratio.free:
        raise Rejected(f"{WHO}: the ratio {said(ratio)} depends on {k}")
    if not _same(substitute(term, {k: add(symbol(k), ONE)}), mul(ratio, term), at):
        raise Rejected(f"{WHO}: {said(ratio)} is not proved to be the ratio of the terms")
    if not is_real(term, at) or any(
        sign_of(t, at) != "+" for t in (sub(ONE, ratio), add(ONE, ratio))
    ):
        raise Undecided(f"{WHO}: not proved: -1 < {said(ratio)} < 1")
    return [Condition(f"-1 < {said(ratio)} < 1", "discharged", "on the whole interval")]


def _same(a: Term, b: Term, at: Givens) -> bool:
    proof = identity(sub(a, b), at)
    return proof is not None and not proof.blocked


def _absolutely(
    step: Step, term: Term, left: Term, right: Term, premises: Sequence[Checked], at: Givens,
    indexed: Givens,
) -> list[Condition]:  # fmt: skip
    """|f_k| <= G, Integral(G) = B for every k, and Sum(B) converges by comparison with k^(-p)."""
    G, B, k = bound(step, "G"), bound(step, "B"), right.args[1]
    how = bounded_by(term, G, at)
    if how is None:
        raise Undecided(f"{WHO}: not proved: Abs({said(term)}) <= {said(G)}")
    out = [Condition(f"Abs({said(term)}) <= {said(G)}", "discharged", how)]
    whole = left.rebuild((G, *left.args[1:]))
    if not any(_gives(p, whole, B, step, right, indexed) for p in premises):
        raise Rejected(f"{WHO}: no premise gives {said(whole)} = {said(B)} for every {k.data}")
    if k.data not in B.free:
        raise Rejected(f"{WHO}: {said(B)} does not depend on {k.data}: its sum diverges")
    base = Givens.of(s for s in flat(indexed) if k.data not in s.free)
    for p in BEYOND:
        found = limit(times(B, power(k, p)), k.data, right.args[3], "-", base)
        if found is not None and found.value is not None and not infinite(found.value):
            text = f"{said(B)}*{k.data}^({said(p)}) has a finite limit"
            return [*out, Condition(text, "discharged", found.how)]
    raise Undecided(f"{WHO}: not proved: the sum of {said(B)} converges")


def _gives(p: Checked, whole: Term, B: Term, step: Step, total: Term, indexed: Givens) -> bool:
    """The premise under no more than that k is an index of the sum."""
    if p.gives.head != "Eq" or p.gives.args[1] != B or not alpha_equal(p.gives.args[0], whole):
        return False
    allowed = {*range_of(total, indexed), *step.under}
    return all(h in allowed for u in p.step.under for h in flat(Givens.of([u])))


def _carried(
    premises: Sequence[Checked], left: Term, right: Term, x: str, at: Givens, givens: Givens
) -> list[Condition]:
    """What the premises presuppose does not vanish on the interval, or is written here too."""
    out: dict[str, Condition] = {}
    rest: list[Checked] = []
    bound_names = {x, right.args[1].data}
    for p in premises:
        for c in p.outcome.conditions:
            if c.status != "presupposed":
                continue
            if c.excluded is None or not bound_names & c.excluded.free:
                rest.append(p)
                continue
            how = nonzero(c.excluded, at)
            if how is None:
                raise Undecided(f"{WHO}: not proved on the interval: {c.text}")
            out[c.text] = Condition(c.text, "discharged", how)
    clean = [Checked(p.step, Outcome(p.outcome.grade, tuple(
        c for c in p.outcome.conditions if c.text not in out)), p.givens) for p in rest]  # fmt: skip
    return [*out.values(), *carried(clean, (left, right), givens)]
