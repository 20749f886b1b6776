"""The claims that are measured: our own corpora and, where present, a directory of examples.

A row knows whether it is true, false or void (no admissible point: it says nothing); its text is in
the project's notation, so every engine reads the same characters.

>>> as_givens({"x": {}, "n": {"integer": True, "positive": True}}, ["n<9"])
['x is complex', 'n is integer', 'n is positive', 'n<9']
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "data"
TRUTHS = ("true", "false", "void")


@dataclass(frozen=True)
class Row:
    """One claim with its givens, and what is known about it: `truth` is a word of TRUTHS."""

    source: str
    id: str
    category: str
    truth: str
    given: tuple[str, ...]
    claim: str


def own(name: str) -> list[Row]:
    """The rows of `tests/data/<name>.toml`."""
    tables = tomllib.loads((OWN / f"{name}.toml").read_text(encoding="utf-8"))
    return [
        Row(name, r["id"], r["category"], truth, tuple(r["given"]), r["claim"])
        for truth in TRUTHS
        for r in tables.get(truth, ())
    ]


def examples(directory: Path) -> list[Row]:
    """The identities and falsehoods of a directory of examples; no rows for a file that is absent.

    Raises ValueError for an assumption that has no word among the givens.
    """
    rows = []
    for item in _items(directory / "identities.json"):
        given = tuple(as_givens(item["symbols"], item["domain"]))
        truth = "true" if item["truth"] else "false"
        claim = f"{item['lhs']} = {item['rhs']}"
        rows.append(Row("examples", item["id"], item["category"], truth, given, claim))
    for item in _items(directory / "falsehoods.json"):
        row = Row("falsehoods", item["id"], "false", "false", tuple(item["given"]), item["claim"])
        rows.append(row)
    return rows


def _items(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["items"] if path.is_file() else []


def as_givens(symbols: Mapping[str, Mapping[str, bool]], domain: Iterable[str]) -> list[str]:
    """Givens that say the same as a table of assumptions: no assumption at all means complex."""
    given = []
    for name, words in symbols.items():
        for word, holds in (words or {"complex": True}).items():
            if not holds:
                raise ValueError(f"{name}: no given says that it is not {word}")
            given.append(f"{name} is {word}")
    return [*given, *domain]
