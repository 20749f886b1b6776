"""The monotone coupling of two laws, whose mean squared distance is the Wasserstein distance."""

from __future__ import annotations

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.continuity.intervals import on_interval
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import LEVEL, Law, read_law, write_law
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, div, mul, neg, pow_, sub, symbol
from symderive.terms.writer import write

# Standard laws; an image of the falling one falls, so that z is reached by 1 - u = 1 - exp(-z).
STANDARD = {"normal": read_law("Normal(0, 1)"), "exponential": read_law("Exponential(1)"),
            "falling": read_law("Exponential(1)")}  # fmt: skip
LEVELS = {"normal": "(1 + erf(z/sqrt(2)))/2", "exponential": "1 - exp(-z)", "falling": "exp(-z)"}


def coupled(p: Law, q: Law, z: str, givens: Givens) -> Term:
    """The mean squared distance of the monotone coupling (Villani, Topics, 2.18).

    Both laws as rising images of one standard law, the second as an affine image of the first, or
    both by their quantile functions.
    """
    if p == q:  # every law is coupled with itself by the identity
        gap = sub(symbol(z), symbol(z))
        return Term(_head(p), (mul(p.density(z), pow_(gap, TWO)), symbol(z), *p.support))
    if p.family.base and p.family.base == q.family.base:
        base = STANDARD[p.family.base]
        a, b = (_image(law, z, base, givens) for law in (p, q))
        return Term(
            "Integral", (mul(pow_(sub(a, b), TWO), base.density(z)), symbol(z), *base.support)
        )
    if p.family == q.family and p.family.location is not None:
        moved = _transported(p, q, z, givens)
        if moved is not None:
            squared = mul(p.density(z), pow_(sub(symbol(z), moved), TWO))
            return Term("Integral", (squared, symbol(z), *p.support))
    for law, other in ((p, q), (q, p)):
        own, reached = law.family.base, other.quantile(LEVEL)
        if own and reached is not None and _simple(law, reached):
            base = STANDARD[own]
            level = substitute(read(LEVELS[own]), {"z": symbol(z)})
            reached = substitute(reached, {LEVEL: level})
            gap = sub(_image(law, z, base, givens), reached)
            return Term(
                "Integral", (mul(pow_(gap, TWO), base.density(z)), symbol(z), *base.support)
            )
    a_, b_ = p.quantile(z), q.quantile(z)
    if a_ is None or b_ is None:
        law = p if a_ is None else q
        raise Undecided(f"no quantile function of {law.family.name} is in the table")
    gap = pow_(sub(a_, b_), TWO)
    if any(law.family.row.get("upper") for law in (p, q)):  # the levels counted from above
        gap = substitute(gap, {z: sub(ONE, symbol(z))})
    return Term("Integral", (gap, symbol(z), ZERO, ONE))


def _head(law: Law) -> str:
    return "Sum" if law.family.discrete else "Integral"


def _simple(law: Law, reached: Term) -> bool:
    """Whether a quantile is simpler at exp(-z), or 1 - exp(-z), than the law's own among levels."""
    u = symbol(LEVEL)
    hard = u if law.family.base == "exponential" else sub(ONE, u)
    heads = {t.head for t in reached.walk()}
    tied = any(t.head in ("log", "Pow", "sqrt") and t.args[0] == hard for t in reached.walk())
    return "Abs" not in heads and (not tied or law.quantile(LEVEL) is None)


def _image(law: Law, name: str, base: Law, givens: Givens) -> Term:
    """The monotone map that carries the base law to the law: its density is proved to fit."""
    assert law.family.image is not None
    h = law.put(law.family.image, z=symbol(name))
    falls = law.family.base == "falling"
    _carries(base.density(name), name, base.support, h, law, givens, falls)
    return h


def _transported(p: Law, q: Law, name: str, givens: Givens) -> Term | None:
    """location + scale*(x - location)/scale, from p to q, if shapes are equal."""
    f = p.family
    assert f.location is not None and f.scale is not None
    ratio = div(q.put(f.scale), p.put(f.scale))
    h = add(q.put(f.location), mul(ratio, sub(symbol(name), p.put(f.location))))
    try:
        _carries(p.density(name), name, p.support, h, q, givens)
    except Undecided:
        return None
    return h


def _carries(
    density: Term, name: str, support: tuple[Term, Term], h: Term, law: Law, givens: Givens,
    falls: bool = False,
) -> None:  # fmt: skip
    """density(x) = law.density(h(x))*|h'(x)| with h' > 0, or h' < 0; raises Undecided."""
    here = on_interval(name, *support, givens)
    slope, needs = differentiate(h, name, here)
    other = fresh(name, h.free | law.free | {name})
    there = substitute(law.density(other), {other: h})
    size = neg(slope) if falls else slope
    proof = identity(sub(density, mul(there, size)), here)
    monotone = sign_of(size, here)
    if (
        proof is None
        or proof.blocked
        or monotone != "+"
        or not all(holds(c, here).settled for c in needs)
    ):
        raise Undecided(f"{write(h)} is not proved to carry the one law to {write_law(law)}")
