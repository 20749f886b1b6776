r"""Named functions in LaTeX: which letter, which brackets, which subscripts.

Elementary functions stand bare before a simple argument (`\sin 2x`, `\cosh\frac{x}{a}`);
special functions use the letters of the Digital Library of Mathematical Functions (dlmf.nist.gov).
"""

from __future__ import annotations

from ..terms.latex_words import bare_product
from ..terms.tree import Term
from .latex_pieces import (
    ADD,
    ATOM,
    CALL,
    LOGIC,
    MUL,
    SCRIPT,
    SLASH,
    Piece,
    Printer,
    Row,
    paren,
    spaced,
)

_MACRO = "sin cos tan cot sec csc sinh cosh tanh coth arg exp"
_ARC = {
    "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan",
    "acot": "arccot", "asec": "arcsec", "acsc": "arccsc", "asinh": "arsinh", "acosh": "arcosh",
    "atanh": "artanh", "acoth": "arcoth", "asech": "arsech", "acsch": "arcsch",
    "sech": "sech", "csch": "csch", "re": "Re", "im": "Im", "sign": "sgn", "sinc": "sinc",
}  # fmt: skip
# Heads that may stand before a bare argument, and their names; a name without backslash is upright.
BARE: dict[str, str] = {name: "\\" + name for name in _MACRO.split()} | _ARC | {"log": "log"}

_ANGLES = frozenset("sin cos tan cot sec csc sinh cosh tanh coth sech csch".split())

# Heads written letter(arguments): `#1`, `#2` .. are arguments set small, the rest go into brackets.
_LETTER: dict[str, str] = {
    "gamma": r"\Gamma", "digamma": r"\psi", "trigamma": r"\psi'", "loggamma": r"log\Gamma",
    "erf": "erf", "erfc": "erfc", "erfi": "erfi", "Si": "Si", "Ci": "Ci", "Shi": "Shi",
    "Chi": "Chi", "Ei": "Ei", "li": "li", "fresnels": "S", "fresnelc": "C",
    "airyai": "Ai", "airybi": "Bi", "airyaiprime": "Ai'", "airybiprime": "Bi'",
    "elliptic_k": r"{K}", "elliptic_e": r"{E}", "elliptic_f": r"{F}",
    "LambertW": r"{W}", "dirichlet_eta": r"\eta", "zeta": r"\zeta", "Heaviside": r"{H}",
    "DiracDelta": r"\delta", "atan2": "atan2", "beta": r"\mathrm{B}",
    "lowergamma": r"\gamma", "uppergamma": r"\Gamma", "lerchphi": r"\Phi",
    "jacobi_sn": "sn", "jacobi_cn": "cn", "jacobi_dn": "dn", "jacobi_am": "am",
    "Max": r"\max", "Min": r"\min",
    "besselj": "J_{#1}", "bessely": "Y_{#1}", "besseli": "I_{#1}", "besselk": "K_{#1}",
    "hankel1": "H_{#1}^{(1)}", "hankel2": "H_{#1}^{(2)}", "jn": "j_{#1}", "yn": "y_{#1}",
    "polygamma": r"\psi^{(#1)}", "expint": "E_{#1}", "polylog": r"Li_{#1}",
    "legendre": "P_{#1}", "hermite": "H_{#1}", "laguerre": "L_{#1}", "chebyshevt": "T_{#1}",
    "chebyshevu": "U_{#1}", "assoc_legendre": "P_{#1}^{#2}", "assoc_laguerre": "L_{#1}^{(#2)}",
    "gegenbauer": "C_{#1}^{(#2)}",
}  # fmt: skip
_BETWEEN = {  # where the arguments are not separated by a comma
    **dict.fromkeys(["jacobi_sn", "jacobi_cn", "jacobi_dn", "jacobi_am", "elliptic_f"], r"\mid "),
    "elliptic_e": r"\mid ",
}
# Only subscripts, no brackets.
_INDEXED = {"harmonic": "H", "fibonacci": "F", "bernoulli": "B", "KroneckerDelta": r"\delta"}

# Glyphs that a head uses up: a symbol of the same look must take another face.
GLYPHS: dict[str, str] = {
    **{
        head: tex.strip("{}") for head, tex in _LETTER.items() if tex[0] in "\\{" and "#" not in tex
    },
    "pi": r"\pi",
    "GoldenRatio": r"\varphi",
}


def is_bare(t: Term) -> bool:
    """May be printed without brackets around its argument, so that what follows matters."""
    if t.head == "Pow" and t.args[1].head == "Integer" and t.args[1].data >= 2:
        return is_bare(t.args[0]) and t.args[0].head != "Pow"
    return t.head in BARE and t.head != "exp"


def bare(p: Printer, t: Term, power: str = "", brackets: bool = False) -> Piece:
    """An elementary function; `brackets` where what follows could be taken as its argument."""
    word = p.style.log if t.head == "log" else BARE[t.head]
    plain = word.startswith("\\") or t.head == "log"
    name = ("\\" + word.strip("\\") if plain else p.operator(word)) + power
    (arg,) = t.args
    piece = p(arg)
    if brackets or not _stands_bare(p, t.head, arg, piece):
        return Piece(name + paren(piece).tex, ATOM, piece.tall)
    # Markdown has no operator spacing around \mathrm, so the space is written.
    gap = r"\," if not plain and p.style.markdown else ""
    return Piece(_before(name + gap, piece.tex), CALL, piece.tall)


def _before(name: str, arg: str) -> str:
    return f"{name} {arg}" if arg[0].isalnum() else name + arg


def _simple(t: Term) -> bool:
    return t.head in ("Symbol", "Integer", "pi", "E", "I") or (
        t.head == "Derivative" and t.args[0].head == "Apply"
    )


def _taken_whole(t: Term) -> bool:
    """Whether our reader takes the product after the function as its argument (as readers do)."""
    names = [
        a.data if a.head == "Symbol" else None if a.head == "Integer" else a.head for a in t.args
    ]
    return bare_product(names)


def _stands_bare(p: Printer, head: str, arg: Term, piece: Piece) -> bool:
    if arg.head == "Mul":  # `\\sin 2x`, but `\\ln(2\\pi)`
        return (
            head in _ANGLES
            and len(arg.args) <= 3
            and all(map(_simple, arg.args))
            and r"\cdot" not in piece.tex
            and _taken_whole(arg)
        )
    if arg.head == "Div":
        return piece.level > SLASH and piece.level >= SCRIPT and piece.tex.startswith(r"\frac")
    if arg.head == "Apply":
        return piece.level == ATOM and not piece.tex.endswith(")")
    if arg.head == "det":
        return piece.level >= CALL
    if arg.head in ("sqrt", "Abs", "gamma"):
        return piece.level >= SCRIPT
    return _simple(arg) and piece.level >= SCRIPT and not piece.tex.endswith(")")


def exponential(p: Printer, t: Term) -> Piece:
    (arg,) = t.args
    if _fits_exponent(arg):
        return Piece(rf"e^{{{p.script().tex(arg)}}}", SCRIPT)
    piece = p(arg)
    return Piece(r"\exp" + paren(piece).tex, ATOM, piece.tall)


_OPEN = {"Integral", "Sum", "Product", "Limit", "Matrix", "Piecewise", "binomial", "Subs"}


def _fits_exponent(t: Term) -> bool:
    nodes = list(t.walk())
    if len(nodes) > 45 or any(n.head in _OPEN for n in nodes):
        return False
    return not any(
        a.head == "Div" and any(b.head == "Div" for c in a.args for b in c.walk()) for a in nodes
    )


def lettered(p: Printer, t: Term) -> Piece:
    tex = _LETTER[t.head]
    args = list(t.args)
    index = 0
    while f"#{index + 1}" in tex:
        index += 1
    small = [p.script().tex(a) for a in args[:index]]
    stem, _, scripts = tex.partition("_")
    if stem[0] == "{":
        stem = stem[1:-1]
    elif (stem.rstrip("'").isalnum() and len(stem) > 1) or t.head in (
        "loggamma",
        "fresnels",
        "fresnelc",
    ):
        stem = p.operator(stem.rstrip("'")) + "'" * stem.count("'")
    tex = stem + ("_" + scripts if scripts else "")
    for k, s in enumerate(small, 1):
        tex = tex.replace(f"#{k}", s)
    inside = p.listed(args[index:], _BETWEEN.get(t.head, ","))
    return Piece(tex + paren(inside).tex, ATOM, inside.tall)


def elliptic_pi(p: Printer, t: Term) -> Piece:
    """Complete (n | m), incomplete (n; phi | m), with the parameter m = k^2 of DLMF 19.2."""
    n, *middle, m = (p.above(a, LOGIC) for a in t.args)
    inside = Piece(
        ";".join(x.tex for x in (n, *middle)) + r"\mid " + m.tex,
        LOGIC,
        any(x.tall for x in (n, *middle, m)),
    )
    return Piece(r"\Pi" + paren(inside).tex, ATOM, inside.tall)


def indexed(p: Printer, t: Term) -> Piece:
    subs = ",".join(p.script().tex(a) for a in t.args)
    return Piece(f"{_INDEXED[t.head]}_{{{subs}}}", ATOM)


def _postfix(mark: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        piece = p.above(t.args[0], SCRIPT)
        return Piece(piece.tex + mark, SCRIPT, piece.tall)

    return row


def _fence(left: str, right: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        piece = p(t.args[0])
        return Piece(spaced(rf"\left{left}", piece.tex) + rf"\right{right}", ATOM, piece.tall)

    return row


def _overline(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    return Piece(rf"\overline{{{piece.tex}}}", SCRIPT, piece.tall)


def _binomial(p: Printer, t: Term) -> Piece:
    n, k = (p.script().tex(a) for a in t.args)
    return Piece(rf"\binom{{{n}}}{{{k}}}", SCRIPT, True)


def _rising(p: Printer, t: Term) -> Piece:
    x = p(t.args[0])
    return Piece(rf"{paren(x).tex}_{{{p.script().tex(t.args[1])}}}", SCRIPT, x.tall)


def _falling(p: Printer, t: Term) -> Piece:
    x = p.above(t.args[0], SCRIPT)
    return Piece(rf"{x.tex}^{{\underline{{{p.script().tex(t.args[1])}}}}}", SCRIPT, x.tall)


def _mod(p: Printer, t: Term) -> Piece:
    a, b = (p.above(x, MUL) for x in t.args)
    return Piece(rf"{a.tex} \bmod {b.tex}", ADD, a.tall or b.tall)


def _hypergeometric(p: Printer, t: Term) -> Piece:
    a, b, c, z = (p.above(x, LOGIC) for x in t.args)
    inside = Piece(f"{a.tex},{b.tex};{c.tex};{z.tex}", LOGIC, any(x.tall for x in (a, b, c, z)))
    return Piece("{}_{2}F_{1}" + paren(inside).tex, ATOM, inside.tall)


ROWS: dict[str, Row] = {
    **dict.fromkeys(BARE, bare),
    **dict.fromkeys(_LETTER, lettered),
    "elliptic_pi": elliptic_pi,
    **dict.fromkeys(_INDEXED, indexed),
    "exp": exponential,
    "factorial": _postfix("!"),
    "factorial2": _postfix("!!"),
    "floor": _fence(r"\lfloor", r"\rfloor"),
    "ceiling": _fence(r"\lceil", r"\rceil"),
    "Abs": _fence("|", "|"),
    "conjugate": _overline,
    "binomial": _binomial,
    "RisingFactorial": _rising,
    "FallingFactorial": _falling,
    "Mod": _mod,
    "hyp2f1": _hypergeometric,
}
