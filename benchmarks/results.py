"""Named results: seconds to derive each, and to recheck its certificate without any search.

    python -m benchmarks.results [--field F] [--limit SECONDS] [--json FILE]

Wall seconds in one process, the first import apart; the grades of all steps are counted at the end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any


def row(name: str, limit: float) -> dict[str, Any]:
    """One result: verdict, steps, seconds of both; what a recheck objects to."""
    from symderive.faces.derive import derive
    from symderive.recheck import recheck

    start = time.perf_counter()
    found = json.loads(derive(name, timeout=limit).to_json())
    derived = time.perf_counter() - start
    start = time.perf_counter()
    objections = recheck(found)
    return {
        "name": name, "verdict": found["verdict"], "steps": len(found["steps"]),
        "grades": found["grades"], "derive": derived, "verify": time.perf_counter() - start,
        "objections": objections,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--field")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()

    from symderive.catalogue.problems import problems

    rows = []
    print(f"{'result':<44} {'verdict':<10} steps  derive  verify")
    for p in problems().values():
        if asked.field in (None, p.field):
            r = row(p.name, asked.limit)
            rows.append(r)
            seconds = f"{r['derive']:>7.2f} {r['verify']:>7.2f}"
            broken = "  NOT RECHECKED" if r["objections"] else ""
            print(
                f"{r['name']:<44} {r['verdict']:<10} {r['steps']:>5} {seconds}{broken}", flush=True
            )
    grades: Counter[str] = Counter()
    for r in rows:
        grades.update(r["grades"])
    verified = [r for r in rows if r["verdict"] == "verified"]
    print(f"{len(verified)} of {len(rows)} verified; steps by grade: {dict(grades)}")
    if verified:
        ratio = statistics.median(r["derive"] / max(r["verify"], 1e-9) for r in verified)
        print(f"median derive / verify: {ratio:.1f}")
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
