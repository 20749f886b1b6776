"""Values of SymPy's expressions by closures over a context of mpmath: no code is written and run.

`mpmath.mp` works to its current precision, `mpmath.fp` in floating point.

>>> import mpmath
>>> x = sympy.Symbol("x")
>>> numeric([x], [x**2 + sympy.cos(x), sympy.pi / 2], mpmath.fp)(0.0)
[1.0, 1.5707963267948966]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy

Value = Callable[[dict[Any, Any]], Any]
_SAME = frozenset(
    "sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan acot asec acsc asinh "
    "acosh atanh acoth exp log gamma erf erfc besselj bessely besseli besselk zeta sign re im "
    "atan2 floor".split()
)
_OTHER = {"Abs": "fabs", "elliptic_k": "ellipk", "elliptic_e": "ellipe", "elliptic_f": "ellipf",
          "elliptic_pi": "ellippi", "LambertW": "lambertw"}  # fmt: skip
_JACOBI = {"jacobi_sn": "sn", "jacobi_cn": "cn", "jacobi_dn": "dn"}


def numeric(
    names: Sequence[Any], expressions: Sequence[Any], context: Any
) -> Callable[..., list[Any]]:
    """A function of the values of the names; raises TypeError for what has no rule."""
    rows = [_value(e + sympy.Integer(0), context) for e in expressions]

    def f(*values: Any) -> list[Any]:
        at = dict(zip(names, values, strict=True))
        return [row(at) for row in rows]

    return f


def _value(e: Any, context: Any) -> Value:
    if e.is_Symbol:
        return lambda at: at[e]
    if e.is_Rational:
        return lambda at: context.mpf(e.p) / e.q
    if e.is_Float:
        return lambda at: context.mpf(str(e))
    if e is sympy.pi:
        return lambda at: +context.pi
    if e is sympy.E:
        return lambda at: +context.e
    if e is sympy.I:
        return lambda at: context.mpc(0, 1)
    args = [_value(a, context) for a in e.args]
    if e.is_Add:
        return lambda at: sum((a(at) for a in args[1:]), args[0](at))
    if e.is_Mul:
        return lambda at: _product(a(at) for a in args)
    if e.is_Pow:
        return _power(e, args, context)
    name = e.func.__name__
    if name in _JACOBI and len(args) == 2:
        kind = _JACOBI[name]
        return lambda at: context.ellipfun(kind, args[0](at), m=args[1](at))
    rule = getattr(context, name if name in _SAME else _OTHER.get(name, ""), None)
    if rule is None or not args:
        raise TypeError(f"no rule for the value of {name}")
    return lambda at: rule(*(a(at) for a in args))


def _product(factors: Any) -> Any:
    out: Any = 1
    for f in factors:
        out = out * f
    return out


def _power(e: Any, args: Sequence[Value], context: Any) -> Value:
    base, exponent = args
    if e.exp.is_Integer:
        n = int(e.exp)
        return lambda at: base(at) ** n
    if e.exp == sympy.Rational(1, 2):
        return lambda at: context.sqrt(base(at))
    if e.base is sympy.E:
        return lambda at: context.exp(exponent(at))
    return lambda at: context.power(base(at), exponent(at))
