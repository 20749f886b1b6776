"""Rows of the derivative table for Bessel, zeta, elliptic, Jacobi and orthogonal functions.

>>> from symderive.terms.tree import symbol
>>> SPECIAL["besselj"](ZERO, symbol("z")).slots[1].head
'Neg'
"""

from __future__ import annotations

from collections.abc import Callable

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
from symderive.kernel.analysis.calculus.tidy import ONE, TWO, ZERO, minus, over, plus, times
from symderive.terms.tree import Term, call, integer

# --- Bessel ---------------------------------------------------------------------------------------


def _bessel(head: str, below: int, above: int, entire: bool) -> Rule:
    """f_nu' = (below*f_(nu-1) + above*f_(nu+1))/2, DLMF 10.6.1 and 10.29.1."""

    def rule(nu: Term, z: Term) -> Row:
        after = call(head, shift(nu, 1), z)
        if nu == ZERO:  # f_(-1) = -f_1 for J, Y, H and f_1 for I, K
            slot = after if above > 0 else minus(after)
        else:
            before = call(head, shift(nu, -1), z)
            parts = (before if below > 0 else minus(before), after if above > 0 else minus(after))
            slot = over(plus(*parts), TWO)
        return Row((None, slot), () if entire and is_integer(nu) else (along(z),))

    return rule


def _spherical(head: str) -> Rule:
    def rule(n: Term, z: Term) -> Row:
        after = call(head, shift(n, 1), z)
        if n == ZERO:
            return Row((None, minus(after)), () if head == "jn" else (along(z),))
        weight = shift(times(TWO, n), 1)
        numerator = plus(times(n, call(head, shift(n, -1), z)), minus(times(shift(n, 1), after)))
        entire = head == "jn" and n.head == "Integer"
        return Row((None, over(numerator, weight)), () if entire else (along(z), nonzero(weight)))

    return rule


# --- polylogarithm, zeta --------------------------------------------------------------------------


def _polylog(s: Term, z: Term) -> Row:
    rest = one_minus(z)
    if s == ZERO:
        return Row((None, over(ONE, square(rest))))
    if s == ONE:
        return Row((None, over(ONE, rest)), (along(rest),))
    below = minus(call("log", rest)) if s == TWO else call("polylog", shift(s, -1), z)
    return Row((None, over(below, z)), (nonzero(z), off(rest)))


def _zeta(s: Term, *a: Term) -> Row:
    if not a:
        return Row((None,))
    if s == ZERO:  # zeta(0, a) = 1/2 - a, where the rule reads 0 * oo
        return Row((None, minus(ONE)))
    slot = minus(times(s, call("zeta", shift(s, 1), a[0])))
    return Row((None, slot), (off(a[0]), nonzero(s)))


def _lerchphi(z: Term, s: Term, a: Term) -> Row:
    value = call("lerchphi", z, s, a)
    by_z = over(plus(call("lerchphi", z, shift(s, -1), a), minus(times(a, value))), z)
    by_a = minus(times(s, call("lerchphi", z, shift(s, 1), a)))
    return Row((by_z, None, by_a), (nonzero(z), off(one_minus(z)), off(a)))


def _lambert(u: Term) -> Row:
    w = call("LambertW", u)
    # The branch point is -1/e; at 0 the rule reads 0/0.
    return row(over(w, times(u, plus(ONE, w))), nonzero(u), off(plus(times(Term("E"), u), ONE)))


# --- elliptic and Jacobi --------------------------------------------------------------------------


def _elliptic_k(m: Term) -> Row:
    rest = one_minus(m)
    slot = plus(call("elliptic_e", m), minus(times(rest, call("elliptic_k", m))))
    return row(over(slot, times(TWO, m, rest)), nonzero(m), off(rest))


def _delta2(z: Term, m: Term) -> Term:
    return one_minus(times(m, square(call("sin", z))))


def _real_path(z: Term, m: Term) -> tuple[tuple[str, Term], ...]:
    """An incomplete integral from 0 to z is differentiated along the real axis only."""
    return real(z), real(m)


def _elliptic_e(*args: Term) -> Row:
    m = args[-1]
    first = "elliptic_k" if len(args) == 1 else "elliptic_f"
    by_m = over(plus(call("elliptic_e", *args), minus(call(first, *args))), times(TWO, m))
    if len(args) == 1:
        return row(by_m, nonzero(m), off(one_minus(m)))
    w = _delta2(*args)
    return Row(
        (call("sqrt", w), by_m), (*_real_path(*args), off(w)), ((), (nonzero(m), off(one_minus(m))))
    )


def _elliptic_f(z: Term, m: Term) -> Row:
    w, rest = _delta2(z, m), one_minus(m)
    root = call("sqrt", w)
    by_m = plus(
        over(call("elliptic_e", z, m), times(TWO, m, rest)),
        minus(over(call("elliptic_f", z, m), times(TWO, m))),
        minus(over(call("sin", times(TWO, z)), times(integer(4), rest, root))),
    )
    return Row((over(ONE, root), by_m), (*_real_path(z, m), off(w)), ((), (nonzero(m), off(rest))))


def _elliptic_pi(*args: Term) -> Row:
    n, m, value = args[0], args[-1], call("elliptic_pi", *args)
    gap = plus(n, minus(m))
    if len(args) == 2:
        by_m = over(plus(value, minus(over(call("elliptic_e", m), one_minus(m)))), times(TWO, gap))
        return Row((None, by_m), (nonzero(gap), off(one_minus(m)), off(one_minus(n))))
    z = args[1]
    w, v = _delta2(z, m), _delta2(z, n)
    return Row(
        (None, over(ONE, times(v, call("sqrt", w))), None),
        (real(n), *_real_path(z, m), off(w), off(v)),
    )


def _amplitude_by_m(u: Term, m: Term) -> Term:
    """The m-derivative of am(u, m), from F(am(u, m), m) = u and the row of `elliptic_f`."""
    sn, cn, dn = (call(f"jacobi_{k}n", u, m) for k in "scd")
    rest = one_minus(m)
    area = plus(call("elliptic_e", call("jacobi_am", u, m), m), minus(times(rest, u)))
    return plus(
        over(times(sn, cn), times(TWO, rest)), minus(over(times(dn, area), times(TWO, m, rest)))
    )


def _jacobi(head: str) -> Rule:
    def rule(u: Term, m: Term) -> Row:
        sn, cn, dn = (call(f"jacobi_{k}n", u, m) for k in "scd")
        turn = _amplitude_by_m(u, m)
        slots = {
            "jacobi_sn": (times(cn, dn), times(cn, turn)),
            "jacobi_cn": (minus(times(sn, dn)), minus(times(sn, turn))),
            "jacobi_dn": (
                minus(times(m, sn, cn)),
                minus(over(plus(square(sn), times(TWO, m, sn, cn, turn)), times(TWO, dn))),
            ),
            "jacobi_am": (dn, turn),
        }[head]
        # dn > 0 needs m < 1 and real u; the functions sn, cn, dn of u alone are meromorphic.
        below = (real(u), off(one_minus(m)))
        return Row(slots, (), (below if head == "jacobi_am" else (), (nonzero(m), *below)))

    return rule


# --- orthogonal polynomials and their functions ---------------------------------------------------


def _cut_left(n: Term, x: Term) -> tuple[tuple[str, Term], ...]:
    """Only a literal degree makes a polynomial; otherwise x stays off (-oo, -1]."""
    return () if n.head == "Integer" else (off(plus(ONE, x)),)


def _legendre(n: Term, x: Term) -> Row:
    if n == ZERO:
        return Row((None, ZERO))
    w = plus(square(x), minus(ONE))
    before = call("legendre", shift(n, -1), x)
    slot = times(n, over(plus(times(x, call("legendre", n, x)), minus(before)), w))
    return Row((None, slot), (nonzero(w), *_cut_left(n, x)))


def _assoc_legendre(n: Term, m: Term, x: Term) -> Row:
    w = plus(square(x), minus(ONE))
    lower = times(plus(n, m), call("assoc_legendre", shift(n, -1), m, x))
    upper = times(n, x, call("assoc_legendre", n, m, x))
    return Row((None, None, over(plus(upper, minus(lower)), w)), (off(one_minus(square(x))),))


def _polynomial(slot: Callable[..., Term], cut: bool) -> Rule:
    def rule(n: Term, *rest: Term) -> Row:
        none = (None,) * len(rest)
        if n == ZERO:
            return Row((*none, ZERO))
        return Row((*none, slot(n, *rest)), _cut_left(n, rest[-1]) if cut else ())

    return rule


def _chebyshevu(n: Term, x: Term) -> Row:
    w, above = plus(square(x), minus(ONE)), shift(n, 1)
    numerator = plus(
        times(above, call("chebyshevt", above, x)), minus(times(x, call("chebyshevu", n, x)))
    )
    return Row((None, over(numerator, w)), (nonzero(w), *_cut_left(n, x)))


def _hyp2f1(a: Term, b: Term, c: Term, z: Term) -> Row:
    slot = times(over(times(a, b), c), call("hyp2f1", shift(a, 1), shift(b, 1), shift(c, 1), z))
    return Row((None, None, None, slot), (off(one_minus(z)),))


SPECIAL: dict[str, Rule] = {
    "besselj": _bessel("besselj", 1, -1, True), "bessely": _bessel("bessely", 1, -1, False),
    "besseli": _bessel("besseli", 1, 1, True), "besselk": _bessel("besselk", -1, -1, False),
    "hankel1": _bessel("hankel1", 1, -1, False), "hankel2": _bessel("hankel2", 1, -1, False),
    "jn": _spherical("jn"), "yn": _spherical("yn"),
    "polylog": _polylog, "zeta": _zeta, "lerchphi": _lerchphi, "LambertW": _lambert,
    "elliptic_k": _elliptic_k, "elliptic_e": _elliptic_e, "elliptic_f": _elliptic_f,
    "elliptic_pi": _elliptic_pi,
    **{f"jacobi_{k}": _jacobi(f"jacobi_{k}") for k in ("sn", "cn", "dn", "am")},
    "legendre": _legendre, "assoc_legendre": _assoc_legendre, "chebyshevu": _chebyshevu,
    "chebyshevt": _polynomial(lambda n, x: times(n, call("chebyshevu", shift(n, -1), x)), True),
    "hermite": _polynomial(lambda n, x: times(TWO, n, call("hermite", shift(n, -1), x)), False),
    "laguerre": _polynomial(
        lambda n, x: minus(call("assoc_laguerre", shift(n, -1), ONE, x)), False),
    "assoc_laguerre": _polynomial(
        lambda n, a, x: minus(call("assoc_laguerre", shift(n, -1), shift(a, 1), x)), False),
    "gegenbauer": _polynomial(
        lambda n, a, x: times(TWO, a, call("gegenbauer", shift(n, -1), shift(a, 1), x)), True),
    "hyp2f1": _hyp2f1,
}  # fmt: skip
