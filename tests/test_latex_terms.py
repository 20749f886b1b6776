"""Terms as LaTeX: a table of texts and what a paper would print, names, styles, and refusals."""

from __future__ import annotations

import re
import sys
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import random_statement, random_term
from term_building import D, F, W, fn

from symderive.present.breaking import display
from symderive.present.latex_pieces import Style
from symderive.present.latex_symbols import escape_text, glyph, glyphs
from symderive.present.latex_terms import ROWS, Scope, latex, printer
from symderive.present.width import width
from symderive.terms.context import Context
from symderive.terms.heads import HEADS
from symderive.terms.reader import read
from symderive.terms.tree import Term, apply, eq, symbol

UNKNOWNS = {"y": ("x",), "u": ("x", "t")}

TABLE = [
    ("-b + x", "x - b"),
    ("(-b + x)/a", r"\frac{x - b}{a}"),
    ("a*cosh((x - b)/a)", r"a\cosh\frac{x - b}{a}"),
    ("cosh((x - b)/a)^2", r"\cosh^{2}\frac{x - b}{a}"),
    ("sqrt(1 + y'^2)*y", r"y\sqrt{1 + y'^{2}}"),
    ("y*sqrt(1 + y'^2)", r"y\sqrt{1 + y'^{2}}"),
    ("exp(-x^2/2)", "e^{-x^{2}/2}"),
    ("exp(-(x - mu)^2/(2*sigma^2))", r"e^{-(x - \mu)^{2}/(2\sigma^{2})}"),
    ("-x/2", r"-\frac{x}{2}"),
    ("1/2*x", r"\frac{1}{2} x"),
    ("2*3", r"2\cdot 3"),
    ("x*(-y)", "x(-y)"),
    ("-(a + b)", "-(a + b)"),
    ("a - (b + c)", "a - (b + c)"),
    ("-a - b", "-a - b"),
    ("2*3^n", r"2\cdot 3^{n}"),
    ("x*2", "2x"),
    ("x*(1 - x)", "x(1 - x)"),
    ("2*(1/3)", r"2\cdot\frac{1}{3}"),
    ("3*2^n*x", r"3\cdot 2^{n} x"),
    ("sin(x)^2", r"\sin^{2} x"),
    ("log(x)^2", r"\ln^{2} x"),
    ("sin(2*x)", r"\sin 2x"),
    ("sin(x)*z", r"\sin(x) z"),
    ("sin(x)*cos(x)", r"\sin x\cos x"),
    ("z*sin(x)", r"z\sin x"),
    ("sin(x/2)", r"\sin\frac{x}{2}"),
    ("sin(x + 1)", r"\sin(x + 1)"),
    ("sin(-x)", r"\sin(-x)"),
    ("log(|x|)", r"\ln\left|x\right|"),
    ("|x/2|", r"\left|\frac{x}{2}\right|"),
    ("cos(2*pi*x)", r"\cos 2\pi x"),
    ("sin(sin(x))", r"\sin(\sin x)"),
    ("log(x)/x", r"\frac{\ln x}{x}"),
    ("exp(log(x)/2)", r"e^{\ln(x)/2}"),
    ("(sin(x))^(-1)", r"(\sin x)^{-1}"),
    ("(x^2)^3", "(x^{2})^{3}"),
    ("(x/z)^2", r"\left(\frac{x}{z}\right)^{2}"),
    ("sqrt(x)^2", r"(\sqrt{x})^{2}"),
    ("exp(x)^2", "(e^{x})^{2}"),
    ("(-1)^n", "(-1)^{n}"),
    ("(1 + x)^(3/2)", "(1 + x)^{3/2}"),
    ("x^(z^2)", "x^{z^{2}}"),
    ("x^(a/b)", "x^{a/b}"),
    ("E^x", "e^{x}"),
    ("I*x", "i x"),
    ("EulerGamma + gamma", r"\gamma_{\mathrm{E}} + \gamma"),
    ("e^x", r"\mathsf{e}^{x}"),
    ("i*I", r"i\,\mathrm{i}"),
    ("x1 + x_1", r"\mathtt{x1} + x_{1}"),
    ("lam + mu", r"\lambda + \mu"),
    ("sigma_q^2", r"\sigma_{q}^{2}"),
    ("foo*x*bar", r"\mathrm{foo}\,x\,\mathrm{bar}"),
    ("foo_bar", r"\mathrm{foo}_{\mathrm{bar}}"),
    ("y'", "y'"),
    ("y'^2", "y'^{2}"),
    ("y''", "y''"),
    ("y*y''", r"y\,y''"),
    ("y'*(1 + x)", r"y'\cdot(1 + x)"),
    ("y(0)", "y(0)"),
    ("y'(0)", "y'(0)"),
    ("u_t + u*u_x", "u_{t} + u u_{x}"),
    ("u_xx", "u_{xx}"),
    ("u_xt", "u_{xt}"),
    ("f'(2*x)", "f'(2x)"),
    ("f'(x)", "f'(x)"),
    ("Derivative(f(2*x), x)", r"\frac{d}{dx} f(2x)"),
    ("Derivative(exp(-t*x), t)", r"\frac{\partial}{\partial t} e^{-t x}"),
    ("Derivative(t^3, t)", r"\frac{d}{dt} t^{3}"),
    ("Integral(exp(-x^2), (x, -oo, oo))", r"\int_{-\infty}^{\infty} e^{-x^{2}}\,dx"),
    ("Integral(x*z, (x, 0, 1), (z, 0, pi/2))", r"\int_{0}^{\pi/2}\int_{0}^{1} x z\,dx\,dz"),
    ("2*Integral(x + 1, (x, 0, 1))", r"2\int_{0}^{1}(x + 1)\,dx"),
    ("Integral(x, (x, 0, 1))*z", r"\left(\int_{0}^{1} x\,dx\right) z"),
    ("Sum(1/k^2, (k, 1, oo))", r"\sum_{k=1}^{\infty}\frac{1}{k^{2}}"),
    ("Sum(a + k, (k, 1, n)) + 1", r"\sum_{k=1}^{n}(a + k) + 1"),
    ("Product(1 + 1/k, (k, 1, n))", r"\prod_{k=1}^{n}\left(1 + \frac{1}{k}\right)"),
    ("Limit(sin(x)/x, x, 0+)", r"\lim_{x\to 0^{+}}\frac{\sin x}{x}"),
    ("Limit((1 + 1/n)^n, n, oo)", r"\lim_{n\to \infty}\left(1 + \frac{1}{n}\right)^{n}"),
    ("Limit(1/x, x, a-)", r"\lim_{x\to a^{-}}\frac{1}{x}"),
    (
        "Piecewise((x, x < 0), (x^2/2, true))",
        r"\begin{cases} x & \text{if } x < 0 \\ x^{2}/2 & \text{otherwise} \end{cases}",
    ),
    ("Matrix([[a, b], [c, 1/x]])", r"\begin{pmatrix} a & b \\ c & 1/x \end{pmatrix}"),
    ("transpose(A)", r"A^{\top}"),
    ("inverse(A + B)", "(A + B)^{-1}"),
    ("trace(A*B)", r"\operatorname{tr}(A B)"),
    ("log(det(A))", r"\ln\det A"),
    ("A*inverse(B)*A", "A B^{-1} A"),
    ("0 < a < b", "0 < a < b"),
    ("a != b", r"a \neq b"),
    ("x in (0, 1)", r"x \in (0,1)"),
    ("x in [0, oo)", r"x \in [0,\infty)"),
    ("f is C2", r"f\text{ is }C^{2}"),
    ("S is positive definite n x n", r"S\text{ is a positive definite }n\times n\text{ matrix}"),
    ("A, B are n x n matrices", r"A\text{ and }B\text{ are }n\times n\text{ matrices}"),
    ("a, b, c are positive", r"a, b\text{ and }c\text{ are positive}"),
    ("x > 0 and z > 0", r"x > 0\text{ and }z > 0"),
    ("erf(x/sqrt(2))", r"\operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)"),
    ("gamma(1/2)", r"\Gamma\left(\frac{1}{2}\right)"),
    ("loggamma(x)", r"\operatorname{log\Gamma}(x)"),
    ("digamma(x)", r"\psi(x)"),
    ("polygamma(n, x)", r"\psi^{(n)}(x)"),
    ("besselj(nu, x)^2", r"J_{\nu}(x)^{2}"),
    ("elliptic_k(m)", "K(m)"),
    ("elliptic_k(m)*K", r"K(m)\,\mathsf{K}"),
    ("elliptic_e(phi, m)", r"E(\phi\mid m)"),
    ("elliptic_pi(n, phi, m)", r"\Pi(n;\phi\mid m)"),
    ("jacobi_sn(v, m)", r"\operatorname{sn}(v\mid m)"),
    ("polylog(2, x)", r"\operatorname{Li}_{2}(x)"),
    ("LambertW(x)", "W(x)"),
    ("Ei(x) + Si(x)", r"\operatorname{Ei}(x) + \operatorname{Si}(x)"),
    ("zeta(3)", r"\zeta(3)"),
    ("acosh(z/a)", r"\operatorname{arcosh}\frac{z}{a}"),
    ("asin(x)^2", r"\arcsin^{2} x"),
    ("atan2(z, x)", r"\operatorname{atan2}(z,x)"),
    ("binomial(n, k)", r"\binom{n}{k}"),
    ("factorial(n)", "n!"),
    ("factorial(n + 1)", "(n + 1)!"),
    ("harmonic(n)", "H_{n}"),
    ("hyp2f1(a, b, c, z)", "{}_{2}F_{1}(a,b;c;z)"),
    ("floor(x/2)", r"\left\lfloor\frac{x}{2}\right\rfloor"),
    ("conjugate(z)", r"\overline{z}"),
    ("airyaiprime(x)", r"\operatorname{Ai}'(x)"),
    ("cbrt(x)", r"\sqrt[3]{x}"),
    ("x^(1/3)", "x^{1/3}"),
    ("1/(1 + 1/x)", r"\frac{1}{1 + 1/x}"),
    ("(a/b)/c", r"\frac{a/b}{c}"),
    ("exp(Integral(f(s), (s, 0, t)))", r"\exp\left(\int_{0}^{t} f(s)\,ds\right)"),
    ("pi*log(2)/8", r"\frac{\pi\ln 2}{8}"),
    ("2*pi*I", r"2\pi i"),
    ("Catalan*G", r"\mathrm{G} G"),
    ("oo", r"\infty"),
    ("(x - 1)*(x + 1)", "(x - 1)(x + 1)"),
    ("x^2*z*3", "3x^{2} z"),
    ("a*b = b*a", "a b = b a"),
    ("log(2*pi)", r"\ln(2\pi)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_printed_as_in_a_paper(text, expected):
    """A term that is read prints as the table says."""
    assert latex(read(text, Context(unknowns=UNKNOWNS)), unknowns=UNKNOWNS) == expected


x, a, b, w = W("x"), W("a"), W("b"), W("w")
DX, DY = F("ext_d", "x"), F("ext_d", "y")

BUILT = [
    (F("Wedge", DX, DY), r"\mathrm{d}x\wedge\mathrm{d}y"),
    (x * F("Wedge", DX, DY), r"x\,\mathrm{d}x\wedge\mathrm{d}y"),
    (F("ext_d", x * a), r"\mathrm{d}(x a)"),
    (F("star", "omega"), r"\star\omega"),
    (F("iprod", "X", "omega"), r"\iota_{X}\omega"),
    (F("lie", "X", F("Wedge", "a", "b")), r"\mathcal{L}_{X}(a\wedge b)"),
    (F("pull", "P", "w"), r"P^{*} w"),
    (F("LB", "w"), r"(\mathrm{d}\delta+\delta\mathrm{d})w"),
    (F("flat", "X"), r"X^{\flat}"),
    (F("grad", "f"), r"\operatorname{grad} f"),
    (F("bracket", "X", "Y"), r"\left[X, Y\right]"),
    (F("inner", "a", "b"), r"\left\langle a, b\right\rangle"),
    (fn("f", a, b, orders=(2, 1)), r"\partial_{1}^{2}\partial_{2} f(a,b)"),
    (F("Subs", D(fn("f", x), "x"), "x", 2 * x), "f'(2x)"),
    (F("Subs", x**2, "x", 3), r"\left.x^{2}\right|_{x=3}"),
    (F("Neg", -x), "-(-x)"),
    (a - (-b), "a - (-b)"),
    (x * (-2), "-2x"),
    (W("f") * (1 + x) + fn("f", x), r"f\cdot(1 + x) + f(x)"),
    (W(1) * x, r"1\cdot x"),
    (F("sqrt", "A") * W("B"), r"\sqrt{A} B"),
    (F("Lambda", x**2, "x"), r"x\mapsto x^{2}"),
    (F("Index", "A", 0, 1), "A_{0,1}"),
    (F("ZeroMatrix", "n", "m"), r"0_{n\times m}"),
]


@pytest.mark.parametrize(("term", "expected"), BUILT)
def test_built_terms(term, expected):
    """Forms, slots and terms that are seldom written print as the table says."""
    assert latex(term.t) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (D(fn("f", x, fn("g", x)), "x"), r"\frac{d}{dx} f(x,g(x))"),
        (D(fn("f", x, x), "x"), r"\frac{d}{dx} f(x,x)"),
        (D(fn("u", "t", x), "x"), r"\frac{\partial}{\partial x} u(t,x)"),
        (fn("u", "t", x, orders=(1, 0)), "u_{x}(t,x)"),
        (D(fn("f", x, 0), "x"), "f_{x}(x,0)"),
        (D(fn("f", 2 * x), "x"), r"\frac{d}{dx} f(2x)"),
    ],
)
def test_a_total_derivative_is_no_partial_one(term, expected):
    """A jet is printed only where the variable stands alone in its own slot."""
    assert latex(term.t, unknowns=UNKNOWNS) == expected
    latex(term.t, unknowns=UNKNOWNS, derivative="leibniz")


@pytest.mark.parametrize(
    ("option", "text", "expected"),
    [
        ({"log": "log"}, "log(x)", r"\log x"),
        ({"derivative": "leibniz"}, "y'", r"\frac{dy}{dx}"),
        ({"derivative": "leibniz"}, "u_xt", r"\frac{\partial^{2}u}{\partial x\partial t}"),
        ({"derivative": "dot"}, "y''", r"\ddot{y}"),
        ({"derivative": "subscript"}, "y''", "y_{xx}"),
        ({"derivative": "partial"}, "u_xx", r"\partial_{x}^{2} u"),
        ({"markdown": True}, "acosh(x)", r"\mathrm{arcosh}\, x"),
        ({"markdown": True}, "erf(x)", r"\mathrm{erf}(x)"),
    ],
)
def test_styles(option, text, expected):
    """Each option changes what it names."""
    assert latex(read(text, Context(unknowns=UNKNOWNS)), unknowns=UNKNOWNS, **option) == expected


def test_slots_as_an_index():
    """The derivative before the arguments are put in may be written as a multi-index."""
    assert latex(fn("f", a, b, orders=(1, 0)).t, slots="index") == "f^{(1,0)}(a,b)"


def test_unknown_option_is_refused():
    """A misspelt value is an error that lists the right ones."""
    with pytest.raises(ValueError, match="prime"):
        latex(x.t, derivative="primes")


def test_radical_of_a_declared_matrix_stays_in_place():
    """Roots move behind scalars only: a lower-case matrix keeps its place when it is declared."""
    product = (F("sqrt", "a") * W("v")).t
    assert latex(product) == r"v\sqrt{a}"
    assert latex(product, matrices=frozenset(["a"])) == r"\sqrt{a} v"


HOSTILE = ["\\input{x}", "$", "a%b", "}{", "x^^41", "\\write18{ls}", "a\nb", "\u202ex", "#1&~_", ""]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("build", [symbol, lambda n: apply(n, symbol("x"))])
def test_hostile_names_are_inert(name, build):
    """No name reaches TeX as a command, a comment, a group or a shift of mode."""
    tex = latex(build(name))
    for command in re.findall(r"\\[A-Za-z]+", tex):
        assert command in (r"\mathtt", r"\backslash", r"\hat", r"\tilde")
    bare = re.sub(r"\\.", "", tex)
    assert not set(bare) & set("$%#&~\n") and bare.isascii()
    assert bare.count("{") == bare.count("}")


@given(st.text(max_size=30))
def test_escaped_text_has_no_active_character(text):
    """Any text becomes prose whose only specials are escapes of our own."""
    tex = escape_text(text)
    assert tex.isascii() and "^^" not in tex
    bare = re.sub(r"\\[^A-Za-z]|\\[A-Za-z]+", "", tex)
    assert not set(bare) & set("%#&~^_\\\n") and bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0


@given(st.sets(st.from_regex(r"[a-z]{1,6}_?[a-z0-9]{0,3}", fullmatch=True), max_size=12))
def test_glyphs_are_injective(names):
    """Two names never share a glyph."""
    table = glyphs(names)
    assert len(set(table.values())) == len(names)


def test_greek_letter_and_its_name_do_not_collide():
    """A Greek letter prints as its name does, unless both are there."""
    assert glyph("λ") == r"\lambda"
    assert len(set(glyphs(["λ", "lambda", "lam"]).values())) == 3


def test_scope_keeps_glyphs_apart_across_terms():
    """A name of another step of the document counts when glyphs are given out."""
    assert latex(symbol("x1")) == "x_{1}"
    assert latex(symbol("x1"), scope=Scope.of(symbol("x_1"))) == r"\mathtt{x1}"


def _terms():
    leaves = st.sampled_from([symbol(n) for n in ("x", "alpha", "foo", "e", "x_1")])
    leaves = leaves | st.integers(0, 30).map(lambda n: Term("Integer", (), n))

    def grow(inner):
        two = st.tuples(inner, inner)
        one = st.tuples(inner)
        return st.one_of(
            *(two.map(lambda p, h=h: Term(h, p)) for h in ("Add", "Mul", "Div", "Pow", "besselj")),
            *(
                one.map(lambda p, h=h: Term(h, p))
                for h in ("Neg", "sin", "exp", "sqrt", "factorial")
            ),
            two.map(lambda p: Term("Sum", (p[0], symbol("k"), Term("Integer", (), 1), p[1]))),
        )

    return st.recursive(leaves, grow, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(_terms())
def test_random_terms_balance(term):
    """Groups and \\left..\\right pair off, signs never meet, and the width is positive."""
    tex = latex(term)
    depth = 0
    for token in re.findall(r"\\[A-Za-z]+|\\.|.", tex):
        depth += (token == "{") - (token == "}")
        assert depth >= 0
    assert depth == 0
    assert len(re.findall(r"\\left(?![a-z])", tex)) == len(re.findall(r"\\right(?![a-z])", tex))
    assert not re.search(r"[-+] *[-+]|\^\{[^{}]*\}\^|[0-9] [0-9]", tex)
    assert width(tex) > 0


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_read_is_printed(seed):
    """Random terms over the whole language print, and their groups pair off."""
    rng = Random(seed)
    for term in (random_term(rng, 4), random_statement(rng, 4)):
        tex = latex(term)
        bare = re.sub(r"\\\\.", "", tex)
        assert bare.count("{") == bare.count("}") and tex.isascii() and width(tex) > 0


def test_every_head_has_a_row():
    """No head of the closed table is without LaTeX."""
    assert ROWS.keys() >= HEADS.keys()


DEEP = [("sin(", 199), ("exp(", 199), ("f(", 199), ("f(x)*f(", 97), ("sqrt(", 199), ("-(", 97)]
DEEP += [("1/(1 + ", 60), ("x^(", 97), ("2*(1 + ", 60)]


@pytest.mark.parametrize(("opening", "depth"), DEEP)
def test_deep_terms_are_printed(opening, depth):
    """Terms about as deep as the reader takes them are printed, and broken, without delay."""
    term = read(opening * depth + "x" + ")" * depth)
    limit = sys.getrecursionlimit()
    start = time.perf_counter()
    assert "x" in latex(term)
    assert display(eq(symbol("F"), term), printer(Scope.of(term), Style()), 300).lines
    assert time.perf_counter() - start < 5
    assert sys.getrecursionlimit() == limit
