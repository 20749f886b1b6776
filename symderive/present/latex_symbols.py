r"""Names in LaTeX: one glyph per name, two names never share a glyph, and no text reaches TeX raw.

`x_1`, `sigma_q`, `lam` and `foo_bar` get the glyph a paper would use; where two names of one term
would look the same (`x1` and `x_1`), or a name looks like a constant that is present, the shorter
one is set verbatim in another face.

>>> glyph("sigma_q"), glyph("x_1"), glyph("foo_bar"), glyph("lamda")
('\\sigma_{q}', 'x_{1}', '\\mathrm{foo}_{\\mathrm{bar}}', '\\lambda')
>>> glyphs(["x1", "x_1"])["x1"]
'\\mathtt{x1}'
>>> glyph("\\input{x}")
'\\mathtt{\\backslash{}input\\{x\\}}'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

_GREEK = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma
    tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    varepsilon vartheta varphi varrho varsigma ell hbar""".split()
MACROS: dict[str, str] = {name: "\\" + name for name in _GREEK} | {
    "lam": r"\lambda",
    "lamda": r"\lambda",
    "Lamda": r"\Lambda",
}
_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde", "dot": r"\dot", "vec": r"\vec"}
_WORD = re.compile(r"([A-Za-z]+)([0-9]*)")


def ascii_greek(name: str) -> str:
    """Greek letters by their English names, so that a letter and its name print alike."""
    out = []
    for c in name:
        kind, _, letter = unicodedata.name(c, "").partition(" LETTER ")
        if ord(c) > 127 and kind in ("GREEK SMALL", "GREEK CAPITAL") and " " not in letter:
            word = letter.lower().replace("lamda", "lambda")
            out.append(word.capitalize() if kind.endswith("CAPITAL") else word)
        else:
            out.append(c)
    return "".join(out)


_TEXT = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}",
    "\u2013": "--", "\u2014": "---", "\u2019": "'", "\u2018": "`", "\u201c": "``", "\u201d": "''",
}  # fmt: skip
_MATH = {
    "\\": r"\backslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"{\hat{\ }}", "~": r"{\tilde{\ }}", " ": r"\ ",
}  # fmt: skip


def _escape(text: str, table: dict[str, str], open_: str, close: str) -> str:
    out = []
    for c in text:
        if c in table:
            out.append(table[c])
        elif 32 <= ord(c) < 127:
            out.append(c)
        elif c in "\n\t\r":
            out.append(" ")
        elif c in _LATIN:
            out.append(_LATIN[c])
        elif len(word := ascii_greek(c)) > 1 and word in MACROS:
            out.append(f"{open_}{MACROS[word]}{close}")
        else:
            out.append(f"U+{ord(c):04X}")
    return "".join(out)


# Letters of the names of theorems; written with ASCII accents, so that no input encoding is needed.
_COMBINING = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u030c": "v",
}
_LATIN = {"\u00df": r"{\ss}", "\u0142": r"{\l}", "\u00f8": r"{\o}", "\u00d7": r"$\times$"}
for _c in map(chr, range(0xC0, 0x180)):
    _base, _mark = (*unicodedata.normalize("NFD", _c), "", "")[:2]
    if _mark in _COMBINING and _base.isascii():
        _letter = {"i": r"\i", "j": r"\j"}.get(_base, _base)
        _LATIN[_c] = "{\\" + _COMBINING[_mark] + "{" + _letter + "}}"


def escape_text(text: str) -> str:
    r"""Any text as LaTeX prose: every special character printed as itself, none of them active.

    >>> escape_text("100% of f_1 & \\input{x}")
    '100\\% of f\\_1 \\& \\textbackslash{}input\\{x\\}'
    """
    return _escape(text, _TEXT, "$", "$")


def verbatim(name: str) -> str:
    r"""A name letter by letter in typewriter face: always safe, and injective."""
    return r"\mathtt{" + _escape(name, _MATH, "", "{}") + "}"


def _part(word: str) -> str | None:
    """A Latin letter, Greek name, number or upright word; a trailing number becomes a subscript."""
    if word.isascii() and word.isdigit():
        return word
    match = _WORD.fullmatch(word)
    if match is None:
        return None
    letters, digits = match.groups()
    if letters in MACROS:
        stem = MACROS[letters]
    else:
        stem = letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"
    return f"{stem}_{{{digits}}}" if digits else stem


def glyph(name: str) -> str:
    """The glyph that a paper would use for `name`; verbatim where the name is not a plain word."""
    base, *rest = ascii_greek(name).split("_")
    head = _part(base)
    if head is None or not base[0].isalpha():
        return verbatim(name)
    if rest and rest[0] in _ACCENTS and len(base) == 1:
        head = f"{_ACCENTS[rest[0]]}{{{head}}}"
        rest = rest[1:]
    subs = [_part(word) for word in rest]
    if any(s is None or "_" in s for s in subs):
        return verbatim(name)
    if "_" in head:
        head, _, digits = head.partition("_")
        subs.insert(0, digits[1:-1])
    return head + (f"_{{{','.join(s or '' for s in subs)}}}" if subs else "")


def glyphs(names: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """Glyphs for the names of one term: injective, and none equal to a reserved glyph.

    A name that loses its glyph is set in sans serif (one Latin letter) or verbatim.
    """
    table: dict[str, str] = {}
    taken = {"e", *reserved}  # `e` would be read as Euler's number wherever it stands
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        tex = glyph(name)
        if tex in taken:
            tex = rf"\mathsf{{{name}}}" if len(name) == 1 and name.isascii() else verbatim(name)
        table[name] = tex
        taken.add(tex)
    return table
