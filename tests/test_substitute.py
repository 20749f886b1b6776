"""Capture-free substitution, alpha-equivalence, replacement, generic functions made explicit."""

from __future__ import annotations

import mpmath as mp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath_values import value

from symderive.kernel.analysis.calculus.differentiate import Refused, derivative
from symderive.kernel.analysis.calculus.substitution import (
    evaluate,
    evaluate_derivatives,
    instantiate,
    substitute_function,
)  # fmt: skip
from symderive.terms.substitute import alpha_equal, fresh, replace, substitute
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
    symbol,
)  # fmt: skip

x, y, t, a, k, n = (symbol(s) for s in ["x", "y", "t", "a", "k", "n"])


def integral(body: Term, v: Term = x, low: Term = ZERO, high: Term = ONE) -> Term:
    return Term("Integral", (body, v, low, high))


def d(body: Term, *variables: Term) -> Term:
    return Term("Derivative", (body, *variables), (1,) * len(variables))


def test_substitution_is_simultaneous() -> None:
    """x and y change places at once."""
    assert substitute(div(x, y), {"x": y, "y": x}) == div(y, x)


def test_a_bound_variable_is_not_replaced() -> None:
    """Only the bounds of an integral over x see a value of x."""
    got = substitute(integral(mul(x, t), high=x), {"x": TWO})
    assert got == integral(mul(x, t), high=TWO)


@pytest.mark.parametrize("head", ["Integral", "Sum", "Product"])
def test_no_capture(head: str) -> None:
    """t -> x under a binder of x renames the binder, and the value is that of t = x."""
    term = Term(head, (add(mul(t, x), x), x, ONE, integer(3)))
    got = substitute(term, {"t": x})
    assert got.free == {"x"} and got.args[1] != x
    assert alpha_equal(got, Term(head, (add(mul(x, y), y), y, ONE, integer(3))))


def test_no_capture_in_limits_and_subs() -> None:
    """Limit and Subs rename their variables as integrals do; sides of a limit stay."""
    got = substitute(Term("Limit", (div(x, t), x, ZERO), "+"), {"t": x})
    assert alpha_equal(got, Term("Limit", (div(y, x), y, ZERO), "+"))
    got = substitute(Term("Subs", (mul(x, t), x, TWO)), {"t": x})
    assert alpha_equal(got, Term("Subs", (mul(y, x), y, TWO)))


def test_a_derivative_at_a_value_is_a_subs() -> None:
    """d/dx sin(x) at x = 2 is Subs, never the derivative by 2 or of sin(2)."""
    assert substitute(d(call("sin", x), x), {"x": TWO}) == Term(
        "Subs", (d(call("sin", x), x), x, TWO)
    )
    assert substitute(d(call("sin", x), x), {"x": y}) == d(call("sin", y), y)


def test_a_derivative_does_not_capture() -> None:
    """In d/dx (a x), a -> x gives the slope at x of a x with a held fixed: x, not 2 x."""
    got = substitute(d(mul(a, x), x), {"a": x})
    assert got.head == "Subs"
    assert evaluate_derivatives(got) == x
    merged = substitute(d(mul(x, y, y), x), {"x": y})
    assert evaluate_derivatives(merged) == mul(y, y)


def test_alpha_equality() -> None:
    """Names of bound variables do not matter; free names, sides and scopes do."""
    assert alpha_equal(integral(mul(x, a)), integral(mul(y, a), y))
    assert not alpha_equal(integral(mul(x, a)), integral(mul(a, a), a))
    assert not alpha_equal(integral(mul(x, y)), integral(mul(y, x), y))
    nested = integral(integral(div(x, y), y), x)
    assert alpha_equal(nested, integral(integral(div(y, x), x), y))
    assert not alpha_equal(nested, integral(integral(div(y, x), y), x))
    assert not alpha_equal(x, y) and not alpha_equal(integral(x), integral(x, y))
    limits = [Term("Limit", (x, x, ZERO), side) for side in ("+", "-")]
    assert not alpha_equal(*limits)


def test_shadowed_names() -> None:
    """An inner binder of the same name hides the outer one."""
    inner = integral(x, x, ZERO, x)  # the upper bound is the outer x
    assert alpha_equal(integral(inner, x), integral(integral(t, t, ZERO, y), y))
    assert not alpha_equal(integral(inner, x), integral(integral(t, t, ZERO, t), y))


def test_replace() -> None:
    """Subterms are replaced where they are the same term, not where their names are bound."""
    square = pow_(x, TWO)
    assert replace(add(square, integral(square)), square, a) == add(a, integral(square))
    got = replace(integral(mul(x, pow_(t, TWO))), pow_(t, TWO), x)
    assert alpha_equal(got, integral(mul(y, x), y))
    assert replace(d(mul(a, x), x), a, x) == d(mul(a, x), x)
    assert replace(d(mul(a, x), x), a, TWO) == d(mul(TWO, x), x)
    same = add(x, ONE)
    assert replace(same, y, x) is same


def test_fresh_names() -> None:
    """A fresh name is not taken."""
    assert fresh("x", {"x", "x_1"}) == "x_2"


def test_evaluating_derivatives() -> None:
    """Written derivatives get their values, in order, at their points."""
    assert evaluate_derivatives(d(pow_(x, TWO), x)) == mul(TWO, x)
    assert evaluate_derivatives(Term("Derivative", (pow_(x, TWO), x), (2,))) == TWO
    assert evaluate_derivatives(d(apply("u", x, t), x, t)) == apply("u", x, t, orders=(1, 1))
    at = Term("Subs", (d(apply("f", x), x), x, mul(a, t)))
    assert evaluate_derivatives(at) == apply("f", mul(a, t), orders=(1,))
    inside = integral(d(call("sin", mul(x, t)), t))
    assert evaluate_derivatives(inside) == integral(mul(x, call("cos", mul(x, t))))


def test_evaluation_returns_conditions_at_the_point() -> None:
    """d/dx |x| at x = a needs a != 0; under a binder of x the condition is refused."""
    assert evaluate(Term("Subs", (d(call("Abs", x), x), x, a)))[1] == (Term("Ne", (a, ZERO)),)
    with pytest.raises(Refused):
        evaluate(integral(d(call("Abs", x), x)))
    with pytest.raises(Refused, match="leibniz"):
        evaluate(d(integral(mul(x, t)), t))


def test_functions_become_explicit() -> None:
    """f' and f at other arguments, with f(x) = x^2 a; the a of the body is the a outside."""
    body = mul(a, pow_(x, TWO))
    assert substitute_function(apply("f", t), "f", ["x"], body) == mul(a, pow_(t, TWO))
    slope = substitute_function(apply("f", a, orders=(1,)), "f", ["x"], body)
    assert slope == mul(a, TWO, a) or slope == mul(TWO, a, a) or value(slope, {"a": 3}) == 18
    nested = substitute_function(apply("f", apply("f", t)), "f", ["x"], pow_(x, TWO))
    assert nested == pow_(pow_(t, TWO), TWO)
    with pytest.raises(ValueError, match="2"):
        substitute_function(apply("f", x, t), "f", ["x"], body)


def test_the_body_is_not_captured() -> None:
    """The a of f(x) = a x is not the a that an integral binds, nor the one d/da differentiates."""
    body = mul(a, x)
    got = substitute_function(integral(apply("f", a), a), "f", ["x"], body)
    assert got.free == {"a"} and alpha_equal(got, integral(mul(a, y), y))
    got = substitute_function(d(apply("f", a), a), "f", ["x"], body)
    assert evaluate_derivatives(got) == a


def test_pde_solution_is_substituted() -> None:
    """u = f(x - c t) turns u_t + c u_x into 0 at any point."""
    c = symbol("c")
    u = apply("F", add(x, neg(mul(c, t))))
    pde = add(apply("u", x, t, orders=(0, 1)), mul(c, apply("u", x, t, orders=(1, 0))))
    got = substitute_function(pde, "u", ["x", "t"], u)
    explicit = substitute_function(got, "F", ["s"], call("sin", symbol("s")))
    point = {"x": mp.mpf("0.3"), "t": mp.mpf("1.1"), "c": mp.mpf(2)}
    assert abs(value(explicit, point)) < mp.mpf(10) ** -13


def test_conditions_of_an_instance() -> None:
    """f = |x| under f'(2 t) needs 2 t != 0."""
    _, conditions = instantiate(apply("f", mul(TWO, t), orders=(1,)), "f", ["x"], call("Abs", x))
    assert conditions == (Term("Ne", (mul(TWO, t), ZERO)),)


_leaves = st.sampled_from([x, y, ONE, TWO])
_terms = st.recursive(
    _leaves,
    lambda s: st.one_of(
        st.builds(add, s, s), st.builds(mul, s, s), st.builds(lambda u: call("sin", u), s),
        st.builds(lambda u, v: Term("Sum", (u, v, ONE, integer(3))), s, st.sampled_from([x, y])),
        st.builds(lambda u, v: Term("Subs", (u, v, TWO)), s, st.sampled_from([x, y])),
        st.builds(lambda u, v: d(u, v), s, st.sampled_from([x, y])),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_terms, _terms)
def test_substitution_commutes_with_evaluation(body: Term, part: Term) -> None:
    """The value of body[x -> part] is the value of body at x = value of part."""
    body, part = evaluate_derivatives(body), evaluate_derivatives(part)
    point = {"x": mp.mpf("0.3"), "y": mp.mpf("-0.7")}
    left = value(substitute(body, {"x": part}), point)
    right = value(body, {**point, "x": value(part, point)})
    assert abs(left - right) <= mp.mpf(10) ** -9 * (1 + abs(right))


@settings(max_examples=100, deadline=None)
@given(_terms, _terms)
def test_substitution_into_derivatives(body: Term, part: Term) -> None:
    """Replacing y commutes with working out derivatives."""
    part = evaluate_derivatives(part)
    point = {"x": mp.mpf("0.3"), "y": mp.mpf("-0.7")}
    left = value(evaluate_derivatives(substitute(body, {"y": part})), point)
    right = value(evaluate_derivatives(body), {**point, "y": value(part, point)})
    assert abs(left - right) <= mp.mpf(10) ** -9 * (1 + abs(right))


def test_derivatives_of_sums_do_not_meet_their_index() -> None:
    """d/dx of a sum over x of x t is 0: its x is not the variable."""
    assert derivative(Term("Sum", (mul(x, t), x, ONE, n)), "x") == ZERO
