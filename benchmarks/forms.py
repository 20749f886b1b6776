"""Forms beside sympy.diffgeom and sympy.vector, and cost against dimension.

    python -m benchmarks.forms [--most N] [--json FILE]

Milliseconds of one run, warm, everything included on either side: ours reads text, checks each step
and writes the result; SymPy is called with objects that are made outside the clock and is not asked
for a proof.  `-` stands for an operation that SymPy does not have.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

NAMES = "abcdefgh"


def timed(job: Callable[[], Any], runs: int = 3) -> float:
    """Milliseconds of the fastest run."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def ours(expr: str, n: int, verdict: str = "verified", **options: Any) -> Callable[[], Any]:
    from symderive.faces.forms import forms

    coords = options.pop("coords", [f"x{i}" for i in range(n)])

    def job() -> None:
        d = forms(expr, coords=coords, timeout=120, **options)
        if d.verdict != verdict:
            raise SystemExit(f"{expr}: {d.verdict} ({d.reason})")

    return job


# --- dimension ------------------------------------------------------------------------------------


def growth(most: int) -> list[dict[str, Any]]:
    """d, wedge, star of generic forms of degree 1 or 2, and d d = 0, in n = 2 .. most dimensions."""
    rows = []
    for n in range(2, most + 1):
        degree, euclid = min(n // 2, 2), ",".join(["1"] * n)
        lets = [f"a = form({degree})", "b = form(1)"]
        row: dict[str, Any] = {"n": n, "degree": degree}
        row["d"] = timed(ours("d(a)", n, let=lets), 1)
        row["d(d(a)) = 0"] = timed(ours("d(d(b)) = 0", n, let=lets), 1)
        row["wedge"] = timed(ours("wedge(b, a)", n, let=lets), 1)
        row["star"] = timed(ours("star(a)", n, let=lets, metric=euclid), 1)
        row["sympy d"], row["sympy wedge"] = diffgeom(n)
        rows.append(row)
    return rows


def diffgeom(n: int) -> tuple[float, float]:
    """d of a generic 1-form and the wedge of two in sympy.diffgeom, by evaluation on the basis."""
    import sympy
    from sympy.diffgeom import CoordSystem, Differential, Manifold, Patch, WedgeProduct

    names = sympy.symbols(f"x0:{n}", real=True)
    chart = CoordSystem("C", Patch("P", Manifold("M", n)), names)
    xs, dxs, es = chart.base_scalars(), chart.base_oneforms(), chart.base_vectors()
    a, b = (sum(sympy.Function(f"{c}{i}")(*xs) * dx for i, dx in enumerate(dxs)) for c in "ab")

    def d() -> None:
        for u, v in combinations(es, 2):
            sum(Differential(t.args[0])(u) * t.args[1](v) - Differential(t.args[0])(v) * t.args[1](u)
                for t in sympy.Add.make_args(a))  # fmt: skip

    def wedge() -> None:
        for u, v in combinations(es, 2):
            sum(WedgeProduct(p.args[1], q.args[1])(u, v) * p.args[0] * q.args[0]
                for p in sympy.Add.make_args(a) for q in sympy.Add.make_args(b))  # fmt: skip

    return timed(d, 1), timed(wedge, 1)


# --- side by side ---------------------------------------------------------------------------------


def side_by_side() -> list[dict[str, Any]]:
    """Standard tasks; SymPy's side is None where it has no such operation."""
    spherical = {"coords": "r,th,ph", "metric": "1,r^2,r^2*sin(th)^2",
                 "given": ["r > 0", "sin(th) > 0"]}  # fmt: skip
    space = {"coords": "x,y,z", "metric": "euclidean"}
    schwarzschild = "sqrt(1-2*m/r)*dt; dr/sqrt(1-2*m/r); r*dth; r*sin(th)*dph"
    generic = "; ".join(f"{c}(t,x,y,z)*d{x}" for c, x in zip("ABCD", "txyz", strict=True))
    vector = vectors()
    tasks: list[tuple[str, Callable[[], Any], Callable[[], Any] | None]] = [
        ("curl grad h = 0", ours("curl(grad(h)) = 0", 3, let=["h = form(0)"], **space), vector[0]),
        ("div curl X = 0", ours("div(curl(X)) = 0", 3, let=["X = vector()"], **space), vector[1]),
        ("Laplacian, spherical", ours("lap(h)", 3, let=["h = form(0)"], **spherical), vector[2]),
        ("curl, spherical", ours("curl(X)", 3, let=["X = vector()"], **spherical), vector[3]),
        ("Cartan's formula", ours("L(X, a) = d(i(X, a)) + i(X, d(a))", 3,
                                  let=["a = form(2)", "X = vector()"], **space), None),
        ("star star, Minkowski", ours("star(star(a)) = -a", 4, coords="t,x,y,z",
                                      metric="-1,1,1,1", let=["a = form(2)"]), None),
        ("curvature, Schwarzschild", ours("curvature", 4, coords="t,r,th,ph", given=["r > 0"],
                                          coframe=schwarzschild, signature="-1,1,1,1"), ricci()),
        ("curvature, generic diagonal 4D", ours(
            "curvature", 4, coords="t,x,y,z", coframe=generic, signature="-1,1,1,1",
            given=["A, B, C, D are functions"]), None),
    ]  # fmt: skip
    return [{"task": name, "ours": timed(mine), "sympy": theirs and timed(theirs)}
            for name, mine, theirs in tasks]  # fmt: skip


def vectors() -> list[Callable[[], Any]]:
    """The same in sympy.vector."""
    import sympy
    from sympy.vector import CoordSys3D, curl, divergence, gradient

    c = CoordSys3D("C")
    s = CoordSys3D("S", transformation="spherical", variable_names=("r", "th", "ph"))
    h, k = sympy.Function("h")(c.x, c.y, c.z), sympy.Function("k")(s.r, s.th, s.ph)
    f = [sympy.Function(f"f{i}")(c.x, c.y, c.z) for i in range(3)]
    g = [sympy.Function(f"g{i}")(s.r, s.th, s.ph) for i in range(3)]
    x = f[0] * c.i + f[1] * c.j + f[2] * c.k
    y = g[0] * s.i + g[1] * s.j + g[2] * s.k
    return [
        lambda: curl(gradient(h)).doit(),
        lambda: divergence(curl(x)).doit(),
        lambda: divergence(gradient(k)).doit(),
        lambda: curl(y).doit(),
    ]


def ricci() -> Callable[[], Any]:
    """The Ricci components of Schwarzschild in sympy.diffgeom."""
    import sympy
    from sympy.diffgeom import (
        CoordSystem,
        Manifold,
        Patch,
        TensorProduct,
        metric_to_Ricci_components,
    )

    t, r, th, ph = sympy.symbols("t r th ph", real=True)
    m = sympy.Symbol("m", positive=True)
    chart = CoordSystem("C", Patch("P", Manifold("M", 4)), (t, r, th, ph))
    _, rr, thth, _ = chart.base_scalars()
    dt, dr, dth, dph = chart.base_oneforms()
    f = 1 - 2 * m / rr
    g = (-f * TensorProduct(dt, dt) + TensorProduct(dr, dr) / f + rr**2 * TensorProduct(dth, dth)
         + rr**2 * sympy.sin(thth) ** 2 * TensorProduct(dph, dph))  # fmt: skip
    return lambda: [sympy.simplify(c) for c in sympy.flatten(metric_to_Ricci_components(g))]


def table(rows: list[dict[str, Any]]) -> str:
    keys = list(rows[0])
    cells = [[f"{v:.1f}" if isinstance(v, float) else "-" if v is None else str(v)
              for v in row.values()] for row in rows]  # fmt: skip
    widths = [max(len(k), *(len(c[i]) for c in cells)) for i, k in enumerate(keys)]
    lines = [keys, *cells]
    return "\n".join(
        "  ".join(c.rjust(w) for c, w in zip(line, widths, strict=True)) for line in lines
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--most", type=int, default=6, help="largest dimension (2 to 8)")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    side, grown = side_by_side(), growth(options.most)
    print("milliseconds\n")
    print(table(side), table(grown), sep="\n\n")
    if options.json:
        options.json.write_text(json.dumps({"side by side": side, "growth": grown}, indent=1))


if __name__ == "__main__":
    main()
