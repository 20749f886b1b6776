"""Primitive `leibniz`: a derivative passes under an integral with fixed limits, by a majorant.

Near t the parameter runs over low < s < high (two roles, terms in t): there F and its derivative
are continuous in x, |dF/ds| <= G(x) with G integrable, and the integral converges at t (Folland,
Real Analysis, 2.27).  Finite limits that move are the business of `moving_limits`.

>>> from symderive.terms.reader import read
>>> claim = read("Derivative(Integral(exp(-p*x)/x*sin(x), (x, 0, oo)), p) "
...              "= Integral(-exp(-p*x)*sin(x), (x, 0, oo))")
>>> roles = {"low": read("p/2"), "high": read("2*p"), "G": read("exp(-p*x/2)")}
>>> found = leibniz(Step(1, WHO, claim, bind=roles), (), Givens.of([read("p > 0")]))
>>> [c.text for c in found.conditions][2]
'Abs(-exp(-s_1*x)*sin(x)) <= exp(-p*x/2)'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.majorant import bounded_by
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
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import Term, sub, symbol

WHO = "leibniz"


@dataclass(frozen=True)
class Near:
    """The parameter `t` and the box low < s < high about it, as givens and in words."""

    t: str
    s: str
    low: Term
    high: Term
    givens: Givens

    def at(self, term: Term) -> Term:
        return substitute(term, {self.t: symbol(self.s)})

    def said(self) -> str:
        return f"for `{said(self.low)} < {self.s} < {said(self.high)}`"


def near(step: Step, t: str, givens: Givens, used: frozenset[str]) -> Near:
    """The neighbourhood that a step binds to `low` and `high`; raises Rejected or Undecided."""
    low, high = bound(step, "low"), bound(step, "high")
    if givens.sort(t).domain != "real":
        raise Undecided(f"{WHO}: {t} is no real number")
    if infinite(low) or infinite(high):
        raise Rejected(f"{WHO}: the neighbourhood of {t} has finite ends")
    for a, b in ((low, symbol(t)), (symbol(t), high)):
        if sign_of(sub(b, a), givens) != "+":
            raise Undecided(f"not proved: {said(a)} < {said(b)}")
    s = fresh("s", used | {t} | low.free | high.free | _named(givens))
    local = givens.extended(Term("Lt", (low, symbol(s))), Term("Lt", (symbol(s), high)))
    return Near(t, s, low, high, local)


def _named(givens: Givens) -> frozenset[str]:
    return frozenset().union(*(g.free | g.functions for g in givens.statements))


@primitive(WHO)
def leibniz(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(Integral(F, (x, a, b)), t) = Integral(dF/dt, (x, a, b)).

    bind G, low, high; K, a majorant of F at t, where F itself is not seen to be integrable.
    """
    left, right = equation(step.gives, WHO)
    if left.head != "Derivative" or left.data != (1,) or left.args[0].head != "Integral":
        raise Rejected(f"{WHO}: the first derivative of an integral stands on the left")
    integral, t = left.args[0], left.args[1].data
    _, x, low, high = integral.args
    if x.data == t or x.data in _named(givens):
        raise Rejected(f"{WHO}: {x.data} is bound and also stands outside: rename it")
    if t in low.free | high.free:
        raise Rejected(f"{WHO}: a limit depends on {t}: boundary terms are wanted (moving_limits)")
    if right.head != "Integral" or right.args[2:] != integral.args[2:]:
        raise Rejected(f"{WHO}: an integral over the same limits stands on the right")
    alive(givens)
    slope = substitute(right.args[0], {right.args[1].data: x})
    conditions = _dominated(step, integral, slope, t, givens, premises)
    says = f"Differentiating under the integral, with the majorant `{said(bound(step, 'G'))}`."
    return Outcome("exact", tuple(dict.fromkeys(conditions)), says)


def _dominated(
    step: Step, integral: Term, slope: Term, t: str, givens: Givens, premises: Sequence[Checked]
) -> list[Condition]:
    body, x, low, high, base = opened(integral, givens)
    G = bound(step, "G")
    box = near(step, t, base, body.free | slope.free | G.free | {x})
    out = [*divisors(integral, x, base)]
    out += _derivative(box.at(body), box.at(slope), box.s, integral,
                       on_interval(x, low, high, box.givens))  # fmt: skip
    for f in (body, slope):
        out.append(inside(box.at(f), x, low, high, box.givens))
    out.append(dominated(box.at(slope), G, x, low, high, box.givens, box.said()))
    out += integrable(G, x, low, high, base)
    return out + convergent(integral, premises, givens, step.bind.get("K"))


def dominated(
    body: Term, G: Term, x: str, low: Term, high: Term, givens: Givens, where: str
) -> Condition:
    """|body| <= G on the interval for every value of the other names; raises Undecided."""
    text = f"Abs({said(body)}) <= {said(G)}"
    how = bounded_by(body, G, on_interval(x, low, high, givens))
    if how is None:
        raise Undecided(f"not proved: {text} {where}")
    return Condition(text, "discharged", f"{where}: {how}")


def _derivative(body: Term, slope: Term, s: str, integral: Term, here: Givens) -> list[Condition]:
    """The slope is the derivative of the body by the parameter, wherever both are looked at."""
    try:
        found, needs = differentiate(body, s, here)
    except ValueError as reason:
        raise Undecided(f"{WHO}: {reason}") from None
    out = [holds(c, here) for c in needs]
    proof = identity(sub(found, slope), here)
    if proof is None:
        raise Rejected(f"{WHO}: the derivative of {said(body)} by {s} is {said(found)}, "
                       f"not proved equal to {said(slope)}")  # fmt: skip
    good, bad = presupposed(proof.blocked, parts_of(integral), here)
    bad += [c.excluded for c in good if c.excluded is not None and s in c.excluded.free]
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    for c in out:
        if not c.settled:
            raise Undecided(f"not proved: {c.text} ({c.how})")
    return [*out, *good]
