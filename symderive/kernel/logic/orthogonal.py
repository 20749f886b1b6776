"""Orthogonal polynomials and Gauss's hypergeometric function where it has a simple form.

A literal degree gives the polynomial; a symbolic one counts from the two least degrees upward by
the three-term recurrence (DLMF 14.10.3, 18.9.1, 18.9.9, 18.9.13), a Laguerre parameter downward.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("n is natural")]))
>>> nf.of(read("legendre(3, x) - (5*x^3 - 3*x)/2")).zero
True
>>> nf.of(read("chebyshevt(n, x) - chebyshevu(n, x) + x*chebyshevu(n - 1, x)")).zero
True
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb

from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import integer_of, least, real, split

MAX_DEGREE = 150
MAX_STEPS = 40
# (nf, n, parameters and x, p_n, p_(n-1)) -> p_(n+1), and what was divided by (None: a number)
Divided = tuple[Fraction_, Fraction_ | None]
Step = Callable[[NormalForm, Fraction_, list[Fraction_], Fraction_, Fraction_], Divided]


def _legendre(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    (x,) = a
    top = n + nf.tower.one
    return ((n + top) * x * at - n * below) * top.inverse(), top


def _assoc_legendre(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    m, x = a
    top = n - m + nf.tower.one
    return ((n + n + nf.tower.one) * x * at - (n + m) * below) * top.inverse(), top


def _hermite(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    two = nf.number(2)
    return two * a[0] * at - two * n * below, None


def _chebyshev(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    return nf.number(2) * a[0] * at - below, None


def _assoc_laguerre(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    b, x = a
    top = n + nf.tower.one
    return ((n + top + b - x) * at - (n + b) * below) * top.inverse(), top


def _gegenbauer(nf, n, a, at, below):  # type: ignore[no-untyped-def]
    b, x = a
    top, two = n + nf.tower.one, nf.number(2)
    return (two * (n + b) * x * at - (n + two * b - nf.tower.one) * below) * top.inverse(), top


STEPS: dict[str, Step] = {
    "legendre": _legendre, "assoc_legendre": _assoc_legendre, "hermite": _hermite,
    "chebyshevt": _chebyshev, "chebyshevu": _chebyshev, "assoc_laguerre": _assoc_laguerre,
    "gegenbauer": _gegenbauer,
}  # fmt: skip


def polynomial(nf: NormalForm, head: str, n: int, rest: list[Fraction_]) -> Fraction_:
    """The polynomial of degree n >= 0, from degree 0 and nothing below it."""
    if n > MAX_DEGREE:
        raise TooLarge(f"{head} of degree {n}")
    t = nf.tower
    below, at = t.nought, t.one
    if head == "chebyshevt":
        below = rest[0]  # T_(-1) = T_1
    for k in range(n):
        below, at = at, t.reduce(STEPS[head](nf, nf.number(k), rest, at, below)[0])
    return at


def symbolic(nf: NormalForm, head: str, n: Fraction_, rest: list[Fraction_]) -> Fraction_:
    """Degree n from the two least degrees of its family."""
    t = nf.tower
    tail = "; ".join(a.key for a in rest)
    base, k = least(nf, f"{head}({tail})", n, MAX_STEPS)
    is_real = t.integral(n) and real(nf, *rest) and head != "assoc_legendre"
    pair = [nf.opaque(head, [base, *rest], real=is_real)]
    if k:
        pair.append(nf.opaque(head, [base + t.one, *rest], real=is_real))
    while len(pair) <= k:
        m = base + nf.number(len(pair) - 1)
        value, divided = STEPS[head](nf, m, rest, pair[-1], pair[-2])
        if divided is not None:
            nf.exclude_fraction(divided)
        pair.append(t.reduce(value))
    return pair[k]


def _of_degree(head: str) -> Callable[[NormalForm, list[Fraction_]], Fraction_]:
    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        t = nf.tower
        n, *rest = (t.reduce(a) for a in args)
        k = integer_of(n)
        if k is not None and k < 0:
            if head == "legendre":  # P_(-n-1) = P_n
                k = -k - 1
            elif head == "chebyshevt":
                k = -k
            elif head == "chebyshevu":  # U_(-1) = 0 and U_(-n-2) = -U_n
                return t.nought if k == -1 else -polynomial(nf, head, -k - 2, rest)
            else:
                return nf.opaque(head, [n, *rest])
        if k is not None:
            return polynomial(nf, head, k, rest)
        if head == "chebyshevt" and t.integral(n):
            below = symbolic(nf, "chebyshevu", n - t.one, rest)
            return symbolic(nf, "chebyshevu", n, rest) - rest[0] * below
        return symbolic(nf, head, n, rest)

    return rule


def _assoc_legendre_rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """P_n^m with the phase (-1)^m: from P_m^m = (-1)^m (2m-1)!! (1-x^2)^(m/2) upward."""
    t = nf.tower
    n, m, x = (t.reduce(a) for a in args)
    j, k = integer_of(m), integer_of(n)
    if m.zero:
        return FUNCTIONS["legendre"](nf, [n, x])
    if j is None or k is None or not 0 < j <= MAX_DEGREE or k < 0:
        return symbolic(nf, "assoc_legendre", n, [m, x]) if k is None else nf.opaque(
            "assoc_legendre", [n, m, x])  # fmt: skip
    if k > MAX_DEGREE:
        raise TooLarge(f"assoc_legendre of degree {k}")
    if j > k:
        return t.nought
    at = nf.power(t.one - x * x, Fraction(j, 2))
    for i in range(1, j + 1):
        at = nf.number(1 - 2 * i) * at
    below = t.nought
    for i in range(j, k):
        value, _ = STEPS["assoc_legendre"](nf, nf.number(i), [m, x], at, below)
        below, at = at, t.reduce(value)
    return at


def _laguerre(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """L_n^(a); of a symbolic degree through the greatest a: L^(a)_n = L^(a+1)_n - L^(a+1)_(n-1)."""
    t = nf.tower
    n, a, x = (t.reduce(u) for u in args)
    k = integer_of(n)
    if k is not None:
        if k < 0:
            return nf.opaque("assoc_laguerre", [n, a, x])
        return polynomial(nf, "assoc_laguerre", k, [a, x])
    low, at = split(nf, a)
    top = -t.floor(f"laguerre({split(nf, n)[0].key}; {low.key}; {x.key})", -at)
    if top - at > MAX_STEPS:
        raise TooLarge("Laguerre polynomials whose parameters are far apart")
    out = t.nought
    for j in range(top - at + 1):
        term = symbolic(nf, "assoc_laguerre", n - nf.number(j), [low + nf.number(top), x])
        out = out + nf.number((-1) ** j * comb(top - at, j)) * term
    return out


for _head in STEPS:
    FUNCTIONS[_head] = _of_degree(_head)
FUNCTIONS.update({
    "assoc_legendre": _assoc_legendre_rule, "assoc_laguerre": _laguerre,
    "laguerre": lambda nf, a: _laguerre(nf, [a[0], nf.tower.nought, a[1]]),
})  # fmt: skip
