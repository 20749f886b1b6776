"""A user's own derivation: steps with their reasons, checked in order, the first wrong one named.

A chain has two verdicts: of its steps, and of its end claim.  A wrong step does not refute a true end.

>>> good = derivation("sin(2*x)^2 = 4*sin(x)^2 - 4*sin(x)^4", [
...     {"gives": "sin(2*x)^2 = 4*sin(x)^2*cos(x)^2"},
...     {"gives": "sin(2*x)^2 = 4*sin(x)^2 - 4*sin(x)^4", "from": [1]},
... ])
>>> good.verdict, good.grades
('verified', {'exact': 2})
>>> wrong = derivation("x = 1", [{"gives": "x^2 = 1", "from": []}], given=["x = 1"])
>>> wrong.verdict, wrong.reason
('undecided', 'the last step does not give the claim; the claim itself holds')
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symderive.certificates import assemble, undecided
from symderive.derivations import Derivation
from symderive.faces.check import check
from symderive.kernel.logic.certificate import Judgement, judge
from symderive.kernel.logic.claims import Rejected
from symderive.kernel.logic.givens import Givens, Unreadable
from symderive.library import fingerprint
from symderive.library import rules as shipped
from symderive.strategy import Trail
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term
from symderive.terms.writer import write
from symderive.trial import own_rules

KEYS = frozenset({"by", "gives", "from", "bind", "under"})


class BadChain(ValueError):
    """A chain that is no list of steps: which step, and which key."""


def derivation(
    claim: str | Term,
    steps: Sequence[Mapping[str, Any]],
    given: Sequence[str | Term] = (),
    timeout: float = 30,
    rules: str | Path | None = None,
) -> Derivation:
    """Check a derivation: each step has `gives`, and may have `by` (a primitive or a rule; algebra if
    left out), `from` (numbers of earlier steps; the one before if left out), `bind` and `under`.

    The verdict is that of the claim; `reason` names the first wrong step and what is wrong with it.
    `rules` is a directory of rules of one's own, whose steps are `assumed`.  Raises NotRead for text
    that cannot be read, BadChain for a step of another form, Unsound for a rule that fails its trial.
    """
    start = time.perf_counter()
    statement, facts = _term(claim), [_term(g) for g in given]
    texts = [write(f) for f in facts]
    problem = {"kind": "chain", "claim": write(statement)}
    known = shipped() if rules is None else own_rules(Path(rules))
    try:
        trail = Trail(Givens.of(facts), known)
    except Unreadable as why:
        raise NotRead(", ".join(texts), 0, str(why)) from None
    for n, said in enumerate(steps, 1):
        by, gives, uses, bind, under = _step(n, said)
        if trail.step(by, gives, uses, bind, under) is None:
            wrong = _wrong(n, by, gives, trail)
            break
    else:
        wrong = None
    judged = _judged(statement, trail) if wrong is None else None
    if judged is not None and judged.verdict == "verified":
        found = assemble(problem, texts, judged, rules=fingerprint())
    else:
        found = _end(
            problem, statement, texts, wrong or (judged.reason if judged else None), timeout
        )
    return found.timed(time.perf_counter() - start)


def derivation_file(path: str, timeout: float = 30, rules: str | Path | None = None) -> Derivation:
    """The chain in a TOML file with `claim`, `given` and a table `[[steps]]`."""
    with open(path, "rb") as file:
        try:
            data = tomllib.load(file)
        except tomllib.TOMLDecodeError as why:
            raise BadChain(f"{path}: {why}") from None
    unknown = sorted(data.keys() - {"claim", "given", "steps"})
    if unknown or not isinstance(data.get("claim"), str) or not data.get("steps"):
        what = f"unknown key {unknown[0]}" if unknown else "a chain has `claim` and `[[steps]]`"
        raise BadChain(f"{path}: {what}")
    return derivation(data["claim"], data["steps"], data.get("given", ()), timeout, rules)


def _step(
    n: int, said: Mapping[str, Any]
) -> tuple[str, Term, list[int], dict[str, Term], tuple[Term, ...]]:
    if not isinstance(said, Mapping) or "gives" not in said:
        raise BadChain(f"step {n}: a step says what it `gives`")
    unknown = sorted(said.keys() - KEYS)
    if unknown:
        raise BadChain(f"step {n}: unknown key {unknown[0]}; a step has {', '.join(sorted(KEYS))}")
    uses = said.get("from", [n - 1] if n > 1 else [])
    if not isinstance(uses, list) or not all(isinstance(k, int) for k in uses):
        raise BadChain(f"step {n}: `from` is a list of numbers of earlier steps")
    bind = {role: _term(t) for role, t in said.get("bind", {}).items()}
    under = tuple(_term(t) for t in said.get("under", ()))
    return said.get("by", "algebra"), _term(said["gives"]), uses, bind, under


def _wrong(n: int, by: str, gives: Term, trail: Trail) -> str:
    return f"step {n} ({by}) is not proved: {write(gives)}: {trail.tried[-1][2]}"


def _judged(claim: Term, trail: Trail) -> Judgement:
    try:
        return judge(claim, trail.steps, trail.givens, trail.rules)
    except Rejected as why:
        return Judgement("undecided", (), str(why))


def _end(
    problem: Mapping[str, Any], claim: Term, given: list[str], wrong: str | None, timeout: float
) -> Derivation:
    """The end claim by itself: refuted with its witness, else undecided, the wrong step named."""
    alone = check(claim, given, timeout)
    if alone.verdict == "refuted":
        return alone
    holds = "; the claim itself holds" if alone.verdict == "verified" else ""
    return undecided(problem, given, f"{wrong}{holds}" if wrong else "no step was given")


def _term(said: Any) -> Term:
    if isinstance(said, Term):
        return said
    if isinstance(said, str):
        return read(said)
    raise BadChain(f"text is wanted, not {type(said).__name__}")
