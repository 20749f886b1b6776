"""Terms read as scalars and matrices of symbolic size; scalars made of matrices become atoms.

A quadratic form, a trace, a determinant is a scalar atom, named by the smallest spelling of its word
(turned round and transposed), so that what is left of a claim is an identity of numbers.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> from symderive.kernel.logic.givens import Givens
>>> r = Reading(Algebra(Givens.of([read("A is n x n matrix"), read("B is n x n matrix")])))
>>> write(r.scalar(read("tr(A*B) - tr(transpose(A)*transpose(B))")))
'tr(A B) - tr(A B)'
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.matrices import blocks, components
from symderive.kernel.analysis.matrices.algebra import MATRIX_HEADS, Algebra
from symderive.kernel.analysis.matrices.blocks import Blocks
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.words import Matrix, Misfit, Word
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.givens import constant
from symderive.terms.substitute import alpha_equal
from symderive.terms.tree import BINDERS, ONE, ZERO, Term, call, symbol
from symderive.terms.writer import write

Value = Term | Matrix | list[list[Matrix]]
MAX_POWER = 12
MAX_TURNS = 200


class Reading:
    """The reading of terms over one algebra."""

    def __init__(self, a: Algebra) -> None:
        self.a = a
        self.k = a.k
        a.number = self.number
        self.opaque: list[tuple[Term, Term]] = []  # integrals and distances, with their atoms
        self.conditions: dict[Term, None] = {}  # of derivatives

    # --- entry ------------------------------------------------------------------------------------

    def scalar(self, t: Term) -> Term:
        """The scalar term without matrices; raises Misfit for a matrix."""
        return self._as_scalar(self.value(t))

    def scalar_relation(self, t: Term) -> Term:
        return t.rebuild([self.scalar(u) for u in t.args])

    def value(self, t: Term) -> Value:
        """A scalar term, a sum of words, or blocks."""
        if not self._about_matrices(t):
            return t
        if t.head == "Symbol":
            return self.a.name(t.data)
        rule = RULES.get(t.head)
        if rule is not None:
            return rule(self, t)
        if t.head in BINDERS or t.head in OPAQUE:
            return self._opaque(t)
        return t.rebuild([self.scalar(u) for u in t.args])

    def _about_matrices(self, t: Term) -> bool:
        return t.head in MATRIX_HEADS or (
            t.head == "Symbol" and t.data in self.a.givens.matrices
        ) or any(map(self._about_matrices, t.args))  # fmt: skip

    def matrix(self, t: Term) -> Matrix:
        m = self.value(t)
        if isinstance(m, Matrix):
            return m
        if isinstance(m, Term):
            return Matrix(ONE, ONE, {(): self.k.scalars.of(m)} if m != ZERO else {})
        raise Undecided("a block matrix stands where one of a single block is wanted")

    def _as_scalar(self, v: Value) -> Term:
        if isinstance(v, Term):
            return v
        if isinstance(v, Matrix):
            if v.rows == v.columns == ONE:
                return self.k.scalars.term(self.number(v))
            raise Misfit(f"a {write(v.rows)} x {write(v.columns)} matrix where a number is wanted")
        if len(v) == len(v[0]) == 1:
            return self._as_scalar(v[0][0])
        raise Misfit("a block matrix where a number is wanted")

    def _opaque(self, t: Term) -> Term:
        """What is no algebra, an integral over all columns: one atom, the same up to bound names."""
        for known, atom in self.opaque:
            if alpha_equal(known, t):
                return atom
        new = symbol(f"value {len(self.opaque)}")
        self.opaque.append((t, new))
        self.a.meaning[new.data] = t
        return new

    # --- scalars made of words --------------------------------------------------------------------

    def number(self, m: Matrix) -> Fraction_:
        """The scalar that a 1 x 1 sum of words is."""
        m = self.a.reduced(m)
        out = self.k.scalars.nought
        for w, c in m.words.items():
            out = out + c * self._segments(w)
        return out

    def _segments(self, w: Word) -> Fraction_:
        """A 1 x 1 word, cut wherever a single column meets a single row."""
        out = self.k.scalars.one
        start = 0
        for at in range(1, len(w) + 1):
            if at == len(w) or self.k.shape(w[at])[0] == ONE:
                out = out * self._form(w[start:at])
                start = at
        return out

    def _form(self, w: Word) -> Fraction_:
        """x^T A y, named by itself or its transpose; over components where it has them."""
        a, k = self.a, self.k
        places = self._places(w)
        if places is not None:
            return components.total_over_places(a, places[0], places[1])
        w = min(w, k.transposed_word(w))
        if self._odd(w):
            return k.scalars.nought
        new = symbol(k.spelled(w))
        if len(w) > 1 and any(
            x.kind == "inverse" and x.of and len(x.of.words) > 1 for x in k.atoms
        ):
            one = Matrix(ONE, ONE, {(): k.scalars.generator(new)})
            a.relate(k.difference(k.word(w, ONE), one))  # a scalar inside a longer word
        a.meaning[new.data] = times(*[a.letter_written(x) for x in w])
        if len(w) > 1 and w == k.transposed_word(w) and a._congruent(w) is not None:
            a.facts[Term("Ge", (new, ZERO))] = None
        return k.scalars.generator(new)

    def _odd(self, w: Word) -> bool:
        """Whether the transpose of a word is its negative, by the relations."""
        k = self.k
        m = self.a.reduced(k.word(k.transposed_word(w), k.shape(w[-1])[1]))
        return list(m.words) == [w] and m.words[w].constant() == -1

    def separated(self, m: Matrix) -> Matrix:
        """The sum with every scalar inside a word as a coefficient of what is left of it."""
        out = self.k.zero(m.rows, m.columns)
        for w, c in m.words.items():
            cuts = [i for i in range(1, len(w)) if self.k.shape(w[i])[0] == ONE]
            if len(cuts) > 1:
                for i, j in zip(cuts, cuts[1:], strict=False):
                    c = c * self.number(self.k.word(w[i:j], ONE))
                w = w[: cuts[0]] + w[cuts[-1] :]
            out = self.k.sum(out, Matrix(m.rows, m.columns, {w: c} if not c.zero else {}))
        return out

    def _places(self, w: Word) -> tuple[Term, Term] | None:
        """x^T D y of named vectors, as the product at one place."""
        k = self.k
        if len(w) not in (2, 3) or not self.componentwise:
            return None
        ends = [k.atom(w[0]), k.atom(w[-1])]
        if any(x.kind != "name" or x.columns != ONE or x.rows == ONE for x in ends):
            return None
        if any(x.name not in self.a.givens.matrices for x in ends):
            return None
        parts = [components.named(self.a, x.name) for x in ends]
        if len(w) == 3:
            middle = k.atom(w[1])
            if middle.kind != "diagonal":
                return None
            assert middle.entry is not None
            parts.append(middle.entry)
        return times(*parts), ends[0].rows

    @property
    def componentwise(self) -> bool:
        return any(n.endswith(components.PLACE) for n in self.a.meaning)

    def trace(self, m: Matrix) -> Fraction_:
        if m.rows != m.columns:
            raise Misfit(f"the trace of a {write(m.rows)} x {write(m.columns)} matrix")
        todo = [(w, c) for w, c in self.a.reduced(m).words.items()]
        out = self.k.scalars.nought
        turns = 0
        while todo:
            w, c = todo.pop()
            turns += 1
            if turns > MAX_TURNS:
                raise Undecided("a trace is rewritten too often")
            if not w:
                out = out + c * self.k.scalars.of(m.rows)
                continue
            turned = self._turned(w)
            if turned is not None:
                todo += [(v, c * d) for v, d in turned]
                continue
            out = out + c * self._cycle(w)
        return out

    def _turned(self, w: Word) -> list[tuple[Word, Fraction_]] | None:
        """The word turned round to where it can be rewritten, and rewritten; None if nowhere."""
        for at in range(len(w)):
            v = w[at:] + w[:at]
            found = self.a.relations.match(v) if at else None
            merges = len(v) > 1 and self.k.atom(v[0]).kind == self.k.atom(v[-1]).kind == "diagonal"
            if found is None and not merges:
                continue
            rows = self.k.shape(v[0])[0]
            if merges:
                m = self.a.reduced(self.k.product(
                    self.k.word(v[-1:], rows), self.k.word(v[:-1], rows)))  # fmt: skip
            else:
                m = self.a.reduced(self.k.word(v, rows))
            if not m.words or () not in m.words:
                return list(m.words.items())
            c = m.words[()]  # the trace of an identity is its size
            rest = [(u, d) for u, d in m.words.items() if u]
            return [*rest, *self._identity(c, rows)]
        return None

    def _identity(self, c: Fraction_, n: Term) -> list[tuple[Word, Fraction_]]:
        one = self.k.letter(f"1 of {write(n)}", n, n, symmetric=True, kind="unit")
        return [((one,), c)]

    def _cycle(self, w: Word) -> Fraction_:
        a, k = self.a, self.k
        if len(w) == 1 and k.atom(w[0]).kind == "unit":
            return k.scalars.of(k.atom(w[0]).rows)
        for at in range(len(w)):
            if k.shape(w[at])[0] == ONE:  # a row comes first: the trace of a 1 x 1 matrix
                v = w[at:] + w[:at]
                return self.number(k.word(v, ONE))
        if len(w) == 1 and k.atom(w[0]).kind == "diagonal":
            entry = k.atom(w[0]).entry
            assert entry is not None
            return components.total_over_places(a, entry, k.atom(w[0]).rows)
        turns = [v[i:] + v[:i] for v in (w, k.transposed_word(w)) for i in range(len(w))]
        w = min(turns)
        if any(map(self._odd, turns)):
            return k.scalars.nought
        new = symbol(f"tr({k.spelled(w)})")
        a.meaning[new.data] = call("trace", times(*[a.letter_written(x) for x in w]))
        if new not in a.k.scalars.index:
            for v in turns:
                if v == k.transposed_word(v) and a._congruent(v) is not None:
                    strict = a._congruent(v) == "+"
                    a.facts[Term("Gt" if strict else "Ge", (new, ZERO))] = None
                    break
        return k.scalars.generator(new)


# --- rules by head --------------------------------------------------------------------------------


def _fit(r: Reading, x: Value, y: Value) -> tuple[Value, Value]:
    """Both as blocks where one of them is."""
    if isinstance(x, Matrix) and isinstance(y, list):
        parted = blocks.split(r.a, x, y)
        return (parted if parted is not None else [[x]]), y
    if isinstance(y, Matrix) and isinstance(x, list):
        parted = blocks.split(r.a, y, x)
        return x, (parted if parted is not None else [[y]])
    return x, y


def _sum(r: Reading, t: Term) -> Value:
    values = [r.value(u) for u in t.args]
    if all(isinstance(v, Term) for v in values):
        return plus(*values)  # type: ignore[arg-type]
    values = [v for v in values if not (isinstance(v, Term) and constant(v) == 0)]
    if any(isinstance(v, Term) for v in values):  # numbers, and matrices with a single entry
        return plus(*[r._as_scalar(v) for v in values])
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
            number.append(r._as_scalar(out))
            out = v
        elif one[1] and not (isinstance(out, Matrix) and out.columns == ONE):
            number.append(r._as_scalar(v))
        elif isinstance(out, Matrix) and isinstance(v, Matrix):
            out = r.k.product(out, v)
        else:
            x, y = _fit(r, out, v)
            assert isinstance(x, list) and isinstance(y, list)
            out = blocks.product(r.a, x, y)
    return _times(r, times(*number) if number else ONE, out)


def _times(r: Reading, number: Term, v: Value) -> Value:
    if number == ONE:
        return v
    if isinstance(v, Term):
        return times(number, v)
    if number == ZERO:
        return r.k.zero(v.rows, v.columns) if isinstance(v, Matrix) else [
            [r.k.zero(b.rows, b.columns) for b in row] for row in v]  # fmt: skip
    c = r.k.scalars.of(number)
    if isinstance(v, Matrix):
        return r.k.scaled(c, v)
    return [[r.k.scaled(c, b) for b in row] for row in v]


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
        return Term("Pow", (r._as_scalar(v), exponent))
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
        return call("sqrt", r._as_scalar(v))
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
        return Matrix(ONE, ONE, {(): r.k.scalars.of(v)})
    raise Undecided("blocks inside blocks")


def _derivative(r: Reading, t: Term) -> Value:
    """Along scalars, by the kernel's own rules."""
    body, *variables = t.args
    for v, order in zip(variables, t.data, strict=True):
        if v.head != "Symbol" or v.data in r.a.givens.matrices:
            raise Undecided("a derivative is taken along a scalar name")
        for _ in range(order):
            try:
                body, needs = differentiate(body, v.data, r.a.givens)
            except Refused as why:
                raise Undecided(str(why)) from None
            r.conditions.update(dict.fromkeys(needs))
    return r.value(body)


def _over_places(r: Reading, t: Term) -> Value:
    body = components.at_places(r.a, t)
    if body is None:
        return r._opaque(t)
    n = r.a.dimension(plus(t.args[3], ONE))
    if t.head == "Sum":
        return r.k.scalars.term(components.total_over_places(r.a, body, n))
    return components.product_over_places(r.a, body, n)


def _distance(r: Reading, t: Term) -> Value:
    """The distance of two normal laws depends on their means and covariances alone."""
    texts = []
    for law in t.args:
        if law.head != "MultivariateNormal":
            return r._opaque(t)
        s = r.a.reduced(r.matrix(law.args[1]))
        zero = constant(law.args[0]) == 0
        m = r.k.zero(s.rows, ONE) if zero else r.a.reduced(r.matrix(law.args[0]))
        if (
            s.rows != s.columns
            or (m.rows, m.columns) != (s.rows, ONE)
            or not r.a.definite(s, False)
        ):
            raise Misfit(f"no law: {write(law)}")
        texts.append(f"{r.k.text(m)}; {r.k.text(s)}")
    new = symbol(f"W2sq({texts[0]}; {texts[1]})")
    if all(x != new for _, x in r.opaque):
        r.opaque.append((t, new))
    r.a.meaning[new.data] = t
    return new


OPAQUE = ("MultivariateNormal", "Index")
RULES: dict[str, Callable[[Reading, Term], Value]] = {
    "Add": _sum, "Mul": _product, "Neg": _negative, "Div": _quotient, "Pow": _power,
    "inverse": _inverse, "transpose": _transpose, "det": _determinant, "trace": _trace,
    "Identity": _identity, "ZeroMatrix": _zero, "sqrtm": _root, "sqrt": _root, "diag": _diagonal,
    "Matrix": _blocks, "Derivative": _derivative, "Sum": _over_places, "Product": _over_places,
    "W2sq": _distance,
}  # fmt: skip
__all__ = ["Blocks", "Reading", "Value"]
