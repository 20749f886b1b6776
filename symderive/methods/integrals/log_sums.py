"""Sums of log(n)/n with odd periodic signs: Kummer's series, combined and grouped."""

from __future__ import annotations

from typing import Any

from symderive.kernel.analysis.series.kummer import TERM, value_of
from symderive.methods.integrals import log_sum_proposals
from symderive.methods.integrals.parameters import Parameters, Under
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, add, eq, integer, mul
from symderive.terms.writer import write

LOGS = log_sum_proposals.__name__


def log_sum(
    routes: Parameters, total: Term, asked: Any, rest_value: Any, under: Under
) -> int | None:
    """The value of Sum(rest + logarithms, (k, 0, oo)); `rest_value` finds that of the rest."""
    body, k, first, last = total.args
    if first != ZERO or not any(t.head == "log" and k.data in t.free for t in body.walk()):
        return None
    told = routes.work.sorts(routes.givens(under))
    for rest_, logs_, block, pairs in asked(routes, f"{LOGS}:log_parts", write(body), k.data, told):
        rest, logs = read(rest_), read(logs_)
        part = total.rebuild((logs, k, first, last))
        n = _logs(routes, part, int(block), [(read(b), read(X)) for b, X in pairs], under)
        if n is None:
            continue
        if rest == ZERO:
            if logs == body:
                return n
            other, uses, right = None, [n], part
        else:
            other = total.rebuild((rest, k, first, last))
            m = rest_value(routes, other, under)
            if m is None:
                continue
            uses, right = [m, n], add(other, part)
        linear = routes.work.step("linearity", eq(total, right), uses, under)
        if linear is not None:
            return _added(routes, total, [linear, *uses], asked, under)
    return None


def _logs(
    routes: Parameters, part: Term, block: int, pairs: list[tuple[Term, Term]], under: Under
) -> int | None:
    """Sum of the logarithms = the combination of Kummer's sums."""
    step, steps = routes.work.step, routes.work.steps
    k = part.args[1]
    known, sums, terms = [], [], []
    for b, X in pairs:
        f = substitute(TERM, {"n": k, "u": X})
        sums.append(Term("Sum", (f, k, ONE, Term("oo"))))
        n = step("kummer", eq(sums[-1], value_of(X)), (), under, {"X": X})
        if n is None:
            return None
        known.append(n)
        terms.append(f if b == ONE else mul(b, f))
    whole = Term("Sum", (add(*terms) if len(terms) > 1 else terms[0], k, ONE, Term("oo")))
    scaled = [s if b == ONE else mul(b, s) for (b, _), s in zip(pairs, sums, strict=True)]
    right = add(*scaled) if len(scaled) > 1 else scaled[0]
    n = known[0]
    if whole != right:
        linear = step("linearity", eq(whole, right), known, under)
        if linear is None:
            return None
        value = right
        for s, m in zip(sums, known, strict=True):
            value = _put(value, s, steps[m].gives.args[1])
        put = step("rewrite", eq(whole, value), [linear, *known], under)
        if put is None:
            return None
        n = put
    grouped = step("grouping", eq(part, whole), [n], under, {"q": integer(block)})
    if grouped is None:
        return None
    return step("rewrite", eq(part, steps[n].gives.args[1]), [grouped, n], under)


def _put(t: Term, old: Term, new: Term) -> Term:
    return new if t == old else t.rebuild([_put(a, old, new) for a in t.args])


def _added(
    routes: Parameters, total: Term, uses: list[int], asked: Any, under: Under
) -> int | None:
    """The sum as a value in a short form."""
    steps = routes.work.steps
    value = steps[uses[0]].gives.args[1]
    for m in uses[1:]:
        value = _put(value, *steps[m].gives.args)
    told = routes.work.sorts(routes.givens(under))
    for form in [*map(read, asked(routes, f"{LOGS}:gamma_forms", write(value), told)), value]:
        n = routes.work.step("algebra", eq(total, form), list(dict.fromkeys(uses)), under)
        if n is not None:
            return n
    return None
