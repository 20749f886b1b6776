"""From characters to tokens: plain strings, whose places are found again only for an error.

A character that is not in the alphabet (invisible, bidirectional, quoting, a LaTeX backslash) is
refused before anything is read; Greek letters and fullwidth or mathematical variants are normalised
one by one (NFKC), so that columns stay those of the text as it was typed.

>>> tokens("2*x_1^alpha")
['2', '*', 'x_1', '^', 'alpha', '']
>>> tokens("\N{GREEK SMALL LETTER ALPHA}_1 >= 0.5")
['alpha_1', '>=', '0.5', '']
"""

from __future__ import annotations

import re
import unicodedata

from symderive.terms.errors import NotRead

MAX_LENGTH = 20_000
MAX_NAME = 40

_SPELL = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lam",
    "mu",
    "nu",
    "xi",
    "omicron",
    "pi",
    "rho",
    "sigma",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
]
# U+03B1 to U+03C9 in order (final sigma included); capitals are 32 before; `Lam` since `Lambda`
# is a head and `lambda` a word of Python.
GREEK: dict[str, str] = {chr(0x3B1 + k): word for k, word in enumerate(_SPELL)}
GREEK.update(
    {chr(0x391 + k): word.capitalize() for k, word in enumerate(_SPELL) if 0x391 + k != 0x3A2}
)

_SYMBOLS = {
    "\N{MINUS SIGN}": "-",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "\N{PRIME}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LESS-THAN OR EQUAL TO}": "\N{LESS-THAN OR EQUAL TO}",
    "\N{GREATER-THAN OR EQUAL TO}": "\N{GREATER-THAN OR EQUAL TO}",
    "\N{NOT EQUAL TO}": "\N{NOT EQUAL TO}",
    "\N{INFINITY}": "\N{INFINITY}",
    "\N{LOGICAL AND}": "\N{LOGICAL AND}",
}
_SPELLED = {
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{NOT EQUAL TO}": "!=",
    "\N{INFINITY}": "oo",
}

_GREEK_RANGE = "\u0391-\u03a9\u03b1-\u03c9"
_LETTER = f"[A-Za-z{_GREEK_RANGE}]"
TOKEN = re.compile(
    rf"{_LETTER}[A-Za-z0-9_{_GREEK_RANGE}]*(?:(?<=_)\{{[A-Za-z0-9]+\}})?"
    r"|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
    r"|\*\*|[<>!=]=|'+|\S"
)
# The first place where a text leaves the alphabet; `_` may not begin a name, nor stand twice.
_BAD = re.compile(
    rf"[^A-Za-z0-9_{_GREEK_RANGE}\s+\-*/^=<>!()\[\]{{}}|,.'&{''.join(_SYMBOLS)}]"
    rf"|[\x0b\x0c\x1c-\x1f\x85]|(?<![A-Za-z0-9_{_GREEK_RANGE}])_|__"
)
_GREEK_NAME = re.compile(rf"(?:[A-Za-z0-9]+|[{_GREEK_RANGE}][0-9]*)(?:_|$)")

_HINTS = {
    "\\": "LaTeX commands are not read in plain text: write (a)/(b), sqrt(x), alpha",
    '"': "quotes are not part of a formula",
    "`": "quotes are not part of a formula",
    ";": "one statement at a time; separate conditions with a comma",
    ":": "an equation is written with =",
    "@": "a matrix product is written A*B",
    "$": "write the formula without dollar signs",
    "%": "comments and percentages are not read; Mod(a, b) is the remainder",
    "#": "comments are not read",
    "_": "a name starts with a letter and has single underscores: x_1",
    "~": "write the approximate value as an exact decimal or a bound",
    "\N{SQUARE ROOT}": "write sqrt(x)",
    "\N{EN DASH}": "write the minus sign as -",
    "\N{EM DASH}": "write the minus sign as -",
    "\N{INTEGRAL}": "write Integral(f, (x, a, b))",
    "\N{N-ARY SUMMATION}": "write Sum(f, (k, a, b))",
    "\N{PARTIAL DIFFERENTIAL}": "write Derivative(f, x)",
    "\N{ELEMENT OF}": "write x in (a, b)",
}


def tokens(text: str, also: str = "") -> list[str]:
    """The tokens of a text, ended by an empty one; `also` names further characters allowed.

    Raises NotRead for a text that is too long or has a character outside the alphabet.
    """
    if len(text) > MAX_LENGTH:
        raise NotRead(
            text, MAX_LENGTH, f"longer than {MAX_LENGTH} characters", "state it in several steps"
        )
    plain = text if text.isascii() else _normalised(text)
    for bad in _BAD.finditer(plain):
        if bad.group() not in also:
            raise _refused(text, bad.start())
    found: list[str] = TOKEN.findall(plain)
    if "{" in plain or plain is not text:
        found = [_spelled(text, token, k) for k, token in enumerate(found)]
    found.append("")
    return found


def place(text: str, index: int) -> int:
    """The offset in the text at which its token number `index` starts (its end, past the last)."""
    plain = text if text.isascii() else _normalised(text)
    for k, match in enumerate(TOKEN.finditer(plain)):
        if k == index:
            return match.start()
    return len(plain.rstrip())


def _normalised(text: str) -> str:
    """The same text, character for character, over ASCII, plain Greek and a few signs."""
    return "".join(c if c < "\x80" else _normal(text, k, c) for k, c in enumerate(text))


def _normal(text: str, k: int, c: str) -> str:
    if c in _SYMBOLS:
        return _SYMBOLS[c]
    category = unicodedata.category(c)
    if category == "Zs":
        return " "
    normal = unicodedata.normalize("NFKC", c)
    if category in ("Lu", "Ll", "Nd") and len(normal) == 1 and (normal < "\x80" or normal in GREEK):
        return normal
    if "\uff01" <= c <= "\uff5e":  # the fullwidth forms of ASCII
        return normal
    raise _refused(text, k)


def _refused(text: str, k: int) -> NotRead:
    c = text[k]
    category = unicodedata.category(c)
    code = f"U+{ord(c):04X}"
    if category.startswith("C"):
        kind = "bidirectional or invisible" if category == "Cf" else "control"
        return NotRead(text, k, f"{kind} character {code}", "delete it and type the text again")
    if category == "No":
        return NotRead(text, k, f"raised or lowered digit {code}", "write x^2 or x_2")
    hint = _HINTS.get(c, "names are ASCII or Greek letters, digits and _")
    return NotRead(text, k, f"'{c}' ({code}) is not read", hint)


def _spelled(text: str, token: str, index: int) -> str:
    """A name with its Greek letters spelled and its braces dropped: `u_{xt}` is `u_xt`."""
    if "{" in token and len(token) > 1:
        token = token.replace("{", "").replace("}", "")
    if token.isascii():
        return token
    if token in _SPELLED:
        return _SPELLED[token]
    if len(token) == 1 and token not in GREEK:
        return token
    # A Greek letter is a word of its own: two of them, or one beside Latin letters, are a product.
    if sum(len(part.group()) for part in _GREEK_NAME.finditer(token)) != len(token):
        raise NotRead(text, place(text, index), f"'{token}' is not one name", "write alpha*x")
    return "".join(GREEK.get(c, c) for c in token)
