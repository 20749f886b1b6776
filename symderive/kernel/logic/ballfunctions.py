"""What every function head means, as ball arithmetic: one row a head, SymPy's principal branches.

A row is a function of acb balls that encloses every value on them, or answers a non-finite ball
where there is none.  On a cut (exactly real argument) the value is SymPy's, which is FLINT's.

>>> from flint import acb
>>> abs(FUNCTIONS["cbrt"](acb(-8)) + 2) < 1e-12
True
>>> FUNCTIONS["gamma"](acb(-1)).is_finite()
False
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, fmpq

Ball = acb
NAN = acb(arb.nan(), arb.nan())
ONE, TWO, HALF = acb(1), acb(2), acb(0.5)
I = acb(0, 1)  # the imaginary unit


def is_real(z: acb) -> bool:
    """Exactly real: the imaginary part is the point 0, not a ball about it."""
    return bool(z.imag.is_zero())


def whole(z: acb) -> int | None:
    """The integer that the ball is (exactly), else None."""
    if z.is_exact() and is_real(z):
        n = z.unique_fmpz()
        return None if n is None else int(n)
    return None


def nonzero(x: arb) -> bool:
    return bool(x > 0 or x < 0)


def touches(z: acb) -> bool:
    """The ball touches (-oo, 0] other than from inside it (real and negative) or as the point 0."""
    if nonzero(z.imag) or z.real > 0:
        return False
    return not (is_real(z) and (z.real < 0 or z.is_zero()))


def _real(z: acb) -> acb:
    return acb(z.real)


# --- piecewise functions of a real ball: undecided is non-finite ----------------------------------


def _floor_real(x: arb) -> arb:
    down = x.floor()
    return down if down.is_exact() else arb.nan()


def _floor(z: acb) -> acb:
    return acb(_floor_real(z.real), _floor_real(z.imag))


def _sign(z: acb) -> acb:
    if z.is_zero():
        return acb(0)
    if is_real(z):
        return ONE if z.real > 0 else -ONE if z.real < 0 else NAN
    return z / abs(z)


def _heaviside(z: acb) -> acb:
    if not is_real(z):
        return NAN
    return HALF if z.is_zero() else ONE if z.real > 0 else acb(0) if z.real < 0 else NAN


def _dirac(z: acb) -> acb:
    return acb(0) if is_real(z) and nonzero(z.real) else NAN


def _kronecker(i: acb, j: acb) -> acb:
    d = i - j
    return ONE if d.is_zero() else acb(0) if nonzero(d.real) or nonzero(d.imag) else NAN


def _arg(z: acb) -> acb:
    return acb(z.arg()) if nonzero(z.real) or nonzero(z.imag) else NAN


def _cbrt(z: acb) -> acb:
    """The real root of a real ball (increasing, so by its ends); elsewhere there is no value."""
    if not is_real(z) or not z.is_finite():
        return NAN

    def root(x: arb) -> arb:
        return arb(0) if x.is_zero() else x.root(3) if x > 0 else -((-x).root(3))

    if nonzero(z.real) or z.is_zero():
        return acb(root(z.real))
    return acb(root(z.real.lower()).union(root(z.real.upper())))


def _mod(a: acb, b: acb) -> acb:
    if not (is_real(a) and is_real(b)):
        return NAN
    return a - b * acb(_floor_real((a / b).real))


def _extreme(pick: Callable[[arb, arb], arb]) -> Callable[..., acb]:
    def of(*zs: acb) -> acb:
        if not all(is_real(z) for z in zs):
            return NAN
        best = zs[0].real
        for z in zs[1:]:
            best = pick(best, z.real)
        return acb(best)

    return of


# --- powers ---------------------------------------------------------------------------------------


def power(x: acb, y: acb) -> acb:
    """`exp(y log x)`; integer exponents by multiplication, so 0^0 = 1; 0^y = 0 where Re y > 0."""
    n = whole(y)
    if n is not None:
        return x**n if n >= 0 or not x.contains(0) else NAN
    half = whole(y + y)
    if half is not None:  # exact half-integers keep exactly real or imaginary values exact
        return power(x, acb((half - 1) // 2)) * x.sqrt()
    if x.is_zero():
        return acb(0) if y.real > 0 else NAN
    return (y * x.log()).exp()


# --- factorials and their relatives ---------------------------------------------------------------


def _binomial(n: acb, k: acb) -> acb:
    j = whole(k)
    if j is not None and j < 0:
        return acb(0)
    if j is not None and j <= 1000:
        return (n - j + 1).rising(acb(j)) / acb(j + 1).gamma()
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


def _rising(x: acb, k: acb) -> acb:
    j = whole(k)
    if j is None:
        return (x + k).gamma() * x.rgamma() if not _is_pole(x) else NAN
    return x.rising(acb(j)) if j >= 0 else (x + j).rising(acb(-j)) ** -1


def _falling(x: acb, k: acb) -> acb:
    j = whole(k)
    if j is None:
        return (x + 1).gamma() * (x - k + 1).rgamma()
    return (x - j + 1).rising(acb(j)) if j >= 0 else (x + 1).rising(acb(-j)) ** -1


def _is_pole(z: acb) -> bool:
    return not z.gamma().is_finite()


def _beta(a: acb, b: acb) -> acb:
    return a.gamma() * b.gamma() * (a + b).rgamma()


def _factorial2(n: acb) -> acb:
    j = whole(n)
    if j is None:
        return NAN
    value = TWO ** (n / 2) * (n / 2 + 1).gamma()
    return value if j % 2 == 0 else value * (TWO / acb.pi()).sqrt()


def _fibonacci(n: acb) -> acb:
    j = whole(n)
    if j is None or abs(j) > 10**6:
        return NAN
    value = arb.fib(abs(j))
    return acb(value if j >= 0 or j % 2 else -value)


def _bernoulli(n: acb) -> acb:
    j = whole(n)
    if j is None or not 0 <= j <= 10**4:
        return NAN
    return HALF if j == 1 else acb(arb(fmpq.bernoulli(j)))  # B_1 = +1/2 as in SymPy


def _polygamma(n: acb, x: acb) -> acb:
    j = whole(n)
    if j is None or j < 0:
        return NAN
    value = x.polygamma(n)
    return _real(value) if is_real(x) else value


# --- Bessel functions and orthogonal polynomials --------------------------------------------------


def _hankel(sign: int) -> Callable[[acb, acb], acb]:
    return lambda n, z: z.bessel_j(n) + sign * I * z.bessel_y(n)


def _jumps(n: acb, z: acb) -> bool:
    """Whether an order that may be an integer is met on the left, where other orders differ from it."""
    return bool(n.contains_integer()) and not z.real > 0


def _jn(n: acb, z: acb) -> acb:
    """The spherical Bessel function; by 0F1 for integer orders, which have no cut (DLMF 10.47)."""
    j = whole(n)
    if j is None and _jumps(n, z):
        return NAN
    if j is None:
        return (acb.pi() / (2 * z)).sqrt() * z.bessel_j(n + HALF)
    series = (-z * z / 4).hypgeom_0f1(n + acb(1.5), regularized=True)
    return acb.pi().sqrt() / 2 * power(z / 2, n) * series


def _yn(n: acb, z: acb) -> acb:
    j = whole(n)
    if j is None and _jumps(n, z):
        return NAN
    if j is None:
        return (acb.pi() / (2 * z)).sqrt() * z.bessel_y(n + HALF)
    return (-1) ** (j + 1) * _jn(-n - 1, z)


def _jacobi(which: int) -> Callable[[acb, acb], acb]:
    """sn, cn, dn by quotients of theta functions at q = exp(-pi K'/K) (DLMF 22.2)."""

    def of(u: acb, m: acb) -> acb:
        if m.is_zero():
            return (u.sin(), u.cos(), ONE)[which]
        if (m - 1).is_zero():
            return (u.tanh(), u.sech(), u.sech())[which]
        k = m.elliptic_k()
        tau = I * (1 - m).elliptic_k() / k
        if not tau.imag > 0:
            return NAN
        s1, s2, s3, s4 = (u / (2 * k)).modular_theta(tau)
        _, t2, t3, t4 = acb(0).modular_theta(tau)
        value = ((t3 * s1) / (t2 * s4), (t4 * s2) / (t2 * s4), (t4 * s3) / (t3 * s4))[which]
        return _real(value) if is_real(u) and is_real(m) else value

    return of


_SN, _CN = _jacobi(0), _jacobi(1)


def _jacobi_am(u: acb, m: acb) -> acb:
    """The amplitude of real u at m < 1: the angle of (cn, sn), whole turns counted by u/(4K)."""
    if m.is_zero():
        return u
    if not (is_real(u) and is_real(m) and m.real < 1):
        return NAN
    turns = _floor_real((u / (4 * m.elliptic_k())).real + arb(0.5))
    angle = arb.atan2(_SN(u, m).real, _CN(u, m).real) if u.real > 0 or u.real < 0 else arb(0)
    return acb(angle + 2 * arb.pi() * turns) if nonzero(u.real) or u.is_zero() else NAN


def _first_sheet(phi: acb, m: acb) -> bool:
    """The path from 0 to phi meets no singularity of 1/sqrt(1 - m sin^2) and no cut."""
    if is_real(phi) and is_real(m) and m.real < 1:
        return True
    inside = bool(abs(phi.real) < arb.pi() / 2)
    return inside and not touches(1 - m * phi.sin() ** 2)


def _elliptic_f(phi: acb, m: acb) -> acb:
    return acb.elliptic_f(phi, m) if _first_sheet(phi, m) else NAN


def _elliptic_e(phi: acb, m: acb | None = None) -> acb:
    if m is None:
        return phi.elliptic_e()
    return acb.elliptic_e_inc(phi, m) if _first_sheet(phi, m) else NAN


def _elliptic_pi(n: acb, phi: acb, m: acb | None = None) -> acb:
    if m is None:
        value, reals = acb.elliptic_pi(n, phi), (n, phi)
        below = (n, phi)
        if not any(touches(1 - z) for z in below):
            return _real(value) if all(is_real(z) and z.real < 1 for z in reals) else value
        return NAN
    if all(is_real(z) for z in (n, phi, m)) and n.real < 1 and m.real < 1:
        return _real(acb.elliptic_pi_inc(n, phi, m))
    if _first_sheet(phi, m) and _first_sheet(phi, n) and abs(phi.real) < arb.pi() / 2:
        return acb.elliptic_pi_inc(n, phi, m)
    return NAN


def _atanh(z: acb) -> acb:
    """FLINT's complex atanh loses exact reality on inexact balls inside (-1, 1)."""
    inside = is_real(z) and bool(abs(z.real) < 1)
    return acb(z.real.atanh()) if inside else z.atanh()


def _atan2(y: acb, x: acb) -> acb:
    if is_real(x) and is_real(y):
        decided = nonzero(x.real) or nonzero(y.real)
        return acb(arb.atan2(y.real, x.real)) if decided else NAN
    return -I * ((x + I * y) / (x * x + y * y).sqrt()).log()


FUNCTIONS: dict[str, Callable[..., acb]] = {
    "exp": acb.exp, "log": acb.log, "sqrt": acb.sqrt, "cbrt": _cbrt,
    "sin": acb.sin, "cos": acb.cos, "tan": acb.tan, "cot": acb.cot, "sec": acb.sec, "csc": acb.csc,
    "sinh": acb.sinh, "cosh": acb.cosh, "tanh": acb.tanh, "coth": acb.coth,
    "sech": acb.sech, "csch": acb.csch, "sinc": acb.sinc,
    "asin": acb.asin, "acos": acb.acos, "atan": acb.atan,
    "asinh": acb.asinh, "acosh": acb.acosh, "atanh": _atanh,
    # SymPy defines these by the reciprocal argument, on their cuts as well.
    "acot": lambda z: (1 / z).atan(), "asec": lambda z: (1 / z).acos(),
    "acsc": lambda z: (1 / z).asin(), "acoth": lambda z: _atanh(1 / z),
    "asech": lambda z: (1 / z).acosh(), "acsch": lambda z: (1 / z).asinh(),
    "atan2": _atan2,
    "Abs": lambda z: acb(abs(z)), "sign": _sign, "arg": _arg, "floor": _floor,
    "ceiling": lambda z: -_floor(-z), "conjugate": acb.conjugate,
    "re": _real, "im": lambda z: acb(z.imag),
    "Heaviside": _heaviside, "DiracDelta": _dirac, "KroneckerDelta": _kronecker, "Mod": _mod,
    "Max": _extreme(arb.max), "Min": _extreme(arb.min),
    "gamma": acb.gamma, "loggamma": acb.lgamma, "digamma": acb.digamma,
    "trigamma": lambda z: _polygamma(ONE, z), "polygamma": _polygamma,
    "factorial": lambda z: (z + 1).gamma(), "factorial2": _factorial2,
    "binomial": _binomial, "beta": _beta,
    "RisingFactorial": _rising, "FallingFactorial": _falling,
    "harmonic": lambda z: (z + 1).digamma() + acb(arb.const_euler()),
    "fibonacci": _fibonacci, "bernoulli": _bernoulli,
    "erf": acb.erf, "erfc": acb.erfc, "erfi": acb.erfi,
    "Si": acb.si, "Ci": acb.ci, "Shi": acb.shi, "Chi": acb.chi, "Ei": acb.ei, "li": acb.li,
    "fresnels": acb.fresnel_s, "fresnelc": acb.fresnel_c,
    "airyai": acb.airy_ai, "airybi": acb.airy_bi,
    "airyaiprime": lambda z: z.airy_ai(derivative=1),
    "airybiprime": lambda z: z.airy_bi(derivative=1),
    "besselj": lambda n, z: z.bessel_j(n), "bessely": lambda n, z: z.bessel_y(n),
    "besseli": lambda n, z: z.bessel_i(n), "besselk": lambda n, z: z.bessel_k(n),
    "hankel1": _hankel(1), "hankel2": _hankel(-1), "jn": _jn, "yn": _yn,
    "lowergamma": lambda s, z: z.gamma_lower(s), "uppergamma": lambda s, z: z.gamma_upper(s),
    "expint": lambda s, z: z.expint(s),
    "elliptic_k": acb.elliptic_k, "elliptic_e": _elliptic_e, "elliptic_f": _elliptic_f,
    "elliptic_pi": _elliptic_pi,
    "jacobi_sn": _SN, "jacobi_cn": _CN, "jacobi_dn": _jacobi(2), "jacobi_am": _jacobi_am,
    "zeta": acb.zeta, "dirichlet_eta": acb.dirichlet_eta, "polylog": lambda s, z: z.polylog(s),
    "lerchphi": lambda z, s, a: z.lerch_phi(s, a), "LambertW": acb.lambertw,
    "hyp2f1": lambda a, b, c, z: z.hypgeom_2f1(a, b, c),
    "legendre": lambda n, z: z.legendre_p(n), "hermite": lambda n, z: z.hermite_h(n),
    "laguerre": lambda n, z: z.laguerre_l(n),
    "chebyshevt": lambda n, z: z.chebyshev_t(n), "chebyshevu": lambda n, z: z.chebyshev_u(n),
    "assoc_legendre": lambda n, m, z: z.legendre_p(n, m),
    "assoc_laguerre": lambda n, a, z: z.laguerre_l(n, a),
    "gegenbauer": lambda n, a, z: z.gegenbauer_c(n, a),
}  # fmt: skip
