"""Primitive `moving_limits`: the derivative of an integral between finite ends, fixed or moving.

d/dt Integral(f, (x, a, b)) = Integral(df/dt, (x, a, b)) + f(b) b' - f(a) a', where f and df/dt are
continuous near the compact set over which x runs, and a, b are differentiable.

>>> from symderive.terms.reader import read
>>> claim = read(
...     "Derivative(Integral(exp(-t*x^2), (x, 0, 1)), t) = Integral(-x^2*exp(-t*x^2), (x, 0, 1))"
... )
>>> moving_limits(Step(1, "moving_limits", claim), (), Givens()).grade
'exact'
>>> lost = read("Derivative(Integral(x*t, (x, 0, t)), t) = Integral(x, (x, 0, t))")
>>> try:
...     moving_limits(Step(1, "moving_limits", lost), (), Givens())
... except Undecided as reason:
...     print(reason)
moving_limits: the boundary terms are t*t; not proved equal to 0

Sources: Apostol, Mathematical Analysis, 7.40, 7.41 (fixed and moving limits).
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.analysis.congruence import open_in
from symderive.kernel.analysis.continuity.domains import demands
from symderive.kernel.analysis.continuity.intervals import (
    infinite,
    on_interval,
    smoothness,
    without,
)
from symderive.kernel.analysis.discharge import identity, parts_of, presupposed
from symderive.kernel.analysis.limits.limits import differ
from symderive.kernel.analysis.ranges.ranges import NONZERO, orientation, said, sign_of
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, call, mul, neg, sub

WHO = "moving_limits"


@primitive(WHO)
def moving_limits(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is Derivative(Integral(f, (x, a, b)), t) = Integral(g, (x, a, b)) + boundary terms.

    The integral is left out where f does not depend on t.
    """
    left, right = equation(step.gives, WHO)
    if left.head != "Derivative" or left.data != (1,) or left.args[0].head != "Integral":
        raise Rejected(f"{WHO}: the first derivative of an integral is wanted on the left")
    integral, t = left.args
    body, x, low, high = integral.args
    if x.data in low.free | high.free | {t.data} or any(
        x.data in s.free for s in givens.statements
    ):
        raise Rejected(f"{WHO}: {x.data} is bound and also stands outside: rename it")
    if infinite(low) or infinite(high):
        raise Undecided(f"{WHO}: an infinite end needs a majorant")
    open_in({t.data}, [body, low, high], givens)
    work = Range(t.data, x.data, low, high, givens)
    work.ends()
    work.body(body)
    inside, boundary = _parts(right, integral)
    conditions = [Condition(f"{said(body)} and its derivative in {t.data} are continuous",
                            "discharged", "by the demands of its heads")]  # fmt: skip
    if inside is None and t.data in body.free:
        inside = ZERO
    if inside is not None:
        for inner in work.inner:
            slope = _derivative(body, t.data, inner)
            conditions += _same(slope, inside, inner, "the integrand is", (body, inside), x.data)
    terms: list[Term] = []
    for end, sign in ((high, 1), (low, -1)):
        if t.data in end.free:
            speed, value = _derivative(end, t.data, givens), substitute(body, {x.data: end})
            moved = value if speed == ONE else mul(value, speed)
            terms.append(moved if sign > 0 else neg(moved))
    expected = add(*terms) if terms else ZERO
    conditions += _same(expected, boundary, givens, "the boundary terms are", (left, right))
    unique = {c.text: c for c in conditions}
    return Outcome("exact", tuple(unique.values()), "By Leibniz's rule for finite ends.")


def _parts(right: Term, integral: Term) -> tuple[Term | None, Term]:
    """The new integrand in the name x, and the rest."""
    terms = list(right.args) if right.head == "Add" else [right]
    found = [u for u in terms if u.head == "Integral" and u.args[2:] == integral.args[2:]]
    if not found:
        return None, right
    rest = list(terms)
    rest.remove(found[0])
    body, y = found[0].args[:2]
    x = integral.args[1]
    if y != x and x.data in body.free:
        raise Rejected(f"{WHO}: {x.data} stands in the new integrand and is bound in the old one")
    return substitute(body, {y.data: x}), (add(*rest) if rest else ZERO)


def _derivative(term: Term, name: str, givens: Givens) -> Term:
    if name not in term.free:
        return ZERO
    try:
        slope, needed = differentiate(term, name, givens)
    except ValueError as no:
        raise Undecided(f"{WHO}: {no}") from None
    for c in needed:
        found = holds(c, givens)
        smooth = c.head == "Is" and c.args[0].head == "Symbol" and c.args[0].data in term.functions
        if not found.settled and not smooth:  # smoothness is asked with the other demands
            raise Undecided(f"not proved: {found.text} (a derivative in {name} needs it)")
    return slope


def _same(
    expected: Term, found: Term, givens: Givens, what: str, written: tuple[Term, ...],
    name: str | None = None,
) -> list[Condition]:  # fmt: skip
    if alpha_equal(expected, found):
        return []
    proof = identity(sub(expected, found), givens)
    if proof is None:
        text = f"{WHO}: {what} {said(expected)}"
        if differ(expected, found, givens):
            raise Rejected(f"{text}, not {said(found)}")
        raise Undecided(f"{text}; not proved equal to {said(found)}")
    good, bad = presupposed(proof.blocked, parts_of(*written), givens)
    bad += [c.excluded for c in good if c.excluded is not None and name in c.excluded.free]
    if bad:
        raise Undecided(f"not proved: {said(bad[0])} != 0")
    return [*proof.conditions, *good]


class Range:
    """The demands of all heads at every point of the closed range, strictly where it may move."""

    def __init__(self, t: str, x: str, low: Term, high: Term, givens: Givens) -> None:
        self.t, self.x, self.low, self.high, self.givens = t, x, low, high, givens
        base = without(x, givens)
        sign = orientation(low, high, base)
        ends = [(low, high)] if sign in ("+", "0+") else [(high, low)] if sign in ("-", "0-") else [
            (low, high), (high, low)
        ]  # fmt: skip
        self.inner = [on_interval(x, a, b, base, (True, True)) for a, b in ends]
        # Where the ends may coincide the range is one of them.
        self.single = [] if sign in ("+", "-") else [low, high]
        self.fixed = t not in low.free | high.free

    def ends(self) -> None:
        for end in (self.low, self.high):
            self._walk(end, self.givens, {}, {self.t})

    def body(self, term: Term) -> None:
        for inner in self.inner:
            self._walk(term, inner, {}, {self.t, self.x})
        for end in self.single:
            self._walk(term, self.givens, {self.x: end}, {self.t, self.x})

    def _walk(self, term: Term, givens: Givens, at: dict[str, Term], names: set[str]) -> None:
        if not term.free & names or term.head == "Symbol":
            return
        order = 1 if self.t in term.free else 0
        if term.head == "Apply":
            name, orders = term.data
            known = smoothness(name, self.givens)
            if known is None or known < sum(orders) + order:
                raise Undecided(f"{WHO}: {name} is not given to be C{sum(orders) + order}")
        else:
            found = demands(term, order)
            if found is None:
                raise Undecided(f"{WHO}: no rule says where {said(term)} is continuous")
            for kind, u in found:
                if not self._met(kind, u, givens, at, names):
                    raise Undecided(f"{WHO}: not proved on the closed range: {said(u)} is {kind}")
        for a in term.args:
            self._walk(a, givens, at, names)

    def _met(
        self, kind: str, u: Term, givens: Givens, at: dict[str, Term], names: set[str]
    ) -> bool:
        value = substitute(u, at)
        if kind == "real":
            return is_real(value, givens)
        if kind == "constant":
            return not u.free & names
        if kind in ("integer", "natural"):
            literal = u.args[0] if u.head == "Neg" and kind == "integer" else u
            return literal.head == "Integer"
        if kind == "off-cut":
            return is_real(value, givens) or sign_of(call("re", value), givens) == "+"
        if kind == "nonzero":
            return sign_of(value, givens) in NONZERO
        if kind == "positive":
            return sign_of(value, givens) == "+"
        if kind == "nonnegative":
            sign = sign_of(value, givens)
            return sign == "+" or (self.fixed and self.t not in u.free and sign in ("0+", "0"))
        if kind == "power":
            return sign_of(substitute(u.args[0], at), givens) == "+"
        return False


__all__ = ["WHO", "Range", "moving_limits"]
