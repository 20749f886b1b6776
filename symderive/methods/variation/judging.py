"""What kind of extremal was found: a minimum by convexity, a weak one by Legendre and Jacobi.

The worker looks at numbers first and proposes what is worth asking: the sense (minimum or maximum),
and positive solutions of Jacobi's equation, derivatives of the family by its constants among them.
What the kernel does not accept is not claimed: the extremal stays stationary.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symderive.kernel.analysis.calculus.differentiate import Refused, derivative
from symderive.kernel.analysis.equations.first_order import tidied
from symderive.kernel.analysis.variation.ends import held
from symderive.kernel.analysis.variation.functional import Functional
from symderive.methods.variation.judging_against import against
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, Term, neg
from symderive.terms.writer import write
from symderive.worker import WorkerError

if TYPE_CHECKING:
    from symderive.methods.variation.search import Search

PROPOSE = "judging_proposals:propose"
KINDS = {("minimum", 1): "minimum", ("minimum", -1): "maximum",
         ("weak_minimum", 1): "weak_minimum", ("weak_minimum", -1): "weak_maximum"}  # fmt: skip


def judged(
    search: Search, gives: Term, uses: Sequence[int], bind: Mapping[str, Term],
    family: Term | None = None, values: Mapping[str, Term] | None = None,
    fitted: Mapping[str, tuple[Term, str]] | None = None,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """The kind that the kernel accepts, its step the last one; and what is proved against a minimum.

    `family` is the statement with its constants, `values` the closed ones of this member.
    """
    problem = search.problem
    parts = gives.args if gives.head == "And" else (gives,)
    explicit = {p.args[0].data[0]: p.args[1] for p in parts if p.args[0].head == "Apply"}
    posed = not problem.local and not problem.movable
    if len(problem.variables) != 1 or not posed or not set(problem.unknowns) <= explicit.keys():
        return "stationary", {}
    also = {p.args[0].data: write(p.args[1]) for p in parts if p.args[0].head == "Symbol"}
    constants = {*(values or {}), *(fitted or {})} - {*search.multipliers, *search.pointwise}
    ((low, high),) = problem.ends
    task = search.task(
        bodies={n: write(t) for n, t in explicit.items()}, also=also,
        low=write(low), high=write(high), about=[write(s) for s in problem.about],
        jacobi=[write(t) for t in _by_constants(family, values or {}, constants)],
        fitted={n: v for n, (_, v) in (fitted or {}).items()}, **_cost(problem),
    )  # fmt: skip
    try:
        proposed = search.ask(PROPOSE, task)
    except WorkerError:  # what is found stays found
        return "stationary", {}
    for by, sense, bound in proposed:
        roles: dict[str, Term] = dict(bind)
        if sense < 0:
            roles["of"] = neg(ONE)
        roles |= {role: read(text) for role, text in bound.items()}
        if search.trail.step(by, gives, uses, roles) is not None:
            return KINDS[by, sense], {}
    return "stationary", against(search, gives, uses, bind, task)


def _cost(problem: Functional) -> dict[str, object]:
    """The cost of the end points with plain names for the values in it, and what these stand for."""
    values = list(dict.fromkeys(t for t in problem.cost.walk() if t.head == "Apply"
                                and t.data[0] in problem.unknowns))  # fmt: skip
    body, names = held(problem.cost, values)
    return {"cost": write(body), "values": [[n, v.data[0], v.data[1][0], write(v.args[0])]
                                            for n, v in names.items()]}  # fmt: skip


def _by_constants(
    family: Term | None, values: Mapping[str, Term], names: Collection[str]
) -> list[Term]:
    """The derivatives of an explicit family by its constants, at the values of this member.

    By Jacobi's theorem they solve his equation; a multiplier is no constant of this kind.
    """
    parts = () if family is None else family.args if family.head == "And" else (family,)
    bodies = [p.args[1] for p in parts if p.args[0].head == "Apply"]
    out = []
    for body in bodies if len(bodies) == 1 else ():
        for name in sorted(body.free & set(names)):
            try:
                out.append(tidied(substitute(derivative(body, name), values)))
            except Refused:
                continue
    return out
