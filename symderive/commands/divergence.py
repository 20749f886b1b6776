"""`symderive divergence`: a divergence, an entropy or a distance of laws, derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("divergence")
@click.argument("measure", metavar="KIND")
@click.argument("p", metavar="P")
@click.argument("q", metavar="[Q]", required=False)
@click.option("--order", metavar="alpha", help="Of a Renyi, Tsallis or Chernoff divergence.")
def command(options: Options, measure: str, p: str, q: str | None, order: str | None) -> Derivation:
    """KIND of the law P, or of P and Q: kl, entropy, renyi, hellinger2, w2sq, tv, ...

    Laws are written as `Normal(mu, sigma)` or `Gamma(a, b)`; that their parameters are admissible
    is given.  An infinite answer is `oo`, with its reason.
    """
    from ..faces.divergence import divergence

    return divergence(measure, p, q, order=order, given=options.given, timeout=options.timeout)
