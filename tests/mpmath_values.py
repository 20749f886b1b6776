"""Values of terms by mpmath, for tests only: an oracle that shares nothing with the kernel."""

from __future__ import annotations

from functools import reduce

import mpmath as mp

from symderive.terms.tree import Term


def _am(u, m):
    return mp.quad(lambda t: mp.ellipfun("dn", t, m=m), [0, u])


def _spherical(f):
    return lambda n, z: mp.sqrt(mp.pi / (2 * z)) * f(n + mp.mpf(1) / 2, z)


def _atan2(y, x):
    return mp.atan2(y, x)


# Heads that have values at whole or rational arguments only; rooms of tests add to it.
INTEGERS: dict = {}

MPMATH = {
    "exp": mp.exp, "log": mp.log, "sqrt": mp.sqrt, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan,
    "cbrt": lambda u: mp.sign(u) * mp.cbrt(abs(u)),
    "cot": mp.cot, "sec": mp.sec, "csc": mp.csc, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh,
    "coth": mp.coth, "sech": mp.sech, "csch": mp.csch, "asin": mp.asin, "acos": mp.acos,
    "atan": mp.atan, "acot": mp.acot, "asec": mp.asec, "acsc": mp.acsc, "asinh": mp.asinh,
    "acosh": mp.acosh, "atanh": mp.atanh, "acoth": mp.acoth, "asech": mp.asech, "acsch": mp.acsch,
    "Abs": abs, "sign": mp.sign, "floor": mp.floor, "conjugate": mp.conj, "re": mp.re, "im": mp.im,
    "arg": mp.arg, "factorial": mp.factorial, "gamma": mp.gamma, "loggamma": mp.loggamma,
    "digamma": mp.digamma, "trigamma": lambda u: mp.psi(1, u), "polygamma": mp.psi,
    "erf": mp.erf, "erfc": mp.erfc, "erfi": mp.erfi, "Si": mp.si, "Ci": mp.ci, "Shi": mp.shi,
    "Chi": mp.chi, "Ei": mp.ei, "li": mp.li, "fresnels": mp.fresnels, "fresnelc": mp.fresnelc,
    "airyai": mp.airyai, "airybi": mp.airybi, "airyaiprime": lambda u: mp.airyai(u, derivative=1),
    "airybiprime": lambda u: mp.airybi(u, derivative=1), "elliptic_k": mp.ellipk,
    "LambertW": mp.lambertw, "sinc": mp.sinc, "harmonic": mp.harmonic, "atan2": _atan2,
    "beta": mp.beta, "binomial": mp.binomial, "RisingFactorial": mp.rf, "FallingFactorial": mp.ff,
    "besselj": mp.besselj, "bessely": mp.bessely, "besseli": mp.besseli, "besselk": mp.besselk,
    "hankel1": mp.hankel1, "hankel2": mp.hankel2, "jn": _spherical(mp.besselj),
    "yn": _spherical(mp.bessely), "lowergamma": lambda s, x: mp.gammainc(s, 0, x),
    "uppergamma": lambda s, x: mp.gammainc(s, x), "expint": mp.expint, "elliptic_f": mp.ellipf,
    "polylog": mp.polylog, "legendre": mp.legendre, "hermite": mp.hermite,
    "laguerre": lambda n, x: mp.laguerre(n, 0, x), "chebyshevt": mp.chebyt, "chebyshevu": mp.chebyu,
    "jacobi_sn": lambda u, m: mp.ellipfun("sn", u, m=m),
    "jacobi_cn": lambda u, m: mp.ellipfun("cn", u, m=m),
    "jacobi_dn": lambda u, m: mp.ellipfun("dn", u, m=m), "jacobi_am": _am,
    "elliptic_e": mp.ellipe, "zeta": mp.zeta, "elliptic_pi": mp.ellippi,
    "assoc_legendre": lambda n, m, x: mp.legenp(n, m, x, type=2), "assoc_laguerre": mp.laguerre,
    "gegenbauer": mp.gegenbauer, "lerchphi": mp.lerchphi, "hyp2f1": mp.hyp2f1,
}  # fmt: skip

CONSTANTS = {
    "pi": lambda: +mp.pi, "E": lambda: +mp.e, "I": lambda: mp.mpc(0, 1), "oo": lambda: mp.inf,
    "EulerGamma": lambda: +mp.euler, "Catalan": lambda: +mp.catalan,
    "GoldenRatio": lambda: +mp.phi, "true": lambda: True, "false": lambda: False,
}  # fmt: skip

RELATIONS = {
    "Lt": lambda a, b: a < b, "Le": lambda a, b: a <= b, "Gt": lambda a, b: a > b,
    "Ge": lambda a, b: a >= b, "Eq": lambda a, b: a == b, "Ne": lambda a, b: a != b,
}  # fmt: skip


def value(t: Term, point: dict):
    """The value at a point (name -> number); raises KeyError for a head without one."""
    head = t.head
    if head == "Integer":
        return mp.mpf(t.data)
    if head == "Symbol":
        return point[t.data]
    if head in CONSTANTS:
        return CONSTANTS[head]()
    if head == "Piecewise":
        for branch, condition in zip(t.args[::2], t.args[1::2], strict=True):
            if value(condition, point):
                return value(branch, point)
        return mp.nan
    if head == "Sum":
        low, high = (int(value(a, point)) for a in t.args[2:])
        return mp.fsum(
            value(t.args[0], {**point, t.args[1].data: mp.mpf(k)}) for k in range(low, high + 1)
        )
    if head == "Integral":
        ends = [value(a, point) for a in t.args[2:]]
        return mp.quad(lambda s: value(t.args[0], {**point, t.args[1].data: s}), ends)
    if head == "Matrix":
        rows, columns = t.data
        return mp.matrix(rows, columns) + mp.matrix(
            [[value(t.args[i * columns + j], point) for j in range(columns)] for i in range(rows)]
        )
    if head == "Derivative":
        return _derivative(t, point)
    if head == "Subs":
        k = (len(t.args) - 1) // 2
        inside = {
            v.data: value(p, point) for v, p in zip(t.args[1 : k + 1], t.args[k + 1 :], strict=True)
        }
        return value(t.args[0], {**point, **inside})
    args = [value(a, point) for a in t.args]
    if head in RELATIONS:
        return RELATIONS[head](*args)
    if head == "And":
        return all(args)
    if head == "Or":
        return any(args)
    if head == "Not":
        return not args[0]
    if head == "Is":
        raise KeyError(head)
    if head == "Neg":
        return -args[0]
    if head == "Add":
        return reduce(lambda a, b: a + b, args)
    if head == "Mul":
        return reduce(lambda a, b: a * b, args)
    if head == "Div":
        return args[0] / args[1]
    if head == "Pow":
        return args[0] ** (int(args[1]) if mp.isint(args[1]) else args[1])
    if head == "det":
        return mp.det(args[0])
    if head == "inverse":
        return mp.inverse(args[0])
    if head == "trace":
        return sum(args[0][i, i] for i in range(args[0].rows))
    if head == "transpose":
        return args[0].T
    if head in ("Max", "Min"):
        return (max if head == "Max" else min)(args)
    return (MPMATH | INTEGERS)[head](*args)


def _derivative(t: Term, point: dict):
    variables, orders = t.args[1:], t.data
    f = lambda *xs: value(  # noqa: E731 - mp.diff wants a function of positions
        t.args[0], {**point, **{v.data: x for v, x in zip(variables, xs, strict=True)}}
    )
    at = tuple(point[v.data] for v in variables)
    if len(at) == 1:
        return mp.diff(f, at[0], orders[0])
    return mp.diff(f, at, orders)
