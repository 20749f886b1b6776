"""Whether a given formula solves a first-order equation with its data: "U solves EQUATION with DATA".

>>> solves("u(x,t) = x/(t - 1) solves u_t + u*u_x = 0 with u(x,0) = -x").verdict
'verified'
>>> solves("u(x,t) = x/(t + 1) solves u_t + u*u_x = 0 with u(x,0) = -x").witness["point"]
{'x': '3/7'}
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

from symderive.certificates import refuted, undecided
from symderive.deadline import Late, deadline
from symderive.derivations import Derivation
from symderive.faces.pde import answered, posed
from symderive.faces.pinned import at_a_root
from symderive.hints import true_under
from symderive.kernel.analysis.equations.first_order import problem_of
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.witness import refute
from symderive.library import rules
from symderive.methods.characteristics.search import Found
from symderive.stated.pde import failing
from symderive.strategy import Trail
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.writer import write

_SENTENCE = re.compile(r"(?P<formula>.+?)\bsolves\b(?P<rest>.+)", re.DOTALL)
_UNKNOWN = re.compile(r"\s*([^\W\d]\w*)\s*\(([^()=]*)\)\s*=")
_AND = re.compile(r"\band\b|;")
EXAMPLE = '"u(x,t) = x/(t - 1) solves u_t + u*u_x = 0 with u(x,0) = -x"'


def is_sentence(text: str) -> bool:
    """Whether the text is of the form "formula solves equation"."""
    return _SENTENCE.fullmatch(text) is not None


def solves(text: str, given: Sequence[str] = (), timeout: float = 10) -> Derivation:
    """Verified, refuted by a point at which the formula fails, or undecided.

    Names other than the variables are positive parameters unless `given` says something of them.
    Raises NotRead where the sentence, and NotFirstOrder where the equation is of another kind.
    """
    start = time.perf_counter()
    parts = _SENTENCE.fullmatch(text)
    named = _UNKNOWN.match(text)
    if parts is None or named is None:
        raise NotRead(
            text, 0, "a formula for the unknown and its variables come first", hint=EXAMPLE
        )
    unknown, variables = named[1], [v.strip() for v in named[2].split(",")]
    equation, _, last = parts["rest"].partition(" with ")
    data = [d.strip() for d in _AND.split(last) if d.strip()]
    stated: dict[str, Any] = {"solution": parts["formula"].strip()}
    stated, statements = posed([equation.strip()], variables, unknown, data, given, stated)
    context = Context(unknowns={unknown: tuple(variables)})
    formula = read(stated["solution"], context)
    texts = [write(s) for s in statements]
    trail = Trail(Givens.of(statements), rules())
    reason = None
    try:
        with deadline(timeout):
            if trail.step("pde_solution", formula) is not None:
                found = Found(trail, None, formula)
                found.kind = "implicit" if unknown in formula.args[1].functions else "explicit"
                return answered(stated, texts, [unknown], variables, found).timed(
                    time.perf_counter() - start
                )
            claim, facts = failing(stated, statements, context)
            witness = refute(claim, Givens.of(facts))
            if witness is not None:
                kept = [write(s) for s in facts]
                hint = true_under(claim, Givens.of(facts))
                return refuted(stated, kept, witness, hint).timed(time.perf_counter() - start)
            asked = problem_of(unknown, Givens.of(statements))
            at = at_a_root(claim, facts, asked.value, asked.rest)
            if at is not None:
                kept = [write(s) for s in at[1]]
                hint = true_under(at[0], Givens.of(at[1]))
                return refuted(stated, kept, at[2], hint).timed(time.perf_counter() - start)
    except Late as late:
        reason = str(late)
    except (Rejected, Undecided) as no:
        reason = str(no)
    answer = undecided(stated, texts, reason or trail.failure())
    return answer.timed(time.perf_counter() - start)


__all__ = ["is_sentence", "solves"]
