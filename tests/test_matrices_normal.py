"""Explicit matrices in normal form: identities proved, lies and misfits refused."""

from __future__ import annotations

import pytest
from flint import acb

from symderive.kernel.logic.balls import entries
from symderive.kernel.logic.field import Undefined
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.matrices import determinant, explicit, matrix_difference
from symderive.kernel.logic.normal import NormalForm, Unsupported
from symderive.kernel.logic.points import balls, points
from symderive.kernel.logic.zero import prove_equal
from symderive.terms.reader import read
from symderive.terms.tree import integer

A = "Matrix([[a, b], [c, d]])"
S = "Matrix([[s^2, r*s*t], [r*s*t, t^2]])"
R = "Matrix([[cos(t), -sin(t)], [sin(t), cos(t)]])"
G = "Matrix([[a, t], [t, b]])"

TRUE = [
    ("", f"det({A}^-1) = 1/(a*d - b*c)"),
    ("", f"{A}*{A}^-1 = Identity(2)"),
    ("", f"{A}^2 - (a + d)*{A} + (a*d - b*c)*Identity(2) = ZeroMatrix(2, 2)"),
    ("", f"inverse(transpose({A})) = transpose(inverse({A}))"),
    ("", f"({A}^-2)[0, 1] = -b*(a + d)/(a*d - b*c)^2"),
    ("", f"trace({A}^3) = (a + d)^3 - 3*(a + d)*(a*d - b*c)"),
    ("", f"{R}*transpose({R}) = Identity(2)"),
    ("", f"det({R}) = 1"),
    ("s > 0; t > 0; -1 < r; r < 1", f"log(det({S})) = 2*log(s) + 2*log(t) + log(1 - r^2)"),
    ("s > 0; t > 0; -1 < r; r < 1", f"(Matrix([[x, y]])*{S}^-1*Matrix([[x], [y]]))[0] = "
     "(x^2/s^2 - 2*r*x*y/(s*t) + y^2/t^2)/(1 - r^2)"),
    ("", "exp(Matrix([[x, y]])*Matrix([[2, 0], [0, 1]])*Matrix([[x], [y]])) = exp(2*x^2 + y^2)"),
    ("", "det(Matrix([[1, x, x^2], [1, y, y^2], [1, z, z^2]])) = (y - x)*(z - x)*(z - y)"),
    ("", "det(2*Identity(3)/3) = 8/27"),
    ("a > 0; b > 0; a*b > t^2",
     f"Derivative(log(det({G})), t) = trace({G}^-1*Matrix([[0, 1], [1, 0]]))"),
    ("a > 0; b > 0; a*b > t^2",
     f"Derivative({G}^-1, t) = -{G}^-1*Matrix([[0, 1], [1, 0]])*{G}^-1"),
    ("a > 0; b > 0; a*b > t^2",
     f"Derivative(trace({G}^-1), t) = -trace({G}^-1*Matrix([[0, 1], [1, 0]])*{G}^-1)"),
    ("", f"Derivative({R}, t) = {R}*Matrix([[0, -1], [1, 0]])"),
]  # fmt: skip

LIES = [
    ("", f"det({A}^-1) = a*d - b*c"),
    ("", f"{A}*Matrix([[p, q], [r, s]]) = Matrix([[p, q], [r, s]])*{A}"),
    ("", f"det(2*{A}) = 2*det({A})"),
    ("", f"({A}^-1)[0, 1] = b/(a*d - b*c)"),
    ("", f"trace({A}*{A}) = trace({A})^2"),
    ("", f"{R}^2 = Identity(2)"),
    ("a > 0; b > 0; a*b > t^2", f"Derivative({G}^-1, t) = -Matrix([[0, 1], [1, 0]])*{G}^-2"),
    ("", "Matrix([[1, 2], [3, 4]]) = Matrix([[1, 2], [3, 5]])"),
]


def givens(text: str) -> Givens:
    return Givens.of([read(g) for g in text.split(";") if g.strip()])


def values(given: str, claim: str) -> list[tuple[acb, acb]]:
    """Entries of both sides, as balls at the first admissible point."""
    left, right = read(claim).args
    point = balls(next(points(sorted(left.free | right.free), givens(given))))
    return list(zip(entries(left, point), entries(right, point), strict=True))


@pytest.mark.parametrize(("given", "claim"), [c for c in TRUE if "exp(M" not in c[1]])
def test_true_claims_agree_by_balls(given: str, claim: str) -> None:
    """What is called true below overlaps in every entry, by the independent ball evaluation."""
    for a, b in values(given, claim):
        assert a.is_finite() and a.overlaps(b)


@pytest.mark.parametrize(("given", "claim"), TRUE)
def test_true_claims_are_proved(given: str, claim: str) -> None:
    """Algebra, determinants, quadratic forms and derivatives of explicit matrices are proved."""
    proof = prove_equal(*read(claim).args, givens(given))
    assert proof is not None and not proof.open


@pytest.mark.parametrize(("given", "claim"), LIES)
def test_lies_are_not_proved(given: str, claim: str) -> None:
    """A claim whose balls are apart in one entry is not proved."""
    assert any(not a.overlaps(b) for a, b in values(given, claim))
    assert prove_equal(*read(claim).args, givens(given)) is None


@pytest.mark.parametrize(
    ("text", "error"),
    [("Matrix([[1, 2]])*Matrix([[1, 2]])", Unsupported),
     ("Matrix([[1, 2]]) + Matrix([[1], [2]])", Unsupported),
     ("det(Matrix([[1, 2]]))", Unsupported),
     ("Matrix([[1, 2], [3, 4]])[2, 0]", Unsupported),
     ("Matrix([[1, 2], [3, 4]])", Unsupported),
     ("Matrix([[1, 2], [3, 4]]) + 1", Unsupported),
     ("det(Matrix([[1, 2], [2, 4]])^-1)", Undefined),
     ("det(Matrix([[1/(x - x), 0], [0, 0]]))", Undefined),
     ("det(Identity(n))", Unsupported)],
)  # fmt: skip
def test_misfits_are_refused(text: str, error: type[Exception]) -> None:
    """Shapes that do not fit, singular inverses and entries without a value are errors."""
    with pytest.raises(error):
        NormalForm(Givens.of([])).of(read(text))


def test_the_determinant_of_an_inverse_is_on_record() -> None:
    """The claim inverts its determinant: it is listed as written."""
    nf = NormalForm(Givens.of([]))
    nf.of(read(f"trace({A}^-1)"))
    assert any(t.free == set("abcd") and written for t, written in nf.inverted.items())


def test_difference_is_taken_entry_by_entry() -> None:
    """One fraction an entry, row by row; shapes that differ are refused."""
    nf = NormalForm(Givens.of([]))
    found = matrix_difference(nf, read("Matrix([[x, 1], [2, 3]])"), read("Identity(2)"))
    assert [f.zero for f in found] == [False, False, False, False]
    with pytest.raises(Unsupported, match="compared"):
        matrix_difference(nf, read("Identity(2)"), read("Identity(3)"))


def test_minors_are_shared() -> None:
    """The expansion of a determinant builds each minor once: a 6 x 6 one stays small in memory."""
    grid = explicit(NormalForm(Givens.of([])), read("Matrix([[x, y, z], [z, x, y], [y, z, x]])"))
    assert isinstance(grid, list)
    big = [[integer(i * j + i + 1) for j in range(6)] for i in range(6)]
    subterms = {id(t) for t in determinant(big).walk()}
    assert len(subterms) < 6 * 2**6 * 4
