"""Block matrices: products block by block, inverse and determinant by the Schur complement.

Source: Horn and Johnson, Matrix Analysis, 0.7.3 and 0.8.5.  A pivot block is inverted only where it
is proved invertible.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> a = Algebra(Givens.of([read(f"{x} is invertible n x n") for x in "AD"]))
>>> d = [[a.name("A"), a.k.zero(read("n"), read("n"))], [a.k.zero(read("n"), read("n")), a.name("D")]]
>>> [[a.k.text(x) for x in row] for row in inverse(a, d)]
[['A^-1', '0'], ['0', 'D^-1']]
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import over, plus, times
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.words import Matrix, Misfit, total
from symderive.kernel.logic.claims import Undecided
from symderive.terms.tree import ONE, Term
from symderive.terms.writer import write

Blocks = list[list[Matrix]]


def fitted(blocks: Blocks) -> Blocks:
    """The blocks, if heights agree along rows and widths along columns; raises Misfit."""
    for row in blocks:
        if any(b.rows != row[0].rows for b in row):
            raise Misfit("blocks of different heights in a row")
    for column in zip(*blocks, strict=True):
        if any(b.columns != column[0].columns for b in column):
            raise Misfit("blocks of different widths in a column")
    return blocks


def added(a: Algebra, x: Blocks, y: Blocks) -> Blocks:
    if (len(x), len(x[0])) != (len(y), len(y[0])):
        raise Misfit("a sum of block matrices with different blocks")
    return [[a.k.sum(p, q) for p, q in zip(r, s, strict=True)] for r, s in zip(x, y, strict=True)]


def product(a: Algebra, x: Blocks, y: Blocks) -> Blocks:
    if len(x[0]) != len(y):
        raise Misfit("a product of block matrices whose blocks do not fit")
    columns = list(zip(*y, strict=True))
    return [
        [total(a.k, row[0].rows, c[0].columns,
               [a.k.product(p, q) for p, q in zip(row, c, strict=True)]) for c in columns]
        for row in x
    ]  # fmt: skip


def transpose(a: Algebra, x: Blocks) -> Blocks:
    return [[a.k.transpose(b) for b in column] for column in zip(*x, strict=True)]


def split(a: Algebra, m: Matrix, like: Blocks) -> Blocks | None:
    """The identity or a zero matrix in the blocks of another; None for other matrices.

    Raises Misfit for another size than that of the blocks together.
    """
    if m.words and list(m.words) != [()]:
        return None
    if (m.rows, m.columns) != size(a, like):
        raise Misfit(f"a {write(m.rows)} x {write(m.columns)} matrix beside blocks of another size")
    out: Blocks = []
    for i, row in enumerate(like):
        out.append([])
        for j, column in enumerate(like[0]):
            rows, columns = row[0].rows, column.columns
            if m.words and i == j:
                if rows != columns:
                    return None
                out[-1].append(a.k.scaled(m.words[()], a.k.identity(rows)))
            else:
                out[-1].append(a.k.zero(rows, columns))
    return out


def size(a: Algebra, x: Blocks) -> tuple[Term, Term]:
    """Rows and columns of all the blocks together."""
    return a.dimension(plus(*[row[0].rows for row in x])), a.dimension(
        plus(*[b.columns for b in x[0]])
    )


def key(a: Algebra, x: Blocks) -> str:
    """A spelling that tells apart other blocks, other cuts and other sizes."""
    sizes = ", ".join([*[write(row[0].rows) for row in x], "x", *[write(b.columns) for b in x[0]]])
    rows = " ; ".join(" | ".join(a.k.text(a.reduced(b)) for b in row) for row in x)
    return f"{rows} of {sizes}"


def letter(a: Algebra, x: Blocks) -> Matrix:
    """The block matrix as one letter, for columns that are not cut into blocks."""
    name = f"[{key(a, x)}]"
    rows, columns = size(a, x)
    symmetric = _symmetric(a, x)
    sign = _sign(a, x) if symmetric else None
    a.block_letters[name] = x
    return a.k.matrix(a.k.letter(name, rows, columns, symmetric=symmetric, kind="block",
                                 definite=sign, invertible=sign == "+"))  # fmt: skip


def _symmetric(a: Algebra, x: Blocks) -> bool:
    return len(x) == len(x[0]) and all(
        (p.rows, p.columns) == (q.rows, q.columns) and a.same(p, q)
        for r, s in zip(x, transpose(a, x), strict=True)
        for p, q in zip(r, s, strict=True)
    )


def _sign(a: Algebra, x: Blocks) -> str | None:
    """Given, the inverse of such a matrix, or by a definite pivot with a definite complement."""
    known = a.definite_blocks.get(key(a, x))
    if known is None and len(x) == len(x[0]) == 2:
        try:
            pivot, complement, _ = schur(a, x)
        except (Undecided, Misfit):
            return None
        known = "+" if a.definite(pivot) and a.definite(complement) else None
    return known


def _two(x: Blocks) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    if len(x) != 2 or len(x[0]) != 2:
        raise Undecided("inverses and determinants of block matrices are of two by two blocks")
    (p, q), (r, s) = x
    if p.rows != p.columns or s.rows != s.columns:
        raise Misfit("the blocks on the diagonal are square")
    return p, q, r, s


def schur(a: Algebra, x: Blocks) -> tuple[Matrix, Matrix, bool]:
    """A proved invertible pivot, its Schur complement, and whether the pivot is the first block."""
    p, q, r, s = _two(x)
    k = a.k
    if a.invertible(p):
        i = a.inverse(p, written=False)
        return p, a.reduced(k.difference(s, k.product(r, i, q))), True
    if a.invertible(s):
        i = a.inverse(s, written=False)
        return s, a.reduced(k.difference(p, k.product(q, i, r))), False
    raise Undecided("no block on the diagonal is proved to be invertible")


def block_determinant(a: Algebra, x: Blocks) -> Term:
    known = a.block_inverses.get(key(a, x))
    if known is not None:
        return over(ONE, block_determinant(a, known))
    pivot, complement, _ = schur(a, x)
    return times(determinant(a, pivot), determinant(a, complement))


def inverse(a: Algebra, x: Blocks, written: bool = True) -> Blocks:
    out = _inverse(a, x, written)
    a.block_inverses[key(a, out)] = x
    if _symmetric(a, x) and _sign(a, x) == "+":
        a.definite_blocks[key(a, out)] = "+"
    return out


def _inverse(a: Algebra, x: Blocks, written: bool) -> Blocks:
    p, q, r, s = _two(x)
    pivot, complement, first = schur(a, x)
    if not first:
        (e, f), (g, h) = _inverse(a, [[s, r], [q, p]], written)
        return [[h, g], [f, e]]
    k = a.k
    i, c = a.inverse(pivot, written=False), a.inverse(complement, written)
    minus = k.scalars.number(-1)
    iq, ri = k.product(i, q), k.product(r, i)
    rows = [[k.sum(i, k.product(iq, c, ri)), k.scaled(minus, k.product(iq, c))],
            [k.scaled(minus, k.product(c, ri)), c]]  # fmt: skip
    return [[a.reduced(b) for b in row] for row in rows]


def declare(a: Algebra, x: Blocks, sign: str) -> None:
    """A definite block matrix: its diagonal blocks and its Schur complements are definite."""
    p, q, r, s = _two(x)
    k = a.k
    a.relate(k.difference(q, k.transpose(r)))
    for block in (p, s):
        _declare_letter(a, block, sign)
        a.relate(k.difference(block, k.transpose(block)))
    a.definite_blocks[key(a, x)] = sign
    if sign != "+":
        return
    for u, v, w, z in ((p, q, r, s), (s, r, q, p)):
        inverse_ = a.inverse(u, written=False)
        a.declared.append((a.reduced(k.difference(z, k.product(w, inverse_, v))), sign))


def _declare_letter(a: Algebra, block: Matrix, sign: str) -> None:
    if len(block.words) == 1:
        ((w, c),) = block.words.items()
        if len(w) == 1 and c.constant() == 1:
            atom = a.k.atom(w[0])
            atom.definite, atom.symmetric = sign, True
            atom.invertible = atom.invertible or sign == "+"
            return
    a.declared.append((block, sign))
