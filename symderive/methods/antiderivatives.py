"""Antiderivatives proposed by SymPy, one strategy at a time, in the worker; believed by nobody.

Each strategy answers with candidates as text.  They may jump, hold on a part only, or be wrong: the
kernel differentiates them and follows them piece by piece.

>>> propose("halfangle", "1/(2 + cos(x))", "x", {})
['2*sqrt(3)*atan(sqrt(3)*tan(x/2)/3)/3']
>>> propose("frozen", "Abs(x)", "x", {})
['x^2*sign(x)/2']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from symderive.deadline import Late, deadline
from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

LARGEST_CLOSURE = 40
SOFT = {"manual": 1.2, "frozen": 2.0, "closure": 1.5, "heurisch": 3.0}  # seconds, 2.5 for others
Sorts = Mapping[str, Mapping[str, bool]]


def propose(strategy: str, body: str, name: str, sorts: Sorts) -> list[str]:
    """The candidates of one strategy, best first; none where it does not apply."""
    import sympy

    term = read(body)
    # What is known of the variable belongs to the interval; a sign would hide what happens at 0.
    f = to_sympy(term, {n: dict(s) for n, s in sorts.items() if n != name})
    x = sympy.Symbol(name, real=True)
    if not f.has(x):
        return [_text(f * x) or ""]
    found: list[str] = []
    with suppress(Late), deadline(SOFT.get(strategy, 2.5)):
        for candidate in STRATEGIES[strategy](f, x):
            for branch in _branches(candidate):
                text = _text(branch)
                # One without the variable is no antiderivative: SymPy has lost something.
                if text is not None and text not in found and name in read(text).free:
                    found.append(text)
    return found


def tidy(text: str, sorts: Sorts) -> list[str]:
    """Shorter forms of a value, to be proved equal to it by the kernel."""
    import sympy

    value = to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})
    found: list[str] = []
    with suppress(Late), deadline(1.0):
        for form in (value, sympy.factor_terms(sympy.simplify(value))):
            said = _text(form)
            if said is not None and said not in found:
                found.append(said)
    return sorted(found, key=len)


def differentiated(text: str, sorts: Sorts) -> list[str]:
    """The term with its derivatives carried out."""
    said = _text(to_sympy(read(text), {n: dict(s) for n, s in sorts.items()}).doit())
    return [] if said is None else [said]


def slope(text: str, name: str, sorts: Sorts) -> list[str]:
    """The derivative of a term in one of its names."""
    import sympy

    told = {n: dict(s) for n, s in sorts.items()}
    x = sympy.Symbol(name, **told.get(name, {"real": True}))
    said = _text(to_sympy(read(text), told).diff(x).doit())
    return [] if said is None else [said]


def _text(e: Any) -> str | None:
    try:
        return write(from_sympy(e))
    except (NotBridged, ValueError):
        return None


def _branches(e: Any) -> Iterator[Any]:
    """The closed ones of the cases that SymPy distinguishes."""
    import sympy

    if e is None or e.has(sympy.Integral, sympy.RootSum, sympy.nan, sympy.zoo):
        if e is not None and isinstance(e, sympy.Piecewise):
            for branch, _ in e.args:
                yield from _branches(branch)
        return
    pieces = e.atoms(sympy.Piecewise)
    if not pieces:
        yield e
        return
    yield e
    if len(pieces) == 1:
        (p,) = pieces
        for branch, _ in p.args:
            yield from _branches(e.xreplace({p: branch}))


# --- strategies -----------------------------------------------------------------------------------


def _manual(f: Any, x: Any) -> Iterator[Any]:
    from sympy.integrals.manualintegrate import manualintegrate

    yield manualintegrate(f, x)


def _integrate(f: Any, x: Any) -> Iterator[Any]:
    import sympy

    yield sympy.integrate(f, x)


def _expanded(f: Any, x: Any) -> Iterator[Any]:
    """The parts of a sum on their own, after expansion, partial fractions, products of angles."""
    import sympy
    from sympy.simplify.fu import TR8

    forms = [sympy.expand(f), sympy.expand(TR8(sympy.expand(f)))]
    if f.is_rational_function(x):
        forms.append(sympy.apart(f, x))
    for form in dict.fromkeys(forms):
        if form != f:
            yield sympy.Add(*(sympy.integrate(t, x) for t in sympy.Add.make_args(form)))


def _quadratics(f: Any, x: Any) -> Iterator[Any]:
    """Partial fractions with quadratic denominators, as if their roots were complex."""
    import sympy

    if not f.is_rational_function(x) or not f.free_symbols - {x}:
        return
    total = sympy.Integer(0)
    for part in sympy.Add.make_args(sympy.apart(f, x)):
        F = _quadratic(part, x)
        if F is None:
            return
        total += F
    yield sympy.factor_terms(total)


def _rational(f: Any, x: Any) -> Iterator[Any]:
    """Rational functions by SymPy, which drops terms with parameters at times."""
    import sympy
    from sympy.integrals.rationaltools import ratint

    if not f.is_rational_function(x):
        return
    plain = {s: sympy.Symbol(s.name) for s in f.free_symbols - {x}}
    back = {v: k for k, v in plain.items()}
    F = ratint(f.xreplace(plain), x)
    if not plain or sympy.simplify(F.diff(x).xreplace(back) - f) == 0:
        yield F.xreplace(back)


def _either(f: Any, x: Any) -> Iterator[Any]:
    found = False
    for F in _quadratics(f, x):
        found = True
        yield F
    if not found:
        yield from _rational(f, x)


def _quadratic(f: Any, x: Any) -> Any:
    """The antiderivative of a polynomial, or of p(x)/(C*q(x)^n) with q linear or without real roots."""
    import sympy

    top, bottom = sympy.fraction(sympy.cancel(f))
    if not bottom.has(x):
        return sympy.integrate(f, x)
    scale, power = sympy.factor(bottom).as_independent(x, as_Add=False)
    q, n = power.as_base_exp()
    p = sympy.Poly(top, x)
    degree = sympy.degree(q, x) if q.is_polynomial(x) else 0
    if degree == 1:
        return sympy.integrate(f, x)
    if degree != 2 or not n.is_Integer or p.degree() > 1:
        return None
    a, b, c = sympy.Poly(q, x).all_coeffs()
    m, k = p.coeff_monomial(x), p.coeff_monomial(1)
    gap = sympy.factor(4 * a * c - b**2)
    root = sympy.sqrt(gap)
    if root.is_real is False or gap.is_negative:
        return None
    arc = 2 / root * sympy.atan(sympy.simplify((2 * a * x + b) / root))
    total = sympy.Integer(0)
    rest = sympy.simplify(k - m * b / (2 * a))
    if n == 1:
        total += m / (2 * a) * sympy.log(q)
    else:
        total += m / (2 * a) * q ** (1 - n) / (1 - n)
    factor = sympy.Integer(1)
    while n > 1:  # integral of q^-n by one power less
        total += rest * factor * (2 * a * x + b) / ((n - 1) * gap * q ** (n - 1))
        factor *= 2 * a * (2 * n - 3) / ((n - 1) * gap)
        n -= 1
    return (total + rest * factor * arc) / scale


def _heurisch(f: Any, x: Any) -> Iterator[Any]:
    from sympy.integrals.heurisch import heurisch

    yield heurisch(f, x)


def _closure(f: Any, x: Any) -> Iterator[Any]:
    """F in the span of the monomials that differentiation reaches: polynomials, exp, sin, cos."""
    import sympy

    f = sympy.expand(f)
    plain = (sympy.exp, sympy.sin, sympy.cos, sympy.sinh, sympy.cosh, sympy.log, sympy.Pow)
    if any(u.has(x) and not isinstance(u, plain) for u in f.atoms(sympy.Function)):
        return
    for u in f.atoms(sympy.Function):
        inner = u.args[0].as_independent(x, as_Add=False)[1]
        if u.has(x) and not (
            inner.as_base_exp()[0] == x if isinstance(u, sympy.log) else inner.is_polynomial(x)
        ):
            return
    if not f.has(sympy.exp, sympy.sin, sympy.cos, sympy.sinh, sympy.cosh, sympy.log):
        return
    if any(p.base.has(x) and p.base != x and p.exp.is_negative for p in f.atoms(sympy.Pow)):
        return  # a quotient: its derivatives do not stay in a space of finite dimension
    basis: dict[Any, None] = {}
    new = list(_monomials(f, x))
    while new and len(basis) <= LARGEST_CLOSURE:
        m = new.pop(0)
        if m in basis:
            continue
        basis[m] = None
        new += [k for k in _monomials(sympy.expand(m.diff(x)), x) if k not in basis]
        if len(basis) < LARGEST_CLOSURE // 4 and x * m not in basis and not m.has(sympy.log):
            new += [x * m] if m.is_polynomial(x) else []
    if new:
        return
    coefficients = sympy.symbols(f"c:{len(basis)}", cls=sympy.Dummy)
    F = sympy.Add(*(c * m for c, m in zip(coefficients, basis, strict=True)))
    rows: dict[Any, Any] = {}
    for t in sympy.Add.make_args(sympy.expand(F.diff(x) - f)):
        c, m = t.as_independent(x, as_Add=False)
        rows[m] = rows.get(m, 0) + c
    solved = sympy.solve(list(rows.values()), coefficients, dict=True)
    if solved:
        yield sympy.factor_terms(F.subs(solved[0]).subs(dict.fromkeys(coefficients, 0)))


def _monomials(e: Any, x: Any) -> Iterator[Any]:
    import sympy

    for t in sympy.Add.make_args(e):
        yield t.as_independent(x, as_Add=False)[1]


def _gauss(f: Any, x: Any) -> Iterator[Any]:
    """A polynomial times the exponential of a quadratic, by parts down to erf."""
    import sympy

    c, rest = sympy.powsimp(sympy.expand(f), combine="exp").as_independent(x, as_Add=False)
    factors = sympy.Mul.make_args(sympy.factor(rest))
    exponent = sympy.Add(*(g.exp for g in factors if isinstance(g, sympy.exp)))
    poly = sympy.Mul(*(g for g in factors if not isinstance(g, sympy.exp)))
    if not (exponent.is_polynomial(x) and poly.is_polynomial(x)):
        return
    q = sympy.Poly(exponent, x)
    if q.degree() != 2:
        return
    a, b, k = (-q.coeff_monomial(x**2), q.coeff_monomial(x), q.coeff_monomial(1))
    u = sympy.Dummy("u", real=True)
    middle = sympy.simplify(b / (2 * a))
    p = sympy.Poly(poly.subs(x, u + middle), u)
    total = sympy.Integer(0)
    bell = sympy.exp(-a * u**2)
    root = sympy.sqrt(sympy.simplify(a))
    for (n,), coefficient in p.terms():
        scale = coefficient
        while n > 1:  # u^n exp(-a u^2): by parts
            total += -scale * u ** (n - 1) * bell / (2 * a)
            scale, n = scale * (n - 1) / (2 * a), n - 2
        if n == 1:
            total += -scale * bell / (2 * a)
        else:
            total += scale * sympy.sqrt(sympy.pi) * sympy.erf(root * u) / (2 * root)
    top = sympy.exp(sympy.simplify(k + b**2 / (4 * a)))
    yield c * top * total.subs(u, x - middle)


def _angle(f: Any, x: Any) -> Any:
    """The multiple of x that all sines and cosines turn with, None if there is none."""
    import sympy

    waves = f.atoms(sympy.sin, sympy.cos, sympy.tan, sympy.cot, sympy.sec, sympy.csc)
    turns = [sympy.expand(w.args[0]).coeff(x, 1) for w in waves if w.has(x)]
    if not turns or any(t.has(x) or not t.is_number for t in turns):
        return None
    return sympy.gcd_list(turns) if all(t.is_Rational for t in turns) else turns[0]


def _halfangle(f: Any, x: Any) -> Iterator[Any]:
    """t = tan(x) where the integrand has period pi, then t = tan(x/2): rational functions of t."""
    import sympy

    turn = _angle(f, x)
    if turn is None:
        return
    t = sympy.Dummy("t", real=True)
    y = sympy.Dummy("y", real=True)
    g = sympy.expand_trig(f.subs(x, y / turn))
    for half in (False, True):
        if half:
            s, c, dy = 2 * t / (1 + t**2), (1 - t**2) / (1 + t**2), 2 / (1 + t**2)
        else:
            s, c, dy = t / sympy.sqrt(1 + t**2), 1 / sympy.sqrt(1 + t**2), 1 / (1 + t**2)
        h = g.subs({sympy.sin(y): s, sympy.cos(y): c, sympy.tan(y): s / c, sympy.cot(y): c / s,
                    sympy.sec(y): 1 / c, sympy.csc(y): 1 / s})  # fmt: skip
        h = sympy.simplify(h * dy)
        if h.has(y) or not h.is_rational_function(t):
            continue
        for F in _either(sympy.factor(h), t):
            yield (F / turn).subs(t, sympy.tan(turn * x / 2 if half else turn * x))
        if not half:
            return


def _exponential(f: Any, x: Any) -> Iterator[Any]:
    """t = exp(c*x): hyperbolic functions and logistic ones become rational."""
    import sympy

    g = f.rewrite(sympy.exp)
    rates = [sympy.expand(e.exp).coeff(x, 1) for e in g.atoms(sympy.exp) if e.has(x)]
    if not rates or any(r.has(x) or r == 0 for r in rates):
        return
    base = rates[0]
    ratios = [sympy.nsimplify(sympy.simplify(r / base)) for r in rates]
    if not all(r.is_Rational for r in ratios):
        return
    unit = base * sympy.gcd_list([abs(r) for r in ratios])
    t = sympy.Dummy("t", positive=True)
    h = sympy.simplify(sympy.expand(g).subs(x, sympy.log(t) / unit) / (unit * t))
    if h.is_rational_function(t):
        for F in _either(sympy.factor(h), t):
            yield F.subs(t, sympy.exp(unit * x))


def _roots(f: Any, x: Any) -> Iterator[Any]:
    """t = sqrt of a quotient of linear functions: rational functions of t."""
    import sympy

    roots = [p.base for p in f.atoms(sympy.Pow) if p.base.has(x) and p.exp.is_Rational
             and p.exp.q == 2]  # fmt: skip
    if not roots:
        return
    inside = sympy.together(roots[0])
    top, bottom = sympy.fraction(inside)
    if any(not e.is_polynomial(x) or sympy.degree(e, x) > 1 for e in (top, bottom)):
        return
    t = sympy.Dummy("t", positive=True)
    solved = sympy.solve(top - t**2 * bottom, x)
    if len(solved) != 1:
        return
    g = f.subs({sympy.sqrt(roots[0]): t, 1 / sympy.sqrt(roots[0]): 1 / t}).subs(x, solved[0])
    h = sympy.simplify(g * solved[0].diff(t))
    for F in _either(sympy.factor(h), t):
        yield F.subs(t, sympy.sqrt(roots[0]))


def _euler(f: Any, x: Any) -> Iterator[Any]:
    """Rational functions of x and the root of one quadratic, by Euler's substitutions."""
    import sympy

    roots = {p.base for p in f.atoms(sympy.Pow) if p.base.has(x) and p.exp.is_Rational
             and p.exp.q == 2}  # fmt: skip
    if len(roots) != 1:
        return
    (Q,) = roots
    if not Q.is_polynomial(x) or sympy.degree(Q, x) != 2:
        return
    a, b, c = sympy.Poly(Q, x).all_coeffs()
    y, t = sympy.Dummy("y"), sympy.Dummy("t", real=True)
    g = f.replace(
        lambda e: e.is_Pow and e.base == Q and e.exp.is_Rational and e.exp.q == 2,
        lambda e: y ** (2 * e.exp),
    )
    ways = []
    if c.is_positive:  # sqrt(Q) = x*t + sqrt(c)
        k = sympy.sqrt(c)
        ways.append(((2 * k * t - b) / (a - t**2), (sympy.sqrt(Q) - k) / x, k, True))
    if a.is_positive:  # sqrt(Q) = t - sqrt(a)*x
        k = sympy.sqrt(a)
        ways.append(((t**2 - c) / (b + 2 * k * t), sympy.sqrt(Q) + k * x, k, False))
    for put, back, k, first in ways[::-1]:
        root = put * t + k if first else t - k * put
        h = sympy.cancel(sympy.together(g.subs(y, root).subs(x, put) * put.diff(t)))
        if h.has(x) or not h.is_rational_function(t):
            continue
        for F in _either(sympy.factor(h), t):
            yield F.subs(t, back)


def _frozen(f: Any, x: Any) -> Iterator[Any]:
    """Signs, integer parts and steps are constants between their jumps: integrate them as such."""
    from itertools import chain

    import sympy

    shapes = [f]
    simpler = sympy.trigsimp(f)
    if simpler != f:
        shapes.append(simpler)
    for g in shapes:
        g = g.replace(sympy.Max, lambda *a: _largest(a, 1)).replace(
            sympy.Min, lambda *a: _largest(a, -1)
        )
        g = g.replace(sympy.Abs, lambda u: u * sympy.sign(u) if u.has(x) else sympy.Abs(u))
        jumps = (sympy.sign, sympy.floor, sympy.ceiling, sympy.Heaviside)
        steps = [s for s in g.atoms(*jumps) if s.has(x)]
        if not steps:
            continue
        names = {s: sympy.Dummy(f"s{i}", real=True, nonzero=True) for i, s in enumerate(steps)}
        frozen = g.xreplace(names)
        back = {d: s for s, d in names.items()}
        for F in chain(_integrate(frozen, x)):
            yield F.xreplace(back)
        return


def _largest(args: Any, side: int) -> Any:
    import sympy

    result = args[0]
    for b in args[1:]:
        result = (result + b + side * sympy.Abs(result - b)) / 2
    return result


STRATEGIES: dict[str, Callable[[Any, Any], Iterator[Any]]] = {
    "quadratics": _quadratics, "rational": _rational, "frozen": _frozen, "gauss": _gauss,
    "closure": _closure, "manual": _manual, "roots": _roots, "euler": _euler,
    "halfangle": _halfangle, "exponential": _exponential, "integrate": _integrate,
    "expanded": _expanded, "heurisch": _heurisch,
}  # fmt: skip
