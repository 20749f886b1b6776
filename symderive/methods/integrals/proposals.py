"""What SymPy proposes for integrals with a parameter: in the worker, as text, nothing believed.

>>> quotient("2*x*exp(-x)", "x*exp(-x)", "x", {})
['2']
>>> along("-b/(2*a)", "b", "sqrt(pi/a)", "0", {"a": {"positive": True}})
['sqrt(pi)*exp(-b^2/(4*a))/sqrt(a)']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import sympy
from sympy.simplify.fu import TR7, TR8

from symderive.deadline import Late, deadline
from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

MOST_POLES = 4
Sorts = Mapping[str, Mapping[str, bool]]


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _name(name: str, sorts: Sorts) -> Any:
    return sympy.Symbol(name, **dict(sorts.get(name, {"real": True})))


def simplified(text: str, sorts: Sorts) -> list[str]:
    """The term, simplified."""
    return [write(from_sympy(sympy.simplify(_in(text, sorts))))]


def quotient(top: str, bottom: str, name: str, sorts: Sorts) -> list[str]:
    """top/bottom if it does not depend on the name."""
    told = {n: s for n, s in sorts.items() if n != name}
    ratio = sympy.simplify(_in(top, told) / _in(bottom, told))
    return [] if ratio.has(_name(name, told)) else [write(from_sympy(ratio))]


def along(rate: str, name: str, value: str, at: str, sorts: Sorts) -> list[str]:
    """The solution of y' = rate*y with y(at) = value."""
    t = _name(name, sorts)
    growth = sympy.integrate(_in(rate, sorts), t)
    exponent = sympy.simplify(growth - growth.subs(t, _in(at, sorts)))
    return [write(from_sympy(_in(value, sorts) * sympy.exp(exponent)))]


def sides(text: str, name: str, t: str, sorts: Sorts) -> list[str]:
    """A product split in two: the bounded factors that contain t, and the others."""
    told = {n: s for n, s in sorts.items() if n != name}
    e = _in(text, told)
    by = _name(t, told)
    inside = [f for f in sympy.Mul.make_args(e) if f.has(sympy.sin, sympy.cos) and f.has(by)]
    if not inside:
        return []
    u = sympy.Mul(*inside)
    return [write(from_sympy(u)), write(from_sympy(e / u))]


def from_rest(force: str, name: str, sorts: Sorts) -> list[str]:
    """y and y' for y'' = y + force, y = y' = 0 at 0."""
    t = _name(name, sorts)
    y = sympy.Function("y")
    equation = sympy.Eq(y(t).diff(t, 2), y(t) + _in(force, sorts))
    start = {y(0): 0, y(t).diff(t).subs(t, 0): 0}
    found = sympy.expand(sympy.dsolve(equation, y(t), ics=start).rhs.rewrite(sympy.exp))
    return [write(from_sympy(sympy.simplify(f))) for f in (found, found.diff(t))]


def substituted(text: str, x: str, phi: str, u: str, sorts: Sorts) -> list[str]:
    """f(phi(u))*phi'(u), simplified for u > 0 and for any u."""
    told = {n: s for n, s in sorts.items() if n not in (x, u)}
    found: list[str] = []
    for sign in ({"positive": True}, {"real": True}):
        now = {**told, u: sign}
        inner = _in(phi, now)
        f = sympy.expand_trig(_in(text, told))
        put = f.subs(sympy.Symbol(x, real=True), inner) * inner.diff(_name(u, now))
        form = sympy.simplify(sympy.expand_trig(put))
        said = write(from_sympy(form))
        if said not in found:
            found.append(said)
    return found


def in_parameter(text: str, t: str, x: str, sorts: Sorts) -> list[str]:
    """An antiderivative in t of what is to be integrated over x, without cases."""
    told = {**sorts, x: {"positive": True}}
    found = sympy.integrate(_in(text, told), _name(t, told))
    bad = found.has(sympy.Integral, sympy.Piecewise)
    return [] if bad else [write(from_sympy(sympy.simplify(found)))]


def mirrored(text: str, x: str, phi: str, sorts: Sorts) -> list[str]:
    """Pairs: f(phi)*|phi'|, and the mean of it and f, for a falling map of the range onto itself."""
    sign = {"positive": True} if "/" in phi and not phi.startswith("pi") else {"real": True}
    told = {**{n: s for n, s in sorts.items() if n != x}, x: sign}
    v = _name(x, told)
    f, g = _in(text, told), _in(phi, told)
    other = f.subs(v, g)
    if other.has(sympy.sin, sympy.cos, sympy.tan, sympy.cot):
        other = sympy.expand_trig(other).replace(sympy.cot, lambda u: 1 / sympy.tan(u))
    other = other * -sympy.together(g.diff(v))
    found: list[str] = []
    with suppress(Late), deadline(2.0):
        short = sympy.simplify(other)
        if any(a.args[0].is_Pow and a.args[0].exp.has(v) for a in short.atoms(sympy.log)):
            short = sympy.factor(sympy.expand_log(other, force=True))  # no log(y)*z as log(y^z)
        other = short
        for mean in _means(f, other, v):
            found += [write(from_sympy(other)), write(from_sympy(mean))]
            if not mean.has(v):
                break
    return found


def _means(f: Any, other: Any, v: Any) -> Iterator[Any]:
    """(f + other)/2 in short forms; powers and logarithms as if their arguments were positive."""
    yield sympy.simplify((f + other) / 2)
    y = sympy.Dummy("y", positive=True)
    wave = sympy.tan(v)
    if f.has(wave) and not (f.subs(wave, y)).has(v):
        total = (f + other).subs(wave, y) / 2
        yield sympy.simplify(total).subs(y, wave)
        yield sympy.simplify(sympy.expand_log(sympy.factor(total), force=True)).subs(y, wave)
    if f.has(sympy.loggamma):
        plain = (f + other).replace(sympy.loggamma, lambda u: sympy.log(sympy.gamma(u)))
        raised = sympy.gammasimp(sympy.powsimp(sympy.exp(sympy.expand(plain))))
        yield sympy.expand_log(sympy.log(raised), force=True) / 2
    if f.has(sympy.log):
        parts = [t.replace(sympy.log, lambda u: sympy.log(sympy.factor(sympy.together(u))))
                 for t in (f, other)]  # fmt: skip
        yield sympy.simplify(sympy.expand(sympy.expand_log(sum(parts) / 2, force=True)))


def reciprocal(text: str, x: str, sorts: Sorts) -> list[str]:
    """Constants c, not 1, for which x -> c/x keeps the zeros of a polynomial in the integrand.

    >>> reciprocal("log(x)/(x^2 + 2*x + 2)", "x", {})
    ['2']
    """
    told = {**{n: s for n, s in sorts.items() if n != x}, x: {"positive": True}}
    v, f = _name(x, told), _in(text, told)
    sums = {b for a in f.atoms(sympy.Add, sympy.Pow) for b in (a.as_base_exp()[0],) if b.is_Add}
    found: list[str] = []
    for base in sorted(sums, key=sympy.default_sort_key):
        if base.is_polynomial(v) and base.has(v):
            poly = sympy.Poly(base, v)
            c = sympy.powdenest((poly.EC() / poly.LC()) ** sympy.Rational(2, poly.degree()))
            if poly.EM()[0] == 0 and c != 1 and c.is_positive is not False:
                found.append(write(from_sympy(c)))
    return list(dict.fromkeys(found))


def parity(text: str, x: str, sorts: Sorts) -> list[str]:
    """1 for an even term, -1 for an odd one."""
    told = {n: s for n, s in sorts.items() if n != x}
    v, f = _name(x, told), _in(text, told)
    g = f.subs(v, -v)
    for sign in (1, -1):
        if sympy.simplify(f - sign * g) == 0:
            return [str(sign)]
    return []


def apart(text: str, x: str, sorts: Sorts) -> list[str]:
    """The term as a sum: expanded, in partial fractions."""
    told = {n: s for n, s in sorts.items() if n != x}
    v, f = _name(x, told), _in(text, told)
    forms = [sympy.expand(f)]
    if f.has(sympy.sin, sympy.cos):  # powers and products of waves as sums of waves
        forms.append(sympy.expand(TR8(sympy.expand(TR7(f)))))
    if f.has(sympy.gamma, sympy.loggamma, sympy.digamma):  # one step down, as log x + loggamma(x)
        shifted = f.replace(
            sympy.loggamma, lambda u: sympy.log(u - 1) + sympy.loggamma(u - 1) if u.is_Add else
            sympy.loggamma(u, evaluate=False))  # fmt: skip
        forms.append(sympy.expand(sympy.expand_func(shifted)))
    if f.is_rational_function(v):
        forms.insert(0, sympy.apart(f, v))
    found: list[str] = []
    for form in forms:
        said = write(from_sympy(form))
        if said not in found:
            found.append(said)
    return found


def poles(text: str, x: str, sorts: Sorts) -> list[str]:
    """Real zeros of what the term divides by."""
    told = {n: s for n, s in sorts.items() if n != x}
    v, f = _name(x, told), _in(text, told)
    f = f.rewrite(sympy.cos) if f.has(sympy.tan, sympy.sec) else f
    below = [p.base for p in f.atoms(sympy.Pow) if p.base.has(v) and p.exp.is_negative]
    found: list[str] = []
    for base in below:
        for root in sympy.solve(base, v):
            if root.is_real is not False and not root.has(sympy.I):
                found.append(write(from_sympy(root)))
    return found[:MOST_POLES]


def turned(body: str, slope: str, x: str, t: str, sorts: Sorts) -> list[list[str]]:
    """(phi, c, image): the slope under x = phi(x) of a falling map is c times the body.

    >>> turned("exp(-x^2 - a^2/x^2)", "-2*a*exp(-x^2 - a^2/x^2)/x^2", "x", "a",
    ...        {"a": {"positive": True}})
    [['a/x', '-2', '-2*exp(-a^2/x^2 - x^2)']]
    """
    told = {**{n: s for n, s in sorts.items() if n != x}, x: {"positive": True}}
    v, f, g = _name(x, told), _in(body, told), _in(slope, told)
    maps = [_name(t, told) / v, 1 / v]
    others = sorted(f.free_symbols - {v, _name(t, told)}, key=str)
    maps += [sympy.sqrt(o / _name(t, told)) / v for o in others]
    maps += [sympy.sqrt(_name(t, told) / o) / v for o in others]
    maps += [_name(t, told) / sympy.sqrt(o) / v for o in others]
    rows: list[list[str]] = []
    for phi in maps:
        image = sympy.powsimp(sympy.simplify(g.subs(v, phi) * -phi.diff(v)))
        ratio = sympy.simplify(image / f)
        if not ratio.has(v):
            rows.append([write(from_sympy(e)) for e in (phi, ratio, ratio * f)])
    return rows
