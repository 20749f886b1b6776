"""First integrals by Noether's theorem: point symmetries whose components are linear, found by algebra.

Generators xi and eta_i linear in x and the unknowns (projective ones besides), gauge terms quadratic;
the condition
pr(L) + L D xi = D F is linear in their coefficients.  Translations give the energy and the momenta,
linear maps the angular momenta and the integrals of scalings.

>>> rows = integrals({"variables": ["x"], "unknowns": ["y"], "lagrangian": "y_x^2 - y^2"})
>>> [r["integral"] for r in rows]
['y^2 + y_x^2']
"""

from __future__ import annotations

import zlib
from itertools import combinations_with_replacement
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say


def integrals(task: dict[str, Any]) -> list[dict[str, Any]]:
    """`integral` and the characteristic: D I = sum of Q_k EL_k."""
    model = Model(task)
    seen: list[Any] = []
    out = _under_constraints(model, task, seen)
    plain = _obvious(model)
    for k, generator in enumerate([*plain, *(within(10, lambda: _found(model)) or [])]):
        row = within(6, lambda g=generator: _integral(model, *g))
        if row is None:
            continue
        integral, characteristic = row
        if not model.jets(integral) or integral in seen:
            continue
        if k >= len(plain) and any(_same(model, integral, s) for s in seen):
            continue
        seen.append(integral)
        out.append({"integral": say(integral), "Q": [say(q) for q in characteristic]})
    return out


def _under_constraints(model: Model, task: dict[str, Any], seen: list[Any]) -> list[dict[str, Any]]:
    """The energy of the Lagrangian alone: constraints at every point do no work where they rest."""
    x = model.x[0]
    if not model.functions or any(sp.diff(f, x) != 0 for f in (model.lagrangian, *model.holonomic)):
        return []
    bare = Model({**task, "holonomic": [], "pointwise": []})
    row = within(6, lambda: _integral(bare, sp.S.One, [sp.S.Zero] * len(bare.unknowns), sp.S.Zero))
    if row is None or not bare.jets(row[0]):
        return []
    seen.append(row[0])
    factor = sp.simplify(row[1][0] / bare.jet(bare.unknowns[0], 1))
    slopes = [say(-factor * f) for f in model.functions]
    return [{"integral": say(row[0]), "Q": [say(q) for q in row[1]], "S": slopes}]


Generator = tuple[Any, list[Any], Any]


def _obvious(model: Model) -> list[Generator]:
    """Translations: of the variable, of an unknown."""
    zero = [sp.S.Zero] * len(model.unknowns)
    found: list[Generator] = []
    if sp.simplify(sp.diff(model.whole, model.x[0])) == 0:
        found.append((sp.S.One, zero, sp.S.Zero))
    for k, u in enumerate(model.unknowns):
        if sp.simplify(sp.diff(model.whole, model.jet(u, 0))) == 0:
            eta = [sp.S.One if i == k else sp.S.Zero for i in range(len(zero))]
            found.append((sp.S.Zero, eta, sp.S.Zero))
    return found


def _condition(model: Model, xi: Any, eta: list[Any], gauge: Any) -> Any:
    """pr(L) + L D xi - D F."""
    lagrangian = model.whole
    out = xi * sp.diff(lagrangian, model.x[0]) + lagrangian * model.total(xi) - model.total(gauge)
    for u, e in zip(model.unknowns, eta, strict=True):
        slope = e
        for n in range(model.order(lagrangian) + 1):
            out += slope * sp.diff(lagrangian, model.jet(u, n))
            slope = model.total(slope) - model.jet(u, n + 1) * model.total(xi)
    return out


def _found(model: Model) -> list[Generator]:
    """All linear symmetries, by a basis of the solutions of the linear system."""
    x, ys = model.x[0], [model.jet(u, 0) for u in model.unknowns]
    zero = [sp.S.Zero] * len(ys)
    base: list[Generator] = [(m, zero, sp.S.Zero) for m in (sp.S.One, x, x**2, *ys)]
    for k in range(len(ys)):
        for m in (sp.S.One, x, *ys, x * ys[k]):  # the last with x^2: projective maps
            base.append(
                (sp.S.Zero, [m if i == k else sp.S.Zero for i in range(len(ys))], sp.S.Zero)
            )
    for degree in (1, 2):
        for c in combinations_with_replacement([x, *ys], degree):
            base.append((sp.S.Zero, zero, sp.Mul(*c)))
    base.append((sp.S.Zero, zero, x**3))
    conditions = [_condition(model, *g) for g in base]
    rows = _table(model, conditions)
    if rows is None:
        return []
    found: list[Generator] = []
    for v in rows.nullspace():
        v = v / next((c for c in v if c != 0), 1)
        xi = sp.Add(*(c * g[0] for c, g in zip(v, base, strict=True)))
        eta = [sp.Add(*(c * g[1][k] for c, g in zip(v, base, strict=True))) for k in range(len(ys))]
        gauge = sp.Add(*(c * g[2] for c, g in zip(v, base, strict=True)))
        if xi != 0 or any(e != 0 for e in eta):
            found.append((xi, eta, gauge))
    return found


def _table(model: Model, conditions: list[Any]) -> Any | None:
    """The coefficients of independent monomials in the jets: a row for each, a column a condition."""
    moving = {s for e in conditions for s, _, _ in model.jets(e)} | {model.x[0]}
    roots: dict[Any, Any] = {}
    clean = []
    opaque: dict[Any, Any] = {}
    for e in conditions:
        e = _opaque(e, opaque)
        clean.append(_rooted(sp.powsimp(sp.powdenest(e, force=True)), roots, moving))
    denominator = sp.S.One
    for e in clean:
        denominator = sp.lcm(denominator, sp.fraction(sp.together(e))[1])
    rows: dict[Any, dict[int, Any]] = {}
    every = moving | set(roots.values()) | set(opaque.values())
    for k, e in enumerate(clean):
        e = sp.expand(sp.cancel(sp.together(e * denominator)) if e != 0 else e)
        for name in roots.values():
            square = {v: b for b, v in roots.items()}[name]
            e = sp.expand(_reduced(e, name, square))
        e = sp.expand(e.subs({sp.cos(a.args[0]) ** 2: 1 - sp.sin(a.args[0]) ** 2
                              for a in e.atoms(sp.cos)}))  # fmt: skip
        for term in sp.Add.make_args(e):
            c, m = term.as_independent(*every, as_Add=False)
            rows.setdefault(m, {})
            rows[m][k] = rows[m].get(k, sp.S.Zero) + c
    if len(rows) > 400:
        return None
    return sp.Matrix([[sp.simplify(r.get(k, sp.S.Zero)) for k in range(len(conditions))]
                      for r in rows.values()])  # fmt: skip


def _opaque(e: Any, known: dict[Any, Any]) -> Any:
    """Values and derivatives of generic functions as names."""
    for kind in (sp.Subs, sp.Derivative, AppliedUndef):
        for t in sorted(e.atoms(kind), key=str):
            known.setdefault(t, sp.Symbol(f"value_{len(known)}", real=True))
            e = e.xreplace({t: known[t]})
    return e


def _rooted(e: Any, roots: dict[Any, Any], moving: set[Any]) -> Any:
    """Half powers as names, whose squares are reduced later."""
    for p in sorted(e.atoms(sp.Pow), key=str):
        if p.exp.is_Rational and p.exp.q == 2 and p.base.free_symbols & moving:
            base = sp.expand(p.base)
            name = roots.setdefault(base, sp.Symbol(f"root_{len(roots)}", positive=True))
            e = e.subs(p, name**p.exp.p)
    return e


def _reduced(e: Any, name: Any, square: Any) -> Any:
    poly = sp.Poly(e, name)
    return sp.Add(*(c * square ** (n // 2) * name ** (n % 2) for (n,), c in poly.terms()))


def _integral(model: Model, xi: Any, eta: list[Any], gauge: Any) -> tuple[Any, list[Any]]:
    """The conserved quantity, and the factors of the equations in its derivative."""
    lagrangian = model.whole
    out = xi * lagrangian - gauge
    minus = []
    for u, e in zip(model.unknowns, eta, strict=True):
        q = e - xi * model.jet(u, 1)
        minus.append(-q)
        for n in range(model.order(lagrangian)):
            out += model.momentum(lagrangian, u, n) * q
            q = model.total(q)
    out = sp.simplify(out)
    content, out = out.as_content_primitive() if out.is_Add else (sp.S.One, out)
    terms = sp.Add.make_args(sp.expand(out))
    signs = {t.could_extract_minus_sign() for t in terms}
    if signs == {True} or (
        len(signs) == 2 and _moment(model, out) and out.could_extract_minus_sign()
    ):
        content, out = -content, sp.simplify(-out)
    return out, [sp.expand(m / content) for m in minus]


def _moment(model: Model, e: Any) -> bool:
    """Linear in the slopes, as a moment of momentum: its sign is SymPy's choice."""
    slopes = [s for s, _, o in model.jets(e) if sum(o) == 1]
    return bool(slopes) and e.is_polynomial(*slopes) and sp.Poly(e, *slopes).is_homogeneous and (
        sp.Poly(e, *slopes).total_degree() == 1
    )  # fmt: skip


def _numbered(e: Any) -> Any:
    """Values and derivatives of generic functions as numbers, the same text the same number."""
    for kind in (sp.Subs, sp.Derivative, AppliedUndef):
        put = {t: sp.Rational(zlib.crc32(str(t).encode()) % 997 + 300, 700) for t in e.atoms(kind)}
        e = e.xreplace(put)
    return e


def _same(model: Model, a: Any, b: Any) -> bool:
    """One is a function of the other: parallel gradients at two points."""
    names = sorted({s for e in (a, b) for s, _, _ in model.jets(e)} | {model.x[0]}, key=str)
    for k in (3, 7):
        at = {s: sp.Rational(k + 2 * i, 5) for i, s in enumerate(names)}
        others = (a.free_symbols | b.free_symbols) - set(names)
        at |= {s: sp.Rational(4 + k + i, 7) for i, s in enumerate(sorted(others, key=str))}
        u, v = ([sp.N(_numbered(sp.diff(e, s).subs(at)), 20) for s in names] for e in (a, b))
        for i in range(len(names)):
            for j in range(i):
                if abs(u[i] * v[j] - u[j] * v[i]) > 1e-12:
                    return False
    return True
