"""Derivatives by matrices and vectors of symbolic size, and blocks beyond two by two."""

import json

import pytest

from symderive.faces.check import check
from symderive.recheck import recheck

SQUARE = "A, B, X are n x n matrices"
TRUE = [
    ("A is m x n matrix; X is n x m matrix", "Derivative(tr(A*X), X) = transpose(A)"),
    ("A, X are n x n matrices", "Derivative(tr(X^3), X) = 3*transpose(X)^2"),
    (
        "B is m x m matrix; C is n x n matrix; X is n x m matrix",
        "Derivative(tr(X*B*transpose(X)*C), X) = transpose(C)*X*transpose(B) + C*X*B",
    ),
    ("X is invertible n x n", "Derivative(det(X), X) = det(X)*transpose(inverse(X))"),
    ("S is positive definite n x n", "Derivative(log(det(S)), S) = inverse(S)"),
    (
        "X is invertible n x n; a, b are n vectors",
        "Derivative(transpose(a)*inverse(X)*b, X)"
        " = -transpose(inverse(X))*a*transpose(b)*transpose(inverse(X))",
    ),
    ("A is n x n matrix; x is n vector", "Derivative(quad(A, x), x, x) = A + transpose(A)"),
    (
        "A is m x n matrix; x is n vector; b is m vector",
        "Derivative(norm2(A*x - b)/2, x) = transpose(A)*(A*x - b)",
    ),
    (
        "S is positive definite n x n; x is n vector",
        "Derivative(exp(-quad(S, x)/2), x) = -exp(-quad(S, x)/2)*S*x",
    ),
    ("x is n vector; A is m x n matrix", "Derivative(A*x, x) = A"),
    ("x, a are n vectors", "Derivative((transpose(a)*x)*x, x) = transpose(a)*x*eye(n) + x*transpose(a)"),
    ("x is n vector; norm2(x) > 0", "Derivative(sqrt(norm2(x)), x) = x/sqrt(norm2(x))"),
    ("x, y are n vectors", "Derivative(norm2(x - y), x, y) = -2*eye(n)"),
]  # fmt: skip
FALSE = [
    ("A, X are n x n matrices", "Derivative(tr(A*X), X) = A"),
    ("X is n x n matrix", "Derivative(tr(X^2), X) = 2*X"),
    ("X is invertible n x n", "Derivative(det(X), X) = det(X)*inverse(X)"),
    ("A is n x n matrix; x is n vector", "Derivative(quad(A, x), x) = 2*A*x"),
    ("A is n x n matrix; x is n vector", "Derivative(A*x, x) = transpose(A)"),
    ("x is n vector", "Derivative(norm2(x)^2, x) = 2*x"),
    (
        "S is positive definite n x n; x, m are n vectors",
        "Derivative(quad(S, x - m), m) = 2*S*(x - m)",
    ),
]


@pytest.mark.parametrize(("given", "claim"), TRUE)
def test_a_gradient_is_proved_and_rechecks(given, claim):
    """Textbook gradients are proved for every size, and their certificates recheck."""
    d = check(claim, given.split("; "), 30)
    assert d.verdict == "verified", d.reason
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(("given", "claim"), FALSE)
def test_a_wrong_gradient_is_refuted(given, claim):
    """At explicit matrices, entry by entry, by a route that the proof does not take."""
    d = check(claim, given.split("; "), 30)
    assert d.verdict == "refuted"
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        ("A is n x n matrix; S is symmetric n x n", "Derivative(tr(A*S), S) = transpose(A)"),
        ("A is n x n matrix; S is symmetric n x n", "Derivative(tr(A*S), S) = (A + transpose(A))/2"),
        ("A is n x n matrix; U is orthogonal n x n", "Derivative(tr(A*U), U) = transpose(A)"),
        (SQUARE, "Derivative(A*X, X) = A"),
        ("S is positive definite n x n", "Derivative(tr(sqrtm(S)), S) = inverse(sqrtm(S))/2"),
    ],
)  # fmt: skip
def test_a_gradient_whose_meaning_is_not_one_is_left_open(given, claim):
    """Entries that depend on each other, a matrix by a matrix, a root: neither proved nor refuted."""
    assert check(claim, given.split("; "), 30).verdict == "undecided"


def test_another_gradient_in_a_certificate_is_rejected():
    """The claim of a verified certificate is bound to what was derived."""
    d = json.loads(check("Derivative(tr(A*X), X) = transpose(A)", [SQUARE]).to_json())
    text = json.dumps(d).replace("transpose(A)", "A")
    assert recheck(json.loads(text)) != []


BLOCKS = (
    "A is n x n matrix; D is m x m matrix; F is k x k matrix; B is n x m matrix; C is n x k matrix"
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("det(Matrix([[A, B, C], [0, D, 0], [0, 0, F]])) = det(A)*det(D)*det(F)", "verified"),
        ("det(Matrix([[A, B, C], [0, D, 0], [0, 0, F]])) = det(F)*det(A)*det(2*D)", "refuted"),
        (
            "inverse(Matrix([[A, 0, 0], [0, D, 0], [0, 0, F]]))"
            " = Matrix([[inverse(A), 0, 0], [0, inverse(D), 0], [0, 0, inverse(F)]])",
            "verified",
        ),
        (
            "inverse(Matrix([[eye(n), B, C], [0, eye(m), 0], [0, 0, eye(k)]]))"
            " = Matrix([[eye(n), -B, -C], [0, eye(m), 0], [0, 0, eye(k)]])",
            "verified",
        ),
        (
            "det(Matrix([[eye(n), B, 0], [transpose(B), eye(m), 0], [0, 0, F]]))"
            " = det(eye(m) - transpose(B)*B)*det(F)",
            "verified",
        ),
        ("det(Matrix([[A, A], [A, A]])) = 0", "verified"),
        ("det(Matrix([[A, 2*A], [A, A]])) = 0", "refuted"),
    ],
)
def test_blocks_are_eliminated_one_after_the_other(claim, verdict):
    """Determinants and inverses of any number of blocks, by pivots and lone rows or columns."""
    d = check(claim, BLOCKS.split("; "), 30)
    assert d.verdict == verdict, d.reason
    assert recheck(json.loads(d.to_json())) == []


def test_a_block_that_may_be_singular_is_no_pivot():
    """det [[A, B], [B, D]] is det A det(D - B A^-1 B) where A is invertible, which must be said."""
    claim = "det(Matrix([[A, B], [B, D]])) = det(A)*det(D - B*inverse(A)*B)"
    plain = "A, B, D are n x n matrices"
    assert check(claim, [plain, "A is invertible"], 30).verdict == "verified"
    assert check("det(Matrix([[A, B], [B, D]])) = det(A*D - B*B)", [plain], 30).verdict == "refuted"
