"""An answer in each of two cases, a <= b and b <= a, written as one with |a - b|."""

from __future__ import annotations

from collections.abc import Callable

from symderive.methods.divergences.expectations import SHAPES, Expectations
from symderive.methods.guesses import read_back
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, call, eq
from symderive.terms.writer import write

Prove = Callable[[], "int | None"]


def by_cases(
    work: Expectations, low: Term, high: Term, target: Term, prove: Prove, strict: bool = False
) -> int | None:
    """The number of a step target = value that holds in both cases, or None.

    `prove` gives a step target = value under what the search assumes; `strict` where low != high.
    """
    head = "Lt" if strict else "Le"
    orders = (Term(head, (low, high)), Term(head, (high, low)))
    found: list[int] = []
    for h in orders:
        work.assume((h,))
        n = prove()
        work.tell("case", h, n)
        if n is None:
            work.assume(())
            return None
        found.append(n)
    values = [work.steps[n].gives.args[1] for n in found]
    texts = work.ask(f"{SHAPES}:merged", *(write(t) for t in (*values, low, high)),
                     work.sorts(work.base))  # fmt: skip
    told = [t for t in map(read_back, texts) if t is not None]
    for common in dict.fromkeys(
        [*told, *values, call("Abs", values[0]), *_sorted(values[0], low, high)]
    ):
        n = _common(work, target, common, found, orders)
        if n is not None:
            return n
    work.assume(())
    return None


def _sorted(value: Term, low: Term, high: Term) -> list[Term]:
    """The value for low < high with the smaller and the larger of the two in their places."""
    if low.head != "Symbol" or high.head != "Symbol":
        return []
    pair = {low.data: call("Min", low, high), high.data: call("Max", low, high)}
    return [substitute(value, pair)]


def _common(
    work: Expectations, target: Term, common: Term, found: list[int], orders: tuple[Term, Term]
) -> int | None:
    parts: list[int] = []
    for n, h in zip(found, orders, strict=True):
        work.assume((h,))
        value = work.steps[n].gives.args[1]
        done: int | None = n
        if value != common:
            same = work.step("algebra", eq(value, common))
            done = None if same is None else work.step("rewrite", eq(target, common), [n, same])
        if done is None:
            return None
        parts.append(done)
    work.assume(())
    return work.step("cases", eq(target, common), parts)
