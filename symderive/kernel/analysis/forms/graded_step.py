"""Primitive `graded_algebra`: an identity between forms of symbolic degree, from the axioms of `graded`.

Vector fields are equal if their interior products with any 1-form are.  A false identity is refuted
in components, in a small dimension: `instantiated` puts numbers for the degrees.

>>> from symderive.terms.reader import read
>>> roles = {"dimension": read("n"), "let_a": read("form(p)")}
>>> graded_algebra(Step(1, PRIMITIVE, read("ext_d(ext_d(a)) = 0"), bind=roles), (), Givens()).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from symderive.kernel.analysis.forms.graded import FRESH, Graded, Sum, scaled, total
from symderive.kernel.analysis.forms.graded_signs import NotGraded, number
from symderive.kernel.logic.claims import (
    Checked,
    Outcome,
    Rejected,
    Step,
    Undecided,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, integer, neg, symbol

PRIMITIVE = "graded_algebra"
_COORDS = ("x", "y", "z", "w")
SAYS = "In graded normal form: Leibniz, d^2 = 0, Cartan's formulas, naturality, star star."


@primitive(PRIMITIVE)
def graded_algebra(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is A = B; raises Rejected for what is no identity of forms, Undecided without a proof."""
    left, right = equation(step.gives, PRIMITIVE)
    try:
        found = difference(left, right, step.bind)
    except NotGraded as reason:
        raise Undecided(f"{PRIMITIVE}: {reason}") from None
    if found:
        raise Undecided(f"the normal forms differ in {len(found)} terms")
    return Outcome("exact", (), SAYS, relative=True)


def difference(left: Term, right: Term, roles: Mapping[str, Term]) -> Sum:
    """The normal form of left - right."""
    g = Graded(roles)
    if g._is_vector(left) or g._is_vector(right):
        form: Sum = {(((), FRESH),): number(1)}
        sides = [{} if t == ZERO else g.interior(t, form) for t in (left, right)]
    else:
        sides = [g.value(left), g.value(right)]
    return total([sides[0], scaled(number(-1), sides[1])])


def instances(claim: Term, roles: Mapping[str, Term]) -> Iterator[dict[str, int]]:
    """Small numbers for the dimension, the degrees and the sign of the metric."""
    lets = [t for r, t in roles.items() if r.startswith("let_") and t.data[0] == "form"]
    names = sorted({n for t in lets for n in t.args[0].free} | roles["dimension"].free)
    signed = roles.get("sign")
    signs: tuple[int, ...] = (1, -1) if signed is not None and signed.head == "Symbol" else (1,)
    dimension = roles["dimension"]
    for n in (2, 3, 4):
        fixed = constant(dimension)
        if fixed is not None and fixed != n:
            continue
        free = [m for m in names if m not in dimension.free]
        for values in product((1, 0, 2), repeat=len(free)):
            for s in signs:
                found = dict(zip(free, values, strict=True)) | dict.fromkeys(dimension.free, n)
                yield found | (
                    {signed.data: s} if signed is not None and signed.head == "Symbol" else {}
                )


def instantiated(
    claim: Term, roles: Mapping[str, Term], values: Mapping[str, int]
) -> tuple[Term, dict[str, Term]]:
    """The claim and the roles with numbers put in: coordinates, a flat metric, generic forms.

    Raises Rejected where the numbers are no instance.
    """
    put = {name: integer(k) for name, k in values.items()}
    n = constant(substitute(roles["dimension"], put))
    if n is None or n not in (2, 3, 4):
        raise Rejected(f"{PRIMITIVE}: an instance has 2, 3 or 4 dimensions")
    coords = _COORDS[: int(n)]
    out: dict[str, Term] = {"coords": Term("Tuple", map(symbol, coords))}
    signed = roles.get("sign")
    if signed is not None:
        s = constant(substitute(signed, put))
        if s not in (1, -1):
            raise Rejected(f"{PRIMITIVE}: the sign of a metric is 1 or -1")
        first = ONE if s == 1 else neg(ONE)
        cells = [ZERO if i != j else first if i == 0 else ONE for i in range(len(coords))
                 for j in range(len(coords))]  # fmt: skip
        out["metric"] = Term("Matrix", cells, (len(coords), len(coords)))
    for role, t in roles.items():
        if not role.startswith("let_"):
            continue
        if t.head == "Apply" and t.data[0] == "map":
            raise Rejected(f"{PRIMITIVE}: maps have no instances")
        new = substitute(t, put)
        if new.data[0] == "form":
            p = constant(new.args[0])
            if p is None or p.denominator != 1 or p < 0:
                raise Rejected(f"{PRIMITIVE}: a degree is a natural number")
            new = Term("Apply", (integer(int(p)),), new.data)
        out[role] = new
    return _powers(substitute(claim, put)), out


def _powers(t: Term) -> Term:
    """(-1)^k with the number worked out, so that it is read as a coefficient."""
    if t.head == "Pow" and constant(t.args[0]) == -1:
        k = _integer(t.args[1])
        if k is not None:
            return ONE if k % 2 == 0 else neg(ONE)
    return t.rebuild([_powers(a) for a in t.args])


def _integer(t: Term) -> int | None:
    if t.head == "Integer":
        return int(t.data)
    parts = [_integer(a) for a in t.args]
    if any(p is None for p in parts):
        return None
    whole = [p for p in parts if p is not None]
    if t.head == "Neg":
        return -whole[0]
    if t.head == "Add":
        return sum(whole)
    if t.head == "Mul":
        out = 1
        for p in whole:
            out *= p
        return out
    if t.head == "Pow" and 0 <= whole[1] <= 8:
        return int(whole[0] ** whole[1])
    return None
