"""Integrals and sums that a rule states as the definition of a function, recognised by their form.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> for text in ("Sum(1/k^2, (k, 1, oo))", "Integral(x^p*(1 - x)^(q - 1), (x, 0, 1))"):
...     for found in defined(read(text)):
...         print(found.rule, {role: write(t) for role, t in found.bind.items()})
zeta_series {'K': 'k', 'S': '2'}
beta_integral {'T': 'x', 'A': 'p + 1', 'B': 'q'}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symderive.terms.tree import ONE, ZERO, Term, add, neg, sub


@dataclass(frozen=True)
class Definition:
    """A rule and what it is bound to."""

    rule: str
    bind: Mapping[str, Term]


def defined(t: Term) -> Iterator[Definition]:
    """The definitions that a term may be an instance of, up to the form of its body."""
    body, x, *ends = t.args
    if t.head == "Sum" and ends == [ONE, Term("oo")]:
        s = _inverse_power(body, x)
        if s is not None:
            yield Definition("zeta_series", {"K": x, "S": s})
    elif t.head == "Sum" and ends == [ZERO, Term("oo")]:
        if body.head == "Div" and body.args[1] == Term("factorial", (x,)):
            top = body.args[0]
            if top.head == "Pow" and top.args[1] == x:
                yield Definition("exponential_series", {"K": x, "X": top.args[0]})
            elif top == ONE:
                yield Definition("exponential_series", {"K": x, "X": ONE})
    elif t.head == "Integral" and ends == [ZERO, ONE] and body.head == "Mul":
        powers = [_power(a) for a in body.args]
        bases = dict(powers)
        other = sub(ONE, x)
        if len(powers) == 2 and bases.keys() == {x, other}:
            a, b = (_raised(bases[base]) for base in (x, other))
            yield Definition("beta_integral", {"T": x, "A": a, "B": b})


def _power(t: Term) -> tuple[Term, Term]:
    return (t.args[0], t.args[1]) if t.head == "Pow" else (t, ONE)


def _inverse_power(t: Term, x: Term) -> Term | None:
    """s of x^(-s) or 1/x^s."""
    if t.head == "Pow" and t.args[0] == x:
        s = t.args[1]
        return s.args[0] if s.head == "Neg" else neg(s)
    if t.head == "Div" and t.args[0] == ONE and t.args[1].head == "Pow" and t.args[1].args[0] == x:
        return t.args[1].args[1]
    return None


def _raised(exponent: Term) -> Term:
    """a for the exponent a - 1."""
    if exponent.head == "Add" and exponent.args[-1] == neg(ONE) and len(exponent.args) == 2:
        return exponent.args[0]
    return add(exponent, ONE)
