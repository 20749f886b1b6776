"""What a search for a divergence brings back: a judgement of the kernel and the value, or a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symderive.kernel.logic.certificate import Judgement
from symderive.terms.context import PLAIN, Context
from symderive.terms.tree import Term


@dataclass(frozen=True)
class Found:
    """`value` is the answer, `more` other keys of the result; `given` and `added` are hypotheses.

    `judgement` is None where nothing was proved, and `reason` then says why.
    """

    judgement: Judgement | None = None
    value: Term | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    reason: str | None = None
    context: Context = field(default=PLAIN)
