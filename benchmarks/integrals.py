"""Definite integrals, beside `sympy.integrate` and Maxima (where installed) in one run.

    python -m benchmarks.integrals [--examples FILE] [--only TEXT] [--ours] [--limit SECONDS] [--json FILE]

A judge that shares nothing with the kernel compares each answer with quadrature at points of the
parameters.  Seconds are wall seconds of this run, cpu those of our process and its worker: compare
them with each other only.  The program ends with 1 if one of ours is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import time
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

from symderive.worker import OutOfTime, Worker, WorkerError

OWN = Path(__file__).resolve().parent.parent / "tests" / "data" / "integrals.toml"
DIGITS = 8  # of agreement that the judge asks for
GRACE = 5.0  # seconds beyond the limit before a process is killed: that is then a fault
Row = dict[str, Any]
Answer = dict[str, Any]


def rows(examples: Path | None, own: bool = True, file: Path = OWN) -> list[Row]:
    """Our own problems, and those of a file of examples."""
    found = [{"id": n, **row} for n, row in tomllib.loads(file.read_text()).items()] if own else []
    for item in json.loads(examples.read_text())["items"] if examples else []:
        points = item.get("test_points") or []
        found.append({
            "id": item["id"], "technique": item["techniques"][0], "expr": item["integrand"],
            "var": item["variable"], "from": item["lower"], "to": item["upper"],
            "given": item["conditions"], "points": [p["point"] for p in points],
            "values": [p["value"] for p in points],
            "diverges": item["expected"] in ("oo", "-oo", "diverges", "divergent"),
        })  # fmt: skip
    return found


# --- engines, each in a worker that is killed ------------------------------------------------------


def ours(row: Row, limit: float) -> Answer:
    """The verified answer of `integrate`, rechecked from its own JSON."""
    from symderive.faces.integrate import integrate
    from symderive.recheck import report

    start, used = time.perf_counter(), time.process_time()
    found = integrate(row["expr"], row.get("var", "x"), row["from"], row["to"],
                      row.get("given", ()), limit)  # fmt: skip
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    result = found.result or {}
    refused = ""
    if found.verdict == "verified":
        recheck = report(json.loads(found.to_json()))
        refused = "" if recheck else str(recheck)
    return {
        "text": result.get("text") if found.verdict == "verified" else None,
        "diverges": bool(result.get("diverges")) and found.verdict == "verified",
        "seconds": seconds, "cpu": cpu, "reason": found.reason, "grades": found.grades,
        "refused": refused, "added": list(found.added),
    }  # fmt: skip


def sympy_answer(row: Row, limit: float) -> Answer:
    """What `sympy.integrate` answers, its symbols told the signs of the parameters."""
    import sympy

    from symderive.kernel.logic.givens import Givens
    from symderive.terms.bridge import to_sympy
    from symderive.terms.reader import read

    from .engines import assumptions

    givens = Givens.of([read(g) for g in row.get("given", ())])
    terms = [read(row[k]) for k in ("expr", "from", "to")]
    names = frozenset().union(*(t.free for t in terms)) - {row.get("var", "x")}
    sorts = {n: assumptions(givens.sort(n)) for n in names}
    sorts[row.get("var", "x")] = {"real": True}
    body, low, high = (to_sympy(t, sorts) for t in terms)
    x = sympy.Symbol(row.get("var", "x"), real=True)
    start = time.perf_counter()
    value = sympy.integrate(body, (x, low, high))
    value = value.args[0][0] if isinstance(value, sympy.Piecewise) else value
    closed = not value.has(sympy.Integral)
    gone = value in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan)
    return {"text": str(value) if closed and not gone else None, "diverges": closed and gone,
            "seconds": time.perf_counter() - start,
            "value": [v and [v.real, v.imag] for v in numbers(value, row)]}  # fmt: skip


def numbers(value: Any, row: Row) -> list[complex | None]:
    """The values of a SymPy expression at the points of the row."""
    import sympy

    out: list[complex | None] = []
    for point in row.get("points") or [{}]:
        put = {s: sympy.Rational(point[s.name]) for s in value.free_symbols if s.name in point}
        try:
            out.append(complex(value.subs(put).evalf(20)))
        except (TypeError, ValueError):
            out.append(None)
    return out


def maxima_answer(row: Row, limit: float) -> Answer:
    """What Maxima's `integrate` answers at once, with the givens as facts."""

    def said(t: str) -> str:
        swapped = {"pi": "%pi", "E": "%e", "oo": "inf", "Catalan": "%catalan", "Abs": "abs"}
        return re.sub(r"[A-Za-z_]\w*", lambda m: swapped.get(m[0], m[0]), t)

    facts = "".join(f"assume({said(g)});" for g in row.get("given", ()))
    asked = ",".join(said(row[k] if k != "var" else row.get("var", "x"))
                     for k in ("expr", "var", "from", "to"))  # fmt: skip
    points = row.get("points") or [{}]
    puts = ",".join(
        "float(subst([" + ",".join(f"{k}={v}" for k, v in p.items()) + "],v))" for p in points
    )
    script = f"display2d:false$ {facts.replace(';', '$')} v:integrate({asked})$ print(v)$ [{puts}];"
    start = time.perf_counter()
    done = subprocess.run(["maxima", "--very-quiet", "--batch-string=" + script], text=True,
                          capture_output=True, timeout=limit, stdin=subprocess.DEVNULL)  # fmt: skip
    seconds = time.perf_counter() - start
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    found = re.findall(r"-?\d+\.\d+(?:e[-+]?\d+)?", lines[-1]) if lines else []
    closed = len(found) == len(points) and "integrate" not in done.stdout.split("print(v)")[-1]
    gone = "divergent" in done.stdout
    return {"text": lines[-1] if closed and not gone else None, "diverges": gone,
            "seconds": seconds, "value": [complex(float(v)) for v in found]}  # fmt: skip


# --- the judge ------------------------------------------------------------------------------------


def judged(row: Row, answer: Answer) -> str:
    """ "right", "wrong" or "undecided": an answer against the values of the row."""
    if row.get("diverges"):
        return "right" if answer["diverges"] else "wrong" if answer["text"] else "undecided"
    if answer["diverges"]:
        return "wrong"
    if answer["text"] is None:
        return "undecided"
    told = answer.get("value")  # pairs of parts: a worker answers in plain data
    values = [v and complex(*v) for v in told] if told else [
        value_of(answer["text"], p) for p in row.get("points") or [{}]
    ]  # fmt: skip
    return "right" if all(map(near, values, row["values"])) else "wrong"


def near(found: complex | None, wanted: str) -> bool:
    """Agreement to DIGITS digits, absolutely near zero."""
    if found is None:
        return False
    return abs(found - float(wanted)) <= 10.0**-DIGITS * max(1.0, abs(float(wanted)))


def value_of(text: str, point: Row) -> complex | None:
    """The number that a closed form is at a point, by mpmath."""
    import sympy

    from symderive.terms.bridge import to_sympy
    from symderive.terms.reader import read

    e = to_sympy(read(text), {})
    put = {s: sympy.Rational(Fraction(point[s.name])) for s in e.free_symbols if s.name in point}
    try:
        return complex(e.subs(put).evalf(20))
    except (TypeError, ValueError):
        return None


# --- the run --------------------------------------------------------------------------------------


def ask(worker: Worker, name: str, row: Row, limit: float) -> Answer:
    """One engine on one row; a crash or a kill is an answer without text."""
    start = time.perf_counter()
    try:
        found = worker.run(f"benchmarks.integrals:{name}", (row, limit), seconds=limit + GRACE)
    except WorkerError as failure:
        late = isinstance(failure, OutOfTime)
        reason = "out of time" if late else str(failure).strip().splitlines()[-1]
        found = {"text": None, "diverges": False, "seconds": time.perf_counter() - start,
                 "reason": reason}  # fmt: skip
    return {**found, "verdict": judged(row, found)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, help="a file of examples beside our own")
    parser.add_argument("--file", type=Path, default=OWN, help="another file of our own form")
    parser.add_argument("--no-own", action="store_true")
    parser.add_argument("--only", help="rows whose name or technique contains this")
    parser.add_argument("--ours", action="store_true", help="without the peers")
    parser.add_argument("--every", type=int, default=1, help="every n-th row")
    parser.add_argument("--limit", type=float, default=30.0)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    engines = ["ours"] if args.ours else ["ours", "sympy_answer"]
    if not args.ours and shutil.which("maxima"):
        engines.append("maxima_answer")
    table: list[Row] = []
    with Worker(memory_mb=None) as worker:
        for row in rows(args.examples, not args.no_own, args.file)[:: args.every]:
            if args.only and args.only not in row["id"] and args.only not in row["technique"]:
                continue
            line = {"row": row, **{name: ask(worker, name, row, args.limit) for name in engines}}
            table.append(line)
            print(_shown(line, engines), flush=True)
    print(_summary(table, engines))
    if args.json:
        args.json.write_text(json.dumps(table, indent=1, default=str))
    return int(any(t["ours"]["verdict"] == "wrong" or t["ours"].get("refused") for t in table))


def _shown(line: Row, engines: list[str]) -> str:
    row, own = line["row"], line["ours"]
    cells = [f"{line[e]['verdict']:9} {line[e]['seconds']:5.1f} s" for e in engines]
    told = own["text"] or ("diverges" if own["diverges"] else str(own.get("reason"))[:70])
    refused = f"  REFUSED by the recheck: {own['refused']}" if own.get("refused") else ""
    limits = f"{row['from']}..{row['to']}"
    return f"{row['id']:22} {'  '.join(cells)}  {row['expr']} [{limits}]: {told}{refused}"


def _summary(table: list[Row], engines: list[str]) -> str:
    out = []
    for e in engines:
        counts = dict(Counter(t[e]["verdict"] for t in table))
        late = sum(t[e].get("reason") == "out of time" for t in table)
        seconds = [t[e]["seconds"] for t in table] or [0.0]
        right = [t[e]["seconds"] for t in table if t[e]["verdict"] == "right"] or [0.0]
        out.append(f"{e}: {counts} of {len(table)}, out of time {late}; median "
                   f"{statistics.median(seconds):.2f} s, of the right ones "
                   f"{statistics.median(right):.2f} s, slowest right {max(right):.1f} s")  # fmt: skip
    grades = sum((Counter(t["ours"].get("grades") or {}) for t in table), Counter())
    kinds: dict[str, list[int]] = {}
    for t in table:
        kinds.setdefault(t["row"]["technique"], []).append(t["ours"]["verdict"] == "right")
    shares = ", ".join(f"{k} {sum(v)}/{len(v)}" for k, v in kinds.items())
    return "\n".join([*out, f"by technique: {shares}", f"steps by grade: {dict(grades)}"])


if __name__ == "__main__":
    sys.exit(main())
