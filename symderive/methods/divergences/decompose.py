"""A weight and a factor in terms of a normalising integral: which one, at which parameters.

SymPy, in the worker: log-densities are expanded to sums, and each summand is matched with what the
parameters of a normaliser move (`log(x)` is the derivative in s of x^(s - 1), x^r its shift).

>>> found = proposals("b*exp(-b*x)", "log(x)", "x", ("0", "oo"), False, {"b": {"positive": True}})
>>> found[0]["master"], found[0]["parts"], found[0]["values"][0]
('gamma', [[1, 'b', ['1', 'b', '1', '0'], [1, 0, 0, 0]]], '-log(b) - EulerGamma')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from symderive.deadline import Late, deadline
from symderive.methods.divergences.masters import MASTERS, Master
from symderive.methods.divergences.matchers import MATCHERS, Match, NoMatch, summands
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

SLOW = 2.5  # seconds for shorter forms
LONG = 120  # characters beyond which shorter forms are looked for
Sorts = Mapping[str, Mapping[str, bool]]
Part = tuple[int, Any, dict[str, Any], dict[str, int]]  # premise, coefficient, values, orders


def log_of(e: Any) -> Any:
    """log(e), products and powers taken apart; every factor is taken to be positive."""
    import sympy as sp

    if e.is_Mul:
        return sp.Add(*(log_of(a) for a in e.args))
    if isinstance(e, sp.exp):
        return e.args[0]
    if e.is_Pow:
        return sp.expand(e.exp * log_of(e.base))
    if e.is_Rational and e.p > 0 and e.q != 1:
        return sp.log(e.p) - sp.log(e.q)
    if e.is_Add:
        f = sp.factor_terms(e)
        if f.is_Mul and not any(a.is_negative for a in f.args):
            return log_of(f)
    return sp.log(e)


def factors(f: Any) -> Iterator[tuple[Any, int]]:
    """(factor, natural exponent) of a product, whole powers of what is no name taken apart."""
    import sympy as sp

    for a in sp.Mul.make_args(f):
        if a == 1:
            continue
        if a.is_Pow and a.exp.is_Integer and a.exp > 0 and isinstance(a.base, sp.log):
            yield a.base, int(a.exp)
        else:
            yield a, 1


def decompose(
    weight: Any, factor: Any, x: Any, support: tuple[Any, Any], discrete: bool
) -> Iterator[tuple[str, Match, list[Part]]]:
    """The ways to write factor*weight by a normaliser; `factor` is a polynomial in its statistics."""
    lw = log_of(weight)
    for name, matcher in MATCHERS[discrete].items():
        try:
            found = matcher(lw, factor, x, support)
            g = factor.subs(x, found.place) if found.replace(x) == x else found.replace(factor)
            yield name, found, list(_parts(g, found, exponential(found.constant)))
        except NoMatch:
            continue


def exponential(k: Any) -> Any:
    """exp of a sum, its logarithms taken back."""
    import sympy as sp

    out, rest = sp.Integer(1), sp.Integer(0)
    for t in sp.Add.make_args(sp.expand(k)):
        logs = [a for a in sp.Mul.make_args(t) if isinstance(a, sp.log)]
        if len(logs) == 1:
            out *= logs[0].args[0] ** (t / logs[0])
        else:
            rest += t
    return out * sp.exp(rest)


def _parts(factor: Any, match: Match, constant: Any) -> Iterator[Part]:
    import sympy as sp

    rows: dict[Any, Any] = {}
    for f, c in summands(factor, match.y).items():
        todo = [(sp.Integer(1), match.values, dict.fromkeys(match.values, 0))]
        for a, n in factors(f):
            for _ in range(n):
                todo = [u for t in todo for u in _moved(t, match.move(a))]
        for scale, at, orders in todo:
            key = (tuple(at.items()), tuple(orders.items()))
            rows[key] = rows.get(key, 0) + c * scale
    kept = {k: c for k, c in rows.items() if sp.expand(c) != 0}
    if not kept:  # the factor is 0
        none = dict.fromkeys(match.values, 0)
        kept = {(tuple(match.values.items()), tuple(none.items())): sp.Integer(0)}
    for (v, o), c in kept.items():
        orders = dict(o)
        odd = orders.pop("odd", 0)
        yield (2 if odd else 1), c * constant, dict(v), orders


def _moved(part: Any, moves: Any) -> Iterator[Any]:
    """A part after a factor: each move is (scale, shifts, orders)."""
    scale, at, orders = part
    for k, shift, order in moves:
        new = {n: v + shift.get(n, 0) for n, v in at.items()}
        more = {n: orders.get(n, 0) + order.get(n, 0) for n in {**orders, **order}}
        yield scale * k, new, more


def proposals(
    weight: str, factor: str, name: str, support: tuple[str, str], discrete: bool, sorts: Sorts,
    marks: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """For the search: normalisers with the parts as text, and the value that they add up to.

    `marks` are names that stand for positive terms, with another form of each.
    """
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    low, high = (to_sympy(read(t), told) for t in support)
    kind = {"integer" if discrete else "real": True}
    if low.is_nonnegative:
        kind["nonnegative" if discrete and not low.is_positive else "positive"] = True
    told[name] = kind
    x = sp.Symbol(name, **kind)
    w, g = (to_sympy(read(t), told) for t in (weight, factor))
    g = g.replace(lambda e: isinstance(e, sp.log), lambda e: log_of(e.args[0]))
    out = []
    for master, match, parts in decompose(w, g, x, (low, high), discrete):
        names = (MASTERS[master], MASTERS.get(match.odd))
        total = sp.Integer(0)
        rows = []
        for k, c, v, o in parts:
            own = names[k - 1]
            assert own is not None
            values = [sp.sympify(v[n]) for n in own.names]
            rows.append([k, text(c), [text(tidy_value(u)) for u in values],
                         [o.get(n, 0) for n in own.names]])  # fmt: skip
            total += c * derivative(own, v, o)
        out.append({"master": master, "odd": match.odd if any(r[0] == 2 for r in rows) else "",
                    "parts": rows,
                    "values": _unmarked(total, marks, told) if marks else forms(total)})  # fmt: skip
    return out


def _unmarked(total: Any, marks: Mapping[str, str], told: Sorts) -> list[str]:
    """The value with the other forms of marked terms, but for their logarithms."""
    import sympy as sp

    total = total.replace(lambda e: isinstance(e, sp.log), lambda e: apart(e.args[0]))
    own = [sp.log(sp.Symbol(m, positive=True)) for m in marks]
    equal = {sp.Symbol(m, positive=True): to_sympy(read(e), told) for m, e in marks.items()}
    logs = {t: sp.Dummy() for t in {*total.atoms(sp.log), *own}}
    logs |= {t: sp.Dummy() for e in equal.values() for t in e.atoms(sp.log) if t not in logs}
    flat = total.xreplace(logs).subs({m: e.xreplace(logs) for m, e in equal.items()})
    free = [
        d
        for t, d in logs.items()
        if t in own or not any(t in e.atoms(sp.log) for e in equal.values())
    ]
    rows = sp.collect(sp.expand(flat), free, evaluate=False)
    value = sp.Add(*(k * sp.factor(sp.cancel(sp.together(c))) for k, c in rows.items()))
    back = {d: t for t, d in logs.items()}
    return [text(value.xreplace(back)), text(total)]


def tidy_value(e: Any) -> Any:
    import sympy as sp

    return sp.factor_terms(sp.expand(e))


def derivative(master: Master, values: dict[str, Any], orders: dict[str, int]) -> Any:
    """The derivative of the normaliser's value, at the values."""
    import sympy as sp

    names = {n: sp.Symbol(n + "_", positive=True) for n in master.names}
    value = to_sympy(read(master.value)).subs(
        {sp.Symbol(n, real=True): s for n, s in names.items()}
    )
    for n, m in orders.items():
        if m:
            value = sp.diff(value, names[n], m)
    return value.subs({names[n]: v for n, v in values.items()}, simultaneous=True)


def text(e: Any) -> str:
    return write(from_sympy(e))


def forms(e: Any) -> list[str]:
    """Shorter forms of a value, best first; the slow ways only where the quick one stays long."""
    import sympy as sp

    e = e.replace(sp.exp, exponential)
    found: dict[str, int] = {}
    quick = [lambda: gathered(sp.expand(e)), lambda: gathered(sp.expand(sp.expand_func(e))), lambda: e]
    slow = [lambda: gathered(sp.gammasimp(sp.powsimp(sp.expand_func(e)))), lambda: neat(e)]
    with suppress(Late), deadline(SLOW):
        for build in (*quick, *slow):
            if build is slow[0] and min(found.values(), default=LONG) < LONG:
                break
            try:
                form = build()
                said = text(form)
            except Late:
                raise
            except Exception:
                continue
            found.setdefault(said, len(said) + 20 * _knots(form))
    if not found:
        found[text(e)] = 0
    return sorted(found, key=lambda t: found[t])


def _knots(e: Any) -> int:
    """Logarithms of products and powers, and ratios of gamma functions, stand in the way."""
    import sympy as sp

    tied = [t for t in e.atoms(sp.log) if t.args[0].is_Mul or t.args[0].is_Pow
            or isinstance(t.args[0], (sp.gamma, sp.exp))]  # fmt: skip
    return len(tied) + len(e.atoms(sp.gamma)) // 2 + 2 * len(e.atoms(sp.I))


def neat(e: Any) -> Any:
    """Terms cancelled, logarithms taken apart, log of gamma as loggamma."""
    import sympy as sp

    e = sp.expand(sp.simplify(sp.expand_log(sp.gammasimp(e), force=True)))
    return _loggamma(e)


def _loggamma(e: Any) -> Any:
    import sympy as sp

    return e.replace(lambda t: isinstance(t, sp.log) and isinstance(t.args[0], sp.gamma),
                     lambda t: sp.loggamma(t.args[0].args[0]))  # fmt: skip


def apart(inner: Any) -> Any:
    """log of a term as a sum of logarithms of its factors, with the signs that they have."""
    import sympy as sp

    if not inner.free_symbols:
        return sp.expand_log(sp.log(inner), force=True)
    e = inner
    if e.is_Add:
        e = sp.factor(sp.together(e))
    if e.is_Mul:
        constant, rest = e.as_coeff_Mul()
        factors_ = list(sp.Mul.make_args(rest))
        if constant.is_negative:  # a sign goes into the first sum
            at = next((i for i, a in enumerate(factors_) if a.is_Add), None)
            if at is None:
                return sp.log(inner)
            factors_[at], constant = sp.expand(-factors_[at]), -constant
        return sp.Add(*(apart(a) if not a.is_Add else sp.log(a) for a in factors_),
                      sp.expand_log(sp.log(constant), force=True))  # fmt: skip
    if isinstance(e, sp.exp):
        return e.args[0]
    if e.is_Pow:
        base = e.base
        if base.is_Add and base.could_extract_minus_sign() and e.exp.is_even:
            base = -base
        return e.exp * apart(base)
    return sp.log(e)


def gathered(e: Any) -> Any:
    """A sum over its logarithms, each with a coefficient in lowest terms."""
    import sympy as sp

    e = e.replace(lambda t: isinstance(t, sp.log), lambda t: apart(t.args[0]))
    e = sp.expand(e, log=False, power_base=False, power_exp=False)
    logs = sorted(e.atoms(sp.log), key=str)
    marks = {t: sp.Dummy() for t in logs}
    flat = sp.expand(e.xreplace(marks))
    total, rest = sp.Integer(0), flat
    for t, mark in marks.items():
        c = flat.coeff(mark, 1)
        if any(c.has(m) for m in marks.values()) or (flat - c * mark).expand().has(mark):
            return _loggamma(e)
        total += sp.factor(sp.cancel(sp.together(c))) * t
        rest = rest.subs(mark, 0)
    return _loggamma(total + _collected(rest))


def _collected(e: Any) -> Any:
    """A sum with the coefficients of its special functions together."""
    import sympy as sp

    rational = not e.atoms(sp.Function) and all(p.exp.is_Integer for p in e.atoms(sp.Pow))
    if rational and e.is_Add:
        short = sp.factor(sp.cancel(sp.together(e)))
        return min((e, short), key=lambda t: len(str(t)))
    wanted = (sp.erf, sp.polygamma, sp.digamma, sp.exp, sp.Abs)
    kinds = sorted((t for t in e.atoms(sp.Function) if isinstance(t, wanted)), key=str)
    if not kinds or not e.is_Add:
        return e
    together = sp.collect(e, kinds, evaluate=False)
    return sp.Add(*(k * (sp.factor(c) if k != 1 else c) for k, c in together.items()))


def shapes(value: str, sorts: Sorts) -> list[str]:
    """Shorter forms of a value that is known."""
    return forms(to_sympy(read(value), {n: dict(s) for n, s in sorts.items()}))


def zero(term: str, name: str, sorts: Sorts) -> list[str]:
    """The zero of a term that is linear in the name."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"real": True}}
    x = sp.Symbol(name, real=True)
    e = to_sympy(read(term), told)
    if not e.is_polynomial(x) or sp.degree(e, x) != 1:
        return []
    a, b = sp.Poly(e, x).all_coeffs()
    return [text(sp.expand(-b / a))]


def condition(relation: str, sorts: Sorts) -> list[str]:
    """A relation u > 0 in fewer words, where its names make that possible."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items()}
    term = read(relation)
    low, high = (to_sympy(a, told) for a in term.args)
    if term.head == "Ne":
        return []
    gap = high - low if term.head == "Lt" else low - high
    top, bottom = sp.fraction(sp.together(sp.expand(gap)))
    if not bottom.is_positive:
        return []
    top = sp.factor_terms(sp.expand(top))
    kept = [a for a in sp.Mul.make_args(top) if not a.is_positive]
    top = sp.expand(sp.Mul(*kept))
    names = sorted(top.free_symbols, key=str)
    if len(names) == 1 and sp.degree(top, names[0]) == 1 and top.is_polynomial(names[0]):
        a, b = sp.Poly(top, names[0]).all_coeffs()
        if a.is_Rational and b.is_Rational:
            return [f"{names[0]} {'>' if a > 0 else '<'} {text(-b / a)}"]
    return [f"{text(top)} > 0"]


def expanded(body: str, sorts: Sorts) -> list[str]:
    """An integrand as a sum, its logarithms taken apart."""
    import sympy as sp

    e = to_sympy(read(body), {n: dict(s) for n, s in sorts.items()})
    e = e.replace(lambda t: isinstance(t, sp.log), lambda t: log_of(t.args[0]))
    return [text(f) for f in dict.fromkeys((sp.expand(e), e))]


def merged(first: str, second: str, low: str, high: str, sorts: Sorts) -> list[str]:
    """The values for low <= high and for high <= low as one, by the distance of low and high."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items()}
    a, b = (to_sympy(read(t), told) for t in (low, high))
    gap = sp.Abs(a - b)
    found = []
    for value, sign in ((first, 1), (second, -1)):
        e = to_sympy(read(value), told)
        for name, put in ((b, a + sign * gap), (a, b - sign * gap)):
            if name.is_Symbol:
                mark = sp.Dummy("d", nonnegative=True)
                shape = sp.expand(e.subs(name, put.subs(gap, mark)))
                if not (shape.free_symbols & {s for s in (a, b) if s.is_Symbol}):
                    found.append(text(shape.subs(mark, gap)))
    return list(dict.fromkeys(found))


def harmonic(weight: str, factor: str, name: str, sorts: Sorts) -> list[str]:
    """[m, g, y, H, value..] for a Cauchy weight and logarithms of quadratics; none otherwise."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    x, y = sp.Symbol(name, real=True), sp.Symbol("y" if name != "y" else "v", real=True)
    while y.name in told:
        y = sp.Symbol(y.name + "_", real=True)
    w, g = (to_sympy(read(t), told | {name: {"real": True}}) for t in (weight, factor))
    below = sp.denom(sp.together(w))
    if sp.numer(sp.together(w)).has(x) or not below.is_polynomial(x) or sp.degree(below, x) != 2:
        return []
    center, width = _quadratic(below, x)
    g = g.replace(lambda e: isinstance(e, sp.log), lambda e: log_of(e.args[0]))
    total = sp.Integer(0)
    for f, c in summands(g, x).items():
        if f == 1:
            total += c
            continue
        q = f.args[0] if isinstance(f, sp.log) else None
        if q is None or not q.is_polynomial(x) or sp.degree(q, x) != 2:
            return []
        m, h = _quadratic(q, x)
        lead = sp.LC(q, x)
        total += c * (sp.log((x - m) ** 2 + (y + h) ** 2) + log_of(lead) * (lead != 1))
    value = total.subs({x: center, y: width}, simultaneous=True)
    return [text(center), text(width), text(y), text(total), *forms(value)]


def _quadratic(q: Any, x: Any) -> tuple[Any, Any]:
    """(m, h) where q is a multiple of (x - m)^2 + h^2."""
    import sympy as sp

    A, B, C = sp.Poly(q, x).all_coeffs()
    m = sp.simplify(-B / (2 * A))
    return m, sp.sqrt(sp.factor(sp.simplify(C / A - m**2)))


def crossings(p: str, q: str, name: str, sorts: Sorts) -> list[str]:
    """[log(p/q) as a product, its zeros in order], where it is simple in x, x^2 or log(x)."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {name: {"real": True}}
    x = sp.Symbol(name, real=True)
    L = sp.expand(log_of(to_sympy(read(p), told)) - log_of(to_sympy(read(q), told)))
    u = sp.Dummy("u", real=True)
    for shape, back in ((x, lambda c: [c]), (sp.log(x), lambda c: [sp.exp(c)])):
        e = L.subs(shape, u)
        if e.has(x) or not e.is_polynomial(u):
            continue
        rows = sp.Poly(e, u)
        if rows.degree() == 0:
            return [text(sp.factor_terms(L))]
        if rows.degree() == 1:
            a, b = rows.all_coeffs()
            c = sp.factor(sp.cancel(sp.together(sp.expand_log(-b / a, force=True))))
            if shape != x:
                root = f"exp({text(c)})"
                return [f"({text(sp.factor(a))})*(log({name}) - log({root}))", root]
            return [text(sp.factor(a) * (x - c)), text(c)]
        if rows.degree() == 2 and rows.all_coeffs()[1] == 0 and shape == x:
            a, _, b = rows.all_coeffs()
            c = sp.sqrt(sp.factor(sp.cancel(sp.together(sp.expand_log(-b / a, force=True)))))
            return [text(sp.factor(a) * (x - c) * (x + c)), text(-c), text(c)]
        roots = sp.roots(rows.as_expr(), u)
        if roots and all(r.is_number and r.is_real for r in roots):
            zeros = sorted(roots, key=lambda r: sp.N(r))
            product = sp.LC(rows) * sp.Mul(*(shape - r for r in zeros))
            return [text(product), *(text(r) for z in zeros for r in back(z))]
    gap = sp.numer(sp.together(to_sympy(read(p), told) - to_sympy(read(q), told)))
    if gap.is_polynomial(x) and sp.degree(gap, x) == 1:
        a, b = sp.Poly(gap, x).all_coeffs()
        return ["", text(sp.simplify(-b / a))]
    return []
