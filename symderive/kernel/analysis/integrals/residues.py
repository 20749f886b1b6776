"""Primitive `residues`: (P*cos(a*x) + S*sin(a*x))/Q over the real line, by the poles above it.

Q = c*prod ((x - u)^2 + v^2)^m with v > 0, so that no pole lies on the line and those above it are
u + I*v; the integral is the real part of 2*pi*I times the sum of the residues of
(P - I*S)*exp(I*a*z)/Q there (Ahlfors, Complex Analysis, 4.5.3).  deg Q is at least 2 more than the
degrees of P and S, or 1 more where a > 0 (Jordan's lemma; each end converges by Dirichlet's test).

>>> from symderive.terms.reader import read
>>> claim = read("Integral(cos(a*x)/(x^2 + b^2), (x, -oo, oo)) = pi*exp(-a*b)/b")
>>> poles = Term("Tuple", (read("(0, b, 1)"),))
>>> roles = {"P": read("1"), "a": read("a"), "c": read("1"), "poles": poles}
>>> here = Givens.of([read("a > 0"), read("b > 0")])
>>> residues(Step(1, WHO, claim, bind=roles), (), here).conditions[0].text
'b > 0'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive, divisors
from symderive.kernel.analysis.limits.limits import differ
from symderive.kernel.analysis.ranges.ranges import (
    NEGATIVE,
    POSITIVE,
    is_real,
    nonzero,
    said,
    sign_of,
)
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
from symderive.terms.tree import TWO, ZERO, Term, add, call, integer, mul, sub, symbol

WHO = "residues"
I, PI = Term("I"), Term("pi")
MAX_POLES, MAX_ORDER = 8, 6


@dataclass(frozen=True)
class Pole:
    """u + I*v of order m."""

    u: Term
    v: Term
    m: int

    def factor(self, z: Term) -> Term:
        """(z - u)^2 + v^2, which vanishes at the pole and at its conjugate."""
        shifted = z if self.u == ZERO else sub(z, self.u)
        return add(power(shifted, TWO), power(self.v, TWO))

    def at(self, sign: int) -> Term:
        """The pole, or its conjugate."""
        return plus(self.u, times(integer(sign), I, self.v))


@primitive(WHO)
def residues(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, -oo, oo)) = V; bind P, c, poles ((u, v, m), ..), and a, S with waves."""
    integral, value = equation(step.gives, WHO)
    if (
        integral.head != "Integral"
        or infinite(integral.args[2]) != -1
        or infinite(integral.args[3]) != 1
    ):
        raise Rejected(f"{WHO}: an integral over the real line stands on the left")
    body, name = integral.args[0], integral.args[1].data
    if name in value.free or any(name in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {name} is bound and also stands outside: rename it")
    alive(givens)
    base = without(name, givens)
    P, S = bound(step, "P"), step.bind.get("S", ZERO)
    a, c = step.bind.get("a", ZERO), bound(step, "c")
    poles = _poles(bound(step, "poles"))
    out = _conditions(poles, a, c, name, base, parts_of(integral, value))
    _degrees(P, S, a, poles, name)
    out += _integrand(body, P, S, a, c, poles, name, base)
    out += divisors(integral, name, base)
    found, divided = _value(P, S, a, c, poles, name, base)
    proof = identity(sub(found, value), base)
    if proof is None:
        if differ(found, value, base):
            raise Rejected(f"{WHO}: the value is not {said(value)}")
        raise Undecided(f"{WHO}: not proved: the value is {said(value)}")
    # What the residues divide by vanishes only where two poles coincide.
    rest = [t for t in proof.blocked if (t.args[0] if t.head == "Pow" else t) not in divided]
    good, bad = presupposed(rest, parts_of(integral, value), base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    out += [*proof.conditions, *good]
    listed = ", ".join(f"`{said(p.at(1))}`" for p in poles)
    says = f"By the residue theorem, with the poles {listed} above the real line."
    return Outcome("cited", tuple(dict.fromkeys(out)), says)


def _poles(t: Term) -> list[Pole]:
    if t.head != "Tuple" or not 1 <= len(t.args) <= MAX_POLES:
        raise Rejected(f"{WHO}: `poles` lists up to {MAX_POLES} triples (u, v, m)")
    out = []
    for p in t.args:
        if p.head != "Tuple" or len(p.args) != 3 or p.args[2].head != "Integer":
            raise Rejected(f"{WHO}: {said(p)} is no triple (u, v, m)")
        u, v, m = p.args
        if not 1 <= m.data <= MAX_ORDER:
            raise Rejected(f"{WHO}: the order of a pole is at least 1 and at most {MAX_ORDER}")
        out.append(Pole(u, v, m.data))
    return out


def _conditions(
    poles: Sequence[Pole], a: Term, c: Term, x: str, givens: Givens, written: Sequence[Term]
) -> list[Condition]:
    """The poles lie above the line and are different; a > 0 (or no waves); c != 0."""
    out: list[Condition] = []

    def positive(t: Term) -> None:
        if sign_of(t, givens) != "+":
            raise Undecided(f"{WHO}: not proved: {said(t)} > 0")
        if t.free:
            out.append(Condition(f"{said(t)} > 0", "discharged", "by the sign oracle"))

    for t in (a, c, *(s for p in poles for s in (p.u, p.v))):
        if x in t.free:
            raise Rejected(f"{WHO}: {said(t)} depends on {x}")
        _defined(t, givens)
    for p in poles:
        positive(p.v)
    if a != ZERO:
        positive(a)
    for i, p in enumerate(poles):
        out += [_different(p, q, givens, written) for q in poles[:i]]
    how = nonzero(c, givens)
    if how is None:
        raise Undecided(f"{WHO}: not proved: {said(c)} != 0")
    return out


def _different(p: Pole, q: Pole, givens: Givens, written: Sequence[Term]) -> Condition:
    """The poles are different, or the value that is claimed divides by their difference."""
    across, up = sub(p.u, q.u), sub(p.v, q.v)
    gap = add(power(across, TWO), power(up, TWO))
    if any(nonzero(t, givens) is not None for t in (across, up, gap)):
        text = f"{said(p.at(1))} != {said(q.at(1))}"
        return Condition(text, "discharged", "the poles are different")
    good, bad = presupposed([up if p.u == q.u else gap], written, givens)
    if bad:
        raise Undecided(f"{WHO}: not proved: {said(p.at(1))} != {said(q.at(1))}")
    return good[0]


def _defined(t: Term, givens: Givens) -> None:
    proof = identity(sub(t, t), givens)
    real = is_real(t, givens) or sign_of(t, givens) in POSITIVE + NEGATIVE
    if proof is None or proof.blocked or not real:
        raise Undecided(f"{WHO}: {said(t)} is not known to be a real number")


def _degrees(P: Term, S: Term, a: Term, poles: Sequence[Pole], x: str) -> None:
    below = 2 * sum(p.m for p in poles)
    for t in (P, S):
        if t == ZERO:
            continue
        n = degree(t, x)
        if n is None:
            raise Rejected(f"{WHO}: {said(t)} is no polynomial in {x}")
        if n > below - (2 if a == ZERO else 1):
            raise Rejected(f"{WHO}: the degree of {said(t)} is too large: no residue theorem")
    if a == ZERO and S != ZERO:
        raise Rejected(f"{WHO}: sin(0*x) stands for nothing: S without a")


def degree(t: Term, x: str) -> int | None:
    """A bound of the degree of a polynomial in x, by its form; None for anything else."""
    if x not in t.free:
        return 0
    if t.head == "Symbol":
        return 1
    parts = [degree(u, x) for u in t.args]
    if t.head in ("Add", "Neg", "Mul") and all(n is not None for n in parts):
        ns = [n for n in parts if n is not None]
        return sum(ns) if t.head == "Mul" else max(ns)
    if t.head == "Div" and x not in t.args[1].free:
        return parts[0]
    if (
        t.head == "Pow"
        and t.args[1].head == "Integer"
        and t.args[1].data >= 0
        and parts[0] is not None
    ):
        return int(parts[0] * t.args[1].data)
    return None


def _integrand(
    body: Term, P: Term, S: Term, a: Term, c: Term, poles: Sequence[Pole], x: str, givens: Givens
) -> list[Condition]:
    """f*Q = P*cos(a*x) + S*sin(a*x) at every real x, where f has a value."""
    here = on_interval(x, minus(Term("oo")), Term("oo"), givens)
    z = symbol(x)
    for t in (P, S):
        _defined(t, here)
    Q = times(c, *(power(p.factor(z), integer(p.m)) for p in poles))
    top = P
    if a != ZERO:
        angle = mul(a, z)
        top = plus(times(P, call("cos", angle)), times(S, call("sin", angle)))
    proof = identity(sub(mul(body, Q), top), here)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(body)} = ({said(top)})/({said(Q)})")
    if proof.blocked:
        raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
    return list(proof.conditions)


def _value(
    P: Term, S: Term, a: Term, c: Term, poles: Sequence[Pole], x: str, givens: Givens
) -> tuple[Term, set[Term]]:
    """Half the sum of 2*pi*I*(residues) and of its conjugate; what is divided by."""
    z = fresh("z", P.free | S.free | a.free | c.free | {x})
    total: list[Term] = []
    divided: set[Term] = set()
    for k, p in enumerate(poles):
        for sign in (1, -1):
            wave = times(integer(sign), I)
            top = substitute(plus(P, minus(times(wave, S))), {x: symbol(z)})
            if a != ZERO:
                top = times(top, call("exp", times(wave, a, symbol(z))))
            other = times(c, power(sub(symbol(z), p.at(-sign)), integer(p.m)),
                          *(power(q.factor(symbol(z)), integer(q.m))
                            for j, q in enumerate(poles) if j != k))  # fmt: skip
            part = over(top, other)
            for _ in range(p.m - 1):
                # Quotients of polynomials and exponentials: the rules hold for complex z as well.
                part, _ = differentiate(part, z, givens)
            at = substitute(part, {z: p.at(sign)})
            divided.add(substitute(other, {z: p.at(sign)}))
            total.append(times(wave, PI, over(at, integer(factorial(p.m - 1)))))
    return add(*total), divided
