"""Square roots: letters R with R R = M, of matrices that are proved symmetric positive semidefinite.

The root of M is the only semidefinite R with R R = M (Horn and Johnson, Matrix Analysis, 7.2.6), so
a word that is a square has its half as root, the root of an inverse is the inverse of a root, and an
orthogonal factor goes through.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.analysis.matrices.algebra import Algebra
>>> a = Algebra(Givens.of([read("S is positive definite n x n")]))
>>> a.k.text(root(a, a.k.product(a.name("S"), a.name("S"))))
'S'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.kernel.analysis.matrices.components import root_of
from symderive.kernel.analysis.matrices.words import Matrix, Word
from symderive.kernel.logic.claims import Undecided
from symderive.terms.tree import Term
from symderive.terms.writer import write

if TYPE_CHECKING:
    from symderive.kernel.analysis.matrices.algebra import Algebra


def root(a: Algebra, m: Matrix) -> Matrix:
    """The square root of a matrix proved to be symmetric and positive semidefinite."""
    m = a.reduced(m)
    k = a.k
    if not a.definite(m, strict=False):
        raise Undecided(f"not proved to be positive semidefinite: {write(a.written(m))}")
    known = a.diagonal_of(m)
    if known is not None:
        return a.diagonal(k.scalars.of(root_of(a, k.scalars.term(known))), m.rows)
    if len(m.words) == 1:
        ((w, c),) = m.words.items()
        fits = a.sign(c) in ("+", "0+") and a.definite(k.word(w, m.rows), strict=False)
        half = _half(a, w, m.rows) if fits else None
        if half is not None:
            number = c.constant()
            s = root_of(a, k.scalars.term(c))
            one = number is not None and number == 1
            return half if one else k.scaled(k.scalars.of(s), half)
    name = f"sqrt({k.text(m)})"
    if name not in k.named:
        definite = "+" if a.definite(m) else "0+"
        r = k.letter(name, m.rows, m.rows, symmetric=True, invertible=definite == "+",
                     definite=definite, kind="root", of=m)  # fmt: skip
        r2 = k.product(k.matrix(r), k.matrix(r))
        a.relate(k.difference(r2, m))
        a.relate(k.difference(k.product(k.matrix(r), m), k.product(m, k.matrix(r))))
    return k.matrix((k.named[name], False))


def _half(a: Algebra, w: Word, rows: Term) -> Matrix | None:
    """The root of one semidefinite word, where it has one by its form."""
    k = a.k
    if not w:
        return k.identity(rows)
    if len(w) % 2 == 0 and w[: len(w) // 2] == w[len(w) // 2 :]:
        h = k.word(w[: len(w) // 2], rows)
        if a.definite(h, strict=False):
            return h
    first = k.atom(w[0])
    if len(w) == 1 and first.kind == "inverse":
        assert first.of is not None
        return a.inverse(root(a, first.of), written=False)
    orthogonal = "orthogonal" in getattr(a.givens.matrices.get(first.name), "properties", ())
    if orthogonal and len(w) > 2 and w[-1] == k.flipped(w[0]):
        inner = root(a, k.word(w[1:-1], rows))
        return k.product(k.matrix(w[0]), inner, k.matrix(w[-1]))
    if len(w) == 1:
        r = k.letter(f"sqrt({k.spelled(w)})", rows, rows, symmetric=True, kind="root",
                     invertible=first.invertible, definite=first.definite, of=k.word(w, rows))  # fmt: skip
        a.relate(k.difference(k.product(k.matrix(r), k.matrix(r)), k.word(w, rows)))
        return k.matrix(r)
    return None
