"""The least value of a function of one real variable, by its critical points and its two limits.

Where G' = P R with P > 0 and a polynomial R over Q, the roots of R are the only places where G turns:
m <= G everywhere if it holds at these (exactly at the roots named, by balls at the others) and in the
limit where G falls towards infinity (Apostol, Mathematical Analysis, 4.16 and 5.11).

>>> from symderive.terms.reader import read
>>> names = {"low": "-2*exp(-1/2)", "body": "-4*s*exp(-2*s^2)", "P": "4*exp(-2*s^2)", "R": "4*s^2 - 1"}
>>> found = least(*(read(t) for t in names.values()), "s", [read("1/2")], Givens())
>>> [c.text for c in found][-1]
'-2*exp(-1/2) <= -4*s*exp(-2*s^2) at every root of 4*s^2 - 1'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import acb, fmpq, fmpq_poly

from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.tidy import over, plus, times
from symderive.kernel.analysis.equations.first_order import by, proved
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.values import is_real
from symderive.kernel.logic.balls import evaluate, with_precision
from symderive.kernel.logic.claims import Condition, Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.univariate_signs import roots_inside
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, call, eq, integer, mul, neg, symbol
from symderive.terms.writer import write

BITS = 256
DEGREE = 40


RANGES: dict[str, tuple[int | None, int | None]] = {
    "sin": (-1, 1), "cos": (-1, 1), "tanh": (-1, 1), "exp": (0, None),
}  # fmt: skip


def least(
    low: Term, body: Term, factor: Term, turns: Term, name: str, at: Sequence[Term], givens: Givens,
    span: tuple[int | None, int | None] = (None, None),
) -> list[Condition]:  # fmt: skip
    """The conditions of low <= body for all real `name` in the closed span; Rejected or Undecided."""
    if low.free or body.free - {name} or turns.free - {name} or low.functions or body.functions:
        raise Rejected("lower_bound: no other names may stand in it; scale them away")
    poly = polynomial(turns, name)
    if poly.degree() < 1 or poly.degree() > DEGREE:
        raise Rejected("lower_bound: R is a polynomial that is not constant")
    w = symbol(name)
    inside = [Term("Le", (w, integer(e)) if k else (integer(e), w))
              for k, e in enumerate(span) if e is not None]  # fmt: skip
    givens = givens.extended(*inside) if inside else givens
    slope = by(body, name, givens)
    conditions = everywhere(eq(slope, mul(factor, turns)), givens)
    conditions += everywhere(Term("Lt", (ZERO, factor)), givens)
    with with_precision(BITS):
        roots = [r for r, _ in poly.complex_roots() if r.imag == 0]
        parts = [part for part, _ in poly.factor_squarefree()[1]]
        if len(roots) != sum(roots_inside(part, None, None) for part in parts):
            raise Undecided(f"lower_bound: the real roots of {write(turns)} were not all found")
        for root in roots:
            if any(e is not None and sign * (root.real - e) > 0 for e, sign in _sides(span)):
                continue
            _at_root(low, body, turns, name, root, roots, at, givens)
    lead = poly.coeffs()[-1]
    rising = {"oo": lead > 0, "-oo": (lead > 0) == (poly.degree() % 2 == 1)}
    ends = {"-oo": (span[0], neg(Term("oo"))), "oo": (span[1], Term("oo"))}
    for text, (finite, end) in ends.items():
        if finite is not None:
            conditions += proved(
                Term("Le", (low, substitute(body, {name: integer(finite)}))), givens
            )
            continue
        # Towards infinity G rises from its last turn, or else falls to its limit.
        if rising[text] and roots:
            continue
        conditions += _in_the_limit(low, body, name, end, givens)
    text = f"{write(low)} <= {write(body)} at every root of {write(turns)}"
    return [*conditions, Condition(text, "discharged", f"{len(roots)} real roots, by balls")]


def through_range(
    low: Term, body: Term, inner: Term, outer: Term, name: str, givens: Givens
) -> tuple[list[Condition], tuple[int | None, int | None]]:
    """body = outer(W) with W = sin, cos, tanh or exp of something real: W stays in its range."""
    if inner.head == "Pow" and inner.args[0].head == "E":
        head, angle = "exp", inner.args[1]
    else:
        head, angle = inner.head, inner.args[0] if inner.args else ZERO
    if head not in RANGES or not is_real(angle, givens):
        raise Rejected("lower_bound: W is sin, cos, tanh or exp of something real")
    return everywhere(eq(body, substitute(outer, {name: inner})), givens), RANGES[head]


def through_half_angle(
    body: Term, rate: Term, outer: Term, name: str, givens: Givens
) -> list[Condition]:
    """body = outer(tan(rate*s/2)), and of the period 2*pi/rate: the least value is that of outer.

    s = 2*atan(w)/rate reaches every s of a period but one end, which continuity adds.
    """
    s = symbol(name)
    if rate.free or rate.functions:
        raise Rejected("lower_bound: H is a number")
    conditions = proved(Term("Lt", (ZERO, rate)), givens)
    half = over(times(integer(2), call("atan", s)), rate)
    conditions += everywhere(eq(substitute(body, {name: half}), outer), givens)
    later = plus(s, over(times(integer(2), Term("pi")), rate))
    conditions += everywhere(eq(substitute(body, {name: later}), body), givens)
    slope = by(body, name, givens)  # differentiable everywhere, so continuous
    return conditions + everywhere(eq(slope, slope), givens)


def _sides(span: tuple[int | None, int | None]) -> list[tuple[int | None, int]]:
    """Beyond the span: (end, +1) above, (end, -1) below."""
    return [(span[1], 1), (span[0], -1)]


def _at_root(
    low: Term, body: Term, turns: Term, name: str, root: acb, roots: Sequence[acb],
    at: Sequence[Term], givens: Givens,
) -> None:  # fmt: skip
    """low <= body at this root of R."""
    gap = evaluate(add(body, neg(low)), {name: root})
    if isinstance(gap, acb) and gap.is_finite() and gap.imag.contains(0) and gap.real > 0:
        return
    for place in at:
        ball = evaluate(place, {})
        if not isinstance(ball, acb) or [r for r in roots if r.overlaps(ball)] != [root]:
            continue
        proved(eq(substitute(turns, {name: place}), ZERO), givens)
        proved(eq(substitute(body, {name: place}), low), givens)
        return
    raise Undecided(f"lower_bound: not proved at the root {root.real.str(6)} of {write(turns)}")


def _in_the_limit(low: Term, body: Term, name: str, end: Term, givens: Givens) -> list[Condition]:
    found = limit(body, name, end, "+-", givens)
    if found is None or found.value is None:
        raise Undecided(
            f"lower_bound: no limit of {write(body)} as {name} -> {write(end)} is known"
        )
    if found.value.head == "oo":
        return []
    if any(t.head == "oo" for t in found.value.walk()):
        raise Undecided(f"lower_bound: {write(body)} falls without bound")
    return proved(Term("Le", (low, found.value)), givens)


def polynomial(t: Term, name: str) -> fmpq_poly:
    """A polynomial over Q in one name; Rejected for any other term.

    >>> from symderive.terms.reader import read
    >>> polynomial(read("(2*s - 1)^2/2"), "s")
    2*x^2 + (-2)*x + 1/2
    """
    if t == symbol(name):
        return fmpq_poly([0, 1])
    if t.head == "Integer":
        return fmpq_poly([t.data])
    args: list[fmpq_poly] = []
    if t.head in ("Add", "Mul", "Neg", "Div"):
        args = [polynomial(a, name) for a in t.args]
    rules: dict[str, Callable[[], fmpq_poly]] = {
        "Add": lambda: sum(args, fmpq_poly([0])),
        "Mul": lambda: _product(args),
        "Neg": lambda: -args[0],
    }
    if t.head in rules:
        return rules[t.head]()
    if t.head == "Div" and args[1].degree() == 0 and args[1] != 0:
        return args[0] * fmpq_poly([fmpq(1) / args[1].coeffs()[0]])
    if t.head == "Pow" and t.args[1].head == "Integer" and 0 <= t.args[1].data <= DEGREE:
        return polynomial(t.args[0], name) ** t.args[1].data
    raise Rejected(f"lower_bound: {write(t)} is no polynomial over Q in {name}")


def _product(args: Sequence[fmpq_poly]) -> fmpq_poly:
    out = fmpq_poly([1])
    for a in args:
        out = out * a
        if out.degree() > DEGREE:
            raise Rejected("lower_bound: the degree is too high")
    return out


def everywhere(part: Term, givens: Givens) -> list[Condition]:
    """A relation without exceptions: what is presupposed elsewhere must be proved here."""
    conditions = proved(part, givens)
    for c in conditions:
        if c.status == "presupposed":
            if c.excluded is None:
                raise Undecided(f"{c.text} is not proved everywhere")
            if not entailed(Term("Ne", (c.excluded, ZERO)), givens):
                raise Undecided(f"not proved everywhere: {c.text}")
    return [Condition(c.text, "discharged", "by the sign oracle") if c.status == "presupposed" else c
            for c in conditions]  # fmt: skip


__all__ = ["everywhere", "least", "polynomial", "through_half_angle", "through_range"]
