"""Measures of normal laws in symbolic dimension: integrand as exp of a quadratic, integral, answer.

Each integral over all columns is one step that rewrites the integrand and one that integrates it;
the distance of Wasserstein cites the optimal linear map.  The answers proposed here are formulas in
trace, determinant and quadratic form with what is trivial left out; the kernel proves them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.matrices import components
from symderive.kernel.analysis.matrices.matrix_step import Work
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.logic.givens import Givens, constant
from symderive.library import rules
from symderive.methods.divergences.matrix_terms import (
    det,
    inv,
    log_det,
    log_of,
    product,
    quad,
    root,
    root_of_number,
    scaled_identity,
    tr,
)
from symderive.normal_laws import (
    BLENDED,
    Normal,
    definition,
    existence,
    minus_one,
    mutual_information,
)
from symderive.strategy import Trail
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, eq, pow_, sub, symbol
from symderive.terms.writer import write

MAP = "optimal_map_of_normal_laws"
HALF = over(ONE, TWO)


@dataclass
class Found:
    """The steps that the kernel accepted, the answer, and what had to be added to the givens."""

    trail: Trail
    value: Term | None = None
    added: list[Term] = field(default_factory=list)

    @property
    def claim(self) -> Term | None:
        steps = self.trail.steps
        return steps[-1].gives if self.value is not None else None


@dataclass
class Search:
    measure: str
    laws: Sequence[Normal]
    order: Term | None
    givens: Givens
    name: str
    n: Term

    def run(self) -> Found:
        """The derivation; where the integral needs a definite blend, that is added as a given."""
        found = self._attempt(self.givens)
        if found.value is None:
            added = existence(self.measure, self.laws, self.order, self.n)
            if added:
                again = self._attempt(self.givens.extended(*added))
                again.added = added
                return again if again.value is not None else found
        return found

    def _attempt(self, givens: Givens) -> Found:
        trail = Trail(givens, rules())
        value = ROUTES[self.measure](self, trail)
        return Found(trail, value)

    # --- densities --------------------------------------------------------------------------------

    @property
    def x(self) -> Term:
        return symbol(self.name)

    @property
    def under(self) -> tuple[Term, ...]:
        return (Term("Is", (self.x, Term("Tuple", (symbol("vector"), self.n)))),)

    def density(self, i: int) -> Term:
        return self.laws[i].density(self.x, self.n)

    def form(self, i: int) -> Term:
        """(x - m)^T S^-1 (x - m) of a law."""
        law = self.laws[i]
        return quad(inv(law.covariance), law.centred(self.x))

    def log_density(self, i: int) -> Term:
        logs = plus(times(self.n, call("log", times(TWO, Term("pi")))),
                    call("log", call("det", self.laws[i].covariance)), self.form(i))  # fmt: skip
        return minus(over(logs, TWO))

    @property
    def gap(self) -> Term | None:
        """The difference of the means; None where they are the same."""
        first, second = (law.mean for law in self.laws)
        if first == second or (_zero(first) and _zero(second)):
            return None
        if _zero(second):
            return first
        return second if _zero(first) else sub(first, second)

    def distance(self, matrix: Term) -> Term:
        """The quadratic form of a matrix at the difference of the means."""
        return ZERO if self.gap is None else quad(matrix, self.gap)

    def shorter(self, t: Term) -> Term:
        """The number in normal form where that is shorter: traces of identities, known determinants."""
        try:
            r = Reading(Work(self.givens, ()).algebra)
            k = r.k.scalars
            inner = k.term(
                k.of(components.gathered(r.a, r.scalar(t.args[0] if t.head == "log" else t)))
            )
            if (
                t.head == "log"
                and inner.head == "Pow"
                and not r.a.holds(Term("Gt", (inner.args[0], ZERO)))
            ):
                return t
        except (ArithmeticError, ValueError):
            return t
        found = r.a.meant(inner)
        if t.head == "log":
            found = ZERO if found == ONE else log_of(found)
        return found if len(write(found)) < len(write(t)) else t

    # --- steps ------------------------------------------------------------------------------------

    def integral(self, body: Term) -> Term:
        return Term("VolumeIntegral", (body, self.x, self.n))

    def integrated(self, trail: Trail, body: Term, rewritten: Term, value: Term) -> int | None:
        """body = rewritten at every column, and the integral of it."""
        same = trail.step("matrix_algebra", eq(body, rewritten), under=self.under)
        if same is None:
            return None
        return trail.step("gaussian_integral", eq(self.integral(body), value), uses=(same,))

    def finished(self, trail: Trail, steps: Sequence[int | None], value: Term) -> Term | None:
        """The measure from the integrals in it."""
        if any(s is None for s in steps):
            return None
        whole = definition(self.measure, self.laws, self.order, self.name, self.n)
        if whole.head == "VolumeIntegral":
            return value
        n = trail.step("matrix_algebra", eq(whole, value), uses=[s for s in steps if s is not None])
        return None if n is None else value


def _zero(mean: Term) -> bool:
    return mean.head == "ZeroMatrix" or constant(mean) == 0


def _sum(*parts: Term) -> Term:
    kept = [t for t in parts if t != ZERO]
    return plus(*kept) if kept else ZERO


# --- routes ---------------------------------------------------------------------------------------


def _entropy(s: Search, trail: Trail) -> Term | None:
    p = s.density(0)
    logs = s.shorter(log_det(s.laws[0].covariance))
    value = _sum(
        times(over(s.n, TWO), call("log", times(TWO, Term("pi"), Term("E")))), _halved(logs)
    )
    step = s.integrated(
        trail, Term("Mul", (p, call("log", p))), times(p, s.log_density(0)), minus(value)
    )
    return s.finished(trail, [step], value)


def _halved(t: Term) -> Term:
    return t if t == ZERO else over(t, TWO)


def _divergence_value(s: Search, i: int, j: int) -> Term:
    """KL of law i from law j."""
    a, b = s.laws[i].covariance, s.laws[j].covariance
    parts = [s.distance(inv(b))]
    if a != b:
        both = "log" == log_det(a).head == log_det(b).head
        logs = [call("log", over(det(b), det(a)))] if both else [log_det(b), minus(log_det(a))]
        trace = s.shorter(tr(product(inv(b), a)))
        parts = [trace, minus(s.n), s.shorter(_sum(*logs)), *parts]
    return _halved(_sum(*parts))


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
    traces = ZERO if a == b else _sum(
        *[s.shorter(tr(product(inv(x), y))) for x, y in pairs], minus(times(TWO, s.n)))  # fmt: skip
    if a == b:
        value = s.distance(inv(a))
    else:
        value = _halved(_sum(traces, s.distance(plus(inv(a), inv(b)))))
    return s.finished(trail, steps, value)


def _crossentropy(s: Search, trail: Trail) -> Term | None:
    p, q = s.density(0), s.density(1)
    a, b = (law.covariance for law in s.laws)
    trace = s.n if a == b else s.shorter(tr(product(inv(b), a)))
    two_pi = times(s.n, call("log", times(TWO, Term("pi"))))
    value = over(_sum(two_pi, s.shorter(log_det(b)), trace, s.distance(inv(b))), TWO)
    step = s.integrated(
        trail, Term("Mul", (p, call("log", q))), times(p, s.log_density(1)), minus(value)
    )
    return s.finished(trail, [step], value)


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
        logs = over(_sum(times(b, s.shorter(log_det(first))), times(a, s.shorter(log_det(second))),
                         minus(s.shorter(log_det(mixed)))), TWO)  # fmt: skip
    total = _sum(exponent, logs)
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


def _blended(s: Search, trail: Trail) -> Term | None:
    """Renyi, Tsallis and Chernoff: from the integral of p^a q^(1 - a)."""
    a = s.order
    assert a is not None
    b = minus_one(a)
    body = Term("Mul", (pow_(s.density(0), a), pow_(s.density(1), sub(ONE, a))))
    step, exponent, logs = _power(s, trail, body, a, b)
    first, second = (law.covariance for law in s.laws)
    if s.measure == "tsallis":
        total = _sum(exponent, logs)
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
    return s.finished(trail, [step], _sum(*parts))


def _affinity(s: Search, trail: Trail) -> Term | None:
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
    total = _sum(exponent, logs)
    if logs == ZERO:
        affinity = call("exp", minus(exponent)) if exponent != ZERO else ONE
    else:
        quarter = over(ONE, read_integer(4))
        roots = [pow_(d, quarter) for d in (det(first), det(second)) if d != ONE]
        front = over(times(*roots) if roots else ONE, call("sqrt", det(mean)))
        affinity = front if exponent == ZERO else times(front, call("exp", minus(exponent)))
    quarter = over(ONE, read_integer(4))
    constant_ = times(pow_(times(TWO, Term("pi")), minus(over(s.n, TWO))),
                      pow_(call("det", first), minus(quarter)), pow_(call("det", second), minus(quarter)))  # fmt: skip
    inside = plus(minus(over(s.form(0), read_integer(4))), minus(over(s.form(1), read_integer(4))))
    step = s.integrated(
        trail, call("sqrt", Term("Mul", (p, q))), times(constant_, call("exp", inside)), affinity
    )
    rest = sub(ONE, affinity) if affinity != ONE else ZERO
    values = {"bc": affinity, "bhattacharyya": total, "hellinger2": rest}
    return s.finished(trail, [step], values[s.measure])


def read_integer(k: int) -> Term:
    return Term("Integer", (), k)


def _chi2(s: Search, trail: Trail) -> Term | None:
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


def _power_entropy(s: Search, trail: Trail) -> Term | None:
    """Renyi and Tsallis entropies: from the integral of p^a."""
    a = s.order
    assert a is not None
    cov = s.laws[0].covariance
    b = minus_one(a)
    two_pi = times(TWO, Term("pi"))
    logs = _sum(times(over(times(b, s.n), TWO), call("log", two_pi)),
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
    value = _sum(times(over(s.n, TWO), call("log", two_pi)), _halved(s.shorter(log_det(cov))),
                 minus(times(over(s.n, times(TWO, b)), call("log", a))))  # fmt: skip
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
        body, x, n = integral.args
        inner = Search("entropy", [Normal(ZERO, covariance)], None, s.givens, s.name, n)
        entropy = plus(times(over(n, TWO), call("log", times(TWO, Term("pi"), Term("E")))),
                       over(call("log", call("det", covariance)), TWO))  # fmt: skip
        rewritten = times(body.args[0], inner.log_density(0))
        steps.append(inner.integrated(trail, body, rewritten, minus(entropy)))
    if any(n is None for n in steps):
        return None
    dets = [call("det", c) for c in (joint.args[0], joint.args[3], joint)]
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
        value = _sum(norm, tr(cov), tr(other), minus(times(TWO, s.n, first, second)))
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
    bures = _sum(norm, tr(cov), tr(other), minus(times(TWO, s.shorter(tr(middle)))))
    for a, value in ((call("Identity", s.n), norm if cov == other else None), (carried, bures)):
        if value is None:
            continue
        bind = {"M": _column(m, s.n), "N": _column(w, s.n), "S": cov, "A": a}
        cited = trail.step(MAP, rules()[MAP].instance(bind), bind=bind)
        if cited is None:
            continue
        last = trail.step("matrix_algebra", eq(whole, value), uses=(cited,))
        if last is not None:
            return value
    return None


def _column(mean: Term, n: Term) -> Term:
    return Term("ZeroMatrix", (n, ONE)) if _zero(mean) else mean


ROUTES: dict[str, Callable[[Search, Trail], Term | None]] = {
    "entropy": _entropy, "kl": _kl, "jeffreys": _jeffreys, "crossentropy": _crossentropy,
    **dict.fromkeys(BLENDED, _blended), **dict.fromkeys(("bhattacharyya", "bc", "hellinger2"), _affinity),
    "chi2div": _chi2, "renyi_entropy": _power_entropy, "tsallis_entropy": _power_entropy,
    "fisher": _fisher, "mutual_information": _mutual, "w2sq": _wasserstein,
}  # fmt: skip
