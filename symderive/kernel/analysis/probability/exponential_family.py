"""Primitive `exponential_family`: integrals of T^m*B from the normaliser of B, by its derivatives.

A premise gives Integral(B, (x, a, b)) = Z (or a sum) under open hypotheses on parameters.  Where
dB/dt = T*B with T free of the parameters and B >= 0, B is an exponential family in them, and all
derivatives pass under the integral (Lehmann and Romano, Testing Statistical Hypotheses, Thm 2.7.1).

>>> from symderive.kernel.logic.claims import Outcome
>>> from symderive.terms.reader import read
>>> under = Givens.of([read("s > 0")])
>>> known = Checked(Step(1, "x", read("Integral(exp(-s*x), (x, 0, oo)) = 1/s"), under=(read("s > 0"),)),
...                 Outcome("exact"), under)
>>> roles = {"names": read("(s,)"), "T_s": read("-x"), "t1": read("(1, -b, (b,), (1,))")}
>>> claim = read("Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b")
>>> found = exponential_family(Step(2, WHO, claim, bind=roles), (known,), Givens.of([read("b > 0")]))
>>> [c.text for c in found.conditions][:2]
['b > 0', 'exp(-s*x) >= 0']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import plus, power, times
from symderive.kernel.analysis.congruence import open_in, range_of
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.analysis.discharge import carried, identity, parts_of, presupposed
from symderive.kernel.analysis.integrals.convergence import alive, inside, opened
from symderive.kernel.analysis.limits.limits import same
from symderive.kernel.analysis.ranges.ranges import is_real, nonzero, prove_sign, said
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
from symderive.kernel.logic.places import summation_names
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, integer, sub, symbol

WHO = "exponential_family"
HEADS = ("Integral", "Sum")
ORDERS = ("Lt", "Le", "Gt", "Ge", "Ne")
MAX_TERMS, MAX_ORDER = 40, 6


@dataclass(frozen=True)
class Normaliser:
    """A premise: body and value as terms in x and the names, and the givens it holds under."""

    body: Term
    value: Term
    limits: tuple[Term, Term]
    names: tuple[str, ...]
    hypotheses: tuple[Term, ...]
    whole: frozenset[str]  # names that are integers because they bound a sum
    givens: Givens


@dataclass(frozen=True)
class Part:
    """A summand: coefficient times T^orders*B of one normaliser at values of its names."""

    normaliser: Normaliser
    coefficient: Term
    values: Mapping[str, Term]
    orders: Mapping[str, int]


@primitive(WHO)
def exponential_family(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """gives Integral(f, (x, a, b)) = V from normalisers, and orders that help to compare.

    bind names, names2, .. (of the premises), T_name, t1, t2, ..  A part is (premise, coefficient,
    (values..), (orders..)).  Raises Rejected or Undecided.
    """
    left, right = equation(step.gives, WHO)
    if left.head not in HEADS:
        raise Rejected(f"{WHO}: an integral or a sum stands on the left")
    alive(givens)
    x = left.args[1].data
    sources, facts = _sorted(step, premises)
    base = without(x, givens.extended(*facts) if facts else givens)
    if x in left.args[2].free | left.args[3].free | right.free:
        raise Rejected(f"{WHO}: {x} is bound and also stands outside: rename it")
    known = [_normaliser(step, k, p, left.head, x, givens) for k, p in enumerate(sources)]
    parts = _parts(step, known, x)
    out: dict[str, Condition] = {}
    for part in parts:
        for c in (*_admissible(part, left, base), *_regular(step, part, left.head, x)):
            out.setdefault(c.text, c)
    written = parts_of(left, right)
    here = _range(left, base)
    whole = plus(*(_integrand(step, p, x) for p in parts))
    for c in _equal(left.args[0], whole, here, written, x):
        out.setdefault(c.text, c)
    total = plus(*(_value(p) for p in parts))
    for c in (*_equal(right, total, base, written, None), *carried(premises, (left, right), base)):
        out.setdefault(c.text, c)
    if left.head == "Integral":  # the integrand is equal to the parts inside: so continuous
        _, _, low, high, inner = opened(left, base)
        c = inside(whole, x, low, high, inner)
        out.setdefault(c.text, c)
    names = tuple(dict.fromkeys(name for n in known for name in n.names))
    return Outcome("exact", tuple(out.values()), _says(parts), generalises=names)


def _sorted(step: Step, premises: Sequence[Checked]) -> tuple[list[Checked], list[Term]]:
    """The premises that give binders, and the orders among them, which join the givens."""
    sources = [p for p in premises if p.gives.head == "Eq"]
    others = [p for p in premises if p.gives.head != "Eq"]
    for p in others:
        if p.gives.head not in ORDERS:
            raise Rejected(f"{WHO}: step {p.step.n} gives no equation and no order")
        if not set(p.step.under) <= set(step.under):
            raise Rejected(f"{WHO}: step {p.step.n} holds under hypotheses that are not carried")
    return sources, [p.gives for p in others]


def _says(parts: Sequence[Part]) -> str:
    names = sorted({n for p in parts for n, m in p.orders.items() if m})
    if not names:
        return "The normalising integral, at the parameters that stand there."
    listed = ", ".join(f"`{n}`" for n in names)
    return (
        "Moments of an exponential family are derivatives of its normaliser in the natural "
        f"parameters (here {listed}), which may be taken under the integral."
    )


def _normaliser(step: Step, k: int, p: Checked, head: str, x: str, givens: Givens) -> Normaliser:
    given = bound(step, "names" if k == 0 else f"names{k + 1}")
    if given.head != "Tuple" or any(n.head != "Symbol" for n in given.args):
        raise Rejected(f"{WHO}: the names of a premise are a tuple of names")
    names = tuple(n.data for n in given.args)
    binder, value = equation(p.gives, WHO)
    if binder.head != head:
        raise Rejected(f"{WHO}: step {p.step.n} gives no value of such a binder")
    body, old, low, high = binder.args
    fixed = [s for s in p.givens.statements if s not in p.step.under]
    if len(set(names)) != len(names) or x in names or old.data in names:
        raise Rejected(f"{WHO}: the names of a premise are different ones, and not {x}")
    taken = {n for s in (*fixed, *givens.statements) for n in s.free}
    if loose := sorted(taken & set(names)):
        raise Rejected(f"{WHO}: {loose[0]} is fixed by a given: the premise says nothing of others")
    if x in value.free | low.free | high.free or (x != old.data and x in body.free):
        raise Rejected(f"{WHO}: {x} is free in step {p.step.n}")
    for s in p.step.under:
        spoken = s.args[0].free if s.head == "Is" else s.free
        if not spoken <= set(names) and s not in step.under:
            raise Rejected(f"{WHO}: {said(s)} is a hypothesis on more than the names")
    for n in names:
        if p.givens.sort(n).domain not in ("real", "integer"):
            raise Undecided(f"{WHO}: {n} is no real number")
    body = substitute(body, {old.data: symbol(x)})
    whole = frozenset(summation_names([p.gives]))
    return Normaliser(body, value, (low, high), names, p.step.under, whole, p.givens)


def _parts(step: Step, known: Sequence[Normaliser], x: str) -> list[Part]:
    parts: list[Part] = []
    while (t := step.bind.get(f"t{len(parts) + 1}")) is not None:
        if len(parts) >= MAX_TERMS:
            raise Undecided(f"{WHO}: more than {MAX_TERMS} parts")
        if t.head != "Tuple" or len(t.args) != 4 or t.args[0].head != "Integer":
            raise Rejected(f"{WHO}: a part is (premise, coefficient, (values..), (orders..))")
        which, coefficient, values, orders = t.args
        if not 1 <= which.data <= len(known):
            raise Rejected(f"{WHO}: there is no premise {which.data}")
        n = known[which.data - 1]
        rows = (values, orders)
        if any(r.head != "Tuple" or len(r.args) != len(n.names) for r in rows):
            raise Rejected(f"{WHO}: a value and an order for each name")
        if any(m.head != "Integer" or m.data > MAX_ORDER for m in orders.args):
            raise Rejected(f"{WHO}: orders are natural numbers up to {MAX_ORDER}")
        if x in coefficient.free | values.free:
            raise Rejected(f"{WHO}: {x} stands in a coefficient or a value")
        parts.append(Part(n, coefficient, dict(zip(n.names, values.args, strict=True)),
                          {k: m.data for k, m in zip(n.names, orders.args, strict=True)}))  # fmt: skip
    if not parts:
        raise Rejected(f"{WHO}: nothing is bound to t1")
    return parts


def _admissible(part: Part, left: Term, givens: Givens) -> list[Condition]:
    """The values are real and satisfy the hypotheses of the premise; the limits are those there."""
    out: list[Condition] = []
    n = part.normaliser
    for name, v in part.values.items():
        if name in n.whole:  # it bounds a sum there, which says that it is an integer
            put = Term("Is", (v, symbol("integer")))
            out += settled(relation(put, givens), put, givens)
        if not is_real(v, givens):
            raise Undecided(f"{WHO}: not proved: {said(v)} is real")
        proof = identity(sub(v, v), givens)
        if proof is None or presupposed(proof.blocked, parts_of(left), givens)[1]:
            raise Undecided(f"{WHO}: {said(v)}, for {name}, may have no value")
    for h in n.hypotheses:
        put = substitute(h, part.values)
        if put.head == "Is":
            out += settled(relation(put, givens), put, givens)
            continue
        c = holds(put, givens)
        if not c.settled:
            raise Undecided(f"{WHO}: not proved: {c.text}")
        out.append(c)
    for wanted, own in zip(left.args[2:], n.limits, strict=True):
        put = substitute(own, part.values)
        if put != wanted and (infinite(put) or infinite(wanted) or not same(put, wanted, givens)):
            raise Rejected(f"{WHO}: the premise runs to {said(put)}, not to {said(wanted)}")
    return out


def _regular(step: Step, part: Part, head: str, x: str) -> list[Condition]:
    """B is an exponential family in the names that it is differentiated in."""
    n = part.normaliser
    moved = {k for k, m in part.orders.items() if m}
    if not moved:
        return []
    low, high = n.limits
    if moved & (low.free | high.free):
        raise Rejected(f"{WHO}: the limits move with {sorted(moved)[0]}")
    open_in(moved, [n.body], n.givens)
    binder = Term(head, (n.body, symbol(x), low, high))
    here = _range(binder, n.givens)
    sign = prove_sign(n.body, here)
    if sign is None or sign[0] not in ("+", "0+", "0"):
        raise Undecided(f"{WHO}: not proved: {said(n.body)} >= 0")
    out = [Condition(f"{said(n.body)} >= 0", "discharged", sign[1])]
    for name in sorted(moved):
        T = bound(step, f"T_{name}")
        if T.free & set(n.names) & moved:
            raise Rejected(f"{WHO}: the statistic {said(T)} moves with the parameters")
        slope, needs = _slope(n.body, name, here)
        out += needs
        out += _equal(slope, times(T, n.body), here, (), x)
        text = f"the derivative of {said(n.body)} in {name} is {said(T)} times it"
        out.append(Condition(text, "discharged", "by differentiation"))
    return out


def _slope(term: Term, name: str, givens: Givens) -> tuple[Term, list[Condition]]:
    try:
        slope, needs = differentiate(term, name, givens)
    except (Refused, ValueError) as reason:
        raise Undecided(f"{WHO}: {reason}") from None
    out = [holds(c, givens) for c in needs]
    for c in out:
        if not c.settled:
            raise Undecided(f"{WHO}: not proved: {c.text}")
    return slope, out


def _range(binder: Term, givens: Givens) -> Givens:
    return givens.extended(*range_of(binder, givens))


def _integrand(step: Step, part: Part, x: str) -> Term:
    n = part.normaliser
    factors = [part.coefficient]
    for name, m in part.orders.items():
        if m:
            factors.append(power(bound(step, f"T_{name}"), integer(m)))
    return times(*(substitute(f, part.values) for f in factors[1:]), factors[0],
                 substitute(n.body, part.values))  # fmt: skip


def _value(part: Part) -> Term:
    n = part.normaliser
    value = n.value
    for name, m in part.orders.items():
        for _ in range(m):
            value = _slope(value, name, n.givens)[0]
    return times(part.coefficient, substitute(value, part.values))


def _equal(
    a: Term, b: Term, givens: Givens, written: Sequence[Term], x: str | None
) -> list[Condition]:
    """Conditions of a = b, proved by the normal form; raises Undecided."""
    proof = identity(sub(a, b), givens)
    if proof is None:
        raise Undecided(f"{WHO}: not proved: {said(a)} = {said(b)}")
    bad = list(proof.blocked)
    good: list[Condition] = []
    if bad and written:
        good, bad = presupposed(proof.blocked, written, givens)
        bad += [c.excluded for c in good if c.excluded is not None and x in c.excluded.free]
    bad = [t for t in bad if t != ZERO and nonzero(t, givens) is None]
    if bad:
        raise Undecided(f"{WHO}: not proved: {said(bad[0])} != 0")
    return [*proof.conditions, *good]
