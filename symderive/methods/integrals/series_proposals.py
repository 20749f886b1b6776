"""What SymPy proposes for series: expansions of an integrand, and sums taken apart; in the worker.

>>> expansions("log(x)/(1 + x^2)", "x", "unit", "k", {})[0][:3]
('geometric_series', '-x^2', '0')
>>> taken_apart("(-1)^k/(2*k + 1)^2", "k", "0", {})[0]
('(1/(16*(k + 1/4)^2), -1/(16*(k + 3/4)^2))', ['Catalan'])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from symderive.methods.integrals.zeta_values import value_forms
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
Entry = tuple[str, str, str, str, str, str, str]
MAX_ORDER = 12  # of the roots of unity at which an integrand may have its poles
MAX_PERIOD = 12
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
    w, back = t, {}
    if kind == "half":
        found = _in_decay(e, t)
        if found is None:
            return []
        e, w, back = found
    index = sympy.Symbol(k, integer=True, nonnegative=True)
    out: list[Entry] = []
    for rows in (_geometric(e, w, index), _logarithms(e, w, index)):
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
        return e
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


def _joined(g: Any, power: Any) -> Any:
    return sympy.powsimp(g * sympy.powsimp(sympy.expand_power_base(power), deep=True))


# --- sums -----------------------------------------------------------------------------------------


def taken_apart(text: str, k: str, first: str, sorts: Sorts) -> list[tuple[str, list[str]]]:
    """(the terms by residue class of the index, forms of the value) for the sum from `first`."""
    told = {**sorts, k: {"integer": True, "nonnegative": True}}
    e, index = _in(text, told), sympy.Symbol(k, integer=True, nonnegative=True)
    start = _in(first, told)
    out = []
    for q in _periods(e, index):
        forms = [_form(e.subs(index, q * index + j + start), index) for j in range(q)]
        if any(f is None or any(r == -1 and (q > 1 or a != 1 or s.is_number) for _, a, s, r in f)
               for f in forms):  # fmt: skip
            continue
        pieces = [p for f in forms for p in f or ()]
        shown = [sympy.Add(*(_piece(p, index) for p in f or ()), evaluate=False) for f in forms]
        texts = [_out(f) for f in shown]
        values = [_out(v) for v in value_forms(pieces)]
        out.append(("(" + ", ".join(texts) + ")" if q > 1 else texts[0], values))
        break
    return out


def _periods(e: Any, k: Any) -> list[int]:
    """Numbers of residue classes in which signs and waves may be gone, the least first."""
    period = 1
    for u in e.atoms(sympy.Pow, sympy.sin, sympy.cos):
        if u.is_Pow and u.base == -1 and u.exp.has(k):
            period = sympy.ilcm(period, 2)
        elif not u.is_Pow and u.has(k):
            c = sympy.expand(u.args[0]).coeff(k, 1) / sympy.pi
            if not c.is_Rational:
                return [1]
            period = sympy.ilcm(period, 2 * c.q // sympy.igcd(c.p, 2))
    return sorted({1, int(period), *([int(period) // 2] if period % 2 == 0 else [])} & {
        *range(1, MAX_PERIOD + 1)})  # fmt: skip


Piece = tuple[Any, Any, Any, Any]  # c, a, s, r of c*r^k/(k + a)^s


def _piece(p: Piece, k: Any) -> Any:
    c, a, s, r = p
    top = c * r**k
    return top / (k + a) ** s


def _form(e: Any, k: Any) -> list[Piece] | None:
    """The term as a sum of c*r^k/(k + a)^s."""
    e = sympy.expand_power_exp(sympy.expand_trig(sympy.simplify(e)) if e.has(sympy.sin, sympy.cos)
                               else e)  # fmt: skip
    e = sympy.powsimp(sympy.expand_power_base(e.doit(), force=True))
    out: list[Piece] = []
    if sympy.simplify(e) == 0:
        return out
    for t in sympy.Add.make_args(sympy.expand(e, power_base=False, power_exp=False, log=False)):
        c, rest = t.as_independent(k, as_Add=False)
        geometric, rational, symbolic = sympy.Integer(1), sympy.Integer(1), []
        for f in sympy.Mul.make_args(rest):
            base, n = f.as_base_exp()
            if not base.has(k) and n.has(k):
                slope = sympy.expand(n).coeff(k, 1)
                if sympy.simplify(n - slope * k).has(k):
                    return None
                c *= base ** sympy.simplify(n - slope * k)
                geometric *= base**slope
            elif n.is_Integer:
                rational *= f
            elif not n.has(k):
                symbolic.append((base, n))
            else:
                return None
        geometric = sympy.simplify(geometric)
        if len(symbolic) > 1 or (geometric.is_number and abs(geometric) >= 1 and geometric**2 != 1):
            return None
        if rational.has(sympy.sin, sympy.cos, sympy.log, sympy.gamma, sympy.factorial):
            return None
        if symbolic:
            line = _line(symbolic[0][0], k)
            if line is None or rational.has(k):
                return None
            out.append((c * rational * line[0] ** symbolic[0][1], line[1], -symbolic[0][1],
                        geometric))  # fmt: skip
            continue
        try:
            parts = sympy.apart(sympy.together(rational), k)
        except (sympy.PolynomialError, NotImplementedError):
            return None
        for p in sympy.Add.make_args(parts):
            found = _fraction(p, k)
            if found is None and geometric == 1:
                pair = _conjugates(p, k)
                if pair is not None:
                    out += [(c * d, a, sympy.Integer(1), sympy.Integer(1)) for d, a in pair]
                    continue
            if found is None:
                return None
            d, a, s = found
            out.append((c * d, a, s, geometric))
    merged: dict[Any, Any] = {}
    for c, a, s, r in out:
        key = (sympy.nsimplify(a), s, r)
        merged[key] = sympy.simplify(merged.get(key, 0) + c)
    return [(c, a, s, r) for (a, s, r), c in merged.items() if c != 0]


def _line(base: Any, k: Any) -> tuple[Any, Any] | None:
    """(alpha, a) of alpha*(k + a)."""
    slope = sympy.expand(base).coeff(k, 1)
    rest = sympy.simplify(base - slope * k)
    if slope == 0 or rest.has(k):
        return None
    return slope, sympy.simplify(rest / slope)


def _conjugates(p: Any, k: Any) -> list[tuple[Any, Any]] | None:
    """(c, a) of the two terms c/(k + a) of a fraction whose denominator has conjugate zeros."""
    num, den = sympy.fraction(p)
    try:
        q = sympy.Poly(sympy.expand(den), k)
    except sympy.PolynomialError:
        return None
    if q.degree() != 2 or sympy.Poly(sympy.expand(num), k).degree() > 1:
        return None
    lead, b, c = q.all_coeffs()
    u, square = b / (2 * lead), sympy.factor(c / lead - (b / (2 * lead)) ** 2)
    v = sympy.sqrt(square)
    if not v.is_real:
        return None
    out = []
    for sign in (1, -1):
        a = sympy.simplify(u) + sign * sympy.I * v
        top = num.subs(k, -a)
        out.append((sympy.simplify(top / (lead * (-2 * sign * sympy.I * v))), a))
    return out


def _fraction(p: Any, k: Any) -> tuple[Any, Any, Any] | None:
    """(c, a, s) of c/(k + a)^s."""
    num, den = sympy.fraction(p)
    if num.has(k):
        return None
    c, rest = den.as_independent(k, as_Add=False)
    base, n = rest.as_base_exp()
    if not n.is_Integer or n < 1:
        return None
    line = _line(base, k)
    return None if line is None else (num / (c * line[0] ** n), line[1], n)


def summands(text: str, x: str, sorts: Sorts) -> list[tuple[str, str]]:
    """(coefficient free of x, the rest) of each summand."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    out = []
    for p in sympy.Add.make_args(sympy.expand(e, power_base=False, power_exp=False, log=False)):
        c, rest = p.as_independent(t, as_Add=False)
        out.append((_out(c), _out(sympy.powsimp(rest))))
    return out


def short(text: str, sorts: Sorts) -> list[str]:
    """A value in shorter forms."""
    e = _in(text, sorts)
    forms = [sympy.expand(e), sympy.factor_terms(sympy.expand(e)), sympy.simplify(e)]
    seen = dict.fromkeys(f for f in forms if not any(u.args[0].is_Pow for u in f.atoms(sympy.log)))
    return [_out(f) for f in sorted(seen, key=lambda f: (f.count_ops(), len(str(f))))]


def moment(text: str, x: str, sorts: Sorts) -> list[str]:
    """An antiderivative of c*x^p*log(x)^n, c*x^p*exp(-r*x) or c*x^p*exp(-r*x)*log(x)."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    c, rest = sympy.powsimp(e).as_independent(t, as_Add=False)
    p, n, r = sympy.Integer(0), 0, sympy.Integer(0)
    for f in sympy.Mul.make_args(rest):
        base, m = f.as_base_exp()
        if base == t and not m.has(t):
            p += m
        elif base == sympy.log(t) and m.is_Integer and m > 0:
            n = int(m)
        elif isinstance(f, sympy.exp) and not sympy.simplify(f.args[0] / t).has(t):
            r -= sympy.simplify(f.args[0] / t)
        else:
            return []
    if r == 0:
        q = p + 1
        if sympy.simplify(q) == 0:
            return [_out(c * sympy.log(t) ** (n + 1) / (n + 1))]
        terms = [(-1) ** j * sympy.ff(n, j) * sympy.log(t) ** (n - j) / q ** (j + 1)
                 for j in range(n + 1)]  # fmt: skip
        return [_out(c * t**q * sympy.Add(*terms))]
    if n == 1 and p.is_Integer and p >= 0:
        # By parts: the moment of the exponential, and the logarithm's derivative.
        parts = [sympy.ff(p, j) * t ** (p - j) / r ** (j + 1) for j in range(int(p) + 1)]
        smooth = sum((a / t for a in parts[:-1]), sympy.Integer(0))
        last = parts[-1]
        inner = sympy.expand(smooth)
        rest = sympy.integrate(inner * sympy.exp(-r * t), t) if inner != 0 else sympy.Integer(0)
        whole = -sympy.exp(-r * t) * sympy.log(t) * sympy.Add(*parts)
        return [_out(c * (whole + rest + last * sympy.Ei(-r * t)))]
    if n:
        return []
    if p.is_Integer and p >= 0:
        terms = [sympy.ff(p, j) * t ** (p - j) / r ** (j + 1) for j in range(int(p) + 1)]
        return [_out(-c * sympy.exp(-r * t) * sympy.Add(*terms))]
    return [_out(-c * sympy.uppergamma(p + 1, r * t) * r ** (-p - 1))]


def fourier_terms(text: str, x: str, k: str, sorts: Sorts) -> list[tuple[str, ...]]:
    """(L, g, the mean, the k-th term, first index, rest) for an integrand g*L + rest.

    L is log(sin(u)), log(cos(u)) or log(tan(u)); what multiplies a sine under a logarithm is parted.
    """
    told = {**sorts, x: {"real": True}, k: {"integer": True, "nonnegative": True}}
    e, t = _in(text, told), sympy.Symbol(x, real=True)
    n = sympy.Symbol(k, integer=True, nonnegative=True)
    e = e.replace(lambda u: isinstance(u, sympy.log), _parted)
    out = []
    for L in sorted(e.atoms(sympy.log), key=sympy.default_sort_key):
        wave = L.args[0]
        if not isinstance(wave, sympy.sin | sympy.cos | sympy.tan) or not wave.has(t):
            continue
        mark = sympy.Dummy()
        put = e.subs(L, mark)
        g, u = sympy.diff(put, mark), wave.args[0]
        rest = sympy.simplify(put.subs(mark, 0))
        if g.has(mark) or g.has(sympy.log):
            continue
        mean, first = -g * sympy.log(2), "1"
        if isinstance(wave, sympy.tan):
            mean, first = sympy.Integer(0), "0"
            term = -2 * g * sympy.cos(sympy.expand((4 * n + 2) * u)) / (2 * n + 1)
        else:
            sign = sympy.Integer(1 if isinstance(wave, sympy.sin) else -1) ** n
            term = -sign * g * sympy.cos(sympy.expand(2 * n * u)) / n
        out.append((_out(L), _out(g), _out(mean), _out(term), first, _out(rest)))
    return out


def _parted(u: Any) -> Any:
    """log(c*sin(x)) as log(c) + log(sin(x)), c > 0; and log(1 +- cos(x)) by half the angle."""
    inner = sympy.factor(u.args[0])
    total = sympy.Integer(0)
    for f in sympy.Mul.make_args(inner):
        base, n = f.as_base_exp()
        if f.is_positive:
            total += sympy.log(f)
        elif isinstance(base, sympy.sin | sympy.cos | sympy.tan) and n.is_number:
            total += n * sympy.log(base)
        elif base.is_Add and len(base.args) == 2 and 1 in base.args and n.is_number:
            rest = base - 1
            cos = rest if isinstance(rest, sympy.cos) else -rest
            if not isinstance(cos, sympy.cos):
                return u
            half = (sympy.cos if rest == cos else sympy.sin)(cos.args[0] / 2)
            total += n * (sympy.log(2) + 2 * sympy.log(half))
        else:
            return u
    return total


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
