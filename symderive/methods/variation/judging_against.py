"""What speaks against a minimum: the first conjugate point, and a variation with which J decreases.

Asked where neither a minimum nor a maximum was proved.  The worker finds a solution of Jacobi's
equation that vanishes twice, and a simple variation with the integral that it makes; the kernel
checks both.  Both senses are tried: where the second variation takes both signs it is a saddle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symderive.terms.reader import read
from symderive.terms.tree import ONE, Term, eq, neg
from symderive.worker import WorkerError

if TYPE_CHECKING:
    from symderive.methods.variation.search import Search

PROPOSE = "judging_against_proposals:propose"
WORDS = {1: "not_minimum", -1: "not_maximum"}


def against(
    search: Search, gives: Term, uses: Sequence[int], bind: Mapping[str, Term], task: dict[str, Any]
) -> dict[str, Any]:
    """Keys of the result that steps prove: `conjugate`, `not_minimum`, `not_maximum`."""
    found: dict[str, Any] = {}
    if search.problem.integrals or search.problem.holonomic:
        return found
    try:
        proposed = search.ask(PROPOSE, task)
    except WorkerError:
        return found
    for u, c in proposed["conjugate"]:
        roles = dict(bind) | {"U": read(u), "c": read(c)}
        if search.trail.step("conjugate_point", gives, uses, roles) is not None:
            found["conjugate"] = read(c)
            break
    for sense, variation, integrals in proposed["variations"]:
        if WORDS[sense] in found:
            continue
        mark = len(search.trail.checked)
        steps = [search.trail.step("antiderivative", eq(read(i), read(v)), (), {"F": read(f)})
                 for i, f, v in integrals]  # fmt: skip
        known = [n for n in steps if n is not None]
        if len(known) < len(steps):
            search.trail.back_to(mark)
            continue
        roles = dict(bind) | {role: read(t) for role, t in variation.items()}
        if sense < 0:
            roles["of"] = neg(ONE)
        if search.trail.step("no_minimum", gives, (*uses, *known), roles) is not None:
            found[WORDS[sense]] = {
                u: read(variation[f"H{k + 1}"])
                for k, u in enumerate(search.problem.unknowns) if f"H{k + 1}" in variation
            }  # fmt: skip
        else:
            search.trail.back_to(mark)
    return found
