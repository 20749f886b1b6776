"""How many identities are decided, how fast, and whether any verdict is wrong, beside SymPy.

    python -m benchmarks.identities [--examples DIR] [--only CATEGORY] [--show wrong|undecided]
                                    [--no-sympy] [--limit SECONDS] [--corpus NAME]... [--json FILE]

Times are wall seconds of one check in this run, reading included; compare them only with each
other.  A verdict is wrong when a true claim is refuted, a false one verified, or a void one either.
SymPy's symbols cannot say `x*y < 1` or `x > 1`: its wrong verdicts on rows with such givens stand
apart, as `untold`.
The program ends with 1 if one of ours is wrong.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpus import TRUTHS, Row, examples, own
from .engines import sayable, workers

RIGHT = {"true": "verified", "false": "refuted", "void": None}
SHOWN = ("verified", "refuted", "undecided")


@dataclass(frozen=True)
class Outcome:
    """What one engine said of one row, in how many seconds; `note` is its reason."""

    row: Row
    verdict: str
    seconds: float
    note: str

    told: bool = True  # whether the engine could be told all givens

    @property
    def mistaken(self) -> bool:
        return self.verdict != "undecided" and self.verdict != RIGHT[self.row.truth]

    @property
    def wrong(self) -> bool:
        return self.mistaken and self.told


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Counts by truth and verdict, wrong verdicts; median and 95th percentile in ms, sum in s."""
    counts = {
        truth: {v: sum(o.row.truth == truth and o.verdict == v for o in outcomes) for v in SHOWN}
        for truth in TRUTHS
    }
    times = [1000 * o.seconds for o in outcomes]
    return {
        **counts,
        "wrong": sum(o.wrong for o in outcomes),
        "untold": sum(o.mistaken and not o.told for o in outcomes),
        "median_ms": statistics.median(times),
        "p95_ms": percentile(times, 0.95),
        "sum_s": sum(times) / 1000,
    }


def table(results: dict[str, list[Outcome]]) -> str:
    """One line an engine, and below it how many times longer each peer took."""
    head = f"{'engine':<11}{'true: proved':>14}{'refuted':>9}{'false: refuted':>16}{'verified':>10}"
    head += (
        f"{'void: decided':>15}{'WRONG':>7}{'untold':>8}{'median ms':>11}{'p95 ms':>9}{'sum s':>8}"
    )
    lines = [head]
    figures = {name: summary(outcomes) for name, outcomes in results.items()}
    for name, f in figures.items():
        t, n, v = (f[k] for k in TRUTHS)
        proved = f"{t['verified']}/{sum(t.values())}"
        refuted = f"{n['refuted']}/{sum(n.values())}"
        empty = f"{v['verified'] + v['refuted']}/{sum(v.values())}"
        lines.append(
            f"{name:<11}{proved:>14}{t['refuted']:>9}{refuted:>16}{n['verified']:>10}{empty:>15}"
            f"{f['wrong']:>7}{f['untold']:>8}{f['median_ms']:>11.2f}{f['p95_ms']:>9.1f}{f['sum_s']:>8.1f}"
        )
    base = figures["symderive"]
    for name, f in figures.items():
        if name != "symderive":
            parts = (f"{key} x{f[key] / base[key]:.1f}" for key in ("median_ms", "p95_ms", "sum_s"))
            lines.append(f"{name} against symderive: " + ", ".join(parts))
    return "\n".join(lines)


def by_category(outcomes: Sequence[Outcome]) -> str:
    """For each category: true ones proved, false ones refuted."""
    lines = []
    for category in dict.fromkeys(o.row.category for o in outcomes):
        part = [o for o in outcomes if o.row.category == category]
        cells = []
        for truth, word in (("true", "verified"), ("false", "refuted"), ("void", "undecided")):
            rows = [o for o in part if o.row.truth == truth]
            if rows:
                done = sum(o.verdict == word for o in rows)
                cells.append(f"{truth} {word} {done}/{len(rows)}")
        lines.append(f"  {category:<10} " + ", ".join(cells))
    return "\n".join(lines)


def shown(name: str, o: Outcome) -> str:
    """One outcome in full: who said what of which claim, how long it took and why."""
    given = f"   [{'; '.join(o.row.given)}]" if o.row.given else ""
    word = "WRONG" if o.wrong else o.verdict
    lines = [f"{name} {word} {o.row.id} ({o.row.truth}, said {o.verdict}): {o.row.claim}{given}"]
    return "\n".join([*lines, f"    {o.seconds * 1000:.1f} ms  {o.note}"])


def as_data(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Summary and rows as plain data."""
    rows = [
        {"id": o.row.id, "source": o.row.source, "truth": o.row.truth, "verdict": o.verdict,
         "ms": 1000 * o.seconds, "note": o.note}
        for o in outcomes
    ]  # fmt: skip
    return {"summary": summary(outcomes), "rows": rows}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=Path, help="a directory with identities.json")
    parser.add_argument("--corpus", action="append", help="of tests/data (default: identities)")
    parser.add_argument("--only", metavar="CATEGORY")
    parser.add_argument("--show", choices=("wrong", "undecided"))
    parser.add_argument("--no-sympy", action="store_true")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for one check")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)

    sources = {name: own(name) for name in options.corpus or ["identities"]}
    if options.examples:
        sources["examples"] = examples(options.examples)
    rows = [r for part in sources.values() for r in part]
    rows = [r for r in rows if options.only in (None, r.category)]
    if not rows:
        parser.error(f"no rows of category {options.only}")

    worker, engines = workers(options.limit, not options.no_sympy)
    results = {}
    with worker:
        for name, engine in engines.items():
            engine(rows[0])  # warm: imports and tables are nobody's step
            mine = name == "symderive"
            results[name] = [Outcome(r, *engine(r), told=mine or sayable(r.given)) for r in rows]
    for source in dict.fromkeys(r.source for r in rows):
        part = {k: [o for o in v if o.row.source == source] for k, v in results.items()}
        print(f"{source}: {len(next(iter(part.values())))} claims")
        print(table(part))
        print(by_category(part["symderive"]))
        print()
    for name, outcomes in results.items():
        for o in outcomes:
            mine = name == "symderive"
            if (o.wrong and (mine or options.show == "wrong")) or (
                mine and options.show == "undecided" == o.verdict and o.row.truth != "void"
            ):
                print(shown(name, o))
    if options.json:
        text = json.dumps({k: as_data(v) for k, v in results.items()}, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 1 if any(o.wrong for o in results["symderive"]) else 0


if __name__ == "__main__":
    sys.exit(main())
