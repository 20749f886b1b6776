"""What SymPy proposes for series: expansions of an integrand by the shipped rules; in the worker.

>>> expansions("log(x)/(1 + x^2)", "x", "unit", "k", {})[0][:3]
('geometric_series', '-x^2', '0')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
Entry = tuple[str, str, str, str, str, str, str]
MAX_ORDER = 12  # of the roots of unity at which an integrand may have its poles
_HYPERBOLIC = (sympy.sinh, sympy.cosh, sympy.tanh, sympy.coth, sympy.sech, sympy.csch)


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def expansions(text: str, x: str, kind: str, k: str, sorts: Sorts) -> list[Entry]:
    """(rule, X, first index, factor, term, role, its term) for series of the integrand.

    The integrand is factor*(the closed form of the rule).  `kind` is "half" for x > 0 up to oo,
    where powers of exp(-c*x) are looked for, else "unit".
    """
    told = {**sorts, x: {"positive": True}, k: {"integer": True, "nonnegative": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    w = t
    back: dict[Any, Any] = {}
    if kind == "half":
        found = _in_decay(e, t)
        if found is None:
            return []
        e, w, back = found
    index = sympy.Symbol(k, integer=True, nonnegative=True)
    out: list[Entry] = []
    rooms = [_geometric(e, w, index), _logarithms(e, w, index)]
    for rows in [*rooms, _circular(e, w, index)] if kind == "unit" else rooms:
        for rule, ratio, first, factor, term, role, more in rows:
            texts = [_out(_tidy(u, back)) for u in (ratio, factor, term)]
            extra = _out(_tidy(more, back)) if role else ""
            out.append((rule, texts[0], first, texts[1], texts[2], role, extra))
    return out


def _in_decay(e: Any, t: Any) -> tuple[Any, Any, dict[Any, Any]] | None:
    """(e in w, w, {w: exp(-c*x)}), c > 0 the common rate of the exponentials."""
    e = e.replace(lambda u: isinstance(u, _HYPERBOLIC), lambda u: u.rewrite(sympy.exp))
    e = sympy.powsimp(sympy.expand_power_exp(e))
    if any(p.has(t) and _rate(p, t) is None for p in e.atoms(sympy.exp)):
        return None
    top, below = sympy.fraction(sympy.together(e))
    for p in sympy.Mul.make_args(below):  # powers of one exponential go up
        if isinstance(p, sympy.exp):
            top, below = sympy.powsimp(sympy.expand(top / p)), below / p
    rates = {p: r for p in (top.atoms(sympy.exp) | below.atoms(sympy.exp))
             if (r := _rate(p, t)) is not None}  # fmt: skip
    if not rates:
        return None
    first = next((p for p in rates if below.has(p)), next(iter(rates)))
    unit = rates[first][0]
    ratios = {p: sympy.simplify(r / unit) for p, (r, _) in rates.items()}
    foreign = {p for p, q in ratios.items() if not q.is_Rational}
    if any(below.has(p) for p in foreign):
        return None  # what grows above at another rate stays as it is
    ratios = {p: q for p, q in ratios.items() if p not in foreign}
    common = sympy.Rational(1, sympy.ilcm(1, *(q.q for q in ratios.values())))
    common *= sympy.igcd(0, *(int(q / common) for q in ratios.values()))
    c = unit * common
    if not c.is_positive:
        c = -c
    if not c.is_positive:
        return None
    w = sympy.Symbol("w_decay", positive=True)
    put = {p: sympy.exp(rates[p][1]) * w ** (-sympy.simplify(rates[p][0] / c)) for p in ratios}
    if foreign:
        return sympy.expand(top).subs(put) / below.subs(put), w, {w: sympy.exp(-c * t)}
    put |= {p: sympy.exp(r[1]) * w ** (-sympy.simplify(r[0] / c)) for p in e.atoms(sympy.exp)
            if p not in put and (r := _rate(p, t)) is not None}  # fmt: skip
    return e.subs(put), w, {w: sympy.exp(-c * t)}


def _rate(p: Any, t: Any) -> tuple[Any, Any] | None:
    """(r, s) of exp(r*t + s)."""
    rate = sympy.expand(p.args[0]).coeff(t, 1)
    rest = sympy.simplify(p.args[0] - rate * t)
    return None if rate == 0 or rest.has(t) or rate.has(t) else (rate, rest)


def _tidy(e: Any, back: dict[Any, Any]) -> Any:
    e = sympy.powsimp(e)
    if not back:
        return sympy.expand_power_base(e)
    return sympy.powsimp(e.subs(back)).replace(
        lambda u: isinstance(u, sympy.exp), lambda u: sympy.exp(sympy.factor_terms(u.args[0]))
    )


Row = tuple[str, Any, str, Any, Any, str, Any]
_POWERS = {1: "geometric_series", 2: "geometric_series_squared", 3: "geometric_series_cubed"}


def _geometric(e: Any, w: Any, k: Any) -> Iterator[Row]:
    """A denominator that divides a power of 1 - X."""
    num, den = sympy.fraction(sympy.together(e))
    poly, others, two = sympy.Integer(1), sympy.Integer(1), []
    order = 1
    for part in sympy.Mul.make_args(sympy.factor(den)) if den.has(w) else ():
        base, n = part.as_base_exp()
        if not n.is_Integer:
            base, n = part, sympy.Integer(1)
        n = int(n)
        if base == w or not base.has(w):
            others *= base**n
        elif _cyclotomic(base, w):
            poly *= base**n
            order = max(order, n)
        elif base.is_Add and len(base.args) == 2 and not (b0 := base.as_independent(w)[0]).has(w):
            two.append((base, b0, n))
        else:
            others *= base**n
    rest = sympy.cancel(den / (poly * others)) if not two else None
    if two:
        if len(two) > 1 or poly != 1 or two[0][1] == 0:
            return
        base, b0, n = two[0]
        ratio = sympy.simplify(1 - base / b0)
        yield from _powers(sympy.simplify(e * (1 - ratio) ** n), ratio, n, k)
        return
    if poly == 1 or rest is None or rest.has(w):
        return
    for ratio, m in _ratios(poly, w, order):
        top = sympy.cancel((1 - ratio) ** m / poly)
        g = num / (others * rest)
        yield from _powers(g * top, ratio, m, k)


def _powers(g: Any, ratio: Any, n: int, k: Any) -> Iterator[Row]:
    if n not in _POWERS:
        return
    c = {1: sympy.Integer(1), 2: k + 1, 3: (k + 1) * (k + 2) / 2}[n]
    sign, size = (-1, -ratio) if ratio.could_extract_minus_sign() else (1, ratio)
    number, rest = sympy.expand(g).as_coeff_Mul()
    parts = sympy.Add.make_args(sympy.expand(rest))
    power = sympy.powsimp(sympy.expand_power_base(size**k), deep=True)
    term = number * c * sympy.Integer(sign) ** k * sympy.Add(
        *(sympy.powsimp(p * power, combine="exp") for p in parts))  # fmt: skip
    yield _POWERS[n], ratio, "0", g, term, "X" if n == 1 else "", ratio


def _cyclotomic(base: Any, w: Any) -> bool:
    try:
        p = sympy.Poly(base, w)
    except sympy.PolynomialError:
        return False
    if not all(c.is_Rational for c in p.all_coeffs()) or p.degree() < 1:
        return False
    return any(sympy.rem(sympy.Poly(1 - w**n, w), p).is_zero for n in range(1, MAX_ORDER + 1))


def _ratios(poly: Any, w: Any, order: int) -> Iterator[tuple[Any, int]]:
    """X and m with poly dividing (1 - X)^m, the shortest first."""
    for sign in (-1, 1):
        for n in range(1, MAX_ORDER + 1):
            ratio = sign * w**n
            if sign < 0 and order > 1:
                continue
            if sympy.rem(sympy.Poly((1 - ratio) ** order, w), sympy.Poly(poly, w)).is_zero:
                yield ratio, order
                break


def _logarithms(e: Any, w: Any, k: Any) -> Iterator[Row]:
    """One logarithm or inverse tangent with a series, to the first power."""
    for atom in sorted(e.atoms(sympy.log, sympy.atan, sympy.atanh, sympy.polylog),
                       key=sympy.default_sort_key):  # fmt: skip
        if not atom.has(w) or (isinstance(atom, sympy.polylog) and atom.args[0].has(w)):
            continue
        mark = sympy.Dummy()
        put = e.subs(atom, mark)
        g = sympy.diff(put, mark)
        if g.has(mark) or sympy.simplify(put.subs(mark, 0)) != 0:
            continue
        u = atom.args[0]
        if isinstance(atom, sympy.polylog):
            order, u = atom.args
            size = _joined(g / k**order, (-u if u.could_extract_minus_sign() else u) ** k)
            turn = sympy.Integer(-1 if u.could_extract_minus_sign() else 1) ** k
            yield "polylogarithm_series", u, "1", g, turn * size, "h" if turn != 1 else "", size
            continue
        if isinstance(atom, sympy.atan | sympy.atanh):
            name = "arctangent_series" if isinstance(atom, sympy.atan) else "area_tangent_series"
            size = _joined(g / (2 * k + 1), u ** (2 * k + 1))
            turn = (-1) ** k if isinstance(atom, sympy.atan) else sympy.Integer(1)
            yield name, u, "0", g, turn * size, "h" if turn != 1 else "", size
            continue
        top, below = sympy.fraction(sympy.together(u))
        a, b = sympy.simplify((top + below) / 2), sympy.simplify((top - below) / 2)
        if below.has(w):  # log((1 + v)/(1 - v)) = 2*atanh(v)
            v = sympy.simplify(b / a)
            size = _joined(2 * g / (2 * k + 1), v ** (2 * k + 1))
            yield "area_tangent_series", v, "0", 2 * g, size, "", size
            continue
        ratio = sympy.expand(1 - u)
        if ratio.has(sympy.sin, sympy.cos, sympy.tan, sympy.log) or ratio.subs(w, 0) != 0:
            continue
        if ratio.could_extract_minus_sign():
            size = _joined(g / k, (-ratio) ** k)
            yield "logarithm_series", ratio, "1", -g, -((-1) ** k) * size, "h", size
        else:
            yield "logarithm_series", ratio, "1", -g, -_joined(g / k, ratio**k), "", ratio


def _circular(e: Any, w: Any, k: Any) -> Iterator[Row]:
    """log(1 - 2*a*cos(u) + a^2), each term below |2*g*a^k/k|."""
    for atom in sorted(e.atoms(sympy.log), key=sympy.default_sort_key):
        waves = {u for u in atom.args[0].atoms(sympy.cos) if u.has(w)}
        mark = sympy.Dummy()
        put = e.subs(atom, mark)
        g = sympy.diff(put, mark)
        if len(waves) != 1 or g.has(mark) or sympy.simplify(put.subs(mark, 0)) != 0:
            continue
        (wave,) = waves
        inner = sympy.expand(atom.args[0])
        a = -inner.coeff(wave, 1) / 2
        if a.has(w) or sympy.simplify(inner - (1 - 2 * a * wave + a**2)) != 0:
            continue
        size = -a if a.could_extract_minus_sign() else a
        term = -2 * g * a**k * sympy.cos(sympy.expand(k * wave.args[0])) / k
        yield "poisson_logarithm_series", a, "1", -2 * g, term, "G", 2 * g * size**k / k


def _joined(g: Any, power: Any) -> Any:
    return sympy.powsimp(g * sympy.powsimp(sympy.expand_power_base(power), deep=True))


def polarised(text: str, x: str, sorts: Sorts) -> list[tuple[str, str]]:
    """(coefficient, summand) for products of log(1 + x) and log(1 - x), as squares of combinations."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    up, down = sympy.log(1 + t), sympy.log(1 - t)
    both, ratio = sympy.log(1 - t**2) ** 2, sympy.log((1 - t) / (1 + t)) ** 2
    mark = sympy.symbols("up_ down_", positive=True)
    put = sympy.expand(e.subs({up: mark[0], down: mark[1]}))
    for power, parts in (
        (mark[0] * mark[1], [(1, 4, both), (-1, 4, ratio)]),
        (mark[0] ** 2, [(1, 2, both), (1, 2, ratio), (-1, 1, down**2)]),
    ):
        g = sympy.simplify(put / power)
        if not g.has(*mark) and not g.has(sympy.log):
            return [(_out(sympy.Rational(p, q)), _out(g * f)) for p, q, f in parts]
    return []
