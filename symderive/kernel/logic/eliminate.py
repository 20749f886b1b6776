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
from symderive.terms.tree import ZERO, Term, add, div, neg, rational

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


def solved_linearly(givens: Givens, relation: Relation) -> tuple[str, Term, Givens] | None:
    """As `solved_for` for one equality in which a name stands under no function, a number times it.

    >>> from symderive.terms.writer import write
    >>> from symderive.terms.reader import read
    >>> given = Givens.of([read("2*z - f(x) = 3")])
    >>> write(solved_linearly(given, given.relations[0])[1])
    '(-((2*0 - f(x)) - 3))/2'
    """
    # Imported here: they stand on this room's givens.
    from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
    from symderive.kernel.logic.exact import exact_rational

    whole = add(relation[1], neg(relation[2]))
    under = {n for t in whole.walk() if t.head == "Apply" for n in t.free}
    for name in sorted(whole.free - under, reverse=True):
        sort = givens.sort(name)
        if sort.domain != "real" or sort.parity:
            continue
        if any(givens.sort(n).domain == "complex" for n in whole.free):
            continue
        try:
            slope = differentiate(whole, name, givens)[0]
        except Refused:
            continue
        value = None if slope.free or slope.functions else exact_rational(slope, {})
        if value:
            over = rational(value.numerator, value.denominator)
            term = div(neg(substitute(whole, {name: ZERO})), over)
            return name, term, _without(givens, relation, name, term)
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
