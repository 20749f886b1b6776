r"""LaTeX to terms: strict, Pratt style, nothing evaluated and nothing guessed.

Sums and products here; letters in `latex_names`, functions and brackets in `latex_functions`,
integrals, sums, limits and derivatives in `latex_calculus`.  What has two readings is refused with
its place (`1/2x`, `\sin x y`, `f(x+1)` with an undeclared f); docs/papers.md has the rules.

>>> from symderive.terms.writer import write
>>> write(read_latex(r"\frac{a}{2}\cosh\frac{x-b}{a} - \int_0^x t^2\,dt"))
'a/2*cosh((x - b)/a) - Integral(t^2, (t, 0, x))'
>>> try:
...     read_latex("1/2x")
... except ValueError as why:
...     print(why.message)
after a slash the product goes on: 1/2x may be (1/2)x or 1/(2x)
"""

from __future__ import annotations

from typing import NoReturn

from symderive.terms import latex_calculus, latex_doubts, latex_functions, latex_names, latex_raised
from symderive.terms.errors import NotRead
from symderive.terms.latex_setting import BARE, Setting
from symderive.terms.latex_tokens import Token, closing, latex_tokens, unbalanced
from symderive.terms.latex_words import (
    ACCENTS,
    DOTS,
    ELEMENTARY,
    FACES,
    GREEK,
    IMPLIES,
    OPEN,
    RELATIONS,
    SKIPPED_ARGUMENT,
    VAGUE,
)
from symderive.terms.limits import (
    MAX_DEPTH,
    height,
    too_large_argument,
    too_large_power,
)
from symderive.terms.tree import Term, neg

END = Token("", -1)
_STARTS = (
    frozenset(
        r"""( [ \{ { | \| \lvert \lVert \frac \sqrt \binom \int \sum \prod \lim \partial \operatorname
    \mathrm \mathbb \mathbf \mathsf \mathtt \mathit \infty \lfloor \lceil \langle \begin \max \min
    \overline \text \det \left. \boxed \underbrace \not \exp \nabla \infty \mathop \oint \iint""".split()
    )
    | frozenset(ELEMENTARY)
    | frozenset(GREEK)
    | frozenset(ACCENTS)
    | frozenset(DOTS)
    | frozenset(FACES)
)
_DOTTED = frozenset((r"\dots", r"\cdots", r"\ldots", r"\vdots", r"\ddots", r"\dotsc", r"\dotsb"))
_ENDS = frozenset(
    r""") ] } \} & \\ , ; . \rvert \rVert \rfloor \rceil \rangle \right. \quad \qquad + - \end""".split()
) | {""}


def read_latex(text: str, setting: Setting = BARE) -> Term:
    """The expression or relation that a formula says.

    Raises NotRead, with the place and a hint, where the formula has another meaning as well, or
    none.  A relation of several members is the And of its links.
    """
    toks = setting.macros.expanded(latex_tokens(text), text)
    return read_tokens(toks, text, setting.seeing(toks))


def read_tokens(toks: list[Token], text: str, setting: Setting, start: int = 0) -> Term:
    """The same for tokens of `text`, against a setting that has seen the document."""
    from symderive.terms.latex_relations import relation

    return relation(Reader(toks, text, setting, start))


class Reader:
    """The state of one reading: tokens, the place among them, integrals that are open."""

    def __init__(self, toks: list[Token], text: str, setting: Setting, start: int = 0) -> None:
        self.text = text
        self.setting = setting
        self.toks = [*toks, END, END, END]
        wrong = unbalanced(toks)
        if wrong is not None:
            raise NotRead(text, toks[wrong[0]].at, wrong[1])
        self.start = start
        self.i = 0
        self.depth = 0
        self.bars = 0
        self.frames: list[
            latex_calculus.Frame
        ] = []  # integrals whose differential is still to come
        self.bound: list[str] = []
        self.jets: set[str] = set()  # unknowns that stood bare, their arguments left out

    # --- errors -----------------------------------------------------------------------------------

    def fail(self, message: str, at: int | None = None, hint: str = "") -> NoReturn:
        """Raise NotRead at a token's index (the current one if left out)."""
        k = self.i if at is None else at
        tok = self.toks[k] if k < len(self.toks) else END
        if tok.at >= 0:
            raise NotRead(self.text, tok.at, message, hint)
        last = next((t for t in reversed(self.toks) if t.at >= 0), None)
        raise NotRead(self.text, last.at + len(last.text) if last else self.start, message, hint)

    def unexpected(self, wanted: str) -> NoReturn:
        tok = self.tok
        if tok in _DOTTED:
            self.fail(
                f"{tok}: what it stands for is not said", None, "write the sum or product out"
            )
        if tok in VAGUE:
            self.fail(f"{tok} is no exact relation")
        if tok in (r"\pm", r"\mp"):
            self.fail(f"{tok} says two things at once", None, "write the two equations")
        if tok[:1] == "\\" and tok[1:].isalpha() and tok not in _STARTS | _ENDS:
            self.fail(f"{tok} is not known here", None, "define it by \\newcommand, or declare it")
        self.fail(f"expected {wanted} " + (f"before '{tok}'" if tok else "at the end"))

    @property
    def tok(self) -> str:
        return self.toks[self.i].text

    def expect(self, text: str) -> None:
        if self.tok != text:
            self.unexpected(f"'{text}'")
        self.i += 1

    def take(self, text: str) -> bool:
        if self.tok == text:
            self.i += 1
            return True
        return False

    def group_end(self, at: int | None = None) -> int:
        """The index of the brace that closes the one at the current token."""
        k = self.i if at is None else at
        j = closing(self.toks, k)
        if j < 0:
            self.fail("a group { that is not closed", k)
        return j

    def argument(self) -> list[Token]:
        """The tokens of the next group or the next single token, consumed."""
        if self.tok != "{":
            if self.toks[self.i].at < 0:
                self.unexpected("an argument")
            self.i += 1
            return self.toks[self.i - 1 : self.i]
        j = self.group_end()
        inside = self.toks[self.i + 1 : j]
        self.i = j + 1
        return inside

    def group(self) -> Term:
        """The expression in the next group; a single token without braces is one too."""
        at = self.i
        if self.tok == "{":
            j = self.group_end()
            self.i += 1
            if self.i == j:
                self.fail("an empty group", at)
            frames, self.frames = self.frames, []
            bars, self.bars = self.bars, 0
            found = self.expression()
            self.frames, self.bars = frames, bars
            if self.i != j:
                self.unexpected("'}'")
            self.i = j + 1
            return found
        return self.single()

    def single(self) -> Term:
        """One token as an argument: a digit, a letter, a Greek letter."""
        tok = self.tok
        if tok.isdigit():
            self.i += 1
            return Term("Integer", (), int(tok))
        if tok == r"\infty":
            self.i += 1
            return Term("oo")
        if (len(tok) == 1 and tok.isalpha()) or tok in GREEK:
            self.i += 1
            return latex_names.value(self, latex_names.Glyph((tok,), self.i - 1), self.i - 1)
        if tok in (r"\mathrm", r"\mathsf", r"\mathtt", r"\frac", *ACCENTS, *DOTS, *FACES):
            return self.factor()
        self.unexpected("a number, a letter or a group")

    # --- sums -------------------------------------------------------------------------------------

    def expression(self) -> Term:
        """A sum of products, up to what cannot belong to it."""
        self.depth += 1
        if self.depth > MAX_DEPTH // 2:
            self.fail("nested too deeply", None, "name the inner parts")
        terms: list[Term] = []
        scoped: set[str] = set()
        while True:
            tok = self.tok
            minus = tok == "-"
            if tok in ("+", "-"):
                self.i += 1
            elif terms:
                break
            at = self.i
            if self.tok in ("+", "-"):
                self.fail("two signs in a row", None, "put the signed term in brackets")
            term = self.product()
            stray = scoped & term.free
            if stray:
                name = sorted(stray)[0]
                self.fail(f"{name} is bound by the sum, integral or limit before, and free here", at,
                          "put the whole summand in brackets")  # fmt: skip
            scoped |= latex_calculus.open_names(term)
            terms.append(neg(term) if minus else term)
            if self.frames and self.frames[-1].closed(self) and self.tok in ("+", "-"):
                break
        if self.tok in (r"\pm", r"\mp"):
            self.unexpected("a sign")
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Term("Add", terms)

    # --- products ---------------------------------------------------------------------------------

    def starts(self) -> bool:
        """Whether a factor begins at the current token."""
        tok = self.tok
        if tok in ("|", r"\|"):
            return self.bars == 0
        return tok in _STARTS or (len(tok) == 1 and tok.isalnum())

    def ends_here(self) -> bool:
        """Whether the product ends: at the differential of an integral around it."""
        return latex_calculus.at_differential(self)

    def product(self) -> Term:
        """Factors side by side, with dots, or with one slash that nothing follows."""
        first = self.i
        while self.tok in SKIPPED_ARGUMENT:
            self.i += 1
            self.argument()
        if self.ends_here():
            self.unexpected("an integrand")
        factors = [self.factor()]
        starts = [first]
        slashed = -1
        while True:
            tok = self.tok
            if tok in (r"\cdot", r"\times", "*"):
                if slashed >= 0:
                    self.ambiguous_slash(slashed)
                self.i += 1
                if tok == r"\times" or tok == r"\cdot":
                    self.no_vectors(factors[-1], tok)
                starts.append(self.i)
                factors.append(self.factor())
                if tok != "*":
                    self.no_vectors(factors[-1], tok)
                    self.no_dot(factors[-2], factors[-1], starts[-1] - 1)
                continue
            if tok == "/":
                if slashed >= 0:
                    self.ambiguous_slash(self.i)
                slashed = self.i
                self.i += 1
                under = self.factor(denominator=True)
                over = factors[0] if len(factors) == 1 else Term("Mul", factors)
                factors, starts = [Term("Div", (over, under))], [first]
                continue
            if tok in SKIPPED_ARGUMENT:
                self.i += 1
                self.argument()
                continue
            if self.ends_here() or not self.starts():
                break
            if slashed >= 0:
                self.ambiguous_slash(slashed)
            at = self.i
            if tok.isdigit() and self.toks[self.i - 1].text != "!":
                self.fail(
                    f"the number {tok} after a factor", None, "numbers come first, or write \\cdot"
                )
            if (
                tok == r"\frac"
                and factors[-1].head == "Integer"
                and not latex_calculus.is_operator(self)
            ):
                self.fail("a number before a fraction may be a mixed number", None, "write \\cdot")
            factor = self.factor()
            latex_calculus.refuse_shadow(self, factors, factor, at)
            starts.append(at)
            factors.append(factor)
        if tok in _DOTTED or tok in (r"\pm", r"\mp"):
            self.unexpected("a formula")
        return factors[0] if len(factors) == 1 else Term("Mul", factors)

    def ambiguous_slash(self, at: int) -> NoReturn:
        shown = "".join(t.text for t in self.toks[max(at - 1, 0) : at + 3] if t.at >= 0)
        self.fail(f"after a slash the product goes on: {shown} may be "
                  f"({shown[:3]}){shown[3:]} or {shown[:2]}({shown[2:]})"
                  if len(shown) == 4 else "after a slash the product goes on, so it has two readings",
                  None, "use \\frac, or brackets")  # fmt: skip

    def no_dot(self, a: Term, b: Term, at: int) -> None:
        """Two undeclared letters with a dot between them: numbers, or an inner product?"""
        if a.head == b.head == "Symbol" and not (
            latex_doubts.known(self, a.data) or latex_doubts.known(self, b.data)
        ):
            self.fail("a dot between two letters: numbers, or vectors?", at,
                      f"assume {a.data} is real, or leave the dot out")  # fmt: skip

    def no_vectors(self, t: Term, tok: str) -> None:
        if t.free & self.setting.vectors and t.head in ("Symbol", "Add", "Mul", "Neg"):
            self.fail(f"{tok} between vectors", None, r"write x^\top y for the inner product")

    # --- factors ----------------------------------------------------------------------------------

    def factor(self, denominator: bool = False) -> Term:
        """A primary with its powers, factorials and subscripts."""
        self.depth += 1
        if self.depth > MAX_DEPTH // 2:
            self.fail("nested too deeply", None, "name the inner parts")
        try:
            found = latex_functions.primary(self)
            return self.postfix(found)
        finally:
            self.depth -= 1

    def postfix(self, t: Term) -> Term:
        while True:
            tok = self.tok
            if tok == "!":
                at = self.i
                self.i += 1
                double = self.take("!")
                if self.tok == "!":
                    self.fail("three factorial signs", at)
                head = "factorial2" if double else "factorial"
                why = too_large_argument(head, (t,))
                if why is not None:
                    self.fail(why, at, "use a symbol for a number that large")
                t = Term(head, (t,))
            elif tok == "^":
                t = self.power(t)
                if self.tok == "^":
                    self.fail("a second superscript", None, "use braces")
            elif tok == "'":
                self.fail("a prime after what is no declared function", None,
                          "declare y(x) for derivatives, or declare the primed name")  # fmt: skip
            elif tok == "_":
                self.fail("a subscript after what is no letter")
            elif tok == "|" and self.toks[self.i + 1].text == "_" and not self.bars:
                self.fail("a bar for a value: what stands before it is not delimited", None,
                          r"write \left. ... \right|_{x=a}")  # fmt: skip
            else:
                return t

    def power(self, base: Term) -> Term:
        at = self.i
        self.i += 1
        marked = latex_raised.raised_mark(self, base, at)
        if marked is not None:
            return marked
        digits = self.tok.isdigit()
        exponent = self.group()
        if digits and self.tok.isdigit() and not self.toks[self.i].space:
            self.fail("TeX raises only the first digit", None, "use braces: ^{12}")
        if exponent.head == "Tuple":
            self.fail("a list as an exponent", at)
        latex_names.refuse_scripted_inverse(self, base, exponent, at)
        if base.head == "E":
            return Term("exp", (exponent,))
        why = too_large_power(base, exponent)
        if why is not None:
            self.fail(why, at, "use a symbol for a power that large")
        return Term("Pow", (base, exponent))

    def check_height(self, t: Term) -> Term:
        if height(t) > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep", 0, "name the inner parts")
        return t


__all__ = ["END", "IMPLIES", "OPEN", "RELATIONS", "Reader", "read_latex", "read_tokens"]
