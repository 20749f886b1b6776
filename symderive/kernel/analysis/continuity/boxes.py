"""The sign of a term on a compact box: balls over boxes that are halved until each tells.

At an end of an interval where the value is exactly zero, the first derivative that does not vanish
there decides on the last box (the mean value theorem, applied k times).

>>> from symderive.terms.reader import read
>>> by_boxes(read("x^2 - x + 1 + sin(x)/9"), Givens.of([read("0 <= x <= 5")]))
'+'
>>> by_boxes(read("x - x^3/6 - sin(x)"), Givens.of([read("0 < x < 1")]))
'-'
"""

from __future__ import annotations

from flint import acb, arb

from symderive.kernel.analysis.limits.ends import End, Range
from symderive.kernel.analysis.ranges.values import value_range
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.givens import Givens, Sign
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, add, mul, rational

MAX_BOXES = 240
MAX_ORDER = 5
MAX_NAMES = 2

Box = dict[str, tuple[arb, arb]]


def by_boxes(term: Term, givens: Givens) -> Sign | None:
    """The sign over all points of the box that bounds the names; None if it is not decided."""
    spans: dict[str, Range] = {}
    if term.functions or not 1 <= len(term.free) <= MAX_NAMES:
        return None
    for name in sorted(term.free):
        r = value_range(Term("Symbol", (), name), givens)
        if r is None or r.low.infinite or r.high.infinite:
            return None
        spans[name] = r
    return _Search(term, givens, spans).run()


class _Search:
    def __init__(self, term: Term, givens: Givens, spans: dict[str, Range]) -> None:
        self.term, self.givens, self.spans = term, givens, spans
        self.sign: int = 0
        self.weak = False

    def run(self) -> Sign | None:
        middle = {n: acb((r.low.value + r.high.value) / 2) for n, r in self.spans.items()}
        value = evaluate(self.term, middle)
        if not value.imag.is_zero() or not value.is_finite():
            return None
        self.sign = 1 if value.real > 0 else -1 if value.real < 0 else 0
        if not self.sign:
            return None
        queue: list[Box] = [{n: (r.low.value, r.high.value) for n, r in self.spans.items()}]
        for _ in range(MAX_BOXES):
            if not queue:
                name = "+" if self.sign > 0 else "-"
                return "0" + name if self.weak else name
            box = queue.pop()
            if self._holds(box):
                continue
            widths = {n: b - a for n, (a, b) in box.items()}
            longest = max(widths, key=lambda n: float(widths[n].mid()))
            a, b = box[longest]
            half = (a + b) / 2
            queue += [{**box, longest: (a, half)}, {**box, longest: (half, b)}]
        return None

    def _holds(self, box: Box) -> bool:
        point = {n: acb(a.union(b)) for n, (a, b) in box.items()}
        value = evaluate(self.term, point)
        if value.is_finite() and value.imag.is_zero() and value.real * self.sign > 0:
            return True
        return len(box) == 1 and self._at_end(box, point)

    def _at_end(self, box: Box, point: dict[str, acb]) -> bool:
        """f(end) = .. = f^(k-1)(end) = 0 exactly and f^(k) of one sign on the box that meets it."""
        from symderive.kernel.analysis.calculus.differentiate import derivative
        from symderive.kernel.logic.zero import prove_zero

        ((name, (a, b)),) = box.items()
        span = self.spans[name]
        for end, is_open, here, side in (
            (span.low, span.low_open, a, 1), (span.high, span.high_open, b, -1)
        ):  # fmt: skip
            exact = end_term(end)
            if exact is None or not here.overlaps(end.value):
                continue
            moving = frozenset((name,))
            if not evaluate(self.term, point, moving=moving).is_finite():
                continue
            f, order, turn = self.term, 0, 1
            while order < MAX_ORDER:
                at = substitute(f, {name: exact})
                try:
                    proof = prove_zero(at, self.givens)
                    if proof is None or proof.excluded:
                        break
                    f = derivative(f, name, self.givens)
                except (ArithmeticError, ValueError):
                    break
                order, turn = order + 1, turn * side
                value = evaluate(f, point)
                if not value.is_finite() or not value.imag.is_zero():
                    break
                if value.real * (turn * self.sign) > 0:
                    self.weak = self.weak or not is_open
                    return True
        return False


def end_term(e: End) -> Term | None:
    """An exact end as a term."""
    if e.infinite or e.ball is not None:
        return None
    q = rational(e.q.numerator, e.q.denominator)
    if not e.r:
        return q
    turn = mul(rational(e.r.numerator, e.r.denominator), Term("pi"))
    return add(q, turn) if e.q else turn
