"""The plain-text writer: the law `read(write(t)) == t`, and the fewest parentheses that keep it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from strategies import random_term, terms

from symderive.terms.context import Context
from symderive.terms.reader import read
from symderive.terms.tree import Term, add, apply, div, integer, mul, neg, pow_, symbol
from symderive.terms.writer import write

a, b, c, x, t = map(symbol, "abcxt")
T = symbol("T")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(terms(4))
def test_what_is_written_reads_back(term):
    """read(write(t)) == t for every term that a text can say."""
    assert read(write(term)) == term


def test_law_on_many_seeded_terms():
    """The law on 3,000 more terms, drawn without shrinking and so a good deal larger."""
    rng = random.Random(20)
    for _ in range(3000):
        term = random_term(rng, rng.randint(1, 5))
        assert read(write(term)) == term


TEXTS = [
    (add(add(a, b), c), "(a + b) + c"),
    (add(a, add(b, c)), "a + (b + c)"),
    (add(a, neg(b), c), "a - b + c"),
    (add(neg(a), b), "-a + b"),
    (add(a, neg(neg(b))), "a - (-b)"),
    (add(a, neg(add(b, c))), "a - (b + c)"),
    (add(a, mul(neg(b), c)), "a + (-b)*c"),
    (neg(neg(a)), "-(-a)"),
    (neg(add(a, b)), "-(a + b)"),
    (neg(mul(a, b)), "-a*b"),
    (neg(div(a, b)), "-a/b"),
    (neg(pow_(a, b)), "-a^b"),
    (mul(neg(a), b), "(-a)*b"),
    (mul(a, neg(b)), "a*(-b)"),
    (mul(add(a, b), c), "(a + b)*c"),
    (mul(mul(a, b), c), "(a*b)*c"),
    (mul(a, mul(b, c)), "a*(b*c)"),
    (mul(div(a, b), c), "a/b*c"),
    (mul(a, div(b, c)), "a*(b/c)"),
    (div(mul(a, b), c), "a*b/c"),
    (div(a, mul(b, c)), "a/(b*c)"),
    (div(div(a, b), c), "a/b/c"),
    (div(a, div(b, c)), "a/(b/c)"),
    (div(neg(a), b), "(-a)/b"),
    (div(a, neg(b)), "a/(-b)"),
    (pow_(neg(a), b), "(-a)^b"),
    (pow_(a, neg(b)), "a^(-b)"),
    (pow_(pow_(a, b), c), "(a^b)^c"),
    (pow_(a, pow_(b, c)), "a^b^c"),
    (pow_(a, div(integer(1), integer(2))), "a^(1/2)"),
    (pow_(div(a, b), c), "(a/b)^c"),
    (pow_(integer(-2), integer(3)), "(-2)^3"),
    (pow_(a, T), "a^(T)"),
    (apply("f", a, b), "f(a, b)"),
    (apply("f", a, orders=(3,)), "f'''(a)"),
    (apply("f", a, orders=(4,)), "f[4](a)"),
    (apply("f", a, b, orders=(1, 0)), "f[1,0](a, b)"),
    (Term("Limit", (a, x, integer(0)), "+-"), "Limit(a, x, 0)"),
    (Term("Limit", (a, x, integer(0)), "+"), "Limit(a, x, 0+)"),
    (Term("Limit", (a, x, add(b, c)), "-"), "Limit(a, x, (b + c)-)"),
    (Term("Derivative", (a, x, t), (2, 1)), "Derivative(a, (x, 2), t)"),
    (Term("Index", (mul(a, b), integer(0)), None), "(a*b)[0]"),
    (Term("Not", (Term("Lt", (a, b)),)), "not (a < b)"),
    (Term("And", (Term("And", (Term("true"), Term("true"))), Term("false"))), None),
]


@pytest.mark.parametrize(("term", "text"), TEXTS, ids=[text or "nested and" for _, text in TEXTS])
def test_parentheses_only_where_the_tree_needs_them(term, text):
    """A structure is written with the parentheses that keep it, and no others."""
    assert text is None or write(term) == text
    assert read(write(term)) == term


CANONICAL = [
    ("a**b", "a^b"),
    ("ln(x)", "log(x)"),
    ("0.25", "1/4"),
    ("0<a<b", "0 < a and a < b"),
    ("a, b are n x n matrices", "a is n x n matrix and b is n x n matrix"),
    ("S is positive definite 2x2", "S is positive definite 2 x 2"),
    ("Integral(f,(x,0,1),(y,0,x))", "Integral(Integral(f, (x, 0, 1)), (y, 0, x))"),
    ("Matrix([x,y])", "Matrix([[x], [y]])"),
    ("|x|", "Abs(x)"),
    ("Piecewise((1,x>0),(0,True))", "Piecewise((1, x > 0), (0, true))"),
]


@pytest.mark.parametrize(("text", "canonical"), CANONICAL)
def test_one_spelling_for_each_term(text, canonical):
    """However a term was typed, it is written in one way."""
    assert write(read(text)) == canonical


def test_jets_are_written_in_the_notation_of_their_context():
    """With u(x, t) declared, derivatives are subscripts; at other arguments they are applied."""
    wave = Context(unknowns={"u": ("x", "t")})
    for text in ("u_t + u*u_x", "u_xxt", "u(x, 0) = exp(-x^2)", "u_t(0, t)", "u(t, x)"):
        assert write(read(text, wave), wave) == text


def test_jets_with_ambiguous_suffixes_keep_their_multi_index():
    """Where a subscript would be read as another derivative, the multi-index is written."""
    twice = Context(unknowns={"u": ("x", "xx")})
    for orders in ((2, 0), (0, 1), (1, 1), (3, 2)):
        term = apply("u", x, symbol("xx"), orders=orders)
        assert read(write(term, twice), twice) == term


def test_forms_are_written_short_where_forms_are_spoken_of():
    """dx, d(w), i(X, w) and L(X, w) in a context of forms; their full names elsewhere."""
    plane = Context(forms=True, coords=("x", "y"), form_names=frozenset("w"))
    term = read("d(w) + i(X, dx)", plane)
    assert write(term, plane) == "d(w) + i(X, dx)"
    assert write(term) == "ext_d(w) + iprod(X, ext_d(x))"


def test_what_no_text_says_is_refused():
    """A sum of one term, or a head outside the table, cannot be written."""
    for term in (Term("Add", (a,)), Term("Mystery", (a,)), Term("And", ())):
        with pytest.raises(ValueError):
            write(term)
