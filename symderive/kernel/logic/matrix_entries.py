"""Derivatives by a matrix at an explicit one: entry by entry, along one name for each entry.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> x = read("Matrix([[5, 7]])")
>>> write(by_entries(read("Derivative(X*b, b)"), {"X": x, "b": read("Matrix([[2], [3]])")}))[:47]
'Subs(Matrix([[Derivative(Matrix([[5, 7]])*Matri'
"""

from __future__ import annotations

from collections.abc import Mapping

from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import Term, call, integer, symbol

Shape = tuple[int, int]
SINGLE: Shape = (1, 1)
ARITHMETIC = frozenset("Add Mul Neg transpose inverse det trace Matrix diag sqrtm Index".split())


def by_entries(t: Term, put: Mapping[str, Term]) -> Term:
    """The term at explicit matrices, its derivatives by them as matrices of derivatives.

    Of a number, the shape is that of the variable; of a column by a column, row i is of entry i.
    """
    return substitute(_unfolded(t, put), put)


def _unfolded(t: Term, put: Mapping[str, Term]) -> Term:
    if t.head != "Derivative":
        return t.rebuild([_unfolded(a, put) for a in t.args])
    by = {v.data: put[v.data] for v in t.args[1:] if v.data in put and put[v.data].head == "Matrix"}
    if not by:
        return t.rebuild([numbers(_unfolded(t.args[0], put), put), *t.args[1:]])
    taken = t.free | put.keys()
    grids = {n: _named(n, m, taken) for n, m in by.items()}
    inner = {**put, **grids}
    body = substitute(numbers(_unfolded(t.args[0], inner), inner), inner)
    for v, order in zip(t.args[1:], t.data, strict=True):
        for _ in range(order):
            body = _partial(body, grids[v.data]) if v.data in grids else _along(body, v)
    names = [x for n in grids for x in grids[n].args]
    return Term("Subs", (body, *names, *[u for n in grids for u in by[n].args]))


def _named(name: str, value: Term, taken: frozenset[str]) -> Term:
    """The matrix with a name for each entry."""
    entries = [symbol(fresh(f"{name}_{i}", taken)) for i in range(len(value.args))]
    return Term("Matrix", entries, value.data)


def _along(body: Term, x: Term) -> Term:
    if body.head == "Matrix":
        return body.rebuild([_along(u, x) for u in body.args])
    return Term("Derivative", (body, x), (1,))


def _partial(body: Term, grid: Term) -> Term:
    """The partial derivatives of a number, or of a column by a column; else it stays without value."""
    height, width = shape(body, {})
    if (height, width) == SINGLE:
        number = body.args[0] if body.head == "Matrix" else body
        return Term("Matrix", [_along(number, x) for x in grid.args], grid.data)
    if width > 1 or grid.data[1] > 1:
        return Term("Derivative", (body, grid), (1,))
    literal = body.head == "Matrix" and body.data == (height, 1)
    rows = body.args if literal else [
        call("Index", body, integer(i), integer(0)) for i in range(height)]  # fmt: skip
    entries = [_along(f, x) for f in rows for x in grid.args]
    return Term("Matrix", entries, (height, len(grid.args)))


def shape(t: Term, put: Mapping[str, Term]) -> Shape:
    """Rows and columns of a term at explicit matrices; a number is 1 x 1."""
    head, args = t.head, t.args
    if head == "Symbol" and t.data in put:
        return shape(put[t.data], {})
    if head == "Matrix":
        parts = [shape(a, put) for a in args]
        width = t.data[1]
        return (sum(max(p[0] for p in parts[i : i + width]) for i in range(0, len(parts), width)),
                sum(max(p[1] for p in parts[j::width]) for j in range(width)))  # fmt: skip
    if head == "transpose":
        rows, columns = shape(args[0], put)
        return columns, rows
    if head == "Mul":
        found = SINGLE
        for a in args:
            s = shape(a, put)
            found = s if found == SINGLE else found if s == SINGLE else (found[0], s[1])
        return found
    if head in ("Identity", "ZeroMatrix"):
        sizes = [substitute(a, put) for a in args] * (2 if head == "Identity" else 1)
        plain = [int(s.data) if s.head == "Integer" else 1 for s in sizes]
        return plain[0], plain[1]
    if head == "diag":
        n = max(shape(symbol(v), put)[0] for v in args[0].free) if args[0].free else 1
        return n, n
    if head in ("Add", "Neg", "Div", "Pow", "inverse", "sqrtm", "Derivative", "Subs"):
        return max(shape(a, put) for a in (args if head == "Add" else args[:1]))
    return SINGLE


def numbers(t: Term, put: Mapping[str, Term]) -> Term:
    """Numbers that are written as 1 x 1 products of matrices, inside functions, as traces."""
    args = [numbers(a, put) for a in t.args]
    if t.head in ARITHMETIC or t.head in ("Derivative", "Subs"):
        return t.rebuild(args)
    free = 1 if t.head == "Div" else 0
    return t.rebuild([
        call("trace", v) if i >= free and u.free & put.keys() and u.head != "trace"
        and any(x in put and put[x].head == "Matrix" for x in u.free) and shape(u, put) == SINGLE
        and _product(u) else v
        for i, (u, v) in enumerate(zip(t.args, args, strict=True))
    ])  # fmt: skip


def _product(t: Term) -> bool:
    """Whether the head alone would make a matrix of it."""
    return t.head in ("Mul", "Add", "Neg", "Div", "Pow", "Symbol")
