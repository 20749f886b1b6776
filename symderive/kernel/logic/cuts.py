"""Where a head is not smooth: branch cuts, kinks and jumps, as tests of the ball it is applied to.

A derivative or an integral that runs over such a place must be refused.  A real ball that lies
inside a cut is no such place: along the real line the function is smooth there.

>>> from flint import acb
>>> CUTS["sqrt"](acb(-2)), CUTS["sqrt"](acb("0 +/- 1")), CUTS["sqrt"](acb("-2 +/- 1"))
(False, True, False)
>>> CUTS["Abs"](acb("0 +/- 1"))
True
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb

from symderive.kernel.logic.ballfunctions import I, is_real, nonzero, touches, whole


def power_cut(x: acb, y: acb) -> bool:
    n = whole(y)
    return (n is None and (touches(x) or x.is_zero())) or (
        n is not None and n < 0 and x.contains(0)
    )


def _beyond_one(z: acb) -> bool:
    return touches(1 - z) or touches(1 + z)


def _imaginary_beyond_one(z: acb) -> bool:
    return touches(1 + z * z)


def _reciprocal(cut: Callable[[acb], bool]) -> Callable[[acb], bool]:
    return lambda z: bool(z.contains(0)) or cut(1 / z)


def _acosh_cut(z: acb) -> bool:
    return touches(z - 1) or touches(z + 1)


def _kink(z: acb) -> bool:
    return not is_real(z) or not (nonzero(z.real) or z.is_zero())


def _step(z: acb) -> bool:
    return not is_real(z)


def _second(cut: Callable[[acb], bool]) -> Callable[..., bool]:
    return lambda _, z, *__: cut(z)


def _fractional_order(n: acb, z: acb) -> bool:
    return whole(n) is None and (touches(z) or z.is_zero())


def _fractional_last(*zs: acb) -> bool:
    return any(whole(z) is None for z in zs[:-1]) and _beyond_one(zs[-1])


def _max_cut(*zs: acb) -> bool:
    pairs = ((a, b) for i, a in enumerate(zs) for b in zs[i + 1 :])
    return any(_kink(a - b) for a, b in pairs)


def _near_one(z: acb) -> bool:
    return touches(1 - z)


# True: on this ball the head may fail to be smooth (to jump, bend, or pass a cut not along it).
CUTS: dict[str, Callable[..., bool]] = {
    **dict.fromkeys(("log", "sqrt", "loggamma", "Ci", "Chi", "Ei"), touches),
    "arg": lambda z: touches(z) or is_real(z) is False,
    "li": lambda z: touches(z) or touches(z - 1),
    **dict.fromkeys(("asin", "acos", "atanh"), _beyond_one),
    **dict.fromkeys(("atan", "asinh"), _imaginary_beyond_one),
    "acosh": _acosh_cut, "acot": _reciprocal(_imaginary_beyond_one),
    "acsch": _reciprocal(_imaginary_beyond_one), "asech": _reciprocal(_acosh_cut),
    **dict.fromkeys(("asec", "acsc", "acoth"), _reciprocal(_beyond_one)),
    **dict.fromkeys(("Abs", "sign", "Heaviside", "DiracDelta", "cbrt"), _kink),
    **dict.fromkeys(("conjugate", "re", "im", "floor", "ceiling"), _step),
    "Max": _max_cut, "Min": _max_cut, "Mod": lambda a, b: not (is_real(a) and is_real(b)),
    "KroneckerDelta": lambda i, j: True,
    "atan2": lambda y, x: not (is_real(x) and is_real(y)) or touches(x + I * y),
    **dict.fromkeys(("bessely", "besselk", "hankel1", "hankel2", "expint", "uppergamma",
                     "lowergamma"), _second(touches)),
    "besselj": _fractional_order, "besseli": _fractional_order,
    "jn": _fractional_order, "yn": _fractional_order,
    "polylog": _second(_near_one), "elliptic_k": _near_one,
    "elliptic_e": lambda z, m=None: _near_one(z) if m is None else False,
    "zeta": lambda s, a=None: a is not None and touches(a),
    "lerchphi": lambda z, s, a: _near_one(z) or touches(a),
    "LambertW": lambda z: touches(z + acb(-1).exp()),
    "hyp2f1": lambda a, b, c, z: _near_one(z),
    "legendre": _fractional_last, "chebyshevt": _fractional_last, "chebyshevu": _fractional_last,
    "gegenbauer": _fractional_last, "assoc_legendre": lambda n, m, z: _beyond_one(z),
}  # fmt: skip

# Heads that FLINT encloses over a straddled cut as the union of both sides; others are refused.
UNION = frozenset(
    {"log", "sqrt", "asin", "acos", "atan", "asinh", "acosh", "atanh", "acot", "asec", "acsc",
     "acoth", "asech", "acsch", "arg", "atan2", "Abs", "sign", "floor", "ceiling", "conjugate",
     "re", "im", "Heaviside", "DiracDelta", "cbrt", "Max", "Min", "Mod", "KroneckerDelta"}
)  # fmt: skip
