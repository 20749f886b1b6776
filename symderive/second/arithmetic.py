"""Sums, products, quotients and powers, of numbers and of matrices written out entry by entry."""

from __future__ import annotations

from itertools import combinations

from flint import fmpq

from symderive.second.reading import Matrix, Reader, rule
from symderive.second.ring import Fraction, Ring
from symderive.second.signs import log_by_factors, root_by_factors
from symderive.second.sums import Silent
from symderive.terms.tree import Term

LARGEST = 4  # matrices


@rule("Neg")
def _neg(r: Reader, t: Term) -> Fraction | Matrix:
    return _scaled(r, r.value(t.args[0]), r.ring.whole(-1))


@rule("Add")
def _add(r: Reader, t: Term) -> Fraction | Matrix:
    out = r.value(t.args[0])
    for a in t.args[1:]:
        b = r.value(a)
        if isinstance(out, list) and isinstance(b, list):
            if (len(out), len(out[0])) != (len(b), len(b[0])):
                raise Silent("shapes that differ")
            out = [[r.ring.plus(x, y) for x, y in zip(p, q, strict=True)]
                   for p, q in zip(out, b, strict=True)]  # fmt: skip
        elif isinstance(out, list) or isinstance(b, list):
            raise Silent("a number added to a matrix")
        else:
            out = r.ring.plus(out, b)
    return out


@rule("Mul")
def _mul(r: Reader, t: Term) -> Fraction | Matrix:
    out = r.value(t.args[0])
    for a in t.args[1:]:
        out = _product(r, out, r.value(a))
    return out


def _product(r: Reader, a: Fraction | Matrix, b: Fraction | Matrix) -> Fraction | Matrix:
    if not isinstance(a, list):
        return _scaled(r, b, a)
    if not isinstance(b, list):
        return _scaled(r, a, b)
    if len(a[0]) != len(b):
        raise Silent("shapes that differ")
    return [[_dot(r.ring, row, [q[j] for q in b]) for j in range(len(b[0]))] for row in a]


def _dot(ring: Ring, a: list[Fraction], b: list[Fraction]) -> Fraction:
    out = ring.whole(0)
    for x, y in zip(a, b, strict=True):
        out = ring.plus(out, ring.times(x, y))
    return out


def _scaled(r: Reader, a: Fraction | Matrix, q: Fraction) -> Fraction | Matrix:
    if isinstance(a, list):
        return [[r.ring.times(x, q) for x in row] for row in a]
    return r.ring.times(a, q)


@rule("Div")
def _div(r: Reader, t: Term) -> Fraction | Matrix:
    return _scaled(r, r.value(t.args[0]), r.ring.inverse(r.scalar(t.args[1])))


@rule("Pow")
def _pow(r: Reader, t: Term) -> Fraction | Matrix:
    ring, base = r.ring, t.args[0]
    exponent = r.scalar(t.args[1])
    c = ring.constant(exponent)
    if base.head == "E":
        return ring.exp(exponent)
    u = r.value(base)
    if isinstance(u, list):
        return _matrix_power(r, u, c)
    if c is not None:
        if c.q == 1:
            return ring.power(u, int(c.p))
        return ring.power(root_by_factors(ring, u, int(c.q)), int(c.p))
    whole = _whole_number(ring, exponent)
    if whole and not u.top:
        raise Silent("a power of zero")
    return ring.exp(ring.times(exponent, log_by_factors(ring, u, formally=whole)))


def _whole_number(ring: Ring, a: Fraction) -> bool:
    """Whether every value is an integer: integer coefficients, names of integers."""
    return not a.below and all(
        c.q == 1 and not e and all(ring.atoms[k].kind == "integer" for k, _ in powers)
        for (powers, e), c in a.top.items()
    )


# --- matrices -----------------------------------------------------------------------------


@rule("Matrix")
def _matrix(r: Reader, t: Term) -> Matrix:
    rows, columns = t.data
    entries = [r.scalar(a) for a in t.args]
    return [entries[i * columns : (i + 1) * columns] for i in range(rows)]


def _wanted(r: Reader, t: Term) -> Matrix:
    value = r.value(t)
    if not isinstance(value, list):
        raise Silent("a matrix is wanted")
    return value


@rule("transpose")
def _transpose(r: Reader, t: Term) -> Matrix:
    return [list(column) for column in zip(*_wanted(r, t.args[0]), strict=True)]


@rule("trace")
def _trace(r: Reader, t: Term) -> Fraction:
    m, out = _wanted(r, t.args[0]), r.ring.whole(0)
    for i in range(len(m)):
        out = r.ring.plus(out, m[i][i])
    return out


@rule("det")
def _det(r: Reader, t: Term) -> Fraction:
    return _determinant(r.ring, _wanted(r, t.args[0]))


@rule("inverse")
def _inverse(r: Reader, t: Term) -> Matrix:
    return _inverted(r.ring, _wanted(r, t.args[0]))


@rule("Index")
def _index(r: Reader, t: Term) -> Fraction:
    m = _wanted(r, t.args[0])
    places = [int(c.p) for a in t.args[1:] if (c := r.ring.constant(r.scalar(a))) is not None]
    if len(places) != 2 or not (0 <= places[0] < len(m) and 0 <= places[1] < len(m[0])):
        raise Silent("an entry that is not there")
    return m[places[0]][places[1]]


def _matrix_power(r: Reader, m: Matrix, c: fmpq | None) -> Matrix:
    if c is None or c.q != 1 or abs(c) > 20 or c == 0:
        raise Silent("a power of a matrix")
    base = m if c > 0 else _inverted(r.ring, m)
    out = base
    for _ in range(abs(int(c.p)) - 1):
        product = _product(r, out, base)
        assert isinstance(product, list)
        out = product
    return out


def _determinant(ring: Ring, m: Matrix) -> Fraction:
    """By expansion along the first rows; minors by their columns."""
    if any(len(row) != len(m) for row in m) or len(m) > LARGEST + 2:
        raise Silent("no determinant")
    minors: dict[tuple[int, ...], Fraction] = {(): ring.whole(1)}
    for k, row in enumerate(reversed(m), 1):
        new = {}
        for columns in combinations(range(len(m)), k):
            total = ring.whole(0)
            for i, j in enumerate(columns):
                part = ring.times(row[j], minors[columns[:i] + columns[i + 1 :]])
                total = ring.plus(total, ring.scaled(part, (-1) ** i))
            new[columns] = total
        minors = new
    return minors[tuple(range(len(m)))]


def _inverted(ring: Ring, m: Matrix) -> Matrix:
    if len(m) > LARGEST:
        raise Silent("a large matrix")
    over, n = ring.inverse(_determinant(ring, m)), range(len(m))
    out = []
    for i in n:
        row = []
        for j in n:
            minor = [[m[p][q] for q in n if q != i] for p in n if p != j]
            cofactor = ring.scaled(_determinant(ring, minor), (-1) ** (i + j))
            row.append(ring.times(cofactor, over))
        out.append(row)
    return out
