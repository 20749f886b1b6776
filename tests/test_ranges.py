"""Signs of real terms, each way of proving one, and signs that must not be proved."""

from __future__ import annotations

import random

import pytest
from flint import acb

from symderive.kernel.analysis.ranges.ranges import prove_sign, value_range
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read

SIGNS: list[tuple[str, list[str], str]] = [
    ("2+cos(x)", [], "+"),
    ("1+exp(x)", [], "+"),
    ("x^2+1", [], "+"),
    ("x - sin(x)", ["x>0"], "+"),
    ("exp(x)-1-x", [], "0+"),
    ("x-log(1+x)", ["x>0"], "+"),
    ("a+b*cos(x)", ["a>abs(b)"], "+"),
    ("1-2*a*cos(x)+a^2", ["-1<a<1"], "+"),
    ("sin(x)", ["0<x<pi"], "+"),
    ("x*log(x)-x+1", ["x>0"], "0+"),
    ("tan(x)-x", ["0<x<pi/2"], "+"),
    ("log(x)", ["x>1"], "+"),
    ("1-x^2", ["-1<x<1"], "+"),
    ("cosh(x)-1-x^2/2", [], "0+"),
    ("x-atan(x)", ["x>0"], "+"),
    ("pi/2-atan(x)", [], "+"),
    ("sin(x)-2*x/pi", ["0<x<pi/2"], "+"),
    ("22/7-pi", [], "+"),
    ("exp(pi)-pi^E", [], "+"),
    ("1-x+x^2*exp(-x)/2", ["0<x<1/2"], "+"),
    ("x^3-3*x-2", ["x>2"], "+"),
    ("log(1+x^2)", [], "0+"),
    ("(1+x)^2", [], "0+"),
    ("x^a", ["x>0"], "+"),
    ("cos(x)", ["-1<x<1"], "+"),
    ("exp(-x)*(1+x)", ["x>0"], "+"),
    ("1-exp(-x)*(1+x)", ["x>0"], "+"),
    ("1-x*(1-x)*4", ["0<x<1"], "0+"),
    ("a*cosh(x)+b*sinh(x)", ["a>0", "-a<b<a"], "+"),
    ("5+3*cos(x)+sin(y)", [], "+"),
    ("1/4 - x*(1-x)", ["0<x<1"], "0+"),
    ("sqrt((log(a) - log(b))/(a - b))", ["0 < a", "a < b"], "+"),
    ("sqrt((m - n)^2 - (s - t)*(log(t) - log(s)))", ["0 < s", "s < t"], "+"),
    ("x - sqrt(log(a))", ["a > 1", "x > sqrt(log(a))"], "+"),
    ("x + sqrt(log(a))", ["a > 1", "x > sqrt(log(a))"], "+"),
    ("a*log(p) + log(q) - a*log(q)", ["0 < p", "0 < q", "a > 0", "p^a*q^(1 - a) < 1"], "-"),
    ("(h + sqrt(log(a))) - (h - sqrt(log(a)))", ["a > 1"], "+"),
]

UNSIGNED: list[tuple[str, list[str]]] = [
    ("exp(x) - 1", []),
    ("exp(x) - 1 - 2*x", []),
    ("x^2 - 2*x + 1 - 10^-30", []),
    ("sin(x)", ["0 < x < 4"]),
    ("x - 1/x", ["x > 0"]),
    ("a + b*cos(x)", ["a > 0", "b > 0"]),
    ("10 - 1/x", ["-1 < x < 1"]),
    ("tan(x)", ["0 < x < 3"]),
    ("log(x)", ["x > 0"]),
    ("log(x)", []),
    ("x", []),
    ("f(x)^3", []),
    ("sqrt((log(a) - log(b))/(b - a))", ["0 < a", "a < b"]),
    ("log(a) - log(b)", ["a > 0", "b > 0"]),
    ("sqrt((m - n)^2 + (s - t)*(log(t) - log(s)))", ["0 < s", "s < t"]),
    ("a*log(p) + log(q) - a*log(q)", ["0 < p", "0 < q", "a > 0", "p^a*q < 1"]),
    ("(h + sqrt(log(a))) - (h + h - sqrt(log(a)))", ["a > 1"]),
    ("x - sqrt(log(a))", ["a > 1", "x > -sqrt(log(a))"]),
    ("x - log(a)", ["a > 0", "x < 2*log(a)"]),
    ("Piecewise((1, x < 0), (x, true)) - 1/2", ["-2 <= x <= 0"]),
]

WEAK: list[tuple[str, list[str]]] = [
    ("cosh(x) - 1", []),
    ("log(1 + x^2)", []),
    ("1/4 - x*(1 - x)", ["0 < x < 1"]),
    ("x - sin(x)", ["x >= 0"]),
    ("1 - cos(x)", []),
    ("x - log(a)", ["a > 0", "x >= log(a)"]),
    ("Piecewise((1, x < 0), (x, true))", ["-2 <= x <= 0"]),
]


def givens(*statements: str) -> Givens:
    return Givens.of([read(s) for s in statements])


@pytest.mark.parametrize(("text", "given", "sign"), SIGNS)
def test_sign_is_proved(text, given, sign):
    """The sign holds at every admissible point and is found."""
    found = prove_sign(read(text), givens(*given))
    assert found is not None and found[0] == sign


@pytest.mark.parametrize(("text", "given"), UNSIGNED)
def test_term_of_both_signs_has_none(text, given):
    """Where both signs occur (or the term may not be real) none is claimed."""
    found = prove_sign(read(text), givens(*given))
    assert found is None or found[0] == "!0"


@pytest.mark.parametrize(("text", "given"), WEAK)
def test_value_zero_is_never_called_positive(text, given):
    """A term that reaches zero is at most nonnegative."""
    found = prove_sign(read(text), givens(*given))
    assert found is None or found[0] == "0+"


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        ("2 + cos(x)", [], "[1, 3]"),
        ("exp(-x^2)", [], "(0, 1]"),
        ("sin(x)", ["0 < x < pi"], "(0, 1]"),
        ("cos(x)", ["pi/2 <= x <= pi"], "[-1, 0]"),
        ("tan(x)", ["-pi/2 < x < pi/2"], "(-oo, oo)"),
        ("tan(x)", ["0 <= x < pi/2"], "[0, oo)"),
        ("1/x", ["0 < x <= 2"], "[1/2, oo)"),
        ("atan(x)", ["x > 0"], "(0, 1/2*pi)"),
        ("erf(x)", [], "(-1, 1)"),
        ("n + 1/2", ["n is integer", "n > 0"], "[3/2, oo)"),
        ("floor(x)", ["0 <= x < 1"], "[0, 0]"),
        ("x*x", [], "[0, oo)"),
        ("Abs(x)", ["-3 < x < 2"], "[0, 3)"),
    ],
)
def test_range_is_tight(text, given, expected):
    """The structural range with its open and closed ends."""
    assert repr(value_range(read(text), givens(*given))) == expected


@pytest.mark.parametrize("text", ["log(x)", "sqrt(x)", "asin(x)", "x^(1/3)", "I*x", "(-1)^x"])
def test_term_that_may_not_be_real_has_no_range(text):
    """Principal branches leave the reals."""
    assert value_range(read(text), givens()) is None


def test_range_contains_every_value():
    """At random admissible points the value lies in the range."""
    rng = random.Random(7)
    texts = ["x^3 - x", "cos(3*x)*exp(-x)", "tan(x/3)", "sqrt(1 + x)/(2 - x)", "x^x", "floor(2*x)"]
    given = givens("0 < x < 3/2")
    for text in texts:
        term = read(text)
        r = value_range(term, given)
        assert r is not None
        for _ in range(40):
            value = evaluate(term, {"x": acb(rng.random() * 1.5)}).real
            assert r.low.infinite or not value < r.low.value
            assert r.high.infinite or not value > r.high.value


def test_given_on_two_names_is_not_lost():
    """a - |b| > 0 makes a + b*cos(x) positive; a > b alone does not."""
    term = read("a + b*cos(x)")
    assert prove_sign(term, givens("a > Abs(b)")) is not None
    assert prove_sign(term, givens("a > b")) is None


def test_a_root_of_what_the_givens_make_positive_is_real():
    """sqrt(a - b) is real under a > b, and not without it."""
    under = Givens.of([read("a > b")])
    assert value_range(read("sqrt(a - b)"), under).sign() == "+"
    assert value_range(read("log(a - b)"), under) is not None
    assert value_range(read("sqrt(a - b)"), Givens.of([read("a > 0"), read("b > 0")])) is None
    assert value_range(read("sqrt(a - b)"), Givens.of([read("a < b")])) is None


def test_sine_and_cosine_do_not_vanish_together():
    """a^2*cos(x)^2 + b^2*sin(x)^2 is positive where a and b are not 0, and not if one may be."""
    both = Givens.of([read("a > 0"), read("b > 0")])
    assert prove_sign(read("a^2*cos(x)^2 + b^2*sin(x)^2"), both)[0] == "+"
    for text in (
        "a^2*cos(x)^2 + b^2*sin(2*x)^2",
        "a*cos(x) + b*sin(x)^2",
        "a*cos(x)^2 - b*sin(x)^2",
    ):
        assert (prove_sign(read(text), both) or (None,))[0] != "+"
    one = Givens.of([read("a > 0"), read("b >= 0")])
    assert (prove_sign(read("a^2*cos(x)^2 + b^2*sin(x)^2"), one) or (None,))[0] != "+"
