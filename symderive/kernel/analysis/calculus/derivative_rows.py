"""What a row of the derivative table says: partial derivatives by slot, and conditions.

>>> from symderive.terms.tree import symbol
>>> shift(symbol("n"), -1) == plus(symbol("n"), minus(ONE)), shift(TWO, -1) == ONE
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import ONE, TWO, minus, plus, power
from symderive.terms.tree import Term, integer


class Refused(ValueError):
    """No rule differentiates this term: which head, and why."""


@dataclass(frozen=True)
class Row:
    """`slots`: the partial derivatives, None where there is none in closed form.

    A condition is (kind, term): "nonzero"; "off" (not on the closed negative axis); "along" (not
    zero, and either real nearby or off the negative axis); "real" (real nearby); "slit" (of
    atan2(y, x): not on the closed negative x axis).  `also` are those of one slot only.
    """

    slots: tuple[Term | None, ...]
    conditions: tuple[tuple[str, Term], ...] = ()
    also: tuple[tuple[tuple[str, Term], ...], ...] = ()


Rule = Callable[..., Row]


def row(partial: Term, *conditions: tuple[str, Term]) -> Row:
    return Row((partial,), conditions)


def square(u: Term) -> Term:
    return power(u, TWO)


def shift(n: Term, by: int) -> Term:
    """n + by, literals added."""
    if n.head == "Integer":
        return integer(n.data + by)
    if n.head == "Neg" and n.args[0].head == "Integer":
        return integer(by - n.args[0].data)
    if n.head == "Add" and is_integer(n.args[-1]):
        return plus(*n.args[:-1], shift(n.args[-1], by))
    return plus(n, integer(by))


def nonzero(t: Term) -> tuple[str, Term]:
    return ("nonzero", t)


def off(t: Term) -> tuple[str, Term]:
    return ("off", t)


def along(t: Term) -> tuple[str, Term]:
    return ("along", t)


def real(t: Term) -> tuple[str, Term]:
    return ("real", t)


def is_integer(n: Term) -> bool:
    return n.head == "Integer" or (n.head == "Neg" and n.args[0].head == "Integer")


def one_minus(t: Term) -> Term:
    return plus(ONE, minus(t))
