"""The plain-text reader: what each text says, and what is refused where."""

from __future__ import annotations

import random
import sys
import tomllib
from pathlib import Path

import pytest
from strategies import random_term

from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.heads import ALIASES, HEADS
from symderive.terms.limits import MAX_DEPTH, height
from symderive.terms.reader import read
from symderive.terms.tree import Term, apply, integer, symbol
from symderive.terms.vocabulary import (
    FUNCTIONS,
    KEYWORDS,
    MEANT,
    TRUTH,
    is_function_name,
    is_symbol_name,
)
from symderive.terms.writer import write

x, t = symbol("x"), symbol("t")
WAVE = Context(unknowns={"u": ("x", "t"), "y": ("x",), "z": ("th",)})
PLANE = Context(forms=True, coords=("x", "y"), form_names=frozenset(("v", "w")))


def shape(term: Term) -> str:
    """The tree as one line: heads applied to arguments, data of a node in angle brackets."""
    if term.head in ("Symbol", "Integer"):
        return str(term.data)
    data = "" if term.data is None else f"<{str(term.data).replace(' ', '')}>"
    if not term.args:
        return term.head + data
    return f"{term.head}{data}({', '.join(shape(a) for a in term.args)})"


TREES = [
    # arithmetic keeps what was written
    ("a + b + c", "Add(a, b, c)"),
    ("(a + b) + c", "Add(Add(a, b), c)"),
    ("a + (b + c)", "Add(a, Add(b, c))"),
    ("a - b", "Add(a, Neg(b))"),
    ("a - b - c + d", "Add(a, Neg(b), Neg(c), d)"),
    ("a - -b*c", "Add(a, Neg(Neg(Mul(b, c))))"),
    ("a*b*c", "Mul(a, b, c)"),
    ("(a*b)*c", "Mul(Mul(a, b), c)"),
    ("a*b/c", "Div(Mul(a, b), c)"),
    ("a/b*c", "Mul(Div(a, b), c)"),
    ("a/b*c*d", "Mul(Div(a, b), c, d)"),
    ("a/b/c", "Div(Div(a, b), c)"),
    ("-a*b", "Neg(Mul(a, b))"),
    ("(-a)*b", "Mul(Neg(a), b)"),
    ("a*-b*c", "Mul(a, Neg(b), c)"),
    ("-x^2", "Neg(Pow(x, 2))"),
    ("(-x)^2", "Pow(Neg(x), 2)"),
    ("2^-x", "Pow(2, Neg(x))"),
    ("2^-x^2", "Pow(2, Neg(Pow(x, 2)))"),
    ("x**-1*y", "Mul(Pow(x, Neg(1)), y)"),
    ("a^b^c", "Pow(a, Pow(b, c))"),
    ("(a^b)^c", "Pow(Pow(a, b), c)"),
    ("+x", "x"),
    ("x/x", "Div(x, x)"),
    ("-3", "Neg(3)"),
    # numbers are exact
    ("0.1*x", "Mul(Div(1, 10), x)"),
    ("2.50", "Div(5, 2)"),
    ("3.0", "3"),
    (".5", "Div(1, 2)"),
    ("1e-3", "Div(1, 1000)"),
    ("1.5e2", "150"),
    ("Rational(1,2)", "Div(1, 2)"),
    ("Rational(-3,2)", "Neg(Div(3, 2))"),
    # functions, aliases, constants
    ("ln(x) + arctan(x)", "Add(log(x), atan(x))"),
    ("log(x, 2)", "Div(log(x), log(2))"),
    ("root(x, 3)", "Pow(x, Div(1, 3))"),
    ("|x - |y||", "Abs(Add(x, Neg(Abs(y))))"),
    ("|x|*|y|", "Mul(Abs(x), Abs(y))"),
    ("n! + m!!", "Add(factorial(n), factorial2(m))"),
    ("2^n!", "Pow(2, factorial(n))"),
    ("n! != 3", "Ne(factorial(n), 3)"),
    ("exp(I*pi) + E^x", "Add(exp(Mul(I, pi)), Pow(E, x))"),
    ("e + i", "Add(e, i)"),
    ("gamma*gamma(x)", "Mul(gamma, gamma(x))"),
    ("-oo", "Neg(oo)"),
    ("\u03b1 + \u03c0*\u03bb_1", "Add(alpha, Mul(pi, lam_1))"),
    ("x \u2212 2\u00b7y \u2264 \u221e", "Le(Add(x, Neg(Mul(2, y))), oo)"),
    ("\uff08x\uff0b\U0001d466\uff09", "Add(x, y)"),
    # calculus
    ("Integral(x^2, (x, -1, 1))", "Integral(Pow(x, 2), x, Neg(1), 1)"),
    ("Integral(f, (x, 0, 1), (y, 2, 3))", "Integral(Integral(f, x, 0, 1), y, 2, 3)"),
    ("Sum(1/k^2, (k, 1, oo))", "Sum(Div(1, Pow(k, 2)), k, 1, oo)"),
    ("Product(k, (k, 1, n))", "Product(k, k, 1, n)"),
    ("Limit(1/x, x, 0)", "Limit<+->(Div(1, x), x, 0)"),
    ("Limit(1/x, x, 0+)", "Limit<+>(Div(1, x), x, 0)"),
    ("Limit(1/x, x, a-)", "Limit<->(Div(1, x), x, a)"),
    ("Limit(1/x, x, a + b-)", "Limit<->(Div(1, x), x, Add(a, b))"),
    ("Limit(1/x, x, 0, '+')", "Limit<+>(Div(1, x), x, 0)"),
    ("Derivative(f, x)", "Derivative<(1,)>(f, x)"),
    ("Derivative(f, (x, 2), y)", "Derivative<(2,1)>(f, x, y)"),
    ("diff(f, x, 3)", "Derivative<(3,)>(f, x)"),
    ("Subs(f, x, 0)", "Subs(f, x, 0)"),
    ("Subs(f, (x, y), (0, 1))", "Subs(f, x, y, 0, 1)"),
    ("Lambda(x, x^2)", "Lambda(Pow(x, 2), x)"),
    ("f'(x) + f''(0)", "Add(Apply<('f',(1,))>(x), Apply<('f',(2,))>(0))"),
    ("f[1,0](x, y)", "Apply<('f',(1,0))>(x, y)"),
    ("f[4](x)", "Apply<('f',(4,))>(x)"),
    ("f'(g(x))", "Apply<('f',(1,))>(Apply<('g',(0,))>(x))"),
    ("Derivative(f(g(x)), x)", "Derivative<(1,)>(Apply<('f',(0,))>(Apply<('g',(0,))>(x)), x)"),
    # matrices
    ("Matrix([[a, b], [c, d]])", "Matrix<(2,2)>(a, b, c, d)"),
    ("Matrix([x, y])", "Matrix<(2,1)>(x, y)"),
    ("Matrix([[x, y]])**-1", "Pow(Matrix<(1,2)>(x, y), Neg(1))"),
    ("A.T*B", "Mul(transpose(A), B)"),
    ("Matrix([x])^T", "transpose(Matrix<(1,1)>(x))"),
    ("x^T", "Pow(x, T)"),
    ("M[0] + M[0,1]", "Add(Index(M, 0), Index(M, 0, 1))"),
    ("tr(A) + det(inv(A))", "Add(trace(A), det(inverse(A)))"),
    # relations and logic
    ("x^2 = 4", "Eq(Pow(x, 2), 4)"),
    ("x == y", "Eq(x, y)"),
    ("0 < a <= b", "And(Lt(0, a), Le(a, b))"),
    ("a = b = c", "And(Eq(a, b), Eq(b, c))"),
    ("0 < a < b and c != 0", "And(Lt(0, a), Lt(a, b), Ne(c, 0))"),
    ("(0 < a < b) and c != 0", "And(And(Lt(0, a), Lt(a, b)), Ne(c, 0))"),
    ("x > 0, y > 0", "And(Gt(x, 0), Gt(y, 0))"),
    ("x > 0 & y > 0 or z = 1", "Or(And(Gt(x, 0), Gt(y, 0)), Eq(z, 1))"),
    ("not x < 0 or true", "Or(Not(Lt(x, 0)), true)"),
    ("Ne(a, 1)", "Ne(a, 1)"),
    ("Piecewise((x, x > 0), (0, True))", "Piecewise(x, Gt(x, 0), 0, true)"),
    # givens
    ("x in (0, 1]", "In(x, Interval<(]>(0, 1))"),
    ("x in [0, oo)", "In(x, Interval<[)>(0, oo))"),
    ("x is in (0, 1)", "In(x, Interval<()>(0, 1))"),
    ("x is real", "Is(x, real)"),
    ("n is a positive integer", "And(Is(n, positive), Is(n, integer))"),
    ("a, b are positive", "And(Is(a, positive), Is(b, positive))"),
    ("a, b are positive, n is natural", "And(Is(a, positive), Is(b, positive), Is(n, natural))"),
    ("f is C2", "Is(f, C2)"),
    ("f is C^2", "Is(f, C2)"),
    ("f is function", "Is(f, function)"),
    ("A is invertible", "Is(A, invertible)"),
    ("S is positive definite n x n", "Is(S, Tuple(positive_definite, n, n))"),
    ("A, B are n x m matrices", "And(Is(A, Tuple(matrix, n, m)), Is(B, Tuple(matrix, n, m)))"),
    ("A is a 2x2 matrix", "Is(A, Tuple(matrix, 2, 2))"),
    # what rules and problems need
    ("X = (y, -x)", "Eq(X, Tuple(y, Neg(x)))"),
    ("1, r^2", "Tuple(1, Pow(r, 2))"),
    ("free(A, T)", "Apply<('free',(0,0))>(A, T)"),
    ("g(F, X, near T)", "Apply<('g',(0,0,0))>(F, X, Apply<('near',(0,))>(T))"),
    ("u_x + x_{12}", "Add(u_x, x_12)"),
]


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[text for text, _ in TREES])
def test_tree_of_a_text(text, tree):
    """Each text says exactly one tree; nothing is evaluated or rearranged."""
    assert shape(read(text)) == tree


JETS = [
    ("u", apply("u", x, t)),
    ("u_x", apply("u", x, t, orders=(1, 0))),
    ("u_xt", apply("u", x, t, orders=(1, 1))),
    ("u_{txx}", apply("u", x, t, orders=(2, 1))),
    ("u(0, t)", apply("u", integer(0), t)),
    ("u_t(x, 0)", apply("u", x, integer(0), orders=(0, 1))),
    ("y'", apply("y", x, orders=(1,))),
    ("y''", apply("y", x, orders=(2,))),
    ("y_xx", apply("y", x, orders=(2,))),
    ("y'(0)", apply("y", integer(0), orders=(1,))),
    ("z_thth", apply("z", symbol("th"), orders=(2,))),
    ("u_0", symbol("u_0")),
]


@pytest.mark.parametrize(("text", "term"), JETS, ids=[text for text, _ in JETS])
def test_jets_of_declared_unknowns(text, term):
    """A declared unknown stands for its value, and its variables as subscript for a derivative."""
    assert read(text, WAVE) == term


def test_undeclared_subscripts_are_names():
    """Without a declaration `u_x` is a name; with one, `u is C2` speaks of the function itself."""
    assert read("u_x") == symbol("u_x")
    assert shape(read("u, y are C2", WAVE)) == "And(Is(u, C2), Is(y, C2))"
    assert shape(read("Derivative(y'^2, y')", WAVE)) == (
        "Derivative<(1,)>(Pow(Apply<('y',(1,))>(x), 2), Apply<('y',(1,))>(x))"
    )


FORMS = [
    ("x*dy - y*dx", "Add(Mul(x, ext_d(y)), Neg(Mul(y, ext_d(x))))"),
    ("dx^dy", "Wedge(ext_d(x), ext_d(y))"),
    ("v^w^dx", "Wedge(v, w, ext_d(x))"),
    ("v^w^d(v)", "Wedge(v, w, ext_d(v))"),
    ("v^(w)^dx", "Wedge(v, w, ext_d(x))"),
    ("(v^w)^dx", "Wedge(Wedge(v, w), ext_d(x))"),
    ("integral(w, P, (x, 0, 2*pi))", None),
    ("v^(w^dx)", "Wedge(v, Wedge(w, ext_d(x)))"),
    ("x^2*dx", "Mul(Pow(x, 2), ext_d(x))"),
    ("x^y", "Pow(x, y)"),
    ("i(X, w)^2", "Pow(iprod(X, w), 2)"),
    ("d(i(X, w)) + i(X, d(w)) = L(X, w)", None),
    ("div(X)", "div_(X)"),
    ("pull(P, w) - star(w)", "Add(pull(P, w), Neg(star(w)))"),
    ("vector()", "Apply<('vector',())>"),
    ("map(T; x = r, y = p)", "Apply<('map',(0,0,0))>(T, Tuple(x, r), Tuple(y, p))"),
]


@pytest.mark.parametrize(("text", "tree"), FORMS, ids=[text for text, _ in FORMS])
def test_forms(text, tree):
    """Where forms are spoken of, d, i, L are operators, dx is d(x), ^ between forms a wedge."""
    term = read(text, PLANE)
    assert tree is None or shape(term) == tree
    assert read(write(term, PLANE), PLANE) == term
    assert read(write(term)) == term


def test_short_operators_are_functions_elsewhere():
    """Outside forms `d(x)`, `i(x)` and `L(x)` are generic functions and `dx` is a name."""
    assert read("d(x) + dx").functions == {"d"}


def test_context_functions_win_over_heads():
    """A declared function keeps its name where the language has a function so called."""
    laws = Context(functions=frozenset(("Gamma", "Beta")))
    assert shape(read("Gamma(a, b)", laws)) == "Apply<('Gamma',(0,0))>(a, b)"


@pytest.mark.parametrize("around", ["({})", "sin({})", "Integral({}, (x, 0, 1))", "1/(1 + {})"])
def test_legal_depth_needs_no_deep_stack(around):
    """The deepest text that is read is read, written and compared inside Python's own stack."""
    text = "x"
    while True:
        deeper = around.format(text)
        try:
            term = read(deeper)
        except NotRead as error:
            assert "deep" in error.message or "characters" in error.message
            break
        text = deeper
    term = read(text)
    assert height(term) <= MAX_DEPTH
    assert read(write(term)) == term
    assert "x" in term.free or around.startswith("Integral")


def test_deep_caller_is_answered_not_crashed():
    """With the stack nearly used up by the caller, a deep text is refused, not a RecursionError."""

    def descend(levels: int) -> Term:
        return read("(" * 150 + "x" + ")" * 150) if levels == 0 else descend(levels - 1)

    with pytest.raises(NotRead, match="nested too deeply"):
        descend(sys.getrecursionlimit() - 150 - _stack_depth())


def _stack_depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_broad_trees_stay_within_the_depth():
    """Nesting that hides in long chains of quotients is measured on the tree, not the text."""
    inner = "x" + "/x" * 150
    with pytest.raises(NotRead, match="deep"):
        read(f"({inner})" + "/y" * 150)


PIECES = """x y u u_x f F ( ( ) ) [ ] , , + - * / ^ ** = != < <= | ' '' ! . 0 1 2.5 1e3 sin
Integral Sum Limit Matrix Derivative Piecewise and or not in is are real positive n 2x2 C2 oo pi E I
Subs Lambda { } _ ; : \\ dx d i L wedge near T .T Rational log E' M[0] f[1,0]( u_{xt} map( vector(
\u03b1 \u2227 \u00b2 \u00e9 \u202e \x00 99999 !! "" == (x, <""".split()


def random_text(rng: random.Random) -> str:
    """Tokens thrown together, a written term with a few characters changed, or any characters."""
    kind = rng.randrange(3)
    if kind == 0:
        glue = rng.choice(("", " "))
        return glue.join(rng.choice(PIECES) for _ in range(rng.randint(0, 25)))
    if kind == 1:
        text = list(write(random_term(rng, 3)))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text))
            text[at : at + rng.randrange(2)] = rng.choice(PIECES)
        return "".join(text)
    codes = (range(32, 127), range(0x370, 0x400), range(0x10000), range(0x1D400, 0x1D800))
    return "".join(chr(rng.choice(rng.choice(codes))) for _ in range(rng.randint(0, 30)))


@pytest.mark.parametrize("seed", range(4))
def test_no_text_crashes_the_reader(seed):
    """10,000 random texts are read and written back to themselves, or refused with a place."""
    rng = random.Random(seed)
    contexts = (Context(), WAVE, PLANE)
    read_count = 0
    for _ in range(2500):
        text, context = random_text(rng), rng.choice(contexts)
        try:
            term = read(text, context)
        except NotRead as error:
            assert error.line >= 1 and error.column >= 1 and error.message
            assert error.show()
            continue
        read_count += 1
        if context is not PLANE:
            assert read(write(term, context), context) == term, text
    assert read_count > 100  # the texts are not all refused at once


def corpus() -> list[str]:
    """Every claim and given of the corpora beside the tests."""
    texts: list[str] = []
    for name in ("identities", "inequalities", "calculus"):
        path = Path(__file__).parent / "data" / f"{name}.toml"
        for rows in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for row in rows:
                texts += [row["claim"], *row["given"]]
    return texts


def test_every_corpus_text_is_read():
    """The claims and givens of the corpora are read, and written back to themselves."""
    texts = corpus()
    assert len(texts) > 1000
    for text in texts:
        term = read(text)
        assert read(write(term)) == term


def test_name_predicates_agree_with_the_reader():
    """`is_symbol_name` and `is_function_name` say exactly what the reader does with a name."""
    names = {*HEADS, *ALIASES, *FUNCTIONS, *KEYWORDS, *TRUTH, *MEANT, "x_1", "a" * 40, "a" * 41}
    for name in names:
        assert _reads(name, "Symbol") == is_symbol_name(name), name
        assert _reads(f"{name}(1)", "Apply") == is_function_name(name), name


def _reads(text: str, head: str) -> bool:
    try:
        return read(text).head == head
    except NotRead:
        return False
