r"""What a document claims: relations with their places and hypotheses, and what went wrong.

>>> Paper("a\nbc").place(3)
(2, 2)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.terms.tree import Term


@dataclass
class Relation:
    """One relation of a chain.  kind: claim, definition, given, ignored, unread.

    `at` is the place of its sign, `chain` the number of its chain, `step` its number in it.
    `rests` are the relations from which it is said to follow by an arrow.
    """

    kind: str
    at: int
    start: int
    end: int
    chain: int
    step: int
    claim: Term | None = None
    given: tuple[Term, ...] = ()
    problem: str = ""
    problem_at: int = -1
    hint: str = ""
    by: str = ""
    label: str = ""
    rests: tuple[int, ...] = ()
    both: bool = False  # the arrow goes both ways
    constant: bool = False  # compared up to a constant: it holds indefinite integrals


@dataclass(frozen=True)
class Trouble:
    """A declaration that is not understood."""

    at: int
    message: str


@dataclass
class Paper:
    text: str
    relations: list[Relation] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def place(self, at: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        start = self.text.rfind("\n", 0, at) + 1
        return self.text.count("\n", 0, at) + 1, at - start + 1
