"""Linear Euler-Lagrange equations with constant coefficients, one or several: exponentials put in.

Every root of the characteristic determinant gives powers times exponentials; a right-hand side of the
same kind adds its own roots.  What remains is linear algebra for the coefficients.

>>> from symderive.methods.variation.model import Model
>>> m = Model({"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2"})
>>> solve(m, m.euler_lagrange())
({'y': C1*cos(x) + C2*sin(x)}, [C1, C2])
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.variation.model import Model

Root = tuple[Any, int]


def solve(model: Model, equations: list[Any]) -> tuple[dict[str, Any], list[Any]] | None:
    """The general solution {unknown: body} with its constants, or None where it is not linear."""
    x = model.x[0]
    read = coefficients(model, equations)
    if read is None:
        return None
    matrix, force = read
    r = sp.Symbol("r_")
    symbol = sp.Matrix([[sum(c * r**n for n, c in cell.items()) for cell in row] for row in matrix])
    determinant = sp.factor(symbol.det())
    if determinant == 0:
        return None
    roots = _roots(determinant, r)
    if roots is None:
        return None
    homogeneous = [sp.S.Zero] * len(force)
    free = _put(model, matrix, homogeneous, _basis(roots, x))
    if free is None or len(free[1]) != sp.degree(determinant, r):
        return None
    bodies, constants = free
    if any(f != 0 for f in force):
        own = _force_roots(force, x)
        if own is None:
            return None
        joined = dict(roots)
        for root, n in own:
            joined[root] = joined.get(root, 0) + n
        special = _put(model, matrix, force, _basis(joined, x), only=[k for k, _ in own])
        if special is None:
            return None
        bodies = [b + s.subs(dict.fromkeys(special[1], 0))
                  for b, s in zip(bodies, special[0], strict=True)]  # fmt: skip
    named = {c: model.symbol(f"C{k + 1}") for k, c in enumerate(constants)}
    found = {u: sp.expand(b).subs(named) for u, b in zip(model.unknowns, bodies, strict=True)}
    return found, list(named.values())


Cell = dict[int, Any]


def coefficients(model: Model, equations: list[Any]) -> tuple[list[list[Cell]], list[Any]] | None:
    """sum of c_n y^(n) = force; None where the c_n are not constants."""
    x = model.x[0]
    rows, force = [], []
    for e in equations:
        e = sp.expand(e)
        jets = model.jets(e)
        row: list[Cell] = [{} for _ in model.unknowns]
        rest = e
        for s, u, (n,) in jets:
            c = sp.diff(e, s)
            if model.jets(c) or c.has(x):
                return None
            row[model.unknowns.index(u)][n] = c
            rest -= c * s
        rest = sp.expand(rest)
        if model.jets(rest):
            return None
        rows.append(row)
        force.append(-rest)
    return rows, force


def _roots(determinant: Any, r: Any) -> dict[Any, int] | None:
    poly = sp.Poly(determinant, r)
    found = sp.roots(poly)
    if sum(found.values()) != poly.degree():
        return None
    return {sp.simplify(k): v for k, v in found.items()}


def _basis(roots: dict[Any, int], x: Any) -> list[Any]:
    """Real functions: powers times exponentials, cosines and sines for conjugate pairs."""
    out: list[Any] = []
    used: set[Any] = set()
    for root in sorted(roots, key=sp.default_sort_key):
        if root in used:
            continue
        a, b = root.as_real_imag()
        n = roots[root]
        used.add(root)
        if b == 0:
            opposite = next(
                (k for k in roots if k not in used and sp.simplify(k + root) == 0), None
            )
            if opposite is not None and root != 0 and roots[opposite] == n:
                used.add(opposite)
                w = root if not root.could_extract_minus_sign() else -root
                kinds = [sp.cosh(w * x), sp.sinh(w * x)]
            else:
                kinds = [sp.exp(root * x)]
        else:
            other = sp.simplify(a - sp.I * b)
            used |= {k for k in roots if sp.simplify(k - other) == 0}
            b = -b if b.could_extract_minus_sign() else b
            kinds = [sp.exp(a * x) * f(b * x) for f in (sp.cos, sp.sin)]
        out += [x**k * f for k in range(n) for f in kinds]
    return out


def _force_roots(force: list[Any], x: Any) -> list[Root] | None:
    """The roots of polynomials, exponentials, sines and cosines in a right-hand side."""
    found: dict[Any, int] = {}
    for f in force:
        f = sp.expand(f.rewrite(sp.exp), power_exp=False)
        for term in sp.Add.make_args(f):
            rate, degree = sp.S.Zero, 0
            for factor in sp.Mul.make_args(sp.powsimp(term)):
                if not factor.has(x):
                    continue
                if isinstance(factor, sp.exp):
                    slope = sp.diff(factor.args[0], x)
                    if slope.has(x):
                        return None
                    rate += slope
                elif factor.is_polynomial(x):
                    degree += sp.degree(factor, x)
                else:
                    return None
            for k in {rate, sp.conjugate(rate)}:
                found[k] = max(found.get(k, 0), degree + 1)
    return list(found.items())


def _put(
    model: Model, matrix: list[list[Cell]], force: list[Any], basis: list[Any],
    only: list[Any] | None = None,
) -> tuple[list[Any], list[Any]] | None:  # fmt: skip
    """The combinations of the basis that solve; the names left free."""
    x = model.x[0]
    count = len(model.unknowns)
    names = [[sp.Symbol(f"k{i}_{j}") for j in range(len(basis))] for i in range(count)]
    bodies = [sp.Add(*(n * f for n, f in zip(row, basis, strict=True))) for row in names]
    conditions: list[Any] = []
    for row, f in zip(matrix, force, strict=True):
        total = -f
        for cell, body in zip(row, bodies, strict=True):
            total += sum(c * sp.diff(body, x, n) for n, c in cell.items())
        total = sp.expand(sp.expand(total.rewrite(sp.exp)), power_exp=False)
        parts: dict[Any, Any] = {}
        for term in sp.Add.make_args(total):
            c, m = sp.powsimp(term).as_independent(x, as_Add=False)
            m = sp.simplify(m) if m.has(sp.exp) else m
            parts[m] = parts.get(m, sp.S.Zero) + c
        conditions += [sp.expand(c) for c in parts.values()]
    flat = [n for row in names for n in row]
    solved = sp.linsolve(conditions, flat)
    if not solved:
        return None
    (values,) = solved
    put = dict(zip(flat, (sp.simplify(v) for v in values), strict=True))
    bodies = [b.subs(put) for b in bodies]
    left = sorted({s for b in bodies for s in b.free_symbols} & set(flat), key=_index)
    return bodies, left


def _index(s: Any) -> tuple[int, int]:
    i, j = str(s)[1:].split("_")
    return int(i), int(j)
