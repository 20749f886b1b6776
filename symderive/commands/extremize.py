"""`symderive extremize`: a functional, its Euler-Lagrange equations and its extremal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("extremize")
@click.argument("lagrangian")
@click.option("--var", "variables", required=True, metavar="x", help="The variable, or x,y.")
@click.option("--unknown", required=True, metavar="y", help="The unknown function, or y,z.")
@click.option("--at", multiple=True, metavar="DATUM", help='As "y(0) = 1"; repeatable.')
@click.option("--integral", multiple=True, metavar="G=L",
              help='A constraint on an integral, as "sqrt(1+y\'^2) = L"; repeatable.')  # fmt: skip
@click.option("--holonomic", multiple=True, metavar="F=0",
              help='A constraint at every point, as "x^2+y^2 = 1"; repeatable.')  # fmt: skip
@click.option("--interval", metavar="a,b", help="The ends, where --at does not say them.")
@click.option("--free", multiple=True, metavar="VALUE", help='A free value, as "y(1)"; repeatable.')
@click.option("--end-on", multiple=True, metavar="CURVE",
              help='An end moves on a curve, as "y = x^2".')  # fmt: skip
@click.option("--endpoint-cost", metavar="EXPR", help='Added to the integral, as "y(1)^2".')
def command(
    options: Options, lagrangian: str, variables: str, unknown: str, at: tuple[str, ...],
    integral: tuple[str, ...], holonomic: tuple[str, ...], interval: str | None,
    free: tuple[str, ...], end_on: tuple[str, ...], endpoint_cost: str | None,
) -> Derivation:  # fmt: skip
    """Find the functions at which the integral of LAGRANGIAN is stationary, every step checked.

    Derivatives are written y', y'' or y_x, u_xy.  Other names are positive parameters unless
    --given says something of them.
    """
    from ..faces.extremize import extremize

    return extremize(
        lagrangian, variables, unknown, at=at, integral=integral, holonomic=holonomic,
        interval=interval, free=free, end_on=end_on, endpoint_cost=endpoint_cost,
        given=options.given, timeout=options.timeout,
    )  # fmt: skip
