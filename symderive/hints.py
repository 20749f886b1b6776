"""Hints: the simplest hypothesis on one name that turns a claim from false or open into proved.

>>> from symderive.terms.reader import read
>>> true_under(read("log(x^2) = 2*log(x)"), Givens())
'x >= 0'
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symderive.kernel.analysis.algebra import relation
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import first_point
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, symbol
from symderive.terms.writer import write

MAX_NAMES = 4
INTEGER, PI = symbol("integer"), Term("pi")


def true_under(claim: Term, givens: Givens) -> str | None:
    """The first of x >= 0, x > 0, x <= 0, x real .. under which the claim is proved; None if none."""
    if givens.matrices:
        return None
    meant = _meant_constant(claim, givens)
    if meant is not None:
        return meant
    names = sorted(claim.free)
    if not 0 < len(names) <= MAX_NAMES:
        return None
    w = first_point(claim, givens)
    if w is None and _proved(claim, givens):
        return None  # no further hypothesis is what it lacks
    for extra in (*_hypotheses(names, givens), *_integers(claim, names, givens)):
        if w is not None and all(_holds_at(e, w.point) for e in extra):
            continue  # the claim fails at a point that this hypothesis admits
        extended = givens.extended(*extra)
        if _proved(claim, extended):
            return ", ".join(write(e) for e in extra)
    return None


def _meant_constant(claim: Term, givens: Givens) -> str | None:
    """`e = E` or `i = I` for a claim that holds once the name is the constant it is often used for."""
    meant = {
        n: Term(c) for n, c in (("e", "E"), ("i", "I")) if n in claim.free - givens.sorts.keys()
    }
    if meant and _proved(substitute(claim, meant), givens):
        return ", ".join(f"{name} = {constant.head}" for name, constant in meant.items())
    return None


def _proved(claim: Term, givens: Givens) -> bool:
    if first_point(claim, givens) is not None:
        return False
    try:
        proof = relation(claim, givens, thorough=False)
    except (Undecided, Rejected, ArithmeticError, ValueError):
        return False
    return not proof.open


def _holds_at(hypothesis: Term, point: Mapping[str, str]) -> bool:
    """Whether x >= 0, .., x != 0, `x is real` or `x is integer` holds at a witness's exact point."""
    text = point.get(hypothesis.args[0].data, "")
    try:
        value = Fraction(text)
    except ValueError:  # a complex value, or none
        return hypothesis.head == "Ne" and bool(text)
    if hypothesis.head == "Is" and hypothesis.args[1] == INTEGER:
        return value.denominator == 1
    return {"Ge": value >= 0, "Gt": value > 0, "Le": value <= 0, "Ne": value != 0}.get(
        hypothesis.head, True
    )


def _integers(claim: Term, names: list[str], givens: Givens) -> list[tuple[Term, ...]]:
    """`n is integer` for names that stand in an exponent, or beside pi under a wave."""
    turned = {n for t in claim.walk() if t.head in ("sin", "cos", "tan", "exp") and PI in t.walk()
              for n in t.free}  # fmt: skip
    turned |= {n for t in claim.walk() if t.head == "Pow" for n in t.args[1].free}
    return [
        (Term("Is", (symbol(n), INTEGER)),)
        for n in names if n in turned and givens.sort(n).domain in ("real", "complex")
    ]  # fmt: skip


def _hypotheses(names: list[str], givens: Givens) -> list[tuple[Term, ...]]:
    free = [n for n in names if givens.sort(n).sign is None]
    out: list[tuple[Term, ...]] = []
    for n in free:
        x = symbol(n)
        if givens.sort(n).domain == "complex":
            out.append((Term("Is", (x, symbol("real"))),))
        out += [(Term("Ge", (x, ZERO)),), (Term("Gt", (x, ZERO)),), (Term("Le", (x, ZERO)),)]
        out.append((Term("Ne", (x, ZERO)),))
    if len(free) > 1:
        out.append(tuple(Term("Gt", (symbol(n), ZERO)) for n in free))
    return out
