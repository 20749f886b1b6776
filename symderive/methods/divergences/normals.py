"""Measures of normal laws in symbolic dimension: answers proposed, proved by the kernel.

Answers are formulas in trace, determinant and quadratic form with what is trivial left out; the
distance of Wasserstein cites the optimal linear map.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.laws.normals import BLENDED, Normal, definition, mutual_information
from symderive.library import rules
from symderive.methods.divergences.matrix_terms import (
    det,
    inv,
    log_det,
    product,
    quad,
    root,
    root_of_number,
    scaled_identity,
    tr,
)
from symderive.methods.divergences.normal_powers import affinity, blended, chi2, power_entropy
from symderive.methods.divergences.normal_search import (
    Found,
    Search,
    added,
    halved,
    is_zero_mean,
)
from symderive.strategy import Trail
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, eq

MAP = "optimal_map_of_normal_laws"


def _entropy(s: Search, trail: Trail) -> Term | None:
    p = s.density(0)
    logs = s.shorter(log_det(s.laws[0].covariance))
    value = added(
        times(over(s.n, TWO), call("log", times(TWO, Term("pi"), Term("E")))), halved(logs)
    )
    step = s.integrated(
        trail, Term("Mul", (p, call("log", p))), times(p, s.log_density(0)), minus(value)
    )
    return s.finished(trail, [step], value)


def _divergence_value(s: Search, i: int, j: int) -> Term:
    """KL of law i from law j."""
    a, b = s.laws[i].covariance, s.laws[j].covariance
    parts = [s.distance(inv(b))]
    if a != b:
        both = "log" == log_det(a).head == log_det(b).head
        logs = [call("log", over(det(b), det(a)))] if both else [log_det(b), minus(log_det(a))]
        trace = s.shorter(tr(product(inv(b), a)))
        parts = [trace, minus(s.n), s.shorter(added(*logs)), *parts]
    return halved(added(*parts))


def _kl_step(s: Search, trail: Trail, i: int, j: int, value: Term) -> int | None:
    p, q = s.density(i), s.density(j)
    a, b = s.laws[i].covariance, s.laws[j].covariance
    logs = plus(call("log", over(call("det", b), call("det", a))), s.form(j), minus(s.form(i)))
    body = Term("Mul", (p, call("log", over(p, q))))
    return s.integrated(trail, body, Term("Mul", (p, over(logs, TWO))), value)


def _kl(s: Search, trail: Trail) -> Term | None:
    value = _divergence_value(s, 0, 1)
    return s.finished(trail, [_kl_step(s, trail, 0, 1, value)], value)


def _jeffreys(s: Search, trail: Trail) -> Term | None:
    a, b = (law.covariance for law in s.laws)
    steps = [_kl_step(s, trail, i, 1 - i, _divergence_value(s, i, 1 - i)) for i in (0, 1)]
    pairs = [(b, a), (a, b)]
    traces = ZERO if a == b else added(
        *[s.shorter(tr(product(inv(x), y))) for x, y in pairs], minus(times(TWO, s.n)))  # fmt: skip
    if a == b:
        value = s.distance(inv(a))
    else:
        value = halved(added(traces, s.distance(plus(inv(a), inv(b)))))
    return s.finished(trail, steps, value)


def _crossentropy(s: Search, trail: Trail) -> Term | None:
    p, q = s.density(0), s.density(1)
    a, b = (law.covariance for law in s.laws)
    trace = s.n if a == b else s.shorter(tr(product(inv(b), a)))
    two_pi = times(s.n, call("log", times(TWO, Term("pi"))))
    value = over(added(two_pi, s.shorter(log_det(b)), trace, s.distance(inv(b))), TWO)
    step = s.integrated(
        trail, Term("Mul", (p, call("log", q))), times(p, s.log_density(1)), minus(value)
    )
    return s.finished(trail, [step], value)


def _fisher(s: Search, trail: Trail) -> Term | None:
    value = inv(s.laws[0].covariance)
    whole = definition("fisher", s.laws, None, s.name, s.n)
    step = trail.step("gaussian_integral", eq(whole, value))
    return None if step is None else value


def _mutual(s: Search, trail: Trail) -> Term | None:
    """By the entropies of both blocks and of the whole."""
    joint = s.laws[0].covariance
    whole = mutual_information(s.laws[0], s.name, s.givens)
    steps = []
    for part, covariance in zip(whole.args, (joint.args[0], joint.args[3], joint), strict=True):
        integral = part.args[0] if part.head == "Neg" else part
        body, _, n = integral.args
        inner = Search("entropy", [Normal(ZERO, covariance)], None, s.givens, s.name, n)
        entropy = plus(times(over(n, TWO), call("log", times(TWO, Term("pi"), Term("E")))),
                       over(call("log", call("det", covariance)), TWO))  # fmt: skip
        rewritten = times(body.args[0], inner.log_density(0))
        steps.append(inner.integrated(trail, body, rewritten, minus(entropy)))
    if any(n is None for n in steps):
        return None
    dets = [det(c) for c in (joint.args[0], joint.args[3], joint)]
    value = over(call("log", over(times(dets[0], dets[1]), dets[2])), TWO)
    last = trail.step("matrix_algebra", eq(whole, value), uses=[n for n in steps if n is not None])
    return None if last is None else value


def _wasserstein(s: Search, trail: Trail) -> Term | None:
    """W_2^2 by the map A with A S1 A = S2."""
    (m, cov), (w, other) = ((law.mean, law.covariance) for law in s.laws)
    whole = definition("w2sq", s.laws, None, s.name, s.n)
    gap = s.gap
    norm = ZERO if gap is None else quad(call("Identity", s.n), gap)
    scaled = [scaled_identity(c) for c in (cov, other)]
    if scaled[0] is not None and scaled[1] is not None and cov != other:
        first, second = (root_of_number(c[0]) for c in scaled if c is not None)
        a = times(over(second, first), call("Identity", s.n)) if second != first else None
        value = added(norm, tr(cov), tr(other), minus(times(TWO, s.n, first, second)))
        bind = {
            "M": _column(m, s.n),
            "N": _column(w, s.n),
            "S": cov,
            "A": a or call("Identity", s.n),
        }
        cited = trail.step(MAP, rules()[MAP].instance(bind), bind=bind)
        last = trail.step(
            "matrix_algebra", eq(whole, value), uses=() if cited is None else (cited,)
        )
        return None if last is None else value
    r = root(cov)
    middle = root(product(r, other, r))
    carried = product(inv(r), middle, inv(r))
    bures = added(norm, tr(cov), tr(other), minus(times(TWO, s.shorter(tr(middle)))))
    for a, form in ((call("Identity", s.n), norm if cov == other else None), (carried, bures)):
        if form is None:
            continue
        bind = {"M": _column(m, s.n), "N": _column(w, s.n), "S": cov, "A": a}
        cited = trail.step(MAP, rules()[MAP].instance(bind), bind=bind)
        if cited is None:
            continue
        last = trail.step("matrix_algebra", eq(whole, form), uses=(cited,))
        if last is not None:
            return form
    return None


def _column(mean: Term, n: Term) -> Term:
    return Term("ZeroMatrix", (n, ONE)) if is_zero_mean(mean) else mean


ROUTES: dict[str, Callable[[Search, Trail], Term | None]] = {
    "entropy": _entropy, "kl": _kl, "jeffreys": _jeffreys, "crossentropy": _crossentropy,
    **dict.fromkeys(BLENDED, blended), **dict.fromkeys(("bhattacharyya", "bc", "hellinger2"), affinity),
    "chi2div": chi2, "renyi_entropy": power_entropy, "tsallis_entropy": power_entropy,
    "fisher": _fisher, "mutual_information": _mutual, "w2sq": _wasserstein,
}  # fmt: skip
__all__ = ["ROUTES", "Found", "Search"]
