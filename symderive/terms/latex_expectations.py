r"""Expectations and divergences of declared densities: read as the integrals that define them.

>>> from symderive.terms.context import Context
>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.latex_setting import Setting
>>> from symderive.terms.tree import Term, neg
>>> from symderive.terms.writer import write
>>> line = (neg(Term("oo")), Term("oo"))
>>> two = Setting(context=Context(unknowns={"p": ("x",), "q": ("x",)}), densities={"p": line, "q": line})
>>> write(read_latex(r"D_{\mathrm{KL}}(p\,\|\,q)", two))
'Integral(p(x)*log(p(x)/q(x)), (x, -oo, oo))'
>>> write(read_latex(r"\mathbb{E}_{x\sim p}[x^2]", two))
'Integral(p(x)*x^2, (x, -oo, oo))'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.terms import latex_application, latex_elementary, latex_names
from symderive.terms.latex_setting import letter
from symderive.terms.latex_tokens import Token
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, symbol

if TYPE_CHECKING:
    from symderive.terms.latex_reader import Reader


def blackboard(r: Reader) -> Term:
    r"""`\mathbb{E}`; other letters of this face are no numbers."""
    at = r.i
    r.i += 1
    inside = "".join(t.text for t in r.argument())
    if inside != "E":
        r.fail(rf"\mathbb{{{inside}}} is no number", at)
    return expectation(r, at, "E")


def expectation(r: Reader, at: int, word: str) -> Term:
    r"""`\mathbb{E}_{x\sim p}[f(x)]` of a declared density p."""
    if word != "E" or r.tok != "_":
        r.fail(
            "an expectation under which law?",
            at,
            r"write \mathbb{E}_{x\sim p}[...], declare density p(x)",
        )
    r.i += 1
    inside = r.argument()
    names = [t.text for t in inside]
    if r"\sim" not in names:
        r.fail("an expectation under which law?", at, r"write \mathbb{E}_{x\sim p}")
    k = names.index(r"\sim")
    x = letter(inside[0]) if k == 1 else None
    if x is None:
        r.fail("the variable of an expectation is a letter", at)
    p, low, high = _density(r, inside[k + 1 :], x, at)
    if r.tok not in ("[", "(", r"\{"):
        r.fail("an expectation without brackets", at, r"write \mathbb{E}_{x\sim p}[...]")
    r.bound.append(x)
    (body,) = latex_elementary.only(r, r"\mathbb{E}")
    r.bound.pop()
    variable = symbol(latex_names.safe(x))
    return Term("Integral", (Term("Mul", (p, body)), variable, low, high))


def divergence(r: Reader) -> Term:
    r"""`KL(p\|q)` of two declared densities, after its name."""
    at = r.i
    if r.tok not in ("(", "[", r"\{"):
        r.fail("a divergence of which laws?", at, r"write D_{\mathrm{KL}}(p\,\|\,q)")
    end = latex_application.bracket_end(r, r.i)
    inside = r.toks[r.i + 1 : end]
    texts = [t.text for t in inside]
    if r"\|" in texts:
        k, width = texts.index(r"\|"), 1
    elif "|" in texts and texts.index("|") + 1 < len(texts) and texts[texts.index("|") + 1] == "|":
        k, width = texts.index("|"), 2
    else:
        r.fail(r"a divergence wants \| between its laws", at)
    left = _name(inside[:k])
    right = _name(inside[k + width :])
    for name in (left, right):
        if name is None or name not in r.setting.densities:
            r.fail("a divergence of what are no declared densities", at, "declare density p(x)")
    assert left is not None and right is not None
    variables = r.setting.context.unknowns.get(left) or r.setting.context.unknowns.get(right)
    x = variables[0] if variables else "x"
    p, low, high = _density(r, [Token(left, inside[0].at)], x, at)
    q, low2, high2 = _density(r, [Token(right, inside[0].at)], x, at)
    if (low, high) != (low2, high2):
        r.fail("a divergence of densities on two different sets", at)
    r.i = end + 1
    ratio = Term("log", (Term("Div", (p, q)),))
    return Term("Integral", (Term("Mul", (p, ratio)), symbol(x), low, high))


def _name(toks: list[Token]) -> str | None:
    """`p` or `p(x)` as the name of a law."""
    names = [letter(t) or t.text for t in toks]
    if len(names) == 1 or (len(names) == 4 and names[1] == "(" and names[3] == ")"):
        return names[0]
    if len(names) == 3 and names[1] == "_":
        return f"{names[0]}_{names[2]}"
    return None


def _density(r: Reader, toks: list[Token], x: str, at: int) -> tuple[Term, Term, Term]:
    name = _name(toks) if len(toks) != 1 else (letter(toks[0]) or toks[0].text)
    if name is None or name not in r.setting.densities:
        r.fail("a law that is no declared density", at, "declare density p(x)")
    low, high = r.setting.densities[name]
    variable = symbol(latex_names.safe(x))
    p = Term("Apply", (variable,), (latex_names.safe_function(name), (0,)))
    return p, substitute(low, {}), high
