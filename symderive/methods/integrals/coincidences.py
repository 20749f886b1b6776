"""Where parameters coincide: an antiderivative divides by a - b, its value does not.

The value is proved for a != b and for a = b, each in its own way, and put together by `cases`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import without
from symderive.kernel.analysis.discharge import identity
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, eq, sub
from symderive.terms.writer import write

if TYPE_CHECKING:
    from symderive.methods.values import Values

Sorts = Mapping[str, Mapping[str, bool]]
HERE = "symderive.methods.integrals.coincidences"
Under = tuple[Term, ...]


def by_cases(work: Values, t: Term, F: Term, divisor: str, v: Term, under: Under) -> int | None:
    """t = v by the antiderivative F, which divides by `divisor`, and by itself where that is 0."""
    if any(u.head in ("Ne", "Eq") for u in under):
        return None
    givens = without(t.args[1].data, work.givens.extended(*under))
    told = work.sorts(givens)
    for row in work.ask(f"{HERE}:coinciding", divisor, told):
        name, other = (read(text) for text in row)
        apart, same = Term("Ne", (name, other)), Term("Eq", (name, other))
        if is_singular(work, v, name, other, under):
            continue
        n = work.step("antiderivative", eq(t, v), (), (*under, apart), {"F": F})
        m = None if n is None else _where(work, t, v, name, other, (*under, same))
        if n is not None and m is not None:
            return work.step("cases", eq(t, v), [n, m], under)
    return None


def is_singular(work: Values, v: Term, name: Term, other: Term, under: Under) -> bool:
    """Whether a value may have none where the two coincide."""
    put = substitute(v, {name.data: other})
    proof = work.tried(lambda: identity(sub(put, put), work.givens.extended(*under)))
    return proof is None or bool(proof.blocked)


def _where(work: Values, t: Term, v: Term, name: Term, other: Term, under: Under) -> int | None:
    """t = v where the two coincide."""
    put = {name.data: other}
    body, x, low, high = t.args
    simple = t.rebuild((substitute(body, put), x, low, high))
    value = work.value(simple, under)
    if value is None:
        return None
    ranged = work.tried(lambda: range_of(t, work.givens.extended(*under))) or ()
    same = work.step("algebra", eq(body, simple.args[0]), (), (*under, *ranged))
    if same is None:
        return None
    known = work.steps[value].gives.args[1]
    n = work.step("congruence", eq(t, known), [same, value], under)
    return None if n is None else work.step("algebra", eq(t, v), [n], under)


# --- in the worker --------------------------------------------------------------------------------


def coinciding(divisor: str, sorts: Sorts) -> list[list[str]]:
    """(name, value) where a factor of the divisor is zero and nothing forbids it.

    >>> positive = {"real": True, "positive": True}
    >>> coinciding("a^2 - b^2", {"a": positive, "b": positive})
    [['a', 'b']]
    """
    import sympy

    from symderive.terms.bridge import from_sympy, to_sympy

    e = to_sympy(read(divisor), {n: dict(s) for n, s in sorts.items()})
    rows: list[list[str]] = []
    for factor, _ in sympy.factor_list(e)[1]:
        for name in sorted(factor.free_symbols, key=str):
            if sympy.degree(factor, name) != 1:
                continue
            (root,) = sympy.solve(factor, name) or (None,)
            if root is not None and not (root.is_nonpositive and name.is_positive):
                rows.append([write(from_sympy(name)), write(from_sympy(root))])
            break
    return rows
