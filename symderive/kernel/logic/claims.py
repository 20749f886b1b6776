"""Claims, conditions, steps: what the kernel is handed and what it answers.

A step gives a relation between terms, by a primitive or a rule, from earlier steps.  The primitive
computes the conditions; nobody else writes one.

>>> Condition("x != 0", "presupposed", "a denominator written in the claim").settled
True
>>> Condition("convergence", "open", "no majorant was found").settled
False
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term
from symderive.terms.vocabulary import SMOOTHNESS

GRADES = ("exact", "enclosed", "cited", "computed", "assumed")


class Rejected(ValueError):
    """A step that does not follow: the law that was broken and the two things that differ."""


class Undecided(ArithmeticError):
    """The kernel can neither derive nor reject: what is missing."""


@dataclass(frozen=True)
class Condition:
    """An obligation of a step.

    `status`: discharged (proved; `how` says by what), presupposed (a zero of a denominator or a pole
    of a function written in the claim: excluded by what an equation says, and printed), given (it is
    one of the givens), added (became a given of the result), open (not proved).
    """

    text: str
    status: str
    how: str
    excluded: Term | None = None  # the element that must not vanish, where that is the condition

    @property
    def settled(self) -> bool:
        return self.status != "open"


def smooth_by_default(c: Term, givens: Givens) -> Condition | None:
    """`f is C2` of a function of which nothing is said: taken as a given, and printed as one."""
    if c.head != "Is":
        return None
    name, word = c.args
    if name.head != "Symbol" or name.data in givens.functions:
        return None
    if word.head != "Symbol" or not SMOOTHNESS.fullmatch(word.data):
        return None
    how = "a function of which nothing is said is as smooth as this"
    return Condition(f"{name.data} is {word.data}", "given", how)


@dataclass(frozen=True)
class Step:
    """One step as proposed: `bind` holds terms by role, `under` local hypotheses, `uses` step numbers."""

    n: int
    by: str
    gives: Term
    uses: tuple[int, ...] = ()
    bind: Mapping[str, Term] = field(default_factory=dict)
    under: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a primitive found: the grade it deserves, its conditions, and one sentence of how."""

    grade: str
    conditions: tuple[Condition, ...] = ()
    says: str = ""
    introduces: tuple[str, ...] = ()  # names of new constants: fresh, fixed from here on
    solution: bool = False  # "this function solves that equation": no premise for later steps
    generalises: tuple[str, ...] = ()  # names for which a premise holds whatever their value
    relative: bool = False  # it holds in the charts and for the names that the step declares


@dataclass(frozen=True)
class Checked:
    """A step that the kernel has re-derived."""

    step: Step
    outcome: Outcome
    givens: Givens  # the givens together with the step's local hypotheses

    @property
    def gives(self) -> Term:
        return self.step.gives


# A primitive: (step, premises, givens) -> Outcome; raises Rejected or Undecided.
Primitive = Callable[[Step, Sequence[Checked], Givens], Outcome]
PRIMITIVES: dict[str, Primitive] = {}


def primitive(name: str) -> Callable[[Primitive], Primitive]:
    """Register an inference of the kernel under the name that certificates use."""

    def register(function: Primitive) -> Primitive:
        if name in PRIMITIVES:
            raise ValueError(f"two primitives are called {name}")
        PRIMITIVES[name] = function
        return function

    return register


def bound(step: Step, role: str) -> Term:
    """The term that a step binds to a role; a missing one rejects the step."""
    found = step.bind.get(role)
    if found is None:
        raise Rejected(f"{step.by}: step {step.n} must bind `{role}`")
    return found


def equation(term: Term, who: str) -> tuple[Any, Any]:
    """Left and right side of an equation; anything else rejects the step."""
    if term.head != "Eq":
        raise Rejected(f"{who}: an equation is wanted, not {term.head}")
    return term.args[0], term.args[1]
