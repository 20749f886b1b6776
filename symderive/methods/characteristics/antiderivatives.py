"""Antiderivatives without a closed form, as functions that SymPy differentiates but never opens.

J(x, p, ..) is the integral of f(r, p, ..) over r from a base point to x; it vanishes at the base.  A
proposal shows it as the integral again, for the kernel to differentiate.

>>> x, a = sp.Symbol("x"), sp.Function("a")
>>> j = opaque(a(x), x)
>>> j.diff(x), j.subs(x, 0), shown(j)
(a(x), 0, Integral(a(r_), (r_, 0, x)))
"""

from __future__ import annotations

from typing import Any

import sympy as sp

_KNOWN: dict[Any, Any] = {}
_VARIABLE = sp.Symbol("r_", real=True)
GENERIC = sp.core.function.AppliedUndef


class Opaque(sp.Function):  # type: ignore[misc]
    """A family of functions: `integrand` in `_VARIABLE` and in the dummies `names`, from `base`."""

    integrand: Any
    names: tuple[Any, ...]
    base: Any

    @classmethod
    def eval(cls, upper: Any, *_: Any) -> Any:
        return sp.S.Zero if upper == cls.base else None

    def fdiff(self, argindex: int = 1) -> Any:
        upper, *rest = self.args
        put = dict(zip(self.names, rest, strict=True))
        if argindex == 1:
            return self.integrand.subs({**put, _VARIABLE: upper}, simultaneous=True)
        slope = sp.diff(self.integrand, self.names[argindex - 2]).doit()
        return _of(slope.subs(put, simultaneous=True), upper, self.base)

    def _eval_is_real(self) -> bool:
        return True

    def _eval_evalf(self, prec: int) -> Any:
        return None


def opaque(f: Any, x: Any, base: Any = sp.S.Zero) -> Any:
    """The antiderivative of f in x that is zero at the base."""
    return _of(f.subs(x, _VARIABLE), x, base)


def _of(f: Any, upper: Any, base: Any) -> Any:
    """A sum over the terms of f, what is free of the variable in front."""
    total = sp.S.Zero
    for term in sp.Add.make_args(sp.expand(f)):
        front, rest = term.as_independent(_VARIABLE, as_Add=False)
        if not rest.has(_VARIABLE):
            total += term * (upper - base)
            continue
        free = sorted(rest.free_symbols - {_VARIABLE}, key=str)
        dummies = [sp.Symbol(f"n{k}_", **s.assumptions0) for k, s in enumerate(free)]
        plain = rest.subs(dict(zip(free, dummies, strict=True)), simultaneous=True)
        total += front * _family(plain, tuple(dummies), base)(upper, *free)
    return total


def _family(integrand: Any, names: tuple[Any, ...], base: Any) -> Any:
    key = (integrand, names, base)
    if key not in _KNOWN:
        body = {"integrand": integrand, "names": names, "base": base, "nargs": len(names) + 1}
        _KNOWN[key] = type(f"J{len(_KNOWN)}_", (Opaque,), body)
    return _KNOWN[key]


def shown(e: Any) -> Any:
    """Integrals in place of the opaque functions."""
    while e.has(Opaque):
        inner = [j for j in e.atoms(Opaque) if not any(a.has(Opaque) for a in j.args)]
        e = e.xreplace({j: _integral(j) for j in inner})
    return e


def _integral(j: Any) -> Any:
    upper, *rest = j.args
    put = dict(zip(j.names, rest, strict=True))
    inner = j.integrand.atoms(Opaque)
    r = sp.Symbol("r_" if not inner else "q_", real=True)
    body = j.integrand.subs({**put, _VARIABLE: r}, simultaneous=True)
    return sp.Integral(body, (r, j.base, upper))


def hidden(e: Any) -> Any:
    """The opaque functions in place of definite integrals."""
    for i in sorted(e.atoms(sp.Integral), key=sp.count_ops):
        limits = i.limits
        if len(limits) == 1 and len(limits[0]) == 3:
            x, low, high = limits[0]
            e = e.xreplace({i: _of(hidden(i.function).subs(x, _VARIABLE), high, low)})
    return e
