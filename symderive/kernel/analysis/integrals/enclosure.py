"""Enclosures of integrals, infinite sums and limits: rigorous balls, or a refusal.

A proper integral is FLINT's, its integrand analytic where it is asked to be; singular and infinite
ends are germs, whose integrals have proven remainders; a sum is a partial sum and a tail by germs.
Conditional convergence is proved of alternating sums only; what else converges so is refused (a
non-finite ball).

>>> from symderive.terms.reader import read
>>> e = Evaluator({}, {})
>>> enclose(read("Integral(exp(-x^2), (x, 0, oo))"), e).str(8)     # sqrt(pi)/2
'[0.88622693 +/- 4.55e-9]'
>>> enclose(read("Sum(1/k^2, (k, 1, oo))"), e).str(8)              # pi^2/6
'[1.6449341 +/- 3.32e-8]'
>>> enclose(read("Limit(sin(x)/x, x, 0)"), e).str(4)
'1.000'

Sources: Johansson, "Numerical integration in arbitrary-precision ball arithmetic" (2018).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import acb, arb

from symderive.kernel.analysis.continuity.kinks import Loose, resolved
from symderive.kernel.analysis.integrals import alternating, ratio_tail
from symderive.kernel.analysis.limits.end_germs import Place
from symderive.kernel.analysis.limits.germ import Germ, Scale, Unknown, around, real, to_arb
from symderive.kernel.logic.ballfunctions import NAN, is_real, whole
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.tree import Term, integer

EVALUATIONS = 3000  # of the integrand in one call of FLINT's integration
PARTS = 24  # boxes by which an integral is shown to be smooth in a parameter
SCALES = tuple(Fraction(1, 2**k) for k in (4, 7, 10))
TERMS = 256  # terms of an infinite sum that are added up one by one
GOOD = 1e-9  # radius at which no finer scale is tried


def enclose(t: Term, e: Evaluator) -> acb:
    """A ball that contains the integral, sum or limit; non-finite where none is proved."""
    try:
        if t.head == "Integral":
            return _smooth_integral(t, e) if e.moves(t) else integral(t, e)
        if e.moves(t):
            return NAN
        if t.head == "Sum":
            return infinite_sum(t, e)
        if t.head == "Limit":
            return limit(t, e)
    except Unknown:
        pass
    return NAN


def end_of(t: Term) -> int:
    """+1 for `oo`, -1 for `-oo`, 0 for a finite end."""
    if t.head == "oo":
        return 1
    return -1 if t.head == "Neg" and t.args[0].head == "oo" else 0


# --- integrals ------------------------------------------------------------------------------------


def integral(t: Term, e: Evaluator) -> acb:
    """A definite integral over a real range; raises Unknown where it is not enclosed."""
    body, x, low, high = t.args
    ends = end_of(low), end_of(high)
    if ends[0] == 1 or ends[1] == -1:
        return -integral(t.rebuild((body, x, high, low)), e)
    if ends == (0, 0):
        a, b = _real(e, low), _real(e, high)
        if (a - b).is_zero():
            return acb(0)
        if a > b:
            return -integral(t.rebuild((body, x, high, low)), e)
        if not a < b:
            raise Unknown("the ends of the range are not separated")
        return _between(_Piece(body, x.data, low, high, e))
    middle = integer(0)
    if ends[0]:
        right = integral(t.rebuild((body, x, middle, high)), e)
        return _half_line(body, x.data, middle, -1, e) + right
    return _half_line(body, x.data, low, 1, e)


def _real(e: Evaluator, t: Term) -> arb:
    z = e.scalar(t)
    if not (z.is_finite() and is_real(z)):
        raise Unknown("an end of the range is not a real number")
    return z.real


class _Piece:
    """A finite range of integration; the ends as terms, so that germs know them exactly."""

    def __init__(self, body: Term, name: str, low: Term, high: Term, e: Evaluator) -> None:
        self.body, self.name, self.low, self.high, self.e = body, name, low, high, e
        self.a, self.b = _real(e, low), _real(e, high)

    def inner(self, low: arb, high: arb) -> acb:
        """The proper integral over [low, high] inside the range."""
        total = acb(0)
        for a, b, term in resolved(self.body, self.name, low, high, self.e):
            if term is None:  # a kink somewhere inside: the box times its width
                point = {**self.e.point, self.name: acb(a.union(b))}
                total += Loose(point, self.e.functions).scalar(self.body) * (b - a)
            else:
                total += proper(term, self.name, a, b, self.e)
        if not total.is_finite():
            raise Unknown("the integrand is not bounded inside the range")
        return total


def proper(body: Term, name: str, a: arb, b: arb, e: Evaluator) -> acb:
    """FLINT's integral of a bounded function, which on complex balls is analytic or not finite."""
    moving = frozenset((name,))

    def f(z: acb, analytic: bool) -> acb:
        e.spare[0] -= 1
        if e.spare[0] < 0:
            return NAN
        value = e.with_values({name: z}, moving if analytic else frozenset()).value(body)
        return value if type(value) is acb else NAN

    tolerance = arb(2) ** -44
    return acb.integral(
        f,
        acb(a),
        acb(b),
        rel_tol=tolerance,
        abs_tol=tolerance,
        eval_limit=EVALUATIONS,
        use_heap=True,
    )


def _between(p: _Piece) -> acb:
    """A finite range: plainly first, then with germs at the ends, then split at zero."""
    try:
        if _finite_at(p, p.low) and _finite_at(p, p.high):
            return p.inner(p.a, p.b)
    except Unknown:
        pass
    try:
        return _with_germs(p)
    except Unknown:
        if not (p.a < 0 < p.b):
            raise
    zero = integer(0)
    left = _with_germs(_Piece(p.body, p.name, p.low, zero, p.e))
    return left + _with_germs(_Piece(p.body, p.name, zero, p.high, p.e))


def _finite_at(p: _Piece, end: Term) -> bool:
    value = p.e.with_values({p.name: p.e.scalar(end)}).scalar(p.body)
    return bool(value.is_finite())


def _with_germs(p: _Piece) -> acb:
    """Germs at both ends, a proper integral between them; the best of several scales."""
    best = None
    for d in SCALES:
        if not to_arb(d) * 4 < p.b - p.a:
            continue
        try:
            left = _tail(p.body, p.name, p.low, 1, d, p.e)
            right = _tail(p.body, p.name, p.high, -1, d, p.e)
            total = left + p.inner(p.a + to_arb(d), p.b - to_arb(d)) + right
        except Unknown:
            continue
        if best is None or _radius(total) < _radius(best):
            best = total
        if _radius(best) < GOOD:
            break
    if best is None:
        raise Unknown("no scale at which both ends are proved integrable")
    return best


def _tail(body: Term, name: str, end: Term | None, side: int, d: Fraction, e: Evaluator) -> acb:
    """The integral over the last stretch of length d at a finite end, or beyond 1/d."""
    scale = Scale(d)
    g = Place(name, end, side, scale, e).germ(body)
    if end is None:  # dx = du/u^2
        g = scale.times(g, scale.power(Fraction(-2)))
    return scale.integral(g)


def _half_line(body: Term, name: str, start: Term, side: int, e: Evaluator) -> acb:
    """From a finite start to +-oo; for the left half line with its orientation upwards."""
    best = None
    a = _real(e, start)
    for d in SCALES:
        far = 1 / to_arb(d) * side
        if not (far - a) * side > 1:
            continue
        try:
            tail = _tail(body, name, None, side, d, e)
            far_term = Term("Integer", (), int(1 / d))
            if side < 0:
                far_term = Term("Neg", (far_term,))
            low, high = (start, far_term) if side > 0 else (far_term, start)
            total = tail + _between(_Piece(body, name, low, high, e))
        except Unknown:
            continue
        if best is None or _radius(total) < _radius(best):
            best = total
        if _radius(best) < GOOD:
            break
    if best is None:
        raise Unknown("no proven tail")
    return best


def _radius(z: acb) -> float:
    return float(z.real.rad()) + float(z.imag.rad())


def _smooth_integral(t: Term, e: Evaluator) -> acb:
    """A crude ball, finite only if the integrand is smooth in all names on the whole box."""
    body, x, low, high = t.args
    a, b = e.scalar(low), e.scalar(high)
    if not (a.is_finite() and b.is_finite() and is_real(a) and is_real(b)):
        return NAN
    step = (b - a) / PARTS
    total = acb(0)
    for i in range(PARTS):
        box = acb((a + i * step).real.union((a + (i + 1) * step).real))
        inner = e.with_values({x.data: box}, e.moving | {x.data})
        total += inner.scalar(body) * step
    return total


# --- sums and limits ------------------------------------------------------------------------------


def infinite_sum(t: Term, e: Evaluator) -> acb:
    """A sum from an integer to oo, absolutely convergent by its germ; raises Unknown otherwise.

    A long finite sum is the difference of two tails.
    """
    body, k, low, high = t.args
    first = whole(e.scalar(low)) if end_of(low) == 0 else None
    last = None if end_of(high) == 1 else whole(e.scalar(high))
    if first is None or (last is None and end_of(high) != 1):
        raise Unknown("the range of the sum is not [integer, oo)")
    start = max(first, 0) + TERMS
    if last is not None and last <= start:
        raise Unknown("a short finite sum")
    total = acb(0)
    e.spare[0] -= start - first
    if start - first > 10 * TERMS or e.spare[0] < 0:
        raise Unknown("out of evaluations")
    for n in range(first, start):
        total += e.with_values({k.data: acb(n)}).scalar(body)
    total += _tail_from(body, k.data, start, e)
    if last is not None:
        total -= _tail_from(body, k.data, last + 1, e)
    if not total.is_finite():
        raise Unknown("a term of the sum has no value")
    return total


def _tail_from(body: Term, name: str, start: int, e: Evaluator) -> acb:
    scale = Scale(Fraction(1, start))
    try:
        return tail_of_sum(Place(name, None, 1, scale, e, whole=True).germ(body), scale, start)
    except Unknown as why:
        for other in (ratio_tail, alternating):
            try:
                return other.tail(body, name, start, e)
            except Unknown:
                continue
        raise why from None


def tail_of_sum(g: Germ, scale: Scale, start: int) -> acb:
    """The sum of g at u = 1/n over n >= start: Hurwitz zeta, or an integral of the majorant."""
    if g.phi:
        # A majorant that decreases from start - 1 on is summed by its integral from there.
        wider = Scale(Fraction(1, start - 1))
        rate = scale.decay(g.phi)
        if rate is None:
            raise Unknown("the terms do not decay exponentially")
        c, m = rate
        total = arb(0)
        for k, p in g.parts.items():
            q = -g.s + max(k, 0)
            if q > 0 and not c * to_arb(m) / wider.top ** to_arb(m) > to_arb(q):
                raise Unknown("the majorant does not decrease yet")
            e = to_arb((q + 1) / m)
            tail = acb(c * wider.top ** to_arb(-m)).gamma_upper(acb(e)).real
            total += abs(scale.span(p)).upper() * (tail / (to_arb(m) * c**e)).upper()
        return around(total, real(g))
    result = acb(0)
    for k, p in g.parts.items():
        s = g.s
        factor = acb(1)
        if k > 0:  # log(n)^k <= C n^(1/2) for n >= start, where log(n) > 2k
            if not scale.log > 2 * k:
                raise Unknown("the sum starts too early for a power of a logarithm")
            s -= Fraction(1, 2)
            peak = scale.log**k * scale.top.sqrt()
            factor = acb(arb(0).union(peak))
        elif k < 0:
            factor = acb(arb(0).union(scale.log**k))
        for i, c in enumerate(p):
            if c.is_zero():
                continue
            at = s + i
            if not at > 1:
                raise Unknown("the terms are not bounded by a convergent power")
            result += c * factor * acb(to_arb(at)).zeta(acb(start))
    return result


def limit(t: Term, e: Evaluator) -> acb:
    """A limit from one side or from both, by germs; raises Unknown where none is proved."""
    body, x, point = t.args
    infinite = end_of(point)
    if infinite:
        places: Iterator[tuple[Term | None, int]] = iter([(None, infinite)])
    else:
        sides = {"+": (1,), "-": (-1,)}.get(t.data, (1, -1))
        places = iter([(point, side) for side in sides])
    found: list[acb] = []
    for end, side in places:
        scale = Scale(SCALES[1])
        found.append(scale.limit(Place(x.data, end, side, scale, e).germ(body)))
    if len(found) == 2 and not found[0].overlaps(found[1]):
        raise Unknown("the limits from both sides differ")
    return found[0] if len(found) == 1 else found[0].union(found[1])
