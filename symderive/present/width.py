r"""How wide a formula will be, in points at a 10 point size, before TeX has seen it.

The formula is read as atoms of TeX's eight classes; widths are those of Computer Modern, measured
and rounded to a twentieth of a point; spaces between classes follow the TeXbook, chapter 18.

>>> round(width(r"x = y")), round(width(r"\frac{a + b}{2}"))
(24, 24)
>>> width("x^{2}") < width("x2")
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITALIC = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        [7.5, 8.1, 7.85, 8.55, 7.95, 7.8, 7.85, 9.1, 5.2, 6.5, 9.2, 6.8, 10.8, 9.1, 7.9, 7.8, 7.9,
         7.65, 6.7, 7.25, 7.9, 8.05, 10.85, 9.05, 8.05, 7.55, 5.3, 4.3, 4.35, 5.2, 4.65, 5.95, 5.15,
         5.75, 3.45, 4.7, 5.5, 3.2, 8.8, 6.0, 4.85, 5.05, 4.8, 4.8, 4.7, 3.6, 5.7, 5.2, 7.45, 5.7,
         5.25, 5.1],
        strict=True,
    )
)  # fmt: skip
_UPRIGHT = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        [7.5, 7.1, 7.2, 7.65, 6.8, 6.55, 7.85, 7.5, 3.6, 5.15, 7.8, 6.25, 9.15, 7.5, 7.8, 6.8, 7.8,
         7.35, 5.55, 7.2, 7.5, 7.65, 10.4, 7.5, 7.75, 6.1, 5.0, 5.55, 4.45, 5.55, 4.45, 3.85, 5.15,
         5.55, 2.8, 3.05, 5.3, 2.8, 8.35, 5.55, 5.0, 5.55, 5.3, 3.9, 3.95, 3.9, 5.55, 5.4, 7.35,
         5.3, 5.4, 4.45],
        strict=True,
    )
)  # fmt: skip
_MACRO: dict[str, tuple[str, float]] = {}
for _class, _rows in {
    "ord": """
        alpha 6.4 beta 6.2 gamma 5.75 delta 4.8 epsilon 4.05 zeta 5.1 eta 5.3 theta 4.95
        iota 3.55 kappa 5.75 lambda 5.85 mu 6.05 nu 5.6 xi 4.85 pi 6.05 rho 5.15 sigma
        6.05 tau 5.5 upsilon 5.75 phi 5.95 chi 6.25 psi 6.85 omega 6.6 Gamma 6.25 Delta
        8.35 Theta 7.8 Lambda 6.95 Xi 6.65 Pi 7.5 Sigma 7.2 Upsilon 7.8 Phi 7.2 Psi 7.8
        Omega 7.2 varepsilon 4.65 vartheta 5.9 varphi 6.55 varrho 5.15 varsigma 4.45 ell
        4.15 hbar 5.75 infty 10 partial 5.85 top 7.8 flat 3.9 sharp 3.9 backslash 5""",
    "bin": "cdot 2.8 wedge 6.65 star 5 times 7.8 bmod 19.2 pm 7.8",
    "rel": "to 10 mapsto 10 in 6.65 le 7.8 neq 7.8 ge 7.8 mid 2.8",
    "open": "lfloor 4.45 lceil 4.45 langle 3.9",
    "close": "rfloor 4.45 rceil 4.45 rangle 3.9",
    "big": "sum 14.45 prod 12.8 lim 13.9",
    "op": """int 10.55 sin 12.3 cos 13.9 tan 14.2 cot 13.4 sec 12.8 csc 12.8 sinh 17.85 cosh 19 tanh
        19.7 coth 18.9 arg 14 exp 15.3 ln 8.35 log 12.8 det 13.9 max 18.6 min 16.7 arcsin 25.7
        arccos 27.3 arctan 27.5""",
}.items():
    _words = _rows.split()
    for _name, _points in zip(_words[::2], _words[1::2], strict=True):
        _MACRO[_name] = (_class, float(_points))
_SPACES = {"quad": 10.0, "qquad": 20.0, ",": 1.67, ";": 2.78, " ": 3.33, "!": -1.67}
_FACES = {"mathrm": 1.0, "text": 1.0, "operatorname": 1.0, "mathsf": 0.95, "mathcal": 1.05}
_ACCENTS = {"hat", "bar", "tilde", "dot", "ddot", "dddot", "vec", "overline", "underline"}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)
_SCALE = (1.0, 1.0, 0.79, 0.68)  # display, text, script, scriptscript: small sizes are set wider


@dataclass
class _Atom:
    kind: str  # ord op big bin rel open close punct inner space
    width: float
    tall: bool = False


def width(tex: str, style: int = 0) -> float:
    """Points at 10 point size; style 0 is display, 1 text.  Unknown macros count as one letter."""
    return _total(_Reader(_TOKEN.findall(tex)).atoms(style), style)[0]


_OPERAND = {"ord", "close", "inner"}


def _total(atoms: list[_Atom], style: int) -> tuple[float, bool]:
    total, before = 0.0, ""
    for k, a in enumerate(atoms):
        if a.kind == "space":
            total += a.width
            continue
        kind = "op" if a.kind == "big" else a.kind
        if kind == "bin" and (k == len(atoms) - 1 or before not in _OPERAND):
            kind = "ord"
        if before and style < 2:
            if "rel" in (before, kind):
                total += 0 if before == kind else 2.78
            elif "bin" in (before, kind):
                total += 2.22
            elif before == "punct":
                total += 1.67
        if before and (
            (kind == "op" and before in _OPERAND | {"op"})
            or (before == "op" and kind in ("ord", "op", "inner"))
            or (style < 2 and kind == "inner" and before in _OPERAND)
            or (style < 2 and before == "inner" and kind in ("ord", "open"))
        ):
            total += 1.67
        total += a.width
        before = kind
    return total, any(a.tall for a in atoms)


class _Reader:
    """Recursive descent over the tokens of one formula of our own printer."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def atoms(self, style: int, stops: tuple[str, ...] = ()) -> list[_Atom]:
        out: list[_Atom] = []
        while (token := self.peek()) and token not in stops:
            if token in ("^", "_"):
                self.scripts(out, style)
            else:
                out.append(self.atom(style))
        return out

    def group(self, style: int) -> tuple[float, bool]:
        if self.peek() != "{":
            a = self.atom(style)
            return a.width, a.tall
        self.take()
        total = _total(self.atoms(style, ("}",)), style)
        self.take()
        return total

    def scripts(self, out: list[_Atom], style: int) -> None:
        """Superscripts stand above subscripts; limits above and below the operator."""
        widest = 0.0
        while self.peek() in ("^", "_"):
            self.take()
            widest = max(widest, self.group(min(3, max(style, 1) + 1))[0])
        if not out:
            out.append(_Atom("ord", 0))
        if out[-1].kind == "big" and style == 0:
            out[-1].width = max(out[-1].width, widest)
        else:
            out[-1].width += widest + 0.5

    def words(self, face: str) -> float:
        """A group of letters set upright; spaces count in text."""
        while self.peek() != "{":
            self.take()
        self.at += 1
        total, depth = 0.0, 1
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == "{") - (token == "}")
            if not depth:
                break
            if face == "mathtt":
                total += 5.25
            elif token.isspace():
                total += 3.33 if face == "text" else 0
            else:
                total += _UPRIGHT.get(token, _MACRO.get(token[1:], ("", 5.0))[1])
        return total * _FACES.get(face, 1.0)

    def atom(self, style: int) -> _Atom:
        token = self.take()
        scale = _SCALE[style]
        if token[0] != "\\":
            return self.character(token, style)
        name = token[1:]
        if name in _SPACES:
            return _Atom("space", _SPACES[name] * scale)
        if name in _MACRO:
            kind, points = _MACRO[name]
            big = kind == "big" or name == "int"
            return _Atom(kind, points * (0.75 if big and style else 1) * scale, big)
        if name in _FACES or name == "mathtt":
            return _Atom("op" if name == "operatorname" else "ord", self.words(name) * scale)
        if name == "frac" or name == "binom":
            inner = style + 1 if style < 3 else 3
            points = max(self.group(inner)[0], self.group(inner)[0])
            return _Atom("ord", points + (2.4 if name == "frac" else 14.7) * scale, True)
        if name == "sqrt":
            if self.peek() == "[":
                while self.take() != "]":
                    pass
            points, tall = self.group(style)
            return _Atom("ord", points + (10.0 if tall else 8.35) * scale, tall)
        if name in _ACCENTS:
            points, tall = self.group(style)
            return _Atom("ord", points, tall)
        if name == "left":
            self.take()
            points, tall = _total(self.atoms(style, (r"\right",)), style)
            self.take()
            self.take()
            return _Atom("inner", points + 2 * (8.0 if tall else 3.9) * scale, tall)
        if name == "begin":
            return self.environment(style)
        return _Atom("ord", 5.0 * scale)

    def character(self, c: str, style: int) -> _Atom:
        scale = _SCALE[style]
        if c == "{":
            total, tall = _total(self.atoms(style, ("}",)), style)
            self.take()
            return _Atom("ord", total, tall)
        if c in _ITALIC:
            return _Atom("ord", _ITALIC[c] * scale)
        if c in "+-":
            return _Atom("bin", 7.78 * scale)
        if c in "=<>":
            return _Atom("rel", 7.78 * scale)
        if c in "([":
            return _Atom("open", (3.9 if c == "(" else 2.8) * scale)
        if c in ")]!":
            return _Atom("close", (3.9 if c == ")" else 2.8) * scale)
        if c in ",;":
            return _Atom("punct", 2.8 * scale)
        if c == "&":
            return _Atom("space", 0)
        return _Atom("ord", (2.8 if c in "'.:|" else 5.0) * scale)

    def environment(self, style: int) -> _Atom:
        """A matrix, array or cases: the widest entry of each column, ten points between columns."""
        self.at += 1
        name = ""
        while (token := self.take()) != "}":
            name += token
        if name == "array":
            self.group(style)
        columns: list[float] = []
        k = 0
        while True:
            points = _total(self.atoms(1, ("&", r"\\", r"\end")), 1)[0]
            columns[k:] = [max(points, *columns[k : k + 1], 0.0), *columns[k + 1 :]]
            token = self.take()
            if token not in ("&", r"\\"):
                break
            k = k + 1 if token == "&" else 0
        self.group(style)
        fences = {"cases": 9.0, "pmatrix": 17.5}.get(name, 0.0)
        return _Atom("inner", sum(columns) + 10.0 * (len(columns) - 1) + fences, True)
