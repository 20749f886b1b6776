"""Rational functions of sines and cosines over a whole turn: t = tan(x/2) and the residue theorem."""

from __future__ import annotations

from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.residues import RESIDUES, by_residues
from symderive.methods.integrals.series import asked
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import TWO, ZERO, Term, add, call, eq, mul, neg, symbol
from symderive.terms.writer import write

OO, PI = Term("oo"), Term("pi")
_CIRCULAR = frozenset("sin cos tan cot sec csc".split())


def whole_turn(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value over (0, 2*pi) or (-pi, pi)."""
    body, x, low, high = integral.args
    turn = mul(TWO, PI)
    heads = {t.head for t in body.walk() if x.data in t.free}
    whole = (low, high) == (ZERO, turn)
    if not heads & _CIRCULAR or not (whole or (low, high) == (neg(PI), PI)):
        return None
    if heads & {"log", "exp", "atan"}:
        return None
    u = symbol("u" if "u" not in body.free else fresh("u", body.free))
    g = _rational(routes, body, x, u, under)
    if g is None:
        return None
    line = Term("Integral", (g, u, neg(OO), OO))
    known = by_residues(routes, line, under)
    if known is None:
        return None
    step, steps = routes.work.step, routes.work.steps
    halves = [Term("Integral", (g, u, *ends)) for ends in ((neg(OO), ZERO), (ZERO, OO))]
    cut = step("split", eq(line, add(*halves)), [known], under)
    if cut is None:
        return None
    uses, parts = [], []
    phi = mul(TWO, call("atan", u))
    for half, (a, b), late in zip(
        halves, ((neg(PI), ZERO), (ZERO, PI)), (whole, False), strict=True
    ):
        near = integral.rebuild((body, x, a, b))
        n = step("change_of_variables", eq(near, half), [cut], under, {"phi": phi})
        if n is None:
            return None
        if late:  # from (pi, 2*pi) by a whole turn
            far = integral.rebuild((body, x, PI, turn))
            shifted = add(x, turn)
            same = step("change_of_variables", eq(far, near), [n], under, {"phi": shifted})
            n = None if same is None else step("rewrite", eq(far, half), [same, n], under)
            near = far
        if n is None:
            return None
        uses.append(n)
        parts.append(near)
    if whole:
        uses, parts = uses[::-1], parts[::-1]
    together = step("split", eq(integral, add(*parts)), uses, under)
    if together is None:
        return None
    value = steps[known].gives.args[1]
    for form in [*routes.ask(f"{RESIDUES}:short", write(value), under=under), value]:
        n = step("algebra", eq(integral, form), [together, *uses, cut, known], under)
        if n is not None:
            return n
    return None


def _rational(routes: Parameters, body: Term, x: Term, u: Term, under: Under) -> Term | None:
    """The integrand in u = tan(x/2)."""
    told = routes.work.sorts(routes.givens(under))
    asked_for = (write(body), x.data, u.data, told)
    for text in asked(routes, f"{RESIDUES}:by_half_angle", *asked_for):
        return read(text)
    return None
