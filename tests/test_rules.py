"""Rules on trial: every accepted case is inferred, every refused case is not; the page is theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from symderive.faces.chain import derivation
from symderive.library import Unsound, directory, entries, open_rules, rules
from symderive.present.rules_page import page
from symderive.recheck import recheck
from symderive.terms.tree import add, integer
from symderive.trial import complaints, own_rules

ROOT = Path(__file__).resolve().parent.parent
ROWS = [
    pytest.param(name, row, id=name)
    for path in sorted(directory().glob("*.toml"))
    for name, row in entries(path).items()
]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_rule_stands_its_trial(name, row):
    """Accepted cases are inferred and agree in balls, refused ones are stopped."""
    assert complaints(rules()[name], row) == []


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_false_rule_does_not(name, row):
    """The same cases condemn the rule with one more on its right side."""
    rule = rules()[name]
    assert complaints(replace(rule, right=add(rule.right, integer(1))), row)


def test_every_rule_has_a_source_in_the_references():
    """The key before the comma of `source` is an entry of references.bib."""
    bib = (directory() / "references.bib").read_text(encoding="utf-8")
    missing = [r.name for r in rules().values() if f"{{{r.source.split(',')[0]}," not in bib]
    assert missing == []


def test_page_of_the_rules_is_generated():
    """docs/rules.md says what the rules say (`make rules` writes it)."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == page(rules())


BASE = '[r]\nsays = "s"\nlhs = "X"\nrhs = "X"\nsource = "folland1999, 1"\naccepts = [{}]\nrefuses = [{}]\n'


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('source = "folland1999, 1"\n', "", "source"),
        ("refuses = [{}]\n", "", "refused"),
        ('rhs = "X"', 'rhs = "Y"', "right only"),
        ('says = "s"', 'says = "s"\ngiven = ["looks_nice(X)"]', "predicate"),
        ('says = "s"', 'says = "s"\nmagic = 1', "unknown key"),
        ('lhs = "X"', 'lhs = "X +"', "column 4"),
    ],
)
def test_unsound_rules_are_refused(tmp_path, old, new, why):
    """A rule without source or refusal, with a loose metavariable or an unknown predicate is not opened."""
    (tmp_path / "r.toml").write_text(BASE.replace(old, new))
    with pytest.raises((Unsound, ValueError), match=why):
        open_rules(tmp_path)


OWN = """
[half_angle]
says = "The square of a sine, by the double angle."
lhs = "sin(X)^2"
rhs = "(1 - cos(2*X))/2"
source = "my notes, page 3"
accepts = [{ bind = { X = "t" } }]
refuses = [{ bind = { X = "t" }, gives = "sin(t)^2 = 1 - cos(2*t)" }]
"""


def test_own_rules_are_assumed(tmp_path):
    """A step by a user's own rule is of grade assumed; the shipped rules stay beside it."""
    (tmp_path / "own.toml").write_text(OWN)
    claim = "sin(s)^2 = (1 - cos(2*s))/2"
    step = {"by": "half_angle", "gives": claim, "bind": {"X": "s"}}
    d = derivation(claim, [step], rules=tmp_path)
    assert (d.verdict, d.grades) == ("verified", {"assumed": 1})
    assert own_rules(tmp_path).keys() > rules().keys()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("(1 - cos(2*X))/2", "1 - cos(2*X)", "accepts 1: false at"),
        ('gives = "sin(t)^2 = 1 - cos(2*t)"', "given = []", "refuses 1"),
        ("[half_angle]", "[zeta_series]", "shipped rule"),
    ],
)
def test_own_rules_stand_trial(tmp_path, old, new, why):
    """A false rule of one's own is not opened, nor one that takes the place of a shipped rule."""
    (tmp_path / "own.toml").write_text(OWN.replace(old, new))
    with pytest.raises(Unsound, match=why):
        own_rules(tmp_path)


def test_a_recheck_uses_the_shipped_rules_only(tmp_path):
    """A certificate that rests on a rule of one's own is not rechecked without it."""
    (tmp_path / "own.toml").write_text(OWN)
    claim = "sin(s)^2 = (1 - cos(2*s))/2"
    step = {"by": "half_angle", "gives": claim, "bind": {"X": "s"}}
    data = json.loads(derivation(claim, [step], rules=tmp_path).to_json())
    assert "no primitive and no rule is called half_angle" in " ".join(recheck(data))
