"""Thousands of random changes to true identities: none may be verified that is not truly equal.

    python -m benchmarks.mutants [--count N] [--seed S] [--examples DIR] [--limit SECONDS] [--show]

A mutant is one edit of a term: a sign, a factor, an exponent, a dropped term, a shifted argument, a
function for its neighbour.  Whether it is equal after all is judged by `points`, which shares no
code with the kernel; a mutant that is verified and fails there, or is refuted and agrees at every
point, is printed and makes the program end with 1.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from symderive.terms.reader import read
from symderive.terms.tree import BINDERS, ONE, Term, add, integer, mul, neg, pow_, rational
from symderive.terms.writer import write

from .corpus import Row, examples, own
from .engines import workers
from .points import trial

NEIGHBOUR = {
    "sin": "cos", "cos": "sin", "tan": "cot", "cot": "tan", "sec": "csc", "sinh": "cosh",
    "cosh": "sinh", "tanh": "coth", "exp": "sinh", "log": "asinh", "sqrt": "cbrt", "asin": "acos",
    "acos": "asin", "atan": "asin", "asinh": "acosh", "erf": "erfc", "erfc": "erf",
    "gamma": "factorial", "digamma": "loggamma", "besselj": "bessely", "bessely": "besselj",
    "besseli": "besselk", "besselk": "besseli", "airyai": "airybi", "elliptic_k": "elliptic_e",
    "elliptic_e": "elliptic_k", "jacobi_sn": "jacobi_cn", "jacobi_cn": "jacobi_dn",
    "jacobi_dn": "jacobi_sn", "Si": "Shi", "Ci": "Chi", "Ei": "Chi", "fresnels": "fresnelc",
    "uppergamma": "lowergamma", "lowergamma": "uppergamma", "re": "im", "im": "re",
    "conjugate": "re", "Abs": "sign", "sign": "Abs", "Max": "Min", "Min": "Max", "det": "trace",
    "legendre": "hermite", "chebyshevt": "chebyshevu",
}  # fmt: skip
KINDS = ("sign", "factor", "exponent", "drop", "argument", "neighbour")
_MATRIX = frozenset(["Matrix", "Identity", "ZeroMatrix", "transpose", "inverse"])
# Arguments that are places, not values: bound and differentiated names, indices, points.
_FIXED = frozenset([*BINDERS, "Derivative", "Subs", "Index"])


def places(t: Term, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Every subterm that stands for a value, with its path from the root."""
    yield path, t
    arguments = t.args[:1] if t.head in _FIXED or t.head == "Pow" else t.args
    for i, a in enumerate(arguments):
        yield from places(a, (*path, i))


def put(t: Term, path: tuple[int, ...], new: Term) -> Term:
    """The term with another subterm at a path."""
    if not path:
        return new
    args = list(t.args)
    args[path[0]] = put(args[path[0]], path[1:], new)
    return t.rebuild(args)


def edit(t: Term, kind: str, source: random.Random) -> Term | None:
    """One change of a kind at the top of a term; None where the kind has nothing to change."""
    is_matrix = any(s.head in _MATRIX for s in t.walk())
    match kind:
        case "sign" if t.head == "Add":
            i = source.randrange(len(t.args))
            flipped = t.args[i].args[0] if t.args[i].head == "Neg" else neg(t.args[i])
            return t.rebuild([*t.args[:i], flipped, *t.args[i + 1 :]])
        case "sign":
            return t.args[0] if t.head == "Neg" else neg(t)
        case "factor":
            return mul(source.choice([integer(2), integer(3), rational(1, 2), rational(3, 2)]), t)
        case "exponent" if t.head == "Pow":
            return source.choice([t.args[0], pow_(t.args[0], add(t.args[1], ONE))])
        case "exponent" if not is_matrix:
            return pow_(t, integer(source.choice([2, 3])))
        case "drop" if t.head in ("Add", "Mul"):
            kept = list(t.args)
            kept.pop(source.randrange(len(kept)))
            return kept[0] if len(kept) == 1 else Term(t.head, kept)
        case "drop" if t.head == "Div":
            return t.args[0]
        case "argument" if t.head in NEIGHBOUR and not is_matrix:
            last = t.args[-1]
            moved = source.choice([mul(integer(2), last), add(last, ONE), neg(last)])
            return t.rebuild([*t.args[:-1], moved])
        case "neighbour" if t.head in NEIGHBOUR:
            return Term(NEIGHBOUR[t.head], t.args[:1] if t.head == "elliptic_e" else t.args, t.data)
    return None


def mutant(claim: Term, source: random.Random) -> tuple[str, Term] | None:
    """A claim with one random edit on one side, and the kind of edit; None if none was found."""
    for _ in range(20):
        side = source.randrange(2)
        path, spot = source.choice(list(places(claim.args[side])))
        kind = source.choice(KINDS)
        new = edit(spot, kind, source)
        if new is not None and new != spot:
            return kind, put(claim, (side, *path), new)
    return None


def judge(claim: Term, row: Row) -> str:
    """Equal, unequal or unknown, by many points in many digits."""
    found = trial(claim, map(read, row.given), count=60, digits=60, seconds=10)
    if found.fails is not None:
        return "unequal"
    return "equal" if found.agreed >= (5 if claim.free else 1) else "unknown"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=Path, help="a directory with identities.json")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for one check")
    parser.add_argument("--show", action="store_true", help="print the undecided ones too")
    options = parser.parse_args(arguments)

    # Two sources: the mutants of a seed do not depend on the verdicts.
    source, spot = random.Random(options.seed), random.Random(0)
    rows = own("identities") + (examples(options.examples) if options.examples else [])
    rows = [r for r in rows if r.truth == "true"]
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    worker, engines = workers(options.limit, peers=False)
    check = engines["symderive"]
    open_, times, wrong, crashed = Counter[str](), [], 0, 0
    for _ in range(options.count):
        row = source.choice(rows)
        made = mutant(read(row.claim), source)
        if made is None:
            continue
        kind, claim = made
        text = write(claim)
        verdict, seconds, note = check(replace(row, claim=text))
        if note.startswith(("WorkerError", "OutOf")):
            crashed += 1
            print(f"CRASH {row.id} {kind}: {text}  {note}")
        times.append(seconds)
        counts[kind][verdict] += 1
        # A tenth of the refutations is judged: judging all takes longer than the checks.
        judged = verdict != "refuted" or spot.random() < 0.1
        truth = judge(claim, row) if judged else ""
        given = f"   [{'; '.join(row.given)}]" if row.given else ""
        if (verdict, truth) in (("verified", "unequal"), ("refuted", "equal")):
            wrong += 1
            print(f"WRONG {verdict}, but {truth}: {row.id} {kind}: {text}{given}")
        if verdict == "verified" and truth == "unknown":
            print(f"LOOK verified, no points: {row.id} {kind}: {text}{given}")
        if verdict == "undecided":
            open_[truth] += 1
            if options.show:
                print(f"undecided ({truth}) {row.id} {kind}: {text}{given}\n    {note}")
    worker.close()
    total = sum(counts.values(), Counter())
    for kind, part in counts.items():
        print(f"  {kind:<10} " + ", ".join(f"{v} {n}" for v, n in sorted(part.items())))
    print(f"{sum(total.values())} mutants: " + ", ".join(f"{v} {n}" for v, n in total.items()))
    print(
        "undecided ones by points: " + (", ".join(f"{t} {n}" for t, n in open_.items()) or "none")
    )
    print(f"wrong {wrong}, crashes {crashed}, median {1000 * statistics.median(times):.2f} ms")
    return 1 if wrong or crashed else 0


if __name__ == "__main__":
    sys.exit(main())
