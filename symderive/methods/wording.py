"""Write a proposal as its problem was written: what equals a part of the problem but for the
order of sums and products takes the order of that part.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> write(worded(read("(mu + y(x)*w)/sqrt(p^2 + 1)"), read("(w*y(x) + mu)*sqrt(1 + p^2)")))
'(w*y(x) + mu)/sqrt(1 + p^2)'
"""

from __future__ import annotations

from collections.abc import Hashable

from symderive.terms.tree import Term

_COMMUTE = frozenset({"Add", "Mul"})
_MATRICES = frozenset({"Matrix", "transpose", "inverse", "Identity"})


def worded(proposal: Term, *models: Term) -> Term:
    """The same term, its parts written as in the models where they are there in another order."""
    if any(t.head in _MATRICES for t in proposal.walk()):
        return proposal
    known = {_key(t): t for m in reversed(models) for t in m.walk() if t.args}
    order = {_key(t): -k for k, t in enumerate(reversed([t for m in models for t in m.walk()]))}
    return _worded(proposal, known, order)


def _worded(t: Term, known: dict[Hashable, Term], order: dict[Hashable, int]) -> Term:
    found = known.get(_key(t)) if t.args else None
    if found is not None:
        return found
    args = [_worded(a, known, order) for a in t.args]
    if t.head == "Mul":  # numbers, then the factors as they come in the models, then the others
        args.sort(key=lambda a: (not _number(a), order.get(_key(a), 1)))
    return t.rebuild(args)


def _number(t: Term) -> bool:
    return not t.free and not t.functions


def _key(t: Term) -> Hashable:
    """Equal for terms that differ in the order of sums and products only."""
    if t.head not in _COMMUTE:
        return (t.head, t.data, tuple(_key(a) for a in t.args))
    flat: list[Hashable] = []
    stack = list(t.args)
    while stack:
        a = stack.pop()
        if a.head == t.head:
            stack.extend(a.args)
        else:
            flat.append(_key(a))
    return (t.head, frozenset((k, flat.count(k)) for k in flat))
