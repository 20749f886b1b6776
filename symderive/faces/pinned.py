"""A point of an implicit formula: explicit functions, rational values, and a box about a root.

A false formula A = B fails somewhere, but A = B has few rational points: all names but the value get
numbers, functions become polynomials, and bisection finds where the value lies.  The kernel proves
that the box holds exactly one root, and that the claim fails at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import acb, arb, fmpq

from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import arities
from symderive.kernel.logic.witness import Witness, refute
from symderive.stated.pde import pinned
from symderive.terms.substitute import fresh
from symderive.terms.tree import Term, add, div, eq, integer, mul, neg, pow_, rational, symbol

NUMBERS = (Fraction(3, 7), Fraction(5, 8), Fraction(2, 9), Fraction(7, 11), Fraction(4, 13),
           Fraction(9, 16), Fraction(1, 6), Fraction(6, 5))  # fmt: skip
ATTEMPTS, HALVINGS, SPAN = 4, 24, 24


def at_a_root(
    claim: Term, facts: Sequence[Term], value: str, told: Sequence[Term]
) -> tuple[Term, list[Term], Witness] | None:
    """The claim at a point, what is given there, and the witness; None if none was found."""
    for chosen in _choices([claim, *facts], value):
        found = pinned(claim, facts, chosen, told)
        if found is None:
            continue
        here, rest = found
        for s in [f for f in rest if f.head == "Eq" and f.free == {value}]:
            for low, high in _boxes(add(s.args[0], neg(s.args[1])), value):
                box = [Term("Lt", (low, symbol(value))), Term("Lt", (symbol(value), high))]
                given = [*chosen, *box, *rest]
                witness = refute(here, Givens.of(given))
                if witness is not None:
                    return here, given, witness
    return None


def _choices(terms: Sequence[Term], value: str) -> Iterator[list[Term]]:
    functions = arities(terms)
    taken = frozenset(n for t in terms for n in (*t.free, *t.functions))
    names = sorted({n for t in terms for n in t.free} - {value} - functions.keys())
    z = [fresh(f"z{k + 1}", taken) for k in range(max(functions.values(), default=0))]
    for k in range(ATTEMPTS):
        out = []
        for j, (name, arity) in enumerate(sorted(functions.items())):
            at = [symbol(n) for n in z[:arity]]
            out.append(eq(Term("Apply", at, (name, (0,) * arity)), _body(at, j + k)))
        for i, name in enumerate(names):
            q = NUMBERS[(i + 3 * k) % len(NUMBERS)]
            out.append(eq(symbol(name), rational(q.numerator, q.denominator)))
        yield out


def _body(at: Sequence[Term], j: int) -> Term:
    parts = [div(mul(integer(i + 1), z), integer(i + j + 3)) for i, z in enumerate(at)]
    bent = [div(pow_(z, integer(2)), integer(i + j + 5)) for i, z in enumerate(at)]
    return add(rational(j + 1, 3), *parts, *bent)


def _boxes(f: Term, name: str) -> Iterator[tuple[Term, Term]]:
    """Intervals at whose ends f has different signs."""
    grid = [Fraction(k, 8) + Fraction(1, 97) for k in range(-SPAN, SPAN + 1)]
    signs = [_sign(f, name, q) for q in grid]
    for a, b, low, high in zip(grid, grid[1:], signs, signs[1:], strict=False):
        if low * high >= 0:
            continue
        for _ in range(HALVINGS):
            middle = (a + b) / 2
            sign = _sign(f, name, middle)
            if sign == low:
                a = middle
            elif sign == high:
                b = middle
            else:
                break
        step = (b - a) or Fraction(1, 2**HALVINGS)
        yield tuple(rational(q.numerator, q.denominator) for q in (a - step, b + step))  # type: ignore[misc]


def _sign(f: Term, name: str, q: Fraction) -> int:
    ball = evaluate(f, {name: acb(arb(fmpq(q.numerator, q.denominator)))})
    if not ball.is_finite() or not ball.imag.contains(0):
        return 0
    return 1 if ball.real > 0 else -1 if ball.real < 0 else 0


__all__ = ["at_a_root"]
