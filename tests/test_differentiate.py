"""Derivatives by rule against numerical differentiation by mpmath, and what must be refused."""

from __future__ import annotations

import mpmath as mp
import pytest
from mpmath_values import value

from symderive.kernel.analysis.calculus.derivative_table import TABLE
from symderive.kernel.analysis.calculus.differentiate import Refused, derivative, differentiate
from symderive.kernel.logic.givens import Givens
from symderive.terms.heads import HEADS
from symderive.terms.tree import (
    ONE,
    TWO,
    ZERO,
    Term,
    add,
    apply,
    call,
    div,
    integer,
    mul,
    neg,
    pow_,
    rational,
    sub,
    symbol,
)  # fmt: skip

x, y, t, a, b, k, n, z = (symbol(s) for s in ["x", "y", "t", "a", "b", "k", "n", "z"])
half = rational(1, 2)
I = Term("I")

# Admissible first arguments where (0.1, 0.9) would be outside the domain of the real function.
LARGE = {"acosh", "asec", "acsc", "acoth"}
# (head, other arguments by slot): every slot that has a rule is tried at each of these.
ARGUMENTS = {
    "polygamma": [(integer(0), x), (TWO, x)], "beta": [(x, a), (a, x)],
    "binomial": [(add(x, integer(3)), a), (integer(4), x)],
    "RisingFactorial": [(x, a), (a, x)], "FallingFactorial": [(add(x, TWO), a), (integer(3), x)],
    "besselj": [(ZERO, x), (TWO, x), (a, x), (neg(half), x)], "bessely": [(ZERO, x), (a, x)],
    "besseli": [(ZERO, x), (TWO, x), (a, x)], "besselk": [(ZERO, x), (integer(3), x), (a, x)],
    "hankel1": [(ZERO, x), (a, x)], "hankel2": [(ZERO, x), (a, x)],
    "jn": [(ZERO, x), (TWO, x), (a, x)], "yn": [(ZERO, x), (TWO, x), (a, x)],
    "lowergamma": [(a, x), (TWO, x)], "uppergamma": [(a, x), (TWO, x)],
    "expint": [(ONE, x), (TWO, x), (a, x)],
    "elliptic_f": [(x, a), (a, x), (x, mul(x, half))], "elliptic_e": [(x,), (x, a), (a, x)],
    "elliptic_pi": [(a, x), (neg(a), x, half)],
    "polylog": [(ZERO, x), (ONE, x), (TWO, x), (integer(3), x), (neg(ONE), x), (a, x)],
    "legendre": [(ZERO, x), (ONE, x), (integer(5), x), (a, x)], "hermite": [(TWO, x), (a, x)],
    "laguerre": [(ZERO, x), (integer(4), x), (a, x)],
    "chebyshevt": [(integer(5), x), (a, x)], "chebyshevu": [(integer(4), x), (a, x)],
    **{f"jacobi_{f}": [(x, a), (a, x), (add(x, integer(2)), x)] for f in ("sn", "cn", "dn", "am")},
    "zeta": [(add(TWO, a), x), (ZERO, x)],
    "assoc_legendre": [(integer(3), ONE, x), (integer(2), TWO, x)],
    "assoc_laguerre": [(integer(3), a, x), (ZERO, a, x)], "gegenbauer": [(integer(3), a, x)],
    "lerchphi": [(x, TWO, a), (a, TWO, x)], "hyp2f1": [(a, half, integer(2), x)],
    "atan2": [(x, a), (a, x), (x, neg(pow_(x, TWO)))],
}  # fmt: skip


def _cases() -> list[Term]:
    cases = []
    for head in TABLE:
        for args in ARGUMENTS.get(head, [(x,)]):
            inner = [x, add(x, pow_(x, TWO)), sub(mul(rational(4, 5), x), rational(1, 20))]
            if head in LARGE:
                inner = [add(ONE, i) for i in inner]
            for i in inner:
                cases.append(Term(head, [i if s == x else s for s in args]))
    return cases


CASES = _cases()


def _close(left, right) -> bool:
    return abs(left - right) <= mp.mpf(10) ** -12 * (1 + abs(right))


def _agrees(term: Term, point: dict, name: str = "x") -> None:
    """The rule's value against mp.diff, after every condition of the rule is seen to hold there."""
    slope, conditions = differentiate(term, name)
    with mp.workdps(30):
        for c in conditions:
            if not any(s.head == "Is" for s in c.walk()):
                assert value(c, point), f"{c} fails at {point}"
        numeric = mp.diff(
            lambda s: value(term, {**point, name: s}), point[name], h=mp.mpf(10) ** -13
        )
        assert _close(value(slope, point), numeric), f"{term.head}: {value(slope, point)} {numeric}"


@pytest.mark.parametrize("case", range(len(CASES)), ids=lambda i: f"{i}-{CASES[i].head}")
def test_table_row_agrees_with_numerical_differentiation(case: int) -> None:
    """Each row of the table gives the slope that mpmath measures, through the chain rule too."""
    for at in ("0.31", "0.47"):
        _agrees(CASES[case], {"x": mp.mpf(at), "a": mp.mpf("0.23")})


def test_every_function_head_is_tried_or_refused_by_name() -> None:
    """A function head has a row, a structural rule, or is refused; none is silently a constant."""
    assert len(CASES) >= 200
    for head in HEADS.values():
        if head.kind != "function" or head.name in TABLE or head.name == "Apply":
            continue
        term = Term(head.name, (x,) * (head.arity[0] if head.arity else 1))
        if head.name in ("re", "im", "conjugate"):
            assert derivative(term, "x") == call(head.name, ONE)
            term = call(head.name, z)
            with pytest.raises(Refused, match=head.name):
                derivative(term, "z", Givens.of([Term("Is", (z, symbol("complex")))]))
        else:
            with pytest.raises(Refused, match=head.name):
                derivative(term, "x")


STRUCTURAL = [
    pow_(x, integer(5)), pow_(x, neg(TWO)), pow_(x, half), pow_(x, a), pow_(a, x), pow_(x, x),
    pow_(Term("E"), mul(a, x)), pow_(call("sin", x), call("cos", x)), pow_(TWO, pow_(x, TWO)),
    div(x, a), div(a, x), div(call("sin", x), add(x, ONE)), mul(x, call("exp", x), call("log", x)),
    div(call("log", add(ONE, pow_(x, TWO))), sub(x, TWO)), neg(div(ONE, pow_(x, integer(3)))),
    mul(x, x, x), call("sqrt", sub(ONE, pow_(x, TWO))), call("log", mul(neg(ONE), x)),
    call("exp", neg(div(pow_(sub(x, a), TWO), mul(TWO, pow_(y, TWO))))),
    Term("Sum", (div(pow_(x, k), add(k, ONE)), k, ZERO, integer(6))),
    Term("Piecewise", (pow_(x, TWO), Term("Lt", (x, ONE)), x, Term("true"))),
    call("re", call("exp", mul(I, x))), call("im", pow_(add(x, I), integer(3))),
    call("conjugate", call("exp", mul(I, a, x))), pow_(add(x, I), a), call("log", sub(I, x)),
    call("Abs", sub(x, ONE)), call("det", Term("Matrix", (x, ONE, a, pow_(x, TWO)), (2, 2))),
    call("trace", call("inverse", Term("Matrix", (x, ONE, a, pow_(x, TWO)), (2, 2)))),
    call("trace", pow_(Term("Matrix", (x, ONE, a, pow_(x, TWO)), (2, 2)), integer(3))),
    call("trace", pow_(Term("Matrix", (x, ONE, a, pow_(x, TWO)), (2, 2)), neg(ONE))),
    Term("Subs", (call("sin", mul(t, x)), t, pow_(x, TWO))),
]  # fmt: skip


@pytest.mark.parametrize("term", STRUCTURAL, ids=lambda s: s.head)
def test_structure_agrees_with_numerical_differentiation(term: Term) -> None:
    """Sums, products, quotients, powers, branches, matrices, real parts differentiate rightly."""
    _agrees(term, {"x": mp.mpf("0.4"), "a": mp.mpf("0.7"), "y": mp.mpf("1.3")})


def test_powers_on_the_negative_half_line() -> None:
    """log, sqrt and real powers keep their rule at negative real x, where they are complex."""
    for term in (
        call("log", x),
        call("sqrt", x),
        pow_(x, rational(1, 3)),
        call("atanh", sub(x, ONE)),
    ):
        _agrees(term, {"x": mp.mpf("-1.7")})


def _conditions(term: Term, *givens: Term) -> tuple[Term, ...]:
    return differentiate(term, "x", Givens.of(givens))[1]


def test_conditions_are_stated() -> None:
    """Singular points and cuts that matter are conditions; entire functions have none."""
    assert _conditions(call("Abs", x)) == (Term("Ne", (x, ZERO)),)
    assert _conditions(call("log", x)) == (Term("Ne", (x, ZERO)),)
    (asin,) = _conditions(call("asin", x))
    assert asin.head == "Lt" and asin.args[0] == ZERO
    assert _conditions(call("atan", x)) == () == _conditions(call("sqrt", add(ONE, pow_(x, TWO))))
    assert _conditions(call("exp", call("sin", x))) == () == _conditions(div(ONE, x))


def test_a_complex_argument_must_stay_off_the_cut() -> None:
    """log(log(x)^2) jumps at x = -1: its derivative there is conditional."""
    inner = pow_(call("log", x), TWO)
    conditions = _conditions(call("log", inner))
    aside = Term(
        "Or", (Term("Is", (inner, symbol("real"))), Term("Ne", (call("arg", inner), Term("pi"))))
    )
    assert aside in conditions


def test_a_complex_variable_has_no_derivative_of_abs() -> None:
    """Abs, and a generic function, are not differentiated in a complex variable."""
    given = Givens.of([Term("Is", (x, symbol("complex")))])
    for term in (call("Abs", x), apply("f", x), call("cbrt", x)):
        with pytest.raises(Refused):
            derivative(term, "x", given)
    conditions = differentiate(call("log", x), "x", given)[1]
    assert Term("Ne", (call("arg", x), Term("pi"))) in conditions


def test_rules_that_would_read_nought_times_infinity_are_conditional() -> None:
    """zeta(s, a) needs s != 0, legendre needs x^2 != 1, an elliptic integral real arguments."""
    s = symbol("s")
    assert Term("Ne", (s, ZERO)) in _conditions(call("zeta", s, x))
    assert any(c.head == "Ne" for c in _conditions(call("legendre", integer(3), x)))
    path = _conditions(call("elliptic_f", mul(I, x), a))
    assert Term("Is", (mul(I, x), symbol("real"))) in path
    assert [c.head for c in _conditions(call("jacobi_am", x, a))] == ["Lt"]


def test_generic_functions_raise_their_orders() -> None:
    """d/dx f(x, a x) = f_1 + a f_2, with the arguments as they were."""
    got = derivative(apply("f", x, mul(a, x)), "x")
    one, two = (apply("f", x, mul(a, x), orders=o) for o in ((1, 0), (0, 1)))
    assert got == add(one, mul(a, two))


def test_derivative_nodes_nest() -> None:
    """A written derivative gains an order, or another variable at its outer end."""
    node = Term("Derivative", (apply("u", x, t), x), (1,))
    assert derivative(node, "x") == Term("Derivative", node.args, (2,))
    assert derivative(node, "t") == Term("Derivative", (*node.args, t), (1, 1))


REFUSED = [
    Term("Integral", (mul(x, t), t, ZERO, ONE)), Term("Integral", (t, t, ZERO, x)),
    Term("Limit", (mul(x, t), t, ZERO), "+-"), Term("Sum", (k, k, ZERO, x)),
    Term("Sum", (pow_(x, k), k, ZERO, Term("oo"))), Term("Product", (add(x, k), k, ZERO, n)),
    Term("Sum", (call("log", add(x, k)), k, ZERO, n)), call("Max", x, ONE), call("floor", x),
    call("besselj", x, a), call("lowergamma", x, a), call("zeta", x), Term("Eq", (x, a)),
    call("polylog", x, a), call("exp", Term("Matrix", (x,), (1, 1))), call("Heaviside", x),
    Term("Piecewise", (x, Term("Is", (x, symbol("integer"))), ONE, Term("true"))),
]  # fmt: skip


@pytest.mark.parametrize("term", REFUSED, ids=lambda s: s.head)
def test_what_has_no_rule_is_refused(term: Term) -> None:
    """Integrals, limits, infinite sums, jumps and orders of Bessel functions raise Refused."""
    with pytest.raises(Refused):
        derivative(term, "x")


def test_terms_free_of_the_variable_are_constant() -> None:
    """A term without the name has derivative 0, even one that could not be differentiated."""
    for term in (Term("Integral", (x, x, ZERO, ONE)), call("floor", a), call("Max", a, b)):
        assert derivative(term, "x") == ZERO


def test_matrix_products_keep_their_order() -> None:
    """(A + x B)^2 differentiates to B(A+xB) + (A+xB)B, not to 2(A+xB)B."""
    A, B = symbol("A"), symbol("B")
    given = Givens.of([Term("Is", (m, Term("Tuple", (symbol("matrix"), n, n)))) for m in (A, B)])
    base = add(A, mul(x, B))
    assert derivative(pow_(base, TWO), "x", given) == add(mul(B, base), mul(base, B))
    inv = call("inverse", base)
    assert derivative(inv, "x", given) == neg(mul(inv, B, inv))
    with pytest.raises(Refused):
        derivative(call("exp", base), "x", given)
    with pytest.raises(Refused):
        derivative(call("trace", A), "A", given)


def test_results_stay_small() -> None:
    """Trivial zeros and ones are gone: d(3x + 5) = 3, d(x^2) = 2x, d(x sin 2) = sin 2."""
    assert derivative(add(mul(integer(3), x), integer(5)), "x") == integer(3)
    assert derivative(pow_(x, TWO), "x") == mul(TWO, x)
    assert derivative(mul(x, call("sin", TWO)), "x") == call("sin", TWO)
