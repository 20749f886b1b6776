r"""Brackets, roots, bars, named functions, matrices and cases in LaTeX.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex(r"\sin^2\omega t + \sqrt[3]{|x|}\ln\cos(x/c)"))
'sin(omega*t)^2 + cbrt(Abs(x))*log(cos(x/c))'
>>> read_latex(r"\sin x y")
Traceback (most recent call last):
symderive.terms.errors.NotRead: column 8: where does the argument of \sin end? \
(hint: use brackets, or \cdot after the argument)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NoReturn

from symderive.terms import latex_calculus, latex_expectations, latex_names
from symderive.terms.heads import HEADS
from symderive.terms.latex_setting import letter
from symderive.terms.latex_words import (
    ACCENTS,
    ANGLES,
    DOTS,
    ELEMENTARY,
    FACES,
    GREEK,
    INDEXED_OPERATORS,
    MATRIX_FUNCTIONS,
    OPEN,
    OPERATORS,
    bare_product,
)
from symderive.terms.limits import GROWING, too_large_argument
from symderive.terms.tree import Term, rational

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader

_ARITHMETIC = frozenset(("Neg", "Add", "Mul", "Div", "Pow"))
_MATRIX = frozenset(("Matrix", "inverse", "transpose", "Identity", "ZeroMatrix"))
_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "vmatrix", "smallmatrix"))
divergence = latex_expectations.divergence


def primary(r: Reader) -> Term:
    """One factor without what is raised to it."""
    tok = r.tok
    if tok.isdigit() or (tok == "." and r.toks[r.i + 1].text.isdigit()):
        return r.number()
    if tok in OPEN:
        return bracket(r)
    if tok in ELEMENTARY:
        r.i += 1
        return elementary(r, ELEMENTARY[tok], tok)
    if tok in (r"\operatorname", r"\mathrm", r"\mathsf", r"\mathtt"):
        return word(r)
    if len(tok) == 1 and tok.isalpha():
        return latex_names.letter_factor(r)
    if tok in GREEK or tok in ACCENTS or tok in DOTS or tok in FACES or tok in (r"\mathbf", r"\mathit"):
        return latex_names.letter_factor(r)
    row = _ROWS.get(tok) or latex_calculus.ROWS.get(tok)
    if row is None:
        r.unexpected("a formula")
    return row(r)


def fraction_of(text: str) -> Term:
    """A decimal as the exact fraction that it is."""
    whole, _, part = text.partition(".")
    p, q = int(whole + part), 10 ** len(part)
    common = math.gcd(p, q)
    return rational(p // common, q // common)


# --- brackets -------------------------------------------------------------------------------------


def bracket(r: Reader) -> Term:
    """An expression in brackets; `[F]_a^b` is a difference of values where one name is free."""
    at = r.i
    close = OPEN[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 0
    frames, r.frames = r.frames, []
    found = r.expression()
    r.frames, r.bars = frames, bars
    if r.tok == ",":
        r.fail("a list in brackets is no number", at)
    r.expect(close)
    if r.tok == "_" and close == "]":
        return latex_calculus.between(r, found)
    if r.tok == "_" or r.tok == "'":
        derived = latex_calculus.derived(r, found)
        if derived is not None:
            return derived
    if r.tok == "_" and "RisingFactorial" in r.setting.heads.get("", ""):
        r.i += 1
        return Term("RisingFactorial", (found, r.group()))
    return found


def arguments(r: Reader, between: tuple[str, ...] = (",",)) -> tuple[Term, ...]:
    """The list in the brackets that the reader stands on."""
    if r.tok not in OPEN:
        r.unexpected("'(' and an argument")
    at = r.i
    close = OPEN[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1  # a bar separates here, it does not open
    frames, r.frames = r.frames, []
    args = [r.expression()]
    while r.tok in between:
        r.i += 1
        args.append(r.expression())
    r.bars, r.frames = bars, frames
    if r.tok in ("|", r"\mid", r"\|", ";"):
        r.fail(f"'{r.tok}' between arguments has no meaning here", None, "separate them by commas")
    if r.tok != close:
        if r.tok == "":
            r.fail("a bracket that is not closed", at)
        r.unexpected(f"'{close}'")
    r.i += 1
    return tuple(args)


def _group(r: Reader) -> Term:
    at = r.i
    end = r.group_end()
    over = next((k for k in range(at + 1, end) if r.toks[k].text in (r"\choose", r"\over")), -1)
    if over > 0:
        r.fail(f"{r.toks[over].text} is not read", over, r"write \binom{n}{k} or \frac{a}{b}")
    if end == at + 1:
        return _empty_group(r)
    r.i += 1
    frames, r.frames = r.frames, []
    found = r.expression()
    r.frames = frames
    if r.i != end:
        r.unexpected("'}'")
    r.i = end + 1
    return found


def _empty_group(r: Reader) -> Term:
    """`{}_2F_1(a,b;c;z)`; any other empty group means nothing."""
    texts = [t.text for t in r.toks[r.i + 2 : r.i + 12]]
    flat = "".join(t for t in texts if t not in "{}")
    if not flat.startswith("_2F_1("):
        r.fail("an empty group")
    while r.tok != "(":
        r.i += 1
    args = arguments(r, (",", ";"))
    if len(args) != 4:
        r.fail("2F1 has four arguments: a, b; c; z")
    return Term("hyp2f1", args)


def _bars(r: Reader) -> Term:
    at = r.i
    close = {"|": "|", r"\lvert": r"\rvert"}[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1 if close == "|" else 0
    frames, r.frames = r.frames, []
    found = r.expression()
    r.bars, r.frames = bars, frames
    if r.tok != close:
        if r.tok == "":
            r.fail("a bar that is not closed", at)
        r.unexpected(f"'{close}'")
    r.i += 1
    return Term("det" if is_matrix(r, found) else "Abs", (found,))


def _norm(r: Reader) -> Term:
    """The Euclidean norm of a declared vector, the absolute value of a declared number."""
    at = r.i
    close = {r"\|": r"\|", r"\lVert": r"\rVert"}[r.tok]
    r.i += 1
    bars, r.bars = r.bars, 1
    found = r.expression()
    r.bars = bars
    r.expect(close)
    if r.tok == "_":
        inside = [t.text for t in r.toks[r.i + 1 : r.i + 4]]
        if inside[0] == "2" or inside == ["{", "2", "}"]:
            r.i += 2 if inside[0] == "2" else 4
        else:
            r.fail("a norm with a subscript is not read", at)
    names = found.free
    vectors = r.setting.vectors
    if not names & vectors:
        r.fail("the norm of what is no declared vector", at, "assume x is n vector, or write |x|")
    square = Term("Mul", (Term("transpose", (found,)), found))
    if r.tok == "^" and r.toks[r.i + 1].text in ("2", "{") and (
        r.toks[r.i + 1].text == "2" or [t.text for t in r.toks[r.i + 2 : r.i + 4]] == ["2", "}"]
    ):
        r.i += 2 if r.toks[r.i + 1].text == "2" else 4
        return square
    return Term("sqrt", (square,))


def _angle(r: Reader) -> Term:
    at = r.i
    r.i += 1
    left = r.expression()
    r.expect(",")
    right = r.expression()
    r.expect(r"\rangle")
    if not (left.free & r.setting.vectors and right.free & r.setting.vectors):
        r.fail("an inner product of what are no declared vectors", at, "assume x is n vector")
    return Term("Mul", (Term("transpose", (left,)), right))


def _fence(head: str, close: str):  # type: ignore[no-untyped-def]
    def row(r: Reader) -> Term:
        r.i += 1
        found = r.expression()
        r.expect(close)
        return Term(head, (found,))

    return row


# --- named functions ------------------------------------------------------------------------------


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
    arg = _argument(r, head, shown)
    result = Term(head, (arg,))
    if base is not None:
        result = Term("Div", (result, Term("log", (base,))))
    return result if power is None else Term("Pow", (result, power))


def _argument(r: Reader, head: str, shown: str) -> Term:
    if r.tok in OPEN:
        (arg,) = _only(r, shown)
        if r.tok == "^" and head not in ("exp", "re", "im", "arg"):
            r.fail(f"a power after the brackets of {shown}: of the argument, or of the value?", None,
                   f"write {shown}^2(...)")  # fmt: skip
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
        if head not in ANGLES or r.toks[r.i].gap or names[-1] == "":
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


def _only(r: Reader, shown: str) -> tuple[Term, ...]:
    at = r.i
    args = arguments(r)
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
        return Term("loggamma", _only(r, "logGamma"))
    if command in (r"\mathrm", r"\operatorname"):
        if text in ("KL", "D_KL"):
            return divergence(r)
        if text in ("E", "Var"):
            return latex_expectations.expectation(r, at, text)
        if text in INDEXED_OPERATORS and r.tok == "_":
            r.i += 1
            order = r.group()
            return Term(INDEXED_OPERATORS[text], (order, *_only(r, text)))
        if text in OPERATORS:
            return _operator(r, text, at)
        if text == "d":
            r.fail("a differential outside an integral", at)
        if text in ("e", "i") and command == r"\mathrm":
            return Term({"e": "E", "i": "I"}[text])
        if text == "G" and r.setting.own and r.tok != "(":
            return Term("Catalan")
        if text == "B" and r.tok == "(":
            return Term("beta", arguments(r))
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
    args = arguments(r, (",", r"\mid", "|"))
    if arity is not None and len(args) not in arity:
        r.fail(f"{text} of {len(args)} arguments", at)
    return Term(head, args)


def _matrix_function(r: Reader, head: str) -> Term:
    at = r.i - 1
    if r.tok in OPEN:
        (arg,) = _only(r, head)
        if r.tok == "^" and head == "trace":
            r.fail("a power after the brackets of tr: of the matrix, or of the trace?")
    else:
        arg = r.factor()
        if r.starts() and is_matrix(r, arg) and not latex_calculus.at_differential(r) \
                and not _next_function(r) and r.tok not in OPEN:  # fmt: skip
            _unclear(r, "tr" if head == "trace" else r"\det")
    if not is_matrix(r, arg) and not r.setting.own:
        r.fail(f"the {head} of what is no declared matrix", at, "assume A is n x n matrix")
    return Term(head, (arg,))


def _det(r: Reader) -> Term:
    r.i += 1
    return _matrix_function(r, "det")


def _extreme(head: str):  # type: ignore[no-untyped-def]
    def row(r: Reader) -> Term:
        at = r.i
        r.i += 1
        if r.tok not in OPEN:
            r.fail("an extremum over a set is not read", at)
        args = arguments(r)
        if len(args) < 2:
            r.fail("an extremum of one value is not read", at)
        return Term(head, args)

    return row


def _sqrt(r: Reader) -> Term:
    r.i += 1
    degree = None
    at = r.i
    if r.take("["):
        degree = r.expression()
        r.expect("]")
    body = r.group()
    if degree is None or degree == Term("Integer", (), 2):
        return Term("sqrt", (body,))
    if degree == Term("Integer", (), 3):
        return Term("cbrt", (body,))
    root = Term("Div", (Term("Integer", (), 1), degree))
    if degree.head == "Integer" and degree.data % 2:  # the real root, as for the third one
        return Term("Mul", (Term("sign", (body,)), Term("Pow", (Term("Abs", (body,)), root))))
    if degree.head == "Integer" and degree.data == 0:
        r.fail("a root of degree 0", at)
    return Term("Pow", (body, root))


def _binom(r: Reader) -> Term:
    at = r.i
    r.i += 1
    args = (r.group(), r.group())
    why = too_large_argument("binomial", args) if "binomial" in GROWING else None
    if why is not None:
        r.fail(why, at)
    return Term("binomial", args)


def _infinity(r: Reader) -> Term:
    r.i += 1
    return Term("oo")


def _overline(r: Reader) -> Term:
    at = r.i
    r.i += 1
    found = r.group()
    if not found.free & r.setting.complex and not r.setting.own:
        r.fail("a line over what is not declared complex: a conjugate, or a mean?", at,
               "assume z is complex")  # fmt: skip
    return Term("conjugate", (found,))


def _boxed(r: Reader) -> Term:
    r.i += 1
    return r.group()


def _brace(r: Reader) -> Term:
    """`\\underbrace{X}_{\\text{...}}` is X; an annotation in formulas would be a claim."""
    r.i += 1
    found = r.group()
    if r.tok in ("_", "^"):
        at = r.i
        r.i += 1
        inside = r.argument()
        if not inside or inside[0].text != r"\text":
            r.fail("a brace with a formula beside it", at, r"annotate by \text{...}")
    return found


# --- what is raised -------------------------------------------------------------------------------


def raised_mark(r: Reader, base: Term, at: int) -> Term | None:
    """A transpose, an inverse of a matrix, a conjugate; None (nothing consumed) for a power."""
    inside = _peek_script(r)
    texts = [t.text for t in inside]
    matrix = is_matrix(r, base)
    if texts in ([r"\top"], [r"\intercal"]) or (
        texts in (["T"], [r"\mathsf", "{", "T", "}"], [r"\mathrm", "{", "T", "}"]) and matrix
    ):
        if not matrix and not r.setting.own:
            r.fail("the transpose of what is no declared matrix", at, "assume A is n x n matrix")
        r.argument()
        return Term("transpose", (base,))
    if texts == ["-", "1"] and matrix:
        r.argument()
        return Term("inverse", (base,))
    if texts == ["T"] and "T" not in r.setting.numbers and not r.setting.own and (
        base.head not in ("Integer", "E") and "T" not in r.bound
    ):
        r.fail("a transpose, or a power?", at, r"write \top and declare the matrix, or assume T is real")
    if texts in (["*"], [r"\dagger"]):
        names = base.free
        if texts == ["*"] and names and names <= r.setting.complex:
            r.argument()
            return Term("conjugate", (base,))
        r.fail("a star: a conjugate, an adjoint, or a name?", at, "declare it as a name (declare x^*)")
    if texts[:1] in ([r"\circ"], ["+"]) or texts == ["-"]:
        r.fail(f"the superscript {texts[0]} is not read", at)
    if texts[:1] == [r"\underline"] and "FallingFactorial" in r.setting.heads.get("", ""):
        r.i += 2
        found = r.group()
        r.expect("}")
        return Term("FallingFactorial", (base, found))
    if texts[:1] == ["("] and texts[-1:] == [")"] and len(texts) == 3:
        r.fail("a number in brackets as a superscript", at, "declare the function, or the name")
    return None


def _peek_script(r: Reader) -> list:  # type: ignore[type-arg]
    at = r.i
    inside = r.argument()
    r.i = at
    return inside


def is_matrix(r: Reader, t: Term) -> bool:
    if t.head == "Symbol":
        return t.data in r.setting.context.matrices
    if t.head in _ARITHMETIC:
        return any(is_matrix(r, a) for a in t.args)
    return t.head in _MATRIX


# --- environments ---------------------------------------------------------------------------------


def _environment(r: Reader) -> Term:
    at = r.i
    r.i += 1
    name = "".join(t.text for t in r.argument())
    if name == "array" and r.setting.own:
        r.argument()
    elif name not in _MATRICES and name != "cases":
        r.fail(f"the environment {name} within a formula is not read", at)
    if not is_cell(r):
        r.unexpected("an entry")
    frames, r.frames = r.frames, []
    bars, r.bars = r.bars, 0
    found = latex_calculus.cases(r, at) if name == "cases" else _matrix(r, at)
    r.frames, r.bars = frames, bars
    r.expect(r"\end")
    if "".join(t.text for t in r.argument()) != name:
        r.fail(f"the environment {name} is closed by another name", at)
    return Term("det", (found,)) if name == "vmatrix" else found


def is_cell(r: Reader) -> bool:
    return r.tok not in ("&", r"\\", r"\end", "")


def _matrix(r: Reader, at: int) -> Term:
    rows: list[list[Term]] = [[]]
    while True:
        rows[-1].append(r.expression())
        if r.take("&"):
            continue
        if r.take(r"\\"):
            if r.tok == r"\end":
                break
            rows.append([])
            continue
        break
    if len({len(row) for row in rows}) != 1:
        r.fail("rows of different lengths", at)
    return Term("Matrix", [a for row in rows for a in row], (len(rows), len(rows[0])))


_ROWS = {
    "{": _group, "|": _bars, r"\lvert": _bars, r"\|": _norm, r"\lVert": _norm,
    r"\langle": _angle, r"\sqrt": _sqrt, r"\binom": _binom, r"\infty": _infinity,
    r"\lfloor": _fence("floor", r"\rfloor"), r"\lceil": _fence("ceiling", r"\rceil"),
    r"\det": _det, r"\max": _extreme("Max"), r"\min": _extreme("Min"), r"\overline": _overline,
    r"\begin": _environment, r"\boxed": _boxed, r"\underbrace": _brace, r"\overbrace": _brace,
    r"\mathbb": latex_expectations.blackboard,
}  # fmt: skip
