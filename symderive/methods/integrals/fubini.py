"""A power of x below as an integral of exp(-x*t), and the order of integration changed.

x^(-s) = Integral(t^(s - 1)*exp(-x*t), (t, 0, oo))/gamma(s) for s > 0: where the rest of the integrand
keeps one sign, or is dominated, the Laplace transform of the rest is integrated instead.
"""

from __future__ import annotations

from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.methods.guesses import read_back
from symderive.methods.integrals import fubini_proposals, term_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.terms.substitute import fresh
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

FUBINI = fubini_proposals.__name__
TERMS = term_proposals.__name__
OO = Term("oo")


def represented(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value after a power below has been written as an integral."""
    body, x, low, high = integral.args
    if low != ZERO or infinite(high) != 1 or any(u.head == "Integral" for u in body.walk()):
        return None
    spoken = body.free | routes.givens(under).sorts.keys() | {x.data}
    t = symbol("t" if "t" not in spoken else fresh("t", spoken))
    told = routes.work.sorts(routes.givens(under))
    for row in routes.work.ask(f"{FUBINI}:powers_below", write(body), x.data, t.data, told):
        F = read_back(row)
        if F is not None:
            n = _swapped(routes, integral, F, t, under)
            if n is not None:
                return n
    return None


def _swapped(routes: Parameters, integral: Term, F: Term, t: Term, under: Under) -> int | None:
    step, steps = routes.work.step, routes.work.steps
    body, x = integral.args[:2]
    positive = [(*under, Term("Lt", (ZERO, v))) for v in (x, t)]
    inner = Term("Integral", (F, t, ZERO, OO))
    first = _inner(routes, inner, positive[0])
    if first is None:
        return None
    same = step("algebra", eq(body, inner), [first], positive[0])
    transform = Term("Integral", (F, x, ZERO, OO))
    value = getattr(routes, "value", routes.work.value)
    second = None if same is None else _inner(routes, transform, positive[1]) or value(
        transform, positive[1])  # fmt: skip
    if same is None or second is None:
        return None
    g = steps[second].gives.args[1]
    outer = Term("Integral", (g, t, ZERO, OO))
    known = value(outer, under)
    if known is None:
        return None
    turned = step("algebra", eq(g, transform), [second], positive[1])
    if turned is None:
        return None
    moved = step("swap", eq(integral, outer), [same, turned, known], under)
    if moved is None:
        return None
    return step("rewrite", eq(integral, steps[known].gives.args[1]), [moved, known], under)


def _inner(routes: Parameters, integral: Term, under: Under) -> int | None:
    """By an antiderivative with the incomplete gamma function, or as the search finds it."""
    body, x = integral.args[:2]
    givens = without(x.data, routes.givens(under))
    for F in routes.ask(f"{TERMS}:moment", write(body), x.data, under=under):
        n = routes.work._by_antiderivative(integral, F, under, None, givens)
        if n is not None:
            return n
    return routes.work.value(integral, under)


def inner_first(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """An integral inside is worked out first, and the search goes on with what is left."""
    if not any(u.head == "Integral" for u in integral.args[0].walk()):
        return None
    work = routes.work
    u = work._renamed(integral, under)
    ranged = work.tried(lambda: range_of(u, routes.givens(under)))
    body = None if ranged is None else work._body(u.args[0], (*under, *ranged))
    if body is None:
        return None
    simpler = u.rebuild([body[0], *u.args[1:]])
    n = getattr(routes, "value", work.value)(simpler, under)
    if n is None:
        return None
    claim = eq(integral, work.steps[n].gives.args[1])
    return work.step("congruence", claim, [body[1], n], under)
