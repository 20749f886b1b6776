"""Primitive `convergence`: an integral exists, by a majorant or by Dirichlet's test.

`gives` is I = I.  Absolute convergence: the integrand itself, or a majorant bound to `G`, is
integrable.  Dirichlet (Apostol, Mathematical Analysis, 10.16): beyond `c` the integrand is U'*w,
|U| <= M there, w is monotone and tends to 0; up to c it is integrable.

>>> from symderive.terms.reader import read
>>> claim = read("Integral(sin(x)/x, (x, 0, oo)) = Integral(sin(x)/x, (x, 0, oo))")
>>> roles = {"U": read("-cos(x)"), "w": read("1/x"), "M": read("1"), "c": read("1")}
>>> convergence(Step(1, WHO, claim, bind=roles), (), Givens()).conditions[-1].how
"Dirichlet's test"
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.discharge import carried, identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.additivity import exists
from symderive.kernel.analysis.integrals.integrable import defined, integrable
from symderive.kernel.analysis.integrals.majorant import bounded_by
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import orientation, prove_sign, said
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
from symderive.kernel.logic.witness import nonvacuous
from symderive.terms.tree import Term, mul, sub

WHO = "convergence"
ENDS = ("+", "0+", "-", "0-")


@primitive(WHO)
def convergence(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """bind G, or U, w, M and c, or nothing."""
    integral, again = equation(step.gives, WHO)
    if integral != again or integral.head != "Integral":
        raise Rejected(f"{WHO}: an integral equals itself: it exists")
    alive(givens)
    if step.bind.get("U") is None:
        found = convergent(integral, premises, givens, step.bind.get("G"))
        return Outcome("exact", tuple(found), "The integral converges absolutely.")
    U, w, M, c = (bound(step, r) for r in ("U", "w", "M", "c"))
    found = dirichlet(integral, U, w, M, c, givens)
    return Outcome("exact", tuple(found), "The integral converges by Dirichlet's test.")


def alive(givens: Givens) -> None:
    """Raises Undecided if no point is known at which the givens hold."""
    if nonvacuous(givens, [], []) is None:
        raise Undecided("no admissible point was found")


def opened(integral: Term, givens: Givens) -> tuple[Term, str, Term, Term, Givens]:
    """(body, name, low, high, givens without the name), low <= high; raises Rejected, Undecided."""
    body, x, low, high = integral.args
    if x.data in low.free | high.free:
        raise Rejected(f"{x.data} is bound and also stands in the limits: rename it")
    base = without(x.data, givens)
    sign = orientation(low, high, base)
    if sign not in ENDS:
        raise Undecided(f"the order of {said(low)} and {said(high)} is not known")
    return (body, x.data, low, high, base) if "+" in sign else (body, x.data, high, low, base)


def convergent(
    integral: Term, premises: Sequence[Checked], givens: Givens, majorant: Term | None = None
) -> list[Condition]:
    """Why the integral exists: a premise, a compact interval, comparison, a majorant."""
    known = exists(integral, premises, givens)
    if known is not None:
        return [known, *carried(premises, (integral,), givens)]
    body, name, low, high, base = opened(integral, givens)
    if majorant is None:
        return [
            *divisors(integral, name, base),
            *integrable(body, name, low, high, base, free=True),
        ]
    out = [*divisors(integral, name, base), inside(body, name, low, high, base)]
    how = bounded_by(body, majorant, on_interval(name, low, high, base))
    text = f"Abs({said(body)}) <= {said(majorant)}"
    if how is None:
        raise Undecided(f"not proved: {text}")
    out.append(Condition(text, "discharged", how))
    return out + integrable(majorant, name, low, high, base)


def inside(body: Term, name: str, low: Term, high: Term, givens: Givens) -> Condition:
    """The body is continuous on the open interval; raises Undecided."""
    for c in continuous_on(body, name, low, high, givens, closed=(False, False)):
        if not c.settled:
            raise Undecided(f"not proved: {said(body)} is continuous inside: {c.text} ({c.how})")
    text = f"`{said(body)}` is continuous in `{name}` on (`{said(low)}`, `{said(high)}`)"
    return Condition(text, "discharged", "head by head")


def divisors(integral: Term, name: str, givens: Givens) -> list[Condition]:
    """What the integrand divides by that is free of the name: presupposed, being written."""
    body = integral.args[0]
    proof = identity(sub(body, body), givens)
    if proof is None:
        raise Undecided(f"{said(body)} is not understood")
    fixed = [t for t in proof.blocked if name not in t.free]
    good, bad = presupposed(fixed, parts_of(integral), givens)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    return good


def dirichlet(
    integral: Term, U: Term, w: Term, M: Term, c: Term, givens: Givens
) -> list[Condition]:
    """Dirichlet's test at infinity, comparison below `c`; raises Rejected or Undecided."""
    body, x, low, high, base = opened(integral, givens)
    if infinite(high) < 1:
        raise Rejected("Dirichlet's test: the upper limit is oo")
    if x in M.free | c.free:
        raise Rejected(f"Dirichlet's test: {x} stands in a bound")
    if orientation(low, c, base) != "+":
        raise Undecided(f"not proved: {said(low)} < {said(c)}")
    for t in (U, w, M, c):
        defined(t, x, base)
    out = [inside(body, x, low, high, base), *divisors(integral, x, base)]
    beyond = on_interval(x, c, high, base)
    out += _product(body, U, w, x, c, high, base)
    how = bounded_by(U, M, beyond)
    if how is None:
        raise Undecided(f"not proved: Abs({said(U)}) <= {said(M)} beyond {said(c)}")
    out.append(Condition(f"Abs({said(U)}) <= {said(M)}", "discharged", how))
    out.append(_monotone(w, x, c, high, base))
    end = limit(w, x, high, "-", base)
    if end is None or end.value is None or infinite(end.value) or not is_zero(end.value, base):
        raise Undecided(f"not proved: {said(w)} -> 0")
    out.append(Condition(f"{said(w)} -> 0 as {x} -> oo", "discharged", end.how))
    out += integrable(body, x, low, c, base, free=True)
    return [*out, Condition(f"{said(integral)} exists", "discharged", "Dirichlet's test")]


def _product(
    body: Term, U: Term, w: Term, x: str, low: Term, high: Term, givens: Givens
) -> list[Condition]:
    found = differentiate_on(U, x, low, high, givens)
    if found is None:
        raise Undecided(f"{said(U)} has no derivative rule")
    slope, conditions = found
    proof = identity(sub(body, mul(slope, w)), on_interval(x, low, high, givens))
    if proof is None:
        raise Undecided(f"not proved: {said(body)} is the derivative of {said(U)} times {said(w)}")
    bad = [t for t in proof.blocked if x in t.free]
    if bad or not all(c.settled for c in conditions):
        raise Undecided(f"not proved beyond {said(low)}: the derivative of {said(U)}")
    return conditions


def _monotone(w: Term, x: str, low: Term, high: Term, givens: Givens) -> Condition:
    found = differentiate_on(w, x, low, high, givens)
    sign = None
    if found is not None and all(c.settled for c in found[1]):
        sign = prove_sign(found[0], on_interval(x, low, high, givens))
    if sign is None or sign[0] == "!0":
        raise Undecided(f"not proved: {said(w)} is monotone beyond {said(low)}")
    return Condition(f"`{said(w)}` is monotone beyond `{said(low)}`", "discharged", sign[1])
