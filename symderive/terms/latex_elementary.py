r"""Named functions in LaTeX: `\sin`, `\operatorname{artanh}`, tr, det, and where an argument ends.

`\sin` takes one factor, or a product of coefficients and one variable (`\sin 2\omega t`); where what
follows might belong to the argument the formula is refused.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\log_2 x + \operatorname{artanh}\frac{v}{c}"))
'log(x)/log(2) + atanh(v/c)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from symderive.terms import latex_brackets, latex_calculus, latex_expectations, latex_names
from symderive.terms.heads import HEADS
from symderive.terms.latex_setting import letter
from symderive.terms.latex_words import (
    ANGLES,
    ELEMENTARY,
    INDEXED_OPERATORS,
    MATRIX_FUNCTIONS,
    OPEN,
    OPERATORS,
    bare_product,
)
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader


PRODUCTS = ANGLES | {"asin", "acos", "atan", "asinh", "acosh", "atanh"}


def elementary(r: Reader, head: str, shown: str) -> Term:
    r"""`\sin`, `\ln` and the like after their name: power, base, argument."""
    power = base = None
    while r.tok in ("^", "_"):
        at = r.i
        if r.tok == "_":
            if head != "log" or base is not None:
                r.fail(f"a subscript of {shown}")
            r.i += 1
            base = r.group()
            continue
        if power is not None:
            r.fail("a second superscript")
        r.i += 1
        power = r.group()
        if power.head == "Neg" or head in ("exp", "arg", "re", "im"):
            r.fail(f"{shown} with this superscript: the inverse, or a power?", at,
                   r"write \arcsin x, or \frac{1}{\sin x}")  # fmt: skip
        if r.tok == "'":
            r.fail(f"a prime on {shown}")
    if r.tok == "'":
        r.fail(f"a prime on {shown}")
    at = r.i
    arg = _argument(r, head, shown)
    if (
        head in ("re", "im", "arg")
        and arg.free
        and not arg.free & r.setting.complex
        and not r.setting.own
    ):
        name = sorted(arg.free)[0].rstrip("_")
        if not any(t.head == "I" for t in arg.walk()):
            r.fail(f"{shown} of what is not declared complex", at, f"assume {name} is complex")
    result = Term(head, (arg,))
    if base is not None:
        result = Term("Div", (result, Term("log", (base,))))
    return result if power is None else Term("Pow", (result, power))


def _argument(r: Reader, head: str, shown: str) -> Term:
    if r.tok in OPEN:
        (arg,) = only(r, shown)
        if r.tok == "^" and head not in ("exp", "re", "im", "arg"):
            r.fail(f"a power after the brackets of {shown}: of the argument, or of the value?", None,
                   f"write {shown}^2(...)")  # fmt: skip
        after = letter(r.toks[r.i]) is not None or r.tok in ("(", "[")
        euler = r.tok == "e" and r.toks[r.i + 1].text == "^"
        apart = r.toks[r.i].gap or latex_calculus.at_differential(r) or r.setting.own
        if arg.head == "Add" and head != "exp" and after and not euler and not apart:
            _unclear(r, shown)  # sin(p+k)w: the sine of (p+k)w for some
        if r.tok in ("!", "'"):
            r.fail(f"'{r.tok}' after the brackets of {shown}")
        return arg
    if latex_calculus.at_differential(r) or not r.starts():
        r.unexpected(f"the argument of {shown}")
    at = r.i
    factors = [r.factor()]
    names = [_simple(r, at, factors[0])]
    while r.starts() and not latex_calculus.at_differential(r) and not _next_function(r):
        at = r.i
        if head not in PRODUCTS or r.toks[r.i].gap or names[-1] == "":
            _unclear(r, shown)
        before = r.tok
        factors.append(r.factor())
        names.append(_simple(r, at, factors[-1]))
        if names[-1] == "" or before.isdigit():
            r.i = at
            _unclear(r, shown)
    if len(factors) > 1 and not bare_product([None if n == "#" else n for n in names]):
        r.i = at
        _unclear(r, shown)
    if r.tok == "/":
        _unclear(r, shown)
    return factors[0] if len(factors) == 1 else Term("Mul", factors)


def _unclear(r: Reader, shown: str) -> NoReturn:
    r.fail(f"where does the argument of {shown} end?", None,
           r"use brackets, or \cdot after the argument")  # fmt: skip


def _simple(r: Reader, at: int, t: Term) -> str:
    """The name of a symbol or pi, `#` for a number, "" for anything else."""
    if t.head == "Integer":
        return "#"
    if r.toks[r.i - 1].text in (")", "]"):
        return ""
    if t.head == "pi":
        return "pi"
    return str(t.data) if t.head == "Symbol" else ""


def _next_function(r: Reader) -> bool:
    tok = r.tok
    if tok in ELEMENTARY or tok in (r"\det", r"\int", r"\sum", r"\prod", r"\lim"):
        return True
    if tok in (r"\operatorname", r"\mathrm"):
        return "".join(t.text for t in _word_tokens(r)) in OPERATORS
    return False


def _word_tokens(r: Reader) -> list:  # type: ignore[type-arg]
    at = r.i
    r.i += 1
    inside = r.argument()
    r.i = at
    return inside


def only(r: Reader, shown: str) -> tuple[Term, ...]:
    at = r.i
    args = latex_brackets.arguments(r)
    if len(args) != 1:
        r.fail(f"{shown} takes one argument", at)
    return args


def word(r: Reader) -> Term:
    r"""`\operatorname{...}` and `\mathrm{...}`: a function of the table, a constant, or a name."""
    at, command = r.i, r.tok
    inside = _word_tokens(r)
    text = "".join(t.text for t in inside)
    if len(inside) == 1 and (n := letter(inside[0])) and command != r"\operatorname":
        text = n
    r.i += 1
    r.argument()
    if text == "logGamma" or text == "log\\Gamma":
        return Term("loggamma", only(r, "logGamma"))
    if command in (r"\mathrm", r"\operatorname"):
        if text in ("KL", "D_KL"):
            return latex_expectations.divergence(r)
        if text in ("E", "Var"):
            return latex_expectations.expectation(r, at, text)
        if text in INDEXED_OPERATORS and r.tok == "_":
            r.i += 1
            order = r.group()
            return Term(INDEXED_OPERATORS[text], (order, *only(r, text)))
        if text in OPERATORS:
            return _operator(r, text, at)
        if text == "d":
            r.fail("a differential outside an integral", at)
        if text in ("e", "i") and command == r"\mathrm":
            return Term({"e": "E", "i": "I"}[text])
        if text == "G" and r.setting.own and r.tok != "(":
            return Term("Catalan")
        if text == "B" and r.tok == "(":
            return Term("beta", latex_brackets.arguments(r))
    known = text in r.setting.functions or text in r.setting.context.unknowns
    if command == r"\operatorname" and not known:
        r.fail(f"the operator {text} is not known", at, f"declare {text}(x), or define it")
    if not (text.isalnum() and text[:1].isalpha()):
        if command == r"\mathtt" and r.setting.own:
            text = text.replace("\\", "")
        else:
            r.fail(f"{command}{{{text}}} is no name", at)
    face = {r"\mathsf": "_sf", r"\mathtt": "_tt"}.get(command, "")
    glyph = latex_names.Glyph((command, text), at, name=text + face)
    name, orders = glyph.name, None
    if r.tok == "_":
        name = f"{name}_{latex_names._subscript_name(r)}"
    return latex_names.finish(r, glyph._replace(name=name), orders)


def _operator(r: Reader, text: str, at: int) -> Term:
    head = OPERATORS[text]
    if head in MATRIX_FUNCTIONS:
        return _matrix_function(r, head)
    primes = 0
    while r.take("'"):
        primes += 1
    if primes:
        head = {"airyai": "airyaiprime", "airybi": "airybiprime"}.get(head, "")
        if not head or primes > 1:
            r.fail(f"a prime on {text}", at)
    arity = HEADS[head].arity
    if arity == (1,) and head not in ("erf", "erfc", "erfi"):
        return elementary(r, head, text)
    args = latex_brackets.arguments(r, (",", r"\mid", "|"))
    if arity is not None and len(args) not in arity:
        r.fail(f"{text} of {len(args)} arguments", at)
    return Term(head, args)


def _matrix_function(r: Reader, head: str) -> Term:
    at = r.i - 1
    if r.tok in OPEN:
        (arg,) = only(r, head)
        if r.tok == "^" and head == "trace":
            r.fail("a power after the brackets of tr: of the matrix, or of the trace?")
    else:
        arg = r.factor()
        if r.starts() and latex_brackets.is_matrix(r, arg) and not latex_calculus.at_differential(r) \
                and not _next_function(r) and r.tok not in OPEN:  # fmt: skip
            _unclear(r, "tr" if head == "trace" else r"\det")
    if not latex_brackets.is_matrix(r, arg) and not r.setting.own:
        r.fail(f"the {head} of what is no declared matrix", at, "assume A is n x n matrix")
    return Term(head, (arg,))


def determinant(r: Reader) -> Term:
    r.i += 1
    return _matrix_function(r, "det")


def extreme(head: str):  # type: ignore[no-untyped-def]
    def row(r: Reader) -> Term:
        at = r.i
        r.i += 1
        if r.tok not in OPEN:
            r.fail("an extremum over a set is not read", at)
        args = latex_brackets.arguments(r)
        if len(args) < 2:
            r.fail("an extremum of one value is not read", at)
        return Term(head, args)

    return row
