"""One search: its clock, its steps, each checked by the kernel when made, its questions to SymPy.

>>> from symderive.terms.reader import read
>>> work = Attempts(Givens.of([]), seconds=20)
>>> work.step("algebra", read("x = x + 1")) is None, work.reasons
(True, ['the normal forms of the two sides differ'])
>>> work.step("algebra", read("x + x = 2*x"))
1
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from symderive.deadline import Late, deadline
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_step
from symderive.kernel.logic.claims import Checked, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.terms.tree import Term
from symderive.worker import OutOfTime, WorkerError, shared

T = TypeVar("T")
STOPS = (ArithmeticError, ValueError, TypeError, LookupError, RecursionError, MemoryError,
         AssertionError, NotImplementedError)  # fmt: skip
PER_STRATEGY = 3.0  # seconds of the worker for one strategy
PER_STEP = 4.0  # seconds of the kernel for one step
_SIGNS = {"+": "positive", "-": "negative", "0+": "nonnegative", "0-": "nonpositive",
          "!0": "nonzero", "0": "zero"}  # fmt: skip


class Exhausted(Exception):
    """The time of the search has run out."""


class Attempts:
    """A search in progress: `steps` by number, all checked; `reasons` for what did not succeed."""

    def __init__(self, givens: Givens, seconds: float) -> None:
        self.givens = givens
        self.end = time.perf_counter() + seconds
        self.steps: dict[int, Checked] = {}
        self.reasons: list[str] = []
        self.warm = False

    # --- the clock, the kernel, the worker --------------------------------------------------------

    def left(self) -> float:
        rest = self.end - time.perf_counter()
        if rest <= 0:
            raise Exhausted("out of time")
        return rest

    def tried(self, job: Callable[[], T]) -> T | None:
        """The answer of the kernel, or None with the reason noted."""
        try:
            with deadline(min(self.left(), PER_STEP)):
                return job()
        except Late:
            self.left()
            self.reasons.append("the kernel was stopped: it took too long")
        except (Rejected, Undecided) as no:
            self.reasons.append(str(no))
        except STOPS as stop:
            self.reasons.append(f"the kernel stops here ({type(stop).__name__}: {stop})")
        return None

    def step(
        self,
        by: str,
        gives: Term,
        uses: Sequence[int] = (),
        under: tuple[Term, ...] = (),
        bind: Mapping[str, Term] | None = None,
    ) -> int | None:
        """The number of a new step, if the kernel accepts it with every condition settled."""
        n = len(self.steps) + 1
        proposed = Step(n, by, gives, tuple(uses), bind or {}, under)
        checked = self.tried(lambda: check_step(proposed, self.steps, self.givens, rules()))
        if checked is None:
            return None
        unsettled = [c for c in checked.outcome.conditions if not c.settled]
        if unsettled:
            self.reasons.append(f"not proved: {unsettled[0].text} ({unsettled[0].how})")
            return None
        self.steps[n] = checked
        return n

    def ask(self, function: str, *args: object) -> list[str]:
        """What the worker proposes within its share of the time."""
        if not self.warm:  # the clock of a search starts when the worker is warm
            start = time.perf_counter()
            shared().run("builtins:len", ("",), seconds=self.left())
            self.end += time.perf_counter() - start
            self.warm = True
        try:
            found = shared().run(function, args, seconds=min(self.left(), PER_STRATEGY))
        except OutOfTime:
            self.warm = False
            self.left()
            return []
        except WorkerError:
            return []
        return list(found)

    def sorts(self, givens: Givens) -> dict[str, dict[str, bool]]:
        """What SymPy is told of the names."""
        out: dict[str, dict[str, bool]] = {}
        for name, sort in givens.sorts.items():
            told = {} if sort.domain == "complex" else {sort.domain: True}
            if sort.sign in _SIGNS and sort.domain != "complex":
                told[_SIGNS[sort.sign]] = True
            out[name] = told or {"complex": True}
        return out
