r"""What our own LaTeX is read back against: the names of a term by their glyphs, its heads, its functions.

>>> from symderive.present.latex_terms import latex
>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.reader import read
>>> t = read("besselj(0, lam*x1) + f'(x_2)*exp(-sigma_q/2)")
>>> read_latex(latex(t), setting_of(t)) == t
True
"""

from __future__ import annotations

from symderive.terms.context import Context
from symderive.terms.latex_heads import SHAPES
from symderive.terms.latex_setting import Setting
from symderive.terms.tree import Term

from .latex_pieces import Style
from .latex_terms import Scope, printer

_CONSTANTS = {"EulerGamma": "gamma", "Catalan": "G", "GoldenRatio": "varphi", "I": "i"}


def setting_of(term: Term, style: Style | None = None, scope: Scope | None = None) -> Setting:
    """The setting in which the LaTeX of a term says the term."""
    style = style or Style()
    here = Scope.of(term)
    p = printer(here | scope if scope else here, style)
    names: dict[str, str] = {}
    for name in sorted(p.names):
        derived = _read_name(p.names[name])
        if derived is not None and derived != name:
            names[derived] = name
    heads: dict[str, list[str]] = {}
    for t in term.walk():
        if t.head in SHAPES:
            heads.setdefault(SHAPES[t.head].letter, []).append(t.head)
        if t.head in ("RisingFactorial", "FallingFactorial"):
            heads.setdefault("", []).append(t.head)
    constants = {
        glyph: Term(head)
        for head, glyph in _CONSTANTS.items()
        if head in here.heads and not (head == "I" and "i" in p.names.values())
    }
    if "EulerGamma" in here.heads and r"\gamma" in p.names.values():
        constants.pop("gamma")
        constants["gamma_E"] = Term("EulerGamma")
    numbers = frozenset(n for n in here.names if n not in ("pi",)) | set(names)
    functions = (here.functions | set(style.unknowns)) - set(style.unknowns)
    return Setting(
        context=Context(unknowns=dict(style.unknowns), matrices=style.matrices or _matrices(term)),
        numbers=numbers - {"i" if "I" in here.heads and "i" not in here.names else ""},
        functions=frozenset(functions) | {d for d, n in names.items() if n in functions},
        names=names,
        heads={k: " ".join(sorted(set(v))) for k, v in heads.items()},
        constants=constants,
        own=True,
    )


def _matrices(term: Term) -> frozenset[str]:
    """Names that a term treats as matrices: transposed, inverted, in a trace or determinant."""
    found: set[str] = set()
    for t in term.walk():
        if t.head in ("transpose", "inverse", "trace", "det"):
            found |= t.free
    return frozenset(found)


def _read_name(glyph: str) -> str | None:
    """The name that the reader derives from a glyph, without any declaration."""
    from symderive.terms.errors import NotRead
    from symderive.terms.latex_reader import read_latex

    try:
        t = read_latex(glyph, Setting(own=True, numbers=frozenset("edi") | {"pi", "gamma"}))
    except NotRead:
        return None
    return str(t.data) if t.head == "Symbol" else None
