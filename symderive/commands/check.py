"""`symderive check`: one claim, or a derivation of one's own in a file, decided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import Options, Unreadable, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("check", timeout=10)
@click.argument("claim", metavar="CLAIM|FILE.toml")
def command(options: Options, claim: str) -> Derivation:
    """Decide a CLAIM such as "sqrt(x^2) = x" (- reads it from standard input).

    Verified, refuted with a point at which it fails, or undecided with the reason.  A file of
    steps (FILE.toml with claim, given and [[steps]]) is checked step by step.
    """
    from ..faces.check import check

    if claim.endswith(".toml"):
        return _file(claim, options)
    if claim == "-":
        claim = sys.stdin.read().strip()
    if not claim.strip():
        raise Unreadable("the claim is empty", hint='write a relation, as "sin(2*x) = 2*sin(x)"')
    return check(claim, given=list(options.given), timeout=options.timeout)


def _file(path: str, options: Options) -> Derivation:
    from ..faces.chain import derivation_file

    if not Path(path).is_file():
        raise Unreadable(f"{path}: no such file", hint="a claim is a relation: check 'x = x'")
    return derivation_file(path, options.timeout)
