"""What the reader refuses: hostile input and mistakes, with the place and a hint."""

from __future__ import annotations

import pytest

from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import symbol

x, t = symbol("x"), symbol("t")
WAVE = Context(unknowns={"u": ("x", "t"), "y": ("x",), "z": ("th",)})

HOSTILE = [
    ("__import__('os')", 1),
    ("().__class__.__bases__", 4),
    ("x.real", 2),
    ("lambda", 1),
    ("lambda x: x", 9),
    ("x := 2", 3),
    ("x; y", 2),
    ("`ls`", 1),
    ('"a"', 1),
    ("'a'", 1),
    ("_x", 1),
    ("a__b", 2),
    ("9**9**9**9", 5),
    ("10^10^8", 3),
    ("x^(10^9)", 2),
    ("x^-99999", 2),
    ("x^0.00001", 2),
    ("2^binomial(100, 50)", 2),
    ("((10^9999)^9999)^9999", 11),
    ("factorial(10^8)", 1),
    ("(20!)!", 6),
    ("15!!!", 5),
    ("binomial(10^7, 10^6)", 1),
    ("gamma(gamma(20))", 1),
    ("zeta(10^7)", 1),
    ("bernoulli(10^5)", 1),
    ("fibonacci(10^7)", 1),
    ("polygamma(10^7, x)", 1),
    ("legendre(10^6, x)", 1),
    ("1e1000000000", 1),
    ("1e401", 1),
    ("1" * 2001, 1),
    ("Derivative(f, (x, 10000))", 19),
    ("f[10000](x)", 3),
    ("f" + "'" * 10 + "(x)", 2),
    ("(" * 200 + "x" + ")" * 200, 201),
    ("sin(" * 3000 + "x", 801),
    ("-" * 5000 + "x", 201),
    ("x" + "/x" * 5000, 400),
    ("x" + "^x" * 5000, 400),
    ("x" + "!" * 1000, 400),
    ("x" + "[0]" * 3000, 599),
    ("x" + "+x" * 100_000, 20_001),
    ("a" * 41, 1),
    ("x\u202e + y", 2),
    ("x\u200by", 2),
    ("x\x00", 2),
    ("x\x1b[31m", 2),
    ("\\input{/etc/passwd}", 1),
    ("x_\\frac{1}{2}", 3),
    ("x\u00b2", 2),
    ("x\u2081", 2),
    ("\u0430b", 1),  # Cyrillic
    ("caf\u00e9", 4),
    ("$x$", 1),
    ("{x}", 1),
    ("2x", 2),
    ("2 x", 3),
    ("(a)(b)", 4),
    ("3(x + 1)", 2),
    ("M[0](x)", 1),
    ("f(x)'", 5),
    ("x(x + 1) = x^2 + x", 1),
    ("sin x", 1),
    ("sin^2(x)", 1),
    ("Sin(x)", 1),
    ("tg(x)", 1),
    ("Symbol(x)", 1),
    ("E(x)", 1),
    ("y'", 1),
    ("f'(x, y)", 1),
    ("a, b > 0", 1),
    ("x is blue", 6),
    ("x in R", 6),
    ("Integral(x, x)", 13),
    ("Integral(x, (x))", 15),
    ("Integral(1, (pi, 0, 1))", 14),
    ("Derivative(x^2, 2)", 17),
    ("(x = 1) = (y = 1)", 9),
    ("\u221ax", 1),
    ("1.", 2),
]


@pytest.mark.parametrize(("text", "column"), HOSTILE, ids=[t[:24] for t, _ in HOSTILE])
def test_refused_with_place_and_hint(text, column):
    """What is hostile, or would have to be guessed, is refused at its place with a hint."""
    with pytest.raises(NotRead) as caught:
        read(text)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert caught.value.message and caught.value.hint
    assert len(caught.value.show()) < 600


INCOMPLETE = [
    ("", 1, "expected a formula at the end"),
    ("1 +", 4, "expected a formula at the end"),
    ("sin(x = 1", 7, "expected ')' before '='"),
    ("(x", 3, "expected ')' at the end"),
    ("|x", 3, "expected '|' at the end"),
    ("x)", 2, "expected the end before ')'"),
    ("*2", 1, "expected a formula before '*'"),
    ("atan2(x)", 1, "atan2 takes 2 arguments, not 1"),
    ("Matrix([[1, 2], [3]])", 8, "rows of different lengths"),
    ("true + 1", 6, "'+' wants a number or symbol on its left, not a statement"),
    ("x and y", 3, "'and' joins statements, not numbers"),
    ("sin((a < b))", 11, "a number or symbol is wanted here, not a statement"),
]


@pytest.mark.parametrize(("text", "column", "message"), INCOMPLETE)
def test_message_says_what_was_expected(text, column, message):
    """A broken formula is answered by what was expected, and where."""
    with pytest.raises(NotRead) as caught:
        read(text)
    assert (caught.value.column, caught.value.message) == (column, message)


def test_unknown_of_other_shape_is_refused():
    """A declared unknown keeps its number of arguments, and a prime needs a single variable."""
    for text in ("u(x)", "u'", "y(x, t)", "Integral(y, (y, 0, 1))"):
        with pytest.raises(NotRead):
            read(text, WAVE)


def test_error_shows_line_and_caret():
    """In a text of several lines the error names the line and draws only that line."""
    with pytest.raises(NotRead) as caught:
        read("x +\n  sin(x = 1")
    assert caught.value.show() == (
        "line 2, column 9: expected ')' before '='\n    sin(x = 1\n          ^"
    )
    assert str(caught.value) == "line 2, column 9: expected ')' before '='"


def test_long_line_is_cut_around_the_caret():
    """A long line is shown in part, with the caret still under its character."""
    with pytest.raises(NotRead) as caught:
        read("x + " * 100 + "@ + x" * 20)
    _, shown, caret, *_ = caught.value.show().split("\n")
    assert len(shown) < 90 and shown[caret.index("^")] == "@"


def test_invisible_characters_do_not_move_the_caret():
    """Control and bidirectional characters are drawn as ?, so that the terminal stays as it is."""
    with pytest.raises(NotRead) as caught:
        read("x\u202e\x1b + y")
    assert "\n  x?? + y\n   ^" in caught.value.show()
