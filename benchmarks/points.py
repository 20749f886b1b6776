"""Claims at random admissible points with mpmath: evidence that shares no code with the kernel.

Nothing here proves: it finds points where a claim fails, and says how many points agreed.  Run as a
program it puts the truth of the corpora in `tests/data` on trial (rows with Limit or Integral are
left out: quadrature is no witness).

>>> from symderive.terms.reader import read
>>> trial(read("sqrt(x^2) = x"), (), count=20).fails is not None
True
>>> trial(read("sqrt(x^2) = x"), [read("x > 0")], count=20)
Trial(agreed=20, fails=None)
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import mpmath
from mpmath import mp, mpc, mpf

from symderive.terms.reader import read
from symderive.terms.tree import Term

from .corpus import own
from .values import Env, Undefined, real, value

_FAILURES = (Undefined, ZeroDivisionError, ValueError, OverflowError, NotImplementedError)


@dataclass(frozen=True)
class Trial:
    """How many points agreed, and the first that did not (name to text), if one was found."""

    agreed: int
    fails: dict[str, str] | None


_WORDS: dict[str, Callable[[Any], bool]] = {
    "positive": lambda v: v > 0, "negative": lambda v: v < 0, "nonnegative": lambda v: v >= 0,
    "nonpositive": lambda v: v <= 0, "nonzero": lambda v: v != 0, "natural": lambda v: v >= 0,
    "even": lambda v: v % 2 == 0, "odd": lambda v: v % 2 == 1,
}  # fmt: skip
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "Lt": lambda a, b: a < b, "Le": lambda a, b: a <= b, "Gt": lambda a, b: a > b,
    "Ge": lambda a, b: a >= b, "Eq": lambda a, b: a == b, "Ne": lambda a, b: a != b,
}  # fmt: skip


def holds(given: Term, env: Env) -> bool:
    """Whether a given holds at a point; Undefined where one of its sides has no value."""
    match given.head:
        case "And":
            return all(holds(g, env) for g in given.args)
        case "Is":
            word, name = given.args[1].data, given.args[0].data
            return word not in _WORDS or name not in env or _WORDS[word](env[name])
        case "In":
            low, high = (value(a, env) for a in given.args[1].args)
            v, ends = value(given.args[0], env), given.args[1].data
            return (low <= v if ends[0] == "[" else low < v) and (
                v <= high if ends[1] == "]" else v < high
            )
    return _COMPARE[given.head](*(value(a, env) for a in given.args))


def _atoms(givens: Iterable[Term]) -> Iterable[Term]:
    for g in givens:
        yield from _atoms(g.args) if g.head == "And" else (g,)


_SCALES = [(-320, 320, 64), (-127, 127, 128), (-6, 6, 1), (1, 400, 64), (-1600, 1600, 64)]


def _draw(words: set[str], source: random.Random, small: bool) -> Any:
    """A value of the sort that the words say: dyadic, often an integer, sometimes large."""

    def on_line(scales: list[tuple[int, int, int]]) -> Any:
        low, high, scale = source.choice([(-2, 2, 1)] if small else scales)
        return mpf(source.randint(low, high)) / scale

    if "natural" in words:
        return mpf(source.choice([source.randint(0, 9), source.randint(0, 39)]))
    if words & {"integer", "even", "odd"}:
        return mpf(source.randint(-7, 7))
    if "complex" in words:
        shape = source.random()
        if shape < 0.15:
            return on_line(_SCALES)
        return mpc(0 if shape < 0.3 else on_line(_SCALES), on_line(_SCALES))
    return on_line([*_SCALES, (-130, 130, 1)])


def trial(
    claim: Term, givens: Iterable[Term], *, count: int = 24, digits: int = 40, seed: int = 0,
    seconds: float = 20.0,
) -> Trial:  # fmt: skip
    """Look for a point where an equation or inequality fails; stop after `count` points that agree.

    Two sides differ when they do so by more than 10^(-digits/2) of their size, also in more digits.
    Points at which a side has no value are passed over.  Raises KeyError for
    a relation that is none.
    """
    source, givens = random.Random(seed), list(givens)
    words: dict[str, set[str]] = {}
    names = set(claim.free)
    for g in _atoms(givens):
        if g.head == "Is":
            words.setdefault(g.args[0].data, set()).add(g.args[1].data)
        else:
            names |= g.free
    agreed, end = 0, time.monotonic() + seconds
    with mp.workdps(digits):
        for _ in range(6000 if names else 1):
            if agreed == count or time.monotonic() > end:
                break
            small = source.random() < 0.15  # where names coincide and vanish
            env = {n: _draw(words.get(n, set()), source, small) for n in sorted(names)}
            env |= {"#functions": {}, "#source": source}
            try:
                if not all(holds(g, env) for g in givens):
                    continue
                bound = mpf(10) ** (-digits // 2)
                if not any(_agree(claim, env, bound, n) for n in (digits, max(6 * digits, 700))):
                    point = {n: mp.nstr(env[n], 12) for n in sorted(names)}
                    return Trial(agreed, point)
            except (*_FAILURES, mpmath.libmp.NoConvergence, TypeError):
                continue
            agreed += 1
    return Trial(agreed, None)


def _agree(claim: Term, env: Env, tolerance: Any, digits: int) -> bool:
    """Whether the sides agree; the caller asks again in more digits, for rounding is no witness."""
    with mp.workdps(digits):
        left, right = (value(a, env) for a in claim.args)
        if isinstance(left, mp.matrix):
            return mp.norm(left - right, 1) <= tolerance * (1 + mp.norm(left, 1))
        gap = tolerance * (1 + abs(left) + abs(right))
        if claim.head == "Eq":
            return abs(left - right) <= gap
        low, high = real(left), real(right)
        if claim.head in ("Gt", "Ge"):
            low, high = high, low
        return low < high if claim.head in ("Lt", "Gt") else low <= high + gap


def main() -> int:
    wrong = 0
    for row in [*own("identities"), *own("inequalities"), *own("calculus")]:
        claim = read(row.claim)
        if row.truth == "void" or any(t.head in ("Limit", "Integral") for t in claim.walk()):
            continue
        if row.source == "calculus":
            continue
        if row.truth == "true":
            found = trial(claim, map(read, row.given))
            bad = found.fails is not None or found.agreed == 0
        else:
            digits = 120 if claim.free else 240
            found = trial(claim, map(read, row.given), count=400, digits=digits)
            bad = found.fails is None
        if bad:
            wrong += 1
            print(f"{row.id}: said to be {row.truth}: {row.claim}  {found}")
    print(f"{wrong} rows need a look")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
