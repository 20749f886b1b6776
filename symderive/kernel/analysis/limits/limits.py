"""Limits, proved: by continuity, by expansions in a scale of growth, and refuted by two sequences.

>>> from symderive.terms.reader import read
>>> none = Givens.of([])
>>> found = limit(read("(1 - cos(x))/x^2"), "x", read("0"), "+-", none)
>>> found.value == read("1/2"), found.how
(True, 'x = 0 + 1/X and x = 0 - 1/X: expansions at X -> oo')
>>> limit(read("sin(x)"), "x", read("oo"), "+-", none).kind
'none'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.continuity.points import continuous_at
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.limits import expander_special  # noqa: F401  (registers its rules)
from symderive.kernel.analysis.limits.expander import Expander
from symderive.kernel.analysis.limits.expansions import Series
from symderive.kernel.analysis.limits.scale import UNIT, GiveUp, NeedMore, Scale
from symderive.kernel.analysis.limits.waves import oscillates
from symderive.kernel.analysis.ranges.ranges import NONZERO, _Key, said, sign_of
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, integer, neg, rational, sub, symbol

OO = Term("oo")
ORDERS = (2, 4, 7, 12)


@dataclass(frozen=True)
class Limit:
    """`kind` "value" (finite or infinite, in `value`) or "none" (proved that there is none)."""

    kind: str
    value: Term | None
    how: str


def limit(term: Term, name: str, point: Term, side: str, givens: Givens) -> Limit | None:
    """The limit of `term` as `name` tends to `point` from `side` (+, - or +-), None if not proved.

    The name is a bound real variable: givens that speak of it are set aside.
    """
    return _limit(term, name, point, "+-" if infinite(point) else side, _Key(without(name, givens)))


@lru_cache(maxsize=2000)
def _limit(term: Term, name: str, point: Term, side: str, key: _Key) -> Limit | None:
    givens = key.givens
    if name in point.free:
        return None
    if name not in term.free:
        return Limit("value", term, "a constant")
    if not infinite(point) and continuous_at(term, name, point, givens):
        try:
            value = Scale(givens).defined(substitute(term, {name: point}))
        except GiveUp:
            return None
        return Limit("value", value, f"continuity at {said(point)}")
    if infinite(point):
        return _one_side(term, name, point, "+", givens)
    if side != "+-":
        return _one_side(term, name, point, side, givens)
    return _both(term, name, point, givens)


def _both(term: Term, name: str, point: Term, givens: Givens) -> Limit | None:
    right = _one_side(term, name, point, "+", givens)
    if right is None or right.kind == "none":
        return right
    left = _one_side(term, name, point, "-", givens)
    if left is None or left.kind == "none":
        return left
    assert left.value is not None and right.value is not None
    if same(left.value, right.value, givens):
        a = said(point)
        how = f"{name} = {a} + 1/X and {name} = {a} - 1/X: expansions at X -> oo"
        return Limit("value", right.value, how)
    if differ(left.value, right.value, givens):
        return Limit(
            "none", None,
            f"from the left {said(left.value)}, from the right {said(right.value)}",
        )  # fmt: skip
    return None


def same(a: Term, b: Term, givens: Givens) -> bool:
    """Whether two values (finite or infinite) are proved equal."""
    if infinite(a) or infinite(b):
        return infinite(a) == infinite(b)
    return is_zero(sub(a, b), givens)


def differ(a: Term, b: Term, givens: Givens) -> bool:
    """Whether two values are proved different."""
    if infinite(a) or infinite(b):
        return infinite(a) != infinite(b)
    return sign_of(sub(a, b), givens, 1) in NONZERO


def near(name: str, point: Term, side: str, givens: Givens) -> Givens:
    """Givens that hold for the variable close to its limit: beyond 20, or within 1/1000."""
    x = symbol(name)
    if infinite(point):
        far = integer(20)
        return givens.extended(Term("Lt", (far, x) if infinite(point) > 0 else (x, neg(far))))
    step = rational(1, 1000)
    low, high = (point, add(point, step)) if side == "+" else (sub(point, step), point)
    return givens.extended(Term("Lt", (low, x)), Term("Lt", (x, high)))


def _one_side(term: Term, name: str, point: Term, side: str, givens: Givens) -> Limit | None:
    scale = Scale(givens)
    there = near(name, point, side, givens)
    for order in ORDERS:
        try:
            s = Expander(name, point, side, scale, there, order).of(term)
            value = _value(s, scale)
        except NeedMore:
            continue
        except (GiveUp, ArithmeticError, ValueError, RecursionError):
            break
        if value is not None:
            return Limit("value", value, _how(name, point, side))
    found = _by_laws(term, name, point, side, givens)
    return found or _oscillation(term, name, point, side, there, givens)


def order_of_growth(term: Term, name: str, point: Term, side: str, givens: Givens) -> Term | None:
    """An e with |term| = O(X^(e + d)) for every d > 0, X as in the expansions; None if none is seen.

    It is the power of X in the leading monomial or in the remainder; logarithms change no power, and
    what holds an exponential has none.
    """
    scale = Scale(givens)
    there = near(name, point, side, givens)
    for order in ORDERS:
        try:
            s = Expander(name, point, side, scale, there, order).of(term)
            sizes = [m for m in (*(m for _, m in s.terms[:1]), s.rest) if m is not None]
            if not sizes or any(m.growth for m in sizes):
                return None
            first, last = sizes[0], sizes[-1]
            return (first if scale.compare(first, last) >= 0 else last).powers[0]
        except NeedMore:
            continue
        except (GiveUp, ArithmeticError, ValueError, RecursionError):
            return None
    return None


def _by_laws(term: Term, name: str, point: Term, side: str, givens: Givens) -> Limit | None:
    """Sums, products, quotients of what has finite limits, where growths cannot be compared.

    The expansion of exp(-a*x) + exp(-b*x) wants to know which is larger; its limit does not.
    """
    if term.head not in ("Add", "Mul", "Neg", "Div"):
        return None
    values: list[Term] = []
    for t in term.args:
        found = _limit(t, name, point, side, _Key(givens))
        if found is None or found.value is None or infinite(found.value):
            return None
        values.append(found.value)
    if term.head == "Div" and sign_of(values[1], givens, 1) not in NONZERO:
        return None
    try:
        value = Scale(givens).defined(term.rebuild(values))
    except GiveUp:
        return None
    return Limit("value", value, "by the limits of its parts")


def _how(name: str, point: Term, side: str) -> str:
    end = infinite(point)
    if end:
        return f"{name} = {'' if end > 0 else '-'}X: an expansion at X -> oo"
    return f"{name} = {said(point)} {side} 1/X: an expansion at X -> oo"


def _value(s: Series, scale: Scale) -> Term | None:
    """What an expansion tends to; NeedMore if its terms cancelled."""
    if s.exact_zero:
        return ZERO
    if not s.terms:
        assert s.rest is not None
        if scale.vanishes(s.rest):
            return ZERO
        raise NeedMore("only a bound is known")
    c, m = s.terms[0]
    order = scale.compare(m, UNIT)
    if order < 0:
        return ZERO
    if order == 0:
        if s.rest is not None and not scale.vanishes(s.rest):
            raise NeedMore("a constant with a remainder of its own size")
        return c
    sign = scale.sign(c)
    if sign in ("+", "-"):
        return OO if sign == "+" else neg(OO)
    return None


def _oscillation(
    term: Term, name: str, point: Term, side: str, there: Givens, givens: Givens
) -> Limit | None:
    """Two sequences along which the term has different limits."""

    def along(t: Term) -> Term | None:
        scale = Scale(givens)
        for order in ORDERS[:2]:
            try:
                return _value(Expander(name, point, side, scale, there, order).of(t), scale)
            except NeedMore:
                continue
            except (GiveUp, ArithmeticError, ValueError, RecursionError):
                return None
        return None

    found = oscillates(term, name, along, lambda a, b: differ(a, b, givens))
    return None if found is None else Limit("none", None, found)
