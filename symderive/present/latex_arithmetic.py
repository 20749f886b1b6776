r"""Sums, products, quotients and powers in LaTeX.

The written order stays, with two exceptions that commutativity allows: in a sum that begins with a
minus the first positive term comes first (`x - b`), and in a product numbers come first and
radicals of scalars last (`y\sqrt{1+y'^{2}}`).
"""

from __future__ import annotations

from ..terms.tree import Term
from ..terms.writer import decimal
from .latex_functions import bare, is_bare
from .latex_pieces import (
    ADD,
    ATOM,
    BIG,
    CALL,
    MUL,
    SCRIPT,
    SLASH,
    Piece,
    Printer,
    Row,
    paren,
    spaced,
)


def _flat(t: Term) -> list[Term]:
    """The arguments of a sum or product, nested ones of the same head opened."""
    out: list[Term] = []
    for a in t.args:
        out.extend(_flat(a) if a.head == t.head else (a,))
    return out


Names = frozenset[str]
_NONE: Names = frozenset()


def split_sign(t: Term, matrices: Names = _NONE) -> tuple[bool, Term]:
    """A leading minus and the rest: of a Neg, of the first factor, of a numerator."""
    if t.head == "Neg":
        return True, t.args[0]
    if t.head == "Mul":
        first, *rest = factors_of(t, matrices)
        minus, body = split_sign(first, matrices)
        if minus:
            return True, Term("Mul", (body, *rest))
    if t.head == "Div":
        minus, body = split_sign(t.args[0], matrices)
        if minus:
            return True, Term("Div", (body, t.args[1]))
    return False, t


def terms_of(t: Term, matrices: Names = _NONE) -> list[tuple[bool, Term]]:
    """The signed terms of a sum in printing order; a single one for anything else."""
    signed = [split_sign(a, matrices) for a in (_flat(t) if t.head == "Add" else [t])]
    if signed[0][0]:
        first = next((k for k, (minus, _) in enumerate(signed) if not minus), 0)
        signed.insert(0, signed.pop(first))
    return signed


def add(p: Printer, t: Term) -> Piece:
    out, tall = "", False
    for k, (minus, body) in enumerate(terms_of(t, p.style.matrices)):
        piece = p.above(body, ADD)
        tall = tall or piece.tall
        sign = ("-" if minus else "") if k == 0 else (" - " if minus else " + ")
        out += sign + piece.tex
    return Piece(out, ADD, tall)


def _signed(p: Printer, t: Term) -> Piece | None:
    minus, body = split_sign(t, p.style.matrices)
    if not minus:
        return None
    piece = p.above(body, ADD)
    return Piece("-" + piece.tex, ADD, piece.tall)


def neg(p: Printer, t: Term) -> Piece:
    piece = p.above(t.args[0], ADD)
    return Piece("-" + piece.tex, ADD, piece.tall)


# --- products ------------------------------------------------------------------------------------


def _is_number(t: Term) -> bool:
    if t.head == "Div":
        return all(a.head == "Integer" for a in t.args)
    return t.head == "Integer" or (t.head == "Neg" and _is_number(t.args[0]))


_PLAIN = {"Symbol", "Pow", "Apply", "Derivative", "pi", "E"}


def factors_of(t: Term, matrices: Names = _NONE) -> list[Term]:
    """The factors in printing order; a single one for anything but a product.

    Capital letters may be matrices, and a root of a matrix does not commute with another one: then
    only the numbers move.
    """
    if t.head != "Mul":
        return [t]
    factors = _flat(t)
    numbers = [f for f in factors if _is_number(f)]
    others = [f for f in factors if not _is_number(f)]
    roots = [f for f in others if f.head == "sqrt"]
    rest = [f for f in others if f.head != "sqrt"]
    if roots and all(f.head in _PLAIN for f in rest):
        names = frozenset().union(*(f.free for f in others))
        if not names & matrices and not any(n[0].isupper() for n in names):
            others = rest + roots
    return numbers + others


def mul(p: Printer, t: Term) -> Piece:
    signed = _signed(p, t)
    if signed is not None:
        return signed
    factors = factors_of(t, p.style.matrices)
    if any(f.head == "Div" and _inline(p, f) for f in factors):
        return _one_slash(p, factors)
    out, tall = "", False
    for k, f in enumerate(factors):
        piece = _factor(p, f, factors[k + 1] if k + 1 < len(factors) else None)
        out = _side_by_side(p, out, factors[k - 1], piece.tex, f) if k else piece.tex
        tall = tall or piece.tall
    return Piece(out, MUL if len(factors) > 1 else ADD, tall)


def _factor(p: Printer, f: Term, after: Term | None) -> Piece:
    if after is not None and is_bare(f) and not is_bare(after):
        return power(p, f, brackets=True) if f.head == "Pow" else bare(p, f, brackets=True)
    piece = p(f)
    if piece.level <= (BIG if after is not None else ADD) or piece.level == SLASH:
        return paren(piece)
    if piece.level == CALL and after is not None and not is_bare(f):
        return paren(piece)  # a prefix operator such as d or the star
    return piece


def _side_by_side(p: Printer, left: str, a: Term, right: str, b: Term) -> str:
    """Two factors next to each other, with what keeps them apart for the reader's eye."""
    if a.head == "Integer" and a.data == 1:
        return left + (r"\cdot " if right[0].isalnum() else r"\cdot") + right
    if right[0].isdigit() or (right.startswith((r"\frac{", r"\binom{")) and a.head == "Integer"):
        return spaced(left + r"\cdot", " " + right if right[0].isdigit() else right)
    if right.startswith(("(", r"\left(")) and _may_be_called(p, a, left):
        return left + r"\cdot" + right
    if left.endswith(("!", "'")) and right[0].isalpha():
        return left + r"\," + right
    upright = (r"\mathrm", r"\mathtt", r"\mathsf")
    if right.startswith(upright) or (
        a.head == "Symbol" and left.endswith("}") and "\\math" in p.tex(a)
    ):
        return left + r"\," + right
    if "'" in right and b.head in ("Derivative", "Apply", "Pow") and a.head != "Integer":
        return left + r"\," + right
    if right[0].isalpha() and not left[-1].isdigit():
        return f"{left} {right}"
    return spaced(left, right)


def _may_be_called(p: Printer, a: Term, left: str) -> bool:
    """A bracket after this factor would look like its argument: a function, an unknown, a jet."""
    if a.head == "Symbol":
        return a.data in p.functions or a.data in p.style.unknowns
    return a.head in ("Apply", "Derivative") and not left.endswith(")")


# --- quotients -----------------------------------------------------------------------------------


def _inline(p: Printer, t: Term) -> bool:
    if p.small:
        return True
    return p.depth > 0 and len(list(t.walk())) <= 6 and all(a.head != "Add" for a in t.args)


def div(p: Printer, t: Term) -> Piece:
    short = decimal(t)
    if short is not None:
        return Piece(short, ATOM)
    signed = _signed(p, t)
    if signed is not None:
        return signed
    if _inline(p, t):
        return _slash(p, t.args[0], t.args[1])
    over, under = (p.deeper().tex(a) for a in t.args)
    return Piece(rf"\frac{{{over}}}{{{under}}}", SCRIPT, True)


def _slash(p: Printer, over: Term, under: Term) -> Piece:
    if is_bare(over) and over.head != "Pow":
        a = bare(p, over, brackets=True)
    elif over.head == "Mul" and is_bare(factors_of(over, p.style.matrices)[-1]):
        a = paren(p(over))
    else:
        a = p.above(over, SLASH)
    b = p.above(under, MUL)
    return Piece(spaced(f"{a.tex}/", b.tex), SLASH, a.tall or b.tall)


def _one_slash(p: Printer, factors: list[Term]) -> Piece:
    """`(1/2) x` set inline is `x/2`: one slash for the whole product."""
    over, under = [], []
    for f in factors:
        if f.head == "Div":
            over.append(f.args[0])
            under.append(f.args[1])
        else:
            over.append(f)
    kept = [f for f in over if not (f.head == "Integer" and f.data == 1)] or over[:1]
    top = kept[0] if len(kept) == 1 else Term("Mul", tuple(kept))
    bottom = under[0] if len(under) == 1 else Term("Mul", tuple(under))
    return _slash(p, top, bottom)


# --- powers --------------------------------------------------------------------------------------


def power(p: Printer, t: Term, brackets: bool = False) -> Piece:
    base, exponent = t.args
    up = p.script().tex(exponent)
    if is_bare(t):
        return bare(p, base, rf"^{{{up}}}", brackets)
    if base.head == "E":
        return Piece(rf"e^{{{up}}}", SCRIPT)
    if is_bare(base):
        piece = paren(p(base))
    else:
        piece = p.above(base, SCRIPT)
    return Piece(f"{piece.tex}^{{{up}}}", SCRIPT, piece.tall)


def sqrt(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    return Piece(rf"\sqrt{{{piece.tex}}}", SCRIPT, piece.tall)


def cbrt(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    return Piece(rf"\sqrt[3]{{{piece.tex}}}", SCRIPT, piece.tall)


# --- leaves --------------------------------------------------------------------------------------


def integer(p: Printer, t: Term) -> Piece:
    return Piece(str(t.data), ATOM)


def symbol(p: Printer, t: Term) -> Piece:
    return Piece(p.name(t.data), ATOM)


_CONSTANTS = {
    "pi": r"\pi", "E": "e", "I": "i", "oo": r"\infty", "zoo": r"\tilde{\infty}",
    "EulerGamma": r"\gamma", "Catalan": "G", "GoldenRatio": r"\varphi",
    "true": r"\text{true}", "false": r"\text{false}",
}  # fmt: skip


_SECOND = {"I": r"\mathrm{i}", "EulerGamma": r"\gamma_{\mathrm{E}}", "Catalan": r"\mathrm{G}"}


def constant(p: Printer, t: Term) -> Piece:
    # These three give way to a symbol of the same look; for the others the symbol gives way.
    tex = _CONSTANTS[t.head]
    if t.head in _SECOND and tex in p.names.values():
        return Piece(_SECOND[t.head], SCRIPT if t.head == "EulerGamma" else ATOM)
    return Piece(tex, ATOM)


ROWS: dict[str, Row] = {
    "Add": add, "Neg": neg, "Mul": mul, "Div": div, "Pow": power, "sqrt": sqrt, "cbrt": cbrt,
    "Integer": integer, "Symbol": symbol, **dict.fromkeys(_CONSTANTS, constant),
}  # fmt: skip
