"""The value of an expression with forms, its steps, and what is said of it in a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.analysis.forms.form_components import Form, Vector
from symderive.kernel.analysis.forms.form_step import PRIMITIVE, label, term_of, worked
from symderive.kernel.analysis.forms.form_terms import FORM_HEADS, IllTyped, Space, Value
from symderive.kernel.analysis.forms.region_step import INTEGRAL
from symderive.kernel.analysis.values_step import replaced
from symderive.kernel.logic.claims import Step
from symderive.kernel.logic.givens import Givens
from symderive.methods.forms.integrals import integral_step
from symderive.terms.tree import ZERO, Term, eq
from symderive.terms.writer import write

MOST_STEPS = 6  # intermediate values that are shown


def integrals_in(t: Term) -> list[Term]:
    """The integrals of forms in a term, each once."""
    found = [u for u in t.walk() if u.head == "Apply" and u.data[0] == INTEGRAL]
    return list(dict.fromkeys(found))


def integral_steps(t: Term, roles: dict[str, Term], givens: Givens) -> list[Step]:
    """A step for each integral in a term."""
    return [integral_step(n, u, roles, givens) for n, u in enumerate(integrals_in(t), 1)]


def evaluated(
    t: Term, roles: Mapping[str, Term], givens: Givens
) -> tuple[Term, dict[str, str], int | None, list[Term]]:
    """(the value as a term, its components as text, its degree, sides on which signs are assumed)."""

    def job(k: Coefficients) -> tuple[Term, dict[str, str], int | None, list[Term]]:
        space = Space(k, roles)
        v = space.value(t)
        coords = space.charts[""]
        return term_of(k, coords, v), components(k, coords, v), degree(v), signs(k, v)

    found = worked(job, givens)
    if found[3]:
        return (*worked(job, givens.extended(*found[3]))[:3], found[3])
    return found


def components(k: Coefficients, coords: tuple[str, ...], v: Value) -> dict[str, str]:
    """`dx^dy` to coefficient; `1` for a function; names of coordinates for a vector field."""
    if isinstance(v, Vector):
        return {x: write(k.write(f)) for x, f in zip(coords, v.parts, strict=True)}
    if not isinstance(v, Form):
        raise IllTyped("a map is no form")
    if v.degree == 0:
        return {"1": write(k.write(v.parts.get((), k.nought)))}
    return {label(i, coords): write(k.write(f)) for i, f in sorted(v.parts.items())}


def degree(v: Value) -> int | None:
    return v.degree if isinstance(v, Form) else None


def signs(k: Coefficients, v: Value) -> list[Term]:
    """p > 0 for every sign(p) in the value."""
    parts = v.parts if isinstance(v, Vector) else v.parts.values() if isinstance(v, Form) else ()
    return [Term("Lt", (ZERO, p)) for p in k.unknown_signs(*parts)]


def value_steps(t: Term, value: Term, roles: dict[str, Term], givens: Givens) -> list[Step]:
    """Steps that show the inner values and end in t = value."""
    steps: list[Step] = []
    for u in inner(t):
        if len(steps) == MOST_STEPS:
            break
        try:
            found = evaluated(u, roles, givens)
        except (ValueError, ArithmeticError):
            continue
        if not found[3] and len(write(found[0])) < 2000:
            steps.append(Step(len(steps) + 1, PRIMITIVE, eq(u, found[0]), bind=dict(roles)))
    return [*steps, Step(len(steps) + 1, PRIMITIVE, eq(t, value), bind=dict(roles))]


def inner(t: Term) -> list[Term]:
    """Operators on forms below the top, innermost first; differentials of names are left out."""
    found: dict[Term, None] = {}

    def visit(u: Term, top: bool) -> None:
        if u.head == "pull" or (u.head == "Apply" and u.data[0] == "map"):
            return  # what stands there lives on another chart
        for a in u.args:
            visit(a, False)
        plain = u.head == "ext_d" and u.args[0].head == "Symbol"
        if not top and u.head in FORM_HEADS and not plain and u.head != "Wedge":
            found[u] = None

    visit(t, True)
    return list(found)


def with_values(t: Term, steps: list[Step]) -> Term:
    return replaced(t, [s.gives for s in steps])


def scalar_text(t: Term, givens: Givens) -> Term:
    """A tidy form of a number or function."""
    k = Coefficients(givens)
    try:
        return k.run(lambda: k.write(k.read(t)))
    except ArithmeticError:
        return t


__all__ = ["PRIMITIVE", "Any", "evaluated", "integral_steps", "value_steps", "with_values"]
