"""How a method searches: proposals tried in order, each checked by the kernel before the next step.

A `Trail` holds the steps that the kernel has accepted.  `step` asks the kernel and returns the number
of the step or None, so that a method turns back where a check fails; what was tried is kept for
`--explain`.

>>> from symderive.terms.reader import read
>>> trail = Trail(Givens())
>>> trail.step("algebra", read("x + x = 2*x")), trail.step("algebra", read("x + x = 3*x"))
(1, None)
>>> trail.tried[-1][2]
'the normal forms of the two sides differ'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Checked, Primitive, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term
from symderive.terms.writer import write

_JOURNAL: ContextVar[list[tuple[str, str, str]] | None] = ContextVar("journal", default=None)


def note(by: str, what: str, outcome: str) -> None:
    """An entry for `--explain`, where somebody keeps a journal."""
    journal = _JOURNAL.get()
    if journal is not None:
        journal.append((by, what, outcome))


@contextmanager
def journal() -> Iterator[list[tuple[str, str, str]]]:
    """What is tried inside, as (by, what, outcome), in order.

    >>> with journal() as tried:
    ...     note("parts", "Integral(x*exp(x), (x, 0, 1))", "step 3")
    >>> tried
    [('parts', 'Integral(x*exp(x), (x, 0, 1))', 'step 3')]
    """
    entries: list[tuple[str, str, str]] = []
    token = _JOURNAL.set(entries)
    try:
        yield entries
    finally:
        _JOURNAL.reset(token)


class Trail:
    """Steps accepted so far, under fixed givens; `tried` lists (by, what, outcome)."""

    def __init__(self, givens: Givens, rules: Mapping[str, Primitive] | None = None) -> None:
        self.givens = givens
        self.rules = rules or {}
        self.checked: dict[int, Checked] = {}
        self.tried: list[tuple[str, str, str]] = []

    @property
    def steps(self) -> list[Step]:
        return [c.step for c in self.checked.values()]

    def step(
        self,
        by: str,
        gives: Term,
        uses: Iterable[int] = (),
        bind: Mapping[str, Term] | None = None,
        under: tuple[Term, ...] = (),
    ) -> int | None:
        """Ask the kernel for one step; its number, or None with the reason under `tried`."""
        proposal = Step(len(self.checked) + 1, by, gives, tuple(uses), bind or {}, under)
        try:
            found = check_step(proposal, self.checked, self.givens, self.rules)
        except (Rejected, Undecided) as reason:
            self._tried(by, gives, str(reason))
            return None
        self.checked[proposal.n] = found
        self._tried(by, gives, "accepted")
        return proposal.n

    def back_to(self, count: int) -> None:
        """Drop the steps after the first `count`: an attempt that led nowhere."""
        for n in [n for n in self.checked if n > count]:
            del self.checked[n]

    def _tried(self, by: str, gives: Term, outcome: str) -> None:
        self.tried.append((by, write(gives), outcome))
        note(by, write(gives), outcome)

    def first(self, proposals: Iterable[tuple[str, Term, Iterable[int]]]) -> int | None:
        """The first proposal (by, gives, uses) that the kernel accepts."""
        return next((n for p in proposals if (n := self.step(*p)) is not None), None)

    def failure(self) -> str:
        """The last refusal, as a reason."""
        for by, what, outcome in reversed(self.tried):
            if outcome != "accepted":
                return f"{by}: {what}: {outcome}"
        return "nothing was tried"
