"""`symderive integrate`: a definite integral, derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("integrate")
@click.argument("expr")
@click.option("--var", default="x", show_default=True, metavar="x", help="The variable.")
@click.option("--from", "low", required=True, metavar="A", help="The lower limit; -oo is one.")
@click.option("--to", "high", required=True, metavar="B", help="The upper limit; oo is one.")
def command(options: Options, expr: str, var: str, low: str, high: str) -> Derivation:
    """Integrate EXPR over the variable from A to B, every step checked.

    An antiderivative with its limits at the ends, or differentiation in a parameter.
    """
    from ..faces.integrate import integrate

    return integrate(expr, var, low, high, given=options.given, timeout=options.timeout)
