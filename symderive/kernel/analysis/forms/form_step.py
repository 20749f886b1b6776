"""Primitive `form_components`: an equation between forms, vector fields or functions, in components.

Both sides are evaluated over the charts that the step binds, and every component of the difference
is proved zero; `!=` is proved by a point at which a component certainly is not.

>>> from symderive.terms.reader import read
>>> roles = {"coords": read("(x, y)"), "let_a": read("form(0)")}
>>> step = Step(1, PRIMITIVE, read("ext_d(ext_d(a)) = 0"), bind=roles)
>>> form_components(step, (), Givens.of([])).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from symderive.kernel.analysis.algebra import relation, settled
from symderive.kernel.analysis.calculus.tidy import is_zero, plus, times
from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import Form, Index, Vector
from symderive.kernel.analysis.forms.form_terms import IllTyped, Map, Space, Value
from symderive.kernel.analysis.ranges.ranges import sign_of
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    Undecided,
    primitive,
)
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.places import places_for
from symderive.kernel.logic.witness import TRIES, Witness, nonvacuous, refute
from symderive.terms.tree import ZERO, Term, eq, symbol
from symderive.terms.writer import write

PRIMITIVE = "form_components"
MOST_INVERTED = 60
T = TypeVar("T")
SAYS = "Both sides are equal in components."


@primitive(PRIMITIVE)
def form_components(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """`gives` is A = B or A != B; raises Rejected for what is ill typed, Undecided without a proof."""
    if step.gives.head not in ("Eq", "Ne"):
        raise Rejected(f"{PRIMITIVE}: A = B or A != B is wanted, not {step.gives.head}")
    left, right = step.gives.args
    if step.gives.head == "Ne":
        return _differ(left, right, step.bind, givens)
    return equal(left, right, step.bind, givens)


def equal(left: Term, right: Term, roles: Mapping[str, Term], givens: Givens) -> Outcome:
    """The outcome of A = B; signs of unknown factors become added givens where they are needed."""
    sides = Sides.of(left, right, roles, givens)
    added: list[Term] = []
    if not sides.same:
        added = sides.unknown_signs()
        if added:
            sides = Sides.of(left, right, roles, givens.extended(*added))
    inner = givens.extended(*added) if added else givens
    found = [Condition(write(a), "added", "a side of the chart on which the volume form is "
                            "written without absolute values") for a in added]  # fmt: skip
    for a, b in sides.pairs():
        if not sides.k.add(a, -b).zero:
            found += proved(sides.k.write(a), sides.k.write(b), inner)
    more = conditions(sides.k, sides.written(), inner, givens, added)
    return Outcome("exact", tuple(found + more), SAYS, relative=True)


def proved(a: Term, b: Term, givens: Givens) -> list[Condition]:
    """The kernel's normal form, where the field of coefficients sees no identity."""
    claim = eq(a, b)
    return settled(relation(claim, givens), claim, givens)


def _differ(left: Term, right: Term, roles: Mapping[str, Term], givens: Givens) -> Outcome:
    found = refuted(left, right, roles, givens)
    if found is None:
        raise Undecided("no point was found at which a component certainly differs")
    where, w = found
    at = ", ".join(f"{n} = {v}" for n, v in w.point.items())
    text = f"the components on {where} differ"
    how = f"{w.left} and {w.right}" + (f" at {at}" if at else "")
    return Outcome("enclosed", (Condition(text, "discharged", how),),
                   f"They differ on {where}.", relative=True)  # fmt: skip


def refuted(
    left: Term, right: Term, roles: Mapping[str, Term], givens: Givens
) -> tuple[str, Witness] | None:
    """The component and the witness at which A = B fails, or None."""
    for where, claim in component_claims(left, right, roles, givens):
        w = refute(claim, givens)
        if w is not None:
            return where, w
    return None


def component_claims(
    left: Term, right: Term, roles: Mapping[str, Term], givens: Givens
) -> Iterator[tuple[str, Term]]:
    """The equations of components that the field does not prove, each with its place."""
    sides = Sides.of(left, right, roles, givens)
    for where, a, b in sides.labelled():
        if not sides.k.add(a, -b).zero:
            yield where, eq(sides.k.write(a), sides.k.write(b))


# --- two sides ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sides:
    """Both sides of an equation as values in one space."""

    space: Space
    left: Value
    right: Value

    @staticmethod
    def of(left: Term, right: Term, roles: Mapping[str, Term], givens: Givens) -> Sides:
        """Raises Rejected for ill typed terms, Undecided where the kernel stops."""
        a, b, space = values((left, right), roles, givens)
        if is_zero(left) and isinstance(b, Vector):
            a = Vector((space.k.nought,) * len(b.parts))
        if is_zero(right) and isinstance(a, Vector):
            b = Vector((space.k.nought,) * len(a.parts))
        if type(a) is not type(b) or isinstance(a, Map):
            raise Rejected(f"{PRIMITIVE}: {write(left)} and {write(right)} are of different kinds")
        return Sides(space, a, b)

    @property
    def k(self) -> Coefficients:
        return self.space.k

    @property
    def same(self) -> bool:
        return all(self.k.add(a, -b).zero for a, b in self.pairs())

    def pairs(self) -> list[tuple[Fraction_, Fraction_]]:
        return [(a, b) for _, a, b in self.labelled()]

    def labelled(self) -> list[tuple[str, Fraction_, Fraction_]]:
        """(place, left component, right component); forms of two degrees differ unless zero."""
        nought, coords = self.k.nought, self.space.charts[""]
        if isinstance(self.left, Vector) and isinstance(self.right, Vector):
            return list(zip(coords, self.left.parts, self.right.parts, strict=True))
        assert isinstance(self.left, Form) and isinstance(self.right, Form)
        a, b = self.left, self.right
        if a.degree == b.degree:
            return [(label(i, coords), a.parts.get(i, nought), b.parts.get(i, nought))
                    for i in sorted(a.parts.keys() | b.parts.keys())]  # fmt: skip
        return [(label(i, coords), f, nought) for i, f in a.parts.items()] + [
            (label(i, coords), nought, f) for i, f in b.parts.items()
        ]

    def unknown_signs(self) -> list[Term]:
        """p > 0 for every sign(p) that stands in a component."""
        found = self.k.unknown_signs(*[f for pair in self.pairs() for f in pair])
        return [Term("Lt", (ZERO, p)) for p in found]

    def written(self) -> list[Term]:
        return [self.k.write(f) for pair in self.pairs() for f in pair]


def conditions(
    k: Coefficients,
    sides: Sequence[Term],
    givens: Givens,
    before: Givens | None = None,
    added: Sequence[Term] = (),
) -> list[Condition]:
    """What was divided by, what derivatives need, and that all of it is not void.

    `givens` include what was `added` to those `before`: a point must be one of these, too.
    """
    out = []
    for t in excluded(k):
        found = sign_of(t, givens)
        text = f"{write(t)} != 0"
        if found in ("+", "-", "!0"):
            out.append(Condition(text, "discharged", "by the sign oracle", t))
        else:
            out.append(Condition(text, "presupposed", "at its zeros by continuity, if at all", t))
    out += [Condition(write(c), "presupposed", "where the coefficients are differentiable")
            for c in k.conditions]  # fmt: skip
    out += _smoothness(k, givens)
    inverted, sides = list(k.inverted)[:MOST_INVERTED], sides[:MOST_INVERTED]
    if added and before is not None:
        point = _point(before, added, inverted, sides)
    else:
        point = nonvacuous(givens, inverted, sides)
    if point is None:
        raise Undecided("no admissible point was found at which both sides have a value")
    at = ", ".join(f"{name} = {value}" for name, value in point.items())
    out.append(Condition("the claim is not void", "discharged", f"at {at}" if at else "no names"))
    return out


def _smoothness(k: Coefficients, givens: Givens) -> list[Condition]:
    """How smooth the functions are that were differentiated; Undecided where less is given."""
    orders: dict[str, int] = {}
    for g in k.generators:
        for t in g.term.walk():
            if t.head == "Apply":
                orders[t.data[0]] = max(orders.get(t.data[0], 0), sum(t.data[1]))
    out = []
    for order in sorted(set(orders.values()) - {0}):
        names = sorted(n for n, needed in orders.items() if needed == order)
        for n in names:
            if givens.functions.get(n, order) < order:
                raise Undecided(f"a derivative in the claim needs {n} is C{order}")
        text = f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} C{order}"
        how = "functions of which nothing is said are as smooth as this"
        out.append(Condition(text, "given", how))
    return out


def _point(
    givens: Givens, added: Sequence[Term], inverted: Sequence[Term], sides: Sequence[Term]
) -> dict[str, str] | None:
    """An admissible point at which what was added holds and nothing that is inverted vanishes."""
    terms = [*inverted, *sides, *added]
    names = sorted(frozenset().union(*(t.free for t in terms)))
    for place in places_for(terms, names, givens, TRIES):
        e = place.evaluator()
        if not all(e.holds(a) is True for a in added):
            continue
        below, values = ([e.value(t) for t in ts] for ts in (inverted, sides))
        if all(v.is_finite() for v in (*below, *values)) and not any(v.contains(0) for v in below):
            return place.text()
    return None


def excluded(k: Coefficients) -> list[Term]:
    """The irreducible factors of what was divided by."""
    found: dict[Term, None] = {}
    for t in k.inverted:
        for p, _ in k.factors(k.read(t))[1]:
            if not p.constant():
                found[k.write(p)] = None
    return list(found)


def values(
    terms: Sequence[Term], roles: Mapping[str, Term], givens: Givens
) -> tuple[Value, Value, Space]:
    """Two terms evaluated in one space."""

    def job(k: Coefficients) -> tuple[Value, Value, Space]:
        space = Space(k, roles)
        a, b = (space.value(t) for t in terms)
        return a, b, space

    return worked(job, givens)


def worked(job: Callable[[Coefficients], T], givens: Givens) -> T:
    """A job in a field of its own; raises Rejected for ill typed terms, Undecided for a stop."""
    k = Coefficients(givens)
    try:
        return k.run(lambda: job(k))
    except IllTyped as reason:
        raise Rejected(f"{PRIMITIVE}: {reason}") from None
    except Undecided:
        raise
    except ArithmeticError as reason:
        raise Undecided(f"components stop here: {reason}") from None


def label(i: Index, coords: Sequence[str]) -> str:
    """`dx^dy` of an index; `1` for a function."""
    return "^".join(f"d{coords[m]}" for m in i) or "1"


def term_of(k: Coefficients, coords: Sequence[str], v: Value) -> Term:
    """A form as a sum of coefficients times wedges of differentials; a vector field as a tuple."""
    if isinstance(v, Vector):
        return Term("Tuple", [k.write(f) for f in v.parts])
    if isinstance(v, Map):
        raise IllTyped("a map is no form")
    parts = []
    for i, f in sorted(v.parts.items()):
        factors = [Term("ext_d", (symbol(coords[m]),)) for m in i]
        basis = [Term("Wedge", factors)] if len(factors) > 1 else factors
        coefficient = k.write(f)
        parts.append(times(coefficient, *basis) if basis else coefficient)
    return plus(*parts) if parts else ZERO
