"""The rules: theorems and definitions as inert TOML, opened from the directory that ships with them.

A rule that is malformed, has no source, or lacks an accepted and a refused case is not opened.

>>> rules()["beltrami_identity"].source
'gelfand2000, Sec. 4.2, Case 2'
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from symderive.kernel.analysis.cite import PREDICATES, Rule
from symderive.terms.reader import read
from symderive.terms.tree import Term

KEYS = frozenset({"says", "lhs", "rhs", "uses", "given", "source", "accepts", "refuses", "formerly"})


class Unsound(ValueError):
    """A rule that cannot be opened: the file, the rule, and what is wrong with it."""


def directory() -> Path:
    """Where the shipped rules are: beside the modules when installed, beside the package else."""
    here = Path(__file__).resolve().parent
    return here / "rules" if (here / "rules").is_dir() else here.parent / "rules"


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """The shipped rules by name; raises Unsound."""
    return open_rules(directory())


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """sha256 of the shipped rules, as certificates record it."""
    total = hashlib.sha256()
    for path in sorted(directory().glob("*.toml")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{total.hexdigest()}"


def open_rules(where: Path, *, grade: str = "cited") -> dict[str, Rule]:
    """The rules of a directory; a user's own are opened with grade "assumed"."""
    found: dict[str, Rule] = {}
    for path in sorted(where.glob("*.toml")):
        for name, row in entries(path).items():
            if name in found:
                raise Unsound(f"{path.name}: two rules are called {name}")
            found[name] = _rule(path, name, row, grade)
    return found


def entries(path: Path) -> dict[str, Any]:
    """The rows of one file as they stand; raises Unsound if it is no TOML."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as problem:
        raise Unsound(f"{path.name}: {problem}") from None


def _rule(path: Path, name: str, row: Any, grade: str) -> Rule:
    where = f"{path.name}: {name}"
    if not isinstance(row, dict) or not {"says", "lhs", "rhs", "source"} <= row.keys():
        raise Unsound(f"{where}: a rule has says, lhs, rhs and source")
    if unknown := sorted(row.keys() - KEYS):
        raise Unsound(f"{where}: unknown key {unknown[0]}")
    if not row.get("accepts") or not row.get("refuses"):
        raise Unsound(f"{where}: a rule has an accepted and a refused case")
    rule = Rule(name, row["says"], _read(row["lhs"]), _read(row["rhs"]),
                tuple(_read(t) for t in row.get("uses", ())),
                tuple(_read(t) for t in row.get("given", ())), row["source"], grade)  # fmt: skip
    for condition in rule.given:
        if condition.head != "Apply" or condition.data[0] not in PREDICATES:
            raise Unsound(f"{where}: no predicate of the kernel is called so")
    loose = _metavariables((rule.right,)) - _metavariables((rule.left, *rule.premises, *rule.given))
    if loose:
        raise Unsound(f"{where}: {sorted(loose)[0]} stands on the right only, free of conditions")
    return rule


def _metavariables(terms: tuple[Term, ...]) -> frozenset[str]:
    return frozenset(n for t in terms for n in t.free if n.isupper())


def _read(text: str) -> Term:
    return read(text)
