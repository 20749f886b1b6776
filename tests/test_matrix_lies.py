"""What is false about matrices is refused, also where it is true of real numbers or of one size."""

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (opens the rooms)
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step
from symderive.kernel.logic.givens import Givens
from symderive.terms.context import Context
from symderive.terms.reader import read

SQUARE = "A, B are n x n matrices"
VECTORS = "v, x are n vectors"
DEFINITE = "S, T are positive definite n x n"
ONE_BY_FOUR = "MultivariateNormal(0, {0}), MultivariateNormal(0, 4*{0})"


def verdict(claim, *given, by="matrix_algebra"):
    """The verdict of one step on a claim; a refusal counts as undecided."""
    givens = Givens.of([read(g) for g in given])
    term = read(claim, Context(matrices=frozenset(givens.matrices)))
    try:
        return judge(term, [Step(1, by, term)], givens).verdict
    except (Rejected, ArithmeticError, ValueError):
        return "undecided"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("Abs(det(A + I*eye(n)))^2 = det(A + I*eye(n))^2", SQUARE),
        ("im(tr(inverse(A + I*eye(n)))) = 0", SQUARE),
        ("sqrt(det(A + I*B)^2) = Abs(det(A + I*B))", SQUARE),
        ("Abs(tr(diag(sqrt(v))))^2 = tr(diag(sqrt(v)))^2", VECTORS),
        ("Abs(quad(diag(log(v)), x))^2 = quad(diag(log(v)), x)^2", VECTORS),
        ("Abs(Integral(I*t*tr(A), (t, 0, 1)))^2 = Integral(I*t*tr(A), (t, 0, 1))^2", SQUARE),
        ("Abs(Sum(sqrt(v[j]), (j, 0, n - 1)))^2 = Sum(sqrt(v[j]), (j, 0, n - 1))^2", VECTORS),
    ],
)
def test_a_number_made_of_complex_matrices_is_not_taken_to_be_real(claim, given):
    """A determinant or a trace is real when every multiple of a matrix in it is."""
    assert verdict(claim, given) == "undecided"


def test_a_complex_multiple_by_a_declared_name_is_refused_beside_a_matrix():
    """z is complex, and tr((A + z B)^-1) need not be real."""
    claim = "Abs(tr(inverse(A + z*B)))^2 = tr(inverse(A + z*B))^2"
    assert verdict(claim, SQUARE, "z is complex") == "undecided"


def test_an_integral_put_aside_may_be_complex():
    """An integral over all columns is no real number because it has a name."""
    f = "VolumeIntegral(I*exp(-quad(S, x)), x, n)"
    assert verdict(f"Abs({f})^2 = {f}^2", DEFINITE) == "undecided"


def test_distances_in_different_dimensions_differ():
    """The distance of N(0, 1) and N(0, 4) depends on the size of the identity."""
    left, right = (f"W2sq({ONE_BY_FOUR.format(f'eye({d})')})" for d in "nm")
    assert verdict(f"{left} = {right}", "A is n x m matrix") == "undecided"
    assert verdict(f"{left} = {left}", "A is n x m matrix") == "verified"


def test_an_identity_beside_blocks_has_their_size():
    """A 2n x 2n matrix is not multiplied by the n x n identity."""
    whole = "Matrix([[A, B], [B, A]])"
    for size, want in (("n", "undecided"), ("k", "undecided"), ("2*n", "verified")):
        assert verdict(f"{whole}*eye({size}) = {whole}", SQUARE, "C is k x k matrix") == want
    column = "Matrix([[A], [B]])"
    assert verdict(f"eye(2*n)*{column} = {column}", SQUARE) == "verified"
    assert verdict(f"{whole} + zeros(n, n) = {whole}", SQUARE) == "undecided"


def test_a_row_of_blocks_is_no_column_of_blocks():
    """[A B] and [A; B] have the same entries in the same order, and other shapes."""
    given = ("A, B, C are n x n matrices", "D is (2*n) x n matrix")
    assert verdict("Matrix([[A, B]])*D = Matrix([[A], [B]])*D", *given) == "undecided"
    assert verdict("Matrix([[A, B]])*D = Matrix([[A, B]])*D + C - C", *given) == "verified"


def test_what_an_earlier_step_presupposes_is_not_forgotten():
    """det A != 0 does not follow from A A^-1 = 1, which presupposes it."""
    givens = Givens.of([read(SQUARE)])
    steps = [
        Step(1, "matrix_algebra", read("A*inverse(A) = eye(n)")),
        Step(2, "matrix_algebra", read("det(A) != 0"), uses=(1,)),
    ]
    assert judge(steps[-1].gives, steps, givens).verdict == "undecided"


def test_a_quotient_that_a_column_may_make_void_is_not_integrated():
    """(a^T x)^2/(a^T x) has no value where a^T x = 0, for every x where a = 0."""
    f = "(transpose(a)*x)^2/(transpose(a)*x)*exp(-quad(S, x)/2)"
    claim = f"VolumeIntegral({f}, x, n) = 0"
    assert verdict(claim, DEFINITE, "a is n vector", by="gaussian_integral") == "undecided"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("det(transpose(A)*A) = det(A)^2", "A is n x m matrix"),
        ("inverse(A*B) = inverse(B)*inverse(A)", "A is n x m matrix; B is m x n matrix"),
        ("B*A = eye(m)", "A is n x m matrix; B is m x n matrix; A*B = eye(n)"),
        ("m = n", "A is n x m matrix; B is m x n matrix; A*B = eye(n)"),
        ("sqrtm(A^2) = A", "A is symmetric n x n"),
        ("sqrtm(A)^2 = A", "A is symmetric n x n"),
        ("sqrtm(c*S) = sqrt(c)*sqrtm(S)", DEFINITE),
        ("sqrtm(S)*sqrtm(T) = sqrtm(S*T)", DEFINITE),
        ("log(det(S^2)) = 2*log(det(S))", "S is symmetric n x n"),
        ("log(det(A*B)) = log(det(A)) + log(det(B))", SQUARE),
        ("det(-S) > 0", DEFINITE),
        ("quad(inverse(S - T), x) >= 0", f"{DEFINITE}; x is n vector"),
        ("tr(A*S*transpose(A)) > 0", f"{DEFINITE}; A is m x n matrix"),
        ("tr(A^2) >= 0", SQUARE),
        ("sqrt(tr(A)^2) = tr(A)", SQUARE),
        ("Derivative((A + t*B)^2, t) = 2*(A + t*B)*B", SQUARE),
        ("det(c*eye(n)) = det(c*eye(m))", "A is n x m matrix"),
        ("x*transpose(y) = y*transpose(x)", "x, y are n vectors"),
    ],
)
def test_what_holds_of_numbers_does_not_hold_of_matrices(claim, given):
    """Products do not commute, roots need positive matrices, and shapes matter."""
    assert verdict(claim, *given.split("; ")) == "undecided"


PAIR = "x, y are n vectors"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("transpose(I*(transpose(x)*y))*(I*(transpose(x)*y)) >= 0", PAIR),
        ("tr(S) - n - log(det(S)) > 0", DEFINITE),
        ("log(det(S)) <= tr(S) - n - 1/10", DEFINITE),
        ("log(det(A)) <= tr(A) - n", "A is invertible n x n"),
        ("log(det(S*A)) <= tr(S*A) - n", f"{DEFINITE}; A is symmetric n x n"),
        ("tr(S*T*S) >= n + log(det(T))", DEFINITE),
        ("log(det(S - T)) >= log(det(S)) - log(det(T))", DEFINITE),
        ("log(det(S + A)) >= log(det(S))", f"{DEFINITE}; A is symmetric n x n"),
        ("2*log(det(S + T)) >= 3*n*log(2) + log(det(S)) + log(det(T))", DEFINITE),
        ("det(S + T) >= 2^n*det(S)", DEFINITE),
        ("tr(S)*tr(inverse(S)) >= 2*n^2", DEFINITE),
        ("tr(S*T) + tr(inverse(S)*inverse(T)) >= 2*n + 1", DEFINITE),
        ("(transpose(x)*A*y)^2 <= quad(A, x)*quad(A, y)", f"{PAIR}; A is symmetric n x n"),
        ("(transpose(x)*B*y)^2 <= norm2(x)*norm2(y)", f"{PAIR}; B is n x n matrix"),
        ("transpose(x)*A*x >= 0", f"{PAIR}; A is symmetric n x n"),
        ("norm2(x + y) <= norm2(x) + norm2(y)", PAIR),
    ],
)
def test_an_order_of_definite_matrices_needs_its_hypotheses(claim, given):
    """log det is concave on positive definite matrices only; forms of others have any sign."""
    assert verdict(claim, *given.split("; ")) == "undecided"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("tr(inverse(T)*S) - n + log(det(T)/det(S)) + quad(inverse(T), x - y) >= 0", f"{DEFINITE}; {PAIR}"),
        ("tr(inverse(T)*S) + tr(inverse(S)*T) - 2*n >= 0", DEFINITE),
        ("log(det((S + T)/2)) >= (log(det(S)) + log(det(T)))/2", DEFINITE),
        ("log(det(a*T + (1 - a)*S)) >= a*log(det(T)) + (1 - a)*log(det(S))", f"{DEFINITE}; 0 < a < 1"),
        ("det(S + T) >= det(S)", DEFINITE),
        ("tr(S)*tr(inverse(S)) >= n^2", DEFINITE),
        ("(transpose(x)*S*y)^2 <= quad(S, x)*quad(S, y)", f"{DEFINITE}; {PAIR}"),
        ("norm2(B*x - b) >= 0", f"{PAIR}; B is m x n matrix; b is m vector"),
    ],
)  # fmt: skip
def test_divergences_of_normal_laws_are_not_negative(claim, given):
    """What stands behind KL >= 0, Jeffreys >= 0 and Renyi >= 0 in every dimension."""
    assert verdict(claim, *given.split("; ")) == "verified"
