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

from itertools import pairwise

from symderive.kernel.analysis.calculus.tidy import times
from symderive.kernel.analysis.matrices import components
from symderive.kernel.analysis.matrices.algebra import MATRIX_HEADS, Algebra
from symderive.kernel.analysis.matrices.definite import congruent
from symderive.kernel.analysis.matrices.reals import real
from symderive.kernel.analysis.matrices.words import Matrix, Misfit, Word
from symderive.kernel.analysis.matrices.writing import word_written
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.terms.substitute import alpha_equal
from symderive.terms.tree import BINDERS, ONE, ZERO, Term, call, symbol
from symderive.terms.writer import write

Value = Term | Matrix | list[list[Matrix]]
MAX_TURNS = 200


class Reading:
    """The reading of terms over one algebra."""

    def __init__(self, a: Algebra) -> None:
        self.a = a
        self.k = a.k
        a.number = self.number
        self.opaque: list[tuple[Term, Term]] = []  # integrals and distances, with their atoms
        self.conditions: dict[Term, None] = {}  # of derivatives
        self.along: int | None = None  # the direction of a derivative by a matrix
        self.linear: dict[Term, Word] = {}  # a form tr(H W) in the direction H, and its W

    # --- entry ------------------------------------------------------------------------------------

    def scalar(self, t: Term) -> Term:
        """The scalar term without matrices; raises Misfit for a matrix."""
        return self.as_scalar(self.value(t))

    def scalar_relation(self, t: Term) -> Term:
        return t.rebuild([self.scalar(u) for u in t.args])

    def value(self, t: Term) -> Value:
        """A scalar term, a sum of words, or blocks."""
        if not self.about_matrices(t):
            return t
        if t.head == "Symbol":
            return self.a.name(t.data)
        from symderive.kernel.analysis.matrices.reading_rules import OPAQUE, RULES

        rule = RULES.get(t.head)
        if rule is not None:
            return rule(self, t)
        if t.head in BINDERS or t.head in OPAQUE:
            return self.put_aside(t)
        return t.rebuild([self.scalar(u) for u in t.args])

    def about_matrices(self, t: Term) -> bool:
        return t.head in MATRIX_HEADS or (
            t.head == "Symbol" and t.data in self.a.givens.matrices
        ) or any(map(self.about_matrices, t.args))  # fmt: skip

    def matrix(self, t: Term) -> Matrix:
        m = self.value(t)
        if isinstance(m, Matrix):
            return m
        if isinstance(m, Term):
            return Matrix(ONE, ONE, {(): self.k.scalars.of(m)} if m != ZERO else {})
        raise Undecided("a block matrix stands where one of a single block is wanted")

    def as_scalar(self, v: Value) -> Term:
        if isinstance(v, Term):
            return v
        if isinstance(v, Matrix):
            if v.rows == v.columns == ONE:
                return self.k.scalars.term(self.number(v))
            raise Misfit(f"a {write(v.rows)} x {write(v.columns)} matrix where a number is wanted")
        if len(v) == len(v[0]) == 1:
            return self.as_scalar(v[0][0])
        raise Misfit("a block matrix where a number is wanted")

    def put_aside(self, t: Term) -> Term:
        """What is no algebra, an integral over all columns: one atom, the same up to bound names."""
        for known, atom in self.opaque:
            if alpha_equal(known, t):
                return atom
        new = symbol(f"value {len(self.opaque)}")
        self.opaque.append((t, new))
        self.a.meaning[new.data] = t
        if not real(self.a, t):
            self.a.complex |= {new.data}
        return new

    def of_reals(self, m: Matrix) -> Matrix:
        """The matrix, if its multiples are proved real; raises Undecided."""
        if m.rows == m.columns == ONE:  # a number: it may be complex
            return m
        for c in m.words.values():
            t = self.k.scalars.term(c)
            if not real(self.a, t):
                raise Undecided(f"not proved to be real, beside a matrix: {write(self.a.meant(t))}")
        return m

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
        if self.directed(w):
            return self._along(w)
        parted = self._parted(w)
        if parted is not None and len(parted) == len(parted[0]) == 1:
            return self.number(parted[0][0])
        places = self._places(w)
        if places is not None:
            return components.total_over_places(a, places[0], places[1])
        w = min(w, k.transposed_word(w))
        if self._odd(w):
            return k.scalars.nought
        new = symbol(k.spelled(w))
        a.forms[new] = w
        if len(w) > 1 and any(
            x.kind == "inverse" and x.of and len(x.of.words) > 1 for x in k.atoms
        ):
            one = Matrix(ONE, ONE, {(): k.scalars.generator(new)})
            a.relate(k.difference(k.word(w, ONE), one))  # a scalar inside a longer word
        a.meaning[new.data] = times(*word_written(a, w))
        if len(w) > 1 and w == k.transposed_word(w) and congruent(a, w) is not None:
            a.facts[Term("Ge", (new, ZERO))] = None
        return k.scalars.generator(new)

    def _parted(self, w: Word) -> list[list[Matrix]] | None:
        """A word of letters that all stand for blocks, worked out in blocks."""
        if any(self.k.atom(x).kind != "block" for x in w):
            return None
        from symderive.kernel.analysis.matrices.blocks import multiplied

        return multiplied(self.a, w)

    def directed(self, w: Word) -> bool:
        return self.along is not None and any(i == self.along for i, _ in w)

    def _along(self, w: Word) -> Fraction_:
        """A form in the direction of a derivative, kept with its word."""
        places = [i for i, x in enumerate(w) if x[0] == self.along]
        if len(places) != 1:
            raise Undecided("a change that is not linear in the direction")
        if w[places[0]][1]:
            w = self.k.transposed_word(w)
            places = [len(w) - 1 - places[0]]
        at = places[0]
        w = w[at:] + w[:at]
        new = symbol(f"along {self.k.spelled(w)}")
        self.linear[new] = w[1:]
        self.a.meaning[new.data] = call("trace", times(*word_written(self.a, w)))
        return self.k.scalars.generator(new)

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
                for i, j in pairwise(cuts):
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
        if self.directed(w):
            return self._along(w)
        parted = self._parted(w)
        if parted is not None and all(r[i].rows == r[i].columns for i, r in enumerate(parted)):
            total = k.scalars.nought
            for i, row in enumerate(parted):
                total = total + self.trace(row[i])
            return total
        if len(w) == 1 and k.atom(w[0]).kind == "diagonal":
            entry = k.atom(w[0]).entry
            assert entry is not None
            return components.total_over_places(a, entry, k.atom(w[0]).rows)
        turns = [v[i:] + v[:i] for v in (w, k.transposed_word(w)) for i in range(len(w))]
        w = min(turns)
        if any(map(self._odd, turns)):
            return k.scalars.nought
        new = symbol(f"tr({k.spelled(w)})")
        a.meaning[new.data] = call("trace", times(*word_written(a, w)))
        a.traces[new] = w
        if new not in a.k.scalars.index:
            for v in turns:
                if v == k.transposed_word(v) and congruent(a, v) is not None:
                    strict = congruent(a, v) == "+"
                    a.facts[Term("Gt" if strict else "Ge", (new, ZERO))] = None
                    break
        return k.scalars.generator(new)
