"""Divergences of laws, side by side with `sympy.stats`: what is answered, checked, right and wrong.

    python benchmarks/divergences.py [--peer] [--every N] [--only TEXT] [--limit SECONDS]

The problems are `tests/data/divergences.toml`, each N-th of them; a formula is held against values by
quadrature at two points.  `--peer` asks `sympy.stats` for the expectation of log(p/q) (entropies and
divergences of Kullback and Leibler) with the same limit, problem by problem in the same run; times
are compared where both are right, ours with the proof and its second check.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sympy as sp

from symderive.faces.divergence import divergence
from symderive.laws.families import Law, read_law
from symderive.recheck import recheck
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "divergences.toml"
Engine = Callable[[dict[str, Any], float], str]
CLOSE = 1e-5  # relative: the quadrature of heavy tails is no better
PEERS = {  # families of sympy.stats with the same parameters, or with a translation of them
    "Normal": lambda m, s: ("Normal", (m, s)), "LogNormal": lambda m, s: ("LogNormal", (m, s)),
    "Exponential": lambda r: ("Exponential", (r,)), "Gamma": lambda a, b: ("Gamma", (a, 1 / b)),
    "Beta": lambda a, b: ("Beta", (a, b)), "Uniform": lambda a, b: ("Uniform", (a, b)),
    "Laplace": lambda m, b: ("Laplace", (m, b)), "Pareto": lambda h, a: ("Pareto", (h, a)),
    "Cauchy": lambda m, g: ("Cauchy", (m, g)), "Weibull": lambda k, s: ("Weibull", (s, k)),
    "Rayleigh": lambda s: ("Rayleigh", (s,)), "Maxwell": lambda a: ("Maxwell", (a,)),
    "Logistic": lambda m, s: ("Logistic", (m, s)), "Poisson": lambda r: ("Poisson", (r,)),
    "Geometric": lambda p: ("Geometric", (p,)), "Chi": lambda k: ("Chi", (k,)),
    "ChiSquared": lambda k: ("ChiSquared", (k,)), "StudentT": lambda v: ("StudentT", (v,)),
    "Bernoulli": lambda p: ("Bernoulli", (p,)), "Binomial": lambda n, p: ("Binomial", (n, p)),
}  # fmt: skip


def judged(row: dict[str, Any], value: Any) -> str:
    """ "right", "wrong" or "unjudged" for a formula of SymPy."""
    if "oo" in row["values"]:
        return "right" if value == sp.oo else "wrong"
    if value in (sp.oo, sp.nan):
        return "wrong"
    for point, wanted in zip(row.get("points", ()), row["values"], strict=True):
        at = {n: sp.Rational(v) for n, v in point.items()}
        found = sp.N(value.subs({s: at[s.name] for s in value.free_symbols if s.name in at}), 20)
        if not found.is_number or abs(found - sp.Float(wanted)) > CLOSE * (
            1 + abs(sp.Float(wanted))
        ):
            return "wrong"
    return "right" if row["values"] else "unjudged"


def ours(row: dict[str, Any], limit: float) -> str:
    d = divergence(row["kind"], row["p"], row.get("q"), order=row.get("order"),
                   given=row.get("given", ()), timeout=limit)  # fmt: skip
    if d.verdict != "verified" or d.result is None:
        return "undecided"
    if recheck(d.as_dict()):
        return "certificate rejected"
    return judged(row, to_sympy(read(d.result["text"])))


def peer(row: dict[str, Any], limit: float) -> str:
    """E[log p - log q], E[-log p] or E[-log q] by sympy.stats."""
    from sympy import stats

    from symderive.deadline import Late, deadline

    laws = [read_law(row[k]) for k in ("p", "q") if k in row]
    if row["kind"] not in ("kl", "entropy", "crossentropy") or any(
        law.family.name not in PEERS for law in laws
    ):
        return "not offered"
    try:
        with deadline(limit):
            variables = [_variable(law, f"X{i}", stats) for i, law in enumerate(laws)]
            x = sp.Symbol("x", positive=laws[0].support[0].head == "Integer", real=True)
            logs = [sp.expand_log(sp.log(stats.density(v)(x)), force=True) for v in variables]
            body = {"kl": lambda a, b: a - b, "entropy": lambda a: -a,
                    "crossentropy": lambda a, b: -b}[row["kind"]](*logs)  # fmt: skip
            value = sp.simplify(stats.E(sp.expand(body).subs(x, variables[0])))
    except Late:
        return "out of time"
    except Exception as failure:
        return f"fails ({type(failure).__name__})"
    if value.has(sp.Integral, sp.Sum, sp.Piecewise):
        return "undecided"
    return judged(row, value)


def _variable(law: Law, name: str, stats: Any) -> Any:
    sorts = {n: {"positive": True} for n in law.free}
    for (_, sort), a in zip(law.family.parameters, law.args, strict=True):
        if sort == "real" and a.head == "Symbol":
            sorts[a.data] = {"real": True}
    family, args = PEERS[law.family.name](*(to_sympy(a, sorts) for a in law.args))
    return getattr(stats, family)(name, *args)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peer", action="store_true")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--only", default="")
    options.add_argument("--limit", type=float, default=30.0)
    chosen = options.parse_args()
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["problem"]
    rows = [r for r in rows if chosen.only in f"{r['kind']} {r['p']} {r.get('q', '')}"]
    engines: dict[str, Engine] = {"symderive": ours} | (
        {"sympy.stats": peer} if chosen.peer else {}
    )
    divergence("entropy", "Exponential(a)")  # the worker is warm before its clock starts
    told: dict[str, list[tuple[str, float]]] = {name: [] for name in engines}
    for row in rows[:: chosen.every]:
        for name, engine in engines.items():
            start = time.perf_counter()
            outcome = engine(row, chosen.limit)
            told[name].append((outcome, time.perf_counter() - start))
            if outcome not in ("right", "not offered"):
                law = f"{row['kind']} {row['p']} {row.get('q', '')}"
                print(f"{name}: {outcome}: {law}", flush=True)
    for name, found in told.items():
        counted = dict(Counter(outcome for outcome, _ in found))
        print(f"{name}: {counted} of {len(found)} ({sum(s for _, s in found):.0f} s)", flush=True)
    if chosen.peer:
        both = [
            (theirs[1] / mine[1], mine[1], theirs[1])
            for mine, theirs in zip(*told.values(), strict=True)
            if mine[0] == theirs[0] == "right"
        ]
        if both:
            ratio, mine_, theirs_ = (
                statistics.median(column) for column in zip(*both, strict=True)
            )
            print(f"both right: {len(both)}; median seconds {mine_:.2f} (proved) against "
                  f"{theirs_:.2f}, median ratio {ratio:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
