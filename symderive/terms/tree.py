"""The term tree: immutable, hashable, exactly what was written.

A term is a head, its argument terms, and (for a few heads) inert data: the value of an integer, the
name of a symbol, the multi-index of a derivative.  Building a term evaluates nothing: `x/x` stays
`Div(x, x)`, because the kernel must see the division that the author wrote.

>>> x = symbol("x")
>>> t = Term("Div", (x, x))
>>> t.head, t.args[0] is x
('Div', True)
>>> t == div(symbol("x"), symbol("x"))
True
>>> integer(-3)
Term('Neg', (Term('Integer', (), 3),))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


class Term:
    """One node: `head` (a key of `heads.HEADS`), `args` (terms) and `data` (hashable, inert).

    Data by head: Integer int >= 0; Symbol str; Apply (name, orders) with orders a tuple of ints, one
    per argument (all zero: the function itself; (1, 0): its derivative in the first slot);
    Derivative a tuple of orders, one per variable; Limit "+", "-" or "+-"; Matrix (rows, columns).
    """

    __slots__ = ("_free", "_hash", "args", "data", "head")

    head: str
    args: tuple[Term, ...]
    data: Any
    _hash: int
    _free: frozenset[str] | None

    def __init__(self, head: str, args: Iterable[Term] = (), data: Any = None) -> None:
        set_ = object.__setattr__
        args = tuple(args)
        set_(self, "head", head)
        set_(self, "args", args)
        set_(self, "data", data)
        set_(self, "_hash", hash((head, args, data)))
        set_(self, "_free", None)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"terms are immutable: cannot set {name}")

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Term) or self._hash != other._hash:
            return False
        return self.head == other.head and self.data == other.data and self.args == other.args

    def __repr__(self) -> str:
        tail = "" if self.data is None else f", {self.data!r}"
        return f"Term({self.head!r}, {self.args!r}{tail})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Term, (self.head, self.args, self.data))

    @property
    def free(self) -> frozenset[str]:
        """Names of the free symbols (bound variables and function names excluded), cached."""
        if self._free is None:
            object.__setattr__(self, "_free", _free(self))
        assert self._free is not None
        return self._free

    @property
    def functions(self) -> frozenset[str]:
        """Names of the generic functions applied anywhere in the term."""
        return frozenset(t.data[0] for t in self.walk() if t.head == "Apply")

    def walk(self) -> Iterator[Term]:
        """The term and all its subterms, outermost first, left to right."""
        stack = [self]
        while stack:
            t = stack.pop()
            yield t
            stack.extend(reversed(t.args))

    def rebuild(self, args: Iterable[Term]) -> Term:
        """The same head and data over other arguments; itself where nothing changed."""
        new = tuple(args)
        if len(new) == len(self.args) and all(a is b for a, b in zip(new, self.args, strict=True)):
            return self
        return Term(self.head, new, self.data)


# Binders: head -> index of the bound symbol among the arguments and the arguments it scopes over.
#   Integral(body, x, a, b)   Sum(body, k, a, b)   Product(body, k, a, b)   Limit(body, x, point)
#   VolumeIntegral(body, x, n)
#   Lambda(body, x)           an indefinite Integral has no place: antiderivatives are equations.
BINDERS: dict[str, int] = {"Integral": 1, "Sum": 1, "Product": 1, "Limit": 1, "Lambda": 1,
                           "VolumeIntegral": 1}  # fmt: skip


def _free(t: Term) -> frozenset[str]:
    if t.head == "Symbol":
        return frozenset((t.data,))
    if t.head in BINDERS:
        inner = t.args[0].free - {t.args[1].data}
        return inner.union(*(a.free for a in t.args[2:]))
    if not t.args:
        return frozenset()
    return frozenset().union(*(a.free for a in t.args))


# --- builders: nothing is simplified --------------------------------------------------------------


def symbol(name: str) -> Term:
    return Term("Symbol", (), name)


def integer(value: int) -> Term:
    """An integer; negative ones are `Neg` of a positive, as they are written."""
    return Term("Integer", (), value) if value >= 0 else Term("Neg", (Term("Integer", (), -value),))


def rational(p: int, q: int) -> Term:
    """p/q as written: `Div` of integers, the sign outside (`q` > 0)."""
    if q == 1:
        return integer(p)
    quotient = Term("Div", (integer(abs(p)), integer(q)))
    return quotient if p >= 0 else Term("Neg", (quotient,))


def add(*terms: Term) -> Term:
    return terms[0] if len(terms) == 1 else Term("Add", terms)


def mul(*terms: Term) -> Term:
    return terms[0] if len(terms) == 1 else Term("Mul", terms)


def neg(t: Term) -> Term:
    return Term("Neg", (t,))


def sub(a: Term, b: Term) -> Term:
    return Term("Add", (a, Term("Neg", (b,))))


def div(a: Term, b: Term) -> Term:
    return Term("Div", (a, b))


def pow_(a: Term, b: Term) -> Term:
    return Term("Pow", (a, b))


def call(head: str, *args: Term) -> Term:
    """A named function of the closed table, e.g. `call("sin", x)`."""
    return Term(head, args)


def apply(name: str, *args: Term, orders: tuple[int, ...] | None = None) -> Term:
    """A generic function (or one of its partial derivatives) applied to arguments."""
    return Term("Apply", args, (name, orders or (0,) * len(args)))


def eq(a: Term, b: Term) -> Term:
    return Term("Eq", (a, b))


ZERO, ONE, TWO = integer(0), integer(1), integer(2)
