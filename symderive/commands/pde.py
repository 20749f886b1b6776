"""`symderive pde`: a first-order partial differential equation, solved by characteristics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, decides

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("pde")
@click.argument("equations", nargs=-1, required=True, metavar="EQUATION")
@click.option("--vars", "variables", required=True, metavar="x,t", help="The variables, in order.")
@click.option(
    "--unknown",
    "unknowns",
    multiple=True,
    default=("u",),
    show_default=True,
    metavar="u",
    help="The unknown; repeatable, for a system with an equation for each.",
)
@click.option("--data", multiple=True, metavar="DATUM",
              help='As "u(x,0) = exp(-x^2)" or "u(s, s^2) = s"; repeatable.')  # fmt: skip
@click.option("--complete-integral", is_flag=True, help="Ask for independent constants.")
@click.option("--strip", is_flag=True, help="Ask for the equations of the characteristic strips.")
def command(
    options: Options, equations: tuple[str, ...], variables: str, unknowns: tuple[str, ...],
    data: tuple[str, ...], complete_integral: bool, strip: bool,
) -> Derivation:  # fmt: skip
    """Solve EQUATION for the unknown: general, with data, or with constants, every step checked.

    Without data a nonlinear equation has a complete integral, and its general and singular integrals.
    Derivatives are written u_x; the arguments of u(..) follow --vars, other names in them are
    parameters of a curve.  Other names are positive unless --given says something of them.  Several
    EQUATIONs for several unknowns have the same principal part.
    """
    from ..faces.pde import solve_pde

    return solve_pde(
        list(equations) if len(equations) > 1 else equations[0], variables, ",".join(unknowns), data,
        options.given, complete_integral=complete_integral, strip=strip, timeout=options.timeout,
    )  # fmt: skip
