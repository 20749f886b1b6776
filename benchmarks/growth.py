"""Cost against size: true identities that grow, beside SymPy with a limit for each item.

    python -m benchmarks.growth [--limit SECONDS] [--no-sympy] [--only FAMILY] [--json FILE]

Prints milliseconds of this run, reading included; `-` stands for "not proved", `limit` for a
process that was killed: what is larger in that family is then not tried.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

from .corpus import Row
from .engines import Answer, workers

Claim = tuple[str, tuple[str, ...]]  # claim, givens


def nested_cosines(n: int) -> Claim:
    """sin(2^n x) = 2^n sin x times the product of cos(2^k x)."""
    factors = "*".join(f"cos({2**k}*x)" for k in range(n))
    return f"{factors} = sin({2**n}*x)/({2**n}*sin(x))", ()


def partial_fractions(n: int) -> Claim:
    """1/((x+1)...(x+n)) into its n simple fractions."""
    parts = []
    for k in range(1, n + 1):
        weight = math.factorial(k - 1) * math.factorial(n - k)
        parts.append(f"{'+' if k % 2 else '-'} 1/({weight}*(x+{k}))")
    denominator = "*".join(f"(x+{k})" for k in range(1, n + 1))
    return f"1/({denominator}) = 0 {' '.join(parts)}", ()


def vandermonde(n: int) -> Claim:
    """The determinant of the powers of n names is the product of their differences."""
    rows = ", ".join("[" + ", ".join(f"x{i}^{k}" for k in range(n)) + "]" for i in range(n))
    differences = "*".join(f"(x{j}-x{i})" for i in range(n) for j in range(i + 1, n))
    return f"det(Matrix([{rows}])) = {differences}", ()


def sine_of_a_sum(n: int) -> Claim:
    """sin(x1 + ... + xn) expanded: 2^(n-1) products."""
    parts = []
    for choice in product((0, 1), repeat=n):
        if sum(choice) % 2:
            factors = "*".join(f"{('cos', 'sin')[c]}(x{i})" for i, c in enumerate(choice))
            parts.append(("- " if sum(choice) % 4 == 3 else "+ ") + factors)
    return f"sin({'+'.join(f'x{i}' for i in range(n))}) = 0 {' '.join(parts)}", ()


def heat_kernel(n: int) -> Claim:
    """The heat kernel in n dimensions solves the heat equation."""
    names = [f"x{i}" for i in range(n)]
    squares = "+".join(f"{x}^2" for x in names)
    kernel = f"exp(-({squares})/(4*t))/(4*pi*t)^({n}/2)"
    laplacian = " + ".join(f"Derivative({kernel}, ({x}, 2))" for x in names)
    return f"Derivative({kernel}, t) = {laplacian}", ("t > 0",)


def tanh_power(n: int) -> Claim:
    """(tanh x + 1)^n against its exponential form."""
    return f"(tanh(x)+1)^{n} = 2^{n}*exp({2 * n}*x)/(exp(2*x)+1)^{n}", ()


def gaussians(n: int) -> Claim:
    """A product of n Gaussian exponents over different denominators completed to one square."""
    given = tuple(f"s{i} > 0" for i in range(n))
    left = "*".join(f"exp(-(x-m{i})^2/(2*s{i}))" for i in range(n))
    weight = "+".join(f"1/s{i}" for i in range(n))
    mean = "+".join(f"m{i}/s{i}" for i in range(n))
    rest = "+".join(f"m{i}^2/s{i}" for i in range(n))
    square = f"(x-({mean})/({weight}))^2*({weight})/2"
    return f"{left} = exp(-{square})*exp(-(({rest})-({mean})^2/({weight}))/2)", given


def softmax_hessian(n: int) -> Claim:
    """A mixed second derivative of log(sum exp) in n names."""
    total = "+".join(f"exp(x{i})" for i in range(n))
    return f"Derivative(log({total}), x0, x1) = -exp(x0+x1)/({total})^2", ()


FAMILIES: dict[str, tuple[Callable[[int], Claim], tuple[int, ...]]] = {
    "nested cosines": (nested_cosines, (3, 4, 5, 6, 7, 8, 9, 10)),
    "partial fractions": (partial_fractions, (3, 4, 6, 8, 10, 12)),
    "vandermonde": (vandermonde, (3, 4, 5, 6)),
    "sine of a sum": (sine_of_a_sum, (3, 4, 5, 6, 7)),
    "heat kernel": (heat_kernel, (1, 2, 3, 4, 6, 8)),
    "tanh power": (tanh_power, (2, 4, 8, 16)),
    "gaussians": (gaussians, (2, 3, 4, 5)),
    "softmax hessian": (softmax_hessian, (2, 4, 8, 12)),
}


def measured(
    engine: Callable[[Row], Answer], family: str, limit: float
) -> Iterator[tuple[int, str, float]]:
    """Size, verdict and seconds along a family, until the first item that takes the limit."""
    make, sizes = FAMILIES[family]
    stopped = False
    for n in sizes:
        if stopped:
            yield n, "limit", limit
            continue
        claim, given = make(n)
        row = Row("growth", f"{family} {n}", family, "true", given, claim)
        verdict, seconds, _ = engine(row)
        stopped = verdict != "verified" and seconds >= 0.95 * limit
        yield n, "limit" if stopped else verdict, seconds


def cell(verdict: str, seconds: float) -> str:
    if verdict == "verified":
        return f"{1000 * seconds:.1f}"
    return {"limit": "limit", "refuted": "WRONG"}.get(verdict, f"- {1000 * seconds:.0f}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for one item")
    parser.add_argument("--only", choices=FAMILIES)
    parser.add_argument("--no-sympy", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    chosen = [options.only] if options.only else list(FAMILIES)
    wrong = False
    data: dict[str, dict[str, list[tuple[int, str, float]]]] = {}
    worker, engines = workers(options.limit, not options.no_sympy)
    with worker:
        warm = Row("growth", "warm", "", "true", (), "x+x = 2*x")
        for engine in engines.values():
            engine(warm)
        print(f"{'ms':<24}" + "".join(f"{name:>12}" for name in engines))
        for family in chosen:
            data[family] = {k: list(measured(e, family, options.limit)) for k, e in engines.items()}
            for rows in zip(*data[family].values(), strict=True):
                label = f"{family} {rows[0][0]}"
                print(f"{label:<24}" + "".join(f"{cell(v, s):>12}" for _, v, s in rows), flush=True)
            wrong |= any(v == "refuted" for _, v, _ in data[family]["symderive"])
    if options.json:
        options.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
