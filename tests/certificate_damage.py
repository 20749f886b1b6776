"""Every small damage that can be done to a certificate, as (where, damaged certificate)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from symderive.derivations import digest

SWAPS = {
    "verified": ("refuted", "undecided"),
    "refuted": ("verified", "undecided"),
    "undecided": ("verified", "refuted"),
    "exact": ("enclosed", "cited", "computed", "assumed"),
    "cited": ("exact", "enclosed", "assumed"),
    "discharged": ("presupposed", "given", "added", "open"),
    "presupposed": ("discharged", "given", "added", "open"),
    "given": ("discharged", "presupposed", "added", "open"),
    "differs": ("diverges: at x = 0", "is zero"),
}


def damages(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Texts changed, emptied and swapped, numbers moved, items and keys dropped, doubled, added."""
    for path in list(_paths(data)):
        for what, new in _changes(_at(data, path)):
            bad = copy.deepcopy(data)
            if path:
                _at(bad, path[:-1])[path[-1]] = new
            else:
                bad = new
            yield f"{'.'.join(map(str, path))} {what}", bad


def resealed(data: dict[str, Any]) -> dict[str, Any]:
    """The certificate with a digest that fits: what somebody would do who means it."""
    return data | {"digest": digest(data)}


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path not in (("seconds",), ("digest",)):
        yield path
        pairs = value.items() if isinstance(value, dict) else ()
        for key, inner in enumerate(value) if isinstance(value, list) else pairs:
            yield from _paths(inner, (*path, key))


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def _changes(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str):
        yield from ((f"swapped for {new}", new) for new in SWAPS.get(value, ()))
        yield "emptied", "" if value else "x"
        yield "with an end", value + " + 1"
        yield "with a start", "2*" + value
        yield "made a list", [value]
    elif isinstance(value, bool) or value is None:
        yield "made a text", "x = x"
        yield "made an object", {"text": "x = x"}
    elif isinstance(value, int):
        yield "plus one", value + 1
        yield "minus one", value - 1
        yield "as a text", str(value)
    elif isinstance(value, list):
        for i in range(len(value)):
            yield f"without item {i}", value[:i] + value[i + 1 :]
            yield f"with item {i} twice", value[: i + 1] + value[i:]
        yield "with an item more", [*value, "0 = 0"]
        yield "made null", None
    elif isinstance(value, dict):
        for key in value:
            if key not in ("seconds", "digest"):
                yield f"without {key}", {k: v for k, v in value.items() if k != key}
        yield "with a key more", value | {"more": "x"}
        yield "made null", None
