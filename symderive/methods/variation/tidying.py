"""Shorter forms of an answer, for the kernel to accept or not.

>>> forms({"variables": ["x"], "unknowns": ["y"], "parts": [["y", "2*x - x"]]})
[[['y', 'x']]]
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symderive.methods.characteristics.patience import within
from symderive.methods.variation.model import Model, say


def forms(task: dict[str, Any]) -> list[list[list[str]]]:
    """The statement in one or two shorter forms."""
    model = Model({"lagrangian": "0", **{k: v for k, v in task.items() if k != "parts"}})
    out: list[list[list[str]]] = []
    for shorten in (_short, _expanded):
        found = within(5, lambda f=shorten: [
            [say(f(model.read(a))), say(f(model.read(b)))] for a, b in task["parts"]])  # fmt: skip
        if found and found not in out:
            out.append(found)
    return out


def _short(e: Any) -> Any:
    return min((sp.simplify(e), sp.factor(sp.expand(e)), e), key=sp.count_ops)


def _expanded(e: Any) -> Any:
    return sp.expand(e)
