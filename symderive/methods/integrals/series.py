"""A series under the integral: expanded by a rule, integrated term by term, the sum recognised.

The half line is cut at 1 where the integrand is algebraic; a tangent brings circular functions there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from symderive.kernel.analysis.calculus.tidy import minus
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.series.zeta_sums import value_of
from symderive.library import rules
from symderive.methods.guesses import read_back
from symderive.methods.integrals import series_proposals, sum_proposals, term_proposals
from symderive.methods.integrals.log_sums import log_sum
from symderive.methods.integrals.parameters import PROPOSALS, Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, div, eq, mul, neg, symbol
from symderive.terms.writer import write

SERIES = series_proposals.__name__
SUMS, TERMS = sum_proposals.__name__, term_proposals.__name__
OO = Term("oo")
PATIENCE = 2  # the highest level of a patient search
_CIRCULAR = frozenset("sin cos tan cot sec csc".split())
_EXPONENTIAL = frozenset("exp sinh cosh tanh coth sech csch".split())


def asked(routes: Parameters, function: str, *args: object) -> list[Any]:
    """What the worker proposes, with all patience: these questions are put once, on a likely form."""
    work = routes.work
    level = getattr(work, "level", None)
    if level is None:
        return work.ask(function, *args)
    work.__dict__["level"] = PATIENCE
    try:
        return work.ask(function, *args)
    finally:
        work.__dict__["level"] = level


def summed(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by a series, directly or after the half line is cut at 1."""
    if routes.__dict__.get("in_series"):
        return None
    body, x, low, high = integral.args
    heads = {t.head for t in body.walk() if x.data in t.free}
    unit = (low, high) == (ZERO, ONE)
    logs = sum(1 for t in body.walk() if t.head == "log" and t.args[0].head == "Add")
    n = _polarised(routes, integral, under) if unit and logs > 1 else None
    n = n or expanded(routes, integral, under)
    if n is None and low == ZERO and infinite(high) > 0 and not heads & (_EXPONENTIAL | _CIRCULAR):
        n = _cut(routes, integral, under)
    if n is None and unit and "log" in heads:
        n = _turned(routes, integral, under) or _polarised(routes, integral, under)
    return n


def _polarised(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Products of log(1 + x) and log(1 - x) by squares, each of which has a series."""
    body, x, low, high = integral.args
    told = routes.work.sorts(routes.givens(under))
    uses, right, values = [], [], []
    for c_text, t_text in asked(routes, f"{SERIES}:polarised", write(body), x.data, told):
        c, part = read(c_text), integral.rebuild((read(t_text), x, low, high))
        n = expanded(routes, part, under) or _turned(routes, part, under)
        if n is None:
            return None
        uses.append(n)
        right.append(part if c == ONE else mul(c, part))
        values.append(mul(c, routes.work.steps[n].gives.args[1]))
    if not uses:
        return None
    linear = routes.work.step("linearity", eq(integral, add(*right)), uses, under)
    return None if linear is None else added(routes, integral, linear, uses, under, add(*values))


def _turned(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Logarithms of 1 - x or (1 - x)/(1 + x), by x = 1 - u and x = (1 - u)/(1 + u)."""
    body, x = integral.args[:2]
    u = "u" if "u" not in body.free else fresh("u", body.free)
    for phi in (f"1 - {u}", f"(1 - {u})/(1 + {u})", f"sqrt(1 - {u})"):
        ask = (write(body), x.data, phi, u)
        for found in routes.ask(f"{PROPOSALS}:substituted", *ask, under=under):
            g = substitute(minus(found), {u: x})
            image = Term("Integral", (g, x, ZERO, ONE))
            v = expanded(routes, image, under)
            if v is None:
                continue
            put = {"phi": substitute(read(phi), {u: x})}
            moved = routes.work.step("change_of_variables", eq(integral, image), [v], under, put)
            n = None if moved is None else routes.put(moved, v, under)
            if n is not None:
                return n
    return None


def expanded(routes: Parameters, integral: Term, under: Under = ()) -> int | None:
    """The value by one series on the whole interval; looked for once."""
    memo: dict[tuple[Term, Under], int | None] = routes.__dict__.setdefault("by_series", {})
    if (integral, under) not in memo:
        memo[integral, under] = None
        memo[integral, under] = _expanded(routes, integral, under)
    return memo[integral, under]


def _expanded(routes: Parameters, integral: Term, under: Under) -> int | None:
    body, x, low, high = integral.args
    if low != ZERO or x.data in high.free:
        return None
    kind = "half" if infinite(high) > 0 else "unit"
    spoken = body.free | routes.givens(under).sorts.keys() | high.free | {x.data}
    k = "k" if "k" not in spoken else fresh("k", spoken)
    told = routes.work.sorts(routes.givens(under))
    for row in asked(routes, f"{SERIES}:expansions", write(body), x.data, kind, k, told):
        n = _by_row(routes, integral, tuple(row), k, under)
        if n is not None:
            return n
    return None


def _by_row(
    routes: Parameters, integral: Term, row: tuple[str, ...], k: str, under: Under
) -> int | None:
    rule, *texts = row
    ratio, first, factor, term = (read_back(t) for t in texts[:4])
    if ratio is None or first is None or factor is None or term is None:
        return None
    body, x, low, high = integral.args
    inside = (*under, *_ranged(routes, integral, under))
    series = _series(routes, body, rule, ratio, first, factor, term, k, inside)
    if series is None:
        return None
    total = routes.work.steps[series].gives.args[1]
    inner = integral.rebuild((term, x, low, high))
    sums = total.rebuild((inner, *total.args[1:]))
    bind = {texts[4]: read(texts[5])} if texts[4] else {}
    moved = None
    index = (Term("Is", (symbol(k), symbol("integer"))), Term("Le", (first, symbol(k))))
    uses = [series]
    if "G" in bind:
        larger = integral.rebuild((bind["G"], x, low, high))
        n = term_by_term(routes, larger, (*under, *index))
        if n is None:
            return None
        uses.append(n)
        bind["B"] = routes.work.steps[n].gives.args[1]
    for role in [bind, {"h": neg(bind["h"])}] if "h" in bind else [bind]:
        moved = moved or routes.work.step("termwise", eq(integral, sums), uses, under, role)
    each = term_by_term(routes, inner, (*under, *index))
    if each is None:
        return None
    value = routes.work.steps[each].gives.args[1]
    numbers = total.rebuild((value, *total.args[1:]))
    known = sum_value(routes, numbers, under)
    if known is None:
        return None
    V = routes.work.steps[known].gives.args[1]
    whole = routes.work.step("congruence", eq(sums, V), [each, known], under)
    if whole is None:
        return None
    if moved is None:
        moved = routes.work.step("termwise", eq(integral, sums), [series, whole], under)
    if moved is None:
        return None
    return routes.work.step("rewrite", eq(integral, V), [moved, whole], under)


def _ranged(routes: Parameters, integral: Term, under: Under) -> Under:
    from symderive.kernel.analysis.congruence import range_of

    return routes.work.tried(lambda: range_of(integral, routes.givens(under))) or ()


def _series(
    routes: Parameters, body: Term, rule: str, ratio: Term, first: Term, factor: Term, term: Term,
    k: str, inside: Under,
) -> int | None:  # fmt: skip
    """Step body = Sum(term), from the rule."""
    step = routes.work.step
    bind = {"K": symbol(k), "X": ratio}
    if rule == "polylogarithm_series":
        found = [t for t in body.walk() if t.head == "polylog" and t.args[1] == ratio]
        if not found:
            return None
        bind["S"] = found[0].args[0]
    if rule == "poisson_logarithm_series":
        waves = [t for t in body.walk() if t.head == "log" for t in t.walk() if t.head == "cos"]
        if not waves:
            return None
        bind["T"] = waves[0].args[0]
    rows = rules()[rule].instance(bind)
    known = step(rule, rows, (), inside, bind)
    if known is None:
        return None
    plain, closed = rows.args
    total = plain.rebuild((term, *plain.args[1:]))
    n = known
    if total != plain:
        right = plain if factor == ONE else mul(factor, plain)
        linear = step("linearity", eq(total, right), [known], inside)
        if linear is None:
            return None
        right = closed if factor == ONE else mul(factor, closed)
        put = step("rewrite", eq(total, right), [linear, known], inside)
        if put is None:
            return None
        n = put
    return step("values", eq(body, total), [n], inside)


def term_by_term(routes: Parameters, integral: Term, under: Under) -> int | None:
    """The integral of one term, with the index free."""
    found = _moment(routes, integral, under) or _linear(routes, integral, under)
    if found is not None or routes.__dict__.get("in_series"):
        return found
    routes.__dict__["in_series"] = True  # one series at a time
    try:
        return getattr(routes, "value", routes.work.value)(integral, under)
    finally:
        routes.__dict__["in_series"] = False


def _moment(routes: Parameters, integral: Term, under: Under) -> int | None:
    """The integral of c*x^p*log(x)^n or c*x^p*exp(-r*x), once."""
    work = routes.work
    key = (integral, under)
    if work.known.get(key) is None:
        body, x = integral.args[:2]
        givens = without(x.data, routes.givens(under))
        for F in routes.ask(f"{TERMS}:moment", write(body), x.data, under=under):
            work.known[key] = work._by_antiderivative(integral, F, under, None, givens)
    return work.known.get(key)


def _linear(routes: Parameters, integral: Term, under: Under) -> int | None:
    """The integral of a sum, each summand with its coefficient."""
    body, x, low, high = integral.args
    told = routes.work.sorts(routes.givens(under))
    parts = asked(routes, f"{TERMS}:summands", write(body), x.data, told)
    if len(parts) < 2:
        return None
    uses, right, values = [], [], []
    for c_text, t_text in parts:
        c, t = read_back(c_text), read_back(t_text)
        if c is None or t is None:
            return None
        piece = integral.rebuild((t, x, low, high))
        n = _moment(routes, piece, under) or routes.work.value(piece, under)
        if n is None:
            return None
        uses.append(n)
        right.append(piece if c == ONE else mul(c, piece))
        v = routes.work.steps[n].gives.args[1]
        values.append(v if c == ONE else mul(c, v))
    uses = list(dict.fromkeys(uses))
    linear = routes.work.step("linearity", eq(integral, add(*right)), uses, under)
    if linear is None:
        return None
    return added(routes, integral, linear, uses, under, add(*values))


# --- sums -----------------------------------------------------------------------------------------


def sum_value(routes: Parameters, total: Term, under: Under = ()) -> int | None:
    """The value of an infinite sum by zeta functions, or as the search for values finds it."""
    body, k, first = total.args[:3]
    told = routes.work.sorts(routes.givens(under))
    found = asked(routes, f"{SUMS}:taken_apart", write(body), k.data, write(first), told)
    for forms, values in found:
        bind = {"forms": read(forms)}
        raw = routes.work.tried(partial(value_of, bind["forms"], k.data))
        for v in filter(None, [*map(read_back, values), raw]):
            n = routes.work.step("zeta_sum", eq(total, v), (), under, bind)
            if n is not None:
                return n
    n = log_sum(routes, total, asked, sum_value, under)
    return n if n is not None else routes.work.value(total, under)


# --- the half line cut at 1 -----------------------------------------------------------------------


def _cut(routes: Parameters, integral: Term, under: Under) -> int | None:
    """Integral over (0, oo) as that over (0, 1) and, by x = 1/u, another over (0, 1)."""
    body, x = integral.args[:2]
    near = integral.rebuild((body, x, ZERO, ONE))
    far = integral.rebuild((body, x, ONE, OO))
    u = x.data
    phi = div(ONE, symbol(u))
    other = fresh("u", body.free | routes.givens(under).sorts.keys())
    first = expanded(routes, near, under) or routes.work.value(near, under)
    if first is None:
        return None
    asked = (write(body), x.data, write(div(ONE, symbol(other))), other)
    for found in routes.ask(f"{PROPOSALS}:substituted", *asked, under=under):
        g = substitute(found, {other: x})
        # x = 1/u falls: the ends turn, and so does the sign.
        for image in (Term("Integral", (minus(g), symbol(u), ZERO, ONE)),):
            v = expanded(routes, image, under) or routes.work.value(image, under)
            if v is None:
                continue
            moved = routes.work.step(
                "change_of_variables", eq(far, image), [v], under, {"phi": phi})  # fmt: skip
            if moved is None:
                continue
            second = routes.put(moved, v, under)
            if second is None:
                continue
            n = routes.work.step("split", eq(integral, add(near, far)), [first, second], under)
            return None if n is None else added(routes, integral, n, [first, second], under)
    return None


def added(
    routes: Parameters, integral: Term, n: int, parts: list[int], under: Under,
    total: Term | None = None,
) -> int | None:  # fmt: skip
    """The integral as a sum of values, in a short form."""
    if total is None:
        total = add(*(routes.work.steps[p].gives.args[1] for p in parts))
    forms: Iterator[Term] = iter(
        [*routes.ask(f"{SUMS}:short", write(total), under=under), total]
    )  # fmt: skip
    for v in forms:
        done = routes.work.step("algebra", eq(integral, v), list(dict.fromkeys([n, *parts])), under)
        if done is not None:
            return done
    return None
