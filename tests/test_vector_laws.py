"""Laws of vectors of concrete length: values by iterated normalisers, infinities, and lies."""

from __future__ import annotations

import copy
from functools import partial

import pytest
from click.testing import CliRunner

from symderive.derivations import NotACertificate, digest
from symderive.faces import divergence as face
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.logic.givens import Givens
from symderive.laws.vectors import read_vector_law, write_vector_law
from symderive.recheck import recheck
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import sub

divergence = partial(face.divergence, timeout=120)  # a busy machine

CLOSED = [  # measure, p, q, order, an equivalent closed form
    ("kl", "Dirichlet(a, b, c)", "Dirichlet(1, 1, 1)", None,
     "loggamma(a + b + c) - loggamma(a) - loggamma(b) - loggamma(c) - log(2) + (a - 1)*digamma(a) "
     "+ (b - 1)*digamma(b) + (c - 1)*digamma(c) - (a + b + c - 3)*digamma(a + b + c)"),
    ("entropy", "Dirichlet(2, 1, 1)", None, None, "5/6 - log(6)"),
    ("bc", "Dirichlet(1, 1, 1)", "Dirichlet(3, 1, 1)", None, "sqrt(6)/3"),
    ("renyi", "Dirichlet(2, 1)", "Dirichlet(1, 1)", "2", "log(4/3)"),
    ("kl", "Categorical(p, q, r)", "Categorical(1/3, 1/3, 1/3)", None,
     "p*log(p) + q*log(q) + r*log(r) + log(3)"),
    ("entropy", "Categorical(p, 1 - p)", None, None, "-p*log(p) - (1 - p)*log(1 - p)"),
    ("tv", "Categorical(1/2, 1/4, 1/4)", "Categorical(1/4, 1/2, 1/4)", None, "1/4"),
    ("tv", "Categorical(1/2, 1/2)", "Categorical(1/2, 1/4, 1/4)", None, "1/4"),
    ("js", "Categorical(1/2, 1/2)", "Categorical(1/2, 1/4, 1/4)", None,
     "log(2)/8 + (log(4/3)/2 + log(2/3)/4)/2"),
    ("kl", "Multinomial(n, p, q, r)", "Multinomial(n, u, v, w)", None,
     "n*(p*log(p/u) + q*log(q/v) + r*log(r/w))"),
    ("bc", "Multinomial(n, p, q)", "Multinomial(n, u, v)", None, "(sqrt(p*u) + sqrt(q*v))^n"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "p", "q", "order", "form"), CLOSED)
def test_a_closed_form_is_derived_and_rechecked(measure, p, q, order, form):
    """The answer is verified, its certificate accepted, and it is the known form by algebra."""
    d = divergence(measure, p, q, order=order)
    assert d.verdict == "verified" and d.grades.keys() <= {"exact", "cited"}
    assert recheck(d.as_dict()) == []
    proof = identity(sub(read(d.result["text"]), read(form)), Givens.of(map(read, d.given)))
    assert proof is not None


def test_the_normaliser_of_the_simplex_is_iterated():
    """A Dirichlet mean rests on the beta integral and on derivatives of its value, step by step."""
    d = divergence("entropy", "Dirichlet(a, b, c)")
    used = [s["by"] for s in d.steps]
    assert used.count("beta_integral") == 2 and "congruence" in used
    assert used.count("exponential_family") >= 4


@pytest.mark.parametrize(("measure", "p", "q", "reason"), [
    ("kl", "Multinomial(3, p, q)", "Multinomial(4, u, v)", "add up to 3"),
    ("kl", "Categorical(1/2, 1/4, 1/4)", "Categorical(1/2, 1/2)", "outcome 3"),
    ("chi2div", "Categorical(p, q, r)", "Categorical(1/2, 1/2)", "outcome 3"),
])  # fmt: skip
def test_mass_where_the_other_law_has_none_is_infinite(measure, p, q, reason):
    """oo with its reason, the other way round finite."""
    d = divergence(measure, p, q)
    assert (d.verdict, d.result["text"]) == ("verified", "oo") and reason in d.result["reason"]
    assert recheck(d.as_dict()) == []


def test_counts_that_may_differ_are_a_condition():
    """Two symbolic counts: infinite where they differ, which is said."""
    d = divergence("kl", "Multinomial(n, p, q)", "Multinomial(m, u, v)")
    assert d.result["text"] == "oo" and list(d.added) == ["n != m"]


def test_an_outcome_of_the_second_law_alone_leaves_the_divergence_finite():
    """Two outcomes among three."""
    d = divergence("kl", "Categorical(1/2, 1/2)", "Categorical(1/2, 1/4, 1/4)")
    assert d.verdict == "verified" and d.result["text"] == "log(2)/2"


def test_conditions_of_existence_are_added():
    """Beyond its natural domain a chi-squared divergence of Dirichlet laws does not exist."""
    d = divergence("chi2div", "Dirichlet(a, 1)", "Dirichlet(b, 1)")
    assert d.verdict == "verified" and any("2*a" in g for g in d.added)


def damaged(d, *path, to):
    """Whether a recheck finds fault with an altered certificate, its digest made anew."""
    data = copy.deepcopy(d.as_dict())
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = to
    data["digest"] = digest(data)
    try:
        return bool(recheck(data))
    except NotACertificate:
        return True


def test_a_true_proof_of_another_claim_is_caught():
    """Measure, laws, result, givens, reason and what was added are bound to the steps."""
    d = divergence("kl", "Dirichlet(a, 2)", "Dirichlet(b, 1)")
    assert not damaged(d, "verdict", to="verified")
    assert damaged(d, "problem", "q", to="Dirichlet(b, 2)")
    assert damaged(d, "problem", "divergence", to="reverse_kl")
    assert damaged(d, "result", "text", to="0")
    assert damaged(d, "given", to=["a > 0"])
    assert damaged(d, "added", to=["a > 1"])
    assert damaged(d, "steps", to=d.as_dict()["steps"][:-1])
    counts = divergence("kl", "Multinomial(n, p, q)", "Multinomial(n, u, v)")
    assert damaged(counts, "given", to=[g for g in counts.given if g != "p + q = 1"])
    infinite = divergence("kl", "Multinomial(3, p, q)", "Multinomial(4, u, v)")
    assert damaged(infinite, "result", "reason", to="because")
    assert damaged(infinite, "problem", "q", to="Multinomial(3, u, v)")
    assert damaged(counts, "result", "text", to="oo")


@pytest.mark.parametrize(("measure", "p", "q"), [
    ("kl", "Dirichlet(a)", "Dirichlet(b)"), ("kl", "Dirichlet(a, b)", "Dirichlet(a, b, c)"),
    ("kl", "Dirichlet(a, b)", "Categorical(p, q)"), ("kl", "Categorical(1/2, 1/4)", "Categorical(p, q)"),
    ("entropy", "Categorical(1/2, 0, 1/2)", None), ("w2sq", "Dirichlet(a, b)", "Dirichlet(c, d)"),
    ("kl", "Multinomial(2/3, p, q)", "Multinomial(2, p, q)"),
])  # fmt: skip
def test_what_is_no_law_is_not_read(measure, p, q):
    """One coordinate, unequal lengths, probabilities that do not add up: exit code 2."""
    with pytest.raises(NotRead):
        divergence(measure, p, q)


def test_brackets_of_their_own():
    """`Dirichlet((a, b))` is `Dirichlet(a, b)`, and what is written reads back."""
    law = read_vector_law("Multinomial(n, (p, q))")
    assert write_vector_law(law) == "Multinomial(n, p, q)"
    assert read_vector_law(write_vector_law(law)) == law


def test_the_command_line_takes_them():
    """One command, text and exit code."""
    from symderive.commands.divergence import command

    found = CliRunner().invoke(command, ["kl", "Dirichlet(2, 1)", "Dirichlet(1, 1)"])
    assert found.exit_code == 0 and "log(2)" in found.output
