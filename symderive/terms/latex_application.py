r"""A letter before a bracket in LaTeX: applied to it, or a factor; undecided is refused.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(read_latex("a(b+c) - ab")), write(read_latex(r"\int_0^1 u(1-u)\,du"))
('a*(b + c) - a*b', 'Integral(u*(1 - u), (u, 0, 1))')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_brackets, latex_expectations, latex_names
from symderive.terms.latex_setting import _argument_like, letter
from symderive.terms.latex_words import FUNCTION_LETTERS, SPECIAL
from symderive.terms.tree import Term, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_names import Glyph
    from symderive.terms.latex_reader import Reader


def applied(r: Reader, g: Glyph, orders: tuple[int, ...] | None) -> Term:
    """The letter applied to the bracket that follows, or alone where the bracket is a factor."""
    name, at = g.name, g.at
    setting = r.setting
    bracket = r.tok in ("(", "[") and not (r.tok == "[" and setting.own)
    if name in ("D_KL", "KL") and bracket:
        return latex_expectations.divergence(r)
    powered = r.tok == "^" and _bracket_after_power(r)
    if name in setting.context.unknowns and orders is not None:
        return _unknown(r, g, orders, bracket, powered)
    if name in setting.functions and name not in setting.numbers and name not in r.bound:
        if powered:
            r.fail(
                f"a power of the function {name} before its argument", at, f"write ({name}(x))^2"
            )
        if not bracket:
            r.fail(f"the function {name} without its argument", at)
        args = latex_brackets.arguments(r)
        if orders is not None and len(args) != 1:
            r.fail(f"a prime or dot on {name}, which has {len(args)} arguments", at)
        return Term("Apply", args, (latex_names.safe_function(name), orders or (0,) * len(args)))
    if bracket or powered:
        k = r.i if bracket else powered
        if not is_factor(r, name, k):
            if bracket and SPECIAL.get(r.toks[at].text) and "_" not in name:
                return Term(SPECIAL[r.toks[at].text], latex_brackets.arguments(r))
            shown = name.removesuffix("_")
            r.fail(f"{shown} before a bracket: a function, or a factor?", k,
                   f"declare {shown}(x), or assume {shown} is real")  # fmt: skip
    return latex_names.value(r, g, at)


def _bracket_after_power(r: Reader) -> int:
    """The index of the bracket that follows the superscript here, or 0."""
    k = r.i + 1
    k = r.group_end(k) + 1 if r.toks[k].text == "{" else k + 1
    return k if r.toks[k].text in ("(", "[") else 0


def bracket_end(r: Reader, k: int) -> int:
    """The index of the bracket that closes the one at `k`."""
    depth = 0
    for j in range(k, len(r.toks)):
        text = r.toks[j].text
        if text in ("(", "[", r"\{", "{"):
            depth += 1
        elif text in (")", "]", r"\}", "}"):
            depth -= 1
            if depth == 0:
                return j
    r.fail("a bracket that is not closed", k)


def is_factor(r: Reader, name: str, k: int) -> bool:
    """Whether a letter before the bracket at `k` is a number, so that there is a product.

    Declared or bound numbers are.  Else the document must show it bare and never applied, or the
    bracket must mention it; letters that name functions by custom need one of the former.
    """
    setting, seen = r.setting, r.setting.evidence
    if name in setting.numbers or name in r.bound or name in setting.context.matrices:
        return True
    if name == "pi" or name in setting.constants:
        return not _argument_like(r.toks, k)
    if name in seen.applied or name in seen.sequences:
        return False
    stem = name.split("_")[0]
    inside = r.toks[k + 1 : bracket_end(r, k)]
    if _argument_like(r.toks, k) or any(t.text in (",", ";", r"\mid", r"\|") for t in inside):
        return False
    if any(letter(t) == stem for t in inside):
        return True
    return name in seen.bare and stem not in FUNCTION_LETTERS


def _unknown(r: Reader, g: Glyph, orders: tuple[int, ...], bracket: bool, powered: int) -> Term:
    """A declared unknown or its derivative: at its own variables, or at the arguments that follow."""
    name = g.name
    variables = r.setting.context.unknowns[name]
    here = Term("Apply", map(symbol, variables), (latex_names.safe_function(name), orders))
    if powered and _argument_like(r.toks, powered):
        r.fail(f"a power of the function {name} before its argument", g.at, f"write ({name}(x))^2")
    if not bracket:
        r.jets.add(name)
        return here
    inside = r.toks[r.i + 1 : bracket_end(r, r.i)]
    plain = _argument_like(r.toks, r.i)
    if not plain and any(letter(t) == name and n.text not in ("(", "[")
                         for t, n in zip(inside, [*inside[1:], r.toks[r.i]], strict=True)):  # fmt: skip
        r.jets.add(name)
        return here  # y(1 + y'^2): nobody applies y to an expression of the bare y
    if not plain and _stands_bare(r, name):
        r.fail(f"{name} before a bracket: applied, or a factor?", None,
               f"write {name}\\cdot(...), or {name}(x) everywhere")  # fmt: skip
    args = latex_brackets.arguments(r)
    if len(args) != len(variables):
        shape = f"{name}({', '.join(variables)})"
        r.fail(
            f"{name} of {len(args)} argument{'s' * (len(args) != 1)}",
            g.at,
            f"it is declared as {shape}",
        )
    if any(a.head == "Apply" and a.data[0] in r.jets and a.data[0] in r.setting.context.unknowns
           and inside and len(inside) == 1 for a in args):  # fmt: skip
        r.fail(
            f"{name} before the unknown in brackets: applied, or a factor?", g.at, "write \\cdot"
        )
    return Term("Apply", args, (latex_names.safe_function(name), orders))


def _stands_bare(r: Reader, name: str) -> bool:
    """Whether the unknown stands without arguments anywhere in this formula."""
    for k, t in enumerate(r.toks):
        if letter(t) != name:
            continue
        j = k + 1
        while r.toks[j].text in ("'", "_"):
            j += 1 if r.toks[j].text == "'" else 2
            if r.toks[j - 1].text == "{":
                j = r.group_end(j - 1) + 1
        if r.toks[j].text not in ("(", "["):
            return True
    return False
