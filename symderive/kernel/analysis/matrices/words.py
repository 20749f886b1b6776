"""Matrices of symbolic size as sums of words: letters with shapes, products, transposes.

A letter is an atom (a name, an inverse, a root, a diagonal) or its transpose; a word is a product
of letters that fit; a matrix is a sum of words with scalar coefficients.  The empty word is the
identity of the size that its sum carries.

>>> k = Alphabet(Scalars())
>>> n, m = symbol("n"), symbol("m")
>>> a = k.matrix(k.letter("A", n, m))
>>> b = k.matrix(k.letter("B", m, n))
>>> ab = k.product(a, b)
>>> k.text(k.transpose(ab)), k.text(k.sum(ab, k.scaled(k.scalars.number(-1), ab)))
("B' A'", '0')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from symderive.kernel.analysis.matrices.scalars import Scalars
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.normal import Unsupported
from symderive.terms.tree import Term, symbol
from symderive.terms.writer import write

Letter = tuple[int, bool]  # number of the atom, whether transposed
Word = tuple[Letter, ...]
MAX_LENGTH = 24
MAX_WORDS = 400


class Misfit(Unsupported):
    """Shapes that do not fit: which ones."""


@dataclass
class Atom:
    """`definite` is "+" (positive definite), "0+" (semidefinite) or None; both mean symmetric."""

    name: str
    rows: Term
    columns: Term
    symmetric: bool = False
    invertible: bool = False
    definite: str | None = None
    kind: str = "name"  # name, inverse, root, diagonal
    of: Matrix | None = None  # what an inverse or a root is taken of
    entry: Term | None = None  # of a diagonal: the entry at a place, in components


@dataclass
class Matrix:
    """A sum of words; without words it is the zero matrix."""

    rows: Term
    columns: Term
    words: Mapping[Word, Fraction_] = field(default_factory=dict)

    @property
    def zero(self) -> bool:
        return not self.words


class Alphabet:
    """Atoms by name, and the algebra of the words in them."""

    def __init__(self, scalars: Scalars) -> None:
        self.scalars = scalars
        self.atoms: list[Atom] = []
        self.merge: Callable[[Letter, Letter], Word] | None = None  # of two diagonals
        self.named: dict[str, int] = {}

    def letter(self, name: str, rows: Term, columns: Term, **known: object) -> Letter:
        """The letter of an atom, made when its name is new."""
        at = self.named.get(name)
        if at is None:
            at = self.named[name] = len(self.atoms)
            self.atoms.append(Atom(name, rows, columns, **known))  # type: ignore[arg-type]
        return (at, False)

    def atom(self, letter: Letter) -> Atom:
        return self.atoms[letter[0]]

    def shape(self, letter: Letter) -> tuple[Term, Term]:
        a = self.atoms[letter[0]]
        return (a.columns, a.rows) if letter[1] else (a.rows, a.columns)

    def flipped(self, letter: Letter) -> Letter:
        return letter if self.atoms[letter[0]].symmetric else (letter[0], not letter[1])

    # --- sums of words ----------------------------------------------------------------------------

    def matrix(self, letter: Letter) -> Matrix:
        return Matrix(*self.shape(letter), {(letter,): self.scalars.one})

    def identity(self, n: Term) -> Matrix:
        return Matrix(n, n, {(): self.scalars.one})

    def zero(self, rows: Term, columns: Term) -> Matrix:
        return Matrix(rows, columns, {})

    def scaled(self, c: Fraction_, m: Matrix) -> Matrix:
        if c.zero:
            return self.zero(m.rows, m.columns)
        return Matrix(m.rows, m.columns, {w: c * f for w, f in m.words.items()})

    def sum(self, *parts: Matrix) -> Matrix:
        first = parts[0]
        out: dict[Word, Fraction_] = {}
        for m in parts:
            if (m.rows, m.columns) != (first.rows, first.columns):
                raise Misfit(f"a {_shape(first)} matrix plus a {_shape(m)} one")
            for w, c in m.words.items():
                add_to(out, w, c)
        return Matrix(first.rows, first.columns, out)

    def difference(self, a: Matrix, b: Matrix) -> Matrix:
        return self.sum(a, self.scaled(self.scalars.number(-1), b))

    def product(self, *factors: Matrix) -> Matrix:
        out = factors[0]
        for m in factors[1:]:
            if out.columns != m.rows:
                raise Misfit(f"a {_shape(out)} matrix times a {_shape(m)} one")
            if len(out.words) * len(m.words) > MAX_WORDS * MAX_WORDS:
                raise TooLarge("a product of long sums of matrices")
            words: dict[Word, Fraction_] = {}
            for v, c in out.words.items():
                for w, d in m.words.items():
                    add_to(words, self.joined(v, w), c * d)
            if len(words) > MAX_WORDS:
                raise TooLarge("a sum of too many words of matrices")
            out = Matrix(out.rows, m.columns, words)
        return out

    def joined(self, v: Word, w: Word) -> Word:
        if len(v) + len(w) > MAX_LENGTH:
            raise TooLarge(f"a word of more than {MAX_LENGTH} matrices")
        if v and w and self.merge is not None:
            diagonal = self.atoms[v[-1][0]].kind == self.atoms[w[0][0]].kind == "diagonal"
            if diagonal:
                return self.joined(self.joined(v[:-1], self.merge(v[-1], w[0])), w[1:])
        return v + w

    def transposed_word(self, w: Word) -> Word:
        return tuple(self.flipped(x) for x in reversed(w))

    def transpose(self, m: Matrix) -> Matrix:
        return Matrix(m.columns, m.rows, {self.transposed_word(w): c for w, c in m.words.items()})

    def word(self, w: Word, rows: Term) -> Matrix:
        """One word; `rows` is the size of the empty one."""
        if not w:
            return self.identity(rows)
        return Matrix(self.shape(w[0])[0], self.shape(w[-1])[1], {w: self.scalars.one})

    # --- texts: keys of atoms, and what is read by people in errors -------------------------------

    def spelled(self, w: Word) -> str:
        return " ".join(self.atoms[i].name + "'" * t for i, t in w) or "1"

    def text(self, m: Matrix) -> str:
        parts = sorted((self.spelled(w), write_term(self.scalars, c)) for w, c in m.words.items())
        return " + ".join(w if c == "1" else f"({c}) {w}" for w, c in parts) or "0"


def add_to(words: dict[Word, Fraction_], w: Word, c: Fraction_) -> None:
    old = words.get(w)
    new = c if old is None else old + c
    if new.zero:
        words.pop(w, None)
    else:
        words[w] = new


def write_term(scalars: Scalars, c: Fraction_) -> str:
    return write(scalars.term(c))


def total(k: Alphabet, rows: Term, columns: Term, parts: Iterable[Matrix]) -> Matrix:
    """The sum of any number of matrices of one shape."""
    return k.sum(k.zero(rows, columns), *parts)


def _shape(m: Matrix) -> str:
    return f"{write(m.rows)} x {write(m.columns)}"


__all__ = ["Alphabet", "Atom", "Letter", "Matrix", "Misfit", "Scalars", "Word", "add_to", "symbol",
           "total", "write_term"]  # fmt: skip
