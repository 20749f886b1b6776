"""What a certificate about normals in symbolic dimension claims, read from its problem alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symderive.terms.context import Context
from symderive.terms.tree import Term


def claim_of(
    problem: Mapping[str, Any], result: Mapping[str, Any] | None, context: Context
) -> Term | None:
    """The equation that the last step must give; for problems of kind `divergence` whose `p` is a
    MultivariateNormal.  Raises NotACertificate."""
    raise NotImplementedError
