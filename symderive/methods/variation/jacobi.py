"""Jacobi's functions as SymPy lacks them: with their derivatives, and reduced to sn.

>>> u, m = sp.symbols("u m")
>>> e = differentiable(sp.Function("jacobi_cn")(u, m))
>>> plain(sp.diff(e, u)), plain(in_sn(1 - e**2))
(-jacobi_dn(u, m)*jacobi_sn(u, m), jacobi_sn(u, m)**2)
"""

from __future__ import annotations

from typing import Any

import sympy as sp


class jacobi_sn(sp.Function):
    """sn(u, m), with its derivative by u."""

    def fdiff(self, argindex: int = 1) -> Any:
        return jacobi_cn(*self.args) * jacobi_dn(*self.args)


class jacobi_cn(sp.Function):
    """cn(u, m), with its derivative by u."""

    def fdiff(self, argindex: int = 1) -> Any:
        return -jacobi_sn(*self.args) * jacobi_dn(*self.args)


class jacobi_dn(sp.Function):
    """dn(u, m), with its derivative by u."""

    def fdiff(self, argindex: int = 1) -> Any:
        return -self.args[1] * jacobi_sn(*self.args) * jacobi_cn(*self.args)


KINDS = {f.__name__: f for f in (jacobi_sn, jacobi_cn, jacobi_dn)}


def plain(e: Any) -> Any:
    """The undefined functions of the same names, as the bridge knows them."""
    if not e.has(*KINDS.values()):
        return e
    return e.replace(lambda f: f.func in KINDS.values(),
                     lambda f: sp.Function(f.func.__name__)(*f.args))  # fmt: skip


def differentiable(e: Any) -> Any:
    """Jacobi's functions that SymPy does not know replaced by those that have a derivative."""
    return e.replace(lambda f: f.func.__name__ in KINDS and f.func not in KINDS.values(),
                     lambda f: KINDS[f.func.__name__](*f.args))  # fmt: skip


def of_amplitudes(e: Any) -> Any:
    """Sines and cosines of 2 asin(k sn) by sn and dn = sqrt(1 - m sn^2) > 0."""
    if not e.has(*KINDS.values()):
        return e
    e = sp.expand_trig(e)
    for f in e.atoms(jacobi_sn):
        square = sp.expand(1 - f.args[1] * f**2)
        e = e.replace(lambda p, q=square: p.is_Pow and p.exp.q == 2 and sp.expand(p.base - q) == 0,
                      lambda p, f=f: jacobi_dn(*f.args) ** (2 * p.exp))  # fmt: skip
    return e


def in_sn(e: Any) -> Any:
    """Even powers of cn and dn by sn."""
    for f in e.atoms(jacobi_cn, jacobi_dn):
        m = f.args[1] if isinstance(f, jacobi_dn) else sp.S.One
        square = 1 - m * jacobi_sn(*f.args) ** 2
        e = sp.expand(e).replace(lambda p, f=f: p.is_Pow and p.base == f and p.exp.is_Integer,
                                 lambda p, f=f, q=square: q ** (p.exp // 2) * f ** (p.exp % 2))  # fmt: skip
    return sp.factor(e)
