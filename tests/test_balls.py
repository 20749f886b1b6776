"""Balls contain the true values: each head against mpmath, on and off its cuts."""

from __future__ import annotations

import mpmath as mp
import pytest
from flint import acb, arb, fmpq
from mpmath_values import MPMATH

from symderive.kernel.logic.ballfunctions import FUNCTIONS
from symderive.kernel.logic.balls import entries, evaluate, with_precision
from symderive.kernel.logic.cuts import CUTS, UNION
from symderive.terms.heads import HEADS
from symderive.terms.reader import read
from symderive.terms.tree import Term, symbol

BITS = 100
ONE_ARGUMENT = [0.5, -0.5, 2, -2.25, 0.3 + 0.2j, -3 + 1j, -1.5 - 2.5j, 2j, -0.5j, 1, -1, 0]
HALF_INTEGERS = [(0.5, z) for z in (0.75, 3.5, -2.25, 1 + 1j, -1 - 2j)]
ORDERS = [(n, z) for n in (0, 1, 2, 3) for z in (0.75, -1.5, 2.5 - 1j, -2 + 0.5j)]
ELLIPTIC = [(z, m) for z in (0.5, -1.25, 4, 0.5 + 0.5j) for m in (0.5, -2, 0.9)]
ARGUMENTS: dict[str, list[tuple]] = {
    "elliptic_f": ELLIPTIC, "elliptic_e": [*ELLIPTIC, (0.5,), (-3,), (2,), (1 + 1j,)],
    "elliptic_pi": [(0.25, 0.5), (-2, 0.5), (0.25, 1 + 1j), (0.25, 0.5, 0.75), (0.25, 3, -1)],
    "jacobi_sn": ELLIPTIC, "jacobi_cn": [*ELLIPTIC, (0.5, 2), (1, 1 + 1j)], "jacobi_dn": ELLIPTIC,
    "jacobi_am": [(0.5, 0.5), (-1.25, 0.5), (7, 0.25), (-20, -2)],
    "polylog": [(s, z) for s in (2, 3, 0.5, -1) for z in (0.5, -4, 2.5, 1 + 2j)],
    "zeta": [(2,), (-1.5,), (0.5 + 3j,), (2, 0.25), (2.5, 3), (3, 1 + 1j)],
    "polygamma": [(0, 0.25), (1, 2.5), (2, -1.5), (3, 1 + 1j)],
    "lowergamma": HALF_INTEGERS, "uppergamma": [*HALF_INTEGERS, (0, 1.5), (-1, 2 + 1j), (2, -3)],
    "expint": [*HALF_INTEGERS, (1, -2), (2, 0.5), (1, 1 + 1j)],
    "atan2": [(1, 2), (1, -2), (-1, -2), (0, -1), (0, 2), (-3, 0)],
    "binomial": [(5, 2), (0.5, 3), (-2, 3), (0.5, 0.25), (3, 5), (2 + 1j, 2)],
    "beta": [(0.5, 0.25), (3, 2), (-0.5, 0.75), (1 + 1j, 2)],
    "RisingFactorial": [(0.5, 3), (-2.5, 2), (2, 0.5), (5, -2)],
    "FallingFactorial": [(0.5, 3), (-2.5, 2), (2, 0.5), (5, -2)],
    "legendre": [*ORDERS, (0.5, 0.5), (0.5, 3)], "chebyshevt": ORDERS, "chebyshevu": ORDERS,
    "hermite": ORDERS, "laguerre": ORDERS,
    "assoc_legendre": [(2, 1, 0.5), (3, 2, -0.25), (1, 1, 0.5)],
    "assoc_laguerre": [(2, 0.5, 1.5), (3, 1, -2), (2, 1, 1j)],
    "gegenbauer": [(2, 0.5, 0.25), (3, 1.5, -2), (2, 1, 1j)],
    "lerchphi": [(0.5, 2, 0.5), (-3, 2, 1.5), (0.5j, 1, 2)],
    "hyp2f1": [(0.5, 0.25, 1.5, z) for z in (0.5, -3, 2.5, 1 + 1j)],
    "Abs": [(z,) for z in ONE_ARGUMENT], "floor": [(2.5,), (-2.5,), (3,)],
    "cbrt": [(8,), (-8,), (0.3,), (0,)], "harmonic": [(3,), (0.5,), (-1.5,), (1 + 1j,)],
    "jn": [(n, z) for n in (0, 1, 2) for z in (0.75, 2 + 1j)],
    "yn": [(n, z) for n in (0, 1, 2) for z in (0.75, 2 + 1j)],
}  # fmt: skip


def arguments(head: str) -> list[tuple]:
    if head in ARGUMENTS:
        return ARGUMENTS[head]
    return [(z,) for z in ONE_ARGUMENT] if HEADS[head].arity == (1,) else HALF_INTEGERS + ORDERS


def ball(z: complex) -> acb:
    return acb(z.real, z.imag) if isinstance(z, complex) else acb(z)


def value(head: str, args: tuple) -> acb:
    names = [f"z{i}" for i in range(len(args))]
    term = Term(head, [symbol(n) for n in names])
    return evaluate(term, dict(zip(names, map(ball, args), strict=True)))


def as_mp(x: arb) -> mp.mpf:
    return mp.mpf(x.mid().str(40, radius=False))


@pytest.mark.parametrize("head", sorted(FUNCTIONS.keys() & MPMATH.keys()))
def test_head_against_mpmath(head):
    """At every point where mpmath has a value the ball has the same, on the cuts as well."""
    compared = 0
    with with_precision(BITS), mp.workdps(32):
        for args in arguments(head):
            got = value(head, args)
            try:
                want = mp.mpmathify(MPMATH[head](*(mp.mpmathify(a) for a in args)))
            except (ValueError, ZeroDivisionError, mp.libmp.NoConvergence):
                continue
            if not mp.isfinite(want):
                assert not got.is_finite() or head in ("Abs",), (args, got, want)
                continue
            if not got.is_finite():  # refused: allowed only where a row says so
                assert head in ("elliptic_f", "elliptic_e", "polylog", "acot", "acoth", "arg"), (
                    args,
                    want,
                )
                continue
            compared += 1
            want = mp.mpc(want)
            error = abs(mp.mpc(as_mp(got.real), as_mp(got.imag)) - want)
            assert error <= mp.mpf(10) ** -20 * (1 + abs(want)), (args, got, want)
    assert compared >= 3, "hardly any point was compared"


@pytest.mark.parametrize("head", sorted(FUNCTIONS.keys() & MPMATH.keys()))
def test_real_values_stay_exactly_real(head):
    """Where mpmath's value at real arguments is real, the ball's imaginary part is the point 0."""
    with with_precision(BITS), mp.workdps(32):
        for args in arguments(head):
            if any(isinstance(a, complex) for a in args):
                continue
            got = value(head, args)
            if got.is_finite() and not abs(got.imag) > 1e-20:
                assert got.imag.is_zero(), (args, got)
                if args[-1] not in (-1, 0, 1):  # not at a branch point: the same of an inexact ball
                    near = acb(arb(args[-1], 1e-25))
                    wide = FUNCTIONS[head](*map(ball, args[:-1]), near)
                    assert wide.imag.is_zero() or not wide.is_finite(), (args, wide)


@pytest.mark.parametrize("head", sorted(FUNCTIONS))
def test_straddled_cut_is_never_decided_wrongly(head):
    """Over a ball that touches a cut the answer contains the values on both sides or is refused."""
    cut = CUTS.get(head)
    for args in arguments(head):
        if not all(isinstance(a, (int, float)) for a in args):
            continue
        last = acb(arb(args[-1]), arb(0, 1e-9))
        zs = [*map(ball, args[:-1]), last]
        if cut is None or head in ("elliptic_pi",) or not cut(*zs):
            continue
        names = [f"z{i}" for i in range(len(args))]
        term = Term(head, [symbol(n) for n in names])
        got = evaluate(term, dict(zip(names, zs, strict=True)))
        if head not in UNION:
            assert not got.is_finite()
        elif got.is_finite():
            for side in (arb(5e-10), arb(-5e-10), arb(0)):
                inner = FUNCTIONS[head](*map(ball, args[:-1]), acb(arb(args[-1]), side))
                assert not inner.is_finite() or got.overlaps(inner)


SPECIAL_VALUES = [
    ("log(-2)", "log(2) + pi*I"), ("(-8)^(1/3)", "1 + sqrt(3)*I"), ("cbrt(-8)", "-2"),
    ("0^0", "1"), ("I^I", "exp(-pi/2)"), ("sqrt(-4)", "2*I"), ("(-2)^3", "-8"), ("E^(I*pi)", "-1"),
    ("sign(-3)", "-1"), ("sign(3*I)", "I"), ("Heaviside(0)", "1/2"), ("Heaviside(-1)", "0"),
    ("floor(7/2)", "3"), ("ceiling(-7/2)", "-3"), ("Mod(-7, 3)", "2"), ("Mod(7, -3)", "-2"),
    ("Max(1, 3, 2)", "3"), ("Min(1, -3, 2)", "-3"), ("KroneckerDelta(2, 2)", "1"),
    ("KroneckerDelta(2, 3)", "0"), ("DiracDelta(1)", "0"), ("arg(-1)", "pi"),
    ("conjugate(2 + I)", "2 - I"), ("re(2 + I)", "2"), ("im(2 + I)", "1"),
    ("binomial(-3, -1)", "0"), ("binomial(-3, 2)", "6"), ("binomial(3, 5)", "0"),
    ("factorial(5)", "120"), ("factorial2(7)", "105"), ("factorial2(-3)", "-1"),
    ("factorial2(6)", "48"), ("fibonacci(10)", "55"), ("fibonacci(-4)", "-3"),
    ("bernoulli(1)", "1/2"), ("bernoulli(4)", "-1/30"), ("harmonic(4)", "25/12"),
    ("trigamma(1)", "pi^2/6"), ("dirichlet_eta(1)", "log(2)"), ("zeta(2)", "pi^2/6"),
    ("polylog(2, 1)", "pi^2/6"), ("sinc(0)", "1"), ("jn(0, -1)", "sin(1)"),
    ("yn(0, -1)", "cos(1)"), ("legendre(2, 3)", "13"), ("jacobi_sn(1, 0)", "sin(1)"),
    ("jacobi_cn(1, 1)", "1/cosh(1)"), ("LambertW(E)", "1"), ("LambertW(0)", "0"),
    ("GoldenRatio^2", "GoldenRatio + 1"), ("Sum(k^2, (k, 1, 10))", "385"),
    ("Product(k, (k, 1, 5))", "120"), ("Sum(k, (k, 1, 0))", "0"),
    ("Piecewise((1, 2 < 1), (5, true))", "5"), ("det(Matrix([[1, 2], [3, 4]]))", "-2"),
    ("trace(inverse(Matrix([[1, 2], [3, 4]])))", "-5/2"),
    ("(Matrix([[1, 2]])*Matrix([[3], [4]]))[0]", "11"),
    ("det(Identity(3) + ZeroMatrix(3, 3))", "1"), ("transpose(Matrix([[1, 2]]))[1, 0]", "2"),
    ("det(Matrix([[1, 2], [3, 4]])^(-1))", "-1/2"),
    ("Derivative(Integral(x*t, (x, 0, t)), t)", "3*t^2/2"),
    ("Derivative(Abs(t), t)", "1"), ("Derivative(t^t, t)", "t^t*(log(t) + 1)"),
    ("Subs(Derivative(x^3, x), x, 2)", "12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "same"), SPECIAL_VALUES)
def test_special_value(text, same):
    """The value is the textbook's (SymPy's convention where books differ)."""
    point = {"t": acb(arb(fmpq(3, 7)))}
    got, want = (evaluate(read(s), point) for s in (text, same))
    assert got.is_finite() and want.is_finite()
    assert (got - want).contains(0) and abs(got - want) < 1e-14


NO_VALUE = [
    "1/0", "0/0", "log(0)", "0^(-1)", "tan(pi/2)", "gamma(-2)", "zeta(1)",
    "1/(sin(1)^2 + cos(1)^2 - 1)",
    "arg(0)", "atan2(0, 0)", "floor(sqrt(2)^2)", "sign(sqrt(2)^2 - 2)", "cbrt(I)", "Max(1, I)",
    "Piecewise((1, sqrt(2)^2 < 2), (2, true))", "Sum(k, (k, 1, 1/2))", "Identity(2) + 1",
    "Matrix([[1, 2]])*Matrix([[1, 2]])", "inverse(Matrix([[1, 2], [2, 4]]))[0]", "f(1)", "y",
    "Derivative(Abs(o), o)", "Derivative(sqrt(o), o)", "Derivative(sign(o), o)", "oo - oo",
    "Matrix([[1, 2]])[5]", "log(Matrix([[1, 2]]))", "Heaviside(I)", "DiracDelta(0)",
    "Derivative(Max(o, 2*o), o)", "fibonacci(1/2)",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_VALUE)
def test_what_has_no_value_or_none_decided_is_not_finite(text):
    """A pole, a kink, 0/0, an undecided comparison, an ill-shaped product: no number comes out."""
    assert not evaluate(read(text), {"o": acb(0)}).is_finite()


def test_derivative_at_a_kink_of_a_complex_point_is_refused():
    """d/dz of the conjugate does not exist at a point off the real axis."""
    z = {"z": acb(0.5, 0.25)}
    assert not evaluate(read("Derivative(conjugate(z), z)"), z).is_finite()
    assert not evaluate(read("Derivative(Abs(z), z)"), z).is_finite()
    assert evaluate(read("Derivative(sqrt(z), z)"), z).is_finite()


def test_every_function_head_has_a_row():
    """A head of the table without a meaning here would make every claim with it undecided."""
    functions = {h.name for h in HEADS.values() if h.kind == "function"} - {"Apply"}
    assert functions <= FUNCTIONS.keys()


def test_generic_functions_are_called_with_orders():
    """f'(2) asks for the first derivative of f."""
    seen = []

    def f(orders, args):
        seen.append(orders)
        return args[0] ** 2

    term = Term("Apply", (read("2"),), ("f", (1,)))
    assert evaluate(term, {}, {"f": f}) == 4 and seen == [(1,)]


def test_entries_of_a_matrix_are_row_by_row():
    """A 2 x 2 product gives its four entries."""
    got = entries(read("Matrix([[1, 2], [3, 4]])*Matrix([[0, 1], [1, 0]])"), {})
    assert [int(z.unique_fmpz()) for z in got] == [2, 1, 4, 3]


def test_more_bits_give_narrower_balls():
    """exp(pi*sqrt(163)) differs from 640320^3 + 744 only after 30 digits."""
    t = read("exp(pi*sqrt(163)) - 640320^3 - 744")
    assert evaluate(t, {}).contains(0)
    with with_precision(165):
        assert not evaluate(t, {}).contains(0)
