"""Measures from integrals of powers of normal densities: Renyi, Hellinger, chi-square, entropies.

The integral of p^a q^b with a + b = 1 is exp(-a b/2 d^T M^-1 d) sqrt(det S1^b det S2^a/det M) with
M = a S2 + b S1; the kernel proves it from the exponent, which is a quadratic.
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.laws.normals import minus_one
from symderive.methods.divergences.matrix_terms import det, inv, log_det
from symderive.methods.divergences.normal_search import Search, added, halved
from symderive.strategy import Trail
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, pow_, sub


def _power(s: Search, trail: Trail, body: Term, a: Term, b: Term) -> tuple[int | None, Term, Term]:
    """The integral of p^a q^b, a + b = 1: its step, the exponent and the determinants under a log.

    exp(-a*b/2*d^T (a S2 + b S1)^-1 d) * sqrt(det S1^b det S2^a/det(a S2 + b S1)).
    """
    first, second = (law.covariance for law in s.laws)
    mixed = first if first == second else plus(_scaled(a, second), _scaled(b, first))
    weights = over(times(a, b), TWO)
    exponent = ZERO if s.gap is None else minus(times(weights, s.distance(inv(mixed))))
    logs = ZERO
    if first != second:
        logs = over(added(times(b, s.shorter(log_det(first))), times(a, s.shorter(log_det(second))),
                         minus(s.shorter(log_det(mixed)))), TWO)  # fmt: skip
    total = added(exponent, logs)
    value = call("exp", total) if total != ZERO else ONE
    front = times(
        pow_(times(TWO, Term("pi")), minus(over(s.n, TWO))),
        pow_(call("det", first), minus(over(a, TWO))), pow_(call("det", second), minus(over(b, TWO))),
    )  # fmt: skip
    inside = plus(minus(over(times(a, s.form(0)), TWO)), minus(over(times(b, s.form(1)), TWO)))
    step = s.integrated(trail, body, times(front, call("exp", inside)), value)
    return step, exponent, logs


def _scaled(c: Term, m: Term) -> Term:
    return m if c == ONE else times(c, m)


def blended(s: Search, trail: Trail) -> Term | None:
    """Renyi, Tsallis and Chernoff: from the integral of p^a q^(1 - a)."""
    a = s.order
    assert a is not None
    b = minus_one(a)
    body = Term("Mul", (pow_(s.density(0), a), pow_(s.density(1), sub(ONE, a))))
    step, exponent, logs = _power(s, trail, body, a, b)
    first, second = (law.covariance for law in s.laws)
    if s.measure == "tsallis":
        total = added(exponent, logs)
        inner = call("exp", total) if total != ZERO else ONE
        return s.finished(trail, [step], over(sub(inner, ONE), sub(a, ONE)))
    mixed = first if first == second else plus(_scaled(a, second), _scaled(b, first))
    form = s.distance(inv(mixed))
    if s.measure == "chernoff":
        parts = [] if form == ZERO else [over(times(a, b, form), TWO)]
        if logs != ZERO:
            parts.append(minus(logs))
    else:
        parts = [] if form == ZERO else [over(times(a, form), TWO)]
        if logs != ZERO:
            parts.append(minus(over(logs, b)))
    return s.finished(trail, [step], added(*parts))


def affinity(s: Search, trail: Trail) -> Term | None:
    """Bhattacharyya, its coefficient and Hellinger: from the integral of sqrt(p q)."""
    p, q = s.density(0), s.density(1)
    first, second = (law.covariance for law in s.laws)
    mean = first if first == second else over(plus(first, second), TWO)
    exponent = over(s.distance(inv(mean)), read_integer(8))
    if s.gap is None:
        exponent = ZERO
    logs = ZERO
    if first != second:
        below = call("sqrt", times(*[d for d in (det(first), det(second)) if d != ONE] or [ONE]))
        logs = over(call("log", over(det(mean), below)), TWO)
    total = added(exponent, logs)
    if logs == ZERO:
        affinity = call("exp", minus(exponent)) if exponent != ZERO else ONE
    else:
        quarter = over(ONE, read_integer(4))
        roots = [pow_(d, quarter) for d in (det(first), det(second)) if d != ONE]
        front = over(times(*roots) if roots else ONE, call("sqrt", det(mean)))
        affinity = front if exponent == ZERO else times(front, call("exp", minus(exponent)))
    quarter = over(ONE, read_integer(4))
    roots_ = [pow_(call("det", c), minus(quarter)) for c in (first, second)]
    constant_ = times(pow_(times(TWO, Term("pi")), minus(over(s.n, TWO))), *roots_)
    inside = plus(minus(over(s.form(0), read_integer(4))), minus(over(s.form(1), read_integer(4))))
    step = s.integrated(
        trail, call("sqrt", Term("Mul", (p, q))), times(constant_, call("exp", inside)), affinity
    )
    rest = sub(ONE, affinity) if affinity != ONE else ZERO
    values = {"bc": affinity, "bhattacharyya": total, "hellinger2": rest}
    return s.finished(trail, [step], values[s.measure])


def read_integer(k: int) -> Term:
    return Term("Integer", (), k)


def chi2(s: Search, trail: Trail) -> Term | None:
    p, q = s.density(0), s.density(1)
    first, second = (law.covariance for law in s.laws)
    body = over(pow_(p, TWO), q)
    mixed = first if first == second else plus(times(TWO, second), minus(first))
    exponent = s.distance(inv(mixed))
    front = ONE
    if first != second:
        front = over(det(second), call("sqrt", times(det(first), det(mixed))))
    value = front if exponent == ZERO else times(front, call("exp", exponent))
    constant_ = times(pow_(times(TWO, Term("pi")), minus(over(s.n, TWO))),
                      over(call("sqrt", call("det", second)), call("det", first)))  # fmt: skip
    inside = plus(minus(s.form(0)), over(s.form(1), TWO))
    step = s.integrated(trail, body, times(constant_, call("exp", inside)), value)
    return s.finished(trail, [step], ZERO if value == ONE else sub(value, ONE))


def power_entropy(s: Search, trail: Trail) -> Term | None:
    """Renyi and Tsallis entropies: from the integral of p^a."""
    a = s.order
    assert a is not None
    cov = s.laws[0].covariance
    b = minus_one(a)
    two_pi = times(TWO, Term("pi"))
    logs = added(times(over(times(b, s.n), TWO), call("log", two_pi)),
                times(over(b, TWO), s.shorter(log_det(cov))),
                minus(times(over(s.n, TWO), call("log", a))))  # fmt: skip
    inner = call("exp", logs)
    body = pow_(s.density(0), a)
    front = times(
        pow_(two_pi, minus(over(times(a, s.n), TWO))), pow_(call("det", cov), minus(over(a, TWO)))
    )
    step = s.integrated(
        trail, body, times(front, call("exp", minus(over(times(a, s.form(0)), TWO)))), inner
    )
    if s.measure == "tsallis_entropy":
        return s.finished(trail, [step], over(sub(ONE, inner), sub(a, ONE)))
    value = added(times(over(s.n, TWO), call("log", two_pi)), halved(s.shorter(log_det(cov))),
                 minus(times(over(s.n, times(TWO, b)), call("log", a))))  # fmt: skip
    return s.finished(trail, [step], value)
