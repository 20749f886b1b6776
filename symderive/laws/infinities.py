"""Infinite measures: mass of a law where the other has none, or an integral that diverges."""

from __future__ import annotations

from dataclasses import dataclass

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import Law, write_law
from symderive.laws.measures import Problem, logarithmic
from symderive.terms.tree import ONE, Term, add, integer, sub, symbol
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
    pairs = {"kl": [(of.p, of.q)], "crossentropy": [(of.p, of.q)], "chi2div": [(of.p, of.q)],
             "jeffreys": [(of.p, of.q), (of.q, of.p)]}.get(of.measure, [])  # fmt: skip
    if of.measure in ("renyi", "tsallis") and of.order is not None:
        beyond = sign_of(sub(of.order, ONE), givens)
        pairs = [(of.p, of.q)] if beyond == "+" else []
    out: list[Infinity] = []
    for p, q in pairs:
        found = _mass_outside(p, q, givens)
        if found is not None:
            out.append(found)
        elif of.measure != "crossentropy":
            out += _divergent(of, p, q, givens)
    return out


def _mass_outside(p: Law, q: Law, givens: Givens) -> Infinity | None:
    """An interval (or an integer) of the support of p that q does not reach."""
    if p.family.circular or p.family.discrete != q.family.discrete:
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
        integral = of.inner(givens) if of.measure in ("chi2div", "renyi", "tsallis") else (
            logarithmic(of, p, q, givens))  # fmt: skip
    except Undecided:
        return []
    if integral.head != "Integral":
        return []
    claim = Term("Is", (integral, symbol("divergent")))
    return [Infinity(claim, f"the integral of {write(integral.args[0])} diverges")]
