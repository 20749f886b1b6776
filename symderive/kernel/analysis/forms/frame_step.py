"""Primitive `moving_frame`: connection, curvature and what is made of them, from a coframe.

`gives` equates `connection(a, b)`, `curvature(a, b)` (forms in coordinate differentials, first index
up), `ricci(a, b)`, `einstein(a, b)` (in the coframe), `scalar`, `gauss`, `kretschmann` with values.

>>> from symderive.terms.reader import read
>>> roles = {"coords": read("(r, p)"), "coframe_0": read("ext_d(r)"),
...          "coframe_1": read("r*ext_d(p)"), "signature": read("(1, 1)")}
>>> step = Step(1, PRIMITIVE, read("connection(0, 1) = -ext_d(p) and gauss = 0"), bind=roles)
>>> moving_frame(step, (), Givens.of([])).grade
'exact'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import Form
from symderive.kernel.analysis.forms.form_step import conditions, proved, worked
from symderive.kernel.analysis.forms.form_terms import IllTyped, Space
from symderive.kernel.analysis.forms.moving_frame import Frame
from symderive.kernel.logic.claims import (
    Checked,
    Condition,
    Outcome,
    Rejected,
    Step,
    equation,
    primitive,
)
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.tree import Term
from symderive.terms.writer import write

PRIMITIVE = "moving_frame"
_SAYS = {
    "connection": "The structure equations, torsion-free and metric, have this one solution.",
    "curvature": "The second structure equation.",
}


@primitive(PRIMITIVE)
def moving_frame(step: Step, premises: Sequence[Checked], givens: Givens) -> Outcome:
    """Raises Rejected for a wrong value or a coframe that is none, Undecided where no proof is found."""
    parts = step.gives.args if step.gives.head == "And" else (step.gives,)
    pairs = [equation(p, PRIMITIVE) for p in parts]

    def job(k: Coefficients) -> tuple[Coefficients, list[tuple[Term, Fraction_, Fraction_]]]:
        space = Space(k, step.bind)
        frame = frame_of(space, step.bind)
        return k, [(left, a, b) for left, right in pairs
                   for a, b in _compared(space, frame, left, right)]  # fmt: skip

    k, components = worked(job, givens)
    found: list[Condition] = []
    for _, a, b in components:
        if not k.add(a, -b).zero:
            found += proved(k.write(a), k.write(b), givens)
    found += conditions(k, [k.write(f) for _, a, b in components for f in (a, b)], givens)
    says = next((_SAYS[p.args[0].data[0]] for p in parts
                 if p.args[0].head == "Apply" and p.args[0].data[0] in _SAYS),
                "Contractions of the curvature.")  # fmt: skip
    return Outcome("exact", tuple(dict.fromkeys(found)), says, relative=True)


def frame_of(space: Space, roles: Mapping[str, Term]) -> Frame:
    """The frame that the roles `coframe_0` .. and `signature` declare.  Raises IllTyped."""
    n = len(space.charts[""])
    signs = roles.get("signature")
    if signs is None:
        raise IllTyped("no signature is declared")
    forms = []
    for i in range(n):
        t = roles.get(f"coframe_{i}")
        if t is None:
            raise IllTyped(f"the coframe has no 1-form number {i}")
        forms.append(space.form(t, ""))
    eta = [constant(t) for t in (signs.args if signs.head == "Tuple" else (signs,))]
    try:
        return Frame(
            space.k, space.charts[""], forms, [int(e) if e is not None else 0 for e in eta]
        )
    except ValueError as reason:
        raise IllTyped(str(reason)) from None


def _compared(
    space: Space, frame: Frame, left: Term, right: Term
) -> list[tuple[Fraction_, Fraction_]]:
    """The components of what a name means and of the value it is given."""
    name, index = quantity(left, frame.n)
    if name in ("connection", "curvature"):
        wanted = (frame.connection if name == "connection" else frame.curvature)[index]
        told = space.form(right, "")
        degree = 1 if name == "connection" else 2
        if told.degree != degree and not told.zero:
            raise IllTyped(f"{write(right)} is no form of degree {degree}")
        nought = space.k.nought
        keys = sorted(wanted.parts.keys() | told.parts.keys())
        return [(wanted.parts.get(i, nought), told.parts.get(i, nought)) for i in keys]
    return [(scalar_quantity(frame, name, index), space.scalar(right, ""))]


def quantity(t: Term, n: int) -> tuple[str, tuple[int, int]]:
    """The name and indices of a left side.  Raises Rejected for what is none."""
    if t.head == "Symbol" and t.data in ("scalar", "gauss", "kretschmann"):
        return t.data, (0, 0)
    if t.head == "Apply" and len(t.args) == 2:
        a, b = (x.data if x.head == "Integer" else -1 for x in t.args)
        name = t.data[0]
        if 0 <= a < n and 0 <= b < n:
            if name in ("connection", "curvature") and a < b:
                return name, (a, b)
            if name in ("ricci", "einstein"):
                return name, (a, b)
    raise Rejected(f"{PRIMITIVE}: {write(t)} is no quantity of a frame")


def scalar_quantity(frame: Frame, name: str, index: tuple[int, int]) -> Fraction_:
    a, b = index
    if name == "ricci":
        return frame.ricci[a][b]
    if name == "einstein":
        return frame.einstein()[a][b]
    if name == "kretschmann":
        return frame.kretschmann()
    return frame.scalar() if name == "scalar" else frame.gauss()


__all__ = ["PRIMITIVE", "Form", "frame_of", "moving_frame", "scalar_quantity"]
