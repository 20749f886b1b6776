"""Admissible matrices: sizes 2, 3 and 1, exact rational entries, every given replayed on them.

A claim about matrices of symbolic size is tried at explicit ones; what is left is a claim about
numbers, tried at points as any other.

>>> from symderive.terms.reader import read
>>> given = Givens.of([read("A is n x n matrix"), read("B is n x n matrix")])
>>> refute(read("A*B = B*A"), given).point["n"]
'2'
>>> refute(read("tr(A*B) = tr(B*A)"), given) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from flint import acb, arb

from symderive.kernel.logic.balls import Evaluator, Value, with_precision
from symderive.kernel.logic.givens import Givens, MatrixSort, Unreadable, constant
from symderive.kernel.logic.places import Place, places_for
from symderive.kernel.logic.witness import Case, Witness, links
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, Term, integer, rational, symbol
from symderive.terms.writer import write

Grid = list[list[Fraction]]
TRIES = 24
MOST = 60  # proposals, so that impossible givens end
POINTS = 2
SIZES = ((2, 3, 1, 2), (3, 2, 2, 1), (2, 2, 3, 1), (1, 2, 3, 2), (3, 3, 2, 2))
MAX_SIDE = 6


@dataclass(frozen=True)
class Instance:
    """Explicit matrices for the names, and what is then given of the scalars."""

    put: Mapping[str, Term]
    givens: Givens
    definite: tuple[tuple[Term, str], ...]  # expressions that must be definite, word by word

    def claim(self, claim: Term) -> Term:
        return substitute(claim, self.put)


def refute(claim: Term, givens: Givens, tries: int = TRIES, bits: int = 64) -> Witness | None:
    """Matrices and numbers at which the claim certainly fails; None if none was found."""
    if links(claim) is None:
        return None
    fits = False  # in sizes beyond 1, where a matrix is no number
    for instance in islice(instances(claim, givens), tries):
        explicit = instance.claim(claim)
        parts = links(explicit)
        if parts is None:
            return None
        case = Case(explicit, parts, instance.givens)
        single = any(t == ONE for t in instance.put.values())
        if single and not fits:
            continue
        found = _fails(instance, explicit, case, bits)
        fits = fits or case.finite
        if found is not None:
            return found
    return None


def _fails(instance: Instance, explicit: Term, case: Case, bits: int) -> Witness | None:
    for place in islice(_places(instance, [explicit]), POINTS):
        found = case.fails(place, bits)
        if found is not None and found.reason == "differs":
            texts = {n: write(t) for n, t in sorted(instance.put.items())}
            return replace(found, point=texts | found.point)
    return None


def _places(instance: Instance, terms: Sequence[Term]) -> Iterator[Place]:
    names = sorted(
        frozenset().union(*(t.free for t in terms), *(t.free for t, _ in instance.definite))
    )
    for place in places_for(list(terms), names, instance.givens, 12):
        if all(_definite(t, word, place) for t, word in instance.definite):
            yield place


def nonvacuous(
    givens: Givens, inverted: Sequence[Term] = (), finite: Sequence[Term] = ()
) -> dict[str, str] | None:
    """Admissible matrices and numbers at which `inverted` do not vanish and all have values."""
    terms = [*inverted, *finite]
    for instance in islice(instances(Term("Tuple", terms), givens), TRIES):
        explicit = [instance.claim(t) for t in terms]
        for place in islice(_places(instance, explicit), POINTS):
            with with_precision(128):
                e = place.evaluator()
                values = [_scalars(e.value(t)) for t in explicit]
                if not all(z.is_finite() for zs in values for z in zs):
                    continue
                if all(any(not z.contains(0) for z in zs) for zs in values[: len(inverted)]):
                    return {n: write(t) for n, t in sorted(instance.put.items())} | place.text()
    return None


def _scalars(v: Value) -> list[acb]:
    return [v] if type(v) is acb else list(v.entries())


def recorded(
    claim: Term, givens: Givens, point: Mapping[str, Term]
) -> tuple[Instance, dict[str, Term]] | None:
    """The instance that a recorded point names, if every given holds on it, and its numbers."""
    wanted = set(givens.matrices) | _sizes(givens)
    if not wanted <= point.keys():
        return None
    put = {n: point[n] for n in sorted(wanted)}
    for name, sort in givens.matrices.items():
        grid = _grid(put[name])
        shape = tuple(constant(substitute(d, put)) for d in (sort.rows, sort.columns))
        if grid is None or (len(grid), len(grid[0])) != shape or not _has(grid, sort):
            return None
    for name in _sizes(givens):
        n = constant(put[name])
        if n is None or n.denominator != 1 or n < 1:
            return None
    instance = _instance(put, givens)
    rest = {n: t for n, t in point.items() if n not in wanted}
    return None if instance is None else (instance, rest)


def replay(
    claim: Term, givens: Givens, point: Mapping[str, Term], bits: int = 64
) -> Witness | None:
    """The witness at these very matrices and numbers, with its enclosures computed anew."""
    found = recorded(claim, givens, point)
    if found is None:
        return None
    instance, numbers = found
    wanted = {n: write(t) for n, t in numbers.items()}
    explicit = instance.claim(claim)
    parts = links(explicit)
    if parts is None:
        return None
    case = Case(explicit, parts, instance.givens)
    for place in _places(instance, [explicit]):
        if {n: write(read(t)) for n, t in place.text().items()} == wanted:
            witness = case.fails(place, bits)
            if witness is None:
                return None
            texts = {n: write(t) for n, t in sorted(instance.put.items())}
            return replace(witness, point=texts | witness.point)
    return None


# --- instances ------------------------------------------------------------------------------------


def _sizes(givens: Givens) -> set[str]:
    return {n for m in givens.matrices.values() for d in (m.rows, m.columns) for n in d.free}


def instances(claim: Term, givens: Givens) -> Iterator[Instance]:
    """Admissible instances, varied in size and kind."""
    names = sorted(_sizes(givens))
    blocks = frozenset(  # names in expressions that are given to be definite
        n
        for s in givens.statements
        if s.head == "Is" and s.args[0].head == "Matrix"
        for n in s.free
    )
    for i in range(MOST):
        row = SIZES[i % len(SIZES)]
        put: dict[str, Term] = {n: integer(row[j % len(row)]) for j, n in enumerate(names)}
        made = True
        for j, (name, sort) in enumerate(sorted(givens.matrices.items())):
            shape = [constant(substitute(d, put)) for d in (sort.rows, sort.columns)]
            if any(k is None or k.denominator != 1 or not 1 <= k <= MAX_SIDE for k in shape):
                made = False
                break
            rows, columns = (int(k) for k in shape if k is not None)
            if name in blocks and rows == columns and not sort.properties:
                sort = replace(sort, properties=frozenset({"positive_definite"}))
            grid = _matrix(rows, columns, sort, i, j)
            if grid is not None and name in blocks and "positive_definite" not in sort.properties:
                grid = [[x / 6 for x in row] for row in grid]
            if grid is None or not _has(grid, sort):
                made = False
                break
            put[name] = _term(grid)
        if made:
            found = _instance(put, givens)
            if found is not None:
                yield found


def _instance(put: Mapping[str, Term], givens: Givens) -> Instance | None:
    """The instance, if every given about matrices holds; the others are left to the points."""
    kept: list[Term] = []
    definite: list[tuple[Term, str]] = []
    for s in [u for t in givens.statements for u in (t.args if t.head == "And" else (t,))]:
        if s.head == "Is" and s.args[1].head == "Tuple":
            if s.args[0].head != "Symbol":
                definite.append((substitute(s.args[0], put), s.args[1].args[0].data))
            continue
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data in givens.matrices:
            continue
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data in put:
            s = Term("Is", (put[s.args[0].data], s.args[1]))
            if not _said(s):
                return None
            continue
        explicit = substitute(s, put)
        if explicit.free:
            kept.append(explicit)
        elif not _holds(explicit):
            return None
    try:
        return Instance(dict(put), Givens.of(kept), tuple(definite))
    except Unreadable:
        return None


def _said(s: Term) -> bool:
    """`n is even` of an explicit size."""
    n = constant(s.args[0])
    word = s.args[1].data
    if n is None:
        return False
    if word in ("even", "odd"):
        return n % 2 == (word == "odd")
    return word in ("integer", "natural", "real", "positive", "nonnegative", "nonzero", "complex")


def _holds(s: Term) -> bool:
    """A given without names: an equation of matrices or numbers exactly, an order by balls."""
    if s.head == "Eq":
        from symderive.kernel.logic.zero import prove_equal

        try:
            return prove_equal(s.args[0], s.args[1], Givens()) is not None
        except (ArithmeticError, ValueError):
            return False
    with with_precision(128):
        return Evaluator({}, {}).holds(s) is True


def _definite(t: Term, word: str, place: Place) -> bool:
    """Whether the leading minors of the expression are certainly positive there."""
    with with_precision(128):
        v = place.evaluator().value(t)
        if word == "positive":
            return all(bool(z.real > 0) for z in _scalars(v))
        if type(v) is acb:
            return bool(v.real > 0)
        n = v.nrows()
        if n != v.ncols():
            return False
        from flint import acb_mat

        for k in range(1, n + 1):
            minor = acb_mat(k, k, [v[i, j] for i in range(k) for j in range(k)]).det().real
            if not bool(minor > arb(0)):
                return False
        return all((v[i, j] - v[j, i]).contains(0) for i in range(n) for j in range(i))


# --- matrices of a kind ---------------------------------------------------------------------------


def _numbers(seed: int) -> Iterator[Fraction]:
    """Small fractions, scrambled, the same for the same seed."""
    x = (seed * 2654435761 + 40503) & 0xFFFFFFFF
    while True:
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        p = (x >> 16) % 7 - 3
        yield Fraction(p, 1 if (x >> 24) % 3 else 2)


def _matrix(rows: int, columns: int, sort: MatrixSort, i: int, j: int) -> Grid | None:
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


def _has(a: Grid, sort: MatrixSort) -> bool:
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


def _term(a: Grid) -> Term:
    cells = [rational(x.numerator, x.denominator) for row in a for x in row]
    return Term("Matrix", cells, (len(a), len(a[0])))


def _grid(t: Term) -> Grid | None:
    if t.head != "Matrix":
        return None
    cells = [constant(c) for c in t.args]
    if any(c is None for c in cells):
        return None
    width = t.data[1]
    found = [c for c in cells if c is not None]
    return [found[k : k + width] for k in range(0, len(found), width)]


__all__ = ["Instance", "instances", "nonvacuous", "recorded", "refute", "replay", "symbol"]
