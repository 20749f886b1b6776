"""Explicit matrices of a kind: small exact fractions, scrambled, with the properties asked for.

>>> from symderive.terms.tree import symbol
>>> sort = MatrixSort(symbol("n"), symbol("n"), frozenset({"orthogonal"}))
>>> has(proposed(3, 3, sort, 0, 0), sort)
True
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symderive.kernel.logic.givens import MatrixSort, constant
from symderive.terms.tree import Term, rational

Grid = list[list[Fraction]]


def _numbers(seed: int) -> Iterator[Fraction]:
    """Small fractions, scrambled, the same for the same seed."""
    x = (seed * 2654435761 + 40503) & 0xFFFFFFFF
    while True:
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        p = (x >> 16) % 7 - 3
        yield Fraction(p, 1 if (x >> 24) % 3 else 2)


def proposed(rows: int, columns: int, sort: MatrixSort, i: int, j: int) -> Grid | None:
    said = sort.properties
    numbers = _numbers(97 * i + 13 * j + 5)
    grid = [[next(numbers) for _ in range(columns)] for _ in range(rows)]
    if "positive" in said:
        return [[abs(x) + Fraction(1, 2) for x in row] for row in grid]
    if columns == 1 and rows > 1:
        if i % 4 == 3:  # a unit vector, for givens that ask for one
            unit = (
                [Fraction(3, 5), Fraction(4, 5)]
                if rows == 2
                else [Fraction(p, 3) for p in (1, 2, 2)]
            )
            return [[x] for x in (unit + [Fraction(0)] * rows)[:rows]]
        return [[x if x else Fraction(1)] for (x,) in grid]
    if said & {"positive_definite", "positive_semidefinite", "symmetric", "diagonal", "orthogonal"}:
        if rows != columns:
            return None
        return _special(grid, said, rows, i, j)
    if i % 5 == 4 and rows == columns:  # diagonal ones, for givens that they commute
        return _diagonal_part(grid, True)
    if "invertible" in said:
        return [[x + 4 * (p == q) for q, x in enumerate(row)] for p, row in enumerate(grid)]
    return grid


def tied_kind(n: int, i: int, j: int) -> Grid | None:
    """For a matrix that an equation is given of: skew, a projection, a reflection, nilpotent, ..."""
    numbers = _numbers(31 * i + 17 * j + 3)
    low = [[next(numbers) if q < p else Fraction(0) for q in range(n)] for p in range(n)]
    base = [[x + (p == q) for q, x in enumerate(row)] for p, row in enumerate(low)]
    back = _inverse_of_unit_lower(low)
    kind, k = i // 5 % 6, 1 + (i + j) % max(1, n - 1)
    if kind == 1:
        return [[x - low[q][p] for q, x in enumerate(row)] for p, row in enumerate(low)]
    if kind in (2, 3):  # k ones, then zeros (a projection) or minus ones (a reflection)
        rest = Fraction(2 - kind)
        middle = [[(Fraction(1) if p < k else rest) * (p == q) for q in range(n)] for p in range(n)]
        return _times(_times(base, middle), back)
    if kind == 4:
        return low
    if kind == 5:
        return [[Fraction(p == q) for q in range(n)] for p in range(n)]
    return None


def _inverse_of_unit_lower(low: Grid) -> Grid:
    """The inverse of 1 + low, low strictly below the diagonal: 1 - low + low^2 - .."""
    n = len(low)
    one = [[Fraction(p == q) for q in range(n)] for p in range(n)]
    out, power = one, one
    for _ in range(1, n):
        power = [[-x for x in row] for row in _times(power, low)]
        out = [[x + y for x, y in zip(u, v, strict=True)] for u, v in zip(out, power, strict=True)]
    return out


def _special(grid: Grid, said: frozenset[str], n: int, i: int, j: int) -> Grid:
    if "orthogonal" in said:
        return _orthogonal(n, i + j)
    if "diagonal" in said:
        return _diagonal_part(grid, bool(said & {"positive_definite"}))
    if "positive_definite" in said:
        if i % 5 == 4:
            return _diagonal_part(grid, True)
        square = _times(grid, _flipped(grid))
        unit = Fraction(1, 12) if i >> (j % 3) & 4 else Fraction(1)  # smaller than another one
        return [
            [unit * (x + (p == q) * (1 + 6 * (i % 2))) for q, x in enumerate(row)]
            for p, row in enumerate(square)
        ]
    if "positive_semidefinite" in said:
        low = [
            [x if q < max(1, n - i % 2) else Fraction(0) for q, x in enumerate(row)] for row in grid
        ]
        return _times(low, _flipped(low))
    return [[grid[min(p, q)][max(p, q)] for q in range(n)] for p in range(n)]


def _diagonal_part(grid: Grid, positive: bool) -> Grid:
    return [[(abs(x) + k + 1 if positive else x) if p == k else Fraction(0)
             for p, x in enumerate(row)] for k, row in enumerate(grid)]  # fmt: skip


def _orthogonal(n: int, turn: int) -> Grid:
    if n == 1:
        return [[Fraction((-1) ** turn)]]
    v = [Fraction(k + 1 + turn % 2) for k in range(n)]
    v[0] -= 1 + turn % 2 - (n == 2)
    norm = sum(x * x for x in v)
    mirror = [[Fraction(p == q) - 2 * v[p] * v[q] / norm for q in range(n)] for p in range(n)]
    if turn % 3 == 0:
        mirror[0] = [-x for x in mirror[0]]
    return mirror


def _times(a: Grid, b: Grid) -> Grid:
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0))
             for column in zip(*b, strict=True)] for row in a]  # fmt: skip


def _flipped(a: Grid) -> Grid:
    return [list(column) for column in zip(*a, strict=True)]


def _determinant(a: Grid) -> Fraction:
    if len(a) == 1:
        return a[0][0]
    return sum(
        ((-1) ** q * x * _determinant([row[:q] + row[q + 1 :] for row in a[1:]])
         for q, x in enumerate(a[0]) if x), Fraction(0))  # fmt: skip


def has(a: Grid, sort: MatrixSort) -> bool:
    """Whether an explicit matrix has every property that is said of it."""
    said, n = sort.properties, len(a)
    square = n == len(a[0])
    tests = {
        "positive": lambda: all(x > 0 for row in a for x in row),
        "symmetric": lambda: square and a == _flipped(a),
        "diagonal": lambda: square and all(x == 0 for p, row in enumerate(a)
                                           for q, x in enumerate(row) if p != q),
        "invertible": lambda: square and _determinant(a) != 0,
        "orthogonal": lambda: square and _times(a, _flipped(a)) == [
            [Fraction(p == q) for q in range(n)] for p in range(n)],
        "positive_definite": lambda: square and a == _flipped(a) and all(
            _determinant([row[:k] for row in a[:k]]) > 0 for k in range(1, n + 1)),
        "positive_semidefinite": lambda: square and a == _flipped(a) and _semidefinite(a),
    }  # fmt: skip
    return all(word in tests and tests[word]() for word in said)


def _semidefinite(a: Grid) -> bool:
    """All principal minors are nonnegative."""
    n = len(a)
    for mask in range(1, 2**n):
        rows = [k for k in range(n) if mask >> k & 1]
        if _determinant([[a[p][q] for q in rows] for p in rows]) < 0:
            return False
    return True


def as_term(a: Grid) -> Term:
    cells = [rational(x.numerator, x.denominator) for row in a for x in row]
    return Term("Matrix", cells, (len(a), len(a[0])))


def as_grid(t: Term) -> Grid | None:
    if t.head != "Matrix":
        return None
    cells = [constant(c) for c in t.args]
    if any(c is None for c in cells):
        return None
    width = t.data[1]
    found = [c for c in cells if c is not None]
    return [found[k : k + width] for k in range(0, len(found), width)]
