"""Integrals over one range taken together: f g' and f' g have no antiderivative, their sum has.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> claim = read("Integral(f(x)*g'(x), (x, 0, 1)) = f(1)*g(1) - f(0)*g(0) - "
...              "Integral(f'(x)*g(x), (x, 0, 1))")
>>> both = gathered(claim)
>>> write(both.whole), write(both.rest)
("Integral(f(x)*g'(x) + f'(x)*g(x), (x, 0, 1))", 'f(1)*g(1) - f(0)*g(0)')
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symderive.methods.guesses import outermost
from symderive.methods.values import Values
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, mul, neg

ADDED = ("Integral", "Sum")


@dataclass(frozen=True)
class Gathered:
    """An equation as `whole` = `rest`: the integral of all integrands; and its `parts`."""

    whole: Term
    parts: Term  # the same as a combination of integrals
    rest: Term


def together(claim: Term, work: Values) -> int | None:
    """The number of a step that gives the claim, by one antiderivative for all its integrals."""
    found = gathered(claim)
    if found is None:
        return None
    value = _of_constant(found, work) if found.whole.head == "Sum" else None
    if value is None:
        value = work.value(found.whole, (), found.rest)
    if value is None:
        return None
    parts = work.step("linearity", eq(found.whole, found.parts), [])
    return None if parts is None else work.step("algebra", claim, [value, parts])


def _of_constant(found: Gathered, work: Values) -> int | None:
    """The value of a sum whose summands are one number: what is generic in them cancels."""
    body, k = found.whole.args[:2]
    for summand in dict.fromkeys((_cancelled(body, k.data), ZERO)):
        if k.data in summand.free:
            continue
        plain = found.whole.rebuild([summand, *found.whole.args[1:]])
        same = work.step("linearity", eq(found.whole, plain), [])
        if same is None:
            continue
        value = work.value(plain, (), found.rest)
        if value is not None:
            return work.step(
                "algebra", eq(found.whole, work.steps[value].gives.args[1]), [same, value]
            )
    return None


def _cancelled(t: Term, k: str) -> Term:
    """The term with every generic function of k put to zero."""
    if t.head == "Apply" and k in t.free:
        return ZERO
    return t.rebuild([_cancelled(a, k) for a in t.args])


def gathered(claim: Term) -> Gathered | None:
    """The integrals of an equation on one side; None unless two or more have one range."""
    if claim.head != "Eq":
        return None
    parts: list[tuple[Term, Term]] = []
    rest: list[Term] = []
    for sign, side in ((1, claim.args[0]), (-1, claim.args[1])):
        for s, t in _terms(side, sign):
            found = _scaled(t)
            if found is not None:
                parts.append((_signed(s, found[0]), found[1]))
            elif any(True for _ in outermost(t)):
                return None
            else:
                rest.append(_signed(-s, t))
    if len(parts) < 2:
        return None
    first = parts[0][1]
    if any((p.head, p.args[2:]) != (first.head, first.args[2:]) for _, p in parts):
        return None
    x = parts[0][1].args[1]
    bodies = []
    for c, p in parts:
        if (p.args[1] != x and x.data in p.args[0].free) or x.data in c.free:
            return None
        bodies.append(_times(c, substitute(p.args[0], {p.args[1].data: x})))
    whole = parts[0][1].rebuild([add(*bodies), *parts[0][1].args[1:]])
    return Gathered(whole, add(*(_times(c, p) for c, p in parts)), add(*rest) if rest else ZERO)


def _terms(side: Term, sign: int) -> Iterator[tuple[int, Term]]:
    if side.head == "Add":
        for t in side.args:
            yield from _terms(t, sign)
    elif side.head == "Neg":
        yield from _terms(side.args[0], -sign)
    else:
        yield sign, side


def _scaled(t: Term) -> tuple[Term, Term] | None:
    """(c, integral) of a multiple of one integral or sum."""
    if t.head in ADDED:
        return ONE, t
    if t.head == "Div" and not any(True for _ in outermost(t.args[1])):
        over = _scaled(t.args[0])
        return None if over is None else (Term("Div", (over[0], t.args[1])), over[1])
    if t.head == "Mul":
        inside = [a for a in t.args if a.head in ADDED]
        others = [a for a in t.args if a.head not in ADDED]
        if len(inside) == 1 and not any(True for a in others for _ in outermost(a)):
            return mul(*others), inside[0]
    return None


def _signed(sign: int, t: Term) -> Term:
    return t if sign > 0 else t.args[0] if t.head == "Neg" else neg(t)


def _times(c: Term, t: Term) -> Term:
    if c == ONE:
        return t
    return neg(t) if c == neg(ONE) else mul(c, t)
