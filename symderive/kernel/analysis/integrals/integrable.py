"""Integrability by comparison: G*x^q has a finite limit at each end, for a q on the right side of 1.

Where no such q is found, the power of the leading term of an expansion decides.  Only functions that
are continuous on an open interval are looked at; the integral of |G| then exists (Rudin, Principles,
6.7 and 6.8: each end separately).  A sum may be taken term by term at an end.

>>> from symderive.terms.reader import read
>>> here = Givens.of([read("p > 0")])
>>> integrable(read("exp(-p*x/2)"), "x", read("0"), read("oo"), here)[-1].how
'`exp(-p*x/2)*x^2` tends to `0`'
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.limits.limits import limit, order_of_growth
from symderive.kernel.analysis.ranges.ranges import said, sign_of
from symderive.kernel.logic.claims import Condition, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ONE, TWO, ZERO, Term, integer, rational, sub, symbol

_BEYOND = (integer(2), rational(3, 2), rational(11, 10))
_BELOW = (ZERO, rational(1, 2), rational(3, 4), rational(9, 10))


def integrable(
    term: Term, name: str, low: Term, high: Term, givens: Givens, *, free: bool = False
) -> list[Condition]:
    """Why the integral of |term| over low < name < high exists; raises Undecided.

    The order of the ends is taken for granted; neither contains the name.  With `free`, what the
    term divides by and does not contain the name has been looked after.
    """
    base = without(name, givens)
    if not free:
        defined(term, name, base)
    out = continuous_on(term, name, low, high, base, closed=(False, False))
    for c in out:
        if not c.settled:
            raise Undecided(f"not proved: {said(term)} is continuous inside: {c.text} ({c.how})")
    for end, side in ((low, "+"), (high, "-")):
        out.append(_end(term, name, end, side, base))
    return out


def defined(term: Term, name: str, givens: Givens) -> None:
    """Raises Undecided if the term may divide by what is free of `name` and vanishes somewhere."""
    proof = identity(sub(term, term), givens)
    for t in () if proof is None else proof.blocked:
        if name not in t.free:
            raise Undecided(f"not proved: {said(t)} != 0, which {said(term)} divides by")


def _end(term: Term, name: str, end: Term, side: str, givens: Givens) -> Condition:
    x, far = symbol(name), infinite(end)
    distance = x if side == "+" else minus(x)
    if far:
        distance = x if far > 0 else minus(x)
    elif end != ZERO:
        distance = sub(x, end) if side == "+" else sub(end, x)
    where = f"{name} -> {said(end)}{'' if far else side}"
    for q in (*(_BEYOND if far else _BELOW), *_exponents(term, name)):
        gap = sub(q, ONE) if far else sub(ONE, q)
        if sign_of(gap, givens, 1) != "+":
            continue
        scaled = term if q == ZERO else times(term, power(distance, q))
        found = limit(scaled, name, end, side, givens)
        if found is not None and found.value is not None and not infinite(found.value):
            text = f"`{said(term)}` is integrable at `{said(end)}`"
            return Condition(text, "discharged", f"`{said(scaled)}` tends to `{said(found.value)}`")
    e = order_of_growth(term, name, end, side, givens)
    if e is not None and sign_of(sub(minus(ONE), e) if far else sub(ONE, e), givens, 1) == "+":
        rate = said(power(distance, e if far else minus(e)))
        text = f"`{said(term)}` is integrable at `{said(end)}`"
        return Condition(text, "discharged", f"it grows like `{rate}`, but for logarithms")
    parts = _summands(term)
    if not parts:
        raise Undecided(f"no proof that {said(term)} is integrable as {where}")
    found_ = [_end(t, name, end, side, givens).how for t in parts]
    text = f"`{said(term)}` is integrable at `{said(end)}`"
    return Condition(text, "discharged", "; ".join(found_))


def _summands(t: Term) -> list[Term]:
    """The terms of a sum, or of a sum times or over something; none of what is no sum."""
    if t.head == "Add":
        return list(t.args)
    if t.head == "Div":
        return [over(a, t.args[1]) for a in _summands(t.args[0])]
    if t.head == "Mul":
        for i, factor in enumerate(t.args):
            if factor.head == "Add":
                rest = t.args[:i] + t.args[i + 1 :]
                return [times(a, *rest) for a in factor.args]
    return []


def _exponents(term: Term, name: str) -> list[Term]:
    """Half way between 1 and -e, or e, for what is like x^e, or 1/x^e, with a parameter in e."""
    found = dict.fromkeys(
        t.args[1] for t in term.walk()
        if t.head == "Pow" and t.args[1].free and name not in t.args[1].free
    )  # fmt: skip
    return [over(t, TWO) for e in found for t in (sub(ONE, e), plus(ONE, e))]
