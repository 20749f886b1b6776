"""Kinks resolved: a range cut into pieces on which |x|, max, sign, floor, .. are smooth terms.

On a piece where x <= 0 is certain `Abs(x)` is `-x`; where nothing is certain the piece is halved,
and after some halvings handed back undecided, to be bounded by its box.

>>> from symderive.terms.reader import read
>>> pieces = [*resolved(read("Abs(x)"), "x", arb(-1), arb(1), Evaluator({}, {}))]
>>> pieces[0][2].head, pieces[-1][2].head, max(b - a for a, b, t in pieces if t is None) < 1e-6
('Neg', 'Symbol', True)
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from symderive.kernel.logic.ballfunctions import NAN, is_real, whole
from symderive.kernel.logic.balls import Evaluator, Value
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import Term, add, call, integer, mul, neg, pow_

HALVINGS = 22
PIECES = 400
_CUT = frozenset(("log", "sqrt", "Pow"))  # smooth along the cut, but not analytic about it
_BETWEEN = {"sign": (-1, 1), "Heaviside": (0, 1)}
# Not analytic; each becomes a smooth term where its argument is real and on one side.
KINKED = frozenset(
    ("Abs", "sign", "Max", "Min", "floor", "ceiling", "Heaviside", "Piecewise", "re", "im",
     "conjugate", "arg", "cbrt", "Mod")
)  # fmt: skip


def resolved(
    body: Term, name: str, low: arb, high: arb, e: Evaluator
) -> Iterator[tuple[arb, arb, Term | None]]:
    """Pieces (a, b, term) from left to right that fill [low, high]; the term equals the body there.

    The term is None where a kink could not be resolved.
    """
    kinked = any(u.head in KINKED | _CUT and name in u.free for u in body.walk())
    if not kinked:
        yield low, high, body
        return
    stack = [(low, high, 0)]
    count = 0
    while stack:
        a, b, depth = stack.pop()
        box = e.with_values({name: acb(a.union(b))})
        term = _smooth(body, name, box)
        count += 1
        if term is not None or depth >= HALVINGS or count > PIECES:
            yield a, b, term
            continue
        middle = ((a + b) / 2).mid()
        stack.append((middle, b, depth + 1))
        stack.append((a, middle, depth + 1))


def _smooth(t: Term, name: str, box: Evaluator) -> Term | None:
    """The term without kinked heads, equal to it for every value in the box; None if undecided."""
    if name not in t.free:
        return t
    if t.head == "Piecewise":
        for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
            decided = box.holds(condition)
            if decided is None:
                return None
            if decided:
                return _smooth(value, name, box)
        return None
    args = [_smooth(a, name, box) for a in t.args]
    if any(a is None for a in args):
        return None
    smooth = [a for a in args if a is not None]
    if t.head in _CUT:
        return _turned(t, smooth, name, box)
    if t.head not in KINKED:
        return t.rebuild(smooth)
    values = [box.scalar(a) for a in t.args]
    if not all(v.is_finite() and is_real(v) for v in values):
        return None
    return _choice(t, smooth, [v.real for v in values], box)


def _turned(t: Term, args: list[Term], name: str, box: Evaluator) -> Term:
    """log, roots and powers of what is negative on the box, by log(z) = log(-z) + pi*I."""
    same = t.rebuild(args)
    if t.head == "Pow" and (t.args[0].head == "E" or constant(t.args[1]) in range(-64, 65)):
        return same
    z = box.scalar(t.args[0])
    if name not in t.args[0].free or not (is_real(z) and z.real < 0):
        return same
    turn = mul(Term("I"), Term("pi"))
    minus = neg(args[0])
    if t.head == "log":
        return add(call("log", minus), turn)
    if t.head == "sqrt":
        return mul(Term("I"), call("sqrt", minus))
    return mul(pow_(minus, args[1]), call("exp", mul(turn, args[1])))


def _choice(t: Term, args: list[Term], values: list[arb], box: Evaluator) -> Term | None:
    head, v = t.head, values[0]
    if head == "Abs":
        return args[0] if v >= 0 else neg(args[0]) if v <= 0 else None
    if head == "sign":
        return integer(1) if v > 0 else integer(-1) if v < 0 else None
    if head == "Heaviside":
        return integer(1) if v > 0 else integer(0) if v < 0 else None
    if head in ("re", "conjugate"):
        return args[0]
    if head == "im":
        return integer(0)
    if head == "arg":
        return integer(0) if v > 0 else Term("pi") if v < 0 else None
    if head == "cbrt":
        third = Term("Div", (integer(1), integer(3)))
        if v > 0:
            return Term("Pow", (args[0], third))
        return neg(Term("Pow", (neg(args[0]), third))) if v < 0 else None
    if head in ("floor", "ceiling"):
        n = whole(box.scalar(t))
        return None if n is None else integer(n)
    if head in ("Max", "Min") and len(values) == 2:
        first = values[0] >= values[1] if head == "Max" else values[0] <= values[1]
        second = values[1] >= values[0] if head == "Max" else values[1] <= values[0]
        return args[0] if first else args[1] if second else None
    return None


class Loose(Evaluator):
    """Values over a box that may hold a kink or a jump: the hull of all that may come out."""

    def value(self, t: Term) -> Value:
        if t.head == "Piecewise":
            return self._any_branch(t)
        found = super().value(t)
        if t.head not in KINKED or type(found) is not acb or found.is_finite():
            return found
        z = self.scalar(t.args[0])
        if not (z.is_finite() and is_real(z)):
            return found
        if t.head in _BETWEEN:
            low, high = _BETWEEN[t.head]
            return acb(arb(low).union(arb(high)))
        if t.head in ("floor", "ceiling"):
            shift = -1 if t.head == "floor" else 0
            return acb((z.real + shift).union(z.real + shift + 1))
        return found

    def _any_branch(self, t: Term) -> acb:
        hull: acb | None = None
        for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
            decided = self.holds(condition)
            if decided is False:
                continue
            z = self.scalar(value)
            hull = z if hull is None else hull.union(z)
            if decided:
                return hull
        return NAN  # it may be that no condition holds
