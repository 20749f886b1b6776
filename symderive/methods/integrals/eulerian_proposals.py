"""Eulerian integrals recognised: c*psi^(a - 1)*(1 - psi)^(b - 1)*psi' and c*psi^(s - 1)*exp(-psi)*psi'.

An integrand is a product of powers; for each candidate psi so are psi, 1 - psi and psi', and the
exponents of the powers give linear equations for a and b.  The kernel is asked whether it is right.

>>> beta_forms("x^(s - 1)/(1 + x)", "x", "0", "oo", {"s": {"positive": True}})[0]
('x/(x + 1)', 's', '1 - s', '1')
>>> beta_forms("sin(x)^p", "x", "0", "pi/2", {})[0]
('sin(x)^2', 'p/2 + 1/2', '1/2', '1/2')
>>> gamma_forms("x^2*exp(-x^4)", "x", "0", "oo", {})
['-uppergamma(3/4, x^4)/4']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy

from symderive.terms.bridge import from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

Sorts = Mapping[str, Mapping[str, bool]]
Powers = dict[Any, Any]
MOST = 5


def _in(text: str, sorts: Sorts) -> Any:
    return to_sympy(read(text), {n: dict(s) for n, s in sorts.items()})


def _out(e: Any) -> str:
    return write(from_sympy(e))


def beta_forms(text: str, x: str, low: str, high: str, sorts: Sorts) -> list[tuple[str, ...]]:
    """(psi, a, b, c) for which the integrand may be c*psi^(a - 1)*(1 - psi)^(b - 1)*psi'."""
    told = {**sorts, x: {"positive": True} if low == "0" else {"real": True}}
    f, a, b = (_in(t, told) for t in (text, low, high))
    t = sympy.Symbol(x, **told[x])
    ends = () if a.is_infinite or b.is_infinite else (t - a, b - t)
    powers, c = _powers(f, t, ends)
    if powers is None:
        return []
    out: list[tuple[str, ...]] = []
    for shown, psi, rest, slope in _kernels(powers, f, t, a, b):
        found = _exponents((powers, c), (psi, rest, slope), t, ends)
        if found is not None:
            row = (_out(shown), *(_out(u) for u in found))
            if row not in out:
                out.append(row)
    return out[:MOST]


def _kernels(powers: Powers, f: Any, t: Any, a: Any, b: Any) -> Iterator[tuple[Any, Any, Any, Any]]:
    """psi as it is shown; psi, 1 - psi and psi' as products; psi runs from 0 to 1 or back."""
    oo, one = sympy.oo, sympy.Integer(1)
    if (a, b) == (0, sympy.pi / 2):
        sin, cos, w = sympy.sin(t), sympy.cos(t), sympy.tan(t)
        circular = f.has(sympy.tan, sympy.cot) and not f.has(sympy.sin, sympy.cos)
        shown = w**2 / (1 + w**2) if circular else sin**2
        yield shown, sin**2, cos**2, 2 * sin * cos
    if (a, b) == (0, oo):
        for u in {p.args[0] for p in powers if isinstance(p, sympy.sinh | sympy.cosh)}:
            sh, ch, k = sympy.sinh(u), sympy.cosh(u), sympy.diff(u, t)
            yield sympy.tanh(u) ** 2, sympy.tanh(u) ** 2, ch**-2, 2 * k * sh * ch**-3
    finite = not (a.is_infinite or b.is_infinite)
    if finite and a != b:
        psi = (t - a) / (b - a)
        yield psi, psi, (b - t) / (b - a), one / (b - a)
    for base in powers:
        if not base.is_Add:
            continue
        moving = base.as_independent(t, as_Add=True)[1]  # base = 1 + moving
        if moving.is_Add or not moving.has(t):
            continue
        slope = sympy.powsimp(sympy.diff(moving, t))
        if finite or moving.could_extract_minus_sign():
            yield -moving, -moving, base, -slope
        else:
            yield moving / base, moving / base, 1 / base, slope / base**2


def _powers(f: Any, t: Any, ends: tuple[Any, ...] = ()) -> tuple[Powers | None, Any]:
    """({base: exponent}, constant): sums normed to 1 + u, exp(r*t + s) as the base exp(t)."""
    powers: Powers = {}
    constant = sympy.Integer(1)
    for factor in sympy.Mul.make_args(sympy.powdenest(sympy.factor_terms(f))):
        if not factor.has(t):
            constant *= factor
            continue
        base, n = factor.as_base_exp()
        if isinstance(factor, sympy.exp):
            base, n = factor, sympy.Integer(1)
        if n.has(t):
            return None, constant
        for part in sympy.Mul.make_args(base):
            c = _one(part, n, t, powers, ends)
            if c is None:
                return None, constant
            constant *= c
    return powers, constant


_QUOTIENTS = {
    sympy.tan: (sympy.sin, sympy.cos, 1), sympy.cot: (sympy.cos, sympy.sin, 1),
    sympy.sec: (None, sympy.cos, 1), sympy.csc: (None, sympy.sin, 1),
    sympy.tanh: (sympy.sinh, sympy.cosh, 1), sympy.coth: (sympy.cosh, sympy.sinh, 1),
    sympy.sech: (None, sympy.cosh, 1), sympy.csch: (None, sympy.sinh, 1),
}  # fmt: skip


def _one(base: Any, n: Any, t: Any, powers: Powers, ends: tuple[Any, ...]) -> Any | None:
    """Enters base^n; the constant that is left over, or None."""

    def enter(b: Any, e: Any) -> None:
        powers[b] = powers.get(b, sympy.Integer(0)) + e

    inner, m = base.as_base_exp()
    if not base.has(t):
        return base**n
    if isinstance(base, sympy.exp):
        u = sympy.expand(base.args[0])
        rate, rest = u.coeff(t, 1), sympy.simplify(u - u.coeff(t, 1) * t)
        if rest.has(t):
            return None
        enter(sympy.exp(t), rate * n)
        return sympy.exp(rest * n)
    if m != 1 and not m.has(t):
        return _one(inner, m * n, t, powers, ends)
    if type(base) in _QUOTIENTS:
        top, below, _ = _QUOTIENTS[type(base)]
        if top is not None:
            enter(top(base.args[0]), n)
        enter(below(base.args[0]), -n)
        return sympy.Integer(1)
    for end in ends if base != t else ():
        c = sympy.simplify(base / end) if base.is_Add else base
        if not c.has(t):
            enter(end, n)
            return c**n
    if base.is_Add:
        fixed, moving = base.as_independent(t, as_Add=True)
        if fixed == 0:
            return None
        enter(1 + sympy.powsimp(moving / fixed), n)
        return fixed**n
    if base == t or isinstance(base, sympy.sin | sympy.cos | sympy.sinh | sympy.cosh):
        enter(base, n)
        return sympy.Integer(1)
    return None


def _exponents(
    f: tuple[Powers, Any], parts: tuple[Any, Any, Any], t: Any, ends: tuple[Any, ...]
) -> tuple[Any, Any, Any] | None:
    """a, b and c: the powers of both sides compared; the sign of a falling psi is left out."""
    sides = [_powers(u, t, ends) for u in parts]
    if any(p is None for p, _ in sides):
        return None
    (P, p), (Q, q), (S, s) = sides
    zero = sympy.Integer(0)
    rows = []
    for atom in {*f[0], *(P or ()), *(Q or ()), *(S or ())}:
        left = f[0].get(atom, zero) - (S or {}).get(atom, zero)
        rows.append(((P or {}).get(atom, zero), (Q or {}).get(atom, zero), left))
    alpha, beta = sympy.symbols("alpha_ beta_")
    moving = [A * alpha + B * beta - L for A, B, L in rows if A != 0 or B != 0]
    solved = sympy.solve(moving, [alpha, beta], dict=True)
    if len(solved) != 1 or len(solved[0]) != 2:
        return None
    u, v = sympy.expand(solved[0][alpha]), sympy.expand(solved[0][beta])
    if any(sympy.simplify(A * u + B * v - L) != 0 for A, B, L in rows):
        return None
    gap, length = sympy.Dummy(positive=True), ends[1] + ends[0] if ends else sympy.Integer(1)
    c = f[1] / (p**u * q**v * s)
    if length.free_symbols:
        c = sympy.powsimp(c.subs(1 / length, 1 / gap).subs(length, gap))
    c = sympy.simplify(sympy.powsimp(c)).subs(gap, length)
    return u + 1, v + 1, -c if c.could_extract_minus_sign() else c


# --- gamma ----------------------------------------------------------------------------------------


def gamma_forms(text: str, x: str, low: str, high: str, sorts: Sorts) -> list[str]:
    """Antiderivatives -c*uppergamma(s, psi) of c*psi^(s - 1)*exp(-psi)*psi'."""
    told = {**sorts, x: {"positive": True} if low == "0" else {"real": True}}
    f, b = (_in(t, told) for t in (text, high))
    t = sympy.Symbol(x, **told[x])
    out = []
    for psi, s, c in _gammas(f, t, b):
        if not (s.has(t) or c.has(t)):
            out.append(_out(-sympy.powsimp(c) * sympy.uppergamma(sympy.expand(s), psi)))
    return out[:MOST]


def _gammas(f: Any, t: Any, b: Any) -> Iterator[tuple[Any, Any, Any]]:
    """psi, s and c."""
    factors = sympy.Mul.make_args(sympy.powdenest(f))
    log = sympy.log(t)
    if b == 1 and f.has(sympy.log):  # c*t^m*(-log t)^q, psi = -(m + 1)*log(t)
        m, q, c = sympy.Integer(0), sympy.Integer(0), sympy.Integer(1)
        for g in factors:
            base, n = g.as_base_exp()
            if base == t:
                m += n
            elif base in (-log, sympy.log(1 / t, evaluate=False)) or sympy.expand_log(base) == -log:
                q += n
            elif base == log and n.is_Integer:
                q, c = q + n, c * (-1) ** n
            else:
                c *= g
        if m != -1:
            yield -(m + 1) * log, q + 1, -c / (m + 1) ** (q + 1)
        return
    for p in sorted(f.atoms(sympy.exp), key=sympy.default_sort_key):
        u = -p.args[0]
        if not p.has(t) or u.is_Add:
            continue
        slope = sympy.diff(u, t)
        rest = sympy.powsimp(sympy.powdenest(f / (p * slope)))
        left = sympy.diff(rest, t) * u / (slope * rest)
        s = sympy.simplify(left) + 1
        if not s.has(t):
            yield u, s, sympy.simplify(sympy.powdenest(rest / u ** (s - 1), force=True))


def values(text: str, sorts: Sorts) -> list[str]:
    """Shorter forms of c*beta(a, b), by gamma functions and by sines."""
    e = _in(text, sorts)
    plain = e.replace(sympy.beta, lambda u, v: sympy.gamma(u) * sympy.gamma(v) / sympy.gamma(u + v))
    forms = [sympy.gammasimp(plain), sympy.simplify(plain), sympy.expand_func(plain), plain, e]
    seen = dict.fromkeys(forms)

    def order(f: Any) -> tuple[bool, int, int]:
        return f.has(sympy.beta, sympy.gamma), f.count_ops(), len(str(f))

    return [_out(f) for f in sorted(seen, key=order)][:4]


def from_below(text: str, x: str, low: str, sorts: Sorts) -> list[str]:
    """The antiderivative of a rational function that vanishes at the lower end, if it is rational."""
    e, a = (_in(t, {**sorts, x: {"real": True}}) for t in (text, low))
    t = sympy.Symbol(x, real=True)
    if not e.is_rational_function(t):
        return []
    F = sympy.integrate(sympy.together(e), t)
    if not F.is_rational_function(t):
        return []
    return [_out(sympy.factor(sympy.cancel(sympy.together(F - F.subs(t, a)))))]
