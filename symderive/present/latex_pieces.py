r"""Pieces of LaTeX and the printer that puts brackets between them.

A piece is a text with a binding level and its height; the printer carries the style and asks the
row of a term's head for its piece: every head is one function, brackets are decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..terms.tree import Term
from .latex_symbols import glyph

# How tightly a piece holds together; it gets a bracket where it is looser than its place allows.
# BIG: operators with an open body on the right (sums, limits, d/dx); CALL: `\sin x`, bare.
LOGIC, RELATION, ADD, BIG, SLASH, MUL, CALL, SCRIPT, ATOM = range(1, 10)


class Piece(NamedTuple):
    tex: str
    level: int
    tall: bool = False


@dataclass(frozen=True)
class Style:
    """What an author may choose.  `unknowns`: function -> its variables; `y(x)` prints as `y`.

    derivative: auto (prime for one variable, subscript for several), prime, subscript, leibniz,
    dot, partial; slots: `partial` for `\\partial_{1} f(a,b)`, `index` for `f^{(1,0)}(a,b)`.
    """

    log: str = "ln"
    derivative: str = "auto"
    slots: str = "partial"
    unknowns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matrices: frozenset[str] = frozenset()
    markdown: bool = False

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("log", self.log, ("ln", "log")),
            ("slots", self.slots, ("partial", "index")),
            (
                "derivative",
                self.derivative,
                ("auto", "prime", "subscript", "leibniz", "dot", "partial"),
            ),
        ):
            if value not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")


_LONG = 8  # terms in a part that deserves a letter
_LETTERS = ("L", r"\mathcal{L}", r"\Lambda")

Row = Callable[["Printer", Term], Piece]


@dataclass(frozen=True)
class Printer:
    rows: Mapping[str, Row]
    style: Style
    names: Mapping[str, str]  # symbol and function names -> glyphs
    functions: frozenset[str]  # names that are applied somewhere: a bracket after them is a call
    heads: frozenset[str]  # heads that occur, for constants that must give way
    small: bool = False  # exponents and limits: fractions go inline
    depth: int = 0  # how many fraction bars are around
    short: Mapping[Term, str] = field(default_factory=dict)  # parts that have a name of their own

    def __call__(self, term: Term) -> Piece:
        if self.short and term in self.short:
            return Piece(self.short[term], ATOM)
        row = self.rows.get(term.head)
        if row is None:
            raise ValueError(f"no LaTeX for the head {term.head!r}")
        return row(self, term)

    def tex(self, term: Term) -> str:
        return self(term).tex

    def name(self, name: str) -> str:
        return self.names.get(name) or glyph(name)

    def script(self) -> Printer:
        return self if self.small else replace(self, small=True)

    def deeper(self) -> Printer:
        return replace(self, depth=self.depth + 1)

    def fresh(self) -> Printer:
        """For matrix entries and cases, which start a line of their own."""
        return replace(self, depth=max(self.depth, 1))

    def shortened(self, term: Term | None) -> Printer:
        """With a letter for a long part of the problem, if it is long and a letter is free."""
        if term is None or sum(1 for _ in term.walk()) < _LONG:
            return self
        free = (n for n in _LETTERS if n not in self.names.values())
        return replace(self, short={term: letter} if (letter := next(free, None)) else {})

    def plainly(self) -> Printer:
        """Without letters for parts."""
        return replace(self, short={})

    def operator(self, word: str) -> str:
        """An upright name; GitHub refuses `\\operatorname`."""
        return rf"\mathrm{{{word}}}" if self.style.markdown else rf"\operatorname{{{word}}}"

    def above(self, term: Term, level: int) -> Piece:
        """The piece of `term`, in brackets unless it binds tighter than `level`."""
        piece = self(term)
        return piece if piece.level > level else paren(piece)

    def listed(self, terms: Iterable[Term], between: str = ", ") -> Piece:
        pieces = [self.above(t, LOGIC) for t in terms]
        return Piece(between.join(p.tex for p in pieces), LOGIC, any(p.tall for p in pieces))


def paren(piece: Piece, brackets: str = "()") -> Piece:
    left, right = brackets[0], brackets[1]
    if piece.tall:
        return Piece(rf"\left{left}{piece.tex}\right{right}", ATOM, True)
    return Piece(f"{left}{piece.tex}{right}", ATOM)


def spaced(a: str, b: str) -> str:
    r"""`a` and `b` side by side; a space where `\macro` would swallow the letter that follows."""
    if a and b and b[0].isalpha():
        tail = a[a.rfind("\\") + 1 :] if "\\" in a else ""
        if tail.isalpha():
            return f"{a} {b}"
    if a and b and b[0].isdigit() and "\\" in a and a[a.rfind("\\") + 1 :].isalpha():
        return f"{a} {b}"
    return a + b
