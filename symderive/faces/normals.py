"""Divergences of normals in symbolic dimension: the part of `divergence` for MultivariateNormal.

`faces/divergence.py` hands a problem over when `is_normal(p)`; the answer is a whole Derivation, and
`stated_normals.claim_of` binds it to its problem in a recheck.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symderive.derivations import Derivation

LAW = "MultivariateNormal"


def is_normal(text: str) -> bool:
    """Whether the text of a law is a normal law in dimension n: `MultivariateNormal(mu, Sigma)`."""
    return text.strip().startswith(LAW)


def divergence_of_normals(
    kind: str,
    p: str,
    q: str | None = None,
    order: str | None = None,
    given: Sequence[str] = (),
    timeout: float = 30,
    stated: dict[str, Any] | None = None,
) -> Derivation:
    """The divergence of two normals (or entropy, ... of one), derived for every dimension n.

    `kind` in lower case as the command spells it; `stated` holds keys of the problem that come first
    (`name` of a named result).  The problem is {"kind": "divergence", "divergence": kind, "p": p,
    "q": q, "order": order, "given": [...]} without the keys that are None or empty.  Raises NotRead.
    """
    raise NotImplementedError
