"""Identities of forms of symbolic degree: the graded normal form against components."""

from __future__ import annotations

import random

import pytest

from symderive.faces.forms import forms
from symderive.kernel.analysis.forms.form_step import equal
from symderive.kernel.analysis.forms.graded_step import difference, instances, instantiated
from symderive.kernel.logic.claims import Rejected
from symderive.kernel.logic.givens import Givens
from symderive.terms.errors import NotRead
from symderive.terms.form_setting import Setting
from symderive.terms.tree import ZERO

LETS = ["a = form(p)", "b = form(q)", "c = form(r)", "h = form(0)", "X = vector()", "Y = vector()",
        "Z = vector()", "P = map()"]  # fmt: skip

TRUE = [
    "d(d(a)) = 0",
    "wedge(a, b) = (-1)^(p*q)*wedge(b, a)",
    "wedge(a, wedge(b, c)) = wedge(wedge(a, b), c)",
    "d(wedge(a, b)) = wedge(d(a), b) + (-1)^p*wedge(a, d(b))",
    "d(wedge(a, d(b))) = wedge(d(a), d(b))",
    "i(X, wedge(a, b)) = wedge(i(X, a), b) + (-1)^p*wedge(a, i(X, b))",
    "i(X, i(Y, a)) = -i(Y, i(X, a))",
    "i(X, i(X, a)) = 0",
    "L(X, a) = d(i(X, a)) + i(X, d(a))",
    "L(X, d(a)) = d(L(X, a))",
    "L(X, wedge(a, b)) = wedge(L(X, a), b) + wedge(a, L(X, b))",
    "L(X, i(Y, a)) - i(Y, L(X, a)) = i(bracket(X, Y), a)",
    "L(X, L(Y, a)) - L(Y, L(X, a)) = L(bracket(X, Y), a)",
    "L(X + Y, a) = L(X, a) + L(Y, a)",
    "L(h*X, a) = h*L(X, a) + wedge(d(h), i(X, a))",
    "L(X, h) = i(X, d(h))",
    "bracket(X, Y) = -bracket(Y, X)",
    "bracket(h*X, Y) = h*bracket(X, Y) - i(Y, d(h))*X",
    "bracket(X, bracket(Y, Z)) + bracket(Y, bracket(Z, X)) + bracket(Z, bracket(X, Y)) = 0",
    "pull(P, d(a)) = d(pull(P, a))",
    "pull(P, wedge(a, b)) = wedge(pull(P, a), pull(P, b))",
    "star(star(a)) = (-1)^(p*(n - p))*s*a",
    "star(h*a) = h*star(a)",
    "delta(delta(a)) = 0",
    "star(delta(a)) = (-1)^p*d(star(a))",
    "delta(star(a)) = (-1)^(p + 1)*star(d(a))",
    "star(LB(a)) = LB(star(a))",
    "d(LB(a)) = LB(d(a))",
]
FALSE = [
    "wedge(a, b) = wedge(b, a)",
    "d(wedge(a, b)) = wedge(d(a), b) + wedge(a, d(b))",
    "i(X, wedge(a, b)) = wedge(i(X, a), b) + wedge(a, i(X, b))",
    "i(X, i(Y, a)) = i(Y, i(X, a))",
    "L(h*X, a) = h*L(X, a)",
    "bracket(X, Y) = bracket(Y, X)",
    "bracket(X, bracket(Y, Z)) = bracket(bracket(X, Y), Z)",
    "star(star(a)) = a",
    "star(star(a)) = (-1)^p*a",
    "star(delta(a)) = d(star(a))",
    "wedge(a, a) = 0",
    "L(X, L(Y, a)) = L(Y, L(X, a))",
    "d(a) = 0",
]


def lets_of(claim: str) -> list[str]:
    names = set(
        claim.replace("(", " ").replace(")", " ").replace(",", " ").replace("*", " ").split()
    )
    return [t for t in LETS if t.split()[0] in names]


def decided(claim: str):
    metric = "s" if any(w in claim for w in ("star", "delta", "LB")) else None
    return forms(claim, let=lets_of(claim), dimension="n", signature=metric)


@pytest.mark.parametrize("claim", TRUE)
def test_true_identities_of_any_degree(claim):
    """Proved from the axioms; and every instance in 2 to 4 dimensions holds in components."""
    d = decided(claim)
    assert d.verdict == "verified", d.reason
    assert d.verify(), d.verify().differences
    setting = Setting.of(d.problem, [])
    term, roles = setting.read(claim), setting.declared()
    some = list(instances(term, roles))
    for values in random.Random(1).sample(some, min(6, len(some))):
        try:
            small, declared = instantiated(term, roles, values)
        except Rejected:
            continue  # maps
        try:
            assert equal(*small.args, declared, Givens()).grade == "exact"
        except Rejected as no:  # an interior product of a function is no term in components
            assert "of a function" in str(no)


@pytest.mark.parametrize("claim", FALSE)
def test_false_identities_have_an_instance(claim):
    """Refuted by numbers for the degrees and explicit forms, and the witness is replayed."""
    d = decided(claim)
    assert d.verdict == "refuted", d.reason
    assert d.result["instance"]["n"] in ("2", "3", "4")
    assert d.verify(), d.verify().differences


def test_no_false_identity_has_normal_form_zero():
    """The prover itself never takes a false identity for a true one."""
    for claim in FALSE:
        setting = Setting.of({"let": LETS, "dimension": "n", "signature": "s"}, [])
        assert difference(*setting.read(claim).args, setting.declared()) != {}


def test_random_words_agree_with_components():
    """Random expressions whose normal forms differ by nothing are equal in components, and only they."""
    rng = random.Random(7)
    setting = Setting.of({"let": ["a = form(p)", "X = vector()", "Y = vector()", "Z = vector()"],
                          "dimension": "n"}, [])  # fmt: skip
    roles = setting.declared()
    for _ in range(25):
        text = "a"
        for _ in range(rng.randint(2, 5)):
            text = rng.choice(["d({})", "i(X, {})", "i(Y, {})", "i(Z, {})", "L(X, {})"]).format(
                text
            )
        if not difference(setting.read(text), ZERO, roles):
            claim = setting.read(f"{text} = 0")
            for p in (1, 2, 3):
                small, declared = instantiated(claim, roles, {"n": 3, "p": p})
                try:
                    assert equal(*small.args, declared, Givens()).grade == "exact"
                except Rejected as no:
                    assert "of a function" in str(no)


def test_without_coordinates_nothing_is_computed():
    """An expression, an explicit form or a metric wants coordinates, and the message says so."""
    for expr, options in (
        ("d(a)", {"let": ["a = form(p)"]}),
        ("d(a) = 0", {"let": ["a = x*dy"]}),
        ("d(a) = 0", {"let": ["a = form(p)"], "metric": "1,1"}),
    ):
        with pytest.raises(NotRead):
            forms(expr, dimension="n", **options)
