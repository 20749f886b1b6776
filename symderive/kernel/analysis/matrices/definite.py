"""Which matrices are proved positive definite, or semidefinite.

A sum of nonnegative multiples of B^T C B with C definite, one of them with B invertible; a positive
multiple of a given expression and what is semidefinite; a symmetric product of three positive
definite matrices (Wigner, On weakly positive matrices, Canad. J. Math. 15, 1963).

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.analysis.matrices.algebra import Algebra
>>> a = Algebra(Givens.of([read("S is positive definite n x n"), read("B is m x n matrix")]))
>>> s, b = a.name("S"), a.name("B")
>>> found(a, s), found(a, a.k.product(b, s, a.k.transpose(b))), found(a, a.k.difference(s, s))
('+', '0+', '0+')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.kernel.analysis.matrices.words import Letter, Matrix, Word

if TYPE_CHECKING:
    from symderive.kernel.analysis.matrices.algebra import Algebra

STRICT = ("+",)
WEAK = ("+", "0+")


def found(a: Algebra, m: Matrix) -> str | None:
    """ "+" for positive definite, "0+" for semidefinite, None where neither is proved."""
    if m.rows != m.columns:
        return None
    if m.zero:
        return "0+"
    if not a.same(m, a.k.transpose(m)):
        return None
    known = a.diagonal_of(m)
    if known is not None:
        return {"+": "+", "0+": "0+"}.get(a.sign(known) or "")
    return termwise(a, m) or from_givens(a, m) or product_of_three(a, m)


def termwise(a: Algebra, m: Matrix) -> str | None:
    """A sum of nonnegative multiples of congruent words, one of them definite."""
    strict = False
    for w, c in m.words.items():
        word, sign = congruent(a, w), a.sign(c)
        if word is None or sign not in WEAK:
            return None
        strict = strict or (word == "+" and sign == "+")
    return "+" if strict else "0+"


def congruent(a: Algebra, w: Word) -> str | None:
    """Whether a word is B^T C B with C definite; "+" where B is invertible, too."""
    k = a.k
    strict = True
    while len(w) > 1:
        if w[-1] != k.flipped(w[0]):
            return None
        strict = strict and a.square(w[0]) and k.atom(w[0]).invertible
        w = w[1:-1]
    if not w:
        return "+" if strict else "0+"
    atom = k.atom(w[0])
    definite = atom.definite
    if atom.kind == "diagonal":
        assert atom.entry is not None
        definite = {"+": "+", "0+": "0+"}.get(a.sign(k.scalars.of(atom.entry)) or "")
    return "+" if strict and definite == "+" else "0+" if definite else None


def from_givens(a: Algebra, m: Matrix) -> str | None:
    """A positive multiple of a given expression, plus what is semidefinite by its terms."""
    for fact, sign in a.declared:
        if fact.rows != m.rows or not fact.words:
            continue
        fact = a.reduced(fact)
        if not fact.words:
            continue
        if a.reduced(a.k.difference(m, fact)).zero:
            return sign
        first = next(iter(fact.words))
        c = m.words.get(first)
        if c is None:
            continue
        c = c * fact.words[first].inverse() if a.unit(fact.words[first]) else None
        if c is None or a.sign(c) != "+":
            continue
        rest = a.reduced(a.k.difference(m, a.k.scaled(c, fact)))
        if rest.zero or (rest.words and termwise(a, rest)):
            return sign
    return None


def product_of_three(a: Algebra, m: Matrix, depth: int = 1) -> str | None:
    """A symmetric product of three positive definite matrices, one of them perhaps an identity."""
    k = a.k
    firsts = {w[0] for w in m.words if w} & positive_letters(a)
    lasts = {w[-1] for w in m.words if w} & positive_letters(a)
    one = k.identity(m.rows)
    for x in [*sorted(firsts), None]:
        for y in [*sorted(lasts), None]:
            if x is None and y is None:
                continue
            left, right = (one if z is None else a.letter_inverse(z, False) for z in (x, y))
            inner = a.reduced(k.product(left, m, right))
            if inner.zero or not a.same(inner, k.transpose(inner)):
                continue
            if (termwise(a, inner) or from_givens(a, inner)) == "+":
                return "+"
            if depth and len(inner.words) < 3 and product_of_three(a, inner, depth - 1):
                return "+"
    return None


def positive_letters(a: Algebra) -> set[Letter]:
    """Letters that are positive definite matrices themselves."""
    return {
        (i, False) for i, x in enumerate(a.k.atoms)
        if x.definite == "+" and x.rows == x.columns
    }  # fmt: skip
