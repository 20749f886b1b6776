"""Fractions of the coefficient field back into terms that a person would write.

Common monomials and numbers stand in front, denominators are factored, 1 - sin^2 is cos^2 again;
of the expanded and the factored numerator the shorter one is taken.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.logic.field import Fraction_
from symderive.terms.tree import ONE, ZERO, Term, call, div, integer, pow_, rational

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.coefficients import Coefficients

MAX_FACTORED = 300  # terms: longer numerators stay expanded


def term(k: Coefficients, f: Fraction_) -> Term:
    """A term equal to the fraction wherever that is defined."""
    if f.zero:
        return ZERO
    top, above = factors(k, f.n)
    if f.d is None:
        return _product(k, top, above)
    below_lead, below = factors(k, f.d)
    lead = top / below_lead
    lead, above, below = _roots_below(k, lead, *_cancelled(above, below))
    return over(_product(k, fmpq(lead.p), above), _product(k, fmpq(lead.q), below))


Factors = list[tuple[fmpq_mpoly, int]]


def factors(k: Coefficients, p: fmpq_mpoly) -> tuple[fmpq, Factors]:
    """lead and (factor, exponent), with 1 - sin^2 and 1 + sinh^2 as squares of their partners."""
    found: Factors = []
    for g in k.generators:
        if g.kind in ("cos", "cosh") and g.square is not None:
            n, square = 0, g.square.n
            while len(p) > 1 and (quotient := _divided(p, square)) is not None:
                p, n = quotient, n + 2
            if n:
                found.append((k.poly(g).n, n))
    if p.is_constant():
        return p.leading_coefficient(), found
    if len(p) > MAX_FACTORED:
        lead = p.leading_coefficient()
        return lead, [*found, (p / lead, 1)]
    lead, parts = p.factor()
    lead = fmpq(lead)
    for q, e in parts:
        e = int(e)
        content = _content(q)
        q, lead = q / content, lead * content**e
        found.append((q, e))
    return lead, found


def _divided(p: fmpq_mpoly, q: fmpq_mpoly) -> fmpq_mpoly | None:
    quotient, rest = divmod(p, q)
    return quotient if rest.is_zero() else None


def _content(q: fmpq_mpoly) -> fmpq:
    """The number that leaves coprime integers with a positive first coefficient."""
    top, below = 0, 1
    for c in q.coeffs():
        top, below = gcd(top, int(c.p)), lcm(below, int(c.q))
    found = fmpq(top, below)
    return -found if q.leading_coefficient() < 0 else found


def _cancelled(above: Factors, below: Factors) -> tuple[Factors, Factors]:
    """Equal factors above and below the bar, as cos/cos^2, cancelled."""
    left = {str(p): (p, e) for p, e in below}
    top: Factors = []
    for p, e in above:
        if str(p) in left:
            q, n = left.pop(str(p))
            if e > n:
                top.append((p, e - n))
            elif n > e:
                left[str(q)] = (q, n - e)
        else:
            top.append((p, e))
    return top, list(left.values())


def _roots_below(
    k: Coefficients, lead: fmpq, above: Factors, below: Factors
) -> tuple[fmpq, Factors, Factors]:
    """sqrt(p)/p is 1/sqrt(p), also for p = n/d: there it is d sqrt(p)/n."""
    for g in k.generators:
        if g.kind != "root" or g.square is None or g.square.constant() is not None:
            continue
        own = k.poly(g).n
        if (own, 1) not in above:
            continue
        c, squared = factors(k, g.square.n)
        left = {str(p): (p, e) for p, e in below}
        if any(str(p) not in left or left[str(p)][1] < e for p, e in squared):
            continue
        for p, e in squared:
            _, n = left.pop(str(p))
            if n > e:
                left[str(p)] = (p, n - e)
        above = [f for f in above if f != (own, 1)]
        below = [*left.values(), (own, 1)]
        if g.square.d is not None:
            extra, more = factors(k, g.square.d)
            lead, below = lead / extra, below + more
            above, below = _cancelled(above, below)
        lead = lead * c
    return lead, above, below


def _product(k: Coefficients, lead: fmpq, parts: Factors) -> Term:
    """lead * product of factors; a short sum is expanded rather than factored."""
    monomials = [(p, e) for p, e in parts if len(p) == 1]
    sums = [(p, e) for p, e in parts if len(p) > 1]
    if len(sums) > 1 or any(e > 1 for _, e in sums):
        whole = k.ctx.constant(1)
        for p, e in sums:
            whole = whole * p**e
            if len(whole) > 4:
                break
        else:
            if len(whole) <= 2 or (not monomials and len(whole) <= 3 and len(sums) > 1):
                sums = [(whole, 1)]
    if lead.q == 1 and abs(lead.p) == 1 and not monomials and len(sums) == 1 and sums[0][1] == 1:
        return _sum(k, sums[0][0] * lead)
    flipped = False
    written = []
    for p, e in sums:
        if (
            e == 1
            and not flipped
            and lead < 0
            and p.coeffs()
            and p.leading_coefficient() > 0
            and any(c < 0 for c in p.coeffs())
        ):
            p, lead, flipped = -p, -lead, True
        written.append(power(_sum(k, p), integer(e)))
    front = [_generator(k, p, e) for p, e in sorted(monomials, key=lambda f: _place(k, f[0]))]
    number = integer(int(abs(lead.p)))
    found = times(number, *front, *written)
    if lead.q != 1:
        found = over(found, integer(int(lead.q)))
    return minus(found) if lead < 0 else found


def _place(k: Coefficients, p: fmpq_mpoly) -> tuple[bool, int]:
    """Where a monomial stands in a product: names first, in the order in which they were met."""
    i = next(i for i, e in enumerate(p.degrees()) if e)
    return k.generators[i].kind != "symbol", i


def _generator(k: Coefficients, p: fmpq_mpoly, e: int) -> Term:
    """The e-th power of a factor that is one monomial of one generator (or several)."""
    ((exps, c),) = p.to_dict().items()
    parts = [_power(k, i, int(n) * e) for i, n in enumerate(exps) if n]
    return times(_number(fmpq(c) ** e), *parts)


def _power(k: Coefficients, i: int, n: int) -> Term:
    g = k.generators[i]
    if g.kind == "symbol" and g.unit > 1:
        c = gcd(n, g.unit)
        if c == g.unit:
            return power(g.term, integer(n // c))
        if 2 * n == g.unit:
            return call("sqrt", g.term)
        return pow_(g.term, rational(n // c, g.unit // c))
    if g.kind == "exp" and n != 1:
        assert g.inner is not None
        return call("exp", k.write(g.inner * k.number(n)))
    return power(g.term, integer(n))


def _sum(k: Coefficients, p: fmpq_mpoly) -> Term:
    terms = []
    for m, c in p.to_dict().items():
        c = fmpq(c)
        used = sorted((k.generators[i].kind != "symbol", i) for i, n in enumerate(m) if n)
        parts = [_power(k, i, int(m[i])) for _, i in used]
        size = times(integer(int(abs(c.p))), *parts)
        if c.q != 1:
            size = div(size, integer(int(c.q)))
        terms.append(minus(size) if c < 0 else size)
    # A sum does not begin with a minus sign where another term could.
    first = next((i for i, t in enumerate(terms) if t.head != "Neg"), 0)
    if first and len(terms) < 4:
        terms.insert(0, terms.pop(first))
    return plus(*terms) if terms else ZERO


def _number(c: fmpq) -> Term:
    return ONE if c == 1 else rational(int(c.p), int(c.q))
