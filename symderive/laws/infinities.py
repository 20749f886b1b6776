"""Infinite measures: mass of a law where the other has none, or an integral that diverges."""

from __future__ import annotations

from dataclasses import dataclass

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import Law, write_law
from symderive.laws.measures import Problem, logarithmic
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, integer, sub, symbol
from symderive.terms.writer import write


@dataclass(frozen=True)
class Infinity:
    """A statement that makes a measure infinite, and the reason in words."""

    claim: Term
    reason: str


def infinities(of: Problem, givens: Givens) -> list[Infinity]:
    """What would make the measure infinite: mass of a law where the other has none, or divergence.

    x*log(x) >= x - 1 bounds the negative part of p*log(p/q) by q, and powers of densities are not
    negative: where such an integral diverges, it is oo.
    """
    if of.q is None:
        return []
    forth, back = (of.p, of.q), (of.q, of.p)
    pairs = {"kl": [forth], "crossentropy": [forth], "chi2div": [forth], "reverse_kl": [back],
             "jeffreys": [forth, back]}.get(of.measure, [])  # fmt: skip
    if of.measure in ("renyi", "tsallis", "alpha") and of.order is not None:
        beyond = sign_of(sub(of.order, ONE), givens)
        pairs = [forth] if beyond == "+" else []
        if beyond == "-" and of.measure == "renyi":
            return _disjoint(of.p, of.q, givens)
    if of.measure in ("bhattacharyya", "chernoff"):
        return _disjoint(of.p, of.q, givens)
    out: list[Infinity] = []
    for p, q in pairs:
        found = _mass_outside(p, q, givens)
        if found is not None:
            out.append(found)
        elif of.measure != "crossentropy":
            out += _divergent(of, p, q, givens)
    return out


def _disjoint(p: Law, q: Law, givens: Givens) -> list[Infinity]:
    """The laws have no common part, so that the integral of a product of powers is 0."""
    if p.family.discrete != q.family.discrete:
        return [_of_two_kinds(p, q)]
    if p.family.circular:
        return []
    reason = f"{write_law(p)} and {write_law(q)} have no common part"
    for (_, b), (c, _) in ((p.support, q.support), (q.support, p.support)):
        apart = ("+",) if p.family.discrete else ("+", "0+", "0")
        if not infinite(b) and not infinite(c) and (b == c or sign_of(sub(c, b), givens) in apart):
            return [Infinity(Term("Lt" if p.family.discrete else "Le", (b, c)), reason)]
    return []


def _of_two_kinds(p: Law, q: Law) -> Infinity:
    """A law on the integers and one with a density: each has mass where the other has none."""
    low, high = p.support
    if p.family.discrete:
        mass = substitute(p.density("x"), {"x": low})
        return Infinity(Term("Gt", (mass, ZERO)), f"{write_law(p)} has mass at {write(low)}, a "
                        f"single point, where {write_law(q)} has none")  # fmt: skip
    if infinite(low):
        low = ZERO if infinite(high) else sub(high, ONE)
    if infinite(high):
        high = add(low, ONE) if low != ZERO else ONE
    return Infinity(Term("Lt", (low, high)), f"{write_law(p)} has mass on ({write(low)}, "
                    f"{write(high)}) apart from the integers, where {write_law(q)} has none")  # fmt: skip


def _mass_outside(p: Law, q: Law, givens: Givens) -> Infinity | None:
    """An interval (or an integer) of the support of p that q does not reach."""
    if p.family.discrete != q.family.discrete:
        return _of_two_kinds(p, q)
    if p.family.circular:
        return None
    (a, b), (c, d) = p.support, q.support
    spans: list[tuple[Term, Term]] = []
    if _surely(a, c, givens):
        start = _beside(c, -1) if infinite(a) else a
        spans.append((start, b if not p.family.discrete and _surely(b, c, givens) else c))
    if _surely(d, b, givens):
        end = _beside(d, 1) if infinite(b) else b
        spans.append((a if not p.family.discrete and _surely(d, a, givens) else d, end))
    for low, high in spans:
        if infinite(low) or infinite(high):
            continue
        if p.family.discrete:
            at = low if low != d else high
            where = f"at {write(at)}, where {write_law(q)} has none"
        else:
            where = f"on ({write(low)}, {write(high)}), where the density of {write_law(q)} is 0"
        return Infinity(Term("Lt", (low, high)), f"{write_law(p)} has mass {where}")
    return None


def _beside(t: Term, by: int) -> Term:
    """t + by, an integer where t is one."""
    whole = t.args[0] if t.head == "Neg" else t
    if whole.head == "Integer":
        return integer((-whole.data if t.head == "Neg" else whole.data) + by)
    return add(t, ONE) if by > 0 else sub(t, ONE)


def _surely(a: Term, b: Term, givens: Givens) -> bool:
    """Whether a < b is proved."""
    if infinite(a) or infinite(b):
        return infinite(a) < infinite(b)
    return a != b and sign_of(sub(b, a), givens) == "+"


def _divergent(of: Problem, p: Law, q: Law, givens: Givens) -> list[Infinity]:
    try:
        integral = of.inner(givens) if of.measure in ("chi2div", "renyi", "tsallis", "alpha") else (
            logarithmic(of, p, q, givens))  # fmt: skip
    except Undecided:
        return []
    if integral == ZERO:
        return []
    claim = Term("Is", (integral, symbol("divergent")))
    what = integral.head.lower()
    return [Infinity(claim, f"the {what} of {write(integral.args[0])} diverges")]
