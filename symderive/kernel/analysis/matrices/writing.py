"""Sums of words as terms again, for what people read and for conditions.

>>> from symderive.kernel.analysis.matrices.algebra import Algebra
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> a = Algebra(Givens.of([read("S is positive definite n x n")]))
>>> write(written(a, a.k.product(a.inverse(a.name("S")), a.name("S"))))
'inverse(S)*S'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.matrices.words import Letter, Matrix, Word
from symderive.terms.tree import Term, call, symbol

if TYPE_CHECKING:
    from symderive.kernel.analysis.matrices.algebra import Algebra


def written(a: Algebra, m: Matrix) -> Term:
    """The matrix as a term."""
    if m.zero:
        return Term("ZeroMatrix", (m.rows, m.columns))
    parts = []
    for w, c in m.words.items():
        letters = word_written(a, w) or [call("Identity", m.rows)]
        parts.append(times(a.meant(a.k.scalars.term(c)), *letters))
    return plus(*parts)


def word_written(a: Algebra, w: Word) -> list[Term]:
    """The factors of a word; a root beside itself is what it is the root of."""
    out: list[Term] = []
    i = 0
    while i < len(w):
        atom = a.k.atom(w[i])
        if atom.kind == "root" and w[i : i + 2] == (w[i], w[i]):
            assert atom.of is not None
            out.append(written(a, atom.of))
            i += 1
        else:
            out.append(letter_written(a, w[i]))
        i += 1
    return out


def letter_written(a: Algebra, x: Letter) -> Term:
    atom = a.k.atom(x)
    t: Term
    if atom.kind == "name":
        t = symbol(atom.name)
    elif atom.kind == "block":
        cells = a.block_letters[atom.name]
        entries = [written(a, b) for row in cells for b in row]
        t = Term("Matrix", entries, (len(cells), len(cells[0])))
    elif atom.kind == "diagonal":
        assert atom.entry is not None
        t = call("diag", a.meant(atom.entry))
    else:
        assert atom.of is not None
        t = call("inverse" if atom.kind == "inverse" else "sqrtm", written(a, atom.of))
    return call("transpose", t) if x[1] else t
