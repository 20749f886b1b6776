"""Numbers and names: exact decimals, constants, symbols, unknowns, and what follows a name.

>>> from symderive.terms.reader import read
>>> read("0.1"), read("1e-1") == read("1/10")
(Term('Div', (Term('Integer', (), 1), Term('Integer', (), 10))), True)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from symderive.terms import calls
from symderive.terms.levels import NOT, POST, STATEMENTS
from symderive.terms.limits import MAX_DECIMAL_EXPONENT, MAX_DIGITS
from symderive.terms.tokens import MAX_NAME
from symderive.terms.tree import Term, rational
from symderive.terms.vocabulary import (
    BARE,
    CONSTANTS,
    FORM_FUNCTIONS,
    FUNCTIONS,
    KEYWORDS,
    TRUTH,
)

if TYPE_CHECKING:
    from symderive.terms.reader import Reader


def number(r: Reader, tok: str) -> Term:
    """An integer, or a decimal as the exact fraction that it is."""
    if tok.isdigit():
        if len(tok) > MAX_DIGITS:
            r.fail(f"an integer of more than {MAX_DIGITS} digits", r.i - 1, "write it as a power")
        return Term("Integer", (), int(tok))
    mantissa, _, exponent = tok.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 8:
        r.fail("a decimal too long", r.i - 1, "write it as a power or a fraction")
    shift = int(exponent or 0)
    if abs(shift) > MAX_DECIMAL_EXPONENT:
        r.fail(f"a decimal exponent beyond {MAX_DECIMAL_EXPONENT}", r.i - 1, "write 10^n")
    shift -= len(part)
    p, q = int(whole + part) * 10 ** max(shift, 0), 10 ** max(-shift, 0)
    return _lowest(p, q)


def name(r: Reader, tok: str) -> Term:
    """A name with what follows it: primes, a multi-index, arguments."""
    toks, context = r.toks, r.context
    at = r.i
    r.i = at + 1
    after = toks[r.i]
    if len(tok) > MAX_NAME:
        r.fail(f"a name longer than {MAX_NAME} characters", at, "use a shorter name")
    if after == "is" or after == "are":
        if tok in CONSTANTS or tok in KEYWORDS:
            r.fail(f"'{tok}' is a word of the language", at, "choose another name")
        return Term("Symbol", (), tok)
    if context.unknowns and (jet := context.jet(tok)) is not None:
        return calls.unknown(r, tok, jet, at)
    head = FUNCTIONS.get(tok)
    if context.forms:
        head = FORM_FUNCTIONS.get(tok, head)
    if head is not None and tok not in context.functions:
        if after == "(":
            return calls.named(r, tok, head, at)
        if tok not in BARE and not (context.forms and tok in FORM_FUNCTIONS):
            what = "its argument in parentheses"
            r.fail(f"'{tok}' wants {what}", at, f"write {tok}(x)")
    elif tok in CONSTANTS and tok not in context.functions:
        r.fail(f"'{tok}' is a constant, not a function or array", at, f"write {tok}*(...)")
    elif tok in TRUTH:
        r.fail(f"'{tok}' is a statement", at)
    elif tok in KEYWORDS:
        if tok == "not":
            inner = r.parse(NOT)
            if inner.head not in STATEMENTS:
                r.fail("'not' wants a statement", at)
            return Term("Not", (inner,))
        hint = "write lam for the Greek letter" if tok == "lambda" else ""
        r.fail(f"'{tok}' cannot stand here", at, hint)
    if after == "(" or after == "[" or after[:1] == "'":
        applied = calls.generic(r, tok, at)
        if applied is not None:
            return applied
    elif tok == "near" and after[:1].isalpha() and after not in KEYWORDS:  # rules: `near T`
        return Term("Apply", (r.parse(POST),), ("near", (0,)))
    if context.forms and tok[0] == "d" and tok[1:] in context.coords:
        found = Term("ext_d", (Term("Symbol", (), tok[1:]),))
    else:
        found = Term("Symbol", (), tok)
    r.known[tok] = found
    return found


def _lowest(p: int, q: int) -> Term:
    """The exact fraction of a decimal, in lowest terms."""
    common = math.gcd(p, q)
    return rational(p // common, q // common)
