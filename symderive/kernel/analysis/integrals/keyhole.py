"""Primitive `keyhole`: Integral(x^(s - 1)*P/Q, (x, 0, oo)) by the poles off the positive half line.

Q = c*prod (x + r)^m*prod (x^2 + 2*r*cos(p)*x + r^2)^m with r > 0 and 0 < p < pi, s is no whole number,
0 < s < deg Q - deg P; the integral is pi/sin(pi*s) times the sum of the residues of (-z)^(s - 1)*P/Q
at z = -r*exp(+-I*p), where (-z)^(s - 1) = r^(s - 1)*exp(+-I*(s - 1)*p) (Ahlfors, Complex Analysis,
4.5.3).

>>> from symderive.terms.reader import read
>>> claim = read("Integral(x^(s - 1)/(x + 2), (x, 0, oo)) = 2^(s - 1)*pi/sin(pi*s)")
>>> poles = Term("Tuple", (read("(2, 0, 1)"),))
>>> roles = {"s": read("s"), "P": read("1"), "c": read("1"), "poles": poles}
>>> here = Givens.of([read("0 < s"), read("s < 1")])
>>> keyhole(Step(1, WHO, claim, bind=roles), (), here).grade
'cited'
"""

from __future__ import annotations

from collections.abc import Sequence
from math import factorial

from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive, divisors
from symderive.kernel.analysis.integrals.residue_sums import I, degree
from symderive.kernel.analysis.limits.limits import differ
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, said, sign_of
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
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, integer, mul, sub, symbol

WHO = "keyhole"
PI = Term("pi")
MAX_POLES, MAX_ORDER = 6, 4
Pole = tuple[Term, Term, int]  # r, p, m: the pole -r*exp(I*p) of order m, and its conjugate


@primitive(WHO)
def keyhole(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, 0, oo)) = V; bind s, P, c, and poles ((r, p, m), ..), p = 0 if real."""
    integral, value = equation(step.gives, WHO)
    if integral.head != "Integral" or integral.args[2] != ZERO or infinite(integral.args[3]) < 1:
        raise Rejected(f"{WHO}: an integral over (0, oo) stands on the left")
    body, x = integral.args[0], integral.args[1].data
    s, P, c = (bound(step, role) for role in ("s", "P", "c"))
    poles = _poles(bound(step, "poles"))
    if x in value.free | s.free | c.free or any(x in t.free for t in givens.statements):
        raise Rejected(f"{WHO}: {x} is bound and also stands outside: rename it")
    alive(givens)
    base = without(x, givens)
    written = parts_of(integral, value)
    out = _conditions(s, P, c, poles, x, base, written)
    here = on_interval(x, ZERO, integral.args[3], base)
    X = symbol(x)
    Q = times(c, *(power(_factor(p, X), integer(p[2])) for p in poles))
    law = identity(sub(mul(body, Q), mul(power(X, sub(s, ONE)), P)), here)
    if law is None or law.blocked:
        raise Undecided(
            f"{WHO}: not proved: {said(body)} = {x}^({said(s)} - 1)*({said(P)})/({said(Q)})"
        )
    out += [*law.conditions, *divisors(integral, x, base)]
    found, divided = _value(s, P, c, poles, x, base)
    proof = identity(sub(found, value), base)
    if proof is None:
        if differ(found, value, base):
            raise Rejected(f"{WHO}: the value is not {said(value)}")
        raise Undecided(f"{WHO}: not proved: the value is {said(value)}")
    rest = [t for t in proof.blocked if (t.args[0] if t.head == "Pow" else t) not in divided]
    good, bad = presupposed(rest, written, base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    out += [*proof.conditions, *good]
    listed = ", ".join(f"`{said(_place(p, 1))}`" for p in poles)
    says = f"By the residue theorem along a keyhole, with the poles {listed}."
    return Outcome("cited", tuple(dict.fromkeys(out)), says)


def _poles(t: Term) -> list[Pole]:
    if t.head != "Tuple" or not 1 <= len(t.args) <= MAX_POLES:
        raise Rejected(f"{WHO}: `poles` lists up to {MAX_POLES} triples (r, p, m)")
    out = []
    for p in t.args:
        if p.head != "Tuple" or len(p.args) != 3 or p.args[2].head != "Integer":
            raise Rejected(f"{WHO}: {said(p)} is no triple (r, p, m)")
        if not 1 <= p.args[2].data <= MAX_ORDER:
            raise Rejected(f"{WHO}: the order of a pole is at least 1 and at most {MAX_ORDER}")
        out.append((p.args[0], p.args[1], p.args[2].data))
    return out


def _place(p: Pole, sign: int) -> Term:
    """The pole, or its conjugate."""
    r, angle, _ = p
    if angle == ZERO:
        return minus(r)
    return minus(times(r, plus(call("cos", angle), times(integer(sign), I, call("sin", angle)))))


def _factor(p: Pole, z: Term) -> Term:
    r, angle, _ = p
    if angle == ZERO:
        return plus(z, r)
    return plus(power(z, TWO), times(TWO, r, call("cos", angle), z), power(r, TWO))


def _conditions(
    s: Term, P: Term, c: Term, poles: Sequence[Pole], x: str, givens: Givens,
    written: Sequence[Term],
) -> list[Condition]:  # fmt: skip
    out: list[Condition] = []

    def positive(t: Term) -> None:
        if sign_of(t, givens) != "+":
            raise Undecided(f"{WHO}: not proved: {said(t)} > 0")
        if t.free:
            out.append(Condition(f"{said(t)} > 0", "discharged", "by the sign oracle"))

    def apart(t: Term, text: str) -> None:
        if nonzero(t, givens) is not None:
            out.append(Condition(text, "discharged", "by the sign oracle"))
            return
        good, bad = presupposed([t], written, givens)
        if bad:
            raise Undecided(f"{WHO}: not proved: {text}")
        out.extend(good)

    for t in (s, c, *(u for p in poles for u in p[:2])):
        proof = identity(sub(t, t), givens)
        if x in t.free or proof is None or proof.blocked or not is_real(t, givens):
            raise Undecided(f"{WHO}: {said(t)} is not known to be a real number")
    n, below = degree(P, x), sum(m if angle == ZERO else 2 * m for _, angle, m in poles)
    if n is None or not is_real(P, on_interval(x, ZERO, Term("oo"), givens)):
        raise Rejected(f"{WHO}: {said(P)} is no polynomial in {x}")
    positive(s)
    positive(sub(integer(below - n), s))
    apart(call("sin", mul(PI, s)), f"`{said(s)}` is no whole number")
    for r, angle, _ in poles:
        positive(r)
        if angle != ZERO:
            positive(angle)
            positive(sub(PI, angle))
    for i, (r, angle, _) in enumerate(poles):
        for q, other, _ in poles[:i]:
            if nonzero(sub(angle, other), givens) is None:
                apart(sub(r, q), f"{said(r)} != {said(q)}")
    apart(c, f"{said(c)} != 0")
    return out


def _value(
    s: Term, P: Term, c: Term, poles: Sequence[Pole], x: str, givens: Givens
) -> tuple[Term, set[Term]]:
    """pi/sin(pi*s) times the sum of the residues; and what they divide by."""
    spoken = s.free.union(P.free, c.free, *(t.free for p in poles for t in p[:2]))
    name = fresh("z", spoken | {x})
    z = symbol(name)
    total: list[Term] = []
    divided: set[Term] = set()
    less = sub(s, ONE)
    for pole in poles:
        r, angle, m = pole
        for sign in (1,) if angle == ZERO else (1, -1):
            others = [power(_factor(q, z), integer(q[2])) for q in poles if q is not pole]
            if angle != ZERO:
                others.append(power(sub(z, _place(pole, -sign)), integer(m)))
            other = times(c, *others)
            part = over(substitute(P, {x: z}), other)
            for _ in range(m - 1):  # the derivative of (-z)^(s - 1)*g over (-z)^(s - 1)
                slope, _ = differentiate(part, name, givens)
                part = plus(slope, over(times(less, part), z))
            at = {name: _place(pole, sign)}
            divided |= {substitute(other, at), at[name]}
            turn = ONE if angle == ZERO else call("exp", times(integer(sign), I, less, angle))
            head = times(power(r, less), turn)
            total.append(over(times(head, substitute(part, at)), integer(factorial(m - 1))))
    return over(times(PI, plus(*total)), call("sin", mul(PI, s))), divided
