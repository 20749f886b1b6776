"""Creative telescoping: dI/dt = r*I + [C] for a hyperexponential integrand, and the equation solved.

The steps are those of the kernel: `leibniz` for the derivative, one differentiation of the certificate
C with its limits (`antiderivative`), `linearity`, and `linear_ode` with the data at t = 0.  A wave
makes it a pair of integrals, cosine and sine, which turn into each other.
"""

from __future__ import annotations

from typing import Any

from symderive.kernel.analysis.calculus.tidy import minus, over
from symderive.kernel.analysis.congruence import range_of
from symderive.kernel.analysis.continuity.intervals import infinite, span_of
from symderive.methods.integrals import telescoping_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.methods.integrals.series import asked
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, call, eq, mul, neg, symbol
from symderive.terms.writer import write

TELESCOPED = telescoping_proposals.__name__
_POWERS = frozenset("Integer Symbol Neg Add Mul Div Pow sqrt sin cos pi".split())


def telescoped(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by an operator of order one in one of the parameters."""
    body, x, low, high = integral.args
    for t in sorted(body.free - low.free - high.free - {x.data}):
        n = in_parameter(routes, integral, t, under)
        if n is not None:
            return n
    return None


def in_parameter(routes: Parameters, integral: Term, t: str, under: Under = ()) -> int | None:
    """The value by an operator of order one in the parameter t."""
    body, x = integral.args[:2]
    givens = routes.givens(under)
    span = span_of(t, givens)
    if givens.sort(t).domain != "real" or span is None or span[1] == ZERO:
        return None
    told = routes.work.sorts(givens)
    found = dict(asked(routes, f"{TELESCOPED}:roles", write(body), x.data, t, told))
    if not found or not found["start"] or not found["level"]:
        return None
    return _solved(routes, integral, found, t, span[0] == ZERO, under)


def waved(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """A power times a wave that converges by oscillation: damped, telescoped, p -> 0+ by Abel."""
    body, x, low, high = integral.args
    waves = [t for t in body.walk() if t.head in ("sin", "cos") and x.data in t.free]
    heads = {t.head for t in body.walk()}
    if low != ZERO or infinite(high) != 1 or len(set(waves)) != 1 or not heads <= _POWERS:
        return None
    rate = substitute(waves[0].args[0], {x.data: ONE})
    spoken = body.free | routes.givens(under).sorts.keys() | {x.data}
    p = symbol("p" if "p" not in spoken else fresh("p", spoken))
    q = symbol("q" if "q" not in spoken else fresh("q", spoken | {p.data}))
    inside = (*under, Term("Lt", (ZERO, p)))
    turned = replace(body, waves[0], waves[0].rebuild((mul(q, x),)))
    damped = integral.rebuild((mul(call("exp", neg(mul(p, x))), turned), x, low, high))
    step, work = routes.work.step, routes.work
    there = _by_dirichlet(routes, integral, waves[0], rate, under) or routes.exists(integral, under)
    v = None if there is None else in_parameter(routes, damped, q.data, inside)
    if there is None or v is None:
        return None
    claim = substitute(work.steps[v].gives, {q.data: rate})
    n = step("specialisation", claim, [v], inside, {q.data: rate})
    if n is None:
        return None
    J, B = claim.args
    left = Term("Limit", (J, p, ZERO), "+")
    abel = step("abel_limit", eq(left, integral), [there], under)
    end = work.value(Term("Limit", (B, p, ZERO), "+"), under)
    if abel is None or end is None:
        return None
    value = work.steps[end].gives.args[1]
    known = step("congruence", eq(left, value), [n, end], under)
    return None if known is None else step("rewrite", eq(integral, value), [known, abel], under)


def _by_dirichlet(
    routes: Parameters, integral: Term, wave: Term, rate: Term, under: Under
) -> int | None:
    """The integral of a falling factor times a wave exists."""
    sine = wave.head == "sin"
    U = over(call("cos" if sine else "sin", wave.args[0]), rate)
    bind = {"U": minus(U) if sine else U, "w": replace(integral.args[0], wave, ONE),
            "M": over(ONE, rate), "c": ONE}  # fmt: skip
    return routes.work.step("convergence", eq(integral, integral), (), under, bind)


def _solved(
    routes: Parameters, integral: Term, found: dict[str, Any], t: str, edge: bool, under: Under
) -> int | None:
    """`edge` says that t = 0 is the end of the range of t."""
    step, steps = routes.work.step, routes.work.steps
    pair = [integral.rebuild((read(f), *integral.args[1:])) for f in found["functions"]]
    w = found["wanted"]
    pair[w] = integral
    c, d = (read(u) for u in found["rate"])
    if d == ZERO:  # the two do not mix
        pair, w, certificates = [pair[w]], 0, [found["certificates"][w]]
        coefficients = [[c]]
    else:
        certificates = found["certificates"]
        coefficients = [[c, neg(d)], [d, c]]
    rates: list[int] = []
    for i, own in enumerate(pair):
        n = _rate(routes, own, pair, coefficients[i], read(certificates[i]), t, under)
        if n is None:
            return None
        rates.append(n)
    cosine = 0 if len(pair) > 1 or found["wanted"] == 0 else 1
    data = [_datum(routes, own, t, edge, found, i == cosine, under) for i, own in enumerate(pair)]
    if any(n is None for n in data):
        return None
    order = [w, *(i for i in range(len(pair)) if i != w)]
    start = max((steps[n or 0].gives.args[1] for n in data), key=lambda v: v != ZERO)
    told = routes.work.sorts(routes.givens(under))
    texts = (write(start), found["growth"], found["turn"], str(found["wanted"]))
    for own, other in asked(routes, f"{TELESCOPED}:solutions", *texts, told):
        bind = {} if edge else {"at": ZERO}
        if len(pair) > 1:
            bind["B2"] = read(other)
        uses = [*(rates[i] for i in order), *(data[i] or 0 for i in order)]
        n = step("linear_ode", eq(integral, read(own)), uses, under, bind)
        if n is not None:
            return n
    return None


def _rate(
    routes: Parameters, own: Term, pair: list[Term], row: list[Term], C: Term, t: str, under: Under
) -> int | None:
    """Step d(own)/dt = sum of row*pair, from one differentiation of C."""
    step, steps = routes.work.step, routes.work.steps
    slope = routes.derivative(own, t, under)
    if slope is None:
        return None
    K = steps[slope].gives.args[1]
    parts = [(a, J) for a, J in zip(row, pair, strict=True) if a != ZERO]
    body = add(K.args[0], *(neg(mul(a, J.args[0])) for a, J in parts))
    change = own.rebuild((body, *own.args[1:]))
    bound = step("antiderivative", eq(change, ZERO), (), under, {"F": C})
    exists = [routes.exists(J, under) for J in (K, *(J for _, J in parts))]
    if bound is None or any(n is None for n in exists):
        return None
    there = list(dict.fromkeys(n for n in exists if n is not None))
    apart = add(K, *(mul(neg(a), J) for a, J in parts))
    linear = step("linearity", eq(change, apart), there, under)
    if linear is None:
        return None
    total = [mul(a, J) for a, J in parts]
    right = total[0] if len(total) == 1 else add(*total)
    known = step("algebra", eq(K, right), [linear, bound, *there], under)
    if known is None:
        return None
    left = steps[slope].gives.args[0]
    return step("rewrite", eq(left, right), [slope, known], under)


def _datum(
    routes: Parameters, own: Term, t: str, edge: bool, found: dict[str, Any], main: bool,
    under: Under,
) -> int | None:  # fmt: skip
    """The value of one of the integrals at t = 0."""
    if edge:
        outer = tuple(u for u in under if t not in u.free)
        return routes.limit(own, t, ZERO, "+", outer)
    whole = substitute(own, {t: ZERO})
    plain = read(found["start"]) if main else ZERO
    inside = routes.work.tried(lambda: range_of(whole, routes.givens(under)))
    simple = own.rebuild((plain, *own.args[1:]))
    value = getattr(routes, "value", routes.work.value)
    v = routes.work.value(simple, under) or value(simple, under)
    if v is None or inside is None:
        return None
    same = routes.work.step("algebra", eq(whole.args[0], plain), (), (*under, *inside))
    if same is None:
        return None
    return routes.work.step(
        "congruence", eq(whole, routes.work.steps[v].gives.args[1]), [same, v], under
    )
