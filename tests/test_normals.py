"""Divergences of normal laws in symbolic dimension: derived, rechecked, held against their problem."""

from __future__ import annotations

import contextlib
import copy
import json

import pytest

from symderive.derivations import NotACertificate, digest
from symderive.faces.divergence import divergence
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.matrix_places import refute
from symderive.recheck import recheck
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import eq

P, Q = "MultivariateNormal(mu1, Sigma1)", "MultivariateNormal(mu2, Sigma2)"
STANDARD = "MultivariateNormal(0, eye(n))"
GIVEN = ["mu1, mu2 are n vectors", "Sigma1, Sigma2 are positive definite n x n"]

# measure, laws, order, a formula of a book, what is given beside the names
FORMULAS = [
    ("kl", P, Q, None, "(tr(inverse(Sigma2)*Sigma1) - n + quad(inverse(Sigma2), mu2 - mu1)"
     " + log(det(Sigma2)/det(Sigma1)))/2", []),
    ("jeffreys", P, Q, None, "tr(inverse(Sigma1)*Sigma2 + inverse(Sigma2)*Sigma1)/2 - n"
     " + quad(inverse(Sigma1) + inverse(Sigma2), mu1 - mu2)/2", []),
    ("bhattacharyya", P, Q, None, "quad(inverse((Sigma1 + Sigma2)/2), mu1 - mu2)/8"
     " + log(det((Sigma1 + Sigma2)/2)/sqrt(det(Sigma1)*det(Sigma2)))/2", []),
    ("crossentropy", P, Q, None, "(n*log(2*pi) + log(det(Sigma2)) + tr(inverse(Sigma2)*Sigma1)"
     " + quad(inverse(Sigma2), mu1 - mu2))/2", []),
    ("w2sq", P, Q, None, "norm2(mu1 - mu2)"
     " + tr(Sigma1 + Sigma2 - 2*sqrtm(sqrtm(Sigma1)*Sigma2*sqrtm(Sigma1)))", []),
    ("renyi", P, Q, "alpha", "alpha/2*quad(inverse((1 - alpha)*Sigma1 + alpha*Sigma2), mu1 - mu2)"
     " + log(det((1 - alpha)*Sigma1 + alpha*Sigma2)/(det(Sigma1)^(1 - alpha)*det(Sigma2)^alpha))"
     "/(2*(1 - alpha))", ["0 < alpha", "alpha < 1"]),
    ("entropy", P, None, None, "log(det(2*pi*E*Sigma1))/2", []),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "p", "q", "order", "formula", "more"), FORMULAS)
def test_the_answer_is_the_formula_of_the_books(measure, p, q, order, formula, more):
    """The derived answer equals the formula, by matrix algebra, and rechecks."""
    from symderive.faces.check import check

    given = [g for g in GIVEN if q is not None or "mu1" not in g][: 2 if q else 1]
    given = GIVEN if q else ["mu1 is n vector", "Sigma1 is positive definite n x n"]
    d = divergence(measure, p, q, order=order, given=[*given, *more], timeout=120)
    assert d.verdict == "verified", d.reason
    assert not {g for g in d.grades if g in ("computed", "assumed")}
    assert recheck(json.loads(d.to_json())) == []
    assert check(f"{d.result['text']} = {formula}", [*given, *more], 60).verdict == "verified"


@pytest.mark.parametrize(
    ("measure", "p", "q", "text"),
    [
        ("kl", "MultivariateNormal(mu, Sigma)", STANDARD,
         "(trace(Sigma) - n - log(det(Sigma)) + transpose(mu)*mu)/2"),
        ("kl", "MultivariateNormal(m, S)", "MultivariateNormal(w, S)",
         "transpose(m - w)*inverse(S)*(m - w)/2"),
        ("bc", "MultivariateNormal(m, S)", "MultivariateNormal(m, S)", "1"),
        ("w2sq", "MultivariateNormal(m, s^2*eye(n))", "MultivariateNormal(w, t^2*eye(n))",
         "transpose(m - w)*(m - w) + s^2*n + t^2*n - 2*n*s*t"),
        ("entropy", "MultivariateNormal(m, diag(v))", None, "n/2*log(2*pi*E) + log(det(diag(v)))/2"),
        ("fisher", "MultivariateNormal(m, S)", None, "inverse(S)"),
    ],
)  # fmt: skip
def test_special_laws_have_short_answers(measure, p, q, text):
    """Identities, equal covariances and diagonals are worked out; the names need no givens."""
    d = divergence(measure, p, q, timeout=120)
    assert (d.verdict, d.result["text"]) == ("verified", text)


def test_existence_beyond_order_one_is_added():
    """Of order 2 the integral needs that 2 Sigma2 - Sigma1 is positive definite."""
    d = divergence("renyi", P, Q, order="2", timeout=120)
    assert d.verdict == "verified"
    assert d.added == ["2*Sigma2 - Sigma1 is positive definite n x n"]
    assert recheck(json.loads(d.to_json())) == []


def test_mutual_information_of_two_blocks():
    """Half the logarithm of the ratio of determinants, by the three entropies; it rechecks."""
    d = divergence("mutual_information", "MultivariateNormal(0, Matrix([[A, B], [transpose(B), C]]))",
                   timeout=120)  # fmt: skip
    assert d.verdict == "verified"
    assert d.result["text"] == "log(det(A)*det(C)/det(Matrix([[A, B], [transpose(B), C]])))/2"
    assert recheck(json.loads(d.to_json())) == []


def test_no_condition_is_added_where_it_follows():
    """Between 0 and 1 a blend of covariances is definite."""
    d = divergence("chernoff", P, Q, order="1/3", timeout=120)
    assert (d.verdict, d.added) == ("verified", [])


@pytest.fixture(scope="module")
def certificate() -> dict:
    """KL of two normal laws as data."""
    return json.loads(divergence("kl", P, Q, timeout=120).to_json())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("problem", "p"), "MultivariateNormal(mu2, Sigma1)"),
        (("problem", "q"), "MultivariateNormal(mu2, Sigma1)"),
        (("problem", "divergence"), "crossentropy"),
        (("problem", "order"), "2"),
        (("result", "text"), "0"),
        (("result", "latex"), "0"),
        (("added",), ["Sigma1 - Sigma2 is positive definite n x n"]),
        (("given",), ["mu1 is n vector", "mu2 is n vector", "Sigma1 is positive definite n x n",
                      "Sigma2 is positive definite n x n", "mu1 = mu2"]),
        (("steps", 0, "grade"), "cited"),
        (("steps", 0, "under"), []),
        (("steps", 1, "from"), []),
    ],
)  # fmt: skip
def test_a_damaged_certificate_is_rejected(certificate, path, value):
    """Another problem, answer, hypothesis or premise is noticed."""
    bad = copy.deepcopy(certificate)
    at = bad
    for key in path[:-1]:
        at = at[key]
    assert at.get(path[-1]) != value if isinstance(at, dict) else at[path[-1]] != value
    at[path[-1]] = value
    bad["digest"] = digest(bad)
    with contextlib.suppress(NotACertificate):
        assert recheck(bad)


LOG = "log(det(Sigma2)/det(Sigma1))"
FORM = "quad(inverse(Sigma2), mu2 - mu1)"
MIX = "log(det((Sigma1 + Sigma2)/2)/sqrt(det(Sigma1)*det(Sigma2)))/2"
FALSE = [
    ("kl", f"(tr(inverse(Sigma1)*Sigma2) - n + {LOG} + {FORM})/2"),
    ("kl", f"(tr(inverse(Sigma2)*Sigma1) - n - {LOG} + {FORM})/2"),
    ("kl", f"tr(inverse(Sigma2)*Sigma1) - n + {LOG} + {FORM}"),
    ("kl", f"(tr(inverse(Sigma2)*Sigma1) - n + {LOG} + quad(inverse(Sigma1), mu2 - mu1))/2"),
    ("bhattacharyya", f"quad(inverse(Sigma1 + Sigma2), mu1 - mu2)/8 + {MIX}"),
    ("w2sq", "norm2(mu1 - mu2) + tr(Sigma1 + Sigma2 - 2*sqrtm(Sigma1)*sqrtm(Sigma2))"),
]


@pytest.mark.parametrize(("measure", "formula"), FALSE)
def test_a_false_formula_is_told_from_the_answer(measure, formula):
    """Traces, logarithms, halves and roots gone wrong differ from it at explicit matrices."""
    d = divergence(measure, P, Q, timeout=120)
    claim = eq(read(d.result["text"]), read(formula))
    assert refute(claim, Givens.of([read(g) for g in GIVEN])) is not None


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ("MultivariateNormal(mu, Sigma", STANDARD),
        ("MultivariateNormal(mu, A*B)", STANDARD),
        (P, "Normal(0, 1)"),
    ],
)
def test_what_is_no_normal_law_is_not_read(p, q):
    """Open parentheses, covariances that are not definite, another family."""
    with contextlib.suppress(NotRead):
        assert divergence("kl", p, q, timeout=60).verdict == "undecided"


M = "MultivariateNormal"
JOINT = "Matrix([[A, B], [transpose(B), C]])"
SEVERAL = [
    ("kl", f"{M}(0, {JOINT})", f"{M}(0, Matrix([[A, 0], [0, C]]))",
     [f"{JOINT} is positive definite (n + m) x (n + m)", "A is n x n matrix", "B is n x m matrix",
      "C is m x m matrix"],
     f"log(det(A)*det(C)/det({JOINT}))/2"),
    ("kl", f"{M}(Matrix([[x], [y]]), Matrix([[A, 0], [0, C]]))", f"{M}(0, eye(n + m))",
     ["A is positive definite n x n", "C is positive definite m x m", "x is n vector", "y is m vector"],
     "(tr(A) + tr(C) - n - m - log(det(A)) - log(det(C)) + norm2(x) + norm2(y))/2"),
    ("kl", f"{M}(mu, (1 - r)*eye(n) + r*o*transpose(o))", f"{M}(mu, eye(n))",
     ["0 < r", "r < 1", "o, mu are n vectors"],
     "(r*norm2(o) - n*r - log((1 - r)^n*(1 + r/(1 - r)*norm2(o))))/2"),
    ("entropy", f"{M}(mu, S - B*inverse(C)*transpose(B))", None,
     ["S - B*inverse(C)*transpose(B) is positive definite n x n", "S is positive definite n x n",
      "C is positive definite m x m", "B is n x m matrix", "mu is n vector"],
     "n*log(2*pi*E)/2 + log(det(S - B*inverse(C)*transpose(B)))/2"),
    ("mutual_information", f"{M}(m, {JOINT})", None, [], None),
    ("w2sq", f"{M}(mu, A*A)", f"{M}(nu, B*B)",
     ["A, B are positive definite n x n", "A*B = B*A", "mu, nu are n vectors"], None),
    ("chi2div", f"{M}(0, c*S)", f"{M}(0, S)", [], None),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "p", "q", "given", "formula"), SEVERAL)
def test_laws_made_of_blocks_and_low_rank_terms(measure, p, q, given, formula):
    """Joint laws, equicorrelated ones, conditional covariances, commuting ones."""
    from symderive.faces.check import check

    d = divergence(measure, p, q, given=given, timeout=120)
    assert d.verdict == "verified", d.reason
    assert recheck(json.loads(d.to_json())) == []
    if formula:
        assert check(f"{d.result['text']} = {formula}", given, 60).verdict == "verified"


@pytest.mark.parametrize(("kind", "limit"), [("renyi", "kl"), ("tsallis_entropy", "entropy")])
def test_a_divergence_of_order_one_is_named(kind, limit):
    """At order 1 there is a limit and no value: the message says which measure it is."""
    for law, other in ((P, Q), ("Exponential(a)", "Exponential(b)")):
        laws = (law, other) if kind == "renyi" else (law,)
        with pytest.raises(NotRead, match=f"`{limit}`"):
            divergence(kind, *laws, order="1")
