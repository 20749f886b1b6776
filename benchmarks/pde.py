"""First-order equations solved, beside `sympy.pdsolve` in one run; every answer judged by numbers.

    python -m benchmarks.pde [--examples FILE] [--only CLASS] [--limit SECONDS] [--no-sympy] [--json FILE]

An answer is wrong where numbers put into it do not satisfy the equation and the data
(`benchmarks/pde_judge.py`, which shares nothing with the kernel); a breaking time where it differs
from the one that is known.  Seconds are wall seconds of this run: compare them with each other only.
The program ends with 1 if one of ours is wrong.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from symderive.worker import Worker, WorkerError

from .pde_judge import judge

OWN = Path(__file__).resolve().parent.parent / "tests" / "data" / "pde.toml"
Row = dict[str, Any]


def rows(examples: Path | None) -> list[Row]:
    """Our own problems, and those of a file of examples."""
    found = [{"id": name, **row} for name, row in tomllib.loads(OWN.read_text()).items()]
    for item in json.loads(examples.read_text())["items"] if examples else []:
        found.append({
            "id": item["id"], "class": item["class"], "vars": ",".join(item["vars"]),
            "unknown": item["unknown"], "equation": item["equation"],
            "data": [item["cauchy"]] if "cauchy" in item else [],
            "expect": item["expected"].get("solution"), "complete": item["ask"] == "complete",
            **({"breaks": item["blowup"]["value"]} if "blowup" in item else {}),
        })  # fmt: skip
    return found


def ours(row: Row, limit: float) -> tuple[str | None, Row]:
    """The text of a verified answer, and the rest of what was found."""
    from symderive.faces.pde import solve_pde

    asked = row.get("complete", row["class"] == "fully_nonlinear")
    found = solve_pde(row["equation"], row["vars"], row.get("unknown", "u"), row.get("data", ()),
                      complete_integral=asked, timeout=limit)  # fmt: skip
    more = {"grades": found.grades, "reason": found.reason, "result": found.result or {}}
    return (found.result["text"] if found.verdict == "verified" and found.result else None), more


def peer(row: Row) -> str | None:
    """What `pdsolve` answers, as text; data cannot be told to it."""
    import sympy

    from symderive.terms.bridge import from_sympy, to_sympy
    from symderive.terms.context import Context
    from symderive.terms.reader import read
    from symderive.terms.writer import write

    names = tuple(row["vars"].split(","))
    unknown = row.get("unknown", "u")
    equation = to_sympy(read(row["equation"], Context({unknown: names})))
    f = sympy.Function(unknown)(*[sympy.Symbol(n, real=True) for n in names])
    found = sympy.pdsolve(equation, f)
    return write(from_sympy(found))


def breaking(row: Row, more: Row) -> str:
    """ "", "right", "wrong" or "none" about the breaking time."""
    told = more.get("result", {}).get("breaking_time")
    if "breaks" not in row:
        return ""
    if told is None:
        return "none"
    from symderive.faces.check import check

    return (
        "right"
        if check(f"{told} = {row['breaks']}", ["a > 0", "k > 0"]).verdict == "verified"
        else "wrong"
    )


def judged(row: Row, text: str | None, kind: str = "") -> str:
    """ "right", "wrong", "unsolved", or "unknown"."""
    if text is None:
        return "unsolved"
    if kind == "none" or row.get("kind") == "none":
        return "right" if kind == row.get("kind") else "wrong"
    try:
        return judge(row, text)
    except (ArithmeticError, TypeError, ValueError, AttributeError) as reason:
        return f"unknown ({type(reason).__name__})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--limit", type=float, default=30.0)
    parser.add_argument("--no-sympy", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    table: list[Row] = []
    with Worker() as worker:
        for row in rows(args.examples):
            if args.only and args.only != row["class"]:
                continue
            table.append(_line(row, worker, args.limit, not args.no_sympy))
            print(_shown(table[-1]), flush=True)
    print(_summary(table))
    if args.json:
        args.json.write_text(json.dumps(table, indent=1))
    return int(any(t["ours"] == "wrong" or t["breaking"] == "wrong" for t in table))


def _line(row: Row, worker: Worker, limit: float, with_peer: bool) -> Row:
    start = time.perf_counter()
    try:
        text, more = ours(row, limit)
    except Exception as failure:  # a crash of ours is a row of the table
        text, more = None, {"reason": repr(failure), "result": {}, "grades": {}}
    seconds = time.perf_counter() - start
    verdict = judged(row, text, str(more["result"].get("kind")))
    found: str | None = None
    start = time.perf_counter()
    if with_peer:
        try:
            found = worker.run("benchmarks.pde:peer", (row,), seconds=limit)
        except WorkerError:
            found = None
    return {
        "id": row["id"], "class": row["class"], "ours": verdict, "seconds": seconds,
        "text": text or str(more["reason"])[:120], "breaking": breaking(row, more),
        "grades": more["grades"], "peer": judged(row, found),
        "peer_seconds": time.perf_counter() - start, "peer_text": found,
    }  # fmt: skip


def _shown(t: Row) -> str:
    ours = f"ours {t['ours']:9} {t['seconds']:6.1f} s  {t['breaking']:6}"
    peer = f"pdsolve {t['peer']:9} {t['peer_seconds']:6.1f} s"
    return f"{t['id']:28} {t['class']:22} {ours} {peer}  {t['text']}"


def _summary(table: list[Row]) -> str:
    lines = []
    for who, clock in (("ours", "seconds"), ("peer", "peer_seconds")):
        counts = Counter(t[who].split(" ")[0] for t in table)
        median = statistics.median([t[clock] for t in table] or [0])
        slowest = max([t[clock] for t in table] or [0])
        lines.append(
            f"{who}: {dict(counts)} of {len(table)}; median {median:.2f} s, slowest {slowest:.1f} s"
        )
    grades = sum((Counter(t["grades"]) for t in table), Counter())
    breaks = Counter(t["breaking"] for t in table if t["breaking"])
    return "\n".join([*lines, f"breaking times: {dict(breaks)}", f"steps by grade: {dict(grades)}"])


if __name__ == "__main__":
    sys.exit(main())
