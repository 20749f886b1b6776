"""First integrals of one ordinary equation dy/dx = r(x, y): separable, linear, Bernoulli, homogeneous.

SymPy integrates; what comes out is a proposal, so no branch and no constant is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sympy as sp
from sympy.integrals.manualintegrate import manualintegrate

from symderive.methods.characteristics.antiderivatives import GENERIC, Opaque, opaque
from symderive.methods.characteristics.patience import within
from symderive.methods.characteristics.quadratics import polar, rooted

_LAST = [False]  # whether an integral without a closed form may stand as it is


def integral(rate: Any, y: Any, x: Any, quick: bool = False) -> Any | None:
    """I(x, y), constant along dy/dx = rate; None where no pattern fits."""
    patterns = (_plain, _separable, _linear, _bernoulli, _homogeneous, _sum, _factored)
    for pattern in patterns[:3] if quick else patterns:
        found = within(1.5 if quick else 4, lambda p=pattern: p(rate, y, x))
        if found is not None and not found.has(sp.Integral) and not found.has(sp.Piecewise):
            return arcs(neat(found, (x, y)))
    return None


def arcs(e: Any) -> Any:
    """asin(x/sqrt(x^2 + y^2)) as atan(x/y): without a root, and smooth beyond a right angle."""

    def turned(u: Any) -> Any:
        v = sp.powdenest(sp.simplify(u / sp.sqrt(sp.factor(sp.simplify(1 - u**2)))), force=True)
        return sp.atan(v) if v.is_rational_function() else sp.asin(u)

    if not e.has(sp.asin) or not any(a.args[0].has(sp.Pow) for a in e.atoms(sp.asin)):
        return e
    return within(2, lambda: e.replace(sp.asin, turned)) or e


def antiderivative(f: Any, x: Any, plain: bool = False) -> Any | None:
    """Indefinite, free of Integral and of Abs; None where SymPy finds none.

    Of generic functions, and where `last_resort` allows it, an opaque function.  `plain`: constants
    may be negative, so that no root is taken apart.
    """
    if any(x in g.free_symbols for g in f.atoms(GENERIC, Opaque)):
        terms = sp.Add.make_args(sp.expand(f))
        known = sp.Add(*[t for t in terms if not t.has(GENERIC, Opaque)])
        total = antiderivative(known, x, plain)
        return None if total is None else total + _standing(f - known, x)
    if any(a.has(x) for a in f.atoms(sp.Abs)):
        return _bent(f, x)
    found = _indefinite(f, x) if plain else _elementary(f, x)
    if found is None and _LAST[0] and not f.has(sp.Abs, sp.Piecewise, sp.I):
        return _standing(f, x)
    return found


def _bent(f: Any, x: Any) -> Any | None:
    """Of A + B |g| with g = a x + b: the part with B is |g| times a function without a pole at g = 0."""
    (bend, *more) = [a for a in f.atoms(sp.Abs) if a.has(x)]
    g, e = bend.args[0], sp.expand(f)
    b = sp.simplify(e.coeff(bend, 1))
    rest = sp.simplify(e - b * bend)
    if more or sp.diff(g, x).has(x) or rest.has(bend) or b.has(bend):
        return None
    plain, inner = antiderivative(rest, x), antiderivative(sp.expand(b * g), x)
    if plain is None or inner is None:
        return None
    (zero,) = sp.solve(g, x)
    over = sp.cancel(sp.simplify((inner - inner.subs(x, zero)) / g))
    return plain + bend * over


@contextmanager
def last_resort() -> Iterator[None]:
    """Integrals without a closed form may stand."""
    _LAST[0] = True
    try:
        yield
    finally:
        _LAST[0] = False


def _standing(f: Any, x: Any) -> Any:
    value = f.subs(x, 0)
    return opaque(f, x, sp.S.One if value.has(sp.zoo, sp.nan, sp.oo) else sp.S.Zero)


def _elementary(f: Any, x: Any) -> Any | None:
    f = within(1, lambda: tame(f, x)) or f if _quotient(f, x) else f
    power = sp.simplify(x * sp.diff(f, x) / f) if f != 0 and f.is_Mul | f.is_Pow else x
    if not power.has(x) and power != -1 and power.free_symbols:
        return sp.simplify(f * x / (power + 1))
    front, f = f.as_independent(x, as_Add=False)
    table = within(3, lambda: polar(f, x) if f.has(sp.sin, sp.cos) else rooted(f, x))
    found = table if table is not None else within(4, lambda: _indefinite(f, x))
    return None if found is None else front * _real(found, x)


def _real(e: Any, x: Any) -> Any:
    """Logarithms of what is negative about x = 1/2 with the other sign."""

    def turned(inner: Any) -> Any:
        probe = inner.subs(x, sp.Rational(1, 2))
        negative = sp.N(probe.subs({s: sp.Rational(7, 5) for s in probe.free_symbols})).is_negative
        return sp.log(-inner) if negative else sp.log(inner)

    return e.replace(sp.log, turned) if e.has(sp.log) and e.has(sp.Pow) else e


def _quotient(f: Any, x: Any) -> bool:
    """Whether a root of a quotient, or a symbolic power, stands in the integrand."""
    for p in f.atoms(sp.Pow):
        if p.has(x) and (p.exp.free_symbols or (p.exp.is_Rational and p.exp.q == 2
                         and sp.fraction(sp.together(p.base))[1].has(x))):  # fmt: skip
            return True
    return False


def tame(f: Any, x: Any) -> Any:
    """Roots of quotients as quotients of roots that are real about x = 1/2, constants in front."""

    def split(base: Any, e: Any) -> Any:
        if not e.is_Rational or e.q != 2 or not base.has(x):
            return sp.Pow(base, e)
        top, bottom = sp.fraction(sp.factor(sp.together(base)))
        probe = bottom.subs(x, sp.Rational(1, 2))
        if probe.subs({s: sp.Rational(7, 5) for s in probe.free_symbols}).is_negative:
            top, bottom = -top, -bottom
        powers = (part.as_base_exp() for part in sp.Mul.make_args(bottom))
        square = sp.Mul(*[q ** (n / 2) for q, n in powers if n.is_even])
        rest = sp.expand(bottom / square**2)
        front, top = sp.factor(top).as_independent(x, as_Add=False)
        if sp.N(front.subs({s: sp.Rational(7, 5) for s in front.free_symbols})) < 0:
            front, top = -front, -top
        joined = sp.expand(top * rest)
        if top.has(x) and rest.has(x) and joined.is_polynomial(x) and sp.degree(joined, x) <= 2:
            return front**e * joined**e / (rest * square) ** (2 * e)
        return front**e * sp.expand(top) ** e * rest ** (-e) / square ** (2 * e)

    return sp.powdenest(f, force=True).replace(sp.Pow, split)


NO_CLOSED_FORM = (sp.lowergamma, sp.uppergamma, sp.hyper, sp.meijerg, sp.Piecewise, sp.RootSum)


def _indefinite(f: Any, x: Any) -> Any | None:
    if f.has(sp.exp) and f.has(sp.sin, sp.cos):
        by_parts = within(2, lambda: manualintegrate(sp.expand_trig(f), x))
        if by_parts is not None and not by_parts.has(sp.Integral, *NO_CLOSED_FORM):
            return by_parts
    f = sp.together(f) if f.is_rational_function(x) else f
    found = sp.integrate(f, x)
    if found.has(sp.Integral, *NO_CLOSED_FORM):
        found = sp.integrate(sp.simplify(f), x, conds="none")
        if found.has(sp.Integral, *NO_CLOSED_FORM):
            return None
    return found.replace(sp.Abs, lambda a: a)


def _plain(rate: Any, y: Any, x: Any) -> Any | None:
    return y if rate == 0 else None


def _separable(rate: Any, y: Any, x: Any) -> Any | None:
    parts = sp.separatevars(sp.factor(rate), symbols=(y, x), dict=True)
    if not parts:
        return None
    left = antiderivative(1 / parts[y], y)
    right = antiderivative(parts[x] * parts["coeff"], x)
    return None if left is None or right is None else left - right


def _linear(rate: Any, y: Any, x: Any) -> Any | None:
    e = sp.expand(rate)
    p = sp.simplify(sp.diff(e, y))
    if p.has(y):
        return None
    q = sp.simplify(e - p * y)
    if q.has(y):
        return None
    whole = antiderivative(p, x)
    if whole is None:
        return None
    factor = sp.powsimp(sp.exp(sp.expand_log(-whole, force=True)))
    factor = sp.simplify(factor)
    rest = antiderivative(sp.expand(q * factor), x)
    return None if rest is None else y * factor - rest


def _bernoulli(rate: Any, y: Any, x: Any) -> Any | None:
    """y' = p y + q y^n by w = y^(1-n)."""
    top, bottom = sp.fraction(sp.together(rate))
    bottom = sp.factor(bottom)
    powers: dict[Any, Any] = {}
    for term in (t / bottom for t in sp.Add.make_args(sp.expand(top))):
        c, d = term.as_independent(y)
        n = sp.simplify(y * sp.diff(d, y) / d)
        if n.free_symbols & {x, y}:
            return None
        powers[n] = powers.get(n, 0) + c
    others = [n for n in powers if n != 1]
    if len(others) != 1 or len(powers) != 2:
        return None
    n = others[0]
    w = sp.Dummy("w", real=True)
    found = _linear((1 - n) * (powers[sp.S.One] * w + powers[n]), w, x)
    return None if found is None else found.subs(w, y ** (1 - n))


def _homogeneous(rate: Any, y: Any, x: Any) -> Any | None:
    v = sp.Dummy("v", real=True)
    r = sp.simplify(rate.subs(y, v * x))
    if r.has(x):
        return None
    if sp.simplify(r - v) == 0:
        return y / x
    left = antiderivative(sp.factor(1 / (r - v)), v)
    return None if left is None else (left - sp.log(x)).subs(v, y / x)


def _sum(rate: Any, y: Any, x: Any) -> Any | None:
    """y' = r(a x + b y): separable in the sum."""
    if not rate.has(y) or not rate.has(x):
        return None
    k = sp.simplify(sp.diff(rate, x) / sp.diff(rate, y))
    if k.has(x) or k.has(y):
        return None
    v = sp.Dummy("v", real=True)
    r = sp.simplify(rate.subs(y, v - k * x))
    if r.has(x):
        return None
    left = antiderivative(1 / (r + k), v)
    return None if left is None else left.subs(v, y + k * x) - x


def _factored(rate: Any, y: Any, x: Any) -> Any | None:
    """M dx + N dy = 0 after a factor in x alone, in y alone, or x^a y^b (Ince, 2.1-2.2)."""
    top, bottom = sp.fraction(sp.together(rate))
    m, n = sp.expand(-top), sp.expand(bottom)
    if not (m.has(y) and n.has(x)):
        return None
    gap = sp.expand(sp.diff(m, y) - sp.diff(n, x))
    factor = sp.S.One if gap == 0 else None
    by_x, by_y = sp.simplify(gap / n), sp.simplify(-gap / m)
    for ratio, v, other in ((by_x, x, y), (by_y, y, x)):
        if factor is None and not ratio.has(other):
            whole = antiderivative(ratio, v)
            if whole is not None:
                factor = sp.simplify(sp.exp(sp.expand_log(whole, force=True)))
    if factor is None:
        factor = _monomial(gap, m, n, x, y)
    if factor is None:
        return None
    m, n = sp.expand(sp.simplify(m * factor)), sp.expand(sp.simplify(n * factor))
    first = antiderivative(m, x)
    if first is None:
        return None
    rest = sp.simplify(n - sp.diff(first, y))
    if rest.has(x):
        return None
    second = antiderivative(rest, y) if rest != 0 else sp.S.Zero
    return None if second is None else sp.expand(first + second)


def _monomial(gap: Any, m: Any, n: Any, x: Any, y: Any) -> Any | None:
    """x^a y^b with gap = a N/x - b M/y."""
    a, b = sp.Dummy("a"), sp.Dummy("b")
    e = sp.expand((gap - a * n / x + b * m / y) * x * y)
    if not e.is_polynomial(x, y):
        return None
    found = sp.solve(sp.Poly(e, x, y).coeffs(), [a, b], dict=True)
    if not found or {a, b} - found[0].keys():
        return None
    return x ** found[0][a] * y ** found[0][b]


def neat(found: Any, names: tuple[Any, ...]) -> Any:
    """Logarithms of the names taken away by exp, constant factors and summands dropped."""
    e = sp.expand_log(sp.expand(found), force=True)
    e = sum(t for t in sp.Add.make_args(sp.expand(e)) if t.free_symbols & set(names))
    logs, rest = [], sp.S.Zero
    for term in sp.Add.make_args(e):
        c, d = term.as_independent(*names, as_Add=False)
        if isinstance(d, sp.log):
            logs.append((c, d.args[0]))
        elif d.has(sp.log) and not isinstance(d, sp.log):
            return _scaled(e, names)
        else:
            rest += term
    if not logs:
        return _scaled(e, names)
    loose = rest.free_symbols.union(*(c.free_symbols for c, _ in logs)) - set(names)
    if rest != 0 and any(_moves(s) for s in loose):
        return _scaled(e, names)  # x - u log(t) rather than t exp(-x/u), where u is constant
    scale = _scale([c for c, _ in logs])
    body = sp.Mul(*[f ** (c / scale) for c, f in logs]) * sp.exp(sp.expand(rest / scale))
    return sp.powsimp(body) if body.has(sp.exp) else body


def _moves(s: Any) -> bool:
    """A variable, or the value C1_ of an integral: no parameter of the problem."""
    return not s.is_positive or str(s).endswith("_")


def _scale(coefficients: list[Any]) -> Any:
    """A divisor that makes the exponents whole numbers where they are in rational proportion."""
    first = min(
        coefficients, key=lambda k: sum(sp.count_ops(sp.simplify(c / k)) for c in coefficients)
    )
    ratios = [sp.nsimplify(sp.simplify(c / first)) for c in coefficients]
    if not all(r.is_Rational for r in ratios):
        return first
    denominator = sp.ilcm(1, *[r.q for r in ratios])
    numerator = sp.igcd(0, *[int(r * denominator) for r in ratios]) or 1
    return first * sp.Rational(numerator, denominator)


def _scaled(e: Any, names: tuple[Any, ...]) -> Any:
    d = sp.factor_terms(e).as_independent(*names, as_Add=False)[1]
    return d if d.free_symbols & set(names) else e
