"""Proofs that a term is zero: normal form first, then four lemmas, then cases.

- exp is injective on the reals: exp(E) = 1 and E real give E = 0; on the imaginary axis exp(ikE) = 1
  leaves multiples of 2 pi/k, which a bound or continuity on a connected domain brings down to 0.
- a^q = b^q with a, b >= 0 gives a = b.
- an algebraic number smaller than every nonzero root of its norm is zero.
- a claim that holds for p > 0, for p < 0 and for p = 0 holds.

What was divided by and is not provably nonzero is returned with the proof.

>>> from symderive.terms.reader import read
>>> prove_zero(read("cbrt(7 + 5*sqrt(2)) - 1 - sqrt(2)"), Givens.of([])).how
'an algebraic number below its root bound'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.kernel.logic import registry  # noqa: F401  (registers the special functions)
from symderive.kernel.logic.angles import imaginary_zero, real_zero
from symderive.kernel.logic.comparison import exponent_gap, root_cancels
from symderive.kernel.logic.constants import algebraic_zero
from symderive.kernel.logic.exclusions import Exclusion, exclusions
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.ideal import vanishes
from symderive.kernel.logic.matrices import contains_matrix, entry_pairs
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.powers import POSITIVE
from symderive.terms.tree import ZERO, Term, add, neg

MAX_SPLITS = 3


@dataclass(frozen=True)
class Proof:
    """How a term was proved zero, and every inverted element that is not proved nonzero."""

    how: str
    excluded: tuple[Exclusion, ...] = ()
    inverted: tuple[Term, ...] = ()
    conditions: tuple[Term, ...] = ()  # of derivatives, beyond what must not vanish

    @property
    def open(self) -> tuple[Exclusion, ...]:
        """Exclusions that the claim's own text does not make: these block."""
        return tuple(e for e in self.excluded if e.status == "open")


def prove_equal(
    left: Term,
    right: Term,
    givens: Givens,
    travelling: tuple[Term, ...] = (),
    splits: int = MAX_SPLITS,
) -> Proof | None:
    """A proof of left = right at every admissible point where both are defined, or None.

    `splits` bounds how often a sign may be split into cases, one inside the other.
    """
    if contains_matrix(left) or contains_matrix(right):
        return _entry_by_entry(left, right, givens, travelling)
    return _prove(add(left, neg(right)), givens, travelling, splits)


def _entry_by_entry(
    left: Term, right: Term, givens: Givens, travelling: tuple[Term, ...]
) -> Proof | None:
    nf = NormalForm(givens)
    pairs: list[tuple[Term, Term]] = []

    def job() -> Fraction_:
        pairs[:] = entry_pairs(nf, left, right)
        return nf.tower.nought

    nf.run(job)
    found = [Proof("entry by entry", exclusions(nf, left), tuple(nf.inverted), nf.needs())]
    for a, b in pairs:
        proof = prove_zero(add(a, neg(b)), givens, travelling)
        if proof is None:
            return None
        found.append(proof)
    excluded: dict[Term, Exclusion] = {}
    for e in (e for p in found for e in p.excluded):
        if e.term not in excluded or e.status == "open":
            excluded[e.term] = e
    inverted = dict.fromkeys(t for p in found for t in p.inverted)
    conditions = dict.fromkeys(t for p in found for t in p.conditions)
    how = found[1].how if len(pairs) == 1 else found[0].how
    return Proof(how, tuple(excluded.values()), tuple(inverted), tuple(conditions))


def prove_zero(term: Term, givens: Givens, travelling: tuple[Term, ...] = ()) -> Proof | None:
    """A proof of term = 0, or None; ArithmeticError (too large, unsupported, 0/0) passes through.

    `travelling` are elements that premises of the claim presuppose not to vanish.
    """
    return _prove(term, givens, travelling, MAX_SPLITS)


def _prove(term: Term, givens: Givens, travelling: tuple[Term, ...], splits: int) -> Proof | None:
    nf = NormalForm(givens)
    for t in travelling:
        nf.exclude(t, written=False)
    found: list[str] = []

    def job() -> Fraction_:
        found.clear()
        f = nf.tower.reduce(nf.convert(term))
        how = "normal form" if f.zero else _lemmas(nf, term, f)
        if how:
            found.append(how)
        return f

    nf.run(job)
    direct = None
    if found:
        direct = Proof(found[0], exclusions(nf, term), tuple(nf.inverted), nf.needs())
    if direct is not None and not direct.open:
        return direct
    if splits:
        for p in [e.term for e in direct.open] if direct else _split_points(nf):
            proof = _by_cases(term, givens, travelling, p, splits)
            if proof is not None and not proof.open:
                return proof
    return direct


def _lemmas(nf: NormalForm, term: Term, f: Fraction_) -> str | None:
    if vanishes(nf, f.n):
        return "a consequence of the given equations"
    if algebraic_zero(nf, f):
        return "an algebraic number below its root bound"
    if root_cancels(nf, f.n):
        return "a root against its square"
    if _same_power(nf, term):
        return "equal squares of nonnegative numbers"
    if real_zero(nf, term, f):
        return "exp is injective on the reals"
    if imaginary_zero(nf, f):
        return "an angle that is a multiple of a full turn and smaller than one"
    return None


def _same_power(nf: NormalForm, term: Term) -> bool:
    """left^q = right^q with both sides >= 0, for a difference written left - right."""
    if term.head != "Add" or len(term.args) != 2 or term.args[1].head != "Neg":
        return False
    left, right = nf.convert(term.args[0]), nf.convert(term.args[1].args[0])
    t = nf.tower
    if t.sign(left) not in POSITIVE or t.sign(right) not in POSITIVE:
        return False
    return any(t.same(left**q, right**q) for q in (2, 3, 4, 6))


# --- cases ----------------------------------------------------------------------------------------


def _split_points(nf: NormalForm) -> Iterator[Term]:
    """Real polynomials of unknown sign under an absolute value, a root or a logarithm."""
    seen: set[str] = set()
    for g in list(nf.tower.generators):
        payload = (
            g.payload if g.kind in ("abs", "log") else g.payload[0] if g.kind == "root" else None
        )
        if not isinstance(payload, Fraction_):
            continue
        for p, _ in nf.tower.factors(payload)[1]:
            if p.key in seen or not nf.tower.real(p) or nf.tower.sign(p) in ("+", "-", "0+", "0-"):
                continue
            seen.add(p.key)
            gap = exponent_gap(nf, p.n)  # e^s - e^t is split where s - t is
            written = nf.term_of(p if gap is None else gap)
            if written is not None:
                yield written
    yield from nf.undecided


def _by_cases(
    term: Term, givens: Givens, travelling: tuple[Term, ...], p: Term, splits: int
) -> Proof | None:
    conditions: dict[Term, None] = {}
    excluded: dict[Term, Exclusion] = {}
    inverted: dict[Term, None] = {}  # numbers: a ball has to confirm each of them
    for relation, args in (("Lt", (ZERO, p)), ("Lt", (p, ZERO)), ("Eq", (p, ZERO))):
        try:
            proof = _prove(term, givens.extended(Term(relation, args)), travelling, splits - 1)
        except Undefined as vacuous:
            if relation == "Eq" and vacuous.written:
                continue  # the claim's own text has no value there
            return None
        if proof is None:
            return None
        for e in proof.excluded:
            old = excluded.get(e.term)
            if old is None or e.status == "open":
                excluded[e.term] = e
        conditions.update(dict.fromkeys(proof.conditions))
        inverted.update((t, None) for t in proof.inverted if not t.free)
    return Proof("cases by a sign", tuple(excluded.values()), tuple(inverted), tuple(conditions))
