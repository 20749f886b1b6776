"""Symmetry: halves of an even integrand, f(a + b - x), f(1/x), and cuts where a function turns.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> [write(t) for t in map_ends(read("Integral(x, (x, 0, oo))"))]
['1/x']
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.calculus.tidy import plus
from symderive.kernel.analysis.continuity.intervals import infinite
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, div, eq, mul, neg, sub
from symderive.terms.writer import write

MORE = 10  # terms by which the mean of two forms of an integrand may be longer than one
_CIRCULAR = frozenset("sin cos tan cot sec csc".split())
PI = Term("pi")


def size(t: Term) -> int:
    """The number of nodes of a term."""
    return sum(1 for _ in t.walk())


def map_ends(integral: Term) -> Iterator[Term]:
    """Maps of the range onto itself that turn it: a + b - x, and c/x."""
    _, x, low, high = integral.args
    if not infinite(low) and not infinite(high):
        total = plus(low, high)
        if (low, high) == (ZERO, ONE):
            yield div(sub(ONE, x), add(ONE, x))
        yield neg(x) if total == ZERO or total == plus(low, neg(low)) else sub(total, x)
        if ZERO not in (low, high):
            yield div(mul(low, high), x)
    elif low == ZERO:
        yield div(ONE, x)
    elif infinite(low) and infinite(high):
        yield neg(x)


def reflected(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """Half the integral of the integrand and its mirror image, where that is simpler."""
    for phi in (*map_ends(integral), *_reciprocal(routes, integral, under)):
        n = _mirrored(routes, integral, phi, under)
        if n is not None:
            return n
    return None


def _reciprocal(routes: Parameters, integral: Term, under: Under) -> Iterator[Term]:
    """Maps c/x of the half line that keep the poles of the integrand together."""
    body, x, low, high = integral.args
    if low == ZERO and infinite(high) > 0:
        for c in routes.ask(f"{PROPOSALS}:reciprocal", write(body), x.data, under=under):
            yield div(c, x)


def _mirrored(routes: Parameters, integral: Term, phi: Term, under: Under) -> int | None:
    body, x, low, high = integral.args
    asked = (write(body), x.data, write(phi))
    for other, half in _pairs(routes.ask(f"{PROPOSALS}:mirrored", *asked, under=under)):
        if half == body or size(half) > size(body) + MORE:
            continue
        c = routes.exists(integral, under)
        if c is None:
            return None
        whole = integral.rebuild((half, x, low, high))
        image = integral.rebuild((other, x, low, high))
        step = routes.work.step
        same = step("change_of_variables", eq(integral, image), [c], under, {"phi": phi})
        v = None if same is None else routes.value(whole, under)
        if same is None or v is None:
            continue
        parts = add(div(integral, TWO), div(image, TWO))
        both = step("linearity", eq(whole, parts), [c, same], under)
        value = routes.work.steps[v].gives.args[1]
        if both is not None:
            return step("algebra", eq(integral, value), [both, same, v, c], under)
    return None


def _pairs(found: list[Term]) -> Iterator[tuple[Term, Term]]:
    yield from zip(found[::2], found[1::2], strict=False)


def folded(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The half line as (0, 1) twice: f(x) + f(1/x)/x^2."""
    body, x, low, high = integral.args
    if low != ZERO or infinite(high) <= 0:
        return None
    asked = (write(body), x.data, write(div(ONE, x)))
    for other, half in _pairs(routes.ask(f"{PROPOSALS}:mirrored", *asked, under=under)):
        if size(half) > size(body) + 2 * MORE:
            continue
        c = routes.exists(integral, under)
        if c is None:
            return None
        step = routes.work.step
        inner, outer = (integral.rebuild((body, x, *e)) for e in ((ZERO, ONE), (ONE, high)))
        image = integral.rebuild((other, x, ZERO, ONE))
        both = integral.rebuild((half, x, ZERO, ONE))
        there = [routes.exists(t, under) for t in (inner, outer)]
        if None in there:
            return None
        first, second = (n or 0 for n in there)
        turned = step("change_of_variables", eq(outer, image), [second], under,
                      {"phi": div(ONE, x)})  # fmt: skip
        v = None if turned is None else routes.value(both, under)
        if turned is None or v is None:
            continue
        cut = step("split", eq(integral, add(inner, outer)), [first, second], under)
        parts = add(div(inner, TWO), div(image, TWO))
        sums = step("linearity", eq(both, parts), [first, turned], under)
        if cut is None or sums is None:
            continue
        value = mul(TWO, routes.work.steps[v].gives.args[1])
        uses = [cut, sums, turned, v, first, second, c]
        return routes.closed(integral, value, uses, under)
    return None


def even(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """Twice the integral over the positive half of the range; 0 for an odd integrand."""
    body, x, low, high = integral.args
    turned = plus(low, high) == ZERO or neg(low) == high or low == neg(high)
    if not turned or not (infinite(low) or routes.positive(high, under)):
        return None
    right = integral.rebuild((body, x, ZERO, high))
    for form in routes.ask(f"{PROPOSALS}:parity", write(body), x.data, under=under):
        if form == ONE:
            v = routes.value(right, under)
            return None if v is None else doubled(routes, integral, v, under)
        c = routes.exists(integral, under)
        minus_ = integral.rebuild((neg(body), x, low, high))
        step = routes.work.step
        n = None if c is None else step(
            "change_of_variables", eq(integral, minus_), [c], under, {"phi": neg(x)})  # fmt: skip
        if n is None or c is None:
            return None
        m = step("linearity", eq(minus_, neg(integral)), [c], under)
        return None if m is None else step("algebra", eq(integral, ZERO), [n, m, c], under)
    return None


def doubled(routes: Parameters, integral: Term, half: int, under: Under = ()) -> int | None:
    """The integral of an even function from step `half`, the value over x > 0."""
    body, x, low = integral.args[:3]
    right, value = routes.work.steps[half].gives.args
    left = integral.rebuild((body, x, low, ZERO))
    step = routes.work.step
    turned = step("change_of_variables", eq(left, right), [half], under, {"phi": neg(x)})
    same = None if turned is None else routes.put(turned, half, under)
    if same is None:
        return None
    parts = step("split", eq(integral, add(left, right)), [same, half], under)
    if parts is None:
        return None
    return routes.closed(integral, mul(TWO, value), [parts, same, half], under)


def halves(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """A circular function over a whole or half turn, cut in the middle."""
    body, _, low, high = integral.args
    middle = {PI: div(PI, TWO), mul(TWO, PI): PI}.get(high)
    circular = any(t.head in _CIRCULAR for t in body.walk())
    if low == neg(PI) and high == PI:
        middle = ZERO
    elif low != ZERO:
        middle = None
    if middle is None or not circular:
        return None
    return split(routes, integral, middle, under)


def split(routes: Parameters, integral: Term, at: Term, under: Under = ()) -> int | None:
    """The value as a sum of those before and after a point."""
    body, x, low, high = integral.args
    parts = [integral.rebuild((body, x, *ends)) for ends in ((low, at), (at, high))]
    values = []
    for part in parts:
        v = routes.value(part, under)
        if v is None:
            return None
        values.append(v)
    total = add(*(routes.work.steps[v].gives.args[1] for v in values))
    n = routes.work.step("split", eq(integral, add(*parts)), values, under)
    return None if n is None else routes.closed(integral, total, [n, *values], under)
