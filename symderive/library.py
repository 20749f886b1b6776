"""The rules: theorems and definitions as inert TOML, opened from the directory that ships with them.

A rule that is malformed, has no source, or lacks an accepted and a refused case is not opened.  Its
sentence `says` may hold terms in the metavariables between backquotes; its source begins with a key
of `references.bib`.

>>> rules()["beltrami_identity"].source
'gelfand1963, Sec. 4.2, Case 2'
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from symderive.kernel.analysis.cite import PREDICATES, Rule
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import Term

KEYS = frozenset(
    {"says", "lhs", "rhs", "uses", "given", "source", "accepts", "refuses", "formerly"}
)


FAMILIES = "families"  # a table of laws, which are no rules


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
    """sha256 of the shipped rules and their sources, as certificates record it."""
    total = hashlib.sha256()
    for path in sorted([*directory().glob("*.toml"), *directory().glob("references.bib")]):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{total.hexdigest()}"


def open_rules(where: Path, *, grade: str = "cited") -> dict[str, Rule]:
    """The rules of a directory; a user's own are opened with grade "assumed"."""
    found: dict[str, Rule] = {}
    known = sources(where)
    for path in sorted(where.glob("*.toml")):
        for name, row in entries(path).items():
            if name in found:
                raise Unsound(f"{path.name}: two rules are called {name}")
            found[name] = _cited(_rule(path, name, row, grade), known, grade, path.name)
    return found


def sources(where: Path) -> dict[str, str]:
    """The entries of `references.bib` by key, as `Gelfand and Fomin, Calculus of Variations, 1963`."""
    path = where / "references.bib"
    if not path.is_file():
        return {}
    found = {}
    for key, body in re.findall(r"@\w+\{([^,\s]+),(.*?)\n\}", path.read_text("utf-8"), re.DOTALL):
        rows = re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", body, re.MULTILINE)
        said = {name: value.replace("{", "").replace("}", "") for name, value in rows}
        authors = [a.split(",")[0].strip() for a in said.get("author", "").split(" and ") if a]
        names = authors if len(authors) < 3 else [authors[0] + " et al."]
        parts = (" and ".join(names), said.get("title", ""), said.get("year", ""))
        found[key] = ", ".join(p for p in parts if p)
    return found


def entries(path: Path) -> dict[str, Any]:
    """The rows of one file as they stand, families of laws apart; raises Unsound if it is no TOML."""
    return {name: row for name, row in _opened(path).items() if name != FAMILIES}


def family_rows() -> dict[str, dict[str, Any]]:
    """The families of laws in `distributions.toml`, as they stand; raises Unsound."""
    rows: dict[str, dict[str, Any]] = _opened(directory() / "distributions.toml")[FAMILIES]
    return rows


def _opened(path: Path) -> dict[str, Any]:
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
    _legible(where, rule)
    for condition in rule.given:
        if condition.head != "Apply" or condition.data[0] not in PREDICATES:
            raise Unsound(f"{where}: no predicate of the kernel is called so")
    loose = _metavariables((rule.right,)) - _metavariables((rule.left, *rule.premises, *rule.given))
    if loose:
        raise Unsound(f"{where}: {sorted(loose)[0]} stands on the right only, free of conditions")
    return rule


def _cited(rule: Rule, known: Mapping[str, str], grade: str, file: str) -> Rule:
    """The rule with its source written out; a shipped rule names a key of `references.bib`."""
    key, comma, place = rule.source.partition(",")
    if key not in known and grade == "cited":
        raise Unsound(f"{file}: {rule.name}: references.bib has no {key}")
    return replace(rule, reference=known.get(key, key) + comma + place)


def _legible(where: str, rule: Rule) -> None:
    """The terms between backquotes in `says` read, and mention the rule's own names only."""
    parts = rule.says.split("`")
    if len(parts) % 2 == 0:
        raise Unsound(f"{where}: a backquote in says is not closed")
    known = rule.metavariables()
    for text in parts[1::2]:
        try:
            loose = _metavariables((_read(text),)) - known
        except NotRead as problem:
            raise Unsound(f"{where}: says: {problem}") from None
        if loose:
            raise Unsound(f"{where}: says: the rule has no {sorted(loose)[0]}")


def _metavariables(terms: tuple[Term, ...]) -> frozenset[str]:
    return frozenset(n for t in terms for n in t.free if n.isupper())


def _read(text: str) -> Term:
    return read(text)
