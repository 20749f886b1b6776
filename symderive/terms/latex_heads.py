r"""Letters that are functions of the table where they are declared so: `J_n(x)`, `\psi'(x)`, `K(m)`.

A row says which letter, which subscript and superscript; the letters are those of the Digital
Library of Mathematical Functions, as our printer sets them.

>>> from symderive.terms.latex_setting import Setting
>>> from symderive.terms.latex_reader import read_latex
>>> read_latex("J_{0}(x)", Setting(heads={"J": "besselj"})).head
'besselj'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.terms import latex_brackets
from symderive.terms.heads import HEADS
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.terms.latex_names import Glyph
    from symderive.terms.latex_reader import Reader


class Shape(NamedTuple):
    """sub: whether a subscript is an argument; sup: None, `#` or `(#)` (an argument), else a mark."""

    letter: str
    sub: bool = False
    sup: str | None = None
    primes: int = 0
    bracket: bool = True


SHAPES: dict[str, Shape] = {
    **{h: Shape(c, sub=True) for h, c in {
        "besselj": "J", "bessely": "Y", "besseli": "I", "besselk": "K", "jn": "j", "yn": "y",
        "expint": "E", "legendre": "P", "hermite": "H", "laguerre": "L", "chebyshevt": "T",
        "chebyshevu": "U"}.items()},
    **{h: Shape(c) for h, c in {
        "gamma": "Gamma", "uppergamma": "Gamma", "lowergamma": "gamma", "digamma": "psi",
        "elliptic_k": "K", "elliptic_e": "E", "elliptic_f": "F", "elliptic_pi": "Pi",
        "LambertW": "W", "dirichlet_eta": "eta", "zeta": "zeta", "Heaviside": "H",
        "DiracDelta": "delta", "lerchphi": "Phi", "beta": "B"}.items()},
    **{h: Shape(c, sub=True, bracket=False) for h, c in {
        "harmonic": "H", "fibonacci": "F", "bernoulli": "B", "KroneckerDelta": "delta"}.items()},
    "trigamma": Shape("psi", primes=1), "polygamma": Shape("psi", sup="(#)"),
    "hankel1": Shape("H", True, "(1)"), "hankel2": Shape("H", True, "(2)"),
    "assoc_legendre": Shape("P", True, "#"), "assoc_laguerre": Shape("L", True, "(#)"),
    "gegenbauer": Shape("C", True, "(#)"),
}  # fmt: skip


def applied(r: Reader, g: Glyph) -> Term | None:
    """The function of the table that a letter is declared to be, with its arguments, else None."""
    names = r.setting.heads.get(g.name)
    if not names or g.dots or g.bold or len(g.tokens) > 1:
        return None
    start = r.i
    sub = _subscript(r) if r.tok == "_" else None
    primes = 0
    while r.take("'"):
        primes += 1
    sup = _superscript(r, [SHAPES[h] for h in names.split()])
    if r.tok == "_" and sub is None:
        sub = _subscript(r)
    for head in names.split():
        shape = SHAPES[head]
        if shape.sub != (sub is not None) or shape.primes != primes:
            continue
        if (shape.sup is None) != (sup is None) or (r.tok == "(") < shape.bracket:
            continue
        if sup is not None and shape.sup not in ("#", "(#)") and sup[0] != shape.sup:
            continue
        at = r.i
        args = list(sub or ())
        if sup is not None and shape.sup in ("#", "(#)"):
            args.append(sup[1])
        if shape.bracket:
            args.extend(latex_brackets.arguments(r))
        arity = HEADS[head].arity
        if arity is None or len(args) in arity:
            return Term(head, args)
        r.i = at
    r.i = start
    return None


def _subscript(r: Reader) -> list[Term]:
    r.i += 1
    if r.tok != "{":
        return [r.single()]
    end = r.group_end()
    r.i += 1
    args = [r.expression()]
    while r.take(","):
        args.append(r.expression())
    if r.i != end:
        r.unexpected("'}'")
    r.i += 1
    return args


def _superscript(r: Reader, shapes: list[Shape]) -> tuple[str, Term] | None:
    """The superscript as its text and its term, where a shape of the letter has one."""
    wanted = {s.sup for s in shapes} - {None}
    if r.tok != "^" or not wanted or r.toks[r.i + 1].text != "{":
        return None
    j = r.group_end(r.i + 1)
    text = "".join(t.text for t in r.toks[r.i + 2 : j])
    brackets = text.startswith("(") and text.endswith(")")
    if not brackets and "#" not in wanted:
        return None
    r.i += 1
    found = r.group()
    return text, found
