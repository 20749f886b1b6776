"""Signs from the orders that are given, as they stand: x - c where x < c, and what follows by one more.

Where the normal form knows no sign of a root or a logarithm in c, the order itself still has it; an
order is one of real numbers.

>>> from symderive.terms.reader import read
>>> by_given(read("x - f(a)"), Givens.of([read("x < f(a)")]), 0)[0]
'-'
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.givens import Givens, Sign
from symderive.terms.tree import ONE, Term, call, integer, mul, sub
from symderive.terms.writer import write

Signed = tuple[Sign, str]
Prove = Callable[[Term, Givens, int], "Signed | None"]
POSITIVE, NEGATIVE = ("+", "0+", "0"), ("-", "0-", "0")


def by_given(term: Term, givens: Givens, depth: int) -> Signed | None:
    """x - c where x < c is given as it stands: an order is one of real numbers."""
    if term.head != "Add" or len(term.args) != 2 or term.args[1].head != "Neg":
        return None
    pair = term.args[0], term.args[1].args[0]
    for relation, a, b in givens.relations:
        if relation in ("Lt", "Le") and (a, b) in (pair, pair[::-1]):
            sign: Sign = "-" if (a, b) == pair else "+"
            return (
                sign if relation == "Lt" else "0" + sign,
                f"{write(a)} and {write(b)} are ordered",
            )
    return None


def by_order(term: Term, givens: Givens, depth: int, prove: Prove) -> Signed | None:
    """x - u where c < x is given and c - u is not negative; likewise from above."""
    x, u = term, None
    if term.head == "Add" and len(term.args) == 2 and term.args[1].head == "Neg":
        x, u = term.args[0], term.args[1].args[0]
    if x.head != "Symbol" or depth <= 0:
        return None
    for relation, a, b in givens.relations:
        if relation not in ("Lt", "Le") or x not in (a, b) or a == b:
            continue
        edge, good, sign = (a, POSITIVE, "+") if b == x else (b, NEGATIVE, "-")
        if infinite(edge) or edge == u:
            continue
        found = prove(edge if u is None else sub(edge, u), givens, depth - 1)
        if found is None or found[0] not in good:
            continue
        strict = relation == "Lt" or found[0] == sign
        return (
            sign if strict else "0" + sign,
            f"{write(a)} and {write(b)} are ordered, and {found[1]}",
        )
    return None


def by_exponential(term: Term, givens: Givens, depth: int, prove: Prove) -> Signed | None:
    """A sum of logarithms has the sign of exp(sum) - 1, a product of powers less 1."""
    if depth <= 0 or term.head not in ("Add", "Neg") or not _of_logarithms(term):
        return None
    if not is_real(term, givens):
        return None
    found = prove(sub(call("exp", term), ONE), givens, 0)
    return None if found is None else (found[0], f"exp rises, and {found[1]}")


def _of_logarithms(term: Term) -> bool:
    """Whether each summand is a logarithm, or a product with one logarithm in it."""
    if term.head == "Add":
        return all(map(_of_logarithms, term.args))
    if term.head == "Neg":
        return _of_logarithms(term.args[0])
    factors = term.args if term.head == "Mul" else (term,)
    return sum(f.head == "log" for f in factors) == 1


def by_cancelling(term: Term, givens: Givens, depth: int, prove: Prove) -> Signed | None:
    """(h + w) - (h - w) as 2*w: what is added and taken away in the same words is left out."""
    if depth <= 0 or term.head != "Add":
        return None
    counted: dict[Term, int] = {}
    _count(term, 1, counted)
    kept = [(t, n) for t, n in counted.items() if n]
    if len(kept) != 1 or len(counted) == 1:
        return None
    ((t, n),) = kept
    found = prove(mul(integer(n), t), givens, depth - 1)
    return None if found is None else (found[0], f"the rest cancels, and {found[1]}")


def _count(term: Term, sign: int, counted: dict[Term, int]) -> None:
    if term.head == "Add":
        for t in term.args:
            _count(t, sign, counted)
    elif term.head == "Neg":
        _count(term.args[0], -sign, counted)
    else:
        counted[term] = counted.get(term, 0) + sign
