"""Problems of the calculus of variations, beside SymPy (`euler_equations` + `dsolve`) in one run.

    python -m benchmarks.variation [--examples FILE] [--only CLASS] [--id NAME] [--limit SECONDS]
                                   [--no-sympy] [--json FILE]

Every answer is judged by numbers (`benchmarks/variation_judge.py`, which shares nothing with the
kernel): Euler-Lagrange equations, first integrals, and the extremal with its data, constraints and
end conditions.  Seconds are wall seconds of this run: compare them with each other only.  The
program ends with 1 if an answer of ours is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from symderive.worker import Worker, WorkerError

from .variation_integrals import equations_agree, integral
from .variation_judge import judge

OWN = Path(__file__).resolve().parent.parent / "tests" / "data" / "variation.toml"
CLASSES = {"free_ends": "free ends", "several_variables": "several variables"}
Row = dict[str, Any]


def rows(examples: Path | None) -> list[Row]:
    """Our own problems, and those of a file of examples."""
    if examples is None:
        return [{"id": name, **row} for name, row in tomllib.loads(OWN.read_text()).items()]
    found = []
    for item in json.loads(examples.read_text())["items"]:
        row = {"id": item["id"], "class": item["class"], "var": ",".join(item["indep"]),
               "unknown": ",".join(item["unknowns"]), "lagrangian": item["lagrangian"],
               "at": item.get("boundary", []), "free": item.get("free", []),
               "known": item["expected"].get("extremal", "any"), "params": item.get("params", {}),
               "constants": item["expected"].get("constants", 0)}  # fmt: skip
        if "first_integral" in item["expected"]:
            row["integral_of"] = item["expected"]["first_integral"]
        if "par_domain" in item:
            row["par_domain"] = item["par_domain"]
        limits = [c for c in item.get("constraints", ()) if c["type"] == "integral"]
        if limits:
            row["integral"] = [f"{c['integrand']} = {c['value']}" for c in limits]
        if "interval" in item:
            row["interval"] = ",".join(item["interval"])
        found.append(row)
    return found


def ours(row: Row, limit: float) -> tuple[str, Row, Row]:
    """The verdict, the result and the grades."""
    from symderive.faces.extremize import extremize

    found = extremize(
        row["lagrangian"], row["var"], row["unknown"], at=row.get("at", ()),
        integral=row.get("integral", ()), holonomic=row.get("holonomic", ()),
        interval=row.get("interval"), free=row.get("free", ()), end_on=row.get("end_on"),
        endpoint_cost=row.get("endpoint_cost"), given=row.get("given", ()), timeout=limit,
    )  # fmt: skip
    result = dict(found.result or {})
    if found.verdict != "verified":
        result.pop("extremal", None)
    return found.verdict, result | {"reason": found.reason}, dict(found.grades)


def peer(row: Row) -> Row:
    """What `euler_equations` and `dsolve` answer; conditions are handed over where dsolve takes them."""
    import sympy
    from sympy.calculus.euler import euler_equations

    from benchmarks.variation_model import Model, expression
    from symderive.terms.bridge import from_sympy
    from symderive.terms.writer import write

    m = Model(row)
    functions = {u: sympy.Function(u)(*m.x) for u in m.unknowns}

    def put(e: Any) -> Any:
        jets = {s: sympy.Derivative(functions[u], *(v for v, n in zip(m.x, o, strict=True)
                                                    for _ in range(n))) if sum(o) else functions[u]
                for s, u, o in m.jets(e)}  # fmt: skip
        return e.subs(jets)

    whole = m.lagrangian
    for k, (body, _) in enumerate(m.constraints):
        whole += sympy.Symbol("lam" if len(m.constraints) == 1 else f"lam{k + 1}", real=True) * body
    equations = euler_equations(put(whole), list(functions.values()), m.x)
    answer: Row = {"euler_lagrange": [str(e) for e in equations]}
    if m.holonomic or len(m.x) > 1:
        return answer
    conditions = {}
    for text in row.get("at", ()):
        left, right = text.split("=")
        name, place = re.fullmatch(r"\s*(\w+)\((.*)\)\s*", left).groups()  # type: ignore[union-attr]
        key = m.key(sympy.Symbol(name, real=True))
        f, x, at = functions[key[0]], m.x[0], expression(place)  # type: ignore[index]
        order = key[1][0]  # type: ignore[index]
        left_side = f.diff(x, order).subs(x, at) if order else f.subs(x, at)
        conditions[left_side] = expression(right)
    if len(functions) == 1:
        found = sympy.dsolve(equations[0], ics=conditions or None)
    else:
        found = sympy.dsolve(equations, ics=conditions or None)
    solutions = found if isinstance(found, list) else [found]
    bodies = {}
    for s in solutions:
        for u, f in functions.items():
            if s.lhs == f and u not in bodies:
                bodies[u] = write(from_sympy(s.rhs.doit()))
    if bodies.keys() >= set(m.unknowns):
        answer["extremal"] = bodies
    return answer


def judged(row: Row, result: Row) -> str:
    """ "right", "wrong", "partial", "none" (no extremal given), "unknown"."""
    if row.get("known") == "none":
        return (
            "right" if result.get("kind") == "none" else "wrong" if "extremal" in result else "none"
        )
    if "extremal" not in result:
        return "none"
    try:
        return judge(row, result)
    except Exception as reason:  # the judge meets answers of any form
        return f"unknown ({type(reason).__name__}: {reason})"


def first_integrals(row: Row, result: Row) -> str:
    """ "right" where at least one is given and all are; "" where none is asked for."""
    told = result.get("first_integrals") or []
    if not told:
        return "none" if "integral_of" in row else ""
    try:
        votes = [integral(row, t) for t in told]
    except Exception as reason:
        return f"unknown ({type(reason).__name__})"
    return "wrong" if "wrong" in votes else "right" if "right" in votes else "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path)
    parser.add_argument("--only")
    parser.add_argument("--id")
    parser.add_argument("--limit", type=float, default=30.0)
    parser.add_argument("--no-sympy", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    table: list[Row] = []
    with Worker() as worker:
        for row in rows(args.examples):
            if (args.only and args.only != row["class"]) or (args.id and args.id != row["id"]):
                continue
            table.append(_line(row, worker, args.limit, not args.no_sympy))
            print(_shown(table[-1]), flush=True)
    print(_summary(table))
    if args.json:
        args.json.write_text(json.dumps(table, indent=1, default=str))
    return int(any("wrong" in (t["ours"], t["equations"], t["integrals"]) for t in table))


def _line(row: Row, worker: Worker, limit: float, with_peer: bool) -> Row:
    start, cpu = time.perf_counter(), time.process_time()
    try:
        verdict, result, grades = ours(row, limit)
    except Exception as failure:  # a crash of ours is a row of the table
        verdict, result, grades = "crash", {"reason": repr(failure)}, {}
    seconds, spent = time.perf_counter() - start, time.process_time() - cpu
    equations = result.get("euler_lagrange") or []
    try:
        same = equations_agree(row, equations) if equations else "none"
    except Exception as reason:
        same = f"unknown ({type(reason).__name__})"
    found: Row = {}
    start = time.perf_counter()
    if with_peer:
        try:
            found = worker.run("benchmarks.variation:peer", (row,), seconds=limit)
        except WorkerError:
            found = {}
    shown = result.get("extremal") or result.get("text") or str(result.get("reason"))[:160]
    return {
        "id": row["id"], "class": row["class"], "verdict": verdict, "ours": judged(row, result),
        "kind": result.get("kind"), "equations": same, "integrals": first_integrals(row, result),
        "seconds": seconds, "cpu": spent, "text": str(shown), "fitted": result.get("fitted"),
        "grades": grades, "peer": judged(row, found), "peer_seconds": time.perf_counter() - start,
        "peer_text": str(found.get("extremal")), "peer_equations": bool(found.get("euler_lagrange")),
    }  # fmt: skip


def _shown(t: Row) -> str:
    ours = f"{t['ours']:8} {t['kind'] or '-':10} EL {t['equations']:7} FI {t['integrals'] or '-':6}"
    peer = f"SymPy {t['peer']:8} {t['peer_seconds']:5.1f} s"
    return f"{t['id']:26} {ours} {t['seconds']:5.1f} s | {peer} | {t['text']}"


def _summary(table: list[Row]) -> str:
    lines = []
    for who, clock in (("ours", "seconds"), ("peer", "peer_seconds")):
        counts = Counter(t[who].split(" ")[0] for t in table)
        median = statistics.median([t[clock] for t in table] or [0])
        lines.append(f"{who}: extremals {dict(counts)} of {len(table)}; median {median:.2f} s, "
                     f"slowest {max([t[clock] for t in table] or [0]):.1f} s")  # fmt: skip
    by_class: dict[str, Counter[str]] = {}
    for t in table:
        by_class.setdefault(t["class"], Counter())[t["ours"].split(" ")[0]] += 1
    lines += [f"  {CLASSES.get(c, c)}: {dict(n)}" for c, n in by_class.items()]
    lines.append(f"equations: {dict(Counter(t['equations'] for t in table))}")
    lines.append(
        f"first integrals: {dict(Counter(t['integrals'] for t in table if t['integrals']))}"
    )
    lines.append(f"kinds: {dict(Counter(str(t['kind']) for t in table))}")
    grades = sum((Counter(t["grades"]) for t in table), Counter())
    lines.append(f"steps by grade: {dict(grades)}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
