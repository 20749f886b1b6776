"""Logarithms of sines, cosines and tangents under an integral, by their Fourier series."""

from __future__ import annotations

from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.guesses import read_back
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import (
    OO,
    TERMS,
    added,
    asked,
    sum_value,
    term_by_term,
)
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, ZERO, Term, add, eq, mul, symbol
from symderive.terms.writer import write


def by_fourier(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """A logarithm of a sine, cosine or tangent, times something, over a finite interval."""
    body, x, low, high = integral.args
    if infinite(low) or infinite(high):
        return None
    spoken = body.free | routes.givens(under).sorts.keys() | low.free | high.free | {x.data}
    k = "k" if "k" not in spoken else fresh("k", spoken)
    told = routes.work.sorts(routes.givens(under))
    for row in asked(routes, f"{TERMS}:fourier_terms", write(body), x.data, k, told):
        L, g, mean, term, first, rest = (read_back(t) for t in row)
        if L is None or g is None or mean is None or term is None or first is None:
            continue
        main = integral
        if rest != ZERO:
            main = integral.rebuild((L if g == ONE else mul(g, L), *integral.args[1:]))
        n = _by_fourier(routes, main, (L, g, mean, term), symbol(k), first, under)
        if n is not None and rest is not None and rest != ZERO:
            n = _with_rest(routes, integral, n, rest, under)
        if n is not None:
            return n
    return None


def _with_rest(
    routes: Parameters, integral: Term, main: int, rest: Term, under: Under
) -> int | None:
    """The integral as that of step `main` and the integral of the rest."""
    other = integral.rebuild((rest, *integral.args[1:]))
    m = by_fourier(routes, other, under) or routes.work.value(other, under)
    if m is None:
        return None
    left = routes.work.steps[main].gives.args[0]
    linear = routes.work.step("linearity", eq(integral, add(left, other)), [main, m], under)
    return None if linear is None else added(routes, integral, linear, [main, m], under)


def _by_fourier(
    routes: Parameters, integral: Term, row: tuple[Term, Term, Term, Term], k: Term, first: Term,
    under: Under,
) -> int | None:  # fmt: skip
    L, g, mean, term = row
    step, steps = routes.work.step, routes.work.steps
    inner = integral.rebuild((term, *integral.args[1:]))
    total = Term("Sum", (inner, k, first, OO))
    still = integral.rebuild((mean, *integral.args[1:]))
    right = total if mean == ZERO else add(still, total)
    moved = step("fourier", eq(integral, right), (), under, {"g": g, "L": L})
    if moved is None:
        return None
    index = (Term("Is", (k, symbol("integer"))), Term("Le", (first, k)))
    each = term_by_term(routes, inner, (*under, *index))
    if each is None:
        return None
    numbers = total.rebuild((steps[each].gives.args[1], *total.args[1:]))
    known = sum_value(routes, numbers, under)
    if known is None:
        return None
    V = steps[known].gives.args[1]
    whole = step("congruence", eq(total, V), [each, known], under)
    if whole is None:
        return None
    if mean == ZERO:
        return step("rewrite", eq(integral, V), [moved, whole], under)
    rest = routes.work.value(still, under)
    if rest is None:
        return None
    value = add(steps[rest].gives.args[1], V)
    return added(routes, integral, moved, [whole, rest], under, value)
