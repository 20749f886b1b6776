"""Givens: the hypotheses of a claim, sorted so that every algorithm of the kernel reads them alike.

A name has a sort (its domain and sign), relations stand as written with `>` turned into `<`, functions
have a smoothness, matrices a shape.  Nothing is inferred here but the sign of a single name.

>>> from symderive.terms.tree import symbol, Term, integer
>>> x = symbol("x")
>>> g = Givens.of([Term("Gt", (x, integer(0)))])
>>> g.sort("x"), g.sort("y")
(Sort(domain='real', sign='+', parity=None), Sort(domain='real', sign=None, parity=None))
>>> g.bounds["x"]
Bounds(low=Fraction(0, 1), low_open=True, high=None, high_open=True)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from symderive.terms.tree import ONE, ZERO, Term

# A sign is one of: "+" "-" (strict), "0+" "0-" (weak), "!0" (nonzero), "0" (zero).
Sign = str

SMOOTH = 10**6  # the order of smoothness that stands for C-infinity


class Unreadable(ValueError):
    """A statement that is no given: what it is, and which forms a given may have."""


@dataclass(frozen=True)
class Sort:
    """What a name ranges over: `domain` complex, real or integer; its `sign` and `parity` if known."""

    domain: str = "real"
    sign: Sign | None = None
    parity: str | None = None


@dataclass(frozen=True)
class Bounds:
    """Rational bounds of one real name; None where there is none."""

    low: Fraction | None = None
    low_open: bool = True
    high: Fraction | None = None
    high_open: bool = True


@dataclass(frozen=True)
class MatrixSort:
    """A matrix name: its shape (terms for the dimensions) and declared properties."""

    rows: Term
    columns: Term
    properties: frozenset[str] = frozenset()


# word -> (domain, sign, parity); a domain of None leaves the domain as it is.
WORDS: dict[str, tuple[str | None, Sign | None, str | None]] = {
    "complex": ("complex", None, None),
    "real": ("real", None, None),
    "positive": ("real", "+", None),
    "negative": ("real", "-", None),
    "nonnegative": ("real", "0+", None),
    "nonpositive": ("real", "0-", None),
    "nonzero": (None, "!0", None),
    "integer": ("integer", None, None),
    "natural": ("integer", "0+", None),
    "even": ("integer", None, "even"),
    "odd": ("integer", "!0", "odd"),
    "rational": ("real", None, None),
}  # fmt: skip

_MEET = {
    frozenset(("0+", "!0")): "+", frozenset(("0-", "!0")): "-", frozenset(("0+", "0-")): "0",
    frozenset(("+", "0+")): "+", frozenset(("+", "!0")): "+", frozenset(("-", "0-")): "-",
    frozenset(("-", "!0")): "-", frozenset(("0", "0+")): "0", frozenset(("0", "0-")): "0",
}  # fmt: skip

# Hypotheses that rules ask for by name; nothing is inferred from them here.
PROPOSITIONS = frozenset({"stationary"})

IMPOSSIBLE = ("Lt", ZERO, ZERO)  # what givens that contradict each other say
_DOMAINS = ("integer", "real", "complex")  # each inside the next

_NO_INTEGERS = frozenset({"real", "rational", "complex"})
_FLIP = {"Gt": "Lt", "Ge": "Le"}


def meet(a: Sign | None, b: Sign | None) -> Sign | None:
    """Both signs known of one number; of two that contradict each other the first is kept."""
    if a is None or a == b:
        return b
    return a if b is None else _MEET.get(frozenset((a, b)), a)


def constant(t: Term) -> Fraction | None:
    """The value of a rational literal as written (`3`, `-1/2`), else None."""
    if t.head == "Integer":
        return Fraction(t.data)
    if t.head == "Neg":
        inner = constant(t.args[0])
        return None if inner is None else -inner
    if t.head == "Div":
        p, q = constant(t.args[0]), constant(t.args[1])
        return None if p is None or not q else p / q
    return None


@dataclass(frozen=True)
class Givens:
    """The hypotheses; `statements` as given, the rest derived from them by `of`."""

    statements: tuple[Term, ...] = ()
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    # (relation, left, right) with relation one of Lt Le Ne Eq
    relations: tuple[tuple[str, Term, Term], ...] = ()
    functions: Mapping[str, int] = field(default_factory=dict)
    matrices: Mapping[str, MatrixSort] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Term]) -> Givens:
        """Sort the statements; raises `Unreadable` for one that is no given."""
        draft = _Draft()
        kept = tuple(statements)
        for s in kept:
            draft.take(s)
        draft.propagate()
        return cls(kept, draft.sorts, draft.bounds, tuple(draft.relations), draft.functions,
                   draft.matrices)  # fmt: skip

    def sort(self, name: str) -> Sort:
        return self.sorts.get(name, REAL)

    def extended(self, *more: Term) -> Givens:
        """These givens and `more`."""
        return Givens.of(self.statements + more)

    def with_integers(self, names: Iterable[str]) -> Givens:
        """Names that bound a sum or product are integers unless another domain is said in words.

        `n > 0` says no domain: n is then a positive integer.
        """
        words = {
            u.args[0].data
            for s in self.statements
            for u in s.walk()
            if u.head == "Is" and u.args[0].head == "Symbol" and u.args[1].data in _NO_INTEGERS
        }
        fresh = {
            n: replace(self.sort(n), domain="integer") for n in names
            if n not in words and self.sort(n).domain == "real"
        }  # fmt: skip
        return replace(self, sorts={**self.sorts, **fresh}) if fresh else self


REAL = Sort()


class _Draft:
    def __init__(self) -> None:
        self.sorts: dict[str, Sort] = {}
        self.said: dict[str, str] = {}  # the domains in words; names are real by default only
        self.bounds: dict[str, Bounds] = {}
        self.relations: list[tuple[str, Term, Term]] = []
        self.functions: dict[str, int] = {}
        self.matrices: dict[str, MatrixSort] = {}

    def take(self, s: Term) -> None:
        if s.head == "And":
            for part in s.args:
                self.take(part)
        elif s.head == "Is":
            self._is(s)
        elif s.head == "In":
            self._in(s)
        elif s.head in _FLIP:
            self._relation(_FLIP[s.head], s.args[1], s.args[0])
        elif s.head in ("Lt", "Le", "Ne", "Eq"):
            self._relation(s.head, *s.args)
        elif s.head != "true" and not (s.head == "Apply" and s.data[0] in PROPOSITIONS):
            raise Unreadable(
                "a given is a relation (x > 0, a != b), `x is positive`, `x in (0, 1)`, `f is C2` "
                "or `A is n x n matrix`"
            )

    def propagate(self) -> None:
        """Bounds along chains of names: 1 <= k and k <= n give 1 <= n."""
        chains = [
            r for r in self.relations if r[1].head == r[2].head == "Symbol" and r[0] in ("Lt", "Le")
        ]
        for _ in chains:
            for relation, a, b in chains:
                low, high = self.bounds.get(a.data), self.bounds.get(b.data)
                if low is not None and low.low is not None:
                    strict = relation == "Lt" or low.low_open
                    self._bound(b.data, "Lt" if strict else "Le", low.low, None)
                if high is not None and high.high is not None:
                    strict = relation == "Lt" or high.high_open
                    self._bound(a.data, "Lt" if strict else "Le", None, high.high)

    def _is(self, s: Term) -> None:
        subject, word = s.args
        if word.head == "Tuple":  # (word, rows, columns), or (word, rows) of a vector
            self._matrix(subject, word)
            return
        text = word.data
        if text in WORDS:
            if subject.head != "Symbol":
                self._sign_of_expression(subject, text)
                return
            domain, sign, parity = WORDS[text]
            old = self.sorts.get(subject.data, REAL)
            if parity and old.parity and parity != old.parity:
                self.relations.append(IMPOSSIBLE)
            domain = self._domain(subject.data, domain)
            self.sorts[subject.data] = Sort(
                domain, self._meet(old.sign, sign), parity or old.parity
            )
            self._bound_by_sign(subject.data, sign)
        elif subject.head == "Symbol" and text == "continuous":
            self.functions.setdefault(subject.data, 0)
        elif subject.head == "Symbol" and (text == "function" or text == "smooth"):
            self.functions[subject.data] = SMOOTH
        elif subject.head == "Symbol" and text[:1] == "C" and (text[1:].isdigit() or text == "Coo"):
            order = SMOOTH if text == "Coo" else int(text[1:])
            self.functions[subject.data] = max(order, self.functions.get(subject.data, 0))
        elif subject.head == "Symbol" and subject.data in self.matrices:
            m = self.matrices[subject.data]
            self.matrices[subject.data] = replace(m, properties=m.properties | {text})
        else:
            raise Unreadable(f"`{text}` is not a property that a given can state")

    def _matrix(self, subject: Term, word: Term) -> None:
        """A shape, and what is said of a matrix with it; of an expression the statement stands."""
        if subject.head != "Symbol":
            return
        props = frozenset({word.args[0].data} - {"matrix", "vector"})
        columns = word.args[2] if len(word.args) > 2 else ONE
        old = self.matrices.get(subject.data)
        if old is not None:
            if (old.rows, old.columns) != (word.args[1], columns):
                raise Unreadable(f"two shapes of the matrix {subject.data}")
            props |= old.properties
        self.matrices[subject.data] = MatrixSort(word.args[1], columns, props)

    def _meet(self, a: Sign | None, b: Sign | None) -> Sign | None:
        """Both signs at once; two that contradict each other leave no admissible point."""
        if a is not None and b is not None and a != b and frozenset((a, b)) not in _MEET:
            self.relations.append(IMPOSSIBLE)
        return meet(a, b)

    def _domain(self, name: str, said: str | None) -> str:
        """The smallest of the domains that were said of a name; real where none was."""
        if said is not None:
            known = self.said.get(name)
            finer = known is not None and _DOMAINS.index(known) < _DOMAINS.index(said)
            self.said[name] = known if finer and known is not None else said
        return self.said.get(name, "real")

    def _sign_of_expression(self, subject: Term, word: str) -> None:
        relation = {"positive": ("Lt", ZERO, subject), "negative": ("Lt", subject, ZERO),
                    "nonnegative": ("Le", ZERO, subject), "nonpositive": ("Le", subject, ZERO),
                    "nonzero": ("Ne", subject, ZERO)}.get(word)  # fmt: skip
        if relation is None:
            raise Unreadable(f"`is {word}` can be said of a name only")
        self._relation(*relation)

    def _in(self, s: Term) -> None:
        x, interval = s.args
        if interval.head != "Interval":
            raise Unreadable("`x in` wants an interval: x in (0, 1), x in [a, oo)")
        low, high = interval.args
        left, right = interval.data
        if low.head != "Neg" or low.args[0].head != "oo":
            self._relation("Lt" if left == "(" else "Le", low, x)
        if high.head != "oo":
            self._relation("Lt" if right == ")" else "Le", x, high)

    def _relation(self, relation: str, a: Term, b: Term) -> None:
        self.relations.append((relation, a, b))
        p, q = constant(a), constant(b)
        if a.head == "Symbol" and q is not None:
            self._bound(a.data, relation, None, q)
        elif b.head == "Symbol" and p is not None:
            self._bound(b.data, relation, p, None)

    def _bound(self, name: str, relation: str, low: Fraction | None, high: Fraction | None) -> None:
        old = self.sorts.get(name, REAL)
        sign: Sign | None = None
        if relation == "Ne":
            sign = "!0" if (low if low is not None else high) == 0 else None
        elif relation == "Eq":
            value = low if low is not None else high
            assert value is not None
            self._narrow(name, low=value, low_open=False)
            self._narrow(name, high=value, high_open=False)
            sign = "0" if value == 0 else "+" if value > 0 else "-"
        elif low is not None:
            strict = relation == "Lt"
            self._narrow(name, low=low, low_open=strict)
            sign = "+" if low > 0 or (low == 0 and strict) else "0+" if low == 0 else None
        else:
            assert high is not None
            strict = relation == "Lt"
            self._narrow(name, high=high, high_open=strict)
            sign = "-" if high < 0 or (high == 0 and strict) else "0-" if high == 0 else None
        # An order is stated of real numbers only, and a literal that a name equals is real.
        domain = old.domain if relation == "Ne" else self._domain(name, "real")
        self.sorts[name] = replace(old, domain=domain, sign=self._meet(old.sign, sign))

    def _bound_by_sign(self, name: str, sign: Sign | None) -> None:
        if sign in ("+", "0+"):
            self._narrow(name, low=Fraction(0), low_open=sign == "+")
        elif sign in ("-", "0-"):
            self._narrow(name, high=Fraction(0), high_open=sign == "-")

    def _narrow(
        self,
        name: str,
        low: Fraction | None = None,
        low_open: bool = True,
        high: Fraction | None = None,
        high_open: bool = True,
    ) -> None:
        b = self.bounds.get(name, Bounds())
        if low is not None and (b.low is None or (low, low_open) > (b.low, b.low_open)):
            b = replace(b, low=low, low_open=low_open)
        if high is not None and (b.high is None or (-high, high_open) > (-b.high, b.high_open)):
            b = replace(b, high=high, high_open=high_open)
        self.bounds[name] = b
