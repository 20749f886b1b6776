"""Continuity and smoothness on intervals: demands of heads, breaks, kinks, ends."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis.continuity.continuity import (
    continuous_on,
    monotone_on,
    settled,
    smooth_on,
)
from symderive.kernel.analysis.continuity.intervals import SMOOTH
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read

CONTINUOUS: list[tuple[str, str, str, list[str]]] = [
    ("1/(2 + cos(x))", "0", "2*pi", []),
    ("sqrt(x)", "-1", "1", []),
    ("1/(1 - 2*a*cos(x) + a^2)", "0", "2*pi", ["-1 < a < 1"]),
    ("floor(x)", "1/3", "2/3", []),
    ("Piecewise((x, x < 1), (x^2, true))", "0", "3", []),
    ("x^a", "0", "1", ["a > 0"]),
    ("f(x)/x", "1", "2", ["f is C0"]),
    ("asin(x)", "-1", "1", []),
    ("1/(x^2 + 1)", "-oo", "oo", []),
    ("1/x", "a", "b", ["a > 0", "b > 0"]),
    ("1/x", "-a", "-a/2", ["a > 0"]),
    ("gamma(x)", "1/2", "oo", []),
    ("exp(I*x)", "0", "1", []),
    ("log(x + I)", "1", "2", []),
]

BROKEN: list[tuple[str, str, str, list[str], str]] = [
    ("1/x", "-1", "1", [], "x = 0 at x = 0, inside"),
    ("1/x", "1", "-1", [], "x = 0 at x = 0, inside"),
    ("1/x", "0", "1", [], "x = 0 at x = 0, an end"),
    ("1/x", "a", "b", [], "not proved"),
    ("tan(x)", "0", "pi", [], "cos(x) = 0 at x = pi/2, inside"),
    ("log(x)", "0", "1", [], "an end"),
    ("sign(x)", "-1", "1", [], "inside"),
    ("atan(1/x)", "-1", "1", [], "inside"),
    ("floor(x)", "1/2", "3/2", [], "jump"),
    ("gamma(x)", "-1", "1", [], "inside"),
    ("asin(x)", "-1", "2", [], "1 - x = 0 at x = 1, inside"),
    ("1/(exp(x) - 1)", "0", "1", [], "an end"),
    ("x^a", "0", "1", [], "x = 0 at x = 0, an end"),
    ("f(x)", "0", "1", [], "not among the givens"),
    ("sin(x)/x", "0", "1", [], "an end"),
    ("Piecewise((x, x < 1), (x + 1, true))", "0", "3", [], "differ"),
    ("Piecewise((1, x < 0), (x, true))", "-2", "0", [], "piece beside it"),
    ("x", "0", "0", [], "coincide"),
]


def givens(*statements: str) -> Givens:
    return Givens.of([read(s) for s in statements])


@pytest.mark.parametrize(("text", "low", "high", "given"), CONTINUOUS)
def test_term_is_continuous(text, low, high, given):
    """Every demand of a head is proved on the closed interval."""
    assert settled(continuous_on(read(text), "x", read(low), read(high), givens(*given)))


@pytest.mark.parametrize(("text", "low", "high", "given", "reason"), BROKEN)
def test_break_is_found_and_said(text, low, high, given, reason):
    """A pole, jump or unknown demand stays open, with its place."""
    found = continuous_on(read(text), "x", read(low), read(high), givens(*given))
    assert any(not c.settled and reason in c.how for c in found)


def test_open_end_is_no_demand():
    """1/x is continuous on (0, 1) without its ends."""
    found = continuous_on(read("1/x"), "x", read("0"), read("1"), givens(), closed=(False, False))
    assert settled(found)


@pytest.mark.parametrize(
    ("text", "order", "smooth"),
    [
        ("Abs(x)", 0, True),
        ("Abs(x)", 1, False),
        ("x^(5/2)", 2, True),
        ("x^(5/2)", 3, False),
        ("sqrt(x)", 1, False),
        ("exp(x)", SMOOTH, True),
        ("x^3", SMOOTH, True),
        ("f(x)", 1, True),
        ("f(x)", 2, False),
        ("Piecewise((x^2, x < 0), (2*x^2, true))", 1, True),
        ("Piecewise((x^2, x < 0), (2*x^2, true))", 2, False),
    ],
)
def test_order_of_smoothness(text, order, smooth):
    """C^k at the kink 0 is told from C^(k+1)."""
    found = smooth_on(read(text), "x", read("-1"), read("1"), givens("f is C1"), order)
    assert settled(found) is smooth


def test_direction_of_monotony():
    """The sign of the derivative; none where it changes or a pole lies inside."""
    line = read("-oo"), read("oo")
    assert monotone_on(read("x + sin(x)/2"), "x", *line, givens())[0] == "increasing"
    assert monotone_on(read("exp(-x)"), "x", *line, givens())[0] == "decreasing"
    assert monotone_on(read("x^2"), "x", *line, givens())[0] == ""
    _, conditions = monotone_on(read("1/x"), "x", read("-1"), read("1"), givens())
    assert not settled(conditions)
