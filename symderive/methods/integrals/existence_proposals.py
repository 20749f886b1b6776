"""Under which relations among its parameters an integral may exist: leading powers at its ends.

In the worker, as text, nothing believed: what is proposed becomes a hypothesis that is printed, and
the derivation under it is checked like any other.

>>> relations("x^(p - 1)*(1 - x)^(q - 1)", "x", "0", "1", {})
['p > 0', 'q > 0']
>>> relations("x^(s - 1)*exp(-a*x)", "x", "0", "oo", {})
['s > 0', 'a > 0']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
# What SymPy raises where it finds no leading term.
FAILS = (
    NotImplementedError,
    ValueError,
    TypeError,
    AttributeError,
    RecursionError,
    sympy.PoleError,
)


class _Unknown(Exception):
    """No leading power was found."""


def relations(text: str, x: str, low: str, high: str, sorts: Sorts) -> list[str]:
    """Relations without which the integral does not exist at an end, as far as powers show it."""
    told = {n: dict(s) for n, s in sorts.items() if n != x}
    f = to_sympy(read(text), told)
    v = next((s for s in f.free_symbols if s.name == x), None)
    if v is None:
        return []
    t = sympy.Dummy("t", positive=True)
    found: list[str] = []
    for end, side in ((low, 1), (high, -1)):
        c = to_sympy(read(end), told)
        at = side * t + c if c.is_finite is not False else (1 / t if side < 0 else -1 / t)
        with suppress(_Unknown):
            found += _at_end(f.subs(v, at), t, sympy.Integer(-1 if c.is_finite is not False else 1))
    return list(dict.fromkeys(found))


def _at_end(f: Any, t: Any, least: Any) -> Iterator[str]:
    """`f` behaves as t^power*exp(-rate/t^k): the rate is positive, or the power is above `least`."""
    lead = _leading(sympy.powsimp(f), t)
    for rate in lead.rates:
        if rate.is_negative:
            return
        if rate.is_negative is None and rate.free_symbols:
            yield from _solved(-rate, sympy.Integer(0))
            return
    if lead.waves:  # a wave at infinity makes an integral converge that is not absolutely so
        least -= 1
    if (lead.power - least).is_positive is None and lead.power.free_symbols:
        yield from _solved(lead.power, least)


def _solved(left: Any, right: Any) -> Iterator[str]:
    """left > right, for one of its names where it is linear in it alone."""
    gap = sympy.expand(left - right)
    names = sorted(gap.free_symbols, key=str)
    if len(names) == 1 and gap.is_polynomial(*names) and sympy.degree(gap, names[0]) == 1:
        a, b = gap.coeff(names[0], 1), gap.coeff(names[0], 0)
        yield f"{names[0]} {'>' if a > 0 else '<'} {write(from_sympy(-b / a))}"
        return
    yield f"{write(from_sympy(gap))} > 0"


class _Lead(NamedTuple):
    """t^power, exponentials of rate/t^k, and whether a factor oscillates without end."""

    power: Any
    rates: tuple[Any, ...] = ()
    waves: bool = False


def _leading(f: Any, t: Any) -> _Lead:
    """How a product behaves as t -> 0+."""
    if not f.has(t):
        return _Lead(sympy.Integer(0))
    if f.is_Mul:
        parts = [_leading(g, t) for g in f.args]
        return _Lead(sum(p.power for p in parts), tuple(r for p in parts for r in p.rates),
                     any(p.waves for p in parts))  # fmt: skip
    if isinstance(f, sympy.exp):
        coefficient, power = _term(sympy.expand(f.args[0]), t)
        return _Lead(sympy.Integer(0), (coefficient,) if power.is_negative else ())
    if f.is_Pow and not f.exp.has(t):
        base = _leading(f.base, t)
        return _Lead(base.power * f.exp, tuple(r * f.exp for r in base.rates))
    if isinstance(f, sympy.log):
        return _Lead(sympy.Integer(0))  # a logarithm changes no power
    if isinstance(f, (sympy.sin, sympy.cos)) and _term(f.args[0], t)[1].is_negative:
        return _Lead(sympy.Integer(0), waves=True)
    return _Lead(_term(f, t)[1])


def _term(f: Any, t: Any) -> tuple[Any, Any]:
    try:
        coefficient, power = f.leadterm(t)
    except FAILS:
        raise _Unknown from None
    return coefficient, power
