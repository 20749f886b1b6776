"""What a certificate about normals in symbolic dimension claims, read from its problem alone.

The left side is the definition of the measure with the densities written out; the givens are those
of the problem, what the laws say of their own names, and that a blend of covariances is definite.

>>> from symderive.terms.context import PLAIN
>>> problem = {"kind": "divergence", "divergence": "w2sq",
...            "p": "MultivariateNormal(0, S)", "q": "MultivariateNormal(0, S)"}
>>> claim_of(problem, {"text": "0"}, PLAIN).args[0].head
'W2sq'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symderive.derivations import NotACertificate
from symderive.kernel.logic.givens import Givens
from symderive.laws.normals import (
    MEASURES,
    ORDERED,
    SINGLE,
    declarations,
    definition,
    dimension,
    domain,
    existence,
    mutual_information,
    read_normal,
    variable,
)
from symderive.stated.claims import said
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

KEYS = frozenset("kind divergence p q order given name parameters".split())


def claim_of(
    problem: Mapping[str, Any],
    result: Mapping[str, Any] | None,
    context: Context,
    given: Sequence[str] | None = None,
    added: Sequence[str] = (),
) -> Term | None:
    """The equation that the last step must give; raises NotACertificate.

    `given` and `added`, where they are passed, must be what the problem and its laws say.
    """
    if unknown := sorted(problem.keys() - KEYS):
        raise NotACertificate(f"a problem about normal laws has no `{unknown[0]}`")
    measure = problem.get("divergence")
    if measure not in MEASURES:
        raise NotACertificate(
            f"problem.divergence: no measure of normal laws is called {measure!r}"
        )
    if ("q" in problem) == (measure in SINGLE) or ("order" in problem) != (measure in ORDERED):
        raise NotACertificate(f"problem: {measure} takes other laws or another order")
    if result is not None and (unknown := sorted(result.keys() - {"text", "latex"})):
        raise NotACertificate(f"result.{unknown[0]}: no step says so")
    try:
        laws = [read_normal(str(problem[k])) for k in ("p", "q") if k in problem]
        order = said(problem["order"], "problem.order", context) if "order" in problem else None
        own = [said(g, "problem.given", context) for g in problem.get("given", [])]
        implied = [*declarations(laws, own), *domain(order)]
        n = dimension(laws[0], Givens.of([*own, *implied]))
    except (NotRead, ValueError, KeyError, ArithmeticError) as wrong:
        raise NotACertificate(f"problem: {wrong}") from None
    if n is None:
        raise NotACertificate("problem: no size is known of the laws")
    for texts, allowed, where in (
        (given or (), {*own, *implied}, "given"),
        (added, set(existence(measure, laws, order, n)), "added"),
    ):
        for text in texts:
            if said(text, where, context) not in allowed:
                raise NotACertificate(f"{where}: {text} is not part of the problem")
    if not result or "text" not in result:
        return None
    name = variable(laws, order, [*own, *implied])
    value = said(result["text"], "result.text", context)
    if measure == "mutual_information":
        try:
            return eq(mutual_information(laws[0], name, Givens.of([*own, *implied])), value)
        except (ValueError, ArithmeticError) as wrong:
            raise NotACertificate(f"problem: {wrong}") from None
    return eq(definition(measure, laws, order, name, n), value)


__all__ = ["claim_of", "write"]
