"""Where and when characteristics first meet: numbers find the place, `solve` its exact value."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within

SPAN = [sp.Rational(k, 16) for k in range(-160, 161)]


def breaking(position: Any, value: Any, s: Any, t: Any, start: Any) -> dict[str, Any] | None:
    """T, the s where it breaks, and X_s = J(w) with w = G(s), m <= G, and cuts of the line."""
    slope = sp.simplify(sp.diff(position, s))
    times = within(5, lambda: sp.solve(slope, t)) or []
    numbers = _numbers(slope, value, (s, t))
    for time in times:
        if not time.has(s):
            if _later(time, start, numbers):
                return {"end": time, "at": sp.S.Zero, "slope": slope}
            continue
        found = within(10, lambda time=time: _earliest(time, slope, s, t, start, numbers))
        if found is not None:
            return found
    return None


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
    roots = within(6, lambda: sp.solve(sp.together(sp.diff(exact, s)), s)) or []
    best = None
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
    if best is None:
        return None
    _, end, r, number = best
    out: dict[str, Any] = {"end": end, "at": r, "slope": slope}
    if g is not None:
        out |= {"G": g, "w": w, "J": form, "low": sp.simplify(g.subs(s, r))}
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
    return out


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
