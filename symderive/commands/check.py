"""`symderive check`: one claim, decided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .common import Options, Unreadable, decides

if TYPE_CHECKING:
    from ..derivation import Derivation


@decides("check", timeout=10)
@click.argument("claim")
def command(options: Options, claim: str) -> Derivation:
    """Decide a CLAIM such as "sqrt(x^2) = x" (- reads it from standard input).

    Verified, refuted with a point at which it fails, or undecided with the reason.
    """
    from ..faces.check import check

    if claim == "-":
        claim = sys.stdin.read().strip()
    if not claim.strip():
        raise Unreadable("the claim is empty", hint='write a relation, as "sin(2*x) = 2*sin(x)"')
    return check(claim, given=list(options.given), timeout=options.timeout)
