"""Primitive `frullani`: Integral((f(x) - f(r*x))/x, (x, 0, oo)) = (f(0+) - f(oo))*log(r), r > 0.

f is continuous for x > 0 and has a finite limit at 0; at infinity it has one too, or the integral of
f(x)/x over (1, oo) converges, and then 0 stands for the limit.  For the integral from d to R is that
of f(x)/x over (d, r*d) less that over (R, r*R) (Ostrowski, On Cauchy-Frullani integrals, 1).

>>> from symderive.terms.reader import read
>>> claim = read("Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo)) = log(b/a)")
>>> roles = {"f": read("exp(-a*x)"), "r": read("b/a")}
>>> here = Givens.of([read("a > 0"), read("b > 0")])
>>> [c.text for c in frullani(Step(1, WHO, claim, bind=roles), (), here).conditions][:2]
['b/a > 0', '`exp(-a*x)` is continuous in `x` on (`0`, `oo`)']
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import (
    alive,
    convergent,
    divisors,
    inside,
    opened,
)
from symderive.kernel.analysis.integrals.integrable import defined
from symderive.kernel.analysis.limits.limits import differ, limit
from symderive.kernel.analysis.ranges.ranges import is_real, said, sign_of
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
from symderive.terms.tree import ONE, ZERO, Term, call, div, mul, sub, symbol

WHO = "frullani"
OO = Term("oo")


@primitive(WHO)
def frullani(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind f, a term in x, and r; a premise may say that Integral(f/x, (x, 1, oo)) exists."""
    integral, value = equation(step.gives, WHO)
    if integral.head != "Integral" or integral.args[2] != ZERO or infinite(integral.args[3]) < 1:
        raise Rejected(f"{WHO}: an integral over (0, oo) stands on the left")
    alive(givens)
    body, x, low, high, base = opened(integral, givens)
    f, r = bound(step, "f"), bound(step, "r")
    if x in r.free | value.free or any(x in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {x} is bound and also stands outside: rename it")
    defined(f, x, base)
    defined(r, x, base)
    if sign_of(r, base) != "+":
        raise Undecided(f"{WHO}: not proved: {said(r)} > 0")
    here = on_interval(x, low, high, base)
    if not is_real(f, here):
        raise Undecided(f"{WHO}: {said(f)} is not known to be real")
    out = [Condition(f"{said(r)} > 0", "discharged", "by the sign oracle")]
    out += [inside(f, x, low, high, base), *divisors(integral, x, base)]
    scaled = substitute(f, {x: mul(r, symbol(x))})
    proof = identity(sub(body, div(sub(f, scaled), symbol(x))), here)
    if proof is None:
        raise Rejected(
            f"{WHO}: {said(body)} is not proved to be ({said(f)} - f({said(r)}*{x}))/{x}"
        )
    if any(x in t.free for t in proof.blocked):
        raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
    out += proof.conditions
    start = _end(f, x, ZERO, base, out)
    if start is None:
        raise Undecided(f"{WHO}: no finite limit of {said(f)} is proved at 0")
    stop = _end(f, x, OO, base, out)
    if stop is None:
        tail = Term("Integral", (div(f, symbol(x)), symbol(x), ONE, OO))
        out += convergent(tail, premises, base)
        stop = ZERO
    found = mul(sub(start, stop), call("log", r))
    end = identity(sub(found, value), base)
    if end is None:
        if differ(found, value, base):
            raise Rejected(f"{WHO}: the value is {said(found)}, not {said(value)}")
        raise Undecided(f"{WHO}: the value is {said(found)}, not proved equal to {said(value)}")
    good, bad = presupposed([*proof.blocked, *end.blocked], parts_of(integral, value), base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    out += [*end.conditions, *good]
    says = f"By Frullani's theorem, with `{said(f)}` at `{x}` and at `{said(mul(r, symbol(x)))}`."
    return Outcome("cited", tuple(dict.fromkeys(out)), says)


def _end(f: Term, x: str, end: Term, givens: Givens, out: list[Condition]) -> Term | None:
    found = limit(f, x, end, "+" if end == ZERO else "-", givens)
    if found is None or found.value is None or infinite(found.value):
        return None
    where = "0+" if end == ZERO else "oo"
    out.append(
        Condition(f"{said(f)} -> {said(found.value)} as {x} -> {where}", "discharged", found.how)
    )
    return found.value
