"""One algebra of matrices under givens: letters, their relations, inverses, roots, what is definite.

Inverses and roots are letters with relations (`A X = 1`, `R R = S`); an inverse that a claim writes
presupposes that there is one, as a denominator does, and one that a proof needs is proved to exist.

>>> from symderive.terms.reader import read
>>> g = Givens.of([read("S is positive definite n x n"), read("c > 0")])
>>> a = Algebra(g)
>>> s = a.name("S")
>>> a.definite(a.k.sum(s, a.k.scaled(a.k.scalars.of(read("c")), a.k.identity(read("n")))))
True
>>> a.definite(a.k.difference(s, a.k.identity(read("n"))))
False
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.matrices import definite
from symderive.kernel.analysis.matrices.rewriting import Relations
from symderive.kernel.analysis.matrices.scalars import Scalars
from symderive.kernel.analysis.matrices.words import Alphabet, Letter, Matrix, Misfit, Word
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ONE, ZERO, Term, call, integer, mul, neg, symbol
from symderive.terms.writer import write

LENGTH = 9  # of the words in which relations overlap


class Algebra:
    """Letters and relations; `facts` are statements about the scalars that stand for matrices."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self.k = Alphabet(Scalars())
        self.relations = Relations(self.k, self.unit)
        self.k.merge = self._merged
        self.relations.scalar = self._vanishing
        self.facts: dict[Term, None] = {}  # about scalar atoms: a determinant is positive, ..
        self.meaning: dict[str, Term] = {}  # what a scalar atom stands for
        self.places: dict[str, tuple[Term, Term]] = {}  # sums over components: entry and size
        self.block_letters: dict[
            str, list[list[Matrix]]
        ] = {}  # what a letter for blocks stands for
        self.block_inverses: dict[str, list[list[Matrix]]] = {}  # by key, what they are inverses of
        self.definite_blocks: dict[str, str] = {}  # keys of block matrices known to be definite
        self.presupposed: dict[Term, None] = {}  # determinants of what the claim inverts
        self.assumed: dict[Term, None] = {}  # the same, of the sums of words that they are
        self.writing: Term | None = None  # what stands under the inverse that is being read
        self.declared: list[tuple[Matrix, str]] = []  # expressions given to be definite
        self.traces: dict[Term, Word] = {}  # atoms of traces, with their words
        self.forms: dict[Term, Word] = {}  # atoms of forms x^T A y
        self.determinants: dict[str, tuple[Term, Matrix]] = {}  # of sums: in atoms, and the sum
        self.underway: set[str] = set()  # determinants that are being brought to a form
        self.complex: frozenset[str] = frozenset()  # atoms that are not proved real
        self.reals: dict[Term, bool] = {}  # whether scalars are proved real
        self.number: Callable[[Matrix], Fraction_]  # of a 1 x 1 sum; set by whoever reads terms
        self._signs: dict[Term, str | None] = {}
        self._definite: dict[str, str | None] = {}
        self.scalar_givens = [s for s in givens.statements if self._plain(s)]
        for name, sort in givens.matrices.items():
            for n in (sort.rows, sort.columns):
                for d in sorted(n.free):
                    self.scalar_givens += [
                        Term("Is", (symbol(d), symbol("integer"))), Term("Ge", (symbol(d), ONE))
                    ]  # fmt: skip
            self.name(name)

    def _plain(self, s: Term) -> bool:
        if s.head == "And":
            return all(self._plain(a) for a in s.args)
        if s.head == "Is" and (s.args[1].head == "Tuple" or s.args[0].head != "Symbol"):
            return False
        return not any(
            (u.head == "Symbol" and u.data in self.givens.matrices) or u.head in MATRIX_HEADS
            for u in s.walk()
        )

    # --- names ------------------------------------------------------------------------------------

    def dimension(self, t: Term) -> Term:
        """A size in one spelling."""
        return self.k.scalars.term(self.k.scalars.of(t))

    def name(self, name: str) -> Matrix:
        """The matrix of a name, with the relations that its properties say."""
        if name in self.k.named:
            return self.k.matrix((self.k.named[name], False))
        sort = self.givens.matrices[name]
        rows, columns = self.dimension(sort.rows), self.dimension(sort.columns)
        said = sort.properties
        definite = ("+" if "positive_definite" in said else
                    "0+" if "positive_semidefinite" in said else None)  # fmt: skip
        x = self.k.letter(
            name, rows, columns, symmetric=bool(definite) or bool(said & {"symmetric", "diagonal"}),
            definite=definite, invertible=definite == "+" or bool(said & {"invertible", "orthogonal"}),
        )  # fmt: skip
        if (
            definite or said & {"symmetric", "diagonal", "invertible", "orthogonal"}
        ) and rows != columns:
            raise Misfit(f"{name} is not square")
        m = self.k.matrix(x)
        if "orthogonal" in said:
            for p in (
                self.k.product(m, self.k.transpose(m)),
                self.k.product(self.k.transpose(m), m),
            ):
                self.relate(self.k.difference(p, self.k.identity(rows)))
        return m

    def relate(self, m: Matrix) -> None:
        """m = 0, and its transpose."""
        self.relations.add(m)
        self.relations.add(self.k.transpose(m))

    def _vanishing(self, c: Fraction_) -> None:
        self.facts[Term("Eq", (self.k.scalars.term(Fraction_(c.n)), ZERO))] = None

    def reduced(self, m: Matrix) -> Matrix:
        return self.relations.reduced(m)

    # --- scalars ----------------------------------------------------------------------------------

    def local(self, about: Term) -> Givens:
        """What is known of the scalars in a statement, and of those that come with them."""
        facts = [_in_words(s) for s in (*self.scalar_givens, *self.facts)]
        facts += [Term("Is", (symbol(n), symbol("complex"))) for n in sorted(self.complex)]
        names, kept = set(about.free), [False] * len(facts)
        grown = True
        while grown:
            grown = False
            for i, s in enumerate(facts):
                if not kept[i] and not names.isdisjoint(s.free):
                    kept[i] = grown = True
                    names |= s.free
        return Givens.of([s for s, k in zip(facts, kept, strict=True) if k])

    def holds(self, statement: Term) -> bool:
        """Whether a relation of scalars is proved."""
        from symderive.kernel.analysis.algebra import relation, settled

        try:
            local = self.local(statement)
            proof = relation(statement, local, (), False)
            if proof.excluded or proof.conditions:
                return False
            closed = [t for t in proof.inverted if not t.free]  # numbers: balls confirm them
            return not closed or bool(settled(proof, statement, local))
        except (Rejected, Undecided, ArithmeticError, ValueError):
            return False

    def sign(self, c: Fraction_) -> str | None:
        """The sign of a coefficient, as far as the sign oracle knows it."""
        number = c.constant()
        if number is not None:
            return "+" if number > 0 else "0" if number == 0 else "-"
        t = self.k.scalars.term(c)
        if t not in self._signs:
            found = None
            if self.holds(Term("Gt", (t, ZERO))):
                found = "+"
            elif self.holds(Term("Lt", (t, ZERO))):
                found = "-"
            elif self.holds(Term("Ge", (t, ZERO))):
                found = "0+"
            elif self.holds(Term("Ne", (t, ZERO))):
                found = "!0"
            self._signs[t] = found
        return self._signs[t]

    def unit(self, c: Fraction_) -> bool:
        """Whether a coefficient is known not to vanish, or the claim divides by it."""
        if c.constant() is not None:
            return not c.zero
        top = self.k.scalars.term(Fraction_(c.n))
        return top in self.k.scalars.divided or neg(top) in self.k.scalars.divided or self.sign(c) in (
            "+", "-", "!0")  # fmt: skip

    # --- inverses ---------------------------------------------------------------------------------

    def inverse(self, m: Matrix, written: bool = True) -> Matrix:
        """The inverse; raises Undefined for a zero matrix, Undecided where none is known to exist."""
        m = self.reduced(m)
        k = self.k
        if m.rows != m.columns:
            raise Misfit(f"the inverse of a {write(m.rows)} x {write(m.columns)} matrix")
        if m.zero:
            raise Undefined("the inverse of a zero matrix", written)
        if len(m.words) == 1:
            ((w, c),) = m.words.items()
            if all(self.square(x) for x in w):
                if not self.unit(c):
                    self._presuppose(k.scalars.term(c), written)
                parts = [self.letter_inverse(x, written) for x in reversed(w)]
                out = k.product(k.identity(m.rows), *parts)
                return k.scaled(c.inverse(), out)
        known = self.diagonal_of(m)
        if known is not None:
            if not self.unit(known):
                raise Undecided("an entry of a diagonal that is inverted may vanish")
            return self.diagonal(known.inverse(), m.rows)
        m, c = self.monic(m)
        flipped = k.transpose(m)
        turned = k.text(flipped) < k.text(m)
        base = flipped if turned else m
        symmetric = self.same(base, flipped if not turned else m)
        name = f"({k.text(base)})^-1"
        if name not in k.named:
            strict = symmetric and self.definite(base)
            if not strict:
                self._presuppose(call("det", self.written(base)), written)
            x = k.letter(name, m.rows, m.rows, symmetric=symmetric, invertible=True,
                         definite="+" if strict else None, kind="inverse", of=base)  # fmt: skip
            unit = k.identity(m.rows)
            self.relate(k.difference(k.product(base, k.matrix(x)), unit))
            self.relate(k.difference(k.product(k.matrix(x), base), unit))
        x = (k.named[name], False)
        return k.scaled(c.inverse(), k.matrix(k.flipped(x) if turned else x))

    def monic(self, m: Matrix) -> tuple[Matrix, Fraction_]:
        """m divided by the coefficient of its first word that is a number or positive."""
        for w in sorted(m.words, key=self.k.spelled):
            c = m.words[w]
            number = c.constant()
            if number is not None and number < 0:  # a definite matrix keeps its sign
                turned = self.k.scaled((-c).inverse(), m)
                return (turned, -c) if self.definite(turned) else (self.k.scaled(c.inverse(), m), c)
            if number is not None or self.sign(c) == "+":
                return self.k.scaled(c.inverse(), m), c
        return m, self.k.scalars.one

    def letter_inverse(self, x: Letter, written: bool = True) -> Matrix:
        k = self.k
        a = k.atom(x)
        if a.kind == "inverse":
            assert a.of is not None
            return k.transpose(a.of) if x[1] else a.of
        if a.kind == "diagonal":
            assert a.entry is not None
            entry = k.scalars.of(a.entry)
            if not self.unit(entry):
                raise Undecided("an entry of a diagonal that is inverted may vanish")
            return self.diagonal(entry.inverse(), a.rows)
        sort = self.givens.matrices.get(a.name)
        if sort is not None and "orthogonal" in sort.properties:
            return k.matrix(k.flipped(x))
        if a.kind == "block" and not x[1]:
            from symderive.kernel.analysis.matrices import blocks

            cells = self.block_letters[a.name]
            back = self.block_inverses.get(blocks.key(self, cells))
            return blocks.letter(self, back or blocks.inverse(self, cells, written))
        if not self.regular(x):
            self._presuppose(call("det", self.written(k.matrix((x[0], False)))), written)
        name = f"{a.name}^-1"
        if name not in k.named:
            base = k.matrix((x[0], False))
            new = k.letter(name, a.rows, a.rows, symmetric=a.symmetric, invertible=True,
                           definite="+" if a.definite else None, kind="inverse", of=base)  # fmt: skip
            for p in (k.product(base, k.matrix(new)), k.product(k.matrix(new), base)):
                self.relate(k.difference(p, k.identity(a.rows)))
        new = (k.named[name], False)
        return k.matrix(k.flipped(new) if x[1] else new)

    def _presuppose(self, t: Term, written: bool) -> None:
        if not written:
            raise Undecided(f"not proved: {write(t)} != 0")
        self.assumed[t] = None
        self.presupposed[t if self.writing is None else call("det", self.writing)] = None

    def invertible(self, m: Matrix) -> bool:
        m = self.reduced(m)
        if len(m.words) == 1:
            ((w, c),) = m.words.items()
            return self.unit(c) and all(self.square(x) and self.k.atom(x).invertible for x in w)
        return m.rows == m.columns and not m.zero and self.definite(m)

    def regular(self, x: Letter) -> bool:
        """Whether a letter is invertible, as proved or as the claim presupposes."""
        if self.k.atom(x).invertible or not self.assumed:
            return self.k.atom(x).invertible
        return call("det", self.written(self.k.matrix((x[0], False)))) in self.assumed

    def square(self, x: Letter) -> bool:
        rows, columns = self.k.shape(x)
        return rows == columns

    def same(self, a: Matrix, b: Matrix) -> bool:
        return self.reduced(self.k.difference(a, b)).zero

    # --- roots, in `roots` ------------------------------------------------------------------------

    def root(self, m: Matrix) -> Matrix:
        """The square root of a matrix proved to be symmetric and positive semidefinite."""
        from symderive.kernel.analysis.matrices.roots import root

        return root(self, m)

    # --- definite ---------------------------------------------------------------------------------

    def definite(self, m: Matrix, strict: bool = True) -> bool:
        """Whether m is proved symmetric positive definite (or semidefinite); see `definite`."""
        m = self.reduced(m)
        key = self.k.text(m)
        if key not in self._definite:
            self._definite[key] = None
            self._definite[key] = definite.found(self, m)
        found = self._definite[key]
        return found in (definite.STRICT if strict else definite.WEAK)

    # --- diagonals, in `components` ---------------------------------------------------------------

    def _merged(self, x: Letter, y: Letter) -> Word:
        from symderive.kernel.analysis.matrices.components import merged

        return merged(self, x, y)

    def diagonal(self, entry: Fraction_, n: Term) -> Matrix:
        from symderive.kernel.analysis.matrices.components import diagonal

        return diagonal(self, entry, n)

    def diagonal_of(self, m: Matrix) -> Fraction_ | None:
        from symderive.kernel.analysis.matrices.components import diagonal_of

        return diagonal_of(self, m)

    # --- writing ----------------------------------------------------------------------------------

    def written(self, m: Matrix) -> Term:
        """The matrix as a term."""
        from symderive.kernel.analysis.matrices.writing import written

        return written(self, m)

    def meant(self, t: Term) -> Term:
        """A scalar term with what its atoms stand for."""
        if t.head == "Symbol":
            return self.meaning.get(t.data, t)
        return t.rebuild([self.meant(a) for a in t.args])


_SIGNS = {
    "Gt": "positive",
    "Ge": "nonnegative",
    "Lt": "negative",
    "Le": "nonpositive",
    "Ne": "nonzero",
}


def _in_words(s: Term) -> Term:
    """`x is positive` for x > 0: a sign of a name is no relation that must be learnt."""
    if s.head in _SIGNS and s.args[0].head == "Symbol" and s.args[1] == ZERO:
        return Term("Is", (s.args[0], symbol(_SIGNS[s.head])))
    return s


MATRIX_HEADS = frozenset(
    "Matrix transpose inverse det trace Identity ZeroMatrix sqrtm diag Index VolumeIntegral "
    "MultivariateNormal W2sq".split()
)
__all__ = ["LENGTH", "MATRIX_HEADS", "Algebra", "integer", "mul"]
