"""Values of terms in mpmath, at points: written apart from the kernel, so that they can judge it.

Conventions are those of the design: principal branches, acot z = atan(1/z); derivatives by finite
differences in raised precision; a generic function is a random entire one.

>>> from symderive.terms.reader import read
>>> value(read("Derivative(x^3, x)"), {"x": mpf(2)})
mpf('12.0')
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from mpmath import mp, mpc, mpf

from symderive.terms.tree import Term

Env = dict[str, Any]


class Undefined(Exception):
    """A side, a given or a derivative has no value at the point."""


def real(z: Any) -> Any:
    """The real number that z is up to rounding; Undefined if it is none."""
    if isinstance(z, mpc):
        if abs(z.imag) > mpf(10) ** (-mp.dps // 2) * (1 + abs(z)):
            raise Undefined("not real")
        return z.real
    return z


def _spherical(bessel: Callable) -> Callable:
    """sqrt(pi/(2z)) B_{n+1/2}(z); for whole n continued analytically to the left (DLMF 10.47.14)."""
    turn = 0 if bessel == mp.besselj else 1

    def value(n: mpf, z: mpf) -> mpf:
        if n == int(mp.re(n)) and mp.re(z) < 0:
            return (-1) ** (int(mp.re(n)) + turn) * value(n, -z)
        return mp.sqrt(mp.pi / (2 * z)) * bessel(n + mpf(1) / 2, z)

    return value


def _jacobi(kind: str) -> Callable:
    return lambda u, m: mp.ellipfun(kind, u, m=m)


# SymPy's names where mpmath has another one; conventions as in the design (acot z = atan(1/z)).
_FUNCTIONS: dict[str, Callable] = {
    "acot": lambda z: mp.atan(1 / z), "asec": lambda z: mp.acos(1 / z),
    "acsc": lambda z: mp.asin(1 / z), "acoth": lambda z: mp.atanh(1 / z),
    "asech": lambda z: mp.acosh(1 / z), "acsch": lambda z: mp.asinh(1 / z),
    "cbrt": lambda x: mp.sign(real(x)) * mp.cbrt(abs(real(x))), "Abs": abs,
    "sign": lambda z: z / abs(z) if z != 0 else mpf(0), "floor": lambda x: mp.floor(real(x)),
    "ceiling": lambda x: mp.ceil(real(x)), "conjugate": mp.conj, "factorial2": mp.fac2,
    "digamma": mp.digamma, "trigamma": lambda z: mp.psi(1, z), "Si": mp.si, "Ci": mp.ci,
    "Shi": mp.shi, "Chi": mp.chi, "Ei": mp.ei, "LambertW": mp.lambertw,
    "airyaiprime": lambda x: mp.airyai(x, derivative=1),
    "airybiprime": lambda x: mp.airybi(x, derivative=1), "dirichlet_eta": mp.altzeta,
    "sinc": lambda x: mp.sin(x) / x if x != 0 else mpf(1), "fibonacci": mp.fib,
    "atan2": lambda y, x: mp.atan2(real(y), real(x)), "RisingFactorial": mp.rf,
    "FallingFactorial": mp.ff, "polygamma": lambda n, z: mp.psi(int(real(n)), z),
    "jn": _spherical(mp.besselj), "yn": _spherical(mp.bessely),
    "lowergamma": lambda a, x: mp.gammainc(a, 0, x), "uppergamma": mp.gammainc,
    "elliptic_k": mp.ellipk, "elliptic_e": mp.ellipe, "elliptic_f": mp.ellipf,
    "elliptic_pi": mp.ellippi, "laguerre": lambda n, x: mp.laguerre(n, 0, x),
    "chebyshevt": mp.chebyt, "chebyshevu": mp.chebyu, "assoc_laguerre": mp.laguerre,
    "jacobi_sn": _jacobi("sn"), "jacobi_cn": _jacobi("cn"), "jacobi_dn": _jacobi("dn"),
    "Max": lambda *a: max(map(real, a)), "Min": lambda *a: min(map(real, a)),
}  # fmt: skip
_SAME_NAME = frozenset(
    """exp log sqrt sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan asinh acosh
    atanh re im arg factorial gamma loggamma erf erfc erfi li fresnels fresnelc airyai airybi
    harmonic beta binomial besselj bessely besseli besselk hankel1 hankel2 expint polylog legendre
    hermite zeta hyp2f1 gegenbauer lerchphi""".split()
)
_CONSTANTS = {
    "pi": lambda: +mp.pi, "E": lambda: +mp.e, "I": lambda: mpc(0, 1),
    "EulerGamma": lambda: +mp.euler, "Catalan": lambda: +mp.catalan,
    "GoldenRatio": lambda: +mp.phi,
}  # fmt: skip


class Entire:
    """A random entire function of several variables, standing for a generic one."""

    def __init__(self, source: random.Random, arity: int) -> None:
        def some() -> list[Any]:
            return [mpf(source.randint(-40, 40)) / 32 for _ in range(arity)]

        self.wave, self.growth, self.bend = some(), some(), some()
        self.phase = mpf(source.randint(-40, 40)) / 32

    def __call__(self, *at: Any) -> Any:
        def dot(weights: list[Any]) -> Any:
            return sum(w * x for w, x in zip(weights, at, strict=True))

        bend = sum(w * x * x for w, x in zip(self.bend, at, strict=True))
        return 2 * mp.sin(dot(self.wave) + self.phase) + mp.exp(dot(self.growth) / 3) + bend


def value(t: Term, env: Env) -> Any:
    """The value of a term (a number or an mpmath matrix); Undefined where there is none."""
    result = _value(t, env)
    if not isinstance(result, mp.matrix) and not mp.isfinite(result):
        raise Undefined(t.head)
    return result


def _value(t: Term, env: Env) -> Any:
    head = t.head
    if head == "Integer":
        return mpf(t.data)
    if head == "Symbol":
        return env[t.data]
    if head in _CONSTANTS:
        return _CONSTANTS[head]()
    if head in ("Derivative", "Sum", "Product", "Subs", "Apply", "Matrix", "Index"):
        return _STRUCTURE[head](t, env)
    args = [value(a, env) for a in t.args]
    match head:
        case "Add":
            return sum(args[1:], args[0])
        case "Neg":
            return -args[0]
        case "Mul":
            result = args[0]
            for a in args[1:]:
                result = result * a
            return result
        case "Div":
            return args[0] / args[1] if args[1] != 0 else _undefined(t)
        case "Pow":
            return _power(*args)
        case "det":
            return _determinant(args[0])
        case "trace":
            return sum(args[0][i, i] for i in range(args[0].rows))
        case "transpose":
            return args[0].T
        case "inverse":
            return _inverse(args[0])
    if head in _FUNCTIONS:
        return _FUNCTIONS[head](*args)
    if head in _SAME_NAME:
        return getattr(mp, head)(*args)
    raise Undefined(f"no value is known here for {head}")


def _undefined(t: Term) -> Any:
    raise Undefined(t.head)


def _power(a: Any, b: Any) -> Any:
    if isinstance(a, mp.matrix):
        n = int(real(b))
        base, result = (a if n >= 0 else _inverse(a)), mp.eye(a.rows)
        for _ in range(abs(n)):
            result = result * base
        return result
    if a == 0:
        if b == 0:
            return mpf(1)
        if mp.re(b) < 0 or mp.im(b) != 0:
            raise Undefined("a power of zero")
        return mpf(0)
    if mp.im(b) == 0 and mp.re(b) == int(mp.re(b)) and abs(b) < 10**6:
        return a ** int(mp.re(b))
    return mp.exp(b * mp.log(a.real if isinstance(a, mpc) and a.imag == 0 else a))


def _minor(m: Any, i: int, j: int) -> Any:
    n = range(m.rows)
    return mp.matrix([[m[a, b] for b in n if b != j] for a in n if a != i])


def _determinant(m: Any) -> Any:
    if m.rows == 1:
        return m[0, 0]
    return sum((-1) ** j * m[0, j] * _determinant(_minor(m, 0, j)) for j in range(m.rows))


def _inverse(m: Any) -> Any:
    size, det = m.rows, _determinant(m)
    if det == 0:
        raise Undefined("inverse of a singular matrix")
    out = mp.matrix(size, size)
    for i in range(size):
        for j in range(size):
            cofactor = _determinant(_minor(m, j, i)) if size > 1 else mpf(1)
            out[i, j] = (-1) ** (i + j) * cofactor / det
    return out


def _derivative(t: Term, env: Env) -> Any:
    total: dict[str, int] = {}
    for v, order in zip(t.args[1:], t.data, strict=True):
        total[v.data] = total.get(v.data, 0) + order
    names = list(total)

    def body(*at: Any) -> Any:
        return value(t.args[0], {**env, **dict(zip(names, at, strict=True))})

    return _differentiate(body, tuple(env[n] for n in names), tuple(total.values()))


def _differentiate(f: Callable, at: tuple, orders: tuple[int, ...]) -> Any:
    here = f(*at)
    if not any(orders):
        return here
    one = len(at) == 1
    if isinstance(here, mp.matrix):
        out = mp.matrix(here.rows, here.cols)
        for i in range(here.rows):
            for j in range(here.cols):
                out[i, j] = _differentiate(lambda *p, i=i, j=j: f(*p)[i, j], at, orders)
        return out
    return mp.diff(f, at[0] if one else at, orders[0] if one else orders)


def _series(t: Term, env: Env) -> Any:
    body, index, low, high = t.args
    first, last = int(real(value(low, env))), int(real(value(high, env)))
    result = mpf(0) if t.head == "Sum" else mpf(1)
    for k in range(first, last + 1):
        term = value(body, {**env, index.data: mpf(k)})
        result = result + term if t.head == "Sum" else result * term
    return result


def _substituted(t: Term, env: Env) -> Any:
    half = (len(t.args) - 1) // 2
    pairs = zip(t.args[1 : 1 + half], t.args[1 + half :], strict=True)
    return value(t.args[0], {**env, **{v.data: value(p, env) for v, p in pairs}})


def _applied(t: Term, env: Env) -> Any:
    name, orders = t.data
    generic = env["#functions"]
    if name not in generic:
        generic[name] = Entire(env["#source"], len(t.args))
    return _differentiate(generic[name], tuple(value(a, env) for a in t.args), orders)


def _index(t: Term, env: Env) -> Any:
    matrix, at = value(t.args[0], env), [i.args[0].data if i.args else i.data for i in t.args[1:]]
    return matrix[at[0], at[1]] if len(at) == 2 else matrix[divmod(at[0], matrix.cols)]


def _matrix(t: Term, env: Env) -> Any:
    out = mp.matrix(*t.data)
    for k, a in enumerate(t.args):
        out[divmod(k, t.data[1])] = value(a, env)
    return out


_STRUCTURE: dict[str, Callable[[Term, Env], Any]] = {
    "Derivative": _derivative, "Sum": _series, "Product": _series, "Subs": _substituted,
    "Apply": _applied, "Matrix": _matrix, "Index": _index,
}  # fmt: skip
