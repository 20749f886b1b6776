"""`symderive forms`: exterior calculus, every answer checked in components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("forms")
@click.argument("expr")
@click.option("--coords", default="", metavar="x,y,z", help="Coordinates; their order orients.")
@click.option("--metric", metavar="METRIC", help='euclidean, "1,r^2" or "[[..], [..]]".')
@click.option("--let", multiple=True, metavar="'w = x*dy'",
              help='"w = x*dy", "a = form(1)", "X = vector()", "P = map(..)", "a on T = ..".')  # fmt: skip
@click.option("--chart", multiple=True, metavar="'T: x,y; metric ..'", help="A further chart.")
@click.option("--domain", metavar="DOMAIN", help='For exactness: "R^2 minus 0", "x > 0", ...')
@click.option("--coframe", metavar="'dr; r*dphi'", help="1-forms for curvature.")
@click.option("--signature", metavar="1,1", help="Signs of the coframe; all 1 if not said.")
@click.option("--dimension", metavar="n", help="Without --coords: forms of symbolic degree.")
def command(
    options: Options,
    expr: str,
    coords: str,
    metric: str | None,
    let: tuple[str, ...],
    chart: tuple[str, ...],
    domain: str | None,
    coframe: str | None,
    signature: str | None,
    dimension: str | None,
) -> Derivation:
    """Compute EXPR, decide it if it is an equation, or find a potential, an integral, a curvature.

    d, wedge (or ^), i(X, w), L(X, w), star, delta, LB, pull, flat, sharp, bracket, grad, div, curl,
    lap, inner, hom, potential(w), integral(w, P, (s, 0, 2*pi)), and `curvature` of a coframe.
    """
    from ..faces.forms import forms

    return forms(
        expr, coords, metric, let, chart, options.given, domain, coframe, signature,
        dimension, timeout=options.timeout,
    )  # fmt: skip
