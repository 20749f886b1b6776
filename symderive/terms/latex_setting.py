r"""What a formula in LaTeX is read against: what is declared, and what the document itself shows.

Nothing is inferred but this: a letter that stands bare in the document and never looks like a
function is a number (so that `a(b+c)` is a product); `e` is Euler's number once it has a symbolic
exponent; `i` is the imaginary unit once it stands in such an exponent and is no index.

>>> seen = Evidence.of(latex_tokens(r"a(b+c) = ab + ac"))
>>> "a" in seen.bare, "a" in seen.applied
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from symderive.terms.context import PLAIN, Context
from symderive.terms.latex_macros import Macros
from symderive.terms.latex_tokens import Token, closing, latex_tokens
from symderive.terms.latex_words import GREEK
from symderive.terms.tree import Term

__all__ = ["Evidence", "Setting", "latex_tokens"]


@dataclass(frozen=True)
class Evidence:
    """How the letters of a document are used.  Keys are glyphs such as `a`, `lam`, `R_1`."""

    bare: frozenset[str] = frozenset()  # stands as a value
    applied: frozenset[str] = frozenset()  # primed, dotted, or before a bracket with an argument
    indices: frozenset[str] = frozenset()  # bound by a sum or product, or a subscript
    sequences: frozenset[str] = frozenset()  # has a bound index in a subscript
    euler: bool = False
    imaginary: bool = False

    @staticmethod
    def of(toks: list[Token]) -> Evidence:
        bound = _bound_indices(toks)
        bare, applied, indices, sequences = set(), set(), set(bound), set()
        euler = imaginary = False
        k = 0
        while k < len(toks):
            t = toks[k]
            name = letter(t)
            if name is None or (k and toks[k - 1].text in ("\\begin", "\\end")):
                k += 1
                continue
            primed = dotted(toks, k)
            key, k, inside = _subscripted(toks, k, name)
            letters = {n for s in inside if (n := letter(s)) is not None}
            indices |= letters
            if letters & bound:
                sequences.add(name)
            follows = toks[k].text if k < len(toks) else ""
            if follows in ("'", r"\prime") or primed or _primed(toks, k):
                applied.add(key)
            elif follows in ("(", "["):
                if _argument_like(toks, k):
                    applied.add(key)
            elif key != "d" or follows != "^":
                bare.add(key)
            if name == "e" and key == "e" and follows == "^":
                exponent = _script(toks, k + 1)
                if any(letter(s) is not None for s in exponent):
                    euler = True
                imaginary = imaginary or any(s.text == "i" for s in exponent)
        return Evidence(
            frozenset(bare),
            frozenset(applied),
            frozenset(indices),
            frozenset(sequences),
            euler,
            imaginary,
        )

    def __or__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.bare | other.bare, self.applied | other.applied, self.indices | other.indices,
            self.sequences | other.sequences, self.euler or other.euler,
            self.imaginary or other.imaginary,
        )  # fmt: skip


def letter(t: Token) -> str | None:
    """The name of a Latin or Greek letter, else None."""
    if len(t.text) == 1 and t.text.isalpha():
        return t.text
    return GREEK.get(t.text)


def dotted(toks: list[Token], k: int) -> bool:
    before = toks[k - 1].text if k else ""
    if before == "{" and k > 1:
        before = toks[k - 2].text
    return before in (r"\dot", r"\ddot")


def _primed(toks: list[Token], k: int) -> bool:
    return (k + 2 < len(toks) and toks[k].text == "^" and toks[k + 1].text in ("'",)) or (
        k + 2 < len(toks) and toks[k].text == "^" and toks[k + 1].text == "{"
        and toks[k + 2].text in ("'", "(")
    )  # fmt: skip


def _script(toks: list[Token], k: int) -> list[Token]:
    """The tokens of a script that begins at `k`."""
    if k >= len(toks):
        return []
    if toks[k].text != "{":
        return [toks[k]]
    j = closing(toks, k)
    return toks[k + 1 : j] if j > 0 else []


def _subscripted(toks: list[Token], k: int, name: str) -> tuple[str, int, list[Token]]:
    """The glyph key of a letter with its subscript, what follows, and the subscript's tokens."""
    k += 1
    if k >= len(toks) or toks[k].text != "_":
        return name, k, []
    inside = _script(toks, k + 1)
    k += 2 if k + 1 < len(toks) and toks[k + 1].text != "{" else len(inside) + 3
    plain = [letter(s) or s.text for s in inside]
    if all(p.isalnum() for p in plain):
        return "_".join([name, "".join(plain)]), k, inside
    return name + "_{" + " ".join(s.text for s in inside) + "}", k, inside


def _bound_indices(toks: list[Token]) -> set[str]:
    found = set()
    for k, t in enumerate(toks[:-3]):
        if t.text in (r"\sum", r"\prod") and toks[k + 1].text == "_":
            for s in _script(toks, k + 2):
                if s.text in ("=", r"\ge", r"\in", ">"):
                    break
                name = letter(s)
                if name is not None:
                    found.add(name)
    return found


_OPERATORS = frozenset(("+", "-", r"\pm", "/", "="))


def _argument_like(toks: list[Token], k: int) -> bool:
    """Whether a bracket holds what functions are applied to: a name, a number, or a list."""
    depth, operators, comma, count = 0, 0, False, 0
    for t in toks[k:]:
        if t.text in ("(", "[", "{"):
            depth += 1
        elif t.text in (")", "]", "}"):
            depth -= 1
            if depth == 0:
                break
        elif depth == 1:
            count += 1
            operators += t.text in _OPERATORS
            comma = comma or t.text in (",", ";", "|", r"\mid", r"\|")
    return comma or operators == 0


@dataclass(frozen=True)
class Setting:
    """Declarations, by the names of terms.

    context: unknowns and their variables, matrix names.  numbers: names declared to be numbers.
    vectors: the matrices with one column.  names: what else is a name, by its tokens with a space
    between (`x ^ *`, `\\Delta x`).  heads: letters that stand for functions of the table.
    constants: letters that stand for constants.  densities: function -> ends of its support.
    sequences: names whose subscripts are arguments.  complex: names declared complex.
    """

    context: Context = PLAIN
    numbers: frozenset[str] = frozenset()
    vectors: frozenset[str] = frozenset()
    complex: frozenset[str] = frozenset()
    sequences: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Term] = field(default_factory=dict)
    densities: Mapping[str, tuple[Term, Term]] = field(default_factory=dict)
    sizes: Mapping[str, Term] = field(default_factory=dict)  # of the square matrices
    functions: frozenset[str] = frozenset()  # declared functions that are no unknowns
    evidence: Evidence = field(default_factory=Evidence)
    macros: Macros = field(default_factory=Macros)
    own: bool = False  # the text is of our own printer: its conventions hold without declarations

    def seeing(self, toks: Iterable[Token]) -> Setting:
        return replace(self, evidence=self.evidence | Evidence.of(list(toks)))


BARE = Setting()
