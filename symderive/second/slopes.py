"""Derivatives, from a table of its own: f'(u) for each function that the second checker knows.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> write(slope(read("sin(x^2)"), "x"))
'cos(x^2)*(2*x^(2 - 1)*1)'
"""

from __future__ import annotations

from functools import lru_cache

from symderive.second.sums import Silent
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import (
    BINDERS,
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    call,
    div,
    mul,
    neg,
    pow_,
    sub,
    symbol,
)

# In u alone; of functions with parameters, `m` and `n` are parameters that do not move.
_TABLE = {
    "exp": "exp(u)", "log": "1/u", "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)", "cos": "-sin(u)", "tan": "1 + tan(u)^2", "cot": "-1 - cot(u)^2",
    "sec": "sec(u)*tan(u)", "csc": "-csc(u)*cot(u)",
    "sinh": "cosh(u)", "cosh": "sinh(u)", "tanh": "1 - tanh(u)^2", "coth": "1 - coth(u)^2",
    "sech": "-sech(u)*tanh(u)", "csch": "-csch(u)*coth(u)",
    "asin": "1/sqrt(1 - u^2)", "acos": "-1/sqrt(1 - u^2)", "atan": "1/(1 + u^2)",
    "acot": "-1/(1 + u^2)", "asinh": "1/sqrt(1 + u^2)", "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u^2)", "acoth": "1/(1 - u^2)",
    "erf": "2*exp(-u^2)/sqrt(pi)", "erfc": "-2*exp(-u^2)/sqrt(pi)", "erfi": "2*exp(u^2)/sqrt(pi)",
    "Si": "sin(u)/u", "Ci": "cos(u)/u", "Shi": "sinh(u)/u", "Chi": "cosh(u)/u", "Ei": "exp(u)/u",
    "li": "1/log(u)", "fresnels": "sin(pi*u^2/2)", "fresnelc": "cos(pi*u^2/2)",
    "airyai": "airyaiprime(u)", "airybi": "airybiprime(u)",
    "airyaiprime": "u*airyai(u)", "airybiprime": "u*airybi(u)",
    "gamma": "gamma(u)*digamma(u)", "loggamma": "digamma(u)", "digamma": "polygamma(1, u)",
    "trigamma": "polygamma(2, u)", "factorial": "gamma(u + 1)*digamma(u + 1)",
    "LambertW": "LambertW(u)/(u*(1 + LambertW(u)))",
    "elliptic_k": "(elliptic_e(u) - (1 - u)*elliptic_k(u))/(2*u*(1 - u))",
}  # fmt: skip
_WITH_PARAMETERS = {
    "besselj": "(besselj(n - 1, u) - besselj(n + 1, u))/2",
    "bessely": "(bessely(n - 1, u) - bessely(n + 1, u))/2",
    "besseli": "(besseli(n - 1, u) + besseli(n + 1, u))/2",
    "besselk": "-(besselk(n - 1, u) + besselk(n + 1, u))/2",
    "polygamma": "polygamma(n + 1, u)", "uppergamma": "-u^(n - 1)*exp(-u)",
    "lowergamma": "u^(n - 1)*exp(-u)",
}  # fmt: skip
_FIRST = {  # in the first argument, the second is the parameter
    "jacobi_sn": "jacobi_cn(u, m)*jacobi_dn(u, m)",
    "jacobi_cn": "-jacobi_sn(u, m)*jacobi_dn(u, m)",
    "jacobi_dn": "-m*jacobi_sn(u, m)*jacobi_cn(u, m)",
    "elliptic_f": "1/sqrt(1 - m*sin(u)^2)",
}


_JET = "the jet"  # no name that a reader gives
_KINKED = frozenset(("Abs", "sign", "conjugate", "re", "im", "Max", "Min"))


@lru_cache(maxsize=256)
def _row(text: str) -> Term:
    return read(text)


def slope(t: Term, x: str) -> Term:
    """The derivative of a term by a name; Silent for what the table does not have."""
    if x not in t.free:
        return ZERO
    head, args = t.head, t.args
    if head == "Symbol":
        return ONE
    if head == "Add":
        return add(*[slope(a, x) for a in args if x in a.free])
    if head in ("Neg", "Matrix", "transpose", "trace"):
        return t.rebuild([slope(a, x) for a in args])
    if head == "det":  # Jacobi
        return mul(t, call("trace", mul(call("inverse", args[0]), slope(args[0], x))))
    if head == "Mul":
        return add(*_products(args, x))
    if head == "Div":
        a, b = args
        if x not in b.free:
            return div(slope(a, x), b)
        return div(sub(mul(slope(a, x), b), mul(a, slope(b, x))), pow_(b, TWO))
    if head == "Pow":
        return _power(t, x)
    if head == "inverse":
        return neg(mul(t, slope(args[0], x), t))
    if head == "Apply":
        return _applied(t, x)
    if head == "Derivative":
        return slope(expanded(t), x)
    if head in BINDERS:
        raise Silent(f"the derivative of a {head}")
    return _function(t, x)


def expanded(t: Term) -> Term:
    """A derivative carried out."""
    body = t.args[0]
    for v, n in zip(t.args[1:], t.data, strict=True):
        if any(a.head in _KINKED for a in body.walk()):
            raise Silent("a derivative that may not exist")
        if v.head == "Apply":  # by a jet: the other jets and names stand still
            held = _put(body, v, symbol(_JET))
            for _ in range(n):
                held = slope(held, _JET)
            body = substitute(held, {_JET: v})
            continue
        if v.head != "Symbol":
            raise Silent("a derivative by no name")
        for _ in range(n):
            body = slope(body, v.data)
    return body


def _put(t: Term, old: Term, new: Term) -> Term:
    if t == old:
        return new
    if t.head in BINDERS or t.head in ("Derivative", "Subs"):
        raise Silent("a jet under a derivative")
    return t.rebuild([_put(a, old, new) for a in t.args])


def _products(args: tuple[Term, ...], x: str) -> list[Term]:
    parts = [mul(*args[:i], slope(a, x), *args[i + 1 :]) for i, a in enumerate(args) if x in a.free]
    return parts or [ZERO]


def _power(t: Term, x: str) -> Term:
    base, exponent = t.args
    if any(a.head == "Matrix" for a in base.walk()):
        return _matrix_power(t, x)
    if x not in exponent.free:
        return mul(exponent, pow_(base, sub(exponent, ONE)), slope(base, x))
    if base.head == "E":
        return mul(t, slope(exponent, x))
    moved = mul(slope(exponent, x), call("log", base))
    if x in base.free:
        moved = add(moved, div(mul(exponent, slope(base, x)), base))
    return mul(t, moved)


def _matrix_power(t: Term, x: str) -> Term:
    base, exponent = t.args
    turn = exponent.head == "Neg"
    n = exponent.args[0] if turn else exponent
    if n.head != "Integer" or not 0 < n.data <= 6:
        raise Silent("the derivative of a power of a matrix")
    factors = [call("inverse", base) if turn else base] * n.data
    return slope(mul(*factors), x)


def _applied(t: Term, x: str) -> Term:
    name, orders = t.data
    parts = []
    for i, a in enumerate(t.args):
        if x in a.free:
            more = tuple(n + (j == i) for j, n in enumerate(orders))
            parts.append(mul(Term("Apply", t.args, (name, more)), slope(a, x)))
    return add(*parts)


def _function(t: Term, x: str) -> Term:
    head, args = t.head, t.args
    if head in _TABLE and len(args) == 1:
        return mul(substitute(_row(_TABLE[head]), {"u": args[0]}), slope(args[0], x))
    if head in _WITH_PARAMETERS and x not in args[0].free:
        row = substitute(_row(_WITH_PARAMETERS[head]), {"n": args[0], "u": args[1]})
        return mul(row, slope(args[1], x))
    if head in _FIRST and x not in args[1].free:
        row = substitute(_row(_FIRST[head]), {"u": args[0], "m": args[1]})
        return mul(row, slope(args[0], x))
    raise Silent(f"the derivative of {head}")
