r"""Letters in LaTeX: subscripts, primes, dots, accents, and whether a bracket after one is applied.

A letter is a number unless it is declared a function; before a bracket it is a factor only where it
is known to be a number (see `is_factor`), and else the formula is refused.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"n(n+1) = n^2 + \sigma_{q} \hat{x}_1"))
'n*(n + 1) = n^2 + sigma_q*x_hat_1'
>>> try:
...     read_latex("f(x+1)")
... except ValueError as why:
...     print(why.message, "-", why.hint)
f before a bracket: a function, or a factor? - declare f(x), or assume f is real
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from symderive.terms import latex_application, latex_doubts, latex_heads
from symderive.terms.latex_setting import letter
from symderive.terms.latex_tokens import Token
from symderive.terms.latex_words import (
    ACCENTS,
    DOTS,
    FACES,
    GREEK,
)
from symderive.terms.limits import MAX_ORDER
from symderive.terms.tree import Term, symbol
from symderive.terms.vocabulary import is_function_name, is_symbol_name

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader


class Glyph(NamedTuple):
    """A letter as written: its tokens, the index of the first one, dots and bold face."""

    tokens: tuple[str, ...]
    at: int
    dots: int = 0
    bold: bool = False
    name: str = ""


def safe(name: str) -> str:
    """A name that reads back as a symbol: `E` and `I` are constants of the language, so `E_`."""
    return name if is_symbol_name(name) else name.rstrip("_") + "_"


def safe_function(name: str) -> str:
    return name if is_function_name(name) else name.rstrip("_") + "_"


def letter_factor(r: Reader) -> Term:
    """A letter with all that belongs to it, perhaps applied."""
    at = r.i
    declared = _declared(r)
    if declared is not None:
        return value(r, Glyph((), at, name=declared), at)
    g = base(r)
    if g.name in (r"Delta", "delta") and letter(r.toks[r.i]) and g.name not in r.setting.numbers:
        r.fail(f"\\{g.name} before a letter: an increment, or a product?", at,
               f"declare \\{g.name} {r.tok} as a name, or write \\cdot")  # fmt: skip
    if g.name == "d" and letter(r.toks[r.i]) and "d" not in r.setting.numbers:
        r.fail("a differential outside an integral, or a product with d?", at,
               "assume d is real, if it is a number")  # fmt: skip
    special = latex_heads.applied(r, g)
    if special is not None:
        return special
    name, orders = g.name, None
    if r.tok == "_" and not g.dots:
        found = _subscripted(r, g)
        if isinstance(found, Term):
            return found
        name, orders = found
    elif r.tok == "_":
        name = g.name + "_" + _subscript_name(r)
    latex_doubts.expectation(r, name, at, letter(r.toks[r.i]) or "")
    return finish(r, g._replace(name=name), orders)


def finish(r: Reader, g: Glyph, orders: tuple[int, ...] | None) -> Term:
    """Primes, dots and arguments after a letter whose subscript is read."""
    unknowns = r.setting.context.unknowns
    name = r.setting.names.get(g.name, g.name)
    count = g.dots + _primes(r)
    if name in unknowns and orders is None:
        orders = (0,) * len(unknowns[name])
    if count:
        known = name in unknowns or name in r.setting.functions
        if not known:
            hint = f"declare {name}(t)" if g.dots else f"declare {name}(x)"
            r.fail(f"a derivative of {name}, which is no declared function", g.at, hint)
        width = len(unknowns[name]) if name in unknowns else 1
        if width != 1:
            r.fail(f"a prime or dot on {name}, which has {width} variables", g.at)
        orders = ((orders or (0,))[0] + count,)
        if orders[0] > MAX_ORDER:
            r.fail(f"an order beyond {MAX_ORDER}", g.at)
    return latex_application.applied(r, g._replace(name=name), orders)


# --- the letter itself ----------------------------------------------------------------------------


def base(r: Reader) -> Glyph:
    """A Latin or Greek letter, accented, dotted, in another face, or an upright word."""
    at, tok = r.i, r.tok
    if tok in ACCENTS or tok in DOTS or tok in FACES or tok in (r"\mathbf", r"\mathit"):
        r.i += 1
        inside = r.argument()
        if tok == r"\mathit":
            name = "".join(t.text for t in inside)
            if not name.isalpha():
                r.fail(f"{tok} of more than a word", at)
            return Glyph((tok, name), at, name=name)
        if len(inside) == 3 and inside[0].text in ACCENTS | DOTS | FACES | {r"\mathbf": ""}:
            r.fail("two marks on one letter", at, "declare it as a name")
        inner = letter(inside[0]) if len(inside) == 1 else None
        if inner is None and len(inside) == 4 and inside[0].text == r"\mathbf":
            inner = letter(inside[2])
        if inner is None:
            r.fail(f"{tok} of more than a letter", at)
        if tok in DOTS:
            return Glyph((tok, inner), at, dots=DOTS[tok], name=inner)
        if tok == r"\mathbf":
            if inner not in r.setting.context.matrices and inner not in r.setting.numbers:
                r.fail(f"bold {inner} is no declared vector or matrix", at,
                       f"assume {inner} is n vector")  # fmt: skip
            return Glyph((tok, inner), at, bold=True, name=inner)
        conjugated = inner in ("z", "w", "psi", "phi", "zeta") and tok == r"\bar"
        declared = inner in r.setting.numbers | r.setting.constants.keys()
        if conjugated and not declared and not r.setting.own:
            r.fail(
                f"the bar of {inner}: a conjugate, or another name?",
                at,
                f"assume {inner} is complex",
            )
        if tok == r"\bar" and inner in r.setting.complex:
            r.fail(f"the bar of {inner}: a conjugate, or another name?", at, r"write \overline")
        mark = ACCENTS.get(tok) or FACES[tok]
        return Glyph((tok, inner), at, name=f"{inner}_{mark}")
    found = letter(r.toks[r.i])
    if found is None:
        r.unexpected("a letter")
    r.i += 1
    return Glyph((tok,), at, name=found)


def _declared(r: Reader) -> str | None:
    """The name of a declared glyph of several tokens that stands here; consumed."""
    for key, name in r.setting.names.items():
        wanted = key.split(" ")
        if len(wanted) < 2 or wanted[0] != r.tok:
            continue
        k, rest = r.i, list(wanted)
        while rest:
            if (
                r.toks[k].text == "{"
                and r.toks[k + 2].text == "}"
                and r.toks[k + 1].text == rest[0]
            ):
                k += 3
            elif r.toks[k].text == rest[0]:
                k += 1
            else:
                break
            rest.pop(0)
        if not rest:
            r.i = k
            return name
    return None


def _primes(r: Reader) -> int:
    """How many primes follow: `''`, `^\\prime`, `^{\\prime\\prime}`, `^{(4)}` of a function."""
    count = 0
    while r.take("'"):
        count += 1
    if count == 0 and r.tok == "^":
        if r.toks[r.i + 1].text == "'":
            r.i += 2
            return 1
        if r.toks[r.i + 1].text == "{":
            j = r.group_end(r.i + 1)
            inside = [t.text for t in r.toks[r.i + 2 : j]]
            if inside and set(inside) == {"'"}:
                r.i = j + 1
                return len(inside)
            if inside[:1] == ["("] and inside[-1:] == [")"] and "".join(inside[1:-1]).isdigit():
                if not _is_function_here(r):
                    r.fail("a number in brackets as a superscript", None,
                           "declare the function for a derivative, or declare the name")  # fmt: skip
                r.i = j + 1
                return int("".join(inside[1:-1]))
    return count


def _is_function_here(r: Reader) -> bool:
    k = r.i - 1
    while k >= 0 and letter(r.toks[k]) is None:
        k -= 1
    name = letter(r.toks[k]) if k >= 0 else None
    return name in r.setting.context.unknowns or name in r.setting.functions


# --- subscripts -----------------------------------------------------------------------------------


def _subscripted(r: Reader, g: Glyph) -> Term | tuple[str, tuple[int, ...] | None]:
    """An indexed sequence as a term; else the name with its subscript, orders if it is a jet."""
    setting, stem = r.setting, g.name
    inside = _peek(r)
    names = {n for t in inside if (n := letter(t))}
    if stem in setting.context.unknowns:
        jet = setting.context.jet(f"{stem}_" + "".join(letter(t) or t.text for t in inside))
        if jet is not None and inside:
            r.i += 1
            r.argument()
            return jet
    sequence = stem in setting.sequences
    indexed = names & set(r.bound) or stem in setting.evidence.sequences
    if sequence or indexed:
        if stem in setting.context.unknowns:
            r.fail(f"{stem} is declared a function and has an index", g.at)
        return _sequence(r, g, inside)
    if (
        stem == "I"
        and not setting.numbers & {"I"}
        and setting.context.matrices
        and len(inside) == 1
    ):
        r.i += 1
        return Term("Identity", (r.group(),))
    return f"{stem}_{_subscript_name(r)}", None


def _peek(r: Reader) -> list[Token]:
    """The tokens of the subscript that the reader stands on, not consumed."""
    at = r.i
    r.i += 1
    inside = r.argument()
    r.i = at
    return inside


def _sequence(r: Reader, g: Glyph, inside: list[Token]) -> Term:
    """`x_k`, `a_{n+1}`, `A_{ij}` of a sequence: the subscripts are its arguments."""
    r.i += 1
    at = r.i
    if r.tok != "{":
        args = [r.single()]
    elif len(inside) > 1 and all(letter(t) for t in inside):
        r.i += 1
        args = []
        while r.tok != "}":
            args.append(r.single())
        r.i += 1
    else:
        end = r.group_end()
        r.i += 1
        args = [r.expression()]
        while r.take(","):
            args.append(r.expression())
        if r.i != end:
            r.unexpected("'}'")
        r.i += 1
    if r.tok == "(":
        r.fail(f"{g.name} has an index and a bracket after it", at, "write \\cdot for a product")
    name = safe_function(r.setting.names.get(g.name, g.name))
    return Term("Apply", args, (name, (0,) * len(args)))


def _subscript_name(r: Reader) -> str:
    """A subscript as part of a name: letters, digits, words, separated by commas."""
    at = r.i
    r.i += 1
    inside = r.argument()
    parts, k = [""], 0
    while k < len(inside):
        t = inside[k]
        if t.text == ",":
            parts.append("")
        elif t.text in (r"\text", r"\mathrm", r"\mathit", r"\operatorname", r"\mathtt"):
            continue_at = k + 1
            if continue_at < len(inside) and inside[continue_at].text == "{":
                k += 1
                while k + 1 < len(inside) and inside[k + 1].text != "}":
                    k += 1
                    parts[-1] += inside[k].text
                k += 1
        elif (n := letter(t)) is not None or t.text.isdigit():
            parts[-1] += n or t.text
        elif t.text in (r"\min", r"\max", r"\sup", r"\inf", r"\infty"):
            parts[-1] += t.text[1:]
        elif t.text in ("|", r"\mid") and parts[-1]:
            parts[-1] += "given"
        else:
            r.fail(
                f"'{t.text}' in a subscript", at, "declare the sequence (declare a_n), or the name"
            )
        k += 1
    if not all(p.isalnum() for p in parts):
        r.fail("a subscript that is no name", at)
    if set(parts) & set(r.bound):
        r.fail("a bound index as part of a name", at, "declare the sequence")
    return "_".join(parts)


def value(r: Reader, g: Glyph, at: int) -> Term:
    """What a letter alone stands for: a constant, an unknown at its variables, a symbol."""
    setting = r.setting
    name = g.name or letter(r.toks[at]) or g.tokens[0]
    name = setting.names.get(name, name)
    if name in r.bound:
        return symbol(safe(name))
    if name in setting.constants:
        return setting.constants[name]
    if name in setting.context.unknowns:
        variables = setting.context.unknowns[name]
        r.jets.add(name)
        return Term("Apply", map(symbol, variables), (safe_function(name), (0,) * len(variables)))
    if name in setting.numbers or name in setting.context.matrices:
        return symbol(safe(name))
    if name == "pi":
        return Term("pi")
    if name == "e":
        return _euler(r, at)
    if name == "I" and setting.context.matrices and not setting.own:
        sizes = set(setting.sizes.values())
        if len(sizes) != 1:
            r.fail("I among matrices of several sizes", at, "write I_n, or assume I is real")
        return Term("Identity", tuple(sizes))
    if name == "i":
        return _imaginary(r, at)
    if name in setting.functions:
        r.fail(f"the function {name} without its argument", at)
    if name == "d" and "d" not in setting.evidence.bare and not setting.own:
        r.fail("d: a differential, or a number?", at, "assume d is real")
    latex_doubts.subscript(r, name, at)
    return symbol(safe(name))


def _euler(r: Reader, at: int) -> Term:
    """`e`: Euler's number in `e^{x}`, and elsewhere once the document has such a power."""
    if (
        r.setting.own
        or r.setting.evidence.euler
        or (at and r.toks[at - 1].text in (r"\ln", r"\log"))
    ):
        return Term("E")
    r.fail("e: Euler's number, or a name?", at, r"write \mathrm{e} or \exp, or assume e is real")


def _imaginary(r: Reader, at: int) -> Term:
    seen = r.setting.evidence
    shown = seen.imaginary or bool(r.setting.complex)
    if r.setting.own or (shown and "i" not in seen.indices):
        return Term("I")
    r.fail("i: the imaginary unit, or an index?", at, r"write \mathrm{i}, or assume i is integer")


def refuse_scripted_inverse(r: Reader, base_: Term, exponent: Term, at: int) -> None:
    """`A^{-1}` and `f^{-1}` of what is not known to be a number."""
    if exponent.head != "Neg" or r.setting.own:
        return
    if base_.head == "Apply" and base_.data[0] in r.jets:
        r.fail("an inverse function, or one over its value?", at, r"write \frac{1}{...}")
    parts = base_.args if base_.head in ("Mul", "Add") else (base_,)
    for t in parts:
        name = t.data if t.head == "Symbol" else ""
        capital = name[:1].isupper() and name not in r.setting.numbers
        if capital and name.rstrip("_") not in r.setting.numbers:
            r.fail(f"the inverse of {name.rstrip('_')}: of a matrix, or of a number?", at,
                   f"assume {name.rstrip('_')} is real, or say that it is a matrix")  # fmt: skip


__all__ = ["GREEK", "Glyph", "base", "finish", "letter_factor", "value"]
