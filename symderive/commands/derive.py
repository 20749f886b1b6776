"""`symderive derive`: a named result, derived from its problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .common import Options, Unreadable, decides, unknown

if TYPE_CHECKING:
    from ..derivations import Derivation


@decides("derive")
@click.argument("name")
@click.option("-p", "parameters", multiple=True, metavar="KEY=VALUE",
              help="A value for a name in the problem; repeatable.")  # fmt: skip
def command(options: Options, name: str, parameters: tuple[str, ...]) -> Derivation:
    """Derive the result called NAME (`symderive list` shows them all), step by step.

    Nothing is looked up: the problem is run through the methods, and the kernel checks each step.
    """
    from ..catalogue.problems import NoSuchResult, names
    from ..faces.derive import UnknownParameter, derive

    values = {}
    for text in parameters:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise Unreadable(f"-p {text}: a parameter is KEY=VALUE", hint="as -p w=2")
        values[key.strip()] = value.strip()
    try:
        return derive(name, values, timeout=options.timeout, given=options.given)
    except NoSuchResult:
        raise unknown("derivation", name, names()) from None
    except UnknownParameter as wrong:
        raise Unreadable(str(wrong)) from None
