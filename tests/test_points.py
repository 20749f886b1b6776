"""Points honour every given, whatever proposed them, and go where falsehoods hide."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from symderive.kernel.logic.exact import exact, linear_in_pi
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.points import admissible, holds, points, to_ball, written
from symderive.terms.reader import read


def givens(*texts: str) -> Givens:
    return Givens.of([read(t) for t in texts])


def some(names: str, *texts: str, n: int = 40, seed: int = 0) -> list[dict]:
    return list(islice(points(names.split(), givens(*texts), seed=seed), n))


def test_first_point_is_generic_and_small():
    """The names of the first point have different small values inside (0, 1)."""
    (first,) = some("a b c", n=1)
    values = [re for re, im in first.values()]
    assert len(set(values)) == 3 and all(0 < v < 1 for v in values)


def test_points_are_deterministic():
    """The same names and givens give the same points; another seed gives others."""
    assert some("x y", "x > 0") == some("x y", "x > 0")
    assert some("x y", "x > 0", seed=1) != some("x y", "x > 0")


def test_all_sign_patterns_of_real_names():
    """Both signs of two names meet in all four ways."""
    signs = {
        tuple(p[n][0] > 0 for n in "xy")
        for p in some("x y", n=24)
        if 0 not in (p["x"][0], p["y"][0])
    }
    assert len(signs) == 4


def test_complex_values_cover_quadrants_cuts_and_large_imaginary_parts():
    """Quadrants, the negative axis, the imaginary axis beyond i, |Im| > pi and zero are visited."""
    values = [p["z"] for p in some("z", "z is complex")]
    assert {(re > 0, im > 0) for re, im in values if re and im} == {
        (True, True), (True, False), (False, True), (False, False)}  # fmt: skip
    assert any(im == 0 and re < 0 for re, im in values)
    assert any(re == 0 and abs(im) > 1 for re, im in values)
    assert any(abs(im) > 3.2 for re, im in values) and (Fraction(0), Fraction(0)) in values


def test_integers_cover_both_signs_both_parities_and_zero():
    """An integer is tried at zero, odd, even, positive and negative values."""
    values = {p["n"][0] for p in some("n", "n is integer")}
    assert 0 in values and {v % 2 for v in values if v > 0} == {0, 1} == {
        v % 2 for v in values if v < 0
    }


def test_a_bounded_integer_is_tried_at_both_ends():
    """Of 0 <= n < 40 both 0 and 39 are tried."""
    values = {p["n"][0] for p in some("n", "n is natural", "n < 40")}
    assert {0, 39} <= values and all(0 <= v < 40 for v in values)


@pytest.mark.parametrize(
    "texts",
    [
        ("x > 0",), ("x is negative",), ("x is nonzero",), ("x in (0, 1)",), ("x in [0, 1]",),
        ("0 < x < y",), ("x != y",), ("x*y > z^2", "x > 0", "y > 0"),
        ("x + y < 1", "x > 0", "y > 0"),
        ("x^2 + y^2 = 1",), ("x*y = 1",), ("x + y + z = 0", "x != y"), ("exp(x) < y", "y < 2"),
        ("x is natural", "x >= 2"), ("x is odd", "x > 4"), ("x is even", "x < 0"),
        ("-1 < x < 1", "y > x^2"), ("x^2 - y^2 = 1", "x > 0"), ("x > 3", "x <= 7/2"),
        ("Abs(x) < 1/10",), ("x is complex", "x != 0"), ("x < y", "y < z"),
    ],
)  # fmt: skip
def test_every_given_holds_at_every_point(texts):
    """There are points, and each satisfies all givens when they are read again one by one."""
    g = givens(*texts)
    found = some("x y z", *texts)
    assert found
    for p in found:
        assert admissible(p, g)
        for t in texts:
            if t.count("<") == 1 or "=" in t or ">" in t:
                relation = read(t)
                parts = relation.args if relation.head == "And" else (relation,)
                assert all(holds(r, p) for r in parts)


@pytest.mark.parametrize(
    "texts",
    [("x > 0", "x < 0"), ("x^2 < 0",), ("x > y", "y > x"), ("x is odd", "x is even"),
     ("x^2 + y^2 = 3",), ("f(x) = 1",)],
)  # fmt: skip
def test_no_point_where_none_is_known(texts):
    """Contradictory givens, an equation without rational points found, a given on functions."""
    if texts == ("x is odd", "x is even"):
        assert all(p["x"][0] % 2 == 0 for p in some("x", *texts))  # the last word counts
    else:
        assert not some("x y", *texts)


def test_undecided_is_refused():
    """sqrt(2)^2 <= 2 is true but balls do not decide it: no point passes."""
    assert not some("x", "sqrt(2)^2*x/x <= 2")


@hypothesis_given(st.fractions(max_denominator=99), st.fractions(max_denominator=99))
@settings(max_examples=60, deadline=None)
def test_written_values_read_back(re, im):
    """A value as text is the same value when it is read."""
    assert exact(read(written((re, im))), {}) == (re, im)
    assert to_ball((re, Fraction(0))).imag == 0


def test_exact_values():
    """Arithmetic, perfect squares and moduli are exact; the rest is not guessed."""
    assert exact(read("sqrt(9/4) + (3/5)^2 + Abs(3 + 4*I)"), {}) == (Fraction(343, 50), 0)
    assert exact(read("sqrt(2)"), {}) is None and exact(read("sin(0)"), {}) is None
    assert exact(read("1/(1 - 1)"), {}) is None and exact(read("2^99"), {}) is None
    assert linear_in_pi(read("2*(pi/3 - 1/2) + 1"), {}) == (0, Fraction(2, 3))
    assert linear_in_pi(read("pi^2"), {}) is None and linear_in_pi(read("pi*pi"), {}) is None
