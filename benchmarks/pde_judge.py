"""An independent judge of solutions of first-order equations: numbers put in by mpmath, no kernel.

A formula is wrong where the residual of the equation or of the data is not small at points chosen at
random; arbitrary functions get a concrete one that meets the surface at the point.

>>> row = {"equation": "u_t + u*u_x = 0", "vars": "x,t", "data": ["u(x,0) = -x"]}
>>> judge(row, "u = x/(t - 1)"), judge(row, "u = x/(t + 1)")
('right', 'wrong')
"""

from __future__ import annotations

import random
from typing import Any

import mpmath
import sympy as sp

from symderive.terms.bridge import to_sympy
from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.substitute import replace
from symderive.terms.tree import Term, apply, symbol

POINTS, SMALL = 6, mpmath.mpf(10) ** -12


def judge(row: dict[str, Any], text: str, seed: int = 7) -> str:
    """ "right", "wrong", or "unknown" where no point could be evaluated."""
    mpmath.mp.dps = 30
    names = tuple(row["vars"].split(","))
    unknown = row.get("unknown", "u")
    context = Context(unknowns={unknown: names})
    claim = read(text, context)
    rng = random.Random(seed)
    votes = []
    for _ in range(12 * POINTS):
        vote = _at_a_point(row, claim, names, unknown, context, rng)
        if vote is not None:
            votes.append(vote)
        if len(votes) >= POINTS:
            break
    if not votes:
        return "unknown"
    return "right" if all(votes) else "wrong"


def _plain(t: Term, names: tuple[str, ...], unknown: str) -> Any:
    """u and its slopes as symbols U_ and P0_, P1_, ..; everything else as SymPy has it."""
    at = tuple(symbol(n) for n in names)
    for k in range(len(names)):
        orders = tuple(int(i == k) for i in range(len(names)))
        t = replace(t, apply(unknown, *at, orders=orders), symbol(f"P{k}_"))
    return to_sympy(replace(t, apply(unknown, *at), symbol("U_")))


def _at_a_point(
    row: dict[str, Any], claim: Term, names: tuple[str, ...], unknown: str, context: Context,
    rng: random.Random,
) -> bool | None:  # fmt: skip
    if claim.head == "And":
        return _parametric(row, claim, names, unknown, context, rng)
    xs = [sp.Symbol(n, real=True) for n in names]
    u = sp.Symbol("U_", real=True)
    whole = _plain(claim.args[0], names, unknown) - _plain(claim.args[1], names, unknown)
    equation = read(row["equation"], context)
    residual = _plain(equation.args[0], names, unknown) - _plain(equation.args[1], names, unknown)
    values = {s: sp.Rational(rng.randint(20, 130), 100) for s in
              (whole.free_symbols | residual.free_symbols | set(xs)) if s.name[-1] != "_"}  # fmt: skip
    concrete = _functions(whole, residual, row, context, rng)
    here = concrete(whole)
    if here.atoms(sp.core.function.AppliedUndef):
        free = next(iter(here.atoms(sp.core.function.AppliedUndef)))
        h = _sample(free.args, rng)
        start = sp.Float(rng.uniform(0.3, 1.2), 30)
        shift = _root(
            here.subs(free, h + sp.Symbol("K_")).subs(values).subs(u, start), sp.Symbol("K_")
        )
        if shift is None:
            return None
        here, value = here.subs(free, h + shift), start
    else:
        value = _root(here.subs(values), u)
    if value is None:
        return None
    steep = sp.diff(here, u)
    slopes = {sp.Symbol(f"P{k}_", real=True): -sp.diff(here, x) / steep for k, x in enumerate(xs)}
    found = concrete(residual).subs(slopes).doit().subs(u, value).subs(values)
    ok = _small(found)
    if ok:
        for text in row.get("data", ()):
            at_data = _datum(text, here, names, unknown, context, u, values, concrete)
            if at_data is False:
                return False
    return ok


def _functions(
    whole: Any, residual: Any, row: dict[str, Any], context: Context, rng: random.Random
) -> Any:
    """Functions that the problem itself has, made concrete everywhere alike."""
    given = " ".join([row["equation"], *row.get("data", ())])
    unknown = sp.core.function.AppliedUndef
    names = {f.func.__name__ for e in (whole, residual) for f in e.atoms(unknown)}
    own = {n for n in names if f"{n}(" in given.replace(" ", "")}
    seeds = {n: rng.randint(1, 50) for n in own}

    def concrete(e: Any) -> Any:
        return e.replace(
            lambda f: isinstance(f, unknown) and f.func.__name__ in own,
            lambda f: _sample(f.args, random.Random(seeds[f.func.__name__])),
        ).doit()

    return concrete


def _sample(args: Any, rng: random.Random) -> Any:
    k = [sp.Rational(rng.randint(3, 9), 7) for _ in args]
    total = sum(c * a for c, a in zip(k, args, strict=True))
    return sp.sin(total) / 3 + total / 2 + sp.Rational(6, 5)


def _datum(
    text: str, here: Any, names: tuple[str, ...], unknown: str, context: Context, u: Any,
    values: dict[Any, Any], concrete: Any,
) -> bool | None:  # fmt: skip
    datum = read(text, context)
    at = {
        sp.Symbol(n, real=True): to_sympy(a) for n, a in zip(names, datum.args[0].args, strict=True)
    }
    gap = here.subs({**at, u: concrete(to_sympy(datum.args[1]))}, simultaneous=True)
    point = {s: values.get(s, sp.Rational(3, 7)) for s in gap.free_symbols}
    return _small(gap.subs(point))


def _parametric(
    row: dict[str, Any], claim: Term, names: tuple[str, ...], unknown: str, context: Context,
    rng: random.Random,
) -> bool | None:  # fmt: skip
    parts = {_plain(p.args[0], names, unknown).name: to_sympy(p.args[1]) for p in claim.args}
    xs = [parts.get(n, sp.Symbol(n, real=True)) for n in names]
    value = parts["U_"]
    own = sorted(set().union(*(x.free_symbols for x in xs)), key=str)[: len(names)]
    equation = read(row["equation"], context)
    residual = _plain(equation.args[0], names, unknown) - _plain(equation.args[1], names, unknown)
    point = {s: sp.Rational(rng.randint(20, 90), 100) for s in own}
    jacobian = sp.Matrix([[sp.diff(x, s) for x in xs] for s in own])
    rates = sp.Matrix([sp.diff(value, s) for s in own])
    slopes = jacobian.subs(point).LUsolve(rates.subs(point))
    put = {sp.Symbol(f"P{k}_", real=True): p for k, p in enumerate(slopes)}
    put |= {sp.Symbol(n, real=True): x.subs(point) for n, x in zip(names, xs, strict=True)}
    put[sp.Symbol("U_", real=True)] = value.subs(point)
    return _small(residual.subs(put, simultaneous=True))


def _root(e: Any, name: Any) -> Any | None:
    if name not in e.free_symbols:
        return None
    f = lambda v: mpmath.mpmathify(sp.N(e.subs(name, sp.Float(v, 30)), 30))  # noqa: E731
    for start in (0.6, 0.1, 1.5, -0.7, 3.0, -2.0, 0.01):
        try:
            found = mpmath.findroot(f, start)
        except (ValueError, TypeError, ZeroDivisionError):
            continue
        if mpmath.im(found) == 0 and abs(f(found)) < SMALL:
            return sp.Float(found, 30)
    return None


def _small(e: Any) -> bool | None:
    number = sp.N(e, 30)
    if not number.is_number or number.has(sp.nan, sp.zoo, sp.oo):
        return None
    if abs(sp.im(number)) > SMALL and abs(number) > SMALL:
        return None
    return bool(abs(number) < mpmath.mpf(10) ** -9)
