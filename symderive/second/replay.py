"""The verdict of the second checker on a step: agrees, silent, or disagrees with an exact disproof.

It replays what the kernel proves by `algebra`: equations whose two sides have one normal form here.
A disproof is a rational point, every hypothesis exactly true on it, at which the difference is a
number that is not zero: rational, in square roots of primes, or, by Lindemann's theorem, a sum of
exponentials of distinct rational exponents.

>>> from symderive.terms.reader import read
>>> [verdict(read(t), []) for t in ("(x + 1)^2 = x^2 + 2*x + 1", "x^2 = x", "f(x) = 1")]
['agrees', 'disagrees', 'silent']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction as Rational
from itertools import islice, product
from typing import Protocol

from flint import fmpz

from symderive.second import (
    arithmetic,  # noqa: F401  (registers its rules)
    functions,  # noqa: F401
    lemmas,
)
from symderive.second.reading import Reader
from symderive.second.ring import Fraction, Ring
from symderive.second.signs import factors, sign
from symderive.second.sums import Silent, Sum, constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, rational

REPLAYED = ("algebra", "differentiate")
LOST = (Silent, ArithmeticError, ValueError, RecursionError, OverflowError, MemoryError)
_POOL = [Rational(p, q) for p, q in ((1, 2), (2, 1), (-1, 3), (3, 1), (-2, 1), (3, 5), (1, 1))]
_WORDS = {
    "real": lambda v: True, "complex": lambda v: True, "rational": lambda v: True,
    "positive": lambda v: v > 0, "negative": lambda v: v < 0, "nonzero": lambda v: v != 0,
    "nonnegative": lambda v: v >= 0, "nonpositive": lambda v: v <= 0,
    "integer": lambda v: v.denominator == 1, "natural": lambda v: v.denominator == 1 and v >= 0,
    "even": lambda v: v % 2 == 0, "odd": lambda v: v % 2 == 1,
}  # fmt: skip
_TRIES = 12
_MOVING = frozenset(("Derivative", "Subs", "Integral", "Sum", "Product", "Limit"))


class _Step(Protocol):
    by: str
    uses: tuple[int, ...]
    n: int


class Checked(Protocol):
    """What is asked of a checked step; the kernel's own class is not imported."""

    step: _Step
    gives: Term


@dataclass(frozen=True)
class Summary:
    """How many steps were of the second checker's kind, replayed, and disproved (their numbers)."""

    of: int
    replayed: int
    disagree: tuple[int, ...]

    def __str__(self) -> str:
        steps = f"{self.replayed} of {self.of} step{'' if self.of == 1 else 's'}"
        return f"second checker: {steps} replayed, {len(self.disagree)} disagree"


def summary(checked: Sequence[Checked]) -> Summary:
    """Every step by algebra or differentiation, replayed from its givens and premises."""
    known = {c.step.n: c.gives for c in checked}
    of, replayed, disagree = 0, 0, []
    for c in checked:
        if c.step.by not in REPLAYED:
            continue
        of += 1
        found = verdict(c.gives, _hypotheses(c), [known[n] for n in c.step.uses])
        replayed += found != "silent"
        if found == "disagrees":
            disagree.append(c.step.n)
    return Summary(of, replayed, tuple(disagree))


def _hypotheses(c: Checked) -> Sequence[Term]:
    statements: Sequence[Term] = c.givens.statements  # type: ignore[attr-defined]
    return statements


def verdict(claim: Term, givens: Sequence[Term], premises: Sequence[Term] = ()) -> str:
    """agrees, silent or disagrees."""
    parts = claim.args if claim.head == "And" else (claim,)
    if any(p.head != "Eq" for p in parts):
        return "silent"
    if all(_proved(p, givens, premises) for p in parts):
        return "agrees"
    return "disagrees" if any(_disproved(p, givens, premises) for p in parts) else "silent"


def _proved(part: Term, givens: Sequence[Term], premises: Sequence[Term]) -> bool:
    equations = [e for e in (*premises, *givens) if e.head == "Eq"]
    left, right = part.args
    for equation in equations:
        left, right = _used(equation, left), _used(equation, right)
    facts = [*givens, *(p for p in premises if p.head != "Eq")]
    try:
        r = Reader(facts, (left, right))
        a, b = r.value(left), r.value(right)
        return _same(r.ring, a, b) or _follows(r, part, premises)
    except LOST:
        return False


def _follows(r: Reader, part: Term, premises: Sequence[Term]) -> bool:
    """The difference has every factor of a premise that is not proved nonzero."""
    a, b = r.value(part.args[0]), r.value(part.args[1])
    if isinstance(a, list) or isinstance(b, list):
        return False
    parts = factors(r.ring, r.ring.minus(a, b).top) or ()
    for premise in premises:
        if premise.head != "Eq":
            continue
        gap = r.ring.minus(r.scalar(premise.args[0]), r.scalar(premise.args[1]))
        vanishing = [f for f, _ in factors(r.ring, gap.top) or () if _may_vanish(r.ring, f)]
        if vanishing and all(any(f == g for g, _ in parts) for f in vanishing):
            return True
    return False


def _may_vanish(ring: Ring, f: Sum) -> bool:
    return constant(f) is None and sign(ring, Fraction(f)) not in ("+", "-")


def _used(equation: Term, t: Term) -> Term:
    """The left side of a premise replaced by its right side, where it stands in a term."""
    a, b = equation.args
    if a.head in ("Integer", "Neg", "Add", "Mul", "Div", "Pow"):
        a, b = b, a
    if a.head in ("Integer", "Neg", "Add", "Mul", "Div", "Pow") or a in set(b.walk()):
        return t
    if a.head == "Symbol":
        moving = {v.data for u in t.walk() if u.head in _MOVING for v in u.args[1:] if not v.args}
        return t if moving & (a.free | b.free) else substitute(t, {a.data: b})
    return _replaced(t, a, b, a.free)


def _replaced(t: Term, a: Term, b: Term, names: frozenset[str]) -> Term:
    if t == a:
        return b
    moved = {v.data for v in t.args[1:] if v.head == "Symbol"}
    if t.head in _MOVING and moved & names:
        return t  # an equation at a point is none of the values around it
    return t.rebuild([_replaced(x, a, b, names) for x in t.args])


def _same(
    ring: Ring, a: Fraction | list[list[Fraction]], b: Fraction | list[list[Fraction]]
) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return [len(p) for p in a] == [len(q) for q in b] and all(
            ring.zero(ring.minus(x, y)) for p, q in zip(a, b, strict=True)
            for x, y in zip(p, q, strict=True)
        )  # fmt: skip
    if isinstance(a, list) or isinstance(b, list):
        return False
    return ring.zero(ring.minus(a, b)) or lemmas.equal(ring, a, b)


# --- disproofs ----------------------------------------------------------------------------


def _disproved(part: Term, givens: Sequence[Term], premises: Sequence[Term]) -> bool:
    terms = [part, *givens, *premises]
    if any(t.functions for t in terms):
        return False
    names = sorted(frozenset().union(*(t.free for t in terms)) - {"real"} - set(_WORDS))
    for point in islice(_points(names), _TRIES):
        values = {n: rational(v.numerator, v.denominator) for n, v in point.items()}
        try:
            if not all(_holds(h, point, values) for h in (*givens, *premises)):
                continue
            r = Reader([])
            left, right = (r.scalar(_at(side, values)) for side in part.args)
            if _nonzero(r.ring, r.ring.minus(left, right)):
                return True
        except LOST:
            continue
    return False


def _at(t: Term, values: dict[str, Term]) -> Term:
    if any(u.head in ("Derivative", "Subs", "Sum", "Product", "Matrix") for u in t.walk()):
        raise Silent("not a plain value")
    return substitute(t, values)


def _points(names: Sequence[str]) -> Iterator[dict[str, Rational]]:
    yield {n: _POOL[i % len(_POOL)] + i // len(_POOL) for i, n in enumerate(names)}
    yield {n: Rational(i + 2) for i, n in enumerate(names)}
    for choice in product(_POOL, repeat=len(names)):
        yield dict(zip(names, choice, strict=True))


def _holds(h: Term, point: dict[str, Rational], values: dict[str, Term]) -> bool:
    """Whether a hypothesis is exactly true at the point."""
    if h.head == "And":
        return all(_holds(part, point, values) for part in h.args)
    if h.head == "Is":
        test = _WORDS.get(h.args[1].data) if h.args[1].head == "Symbol" else None
        return h.args[0].head == "Symbol" and test is not None and test(point[h.args[0].data])
    if h.head not in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge"):
        return False
    r = Reader([])
    gap = r.ring.constant(r.ring.minus(*(r.scalar(_at(s, values)) for s in h.args)))
    if gap is None:
        return False
    return {"Eq": gap == 0, "Ne": gap != 0, "Lt": gap < 0, "Le": gap <= 0, "Gt": gap > 0,
            "Ge": gap >= 0}[h.head]  # fmt: skip


def _nonzero(ring: Ring, a: Fraction) -> bool:
    """A number that is certainly not zero, and has a value."""
    return bool(a.top) and all(
        _certain(ring, s) for s in (a.top, *(f for f, _ in a.below.values()))
    )


def _certain(ring: Ring, a: Sum) -> bool:
    """Independent over Q: roots of distinct primes, I, exp of distinct Gaussian numbers."""
    return bool(a) and all(
        all(n == 1 and _surd(ring, k) for k, n in powers)
        and (not e or _gaussian(ring.exponents[e]))
        for powers, e in a
    )


def _surd(ring: Ring, k: int) -> bool:
    atom = ring.atoms[k]
    if k == 0:
        return True
    if atom.kind != "root" or atom.order != 2:
        return False
    c = ring.constant(atom.data[0])
    return c is not None and c.q == 1 and fmpz(c.p).is_prime()


def _gaussian(a: Fraction) -> bool:
    return not a.below and all(not e and all(k == 0 for k, _ in powers) for powers, e in a.top)


def tally(rows: Iterable[tuple[Term, Sequence[Term]]]) -> dict[str, int]:
    """How often each verdict was given on claims with their givens."""
    out = dict.fromkeys(("agrees", "silent", "disagrees"), 0)
    for claim, givens in rows:
        out[verdict(claim, givens)] += 1
    return out
