"""Creative telescoping for one hyperexponential function: dF/dt = r*F + d(C)/dx with C = R*F.

F = h*exp(I*phi) is hyperexponential in x and t; r is free of x and R is a Laurent polynomial in x,
found by comparing coefficients (Almkvist and Zeilberger, The method of differentiating under the
integral sign).  Nothing is believed: the kernel differentiates C.

>>> telescoped("exp(-a*x^2)*cos(b*x)", "x", "b", {"a": {"positive": True}})["rate"]
('-b/(2*a)', '0')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
DEGREES = (range(2), range(-1, 4), range(-3, 4))  # of the terms of R, tried in turn


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def telescoped(text: str, x: str, t: str, sorts: Sorts) -> dict[str, Any]:
    """Functions f (cosine first, then sine), rates, certificates, and the turned solution.

    Empty where no operator of order one is found.
    """
    told = {**sorts, x: {"positive": True}}
    e = _in(text, told)
    X, T = sympy.Symbol(x, positive=True), sympy.Symbol(t, **told.get(t, {"real": True}))
    waves = {w for w in e.atoms(sympy.sin, sympy.cos) if w.has(X)}
    if len(waves) > 1:
        return {}
    wave = next(iter(waves), None)
    phi = wave.args[0] if wave is not None else sympy.Integer(0)
    h = sympy.powsimp(e / wave) if wave is not None else e
    if h.has(sympy.sin, sympy.cos):
        return {}
    found = _certificate(h, phi, X, T)
    if found is None:
        return {}
    rate, R = found
    c, d = (sympy.simplify(u) for u in sympy.expand_complex(rate).as_real_imag())
    P, Q = (sympy.simplify(u) for u in sympy.expand_complex(R).as_real_imag())
    cos, sin = sympy.cos(phi), sympy.sin(phi)
    fs = [h * cos, h * sin] if wave is not None else [h]
    certificates = [h * (P * cos - Q * sin), h * (P * sin + Q * cos)][: len(fs)]
    growth, turn = (_integral(u, T) for u in (c, d))
    if growth is None or turn is None:
        return {}
    return {
        "functions": [_out(f) for f in fs],
        "wanted": 0 if wave is None or isinstance(wave, sympy.cos) else 1,
        "rate": (_out(c), _out(d)),
        "certificates": [_out(sympy.expand(u)) for u in certificates],
        "growth": _out(growth), "turn": _out(turn),
        "start": _out(sympy.simplify(h.subs(T, 0))) if not h.subs(T, 0).has(sympy.nan, sympy.zoo) else "",
        "level": sympy.simplify(phi.subs(T, 0)) == 0,
    }  # fmt: skip


def _certificate(h: Any, phi: Any, X: Any, T: Any) -> tuple[Any, Any] | None:
    """r and R with b = r + R' + R*a, a and b the logarithmic derivatives of h*exp(I*phi)."""
    I = sympy.I
    a = _slope(h, X) + I * sympy.diff(phi, X)
    b = _slope(h, T) + I * sympy.diff(phi, T)
    if not (a.is_rational_function(X) and b.is_rational_function(X)) or b == 0:
        return None
    r = sympy.Symbol("rate_")
    for degrees in DEGREES:
        names = sympy.symbols(f"rho0:{len(degrees)}")
        R = sum((n * X**m for n, m in zip(names, degrees, strict=True)), sympy.Integer(0))
        law = sympy.together(b - r - sympy.diff(R, X) - R * a)
        top = sympy.Poly(sympy.expand(sympy.fraction(law)[0]), X)
        solved = sympy.solve(top.all_coeffs(), [r, *names], dict=True)
        if len(solved) == 1 and r in solved[0] and not solved[0][r].has(*names):
            put = {n: solved[0].get(n, n) for n in names}
            R = sympy.simplify(R.subs(put).subs(dict.fromkeys(names, 0)))
            return sympy.simplify(solved[0][r]), R
    return None


def _slope(h: Any, v: Any) -> Any:
    """The logarithmic derivative, factor by factor."""
    out = sympy.Integer(0)
    for f in sympy.Mul.make_args(h):
        base, n = f.as_base_exp()
        if isinstance(f, sympy.exp):
            out += sympy.diff(f.args[0], v)
        elif not n.has(v):
            out += n * sympy.cancel(sympy.diff(base, v) / base)
        else:
            out += sympy.simplify(sympy.diff(f, v) / f)
    return sympy.together(out)


def _integral(u: Any, T: Any) -> Any | None:
    """The integral of u from 0."""
    F = sympy.integrate(sympy.simplify(u), T)
    value = F - F.subs(T, 0)
    if value.has(sympy.Integral, sympy.nan, sympy.zoo):
        return None
    return sympy.simplify(value)


def solutions(
    start: str, growth: str, turn: str, wanted: str, sorts: Sorts
) -> list[tuple[str, str]]:
    """The wanted and the other of start*exp(growth)*cos(turn) and ..*sin(turn)."""
    v, g, d = (_in(t, sorts) for t in (start, growth, turn))
    out: list[tuple[str, str]] = []
    for size in dict.fromkeys([sympy.simplify(v * sympy.exp(g)), v * sympy.exp(g)]):
        pair = [size * sympy.cos(d), size * sympy.sin(d)]
        first, second = pair if wanted == "0" else pair[::-1]
        out.append((_out(first), _out(second)))
    return out


def roles(text: str, x: str, t: str, sorts: Sorts) -> list[tuple[str, Any]]:
    """The same as pairs."""
    return list(telescoped(text, x, t, sorts).items())
