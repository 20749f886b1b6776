"""Explicit matrices become scalars before the normal form sees them: matrix algebra on terms.

`explicit` turns a term into a scalar term or a grid of scalar terms; determinants are expanded by
shared minors, inverses are adjugates over the determinant, which the claim thereby inverts.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("det(Matrix([[a, b], [c, d]])^-1)*(a*d - b*c)"))
1
>>> a, b = read("Matrix([[1, x], [0, 1]])^3"), read("Matrix([[1, 3*x], [0, 1]])")
>>> [f.zero for f in matrix_difference(nf, a, b)]
[True, True, True, True]
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.tidy import ONE, ZERO, is_zero, minus, over, plus, times
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.normal import TERM_FUNCTIONS, NormalForm, NotScalar, Unsupported
from symderive.terms.tree import BINDERS, Term

Grid = list[list[Term]]
MAX_SIZE = 8
MAX_POWER = 64
HEADS = frozenset([
    "Matrix", "transpose", "inverse", "det", "trace", "Index", "Identity", "ZeroMatrix",
])  # fmt: skip


def scalar(nf: NormalForm, t: Term) -> Fraction_:
    """The fraction of a term with matrices in it; a 1 x 1 matrix counts as its entry."""
    value = explicit(nf, t)
    if isinstance(value, Term):
        if value is t or value.head in HEADS:
            raise Unsupported(f"{t.head} of this kind has no scalar value")
        return nf.convert(value)
    if len(value) == len(value[0]) == 1:
        return nf.convert(value[0][0])
    raise NotScalar(f"a {len(value)} x {len(value[0])} matrix where a number is wanted")


def matrix_difference(nf: NormalForm, left: Term, right: Term) -> list[Fraction_]:
    """The entries of left - right row by row, one for scalars; `Unsupported` if the shapes differ.

    Run it under `nf.run`, as every conversion.
    """
    return [nf.tower.reduce(nf.convert(x) - nf.convert(y)) for x, y in entry_pairs(nf, left, right)]


def entry_pairs(nf: NormalForm, left: Term, right: Term) -> list[tuple[Term, Term]]:
    """The entries of both sides that an equation of matrices equates, row by row."""
    a, b = (_grid(explicit(nf, t)) for t in (left, right))
    if _shape(a) != _shape(b):
        raise Unsupported(f"a {_shape(a)} matrix is compared with a {_shape(b)} one")
    return [pair for p, q in zip(a, b, strict=True) for pair in zip(p, q, strict=True)]


def contains_matrix(t: Term) -> bool:
    return any(s.head in HEADS for s in t.walk())


def explicit(nf: NormalForm, t: Term) -> Term | Grid:
    """The term without matrices: a scalar term, or the entries of the matrix that it is.

    Raises `Unsupported` where matrices do not fit or are no explicit ones, `Undefined` for the
    inverse of a matrix whose determinant is the literal 0.
    """
    if not contains_matrix(t):
        if t.head == "Symbol" and t.data in nf.givens.matrices:
            raise Unsupported(f"{t.data} is no explicit matrix")
        return t
    rule = _RULES.get(t.head)
    if rule is not None:
        return rule(nf, t)
    if t.head in BINDERS:
        raise Unsupported(f"{t.head} of matrices")
    return t.rebuild([_entry(explicit(nf, a)) for a in t.args])


def _grid(value: Term | Grid) -> Grid:
    return [[value]] if isinstance(value, Term) else value


def _entry(value: Term | Grid) -> Term:
    if isinstance(value, Term):
        return value
    if _shape(value) == (1, 1):
        return value[0][0]
    raise NotScalar(f"a {_shape(value)} matrix where a number is wanted")


def _shape(a: Grid) -> tuple[int, int]:
    return len(a), len(a[0])


def _square(value: Term | Grid, what: str) -> Grid:
    a = _grid(value)
    if len(a) != len(a[0]):
        raise Unsupported(f"the {what} of a {_shape(a)} matrix")
    if len(a) > MAX_SIZE:
        raise TooLarge(f"the {what} of a matrix with {len(a)} rows")
    return a


# --- literals and algebra -------------------------------------------------------------------------


def _literal(nf: NormalForm, t: Term) -> Grid:
    rows, columns = t.data
    entries = [_entry(explicit(nf, a)) for a in t.args]
    for a in entries:
        nf.convert(a)  # every entry is written in the claim, also one that is multiplied by 0
    return [entries[i * columns : (i + 1) * columns] for i in range(rows)]


def _size(nf: NormalForm, t: Term) -> int:
    c = nf.convert(t).constant()
    if c is None or c.q != 1 or not 1 <= c <= 20:
        raise Unsupported("a matrix whose size is no small number")
    return int(c.p)


def _identity(n: int) -> Grid:
    return [[ONE if i == j else ZERO for j in range(n)] for i in range(n)]


def _zero(nf: NormalForm, t: Term) -> Grid:
    rows, columns = (_size(nf, a) for a in t.args)
    return [[ZERO] * columns for _ in range(rows)]


def _entrywise(f: Callable[[Term], Term], value: Term | Grid) -> Term | Grid:
    return f(value) if isinstance(value, Term) else [[f(a) for a in row] for row in value]


def _add(nf: NormalForm, t: Term) -> Term | Grid:
    values = [explicit(nf, a) for a in t.args]
    if any(isinstance(v, Term) for v in values):
        return plus(*[_entry(v) for v in values])
    shapes = {_shape(_grid(v)) for v in values}
    if len(shapes) > 1:
        raise Unsupported(f"a sum of matrices of shapes {sorted(shapes)}")
    grids = [_grid(v) for v in values]
    rows, columns = shapes.pop()
    return [[plus(*[g[i][j] for g in grids]) for j in range(columns)] for i in range(rows)]


def _mul(nf: NormalForm, t: Term) -> Term | Grid:
    out = explicit(nf, t.args[0])
    for a in t.args[1:]:
        out = product(out, explicit(nf, a))
    return out


def product(a: Term | Grid, b: Term | Grid) -> Term | Grid:
    if isinstance(a, Term):
        return _entrywise(lambda x: times(a, x), b)
    if isinstance(b, Term):
        return _entrywise(lambda x: times(x, b), a)
    if len(a[0]) != len(b):
        raise Unsupported(f"a product of matrices of shapes {_shape(a)} and {_shape(b)}")
    inner = range(len(b))
    return [[plus(*[times(row[k], b[k][j]) for k in inner]) for j in range(len(b[0]))] for row in a]


def _div(nf: NormalForm, t: Term) -> Term | Grid:
    top, below = (explicit(nf, a) for a in t.args)
    d = _entry(below)
    nf.exclude(d)
    return _entrywise(lambda a: over(a, d), top)


def _neg(nf: NormalForm, t: Term) -> Term | Grid:
    return _entrywise(minus, explicit(nf, t.args[0]))


def _pow(nf: NormalForm, t: Term) -> Term | Grid:
    base = explicit(nf, t.args[0])
    if isinstance(base, Term) or _shape(base) == (1, 1):
        return t.rebuild([_entry(base), _entry(explicit(nf, t.args[1]))])
    c = nf.convert(t.args[1]).constant()
    if c is None or c.q != 1 or abs(c) > MAX_POWER:
        raise Unsupported("a power of a matrix whose exponent is no small integer")
    n = int(c.p)
    a = _square(base, "power")
    if n < 0:
        a, n = inverse(nf, a), -n
    out = _identity(len(a))
    for bit in bin(n)[2:] if n else "":
        out = _grid(product(out, out))
        if bit == "1":
            out = _grid(product(out, a))
    return out


def _transpose(nf: NormalForm, t: Term) -> Term | Grid:
    a = explicit(nf, t.args[0])
    return a if isinstance(a, Term) else [list(column) for column in zip(*a, strict=True)]


# --- determinants ---------------------------------------------------------------------------------


def determinant(a: Grid) -> Term:
    """Expansion along the first rows, each minor of the last rows built once."""
    memo: dict[tuple[int, ...], Term] = {}

    def minor(columns: tuple[int, ...]) -> Term:
        row = len(a) - len(columns)
        if not columns:
            return ONE
        found = memo.get(columns)
        if found is None:
            parts = []
            for k, j in enumerate(columns):
                if not is_zero(a[row][j]):
                    term = times(a[row][j], minor(columns[:k] + columns[k + 1 :]))
                    parts.append(minus(term) if k % 2 else term)
            found = memo[columns] = plus(*parts) if parts else ZERO
        return found

    return minor(tuple(range(len(a))))


def inverse(nf: NormalForm, a: Grid) -> Grid:
    """Adjugate over determinant; the determinant must not vanish."""
    n = len(a)
    d = determinant(a)
    if is_zero(d):
        raise Undefined("the inverse of a singular matrix", nf.written)
    nf.exclude(d)

    def cofactor(i: int, j: int) -> Term:
        rest = [[x for q, x in enumerate(row) if q != j] for p, row in enumerate(a) if p != i]
        m = determinant(rest) if rest else ONE
        return minus(m) if (i + j) % 2 else m

    return [[over(cofactor(j, i), d) for j in range(n)] for i in range(n)]


def _inverse(nf: NormalForm, t: Term) -> Term | Grid:
    value = explicit(nf, t.args[0])
    return over(ONE, value) if isinstance(value, Term) else inverse(nf, _square(value, "inverse"))


def _det(nf: NormalForm, t: Term) -> Term:
    return determinant(_square(explicit(nf, t.args[0]), "determinant"))


def _trace(nf: NormalForm, t: Term) -> Term:
    a = _square(explicit(nf, t.args[0]), "trace")
    return plus(*[a[i][i] for i in range(len(a))])


def _index(nf: NormalForm, t: Term) -> Term:
    a = _grid(explicit(nf, t.args[0]))
    at = [nf.convert(i).constant() for i in t.args[1:]]
    if any(i is None or i.q != 1 for i in at):
        raise Unsupported("an index that is no number")
    places = [int(i.p) for i in at if i is not None]
    i, j = divmod(places[0], len(a[0])) if len(places) == 1 else places
    if not (0 <= i < len(a) and 0 <= j < len(a[0])):
        raise Unsupported(f"there is no entry {places} in a {_shape(a)} matrix")
    return a[i][j]


def _derivative(nf: NormalForm, t: Term) -> Term | Grid:
    body = explicit(nf, t.args[0])
    return _entrywise(lambda a: Term("Derivative", (a, *t.args[1:]), t.data), body)


_RULES: dict[str, Callable[[NormalForm, Term], Term | Grid]] = {
    "Matrix": _literal, "Identity": lambda nf, t: _identity(_size(nf, t.args[0])),
    "ZeroMatrix": _zero, "Add": _add, "Mul": _mul, "Div": _div, "Neg": _neg, "Pow": _pow,
    "transpose": _transpose, "inverse": _inverse, "det": _det, "trace": _trace, "Index": _index,
    "Derivative": _derivative,
}  # fmt: skip

for _head in HEADS:
    TERM_FUNCTIONS[_head] = scalar
