"""Builders of matrix terms that leave out identities, so that answers stay short.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> write(tr(product(inv(read("Identity(n)")), read("S")))), write(quad(read("Identity(n)"), read("m")))
('trace(S)', 'transpose(m)*m')
>>> write(inv(read("c*Identity(n)"))), write(det(read("c*Identity(n)")))
('1/c*Identity(n)', 'c^n')
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import ZERO, minus, over, power, times
from symderive.terms.tree import ONE, TWO, Term, call


def scaled_identity(t: Term) -> tuple[Term, Term] | None:
    """(c, n) of c times an identity, as written."""
    if t.head == "Identity":
        return ONE, t.args[0]
    if t.head == "Mul" and t.args[-1].head == "Identity":
        return times(*t.args[:-1]), t.args[-1].args[0]
    if t.head == "Div" and (inner := scaled_identity(t.args[0])) is not None:
        return over(inner[0], t.args[1]), inner[1]
    return None


def _identity(c: Term, n: Term) -> Term:
    one = call("Identity", n)
    return one if c == ONE else Term("Mul", (c, one))


def inv(t: Term) -> Term:
    if t.head == "inverse":
        return t.args[0]
    known = scaled_identity(t)
    if known is not None:
        return _identity(ONE if known[0] == ONE else over(ONE, known[0]), known[1])
    return call("inverse", t)


def root(t: Term) -> Term:
    known = scaled_identity(t)
    if known is not None:
        return _identity(root_of_number(known[0]), known[1])
    return call("sqrtm", t)


def root_of_number(c: Term) -> Term:
    """s of s^2, of a positive s."""
    if c == ONE:
        return c
    return c.args[0] if c.head == "Pow" and c.args[1] == TWO else call("sqrt", c)


def log_det(t: Term) -> Term:
    """log det t, of scaled identities, diagonals, inverses and multiples taken apart."""
    known = scaled_identity(t)
    if known is not None:
        return ZERO if known[0] == ONE else times(known[1], log_of(known[0]))
    if t.head == "inverse":
        return minus(log_det(t.args[0]))
    return call("log", call("det", t))


def log_of(c: Term) -> Term:
    """log(c), a power in it taken out (of a positive base)."""
    if c.head == "Pow":
        return times(c.args[1], log_of(c.args[0]))
    if c.head == "exp":
        return c.args[0]
    return call("log", c)


def det(t: Term) -> Term:
    known = scaled_identity(t)
    if known is None:
        return call("det", t)
    return ONE if known[0] == ONE else power(known[0], known[1])


def product(*factors: Term) -> Term:
    """A product with the scalar factors of identities in front."""
    numbers, rest = [], []
    for t in factors:
        known = scaled_identity(t)
        if known is None:
            rest.append(t)
        elif known[0] != ONE:
            numbers.append(known[0])
    if not rest:
        known = scaled_identity(factors[0])
        assert known is not None
        return _identity(times(*numbers) if numbers else ONE, known[1])
    return times(*numbers, *rest)


def tr(t: Term) -> Term:
    known = scaled_identity(t)
    if known is not None:
        return known[1] if known[0] == ONE else times(known[0], known[1])
    return call("trace", t)


def quad(m: Term, v: Term) -> Term:
    """v^T m v."""
    known = scaled_identity(m)
    if known is None:
        return times(call("transpose", v), m, v)
    form = Term("Mul", (call("transpose", v), v))
    return form if known[0] == ONE else times(known[0], call("transpose", v), v)
