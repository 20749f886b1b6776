"""Where a term vanishes on an interval: roots that are proved to lie in it, as terms.

Linear and quadratic factors, cos and sin of a linear argument, and compositions with exp, log and
powers are solved; a list that is empty says nothing.

>>> from symderive.terms.reader import read
>>> zeros_inside(read("cos(x/2)"), "x", read("0"), read("2*pi"), Givens.of([]))
['x = pi, inside']
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from symderive.kernel.analysis.calculus.differentiate import derivative
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.normal import NormalForm
from symderive.kernel.logic.zero import prove_zero
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, integer, rational, sub, symbol
from symderive.terms.writer import write

MAX_ZEROS = 12
# Heads that are zero where their argument is (tan: where the sine of it is).
_ONLY_AT_ZERO = frozenset(
    ["Neg", "sqrt", "cbrt", "Abs", "sinh", "tan", "tanh", "atan", "asin", "sign", "floor"]
)


def zeros_inside(
    u: Term, name: str, low: Term, high: Term, givens: Givens,
    closed: tuple[bool, bool] = (False, False),
) -> list[str]:  # fmt: skip
    """Sentences: the roots in the interval, or a change of sign seen by balls."""
    out = [f"{name} = {write(c)}, inside" for c in roots_inside(u, name, low, high, givens)]
    for end, shut in ((low, closed[0]), (high, closed[1])):
        if shut and not infinite(end) and not out and is_zero(at(u, name, end), givens):
            out.append(f"{name} = {write(end)}, an end")
    return out or _sign_change(u, name, low, high)


def roots_inside(u: Term, name: str, low: Term, high: Term, givens: Givens) -> list[Term]:
    """Roots proved to lie strictly between the ends, in increasing order where that is proved."""
    from symderive.kernel.analysis.ranges.ranges import sign_of

    base = without(name, givens)
    found: list[Term] = []
    for root in roots(u, name, low, high, base):
        c = neat(root, base)
        if any(is_zero(sub(c, other), base) for other in found):
            continue
        above = infinite(low) or sign_of(sub(c, low), base, 0) == "+"
        below = infinite(high) or sign_of(sub(high, c), base, 0) == "+"
        if above and below:
            found.append(c)
    return ordered(found, base)


def ordered(points: list[Term], givens: Givens) -> list[Term]:
    """The points by size; as they stand where an order is not proved."""
    from symderive.kernel.analysis.ranges.ranges import sign_of

    out: list[Term] = []
    for p in points:
        k = 0
        while k < len(out) and sign_of(sub(p, out[k]), givens, 0) in ("+", "0+"):
            k += 1
        out.insert(k, p)
    return out


def neat(t: Term, givens: Givens) -> Term:
    """The same number written shortly, if it is a polynomial in names and pi."""
    nf = NormalForm(givens)
    parts: list[Term] = []

    def job() -> Fraction_:
        parts.clear()
        f = nf.tower.reduce(nf.convert(t))
        for exps, c in nf.tower.terms(f.n) if f.d is None else []:
            factors = [rational(int(c.p), int(c.q))]
            for i, k in enumerate(exps):
                g = nf.tower.generators[i] if k else None
                if g is not None and g.kind == "symbol" and g.payload[1] == 1:
                    factors.append(power(symbol(g.payload[0]), integer(k)))
                elif g is not None and g.kind == "pi":
                    factors.append(power(Term("pi"), integer(k)))
                elif g is not None:
                    raise TooLarge("another generator")
            parts.append(fraction(factors))
        if not parts and not f.zero:
            raise TooLarge("a quotient")
        return f

    try:
        nf.run(job)
    except (ArithmeticError, ValueError):
        return t
    return plus(*parts) if parts else ZERO


def fraction(factors: list[Term]) -> Term:
    """p/q times the rest, the denominator under the whole."""
    q = factors[0]
    if q.head == "Neg":
        return minus(fraction([q.args[0], *factors[1:]]))
    if q.head == "Div":
        return over(times(q.args[0], *factors[1:]), q.args[1])
    return times(*factors)


def at(u: Term, name: str, value: Term) -> Term:
    return substitute(u, {name: value})


def is_zero(t: Term, givens: Givens) -> bool:
    """Whether the term is proved zero, with nothing left that must not vanish."""
    try:
        proof = prove_zero(t, givens)
    except ArithmeticError:
        return False
    return proof is not None and not proof.excluded


def roots(u: Term, name: str, low: Term, high: Term, givens: Givens) -> Iterator[Term]:
    """Candidates; those that solve u = 0 by a theorem."""
    head = u.head
    if name not in u.free:
        return
    if head in _ONLY_AT_ZERO:
        if head == "tan":
            u = call("sin", u.args[0])
        else:
            yield from roots(u.args[0], name, low, high, givens)
            return
    if head == "Mul":
        for a in u.args:
            yield from roots(a, name, low, high, givens)
        return
    if head in ("Div", "Pow"):
        yield from roots(u.args[0], name, low, high, givens)
        return
    if head == "log":
        yield from roots(sub(u.args[0], ONE), name, low, high, givens)
        return
    if u.head in ("sin", "cos"):
        yield from _angles(u, name, low, high, givens)
        return
    yield from _algebraic(u, name, givens)


def _algebraic(u: Term, name: str, givens: Givens) -> Iterator[Term]:
    for w in _factors(u, name, givens):
        try:
            slope = derivative(w, name, givens)
            curve = derivative(slope, name, givens)
        except ValueError:
            continue
        b, c = at(slope, name, ZERO), at(w, name, ZERO)
        if is_zero(curve, givens):
            yield minus(over(c, b))
        elif is_zero(derivative(curve, name, givens), givens):
            square = plus(times(b, b), minus(times(TWO, curve, c)))
            root = call("sqrt", square)
            yield over(plus(minus(b), root), curve)
            yield over(minus(plus(b, root)), curve)


def _factors(u: Term, name: str, givens: Givens) -> list[Term]:
    """The irreducible factors of the numerator that contain the name, or the term itself."""
    nf = NormalForm(givens)
    out: list[Term] = []

    def job() -> Fraction_:
        out.clear()
        f = nf.tower.reduce(nf.convert(u))
        for p, e in nf.tower.factors(f)[1] if not f.zero else []:
            written = nf.term_of(p)
            if e > 0 and written is not None and name in written.free:
                out.append(written)
        return f

    try:
        nf.run(job)
    except (ArithmeticError, ValueError):
        return [u]
    return out or [u]


def _angles(u: Term, name: str, low: Term, high: Term, givens: Givens) -> Iterator[Term]:
    """k pi (or k pi + pi/2) = d*x + c."""
    angle = u.args[0]
    try:
        d = derivative(angle, name, givens)
    except ValueError:
        return
    if not is_zero(derivative(d, name, givens), givens):
        return
    d, c = at(d, name, ZERO), at(angle, name, ZERO)
    first, last = -3, 3
    ends = [_number(at(angle, name, e)) for e in (low, high) if not infinite(e)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        turns = sorted(int(float((e / arb.pi()).mid())) for e in ends if e is not None)
        first, last = turns[0] - 1, min(turns[1] + 1, turns[0] + MAX_ZEROS)
    for k in range(first, last + 1):
        turn = times(integer(k), Term("pi")) if k else ZERO
        if u.head == "cos":
            turn = over(times(integer(2 * k + 1), Term("pi")), TWO)
        yield over(plus(turn, minus(c)) if c != ZERO else turn, d)


def _number(t: Term) -> arb | None:
    value = evaluate(t, {})
    return value.real if value.is_finite() else None


def _sign_change(u: Term, name: str, low: Term, high: Term) -> list[str]:
    """Two points of a grid where the term has opposite signs; only a reason, never a proof."""
    if u.free != {name} or u.functions or low.free or high.free:
        return []
    a, b = (_number(e) if not infinite(e) else None for e in (low, high))
    a = a if a is not None else (b - 10 if b is not None else arb(-10))
    b = b if b is not None else a + 20
    last = 0
    for k in range(1, 24):
        value = evaluate(u, {name: acb(a + (b - a) * k / 24)})
        sign = 1 if value.real > 0 else -1 if value.real < 0 else 0
        if sign and last and sign != last:
            return [f"a point near {name} = {(a + (b - a) * k / 24).str(3, radius=False)}"]
        last = sign or last
    return []
