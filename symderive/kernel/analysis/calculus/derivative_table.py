"""The derivative of every head: one row a function, with the conditions under which the row holds.

A row gives the partial derivatives by slot; conditions keep an argument off a branch cut or a
singular point.  Poles of the function itself are not repeated: where the term has no value, its
derivative is not asked for.  Sources: DLMF 4.20, 4.26, 4.34, 4.40, 5.9, 6.2, 7.2, 8.8, 8.19, 9.2,
10.6, 10.29, 10.51, 13.3, 14.10, 15.5, 18.9, 19.4, 22.13, 25.11, 25.12.

>>> from symderive.terms.tree import symbol
>>> TABLE["sinh"](symbol("x")).slots[0].head
'cosh'
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.derivative_rows import (
    Row,
    Rule,
    along,
    is_integer,
    nonzero,
    off,
    one_minus,
    real,
    row,
    shift,
    square,
)
from symderive.kernel.analysis.calculus.derivative_special import SPECIAL
from symderive.kernel.analysis.calculus.tidy import ONE, TWO, ZERO, minus, over, plus, power, times
from symderive.terms.tree import Term, call, integer

PI = Term("pi")


# --- elementary -----------------------------------------------------------------------------------
def _inverse_of(u: Term, head: str) -> Row:
    """asec, acsc, acot, asech, acsch, acoth by their meaning g(1/u)."""
    w = over(ONE, u)
    inner = TABLE[head](w)
    slot = inner.slots[0]
    assert slot is not None
    return Row((minus(over(slot, square(u))),), (nonzero(u), *inner.conditions))


def _cbrt(u: Term) -> Row:
    return row(over(ONE, times(integer(3), square(call("cbrt", u)))), real(u), nonzero(u))


def _acosh(u: Term) -> Row:
    low, high = plus(u, minus(ONE)), plus(u, ONE)
    return row(over(ONE, times(call("sqrt", low), call("sqrt", high))), off(low))


def _atan(u: Term) -> Row:
    w = plus(ONE, square(u))
    return row(over(ONE, w), off(w))


def _asin(u: Term) -> Row:
    w = one_minus(square(u))
    return row(over(ONE, call("sqrt", w)), off(w))


def _asinh(u: Term) -> Row:
    w = plus(square(u), ONE)
    return row(over(ONE, call("sqrt", w)), off(w))


def _acos(u: Term) -> Row:
    w = one_minus(square(u))
    return row(minus(over(ONE, call("sqrt", w))), off(w))


def _atanh(u: Term) -> Row:
    w = one_minus(square(u))
    return row(over(ONE, w), along(w))


def _acot(u: Term) -> Row:
    # acot u = atan(1/u): its jump at 0 is excluded, its cut is that of atan.
    w = plus(ONE, square(u))
    return row(minus(over(ONE, w)), nonzero(u), off(over(w, square(u))))


def _acoth(u: Term) -> Row:
    w = one_minus(square(u))
    return row(over(ONE, w), nonzero(u), along(minus(over(w, square(u)))))


def _atan2(y: Term, x: Term) -> Row:
    r = plus(square(x), square(y))
    return Row((over(x, r), minus(over(y, r))), (real(x), real(y), ("slit", call("atan2", y, x))))


def _sinc(u: Term) -> Row:
    return row(over(plus(times(u, call("cos", u)), minus(call("sin", u))), square(u)), nonzero(u))


# --- gamma, beta, combinatorial -------------------------------------------------------------------
def _psi(u: Term) -> Term:
    return call("digamma", u)


def _beta(a: Term, b: Term) -> Row:
    s, value = plus(a, b), call("beta", a, b)
    both = minus(_psi(s))
    return Row((times(value, plus(_psi(a), both)), times(value, plus(_psi(b), both))), (off(s),))


def _binomial(n: Term, k: Term) -> Row:
    value, top, low, gap = call("binomial", n, k), shift(n, 1), shift(k, 1), plus(n, minus(k), ONE)
    # At zeros of 1/gamma the rule reads 0 * oo: arguments are kept positive.
    return Row(
        (times(value, plus(_psi(top), minus(_psi(gap)))),
         times(value, plus(_psi(gap), minus(_psi(low))))),
        (off(top), off(low), off(gap)),
    )  # fmt: skip


def _rising(x: Term, n: Term) -> Row:
    value, top = call("RisingFactorial", x, n), plus(x, n)
    slots = (times(value, plus(_psi(top), minus(_psi(x)))), times(value, _psi(top)))
    return Row(slots, (off(x), off(top)))


def _falling(x: Term, n: Term) -> Row:
    value, top, low = call("FallingFactorial", x, n), shift(x, 1), plus(x, minus(n), ONE)
    slots = (times(value, plus(_psi(top), minus(_psi(low)))), times(value, _psi(low)))
    return Row(slots, (off(top), off(low)))


def _polygamma(n: Term, u: Term) -> Row:
    return Row((None, call("polygamma", shift(n, 1), u)), () if is_integer(n) else (off(u),))


# --- incomplete gamma -----------------------------------------------------------------------------
def _lowergamma(s: Term, x: Term) -> Row:
    return Row((None, times(power(x, shift(s, -1)), call("exp", minus(x)))), (along(x),))


def _uppergamma(s: Term, x: Term) -> Row:
    slot = minus(times(power(x, shift(s, -1)), call("exp", minus(x))))
    return Row((None, slot), (along(x),))


def _expint(n: Term, z: Term) -> Row:
    slot = over(call("exp", minus(z)), z) if n == ONE else call("expint", shift(n, -1), z)
    return Row((None, minus(slot)), (along(z),))


# --- rows of one form -----------------------------------------------------------------------------
def _simple(head: str, sign: int = 1) -> Rule:
    """u -> +-head(u)."""
    return lambda u: row(call(head, u) if sign > 0 else minus(call(head, u)))


def _over_argument(head: str, cut: bool) -> Rule:
    """u -> head(u)/u, as for the exponential and trigonometric integrals."""
    return lambda u: row(over(call(head, u), u), along(u) if cut else nonzero(u))


def _gaussian(sign: int, exponent: int) -> Rule:
    def rule(u: Term) -> Row:
        e = square(u) if exponent > 0 else minus(square(u))
        slot = over(times(TWO, call("exp", e)), call("sqrt", PI))
        return row(slot if sign > 0 else minus(slot))

    return rule


def _fresnel(head: str) -> Rule:
    return lambda u: row(call(head, over(times(PI, square(u)), TWO)))


TABLE: dict[str, Rule] = {
    "exp": _simple("exp"), "sin": _simple("cos"), "cos": _simple("sin", -1),
    "sinh": _simple("cosh"), "cosh": _simple("sinh"),
    "tan": lambda u: row(plus(ONE, square(call("tan", u)))),
    "cot": lambda u: row(minus(plus(ONE, square(call("cot", u))))),
    "sec": lambda u: row(times(call("sec", u), call("tan", u))),
    "csc": lambda u: row(minus(times(call("csc", u), call("cot", u)))),
    "tanh": lambda u: row(one_minus(square(call("tanh", u)))),
    "coth": lambda u: row(one_minus(square(call("coth", u)))),
    "sech": lambda u: row(minus(times(call("sech", u), call("tanh", u)))),
    "csch": lambda u: row(minus(times(call("csch", u), call("coth", u)))),
    "log": lambda u: row(over(ONE, u), along(u)),
    "sqrt": lambda u: row(over(ONE, times(TWO, call("sqrt", u))), along(u)),
    "cbrt": _cbrt,
    "asin": _asin, "acos": _acos, "atan": _atan, "acot": _acot,
    "asec": lambda u: _inverse_of(u, "acos"), "acsc": lambda u: _inverse_of(u, "asin"),
    "asinh": _asinh, "acosh": _acosh, "atanh": _atanh, "acoth": _acoth,
    "asech": lambda u: _inverse_of(u, "acosh"), "acsch": lambda u: _inverse_of(u, "asinh"),
    "Abs": lambda u: row(call("sign", u), real(u), nonzero(u)),
    "sign": lambda u: row(ZERO, real(u), nonzero(u)),
    "atan2": _atan2, "sinc": _sinc,
    "gamma": lambda u: row(times(call("gamma", u), _psi(u))),
    "loggamma": lambda u: row(_psi(u), along(u)),
    "digamma": _simple("trigamma"),
    "trigamma": lambda u: row(call("polygamma", TWO, u)),
    "harmonic": lambda u: row(call("trigamma", shift(u, 1))),
    "factorial": lambda u: row(times(call("factorial", u), _psi(shift(u, 1)))),
    "polygamma": _polygamma, "beta": _beta, "binomial": _binomial,
    "RisingFactorial": _rising, "FallingFactorial": _falling,
    "erf": _gaussian(1, -1), "erfc": _gaussian(-1, -1), "erfi": _gaussian(1, 1),
    "Si": _over_argument("sin", False), "Ci": _over_argument("cos", True),
    "Shi": _over_argument("sinh", False), "Chi": _over_argument("cosh", True),
    "Ei": _over_argument("exp", True),
    "li": lambda u: row(over(ONE, call("log", u)), nonzero(u), along(plus(u, minus(ONE)))),
    "fresnels": _fresnel("sin"), "fresnelc": _fresnel("cos"),
    "airyai": _simple("airyaiprime"), "airybi": _simple("airybiprime"),
    "airyaiprime": lambda u: row(times(u, call("airyai", u))),
    "airybiprime": lambda u: row(times(u, call("airybi", u))),
    "lowergamma": _lowergamma, "uppergamma": _uppergamma, "expint": _expint,
    **SPECIAL,
}  # fmt: skip
