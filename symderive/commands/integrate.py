"""`symderive integrate`: a definite integral, an antiderivative or a divergence, derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("integrate")
@click.argument("expr")
@click.option("--var", default="x", show_default=True, metavar="x", help="The variable.")
@click.option("--from", "low", metavar="A", help="The lower limit; -oo is one.")
@click.option("--to", "high", metavar="B", help="The upper limit; oo is one.")
@click.option("--principal-value", is_flag=True, help="Cauchy's principal value, called so.")
def command(
    options: Options, expr: str, var: str, low: str | None, high: str | None, principal_value: bool
) -> Derivation:
    """Integrate EXPR over the variable from A to B, every step checked.

    Without limits: an antiderivative and the intervals on which it is one.  An integral that
    diverges is said to, with the place.
    """
    from ..faces.integrate import integrate

    return integrate(expr, var, low, high, given=options.given, timeout=options.timeout,
                     principal_value=principal_value)  # fmt: skip
