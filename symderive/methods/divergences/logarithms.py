"""Logarithms of products, taken apart with the signs that their factors have; SymPy, in the worker."""

from __future__ import annotations

from typing import Any


def log_of(e: Any) -> Any:
    """log(e), products and powers taken apart; every factor is taken to be positive."""
    import sympy as sp

    if e.is_Mul:
        factors = list(e.args)
        below = [i for i, a in enumerate(factors) if _negative_log(a)]
        minus = factors[0].is_Rational and bool(factors[0].is_negative)
        if below and (len(below) + minus) % 2 == 0:  # the signs belong to the logarithms
            total = sp.Integer(0)
            for i in below:
                base, n = factors[i].as_base_exp()
                total += n * sp.log(-base)
            rest = [a for i, a in enumerate(factors) if i not in below]
            return total + sp.Add(*(log_of(-a if a == factors[0] and minus else a) for a in rest))
        return sp.Add(*(log_of(a) for a in factors))
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


def _negative_log(a: Any) -> bool:
    """An odd power of log(u) for a u below 1."""
    import sympy as sp

    base, n = a.as_base_exp()
    return isinstance(base, sp.log) and bool(n.is_odd) and bool((1 - base.args[0]).is_positive)


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
            sums = [i for i, a in enumerate(factors_) if a.is_Add]
            sums.sort(key=lambda i: bool(factors_[i].is_positive))
            if not sums:
                return _of_negative_log(constant, factors_, inner)
            at = sums[0]
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


def _of_negative_log(constant: Any, factors: list[Any], inner: Any) -> Any:
    """log(-c*log(u)*v) as log(-log(u)) + log(c) + log(v)."""
    import sympy as sp

    at = next((i for i, a in enumerate(factors) if isinstance(a, sp.log)), None)
    if at is None:
        return sp.log(inner)
    own = sp.log(-factors[at])
    others = [apart(a) for i, a in enumerate(factors) if i != at]
    return sp.Add(own, *others, sp.expand_log(sp.log(-constant), force=True))


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
