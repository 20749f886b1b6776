"""Guesses that need no SymPy: a claimed value as its own antiderivative, generic functions.

>>> from symderive.terms.writer import write
>>> claim = read_back("Integral(cos(t), (t, 0, x)) = sin(x)")
>>> [write(F) for F in claimed(*claim.args)]
['sin(t)']
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.congruence import BINDERS
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.integrals.definite import Pieces
from symderive.kernel.analysis.integrals.telescoping import SumDiverges
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import orientation
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, integer, mul, sub
from symderive.terms.writer import write


def outermost(e: Term) -> Iterator[Term]:
    """The integrals, sums, products, limits, and derivatives of such, that stand under no other."""
    if e.head in BINDERS or (
        e.head == "Derivative" and any(u.head in BINDERS for u in e.args[0].walk())
    ):
        yield e
        return
    for a in e.args:
        yield from outermost(a)


def claimed(t: Term, value: Term | None) -> Iterator[Term]:
    """A value that is known for every upper (or lower) end is an antiderivative, a telescoper."""
    if value is None or infinite(value):
        return
    x, low, high = t.args[1:]
    if high.head == "Symbol" and high.data not in low.free | t.args[0].free | {x.data}:
        end = x if t.head == "Integral" else sub(x, ONE)
        yield substitute(value, {high.data: end})
    elif low.head == "Symbol" and low.data not in high.free | t.args[0].free | {x.data}:
        turned = substitute(value, {low.data: x})
        yield div(ONE, turned) if t.head == "Product" else sub(ZERO, turned)


def lowered(body: Term, x: Term) -> Iterator[Term]:
    """For generic functions: f(u)/u' for f'(u), f g for f g' + f' g, f^2/2 for f f'."""
    terms = body.args if body.head == "Add" else (body,)
    for t in terms:
        for old in t.walk():
            if old.head == "Apply" and any(old.data[1]):
                new = _less(old, x)
                if new is not None:
                    F = replace(t, old, new)
                    yield F
                    yield from (div(F, integer(n)) for n in (2, 3))


def _less(t: Term, x: Term) -> Term | None:
    """f(u)/u' for f'(u), u linear in x and the only argument that moves."""
    name, orders = t.data
    moving = [i for i, a in enumerate(t.args) if x.data in a.free]
    if len(moving) != 1 or not orders[moving[0]]:
        return None
    u = t.args[moving[0]]
    f = Term("Apply", t.args, (name, tuple(o - (i == moving[0]) for i, o in enumerate(orders))))
    return f if u == x else div(f, sub(substitute(u, {x.data: add(x, ONE)}), u))


def constant_factor(t: Term) -> tuple[Term, Term]:
    """(c, the sum or integral of f) for one of c*f or f/c."""
    body, x = t.args[:2]
    name = x.data
    top, bottom = (body.args[0], body.args[1]) if body.head == "Div" else (body, ONE)
    parts = top.args if top.head == "Mul" else (top,)
    under = bottom.args if bottom.head == "Mul" else (bottom,)
    c, f = _sides(parts, name)
    d, g = _sides(under, name)
    factor = c if d == ONE else div(c, d)
    rest = f if g == ONE else div(f, g)
    return factor, t.rebuild([rest, *t.args[1:]])


def _sides(parts: tuple[Term, ...], name: str) -> tuple[Term, Term]:
    """The product of what is constant, and of what is not."""
    constant = [p for p in parts if name not in p.free and p != ONE]
    moving = [p for p in parts if name in p.free]
    return (mul(*constant) if constant else ONE), (mul(*moving) if moving else ONE)


def change(t: Term, F: Term, givens: Givens) -> Term:
    """The change of F along an integral, by the kernel's own pieces."""
    body, x, low, high = t.args
    sign = orientation(low, high, givens)
    if sign in ("-", "0-"):
        found = Pieces(body, x.data, F, _strictly(high, low, sign, givens)).run(high, low, [])
        return sub(ZERO, found.total)
    if sign == "0":
        return ZERO
    inner = givens if sign == "+" else _strictly(low, high, "0+", givens)
    return Pieces(body, x.data, F, inner).run(low, high, []).total


def _strictly(low: Term, high: Term, sign: str, givens: Givens) -> Givens:
    return givens if sign == "-" else givens.extended(Term("Lt", (low, high)))


def gain(t: Term, G: Term, givens: Givens) -> Term:
    """What G gains over a sum, or the quotient of a product."""
    _, k, low, high = t.args
    base = without(k.data, givens)
    first = substitute(G, {k.data: low})
    if infinite(high):
        found = limit(G, k.data, high, "+-", base)
        if found is None or found.value is None:
            raise Undecided(f"no limit of {write(G)} is proved as {k.data} -> oo")
        if infinite(found.value):
            raise SumDiverges(f"{write(t)} diverges: {write(G)} tends to {write(found.value)}")
        last = found.value
    else:
        last = substitute(G, {k.data: Term("Add", (high, ONE))})
    return sub(last, first) if t.head == "Sum" else div(last, first)


def read_back(text: str) -> Term | None:
    try:
        return read(text)
    except NotRead:
        return None
