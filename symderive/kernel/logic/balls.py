"""Rigorous values: a term at exact values of its names, as a ball that contains the true value.

What does not exist there (a pole, 0/0) or is not decided by the balls (a comparison of equals) is a
non-finite ball, never a wrong one.  Real functions of exactly real balls stay exactly real, so that
branch cuts are decided: `log(-2)` is log 2 + pi i, without doubt about the side.

>>> from symderive.terms.tree import call, div, integer, symbol
>>> evaluate(call("log", integer(-2)), {}).str(5)
'[0.69315 +/- 2.82e-6] + [3.1416 +/- 7.35e-6]j'
>>> evaluate(div(integer(1), symbol("x")), {"x": acb(0)}).is_finite()
False

Sources: Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic" (2017);
branches as in SymPy and mpmath, which FLINT shares (held by tests on and off every cut).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import TypeAlias

from flint import acb, acb_mat, arb, ctx

from symderive.kernel.logic import ballmatrices
from symderive.kernel.logic.ballfunctions import FUNCTIONS, NAN, is_real, power, whole
from symderive.kernel.logic.ballmatrices import NoValue
from symderive.kernel.logic.cuts import CUTS, UNION, power_cut
from symderive.kernel.logic.exact import Gaussian, PiValue
from symderive.kernel.logic.formal import formal
from symderive.terms.tree import Term

Point = Mapping[str, acb]
Functions = Mapping[str, Callable[[tuple[int, ...], tuple[acb, ...]], acb]]
TERMS = 2000  # most terms of a finite sum that are added up one by one
BUDGET = 30_000  # evaluations of integrands and of terms of infinite sums, nested ones included

ctx.prec = max(ctx.prec, 64)  # the precision of everything that asks for none


@contextmanager
def with_precision(bits: int) -> Iterator[None]:
    """Evaluate under `bits` of working precision; the old one comes back afterwards."""
    old = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = old


def evaluate(
    term: Term,
    point: Point,
    functions: Functions | None = None,
    *,
    moving: frozenset[str] = frozenset(),
) -> acb:
    """An enclosure of the term; non-finite where it has no value or none is decided.

    `functions` gives the generic functions: called with the orders of differentiation and the
    arguments.  Of the names in `moving` (whose values are balls with interior) the answer is finite
    only if the term is smooth in them on the whole ball: analytic where the ball is complex.
    """
    value = Evaluator(point, functions or {}, moving).value(term)
    if type(value) is acb:
        return value
    return value[0, 0] if value.nrows() == value.ncols() == 1 else NAN


def entries(term: Term, point: Point, functions: Functions | None = None) -> list[acb]:
    """The entries of a matrix-valued term row by row; one entry for a scalar."""
    value = Evaluator(point, functions or {}).value(term)
    if type(value) is acb:
        return [value]
    return [value[i, j] for i in range(value.nrows()) for j in range(value.ncols())]


def decide(term: Term, point: Point, functions: Functions | None = None) -> bool | None:
    """Whether a condition (relation, And, Or, Not, In) holds at the point; None if not decided."""
    return Evaluator(point, functions or {}).holds(term)


Value: TypeAlias = "acb | acb_mat"


class Evaluator:
    """One evaluation: a point, the generic functions, and the values met so far."""

    def __init__(
        self,
        point: Point,
        functions: Functions,
        moving: frozenset[str] = frozenset(),
        exactly: Mapping[str, Gaussian] | None = None,
    ) -> None:
        self.point, self.functions, self.moving = point, functions, moving
        self.exactly = exactly or {}  # exact values of names, where they are known
        self.memo: dict[Term, Value] = {}
        self.spare = [BUDGET]  # shared with all evaluators made from this one
        self.parent: Evaluator | None = None
        self.changed: frozenset[str] = frozenset()

    def value(self, t: Term) -> Value:
        head = t.head
        if head == "Symbol":
            return self.point.get(t.data, NAN)
        if head == "Integer":
            return acb(t.data)
        known = self.memo.get(t)
        if known is None and self.parent is not None and self.changed.isdisjoint(t.free):
            return self.parent.value(t)
        if known is None:
            rule = RULES.get(head)
            try:
                known = self._function(t) if rule is None else rule(self, t)
            except (ZeroDivisionError, ValueError, OverflowError, TypeError, NoValue):
                known = NAN  # ill-shaped matrices, singular inverses, arguments of the wrong kind
            self.memo[t] = known
        return known

    def scalar(self, t: Term) -> acb:
        return ballmatrices.number(self.value(t))

    def moves(self, t: Term) -> bool:
        return bool(self.moving) and not self.moving.isdisjoint(t.free)

    def with_values(
        self, more: Mapping[str, acb], moving: frozenset[str] | None = None
    ) -> Evaluator:
        """The same functions at a changed point; what does not change is evaluated once."""
        new = {**self.point, **more}
        exactly = {n: v for n, v in self.exactly.items() if n not in more}
        moving = self.moving if moving is None else moving
        child = Evaluator(new, self.functions, moving, exactly)
        child.spare = self.spare
        changed = frozenset(more)
        if moving - changed == self.moving - changed:
            child.parent, child.changed = self, changed
        return child

    def exact_reals(self) -> dict[str, PiValue]:
        """The names whose exact value is real, as q + 0*pi."""
        return {n: (q, Fraction(0)) for n, (q, i) in self.exactly.items() if not i}

    def _function(self, t: Term) -> acb:
        function = FUNCTIONS.get(t.head)
        if function is None:
            return NAN
        args = [self.scalar(a) for a in t.args]
        cut = CUTS.get(t.head)
        # Outside a moving ball only the heads that do not enclose both sides need the guard.
        if cut is not None and (t.head not in UNION or self.moves(t)) and cut(*args):
            return NAN
        return function(*args)

    # --- conditions -------------------------------------------------------------------------------

    def holds(self, t: Term) -> bool | None:
        """A condition decided by balls."""
        head = t.head
        if head in _ORDER:
            return self._compare(head, *t.args)
        if head in ("And", "Or"):
            parts = [self.holds(a) for a in t.args]
            stop = head == "Or"
            return stop if stop in parts else None if None in parts else not stop
        if head == "Not":
            inner = self.holds(t.args[0])
            return None if inner is None else not inner
        if head in ("true", "false"):
            return head == "true"
        if head == "In" and t.args[1].head == "Interval":
            low, high = t.args[1].args
            left, right = t.args[1].data
            above = self._compare("Lt" if left == "(" else "Le", low, t.args[0])
            below = self._compare("Lt" if right == ")" else "Le", t.args[0], high)
            return False if False in (above, below) else above and below
        return None

    def _compare(self, relation: str, left: Term, right: Term) -> bool | None:
        ends = _end(left), _end(right)
        if ends != (0, 0):  # an infinite end: every real number lies strictly between
            other = self.scalar(right if ends[0] else left)
            if not (other.is_finite() and is_real(other)) or 0 not in ends:
                return None
            return _ORDER[relation](arb(ends[0] - ends[1]))
        d = self.scalar(left) - self.scalar(right)
        if not d.is_finite():
            return None
        if relation in ("Eq", "Ne"):
            same = True if d.is_zero() else None if d.contains(0) else False
            return same if relation == "Eq" or same is None else not same
        return _ORDER[relation](d.real) if is_real(d) else None


def _order(yes: Callable[[arb], bool], no: Callable[[arb], bool]) -> Callable[[arb], bool | None]:
    return lambda d: True if yes(d) else False if no(d) else None


_ORDER: dict[str, Callable[[arb], bool | None]] = {
    "Lt": _order(lambda d: bool(d < 0), lambda d: bool(d >= 0)),
    "Le": _order(lambda d: bool(d <= 0), lambda d: bool(d > 0)),
    "Gt": _order(lambda d: bool(d > 0), lambda d: bool(d <= 0)),
    "Ge": _order(lambda d: bool(d >= 0), lambda d: bool(d < 0)),
    "Eq": _order(lambda d: bool(d.is_zero()), lambda d: not d.contains(0)),
    "Ne": _order(lambda d: not d.contains(0), lambda d: bool(d.is_zero())),
}


def _end(t: Term) -> int:
    """+1 for `oo`, -1 for `-oo`, 0 for anything else."""
    if t.head == "oo":
        return 1
    return -1 if t.head == "Neg" and t.args[0].head == "oo" else 0


# --- arithmetic -----------------------------------------------------------------------------------


def _add(e: Evaluator, t: Term) -> Value:
    total = e.value(t.args[0])
    for a in t.args[1:]:
        total = ballmatrices.added(total, e.value(a))
    return total


def _mul(e: Evaluator, t: Term) -> Value:
    product = e.value(t.args[0])
    for a in t.args[1:]:
        product = ballmatrices.multiplied(product, e.value(a))
    return product


def _div(e: Evaluator, t: Term) -> Value:
    return e.value(t.args[0]) / e.scalar(t.args[1])


def _pow(e: Evaluator, t: Term) -> Value:
    base, exponent = t.args
    y = e.scalar(exponent)
    if base.head == "E":
        return y.exp()
    x = e.value(base)
    if type(x) is not acb and x.nrows() == x.ncols() == 1:
        x = x[0, 0]
    if type(x) is not acb:
        n = whole(y)
        if n is None and (twice := whole(2 * y)) is not None:
            x, n = ballmatrices.root(x), twice
        if n is None:
            return NAN
        return x**n if n >= 0 else x.inv(nonstop=True) ** -n
    if e.moves(t) and power_cut(x, y):
        return NAN
    return power(x, y)


# --- calculus -------------------------------------------------------------------------------------


def _apply(e: Evaluator, t: Term) -> Value:
    name, orders = t.data
    function = e.functions.get(name)
    return NAN if function is None else function(orders, tuple(e.scalar(a) for a in t.args))


def _derivative(e: Evaluator, t: Term) -> Value:
    """The formal derivative's value, where the body is smooth on a ball about the point."""
    names = frozenset(v.data for v in t.args[1:])
    if any(v.head != "Symbol" or v.data not in e.point for v in t.args[1:]):
        return NAN
    term = formal(t)  # raises ValueError where there is no rule: no value here
    about = e.with_values({n: _inflated(e.point[n]) for n in names}, e.moving | names)
    body = about.value(t.args[0])
    smooth = body.is_finite() if type(body) is acb else _all_finite(body)
    return e.value(term) if smooth else NAN


def _inflated(z: acb) -> acb:
    """The ball of relative radius 2^-40 about z: real about a real z."""
    r = (abs(z) + 1) * arb(2) ** -40
    around = arb(0, 1) * r
    return z + acb(around) if is_real(z) else z + acb(around, around)


def _all_finite(m: acb_mat) -> bool:
    return all(z.is_finite() for z in m.entries())


def _subs(e: Evaluator, t: Term) -> Value:
    k = (len(t.args) - 1) // 2
    names, values = t.args[1 : k + 1], t.args[k + 1 :]
    if any(v.head != "Symbol" for v in names):
        return NAN
    new = {v.data: e.scalar(p) for v, p in zip(names, values, strict=True)}
    # A name whose new value moves moves as well.
    moving = (e.moving - new.keys()) | {
        v.data for v, p in zip(names, values, strict=True) if e.moves(p)
    }
    return e.with_values(new, moving).value(t.args[0])


def _series(e: Evaluator, t: Term) -> Value:
    """A finite sum or product, term by term; an infinite one by its enclosure."""
    body, index, low, high = t.args
    if _end(high) or _end(low):
        return _enclosed(e, t)
    first, last = whole(e.scalar(low)), whole(e.scalar(high))
    if first is None or last is None or last - first < -1:
        return NAN
    if last - first >= TERMS:
        return _enclosed(e, t)
    add = t.head == "Sum"
    total: Value = acb(0 if add else 1)
    for k in range(first, last + 1):
        inner = e.with_values({index.data: acb(k)}, e.moving - {index.data}).scalar(body)
        total = total + inner if add else total * inner
    return total


def _enclosed(e: Evaluator, t: Term) -> Value:
    from symderive.kernel.analysis.integrals.enclosure import enclose

    return enclose(t, e)


def _piecewise(e: Evaluator, t: Term) -> Value:
    for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
        decided = e.holds(condition)
        if decided is None:
            return NAN
        if decided:
            return e.value(value)
    return NAN


def _sqrt(e: Evaluator, t: Term) -> Value:
    x = e.value(t.args[0])
    matrix = type(x) is acb_mat and x.nrows() > 1
    return ballmatrices.root(x) if matrix else e._function(t)


def _const(value: Callable[[], arb | acb]) -> Callable[[Evaluator, Term], Value]:
    return lambda e, t: acb(value())


RULES: dict[str, Callable[[Evaluator, Term], Value]] = {
    "Add": _add, "Mul": _mul, "Div": _div, "Pow": _pow, "Neg": lambda e, t: -e.value(t.args[0]),
    "pi": _const(acb.pi), "E": _const(arb.const_e), "I": _const(lambda: acb(0, 1)),
    "EulerGamma": _const(arb.const_euler), "Catalan": _const(arb.const_catalan),
    "GoldenRatio": _const(lambda: (arb(5).sqrt() + 1) / 2),
    "Apply": _apply, "Derivative": _derivative, "Subs": _subs,
    "Sum": _series, "Product": _series, "Integral": _enclosed, "Limit": _enclosed,
    "Piecewise": _piecewise,
    **ballmatrices.RULES, "sqrt": _sqrt,
}  # fmt: skip
