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

from collections.abc import Iterator
from itertools import product as product_of

from symderive.kernel.analysis.calculus.tidy import over, plus, times
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.words import Matrix, Misfit, Word, total
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


def multiplied(a: Algebra, w: Word) -> Blocks | None:
    """A product of letters that all stand for blocks, cut alike, in blocks."""
    if any(a.k.atom(x).kind != "block" for x in w):
        return None
    grids = [a.block_letters[a.k.atom(x).name] for x in w]
    cells = [transpose(a, g) if x[1] else g for g, x in zip(grids, w, strict=True)]
    out = cells[0]
    for g in cells[1:]:
        if [b.columns for b in out[0]] != [row[0].rows for row in g]:
            return None
        out = product(a, out, g)
    return out


def _symmetric(a: Algebra, x: Blocks) -> bool:
    return len(x) == len(x[0]) and all(
        (p.rows, p.columns) == (q.rows, q.columns) and a.same(p, q)
        for r, s in zip(x, transpose(a, x), strict=True)
        for p, q in zip(r, s, strict=True)
    )


def _sign(a: Algebra, x: Blocks) -> str | None:
    """Given, the inverse of such a matrix, or by a definite pivot with a definite complement."""
    known = a.definite_blocks.get(key(a, x))
    if known is None and len(x) == len(x[0]) > 1:
        try:
            pivot, complement, _ = schur(a, x)
        except (Undecided, Misfit):
            return None
        known = "+" if a.definite(pivot) and _definite(a, complement) else None
    return known


def _definite(a: Algebra, x: Blocks) -> bool:
    return a.definite(x[0][0]) if len(x) == 1 else _symmetric(a, x) and _sign(a, x) == "+"


def _square(x: Blocks) -> None:
    if len(x) != len(x[0]):
        raise Undecided("inverses and determinants are of block matrices cut alike both ways")
    if any(row[i].rows != row[i].columns for i, row in enumerate(x)):
        raise Misfit("the blocks on the diagonal are square")


def _first(x: Blocks, i: int) -> Blocks:
    """The blocks with place i first, in rows and columns alike: determinant and inverse follow."""
    order = [i, *[j for j in range(len(x)) if j != i]]
    return [[x[j][k] for k in order] for j in order]


def schur(a: Algebra, x: Blocks) -> tuple[Matrix, Blocks, int]:
    """A proved invertible pivot, its Schur complement in blocks, and the place of the pivot."""
    _square(x)
    for i, row in enumerate(x):
        if a.invertible(row[i]):
            return row[i], _complement(a, _first(x, i), False), i
    raise Undecided("no block on the diagonal is proved to be invertible")


def _complement(a: Algebra, x: Blocks, written: bool) -> Blocks:
    """What is left of the other blocks when the first is eliminated."""
    k, inverse_ = a.k, a.inverse(x[0][0], written)
    return [
        [a.reduced(k.difference(b, k.product(row[0], inverse_, q)))
         for b, q in zip(row[1:], x[0][1:], strict=True)]
        for row in x[1:]
    ]  # fmt: skip


def _lone(a: Algebra, x: Blocks) -> int | None:
    """A place whose row or column of blocks is zero off the diagonal."""
    zero = [[a.reduced(b).zero for b in row] for row in x]
    places = range(len(x))
    return next((i for i in places if all(zero[i][j] for j in places if j != i)
                 or all(zero[j][i] for j in places if j != i)), None)  # fmt: skip


def block_determinant(a: Algebra, x: Blocks) -> Term:
    """By blocks that stand alone in a row or column, or by the Schur complement of a pivot."""
    known = a.block_inverses.get(key(a, x))
    if known is not None:
        return over(ONE, block_determinant(a, known))
    _square(x)
    if len(x) == 1:
        return determinant(a, x[0][0])
    lone = _lone(a, x)
    if lone is not None:
        (first, *_), *rest = _first(x, lone)
        return times(determinant(a, first), block_determinant(a, [row[1:] for row in rest]))
    try:
        pivot, complement, _ = schur(a, x)
    except Undecided:
        similar = next((y for y in _similar(a, x) if _lone(a, y) is not None), None)
        if similar is None:
            raise
        return block_determinant(a, similar)
    return times(determinant(a, pivot), block_determinant(a, complement))


def _similar(a: Algebra, x: Blocks) -> Iterator[Blocks]:
    """A row added to another or subtracted, and the column the other way: a similar matrix."""
    k = a.k
    for i, j in product_of(range(len(x)), repeat=2):
        if i == j or x[i][i].rows != x[j][j].rows:
            continue
        for sign in (1, -1):
            c, d = k.scalars.number(sign), k.scalars.number(-sign)
            y = [list(row) for row in x]
            y[i] = [k.sum(p, k.scaled(c, q)) for p, q in zip(y[i], y[j], strict=True)]
            for row in y:
                row[j] = k.sum(row[j], k.scaled(d, row[i]))
            yield [[a.reduced(b) for b in row] for row in y]


def inverse(a: Algebra, x: Blocks, written: bool = True) -> Blocks:
    out = _inverse(a, x, written)
    a.block_inverses[key(a, out)] = x
    if _symmetric(a, x) and _sign(a, x) == "+":
        a.definite_blocks[key(a, out)] = "+"
    return out


def _inverse(a: Algebra, x: Blocks, written: bool) -> Blocks:
    """By a pivot; one that stands alone in its row or column is invertible if the whole is."""
    _square(x)
    if len(x) == 1:
        return [[a.inverse(x[0][0], written)]]
    lone = _lone(a, x)
    at, presupposed = (lone, written) if lone is not None else (schur(a, x)[2], False)
    k, y = a.k, _first(x, at)
    i, c = a.inverse(y[0][0], presupposed), _inverse(a, _complement(a, y, presupposed), written)
    minus = k.scalars.number(-1)
    right = product(a, [[k.product(i, q) for q in y[0][1:]]], c)  # i q c
    below = product(a, c, [[k.product(row[0], i)] for row in y[1:]])  # c r i
    corner = product(a, right, [[k.product(row[0], i)] for row in y[1:]])[0][0]
    rows = [[k.sum(i, corner), *[k.scaled(minus, b) for b in right[0]]]]
    rows += [[k.scaled(minus, b), *row] for (b,), row in zip(below, c, strict=True)]
    places = [at, *[j for j in range(len(x)) if j != at]]
    back = [places.index(j) for j in range(len(x))]
    return [[a.reduced(rows[p][q]) for q in back] for p in back]


def _two(x: Blocks) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    if len(x) != 2 or len(x[0]) != 2:
        raise Undecided("a block matrix that is given to be definite is of two by two blocks")
    _square(x)
    (p, q), (r, s) = x
    return p, q, r, s


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
