"""Terms in test tables, with Python operators: `W(x) * W(y)` builds Mul and nothing else."""

from __future__ import annotations

from symderive.terms import tree
from symderive.terms.tree import Term


def raw(value: object) -> Term:
    if isinstance(value, W):
        return value.t
    if isinstance(value, int):
        return tree.integer(value)
    if isinstance(value, str):
        return tree.symbol(value)
    assert isinstance(value, Term)
    return value


class W:
    """A term with operators; `**` is Pow, `/` is Div, `a - b` is Add(a, Neg(b))."""

    def __init__(self, value: object) -> None:
        self.t = raw(value)

    def __add__(self, other: object) -> W:
        left = self.t.args if self.t.head == "Add" else (self.t,)
        return W(Term("Add", (*left, raw(other))))

    def __radd__(self, other: object) -> W:
        return W(other) + self

    def __neg__(self) -> W:
        return W(tree.neg(self.t))

    def __sub__(self, other: object) -> W:
        return self + tree.neg(raw(other))

    def __rsub__(self, other: object) -> W:
        return W(other) - self

    def __mul__(self, other: object) -> W:
        left = self.t.args if self.t.head == "Mul" else (self.t,)
        return W(Term("Mul", (*left, raw(other))))

    def __rmul__(self, other: object) -> W:
        return W(other) * self

    def __truediv__(self, other: object) -> W:
        return W(tree.div(self.t, raw(other)))

    def __rtruediv__(self, other: object) -> W:
        return W(tree.div(raw(other), self.t))

    def __pow__(self, other: object) -> W:
        return W(tree.pow_(self.t, raw(other)))

    def __rpow__(self, other: object) -> W:
        return W(tree.pow_(raw(other), self.t))

    def __eq__(self, other: object) -> W:  # type: ignore[override]
        return F("Eq", self, other)

    def __lt__(self, other: object) -> W:
        return F("Lt", self, other)

    __hash__ = None  # type: ignore[assignment]


def F(head: str, *args: object, data: object = None) -> W:
    return W(Term(head, tuple(map(raw, args)), data))


def fn(name: str, *args: object, orders: tuple[int, ...] | None = None) -> W:
    return W(tree.apply(name, *map(raw, args), orders=orders))


def D(body: object, *variables: str) -> W:
    """Derivative by the listed variables, repeated ones counted."""
    names = list(dict.fromkeys(variables))
    orders = tuple(variables.count(n) for n in names)
    return F("Derivative", body, *names, data=orders)


def integral(body: object, x: str, a: object, b: object) -> W:
    return F("Integral", body, x, a, b)
