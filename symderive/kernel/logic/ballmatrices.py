"""Balls of matrices: literals, blocks, inverses, determinants, square roots.

A matrix with a single entry counts as a number, as on paper; a principal square root comes from an
eigenvector matrix that FLINT certifies, or by Cayley and Hamilton in two dimensions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flint import acb, acb_mat

from symderive.kernel.logic.ballfunctions import whole
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.kernel.logic.balls import Evaluator

MAX_SIZE = 50


class NoValue(ValueError):
    """A matrix stands where a number must, or the other way round."""


def number(value: acb | acb_mat) -> acb:
    """A number, also as a matrix with a single entry."""
    if type(value) is acb:
        return value
    if value.nrows() == value.ncols() == 1:
        return value[0, 0]
    raise NoValue


def matrix(e: Evaluator, t: Term) -> acb_mat:
    value = e.value(t)
    return acb_mat(1, 1, [value]) if type(value) is acb else value


def added(x: acb | acb_mat, y: acb | acb_mat) -> acb | acb_mat:
    """x + y; raises NoValue for a number and a matrix (FLINT would add to the diagonal)."""
    return x + y if type(x) is type(y) else number(x) + number(y)


def multiplied(x: acb | acb_mat, y: acb | acb_mat) -> acb | acb_mat:
    if type(x) is acb_mat and type(y) is acb_mat and x.ncols() != y.nrows():
        return number(x) * y if x.nrows() == x.ncols() == 1 else x * number(y)
    return x * y


def _literal(e: Evaluator, t: Term) -> acb | acb_mat:
    rows, columns = t.data
    cells = [e.value(a) for a in t.args]
    if all(type(c) is acb for c in cells):
        return acb_mat(rows, columns, cells)
    grid = [cells[i * columns : (i + 1) * columns] for i in range(rows)]
    heights = [max(_height(c) for c in row) for row in grid]
    widths = [max(_width(c) for c in column) for column in zip(*grid, strict=True)]
    entries: list[Any] = []
    for row, height in zip(grid, heights, strict=True):
        for i in range(height):
            for c, width in zip(row, widths, strict=True):
                entries += _row(c, i, height, width)
    return acb_mat(sum(heights), sum(widths), entries)


def _height(c: acb | acb_mat) -> int:
    return 1 if type(c) is acb else int(c.nrows())


def _width(c: acb | acb_mat) -> int:
    return 1 if type(c) is acb else int(c.ncols())


def _row(c: acb | acb_mat, i: int, height: int, width: int) -> list[acb]:
    if type(c) is acb and c.is_zero():
        return [acb(0)] * width
    if (_height(c), _width(c)) != (height, width):
        raise NoValue
    return [c] if type(c) is acb else [c[i, j] for j in range(width)]


def _index(e: Evaluator, t: Term) -> acb:
    m = matrix(e, t.args[0])
    at = [whole(e.scalar(a)) for a in t.args[1:]]
    if len(at) == 1 and at[0] is not None:
        at = list(divmod(at[0], m.ncols()))
    i, j = at
    if i is None or j is None or not (0 <= i < m.nrows() and 0 <= j < m.ncols()):
        raise NoValue
    return m[i, j]


def _size(e: Evaluator, t: Term) -> int:
    n = whole(e.scalar(t))
    if n is None or not 0 <= n <= MAX_SIZE:
        raise NoValue
    return n


def _identity(e: Evaluator, t: Term) -> acb_mat:
    return identity(_size(e, t.args[0]))


def identity(n: int) -> acb_mat:
    return acb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])


def root(m: acb_mat) -> acb_mat:
    """The principal square root; raises ValueError where it is not found."""
    n = m.nrows()
    if n != m.ncols():
        raise ValueError("the root of a matrix that is not square")
    if all(m[i, j].is_zero() for i in range(n) for j in range(n) if i != j):
        return acb_mat(
            n, n, [m[i, i].sqrt() if i == j else acb(0) for i in range(n) for j in range(n)]
        )
    if n == 2:
        d = m.det().sqrt()  # (M + d)/sqrt(tr M + 2 d)
        return (m + acb_mat(2, 2, [d, 0, 0, d])) * (1 / (m.trace() + 2 * d).sqrt())
    values, vectors = m.eig(right=True)
    middle = acb_mat(
        n, n, [values[i].sqrt() if i == j else acb(0) for i in range(n) for j in range(n)]
    )
    return vectors * middle * vectors.inv()


def _root(e: Evaluator, t: Term) -> acb | acb_mat:
    m = e.value(t.args[0])
    return m.sqrt() if type(m) is acb else root(m)


def _diagonal(e: Evaluator, t: Term) -> acb_mat:
    """diag(v); arithmetic of vectors inside is elementwise."""
    entries = _elementwise(e, t.args[0])
    if len(entries) == 1 and t.args[0].head != "Matrix":
        entries = [acb(x) for x in entries]
    n = len(entries)
    return acb_mat(n, n, [entries[i] if i == j else acb(0) for i in range(n) for j in range(n)])


def _elementwise(e: Evaluator, t: Term) -> list[acb]:
    columns = [u for u in t.walk() if u.head == "Matrix"]
    sizes = {u.data for u in columns}
    if len(sizes) != 1 or not columns or columns[0].data[1] != 1:
        raise NoValue
    n = columns[0].data[0]
    return [e.scalar(_at(t, i)) for i in range(n)]


def _at(t: Term, i: int) -> Term:
    return t.args[i] if t.head == "Matrix" else t.rebuild([_at(u, i) for u in t.args])


def _distance(e: Evaluator, t: Term) -> acb:
    """W_2^2 of two normal laws (Dowson and Landau, J. Multivariate Analysis 12, 1982)."""
    p, q = t.args
    if p.head != "MultivariateNormal" or q.head != "MultivariateNormal":
        raise NoValue
    s, r = (matrix(e, law.args[1]) for law in (p, q))
    m = _mean(e, p.args[0], s) - _mean(e, q.args[0], s)
    return (m.transpose() * m)[0, 0] + s.trace() + r.trace() - 2 * root(s * r).trace()


def _mean(e: Evaluator, t: Term, s: acb_mat) -> acb_mat:
    value = e.value(t)
    if type(value) is acb:
        return (
            acb_mat(s.nrows(), 1, [value] * s.nrows())
            if value.is_zero()
            else acb_mat(1, 1, [value])
        )
    return value


RULES: dict[str, Callable[[Evaluator, Term], acb | acb_mat]] = {
    "Matrix": _literal, "Index": _index, "Identity": _identity,
    "ZeroMatrix": lambda e, t: acb_mat(_size(e, t.args[0]), _size(e, t.args[1])),
    "transpose": lambda e, t: matrix(e, t.args[0]).transpose(),
    "inverse": lambda e, t: matrix(e, t.args[0]).inv(nonstop=True),
    "det": lambda e, t: matrix(e, t.args[0]).det(),
    "trace": lambda e, t: matrix(e, t.args[0]).trace(),
    "sqrtm": _root, "diag": _diagonal, "W2sq": _distance,
}  # fmt: skip
