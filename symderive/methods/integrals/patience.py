"""Values with patience: quick proposals first everywhere, slow ones later where nothing else helped.

Most time of a search goes into SymPy failing; a level of patience says which strategies are asked.
What was asked once for an integral is not asked again at a higher level.

>>> from symderive.terms.reader import read
>>> work = Patient(Givens.of([]), seconds=20)
>>> work.value(read("Integral(exp(-x^2)*sin(x)/x, (x, 0, oo))")) is None
True
>>> sorted(work.asked)[0][1]
'closure'
"""

from __future__ import annotations

import re
from importlib import import_module
from itertools import islice
from typing import Any

from symderive.deadline import Late, deadline
from symderive.kernel.analysis.continuity.intervals import infinite, without
from symderive.kernel.logic.givens import Givens
from symderive.methods import antiderivatives
from symderive.methods.guesses import change, lowered, read_back
from symderive.methods.integrals.coincidences import by_cases
from symderive.methods.values import ANTIDERIVATIVES, MAX_CANDIDATES, MAX_LOWERED, Values
from symderive.terms.tree import Term, eq
from symderive.terms.writer import write

SLOW = {"manual": 1, "integrate": 2, "expanded": 2, "heurisch": 2}  # level of a strategy, else 0
MOST = 2
SECONDS = (0.9, 1.5, 2.6)  # for one question, by level
SOFTLY = "symderive.methods.integrals.patience:softly"
DIVERGES = "the integral diverges"
_DIVIDES = re.compile(r"not proved: (.*) != 0 \(the antiderivative divides by it\)")


def softly(seconds: float, function: str, *args: Any) -> list[Any]:
    """In the worker: [whether it was cut short, the answer] of a question."""
    module, _, name = function.partition(":")
    job = getattr(import_module(module), name)
    try:
        with deadline(seconds):
            return [False, list(job(*args))]
    except Late:
        return [True, []]


class Patient(Values):
    """Values at a `level` of patience; failures are remembered with the level they belong to."""

    def __init__(self, givens: Givens, seconds: float) -> None:
        super().__init__(givens, seconds)
        self.level = 0
        self.asked: set[tuple[str, str]] = set()
        self.answers: dict[tuple[str, str], list[Any]] = {}
        self.cut: dict[tuple[str, str], int] = {}  # questions cut short, with their level
        self.diverging: dict[tuple[Term, tuple[Term, ...]], Term] = {}
        self.failed: dict[tuple[Term, tuple[Term, ...]], int] = {}

    def ask(self, function: str, *args: object) -> list[Any]:
        """As in `Attempts`, each question once; what was cut short is asked again with patience."""
        key = (function, repr(args))
        if key in self.answers:
            return self.answers[key]
        if self.cut.get(key, -1) >= self.level:
            return []
        found: list[Any] = super().ask(SOFTLY, SECONDS[self.level], function, *args)
        if not found:  # the worker was killed, or the question failed
            found = [False, []]
        late, answer = found
        if late:
            self.cut[key] = self.level
        else:
            self.answers[key] = answer
        return list(answer)

    def value(
        self, t: Term, under: tuple[Term, ...] = (), wanted: Term | None = None
    ) -> int | None:
        """As in `Values`; asked again only with more patience than before."""
        key = (t, under)
        if self.known.get(key) is None:
            if self.failed.get(key, -1) >= self.level:
                return None
            self.known.pop(key, None)
            n = super().value(t, under, wanted)
            if n is None:
                self.failed[key] = self.level
        return self.known[key]

    def _by_antiderivative(
        self, t: Term, F: Term, under: tuple[Term, ...], wanted: Term | None, givens: Givens
    ) -> int | None:
        """The shortest form of the value, proved by cases where F divides by what may vanish."""
        if wanted is not None:
            return super()._by_antiderivative(t, F, under, wanted, givens)
        seen = len(self.reasons)
        total = self.tried(lambda: change(t, F, givens))
        if total is None:
            if any(r.startswith(DIVERGES) for r in self.reasons[seen:]):
                self.diverging[t, under] = F
            return None
        told = self.sorts(givens)
        forms = [] if infinite(total) else self.ask(f"{ANTIDERIVATIVES}:tidy", write(total), told)
        for v in dict.fromkeys([*filter(None, map(read_back, forms[:2])), total]):
            n = self.step("antiderivative", eq(t, v), (), under, {"F": F})
            divides = None if n is not None else _DIVIDES.fullmatch(self.reasons[-1])
            if divides is not None:
                n = by_cases(self, t, F, divides[1], v, under)
            if n is not None:
                return n
        return None

    def _integral(self, t: Term, under: tuple[Term, ...], wanted: Term | None) -> int | None:
        body, x = t.args[:2]
        givens = without(x.data, self.givens.extended(*under))
        sorts = self.sorts(givens)
        for F in islice(lowered(body, x), MAX_LOWERED) if body.functions else ():
            n = self._by_antiderivative(t, F, under, wanted, givens)
            if n is not None:
                return n
        place = f"{write(t)} under {', '.join(map(write, under))}"
        for strategy in antiderivatives.STRATEGIES if not body.functions else ("manual",):
            if SLOW.get(strategy, 0) > self.level or (place, strategy) in self.asked:
                continue
            self.asked.add((place, strategy))
            texts = self.ask(f"{ANTIDERIVATIVES}:propose", strategy, write(body), x.data, sorts)
            for F in filter(None, map(read_back, texts[:MAX_CANDIDATES])):
                n = self._by_antiderivative(t, F, under, wanted, givens)
                if n is not None:
                    return n
        self.reasons.append(f"no antiderivative of {write(body)} led to a value")
        return None
