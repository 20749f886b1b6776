"""The corpora of `tests/data` stay readable, distinct, and as large as their README says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from symderive.terms.reader import read
from symderive.terms.writer import write

DATA = Path(__file__).parent / "data"
NAMES = ("identities", "inequalities", "calculus")
RELATIONS = {"Eq", "Lt", "Le", "Gt", "Ge"}


def tables(name: str) -> dict[str, list[dict]]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_row_reads_and_reads_back(name: str) -> None:
    """Claims and givens are read, written and read again as the same term."""
    for rows in tables(name).values():
        for row in rows:
            for text in (row["claim"], *row["given"]):
                term = read(text)
                assert read(write(term)) == term, (row["id"], text)
            assert read(row["claim"]).head in RELATIONS, row["id"]


@pytest.mark.parametrize("name", NAMES)
def test_ids_and_claims_are_distinct(name: str) -> None:
    """No id stands twice, and no claim is both true and false under the same givens."""
    rows = [r for part in tables(name).values() for r in part]
    assert len({r["id"] for r in rows}) == len(rows)
    assert len({(r["claim"], *r["given"]) for r in rows}) == len(rows)


def test_readme_counts_the_rows() -> None:
    """The table in the README says how many rows are true and false."""
    text = (DATA / "README.md").read_text(encoding="utf-8")
    said = re.findall(r"^\| `(\w+)\.toml` \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    counted = [(n, str(len(t["true"])), str(len(t["false"]))) for n in NAMES for t in [tables(n)]]
    assert said == counted


def test_a_false_calculus_claim_names_its_trick() -> None:
    """Each false calculus claim says which wrong step makes it and what holds instead."""
    for row in tables("calculus")["false"]:
        assert row["trick"] and row["truth"], row["id"]
