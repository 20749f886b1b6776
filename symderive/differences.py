"""Where two certificates differ: one line for each place, with its path.

>>> differences({"verdict": "verified"}, {"verdict": "undecided"})
['verdict: recorded "verified", recomputed "undecided"']
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

EXEMPT = ("seconds", "digest")


def differences(recorded: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """One line for each place at which two certificates differ; what is exempt is left out."""
    return [d for key in {**recorded, **again} if key not in EXEMPT
            for d in _differences(key, recorded.get(key), again.get(key))]  # fmt: skip


def _differences(path: str, a: Any, b: Any) -> Iterator[str]:
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in {**a, **b}:
            if key not in a or key not in b:
                there = "missing, recomputed " + shown(b[key]) if key in b else "not recomputed"
                yield f"{path}.{key}: {there}"
            else:
                yield from _differences(f"{path}.{key}", a[key], b[key])
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from _differences(f"{path}[{i}]", x, y)
    elif type(a) is not type(b) or a != b:
        yield f"{path}: recorded {shown(a)}, recomputed {shown(b)}"


def shown(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value)
    return text if len(text) <= 200 else text[:197] + "..."
