"""A named result is a problem: what is given, what is asked, and a hint where search needs one.

>>> find("catenary").name
'catenary-euler-lagrange'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import lru_cache
from importlib import import_module

FIELDS = ("variation", "characteristics", "integrals", "divergences", "matrices", "forms")


@dataclass(frozen=True)
class Problem:
    """One named result: `data` as the command of its `kind` would be given it, `hint` for search."""

    name: str
    field: str
    says: str
    kind: str
    data: Mapping[str, object]
    given: tuple[str, ...] = ()
    hint: Mapping[str, str] = made(default_factory=dict)
    aliases: tuple[str, ...] = ()
    parameters: Mapping[str, str] = made(default_factory=dict)


class NoSuchResult(LookupError):
    """A name that is none of the catalogue's."""


@lru_cache(maxsize=1)
def problems() -> Mapping[str, Problem]:
    """Every problem by its name, in the order of the fields."""
    found: dict[str, Problem] = {}
    for room in FIELDS:
        try:
            module = import_module(f"symderive.catalogue.{room}")
        except ModuleNotFoundError:
            continue
        for p in module.PROBLEMS:
            if p.name in found:
                raise ValueError(f"two results are called {p.name}")
            found[p.name] = p
    return found


def find(name: str) -> Problem:
    """The problem of this name or alias; raises NoSuchResult."""
    for p in problems().values():
        if name == p.name or name in p.aliases:
            return p
    raise NoSuchResult(name)


def names() -> list[str]:
    """Names and aliases, for suggestions."""
    return [n for p in problems().values() for n in (p.name, *p.aliases)]
