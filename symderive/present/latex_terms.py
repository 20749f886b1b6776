r"""A term as LaTeX at the quality of a paper, in its written order, needing amsmath only.

The text depends on the term and the options alone, so it can be written again from a certificate.

>>> from symderive.terms.tree import Term, add, call, div, integer, mul, neg, symbol
>>> a, b, x = map(symbol, "abx")
>>> latex(mul(a, call("cosh", div(add(neg(b), x), a))))
'a\\cosh\\frac{x - b}{a}'
>>> latex(call("exp", neg(div(x, integer(2)))))
'e^{-x/2}'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..terms.tree import Term
from . import latex_arithmetic, latex_calculus, latex_functions, latex_statements
from .depth import deep
from .latex_functions import GLYPHS
from .latex_pieces import Printer, Row, Style
from .latex_symbols import glyphs

ROWS: Mapping[str, Row] = {
    **latex_functions.ROWS,
    **latex_arithmetic.ROWS,
    **latex_calculus.ROWS,
    **latex_statements.ROWS,
}


@dataclass(frozen=True)
class Scope:
    """The names and heads of a whole document, so that a name keeps its glyph from step to step."""

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()

    @staticmethod
    def of(*terms: Term) -> Scope:
        names, functions, heads = set(), set(), set()
        for term in terms:
            for t in term.walk():
                heads.add(t.head)
                if t.head == "Symbol":
                    names.add(t.data)
                elif t.head == "Apply":
                    functions.add(t.data[0])
        return Scope(frozenset(names), frozenset(functions), frozenset(heads))

    def __or__(self, other: Scope) -> Scope:
        return Scope(
            self.names | other.names,
            self.functions | other.functions,
            self.heads | other.heads,
        )


def printer(scope: Scope, style: Style) -> Printer:
    """A printer for terms of the scope."""
    reserved = {GLYPHS[h] for h in scope.heads if h in GLYPHS}
    table = glyphs(scope.names | scope.functions | set(style.unknowns), reserved)
    return Printer(ROWS, style, table, scope.functions | set(style.unknowns), scope.heads)


@deep
def latex(
    term: Term, *, style: Style | None = None, scope: Scope | None = None, **options: Any
) -> str:
    """LaTeX of a term or statement; `options` are the fields of `Style`, e.g. `log="log"`.

    Raises ValueError for an option value that does not exist or a head without a row.
    """
    if style is not None and options:
        raise ValueError("give a style or single options, not both")
    here = Scope.of(term)
    return printer(here | scope if scope else here, style or Style(**options)).tex(term)
