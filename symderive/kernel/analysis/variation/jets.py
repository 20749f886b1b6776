"""Unknown functions and their derivatives as plain names, so that a Lagrangian is algebra.

The jet y[2](x) becomes the name `y_xx`; a total derivative takes every jet to the next one.

>>> from symderive.terms.context import Context
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> jets = Jets(("x",), ("y",), frozenset())
>>> body = jets.plain(read("y*y'^2", Context({"y": ("x",)})))
>>> write(body), write(jets.total(body, "x", Givens(), []))
('y*y_x^2', 'y_x^2*y_x + 2*y*y_x*y_xx')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ZERO, Term, apply, symbol

Orders = tuple[int, ...]
MAX_ORDER = 8


class Jets:
    """The names of the jets of some unknowns of some variables; `taken` are names in use."""

    def __init__(
        self, variables: tuple[str, ...], unknowns: tuple[str, ...], taken: frozenset[str]
    ) -> None:
        self.variables, self.unknowns = variables, unknowns
        self._taken = set(taken) | set(variables)
        self._names: dict[tuple[str, Orders], str] = {}
        self._keys: dict[str, tuple[str, Orders]] = {}

    def name(self, unknown: str, orders: Orders) -> str:
        """The plain name of a jet, always the same one."""
        key = unknown, orders
        if key not in self._names:
            suffix = "".join(v * n for v, n in zip(self.variables, orders, strict=True))
            wished = f"{unknown}_{suffix}" if suffix else unknown
            new = fresh(wished, self._taken) if wished in self._taken else wished
            self._taken.add(new)
            self._names[key] = new
            self._keys[new] = key
        return self._names[key]

    def key(self, name: str) -> tuple[str, Orders] | None:
        """The unknown and the orders of a plain name."""
        return self._keys.get(name)

    def plain(self, t: Term) -> Term:
        """The term with every jet at the variables as its name; raises Rejected for another place."""
        if t.head == "Apply" and t.data[0] in self.unknowns:
            if tuple(a.data if a.head == "Symbol" else None for a in t.args) != self.variables:
                raise Rejected(f"{t.data[0]} stands at other arguments than its variables")
            if sum(t.data[1]) > MAX_ORDER:
                raise Rejected(f"a derivative of order {sum(t.data[1])} is not handled")
            return symbol(self.name(*t.data))
        if t.head == "Integral" and not (t.args[0].functions | t.args[2].functions) & set(
            self.unknowns
        ):  # up to a moving place
            return t.rebuild([*t.args[:3], self.plain(t.args[3])])
        if t.head in ("Derivative", "Subs", "Integral", "Sum", "Product", "Limit", "Lambda") and (
            t.functions & set(self.unknowns)
        ):
            raise Rejected(f"carry out the {t.head} of an unknown first")
        return t.rebuild([self.plain(a) for a in t.args])

    def back(self, t: Term) -> Term:
        """The inverse of `plain`."""
        at = tuple(symbol(v) for v in self.variables)
        put = {n: apply(k[0], *at, orders=k[1]) for n, k in self._keys.items() if n in t.free}
        return substitute(t, put)

    def of(self, t: Term) -> list[tuple[str, Orders]]:
        """The jets in a plain term."""
        return sorted(self._keys[n] for n in t.free if n in self._keys)

    def order(self, t: Term) -> int:
        """The highest order of a derivative in a plain term."""
        return max((sum(o) for _, o in self.of(t)), default=0)

    def partial(self, t: Term, name: str, givens: Givens, needs: list[Term]) -> Term:
        """The partial derivative by a name; its conditions join `needs`."""
        try:
            slope, conditions = differentiate(t, name, givens)
        except Refused as reason:
            raise Undecided(str(reason)) from None
        needs += [c for c in conditions if c not in needs]
        return slope

    def total(self, t: Term, variable: str, givens: Givens, needs: list[Term]) -> Term:
        """The total derivative by a variable."""
        k = self.variables.index(variable)
        parts = [self.partial(t, variable, givens, needs)]
        for u, orders in self.of(t):
            up = (*orders[:k], orders[k] + 1, *orders[k + 1 :])
            slope = self.partial(t, self.name(u, orders), givens, needs)
            parts.append(times(slope, symbol(self.name(u, up))))
        return plus(*parts)

    def variation(self, t: Term, unknown: str, givens: Givens, needs: list[Term]) -> Term:
        """The variational derivative: the sum of (-D)^k of the partial derivatives by the jets.

        Gelfand and Fomin, Calculus of Variations, 1963, Secs. 4, 5, 11 and 35.
        """
        parts = []
        for u, orders in self.of(t):
            if u != unknown:
                continue
            part = self.partial(t, self.name(u, orders), givens, needs)
            for v, n in zip(self.variables, orders, strict=True):
                for _ in range(n):
                    part = self.total(part, v, givens, needs)
            parts.append(part if sum(orders) % 2 == 0 else minus(part))
        return plus(*parts) if parts else ZERO

    def momentum(
        self, t: Term, unknown: str, order: int, givens: Givens, needs: list[Term]
    ) -> Term:
        """What multiplies the variation of y^(order) at an end, one variable (ibid., Sec. 11)."""
        (x,) = self.variables
        parts = []
        for n in range(order + 1, self.order(t) + 1):
            part = self.partial(t, self.name(unknown, (n,)), givens, needs)
            for _ in range(n - order - 1):
                part = self.total(part, x, givens, needs)
            parts.append(part if (n - order - 1) % 2 == 0 else minus(part))
        return plus(*parts) if parts else ZERO


def derivatives(
    bodies: dict[str, Term], jets: Jets, wanted: Sequence[tuple[str, Orders]],
    partial: Callable[[Term, str], Term],
) -> dict[str, Term]:  # fmt: skip
    """The values of the wanted jets of given functions, by plain name."""
    known: dict[tuple[str, Orders], Term] = {}

    def value(u: str, orders: Orders) -> Term:
        if (u, orders) not in known:
            if not any(orders):
                known[u, orders] = bodies[u]
            else:
                k = max(i for i, o in enumerate(orders) if o)
                down = (*orders[:k], orders[k] - 1, *orders[k + 1 :])
                known[u, orders] = partial(value(u, down), jets.variables[k])
        return known[u, orders]

    return {jets.name(u, o): value(u, o) for u, o in wanted}


def all_orders(variables: int, highest: int) -> list[Orders]:
    """Every multi-index up to an order.

    >>> all_orders(2, 1)
    [(0, 0), (0, 1), (1, 0)]
    """
    found = product(range(highest + 1), repeat=variables)
    return sorted((o for o in found if sum(o) <= highest), key=lambda o: (sum(o), o))
