"""Primitive `residues`: sums of polynomials times waves, over a polynomial, along the real line.

f = sum (P*cos(a*x) + S*sin(a*x))/Q with Q = c*prod ((x - u)^2 + v^2)^m*prod (x - r)^n, v > 0; the
integral is the real part of 2*pi*I times the sum of the residues of sum (P - I*S)*exp(I*a*z)/Q above
the line, and pi*I times those on it, which are simple poles without real part (Ahlfors, Complex
Analysis, 4.5.3).  deg Q is at least 2 more than the degrees of P and S, or 1 more where a > 0
(Jordan's lemma; each end converges by Dirichlet's test).

>>> from symderive.terms.reader import read
>>> claim = read("Integral(cos(a*x)/(x^2 + b^2), (x, -oo, oo)) = pi*exp(-a*b)/b")
>>> roles = {"waves": listed("(a, 1, 0)"), "c": read("1"), "poles": listed("(0, b, 1)")}
>>> here = Givens.of([read("a > 0"), read("b > 0")])
>>> residues(Step(1, WHO, claim, bind=roles), (), here).conditions[0].text
'a > 0'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.tidy import minus, plus, power, times
from symderive.kernel.analysis.continuity.intervals import infinite, on_interval, without
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive, divisors
from symderive.kernel.analysis.integrals.residue_sums import Pole, Residues, Wave, degree
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
from symderive.terms.reader import read
from symderive.terms.tree import TWO, ZERO, Term, add, integer, mul, sub, symbol

WHO = "residues"
MAX_POLES, MAX_ORDER, MAX_WAVES = 8, 6, 8


@primitive(WHO)
def residues(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, -oo, oo)) = V; bind waves ((a, P, S), ..), c, poles ((u, v, m), ..).

    `poles` are those above the line; `real` lists (r, 0, n) for those on it.
    """
    integral, value = equation(step.gives, WHO)
    if integral.head != "Integral" or [infinite(t) for t in integral.args[2:]] != [-1, 1]:
        raise Rejected(f"{WHO}: an integral over the real line stands on the left")
    body, name = integral.args[0], integral.args[1].data
    if name in value.free or any(name in s.free for s in givens.statements):
        raise Rejected(f"{WHO}: {name} is bound and also stands outside: rename it")
    alive(givens)
    base = without(name, givens)
    waves = [Wave(*row) for row in _rows(step, "waves", MAX_WAVES)]
    above, on = _poles(step, "poles"), _poles(step, "real")
    sums = Residues(waves, bound(step, "c"), above, on, name, base)
    out = _conditions(sums, parts_of(integral, value))
    _degrees(sums)
    out += _integrand(body, sums)
    out += _on_the_line(sums)
    out += divisors(integral, name, base)
    found = sums.total()
    proof = identity(sub(found, value), base)
    if proof is None:
        if differ(found, value, base):
            raise Rejected(f"{WHO}: the value is not {said(value)}")
        raise Undecided(f"{WHO}: not proved: the value is {said(value)}")
    # What the residues divide by vanishes only where two poles coincide.
    rest = [t for t in proof.blocked if (t.args[0] if t.head == "Pow" else t) not in sums.divided]
    good, bad = presupposed(rest, parts_of(integral, value), base)
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    out += [*proof.conditions, *good]
    return Outcome("cited", tuple(dict.fromkeys(out)), _says(above, on))


def _says(above: Sequence[Pole], on: Sequence[Pole]) -> str:
    parts = [", ".join(f"`{said(p.at(1))}`" for p in above) + " above"] if above else []
    parts += [", ".join(f"`{said(p.u)}`" for p in on) + " on"] if on else []
    return f"By the residue theorem, with the poles {' and '.join(parts)} the real line."


def listed(*texts: str) -> Term:
    """The tuple of the tuples that the texts say."""
    return Term("Tuple", tuple(read(t) for t in texts))


def _rows(step: Step, role: str, most: int) -> list[tuple[Term, Term, Term]]:
    t = bound(step, role)
    if t.head != "Tuple" or not 1 <= len(t.args) <= most:
        raise Rejected(f"{WHO}: `{role}` lists up to {most} triples")
    if any(p.head != "Tuple" or len(p.args) != 3 for p in t.args):
        raise Rejected(f"{WHO}: `{role}` lists triples")
    return [(p.args[0], p.args[1], p.args[2]) for p in t.args]


def _poles(step: Step, role: str) -> list[Pole]:
    out = []
    for u, v, m in _rows(step, role, MAX_POLES) if role in step.bind else []:
        if m.head != "Integer" or not 1 <= m.data <= MAX_ORDER:
            raise Rejected(f"{WHO}: the order of a pole is at least 1 and at most {MAX_ORDER}")
        if (v == ZERO) != (role == "real"):
            raise Rejected(f"{WHO}: {said(u)} + I*({said(v)}) does not belong under `{role}`")
        out.append(Pole(u, v, m.data))
    return out


def _conditions(sums: Residues, written: Sequence[Term]) -> list[Condition]:
    """The poles lie where it is said and are different; a > 0 (or no wave); c != 0."""
    out: list[Condition] = []
    givens = sums.givens

    def positive(t: Term) -> None:
        if sign_of(t, givens) != "+":
            raise Undecided(f"{WHO}: not proved: {said(t)} > 0")
        if t.free:
            out.append(Condition(f"{said(t)} > 0", "discharged", "by the sign oracle"))

    poles = [*sums.above, *sums.on]
    for t in (sums.c, *(w.a for w in sums.waves), *(s for p in poles for s in (p.u, p.v))):
        if sums.x in t.free:
            raise Rejected(f"{WHO}: {said(t)} depends on {sums.x}")
        _defined(t, givens)
    for w in sums.waves:
        if w.a != ZERO:
            positive(w.a)
    for p in sums.above:
        positive(p.v)
    for group in (sums.above, sums.on):
        for i, p in enumerate(group):
            out += [_different(p, q, givens, written) for q in group[:i]]
    if nonzero(sums.c, givens) is None:
        raise Undecided(f"{WHO}: not proved: {said(sums.c)} != 0")
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


def _degrees(sums: Residues) -> None:
    below = sum(2 * p.m for p in sums.above) + sum(p.m for p in sums.on)
    for w in sums.waves:
        for t in (w.P, w.S):
            n = degree(t, sums.x)
            if n is None:
                raise Rejected(f"{WHO}: {said(t)} is no polynomial in {sums.x}")
            if t != ZERO and n > below - (2 if w.a == ZERO else 1):
                raise Rejected(f"{WHO}: the degree of {said(t)} is too large: no residue theorem")


def _integrand(body: Term, sums: Residues) -> list[Condition]:
    """f*Q is the sum of the waves at every real x that is no pole, where f has a value."""
    here = on_interval(sums.x, minus(Term("oo")), Term("oo"), sums.givens)
    z = symbol(sums.x)
    here = here.extended(*(Term("Ne", (z, p.u)) for p in sums.on)) if sums.on else here
    for t in (t for w in sums.waves for t in (w.P, w.S)):
        _defined(t, here)
    Q = times(sums.c, *(power(p.factor(z), integer(p.m)) for p in (*sums.above, *sums.on)))
    top = plus(*(w.real(z) for w in sums.waves))
    proof = identity(sub(mul(body, Q), top), here)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(body)} = ({said(top)})/({said(Q)})")
    if proof.blocked:
        raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
    return list(proof.conditions)


def _on_the_line(sums: Residues) -> list[Condition]:
    """A pole on the line is simple and its residue has no real part: f is bounded near it."""
    out = []
    for p in sums.on:
        if not all(is_zero(t, sums.givens) for t in sums.vanishing(p)):
            raise Undecided(f"{WHO}: not proved: the pole {said(p.u)} on the line is simple")
        if not is_zero(plus(sums.residue(p, 1), sums.residue(p, -1)), sums.givens):
            raise Undecided(f"{WHO}: not proved: the integrand is bounded near {said(p.u)}")
        text = f"the integrand is bounded near `{said(p.u)}`"
        out.append(Condition(text, "discharged", "a simple pole whose residue has no real part"))
    return out
