"""Primitive `fourier`: log(sin u), log(cos u) or log(tan u) by its Fourier series under an integral.

The series converges in the mean (DLMF 4.26; Zygmund, Trigonometric Series, I.2.8), so that after
multiplication by a square-integrable g it may be integrated term by term (Parseval; Rudin,
Principles, 8.16).  On 0 < u < pi, log(sin u) = -log 2 - Sum(cos(2*k*u)/k), and so on.

>>> from symderive.terms.reader import read
>>> terms = "Sum(Integral(-(-1)^k*cos(2*k*x)/k, (x, 0, pi/4)), (k, 1, oo))"
>>> whole = "Integral(log(cos(x)), (x, 0, pi/4))"
>>> claim = read(f"{whole} = Integral(-log(2), (x, 0, pi/4)) + {terms}")
>>> roles = {"g": read("1"), "L": read("log(cos(x))")}
>>> fourier(Step(1, WHO, claim, bind=roles), (), Givens()).conditions[1].text
'0 <= 1/2*pi - pi/4'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.integrals.convergence import alive, divisors, inside, opened
from symderive.kernel.analysis.integrals.integrable import integrable
from symderive.kernel.analysis.ranges.ranges import POSITIVE, is_real, said, sign_of
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
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, mul, neg, rational, sub, symbol

WHO = "fourier"
PI = Term("pi")
HALF_PI = times(rational(1, 2), PI)
LOG_TWO = call("log", TWO)
# head under the logarithm: where u lies, and whether -log 2 stands before the sum
_ROWS = {"sin": (ZERO, PI, True), "cos": (minus(HALF_PI), HALF_PI, True),
         "tan": (ZERO, HALF_PI, False)}  # fmt: skip


@primitive(WHO)
def fourier(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(g*L, (x, a, b)) = Integral(-g*log(2), (x, a, b)) + Sum(Integral(f_k), (k, n, oo)).

    bind g and L, which is log(sin(u)), log(cos(u)) or log(tan(u)) with u linear in x; the first
    summand is missing for the tangent.  n is 1, for the tangent 0.
    """
    left, right = equation(step.gives, WHO)
    g, L = bound(step, "g"), bound(step, "L")
    if left.head != "Integral" or L.head != "log" or L.args[0].head not in _ROWS:
        raise Rejected(f"{WHO}: an integral, and the logarithm of a sine, cosine or tangent")
    low_u, high_u, shifted = _ROWS[L.args[0].head]
    alive(givens)
    body, x, low, high, base = opened(left, givens)
    if infinite(low) or infinite(high) or any(x in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: the interval is finite, and {x} stands nowhere else")
    mean, total = _parts(right, left, shifted)
    inner, k, first, last = total.args
    if infinite(last) < 1 or first != (ONE if shifted else ZERO) or k.data in {x, *left.free}:
        raise Rejected(f"{WHO}: the sum runs from {1 if shifted else 0} to oo, over a new name")
    if any(k.data in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {k.data} also stands in the givens: rename it")
    u = L.args[0].args[0]
    out = _range(u, x, low, high, low_u, high_u, base)
    here = on_interval(x, low, high, base)
    term = substitute(inner.args[0], {inner.args[1].data: symbol(x)})
    at = here.extended(*range_of(total, base))
    for a, b, where in (
        (body, mul(g, L), here),
        (mean, minus(times(g, LOG_TWO)), here),
        (term, times(g, _term(L.args[0].head, u, k)), at),
    ):
        if a is not None:
            out += _same(a, b, where)
    out += [*divisors(left, x, base), inside(g, x, low, high, base)]
    if not is_real(g, here):
        raise Undecided(f"{WHO}: {said(g)} is not known to be real")
    out += integrable(power(g, TWO), x, low, high, base)
    says = f"By the Fourier series of `{said(L)}`, which converges in the mean (Parseval)."
    return Outcome("cited", tuple(dict.fromkeys(out)), says)


def _term(head: str, u: Term, k: Term) -> Term:
    """The k-th term of the series."""
    if head == "tan":
        odd = plus(times(TWO, k), ONE)
        return minus(over(times(TWO, call("cos", times(TWO, odd, u))), odd))
    wave = over(call("cos", times(TWO, k, u)), k)
    return minus(wave if head == "sin" else times(power(neg(ONE), k), wave))


def _parts(right: Term, left: Term, shifted: bool) -> tuple[Term | None, Term]:
    """The body of the mean, where there is one, and the sum of integrals."""
    parts = list(right.args) if right.head == "Add" else [right]
    if len(parts) != (2 if shifted else 1):
        raise Rejected(f"{WHO}: {'an integral and ' if shifted else ''}a sum stands on the right")
    total = parts[-1]
    if total.head != "Sum" or total.args[0].head != "Integral":
        raise Rejected(f"{WHO}: the last summand is a sum of integrals")
    for t in (*parts[:-1], total.args[0]):
        if t.head != "Integral" or t.args[2:] != left.args[2:]:
            raise Rejected(f"{WHO}: {said(t)} is no integral over the same limits")
    if not shifted:
        return None, total
    mean = parts[0]
    return substitute(mean.args[0], {mean.args[1].data: left.args[1]}), total


def _range(
    u: Term, x: str, low: Term, high: Term, low_u: Term, high_u: Term, givens: Givens
) -> list[Condition]:
    """u is linear in x, not constant, and runs within the interval of the series."""
    here = on_interval(x, low, high, givens)
    slope, needs = differentiate(u, x, here)
    if needs or x in slope.free or sign_of(slope, givens) not in ("+", "-"):
        raise Undecided(f"{WHO}: {said(u)} is not seen to be linear in {x}")
    ends = [substitute(u, {x: e}) for e in (low, high)]
    if sign_of(slope, givens) == "-":
        ends.reverse()
    out = []
    for a, b in ((low_u, ends[0]), (ends[1], high_u)):
        gap = b if a == ZERO else sub(b, a)
        if sign_of(gap, givens) not in POSITIVE:
            raise Undecided(f"{WHO}: not proved: {said(a)} <= {said(b)}")
        if gap not in (a, b) or gap.free:
            out.append(Condition(f"0 <= {said(gap)}", "discharged", "by the sign oracle"))
    return out


def _same(a: Term, b: Term, here: Givens) -> list[Condition]:
    proof = identity(sub(a, b), here)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(a)} = {said(b)}")
    if proof.blocked:
        raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
    return list(proof.conditions)
