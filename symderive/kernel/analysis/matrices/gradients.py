"""Derivatives by a matrix or a vector: the gradient G of a number f has df = tr(G^T dX).

The derivative along X + t H is taken by the kernel's own rules; it is linear in the arbitrary H, and
G is read off.  Of a column, by a column, the matrix of partial derivatives is meant (row i for entry
i).  Source: Magnus and Neudecker, Matrix Differential Calculus, 2019, 5.2 and 9.5.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> r = Reading(Algebra(Givens.of([read("A is m x n matrix"), read("X is n x m matrix")])))
>>> r.k.text(gradient(r, read("tr(A*X)"), "X"))
"A'"
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.reading import Reading, Value
from symderive.kernel.analysis.matrices.words import Matrix, Word
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, Term, add, call, mul, symbol
from symderive.terms.writer import write

TIED = frozenset({"symmetric", "positive_definite", "positive_semidefinite"})
BOUND = frozenset({"diagonal", "orthogonal"})
ARITHMETIC = frozenset("Add Mul Neg transpose inverse det trace Matrix diag sqrtm Index".split())


def gradient(r: Reading, body: Term, name: str) -> Matrix:
    """The derivative of a number, or of a column by a column; raises Undecided."""
    a, k = r.a, r.k
    sort = a.givens.matrices[name]
    if said := sorted(sort.properties & BOUND):
        raise Undecided(f"{name} is {said[0]}: its entries are not independent")
    taken = body.free | a.givens.matrices.keys() | a.givens.sorts.keys()
    h, t = fresh(f"d{name}", taken), fresh("t", taken)
    kind = Term("Tuple", (symbol("matrix"), sort.rows, sort.columns))
    a.givens = a.givens.extended(Term("Is", (symbol(h), kind)))
    moved = add(symbol(name), mul(symbol(t), symbol(h)))
    line = substitute(scalar_arguments(r, body), {name: moved})
    try:
        change, needs = differentiate(line, t, a.givens)
    except Refused as why:
        raise Undecided(str(why)) from None
    change = replace(change, moved, symbol(name))
    if t in change.free:
        raise Undecided(f"the derivative along {write(moved)} is not read off at {t} = 0")
    for c in needs:
        here = replace(c, moved, symbol(name))
        about_reals = c.head in ("Or", "Is")  # in a neighbourhood: all matrices there are real
        if t in here.free or not (about_reals or here.head in ("Ne", "Lt", "Gt")):
            raise Undecided(f"a derivative by {name} needs {write(c)}")
        r.conditions[here] = None
    a.name(h)
    outer, r.along = r.along, k.named[h]
    try:
        found = _read_off(r, r.value(change), r.value(body), name)
    finally:
        r.along = outer
    if sort.properties & TIED and not a.same(found, k.transpose(found)):
        raise Undecided(
            f"{name} is symmetric, and what is written has no symmetric gradient: differentiate "
            f"along a line instead, Derivative(.. {name} + t*T .., t)"
        )
    r.of_reals(found)
    return found


def _read_off(r: Reading, change: Value, body: Value, name: str) -> Matrix:
    sort = r.a.givens.matrices[name]
    rows, columns = r.a.dimension(sort.rows), r.a.dimension(sort.columns)
    number = isinstance(body, Term) or (
        isinstance(body, Matrix) and body.rows == body.columns == ONE
    )
    if number:
        total = r.k.scalars.of(r.as_scalar(change))
        return _number(r, total, rows, columns)
    if not isinstance(body, Matrix) or body.columns != ONE or columns != ONE:
        raise Undecided("a derivative by a matrix is of a number, or of a column by a column")
    out = r.k.zero(body.rows, rows)
    if isinstance(change, Term):
        return out
    assert isinstance(change, Matrix)
    for w, c in r.a.reduced(change).words.items():
        out = r.k.sum(out, _row(r, w, c, rows))
    return out


def _number(r: Reading, total: Fraction_, rows: Term, columns: Term) -> Matrix:
    """The gradient of a number from its change, a linear one."""
    out = r.k.zero(rows, columns)
    for word, c in _linear_parts(r, total):
        if word is None:
            raise Undecided("a change that is not linear in the direction")
        out = r.k.sum(out, r.k.scaled(c, r.k.transpose(r.k.word(word, columns))))
    return r.a.reduced(out)


def _linear_parts(r: Reading, total: Fraction_) -> list[tuple[Word | None, Fraction_]]:
    """Coefficients of the forms in the direction, and (None, c) for what is free of it."""
    k = r.k.scalars
    chosen = {k.index[s]: w for s, w in r.linear.items() if s in k.index}
    names = {s.data for s in r.linear}
    below = total.d.to_dict() if total.d is not None else {}
    for i, known in enumerate(k.terms):
        if (
            i not in chosen
            and known.free & names
            and any(e[i] for e in (*total.n.to_dict(), *below))
        ):
            raise Undecided(f"not linear in the direction: {write(r.a.meant(known))}")
    parts = k.parts(total, frozenset(chosen))
    if parts is None:
        raise Undecided("the direction stands in a denominator")
    out: list[tuple[Word | None, Fraction_]] = []
    for key, c in parts.items():
        if sum(key) > 1:
            raise Undecided("a change that is not linear in the direction")
        at = next((i for i, e in enumerate(key) if e), None)
        out.append((None if at is None else chosen[at], c))
    return out


def _row(r: Reading, w: Word, c: Fraction_, size: Term) -> Matrix:
    """What one word of the change of a column says of the matrix of partial derivatives."""
    k = r.k
    places = [i for i, x in enumerate(w) if x[0] == r.along]
    if not places:
        out = k.zero(k.shape(w[0])[0], size)
        for word, d in _linear_parts(r, c):
            if word is None:
                raise Undecided("a change that is not linear in the direction")
            row = k.word(word, ONE)  # h^T G = G^T h
            out = k.sum(out, k.scaled(d, k.product(k.word(w, ONE), row)))
        return out
    (i,) = places if len(places) == 1 else (-1,)
    if i < 0 or any(word is not None for word, _ in _linear_parts(r, c)):
        raise Undecided("a change that is not linear in the direction")
    head, tail = w[:i], w[i + 1 :]
    rows = k.shape(w[0])[0]
    if not w[i][1]:  # head h tail, where the tail is a number
        number = r.number(k.word(tail, ONE)) if tail else k.scalars.one
        return k.scaled(c * number, k.word(head, rows))
    flipped = k.word(k.transposed_word(tail), ONE)  # head h^T tail = head tail^T h
    return k.scaled(c, k.product(k.word(head, rows), flipped) if head else flipped)


def scalar_arguments(r: Reading, t: Term) -> Term:
    """The term with numbers that are written as 1 x 1 matrices, inside functions, as traces."""
    if not r.about_matrices(t):
        return t
    args = [scalar_arguments(r, u) for u in t.args]
    if t.head in ARITHMETIC:
        return t.rebuild(args)
    if t.head == "Pow":
        args[0] = _as_number(r, t.args[0], args[0])
        return t.rebuild(args)
    first = args[:1] if t.head == "Div" else []
    rest = zip(t.args[len(first) :], args[len(first) :], strict=True)
    return t.rebuild([*first, *[_as_number(r, u, v) for u, v in rest]])


def _as_number(r: Reading, t: Term, changed: Term) -> Term:
    if not r.about_matrices(t):
        return changed
    v = r.value(t)
    single = isinstance(v, Matrix) and v.rows == v.columns == ONE
    return call("trace", changed) if single else changed


__all__ = ["Algebra", "gradient", "scalar_arguments"]
