"""Primitive `poisson_integral`: the mean of a harmonic function under a Cauchy law is its value.

H is a constant plus multiples of logarithms of polynomials in x and y that are positive for y >= 0,
so |H| <= C*log(2 + |z|) there (Hormander, Ark. Mat. 3), and harmonic for y > 0.  Then
Integral(g/(pi*((x - m)^2 + g^2))*H(x, 0), (x, -oo, oo)) = H(m, g): a harmonic function that grows
less than |z| is the Poisson integral of its values on the line (Axler, Bourdon and Ramey, Ch. 7).

>>> from symderive.terms.reader import read
>>> claim = read("Integral(1/(pi*(x^2 + 1))*log(x^2 + 4), (x, -oo, oo)) = log(9)")
>>> roles = {"m": "0", "g": "1", "y": "y", "H": "log(x^2 + (y + 2)^2)"}
>>> step = Step(1, WHO, claim, bind={r: read(t) for r, t in roles.items()})
>>> poisson_integral(step, (), Givens()).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.ranges.ranges import is_real, prove_sign, said, sign_of
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
from symderive.terms.tree import TWO, ZERO, Term, add, div, mul, pow_, sub, symbol

WHO = "poisson_integral"


@primitive(WHO)
def poisson_integral(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, -oo, oo)) = H(m, g); bind m, g, y and H.  Raises Rejected, Undecided."""
    integral, value = equation(step.gives, WHO)
    if integral.head != "Integral" or premises:
        raise Rejected(f"{WHO}: an integral stands on the left, and no premise is used")
    body, x_, low, high = integral.args
    m, g, y_, H = (bound(step, r) for r in ("m", "g", "y", "H"))
    if infinite(low) >= 0 or infinite(high) <= 0 or y_.head != "Symbol":
        raise Rejected(f"{WHO}: the integral runs over the line, and y is a name")
    x, y = x_.data, y_.data
    spoken = frozenset().union(*(s.free for s in givens.statements))
    if x == y or y in body.free | value.free | spoken or {x, y} & (m.free | g.free | value.free):
        raise Rejected(f"{WHO}: {x} and {y} are bound, and stand nowhere else")
    alive(givens)
    base = without(x, givens)
    if not (is_real(m, base) and is_real(g, base)) or sign_of(g, base) != "+":
        raise Undecided(f"{WHO}: not proved: {said(m)} is real and {said(g)} > 0")
    line = base.extended(Term("Is", (symbol(x), symbol("real"))))
    plane = line.extended(Term("Le", (ZERO, symbol(y))))
    out = list(_summands(H, x, y, plane))
    out += _harmonic(H, x, y, plane)
    kernel = div(g, mul(Term("pi"), add(pow_(sub(symbol(x), m), TWO), pow_(g, TWO))))
    trace = mul(kernel, substitute(H, {y: ZERO}))
    out += _equal(body, trace, line, ())
    out += _equal(value, substitute(H, {x: m, y: g}), base, parts_of(integral, value))
    says = f"The mean of a harmonic function under a Cauchy law is its value at (`{said(m)}`, `{said(g)}`)."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _summands(H: Term, x: str, y: str, plane: Givens) -> Iterator[Condition]:
    """Constants and multiples of logarithms of positive polynomials; raises otherwise."""
    for t in H.args if H.head == "Add" else (H,):
        while t.head == "Neg":
            t = t.args[0]
        factors = t.args if t.head == "Mul" else (t,)
        moving = [f for f in factors if {x, y} & f.free]
        if not moving:
            continue
        if len(moving) > 1 or moving[0].head != "log" or not _polynomial(moving[0].args[0], x, y):
            raise Rejected(f"{WHO}: {said(t)} is no multiple of the logarithm of a polynomial")
        Q = moving[0].args[0]
        sign = prove_sign(Q, plane)
        if sign is None or sign[0] != "+":
            raise Undecided(f"{WHO}: not proved: {said(Q)} > 0 where {y} >= 0")
        yield Condition(f"{said(Q)} > 0", "discharged", f"where {y} >= 0: {sign[1]}")


def _polynomial(t: Term, x: str, y: str) -> bool:
    if not {x, y} & t.free or t.head == "Symbol":
        return True
    if t.head in ("Add", "Mul", "Neg"):
        return all(_polynomial(a, x, y) for a in t.args)
    if t.head == "Pow":
        return t.args[1].head == "Integer" and _polynomial(t.args[0], x, y)
    return t.head == "Div" and not {x, y} & t.args[1].free and _polynomial(t.args[0], x, y)


def _harmonic(H: Term, x: str, y: str, plane: Givens) -> list[Condition]:
    total, out = ZERO, []
    for name in (x, y):
        slope = H
        for _ in range(2):
            try:
                slope, needs = differentiate(slope, name, plane)
            except (Refused, ValueError) as reason:
                raise Undecided(f"{WHO}: {reason}") from None
            for c in (holds(n, plane) for n in needs):
                if not c.settled:
                    raise Undecided(f"{WHO}: not proved: {c.text}")
        total = slope if total == ZERO else add(total, slope)
    out += _equal(total, ZERO, plane, ())
    return [*out, Condition(f"{said(H)} is harmonic", "discharged", f"where {y} > 0")]


def _equal(a: Term, b: Term, givens: Givens, written: Sequence[Term]) -> list[Condition]:
    proof = identity(sub(a, b), givens)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(a)} = {said(b)}")
    good, bad = (
        presupposed(proof.blocked, written, givens) if written else ([], list(proof.blocked))
    )
    if bad:
        raise Undecided(f"{WHO}: not proved: {said(bad[0])} != 0")
    return [*proof.conditions, *good]
