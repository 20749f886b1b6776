"""Rules on trial: every accepted case is inferred, every refused case is not; the page is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from symderive.kernel.analysis.cite import graft
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import Unsound, directory, entries, open_rules, rules
from symderive.present.rules_page import page
from symderive.terms.reader import read

ROOT = Path(__file__).resolve().parent.parent
CASES = [
    pytest.param(name, verdict, case, id=f"{name}-{verdict}-{k}")
    for path in sorted(directory().glob("*.toml"))
    for name, row in entries(path).items()
    for verdict in ("accepts", "refuses")
    for k, case in enumerate(row[verdict])
]


def infer(name, case):
    """The kernel's answer to citing a rule with the bindings and givens of a case."""
    rule = rules()[name]
    bind = {k: read(t) for k, t in case["bind"].items()}
    givens = Givens.of([read(g) for g in case.get("given", [])])
    premises = [
        Checked(Step(k + 1, "given", graft(p, bind)), Outcome("assumed"), givens)
        for k, p in enumerate(rule.premises)
    ]
    gives = read(case["gives"]) if "gives" in case else rule.instance(bind)
    return rule(Step(9, name, gives, bind=bind), premises, givens)


@pytest.mark.parametrize(("name", "verdict", "case"), CASES)
def test_cases_of_a_rule(name, verdict, case):
    """A rule concludes what its accepted case says, and is stopped in its refused case."""
    if verdict == "accepts":
        assert all(c.settled for c in infer(name, case).conditions)
    else:
        with pytest.raises((Rejected, Undecided)):
            infer(name, case)


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
