"""An equality given solved for a name that stands in it alone: a + b + c = pi says c = pi - a - b.

The other givens are rewritten for the remaining names, and what was known of the name becomes
relations, so that every point of the new givens is one of the old.

>>> from symderive.terms.reader import read
>>> name, term, rest = solved_for(Givens.of([read("a + b + c = pi"), read("c > 0")]))
>>> name, rest.relations[-1][0]
('c', 'Lt')
>>> from symderive.terms.writer import write
>>> write(term)
'-(a + b - pi)'
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from symderive.kernel.logic.givens import Bounds, Givens, Sort
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, neg, rational

Relation = tuple[str, Term, Term]


def solved_for(givens: Givens) -> tuple[str, Term, Givens] | None:
    """(name, its term, the givens without it) for the first equality that can be solved."""
    for relation in givens.relations:
        if relation[0] != "Eq":
            continue
        parts = _summands(relation[1], 1) + _summands(relation[2], -1)
        for i, (sign, part) in reversed([*enumerate(parts)]):
            rest = parts[:i] + parts[i + 1 :]
            if part.head != "Symbol" or any(part.data in t.free for _, t in rest):
                continue
            sort = givens.sort(part.data)
            if sort.domain == "integer" or sort.parity or not rest:
                continue
            others = {n for _, t in rest for n in t.free}
            if sort.domain == "real" and any(givens.sort(n).domain == "complex" for n in others):
                continue
            total = add(*[t if s > 0 else neg(t) for s, t in rest])
            term = neg(total) if sign > 0 else total
            return part.data, term, _without(givens, relation, part.data, term)
    return None


def _summands(t: Term, sign: int) -> list[tuple[int, Term]]:
    if t.head == "Add":
        return [s for a in t.args for s in _summands(a, sign)]
    if t.head == "Neg":
        return _summands(t.args[0], -sign)
    return [(sign, t)]


def _without(givens: Givens, used: Relation, name: str, term: Term) -> Givens:
    value = {name: term}
    relations = [
        (r, substitute(a, value), substitute(b, value))
        for r, a, b in givens.relations
        if (r, a, b) != used
    ]
    relations += _known(givens.sort(name), givens.bounds.get(name), term)
    return replace(
        givens,
        relations=tuple(relations),
        sorts={n: s for n, s in givens.sorts.items() if n != name},
        bounds={n: b for n, b in givens.bounds.items() if n != name},
    )


def _known(sort: Sort, bounds: Bounds | None, term: Term) -> list[Relation]:
    found: list[Relation] = [("Ne", term, ZERO)] if sort.sign == "!0" else []
    if bounds is None:
        return found
    if bounds.low is not None:
        found.append(("Lt" if bounds.low_open else "Le", _number(bounds.low), term))
    if bounds.high is not None:
        found.append(("Lt" if bounds.high_open else "Le", term, _number(bounds.high)))
    return found


def _number(q: Fraction) -> Term:
    return rational(q.numerator, q.denominator)
