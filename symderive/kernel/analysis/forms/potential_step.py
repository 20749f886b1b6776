"""Primitives `potential` and `period`: exactness on a domain, shown and excluded.

A potential counts on the domain where all that it is written with is smooth; a closed form whose
integral over a closed curve (or sphere) in the domain is not zero has none, by Stokes.

>>> from symderive.terms.reader import read
>>> roles = {"coords": read("(x, y)"), "domain": read("(x > 0)")}
>>> text = "(x*ext_d(y) - y*ext_d(x))/(x^2 + y^2) = ext_d(atan(y/x))"
>>> potential(Step(1, "potential", read(text), bind=roles), (), Givens.of([])).conditions[0].text
'x != 0'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symderive.kernel.analysis.calculus.smoothness import obstacles
from symderive.kernel.analysis.calculus.tidy import plus, times
from symderive.kernel.analysis.forms.form_step import PRIMITIVE, equal
from symderive.kernel.analysis.forms.form_terms import names_of
from symderive.kernel.analysis.forms.region_step import INTEGRAL
from symderive.kernel.analysis.forms.region_step import PRIMITIVE as INTEGRATED
from symderive.kernel.analysis.ranges.ranges import nonzero, prove_sign
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
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, call, integer, mul, sub
from symderive.terms.writer import write


@primitive("potential")
def potential(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is w = d(P), with P smooth on the domain; raises Rejected or Undecided."""
    form, other = equation(step.gives, "potential")
    if other.head != "ext_d":
        raise Rejected("potential: w = d(P) is wanted")
    inner = on_domain(step.bind, givens)
    smooth = [_smooth(kind, u, inner) for kind, u in obstacles(other.args[0])]
    found = equal(form, other, step.bind, givens)
    done = {c.text for c in smooth}
    rest = [c for c in found.conditions if c.text not in done]
    return Outcome("exact", (*dict.fromkeys(smooth), *rest),
                   "The derivative of the potential is the form, and it is smooth on the domain.",
                   relative=True)  # fmt: skip


def on_domain(roles: Mapping[str, Term], givens: Givens) -> Givens:
    """The givens with the relations of the role `domain` (a tuple, or one relation)."""
    t = roles.get("domain")
    if t is None:
        return givens
    return givens.extended(*(t.args if t.head in ("Tuple", "And") else (t,)))


def _smooth(kind: str, u: Term, givens: Givens) -> Condition:
    text = f"{write(u)} {'!= 0' if kind == 'nonzero' else '> 0'}"
    found = prove_sign(u, givens)
    sign = None if found is None else found[0]
    if sign == "+" or (kind == "nonzero" and sign in ("-", "!0")):
        return Condition(text, "discharged", "by the sign oracle, on the domain")
    relation = Term("Ne", (u, ZERO))
    if kind == "nonzero" and (relation in givens.statements or nonzero(u, givens, 1) is not None):
        return Condition(text, "discharged", "on the domain")
    if any(_squares(u) >= removed for removed in _removed(givens)):
        return Condition(text, "discharged", "a sum of squares that vanishes outside the domain")
    raise Undecided(f"potential: {text} is not proved on the domain")


def _removed(givens: Givens) -> list[frozenset[Term]]:
    """For each given that a sum of squares does not vanish, the squares."""
    found = [_squares(a) for r, a, b in givens.relations if r == "Ne" and b == ZERO]
    return [f for f in found if f]


def _squares(u: Term) -> frozenset[Term]:
    """The bases of a sum of squares with positive factors; empty where it is none."""
    parts = u.args if u.head == "Add" else (u,)
    out = set()
    for p in parts:
        if p.head == "Mul" and len(p.args) == 2 and (constant(p.args[0]) or 0) > 0:
            p = p.args[1]
        even = p.head == "Pow" and p.args[1].head == "Integer" and p.args[1].data % 2 == 0
        if not even:
            return frozenset()
        out.add(p.args[0])
    return frozenset(out)


@primitive("period")
def period(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is integral(w, C, ..) != 0, from dw = 0 and the integral's value, C a circle or sphere.

    The consequence, that w has no potential on a domain that contains C, is Stokes's theorem.
    """
    if step.gives.head != "Ne" or step.gives.args[1] != ZERO:
        raise Rejected("period: integral(w, C, ..) != 0 is wanted")
    term = step.gives.args[0]
    if term.head != "Apply" or term.data[0] != INTEGRAL or len(term.args) < 3:
        raise Rejected("period: an integral of a form over a parametrised region is wanted")
    if len(premises) != 2:
        raise Rejected("period: it uses dw = 0 and the value of the integral")
    closed, value = premises
    if closed.step.by != PRIMITIVE or closed.gives != Term(
        "Eq", (Term("ext_d", (term.args[0],)), ZERO)
    ):
        raise Rejected("period: the first premise is dw = 0")
    left, right = equation(value.gives, "period")
    if value.step.by != INTEGRATED or left != term:
        raise Rejected("period: the second premise is the value of that integral")
    own = {r for r in step.bind if r.split("_")[0] in ("coords", "let", "on", "metric")}
    if any(p.step.bind.get(r) != step.bind[r] for p in premises for r in own):
        raise Rejected("period: the premises speak of other charts or names")
    if nonzero(right, givens, 1) is None and not _sign(right, givens):
        raise Undecided(f"period: {write(right)} is not proved different from zero")
    cycle(term, step.bind)
    found = []
    put = {p.args[0].data: p.args[1] for p in term.args[1].args if p.head == "Tuple"}
    for relation in _relations(step.bind):
        found.append(_holds(substitute(relation, put), givens))
    return Outcome("exact", tuple(found), "A closed form with a period that is not zero is not exact, "
                   "by Stokes's theorem on the closed curve or sphere.", relative=True)  # fmt: skip


def _relations(roles: Mapping[str, Term]) -> tuple[Term, ...]:
    t = roles.get("domain")
    return () if t is None else t.args if t.head in ("Tuple", "And") else (t,)


def _holds(relation: Term, givens: Givens) -> Condition:
    from symderive.kernel.analysis.algebra import relation as prove

    try:
        if relation.head != "Ne" or not _sign(sub(*relation.args), givens):
            prove(relation, givens)
    except (Undecided, Rejected):
        raise Undecided(f"period: {write(relation)} is not proved on the cycle") from None
    return Condition(write(relation), "discharged", "the cycle lies in the domain")


def _sign(t: Term, givens: Givens) -> bool:
    found = prove_sign(t, givens)
    return found is not None and found[0] in ("+", "-")


def cycle(t: Term, roles: Mapping[str, Term]) -> None:
    """That the region is a circle or ellipse in two coordinates, or its like in three.

    The roles `center` and `radii` are tuples of rational numbers, one for each coordinate.
    """
    coords = names_of(roles["coords"])
    center, radii = (_numbers(roles.get(role), len(coords), default)
                     for role, default in (("center", ZERO), ("radii", ONE)))  # fmt: skip
    params = [r.args[0].data for r in t.args[2:] if r.head == "Tuple" and len(r.args) == 3]
    if t.args[1].head != "Apply" or t.args[1].data[0] != "map" or len(params) != len(t.args) - 2:
        raise Rejected("period: the region is a map with the ranges of its parameters")
    free = set(params)
    around = [p.args[0].data for p in t.args[1].args if free & p.args[1].free]
    if t.args[1:] != standard(coords, around, params, center, radii):
        raise Rejected("period: the region is no circle or sphere as the kernel writes it")


def _numbers(t: Term | None, n: int, default: Term) -> tuple[Term, ...]:
    if t is None:
        return (default,) * n
    if t.head != "Tuple" or len(t.args) != n or any(constant(a) is None for a in t.args):
        raise Rejected("period: `center` and `radii` are tuples of rational numbers")
    return t.args


def standard(
    coords: Sequence[str], around: Sequence[str], params: Sequence[str],
    center: Sequence[Term], radii: Sequence[Term],
) -> tuple[Term, ...]:  # fmt: skip
    """The map and ranges of a circle or sphere in some coordinates, the others at the center."""
    s = [Term("Symbol", (), p) for p in params]
    turn = mul(integer(2), Term("pi"))
    if len(around) == 2 and len(s) == 1:
        images = dict(zip(around, (call("cos", s[0]), call("sin", s[0])), strict=True))
        ranges = [Term("Tuple", (s[0], ZERO, turn))]
    elif len(around) == 3 and len(s) == 2:
        sin = call("sin", s[0])
        values = mul(sin, call("cos", s[1])), mul(sin, call("sin", s[1])), call("cos", s[0])
        images = dict(zip(around, values, strict=True))
        ranges = [Term("Tuple", (s[0], ZERO, Term("pi"))), Term("Tuple", (s[1], ZERO, turn))]
    else:
        raise Rejected("period: a circle in two coordinates or a sphere in three is wanted")
    if any((constant(r) or 0) <= 0 for r in radii):
        raise Rejected("period: radii are positive numbers")
    pairs = []
    for x, c, r in zip(coords, center, radii, strict=True):
        image = plus(c, times(r, images[x])) if x in images else c
        pairs.append(Term("Tuple", (Term("Symbol", (), x), image)))
    return (Term("Apply", pairs, ("map", (0,) * len(pairs))), *ranges)
