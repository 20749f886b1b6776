"""Relations between words: inverses, roots, given equations, and what follows from two of them.

A relation is a sum of words that is zero; its greatest word is replaced by the rest.  Where two
leading words overlap, the two ways of rewriting give a further relation (completion, bounded in
length and number).  Every relation is a consequence of those put in, whatever the bounds, so a sum
that is rewritten to nothing is zero.  Source: Mora, Groebner bases for noncommutative polynomial
rings, 1986; for matrices of several shapes each step multiplies matrices that fit.

>>> k = Alphabet(Scalars())
>>> n = symbol("n")
>>> a, x = k.letter("A", n, n), k.letter("X", n, n)
>>> r = Relations(k, lambda f: f.constant() is not None)
>>> unit = k.identity(n)
>>> r.add(k.difference(k.product(k.matrix(a), k.matrix(x)), unit))
>>> r.add(k.difference(k.product(k.matrix(x), k.matrix(a)), unit))
>>> k.text(r.reduced(k.product(k.matrix(x), k.matrix(a), k.matrix(a))))
'A'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from symderive.kernel.analysis.matrices.words import (
    Alphabet,
    Letter,
    Matrix,
    Scalars,
    Word,
    add_to,
    symbol,
)
from symderive.kernel.logic.field import Fraction_, TooLarge

MAX_RELATIONS = 160
MAX_PAIRS = 1500
MAX_STEPS = 4000
__all__ = ["Alphabet", "Relations", "Scalars", "symbol"]


@dataclass(frozen=True)
class _Rule:
    lead: Word
    rest: tuple[tuple[Word, Fraction_], ...]  # lead = sum of these


class Relations:
    """Rules over one alphabet; `unit(c)` says whether a coefficient is known not to vanish."""

    def __init__(self, k: Alphabet, unit: Callable[[Fraction_], bool]) -> None:
        self.k, self.unit = k, unit
        self.scalar: Callable[[Fraction_], object] = lambda c: None  # told of what must vanish
        self.rules: list[_Rule | None] = []
        self.starting: dict[Letter, list[int]] = {}
        self.pairs: list[tuple[int, int]] = []
        self.done = 0

    # --- order ------------------------------------------------------------------------------------

    def _key(self, w: Word) -> tuple[int, int, Word]:
        """Weight (roots are light), then length, then letters: compatible with products."""
        atoms = self.k.atoms
        return sum(atoms[i].kind not in _LIGHT for i, _ in w), len(w), w

    # --- rewriting --------------------------------------------------------------------------------

    def reduced(self, m: Matrix) -> Matrix:
        """The sum with every leading word replaced."""
        todo = dict(m.words)
        done: dict[Word, Fraction_] = {}
        steps = 0
        while todo:
            w = max(todo, key=self._key)
            c = todo.pop(w)
            found = self.match(w)
            if found is None:
                add_to(done, w, c)
                continue
            steps += 1
            if steps > MAX_STEPS:
                raise TooLarge("rewriting words of matrices takes too many steps")
            at, rule = found
            head, tail = w[:at], w[at + len(rule.lead) :]
            for v, d in rule.rest:
                add_to(todo, self.k.joined(self.k.joined(head, v), tail), c * d)
        return Matrix(m.rows, m.columns, done)

    def match(self, w: Word, skip: int = -1) -> tuple[int, _Rule] | None:
        for at, x in enumerate(w):
            for i in self.starting.get(x, ()):
                rule = self.rules[i]
                if i != skip and rule is not None and w[at : at + len(rule.lead)] == rule.lead:
                    return at, rule
        return None

    # --- relations --------------------------------------------------------------------------------

    def add(self, m: Matrix) -> None:
        """m = 0 becomes a rule, where its greatest word has a coefficient known not to vanish."""
        m = self.reduced(m)
        if m.zero:
            return
        lead = max(m.words, key=self._key)
        c = m.words[lead]
        if not lead and len(m.words) == 1:
            self.scalar(c)  # c times an identity is zero, and sizes are at least 1
            return
        if not lead or not self.unit(c):
            return
        if len(self.rules) >= MAX_RELATIONS:
            return
        below = -c.inverse()
        rest = tuple((w, d * below) for w, d in m.words.items() if w != lead)
        new = len(self.rules)
        # Rules that the new one rewrites are put in again, rewritten.
        again = []
        for i, old in enumerate(self.rules):
            if old is not None and _contains(old.lead, lead):
                self.rules[i] = None
                again.append(old)
        self.rules.append(_Rule(lead, rest))
        self.starting.setdefault(lead[0], []).append(new)
        self.pairs += [(i, new) for i, r in enumerate(self.rules) if r is not None]
        for old in again:
            self.add(self._matrix(old))

    def _matrix(self, rule: _Rule) -> Matrix:
        lead = self.k.word(rule.lead, self.k.shape(rule.lead[0])[0])
        words = dict(lead.words)
        for w, c in rule.rest:
            add_to(words, w, -c)
        return Matrix(lead.rows, lead.columns, words)

    def complete(self, length: int, finished: Callable[[], bool]) -> bool:
        """Further relations from overlaps no longer than `length`, until `finished`."""
        if finished():
            return True
        fresh = 0
        while self.pairs and self.done < MAX_PAIRS:
            self.pairs.sort(key=self._weight, reverse=True)
            i, j = self.pairs.pop()
            a, b = self.rules[i], self.rules[j]
            if a is None or b is None:
                continue
            self.done += 1
            before = len(self.rules)
            for m in self._overlaps(a, b, length):
                self.add(m)
            fresh += len(self.rules) - before
            if fresh >= 4:
                fresh = 0
                if finished():
                    return True
        return finished()

    def _weight(self, pair: tuple[int, int]) -> int:
        a, b = self.rules[pair[0]], self.rules[pair[1]]
        return 0 if a is None or b is None else len(a.lead) + len(b.lead)

    def _overlaps(self, a: _Rule, b: _Rule, length: int) -> Iterator[Matrix]:
        for p, q in ((a, b), (b, a)) if a is not b else ((a, b),):
            for n in range(1, min(len(p.lead), len(q.lead))):
                if p.lead[-n:] == q.lead[:n] and len(p.lead) + len(q.lead) - n <= length:
                    tail, head = q.lead[n:], p.lead[:-n]
                    words: dict[Word, Fraction_] = {}
                    for w, c in p.rest:
                        add_to(words, self.k.joined(w, tail), c)
                    for w, c in q.rest:
                        add_to(words, self.k.joined(head, w), -c)
                    yield Matrix(self.k.shape(p.lead[0])[0], self.k.shape(q.lead[-1])[1], words)


_LIGHT = ("root",)


def _contains(w: Word, part: Word) -> bool:
    n = len(part)
    return any(w[i : i + n] == part for i in range(len(w) - n + 1))
