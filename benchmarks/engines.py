"""The engines that are compared: the project's `check`, and SymPy's `simplify` and `equals`.

Each runs in a worker process that is killed at its limit and times itself there, reading included.
All read the same text with the same reader; SymPy's symbols carry the assumptions of the givens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from symderive.kernel.logic.givens import Givens, Sort
from symderive.terms.reader import read
from symderive.terms.tree import ZERO, Term
from symderive.worker import Worker, WorkerError

from .corpus import Row

Answer = tuple[str, float, str]  # verdict, seconds, reason
PEERS = ("simplify", "equals")
GRACE = 2.0  # seconds beyond the limit before our own process is killed: that is then a fault


def decide(claim: str, given: Sequence[str], engine: str, limit: float) -> Answer:
    """The verdict of one engine, the seconds it took, and its reason."""
    return _ours(claim, given, limit) if engine == "symderive" else _sympy(claim, given, engine)


def _ours(claim: str, given: Sequence[str], limit: float) -> Answer:
    from symderive.faces.check import check

    start = time.perf_counter()
    found = check(claim, given=list(given), timeout=limit)
    return found.verdict, time.perf_counter() - start, found.reason or ""


def _sympy(claim: str, given: Sequence[str], method: str) -> Answer:
    """`simplify(l - r) == 0` is taken for verified, a difference provably nonzero for refuted;
    `equals` says True or False.  Everything else, None included, is undecided."""
    from sympy import MatrixBase, simplify
    from sympy.core.cache import clear_cache

    from symderive.terms.bridge import to_sympy

    clear_cache()
    start = time.perf_counter()
    relation, givens = read(claim), Givens.of([read(g) for g in given])
    sorts = {name: assumptions(givens.sort(name)) for name in relation.free}
    left, right = (to_sympy(side, sorts) for side in relation.args)
    if method == "equals":
        answer = left.equals(right)
    else:
        gap = simplify((left - right).doit())
        if isinstance(gap, MatrixBase):
            answer = True if gap.is_zero_matrix else None
        else:
            answer = True if gap == 0 else (False if gap.is_zero is False else None)
    verdict = {True: "verified", False: "refuted"}.get(answer, "undecided")
    return verdict, time.perf_counter() - start, ""


_SIGNS = {"+": "positive", "-": "negative", "0+": "nonnegative", "0-": "nonpositive"}


def assumptions(sort: Sort) -> dict[str, bool]:
    """What SymPy can be told of a name: domain, sign and parity; a complex name gets nothing.

    >>> assumptions(Sort("integer", "+", "even"))
    {'integer': True, 'positive': True, 'even': True}
    """
    words = {} if sort.domain == "complex" else {sort.domain: True}
    if sort.sign in _SIGNS:
        words[_SIGNS[sort.sign]] = True
    elif sort.sign is not None:
        words["zero"] = sort.sign == "0"
    if sort.parity is not None:
        words[sort.parity] = True
    return words


def sayable(given: Sequence[str]) -> bool:
    """Whether assumptions on SymPy symbols say all of the givens.

    >>> sayable(["x > 0", "n is even"]), sayable(["x > 1"])
    (True, False)
    """
    return all(
        g.head == "Is" or (g.head in _SIGN_OF and g.args[0].head == "Symbol" and g.args[1] == ZERO)
        for text in given
        for g in _atoms(read(text))
    )


_SIGN_OF = frozenset(("Lt", "Le", "Gt", "Ge", "Ne"))


def _atoms(given: Term) -> Sequence[Term]:
    return [a for g in given.args for a in _atoms(g)] if given.head == "And" else [given]


def runner(worker: Worker, engine: str, limit: float) -> Callable[[Row], Answer]:
    """One engine as a function of rows; a crash or a kill is `undecided` with its reason."""

    def run(row: Row) -> Answer:
        start = time.perf_counter()
        own = engine == "symderive"
        try:
            call = (row.claim, list(row.given), engine, limit)
            verdict, seconds, reason = worker.run(
                "benchmarks.engines:decide", call, seconds=limit + GRACE if own else limit
            )
            return verdict, seconds, reason
        except WorkerError as error:
            reason = f"{type(error).__name__}: {str(error).splitlines()[0]}"
            return "undecided", time.perf_counter() - start, reason

    return run


def workers(limit: float, peers: bool) -> tuple[Worker, dict[str, Callable[[Row], Answer]]]:
    """A warm worker and the engines that share it; the caller closes the worker."""
    preload = ["symderive.faces.check", "benchmarks.engines"]
    if peers:
        preload += ["sympy", "symderive.terms.bridge"]
    worker = Worker(preload=preload)
    names = ("symderive", *(PEERS if peers else ()))
    return worker, {name: runner(worker, name, limit) for name in names}
