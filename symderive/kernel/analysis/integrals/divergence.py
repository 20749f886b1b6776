"""Proven divergence: an integral, a sum or a limit that certainly has no value, and where.

Comparison at an end (a germ of one sign that is not integrable), a pole inside (a zero of a
denominator by a change of sign, everything else bounded away from zero), an integrand that goes
through periods without decay, terms that do not tend to zero.  None means: not proved.

>>> from symderive.terms.reader import read
>>> e = Evaluator({}, {})
>>> diverges(read("Integral(1/x, (x, -1, 1))"), e)
'at x = 0 the integrand keeps one sign and is not below a multiple of |x|^(-1)'
>>> diverges(read("Sum(1/k, (k, 1, oo))"), e)
'the terms keep one sign and are not below a multiple of k^(-1)'
>>> diverges(read("Integral(1/sqrt(x), (x, 0, 1))"), e) is None
True

Sources: Apostol, Mathematical Analysis, 10.13-10.14 (comparison); Cauchy's criterion.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import acb, arb

from symderive.kernel.analysis.continuity.factors import (
    Factor,
    cleared,
    denominators,
    factors,
    periodic,
    product,
    slope,
)
from symderive.kernel.analysis.integrals.enclosure import SCALES, end_of
from symderive.kernel.analysis.limits.end_germs import Place
from symderive.kernel.analysis.limits.germ import Germ, Scale, Unknown, grows, keeps_sign, real
from symderive.kernel.logic.ballfunctions import is_real, whole
from symderive.kernel.logic.balls import Evaluator
from symderive.terms.tree import Term, add, integer, mul, neg, rational
from symderive.terms.writer import write

GRID = 64  # points between which a change of sign is looked for
HALVINGS = 30
FAR = 64  # how far a half line is searched for poles


def diverges(t: Term, e: Evaluator) -> str | None:
    """Why the integral, sum or limit has no value at the point of `e`; None if not proved."""
    try:
        if t.head == "Integral":
            return _integral(t, e)
        if t.head == "Sum" and end_of(t.args[3]) == 1:
            return _sum(t, e)
        if t.head == "Limit":
            return _limit(t, e)
    except Unknown:
        pass
    return None


# --- one end --------------------------------------------------------------------------------------


def _end(body: Term, name: str, end: Term | None, side: int, e: Evaluator) -> str | None:
    """Comparison at one end of an integral."""
    for d in SCALES:
        scale = Scale(d)
        try:
            g = Place(name, end, side, scale, e).germ(body)
        except Unknown:
            continue
        if end is None:
            g = scale.times(g, scale.power(Fraction(-2)))
        k = keeps_sign(g, scale)
        if k is None:
            continue
        if not (grows(g, scale) or (not g.phi and (g.s < -1 or (g.s == -1 and k >= -1)))):
            return None  # of one sign and integrable here
        distance = name if end is None or end == integer(0) else f"{name} - {_bracketed(end)}"
        exponent = -g.s - 2 if end is None else g.s
        size = f"not below a multiple of |{distance}|^({exponent})"
        if g.phi:
            size = "exponentially large"
        elif k:
            size += f" times log^({k})"
        place = f"at {name} = {write(end)}" if end is not None else _towards(name, side)
        return f"{place} the integrand keeps one sign and is {size}"
    return None


def _towards(name: str, side: int) -> str:
    return f"as {name} -> {'-' if side < 0 else ''}oo"


def _bracketed(t: Term) -> str:
    return f"({write(t)})" if t.head in ("Add", "Neg") else write(t)


def _integral(t: Term, e: Evaluator) -> str | None:
    body, x, low, high = t.args
    name = x.data
    ends = end_of(low), end_of(high)
    if ends[0] == 1 or ends[1] == -1:
        low, high, ends = high, low, (ends[1], ends[0])
    if ends == (0, 0):
        a, b = e.scalar(low), e.scalar(high)
        if not (a.is_finite() and b.is_finite() and is_real(a) and is_real(b)):
            return None
        if a.real > b.real:
            low, high, a, b = high, low, b, a
        if not a.real < b.real:
            return None
    for end, side in ((low, 1), (high, -1)):
        infinite = end_of(end)
        reason = _end(body, name, None if infinite else end, infinite or side, e)
        if reason is None and infinite:
            reason = _oscillation(body, name, infinite, e)
        if reason is not None:
            return reason
    return _inside(body, name, low, high, e)


# --- poles inside ---------------------------------------------------------------------------------


def _inside(body: Term, name: str, low: Term, high: Term, e: Evaluator) -> str | None:
    a = e.scalar(low).real if not end_of(low) else None
    b = e.scalar(high).real if not end_of(high) else None
    left = a if a is not None else (b if b is not None else arb(0)) - FAR
    right = b if b is not None else (a if a is not None else arb(0)) + FAR
    for base, power in denominators(body, name):
        for root in _roots(base, name, e):
            x0 = e.scalar(root).real
            if left < x0 and x0 < right:
                for side in (1, -1):
                    reason = _end(body, name, root, side, e)
                    if reason is not None:
                        return reason
        reason = _sign_change(body, base, power, name, left, right, e)
        if reason is not None:
            return reason
    return None


def _roots(base: Term, name: str, e: Evaluator) -> Iterator[Term]:
    """Exact zeros of a base: of a linear one, and zero itself."""
    reals = e.exact_reals()
    line = slope(base, name, reals)
    if line is not None and not line[1][1] and line[1][0]:
        (q, r), (m, _) = line
        yield _pi_term(-q / m, -r / m)
    else:
        yield integer(0)
        yield from (integer(n) for n in (1, -1))


def _pi_term(q: Fraction, r: Fraction) -> Term:
    number = rational(q.numerator, q.denominator)
    if not r:
        return number
    turn = mul(rational(abs(r).numerator, abs(r).denominator), Term("pi"))
    turn = neg(turn) if r < 0 else turn
    return turn if not q else add(number, turn)


def _sign_change(
    body: Term, base: Term, power: Fraction, name: str, left: arb, right: arb, e: Evaluator
) -> str | None:
    """A zero of the base inside, by the intermediate value theorem, where the rest is not small.

    The base is Lipschitz on [c, d] (smooth on a ball about it), so beside its last zero x0 the
    integrand keeps one sign and exceeds a multiple of |x - x0|^-p, p >= 1.
    """
    rest = cleared(body, base, power)
    step = (right - left) / GRID
    xs = [(left + step * i + step / 3).mid() for i in range(GRID)]
    values = [e.with_values({name: acb(x)}).scalar(base) for x in xs]
    for (c, u), (d, v) in zip(
        zip(xs, values, strict=True), list(zip(xs, values, strict=True))[1:], strict=False
    ):
        if not (_signed(u) and _signed(v) and bool(u.real > 0) != bool(v.real > 0)):
            continue
        for _ in range(HALVINGS):
            box = e.with_values({name: acb(c.union(d))}, frozenset((name,)))
            h = box.scalar(rest)
            one_sign = any(y > 0 or y < 0 for y in (h.real, h.imag))
            whole_base = box.scalar(base)
            if whole_base.is_finite() and is_real(whole_base) and h.is_finite() and one_sign:
                return (
                    f"between {name} = {_short(c)} and {_short(d)} {write(base)} has a zero, "
                    f"and stands there to the power -{power}"
                )
            middle = ((c + d) / 2).mid()
            w = e.with_values({name: acb(middle)}).scalar(base)
            if not _signed(w):
                break
            if bool(w.real > 0) == bool(u.real > 0):
                c = middle
            else:
                d = middle
    return None


def _signed(z: acb) -> bool:
    return is_real(z) and bool(z.real > 0 or z.real < 0)


def _short(x: arb) -> str:
    return str(x.str(6, radius=False))


# --- oscillation without decay --------------------------------------------------------------------


def _split(body: Term, name: str, e: Evaluator) -> tuple[list[Factor], list[Factor], str] | None:
    """(periodic factors, the others, kind of the period); None if nothing is periodic."""
    reals = e.exact_reals()
    moving = [f for f in factors(body) if name in f.base.free]
    turning = [f for f in moving if periodic(f.base, name, reals) is not None]
    if not turning:
        return None
    kind = periodic(product(turning), name, reals)  # one period for all of them
    others = [f for f in factors(body) if f not in turning]
    return None if kind is None else (turning, others, kind)


def _not_small(others: list[Factor], name: str, side: int, e: Evaluator, *, whole: bool) -> bool:
    """The other factors stay away from zero, with one sign, towards the infinite end."""
    for d in SCALES:
        scale = Scale(d)
        g = Place(name, None, side, scale, e, whole=whole).germ(product(others))
        k = keeps_sign(g, scale) if real(g) else None
        if k is not None and (
            grows(g, scale) or (not g.phi and (g.s < 0 or (g.s == 0 and k >= 0)))
        ):
            return True
    return False


def _oscillation(body: Term, name: str, side: int, e: Evaluator) -> str | None:
    """Cauchy's criterion: over one stretch of every period the integral is not small."""
    parts = _split(body, name, e)
    if parts is None or not _not_small(parts[1], name, side, e, whole=False):
        return None
    turning = product(parts[0])
    for i in range(8):
        x = acb(arb(i) * 3 / 8 + arb(0, 1) / 1024)
        value = e.with_values({name: x}, frozenset((name,))).scalar(turning)
        if value.is_finite() and (value.real > 0 or value.real < 0):
            return (
                f"{_towards(name, side)} the integrand goes through periods "
                f"of {write(turning)} and does not decay"
            )
    return None


# --- sums and limits ------------------------------------------------------------------------------


def _modulus(fs: list[Factor], name: str, e: Evaluator) -> list[Factor]:
    """The factors with b^k, b < 0, replaced by |b|^k: the same modulus at integers."""
    result = []
    for f in fs:
        t = f.base
        if t.head == "Pow" and name not in t.args[0].free and name in t.args[1].free:
            b = e.scalar(t.args[0])
            if is_real(b) and b.real < 0:
                f = Factor(t.rebuild((neg(t.args[0]), t.args[1])), f.exponent)
        result.append(f)
    return result


def _bounded_reciprocal(fs: list[Factor], name: str, e: Evaluator) -> bool:
    """1/a_k is bounded, so a_k does not tend to zero (a factorial has a germ below only)."""
    scale = Scale(SCALES[0])
    try:
        place = Place(name, None, 1, scale, e, whole=True)
        g = place.reciprocal(product(_modulus(fs, name, e)))
    except Unknown:
        return False
    if g.phi:
        return scale.decay(g.phi) is not None
    return g.s > 0 or (g.s == 0 and max(g.parts) <= 0)


def _sum(t: Term, e: Evaluator) -> str | None:
    body, index, low, _ = t.args
    name = index.data
    first = whole(e.scalar(low))
    if first is None:
        return None
    fs = factors(body)
    bare = _modulus(fs, name, e)
    for d in SCALES:
        scale = Scale(d)
        try:
            g = Place(name, None, 1, scale, e, whole=True).germ(
                body if bare == fs else product(bare)
            )
        except Unknown:
            continue
        k = keeps_sign(g, scale)
        if k is None:
            continue
        if grows(g, scale) or (not g.phi and (g.s < 0 or (g.s == 0 and k >= 0))):
            return "the terms do not tend to zero"
        if bare == fs and not g.phi and (g.s < 1 or (g.s == 1 and k >= -1)):
            log = f" times log^({k})" if k else ""
            return f"the terms keep one sign and are not below a multiple of {name}^({-g.s}){log}"
        return None
    if _bounded_reciprocal(fs, name, e):
        return "the terms do not tend to zero"
    parts = _split(body, name, e)
    if parts is None or parts[2] != "integer":
        return None
    if not _not_small(_modulus(parts[1], name, e), name, 1, e, whole=True):
        return None
    turning = product(parts[0])
    for n in range(max(first, 0), max(first, 0) + 8):
        value = e.with_values({name: acb(n)}).scalar(turning)
        if value.is_finite() and not value.contains(0):
            return f"the terms go through periods of {write(turning)} and do not tend to zero"
    return None


def _approaches(t: Term) -> list[tuple[Term | None, int]]:
    """The ends of a limit: (finite end or None, side)."""
    infinite = end_of(t.args[2])
    if infinite:
        return [(None, infinite)]
    return [(t.args[2], s) for s in {"+": (1,), "-": (-1,)}.get(t.data, (1, -1))]


def _limit(t: Term, e: Evaluator) -> str | None:
    body, x, point = t.args
    found = []
    for end, side in _approaches(t):
        scale = Scale(SCALES[1])
        g = Place(x.data, end, side, scale, e).germ(body)
        if _unbounded(g, scale):
            return f"the values are unbounded as {x.data} -> {write(point)}"
        if end is None and _varies(body, x.data, e):
            return f"the values go through periods as {x.data} -> {write(point)}"
        found.append(scale.limit(g))
    if len(found) == 2 and not found[0].overlaps(found[1]):
        return f"the limits at {x.data} = {write(point)} from the two sides differ"
    return None


def _unbounded(g: Germ, scale: Scale) -> bool:
    k = keeps_sign(g, scale)
    return k is not None and (grows(g, scale) or (not g.phi and (g.s < 0 or (g.s == 0 and k > 0))))


def _varies(body: Term, name: str, e: Evaluator) -> bool:
    """A periodic function with two different values."""
    reals = e.exact_reals()
    if periodic(body, name, reals) is None:
        return False
    values = [e.with_values({name: acb(arb(i) * 3 / 8)}).scalar(body) for i in range(5)]
    finite = [v for v in values if v.is_finite()]
    return any(not v.overlaps(finite[0]) for v in finite)


def another_limit(t: Term, claimed: int, e: Evaluator) -> str | None:
    """What a limit certainly is from one side, if that is not claimed*oo; None if not decided."""
    body, x, _ = t.args
    for end, side in _approaches(t):
        scale = Scale(SCALES[1])
        try:
            g = Place(x.data, end, side, scale, e).germ(body)
        except Unknown:
            continue
        if not (real(g) and _unbounded(g, scale)):
            continue
        span = scale.span(g.parts[max(g.parts)])
        sign = 1 if span.real > 0 else -1 if span.real < 0 else 0
        if sign == -claimed and len(g.parts) == 1:
            from_side = "" if end is None else f" from {'above' if side > 0 else 'below'}"
            return ("oo" if sign > 0 else "-oo") + from_side
    return None
