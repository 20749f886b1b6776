"""Divergences, entropies and distances by their definitions: the equation that a result claims.

Integrals run over the common support (sums for laws on the integers); whether one support lies in
another is asked of the kernel, never assumed.

>>> from symderive.laws.families import read_law, write_law
>>> p, q = read_law("Exponential(a)"), read_law("Exponential(b)")
>>> givens = Givens.of([*p.givens(), *q.givens()])
>>> write(Problem("bc", p, q).definition(givens))
'Integral(sqrt((a*exp(-a*x))*(b*exp(-b*x))), (x, 0, oo))'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.couplings import coupled
from symderive.laws.families import LEVEL, VARIABLE, Law
from symderive.terms.substitute import fresh
from symderive.terms.tree import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    mul,
    neg,
    pow_,
    sub,
    symbol,
)
from symderive.terms.writer import write

# What each measure needs: a second law, an order.
TWO_LAWS = frozenset(
    "kl reverse_kl crossentropy jeffreys js renyi tsallis alpha chernoff bhattacharyya bc hellinger2 "
    "chi2div tv w2sq".split()
)
ONE_LAW = frozenset("entropy renyi_entropy tsallis_entropy fisher mutual_information".split())
WITH_ORDER = frozenset("renyi tsallis alpha chernoff renyi_entropy tsallis_entropy".split())
MEASURES = tuple(sorted(TWO_LAWS | ONE_LAW))
# Other names that people type.
ALIASES = {
    "cross_entropy": "crossentropy", "rkl": "reverse_kl", "jensen_shannon": "js", "jsd": "js",
    "total_variation": "tv", "chi2": "chi2div", "chi_squared": "chi2div", "pearson": "chi2div",
    "bhattacharyya_coefficient": "bc", "hellinger_squared": "hellinger2", "w2_squared": "w2sq",
    "wasserstein2_squared": "w2sq", "alpha_divergence": "alpha",
}  # fmt: skip


class Unordered(Undecided):
    """Two ends of supports whose order the givens do not tell; `options` are orders that would."""

    def __init__(self, low: Term, high: Term, strict: bool = False) -> None:
        super().__init__(f"the order of {write(low)} and {write(high)} is not known")
        self.options = (Term("Lt" if strict else "Le", (low, high)), Term("Lt", (high, low)))


def below(a: Term, b: Term, givens: Givens) -> bool:
    """Whether a <= b, ends of supports (infinite ones allowed); raises Unordered."""
    if infinite(a) < 0 or infinite(b) > 0 or a == b:
        return True
    if infinite(a) > 0 or infinite(b) < 0:
        return False
    sign = sign_of(sub(b, a), givens)
    if sign in ("+", "0+", "0"):
        return True
    if sign == "-":
        return False
    raise Unordered(a, b)


def before(a: Term, b: Term, givens: Givens) -> bool:
    """Whether a comes before b, in either order where both may be equal; raises Unordered."""
    try:
        return below(a, b, givens)
    except Unordered:
        if sign_of(sub(b, a), givens) == "0-":
            return False
        raise


def between(low: Term, k: Term, high: Term, givens: Givens) -> bool:
    """Whether k lies inside; raises Unordered for the order with k inside, where that is open."""
    for a, b in ((low, k), (k, high)):
        try:
            if before(b, a, givens):
                return False
        except Unordered:
            raise Unordered(a, b) from None
    return True


def contained(p: Law, q: Law, givens: Givens) -> bool:
    """Whether the support of p lies in that of q; raises Unordered."""
    if p.family.circular and q.family.circular:
        return True
    if p.family.discrete != q.family.discrete:
        return False
    (a, b), (c, d) = p.support, q.support
    return below(c, a, givens) and below(b, d, givens)


def region(p: Law, q: Law, givens: Givens) -> tuple[Term, Term] | None:
    """The common support, None where it has no more than a point; raises Unordered."""
    if p.family.circular and q.family.circular:
        return p.support
    if p.family.discrete != q.family.discrete:
        return None
    (a, b), (c, d) = p.support, q.support
    low = c if before(a, c, givens) else a
    high = b if before(b, d, givens) else d
    if before(high, low, givens) and not (p.family.discrete and below(low, high, givens)):
        return None
    return low, high


def outside(law: Law, common: tuple[Term, Term]) -> list[tuple[Term, Term]]:
    """Where the support of a law goes beyond a part of it: on the left, on the right."""
    (a, b), (low, high) = law.support, common
    left, right = not _same(a, low), not _same(b, high)
    if law.family.discrete:  # the ends belong to the common part
        return [(a, sub(low, ONE))] * left + [(add(high, ONE), b)] * right
    return [(a, low)] * left + [(high, b)] * right


def _same(a: Term, b: Term) -> bool:
    """Whether two ends are one number, or the same in words."""
    if a == b or a.free or b.free or infinite(a) or infinite(b):
        return a == b
    return sign_of(sub(a, b), Givens()) == "0"


@dataclass(frozen=True)
class Problem:
    """A measure of one law or of two, with its order."""

    measure: str
    p: Law
    q: Law | None = None
    order: Term | None = None

    @property
    def name(self) -> str:
        """The variable of integration: x, or a name that stands nowhere else."""
        taken = self.p.free | (self.q.free if self.q else frozenset())
        taken |= self.order.free if self.order else frozenset()
        base = _letter(self) if self.measure == "w2sq" else VARIABLE
        return base if base not in taken else fresh(base, taken)

    def binder(self, body: Term, support: tuple[Term, Term], law: Law | None = None) -> Term:
        head = "Sum" if (law or self.p).family.discrete else "Integral"
        return Term(head, (body, symbol(self.name), *support))

    def definition(self, givens: Givens) -> Term:
        """The measure, written out; raises Unordered, or Undecided where it is infinite."""
        return DEFINITIONS[self.measure](self, givens)

    def densities(self) -> tuple[Term, Term]:
        assert self.q is not None
        return self.p.density(self.name), self.q.density(self.name)

    def inner(self, givens: Givens) -> Term:
        """The integral of p^a*q^(1 - a), sqrt(p*q), p^2/q or p^a over the common support.

        Raises Undecided where it is infinite outside of that: a > 1, and p has mass where q has none.
        """
        if self.q is None:
            assert self.order is not None
            return self.binder(pow_(self.p.density(self.name), self.order), self.p.support)
        if self.order is not None:
            self._dominated(givens)
        support = region(self.p, self.q, givens)
        if support is None:
            return ZERO
        p, q = self.densities()
        return self.binder(self._mixed(p, q), support)

    def _dominated(self, givens: Givens) -> None:
        """No mass where the density to a negative power is 0; raises Undecided, Unordered."""
        assert self.q is not None and self.order is not None
        for law, other, base in (
            (self.p, self.q, sub(ONE, self.order)),
            (self.q, self.p, self.order),
        ):
            sign = sign_of(base, givens)
            if sign in ("+", "0+", "0") or contained(law, other, givens):
                continue
            if sign is None or sign == "!0":
                raise Unordered(*((self.order, ONE) if law is self.p else (ZERO, self.order)))
            raise Undecided("one law has mass where the other has none")

    def logarithm(self, givens: Givens) -> Term:
        """log of the inner integral; raises Undecided where the laws have no common part."""
        inner = self.inner(givens)
        if inner == ZERO:
            raise Undecided("the laws have no common part")
        return call("log", inner)

    def _mixed(self, p: Term, q: Term) -> Term:
        if self.measure in ("bc", "bhattacharyya", "hellinger2"):
            return call("sqrt", mul(p, q))
        if self.measure == "chi2div":
            return div(pow_(p, TWO), q)
        assert self.order is not None
        return mul(pow_(p, self.order), pow_(q, sub(ONE, self.order)))


def _letter(of: Problem) -> str:
    """z for a coupling by a standard law, x by the first law, u by levels."""
    assert of.q is not None
    p, q = of.p.family, of.q.family
    if (p.base and p.base == q.base) or "normal" in (p.base, q.base):
        return "z"
    return VARIABLE if p == q and p.location is not None else LEVEL


def logarithmic(of: Problem, p: Law, q: Law, givens: Givens) -> Term:
    """The integral of p*log(p/q) over the support of p, which lies in that of q."""
    if not contained(p, q, givens):
        raise Undecided("the first law has mass where the second has none")
    a, b = p.density(of.name), q.density(of.name)
    return of.binder(mul(a, call("log", div(a, b))), p.support)


Definition = Callable[[Problem, Givens], Term]
DEFINITIONS: dict[str, Definition] = {}


def definition(name: str) -> Callable[[Definition], Definition]:
    def register(function: Definition) -> Definition:
        DEFINITIONS[name] = function
        return function

    return register


@definition("kl")
def _kl(of: Problem, givens: Givens) -> Term:
    assert of.q is not None
    return logarithmic(of, of.p, of.q, givens)


@definition("reverse_kl")
def _reverse(of: Problem, givens: Givens) -> Term:
    assert of.q is not None
    return logarithmic(of, of.q, of.p, givens)


@definition("jeffreys")
def _jeffreys(of: Problem, givens: Givens) -> Term:
    assert of.q is not None
    return add(logarithmic(of, of.p, of.q, givens), logarithmic(of, of.q, of.p, givens))


@definition("entropy")
def _entropy(of: Problem, givens: Givens) -> Term:
    p = of.p.density(of.name)
    return of.binder(neg(mul(p, call("log", p))), of.p.support)


@definition("crossentropy")
def _cross(of: Problem, givens: Givens) -> Term:
    assert of.q is not None
    if not contained(of.p, of.q, givens):
        raise Undecided("the first law has mass where the second has none")
    p, q = of.densities()
    return of.binder(neg(mul(p, call("log", q))), of.p.support)


@definition("bc")
def _bc(of: Problem, givens: Givens) -> Term:
    return of.inner(givens)


@definition("bhattacharyya")
def _bhattacharyya(of: Problem, givens: Givens) -> Term:
    return neg(of.logarithm(givens))


@definition("hellinger2")
def _hellinger(of: Problem, givens: Givens) -> Term:
    return sub(ONE, of.inner(givens))


@definition("chernoff")
def _chernoff(of: Problem, givens: Givens) -> Term:
    return neg(of.logarithm(givens))


@definition("renyi")
def _renyi(of: Problem, givens: Givens) -> Term:
    assert of.order is not None
    return div(of.logarithm(givens), sub(of.order, ONE))


@definition("tsallis")
def _tsallis(of: Problem, givens: Givens) -> Term:
    assert of.order is not None
    return div(sub(of.inner(givens), ONE), sub(of.order, ONE))


@definition("alpha")
def _alpha(of: Problem, givens: Givens) -> Term:
    """(1 - the integral of p^a*q^(1 - a))/(a*(1 - a)) (Liese and Vajda, Convex Statistical
    Distances; Minka): half the chi-squared divergence for a = 2, four times 1 - BC for a = 1/2."""
    assert of.order is not None
    return div(sub(of.inner(givens), ONE), mul(of.order, sub(of.order, ONE)))


@definition("renyi_entropy")
def _renyi_entropy(of: Problem, givens: Givens) -> Term:
    assert of.order is not None
    return div(call("log", of.inner(givens)), sub(ONE, of.order))


@definition("tsallis_entropy")
def _tsallis_entropy(of: Problem, givens: Givens) -> Term:
    assert of.order is not None
    return div(sub(ONE, of.inner(givens)), sub(of.order, ONE))


@definition("chi2div")
def _chi2(of: Problem, givens: Givens) -> Term:
    assert of.q is not None
    if not contained(of.p, of.q, givens):
        raise Undecided("the first law has mass where the second has none")
    return sub(of.inner(givens), ONE)


@definition("tv")
def _tv(of: Problem, givens: Givens) -> Term:
    """Half the integral of |p - q|, the parts outside the common support apart."""
    assert of.q is not None
    return div(add(*_parts(of, givens, lambda p, q: call("Abs", sub(p, q)), ONE)), TWO)


@definition("js")
def _jensen_shannon(of: Problem, givens: Givens) -> Term:
    """Half the divergences from p and from q to their mean (Lin 1991)."""
    assert of.q is not None

    def both(p: Term, q: Term) -> Term:
        return add(*(mul(f, call("log", div(mul(TWO, f), add(p, q)))) for f in (p, q)))

    return div(add(*_parts(of, givens, both, call("log", TWO))), TWO)


def _parts(
    of: Problem, givens: Givens, common: Callable[[Term, Term], Term], alone: Term
) -> list[Term]:
    """Integrals of common(p, q) where both laws live, and of alone*p or alone*q where one does."""
    assert of.q is not None
    p, q = of.densities()
    support = region(of.p, of.q, givens)
    parts: list[Term] = []
    if support is not None:
        parts.append(of.binder(common(p, q), support))
    for f, law in ((p, of.p), (q, of.q)):
        body = f if alone == ONE else mul(f, alone)
        spans = [law.support] if support is None else outside(law, support)
        parts += [of.binder(body, span, law) for span in spans]
    return parts


@definition("fisher")
def _fisher(of: Problem, givens: Givens) -> Term:
    """The mean of the squared slope of log p in the one name of the law."""
    names = sorted(of.p.free)
    if len(names) != 1:
        raise Undecided("the Fisher information is of a law with one name in it")
    p = of.p.density(of.name)
    score = Term("Derivative", (call("log", p), symbol(names[0])), (1,))
    return of.binder(mul(p, pow_(score, TWO)), of.p.support)


@definition("w2sq")
def _w2(of: Problem, givens: Givens) -> Term:
    """The mean squared distance of the monotone coupling (Villani, Topics, 2.18)."""
    assert of.q is not None
    return coupled(of.p, of.q, of.name, givens)
