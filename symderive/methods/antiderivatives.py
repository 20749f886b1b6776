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
from symderive.methods.antiderivative_changes import (
    euler,
    exponential,
    frozen,
    halfangle,
    roots,
)
from symderive.methods.rational_antiderivatives import quadratics, rational
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


def _polygamma(f: Any, x: Any) -> Iterator[Any]:
    """A sum of polygammas of linear terms, one order down: loggamma is above digamma."""
    import sympy

    total = sympy.Integer(0)
    for t in sympy.Add.make_args(sympy.expand(f)):
        c, g = t.as_independent(x, as_Add=False)
        if not isinstance(g, sympy.polygamma) or g.args[0].has(x):
            return
        n, u = g.args
        rate = sympy.diff(u, x)
        if rate.has(x) or not n.is_Integer:
            return
        above = sympy.loggamma(u) if n == 0 else sympy.polygamma(n - 1, u)
        total += c * above / rate
    yield total


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


def _heurisch(f: Any, x: Any) -> Iterator[Any]:
    from sympy.integrals.heurisch import heurisch

    yield heurisch(f, x)


def _closure(f: Any, x: Any) -> Iterator[Any]:
    """F in the span of the monomials that differentiation reaches: polynomials, exp, sin, cos."""
    import sympy

    f = sympy.expand(f)
    if f.has(sympy.polygamma):
        yield from _polygamma(f, x)
        return
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


STRATEGIES: dict[str, Callable[[Any, Any], Iterator[Any]]] = {
    "quadratics": quadratics, "rational": rational, "frozen": frozen, "gauss": _gauss,
    "closure": _closure, "manual": _manual, "roots": roots, "euler": euler,
    "halfangle": halfangle, "exponential": exponential, "integrate": _integrate,
    "expanded": _expanded, "heurisch": _heurisch,
}  # fmt: skip
