"""Builders that drop trivial zeros and ones, so that derivatives stay small.

Each returns a term equal to the plain builder's wherever that one is defined: 0*t, t*1, t + 0, t/1,
t^1 and signs; integers in a product are multiplied.  Products keep their order, for matrices.

>>> from symderive.terms.tree import symbol
>>> x = symbol("x")
>>> times(ONE, x) is x, plus(ZERO, x) is x, times(minus(x), TWO).head
(True, True, 'Neg')
"""

from __future__ import annotations

from symderive.terms.tree import ONE, TWO, ZERO, Term, integer

__all__ = ["ONE", "TWO", "ZERO", "is_zero", "minus", "over", "plus", "power", "times"]


def is_zero(t: Term) -> bool:
    """Whether the term is the literal 0 (or a matrix of them)."""
    if t.head == "Matrix":
        return all(a == ZERO for a in t.args)
    return t.head == "Integer" and t.data == 0


def minus(t: Term) -> Term:
    """-t; twice is nothing."""
    if t.head == "Neg":
        return t.args[0]
    return t if is_zero(t) else Term("Neg", (t,))


def plus(*terms: Term) -> Term:
    """The sum without its zeros, nested sums flattened."""
    parts: list[Term] = []
    for t in terms:
        if t.head == "Add":
            parts.extend(t.args)
        elif not is_zero(t):
            parts.append(t)
    if not parts:
        return terms[0] if terms else ZERO
    return parts[0] if len(parts) == 1 else Term("Add", parts)


def times(*factors: Term) -> Term:
    """The product in order, its sign outside and its integers multiplied into one at the front."""
    number, negative, parts = 1, False, []
    stack = list(reversed(factors))
    while stack:
        t = stack.pop()
        head = t.head
        if head == "Integer":
            number *= t.data
        elif head == "Neg":
            negative = not negative
            stack.append(t.args[0])
        elif head == "Mul":
            stack.extend(reversed(t.args))
        else:
            parts.append(t)
    if number == 0:
        return ZERO
    if number != 1 or not parts:
        parts.insert(0, integer(number))
    product = parts[0] if len(parts) == 1 else Term("Mul", parts)
    return Term("Neg", (product,)) if negative else product


def over(top: Term, bottom: Term) -> Term:
    """The quotient, its sign outside."""
    if bottom == ONE or is_zero(top):
        return top
    if top.head == "Neg":
        return minus(over(top.args[0], bottom))
    if bottom.head == "Neg":
        return minus(over(top, bottom.args[0]))
    return Term("Div", (top, bottom))


def power(base: Term, exponent: Term) -> Term:
    """base^exponent; only the exponents 0 and 1 are worked out."""
    if exponent == ONE:
        return base
    return ONE if exponent == ZERO else Term("Pow", (base, exponent))
