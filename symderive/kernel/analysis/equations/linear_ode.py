"""Primitive `linear_ode`: a linear system and its data determine the solution on an interval.

Premises: Derivative(A, t) = R for A = A1, .., An, each R affine in them, coefficients continuous
on the interval of t that the givens describe; a datum for each, Limit(A, t, t0) = v or A at t0 = v
(role `at`).  Gives A1 = B; B2, .. are roles.  Two solutions differ by a homogeneous one, 0 at
t0 (Hartman, Ordinary Differential Equations, IV.1); t0 may be an end up to which the coefficients
are continuous, or any end where M = 0 in y' = M y + q.

>>> from symderive.kernel.logic.claims import Outcome
>>> from symderive.terms.reader import read
>>> def known(n, text):
...     return Checked(Step(n, "leibniz", read(text)), Outcome("exact"), Givens())
>>> facts = known(1, "Derivative(f(t), t) = -2*t*f(t)"), known(2, "f(0) = 3")
>>> step = Step(3, WHO, read("f(t) = 3*exp(-t^2)"), bind={"at": read("0")})
>>> linear_ode(step, facts, Givens()).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.derivatives import differentiate_on
from symderive.kernel.analysis.continuity.continuity import continuous_on
from symderive.kernel.analysis.continuity.intervals import flat, infinite, on_interval, span_of
from symderive.kernel.analysis.continuity.zeros import is_zero
from symderive.kernel.analysis.discharge import carried, identity
from symderive.kernel.analysis.integrals.convergence import alive
from symderive.kernel.analysis.integrals.integrable import defined
from symderive.kernel.analysis.limits.limits import limit
from symderive.kernel.analysis.ranges.ranges import said, sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    bound,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import alpha_equal, fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, mul, sub, symbol

WHO = "linear_ode"
_ORDERS = frozenset(("Lt", "Le", "Gt", "Ge"))
_WORDS = frozenset(("real", "positive", "negative", "nonnegative"))


@dataclass(frozen=True)
class _System:
    """y' = M y + q in t between the ends; `base` are the givens without t."""

    t: str
    low: Term
    high: Term
    closed: tuple[bool, bool]
    base: Givens
    unknowns: tuple[Term, ...]
    matrix: tuple[tuple[Term, ...], ...]
    rest: tuple[Term, ...]

    def coefficients(self) -> list[Term]:
        return [m for row in self.matrix for m in row if m != ZERO] + list(self.rest)


@primitive(WHO)
def linear_ode(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """uses = (n equations, n data); raises Rejected or Undecided."""
    left, B1 = equation(step.gives, WHO)
    slopes = [p for p in premises if _is_slope(p.gives)]
    data = [p for p in premises if not _is_slope(p.gives)]
    if not slopes or len(data) != len(slopes):
        raise Rejected(f"{WHO}: as many data as equations Derivative(A, t) = R")
    alive(givens)
    system = _system([p.gives for p in slopes], givens)
    if not alpha_equal(left, system.unknowns[0]):
        raise Rejected(f"{WHO}: the first premise is about {said(system.unknowns[0])}")
    solution = [B1, *(bound(step, f"B{k}") for k in range(2, len(slopes) + 1))]
    out: list[Condition] = []
    _coefficients(system, (False, False), out)
    _solves(system, solution, out)
    for A, B, datum in zip(system.unknowns, solution, data, strict=True):
        out += _datum(step, system, A, B, datum.gives)
    _carry(premises, system, step.gives, givens, out)
    says = f"The solution of the linear equation in `{system.t}` is determined by its data."
    return Outcome("exact", tuple(dict.fromkeys(out)), says)


def _is_slope(t: Term) -> bool:
    return t.head == "Eq" and t.args[0].head == "Derivative" and t.args[0].data == (1,)


def _system(equations: Sequence[Term], givens: Givens) -> _System:
    names = {e.args[0].args[1].data for e in equations}
    if len(names) != 1:
        raise Rejected(f"{WHO}: all derivatives are by one variable")
    t = names.pop()
    low, high, closed, base = _interval(t, givens)
    unknowns = tuple(e.args[0].args[0] for e in equations)
    if not all(_unknown(A, t) for A in unknowns):
        raise Rejected(f"{WHO}: the unknowns are integrals or functions of {t}")
    nested = any(a != b and b in set(a.walk()) for a in unknowns for b in unknowns)
    if nested or len(set(unknowns)) != len(unknowns):
        raise Rejected(f"{WHO}: the unknowns are different and none contains another")
    taken = {t}.union(*(e.free | e.functions for e in equations))
    slots: list[Term] = []
    for _ in unknowns:
        slots.append(symbol(fresh("y", taken)))
        taken.add(slots[-1].data)
    rights = []
    for e in equations:
        r = e.args[1]
        if any(u.head in ("Derivative", "Subs") for u in r.walk()):
            raise Rejected(f"{WHO}: {said(r)} holds a derivative, which is no coefficient")
        for A, y in zip(unknowns, slots, strict=True):
            r = replace(r, A, y)
        rights.append(r)
    here = on_interval(t, low, high, base)
    matrix, rest = [], []
    zero = {y.data: ZERO for y in slots}
    for r in rights:
        q = substitute(r, zero)
        row = [sub(substitute(r, zero | {y.data: ONE}), q) for y in slots]
        row = [ZERO if is_zero(m, here) else m for m in row]
        linear = add(q, *(mul(m, y) for m, y in zip(row, slots, strict=True)))
        proof = identity(sub(r, linear), here)
        if proof is None or any(y.data in b.free for b in proof.blocked for y in slots):
            raise Rejected(f"{WHO}: {said(r)} is not linear in the unknowns")
        matrix.append(tuple(row))
        rest.append(q)
    return _System(t, low, high, closed, base, unknowns, tuple(matrix), tuple(rest))


def _unknown(A: Term, t: str) -> bool:
    plain = A.head == "Integral" or (A.head == "Apply" and not any(A.data[1]))
    return plain and t in A.free


def _interval(t: str, givens: Givens) -> tuple[Term, Term, tuple[bool, bool], Givens]:
    """The interval on which the premises hold: the givens on t are its bounds and no more."""
    if givens.sort(t).domain != "real":
        raise Undecided(f"{WHO}: {t} is no real number")
    for s in flat(givens):
        if t not in s.free:
            continue
        word = s.head == "Is" and s.args[0].head == "Symbol" and s.args[1].data in _WORDS
        order = s.head in _ORDERS and any(
            a.head == "Symbol" and a.data == t and t not in b.free
            for a, b in (s.args, s.args[::-1])
        )
        if not word and not order:
            raise Undecided(f"{WHO}: {said(s)} is no bound of an interval of {t}")
    span = span_of(t, givens)
    if span is None:
        raise Undecided(f"{WHO}: the interval of {t} has several bounds on one side")
    low, high, *closed, base = span
    return low, high, (closed[0], closed[1]), base


def _coefficients(system: _System, closed: tuple[bool, bool], out: list[Condition]) -> None:
    for c in system.coefficients():
        defined(c, system.t, system.base)
        for k in continuous_on(c, system.t, system.low, system.high, system.base, closed=closed):
            if not k.settled:
                raise Undecided(f"not proved: {said(c)} is continuous: {k.text} ({k.how})")
    text = f"(`{said(system.low)}`, `{said(system.high)}`)"
    out.append(Condition(f"the coefficients are continuous in `{system.t}` on {text}",
                         "discharged", "head by head"))  # fmt: skip


def _solves(system: _System, solution: Sequence[Term], out: list[Condition]) -> None:
    here = on_interval(system.t, system.low, system.high, system.base)
    for k, B in enumerate(solution):
        defined(B, system.t, system.base)
        found = differentiate_on(B, system.t, system.low, system.high, system.base)
        if found is None:
            raise Undecided(f"{said(B)} has no derivative rule")
        smooth = continuous_on(B, system.t, system.low, system.high, system.base,
                               closed=system.closed)  # fmt: skip
        for c in (*found[1], *smooth):
            if not c.settled:
                raise Undecided(f"not proved: {said(B)} is differentiable: {c.text} ({c.how})")
        value = add(
            system.rest[k], *(mul(m, b) for m, b in zip(system.matrix[k], solution, strict=True))
        )
        proof = identity(sub(found[0], value), here)
        if proof is None:
            raise Undecided(f"{WHO}: not proved: {said(B)} satisfies the equation")
        if proof.blocked:
            raise Undecided(f"not proved: {said(proof.blocked[0])} != 0")
        out.append(Condition(f"`{said(B)}` satisfies the equation", "discharged", proof.how))
        out += proof.conditions


def _datum(step: Step, system: _System, A: Term, B: Term, fact: Term) -> list[Condition]:
    """A and B have one value, or one limit, at the same place; raises Rejected or Undecided."""
    left, value = equation(fact, WHO)
    if left.head == "Limit":
        own = substitute(left.args[0], {left.args[1].data: symbol(system.t)})
        point, side = left.args[2], left.data
        captured = left.args[1].data != system.t and system.t in left.args[0].free
        if captured or not alpha_equal(own, A):
            raise Rejected(f"{WHO}: {said(left)} is no datum of {said(A)}")
        _place(system, point, side)
    else:
        point, side = bound(step, "at"), "+-"
        if not alpha_equal(left, substitute(A, {system.t: point})):
            raise Rejected(f"{WHO}: {said(left)} is not {said(A)} at {said(point)}")
        _inside(system, point)
    if system.t in value.free | point.free or infinite(value):
        raise Rejected(f"{WHO}: {said(value)} at {said(point)} is no datum")
    found = limit(B, system.t, point, side, system.base)
    if found is None or found.value is None or infinite(found.value):
        raise Undecided(f"no limit of {said(B)} is proved at {said(point)}")
    if not is_zero(sub(found.value, value), system.base):
        raise Undecided(f"{WHO}: {said(B)} is {said(found.value)} at {said(point)}, "
                        f"not proved equal to {said(value)}")  # fmt: skip
    return [Condition(f"`{said(B)}` has the value `{said(value)}` at `{said(point)}`", "discharged",
                      found.how)]  # fmt: skip


def _inside(system: _System, point: Term) -> None:
    for a, b in ((system.low, point), (point, system.high)):
        finite = not infinite(a) and not infinite(b)
        if infinite(point) or (finite and sign_of(sub(b, a), system.base) != "+"):
            raise Undecided(f"not proved: {said(point)} lies inside: {said(a)} < {said(b)}")


def _place(system: _System, point: Term, side: str) -> None:
    """A limit inside, or at an end where the system is regular or has no coefficients."""
    if (side != "-" and point == system.low) or (side != "+" and point == system.high):
        if all(m == ZERO for row in system.matrix for m in row):
            return
        if infinite(point):
            raise Undecided(f"{WHO}: a datum at infinity determines no more than an integral")
        closed = (point == system.low, point == system.high)
        _coefficients(system, closed, [])
        return
    _inside(system, point)


def _carry(
    premises: Sequence[Checked], system: _System, claim: Term, givens: Givens, out: list[Condition]
) -> None:
    """What the premises presuppose must hold on the whole interval, or be free of t."""
    here = on_interval(system.t, system.low, system.high, system.base)
    found = carried(premises, claim.args, here)
    for c in found:
        if c.status == "presupposed" and (c.excluded is None or system.t in c.excluded.free):
            raise Undecided(f"not proved on the whole interval: {c.text}")
    out += found
