"""Primitive `power_moments`: derivatives in s of Integral(g^s*h) are integrals of g^s*log(g)^n*h.

Where g^s*|h| is integrable for s = low and s = high, it dominates log(g)^n*g^s*h for s strictly
between, up to a factor: |log g|^n g^s <= C*(g^low + g^high) for all g > 0 (Folland, Real Analysis,
2.27; DLMF 2.5(i), the strip of analyticity of a Mellin transform).

>>> from symderive.terms.reader import read
>>> F, claim = "x^s*exp(-x)", "Integral(x^s*exp(-x)*log(x)^2, (x, 0, oo))"
>>> claim = read(f"Derivative(Integral({F}, (x, 0, oo)), s, s) = {claim}")
>>> roles = {"g": read("x"), "low": read("s/2 - 1/2"), "high": read("s + 1")}
>>> found = power_moments(Step(1, WHO, claim, bind=roles), (), Givens.of([read("s > -1")]))
>>> found.conditions[-1].text
'`x^(s + 1)*exp(-x)` is integrable at `oo`'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.continuity.intervals import on_interval
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.integrals.convergence import alive, divisors, inside, opened
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.integrals.leibniz import Near, near
from symderive.kernel.analysis.ranges.ranges import prove_sign, said
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
from symderive.terms.tree import Term, call, integer, mul, pow_, sub

WHO = "power_moments"
MAX_ORDER = 8


@primitive(WHO)
def power_moments(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Derivative(Integral(F, (x, a, b)), s, ..) = Integral(F*log(g)^n, (x, a, b)).

    bind g, a positive function of x free of s with dF/ds = log(g)*F, and low < s < high.
    """
    left, right = equation(step.gives, WHO)
    if left.head != "Derivative" or left.args[0].head != "Integral" or len({*left.args[1:]}) != 1:
        raise Rejected(f"{WHO}: a derivative of an integral by one name stands on the left")
    integral, t, order = left.args[0], left.args[1].data, sum(left.data)
    if not 1 <= order <= MAX_ORDER:
        raise Undecided(f"{WHO}: an order from 1 to {MAX_ORDER} is wanted")
    if right.head != "Integral" or right.args[2:] != integral.args[2:]:
        raise Rejected(f"{WHO}: an integral over the same limits stands on the right")
    if t in integral.args[2].free | integral.args[3].free or integral.args[1].data == t:
        raise Rejected(f"{WHO}: the limits depend on {t}")
    alive(givens)
    body, x, low, high, base = opened(integral, givens)
    if any(x in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {x} is bound and also stands outside: rename it")
    g = bound(step, "g")
    if t in g.free:
        raise Rejected(f"{WHO}: {said(g)} depends on {t}")
    box = near(step, t, base, body.free | g.free | {x})
    out = _law(body, g, x, low, high, box)
    result = substitute(right.args[0], {right.args[1].data: integral.args[1]})
    out += _result(body, result, g, order, on_interval(x, low, high, base))
    out += [*divisors(integral, x, base)]
    for f in (box.at(body), box.at(result)):
        out.append(inside(f, x, low, high, box.givens))
    for end in (box.low, box.high):
        out += integrable(substitute(body, {t: end}), x, low, high, base)
    says = (f"Differentiating under the integral: it converges absolutely "
            f"at `{said(box.low)}` and at `{said(box.high)}`.")  # fmt: skip
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _law(body: Term, g: Term, x: str, low: Term, high: Term, box: Near) -> list[Condition]:
    """g > 0 and dF/ds = log(g)*F, for every x inside and every s of the box."""
    here = on_interval(x, low, high, box.givens)
    sign = prove_sign(g, here)
    if sign is None or sign[0] != "+":
        raise Undecided(f"not proved: {said(g)} > 0")
    F = box.at(body)
    try:
        slope, needs = differentiate(F, box.s, here)
    except ValueError as reason:
        raise Undecided(f"{WHO}: {reason}") from None
    proof = identity(sub(slope, mul(call("log", g), F)), here)
    if proof is None:
        raise Rejected(f"{WHO}: the derivative of {said(F)} by {box.s} is not proved to be "
                       f"log({said(g)}) times it")  # fmt: skip
    bad = [b for b in proof.blocked if {x, box.s} & b.free]
    conditions = [holds(c, here) for c in needs]
    for c in conditions:
        if not c.settled:
            raise Undecided(f"not proved: {c.text} ({c.how})")
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    where = f"on (`{said(low)}`, `{said(high)}`)"
    return [Condition(f"{said(g)} > 0", "discharged", f"{where}: {sign[1]}"), *conditions,
            *proof.conditions]  # fmt: skip


def _result(body: Term, result: Term, g: Term, order: int, here: Givens) -> list[Condition]:
    power = call("log", g) if order == 1 else pow_(call("log", g), integer(order))
    proof = identity(sub(result, mul(power, body)), here)
    if proof is None:
        raise Rejected(
            f"{WHO}: {said(result)} is not proved to be {said(power)} times {said(body)}"
        )
    if proof.blocked:
        raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
    return list(proof.conditions)
