"""Expressions that are given to be definite, and what follows at once from them.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> g = Givens.of([read("S, T are positive definite n x n"), read("S - T is positive definite n x n")])
>>> a = Algebra(g)
>>> declare(a, g.statements)
>>> a.definite(a.k.difference(a.name("S"), a.name("T")))
True
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.matrices import blocks
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.definite import congruent
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.analysis.matrices.words import Matrix, Misfit
from symderive.kernel.logic.claims import Undecided
from symderive.terms.tree import ZERO, Term
from symderive.terms.writer import write


def declare(a: Algebra, statements: Sequence[Term]) -> None:
    """Expressions that are given to be definite."""
    r = Reading(a)
    for s in statements:
        if s.head != "Is" or s.args[1].head != "Tuple" or s.args[0].head == "Symbol":
            continue
        word = s.args[1].args[0].data
        sign = {"positive_definite": "+", "positive_semidefinite": "0+"}.get(word)
        if sign is None:
            raise Undecided(f"nothing is done with the given {write(s)}")
        value = r.value(s.args[0])
        sizes = tuple(a.dimension(d) for d in s.args[1].args[1:])
        if isinstance(value, Matrix):
            if sizes != (value.rows, value.columns):
                raise Misfit(f"the size in {write(s)}")
            _declare(a, value, sign)
        elif not isinstance(value, Term):
            blocks.declare(a, value, sign)


def _declare(a: Algebra, m: Matrix, sign: str) -> None:
    entry = a.diagonal_of(m)
    if entry is not None:
        t = a.k.scalars.term(entry)
        a.facts[Term("Gt" if sign == "+" else "Ge", (t, ZERO))] = None
    elif len(m.words) == 1:  # c W with W definite: c is positive
        ((w, c),) = m.words.items()
        if c.constant() is None and congruent(a, w) == "+":
            positive = Term("Gt" if sign == "+" else "Ge", (a.k.scalars.term(c), ZERO))
            a.facts[positive] = None
    a.declared.append((m, sign))
    if sign == "+":
        a.declared += [(c, sign) for c in _complements(a, m)]


def _complements(a: Algebra, m: Matrix) -> list[Matrix]:
    """Of T - U X U^T > 0: X^-1 - U^T T^-1 U > 0, both Schur complements in one block matrix."""
    k = a.k
    if len(m.words) != 2:
        return []
    for t, other in (tuple(m.words), tuple(m.words)[::-1]):
        u, (x, *back) = other[: len(other) // 2], other[len(other) // 2 :] or (None,)
        fits = (
            x is not None and u and tuple(back) == k.transposed_word(u)
            and (m.words[t].constant(), m.words[other].constant()) == (1, -1)
            and congruent(a, t) == "+" == congruent(a, (x,)) and all(map(a.square, (*t, x)))
        )  # fmt: skip
        if fits and x is not None:
            middle = a.inverse(k.word(t, m.rows), written=False)
            turned = k.word(k.transposed_word(u), m.rows)
            inner = k.product(turned, middle, k.word(u, m.rows))
            return [a.reduced(k.difference(a.letter_inverse(x, False), inner))]
    return []
