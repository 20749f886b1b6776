"""Matrices of symbolic size: identities verified, falsehoods refuted, traps refused."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from certificate_damage import damages, resealed

from symderive.derivations import NotACertificate
from symderive.faces.check import check
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_steps, judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read

CLAIMS = tomllib.loads((Path(__file__).parent / "data" / "matrix_claims.toml").read_text("utf-8"))


def verdict(claim: str, given: str):
    return check(claim, [g.strip() for g in given.split(";")], timeout=60)


@pytest.mark.parametrize("row", CLAIMS["true"], ids=lambda r: r["claim"][:60])
def test_a_true_identity_is_verified(row):
    """Each is proved, and its certificate rechecks."""
    d = verdict(row["claim"], row["given"])
    assert d.verdict == "verified", d.reason
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize("row", CLAIMS["false"], ids=lambda r: r["claim"][:60])
def test_a_falsehood_is_refuted_by_explicit_matrices(row):
    """The witness has a size and explicit matrices, and replays."""
    d = verdict(row["claim"], row["given"])
    assert d.verdict == "refuted"
    assert any(v.startswith("Matrix(") for v in d.witness["point"].values())
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        ("A is n x n matrix", "sqrtm(A)*sqrtm(A) = A"),  # no root without definiteness
        ("A is symmetric n x n; -A is positive definite n x n", "sqrtm(-A) = sqrt(-1)*sqrtm(A)"),
        ("A is n x n matrix", "det(A) > 0"),
        ("A is n x n matrix", "log(det(A^2)) = 2*log(det(A))"),
        ("A is n x m matrix; B is n x m matrix", "tr(A*B) = tr(B*A)"),  # shapes that do not fit
        ("A is n x n matrix", "A + 1 = A + eye(n)"),
        ("A is n x n matrix; B is m x m matrix", "A + B = B + A"),
        ("A is n x n matrix", "inverse(A - A) = inverse(A - A)"),
        ("A is n x n matrix; A*A = -transpose(A)*A; A is invertible", "A = 2*A"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_never_verified(given, claim):
    """Misfits, roots of what is not definite and givens without instances prove nothing."""
    assert verdict(claim, given).verdict != "verified"


def test_an_inverse_is_presupposed_where_the_claim_writes_it():
    """The determinant of what is inverted is printed as a condition."""
    d = verdict("A*inverse(A) = eye(n)", "A is n x n matrix")
    assert ("det(A) != 0", "presupposed") in [
        (c["text"], c["status"]) for c in d.steps[0]["conditions"]
    ]


def test_a_presupposed_inverse_does_not_chain_to_a_claim_without_it():
    """What a step presupposes and the claim does not write blocks the verdict."""
    givens = Givens.of([read("A is n x n matrix"), read("B is n x n matrix")])
    one = Step(1, "matrix_algebra", read("tr(A*inverse(A)*B) = tr(B)"))
    two = Step(2, "matrix_algebra", read("tr(B) = tr(transpose(B))"), (1,))
    assert judge(one.gives, [one], givens).verdict == "verified"
    assert judge(two.gives, [one, two], givens).verdict == "undecided"


def test_every_damage_to_a_certificate_is_found():
    """Texts, numbers and keys of a proof with a presupposed inverse."""
    d = verdict(
        "inverse(A) - inverse(B) = inverse(A)*(B - A)*inverse(B)", "A, B are n x n matrices"
    )
    data = json.loads(d.to_json())
    assert recheck(data) == []
    passed = [
        w for w, bad in damages(data) if isinstance(bad, dict) and not rejected(resealed(bad))
    ]
    assert all(where.startswith("given") for where in passed), passed


def rejected(data) -> bool:
    try:
        return recheck(data) != []
    except NotACertificate:
        return True


P = "(2*pi)^(-n/2)*det(S)^(-1/2)*exp(-quad(inverse(S), x - m)/2)"
LAW = ["S is positive definite n x n", "m is n vector"]


def integral(body: str, value: str, given: list[str]):
    givens = Givens.of([read(g) for g in given])
    step = Step(1, "gaussian_integral", read(f"VolumeIntegral({body}, x, n) = {value}"))
    return check_steps([step], givens)[0].outcome


@pytest.mark.parametrize(
    ("body", "value", "more"),
    [
        (P, "1", []),
        (f"{P}*(x - m)*transpose(x - m)", "S", []),
        (f"{P}*quad(A, x)", "tr(A*S) + quad(A, m)", ["A is n x n matrix"]),
        (f"{P}*quad(A, x - m)^2", "tr(A*S)^2 + tr(A*S*A*S) + tr(A*S*transpose(A)*S)",
         ["A is n x n matrix"]),
        ("exp(-quad(S, x)/2 + transpose(m)*x)",
         "(2*pi)^(n/2)*det(S)^(-1/2)*exp(quad(inverse(S), m)/2)", []),
        (f"{P}*transpose(a)*x*transpose(b)*x", "transpose(a)*S*b + transpose(a)*m*transpose(b)*m",
         ["a is n vector", "b is n vector"]),
    ],
)  # fmt: skip
def test_a_gaussian_integral_is_proved(body, value, more):
    """Normalisation, second and fourth moments, the moment generating function."""
    assert integral(body, value, [*LAW, *more]).grade == "exact"


@pytest.mark.parametrize(
    ("body", "value", "given"),
    [
        (P, "2", LAW),  # a lie
        (f"{P}*quad(A, x - m)^2", "tr(A*S)^2 + 2*tr(A*S*A*S)", [*LAW, "A is n x n matrix"]),
        ("exp(quad(S, x)/2)", "(2*pi)^(n/2)*det(S)^(-1/2)", LAW),  # it diverges
        ("exp(-quad(A, x)/2)", "(2*pi)^(n/2)*det(A)^(-1/2)", ["A is symmetric n x n"]),
        ("exp(-norm2(x)^2)", "1", LAW),  # no quadratic
        ("exp(-quad(S, x)/2)*log(1 + norm2(x))", "1", LAW),  # no polynomial
    ],
)
def test_other_integrals_are_refused(body, value, given):
    """A lie, an indefinite exponent, an integrand of another kind."""
    with pytest.raises((Rejected, Undecided)):
        integral(body, value, given)


def test_the_bound_column_may_not_be_spoken_of_outside():
    """x in the givens is another x."""
    with pytest.raises(Rejected):
        integral(P, "1", [*LAW, "x is n vector"])
