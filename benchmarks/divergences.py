"""Divergences of laws, side by side with `sympy.stats`: what is answered, checked, right and wrong.

    python benchmarks/divergences.py [--peer] [--only TEXT] [--limit SECONDS]

The problems are `tests/data/divergences.toml`; a formula is held against values by quadrature at two
points.  `--peer` asks `sympy.stats` for the expectation of log(p/q) (entropies and divergences of
Kullback and Leibler) with the same limit.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import sympy as sp

from symderive.faces.divergence import divergence
from symderive.laws.families import Law, read_law
from symderive.recheck import recheck
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "divergences.toml"
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
    options.add_argument("--only", default="")
    options.add_argument("--limit", type=float, default=30.0)
    chosen = options.parse_args()
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["problem"]
    rows = [r for r in rows if chosen.only in f"{r['kind']} {r['p']} {r.get('q', '')}"]
    engines = {"symderive": ours} | ({"sympy.stats": peer} if chosen.peer else {})
    for name, engine in engines.items():
        outcomes: Counter[str] = Counter()
        wall, cpu = time.perf_counter(), time.process_time()
        for row in rows:
            outcome = engine(row, chosen.limit)
            outcomes[outcome] += 1
            if outcome not in ("right", "not offered"):
                print(f"{outcome}: {row['kind']} {row['p']} {row.get('q', '')}", flush=True)
        spent = f"{time.perf_counter() - wall:.0f} s, {time.process_time() - cpu:.0f} s CPU here"
        print(f"{name}: {dict(outcomes)} of {len(rows)} ({spent})", flush=True)


if __name__ == "__main__":
    main()
