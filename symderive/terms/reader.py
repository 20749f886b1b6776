"""Plain text to terms, Pratt style: one loop, a table of binding powers, nothing evaluated.

`a + b + c` is one Add of three, `a - b` is Add(a, Neg(b)), `a/b*c` is Mul(Div(a, b), c), `-x^2` is
Neg(Pow(x, 2)); parentheses keep their nesting.  A product is `2*x`: side by side is refused.
In a context with forms, `a^b` is a Wedge if an operand contains a form (an operator on forms that
gives one, `dx`, a name in `form_names`) and the exponent is no integer literal; else it is a power.

>>> read("a - 2*b")
Term('Add', (Term('Symbol', (), 'a'), Term('Neg', (Term('Mul', (Term('Integer', (), 2), \
Term('Symbol', (), 'b'))),))))
>>> read("0 < a <= 1").head, read("f is C2").args[1].data, read("f''(x)").data
('And', 'C2', ('f', (2,)))
>>> read("2x")
Traceback (most recent call last):
symderive.terms.errors.NotRead: column 2: expected an operator before 'x' (hint: write 2*x)
"""

from __future__ import annotations

from typing import NoReturn

from symderive.terms import leaves, statements
from symderive.terms.context import PLAIN, Context
from symderive.terms.errors import NotRead
from symderive.terms.levels import (
    ADD,
    MARKS,
    MUL,
    NOT_VALUES,
    OR,
    POST,
    POW,
    POWERS,
    REL,
    RELATIONS,
    STATEMENTS,
)
from symderive.terms.limits import (
    GROWING,
    MAX_DEPTH,
    MAX_ORDER,
    height,
    too_large_argument,
    too_large_power,
)
from symderive.terms.tokens import place, tokens
from symderive.terms.tree import Term, integer
from symderive.terms.vocabulary import CONSTANTS, FORM_HEADS, KEYWORDS, TRUTH

_SMALL = {str(n): integer(n) for n in range(17)}
_KNOWN = {**_SMALL, **CONSTANTS, **TRUTH}
_FORMISH = FORM_HEADS - {"inner", "div_", "lap"}
_ARITHMETIC = frozenset(["Neg", "Add", "Mul", "Div", "Pow"])
_MATRIX = frozenset(["Matrix", "inverse", "transpose", "Identity", "ZeroMatrix"])


def read(text: str, context: Context = PLAIN) -> Term:
    """The term that a text says: expression, relation, chain, given, or several with commas.

    Raises NotRead, with the place and a hint, for anything outside the grammar (see the module) and
    for literals beyond the caps of `limits`.
    """
    reader = Reader(text, context)
    try:
        term = statements.several(reader)
    except RecursionError:  # a caller that is itself deep in its stack
        raise NotRead(text, 0, "nested too deeply", "name the inner parts") from None
    if reader.applied:
        for name, index in reader.applied.items():
            if name in reader.known:
                hint = f"for a product write {name}*(...)"
                reader.fail(f"'{name}' is used as a name and as a function", index, hint)
    if len(reader.toks) > MAX_DEPTH and height(term) > MAX_DEPTH:
        raise NotRead(text, 0, f"nested more than {MAX_DEPTH} deep", "name the inner parts")
    return term


class Reader:
    """The state of one reading: tokens, the place in them, the symbols met so far."""

    __slots__ = ("applied", "chain", "context", "depth", "i", "known", "text", "toks", "tuples")

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.toks = [
            *tokens(text, ";" if context.forms else ""),
            "",
            "",
            "",
        ]  # so that looking ahead never falls off
        self.i = 0
        self.depth = 0
        self.known: dict[str, Term] = _KNOWN.copy()
        self.applied: dict[str, int] = {}
        self.chain: Term | None = None  # the last chain `a < b < c` or `a^b^c` not in parentheses
        self.tuples = 0

    # --- errors -----------------------------------------------------------------------------------

    def fail(self, message: str, index: int | None = None, hint: str = "") -> NoReturn:
        at = self.i if index is None else index
        raise NotRead(self.text, place(self.text, at), message, hint)

    def unexpected(self, wanted: str = "") -> NoReturn:
        """The error for the current token: what was wanted, or why it cannot stand here."""
        tok, before = self.toks[self.i], self.toks[self.i - 1] if self.i else ""
        ends = before[:1].isalnum() or before in (")", "]", "|", "!")
        if tok and (tok[0].isalnum() or tok == "(") and ends and before not in KEYWORDS:
            left = before if before[0].isalnum() else "(...)"
            hint = f"write {left}*{tok if tok != '(' else '(...)'}"
            self.fail(f"expected an operator before '{tok}'", None, hint)
        if before in ("+", "-") and wanted:
            self.fail(f"expected a term after '{before}'")
        end = f"before '{tok}'" if tok else "at the end"
        hint = ""
        if tok.startswith("'"):
            hint = "a prime follows the name, f'(x); quotes are not read"
        elif tok in ("{", "}"):
            hint = "group with parentheses; braces only as in u_{xt}"
        self.fail(f"expected {wanted or 'a formula'} {end}", None, hint)

    def expect(self, tok: str) -> None:
        if self.toks[self.i] != tok:
            self.unexpected(f"'{tok}'")
        self.i += 1

    # --- the loop ---------------------------------------------------------------------------------

    def parse(self, rbp: int) -> Term:
        """A term whose operators all bind tighter than `rbp`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} deep", None, "name the inner parts")
        toks = self.toks
        tok = toks[self.i]
        found = self.known.get(tok)
        if found is not None and toks[self.i + 1] not in MARKS:
            left = found
            self.i += 1
        elif tok == "(":
            self.i += 1
            left = self.parse(0)
            self.chain = None
            if toks[self.i] == ",":
                left = self.tuple_after(left)
            if toks[self.i] != ")":
                self.unexpected("')'")
            self.i += 1
        elif tok == "-" or tok == "+":
            self.i += 1
            left = self.parse(ADD if rbp < MUL else POW - 1)
            if tok == "-":
                left = Term("Neg", (left,))
        elif tok[:1].isalpha():
            left = leaves.name(self, tok)
        elif tok[:1].isdigit() or (tok[:1] == "." and tok != "."):
            self.i += 1
            left = leaves.number(self, tok)
        elif tok == "|":
            self.i += 1
            left = Term("Abs", (self.parse(REL),))
            self.expect("|")
        else:
            self.unexpected()
        if left.head in NOT_VALUES and rbp >= REL and (left.head != "Tuple" or rbp > REL):
            self.fail("a number or symbol is wanted here, not a statement", self.i - 1)
        return self.operators(left, rbp)

    def operators(self, left: Term, rbp: int) -> Term:
        """The operators that follow a term already read; each turn of the loop is one level."""
        toks = self.toks
        turns = 0
        while True:
            tok = toks[self.i]
            power = POWERS.get(tok, 0)
            if power <= rbp:
                break
            turns += 1
            if turns + self.depth > MAX_DEPTH:
                self.fail(f"nested more than {MAX_DEPTH} deep", None, "name the inner parts")
            if power > REL and left.head in NOT_VALUES:
                self.fail(f"'{tok}' wants a number or symbol on its left, not a statement")
            if tok == "*":
                factors = [left]
                while toks[self.i] == "*":
                    self.i += 1
                    factors.append(self.parse(MUL))
                left = Term("Mul", factors)
            elif power == ADD:
                if toks[self.i + 1] in (")", ","):  # the side of a limit, `0+`: its caller's
                    break
                terms = [left]
                while tok == "+" or tok == "-":
                    if toks[self.i + 1] in (")", ","):
                        break
                    self.i += 1
                    term = self.parse(ADD)
                    terms.append(term if tok == "+" else Term("Neg", (term,)))
                    tok = toks[self.i]
                left = Term("Add", terms)
            elif power == POW:
                left = self.power(left, tok)
            elif tok == "/":
                self.i += 1
                left = Term("Div", (left, self.parse(MUL)))
            elif power == POST:
                left = self.postfix(left, tok)
            elif tok == "is" or tok == "in":
                left = statements.said(self, left, tok)
            elif power == REL:
                left = self.relation(left)
            else:
                left = self.connective(left, "Or" if power == OR else "And", power)
        self.depth -= 1
        return left

    def power(self, base: Term, tok: str) -> Term:
        at = self.i
        self.i += 1
        toks = self.toks
        after = toks[self.i + 1]
        lone = toks[self.i] == "T" and after not in MARKS and POWERS.get(after, 0) < POW
        if lone and self.is_matrix(base):
            self.i += 1
            return Term("transpose", (base,))
        exponent = self.parse(POW - 1)
        if tok == "\N{LOGICAL AND}" or (self.context.forms and self.is_wedge(base, exponent)):
            if not self.context.forms:
                self.fail("a wedge outside a context of forms", at, "write wedge(a, b)")
            # The chain a^b^c came back right-nested; unless in parentheses it is one Wedge.
            flat = exponent.head == "Wedge" and exponent is self.chain
            self.chain = Term("Wedge", (base, *exponent.args) if flat else (base, exponent))
            return self.chain
        why = too_large_power(base, exponent)
        if why is not None:
            self.fail(why, at, "use a symbol for a power that large")
        return Term("Pow", (base, exponent))

    def postfix(self, left: Term, tok: str) -> Term:
        self.i += 1
        if tok == "!":
            double = self.toks[self.i] == "!"
            self.i += double
            return self.function("factorial2" if double else "factorial", (left,), self.i - 1)
        if tok == ".":
            if self.toks[self.i] != "T":
                hint = "only A.T, the transpose" if left.head != "Integer" else "write 1.0 or 1"
                self.fail("attributes are not read", self.i - 1, hint)
            self.i += 1
            return Term("transpose", (left,))
        if left.head == "Integer":
            self.fail("a number has no entries", self.i - 1)
        places = [self.parse(REL)]
        if self.toks[self.i] == ",":
            self.i += 1
            places.append(self.parse(REL))
        self.expect("]")
        return Term("Index", (left, *places))

    def relation(self, left: Term) -> Term:
        """One relation, or the And of a chain `a < b <= c`."""
        links = []
        while (head := RELATIONS.get(self.toks[self.i])) is not None:
            if left.head in STATEMENTS:
                self.fail(f"'{self.toks[self.i]}' between statements", None, "use and, or, not")
            self.i += 1
            right = self.parse(REL)
            links.append(Term(head, (left, right)))
            left = right
        if len(links) == 1:
            return links[0]
        self.chain = Term("And", links)
        return self.chain

    def connective(self, left: Term, head: str, power: int) -> Term:
        parts: list[Term] = []
        at = self.i
        while True:
            if left.head not in STATEMENTS:
                self.fail(f"'{self.toks[at]}' joins statements, not numbers", at)
            parts.extend(left.args if head == "And" and left is self.chain else (left,))
            at = self.i
            if POWERS.get(self.toks[at]) != power:
                return Term(head, parts)
            self.i += 1
            left = self.parse(power)

    def tuple_after(self, first: Term) -> Term:
        """The rest of `(a, b, ...)`, up to its closing parenthesis."""
        items = [first]
        while self.toks[self.i] == ",":
            self.i += 1
            if self.toks[self.i] == ")":
                break
            items.append(self.parse(REL))
        if first.head in STATEMENTS:
            self.fail("a list of statements in parentheses", None, "join them with and")
        self.tuples += 1
        return Term("Tuple", items)

    # --- shared with `calls` ----------------------------------------------------------------------

    def function(self, head: str, args: tuple[Term, ...], at: int) -> Term:
        if head in GROWING:
            why = too_large_argument(head, args)
            if why is not None:
                self.fail(why, at, "use a symbol for a number that large")
        return Term(head, args)

    def order(self) -> int:
        """A literal order of differentiation."""
        tok = self.toks[self.i]
        if not tok.isdigit():
            self.unexpected("an integer")
        if len(tok) > 4 or int(tok) > MAX_ORDER:
            self.fail(f"an order beyond {MAX_ORDER}", None, "such an order is not computed with")
        self.i += 1
        return int(tok)

    def is_matrix(self, t: Term) -> bool:
        """Whether a term is written as a matrix: `^T` is then its transpose."""
        if t.head == "Symbol":
            return t.data in self.context.matrices
        if t.head in _ARITHMETIC:
            return any(self.is_matrix(a) for a in t.args)
        return t.head in _MATRIX

    def is_wedge(self, base: Term, exponent: Term) -> bool:
        if exponent.head in ("Integer", "Neg", "Div"):
            return False
        return self.has_form(base) or self.has_form(exponent)

    def has_form(self, t: Term) -> bool:
        if t.head == "Symbol":
            return t.data in self.context.form_names
        if t.head in _ARITHMETIC:
            return any(self.has_form(a) for a in t.args)
        return t.head in _FORMISH


__all__ = ["Context", "NotRead", "Reader", "read"]
