r"""Breaks a formula that is too wide for a column: at relations, then at the terms of sums, then at
factors; what still does not fit gets its inner part named, `\sqrt{N_{1}}` where `N_{1} = ...`.

>>> from symderive.terms.tree import add, eq, symbol
>>> from symderive.present.latex_terms import Scope, printer
>>> from symderive.present.latex_pieces import Style
>>> claim = eq(symbol("F"), add(*map(symbol, "abcdefghij")))
>>> for line in display(claim, printer(Scope.of(claim), Style()), 120.0).lines:
...     print(line)
Line(left='F', right='= a + b + c + d + \\mathsf{e} + f')
Line(left='', right='\\quad + g + h + i + j')
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from ..terms.tree import BINDERS, Term
from .depth import deep
from .latex_arithmetic import factors_of, split_sign, terms_of
from .latex_pieces import ADD, LOGIC, RELATION, Printer
from .latex_statements import RELATIONS, chain_of
from .width import width

_INDENT = 10.0  # \quad
_RELATION = 13.4  # `=` with its spaces


class Line(NamedTuple):
    left: str
    right: str


@dataclass(frozen=True)
class Display:
    """Lines of one display, and the displays of the parts that were named."""

    lines: tuple[Line, ...]
    where: tuple[tuple[Line, ...], ...] = ()

    @property
    def widest(self) -> float:
        left = max(width(line.left) for line in self.lines)
        return left + max(width(line.right) for line in self.lines)


class _Breaker:
    def __init__(self, p: Printer, room: float, names: Iterator[str]) -> None:
        self.p, self.room, self.fresh = p, room, names
        self.queue: list[tuple[Term, Term]] = []

    # --- lines of one statement ------------------------------------------------------------------

    def statement(self, t: Term) -> list[Line]:
        if width(self.p.tex(t)) <= self.room:
            return [Line("", self.p.tex(t))]
        chain = chain_of(t)
        if chain:
            return self.chain(*chain)
        if t.head in ("And", "Or"):
            word = rf"\text{{ {t.head.lower()}}}"
            lines: list[Line] = []
            for k, a in enumerate(t.args):
                tex = self.p.above(a, LOGIC).tex
                fits = width(tex) + width(word) <= self.room or not chain_of(a)
                lines += [Line("", tex)] if fits else self.statement(a)
                if k < len(t.args) - 1:
                    lines[-1] = Line(lines[-1].left, lines[-1].right + word)
            return lines
        if t.head == "In":
            body = self.fit(t.args[0], self.room - width(self.p.tex(t.args[1])) - 20)
            return [Line("", self.p.tex(Term("In", (body, t.args[1]))))]
        return [Line("", tex) for tex in self.rows(t, self.room, self.room - _INDENT)]

    def chain(self, members: list[Term], heads: list[str]) -> list[Line]:
        left = self.p.above(members[0], RELATION).tex
        lead = width(left)
        lines: list[Line] = []
        if lead > self.room and len(terms_of(members[0])) == 1:
            members = [self.fit(members[0], self.room), *members[1:]]
            left = self.p.above(members[0], RELATION).tex
            lead = width(left)
        # The left side on lines of its own, and the relations indented.
        hanging = lead > 0.45 * self.room
        if hanging:
            rows = self.rows(members[0], self.room, self.room - _INDENT)
            lines = [Line("", row) for row in rows]
            lead = _INDENT
        for k, (head, member) in enumerate(zip(heads, members[1:], strict=True)):
            first = self.room - lead - _RELATION
            rows = self.rows(member, first, self.room - lead - _INDENT)
            sign = RELATIONS[head] + " "
            if hanging and k == 0 and len(rows) == 1:
                longer = f"{lines[-1].right} {sign}{rows[0]}"
                if width(longer) <= self.room:
                    lines[-1] = Line("", longer)
                    continue
            lines.append(Line(left if k == 0 and not hanging else "", sign + rows[0]))
            lines.extend(Line("", row) for row in rows[1:])
            if hanging:
                new = len(rows)
                lines[-new:] = [Line("", _pushed(line.right)) for line in lines[-new:]]
        return lines

    def rows(self, t: Term, first: float, later: float) -> list[str]:
        """One member of a relation; every row but the first begins with `\\quad` and a sign."""
        piece = self.p.above(t, RELATION)
        if width(piece.tex) <= first:
            return [piece.tex]
        signed = terms_of(t, self.p.style.matrices)
        if len(signed) > 1:
            return self.sum_rows(signed, first, later)
        minus, body = signed[0]
        factors = factors_of(body, self.p.style.matrices)
        if len(factors) > 1:
            return self.product_rows(minus, body, factors, first, later)
        return [self.p.tex(self.fit(t, first))]

    def sum_rows(self, signed: list[tuple[bool, Term]], first: float, later: float) -> list[str]:
        rows: list[str] = []
        line = ""
        for k, (minus, body) in enumerate(signed):
            sign = ("-" if minus else "") if k == 0 else ("- " if minus else "+ ")
            tex = sign + self.p.above(body, ADD).tex
            if line and width(f"{line} {tex}") <= (later if rows else first):
                line = f"{line} {tex}"
                continue
            if line:
                rows.append(line)
            room = later if rows else first
            line = tex
            if width(tex) > room:  # a single term: break its product or name its parts
                broken = self.rows(body, room - 12, later - _INDENT)
                broken = [row.replace(r"\quad", r"\qquad", 1) for row in broken]
                rows.extend([sign + broken[0], *broken[1:]])
                line = rows.pop()
        rows.append(line)
        return rows[:1] + [row if row.startswith(r"\q") else r"\quad " + row for row in rows[1:]]

    def product_rows(
        self, minus: bool, body: Term, factors: list[Term], first: float, later: float
    ) -> list[str]:
        sign = "-" if minus else ""
        room = min(first, later - _INDENT) - 10
        if any(width(self.p.tex(f)) > room for f in factors):
            fitted = self.fit(body, first - 10 * minus)
            if width(self.p.tex(fitted)) <= first:
                return [sign + self.p.above(fitted, ADD).tex]
            factors = factors_of(fitted, self.p.style.matrices)
        rows: list[str] = []
        pack: list[Term] = []
        for f in factors:
            if pack and width(self.product([*pack, f])) > room:
                rows.append(self.product(pack))
                pack = []
            pack.append(f)
        rows.append(self.product(pack))
        return [sign + rows[0]] + [r"\quad\times " + row for row in rows[1:]]

    def product(self, pack: list[Term]) -> str:
        t = pack[0] if len(pack) == 1 else Term("Mul", tuple(pack))
        return self.p.above(t, ADD).tex if not split_sign(t)[0] else f"({self.p.tex(t)})"

    # --- naming parts ----------------------------------------------------------------------------

    def fit(self, t: Term, room: float) -> Term:
        """`t` with inner parts named until it fits, or until nothing worth a name is left."""
        while width(self.p.tex(t)) > room:
            part = self.part(t)
            if part is None:
                return t
            name = Term("Symbol", (), next(self.fresh))
            self.queue.append((name, part))
            t = _replaced(t, part, name)
        return t

    def part(self, t: Term) -> Term | None:
        """The outermost sum or product on the way down through the widest arguments."""
        node, inside = t, False
        while True:
            children = _children(node)
            if inside and node.head in ("Add", "Mul") and width(self.p.tex(node)) > 30:
                return node
            if not children:
                return None
            inside = inside or node.head not in ("Neg",)
            node = max(children, key=lambda c: width(self.p.tex(c)))


def _pushed(row: str) -> str:
    return row.replace(r"\quad", r"\qquad", 1) if row.startswith(r"\quad") else r"\quad " + row


def _children(t: Term) -> list[Term]:
    """Arguments that may be replaced by a name: no bound variables, nothing inside a jet."""
    if t.head in ("Derivative", "Subs", "Lambda"):
        return []
    if t.head in BINDERS:
        return [t.args[0], *t.args[2:]]
    return list(t.args)


def _replaced(t: Term, old: Term, new: Term) -> Term:
    if t == old:
        return new
    if t.head in ("Derivative", "Subs", "Lambda"):
        return t
    return t.rebuild(_replaced(a, old, new) for a in t.args)


def fresh_names(p: Printer) -> Iterator[str]:
    """N_1, N_2 .. without those that look like a name of the printer's scope."""
    used = set(p.names) | set(p.names.values())
    return (f"N_{k}" for k in count(1) if not {f"N_{k}", f"N_{{{k}}}"} & used)


@deep
def display(t: Term, p: Printer, room: float, names: Iterator[str] | None = None) -> Display:
    """Lines of at most `room` points (at 10 point size), as far as the formula can be broken.

    `names` are for the parts; a document hands in one iterator, so that a name is given only once.
    """
    breaker = _Breaker(p, room, fresh_names(p) if names is None else names)
    lines = breaker.statement(t)
    where: list[tuple[Line, ...]] = []
    while breaker.queue:
        name, part = breaker.queue.pop(0)
        equation = Term("Eq", (name, part))
        rows = breaker.statement(equation)
        if len(rows) == 1 and not rows[0].left:  # aligned at the sign, as its neighbours are
            rows = [Line(p.tex(name), f"= {p.above(part, RELATION).tex}")]
        where.append(tuple(rows))
    return Display(tuple(lines), tuple(where))
