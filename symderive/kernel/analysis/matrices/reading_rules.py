"""What each head means for matrices of symbolic size: one function a head.

Sums and products check shapes; a matrix with a single entry is a number beside others; derivatives
along a scalar are taken by the kernel's own rules.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.matrices import blocks, components
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.reading import Reading, Value
from symderive.kernel.analysis.matrices.reals import real
from symderive.kernel.analysis.matrices.words import Matrix, Misfit
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, call, symbol
from symderive.terms.writer import write

MAX_POWER = 12


def _fit(r: Reading, x: Value, y: Value) -> tuple[Value, Value]:
    """Both as blocks where one of them is cut into blocks, or both as single blocks."""
    if isinstance(x, Matrix) and isinstance(y, list):
        parted = blocks.split(r.a, x, y)
        return (x, blocks.letter(r.a, y)) if parted is None else (parted, y)
    if isinstance(y, Matrix) and isinstance(x, list):
        parted = blocks.split(r.a, y, x)
        return (blocks.letter(r.a, x), y) if parted is None else (x, parted)
    return x, y


def _sum(r: Reading, t: Term) -> Value:
    values = [r.value(u) for u in t.args]
    if all(isinstance(v, Term) for v in values):
        return plus(*values)  # type: ignore[arg-type]
    values = [v for v in values if not (isinstance(v, Term) and constant(v) == 0)]
    if any(isinstance(v, Term) for v in values):  # numbers, and matrices with a single entry
        return plus(*[r.as_scalar(v) for v in values])
    out = values[0]
    for v in values[1:]:
        x, y = _fit(r, out, v)
        if isinstance(x, list):
            assert isinstance(y, list)
            out = blocks.added(r.a, x, y)
        else:
            assert isinstance(x, Matrix) and isinstance(y, Matrix)
            out = r.k.sum(x, y)
    return out


def _product(r: Reading, t: Term) -> Value:
    values = [r.value(u) for u in t.args]
    number: list[Term] = [v for v in values if isinstance(v, Term)]
    rest = [v for v in values if not isinstance(v, Term)]
    if not rest:
        return times(*number)
    out: Value = rest[0]
    for v in rest[1:]:
        if isinstance(out, Term):
            number.append(out)
            out = v
            continue
        one = [isinstance(x, Matrix) and x.rows == x.columns == ONE for x in (out, v)]
        if one[0] and not (isinstance(v, Matrix) and v.rows == ONE):
            number.append(r.as_scalar(out))
            out = v
        elif one[1] and not (isinstance(out, Matrix) and out.columns == ONE):
            number.append(r.as_scalar(v))
        elif isinstance(out, Matrix) and isinstance(v, Matrix):
            out = r.k.product(out, v)
        elif isinstance(out, list) and isinstance(v, list):
            out = blocks.product(r.a, out, v)
        else:
            out = _beside_blocks(r, out, v)
    if isinstance(out, Matrix) and out.rows == out.columns == ONE and not number:
        _note_square(r, t, out)
    return _times(r, times(*number) if number else ONE, out)


def _note_square(r: Reading, t: Term, value: Matrix) -> None:
    """v^T M v >= 0 where it is written so, with M semidefinite or absent."""
    first, *middle, last = t.args
    turned = first == call("transpose", last) or last == call("transpose", first)
    v = r.value(last) if turned and r.along is None else None
    if not isinstance(v, Matrix) or first.head == last.head == "transpose":
        return
    if not all(real(r.a, r.k.scalars.term(c)) for c in v.words.values()):
        return  # a number is a 1 x 1 matrix too, and may be complex
    if middle:
        m = _product(r, Term("Mul", middle)) if len(middle) > 1 else r.value(middle[0])
        if not isinstance(m, Matrix) or not r.a.definite(m, strict=False):
            return
    r.a.facts[Term("Ge", (r.k.scalars.term(r.number(value)), ZERO))] = None


def _beside_blocks(r: Reading, x: Matrix | list[list[Matrix]], y: Value) -> Value:
    """A product of a matrix and blocks: multiples of the identity keep the blocks."""
    assert not isinstance(y, Term)
    m, cut = (x, y) if isinstance(x, Matrix) else (y, x)
    assert isinstance(m, Matrix) and isinstance(cut, list)
    rows, columns = blocks.size(r.a, cut)
    if list(m.words) == [()] and m.rows == (rows if m is x else columns):
        return [[r.k.scaled(m.words[()], b) for b in row] for row in cut]
    whole = blocks.letter(r.a, cut)
    return r.k.product(m, whole) if m is x else r.k.product(whole, m)


def _real(r: Reading, v: Matrix | list[list[Matrix]]) -> Value:
    return r.of_reals(v) if isinstance(v, Matrix) else [[r.of_reals(b) for b in row] for row in v]


def _times(r: Reading, number: Term, v: Value) -> Value:
    if isinstance(v, Term):
        return v if number == ONE else times(number, v)
    if number == ONE:
        return _real(r, v)
    if number == ZERO:
        return r.k.zero(v.rows, v.columns) if isinstance(v, Matrix) else [
            [r.k.zero(b.rows, b.columns) for b in row] for row in v]  # fmt: skip
    c = r.k.scalars.of(number)
    if isinstance(v, Matrix):
        return _real(r, r.k.scaled(c, v))
    return _real(r, [[r.k.scaled(c, b) for b in row] for row in v])


def _negative(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    return minus(v) if isinstance(v, Term) else _times(r, Term("Neg", (ONE,)), v)


def _quotient(r: Reading, t: Term) -> Value:
    below = r.scalar(t.args[1])
    v = r.value(t.args[0])
    return over(v, below) if isinstance(v, Term) else _times(r, Term("Div", (ONE, below)), v)


def _power(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    exponent = r.scalar(t.args[1])
    if isinstance(v, Term) or (isinstance(v, Matrix) and v.rows == v.columns == ONE):
        return Term("Pow", (r.as_scalar(v), exponent))
    n = constant(exponent)
    if n is not None and n.denominator == 2 and abs(n) <= MAX_POWER:
        if not isinstance(v, Matrix):
            raise Undecided("a root of a block matrix")
        v, n = r.a.root(v), n * 2
    if n is None or n.denominator != 1 or abs(n) > MAX_POWER:
        raise Undecided("a power of a matrix whose exponent is no small integer or half of one")
    if n < 0:
        v, n = _inverted(r, v, t.args[0]), -n
    if isinstance(v, Matrix):
        if v.rows != v.columns:
            raise Misfit("a power of a matrix that is not square")
        return r.k.product(r.k.identity(v.rows), *[v] * int(n))
    assert isinstance(v, list)
    out = v
    for _ in range(int(n) - 1):
        out = blocks.product(r.a, out, v)
    return out


def _inverted(r: Reading, v: Value, written: Term) -> Value:
    if isinstance(v, Term):
        return over(ONE, v)
    outer, r.a.writing = r.a.writing, written
    try:
        return r.a.inverse(v) if isinstance(v, Matrix) else blocks.inverse(r.a, v)
    finally:
        r.a.writing = outer


def _inverse(r: Reading, t: Term) -> Value:
    return _inverted(r, r.value(t.args[0]), t.args[0])


def _transpose(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    if isinstance(v, Term):
        return v
    return r.k.transpose(v) if isinstance(v, Matrix) else blocks.transpose(r.a, v)


def _determinant(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    if isinstance(v, Term):
        return v
    return determinant(r.a, v) if isinstance(v, Matrix) else blocks.block_determinant(r.a, v)


def _trace(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    if isinstance(v, Term):
        return v
    diagonal = [v] if isinstance(v, Matrix) else [row[i] for i, row in enumerate(v)]
    return r.k.scalars.term(_total(r, [r.trace(b) for b in diagonal]))


def _total(r: Reading, parts: list[Fraction_]) -> Fraction_:
    out = r.k.scalars.nought
    for p in parts:
        out = out + p
    return out


def _identity(r: Reading, t: Term) -> Value:
    return r.k.identity(r.a.dimension(t.args[0]))


def _zero(r: Reading, t: Term) -> Value:
    return r.k.zero(*(r.a.dimension(u) for u in t.args))


def _root(r: Reading, t: Term) -> Value:
    v = r.value(t.args[0])
    if isinstance(v, Term) or (isinstance(v, Matrix) and v.rows == v.columns == ONE):
        return call("sqrt", r.as_scalar(v))
    if not isinstance(v, Matrix):
        raise Undecided("a root of a block matrix")
    return r.a.root(v)


def _diagonal(r: Reading, t: Term) -> Value:
    (v,) = t.args
    sizes = {
        r.a.dimension(r.a.givens.matrices[n].rows) for n in v.free & r.a.givens.matrices.keys()
    }
    if len(sizes) != 1:
        raise Misfit("diag takes an expression in vectors of one size")
    entry = components.component(r.a, v)
    if not real(r.a, entry):
        raise Undecided(f"an entry of a diagonal is not proved to be real: {write(v)}")
    return components.diagonal(r.a, r.k.scalars.of(entry), sizes.pop())


def _blocks(r: Reading, t: Term) -> Value:
    rows, columns = t.data
    cells = [r.value(u) for u in t.args]
    grid: list[list[Value]] = [cells[i * columns : (i + 1) * columns] for i in range(rows)]
    return blocks.fitted([[_cell(r, grid, i, j) for j in range(columns)] for i in range(rows)])


def _cell(r: Reading, grid: list[list[Value]], i: int, j: int) -> Matrix:
    """One block; 0 takes the size of the blocks beside it."""
    v = grid[i][j]
    if isinstance(v, Matrix):
        return v
    if isinstance(v, Term):
        if v == ZERO:
            rows = next((x.rows for x in grid[i] if isinstance(x, Matrix)), ONE)
            columns = next((row[j].columns for row in grid if isinstance(row[j], Matrix)), ONE)  # type: ignore[union-attr]
            return r.k.zero(rows, columns)
        if not real(r.a, v):
            raise Undecided(f"an entry of a matrix is not proved to be real: {write(v)}")
        return Matrix(ONE, ONE, {(): r.k.scalars.of(v)})
    raise Undecided("blocks inside blocks")


def _derivative(r: Reading, t: Term) -> Value:
    return r.value(_differentiated(r, t, {}))


def _differentiated(r: Reading, t: Term, at: dict[str, Term]) -> Term:
    """Along scalars by the kernel's own rules; by a matrix or a vector, the gradient.

    `at` are values for scalar names, at which the conditions are asked.
    """
    from symderive.kernel.analysis.matrices.gradients import gradient, scalar_arguments

    body, *variables = t.args
    for v, order in zip(variables, t.data, strict=True):
        if v.head != "Symbol":
            raise Undecided("a derivative is taken along a name")
        for _ in range(order):
            if v.data in r.a.givens.matrices:
                body = r.a.written(gradient(r, body, v.data))
                continue
            try:
                line = scalar_arguments(r, body)
                body, needs = differentiate(line, v.data, r.a.givens)
            except Refused as why:
                raise Undecided(str(why)) from None
            for c in needs:
                near = c.head not in ("Ne", "Lt", "Gt")  # asked in a neighbourhood
                r.conditions[c if near else substitute(c, at)] = None
    return body


def _at(r: Reading, t: Term) -> Value:
    """A derivative by one scalar, at a value of it."""
    if len(t.args) != 3 or t.args[1].head != "Symbol" or t.args[1].data in r.a.givens.matrices:
        return r.put_aside(t)
    body, x, value = t.args
    if body.head != "Derivative" or x.data in value.free or value.free & r.a.givens.matrices.keys():
        return r.put_aside(t)
    at = {x.data: value}
    return r.value(substitute(_differentiated(r, body, at), at))


def _over_places(r: Reading, t: Term) -> Value:
    body = components.at_places(r.a, t)
    if body is None:
        return r.put_aside(t)
    n = r.a.dimension(plus(t.args[3], ONE))
    if t.head == "Sum":
        return r.k.scalars.term(components.total_over_places(r.a, body, n))
    return components.product_over_places(r.a, body, n)


def _distance(r: Reading, t: Term) -> Value:
    """The distance of two normal laws depends on their means and covariances alone."""
    texts = []
    for law in t.args:
        if law.head != "MultivariateNormal":
            return r.put_aside(t)
        s = _rooted(r, r.a.reduced(r.matrix(law.args[1])))
        zero = constant(law.args[0]) == 0
        m = r.k.zero(s.rows, ONE) if zero else r.a.reduced(r.matrix(law.args[0]))
        if (
            s.rows != s.columns
            or (m.rows, m.columns) != (s.rows, ONE)
            or not r.a.definite(s, False)
        ):
            raise Misfit(f"no law: {write(law)}")
        texts.append(f"{r.k.text(m)}; {r.k.text(s)} of {write(s.rows)}")
    new = symbol(f"W2sq({texts[0]}; {texts[1]})")
    if all(x != new for _, x in r.opaque):
        r.opaque.append((t, new))
    r.a.meaning[new.data] = t
    return new


def _rooted(r: Reading, m: Matrix) -> Matrix:
    """The same sum with sqrt(c)^2 = c in its coefficients."""
    words = {w: components.cancelled(r.a, r.k.scalars.term(c)) for w, c in m.words.items()}
    return Matrix(m.rows, m.columns, words)


OPAQUE = ("MultivariateNormal", "Index")  # never taken apart
RULES: dict[str, Callable[[Reading, Term], Value]] = {
    "Add": _sum, "Mul": _product, "Neg": _negative, "Div": _quotient, "Pow": _power,
    "inverse": _inverse, "transpose": _transpose, "det": _determinant, "trace": _trace,
    "Identity": _identity, "ZeroMatrix": _zero, "sqrtm": _root, "sqrt": _root, "diag": _diagonal,
    "Matrix": _blocks, "Derivative": _derivative, "Subs": _at, "Sum": _over_places, "Product": _over_places,
    "W2sq": _distance,
}  # fmt: skip
