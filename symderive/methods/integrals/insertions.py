"""Feynman's trick: a parameter put where none was, the equation in it solved, its value put back.

F(x, t) with F(x, 1) = f(x): log(1 + g) becomes log(1 + t*g), atan(g) becomes atan(t*g), a wave or an
exponential gets t*x.  The value for all t > 0 is found through dI/dt, and t = 1 taken in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symderive.methods.integrals.parameters import Parameters, Under
from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import ONE, ZERO, Term, eq, symbol
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
HERE = "symderive.methods.integrals.insertions"
MOST = 4
WISH = "t"


def inserted(routes: Any, integral: Term, under: Under = ()) -> int | None:
    """The value by a parameter that is inserted, for the first place that leads somewhere."""
    body, x, low, high = integral.args
    spoken = body.free | low.free | high.free | routes.givens(under).sorts.keys() | {x.data}
    if any(u.free - routes.work.givens.sorts.keys() - integral.free for u in under):
        return None  # one inserted parameter at a time
    t = WISH if WISH not in spoken else fresh(WISH, spoken)
    told = routes.work.sorts(routes.givens(under))
    inside = (*under, Term("Lt", (ZERO, symbol(t))))
    for text, at in routes.work.ask(f"{HERE}:with_parameter", write(body), x.data, t, told):
        F = read(text)
        whole = integral.rebuild((F, x, low, high))
        n = routes.by_parameter(whole, t, inside)
        if n is None:
            continue
        done = at_value(routes, integral, n, t, read(at), under)
        if done is not None:
            return done
    return None


def at_value(
    routes: Parameters, integral: Term, n: int, t: str, at: Term, under: Under
) -> int | None:
    """The step for t > 0 taken at one value."""
    value = substitute(routes.work.steps[n].gives.args[1], {t: at})
    roles = {
        "names": Term("Tuple", (symbol(t),)),
        "t1": Term("Tuple", (ONE, ONE, Term("Tuple", (at,)), Term("Tuple", (ZERO,)))),
    }
    told = routes.work.sorts(routes.givens(under))
    forms = routes.work.ask("symderive.methods.integrals.proposals:simplified", write(value), told)
    for form in dict.fromkeys([*map(read, forms), value]):
        m = routes.work.step("exponential_family", eq(integral, form), [n], under, roles)
        if m is not None:
            return m
    return None


# --- in the worker --------------------------------------------------------------------------------


def with_parameter(text: str, name: str, t: str, sorts: Sorts) -> list[list[str]]:
    """Integrands with a parameter, and the value at which they are the one that was given.

    >>> with_parameter("log(1 + x^2)/(1 + x^2)", "x", "t", {})[0]
    ['log(t*x^2 + 1)/(x^2 + 1)', '1']
    """
    import sympy

    told = {n: dict(s) for n, s in sorts.items() if n != name}
    x, s = sympy.Symbol(name, real=True), sympy.Symbol(t, positive=True)
    f = to_sympy(read(text), told)
    found: list[list[str]] = []
    for new, at in [*_roots(f, x, s), *((e, sympy.Integer(1)) for e in _placed(f, x, s))]:
        try:
            row = [write(from_sympy(new)), write(from_sympy(at))]
        except (NotBridged, ValueError):
            continue
        if row not in found:
            found.append(row)
    return found[:MOST]


def _roots(f: Any, x: Any, s: Any) -> Any:
    """A parameter b of exp(-b/x^2) as a square: the equation in b is singular at 0."""
    import sympy

    for u in sorted(f.atoms(sympy.exp), key=str):
        for b in sorted(u.free_symbols - {x}, key=str):
            c = sympy.expand(u.args[0] * x**2).coeff(x, 0)
            if b.is_positive and (c / b).is_number:
                yield f.subs(b, s**2), sympy.sqrt(b)


def _placed(f: Any, x: Any, s: Any) -> Any:
    import sympy

    for u in sorted(f.atoms(sympy.log), key=str):
        c, rest = u.args[0].as_independent(x, as_Add=True)
        if c == 1 and rest != 0:
            yield f.subs(u, sympy.log(1 + s * rest))
            if sympy.degree(rest, x) == 2 if rest.is_polynomial(x) else False:
                yield f.subs(u, sympy.log(1 + s**2 * rest))
    inverse = (sympy.atan, sympy.erf, sympy.atanh, sympy.asinh)
    for u in sorted(f.atoms(*inverse), key=str):
        if u.has(x):
            yield f.subs(u, u.func(s * u.args[0]))
    waves = [u for u in f.atoms(sympy.sin, sympy.cos) if u.has(x)]
    if waves:
        put = {u: u.func(s * u.args[0]) for u in waves}
        yield f.xreplace(put)
    for u in sorted(f.atoms(sympy.exp), key=str):
        if u.has(x):
            yield f.subs(u, sympy.exp(s * u.args[0]))
