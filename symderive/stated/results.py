"""The result of a certificate of any field is what its steps say; every other key is said or unproved.

Each field that says more than one formula has a module of its own; here it is found by the kind of
the problem, and the fields with one formula are held against the last step.
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.derivations import Derivation
from symderive.differences import shown
from symderive.kernel.logic.claims import Step
from symderive.stated import claims, divergences, pde, variation
from symderive.stated.forms import About
from symderive.terms.context import Context
from symderive.terms.tree import Term


def untold(
    kept: Derivation,
    claim: Term,
    steps: Sequence[Step],
    statements: Sequence[Term],
    about: About | None,
    context: Context,
) -> list[str]:
    """What the result says and no step does, one line each; empty where all of it is said.

    `statements` are the givens as terms, `about` what a certificate about forms declares.
    """
    if about is not None:
        return about.untold([s.gives for s in steps if not s.under])
    spare = ["unproved: every key of the result has its step"] if kept.unproved else []
    if kept.problem["kind"] == "pde":
        if set(kept.unproved) <= pde.MAY_BE_OPEN - set(kept.result or {}):
            spare = []
        return spare + pde.untold(kept.problem, statements, kept.result, steps, context)
    if kept.problem["kind"] == "extremize" and variation.speaks(steps):
        return spare + variation.untold(kept.problem, statements, kept.result, steps)
    if divergences.about_laws(kept.problem):
        return divergences.untold(
            kept.problem, kept.given, kept.added, kept.result, steps[-1].gives
        )
    return _one_formula(kept, claim, steps, statements, context)


def _one_formula(
    kept: Derivation,
    claim: Term,
    steps: Sequence[Step],
    statements: Sequence[Term],
    context: Context,
) -> list[str]:
    """The text of the result is the claim; a key that no step gives is listed as unproved."""
    found = []
    if not claims.agrees(kept.result, claim, context):
        found.append("result.text: it is not what the steps prove")
    gives = [s.gives for s in steps if not s.under]
    names = kept.problem.get("var") or kept.problem.get("vars") or ""
    variables = frozenset(names.replace(",", " ").split() if isinstance(names, str) else names)
    open_keys = claims.untold(kept.result, gives, variables, context)
    found += [f"result.{key}: no step says so" for key in open_keys if key not in kept.unproved]
    found += [f"unproved: {shown(key)} is no key of the result that no step gives"
              for key in kept.unproved if key not in open_keys]  # fmt: skip
    found += filter(None, [claims.overstated(kept.problem, kept.result)])
    functional = claims.functional_of(kept.problem, context)
    if functional is not None and not claims.is_given(functional, statements):
        found.append("problem.lagrangian: no given says that its integral is stationary")
    if kept.problem["kind"] == "integrate":
        found += claims.unfit(kept.added, claim.args[0].free, context)
    return found
