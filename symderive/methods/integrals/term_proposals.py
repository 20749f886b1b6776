"""Terms of a series under the integral: summands, moments, Fourier terms; in the worker.

>>> moment("x^k*log(x)", "x", {"k": {"integer": True, "nonnegative": True}})
['x^(k + 1)*(log(x)/(k + 1) - 1/(k + 1)^2)']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def summands(text: str, x: str, sorts: Sorts) -> list[tuple[str, str]]:
    """(coefficient free of x, the rest) of each summand."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    out = []
    for p in sympy.Add.make_args(sympy.expand(e, power_base=False, power_exp=False, log=False)):
        c, rest = p.as_independent(t, as_Add=False)
        out.append((_out(c), _out(sympy.expand_power_base(sympy.powsimp(rest)))))
    return out


def moment(text: str, x: str, sorts: Sorts) -> list[str]:
    """An antiderivative of c*x^p*log(x)^n, c*x^p*exp(-r*x) or c*x^p*exp(-r*x)*log(x)."""
    told = {**sorts, x: {"positive": True}}
    e, t = _in(text, told), sympy.Symbol(x, positive=True)
    c, rest = sympy.expand_power_base(sympy.powsimp(e)).as_independent(t, as_Add=False)
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
    out: list[tuple[str, ...]] = []
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
