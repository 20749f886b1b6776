"""Where and when characteristics first meet: numbers find the place, `solve` its exact value."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within

SPAN = [sp.Rational(k, 16) for k in range(-160, 161)]


def breaking(position: Any, value: Any, s: Any, t: Any, start: Any) -> dict[str, Any] | None:
    """T, the s where it breaks, and X_s = J(w) with w = G(s), m <= G, and cuts of the line."""
    if position.has(sp.Piecewise):
        return _in_pieces(position, value, s, t, start)
    slope = sp.simplify(sp.diff(position, s))
    times = within(5, lambda: sp.solve(slope, t)) or []
    for size in (1, sp.Rational(1, 5)):
        numbers = {p: n * size for p, n in _numbers(slope, value, (s, t)).items()}
        for time in times:
            if not time.has(s):
                if _later(time, start, numbers):
                    return {"end": time, "at": sp.S.Zero, "slope": slope}
                continue
            found = within(10, lambda v=time, n=numbers: _earliest(v, slope, s, t, start, n))
            if found is not None:
                return found
        if not numbers:
            break
    return None


def _in_pieces(position: Any, value: Any, s: Any, t: Any, start: Any) -> dict[str, Any] | None:
    """Data in pieces: the first of their times, where each piece has one time."""
    ends = [c.gts - c.lts for p in position.atoms(sp.Piecewise) for _, c in p.args
            if isinstance(c, sp.core.relational._Inequality)]  # fmt: skip
    cuts = sorted({r for e in ends for r in sp.solve(e, s) if r.is_real}, key=sp.N)
    best: tuple[Any, Any, Any] | None = None
    for low, high in zip([None, *cuts], [*cuts, None], strict=True):
        inner = high - 1 if low is None else low + 1 if high is None else (low + high) / 2
        slope = sp.diff(_branch(position, s, inner), s)
        for end in sp.solve(sp.simplify(slope), t):
            numbers = _numbers(slope, value, (s, t))
            if end.has(s) or not _later(end, start, numbers):
                continue
            late = sp.N(end.subs(numbers))
            if best is None or late < best[0]:
                best = (late, end, inner)
    return None if best is None else {"end": best[1], "at": best[2], "breaks": cuts, "slope": s}


def _branch(e: Any, s: Any, inner: Any) -> Any:
    """The branches of Piecewise that hold at s = inner."""

    def chosen(*args: Any) -> Any:
        return next(b for b, c in args if c == sp.true or c.subs(s, inner) == sp.true)

    return e.replace(sp.Piecewise, chosen)


def _numbers(slope: Any, value: Any, names: tuple[Any, ...]) -> dict[Any, Any]:
    free = sorted((slope.free_symbols | value.free_symbols) - set(names), key=str)
    return {p: sp.Rational(7 + 3 * i, 5 + i) for i, p in enumerate(free)}


def _later(time: Any, start: Any, numbers: dict[Any, Any]) -> bool:
    gap = sp.N((time - start).subs(numbers))
    return bool(gap.is_real and gap > 0)


def _earliest(
    time: Any, slope: Any, s: Any, t: Any, start: Any, numbers: dict[Any, Any]
) -> dict[str, Any] | None:
    values = []
    for x in SPAN:
        number = sp.N(time.subs(numbers).subs(s, x))
        if number.is_real and number > sp.N(start.subs(numbers)):
            values.append((number, x))
    if not values:
        return None
    first, near = min(values, key=lambda v: v[0])
    g, form, w = _separated(slope, s, t, start)
    exact = g if g is not None else time
    best = None if g is None else within(6, lambda: _by_inner(g, form, w, s, t, numbers, first))
    roots: list[Any] = []
    if best is None and g is not None:
        best = within(8, lambda: _on_the_circle(g, form, w, s, t, numbers, first))
    if best is None:
        roots = within(6, lambda: sp.solve(sp.together(sp.diff(exact, s)), s)) or []
        best = _at_a_root(time, roots, s, start, numbers, first, near)
    if best is None:
        best = _at_infinity(time, exact, s, numbers, first)
    if best is None:
        return None
    _, end, r, number = best
    out: dict[str, Any] = {"end": end, "at": r, "slope": slope}
    if g is not None:
        low = sp.limit(g, s, r) if r.is_infinite else sp.simplify(g.subs(s, r))
        out |= {"G": g, "w": w, "J": form, "low": low}
        if r.is_infinite:
            out["cuts"] = [[], [sp.S.Zero]]
            return out | (within(5, lambda: _turns(g, low, r, roots, s)) or {})
        flat = sorted(
            {sp.nsimplify(q) for q in roots if sp.N(q.subs(numbers)).is_real},
            key=lambda q: sp.N(q.subs(numbers)),
        )
        out["cuts"] = [
            [],
            [sp.S.Zero],
            [r],
            sorted([sp.S.Zero, r], key=lambda q: sp.N(q.subs(numbers))),
            flat,
        ]
        out |= within(5, lambda: _turns(g, out["low"], r, roots, s)) or {}
    return out


def _at_a_root(
    time: Any, roots: list[Any], s: Any, start: Any, numbers: dict[Any, Any], first: Any, near: Any
) -> Any | None:
    best: Any = None
    for r in roots:
        number = sp.N(r.subs(numbers))
        if not number.is_real:
            continue
        end = sp.simplify(time.subs(s, r))
        late = sp.N(end.subs(numbers))
        if not late.is_real or not sp.N(start.subs(numbers)) < late <= first + sp.Float(1e-9):
            continue
        if best is None or late < best[0] - 1e-12 or abs(number - near) < abs(best[3] - near):
            best = (late, end, r, number)
    return best


INVERSES = {sp.sin: sp.asin, sp.cos: sp.acos, sp.tanh: sp.atanh, sp.exp: sp.log}


def _inner(g: Any, s: Any) -> tuple[Any, Any, Any] | None:
    """G = p(W(a s + b)) with W = sin, cos, tanh or exp: (W, a s + b, p) with p in the name w."""
    w = sp.Dummy("w", real=True)
    g = g.replace(sp.sech, lambda a: 1 / sp.cosh(a)) if g.has(sp.sech, sp.cosh, sp.tanh) else g
    angles = {f.args[0] for f in g.atoms(sp.Function) if f.has(s)}
    if len(angles) != 1:
        return None
    angle = angles.pop()
    slope = sp.diff(angle, s)
    if slope == 0 or slope.has(s):
        return None
    si, co, th = sp.Dummy("si"), sp.Dummy("co"), sp.Dummy("th", positive=True)
    plain = g.subs({sp.sin(angle): si, sp.cos(angle): co})
    if not plain.has(s) and plain.is_polynomial(si, co):
        for head, name, other in ((sp.cos, co, si), (sp.sin, si, co)):
            rest = sp.rem(sp.expand(plain), other**2 - 1 + name**2, other)
            if not rest.has(other):
                return head, angle, sp.expand(rest.subs(name, w))
    plain = sp.simplify(g.replace(sp.sinh, lambda a: sp.tanh(a) * sp.cosh(a)))
    plain = plain.subs(sp.tanh(angle), w).subs(sp.cosh(angle), th)
    if not plain.has(s):
        plain = sp.powsimp(plain.subs(th, 1 / sp.sqrt(1 - w**2)))
        if plain.is_rational_function(w):
            return sp.tanh, angle, sp.factor(plain)
    plain = g.subs(sp.exp(angle), w)
    if not plain.has(s) and plain.is_rational_function(w):
        return sp.exp, angle, sp.factor(plain)
    return None


def _by_inner(
    g: Any, form: Any, w: Any, s: Any, t: Any, numbers: dict[Any, Any], first: Any
) -> Any | None:
    """The time and place by the least value of p, where G = p(W)."""
    found = _inner(g, s)
    if found is None:
        return None
    head, angle, p = found
    (v,) = [n for n in p.free_symbols if isinstance(n, sp.Dummy)]
    low, high = {sp.exp: (0, sp.oo)}.get(head, (-1, 1))
    for root in sp.solve(sp.diff(p, v), v):
        number = sp.N(root.subs(numbers))
        if not number.is_real or not low < number < high:
            continue
        value = sp.simplify(p.subs(v, root))
        for end in sp.solve(form.subs(w, value), t):
            late = sp.N(end.subs(numbers))
            if late.is_real and abs(late - first) < 1e-2 * first:
                place = sp.solve(sp.Eq(angle, INVERSES[head](root)), s)
                return late, sp.simplify(end), place[0], 0
    return None


def _circle(g: Any, s: Any) -> tuple[Any, Any, Any, Any] | None:
    """G as a polynomial in si = sin(k s) and co = cos(k s), with k a rational number."""
    heads = [f for f in g.atoms(sp.sin, sp.cos) if f.has(s)]
    rates = [sp.simplify(f.args[0] / s) for f in heads]
    if not heads or not all(r.is_Rational for r in rates):
        return None
    k = sp.Rational(sp.igcd(*[r.p for r in rates]), sp.ilcm(*[r.q for r in rates]))
    si, co, v = sp.Dummy("si", real=True), sp.Dummy("co", real=True), sp.Dummy("v", real=True)
    plain = sp.expand_trig(g.subs(s, v / k)).subs({sp.sin(v): si, sp.cos(v): co})
    if plain.has(v, sp.sin, sp.cos) or not plain.is_polynomial(si, co):
        return None
    return k, si, co, sp.expand(plain)


def _on_the_circle(
    g: Any, form: Any, w: Any, s: Any, t: Any, numbers: dict[Any, Any], first: Any
) -> Any | None:
    """The time and place by the least value of a polynomial in a sine and a cosine."""
    found = _circle(g, s)
    if found is None:
        return None
    k, si, co, p = found
    turn = sp.expand(sp.diff(p, si) * co - sp.diff(p, co) * si)
    for point in sp.solve([turn, si**2 + co**2 - 1], [si, co], dict=True):
        if not all(sp.N(v.subs(numbers)).is_real for v in point.values()):
            continue
        value = sp.factor(p.subs(point))
        for end in sp.solve(form.subs(w, value), t):
            late = sp.N(end.subs(numbers))
            if late.is_real and abs(late - first) < 1e-2 * first:
                angle = sp.asin(point[si])
                if sp.N(point[co].subs(numbers)) < 0:
                    angle = sp.pi - angle
                return late, end, angle / k, 0
    return None


def _at_infinity(time: Any, exact: Any, s: Any, numbers: dict[Any, Any], first: Any) -> Any | None:
    """The time as s tends to infinity, where it is the infimum."""
    for place in (sp.oo, -sp.oo):
        end = within(4, lambda place=place: sp.limit(time, s, place))
        if end is None or not end.is_finite or end.has(s):
            continue
        late = sp.N(end.subs(numbers))
        if late.is_real and 0 < late <= first + sp.Float(1e-9):
            return late, end, place, 0
    return None


def _turns(g: Any, low: Any, at: Any, roots: list[Any], s: Any) -> dict[str, Any]:
    """G' = P R with a polynomial R and P > 0, after scales that take the parameters away."""
    out: dict[str, Any] = {}
    if g.free_symbols - {s}:
        c = at.as_coeff_Mul()[1] if at != 0 and at.is_finite else _scale_of(g, s)
        c = sp.Mul(*[f for f in sp.Mul.make_args(c) if f.free_symbols])
        k = sp.Mul(*[f for f in sp.Mul.make_args(sp.powsimp(low)) if f.free_symbols])
        g = sp.simplify(g.subs(s, c * s) / k)
        if g.free_symbols - {s}:
            return {}
        low, roots = sp.simplify(low / k), [sp.simplify(q / c) for q in roots]
        out |= {"k": k, "c": c, "low0": low, "body0": g}
    inner = _inner(g, s)
    if inner is not None:
        head, angle, p = inner
        (v,) = [n for n in p.free_symbols if isinstance(n, sp.Dummy)]
        out |= {"W": head(angle), "inner": p.subs(v, s)}
        roots = sp.solve(sp.diff(p, v), v)
        g = p.subs(v, s)
    elif (circle := _circle(g, s)) is not None:
        k, si, co, p = circle
        g = sp.factor(p.subs({si: 2 * s / (1 + s**2), co: (1 - s**2) / (1 + s**2)}))
        out |= {"half": k, "inner": g}
        high = sp.expand_trig(sp.sin(k * at)), sp.expand_trig(sp.cos(k * at))
        roots = [sp.simplify(high[0] / (1 + high[1]))]
    front, whole = sp.S.One, sp.S.One
    for f in sp.Mul.make_args(sp.factor(sp.diff(g, s))):
        base, n = f.as_base_exp()
        if base.is_polynomial(s) and n.is_Integer and n > 0 and not base.free_symbols - {s}:
            whole *= f
        else:
            front *= f
    if not whole.has(s) or front.subs(s, sp.Rational(1, 3)) < 0:
        front, whole = -front, -whole
    value = sp.N(low)
    here = [q for q in roots if q.is_number and abs(sp.N(g.subs(s, q)) - value) < 1e-9]
    return out | {"P": front, "R": sp.expand(whole), "turns": here}


def _scale_of(g: Any, s: Any) -> Any:
    for f in g.atoms(sp.Function):
        inner = sp.diff(f.args[0], s)
        if inner != 0 and not inner.has(s):
            return 1 / inner
    return sp.S.One


def _separated(slope: Any, s: Any, t: Any, start: Any) -> tuple[Any, Any, Any]:
    """X_s = A(t) + B(t) G(s) with B > 0 for late times, as (G, A + B w, w)."""
    w = sp.Dummy("w", real=True)
    e = sp.expand(slope)
    base = sp.simplify(slope.subs(t, start))
    for rest in (base, sum(a for a in sp.Add.make_args(e) if not a.has(s))):
        if rest.has(s):
            continue
        parts = sp.separatevars(sp.factor(sp.simplify(e - rest)), symbols=(s, t), dict=True)
        if not parts:
            continue
        number, letters = parts["coeff"].as_independent(*parts["coeff"].free_symbols, as_Add=False)
        b, g = parts[t] * letters, parts[s] * number
        later = start + sp.Rational(1, 3)
        here = b.subs(t, later)
        probe = sp.N(here.subs({p: sp.Rational(7, 5) for p in here.free_symbols}))
        if probe.is_real and probe < 0:
            b, g = -b, -g
        return g, rest + b * w, w
    return None, None, None
