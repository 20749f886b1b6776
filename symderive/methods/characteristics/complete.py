"""Complete integrals of F(x, z, p) = 0: Clairaut, p constant, a travelling form, separation, Charpit.

Charpit's method asks the characteristic strips for one more first integral and solves dz = p dx + q dy;
equations in p and z alone, or homogeneous in z, are brought to simpler ones first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sympy as sp

from symderive.methods.characteristics.integrals import first_integrals
from symderive.methods.characteristics.nested import nested, polynomial_integrals
from symderive.methods.characteristics.ordinary import antiderivative, integral, last_resort
from symderive.methods.characteristics.patience import within

Form = tuple[Any, Any]  # A = B


MOST = 6
POWERS = (0, 12, 3, 4, -6, 9, 18, 2, -12, -3, 24)  # sixths; 0 stands for exp
SIMPLE = ("clairaut", "slopes", "travelling", "separated", "nested")


def by_method(
    method: str,
    f: Any,
    xs: list[Any],
    z: Any,
    ps: list[Any],
    constants: list[Any],
    seconds: float = 10,
) -> list[Form]:
    """Forms A = B with the constants in them, for F = f; what is found in time."""
    found: list[Form] = []
    ways = {"clairaut": _clairaut, "slopes": _slopes, "travelling": _travelling,
            "separated": _separated, "nested": nested, "turned": _turned, "powers": _powers,
            "charpit": _charpit, "quadratures": _quadratures}  # fmt: skip

    def job() -> None:
        for form in ways[method](f, xs, z, ps, constants):
            found.append(form)
            if len(found) >= MOST:
                return

    within(seconds, job)
    return found


def _quadratures(
    f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]
) -> Iterator[Form]:
    """As separated, where an integral has no closed form."""
    with last_resort():
        yield from nested(f, xs, z, ps, constants)
        yield from _separated(f, xs, z, ps, constants)
        yield from _travelling(f, xs, z, ps, constants)


def _roots(e: Any, name: Any) -> list[Any]:
    found = within(5, lambda: sp.solve(sp.numer(sp.together(e)), name)) or []
    return [r for r in found if not r.has(sp.Piecewise, sp.I)]


def _clairaut(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """z = x.p + h(p)."""
    plane = sum(x * p for x, p in zip(xs, ps, strict=True))
    for r in _roots(f, z):
        rest = sp.simplify(r - plane)
        if not rest.free_symbols & set(xs):
            put = dict(zip(ps, constants, strict=True))
            yield z, plane.subs(put) + rest.subs(put)


def _slopes(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """F(p) = 0: all slopes constant."""
    if f.free_symbols & {*xs, z}:
        return
    for k in reversed(range(len(ps))):
        others = [p for i, p in enumerate(ps) if i != k]
        put = dict(zip(others, constants, strict=False))
        for r in _roots(f.subs(put), ps[k]):
            slopes = {**put, ps[k]: r}
            yield z, sum(x * slopes[p] for x, p in zip(xs, ps, strict=True)) + constants[-1]


def _travelling(
    f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]
) -> Iterator[Form]:
    """F(z, p) = 0: z depends on x + a y alone."""
    if f.free_symbols & set(xs):
        return
    rates = [sp.S.One, *constants[:-1]]
    v = sp.Dummy("v", real=True)
    phase = sum(k * x for k, x in zip(rates, xs, strict=True)) + constants[-1]
    for r in _roots(f.subs({p: k * v for p, k in zip(ps, rates, strict=True)}), v):
        if r == 0:
            continue
        yield from _phase(antiderivative(sp.simplify(1 / r), z), phase, z)


def _phase(left: Any | None, phase: Any, z: Any) -> Iterator[Form]:
    """h(z) = phase, solved for z where that is short."""
    if left is None:
        return
    w = sp.Dummy("w", real=True)
    bodies = within(4, lambda: sp.solve(sp.Eq(left, w), z)) or []
    if left.has(sp.Pow) and not bodies:
        bodies = within(4, lambda: sp.solve(sp.Eq(sp.simplify(left**2), w**2), z)) or []
    for body in bodies:
        if not body.has(sp.Piecewise, sp.I, sp.LambertW):
            yield z, within(2, lambda b=body: sp.simplify(b.subs(w, phase))) or body.subs(w, phase)
    yield left, phase


def _separated(
    f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]
) -> Iterator[Form]:
    """F = f1(x, p) + f2(y, q) + .. = 0, perhaps after a factor is divided out: a function each."""
    if f.has(z):
        return
    yield from _product(f, xs, z, ps, constants)
    for e in _as_sums(f, xs, ps):
        parts, rest = [], e
        for x, p in zip(xs, ps, strict=True):
            own = sum(t for t in sp.Add.make_args(rest) if t.free_symbols & {x, p})
            parts.append(own)
            rest = rest - own
        if any(
            o.free_symbols & ({*xs, *ps} - {x, p}) for o, x, p in zip(parts, xs, ps, strict=True)
        ):
            continue
        yield from _sum_of_functions(parts, rest, xs, z, ps, constants)


def _product(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """f1(x, p) f2(y, q) .. = 1: each factor a constant, their product one."""
    for k in reversed(range(len(ps))):
        for r in _roots(f, ps[k]):
            levels: list[Any] = [sp.S.One] * len(ps)
            rest = []
            for part in sp.Mul.make_args(sp.factor(r)):
                own = [i for i, (x, p) in enumerate(zip(xs, ps, strict=True))
                       if part.free_symbols & {x, p}]  # fmt: skip
                if len(own) > 1:
                    break
                if own and own[0] != k:
                    levels[own[0]] *= part
                else:
                    rest.append(part)
            else:
                if not all(level.has(p) for i, (level, p) in enumerate(zip(levels, ps, strict=True))
                           if i != k):  # fmt: skip
                    continue
                others = [i for i in range(len(ps)) if i != k]
                total, product = constants[-1], sp.S.One
                for i, c in zip(others, constants, strict=False):
                    product *= c
                    slopes = _roots(levels[i] - c, ps[i])
                    whole = antiderivative(slopes[-1], xs[i]) if slopes else None
                    total = None if whole is None or total is None else total + whole
                last = antiderivative(sp.Mul(*rest) * product, xs[k])
                if total is not None and last is not None:
                    yield z, total + last


def _turned(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """Separated in x + y and x - y, or in polar coordinates (log of the radius, angle)."""
    if len(xs) != 2 or f.has(z):
        return
    (x, y), (p, q) = xs, ps
    v = sp.Dummy("v", positive=True)
    w = sp.Dummy("w", real=True)
    pv, pw = sp.Dummy("pv", real=True), sp.Dummy("pw", real=True)
    e = sp.exp(v)
    ways = (
        (x + y, x - y, {x: (v + w) / 2, y: (v - w) / 2, p: pv + pw, q: pv - pw}),
        (sp.log(x**2 + y**2) / 2, sp.atan(y / x),
         {x: e * sp.cos(w), y: e * sp.sin(w), p: (pv * sp.cos(w) - pw * sp.sin(w)) / e,
          q: (pv * sp.sin(w) + pw * sp.cos(w)) / e}),
    )  # fmt: skip
    for first, second, put in ways:
        turned = sp.simplify(sp.expand(f.subs(put, simultaneous=True)))
        turned = sp.expand(sp.numer(sp.together(turned)))
        for left, body in by_method("separated", turned, [v, w], z, [pv, pw], constants, 4):
            yield left, sp.simplify(body.subs({v: first, w: second}, simultaneous=True))


def _as_sums(f: Any, xs: list[Any], ps: list[Any]) -> Iterator[Any]:
    yield sp.expand(f)
    top = sp.numer(sp.together(f))
    for factor in [*xs, *[x**2 for x in xs], *ps, *[x * p for x in xs for p in ps], sp.prod(xs),
                   *[x * y for i, x in enumerate(xs) for y in xs[i + 1 :]]]:  # fmt: skip
        yield sp.expand(top / factor)
        yield sp.expand(top / factor**2)
    # a product equal to a product: f1 f2 = 1 by logarithms
    for k in range(len(ps)):
        for r in _roots(f, ps[k]):
            parts = sp.separatevars(sp.factor(r), symbols=(xs[k],), dict=True)
            if parts and len(xs) == 2:
                yield sp.expand(ps[k] / parts[xs[k]] - parts["coeff"])
            if parts is None and len(xs) == 2:
                yield sp.expand(ps[k] - r)


def _sum_of_functions(
    parts: list[Any], rest: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]
) -> Iterator[Form]:
    """Each part a constant, their sum zero."""
    forms: list[Form] = []
    for sign in (1, -1):
        levels = [sign * c for c in constants[: len(xs) - 1]]
        for names in (list(range(len(xs))), list(reversed(range(len(xs))))):
            level = dict(zip(names, levels, strict=False))
            level[names[-1]] = -rest - sum(levels)
            total: Any = sp.S.Zero
            for k in names:
                pieces = [antiderivative(r, xs[k]) for r in _roots(parts[k] - level[k], ps[k])]
                pieces = [q for q in pieces if q is not None]
                if not pieces:
                    break
                total = total + pieces[-1]
            else:
                forms.append((z, total + constants[-1]))
    yield from sorted(forms, key=lambda form: form[1].has(sp.I))


def _powers(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """z = v^k or z = exp(v) where that frees the equation of v."""
    if not f.has(z):
        return
    v = sp.Dummy("v", positive=True)
    for k in (sp.Rational(n, 6) for n in POWERS):
        shape, slope, inverse = (
            (sp.exp(v), sp.exp(v), sp.log(z)) if k == 0 else (v**k, k * v ** (k - 1), z ** (1 / k))
        )
        e = sp.powsimp(
            sp.expand(f.subs({z: shape, **{p: p * slope for p in ps}}, simultaneous=True))
        )
        first = sp.Add.make_args(e)[0].as_independent(v, as_Add=False)[1]
        e = sp.powsimp(sp.expand(sp.simplify(e / first)))
        if e.has(v):
            continue
        simpler = [form for m in SIMPLE for form in by_method(m, e, xs, v, ps, constants, 3)]
        for left, body in simpler:
            if left == v:
                yield inverse, body
                yield z, shape.subs(v, body)


def _charpit(f: Any, xs: list[Any], z: Any, ps: list[Any], constants: list[Any]) -> Iterator[Form]:
    """One more integral of the strips, then dz = p dx + q dy."""
    if len(xs) != 2:
        return
    rates = [sp.diff(f, p) for p in ps]
    growth = sum(p * r for p, r in zip(ps, rates, strict=True))
    turns = [-sp.diff(f, x) - p * sp.diff(f, z) for x, p in zip(xs, ps, strict=True)]
    names = [*ps, *xs, z]
    a, b = constants
    field = [sp.simplify(r) for r in [*turns, *rates, growth]]
    for i in _integrals(f, names, field):
        if not i.free_symbols & set(ps):
            continue
        for s in within(5, lambda i=i: sp.solve([f, sp.Eq(i, a)], ps, dict=True)) or []:
            if set(s) == set(ps) and not any(e.has(sp.I) for e in s.values()):
                yield from _pfaff(s[ps[0]], s[ps[1]], xs, z, b)


def _integrals(f: Any, names: list[Any], field: list[Any]) -> Iterator[Any]:
    """Polynomials first: they can be solved for the slopes."""
    yield from within(4, lambda: list(islice(polynomial_integrals(f, names, field), 2))) or []
    yield from first_integrals(names, field)


def _pfaff(p: Any, q: Any, xs: list[Any], z: Any, b: Any) -> Iterator[Form]:
    """dz = p dx + q dy: with the value split off, or first along one variable, then the other."""
    x, y = xs
    parts = (
        sp.separatevars(sp.factor(p), symbols=(z,), dict=True)
        if p.has(z) or q.has(z)
        else {z: sp.S.One}
    )
    if parts:
        m = parts[z]
        across_x, across_y = sp.simplify(p / m), sp.simplify(q / m)
        if not across_x.has(z) and not across_y.has(z):
            along = antiderivative(across_x, x)
            rest = (
                None
                if along is None
                else antiderivative(sp.simplify(across_y - sp.diff(along, y)), y)
            )
            if rest is not None and not rest.has(x):
                yield from _phase(antiderivative(1 / m, z), along + rest + b, z)
                return
    for one, other, first, second in ((y, x, q, p), (x, y, p, q)):
        level = integral(first, z, one)
        c = sp.Dummy("c", real=True)
        if level is None and not first.has(one):  # dz = first d(one): z alone
            part = within(4, lambda r=first: _reciprocal(r, z))
            level = None if part is None else part - one
        if level is not None:
            whole = sp.diff(level, other) + sp.diff(level, z) * second
            rate = within(3, lambda e=whole: sp.simplify(e))
            if rate is not None and not rate.free_symbols & {one, z}:
                last = antiderivative(rate, other)
                if last is not None:
                    yield level - last, b
                    continue
        for body in sp.solve(sp.Eq(level, c), z) if level is not None else []:
            rate = sp.simplify((sp.diff(level, other) + sp.diff(level, z) * second).subs(z, body))
            last = None if rate.has(one) else integral(rate, c, other)
            if last is not None:
                yield last.subs(c, level), b


def _reciprocal(r: Any, z: Any) -> Any | None:
    """The antiderivative of 1/r by z; the root of something linear in z is a new name."""
    roots = [e for e in r.atoms(sp.Pow) if e.exp == sp.S.Half and e.base.has(z)]
    if len(roots) != 1 or not sp.diff(roots[0].base, z).is_number:
        return antiderivative(1 / r, z)
    w, slope = sp.Dummy("w", positive=True), sp.diff(roots[0].base, z)
    inner = r.subs(roots[0], w)
    if inner.has(z):
        return None
    found = antiderivative(sp.cancel(2 * w / (slope * inner)), w)
    return None if found is None else found.subs(w, roots[0])
